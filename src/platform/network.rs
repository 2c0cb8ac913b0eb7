//! Whether the phone believes itself online.

use leptos::ev;
use leptos::prelude::window_event_listener;

/// What the browser says now. It may be wrong when it says yes; it is right when it says no.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Calls back on every change, for as long as the page lives.
pub fn on_change(tell: impl Fn(bool) + Clone + 'static) {
    let gone = tell.clone();
    // The handles are dropped on purpose: dropping them does not stop the listening.
    let _ = window_event_listener(ev::online, move |_| tell(true));
    let _ = window_event_listener(ev::offline, move |_| gone(false));
}
