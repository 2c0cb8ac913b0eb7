//! One question and its answers.

use contract::doors::{Answer, Question, Start, Tree, Walk};
use contract::kinds::DisputeField;
use contract::organization::SearchQuery;

use super::desk::Desk;
use super::model::Answers;
use crate::components::{Back, HelpLine, Icon, PageTitle};
use crate::i18n::{Text, fill, text};
use crate::routes::{Route, find_path};
use crate::view::prelude::*;

/// The question about the topic.
pub fn first(desk: Desk, start: &Start) -> View {
    let row = |answer: &Answer| {
        let answers = Answers {
            topic: answer.to.clone(),
            picks: Vec::new(),
        };
        row(desk, answer, answers, answer.quiet)
    };
    view! {
        <Back otherwise=Route::Home/>
        {at(1, contract::doors::MOST_QUESTIONS)}
        {asked(&start.question)}
        <ul class="rows rows-two">{start.question.answers.iter().map(row).collect_view()}</ul>
        {skip(None)}
        <p class="muted which-private">{text(Text::WhichPrivate)}</p>
        <HelpLine/>
    }
}

/// A question of the topic.
pub fn next(
    desk: Desk,
    given: &Answers,
    topic: &Answer,
    tree: &Tree,
    walk: &Walk<'_>,
    question: &Question,
) -> View {
    let place = given.picks.len() + 2;
    let row = |(pick, answer): (usize, &Answer)| row(desk, answer, given.and(pick), topic.quiet);
    // Nothing of a quiet topic goes into an address.
    let field = (!topic.quiet).then_some(tree.field);
    view! {
        {desk.back(given)}
        {at(place, place + tree.most_left(question) - 1)}
        {asked(question)}
        <ul class="rows">{question.answers.iter().enumerate().map(row).collect_view()}</ul>
        {answered(desk, given, topic, walk)}
        {skip(field)}
        <HelpLine/>
    }
}

fn at(place: usize, all: usize) -> View {
    let (place, all) = (place.to_string(), all.to_string());
    let words = fill(Text::WhichAt, &[("at", &place), ("all", &all)]);
    view! {
        <p class="step-of">{words}</p>
        <progress class="step-bar" max=all value=place aria-hidden="true"></progress>
    }
}

fn asked(question: &Question) -> View {
    let hint = &question.hint;
    view! {
        <PageTitle words=question.ask.clone()/>
        {(!hint.is_empty()).then(|| view! { <p class="lead">{hint.clone()}</p> })}
    }
}

fn row(desk: Desk, answer: &Answer, answers: Answers, quiet: bool) -> View {
    let note = &answer.note;
    let inside = view! {
        <span class="row-words">
            <b>{answer.words.clone()}</b>
            {(!note.is_empty()).then(|| view! { <span class="muted">{note.clone()}</span> })}
        </span>
        <Icon name="next"/>
    };
    view! { <li>{desk.leads_to(answers, quiet, "row", inside)}</li> }
}

/// Answers of so many characters are shown with what was asked.
const SHORT: usize = 4;

/// What was answered so far, each with the way to answer it anew.
pub fn answered(desk: Desk, given: &Answers, topic: &Answer, walk: &Walk<'_>) -> View {
    let first = (text(Text::WhichTopic), topic);
    let later = walk.answered.iter();
    let all = later.map(|(question, answer)| (question.ask.as_str(), *answer));
    let line = |(place, (ask, answer)): (usize, (&str, &Answer))| {
        // A short answer says nothing without its question.
        let words = match answer.words.chars().count() {
            0..=SHORT => fill(Text::WhichSaid, &[("ask", ask), ("answer", &answer.words)]),
            _ => answer.words.clone(),
        };
        view! {
            <li>
                <span>{words}</span>
                {desk.change(given, place, ask)}
            </li>
        }
    };
    view! {
        <section class="section which-answers">
            <h2>{text(Text::WhichAnswered)}</h2>
            <ul>{std::iter::once(first).chain(all).enumerate().map(line).collect_view()}</ul>
        </section>
    }
}

/// The ways around all questions.
pub fn skip(field: Option<DisputeField>) -> View {
    let all = find_path(&SearchQuery {
        field,
        ..SearchQuery::default()
    });
    view! {
        <p class="which-skip">
            <a href=all>{text(Text::WhichSkip)}</a>
            <a href=Route::Fields.to_path()>{text(Text::WhichFields)}</a>
        </p>
    }
}
