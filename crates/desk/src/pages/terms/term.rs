//! One term as it is written: what its kind asks, its instalments, its place among the others, and what a court could not
//! confirm of it.

use browser::{focus, page};
use contract::draft::{Field, Item};
use contract::money::yuan_text;
use contract::settlement::{DoubtKind, PartDraft, TERM_WORDS_MAX, TermDraft, TermKind, Whom};

use super::form::{Pen, place};
use super::model::{self, Ask, control};
use super::names;
use crate::i18n::{
    Text, ask_name, doubt_source_name, doubt_words, fill, side_name, term_kind_name, text,
};
use crate::parts::{Asked, Button, Choice, Look, Select, TextArea, TextField, Typing};
use crate::state::desk;
use crate::view::prelude::*;

/// The term with this place, counted from 0, among so many. Fields come and go with what is chosen; those that stay are
/// not built anew, so that the focus stays where it is.
pub fn term(pen: Pen, at: usize, count: Memo<usize>) -> View {
    let n = place(at);
    let title = ["term-title-", &at.to_string()].concat();
    let asks = Ask::ALL
        .into_iter()
        .map(|ask| {
            let is_asked = Memo::new(move |_| pen.read_term(at, |term| ask.is_of(term)));
            let shown = move || is_asked.get().then(|| question(pen, at, ask));
            view! { {shown} }
        })
        .collect_view();
    view! {
        <li>
            <div class="term" role="group" aria-labelledby=title.clone()>
                <div class="term-top">
                    <h4 class="term-title" id=title tabindex="-1">
                        {fill(Text::TermNumber, &[("n", &n)])}
                    </h4>
                    {mover(pen, at, at.checked_sub(1), count, Text::TermUp, Text::TermUpOf)}
                    {mover(pen, at, at.checked_add(1), count, Text::TermDown, Text::TermDownOf)}
                    <Button
                        words=text(Text::TermRemove).to_owned()
                        name=fill(Text::TermRemoveOf, &[("n", &n)])
                        on_press=Callback::new(move |()| pen.take_away(at))
                        look=Look::Quiet
                    />
                </div>
                {asks}
                {doubted(pen, at)}
            </div>
        </li>
    }
}

/// A button that moves the term there; the focus goes along.
fn mover(
    pen: Pen,
    at: usize,
    to: Option<usize>,
    count: Memo<usize>,
    words: Text,
    name: Text,
) -> View {
    let class = match words {
        Text::TermUp => "term-up",
        _ => "term-down",
    };
    let to_there = move || to.filter(|to| *to < count.get());
    let cannot = Signal::derive(move || to_there().is_none());
    let press = Callback::new(move |()| {
        let Some(to) = to else { return };
        pen.arrange(|terms| {
            if to < terms.len() {
                terms.swap(at, to);
            }
        });
        desk().say(fill(Text::TermMoved, &[("n", &place(to))]));
        let button = [".", class, " button"].concat();
        page::before_paint(move || focus::focus_nth_in_view(&button, to));
    });
    view! {
        <span class=class>
            <Button
                words=text(words).to_owned()
                name=fill(name, &[("n", &place(at))])
                on_press=press
                look=Look::Quiet
                busy=cannot
            />
        </span>
    }
}

/// A question about the term, as the control that fits.
fn question(pen: Pen, at: usize, ask: Ask) -> View {
    if ask == Ask::Parts {
        return parts(pen, at);
    }
    // What it is called depends on the kind of term.
    let is_money = Memo::new(move |_| pen.read_term(at, |term| term.kind == "money"));
    let shown = move || control_of(pen, at, ask, is_money.get());
    match ask {
        Ask::From | Ask::To | Ask::Words | Ask::Method => view! { {shown} },
        _ => control_of(pen, at, ask, false),
    }
}

fn control_of(pen: Pen, at: usize, ask: Ask, is_money: bool) -> View {
    let item = row(at);
    let kind = if is_money {
        TermKind::Money
    } else {
        TermKind::Unknown
    };
    let label = ask_name(ask, kind);
    let asked = Asked::new(control(ask.field(), item), label);
    let error = pen.error(ask.field(), item);
    let value = Signal::derive(move || pen.read_term(at, |term| ask.of(term).to_owned()));
    let set = Callback::new(move |typed: String| {
        pen.edit_term(at, |term| ask.put(term, typed));
    });
    let may_stay_empty = |asked: Asked| Asked {
        optional: true,
        ..asked
    };
    match ask {
        Ask::Kind => {
            let choices = TermKind::ALL
                .iter()
                .map(|kind| Choice::new(kind.as_str(), term_kind_name(*kind)))
                .collect();
            view! {
                <Select
                    asked=asked
                    choices=choices
                    nothing=text(Text::ChooseFirst)
                    value=value
                    error=error
                    on_choose=set
                />
            }
        }
        Ask::From | Ask::To => view! {
            <Select
                asked=asked
                choices=sides(pen)
                nothing=text(Text::TermUnsaid)
                value=value
                error=error
                on_choose=set
            />
        },
        Ask::Words => {
            let asked = if is_money {
                may_stay_empty(asked).hinted(text(Text::TermReasonHint))
            } else {
                asked
            };
            view! {
                <TextArea
                    asked=asked
                    rows="2"
                    max=TERM_WORDS_MAX
                    value=value
                    error=error
                    on_input=set
                />
            }
        }
        _ => {
            let typing = match ask {
                Ask::Amount => Typing::SUM,
                Ask::Due => Typing::DAY,
                _ => Typing::WORDS,
            };
            let asked = match ask {
                Ask::Third => asked.hinted(text(Text::TermThirdHint)),
                Ask::Amount => asked.hinted(text(Text::TermAmountHint)),
                Ask::Method if is_money => asked.hinted(text(Text::TermMethodHint)),
                Ask::Place => may_stay_empty(asked),
                _ => asked,
            };
            view! { <TextField asked=asked typing=typing value=value error=error on_input=set/> }
        }
    }
}

/// Who can do something, or have it done.
fn sides(pen: Pen) -> Vec<Choice> {
    pen.sheet.case.with_untracked(|case| {
        let Some(case) = case.as_deref() else {
            return Vec::new();
        };
        Whom::ALL
            .iter()
            .map(|whom| Choice::new(whom.as_str(), side_name(*whom, names(case))))
            .collect()
    })
}

fn row(at: usize) -> Item {
    u8::try_from(at).map_or(Item::Whole, Item::Row)
}

/// The instalments of a sum.
fn parts(pen: Pen, at: usize) -> View {
    let item = row(at);
    let id = control(Field::TermParts, item);
    let error_id = [id.as_str(), "-error"].concat();
    let error = pen.error(Field::TermParts, item);
    let count = Memo::new(move |_| pen.read_term(at, |term| term.parts.len()));
    let list = {
        let id = id.clone();
        move || {
            let rows = (0..count.get()).map(|part| instalment(pen, at, part, &id));
            view! { <ol class="term-parts">{rows.collect_view()}</ol> }
        }
    };
    let total = move || {
        let total = pen.read_term(at, |term| model::total(&term.parts).filter(|fen| *fen > 0))?;
        let words = fill(Text::TermPartsTotal, &[("sum", &yuan_text(total))]);
        Some(view! { <p class="field-hint">{words}</p> })
    };
    let described = error_id.clone();
    let wrong = move || {
        let id = error_id.clone();
        error
            .get()
            .map(|words| view! { <p class="field-error" id=id>{words}</p> })
    };
    let add = Callback::new(move |()| {
        pen.edit_term(at, |term| term.parts.push(PartDraft::default()));
        let last = count.get_untracked().saturating_sub(1);
        let first = part_id(&control(Field::TermParts, item), last);
        page::before_paint(move || {
            focus::focus_field(&first);
        });
    });
    view! {
        <fieldset
            class="field term-parts-field"
            class:field-wrong=move || error.with(Option::is_some)
            aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
        >
            <legend class="field-label">
                {text(Text::TermParts)} <span class="field-optional">{text(Text::Optional)}</span>
            </legend>
            {list}
            {total}
            {wrong}
            <span id=[id.as_str(), "-add"].concat()>
                <Button
                    words=text(Text::TermPartAdd).to_owned()
                    name=fill(Text::TermPartAddOf, &[("n", &place(at))])
                    on_press=add
                />
            </span>
        </fieldset>
    }
}

/// The id of the sum of an instalment; the first one's is that of the field, where issues lead.
fn part_id(field: &str, part: usize) -> String {
    match part {
        0 => field.to_owned(),
        part => [field, "-", &part.to_string()].concat(),
    }
}

fn instalment(pen: Pen, at: usize, part: usize, id: &str) -> View {
    let value = move |of: fn(&PartDraft) -> &String| {
        Signal::derive(move || {
            pen.read_term(at, |term| term.parts.get(part).map(|part| of(part).clone()))
                .unwrap_or_default()
        })
    };
    let set = move |change: fn(&mut PartDraft, String)| {
        Callback::new(move |typed: String| {
            pen.edit_term(at, |term| {
                if let Some(part) = term.parts.get_mut(part) {
                    change(part, typed);
                }
            });
        })
    };
    let sum_id = part_id(id, part);
    let day_id = [sum_id.as_str(), "-due"].concat();
    let title = [sum_id.as_str(), "-title"].concat();
    let add = ["#", id, "-add button"].concat();
    let remove = Callback::new(move |()| {
        pen.edit_term(at, |term: &mut TermDraft| {
            if part < term.parts.len() {
                term.parts.remove(part);
            }
        });
        let add = add.clone();
        page::before_paint(move || {
            focus::focus(&add);
        });
    });
    let n = place(part);
    view! {
        <li>
            <div class="term-share" role="group" aria-labelledby=title.clone()>
                <p class="term-part" id=title>
                    {fill(Text::TermPart, &[("n", &n)])}
                </p>
                <TextField
                    asked=Asked::new(sum_id, text(Text::TermPartSum))
                    typing=Typing::SUM
                    value=value(|part| &part.amount)
                    on_input=set(|part, typed| part.amount = typed)
                />
                <TextField
                    asked=Asked::new(day_id, text(Text::TermDue))
                    typing=Typing::DAY
                    value=value(|part| &part.due)
                    on_input=set(|part, typed| part.due = typed)
                />
                <Button
                    words=text(Text::TermRemove).to_owned()
                    name=fill(Text::TermPartRemoveOf, &[("n", &n)])
                    on_press=remove
                    look=Look::Quiet
                />
            </div>
        </li>
    }
}

/// What a court could not confirm of the term, beside it while it can still be written otherwise.
fn doubted(pen: Pen, at: usize) -> View {
    let case = pen.sheet.case;
    let doubts = Memo::new(move |_| {
        let about = case.with(|case| {
            let content = &case.as_deref()?.content;
            Some((content.field, content.topic))
        });
        let (Some((field, topic)), Some(today)) = (about, pen.today) else {
            return Vec::new();
        };
        pen.read_term(at, |term| model::doubts(term, field, topic, today))
    });
    let shown = move || doubts.with(|doubts| (!doubts.is_empty()).then(|| doubt_list(doubts)));
    view! { {shown} }
}

/// Doubts, each in its words, and each rule once.
pub fn doubt_list(doubts: &[DoubtKind]) -> View {
    let reasons = doubts
        .iter()
        .map(|kind| view! { <li>{doubt_words(*kind)}</li> })
        .collect_view();
    let mut sources: Vec<_> = doubts.iter().map(|kind| kind.source()).collect();
    sources.dedup();
    let sources = sources
        .into_iter()
        .map(|source| view! { <p class="source">{doubt_source_name(source)}</p> })
        .collect_view();
    view! {
        <div class="asked term-doubts" role="note">
            <p>
                <b>{text(Text::TermDoubt)}</b>
            </p>
            <ul class="bullets">{reasons}</ul>
            {sources}
        </div>
    }
}
