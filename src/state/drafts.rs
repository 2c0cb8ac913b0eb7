//! The drafts: the one that is open, in memory, and all of them where the browser and the person allow it. Each lies
//! under a name of its own, so that one more never costs another.

use crate::view::prelude::*;
use contract::draft::{Draft, Issue};

use super::draft::{KeepFor, Kept};
use super::filer::forget_filer;
use crate::api::{ApiFailure, drop_upload, forget_kept};
use crate::platform::storage::{self, Shelf};
use crate::platform::task::spawn_local;
use crate::platform::{clock, page, random, shelf};

/// The name of the only draft, before there could be several.
const ONLY: &str = "fengqiao.draft";
/// How the name of each begins; its key follows.
const NAME: &str = "fengqiao.draft ";
/// Under which the tab remembers the key of the one that is open.
const OPEN: &str = "fengqiao.draft-open";

/// The drafts.
#[derive(Clone, Copy)]
pub struct Drafts {
    kept: RwSignal<Kept>,
    saved: RwSignal<bool>,
    /// Counts the times that another draft was opened or everything was thrown away, so that widgets start anew.
    round: RwSignal<u32>,
    /// Whether the person is looking for another organization for the draft that is open.
    moving: StoredValue<bool>,
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
        let kept = take_up();
        let drafts = Self {
            kept: RwSignal::new(kept.unwrap_or_else(fresh)),
            saved: RwSignal::new(true),
            round: RwSignal::new(0),
            moving: StoredValue::new(false),
            sending: RwSignal::new(false),
            failure: RwSignal::new(None),
            refused: RwSignal::new(Vec::new()),
        };
        page::on_return(move || drafts.expire());
        storage::on_change(move |changed| {
            let here = drafts.kept.with_untracked(|kept| name(&kept.key));
            if changed.is_none_or(|changed| changed == here) {
                drafts.catch_up();
            }
        });
        drafts
    }

    /// The draft that is open, as it is.
    pub fn kept(self) -> RwSignal<Kept> {
        self.kept
    }

    /// Whether the last change is safe on this phone.
    pub fn saved(self) -> Signal<bool> {
        self.saved.into()
    }

    /// Changes each time another draft was opened or everything was thrown away.
    pub fn round(self) -> Signal<u32> {
        self.round.into()
    }

    /// Every draft that somebody would miss, the last one changed first.
    pub fn unfinished(self) -> Vec<Kept> {
        let mut all = stored();
        all.retain(Kept::has_words);
        all
    }

    /// Whether the draft that is open has this key.
    pub fn is_open(self, key: &str) -> bool {
        self.kept.with_untracked(|kept| kept.key == key)
    }

    /// Whether the draft goes to this organization.
    pub fn addressed_to(self, organization: &str) -> bool {
        self.kept
            .with_untracked(|kept| kept.draft.organization == organization)
    }

    /// Says that the organization to be chosen next is for the draft that is open.
    pub fn move_on(self) {
        self.moving.set_value(true);
    }

    /// Whether that was said; it holds for one choice.
    pub fn take_moving(self) -> bool {
        let moving = self.moving.get_value();
        self.moving.set_value(false);
        moving
    }

    /// Takes a change by the person and keeps it for another while.
    pub fn change(self, change: impl FnOnce(&mut Kept)) {
        self.kept.update(|kept| {
            change(kept);
            kept.saved_at = clock::now_ms();
        });
        self.keep();
    }

    /// Takes what the portal adds by itself. The time that a draft is kept is counted from what the person
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

    /// Throws away drafts whose time is over, also in a tab that was left open.
    fn expire(self) {
        let now = clock::now_ms();
        let over = self.kept.with_untracked(|kept| kept.is_over(now));
        if over && !self.sending.get_untracked() {
            self.forget();
            self.failure.set(None);
            self.turn();
        }
        let _ = stored();
    }

    /// Takes up what another tab has done to the draft that is open here: the person has that tab before them, or had.
    pub fn catch_up(self) {
        let kept = self.kept.get_untracked();
        if shelf_of(&kept) == Shelf::Tab || self.sending.get_untracked() {
            return;
        }
        let stored = storage::get(Shelf::Phone, &name(&kept.key));
        let there = stored.and_then(|stored| Kept::from_stored(&stored, clock::now_ms()));
        match there {
            Some(there) if there == kept => return,
            Some(there) => self.kept.set(there),
            // Not kept yet.
            None if !kept.has_words() => return,
            // Sent, thrown away, or taken along by the other tab.
            None => {
                storage::remove(Shelf::Tab, OPEN);
                self.kept.set(fresh());
            }
        }
        self.saved.set(true);
        self.failure.set(None);
        self.turn();
    }

    /// Begins another one beside those that are there, with this content, and what its region is called where that
    /// is known.
    pub fn begin(self, draft: Draft, region_name: &str) {
        let mut begun = fresh();
        begun.draft = draft;
        region_name.clone_into(&mut begun.region_name);
        self.show(begun);
        if self.kept.with_untracked(Kept::has_words) {
            self.change(|_| ());
        }
    }

    /// Opens another one.
    pub fn open(self, key: &str) {
        if self.is_open(key) {
            return;
        }
        if let Some(kept) = stored().into_iter().find(|kept| kept.key == key) {
            self.show(kept);
        }
    }

    /// Puts this in the place of the one that is open, which stays where it is kept if there is anything in it.
    fn show(self, kept: Kept) {
        let (key, has_words) = self
            .kept
            .with_untracked(|kept| (kept.key.clone(), kept.has_words()));
        if !has_words {
            remove(&key);
        }
        storage::set(Shelf::Tab, OPEN, &kept.key);
        self.kept.set(kept);
        self.saved.set(true);
        self.failure.set(None);
        self.turn();
    }

    /// Throws the one that is open away, here and on the phone.
    pub fn forget(self) {
        let key = self.kept.with_untracked(|kept| kept.key.clone());
        self.erase(&key);
    }

    /// Throws one away that was not sent, with what the server has of its files.
    pub fn discard(self, key: &str) {
        if let Some(kept) = stored().iter().find(|kept| kept.key == key) {
            drop_uploads(kept);
        }
        self.erase(key);
    }

    /// Throws one away on this phone, whether it is open or not.
    pub fn erase(self, key: &str) {
        remove(key);
        if self.is_open(key) {
            storage::remove(Shelf::Tab, OPEN);
            self.kept.set(fresh());
            self.saved.set(true);
        }
        tidy_files();
    }

    /// Throws all of them away.
    pub fn erase_all(self) {
        for kept in stored() {
            drop_uploads(&kept);
            remove(&kept.key);
        }
        self.forget();
        self.turn();
    }

    /// Throws away what was typed, and what was looked at before. Where the request goes stays, in memory only: on
    /// the phone nothing is left that another person could find.
    pub fn start_over(self) {
        let mut begun = fresh();
        self.kept.with_untracked(|kept| {
            drop_uploads(kept);
            begun.draft.organization = kept.draft.organization.clone();
            begun.draft.field = kept.draft.field.clone();
            begun.draft.join_code = kept.draft.join_code.clone();
            begun.organization_name = kept.organization_name.clone();
            begun.keep = kept.keep;
        });
        self.forget();
        forget_kept();
        forget_filer();
        self.kept.set(begun);
        self.turn();
    }

    fn turn(self) {
        self.round.update(|round| *round += 1);
    }

    fn keep(self) {
        let (name, stored, place) = self.kept.with_untracked(|kept| {
            storage::set(Shelf::Tab, OPEN, &kept.key);
            (name(&kept.key), kept.to_stored(), shelf_of(kept))
        });
        let other = match place {
            Shelf::Tab => Shelf::Phone,
            Shelf::Phone => Shelf::Tab,
        };
        // First: what must not be there is not there for a moment longer.
        let was_elsewhere = storage::get(other, &name).is_some();
        storage::remove(other, &name);
        self.saved.set(storage::set(place, &name, &stored));
        if was_elsewhere {
            tidy_files();
        }
    }
}

fn fresh() -> Kept {
    Kept::new(random::idempotency_key())
}

fn name(key: &str) -> String {
    [NAME, key].concat()
}

fn shelf_of(kept: &Kept) -> Shelf {
    match kept.kept_for() {
        KeepFor::Tab => Shelf::Tab,
        _ => Shelf::Phone,
    }
}

/// The draft that was open in this tab; in a new one, the last that was changed.
fn take_up() -> Option<Kept> {
    take_up_the_only_one();
    let mut all = stored();
    let open = storage::get(Shelf::Tab, OPEN);
    let at = all.iter().position(|kept| Some(&kept.key) == open.as_ref());
    match at {
        Some(at) => Some(all.swap_remove(at)),
        // Somebody who has begun another one in this tab has put the rest aside.
        None if open.is_some() => None,
        None => all.into_iter().next(),
    }
}

/// Gives the draft of a version that knew only one a name of its own.
fn take_up_the_only_one() {
    let Some(stored) = storage::get(Shelf::Phone, ONLY) else {
        return;
    };
    if let Some(kept) = Kept::from_stored(&stored, clock::now_ms())
        && storage::get(Shelf::Phone, &name(&kept.key)).is_none()
        && !storage::set(shelf_of(&kept), &name(&kept.key), &stored)
    {
        return;
    }
    storage::remove(Shelf::Phone, ONLY);
}

/// Every draft that is kept, the last one changed first. Those whose time is over, or that cannot be read any more,
/// are thrown away.
fn stored() -> Vec<Kept> {
    let now = clock::now_ms();
    let mut all: Vec<Kept> = Vec::new();
    let mut gone = false;
    for place in [Shelf::Tab, Shelf::Phone] {
        for key in storage::keys(place) {
            if !key.starts_with(NAME) {
                continue;
            }
            let read = storage::get(place, &key);
            match read.and_then(|stored| Kept::from_stored(&stored, now)) {
                Some(kept) => all.push(kept),
                None => {
                    storage::remove(place, &key);
                    gone = true;
                }
            }
        }
    }
    all.sort_by(|one, other| other.saved_at.total_cmp(&one.saved_at));
    if gone {
        keep_files_of(&all);
    }
    all
}

/// Tells the server that the files of a draft are not wanted any more. If that does not arrive, it forgets them by
/// itself after a day; what was filed with a request meanwhile stays there.
fn drop_uploads(kept: &Kept) {
    for file in kept.files.iter().filter(|file| !file.remote.is_empty()) {
        let (key, remote) = (kept.key.clone(), file.remote.clone());
        spawn_local(async move {
            let _ = drop_upload(&key, &remote).await;
        });
    }
}

fn remove(key: &str) {
    let name = name(key);
    storage::remove(Shelf::Tab, &name);
    storage::remove(Shelf::Phone, &name);
}

/// Throws away the files of drafts that are no more, or that are not to be on the phone any more.
fn tidy_files() {
    keep_files_of(&stored());
}

fn keep_files_of(drafts: &[Kept]) {
    let on_phone = drafts.iter().filter(|kept| shelf_of(kept) == Shelf::Phone);
    let files = on_phone.flat_map(|kept| &kept.files);
    let ids: Vec<String> = files.map(|file| file.id.clone()).collect();
    if ids.is_empty() {
        // At once: the page may be about to go.
        shelf::clear();
    } else {
        spawn_local(async move { shelf::keep_only(&ids).await });
    }
}
