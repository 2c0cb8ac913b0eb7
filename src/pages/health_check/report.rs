//! The report on paper: what was found, and room for everything that people write on it by hand. The firm's
//! particulars can be typed here; they stay on this phone.

use std::sync::Arc;

use contract::checkup::{Bank, Finding, PartReading, Reading, TOP};

use super::model;
use super::part::clear;
use super::result::{rule, said};
use crate::components::form::ClearTyped;
use crate::components::{Button, Icon, PageTitle};
use crate::i18n::{Text, colour_name, date_words, fill, text};
use crate::pages::tab_title;
use crate::platform::{clock, page};
use crate::routes::{CheckupScreen, Route};
use crate::state::Checkup;
use crate::view::prelude::*;

/// What can be typed, by the name under which it is kept.
const FIRM: [(&str, Text); 8] = [
    ("firm-name", Text::FirmName),
    ("firm-code", Text::FirmCode),
    ("firm-kind", Text::FirmKind),
    ("firm-trade", Text::FirmTrade),
    ("firm-place", Text::FirmPlace),
    ("firm-staff", Text::FirmStaff),
    ("firm-contact", Text::FirmContact),
    ("firm-checkers", Text::FirmCheckers),
];
/// Longer than any of them is.
const LONGEST: &str = "100";

/// What is written by hand once the firm has acted.
const DONE: [Text; 4] = [
    Text::PaperDone,
    Text::PaperNotDone,
    Text::PaperSigned,
    Text::PaperDay,
];
/// What is written by hand at a return visit.
const VISIT: [Text; 4] = [
    Text::PaperVisitDay,
    Text::PaperVisitors,
    Text::PaperVisitSeen,
    Text::PaperVisitSigned,
];
/// Rows for return visits.
const VISITS: usize = 3;

/// The screen.
pub fn report(checkup: Checkup, bank: &Arc<Bank>) -> View {
    page::after_paint(|| page::set_title(&tab_title(text(Text::CheckupReportTitle))));
    checkup.kept().with_untracked(|kept| {
        let reading = bank.read(&|id| kept.answer(id));
        let day = date_words(&clock::at(kept.saved_at()));
        shown(checkup, bank, &reading, day)
    })
}

fn shown(checkup: Checkup, bank: &Bank, reading: &Reading<'_>, day: String) -> View {
    let back = Route::Checkup(CheckupScreen::Result).to_path();
    let asked: usize = bank.parts.iter().map(|part| part.questions.len()).sum();
    let method = fill(Text::PaperMethod, &[("n", &asked.to_string())]);
    view! {
        <div class="no-print">
            <a class="back" href=back>
                <Icon name="back"/>
                {text(Text::Back)}
            </a>
            <PageTitle words=text(Text::CheckupReportTitle).to_owned()/>
            <p class="lead">{text(Text::PaperLead)}</p>
            <Button
                words=text(Text::PaperPrint).to_owned()
                on_press=Callback::new(|()| page::print())
            />
        </div>
        <article class="paper">
            <h2 class="paper-title">{text(Text::PaperTitle)}</h2>
            <p class="paper-note">{text(Text::CheckupNoAdvice)}</p>
            <section>
                <h3>{text(Text::PaperFirm)}</h3>
                <div class="paper-firm">
                    {FIRM.map(|(name, label)| particular(checkup, name, label)).collect_view()}
                </div>
            </section>
            <section>
                <h3>{text(Text::PaperWhen)}</h3>
                <p>{fill(Text::PaperDate, &[("date", &day)])}</p>
                <p>{method}</p>
            </section>
            <section>
                <h3>{text(Text::PaperFound)}</h3>
                {reading
                    .parts
                    .iter()
                    .enumerate()
                    .map(|(at, part)| dimension(bank, at, part))
                    .collect_view()}
            </section>
            {opinion(reading)}
            {by_hand()}
            <section>
                <h3>{text(Text::PaperSecret)}</h3>
                <p>{text(Text::PaperSecretWords)}</p>
            </section>
        </article>
        <div class="no-print">
            <ClearTyped on_clear=clear(checkup)/>
        </div>
    }
}

/// What can be typed, or written by hand once it is printed.
fn particular(checkup: Checkup, name: &'static str, label: Text) -> View {
    let typed = checkup
        .kept()
        .with_untracked(|kept| kept.text(name).to_owned());
    view! {
        <label class="paper-field">
            <span>{text(label)}</span>
            <input
                class="field-input"
                id=name
                type="text"
                autocomplete="off"
                maxlength=LONGEST
                prop:value=typed
                on:input=move |event| checkup.set(name, event_target_value(&event))
            />
        </label>
    }
}

/// What was found in one dimension.
fn dimension(bank: &Bank, at: usize, part: &PartReading<'_>) -> View {
    let (class, colour, meaning) = model::level_of(part);
    let heading = [&(at + 1).to_string(), " ", &part.part.name].concat();
    view! {
        <div class="paper-part">
            <h4>
                {heading} <span class=class>{colour}</span>
                <span class="paper-means">{meaning}</span>
            </h4>
            {part.findings.iter().map(|found| finding(bank, found)).collect_view()}
        </div>
    }
}

/// One finding: the fact, the rule, the level, what follows, what to do, by whom and by when.
fn finding(bank: &Bank, found: &Finding<'_>) -> View {
    let rule = rule(bank, found);
    let why = if rule.is_empty() {
        said(found)
    } else {
        fill(
            Text::PaperRuleWords,
            &[("why", &said(found)), ("rule", &rule)],
        )
    };
    let level = [colour_name(found.level), model::meaning(found.level)].join(" ");
    let question = found.question;
    let measure = [&question.act, text(Text::PaperStop), &question.how].concat();
    let soon = fill(Text::PaperSoon, &[("soon", model::soon(found.level))]);
    let rows = [
        (Text::PaperFact, model::fact(found)),
        (Text::PaperRule, why),
        (Text::PaperRisk, level),
        (Text::PaperLoss, question.loss.clone()),
        (Text::PaperMeasure, measure),
        (Text::PaperOwner, String::new()),
        (Text::PaperDeadline, soon),
    ];
    let row = |(label, words): (Text, String)| {
        view! {
            <div>
                <dt>{text(label)}</dt>
                <dd>{words}</dd>
            </div>
        }
    };
    view! { <dl class="paper-finding">{rows.map(row).collect_view()}</dl> }
}

/// The whole in a few sentences, and room for somebody who knows the law.
fn opinion(reading: &Reading<'_>) -> View {
    let counts = model::counts(reading);
    let actions = reading.actions();
    let item = |found: &Finding<'_>| view! { <li>{found.question.act.clone()}</li> };
    let lead = if actions.is_empty() {
        text(Text::CheckupAllGood).to_owned()
    } else {
        fill(Text::PaperOpinionWords, &[("counts", &counts)])
    };
    view! {
        <section>
            <h3>{text(Text::PaperOpinion)}</h3>
            <p>{lead}</p>
            {(!actions.is_empty())
                .then(|| {
                    view! {
                        <ol class="numbered">
                            {actions.iter().take(TOP).map(item).collect_view()}
                        </ol>
                    }
                })}
            <p class="paper-room">{text(Text::PaperExpert)}</p>
        </section>
    }
}

/// What follows once the firm has acted: confirmation and return visits.
fn by_hand() -> View {
    let blank = |label: Text| {
        view! {
            <p class="paper-line">
                <span>{text(label)}</span>
            </p>
        }
    };
    let head = |label: Text| view! { <th scope="col">{text(label)}</th> };
    let visit = |_| {
        view! { <tr>{VISIT.map(|_| view! { <td></td> }).collect_view()}</tr> }
    };
    view! {
        <section>
            <h3>{text(Text::PaperConfirm)}</h3>
            {DONE.map(blank).collect_view()}
        </section>
        <section>
            <h3>{text(Text::PaperVisits)}</h3>
            <table class="paper-visits">
                <thead>
                    <tr>{VISIT.map(head).collect_view()}</tr>
                </thead>
                <tbody>{(0..VISITS).map(visit).collect_view()}</tbody>
            </table>
        </section>
    }
}
