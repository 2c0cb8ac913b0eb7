//! What people can do: file, with evidence or together, open, withdraw, add a note, correct and erase what is held of
//! them, complain and rate, report a wrong entry; and for staff list, read, move on, answer and settle. And what follows from it: news that is
//! told, at once to who has a case on the screen.
//!
//! Use cases over the store and the keys, with the rules of `contract`. They know no HTTP and no SQL;
//! the clock and the drawing of numbers are passed in.

mod access;
mod case_file;
mod clock;
mod desk;
mod evidence;
mod feedback;
mod group;
mod invitation;
mod moves;
mod news;
mod notices;
mod oidc;
mod open_data;
mod page;
mod paper;
mod personal;
mod push;
mod records;
mod reports;
mod reseal;
mod review;
mod seeking;
mod settlement;
mod slots;
mod staff;
mod submit;
mod supervision;
mod time;
mod view;
mod watch;

use std::sync::Arc;

use contract::draft::Issue;
use contract::hours::WeekMinute;
use contract::number::NUMBER_SYMBOLS;
use contract::personal::Retention;
use contract::problem::{ProblemCode, Since};
use contract::request::{Content, Detail};
use contract::status::Event;
use jiff::Timestamp;

use crate::config::Locks;
use crate::crypto::{self, CryptoError, Keyring, Place};
use crate::directory::Directory;
use crate::evidence::ShelfError;
use crate::notices::Post;
use crate::paper::{Press, PressError};
use crate::store::{OrganizationRow, Store, StoreError};

pub use access::Owner;
pub use case_file::CaseFileExport;
pub use desk::{Session, new_account, new_password};
pub use evidence::{Announced, Checksum, Download, Evidence, NewUpload, Upload};
pub use feedback::Party;
pub use invitation::Invited;
pub use news::Listener;
pub use oidc::{Arrival, NotIn, SignedIn, identity_mac};
pub use staff::{QueuePage, Staff, Who, new_staff_token};
pub use submit::{Attached, Filing, Submitted};
pub use supervision::Period;
pub use time::system_clock;
pub use watch::Watch;

/// Why a use case was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Fields break their rules: every issue, in the order of the form.
    #[error("fields break their rules")]
    Invalid(Vec<Issue>),
    /// Number and code, or number and organization, do not belong together; or there is no such number.
    #[error("no such request")]
    NotFound,
    /// There is no such organization.
    #[error("no such organization")]
    NoOrganization,
    /// Number and code open no invitation, or none any more; or nobody was invited.
    #[error("no such invitation")]
    NoInvitation,
    /// There is no such report, or it is about another organization.
    #[error("no such report")]
    NoReport,
    /// The staff token is not valid, or the session has ended.
    #[error("no valid staff token or session")]
    Unauthorized,
    /// Name and password do not sign in.
    #[error("name and password do not sign in")]
    SignInFailed,
    /// The password is right; six digits are missing or wrong.
    #[error("the second factor is needed")]
    SecondFactorNeeded,
    /// Too many passwords are being looked at.
    #[error("busy")]
    Busy,
    /// Not for this role.
    #[error("not for this role")]
    Forbidden,
    /// The case changed after it was read: this happened.
    #[error("the case changed meanwhile")]
    Outdated(Vec<Since>),
    /// There is one that is likely for the same, filed on this day in China.
    #[error("likely a duplicate")]
    Likely(jiff::civil::Date),
    /// The idempotency key was used for something else.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// Too many wrong codes.
    #[error("locked")]
    Locked {
        /// Seconds until the next try is heard.
        retry_after: u32,
    },
    /// What people wrote in the request was erased.
    #[error("the request is erased")]
    Erased,
    /// What people wrote in the request must be kept for now.
    #[error("the request must be kept")]
    MustBeKept,
    /// The status machine does not allow it; these moves it does.
    #[error("not a legal move")]
    IllegalMove(Vec<Event>),
    /// A file or its upload is refused, for this reason.
    #[error("evidence is refused: {}", .0.as_str())]
    Evidence(ProblemCode),
    /// A group is not there or does not allow it, for this reason.
    #[error("a group refuses: {}", .0.as_str())]
    Group(ProblemCode),
    /// A complaint or a rating is refused, for this reason.
    #[error("feedback is refused: {}", .0.as_str())]
    Feedback(ProblemCode),
    /// There is no place for another stream of news, for this reason.
    #[error("no place to listen: {}", .0.as_str())]
    News(ProblemCode),
    /// There is no paper of what is no dispute.
    #[error("nothing to print")]
    NoPaper,
    /// No terms are before the sides.
    #[error("no terms")]
    NoTerms,
    /// Other terms are before both sides than those that were read.
    #[error("the terms have changed")]
    TermsChanged,
    /// This browser cannot be told of news, or not of this request.
    #[error("cannot be told by push")]
    NoPush,
    /// Other times are offered than those that were read, or none any more.
    #[error("the times that are offered have changed")]
    SlotsChanged,
    /// There is nothing to print with.
    #[error("no font to print in")]
    NoPress,
    /// It could not be printed.
    #[error(transparent)]
    Press(#[from] PressError),
    /// The place for evidence could not.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fault of ours.
    #[error("a fault")]
    Fault(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<CryptoError> for Refused {
    fn from(error: CryptoError) -> Self {
        Self::Fault(Box::new(error))
    }
}

/// JSON that was sealed is not what this build can read. What serde_json says would quote from it, and it is
/// about people.
#[derive(Debug, thiserror::Error)]
#[error("a sealed text cannot be read at line {line}, column {column}")]
struct Unreadable {
    line: usize,
    column: usize,
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(Box::new(Unreadable {
            line: error.line(),
            column: error.column(),
        }))
    }
}

/// Draws the random symbols of a request number.
pub type Draw = Box<dyn Fn() -> Result<[u8; NUMBER_SYMBOLS], CryptoError> + Send + Sync>;

/// What time and chance say. Tests say it themselves.
pub struct World {
    /// The time now.
    pub clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// The next request number.
    pub draw: Draw,
}

impl Default for World {
    fn default() -> Self {
        Self {
            clock: Box::new(system_clock),
            draw: Box::new(crypto::random),
        }
    }
}

/// What the operator decided.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Working days in which organizations promise their first answer.
    pub first_contact_days: u8,
    /// Working days after which a step that is still overdue is raised to the centre above.
    pub raise_after_days: u8,
    /// Working days in which complaints are answered, as the operator promises.
    pub complaint_days: u8,
    /// Limits on wrong access codes.
    pub locks: Locks,
    /// Bytes of evidence that may wait for their requests.
    pub waiting_bytes: Option<u64>,
    /// How long ended requests are kept.
    pub retention: Retention,
}

/// All requests, and everything one can do with them.
pub struct Cases {
    /// Where they are kept.
    pub store: Arc<dyn Store>,
    /// What seals them.
    pub keys: Arc<Keyring>,
    /// Whom they go to.
    pub directory: Arc<Directory>,
    /// The files that belong to them.
    pub evidence: Evidence,
    /// What prints them, where there is a font.
    pub press: Option<Press>,
    /// What carries news of them.
    pub post: Post,
    /// Who has which of them on the screen.
    pub watch: Watch,
    /// Time and chance.
    pub world: World,
    /// The operator's decisions.
    pub policy: Policy,
}

impl Cases {
    /// To be called when the server stops: nobody waits for news any more.
    pub(crate) fn end_news(&self) {
        self.watch.close();
    }

    fn now(&self) -> Timestamp {
        time::whole_seconds((self.world.clock)())
    }

    /// The present moment of the week in China, by which doors are open or closed.
    pub(crate) fn week_minute(&self) -> WeekMinute {
        time::week_minute(self.now())
    }

    /// The organization of a stored request, which may have left the directory since.
    async fn organization(&self, id: &str) -> Result<OrganizationRow, Refused> {
        if let Some(row) = self.directory.index().get(id) {
            return Ok(row);
        }
        let stored = self.store.organization(id).await?;
        stored
            .ok_or_else(|| Refused::Fault("a request names an organization that never was".into()))
    }

    /// What was sent with the request of this number.
    fn content(&self, number: &str, sealed: &[u8]) -> Result<Content, Refused> {
        let json = self.keys.open(content_place(number), sealed)?;
        Ok(serde_json::from_slice(&json)?)
    }

    fn seal_detail(&self, number: &str, entry: usize, detail: &Detail) -> Result<Vec<u8>, Refused> {
        let row = entry_row(number, entry);
        let json = serde_json::to_vec(detail)?;
        Ok(self.keys.seal(entry_place(&row), &json)?)
    }

    fn open_detail(&self, number: &str, entry: usize, sealed: &[u8]) -> Result<Detail, Refused> {
        let row = entry_row(number, entry);
        let json = self.keys.open(entry_place(&row), sealed)?;
        Ok(serde_json::from_slice(&json)?)
    }
}

fn content_place(number: &str) -> Place<'_> {
    Place {
        table: "request",
        column: "content",
        row: number,
    }
}

/// Entries are named by their place on the timeline, so they cannot be exchanged within a request either.
fn entry_row(number: &str, entry: usize) -> String {
    format!("{number}/{entry}")
}

fn entry_place(row: &str) -> Place<'_> {
    Place {
        table: "entry",
        column: "detail",
        row,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_cannot_be_read_is_not_quoted() {
        for (text, secret) in [
            ("{\n\"appointment\": \"标记姓名\"}", "标记姓名"),
            ("{\n\"note\": 13987654321}", "13987654321"),
        ] {
            let error = serde_json::from_str::<Detail>(text).unwrap_err();
            assert!(error.to_string().contains(secret), "{error}");
            let Refused::Fault(fault) = Refused::from(error) else {
                unreachable!("a fault of ours");
            };
            let told = format!("{} {fault:?}", crate::telemetry::explain(fault.as_ref()));
            assert!(told.contains("at line 2, column "), "{told}");
            assert!(!told.contains(secret), "{told}");
        }
    }
}
