//! The steps of disputes about work: how somebody works, what they claim, what they have to show, and by when
//! they could still ask for arbitration.

use crate::view::prelude::*;
use contract::claims::{self, ClaimKind};
use contract::days::{ArbitrationClock, arbitration_clock, read_day};
use contract::draft::{Draft, Field, Item, Step};
use contract::kinds::{DisputeField, Topic};
use contract::money::yuan_text;
use contract::questions::{Question as Asked, Reply, asked_on, reply};
use contract::relation::first_reading;

use super::evidence::files;
use super::form::Form;
use super::model::months_id;
use super::questions::questions;
use crate::components::Notice;
use crate::components::form::{Question, TextField, Typing};
use crate::i18n::{Text, claim_question, fill, full_day_words, relation_words, text};
use crate::platform::clock::today;

/// How a platform worker works, with a first reading of what that may be in law.
pub fn work(form: Form) -> View {
    let kept = form.drafts.kept();
    let reading = Memo::new(move |_| kept.with(|kept| first_reading(&kept.draft)));
    view! {
        {questions(form, Step::Work, &[])}
        <div role="status">
            {move || {
                reading
                    .get()
                    .map(|reading| {
                        view! {
                            <Notice>
                                <h2>{text(Text::WorkReading)}</h2>
                                <p>{relation_words(reading)}</p>
                                <p>{text(Text::WorkReadingNote)}</p>
                                <p class="source">{text(Text::WorkReadingSource)}</p>
                            </Notice>
                        }
                    })
            }}
        </div>
    }
}

/// What is claimed, kind by kind, and what it comes to.
pub fn sums(form: Form) -> View {
    let kept = form.drafts.kept();
    let field = kept.with_untracked(|kept| DisputeField::from_wire(&kept.draft.field));
    let rows = ClaimKind::of(field)
        .iter()
        .map(|kind| sum(form, *kind))
        .collect_view();
    let total = Memo::new(move |_| kept.with(|kept| claims::total(&kept.draft.sums())));
    view! {
        <div class="sums">{rows}</div>
        <p class="sums-total">
            {move || match total.get() {
                0 => text(Text::SumsNone).to_owned(),
                fen => fill(Text::SumsTotal, &[("sum", &yuan_text(fen))]),
            }}
        </p>
    }
}

fn sum(form: Form, kind: ClaimKind) -> View {
    let item = Item::Claim(kind);
    let name = claim_question(kind);
    let decimal = Typing {
        inputmode: "decimal",
        ..Typing::WORDS
    };
    let numeric = Typing {
        inputmode: "numeric",
        ..Typing::WORDS
    };
    let field = |field: Field, id: &'static str, label: &'static str, typing: Typing| {
        view! {
            <TextField
                question=Question {
                    id,
                    label,
                    ..Question::default()
                }
                typing
                value=form.claim(field, kind)
                error=form.error_of(field, item)
                on_input=Callback::new(move |typed| form.set_claim(field, kind, typed))
            />
        }
    };
    let months = || {
        field(
            Field::ClaimMonths,
            months_id(kind),
            text(Text::SumsMonths),
            numeric,
        )
    };
    view! {
        {field(Field::ClaimSums, kind.as_str(), name, decimal)}
        {kind.by_month().then(months)}
    }
}

/// What there is to show: the files, and in disputes about work a list of what helps, with who has to bring it.
pub fn evidence(form: Form) -> View {
    let about_work = form
        .drafts
        .kept()
        .with_untracked(|kept| !asked_on(Step::Evidence, &kept.draft).is_empty());
    view! {
        {files()}
        {about_work
            .then(|| {
                view! {
                    {questions(form, Step::Evidence, &[])}
                    <p class="source">{text(Text::EvidenceBurden)}</p>
                    <p class="source">{text(Text::EvidenceSource)}</p>
                }
            })}
    }
}

/// By when arbitration can be asked for, as far as the dates tell.
pub fn clock(form: Form) -> View {
    let kept = form.drafts.kept();
    let clock = Memo::new(move |_| kept.with(|kept| clock_of(&kept.draft)));
    let gig = kept.with_untracked(|kept| {
        DisputeField::from_wire(&kept.draft.field) == DisputeField::NewEmployment
    });
    view! {
        <div role="status">
            {move || {
                clock
                    .get()
                    .map(|clock| {
                        view! {
                            <Notice>
                                <h2>{text(Text::ClockTitle)}</h2>
                                {gig.then(|| view! { <p>{text(Text::ClockIfEmployed)}</p> })}
                                <p>{clock_words(clock)}</p>
                                <p>{text(Text::ClockInterrupted)}</p>
                                <p class="source">{text(Text::ClockSource)}</p>
                            </Notice>
                        }
                    })
            }}
        </div>
    }
}

/// The clock of a dispute about work; none for others.
fn clock_of(draft: &Draft) -> Option<ArbitrationClock> {
    if !DisputeField::from_wire(&draft.field).is_about_work() {
        return None;
    }
    let day = |question: Asked| {
        draft
            .answers
            .get(question.as_str())
            .and_then(|typed| read_day(typed))
    };
    let topic = Topic::from_wire(&draft.topic);
    let known_since = match topic {
        // The day of the accident is not the one it is counted from, and that one is not asked for.
        Topic::WorkInjury | Topic::OccupationalInjury => None,
        Topic::Dismissal => day(Asked::LeftOn),
        _ => day(Asked::Since),
    };
    let works_there = match reply(&draft.answers, Asked::StillWorking) {
        Reply::Yes => Some(true),
        Reply::No => Some(false),
        _ => None,
    };
    let wages = matches!(topic, Topic::Wages | Topic::Overtime | Topic::Pay);
    arbitration_clock(wages, known_since, works_there, day(Asked::LeftOn))
}

fn clock_words(clock: ArbitrationClock) -> String {
    let ArbitrationClock::Until { day, from_end } = clock else {
        return text(Text::ClockNotRunning).to_owned();
    };
    let over = today().is_some_and(|today| today > day);
    let words = match (over, from_end) {
        (true, _) => Text::ClockOver,
        (false, true) => Text::ClockUntilLeft,
        (false, false) => Text::ClockUntilKnown,
    };
    fill(words, &[("date", &full_day_words(day))])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(field: &str, topic: &str, answers: &[(&str, &str)]) -> Option<ArbitrationClock> {
        let answers = answers
            .iter()
            .map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned()));
        clock_of(&Draft {
            field: field.into(),
            topic: topic.into(),
            answers: answers.collect(),
            ..Draft::default()
        })
    }

    #[test]
    fn the_clock_counts_from_the_day_that_fits_the_matter() {
        let until = |year, month, day, from_end| {
            let day = contract::days::day(year, month, day).unwrap_or_default();
            Some(ArbitrationClock::Until { day, from_end })
        };
        let hurt = told("labor", "work-injury", &[("hurt-on", "2026-03-01")]);
        assert_eq!(hurt, None);
        let overtime = [("since", "2023-01-01"), ("still-working", "yes")];
        assert_eq!(
            told("labor", "overtime", &overtime),
            Some(ArbitrationClock::NotRunning)
        );
        let dismissed = told("labor", "dismissal", &[("left-on", "2026-04-02")]);
        assert_eq!(dismissed, until(2027, 4, 2, false));
        let unpaid = [("still-working", "no"), ("left-on", "2026-05-03")];
        assert_eq!(told("labor", "wages", &unpaid), until(2027, 5, 3, true));
        let at_work = told("new-employment", "pay", &[("still-working", "yes")]);
        assert_eq!(at_work, Some(ArbitrationClock::NotRunning));
        assert_eq!(told("medical", "", &[("since", "2026-01-01")]), None);
    }
}
