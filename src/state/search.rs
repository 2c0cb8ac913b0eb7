//! One search on a page: asked when the query changes, remembered, continued page by page.

use std::sync::Arc;

use contract::organization::{SearchQuery, SearchView};

use super::{Searches, stores};
use crate::api::{self, Answer, ApiFailure, Load, Past};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page};
use crate::view::prelude::*;

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
    past: RwSignal<Option<Past>>,
    more: RwSignal<More>,
    searches: Searches,
}

impl Search {
    /// Starts with what is remembered of the query, at once, and asks for the rest.
    pub fn new(query: Memo<SearchQuery>) -> Self {
        let searches = stores().searches;
        let first = query.get_untracked();
        let known = searches.recall(&first.to_query_string());
        let search = Self {
            query,
            results: RwSignal::new(known.clone().map_or(Load::Waiting, Load::Ready)),
            past: RwSignal::new(None),
            more: RwSignal::new(More::Idle),
            searches,
        };
        if known.is_none() {
            search.ask(first);
        }
        let mut asked = first;
        effect(move || {
            let query = query.get();
            if asked != query {
                asked = query;
                search.start(query);
            }
        });
        search
    }

    /// The results so far, later pages included.
    pub fn results(self) -> RwSignal<Load<SearchView>> {
        self.results
    }

    /// Why they are not from now, if they are not.
    pub fn past(self) -> RwSignal<Option<Past>> {
        self.past
    }

    /// How the next page is doing.
    pub fn next_page(self) -> RwSignal<More> {
        self.more
    }

    /// Asks again after a failure.
    pub fn retry(self) {
        self.start(self.query.get_untracked());
    }

    fn start(self, query: SearchQuery) {
        self.more.set(More::Idle);
        self.past.set(None);
        match self.searches.recall(&query.to_query_string()) {
            Some(view) => self.results.set(Load::Ready(view)),
            None => {
                self.results.set(Load::Waiting);
                self.ask(query);
            }
        }
    }

    fn ask(self, query: SearchQuery) {
        spawn_local(async move {
            let answer = api::search(&query).await;
            if self.is_current(query) {
                let (results, past) = Answer::unpack(answer);
                // Coming back to what is not from now asks again.
                if let (Load::Ready(view), None) = (&results, &past) {
                    self.remember(query, view);
                }
                self.past.set(past);
                self.results.set(results);
            }
        });
    }

    /// Adds the next page to the results.
    pub fn continue_list(self) {
        let query = self.query.get_untracked();
        let Load::Ready(shown) = self.results.get_untracked() else {
            return;
        };
        let next = shown.next_offset.map(usize::try_from);
        let (Some(Ok(offset)), false) = (next, self.more.get_untracked() == More::Waiting) else {
            return;
        };
        self.more.set(More::Waiting);
        spawn_local(async move {
            let answer = api::results(&SearchQuery { offset, ..query }).await;
            if !self.is_current(query) {
                return;
            }
            match answer {
                Ok(mut next) => {
                    let mut organizations = shown.organizations.clone();
                    let known = organizations.len();
                    organizations.append(&mut next.organizations);
                    next.organizations = organizations;
                    self.more.set(More::Idle);
                    let all = Arc::new(next);
                    if self.past.with_untracked(Option::is_none) {
                        self.remember(query, &all);
                    }
                    self.results.set(Load::Ready(all));
                    // The button that was pressed is gone: reading goes on where the new ones begin.
                    page::before_paint(move || focus::focus_nth(".organization-card h2 a", known));
                }
                Err(failure) => self.more.set(More::Failed(failure)),
            }
        });
    }

    /// By the time an answer is here, another query may be asked, or the page may be gone.
    fn is_current(self, query: SearchQuery) -> bool {
        self.query.try_get_untracked() == Some(query)
    }

    fn remember(self, query: SearchQuery, view: &Arc<SearchView>) {
        self.searches
            .keep(query.to_query_string(), Arc::clone(view));
    }
}
