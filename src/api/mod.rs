//! The server, seen from the browser: one transport and one file per resource.

mod checkup;
mod doors;
mod evidence;
mod feedback;
mod groups;
mod invitations;
mod kept;
mod news;
mod organizations;
mod party;
mod portal;
mod push;
mod regions;
mod requests;
mod settlement;
mod transport;

pub use checkup::checkup;
pub use doors::{door_topics, door_tree};
pub use evidence::{
    Announced, basket, begin_upload, drop_upload, evidence_file, send_piece, uploaded,
};
pub use feedback::{complain, feedback, rate};
pub use groups::{group, group_move, invitation, start_group};
pub use invitations::{party_answer, party_view};
pub use kept::{Answer, ORGANIZATIONS, Past, SEARCHES, forget_kept, kept, tidy_kept};
pub use news::{Heard, News, news};
pub use organizations::{
    Counts, addressee, counts, organization, report, results, search, suggestions,
};
pub use party::Party;
pub use portal::{open_data, portal};
pub use push::{begin_push, end_push, is_pushed};
pub use regions::region;
pub use requests::{
    add_note, answer_transfer, ask_for_visit, choose_slots, correct, erase, open, paper,
    report_performance, submit, withdraw,
};
pub use settlement::{Seat, answer_terms, report_payment, settlement, terms_paper};
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

    /// Whether the server certainly did not store what was sent. A refusal tells nothing about an earlier try of
    /// the same, unless another one is stored in its place.
    pub fn was_not_stored(&self, first_try: bool) -> bool {
        use ProblemCode as P;
        match self.code() {
            // Nothing, or something else, is stored under its key.
            Some(P::IdempotencyKeyReused | P::EvidenceMissing) => true,
            Some(P::Internal | P::StorageUnavailable | P::TimedOut | P::Unknown) | None => false,
            Some(_) => first_try,
        }
    }

    /// Whether nothing was answered: what was answered before may then still be true.
    pub fn is_silence(&self) -> bool {
        matches!(self, Self::Offline | Self::TimedOut | Self::Unreadable)
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

#[cfg(test)]
mod tests {
    use super::*;
    use contract::problem::Problem;

    fn rejected(code: ProblemCode) -> ApiFailure {
        ApiFailure::Rejected(Box::new(Problem {
            kind: "about:blank".into(),
            title: String::new(),
            status: code.http_status(),
            code,
            request_id: String::new(),
            issues: Vec::new(),
            legal_moves: Vec::new(),
            retry_after: None,
            filed_on: None,
            since: Vec::new(),
        }))
    }

    #[test]
    fn only_a_clear_no_says_that_this_was_not_stored() {
        for failure in [
            ApiFailure::Offline,
            ApiFailure::TimedOut,
            ApiFailure::Unreadable,
            ApiFailure::Outdated,
            rejected(ProblemCode::Internal),
        ] {
            assert!(!failure.was_not_stored(true), "{failure:?}");
        }
        for code in [ProblemCode::Invalid, ProblemCode::TooManyRequests] {
            assert!(rejected(code).was_not_stored(true));
            assert!(
                !rejected(code).was_not_stored(false),
                "an earlier try may have arrived"
            );
        }
        // Another draft has the key, so this one has not.
        assert!(rejected(ProblemCode::IdempotencyKeyReused).was_not_stored(false));
        assert!(rejected(ProblemCode::EvidenceMissing).was_not_stored(false));
    }
}
