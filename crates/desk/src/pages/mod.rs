//! The pages, and which of them an address shows.

mod account;
mod audit;
mod bench;
mod case;
mod colleagues;
mod complaints;
pub mod figures;
mod lazy;
mod letter;
pub mod moves;
pub mod our_page;
mod place;
mod queue;
mod raised;
mod reports;
#[cfg(test)]
pub mod samples;
mod sign_in;
pub mod terms;

pub use sign_in::SignIn;

use browser::router::use_location;

use self::lazy::Lazy;
use crate::app::current_route;
use crate::i18n::{Text, text};
use crate::parts::PageTitle;
use crate::routes::Route;
use crate::session;
use crate::view::prelude::*;

/// What a page is called in the tab.
pub fn title(route: &Route) -> &'static str {
    text(match route {
        Route::Queue | Route::Case(_) => Text::QueueTitle,
        Route::Letter(_) => Text::LetterTitle,
        Route::Terms(_) => Text::TermsTitle,
        Route::Colleagues => Text::ColleaguesTitle,
        Route::Raised => Text::RaisedTitle,
        Route::Reports => Text::ReportsTitle,
        Route::Figures => Text::FiguresTitle,
        Route::Complaints => Text::ComplaintsTitle,
        Route::OurPage => Text::PageTitle,
        Route::Audit => Text::AuditTitle,
        Route::Account => Text::AccountTitle,
        Route::Nowhere => Text::NowhereTitle,
    })
}

/// What is built anew when it changes: the list stays while one goes from case to case.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Bench,
    Page(Route),
    NotFor,
}

/// The page that the address shows, for somebody who is signed in.
#[component]
pub fn Pages() -> View {
    let route = current_route();
    let role = session::role();
    let home = Route::home(role);
    let search = use_location().search;
    let stage = Memo::new(move |_| {
        let route = route.get();
        match &route {
            // Where one is not at home, the desk's own address leads there.
            Route::Queue if !route.is_for(role) => Stage::Page(home.clone()),
            _ if !route.is_for(role) => Stage::NotFor,
            Route::Queue | Route::Case(_) => Stage::Bench,
            _ => Stage::Page(route),
        }
    });
    view! {
        {move || match stage.get() {
            Stage::Bench => view! { <bench::Bench/> },
            Stage::NotFor => said(Text::ForbiddenTitle, Text::ForbiddenBody),
            Stage::Page(Route::Nowhere) => said(Text::NowhereTitle, Text::NowhereBody),
            Stage::Page(route) => {
                let query = search.get_untracked();
                view! { <Lazy route=route query=query/> }
            }
        }}
    }
}

fn said(title: Text, body: Text) -> View {
    let home = Route::home(session::role()).to_path();
    view! {
        <div class="narrow">
            <PageTitle words=text(title).to_owned()/>
            <p class="lead">{text(body)}</p>
            <a class="button" href=home>
                {text(Text::NowhereHome)}
            </a>
        </div>
    }
}
