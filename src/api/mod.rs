//! The server, seen from the browser: one transport and one file per resource.

mod doors;
mod organizations;
mod portal;
mod regions;
mod requests;
mod transport;

pub use doors::{door_topics, door_tree};
pub use organizations::{Counts, counts, organization, search, suggestions};
pub use portal::portal;
pub use regions::region;
pub use requests::{add_note, open, submit, withdraw};
pub use transport::{Call, Method, call, from_json, get, to_json};

use std::sync::Arc;

use contract::problem::{Problem, ProblemCode};

/// Why there is no answer. Every arm has its own words and its own next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiFailure {
    /// No connection: whether the server got the question is unknown.
    Offline,
    /// No answer within the time allowed: whether the server got the question is unknown.
    TimedOut,
    /// The server answered that it cannot do this, and why.
    Rejected(Box<Problem>),
    /// Something answered that is not the portal's server, or the server is in trouble.
    Unreadable,
    /// The server is newer than this page.
    Outdated,
}

impl ApiFailure {
    /// The code of the server's answer, when it gave one.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Rejected(problem) => Some(problem.code),
            _ => None,
        }
    }
}

/// What a page shows while it waits, and after. Copies share what has arrived.
#[derive(Clone, Debug)]
pub enum Load<T> {
    /// On its way.
    Waiting,
    /// Here.
    Ready(Arc<T>),
    /// Not to be had.
    Failed(ApiFailure),
}

impl<T> From<Result<T, ApiFailure>> for Load<T> {
    fn from(answer: Result<T, ApiFailure>) -> Self {
        match answer {
            Ok(value) => Self::Ready(Arc::new(value)),
            Err(failure) => Self::Failed(failure),
        }
    }
}
