//! What changed without a change of page, told to people who listen instead of look.

use crate::platform::page;
use crate::router::use_location;
use crate::routes::{Page, Route};
use crate::view::prelude::*;

/// The words of the polite live region, and the page they are about: on another one they say nothing.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<(Page, String)>);

impl Announcer {
    pub(super) fn new() -> Self {
        Self(RwSignal::new((Page::Home, String::new())))
    }

    /// Says it, once the person has finished what they are doing.
    pub fn say(self, words: impl Into<String>) {
        let news = (untrack(page_now), words.into());
        let said_already = self.0.try_with_untracked(|said| *said == news) == Some(true);
        if !said_already {
            self.0.try_set(news);
            return;
        }
        // Equal words are no change to the browser: they are taken away first, and said at the next frame, unless
        // something newer was said until then.
        let nothing = (news.0, String::new());
        self.0.set(nothing.clone());
        page::before_paint(move || {
            if self.0.try_with_untracked(|said| *said == nothing) == Some(true) {
                self.0.try_set(news);
            }
        });
    }

    /// What is being said. To be called once: on another page what was said is forgotten.
    pub fn words(self) -> Memo<String> {
        effect(move || {
            let page = page_now();
            let is_past = |(about, _): &(Page, String)| *about != page;
            if self.0.try_with_untracked(is_past) == Some(true) {
                self.0.try_set((page, String::new()));
            }
        });
        Memo::new(move |_| self.0.get().1)
    }
}

fn page_now() -> Page {
    use_location()
        .pathname
        .with(|path| Route::from_path(path).page())
}
