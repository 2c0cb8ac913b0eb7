//! Where the answers led: what is recommended and why, what else there is, and what it rests on.

use contract::doors::{Answer, Leaf, Start, Statement, Tree, Walk, Way};
use contract::kinds::DisputeField;

use super::desk::Desk;
use super::model::Answers;
use super::question::{answered, skip};
use crate::components::{HelpLine, PageTitle};
use crate::i18n::{Text, fill, text};
use crate::routes::Route;
use crate::state::stores;
use crate::view::prelude::*;

/// The page.
pub fn result(
    desk: Desk,
    given: &Answers,
    topic: &Answer,
    start: &Start,
    tree: &Tree,
    walk: &Walk<'_>,
    leaf: &Leaf,
) -> View {
    stores().doors.conclude(walk.topic());
    if tree.field == DisputeField::Family {
        stores().doors.set_afraid(leaf.urgent);
    }
    // The content is checked: a leaf names ways that there are.
    let Some(way) = start.way(tree, &leaf.way) else {
        return View::Nothing;
    };
    let ids = walk.others(leaf);
    let others: Vec<&Way> = ids.iter().filter_map(|id| start.way(tree, id)).collect();
    let (class, eyebrow) = if leaf.urgent {
        ("card which-best which-urgent", Text::SafetyTitle)
    } else {
        ("card which-best", Text::WhichBest)
    };
    // Not for people in danger, who read no table.
    let facts = [
        (Text::WhichWhy, &leaf.why),
        (Text::WhichCost, &way.cost),
        (Text::WhichTime, &way.time),
        (Text::WhichCannot, &way.cannot),
    ];
    let field = (!desk.is_quiet()).then_some(tree.field);
    view! {
        <div class="which wide">
            <div class="which-main">
                {desk.back(given)}
                <div class=class>
                    <p class="which-eyebrow">{text(eyebrow)}</p>
                    <PageTitle words=way.name.clone()/>
                    {said(&way.about)}
                    {leaf.urgent.then(|| said(&leaf.why))}
                    {action(way, tree.field, "button button-wide", Text::WhichNear)}
                    {next(way)}
                </div>
                {(!leaf.urgent)
                    .then(|| {
                        view! {
                            <dl class="card facts">
                                {facts.into_iter().map(fact).collect_view()}
                            </dl>
                        }
                    })}
            </div>
            <div class="which-side">
                {other_ways(&others, tree.field, leaf.urgent)}
                {sources(start, leaf, way, &others)}
                {answered(desk, given, topic, walk)}
                // Nobody in danger is sent to a mediator.
                {(!leaf.urgent).then(|| skip(field))}
                <HelpLine/>
            </div>
        </div>
    }
}

fn said(statements: &[Statement]) -> View {
    let one = |statement: &Statement| view! { <p>{statement.say.clone()}</p> };
    statements.iter().map(one).collect_view()
}

fn fact((name, statements): (Text, &Vec<Statement>)) -> Option<View> {
    (!statements.is_empty()).then(|| {
        view! {
            <div>
                <dt>{text(name)}</dt>
                <dd>{said(statements)}</dd>
            </div>
        }
    })
}

/// The search for the organizations of a way, or the number to call.
fn action(way: &Way, field: DisputeField, class: &'static str, near: Text) -> Option<View> {
    let (href, words) = if !way.find.is_empty() {
        let find = Route::Find.to_path();
        let href = [&find, "?field=", field.as_str(), "&", &way.find].concat();
        (href, fill(near, &[("name", &way.name)]))
    } else if !way.call.is_empty() {
        let words = fill(Text::WhichCall, &[("number", &way.call)]);
        (["tel:", &way.call].concat(), words)
    } else {
        return None;
    };
    // Links alike must differ for those who hear them out of their context.
    let about = fill(Text::CardAbout, &[("name", &way.name)]);
    let about = (near != Text::WhichNear).then(|| {
        view! { <span class="visually-hidden">{about}</span> }
    });
    Some(view! {
        <a class=class href=href>
            {words}
            {about}
        </a>
    })
}

fn next(way: &Way) -> View {
    view! {
        <p class="which-next">
            <b>{text(Text::WhichNext)}</b>
            {way.next.clone()}
        </p>
    }
}

/// Folded, so that the one that is recommended is what is read. Whoever is in danger presses nothing first.
fn other_ways(others: &[&Way], field: DisputeField, urgent: bool) -> Option<View> {
    let count = others.len().to_string();
    (!others.is_empty()).then(|| {
        view! {
            <details class="sent which-fold" open=urgent>
                <summary>
                    <h2>{fill(Text::WhichOthers, &[("n", &count)])}</h2>
                </summary>
                <ul class="which-others">
                    {others.iter().map(|way| other(way, field)).collect_view()}
                </ul>
            </details>
        }
    })
}

fn other(way: &Way, field: DisputeField) -> View {
    view! {
        <li class="card door-card">
            <h3>{way.name.clone()}</h3>
            {said(&way.about)}
            {next(way)}
            {action(way, field, "button button-secondary", Text::WhichNearOther)}
        </li>
    }
}

/// Everything that the shown statements rest on, each named once.
fn sources(start: &Start, leaf: &Leaf, way: &Way, others: &[&Way]) -> Option<View> {
    let own = [&leaf.why, &way.about, &way.cost, &way.time, &way.cannot];
    let shown = own.into_iter().chain(others.iter().map(|way| &way.about));
    let mut all: Vec<&str> = Vec::new();
    for by in shown.flatten().flat_map(|statement| &statement.by) {
        if !all.contains(&by.as_str()) {
            all.push(by);
        }
    }
    (!all.is_empty()).then(|| {
        let line = |by: &&str| view! { <li>{start.source_words(by)}</li> };
        view! {
            <details class="sent which-sources">
                <summary>{text(Text::WhichSources)}</summary>
                <ul>{all.iter().map(line).collect_view()}</ul>
            </details>
        }
    })
}
