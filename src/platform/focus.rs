//! Moves the focus, and the page with it, to where a person should read or type next.

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Focuses the first element that matches. `false` when there is none.
pub fn focus(selector: &str) -> bool {
    find(selector)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Focuses the first element that matches and leaves the page where it is: after going back, that is where
/// the person had read to.
pub fn focus_in_place(selector: &str) {
    let element = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        stay(&element);
    }
}

fn stay(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Focuses the match with this place, counted from 0, and leaves the page where it is.
pub fn focus_nth(selector: &str, place: usize) {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector_all(selector).ok())
        .and_then(|matches| matches.item(place))
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        stay(&element);
    }
}

/// Focuses the element with this id and brings its label into view first, so that the person sees what
/// is being asked.
pub fn focus_field(id: &str) -> bool {
    let label = find(&["label[for=\"", id, "\"]"].concat())
        .or_else(|| find(&["#", id].concat())?.closest("fieldset").ok()?);
    if let Some(label) = label {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Start);
        label.scroll_into_view_with_scroll_into_view_options(&options);
    }
    focus(&["#", id].concat())
}

fn find(selector: &str) -> Option<Element> {
    web_sys::window()?
        .document()?
        .query_selector(selector)
        .ok()?
}
