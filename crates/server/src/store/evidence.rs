//! What the store knows of evidence: whose it is, how much of it is durable, where its pieces are. The bytes
//! themselves are objects (see `shelf`).

use async_trait::async_trait;
use contract::evidence::EvidenceKind;
use jiff::Timestamp;

use super::{Mac, StoreError};

/// A file to be uploaded.
#[derive(Clone, Debug)]
pub struct NewEvidenceRow {
    /// Opaque id, never given before.
    pub id: String,
    /// Keyed hash of the basket's secret.
    pub basket_mac: Mac,
    /// Keyed hash of what the client calls it, if it calls it anything.
    pub begun_mac: Option<Mac>,
    /// The request it is added to, when that is filed already.
    pub number: Option<String>,
    /// Its name, sealed.
    pub name_sealed: Vec<u8>,
    /// How many bytes it has.
    pub length: u64,
    /// Now.
    pub at: Timestamp,
    /// Until when it may be finished and attached.
    pub expires_at: Timestamp,
}

/// Files that count together, and what they come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// How many there are.
    pub files: u32,
    /// How many bytes they have.
    pub bytes: u64,
}

/// How adding a file ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddOutcome {
    /// It may be uploaded.
    Added,
    /// It was begun before: this is it.
    Known(Box<EvidenceRow>),
    /// It does not fit beside these.
    NoRoom(Room),
    /// The request that it was to be added to has ended.
    Ended,
}

/// A file that is uploaded or finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    /// Opaque id.
    pub id: String,
    /// Keyed hash of the basket's secret.
    pub basket_mac: Mac,
    /// The request it belongs to, if it is filed.
    pub number: Option<String>,
    /// Its name, sealed.
    pub name_sealed: Vec<u8>,
    /// How many bytes are sent.
    pub length: u64,
    /// How many of them are durable.
    pub received: u64,
    /// What was kept, once all were there.
    pub finished: Option<Finished>,
    /// Until when it may be finished and attached.
    pub expires_at: Timestamp,
}

impl EvidenceRow {
    /// Whether it is to be deleted: it was not finished or not attached in time.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        (self.number.is_none() || self.finished.is_none()) && self.expires_at <= now
    }
}

/// What was kept of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finished {
    /// What it is.
    pub kind: EvidenceKind,
    /// How many bytes.
    pub bytes: u64,
    /// Since when.
    pub at: Timestamp,
}

/// A piece of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PieceRow {
    /// Where it begins.
    pub start: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// The object that holds them.
    pub object: String,
}

/// Whose files.
#[derive(Clone, Copy, Debug)]
pub enum FilesOf<'a> {
    /// Those in the basket with this keyed hash that no request has yet.
    Basket(&'a Mac, Timestamp),
    /// Those of the request with this number.
    Request(&'a str),
}

/// The part of the store that keeps track of evidence.
#[async_trait]
pub trait EvidenceStore: Send + Sync {
    /// Stores a file to be uploaded if `fits` says so of the files in its basket and of its request, and if its request
    /// has not ended. Additions to one basket or request are judged one after the other, and before or after the end
    /// of the request.
    async fn add_evidence(
        &self,
        evidence: NewEvidenceRow,
        fits: &(dyn Fn(Room) -> bool + Sync),
    ) -> Result<AddOutcome, StoreError>;

    /// How many bytes were announced of the files that are not whole or belong to no request, those that have expired
    /// and are still there included.
    async fn waiting_bytes(&self) -> Result<u64, StoreError>;

    /// A file with its pieces in order.
    async fn evidence(&self, id: &str) -> Result<Option<(EvidenceRow, Vec<PieceRow>)>, StoreError>;

    /// Keeps the next pieces in one transaction. `false` when the first does not begin where the durable ones
    /// end, when there would be more than was announced, or when the file is finished or expired.
    async fn add_pieces(
        &self,
        id: &str,
        pieces: &[PieceRow],
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Finishes a file that is there as a whole: these pieces take the place of those it came in. `false` when it
    /// is finished already, not whole or expired.
    async fn finish_evidence(
        &self,
        id: &str,
        finished: Finished,
        pieces: &[PieceRow],
    ) -> Result<bool, StoreError>;

    /// Finished files, oldest first.
    async fn finished_evidence(&self, of: FilesOf<'_>) -> Result<Vec<EvidenceRow>, StoreError>;

    /// Lets a file expire now, unless it is finished and attached: `false`.
    async fn expire_evidence(&self, id: &str) -> Result<bool, StoreError>;

    /// Ids of files that expired by then, at most so many.
    async fn expired_evidence(&self, by: Timestamp, limit: u32) -> Result<Vec<String>, StoreError>;

    /// Pieces of all files in the order of their ids and places, at most so many, from after this one on.
    async fn pieces_after(
        &self,
        after: (&str, u64),
        limit: u32,
    ) -> Result<Vec<(String, PieceRow)>, StoreError>;

    /// Deletes what is known of a file that expired by then.
    async fn forget_evidence(&self, id: &str, by: Timestamp) -> Result<(), StoreError>;
}
