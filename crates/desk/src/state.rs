//! What all pages share: who is signed in, what was typed, what is being said.

use std::cell::Cell;

use browser::{focus, page};

use crate::drafts::Drafts;
use crate::session::Session;
use crate::view::prelude::*;

/// The shared state. Copies share the same.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Who is signed in.
    pub session: RwSignal<Session>,
    /// What was typed and not sent yet.
    pub drafts: RwSignal<Drafts>,
    /// Rises when the queue may look different.
    pub turn: RwSignal<u32>,
    moved: StoredValue<bool>,
    said: RwSignal<String>,
}

thread_local! {
    static DESK: Cell<Option<Desk>> = const { Cell::new(None) };
}

impl Desk {
    fn new() -> Self {
        Self {
            session: RwSignal::new(Session::Unknown),
            drafts: RwSignal::new(Drafts::default()),
            turn: RwSignal::new(0),
            moved: StoredValue::new(false),
            said: RwSignal::new(String::new()),
        }
    }

    /// Makes it, inside the app that owns it.
    pub fn provide() -> Self {
        let desk = Self::new();
        DESK.set(Some(desk));
        desk
    }

    /// Tells people who listen instead of look.
    pub fn say(self, words: impl Into<String>) {
        let words = words.into();
        // Equal words are no change to the browser: they are taken away first.
        self.said.set(String::new());
        page::before_paint(move || {
            self.said.try_set(words);
        });
    }

    /// What was said may have been about somebody: whoever comes next does not hear it.
    pub fn hush(self) {
        self.say("");
    }

    /// What is being said.
    pub fn said(self) -> RwSignal<String> {
        self.said
    }

    /// That one went from page to page.
    pub fn move_on(self) {
        self.moved.set_value(true);
    }

    /// Whether the page is another than the one that was opened first: then its headline takes the focus.
    pub fn has_moved(self) -> bool {
        self.moved.get_value()
    }

    /// That the queue may look different.
    pub fn turned(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
    }
}

/// The shared state.
pub fn desk() -> Desk {
    DESK.get().unwrap_or_else(Desk::new)
}

/// Puts the focus on what is about to be on the page.
pub fn focus_soon(selector: impl Into<String>) {
    let selector = selector.into();
    page::before_paint(move || {
        focus::focus(&selector);
    });
}
