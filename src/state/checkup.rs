//! The health check that a firm does by itself: what was answered and typed, in memory and, for a day, on this
//! phone. Nothing of it is sent but what the firm sends itself, to ask for a check by others.

use contract::checkup::Answer;

use super::stored;
use crate::platform::storage::{self, Shelf};
use crate::platform::{clock, page};
use crate::view::prelude::*;

const KEY: &str = "fengqiao.checkup";
const SAVED_AT: &str = "saved_at";

/// Everything that was put in: answers by the ids of their questions, and the firm's particulars by their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    values: Vec<(String, String)>,
    /// When it last changed, milliseconds since 1970.
    saved_at: f64,
}

impl Kept {
    /// What is under this name; empty when nothing is.
    pub fn text(&self, name: &str) -> &str {
        let found = self.values.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// What was answered to the question with this id.
    pub fn answer(&self, question: &str) -> Answer {
        Answer::from_wire(self.text(question))
    }

    /// Whether a question was answered yet.
    pub fn has_answers(&self) -> bool {
        let mut values = self.values.iter();
        values.any(|(_, value)| Answer::from_wire(value).is_known())
    }

    /// When it last changed, milliseconds since 1970; 0 when nothing was put in.
    pub fn saved_at(&self) -> f64 {
        self.saved_at
    }

    /// Puts in an answer or a particular.
    pub fn set(&mut self, name: &str, value: String, now: f64) {
        self.values.retain(|(known, _)| known != name);
        self.values.push((name.to_owned(), value));
        self.saved_at = now;
    }

    fn to_stored(&self) -> String {
        let mut out = String::new();
        stored::push_time(&mut out, SAVED_AT, self.saved_at);
        for (name, value) in &self.values {
            stored::push(&mut out, "", name, value);
        }
        out
    }

    fn from_stored(text: &str, now: f64) -> Option<Self> {
        let mut kept = Self::default();
        for (name, value) in stored::entries(text) {
            if name == SAVED_AT {
                kept.saved_at = stored::read_time(value)?;
            } else {
                kept.values.push((name.to_owned(), value.to_owned()));
            }
        }
        (kept.saved_at > 0.0 && !stored::is_over(kept.saved_at, stored::DAY_MS, now))
            .then_some(kept)
    }
}

/// The check in progress. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Checkup {
    kept: RwSignal<Kept>,
    saved: RwSignal<bool>,
    /// Counts the times everything was thrown away, so that widgets start anew.
    round: RwSignal<u32>,
}

impl Checkup {
    /// Takes up what the phone still holds.
    pub(super) fn new() -> Self {
        let kept = stored::take_up(KEY, Kept::from_stored);
        let checkup = Self {
            kept: RwSignal::new(kept.unwrap_or_default()),
            saved: RwSignal::new(true),
            round: RwSignal::new(0),
        };
        // Also in a tab that was left open.
        page::on_return(move || {
            let saved_at = checkup.kept.with_untracked(Kept::saved_at);
            if stored::is_over(saved_at, stored::DAY_MS, clock::now_ms()) {
                checkup.forget();
            }
        });
        checkup
    }

    /// What was put in so far.
    pub fn kept(self) -> RwSignal<Kept> {
        self.kept
    }

    /// Whether the last change is safe on this phone.
    pub fn saved(self) -> Signal<bool> {
        self.saved.into()
    }

    /// Changes each time everything was thrown away.
    pub fn round(self) -> Signal<u32> {
        self.round.into()
    }

    /// Puts in an answer or a particular and keeps everything for another day.
    pub fn set(self, name: &str, value: String) {
        self.kept
            .update(|kept| kept.set(name, value, clock::now_ms()));
        let stored = self.kept.with_untracked(Kept::to_stored);
        self.saved.set(storage::set(Shelf::Phone, KEY, &stored));
    }

    /// Throws everything away, here and on the phone.
    pub fn forget(self) {
        self.kept.set(Kept::default());
        storage::remove(Shelf::Phone, KEY);
        self.saved.set(true);
        self.round.update(|round| *round += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_800_000_000_000.0;

    fn full() -> Kept {
        let mut kept = Kept::default();
        kept.set("written", "no".into(), NOW);
        kept.set("firm-name", "  某某五金厂（个体）".into(), NOW);
        kept.set("written", "unclear".into(), NOW);
        kept
    }

    #[test]
    fn what_is_stored_reads_back_as_typed() {
        let read = Kept::from_stored(&full().to_stored(), NOW + 1.0);
        assert_eq!(read, Some(full()));
        assert_eq!(full().answer("written"), Answer::Unclear);
        assert_eq!(full().text("firm-name"), "  某某五金厂（个体）");
        assert_eq!(full().answer("firm-name"), Answer::Unknown);
        assert_eq!(full().answer("never-asked"), Answer::Unknown);
    }

    #[test]
    fn it_is_forgotten_after_a_day() {
        let stored = full().to_stored();
        let read = |after: f64| Kept::from_stored(&stored, NOW + after).is_some();
        assert!(read(stored::DAY_MS - 1.0));
        assert!(!read(stored::DAY_MS));
        for odd in [
            "",
            "garbage",
            "written\u{1f}no\u{1e}",
            "saved_at\u{1f}never",
        ] {
            assert_eq!(Kept::from_stored(odd, NOW), None, "{odd:?}");
        }
    }
}
