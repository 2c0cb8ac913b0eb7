//! A random secret by which the server knows this phone again when it files, so that a likely duplicate can be told to
//! whoever filed the first one and to nobody else. It says nothing about anybody.

use super::stored;
use crate::platform::storage::{self, Shelf};
use crate::platform::{clock, random};

const KEY: &str = "fengqiao.filer";
/// How long it stays after the last filing, in milliseconds: as long as a duplicate is told.
const KEEP_MS: f64 = 30.0 * 24.0 * 3_600_000.0;

/// The secret of this phone, for another while. Without a place to keep it, a new one each time.
pub fn filer_key() -> String {
    let now = clock::now_ms();
    let kept = storage::get(Shelf::Phone, KEY).and_then(|stored| read(&stored, now));
    let key = kept.unwrap_or_else(random::idempotency_key);
    let mut out = String::new();
    stored::push(&mut out, "", "key", &key);
    stored::push_time(&mut out, "saved_at", now);
    storage::set(Shelf::Phone, KEY, &out);
    key
}

/// Forgets it: the server knows this phone no more.
pub fn forget_filer() {
    storage::remove(Shelf::Phone, KEY);
}

/// The kept secret, unless its time is over.
fn read(stored: &str, now: f64) -> Option<String> {
    let find = |wanted| {
        let mut entries = stored::entries(stored);
        entries.find_map(|(name, value)| (name == wanted).then_some(value))
    };
    let age = now - stored::read_time(find("saved_at")?)?;
    (-KEEP_MS..KEEP_MS)
        .contains(&age)
        .then(|| find("key").map(str::to_owned))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_lasts_thirty_days() {
        let stored = "key\u{1f}0123456789abcdef\u{1e}saved_at\u{1f}1800000000000\u{1e}";
        let at = |days: f64| read(stored, 1_800_000_000_000.0 + days * 86_400_000.0);
        assert_eq!(at(29.9).as_deref(), Some("0123456789abcdef"));
        assert_eq!(at(30.0), None);
        assert_eq!(read("key\u{1f}0123456789abcdef\u{1e}", 0.0), None);
    }
}
