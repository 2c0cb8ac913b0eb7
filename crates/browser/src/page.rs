//! The document as a whole: its title, its scroll position, its settings, its paper form.

use leptos::ev;
use leptos::prelude::{on_cleanup, window_event_listener, window_event_listener_untyped};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlAnchorElement};

/// Names the page in the tab, in the history and to screen readers.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Takes away what was shown before the app was there.
pub fn remove_shell() {
    if let Some(shell) = document().and_then(|document| document.get_element_by_id("shell")) {
        shell.remove();
    }
}

/// Sets an attribute of the root element, or removes it.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else {
        return;
    };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Runs after the next view has been put on the page, just before it is painted.
pub fn before_paint(then: impl FnOnce() + 'static) {
    leptos::prelude::request_animation_frame(then);
}

/// Does something once what has changed is on the screen.
pub fn after_paint(then: impl FnOnce() + 'static) {
    before_paint(move || before_paint(then));
}

/// Begins the page at its top again.
pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Calls back whenever the person returns to the page, for as long as what asked for it lives.
pub fn on_return(tell: impl Fn() + Clone + 'static) {
    let shown = tell.clone();
    let showing = window_event_listener(ev::pageshow, move |_| shown());
    // Without the events of the document, which go on to the window: one listener serves both.
    let changing = window_event_listener_untyped("visibilitychange", move |_| {
        if is_seen() {
            tell();
        }
    });
    on_cleanup(move || {
        showing.remove();
        changing.remove();
    });
}

/// Calls back whenever the page is not on the screen any more, for as long as what asked for it lives.
pub fn on_hidden(tell: impl Fn() + 'static) {
    let changing = window_event_listener_untyped("visibilitychange", move |_| {
        if !is_seen() {
            tell();
        }
    });
    on_cleanup(move || changing.remove());
}

/// Whether the page is on the screen at all.
pub fn is_seen() -> bool {
    document().is_some_and(|document| !document.hidden())
}

/// Whether there is something on the page that this selector finds.
pub fn has(selector: &str) -> bool {
    let found = document().map(|document| document.query_selector(selector));
    matches!(found, Some(Ok(Some(_))))
}

/// Tells the path of a link of ours when a finger or a pointer comes upon it, for as long as the page lives.
pub fn on_link_near(tell: fn(&str)) {
    let _ = window_event_listener_untyped("pointerover", move |event| {
        let link = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest("a[href^='/']").ok()?)
            .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
        if let Some(link) = link {
            tell(&link.pathname());
        }
    });
}

/// Tells which match of this selector, counted from 0, the pointer or the focus is at, until the owner is gone.
pub fn on_near(selector: &'static str, tell: impl Fn(Option<usize>) + Copy + 'static) {
    for name in ["pointerover", "focusin"] {
        let listening = window_event_listener_untyped(name, move |event| {
            let near = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .and_then(|element| element.closest(selector).ok()?);
            tell(near.and_then(|near| place_among(selector, &near)));
        });
        on_cleanup(move || listening.remove());
    }
}

fn place_among(selector: &str, element: &Element) -> Option<usize> {
    let matches = document()?.query_selector_all(selector).ok()?;
    let is_it = |place: &u32| {
        matches
            .item(*place)
            .is_some_and(|node| node.is_same_node(Some(element)))
    };
    let place = (0..matches.length()).find(is_it)?;
    usize::try_from(place).ok()
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
