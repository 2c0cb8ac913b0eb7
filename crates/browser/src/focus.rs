//! Moves the focus, and the page with it, to where a person should read or type next.

use leptos::prelude::window_event_listener_untyped;
use wasm_bindgen::JsCast;

use super::page::before_paint;
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
    if let Some(element) = find_nth(selector, place) {
        stay(&element);
    }
}

/// Focuses the match with this place, counted from 0, in the middle of the screen.
pub fn focus_nth_in_view(selector: &str, place: usize) {
    if let Some(element) = find_nth(selector, place) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
        stay(&element);
    }
}

fn find_nth(selector: &str, place: usize) -> Option<HtmlElement> {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    let matches = web_sys::window()?
        .document()?
        .query_selector_all(selector)
        .ok()?;
    matches.item(place)?.dyn_into().ok()
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

/// Scrolls whatever takes the focus onto the screen and out from under these bars at its foot, the lowest first, for
/// as long as the page lives: not every engine does.
pub fn keep_in_sight(bars: &'static [&'static str]) {
    let _ = window_event_listener_untyped("focusin", move |event| {
        let target = event.target().and_then(|target| target.dyn_into().ok());
        if let Some(element) = target {
            // By then the engine has done its own scrolling.
            before_paint(move || {
                // Or else it would be scrolled away from what has the focus by then.
                if !has_focus(&element) {
                    return;
                }
                bring_back(&element);
                for bar in bars.iter().copied().filter_map(find) {
                    uncover(&element, &bar);
                }
            });
        }
    });
}

fn has_focus(element: &Element) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document
        .and_then(|document| document.active_element())
        .as_ref()
        == Some(element)
}

/// Room for the ring around what has the focus.
const RING: f64 = 8.0;

/// Scrolls back to a control that lies above the screen. A headline that takes the focus in place stays there.
fn bring_back(element: &Element) {
    let is_control = element.matches("a, button, input, select, textarea, summary");
    let place = element.get_bounding_client_rect();
    let is_above = is_control.unwrap_or_default() && place.bottom() < RING;
    if let (true, Some(window)) = (is_above, web_sys::window()) {
        window.scroll_by_with_x_and_y(0.0, place.top() - RING);
    }
}

fn uncover(element: &Element, bar: &Element) {
    let (place, over) = (
        element.get_bounding_client_rect(),
        bar.get_bounding_client_rect(),
    );
    // What is higher than the screen stays where it begins.
    let room = (place.top() - RING).max(0.0);
    let hidden = place.bottom() + RING - over.top();
    let covered = hidden > 0.0 && place.top() < over.bottom();
    if let (true, Some(window)) = (covered, web_sys::window())
        && !bar.contains(Some(element.as_ref()))
    {
        window.scroll_by_with_x_and_y(0.0, hidden.min(room));
    }
}

fn find(selector: &str) -> Option<Element> {
    web_sys::window()?
        .document()?
        .query_selector(selector)
        .ok()?
}
