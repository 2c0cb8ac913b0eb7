//! The terms that are before both sides, what each side said of them, the papers, and what was paid.

use browser::{download, task};
use contract::money::yuan_text;
use contract::request::RequestView;
use contract::settlement::{
    DoubtKind, PaperKind, PaymentView, SettlementView, SideReply, Term, TermsReply,
};
use contract::status::{Actor, Status};

use super::form::place;
use super::model::{Said, said};
use super::term::doubt_list;
use crate::api;
use crate::i18n::{
    Names, Text, actor_name, failure_words, fill, long_day_words, paper_name, payment_sentence,
    payment_state_name, term_kind_name, term_sentence, terms_reply_name, text, when,
};
use crate::parts::{Button, fact_rows};
use crate::view::prelude::*;

/// All of it. What can be done about it next stands first.
pub fn standing(case: &RequestView, view: &SettlementView) -> View {
    let said = said(case, &view.mark);
    view! {
        {outcome(view)}
        {replies(view, &said)}
        {payments(view)}
        {papers(case, view)}
        {terms(view)}
        {fell_away(&said)}
    }
}

fn names(view: &SettlementView) -> Names<'_> {
    Names {
        applicant: &view.asked_by,
        respondent: view.respondent.as_deref().unwrap_or_default(),
    }
}

/// Where they stand, in a sentence that says what is next.
fn outcome(view: &SettlementView) -> Option<View> {
    let words = match &view.agreed {
        Some(agreed) if agreed.confirmed => text(Text::TermsConfirmedByCourt).to_owned(),
        Some(agreed) => {
            let date = long_day_words(&agreed.effective_on);
            fill(Text::TermsAgreed, &[("date", &date)])
        }
        None if view.status == Status::Ended => return None,
        None => match next(view)? {
            Text::TermsBoth => text(Text::TermsBoth).to_owned(),
            hint => return Some(view! { <p class="asked">{text(hint)}</p> }),
        },
    };
    Some(view! { <p class="done">{words}</p> })
}

/// What is next before an agreement is recorded; nothing while the sides are still reading.
pub fn next(view: &SettlementView) -> Option<Text> {
    let said = [&view.applicant, &view.other_side];
    let said = said.map(|said| said.as_ref().map(|said| said.reply));
    if said.contains(&Some(TermsReply::ChangeAsked)) {
        Some(Text::TermsWantsChange)
    } else if view.by_hand {
        Some(Text::TermsByHand)
    } else if said == [Some(TermsReply::Confirmed); 2] {
        Some(Text::TermsBoth)
    } else {
        None
    }
}

/// What each side said of these terms, and in which words it wants them otherwise.
fn replies(view: &SettlementView, said: &[Said]) -> View {
    let one = |side: Actor, name: &str, reply: Option<&SideReply>| {
        let label = match name {
            "" => actor_name(side).to_owned(),
            name => fill(
                Text::TermsSide,
                &[("side", actor_name(side)), ("name", name)],
            ),
        };
        let words = terms_reply_name(reply.map(|said| said.reply));
        let at = reply.map(|said| view! { <p class="muted">{when(&said.at)}</p> });
        let note = reply
            .filter(|said| said.reply == TermsReply::ChangeAsked)
            .and_then(|_| wish(said, side))
            .map(|note| {
                view! {
                    <p class="person-what">{text(Text::TermsReplyNote)}</p>
                    <p class="told">{note}</p>
                }
            });
        view! {
            <li class="person">
                <p class="person-what">{label}</p>
                <p>
                    <b>{words}</b>
                </p>
                {at}
                {note}
            </li>
        }
    };
    let names = names(view);
    view! {
        <section class="section">
            <h2>{text(Text::TermsReplies)}</h2>
            <ul class="people">
                {one(Actor::Applicant, names.applicant, view.applicant.as_ref())}
                {one(Actor::Respondent, names.respondent, view.other_side.as_ref())}
            </ul>
        </section>
    }
}

/// The words in which a side last asked for a change of the terms that there are.
fn wish(said: &[Said], side: Actor) -> Option<String> {
    let mut asked = said
        .iter()
        .filter(|one| one.side == side && one.reply == TermsReply::ChangeAsked && !one.fell_away);
    asked.next()?.note.clone()
}

/// What was said of terms before these: it does not count, but explains how they came about.
fn fell_away(said: &[Said]) -> Option<View> {
    let rows: Vec<View> = said
        .iter()
        .filter(|one| one.fell_away)
        .map(|one| {
            let words = fill(
                Text::TermsFellAwayOf,
                &[
                    ("side", actor_name(one.side)),
                    ("version", &one.version.to_string()),
                    ("reply", terms_reply_name(Some(one.reply))),
                    ("time", &when(&one.at)),
                ],
            );
            let note = one
                .note
                .clone()
                .map(|note| view! { <p class="told">{note}</p> });
            view! {
                <li>
                    <p>{words}</p>
                    {note}
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="section terms-before">
                <h2>{text(Text::TermsFellAway)}</h2>
                <ul>{rows}</ul>
            </section>
        }
    })
}

/// The terms, word for word.
fn terms(view: &SettlementView) -> View {
    let mark = &view.mark;
    let version = mark.version.to_string();
    let mark = fill(
        Text::TermsMark,
        &[("version", &version), ("digest", &mark.digest)],
    );
    let since = fill(Text::TermsProposed, &[("time", &when(&view.proposed_at))]);
    let rows = view
        .terms
        .terms
        .iter()
        .enumerate()
        .map(|(at, term)| one(view, at, term))
        .collect_view();
    let terms = &view.terms;
    let title = match view.agreed {
        Some(_) => Text::TermsList,
        None => Text::TermsStanding,
    };
    let besides = [
        (Text::TermsFacts, Some(&terms.facts)),
        (Text::TermsDisputed, terms.disputed.as_ref()),
        (Text::TermsResponsibility, terms.responsibility.as_ref()),
    ];
    let besides = besides
        .into_iter()
        .filter_map(|(label, words)| {
            let words = words?.clone();
            Some(view! {
                <h3 class="terms-head">{text(label)}</h3>
                <p class="told">{words}</p>
            })
        })
        .collect_view();
    view! {
        <section class="section">
            <h2>{text(title)}</h2>
            <p class="muted">{mark}</p>
            <p class="muted">{since}</p>
            <ol class="terms">{rows}</ol>
            {besides}
        </section>
    }
}

fn one(view: &SettlementView, at: usize, term: &Term) -> View {
    let head = [
        &fill(Text::TermNumber, &[("n", &place(at))]),
        " ",
        term_kind_name(term.kind),
    ]
    .concat();
    let facts = vec![
        (
            Text::TermLatest,
            term.due.as_deref().map(long_day_words).unwrap_or_default(),
        ),
        (Text::TermHow, term.method.clone().unwrap_or_default()),
        (Text::TermPlace, term.place.clone().unwrap_or_default()),
    ];
    let parts = term
        .parts
        .iter()
        .map(|part| {
            let (sum, date) = (yuan_text(part.fen), long_day_words(&part.due));
            let words = fill(Text::TermPartWords, &[("sum", &sum), ("date", &date)]);
            view! { <li>{words}</li> }
        })
        .collect_view();
    let parts = (!term.parts.is_empty()).then(|| view! { <ol class="term-shares">{parts}</ol> });
    let doubts: Vec<DoubtKind> = view
        .doubts
        .iter()
        .filter(|doubt| usize::from(doubt.term) == at)
        .map(|doubt| doubt.kind)
        .collect();
    let doubts = (!doubts.is_empty()).then(|| doubt_list(&doubts));
    view! {
        <li class="card">
            <h3>{head}</h3>
            <p>{term_sentence(term, names(view))}</p>
            {parts}
            <dl class="facts">{fact_rows(facts)}</dl>
            {doubts}
        </li>
    }
}

/// What is to be paid, as each side says.
fn payments(view: &SettlementView) -> Option<View> {
    if view.payments.is_empty() {
        return None;
    }
    let rows = view.payments.iter().map(|one| payment(view, one));
    let rows = rows.collect_view();
    Some(view! {
        <section class="section">
            <h2>{text(Text::TermsPayments)}</h2>
            <p class="muted">{text(Text::TermsPaymentsLead)}</p>
            <ul class="terms payments">{rows}</ul>
        </section>
    })
}

fn payment(view: &SettlementView, payment: &PaymentView) -> View {
    let term = view.terms.terms.get(usize::from(payment.mark.term));
    let late = payment.overdue.then(|| {
        view! {
            " "
            <span class="tag tag-late">{text(Text::TermsOverdueTag)}</span>
        }
    });
    let due = payment.due.as_deref().map(|day| {
        let words = [text(Text::TermLatest), " ", &long_day_words(day)].concat();
        view! { <p class="muted">{words}</p> }
    });
    view! {
        <li class="card">
            <h3>{payment_sentence(payment, term, names(view))} {late}</h3>
            {due}
            <p>{payment_state_name(payment)}</p>
        </li>
    }
}

/// The papers that there are, each to be saved: fetched with the session, so that what goes wrong is told here.
fn papers(case: &RequestView, view: &SettlementView) -> Option<View> {
    if view.papers.is_empty() {
        return None;
    }
    let number = StoredValue::new(case.number.clone());
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Result<&'static str, String>>);
    let buttons = view
        .papers
        .iter()
        .map(|paper| {
            let (paper, name) = (*paper, paper_name(*paper, view.is_peoples));
            let press = Callback::new(move |()| save(number, paper, name, busy, outcome));
            let words = fill(Text::TermsSave, &[("name", name)]);
            view! { <Button words=words on_press=press busy=busy/> }
        })
        .collect_view();
    let version = view.mark.version.to_string();
    let told = move || {
        outcome.get().map(|outcome| match outcome {
            Ok(words) => view! { <p class="done">{words}</p> },
            Err(words) => view! { <p class="notice notice-wrong">{words}</p> },
        })
    };
    Some(view! {
        <section class="section terms-papers">
            <h2>{text(Text::TermsPapers)}</h2>
            <p class="muted">{fill(Text::TermsPapersHint, &[("version", &version)])}</p>
            <div class="actions">{buttons}</div>
            <div role="status">{told}</div>
        </section>
    })
}

fn save(
    number: StoredValue<String>,
    paper: PaperKind,
    name: &'static str,
    busy: RwSignal<bool>,
    outcome: RwSignal<Option<Result<&'static str, String>>>,
) {
    busy.set(true);
    outcome.set(None);
    let number = number.get_value();
    task::spawn_local(async move {
        let answer = api::terms_paper(&number, paper).await;
        busy.try_set(false);
        let file_name = [name, "-", &number, ".pdf"].concat();
        let came = match answer {
            Ok(file) if download::save_file(&file_name, &file) => Ok(text(Text::TermsSaved)),
            Ok(_) => Err(text(Text::TermsNotSaved).to_owned()),
            Err(failure) => Err(failure_words(&failure)),
        };
        outcome.try_set(Some(came));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples::settlement;

    fn reply(reply: TermsReply) -> Option<SideReply> {
        Some(SideReply {
            reply,
            at: "2026-11-27T02:00:00Z".into(),
        })
    }

    #[test]
    fn what_is_next_follows_what_the_sides_said() {
        use TermsReply as R;
        let mut view = settlement();
        assert_eq!(next(&view), None);
        view.applicant = reply(R::Confirmed);
        assert_eq!(next(&view), None);
        view.other_side = reply(R::Confirmed);
        assert_eq!(next(&view), Some(Text::TermsBoth));
        view.other_side = reply(R::ChangeAsked);
        assert_eq!(next(&view), Some(Text::TermsWantsChange));
        view.other_side = reply(R::SignsInPerson);
        assert_eq!(next(&view), None);
        view.by_hand = true;
        assert_eq!(next(&view), Some(Text::TermsByHand));
    }

    #[test]
    fn a_wish_is_the_last_one_about_the_terms_that_there_are() {
        let said = |note: &str, fell_away| Said {
            side: Actor::Applicant,
            reply: TermsReply::ChangeAsked,
            note: Some(note.into()),
            at: String::new(),
            version: 1,
            fell_away,
        };
        let all = [said("转账", false), said("少付", false), said("现金", true)];
        assert_eq!(wish(&all, Actor::Applicant).as_deref(), Some("转账"));
        assert_eq!(wish(&all, Actor::Respondent), None);
        assert_eq!(wish(&[said("现金", true)], Actor::Applicant), None);
    }
}
