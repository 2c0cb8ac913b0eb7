//! One search on a page: asked when the query changes, remembered, continued page by page.

use crate::view::prelude::*;
use contract::organization::{SearchQuery, SearchView};
use leptos::task::spawn_local;

use super::{Searches, stores};
use crate::api::{self, ApiFailure, Load};

/// How the next page of results is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum More {
    /// Nobody has asked for it.
    Idle,
    /// On its way.
    Waiting,
    /// Not to be had.
    Failed(ApiFailure),
}

/// The results of a query that may change.
#[derive(Clone, Copy)]
pub struct Search {
    query: Memo<SearchQuery>,
    results: RwSignal<Load<SearchView>>,
    more: RwSignal<More>,
    searches: Searches,
}

impl Search {
    /// Starts with what is remembered of the query, at once, and asks for the rest.
    pub fn new(query: Memo<SearchQuery>) -> Self {
        let searches = stores().searches;
        let search = Self {
            query,
            results: RwSignal::new(remembered(searches, &query.get_untracked())),
            more: RwSignal::new(More::Idle),
            searches,
        };
        Effect::new(move || search.start(query.get()));
        search
    }

    /// The results so far, later pages included.
    pub fn results(self) -> Signal<Load<SearchView>> {
        self.results.into()
    }

    /// How the next page is doing.
    pub fn next_page(self) -> Signal<More> {
        self.more.into()
    }

    /// Asks again after a failure.
    pub fn retry(self) {
        self.start(self.query.get_untracked());
    }

    fn start(self, query: SearchQuery) {
        let known = remembered(self.searches, &query);
        let ready = matches!(known, Load::Ready(_));
        if self.results.get_untracked() != known {
            self.results.set(known);
        }
        self.more.set(More::Idle);
        if ready {
            return;
        }
        spawn_local(async move {
            let answer = api::search(&query).await;
            // By now another query may be asked, or the page may be gone.
            if self.query.try_get_untracked() != Some(query) {
                return;
            }
            self.results.try_set(match answer {
                Ok(view) => {
                    self.searches.keep(&query.to_query_string(), view.clone());
                    Load::Ready(view)
                }
                Err(failure) => Load::Failed(failure),
            });
        });
    }

    /// Adds the next page to the results.
    pub fn continue_list(self) {
        let query = self.query.get_untracked();
        let Load::Ready(mut view) = self.results.get_untracked() else {
            return;
        };
        let offset = view
            .next_offset
            .and_then(|offset| usize::try_from(offset).ok());
        let Some(offset) = offset.filter(|_| self.more.get_untracked() != More::Waiting) else {
            return;
        };
        self.more.set(More::Waiting);
        spawn_local(async move {
            let answer = api::search(&SearchQuery { offset, ..query }).await;
            if self.query.try_get_untracked() != Some(query) {
                return;
            }
            match answer {
                Ok(next) => {
                    view.organizations.extend(next.organizations);
                    view.next_offset = next.next_offset;
                    view.total = next.total;
                    self.searches.keep(&query.to_query_string(), view.clone());
                    self.results.try_set(Load::Ready(view));
                    self.more.try_set(More::Idle);
                }
                Err(failure) => {
                    self.more.try_set(More::Failed(failure));
                }
            }
        });
    }
}

fn remembered(searches: Searches, query: &SearchQuery) -> Load<SearchView> {
    searches
        .recall(&query.to_query_string())
        .map_or(Load::Waiting, |snapshot| Load::Ready(snapshot.view))
}
