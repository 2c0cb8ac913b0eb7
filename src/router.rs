//! Moves between addresses without loading the page anew: links are taken over, the history is kept, and
//! whoever asks is told where the person is.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::{GetUntracked, Memo, RwSignal, Set, Signal, With, window_event_listener};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use crate::platform::{history, page};

/// Where the person is. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Location {
    /// The path, e.g. `/find`.
    pub pathname: Signal<String>,
    /// The query string without its question mark.
    pub search: Signal<String>,
    /// The query string's names and values, decoded.
    pub query: Memo<Vec<(String, String)>>,
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

#[derive(Clone, Copy)]
struct Router {
    pathname: RwSignal<String>,
    search: RwSignal<String>,
    location: Location,
}

thread_local! {
    static ROUTER: Cell<Option<Router>> = const { Cell::new(None) };
}

/// Begins to follow the address and to take over links. Called once, inside the app that owns it.
pub fn start() {
    let router = Router::new();
    ROUTER.set(Some(router));
    let _ = window_event_listener(ev::popstate, move |_| router.read_address());
    let _ = window_event_listener(ev::click, follow_link);
}

/// Where the person is.
pub fn use_location() -> Location {
    router().location
}

/// Moves to another address of the portal: a path, with a query string or without.
pub fn navigate(address: &str, options: NavigateOptions) {
    if options.replace {
        history::replace_address(address);
    } else {
        history::push_address(address);
    }
    router().read_address();
    if options.scroll {
        page::scroll_to(0.0);
    }
}

fn router() -> Router {
    ROUTER.get().unwrap_or_else(Router::new)
}

impl Router {
    fn new() -> Self {
        let (path, query) = history::address();
        let (pathname, search) = (RwSignal::new(path), RwSignal::new(query));
        let location = Location {
            pathname: pathname.into(),
            search: search.into(),
            query: Memo::new(move |_| search.with(|search| pairs(search))),
        };
        Self {
            pathname,
            search,
            location,
        }
    }

    fn read_address(self) {
        let (path, query) = history::address();
        // The query first: the page that the path names reads it when it is built.
        if self.search.get_untracked() != query {
            self.search.set(query);
        }
        if self.pathname.get_untracked() != path {
            self.pathname.set(path);
        }
    }
}

/// Takes over a plain click on a link within the portal. Downloads, other windows, the `external` ones and
/// links within the page are the browser's.
fn follow_link(click: MouseEvent) {
    let modified = click.meta_key() || click.alt_key() || click.ctrl_key() || click.shift_key();
    if click.default_prevented() || click.button() != 0 || modified {
        return;
    }
    let link = click
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|target| target.closest("a[href]").ok().flatten())
        .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    let Some(link) = link else {
        return;
    };
    let (path, query) = history::address();
    let within_page = !link.hash().is_empty()
        && link.search().trim_start_matches('?') == query
        && link.pathname() == path;
    let ours = link.origin() == history::origin()
        && !within_page
        && link.target().is_empty()
        && !link.has_attribute("download")
        && !link
            .rel()
            .split_ascii_whitespace()
            .any(|rel| rel == "external");
    if ours {
        click.prevent_default();
        let address = [link.pathname(), link.search(), link.hash()].concat();
        navigate(&address, NavigateOptions::default());
    }
}

/// The names and values of a query string.
fn pairs(search: &str) -> Vec<(String, String)> {
    search
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    js_sys::decode_uri_component(&spaced)
        .ok()
        .and_then(|text| JsValue::from(text).as_string())
        .unwrap_or(spaced)
}
