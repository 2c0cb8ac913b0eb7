//! Where the person is and how to get elsewhere: leptos_router's location and navigation, for views and for
//! whatever runs outside of them. Which page an address shows is told by [`crate::routes::Route`].

use std::cell::RefCell;
use std::rc::Rc;

use leptos::children::ToChildren;
use leptos::prelude::{TypedChildren, use_context};
use leptos_router::components::{Router, RouterProps};
use leptos_router::hooks;
use leptos_router::location::{BrowserUrl, Location, LocationProvider};

pub use leptos_router::NavigateOptions;

use crate::view::prelude::*;

#[derive(Clone)]
struct Bearings {
    location: Location,
    navigate: Rc<dyn Fn(&str, NavigateOptions)>,
}

thread_local! {
    // Not a context: event handlers and answers that arrive later have none.
    static BEARINGS: RefCell<Option<Bearings>> = const { RefCell::new(None) };
}

/// Begins to follow the address and to take over links. Called once, inside the app that owns it.
pub fn start() {
    let props = RouterProps::builder()
        .children(TypedChildren::to_children(|| ()))
        .build();
    let _ = Router(props);
    let bearings = Bearings {
        location: hooks::use_location(),
        navigate: Rc::new(hooks::use_navigate()),
    };
    // A link's address is shown in the address bar once its page is there. Pages come at once here.
    let pathname = bearings.location.pathname;
    let browser = use_context::<BrowserUrl>();
    effect(move || {
        pathname.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });
    BEARINGS.set(Some(bearings));
}

/// Where the person is.
pub fn use_location() -> Location {
    bearings(|bearings| bearings.location.clone()).unwrap_or_else(hooks::use_location)
}

/// Moves to another address of the portal: a path, with a query string or without.
pub fn navigate(address: &str, options: NavigateOptions) {
    if let Some(navigate) = bearings(|bearings| Rc::clone(&bearings.navigate)) {
        navigate(address, options);
    }
}

fn bearings<T>(read: impl FnOnce(&Bearings) -> T) -> Option<T> {
    BEARINGS.with_borrow(|bearings| bearings.as_ref().map(read))
}
