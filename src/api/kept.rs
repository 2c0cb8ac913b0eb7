//! The last answers about organizations, kept on this phone: without a network they are still there, with the
//! time they are from. Nothing that somebody sent, or that a code opens, passes here, and no position.

use std::cell::Cell;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::transport::{ask, from_value};
use super::{ApiFailure, Load};
use crate::platform::clock::{self, ChinaTime};
use crate::platform::storage::{self, Shelf};
use crate::state::leaves_no_trace;
use crate::view::prelude::untrack;

/// What the key of every kept answer begins with; its time and its address follow.
const KEY: &str = "fengqiao.kept ";
/// Opening hours and phones change: what is older says too little.
const DAYS: u32 = 7;

/// Answers of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// How their addresses begin.
    start: &'static str,
    /// How many are kept.
    most: usize,
}

/// First pages of searches.
pub const SEARCHES: Kind = Kind {
    start: "/api/v1/organizations?",
    most: 10,
};
/// Organizations that were looked at.
pub const ORGANIZATIONS: Kind = Kind {
    start: "/api/v1/organizations/",
    most: 30,
};
/// The operator's particulars.
pub const PORTAL: Kind = Kind {
    start: "/api/v1/portal",
    most: 1,
};

const KINDS: [Kind; 3] = [SEARCHES, ORGANIZATIONS, PORTAL];

/// An answer, or the one before it that is kept.
#[derive(Clone, Debug)]
pub struct Answer<T> {
    /// What it says.
    pub value: T,
    /// Why it is not from now, if it is not.
    pub past: Option<Past>,
}

/// An answer of another time, in the place of one that did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// When it was given.
    pub given: Option<ChinaTime>,
    /// Why there is none from now.
    pub failure: ApiFailure,
}

impl<T> Answer<T> {
    /// What a page shows of it.
    pub fn unpack(answer: Result<Self, ApiFailure>) -> (Load<T>, Option<Past>) {
        match answer {
            Ok(answer) => (Load::Ready(Arc::new(answer.value)), answer.past),
            Err(failure) => (Load::Failed(failure), None),
        }
    }
}

/// Reads a resource and keeps the answer. Where none comes that can be read, gives the last one that is kept.
pub async fn get_or_kept<T: DeserializeOwned>(
    kind: Kind,
    name: &str,
) -> Result<Answer<T>, ApiFailure> {
    let mut value = None;
    let past = find(&[kind.start, name].concat(), &mut |answer| {
        value = from_value(answer);
        value.is_some()
    })
    .await?;
    let value = value.ok_or(ApiFailure::Unreadable)?;
    Ok(Answer { value, past })
}

/// Gives the answer to `read`, which tells whether it can be read. Apart from what is read, so that the build has
/// it once.
async fn find(
    address: &str,
    read: &mut dyn FnMut(JsValue) -> bool,
) -> Result<Option<Past>, ApiFailure> {
    let permit = Permit::new(untrack(leaves_no_trace));
    let failure = match ask(address).await {
        Ok(answer) if read(answer.clone()) => {
            if permit.holds() {
                keep(address, &answer);
            }
            return Ok(None);
        }
        Ok(_) => ApiFailure::Unreadable,
        Err(failure) => failure,
    };
    let sorted = Sorted::now();
    let entry = sorted.kept.iter().find(|entry| entry.address == address);
    match entry.filter(|_| failure.is_silence()) {
        Some(entry) if entry.answer().is_some_and(read) => {
            let given = clock::read(&entry.given);
            Ok(Some(Past { given, failure }))
        }
        _ => Err(failure),
    }
}

/// Whether an answer may be kept, decided as it is asked for.
#[derive(Clone, Copy)]
struct Permit {
    traceless: bool,
    round: u32,
}

thread_local! {
    /// Counts how often everything was dropped.
    static ROUND: Cell<u32> = const { Cell::new(0) };
}

impl Permit {
    fn new(traceless: bool) -> Self {
        let round = ROUND.get();
        Self { traceless, round }
    }

    /// Who has everything dropped meanwhile wants nothing kept that was still on its way.
    fn holds(self) -> bool {
        !self.traceless && self.round == ROUND.get()
    }

    fn end_all() {
        ROUND.set(ROUND.get().wrapping_add(1));
    }
}

/// Keeps an answer, in place of the one before, and drops what is too old or too much.
fn keep(address: &str, answer: &JsValue) {
    let json = js_sys::JSON::stringify(answer).ok();
    let Some(json) = json.and_then(|json| json.as_string()) else {
        return;
    };
    let key = [KEY, &clock::stamp(0), " ", address].concat();
    if storage::set(Shelf::Phone, &key, &json) {
        tidy_kept();
    }
}

/// Drops what is too old or too much.
pub fn tidy_kept() {
    for entry in Sorted::now().surplus {
        storage::remove(Shelf::Phone, &entry.key);
    }
}

/// What is kept of one kind, the newest first: the end of each address, and the answer.
pub fn kept<T: DeserializeOwned>(kind: Kind) -> Vec<(String, T)> {
    let read = |entry: Entry| {
        let name = entry.address.strip_prefix(kind.start)?;
        Some((name.to_owned(), from_value(entry.answer()?)?))
    };
    Sorted::now().kept.into_iter().filter_map(read).collect()
}

/// A kept answer. Its key tells all but the answer itself, which is long.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    key: String,
    /// When it was given, in UTC.
    given: String,
    address: String,
}

impl Entry {
    fn parse(key: String) -> Option<Self> {
        let (given, address) = key.strip_prefix(KEY)?.split_once(' ')?;
        let (given, address) = (given.to_owned(), address.to_owned());
        Some(Self {
            key,
            given,
            address,
        })
    }

    /// Whether more of its kind may be kept than these.
    fn has_room(&self, kept: &[Self]) -> bool {
        let mut kinds = KINDS.into_iter();
        kinds
            .find(|kind| self.address.starts_with(kind.start))
            .is_some_and(|kind| {
                let alike = |entry: &&Self| entry.address.starts_with(kind.start);
                kept.iter().filter(alike).count() < kind.most
            })
    }

    fn answer(&self) -> Option<JsValue> {
        js_sys::JSON::parse(&storage::get(Shelf::Phone, &self.key)?).ok()
    }
}

/// Everything that lies on the phone.
struct Sorted {
    /// What may be shown, the newest first.
    kept: Vec<Entry>,
    /// What has to go: too old, too much, or there in a newer form.
    surplus: Vec<Entry>,
}

impl Sorted {
    fn now() -> Self {
        let keys = storage::keys(Shelf::Phone).into_iter();
        Self::new(keys.filter_map(Entry::parse), &clock::stamp(DAYS))
    }

    /// Nothing as old as `limit` is shown.
    fn new(entries: impl Iterator<Item = Entry>, limit: &str) -> Self {
        let mut newest: Vec<Entry> = Vec::new();
        for entry in entries {
            let place = newest.iter().position(|other| other.given < entry.given);
            newest.insert(place.unwrap_or(newest.len()), entry);
        }
        let mut kept: Vec<Entry> = Vec::new();
        let mut surplus = Vec::new();
        for entry in newest {
            let known = kept.iter().any(|newer| newer.address == entry.address);
            if known || entry.given.as_str() <= limit || !entry.has_room(&kept) {
                surplus.push(entry);
            } else {
                kept.push(entry);
            }
        }
        Self { kept, surplus }
    }
}

/// Drops everything that is kept, and what is on its way: somebody else may use this phone next.
pub fn forget_kept() {
    Permit::end_all();
    for key in storage::keys(Shelf::Phone) {
        if key.starts_with(KEY) {
            storage::remove(Shelf::Phone, &key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kept so many minutes after six.
    fn entry(minute: usize, address: &str) -> Option<Entry> {
        let given = format!("2026-11-25T06:{minute:02}:00.000Z");
        Entry::parse([KEY, &given, " ", address].concat())
    }

    fn sorted(entries: impl IntoIterator<Item = Option<Entry>>) -> Sorted {
        Sorted::new(entries.into_iter().flatten(), "2026-11-25T06:00:00.000Z")
    }

    fn addresses(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.address.as_str()).collect()
    }

    #[test]
    fn a_key_tells_when_and_what() {
        let given = "2026-11-25T06:05:00.000Z";
        let address = "/api/v1/organizations?field=labor&region=320106";
        let told = entry(5, address).map(|entry| (entry.given, entry.address));
        assert_eq!(told, Some((given.to_owned(), address.to_owned())));
        assert_eq!(Entry::parse("fengqiao.draft".to_owned()), None);
    }

    #[test]
    fn the_newest_come_first_and_stand_for_what_was_before() {
        let [a, b] = ["/api/v1/organizations/a", "/api/v1/organizations/b"];
        let Sorted { kept, surplus } = sorted([entry(1, a), entry(3, a), entry(2, b)]);
        assert_eq!(addresses(&kept), [a, b]);
        assert_eq!(surplus, sorted([entry(1, a)]).kept);
    }

    #[test]
    fn nothing_is_shown_once_its_days_are_over() {
        let address = "/api/v1/organizations?";
        let Sorted { kept, surplus } = sorted([entry(0, address)]);
        assert_eq!((kept.len(), surplus.len()), (0, 1));
        let Sorted { kept, surplus } = sorted([entry(1, address)]);
        assert_eq!((kept.len(), surplus.len()), (1, 0));
    }

    #[test]
    fn of_each_kind_the_newest_few_are_kept() {
        for (kind, most) in [(SEARCHES, 10), (ORGANIZATIONS, 30)] {
            let seen = (1..=40).map(|minute| entry(minute, &format!("{}{minute}", kind.start)));
            // Another kind takes nobody's room.
            let Sorted { kept, surplus } = sorted(seen.chain([entry(50, PORTAL.start)]));
            assert_eq!((kept.len(), surplus.len()), (most + 1, 40 - most));
            let oldest = kept.last().map(|entry| entry.address.clone());
            assert_eq!(oldest, Some(format!("{}{}", kind.start, 41 - most)));
        }
    }

    #[test]
    fn what_no_build_keeps_has_to_go() {
        let Sorted { kept, surplus } = sorted([entry(1, "/api/v1/elsewhere")]);
        assert_eq!((kept.len(), surplus.len()), (0, 1));
    }

    #[test]
    fn nothing_is_kept_that_must_leave_no_trace_or_was_asked_before_all_was_dropped() {
        assert!(!Permit::new(true).holds());
        let before = Permit::new(false);
        assert!(before.holds());
        Permit::end_all();
        assert!(!before.holds());
        assert!(Permit::new(false).holds());
    }
}
