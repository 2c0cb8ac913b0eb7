//! Keeping the case on the screen current: told by the server as things happen, or asked for now and then where it
//! cannot tell.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use contract::problem::ProblemCode;
use leptos::prelude::{LocalStorage, on_cleanup};

use crate::api::{self, ApiFailure, Heard, News, Party};
use crate::platform::task::{Nap, spawn_local};
use crate::platform::{clock, page, random};
use crate::view::prelude::*;

/// How often the case is asked for while nothing tells of news.
const LOOK_MS: u32 = 30_000;
/// How long the server says nothing at the most: it lets hear of itself at least every 25 seconds.
const SILENCE_MS: u32 = 60_000;
/// How long it is waited after the first failure, at the most. It doubles with each further one.
const PAUSE_MS: u32 = 4_000;
/// The longest wait.
const PAUSE_MAX_MS: u32 = 300_000;

/// What is being filled in or sent: it must not be built anew under somebody's hands.
const FILLED_IN: &str = "#main :is(form, .file-ways)";

/// Whether somebody looks at the page and fills nothing in.
pub fn may_change() -> bool {
    page::is_seen() && !page::has(FILLED_IN)
}

/// A look at the case, and putting what is new on the screen.
type Look = Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>>>;

struct State {
    /// Which case is on the screen, in which version.
    shown: Box<dyn Fn() -> Option<(Party, u32)>>,
    look: Look,
    /// Whether the server tells of news now.
    is_told: Cell<bool>,
    /// The newest version that it told of.
    told: Cell<u32>,
    /// What is being waited for.
    nap: RefCell<Option<Nap>>,
}

/// The state, while the page is there.
#[derive(Clone, Copy)]
struct Watch(StoredValue<Rc<State>, LocalStorage>);

/// Keeps the case on the screen current for as long as the page is there. `shown` says which it is, in which version,
/// and is asked again when the signals that it reads change; `look` asks for it and shows what is new.
pub fn keep_current(shown: impl Fn() -> Option<(Party, u32)> + 'static, look: Look) {
    let watch = Watch(StoredValue::new_local(Rc::new(State {
        shown: Box::new(shown),
        look,
        is_told: Cell::new(false),
        told: Cell::new(0),
        nap: RefCell::new(None),
    })));
    page::on_return(move || {
        watch.wake();
        spawn_local(watch.look());
    });
    page::on_hidden(move || watch.wake());
    on_cleanup(move || watch.wake());
    effect(move || {
        if let Some(state) = watch.state() {
            let _ = (state.shown)();
        }
        watch.wake();
    });
    spawn_local(watch.ask_now_and_then());
    spawn_local(watch.follow());
}

impl Watch {
    fn state(self) -> Option<Rc<State>> {
        self.0.try_get_value()
    }

    async fn look(self) {
        if let Some(state) = self.state() {
            (state.look)().await;
        }
    }

    /// Ends what is being waited for.
    fn wake(self) {
        let nap = self.state().and_then(|state| state.nap.take());
        if let Some(nap) = nap {
            nap.end();
        }
    }

    /// A wait that [`Self::wake`] ends.
    fn nap(self, milliseconds: u32) -> Nap {
        let nap = Nap::new(milliseconds);
        if let Some(state) = self.state() {
            state.nap.replace(Some(nap.clone()));
        }
        nap
    }

    /// What is to be followed now: the case on the screen, while somebody looks at it.
    fn wanted(self) -> Option<(Party, u32)> {
        let state = self.state()?;
        untrack(|| (state.shown)()).filter(|_| page::is_seen())
    }

    /// Asks for the case again and again, while the server does not tell of news or what it told is not shown yet.
    async fn ask_now_and_then(self) {
        loop {
            Nap::new(LOOK_MS).over().await;
            let Some(state) = self.state() else { return };
            let is_behind = self
                .wanted()
                .is_some_and(|(_, version)| version < state.told.get());
            if !state.is_told.get() || is_behind {
                self.look().await;
            }
        }
    }

    /// Listens whenever there is a case on the screen, again and again.
    async fn follow(self) {
        let mut failures = 0;
        while self.state().is_some() {
            let Some((party, version)) = self.wanted() else {
                self.nap(LOOK_MS).over().await;
                continue;
            };
            let begin = clock::now_ms();
            let mut at_least = 0;
            match api::news(&party, version).await {
                Ok(news) => self.listen(&party, version, news).await,
                Err(failure) => at_least = wait_after(&failure),
            }
            // The page may be gone by now.
            let Some(state) = self.state() else { return };
            state.is_told.set(false);
            let lasted = clock::now_ms() - begin;
            failures = if lasted > f64::from(LOOK_MS) {
                1
            } else {
                failures + 1
            };
            if self.wanted().is_some_and(|(now, _)| now == party) {
                let pause = pause(failures, random::chance()).max(at_least);
                self.nap(pause).over().await;
            } else {
                failures = 0;
            }
        }
    }

    /// Listens until that ends, another case is on the screen or nobody looks any more.
    async fn listen(self, party: &Party, version: u32, mut news: News) {
        let mut heard = clock::now_ms();
        if let Some(state) = self.state() {
            state.told.set(version);
        }
        loop {
            let is_wanted = self.wanted().is_some_and(|(now, _)| now == *party);
            if !is_wanted || clock::now_ms() - heard >= f64::from(SILENCE_MS) {
                return;
            }
            match news.next(&self.nap(SILENCE_MS)).await {
                Heard::Told(version) => {
                    heard = clock::now_ms();
                    let Some(state) = self.state() else { return };
                    // Only now is it certain that nobody on the way holds back what is told.
                    state.is_told.set(true);
                    if let Some(version) = version {
                        state.told.set(version);
                        self.look().await;
                    }
                }
                Heard::Nothing => {}
                Heard::End => return,
            }
        }
    }
}

/// How long it is waited at the least after this failure. A wrong code counts, and a server without news has none soon.
fn wait_after(failure: &ApiFailure) -> u32 {
    match failure {
        ApiFailure::Rejected(problem) => match (problem.code, problem.retry_after) {
            (
                ProblemCode::RequestNotFound
                | ProblemCode::InvitationNotFound
                | ProblemCode::RequestErased,
                _,
            ) => PAUSE_MAX_MS,
            (_, wait) => wait.unwrap_or_default().saturating_mul(1000),
        },
        ApiFailure::Outdated => PAUSE_MAX_MS,
        ApiFailure::Offline | ApiFailure::TimedOut | ApiFailure::Unreadable => 0,
    }
}

/// How long it is waited after so many failures. Chance, from 0 to 1, parts those who were cut off together.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "half of five minutes at the most, and positive"
)]
fn pause(failures: u32, chance: f64) -> u32 {
    let doubled = 1_u32
        .checked_shl(failures.saturating_sub(1))
        .unwrap_or(u32::MAX);
    let half = PAUSE_MS.saturating_mul(doubled).min(PAUSE_MAX_MS) / 2;
    half + (f64::from(half) * chance.clamp(0.0, 1.0)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::problem::Problem;

    fn rejected(code: ProblemCode, retry_after: Option<u32>) -> ApiFailure {
        ApiFailure::Rejected(Box::new(Problem {
            kind: "about:blank".into(),
            title: String::new(),
            status: code.http_status(),
            code,
            request_id: String::new(),
            issues: Vec::new(),
            legal_moves: Vec::new(),
            retry_after,
            filed_on: None,
            since: Vec::new(),
        }))
    }

    #[test]
    fn each_failure_is_followed_by_a_longer_wait_up_to_a_bound() {
        let longest = |failures| pause(failures, 1.0);
        assert_eq!([1, 2, 3].map(longest), [4_000, 8_000, 16_000]);
        for failures in [8, 31, 32, 33, u32::MAX] {
            assert_eq!(longest(failures), PAUSE_MAX_MS);
        }
        for failures in 0..40 {
            assert_eq!(pause(failures, 0.0), longest(failures) / 2);
            let middle = pause(failures, 0.5);
            assert!(pause(failures, 0.0) < middle && middle < longest(failures));
        }
    }

    #[test]
    fn a_full_server_is_left_alone_for_as_long_as_it_says() {
        let full = rejected(ProblemCode::NewsFull, Some(60));
        assert_eq!(wait_after(&full), 60_000);
        assert_eq!(wait_after(&ApiFailure::Offline), 0);
    }

    #[test]
    fn a_code_that_opens_nothing_is_not_tried_again_and_again() {
        let wrong = rejected(ProblemCode::InvitationNotFound, None);
        assert_eq!(wait_after(&wrong), PAUSE_MAX_MS);
    }
}
