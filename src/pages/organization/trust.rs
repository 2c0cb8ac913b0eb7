//! Whom a person would meet there: the brand people know, the mediators it lists publicly, the cases it
//! published. Nothing is said of what is not known.

use contract::organization::{Mediator, OrganizationView, PublishedCase};

use super::outside;
use crate::i18n::{Text, fill, text};
use crate::view::prelude::*;

/// Mediators who are shown at once; the others are one press away.
const SHOWN: usize = 5;

/// The name people know it by.
pub(super) fn brand(view: &OrganizationView) -> View {
    let words = |brand: &String| fill(Text::Brand, &[("name", brand)]);
    let brand = view.brand.as_ref().map(words);
    brand
        .map(|words| view! { <p class="brand">{words}</p> })
        .into_view()
}

/// Who mediates there, with grade and honours.
pub(super) fn mediators(all: &[Mediator]) -> View {
    let (first, rest) = all.split_at(all.len().min(SHOWN));
    let more = (!rest.is_empty()).then(|| {
        let words = fill(Text::MediatorsMore, &[("n", &rest.len().to_string())]);
        view! {
            <details class="more-mediators">
                <summary>{words}</summary>
                {people(rest)}
            </details>
        }
    });
    section(
        Text::MediatorsTitle,
        (!first.is_empty()).then(|| {
            view! {
                {people(first)}
                {more}
            }
        }),
    )
}

fn people(all: &[Mediator]) -> View {
    let person = |mediator: &Mediator| {
        let grade = mediator.grade.clone();
        let grade = grade.map(|grade| view! { <span class="tag">{grade}</span> });
        let honours = mediator.honours.join(text(Text::ListComma));
        let honours = (!honours.is_empty()).then(|| view! { <p class="muted">{honours}</p> });
        view! {
            <li>
                <p class="mediator">{mediator.name.clone()} {grade}</p>
                {honours}
            </li>
        }
    };
    view! { <ul class="mediators">{all.iter().map(person).collect_view()}</ul> }
}

/// What it settled before, in its own words.
pub(super) fn cases(all: &[PublishedCase]) -> View {
    let case = |case: &PublishedCase| {
        let title = match case.url.clone() {
            Some(href) => outside(href, case.title.clone()),
            None => case.title.clone().into_view(),
        };
        view! { <li>{title}</li> }
    };
    section(
        Text::CasesTitle,
        (!all.is_empty()).then(|| {
            view! { <ul class="published-cases">{all.iter().map(case).collect_view()}</ul> }
        }),
    )
}

fn section(title: Text, content: Option<View>) -> View {
    content
        .map(|content| {
            view! {
                <section class="trust card">
                    <h2>{text(title)}</h2>
                    {content}
                </section>
            }
        })
        .into_view()
}
