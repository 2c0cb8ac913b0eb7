//! The server, seen from the desk.

mod calls;
mod transport;

pub use calls::*;
pub use transport::{is_online, to_json};

use contract::draft::Issue;
use contract::problem::{Problem, ProblemCode};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No connection.
    Offline,
    /// No answer within the time allowed.
    TimedOut,
    /// Something answered that is not the server, or the server is in trouble.
    Unreadable,
    /// The server has a newer desk than this one.
    Outdated,
    /// The session has ended: signing in again stands before everything else.
    SignedOut,
    /// The server says why not.
    Refused(Box<Problem>),
}

impl Failure {
    /// The code of a refusal.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            _ => None,
        }
    }

    /// What a refusal says about single fields.
    pub fn issues(&self) -> &[Issue] {
        match self {
            Self::Refused(problem) => &problem.issues,
            _ => &[],
        }
    }
}
