//! What the store keeps of what people say about how their case was handled: complaints and ratings.

use async_trait::async_trait;
use contract::status::Actor;
use jiff::Timestamp;
use jiff::civil::Date;

use super::notices::NewNotice;
use super::{Mac, StoreError};

/// Of which version of a complaint there is news: it changes once, when it is answered.
pub const ANSWERED: i64 = 1;

/// A complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintRow {
    /// Its own number.
    pub number: String,
    /// About which request.
    pub request: String,
    /// With what it was filed: the request's number, or the other side's invitation.
    pub filed_by: String,
    /// Which side made it.
    pub actor: Actor,
    /// About which organization.
    pub about: String,
    /// Which organization is to answer.
    pub receiver: String,
    /// When it arrived.
    pub filed_at: Timestamp,
    /// The last day for an answer in China.
    pub answer_by: Date,
    /// What is said in it, sealed.
    pub sealed: Vec<u8>,
    /// When it was answered, with the sealed answer, if it was.
    pub answer: Option<(Timestamp, Vec<u8>)>,
}

/// A complaint to be stored. It has no answer yet.
#[derive(Clone, Debug)]
pub struct NewComplaintRow {
    /// The complaint.
    pub complaint: ComplaintRow,
    /// How many there may be that were filed with the same.
    pub most: usize,
    /// Keyed hash of the idempotency key.
    pub key_mac: Mac,
    /// Keyed hash of the body, to tell a retry from another complaint under the same key.
    pub body_mac: Mac,
}

/// How complaining ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ComplaintOutcome {
    /// Stored now, durably.
    Stored,
    /// This key and body were stored before: here is that complaint.
    Replayed(Box<ComplaintRow>),
    /// This key was used for a different body.
    KeyReused,
    /// Another complaint has this number: draw again.
    NumberTaken,
    /// There are as many as there may be: nothing was stored.
    TooMany,
    /// What people wrote in the request is erased, or there is none: nothing was stored.
    Gone,
}

/// A rating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingRow {
    /// The request's number and the side: one rating for each.
    pub id: String,
    /// Of which request.
    pub request: String,
    /// Who handled it then.
    pub organization: String,
    /// One to five.
    pub stars: u8,
    /// Whether the words may be published.
    pub may_publish: bool,
    /// In words, sealed, if given.
    pub note_sealed: Option<Vec<u8>>,
    /// When it was given first.
    pub rated_at: Timestamp,
    /// Opaque id of the words for whoever looks at them: it says nothing of the request, and changes with the rating.
    pub words: String,
    /// What was decided of the words, if it was.
    pub verdict: Option<VerdictRow>,
}

/// What somebody who was not rated decided of words that may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictRow {
    /// Whether everybody sees them.
    pub shown: bool,
    /// The centre that decided; `None`: the operator.
    pub reviewer: Option<String>,
    /// The name of who did.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// How many ratings with so many stars an organization was given in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingCount {
    /// Which organization.
    pub organization: String,
    /// The month in China, `YYYY-MM`.
    pub month: String,
    /// One to five.
    pub stars: u8,
    /// How many.
    pub count: u32,
}

/// The part of the store that keeps complaints and ratings. They are erased with the request.
#[async_trait]
pub trait FeedbackStore: Send + Sync {
    /// Stores a complaint, exactly once per key.
    async fn complain(&self, complaint: &NewComplaintRow) -> Result<ComplaintOutcome, StoreError>;

    /// The complaint stored earlier under this key with this body, if there is one.
    async fn complained(
        &self,
        key_mac: &Mac,
        body_mac: &Mac,
    ) -> Result<Option<ComplaintRow>, StoreError>;

    /// The complaints that were filed with this, oldest first.
    async fn complaints_of(&self, filed_by: &str) -> Result<Vec<ComplaintRow>, StoreError>;

    /// One complaint.
    async fn complaint(&self, number: &str) -> Result<Option<ComplaintRow>, StoreError>;

    /// What this organization is to answer, what is due first first, at most `limit`.
    async fn open_complaints(
        &self,
        receiver: &str,
        limit: u32,
    ) -> Result<Vec<ComplaintRow>, StoreError>;

    /// Answers a complaint and puts the news of it into the outbox, under its own number, in one transaction; unless it is
    /// answered already: `false` when it is, or there is none.
    async fn answer_complaint(
        &self,
        number: &str,
        at: Timestamp,
        sealed: &[u8],
        news: &[NewNotice],
    ) -> Result<bool, StoreError>;

    /// Keeps a rating in the place of an earlier one, of which only the time stays; nothing is decided of its words then.
    /// `false` when what people wrote in the request is erased, or there is none.
    async fn rate(&self, rating: &RatingRow) -> Result<bool, StoreError>;

    /// The rating with this id.
    async fn rating(&self, id: &str) -> Result<Option<RatingRow>, StoreError>;

    /// An organization's ratings, the latest first, at most `limit`.
    async fn ratings(&self, organization: &str, limit: u32) -> Result<Vec<RatingRow>, StoreError>;

    /// How many ratings were given since then, by organization, month and stars.
    async fn rating_counts(&self, since: Timestamp) -> Result<Vec<RatingCount>, StoreError>;

    /// The organizations in whose ratings words wait to be decided on.
    async fn words_wait_at(&self) -> Result<Vec<String>, StoreError>;

    /// Ratings of these organizations whose words wait to be decided on, oldest first, at most `limit`.
    async fn waiting_words(
        &self,
        organizations: &[String],
        limit: u32,
    ) -> Result<Vec<RatingRow>, StoreError>;

    /// The rating whose words have this id, if they may be published.
    async fn words(&self, words: &str) -> Result<Option<RatingRow>, StoreError>;

    /// Decides on words that may be published, if what was decided of them is still `before`; `false` when it is not, or
    /// there are no such words any more.
    async fn decide_words(
        &self,
        words: &str,
        before: Option<bool>,
        verdict: &VerdictRow,
    ) -> Result<bool, StoreError>;

    /// Ratings given since then whose words everybody sees, the latest first, at most `limit`.
    async fn shown_words(&self, since: Timestamp, limit: u32)
    -> Result<Vec<RatingRow>, StoreError>;

    /// Of how many ratings given since then it was decided that nobody sees the words.
    async fn withheld_words(&self, since: Timestamp) -> Result<u32, StoreError>;
}
