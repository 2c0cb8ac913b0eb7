//! The draft in progress: in memory, and on this phone where the browser allows it.

use crate::view::prelude::*;
use contract::draft::{Draft, Issue};

use super::draft::Kept;
use crate::api::ApiFailure;
use crate::platform::storage::{self, Shelf};
use crate::platform::{clock, page, random};

const KEY: &str = "fengqiao.draft";
/// 128 random bits.
const IDEMPOTENCY_KEY_BYTES: usize = 16;

/// The draft in progress.
#[derive(Clone, Copy)]
pub struct Drafts {
    kept: RwSignal<Kept>,
    saved: RwSignal<bool>,
    /// Counts the times everything was thrown away, so that widgets start anew.
    round: RwSignal<u32>,
    /// How sending it is going: the person may leave the form meanwhile and come back.
    pub sending: RwSignal<bool>,
    /// Why it did not arrive.
    pub failure: RwSignal<Option<ApiFailure>>,
    /// What the server wants mended, until the form has taken it up.
    pub refused: RwSignal<Vec<Issue>>,
}

impl Drafts {
    /// Takes up what the phone still holds.
    pub(super) fn new() -> Self {
        let stored = storage::get(Shelf::Phone, KEY);
        let kept = stored
            .as_deref()
            .and_then(|stored| Kept::from_stored(stored, clock::now_ms()));
        if stored.is_some() && kept.is_none() {
            storage::remove(Shelf::Phone, KEY);
        }
        let drafts = Self {
            kept: RwSignal::new(kept.unwrap_or_else(fresh)),
            saved: RwSignal::new(true),
            round: RwSignal::new(0),
            sending: RwSignal::new(false),
            failure: RwSignal::new(None),
            refused: RwSignal::new(Vec::new()),
        };
        page::on_return(move || drafts.expire());
        drafts
    }

    /// The draft as it is.
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

    /// Whether the draft goes to this organization.
    pub fn addressed_to(self, organization: &str) -> bool {
        self.kept
            .with_untracked(|kept| kept.draft.organization == organization)
    }

    /// Takes a change by the person and keeps it for another day.
    pub fn change(self, change: impl FnOnce(&mut Kept)) {
        self.kept.update(|kept| {
            change(kept);
            kept.saved_at = clock::now_ms();
        });
        self.keep();
    }

    /// Takes what the portal adds by itself. The day that a draft is kept is counted from what the person
    /// did last.
    pub fn amend(self, change: impl FnOnce(&mut Kept)) {
        self.kept.update(|kept| {
            change(kept);
            if kept.saved_at == 0.0 {
                kept.saved_at = clock::now_ms();
            }
        });
        self.keep();
    }

    /// Throws away a draft whose day is over, also in a tab that was left open.
    fn expire(self) {
        let now = clock::now_ms();
        let over = self.kept.with_untracked(|kept| kept.is_over(now));
        if over && !self.sending.get_untracked() {
            self.forget();
            self.failure.set(None);
            self.round.update(|round| *round += 1);
        }
    }

    /// Begins with this instead, under a new key.
    pub fn replace(self, draft: Draft) {
        self.forget();
        self.change(|kept| kept.draft = draft);
    }

    /// Throws everything away, here and on the phone.
    pub fn forget(self) {
        self.kept.set(fresh());
        storage::remove(Shelf::Phone, KEY);
        self.saved.set(true);
    }

    /// Throws away what was typed. Where the request goes stays, in memory only: on the phone nothing is
    /// left that another person could find.
    pub fn start_over(self) {
        let mut begun = fresh();
        self.kept.with_untracked(|kept| {
            begun.draft.organization = kept.draft.organization.clone();
            begun.draft.field = kept.draft.field.clone();
            begun.organization_name = kept.organization_name.clone();
        });
        self.forget();
        self.kept.set(begun);
        self.round.update(|round| *round += 1);
    }

    fn keep(self) {
        let stored = self.kept.with_untracked(Kept::to_stored);
        self.saved.set(storage::set(Shelf::Phone, KEY, &stored));
    }
}

fn fresh() -> Kept {
    Kept::new(random::hex(IDEMPOTENCY_KEY_BYTES).unwrap_or_default())
}
