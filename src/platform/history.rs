//! The address bar, where the router has no say.

use leptos::ev;
use leptos::prelude::{on_cleanup, window_event_listener};
use wasm_bindgen::JsValue;

pub use browser::address::origin;

/// Shows another address without a new entry in the history and without telling the router: for wiping a
/// secret out of the fragment.
pub fn replace_address(path: &str) -> bool {
    web_sys::window()
        .and_then(|window| window.history().ok())
        .is_some_and(|history| {
            history
                .replace_state_with_url(&JsValue::NULL, "", Some(path))
                .is_ok()
        })
}

/// The fragment of the address, without `#`.
pub fn fragment() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .and_then(|hash| hash.strip_prefix('#').map(str::to_owned))
        .unwrap_or_default()
}

/// Calls back whenever the address gets another fragment, until the owner is gone.
pub fn on_fragment(tell: impl Fn() + 'static) {
    let listening = window_event_listener(ev::hashchange, move |_| tell());
    on_cleanup(move || listening.remove());
}

/// One step back, as the browser's own button does.
pub fn back() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.back();
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Puts another site in this page's place in the history, and has `boot.js` drop the files that are kept.
pub fn leave_for(site: &str) {
    if let Some(window) = web_sys::window() {
        if let Ok(event) = web_sys::Event::new("fengqiao:leave") {
            let _ = window.dispatch_event(&event);
        }
        let _ = window.location().replace(site);
    }
}
