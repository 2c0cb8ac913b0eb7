//! How what somebody is writing lies on the phone: a list of named values, for a while.
//!
//! Reading takes the names it knows and passes over the rest, so that what was written by an older or newer build
//! of the app keeps everything that still fits.

use crate::platform::clock;
use crate::platform::storage::{self, Shelf};

/// A day in milliseconds: how long it stays on the phone after the last change, unless somebody chose otherwise.
pub const DAY_MS: f64 = 24.0 * 3_600_000.0;

/// Separates stored entries, and a name from its value; neither can be typed.
const ENTRY: char = '\u{1e}';
const NAME: char = '\u{1f}';

/// Takes up what the phone holds under this key: `read` is given it and the time now. What cannot be read any more
/// is removed.
pub fn take_up<T>(key: &str, read: fn(&str, f64) -> Option<T>) -> Option<T> {
    let stored = storage::get(Shelf::Phone, key)?;
    let read = read(&stored, clock::now_ms());
    if read.is_none() {
        storage::remove(Shelf::Phone, key);
    }
    read
}

/// Adds a value; nothing for an empty one. The name is what both parts make together.
pub fn push(out: &mut String, prefix: &str, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    out.push_str(prefix);
    out.push_str(name);
    out.push(NAME);
    out.extend(value.chars().filter(|c| !matches!(*c, ENTRY | NAME)));
    out.push(ENTRY);
}

/// Adds a moment.
pub fn push_time(out: &mut String, name: &str, ms: f64) {
    push(out, "", name, &whole(ms).to_string());
}

/// Every name and its value.
pub fn entries(stored: &str) -> impl Iterator<Item = (&str, &str)> {
    stored
        .split(ENTRY)
        .filter_map(|entry| entry.split_once(NAME))
}

/// Reads a moment.
pub fn read_time(value: &str) -> Option<f64> {
    value.parse().ok().map(from_whole)
}

/// Whether the time of what was last changed at this moment is over. What nothing was written in yet has none. A
/// phone's clock may be set back a little: only what is from a day ahead is not believed.
pub fn is_over(saved_at: f64, keep_ms: f64, now: f64) -> bool {
    let age = now - saved_at;
    saved_at > 0.0 && !(-DAY_MS..keep_ms).contains(&age)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds since 1970 are whole and positive; integers are far lighter to write than floats"
)]
fn whole(ms: f64) -> u64 {
    ms as u64
}

#[allow(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 stay far below 2^53"
)]
fn from_whole(ms: u64) -> f64 {
    ms as f64
}
