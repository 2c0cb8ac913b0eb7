//! Results already seen, by query: going back shows them at once, so that the browser finds the page as
//! high as it was and returns to the same place.

use std::sync::Arc;

use contract::organization::{OrganizationCard, SearchView};

use crate::view::prelude::*;

/// More searches than a person goes back through.
const KEPT: usize = 8;

/// The last searches of this tab.
#[derive(Clone, Copy)]
pub struct Searches(StoredValue<Vec<(String, Arc<SearchView>)>>);

impl Searches {
    pub(super) fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    /// What this query showed, later pages included, if it was asked lately.
    pub fn recall(self, query: &str) -> Option<Arc<SearchView>> {
        self.0.with_value(|kept| {
            kept.iter()
                .find(|(known, _)| known == query)
                .map(|(_, view)| Arc::clone(view))
        })
    }

    /// Keeps what a query shows.
    pub fn keep(self, query: String, view: Arc<SearchView>) {
        self.0.update_value(|kept| {
            kept.retain(|(known, _)| *known != query);
            kept.push((query, view));
            if kept.len() > KEPT {
                kept.remove(0);
            }
        });
    }

    /// Forgets all of them.
    pub fn forget(self) {
        self.0.set_value(Vec::new());
    }

    /// The card of an organization seen in a list, so that its page can show a name at once.
    pub fn card(self, id: &str) -> Option<OrganizationCard> {
        self.0.with_value(|kept| {
            kept.iter()
                .flat_map(|(_, view)| &view.organizations)
                .find(|card| card.id == id)
                .cloned()
        })
    }
}
