//! The terms of an agreement, the same words for both sides: each reads, confirms, asks for a change or signs at the
//! meeting; afterwards the papers, the way to a court, and what is paid.

mod after;
mod answer;
pub(super) mod model;
mod table;
mod terms;

use contract::status::{Actor, Status};

use crate::components::{ButtonLink, Failure, Look, Notice, PageTitle, Waiting};
use crate::i18n::{Text, text};
use crate::pages::current_route;
use crate::routes::Route;
use crate::view::prelude::*;
use table::{Open, Stage, Table};

/// The page.
#[component]
pub fn Terms() -> View {
    let route = current_route();
    let side = Memo::new(move |_| {
        route.with(|route| match route {
            Route::InvitedTerms => Actor::Respondent,
            _ => Actor::Applicant,
        })
    });
    view! { {move || at_table(side.get())} }
}

fn at_table(side: Actor) -> View {
    let table = Table::new(side);
    let (back, words, without) = match side {
        Actor::Respondent => (
            Route::Invited,
            Text::TermsToInvitation,
            Text::TermsNoInvitation,
        ),
        _ => (Route::Track, Text::TermsToCase, Text::TermsNoCase),
    };
    let shown = move || match table.stage() {
        Stage::NoCase => view! { <p class="lead">{text(without)}</p> },
        Stage::NoTerms => view! { <p class="lead">{text(Text::TermsNone)}</p> },
        Stage::Opening => view! { <Waiting/> },
        Stage::Stuck(failure) => {
            view! { <Failure failure on_retry=Callback::new(move |()| table.open())/> }
        }
        Stage::Open(open) => on_table(table, &open),
    };
    view! {
        <PageTitle words=text(Text::TermsTitle).to_owned()/>
        {table.said()}
        {shown}
        <div class="section actions no-print">
            <ButtonLink href=back.to_path() words=text(words) look=Look::Secondary/>
        </div>
    }
}

fn on_table(table: Table, open: &Open) -> View {
    let view = &open.view;
    let is_agreed = view.agreed.is_some();
    let both = model::both_confirmed(view) && view.status != Status::Ended;
    let lead = match &view.agreed {
        Some(agreed) => model::agreed_words(agreed),
        None => text(Text::TermsLead).to_owned(),
    };
    view! {
        <p class="lead">{lead}</p>
        {(both && !is_agreed)
            .then(|| {
                view! {
                    <Notice>
                        <p>{text(Text::TermsBoth)}</p>
                    </Notice>
                }
            })}
        {(view.fell_away && !is_agreed)
            .then(|| {
                view! {
                    <Notice>
                        <p>{text(Text::TermsFellAway)}</p>
                    </Notice>
                }
            })}
        {after::payments(table, open)}
        {after::papers(table, view)}
        {after::court(view)}
        {terms::list(view)}
        {(!is_agreed).then(|| terms::replies(view, open.side))}
        {answer::answer(table, open)}
        {terms::facts(view)}
    }
}
