//! What the browser keeps. It may refuse at any time (private windows, full disks): nothing relies on it.

use leptos::ev;
use leptos::prelude::window_event_listener;
use web_sys::Storage;

/// Where a value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Until the tab is closed.
    Tab,
    /// Until it is removed.
    Phone,
}

/// The value under this key.
pub fn get(shelf: Shelf, key: &str) -> Option<String> {
    open(shelf)?.get_item(key).ok()?
}

/// Keeps a value. `false` when the browser refuses.
pub fn set(shelf: Shelf, key: &str, value: &str) -> bool {
    open(shelf).is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Removes a value.
pub fn remove(shelf: Shelf, key: &str) {
    if let Some(storage) = open(shelf) {
        let _ = storage.remove_item(key);
    }
}

/// The keys of all values.
pub fn keys(shelf: Shelf) -> Vec<String> {
    let Some(storage) = open(shelf) else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or_default();
    (0..count)
        .filter_map(|place| storage.key(place).ok()?)
        .collect()
}

/// Removes every value.
pub fn clear(shelf: Shelf) {
    if let Some(storage) = open(shelf) {
        let _ = storage.clear();
    }
}

/// Calls back when another tab has changed what is on the phone, with the key if it was one value, for as long as the
/// page lives.
pub fn on_change(tell: impl Fn(Option<String>) + 'static) {
    // The handle is dropped on purpose: dropping it does not stop the listening.
    let _ = window_event_listener(ev::storage, move |event| tell(event.key()));
}

fn open(shelf: Shelf) -> Option<Storage> {
    let window = web_sys::window()?;
    match shelf {
        Shelf::Tab => window.session_storage().ok()?,
        Shelf::Phone => window.local_storage().ok()?,
    }
}
