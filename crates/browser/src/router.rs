//! Where the person is and how to get elsewhere: leptos_router's location provider follows the address, takes
//! over links and keeps the history; which page an address shows is each app's own to say.
//!
//! The provider is used without `<Router>`, whose contexts do not reach event handlers and answers that
//! arrive later.

use std::cell::RefCell;

use leptos::prelude::ArcRwSignal;
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider, Url};
use leptos_router::params::ParamsMap;

use crate::view::prelude::*;

/// Where the person is. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Location {
    /// The path, e.g. `/find`.
    pub pathname: Memo<String>,
    /// The query string without its question mark.
    pub search: Memo<String>,
    /// What follows the `#`, with it; empty where there is none.
    pub fragment: Memo<String>,
    /// The query string's names and values, decoded.
    pub query: Memo<ParamsMap>,
}

/// How to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NavigateOptions {
    /// Whether the new address takes the old one's place in the history.
    pub replace: bool,
    /// Whether the page begins at its top again.
    pub scroll: bool,
}

impl Default for NavigateOptions {
    fn default() -> Self {
        Self {
            replace: false,
            scroll: true,
        }
    }
}

#[derive(Clone)]
struct Router {
    /// `None` in a browser without a history.
    browser: Option<BrowserUrl>,
    location: Location,
}

thread_local! {
    static ROUTER: RefCell<Option<Router>> = const { RefCell::new(None) };
}

/// Begins to follow the address and to take over links: all of this origin, or those below a path where the app has
/// only that to itself. Called once, inside the app that owns it.
pub fn start(below: Option<&'static str>) {
    let router = Router::new();
    if let Some(browser) = router.browser.clone() {
        browser.init(below.map(Into::into));
        // A link's address is shown in the address bar once its page is there: here, at once.
        let pathname = router.location.pathname;
        effect(move || {
            pathname.track();
            browser.ready_to_complete();
        });
    }
    ROUTER.set(Some(router));
}

/// Where the person is.
pub fn use_location() -> Location {
    router().location
}

/// Moves to another address of the portal: a path, with a query string or without.
pub fn navigate(address: &str, NavigateOptions { replace, scroll }: NavigateOptions) {
    let (Some(browser), Ok(url)) = (router().browser, BrowserUrl::parse(address)) else {
        return;
    };
    let shown = browser.as_url();
    if shown.with_untracked(|shown| *shown != url) {
        shown.set(url);
    }
    browser.complete_navigation(&LocationChange {
        value: address.to_owned(),
        replace,
        scroll,
        ..LocationChange::default()
    });
}

fn router() -> Router {
    ROUTER.with_borrow(Clone::clone).unwrap_or_else(Router::new)
}

impl Router {
    fn new() -> Self {
        let browser = BrowserUrl::new().ok();
        let url = browser.as_ref().map_or_else(
            || ArcRwSignal::new(Url::default()),
            |browser| browser.as_url().clone(),
        );
        let (path, search, fragment) = (url.clone(), url.clone(), url.clone());
        Self {
            browser,
            location: Location {
                pathname: Memo::new(move |_| path.with(|url| url.path().to_owned())),
                search: Memo::new(move |_| search.with(|url| url.search().to_owned())),
                fragment: Memo::new(move |_| fragment.with(|url| url.hash().to_owned())),
                query: Memo::new(move |_| url.with(|url| url.search_params().clone())),
            },
        }
    }
}
