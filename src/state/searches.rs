//! Results already seen, by query: going back shows them at once and at the same place.

use crate::view::prelude::*;
use contract::organization::{OrganizationCard, SearchView};

/// More searches than a person goes back through.
const KEPT: usize = 8;

/// What a search showed when it was left.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The first page, with the total.
    pub view: SearchView,
    /// How far down the person had read, in CSS pixels.
    pub scroll: f64,
}

/// The last searches of this tab.
#[derive(Clone, Copy)]
pub struct Searches(StoredValue<Vec<(String, Snapshot)>>);

impl Searches {
    pub(super) fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    /// What this query showed, if it was asked lately.
    pub fn recall(self, query: &str) -> Option<Snapshot> {
        self.0.with_value(|kept| {
            kept.iter()
                .find(|(known, _)| known == query)
                .map(|(_, snapshot)| snapshot.clone())
        })
    }

    /// Keeps the results of a query, the later pages included.
    pub fn keep(self, query: &str, view: SearchView) {
        self.0.try_update_value(|kept| {
            let scroll = take(kept, query).map_or(0.0, |old| old.scroll);
            kept.push((query.to_owned(), Snapshot { view, scroll }));
            if kept.len() > KEPT {
                kept.remove(0);
            }
        });
    }

    /// Remembers how far down the person has read.
    pub fn scrolled(self, query: &str, scroll: f64) {
        self.0.try_update_value(|kept| {
            if let Some((_, snapshot)) = kept.iter_mut().find(|(known, _)| known == query) {
                snapshot.scroll = scroll;
            }
        });
    }

    /// The card of an organization seen in a list, so that its page can show a name at once.
    pub fn card(self, id: &str) -> Option<OrganizationCard> {
        self.0.with_value(|kept| {
            kept.iter()
                .flat_map(|(_, snapshot)| &snapshot.view.organizations)
                .find(|card| card.id == id)
                .cloned()
        })
    }
}

fn take(kept: &mut Vec<(String, Snapshot)>, query: &str) -> Option<Snapshot> {
    let at = kept.iter().position(|(known, _)| known == query)?;
    Some(kept.remove(at).1)
}
