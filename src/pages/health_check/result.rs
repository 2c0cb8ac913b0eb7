//! What the answers say: dimension by dimension, and what to do first.

use std::sync::Arc;

use contract::checkup::{Bank, Dimension, Finding, Part, PartReading, Reading, TOP};
use contract::doors::source_words;

use super::model;
use super::part::clear;
use super::ring::ring;
use crate::components::form::ClearTyped;
use crate::components::{ButtonLink, HelpLine, Icon, Look, Notice, PageTitle};
use crate::i18n::{Text, colour_name, fill, text};
use crate::pages::tab_title;
use crate::platform::page;
use crate::routes::{CheckupScreen, Route};
use crate::state::Checkup;
use crate::view::prelude::*;

/// The screen.
pub fn result(checkup: Checkup, bank: &Arc<Bank>) -> View {
    page::after_paint(|| page::set_title(&tab_title(text(Text::CheckupResultTitle))));
    checkup.kept().with_untracked(|kept| {
        let reading = bank.read(&|id| kept.answer(id));
        shown(checkup, bank, &reading)
    })
}

fn shown(checkup: Checkup, bank: &Bank, reading: &Reading<'_>) -> View {
    let counts = model::counts(reading);
    let actions = reading.actions();
    let (first, later) = actions.split_at(actions.len().min(TOP));
    let card = |found: &Finding<'_>| card(bank, found);
    let lead = if actions.is_empty() {
        text(Text::CheckupAllGood).to_owned()
    } else {
        fill(Text::CheckupLead, &[("counts", &counts)])
    };
    let back = Route::Checkup(CheckupScreen::Part(Dimension::Disputes));
    view! {
        <div class="checkup-result wide">
            <div>
                <a class="back" href=back.to_path()>
                    <Icon name="back"/>
                    {text(Text::StepBack)}
                </a>
                <PageTitle words=text(Text::CheckupResultTitle).to_owned()/>
                <p class="lead">{lead}</p>
                <section class="card">{ring(reading, counts)} {table(reading)}</section>
                <p class="muted checkup-note">{text(Text::CheckupHow)}</p>
                <p class="muted">{text(Text::CheckupNoAdvice)}</p>
            </div>
            <div>
                {(!first.is_empty())
                    .then(|| {
                        let n = first.len().to_string();
                        view! {
                            <h2 class="checkup-head">{fill(Text::CheckupFirst, &[("n", &n)])}</h2>
                            <ol class="checkup-actions">{first.iter().map(card).collect_view()}</ol>
                        }
                    })}
                {(!later.is_empty())
                    .then(|| {
                        let n = later.len().to_string();
                        view! {
                            <details class="sent checkup-later">
                                <summary>
                                    <h2>{fill(Text::CheckupLater, &[("n", &n)])}</h2>
                                </summary>
                                <ol class="checkup-actions">
                                    {later.iter().map(card).collect_view()}
                                </ol>
                            </details>
                        }
                    })}
                <section class="section">
                    <Notice>
                        <h2>{text(Text::CheckupAfter)}</h2>
                        <p>{text(Text::CheckupAfterWords)}</p>
                        <ButtonLink
                            href=Route::Checkup(CheckupScreen::Visit).to_path()
                            words=text(Text::VisitAsk)
                        />
                        <ButtonLink
                            href=Route::Checkup(CheckupScreen::Report).to_path()
                            words=text(Text::CheckupToReport)
                            look=Look::Secondary
                        />
                    </Notice>
                </section>
                <ClearTyped on_clear=clear(checkup)/>
                <HelpLine/>
            </div>
        </div>
    }
}

/// The picture once more in words, each dimension with the way to its answers.
fn table(reading: &Reading<'_>) -> View {
    let row = |(at, part): (usize, &PartReading<'_>)| {
        let Part {
            dimension, name, ..
        } = part.part;
        let (class, colour, meaning) = model::level_of(part);
        let count = part.findings.len().to_string();
        let about = fill(Text::CheckupChangeOf, &[("name", name)]);
        view! {
            <tr>
                <th scope="row">
                    <span class="levels-number">{(at + 1).to_string()}</span>
                    {name.clone()}
                </th>
                <td>
                    <span class=class>{colour}</span>
                    {meaning}
                    {(!part.findings.is_empty())
                        .then(|| {
                            view! {
                                <small>{fill(Text::CheckupToDo, &[("n", &count)])}</small>
                            }
                        })}
                </td>
                <td>
                    <a
                        class="text-action"
                        href=model::change_path(*dimension)
                        aria-label=about
                    >
                        {text(Text::WhichChange)}
                    </a>
                </td>
            </tr>
        }
    };
    view! {
        <table class="levels">
            <caption class="visually-hidden">{text(Text::CheckupTable)}</caption>
            <thead class="visually-hidden">
                <tr>
                    <th scope="col">{text(Text::CheckupTableName)}</th>
                    <th scope="col">{text(Text::CheckupTableLevel)}</th>
                    <th scope="col">{text(Text::CheckupTableChange)}</th>
                </tr>
            </thead>
            <tbody>{reading.parts.iter().enumerate().map(row).collect_view()}</tbody>
        </table>
    }
}

/// One thing to do: what, why and who can help.
fn card(bank: &Bank, found: &Finding<'_>) -> View {
    let question = found.question;
    let help = question.help.iter().filter_map(|id| bank.helper(id));
    let help = help.map(|helper| {
        view! {
            <a href=model::helper_path(helper)>
                {helper.words.clone()}
            </a>
        }
    });
    view! {
        <li class="card checkup-action">
            <p class="checkup-of">
                <span class=model::class(found.level)>{colour_name(found.level)}</span>
                {found.part.name.clone()}
            </p>
            <h3>{question.act.clone()}</h3>
            <p>{question.how.clone()}</p>
            <p class="checkup-why">
                <b>{text(Text::CheckupWhy)}</b>
                {said(found)}
                {question.loss.clone()}
            </p>
            {rests_on(bank, found)}
            <p class="muted">{fill(Text::CheckupYouSaid, &[("fact", &model::fact(found))])}</p>
            <p class="checkup-help">
                <b>{text(Text::CheckupHelp)}</b>
                {help.collect_view()}
            </p>
        </li>
    }
}

/// Why it matters.
pub fn said(found: &Finding<'_>) -> String {
    let said = found.question.why.iter();
    said.map(|statement| statement.say.as_str()).collect()
}

fn rests_on(bank: &Bank, found: &Finding<'_>) -> Option<View> {
    let words = rule(bank, found);
    (!words.is_empty()).then(|| {
        view! { <p class="source">{fill(Text::CheckupSource, &[("rule", &words)])}</p> }
    })
}

/// The rules that it rests on, each named once; empty where it rests on none.
pub fn rule(bank: &Bank, found: &Finding<'_>) -> String {
    let mut all: Vec<String> = Vec::new();
    for by in found.question.why.iter().flat_map(|said| &said.by) {
        let words = source_words(&bank.sources, by);
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all.join(text(Text::ListComma))
}
