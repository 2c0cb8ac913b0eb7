//! What changed without a change of page, told to people who listen instead of look.

use crate::platform::page;
use crate::view::prelude::*;

/// The words of the polite live region.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<String>);

impl Announcer {
    pub(super) fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }

    /// Says it, once the person has finished what they are doing.
    pub fn say(self, words: impl Into<String>) {
        let words = words.into();
        // Equal words are no change to the browser: they are taken away first, and said at the next frame.
        if self.0.try_with_untracked(|said| *said == words) == Some(true) {
            self.0.set(String::new());
            page::before_paint(move || {
                self.0.try_set(words);
            });
        } else {
            self.0.try_set(words);
        }
    }

    /// What is being said.
    pub fn words(self) -> Signal<String> {
        self.0.into()
    }
}
