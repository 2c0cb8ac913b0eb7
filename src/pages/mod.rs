//! The pages: each is a view, with a pure view-model beside it where there is something to decide.

mod drafts;
mod feedback;
mod fields;
mod find;
mod group;
mod health_check;
mod home;
mod invited;
mod kept;
mod later;
mod lazy;
mod news;
mod not_found;
mod open_data;
mod organization;
mod privacy;
mod push;
mod receipt;
mod report;
mod request;
mod saved;
mod search;
mod settlement;
mod slots;
mod track;
mod which;

pub use lazy::fetch_ahead;
use request::{answers, find_again_path};

use crate::router::{NavigateOptions, navigate, use_location};
use crate::view::prelude::*;

use crate::i18n::{Text, text};
use crate::routes::{Page, Route};

/// Shows the page of the current address.
#[component]
pub fn Pages() -> impl IntoView {
    let route = current_route();
    let page = Memo::new(move |_| route.with(Route::page));
    move || match page.get() {
        Page::Home => view! { <home::Home/> },
        Page::Fields => view! { <fields::Fields/> },
        Page::Find => view! { <find::Find/> },
        Page::Organization => view! { <organization::Organization/> },
        Page::NotFound => view! { <not_found::NotFound/> },
        page @ (Page::Drafts
        | Page::Group
        | Page::HealthCheck
        | Page::Invited
        | Page::Join
        | Page::OpenData
        | Page::Privacy
        | Page::Report
        | Page::Request
        | Page::Search
        | Page::Sent
        | Page::Settlement
        | Page::Track
        | Page::Which) => {
            view! { <lazy::Lazy page/> }
        }
    }
}

/// The address the person is at. Pages with parts in their path read them from here.
pub fn current_route() -> Memo<Route> {
    let path = use_location().pathname;
    Memo::new(move |_| path.with(|path| Route::from_path(path)))
}

/// Goes to another address.
pub fn go(route: &Route) {
    navigate(&route.to_path(), NavigateOptions::default());
}

/// Goes to another address, which takes this one's place in the history.
pub fn go_instead(route: &Route) {
    let options = NavigateOptions {
        replace: true,
        ..NavigateOptions::default()
    };
    navigate(&route.to_path(), options);
}

/// A page's full name in the tab.
pub fn tab_title(name: &str) -> String {
    [name, " - ", text(Text::ProductName)].concat()
}

/// The page's name in the tab, without the portal's own. A page that shows one thing of many adds its own.
pub fn title(route: &Route) -> &'static str {
    match route {
        Route::Home => text(Text::HomeTitle),
        Route::Which => text(Text::WhichTitle),
        Route::Fields => text(Text::FieldsTitle),
        Route::Find => text(Text::FindTitle),
        Route::Organization(_) => text(Text::OrganizationTitle),
        Route::Report(_) => text(Text::ReportTitle),
        Route::HealthCheck => text(Text::HealthCheckTitle),
        Route::Checkup(_) => text(Text::CheckupTitle),
        Route::OpenData => text(Text::OpenDataTitle),
        Route::Privacy => text(Text::PrivacyTitle),
        Route::Request(step) => crate::i18n::step_name(*step),
        Route::Sent => text(Text::SentTitle),
        Route::Drafts => text(Text::DraftsTitle),
        Route::Search => text(Text::SearchTitle),
        Route::Track => text(Text::TrackTitle),
        Route::Invited => text(Text::InvitedTitle),
        Route::OwnTerms | Route::InvitedTerms => text(Text::TermsTitle),
        Route::Join | Route::Group => text(Text::GroupTitle),
        Route::NotFound => text(Text::NotFoundTitle),
    }
}
