//! The form in which terms are written: checked as one goes on, sent with the version that was seen, and kept whatever
//! happens in between.

use std::sync::Arc;

use browser::{clock, focus, page, random, task};
use contract::days::Day;
use contract::draft::{Field, Issue, Item};
use contract::problem::ProblemCode;
use contract::settlement::{FACTS_MAX, SettlementDraft, SettlementView, TermDraft, TermsProposal};

use super::Sheet;
use super::model::{self, control};
use super::term::term;
use crate::api::{self, Failure, to_json};
use crate::i18n::{Text, failure_words, fill, listed_issue_words, terms_issue_words, text};
use crate::parts::{Asked, Button, ErrorList, Look, Mistake, NotDone, TextArea, TextField, Typing};
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// What the questions of the form share.
#[derive(Clone, Copy)]
pub struct Pen {
    /// What the parts of the page share.
    pub sheet: Sheet,
    /// Today in China: nothing that is past can be agreed on.
    pub today: Option<Day>,
    issues: Memo<Vec<Issue>>,
    /// The terms when a field was last left: what is still being typed is no fault yet.
    left: RwSignal<SettlementDraft>,
    /// What the server found wrong, until something is changed.
    refused: RwSignal<Vec<Issue>>,
    /// Whether it was to be sent as it is.
    pressed: RwSignal<bool>,
    /// The term that was last taken away, and its place, counted from 0.
    removed: RwSignal<Option<(usize, TermDraft)>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

impl Pen {
    fn new(sheet: Sheet) -> Self {
        let today = clock::today();
        let number = sheet.number;
        let left = RwSignal::new(desk().drafts.with_untracked(|drafts| {
            let draft = number.with_value(|number| drafts.terms(number).cloned());
            draft.unwrap_or_default().typed
        }));
        let refused = RwSignal::new(Vec::new());
        let pressed = RwSignal::new(false);
        let issues = Memo::new(move |_| {
            let refused: Vec<Issue> = refused.get();
            let Some(today) = today.filter(|_| refused.is_empty()) else {
                return refused;
            };
            if pressed.get() {
                model::issues(&typed(sheet), today)
            } else {
                left.with(|left| model::early(model::issues(left, today)))
            }
        });
        Self {
            sheet,
            today,
            issues,
            left,
            refused,
            pressed,
            removed: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// What this says of what was typed; followed.
    pub fn read<T: Default>(self, of: impl FnOnce(&SettlementDraft) -> T) -> T {
        let number = self.sheet.number;
        desk().drafts.with(|drafts| {
            number.with_value(|number| {
                drafts
                    .terms(number)
                    .map(|draft| of(&draft.typed))
                    .unwrap_or_default()
            })
        })
    }

    /// What this says of a term, counted from 0; followed.
    pub fn read_term<T: Default>(self, at: usize, of: impl FnOnce(&TermDraft) -> T) -> T {
        self.read(|typed| typed.terms.get(at).map(of).unwrap_or_default())
    }

    /// Keeps what is typed.
    pub fn edit(self, change: impl FnOnce(&mut SettlementDraft)) {
        let number = self.sheet.number.get_value();
        desk().drafts.update(|drafts| {
            let draft = drafts.edit_terms(&number);
            draft.is_touched = true;
            change(&mut draft.typed);
        });
        self.refused.set(Vec::new());
    }

    /// Keeps what is typed of a term.
    pub fn edit_term(self, at: usize, change: impl FnOnce(&mut TermDraft)) {
        self.edit(|typed| {
            if let Some(term) = typed.terms.get_mut(at) {
                change(term);
            }
        });
    }

    /// What is wrong there; followed.
    pub fn error(self, field: Field, item: Item) -> Signal<Option<String>> {
        let issues = self.issues;
        Signal::derive(move || {
            issues.with(|issues| {
                let mut there = issues.iter().filter(|issue| issue.is_beside(field, item));
                there.next().copied().map(terms_issue_words)
            })
        })
    }

    /// Changes which terms there are, or their order: faults are told of the terms where they are now.
    pub fn arrange(self, change: impl FnOnce(&mut Vec<TermDraft>)) {
        self.edit(|typed| change(&mut typed.terms));
        self.looked_at();
    }

    /// Takes a term away, to be put back as long as nothing else is taken away.
    pub fn take_away(self, at: usize) {
        let mut taken = None;
        self.arrange(|terms| {
            if at < terms.len() {
                taken = Some((at, terms.remove(at)));
            }
        });
        self.removed.set(taken);
        desk().say(fill(Text::TermRemoved, &[("n", &place(at))]));
        focus_soon("#term-undo button");
    }

    /// A field is left for another: what is in it counts as typed. Not by `focusout`, which browsers also send when the
    /// form itself goes.
    fn looked_at(self) {
        let now = typed_untracked(self.sheet);
        if self.left.with_untracked(|left| *left != now) {
            self.left.set(now);
        }
    }
}

/// A place as people count.
pub fn place(at: usize) -> String {
    at.saturating_add(1).to_string()
}

fn typed(sheet: Sheet) -> SettlementDraft {
    desk().drafts.track();
    typed_untracked(sheet)
}

fn typed_untracked(sheet: Sheet) -> SettlementDraft {
    let number = sheet.number;
    desk().drafts.with_untracked(|drafts| {
        number.with_value(|number| {
            drafts
                .terms(number)
                .map(|draft| draft.typed.clone())
                .unwrap_or_default()
        })
    })
}

/// The version that whoever writes has seen last; followed.
fn seen(sheet: Sheet) -> u32 {
    let number = sheet.number;
    desk().drafts.with(|drafts| {
        number.with_value(|number| drafts.terms(number).map_or(0, |draft| draft.seen))
    })
}

/// The form.
#[component]
pub fn TermsForm(
    /// What the parts of the page share.
    sheet: Sheet,
) -> View {
    let pen = Pen::new(sheet);
    let stale = Memo::new(move |_| seen(sheet) != sheet.version());
    let send = Callback::new(move |()| send(pen, stale.get_untracked()));
    let later = Callback::new(move |()| {
        sheet.writing.set(false);
        focus_soon("#write-terms");
    });
    let was_begun = untrack(move || sheet.is_begun());
    let mistakes = Signal::derive(move || {
        // Before it is to be sent, what is wrong is told at its place alone.
        let told = pen.pressed.get() || pen.refused.with(|refused| !refused.is_empty());
        let issues = if told { pen.issues.get() } else { Vec::new() };
        issues
            .into_iter()
            .map(|issue| Mistake {
                id: control(issue.field, issue.item),
                words: listed_issue_words(issue),
            })
            .collect::<Vec<_>>()
    });
    let words = Signal::derive(move || {
        text(if pen.busy.get() {
            Text::TermsBusy
        } else {
            Text::TermsSend
        })
        .to_owned()
    });
    let told = Signal::derive(move || {
        let failure = pen.failure.get()?;
        Some(failure_words(&failure))
    });
    view! {
        <div class="move card terms-form" on:focusin=move |_| pen.looked_at()>
            <h2 id="form-title" tabindex="-1">
                {text(Text::TermsFormTitle)}
            </h2>
            <p class="field-hint">{text(Text::TermsFormHint)}</p>
            {was_begun.then(|| view! { <p class="resumed">{text(Text::FormKept)}</p> })}
            <ErrorList mistakes=mistakes/>
            {changed(pen, stale)}
            {by_hand(pen)}
            {long(pen, Field::Facts, "4")}
            {long(pen, Field::Disputed, "2")}
            {long(pen, Field::Responsibility, "2")}
            <h3 class="terms-head">{text(Text::TermsList)}</h3>
            {terms(pen)}
            {copies(pen)}
            <NotDone words=told id="not-done"/>
            <div class="actions">
                <Button words=words on_press=send look=Look::Primary busy=pen.busy/>
                <Button words=text(Text::TermsLater).to_owned() on_press=later look=Look::Quiet/>
            </div>
        </div>
    }
}

/// Others have put terms before both sides meanwhile: they stand beside the form, which loses nothing.
fn changed(pen: Pen, stale: Memo<bool>) -> View {
    let sheet = pen.sheet;
    let seen_now = RwSignal::new(false);
    let look = Callback::new(move |()| {
        let number = sheet.number.get_value();
        let version = sheet
            .standing
            .with_untracked(|standing| standing.as_deref().map_or(0, |view| view.mark.version));
        desk()
            .drafts
            .update(|drafts| drafts.edit_terms(&number).seen = version);
        pen.failure.set(None);
        seen_now.set(true);
        focus_soon("#seen");
    });
    let shown = move || {
        let version = sheet.version().to_string();
        let named = [("version", version.as_str())];
        if stale.get() {
            return Some(view! {
                <div class="asked outdated" id="newer" tabindex="-1" role="alert">
                    <h3>{text(Text::TermsChangedTitle)}</h3>
                    <p>{fill(Text::TermsChangedBody, &named)}</p>
                    <Button words=text(Text::TermsChangedSeen).to_owned() on_press=look/>
                </div>
            });
        }
        seen_now.get().then(|| {
            view! {
                <p class="asked" id="seen" tabindex="-1" role="status">
                    {fill(Text::TermsChangedGone, &named)}
                </p>
            }
        })
    };
    view! { {shown} }
}

/// Some agreements are signed by hand alone: said before anybody waits for an answer on the screen.
fn by_hand(pen: Pen) -> View {
    let case = pen.sheet.case;
    let is_by_hand = Memo::new(move |_| {
        let about = case.with(|case| {
            let content = &case.as_deref()?.content;
            Some((content.field, content.topic))
        });
        about.is_some_and(|(field, topic)| pen.read(|typed| model::is_by_hand(typed, field, topic)))
    });
    let shown = move || {
        is_by_hand.get().then(|| {
            view! {
                <div class="asked terms-hand" role="note">
                    <p>{text(Text::TermsByHand)}</p>
                    <p class="source">{text(Text::TermsByHandSource)}</p>
                </div>
            }
        })
    };
    view! { {shown} }
}

/// A question about the whole agreement that is answered at length.
fn long(pen: Pen, field: Field, rows: &'static str) -> View {
    let get = move |typed: &SettlementDraft| match field {
        Field::Disputed => typed.disputed.clone(),
        Field::Responsibility => typed.responsibility.clone(),
        _ => typed.facts.clone(),
    };
    let set = Callback::new(move |words: String| {
        pen.edit(|typed| match field {
            Field::Disputed => typed.disputed = words,
            Field::Responsibility => typed.responsibility = words,
            _ => typed.facts = words,
        });
    });
    let id = control(field, Item::Whole);
    let asked = match field {
        Field::Disputed => optional(id, Text::TermsDisputed),
        Field::Responsibility => optional(id, Text::TermsResponsibility),
        _ => Asked::new(id, text(Text::TermsFacts)).hinted(text(Text::TermsFactsHint)),
    };
    let value = Signal::derive(move || pen.read(get));
    let error = pen.error(field, Item::Whole);
    view! {
        <TextArea asked=asked rows=rows max=FACTS_MAX value=value error=error on_input=set/>
    }
}

/// A question that may stay without an answer.
fn optional(id: String, label: Text) -> Asked {
    Asked {
        optional: true,
        ..Asked::new(id, text(label))
    }
}

fn copies(pen: Pen) -> View {
    let typing = Typing {
        inputmode: "numeric",
        ..Typing::WORDS
    };
    let asked = optional(control(Field::Copies, Item::Whole), Text::TermsCopies);
    let value = Signal::derive(move || pen.read(|typed| typed.copies.clone()));
    let set = Callback::new(move |words: String| pen.edit(|typed| typed.copies = words));
    view! {
        <TextField
            asked=asked.hinted(text(Text::TermsCopiesHint))
            typing=typing
            value=value
            error=pen.error(Field::Copies, Item::Whole)
            on_input=set
        />
    }
}

/// Every term, and a way to one more.
fn terms(pen: Pen) -> View {
    let count = Memo::new(move |_| pen.read(|typed| typed.terms.len()));
    let list = move || {
        let rows = (0..count.get()).map(|at| term(pen, at, count));
        view! { <ol class="terms terms-written">{rows.collect_view()}</ol> }
    };
    let add = Callback::new(move |()| {
        pen.removed.set(None);
        pen.arrange(|terms| terms.push(TermDraft::default()));
        let at = count.get_untracked().saturating_sub(1);
        desk().say(fill(Text::TermAdded, &[("n", &place(at))]));
        let id = ["term_kind-", &at.to_string()].concat();
        page::before_paint(move || {
            focus::focus_field(&id);
        });
    });
    let undo = Callback::new(move |()| {
        let Some((at, term)) = pen.removed.get_untracked() else {
            return;
        };
        pen.removed.set(None);
        pen.arrange(|terms| terms.insert(at.min(terms.len()), term));
        desk().say(fill(Text::TermBack, &[("n", &place(at))]));
        page::before_paint(move || focus::focus_nth_in_view(".term-title", at));
    });
    let removed = move || {
        let at = pen
            .removed
            .with(|removed| removed.as_ref().map(|(at, _)| *at))?;
        Some(view! {
            <div class="terms-undo" id="term-undo">
                <p>{fill(Text::TermRemoved, &[("n", &place(at))])}</p>
                <Button words=text(Text::TermUndo).to_owned() on_press=undo/>
            </div>
        })
    };
    let error = pen.error(Field::Terms, Item::Whole);
    let wrong = move || {
        error
            .get()
            .map(|words| view! { <p class="field-error">{words}</p> })
    };
    view! {
        {list}
        {removed}
        {wrong}
        <Button words=text(Text::TermAdd).to_owned() on_press=add id="terms"/>
    }
}

/// Sends what was typed, if nothing is wrong with it and nobody was quicker.
fn send(pen: Pen, stale: bool) {
    let sheet = pen.sheet;
    pen.pressed.set(true);
    pen.refused.set(Vec::new());
    pen.failure.set(None);
    if stale {
        return focus_soon("#newer");
    }
    if pen.issues.with_untracked(|issues| !issues.is_empty()) {
        return focus_soon("#mistakes");
    }
    let number = sheet.number.get_value();
    let mut once = None;
    desk().drafts.update(|drafts| {
        let draft = drafts.edit_terms(&number);
        let proposal = TermsProposal {
            seen: draft.seen,
            terms: model::sent(&draft.typed),
        };
        once = to_json(&proposal).map(|body| {
            let key = draft.sent.key_for(&body, random::idempotency_key);
            (key, body)
        });
    });
    let Some((key, body)) = once else { return };
    pen.busy.set(true);
    task::spawn_local(async move {
        let answer = api::propose_terms(&number, key, body).await;
        match answer {
            Ok(view) => finish(sheet, view).await,
            Err(why) => stumble(pen, why).await,
        }
        pen.busy.try_set(false);
    });
}

/// They are before both sides: the form goes.
async fn finish(sheet: Sheet, view: SettlementView) {
    let version = view.mark.version.to_string();
    desk().turned();
    desk().drafts.update(|drafts| {
        if let Some(number) = sheet.number.try_get_value() {
            drafts.forget_terms(&number);
        }
    });
    sheet.standing.try_set(Some(Arc::new(view)));
    sheet.writing.try_set(false);
    sheet.tell(fill(Text::TermsSent, &[("version", &version)]));
    // What was said of others is told on the timeline. Without it the page is right, too.
    let _ = sheet.look().await;
}

/// They are not: what was typed stays, and what is wrong is said where it can be mended.
async fn stumble(pen: Pen, why: Failure) {
    if !why.issues().is_empty() {
        pen.refused.try_set(why.issues().to_vec());
        return focus_soon("#mistakes");
    }
    let is_changed = why.code() == Some(ProblemCode::TermsChanged);
    if is_changed && pen.sheet.look().await.is_ok() {
        return focus_soon("#newer");
    }
    pen.failure.try_set(Some(why));
    focus_soon("#not-done");
}
