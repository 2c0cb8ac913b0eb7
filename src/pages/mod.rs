//! The pages: each is a view, with a pure view-model beside it where there is something to decide.

mod fields;
mod find;
mod health_check;
mod home;
mod lazy;
mod not_found;
mod organization;
mod privacy;
mod receipt;
mod request;
mod search;
mod track;
mod which;

pub use lazy::fetch_ahead;
use request::{answers, find_again_path};

use crate::router::use_location;
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
        page @ (Page::HealthCheck
        | Page::Privacy
        | Page::Request
        | Page::Search
        | Page::Sent
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
        Route::HealthCheck => text(Text::HealthCheckTitle),
        Route::Privacy => text(Text::PrivacyTitle),
        Route::Request(step) => crate::i18n::step_name(*step),
        Route::Sent => text(Text::SentTitle),
        Route::Search => text(Text::SearchTitle),
        Route::Track => text(Text::TrackTitle),
        Route::NotFound => text(Text::NotFoundTitle),
    }
}
