//! What the store does for personal data as such: erase what nobody may keep any longer, hold what must be kept,
//! and seal anew what is sealed under an old key.

use async_trait::async_trait;
use contract::status::Status;
use jiff::Timestamp;

use super::StoreError;

/// A column of sealed texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedColumn {
    /// The contents of requests, by number.
    RequestContent,
    /// The details of timeline entries, by number and version.
    EntryDetail,
    /// The words of reports, by id.
    ReportNote,
    /// The names of files, by id.
    EvidenceName,
    /// What groups share, by id.
    GroupShared,
    /// The codes of groups, by id.
    GroupCode,
    /// Invitations, by number.
    Invitation,
    /// The secrets of second factors, by account.
    AccountFactor,
    /// Complaints, by their own number.
    Complaint,
    /// The answers to complaints, by the complaint's number.
    ComplaintAnswer,
    /// The words of ratings, by id.
    RatingNote,
    /// Terms, by number.
    Settlement,
    /// Where browsers are told of news, by id.
    PushSubscription,
}

impl SealedColumn {
    /// Every column of sealed texts that there is.
    pub const ALL: [Self; 13] = [
        Self::RequestContent,
        Self::EntryDetail,
        Self::ReportNote,
        Self::EvidenceName,
        Self::GroupShared,
        Self::GroupCode,
        Self::Invitation,
        Self::AccountFactor,
        Self::Complaint,
        Self::ComplaintAnswer,
        Self::RatingNote,
        Self::Settlement,
        Self::PushSubscription,
    ];
}

/// A sealed text and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRow {
    /// The row's number or id.
    pub row: String,
    /// The version of a timeline entry; 0 elsewhere.
    pub version: i64,
    /// The text.
    pub sealed: Vec<u8>,
}

/// The part of the store that looks after personal data.
#[async_trait]
pub trait PersonalStore: Send + Sync {
    /// Numbers of requests that ended with this status by then, the earliest first, at most so many. Not those
    /// that are held or erased, nor those of which a complaint waits to be answered.
    async fn overdue(
        &self,
        status: Status,
        ended_by: Timestamp,
        limit: u32,
    ) -> Result<Vec<String>, StoreError>;

    /// Erases what people wrote in a request that has ended and is not held, in one transaction: its content, the
    /// details of its timeline, its invitation and terms, the browsers that
    /// are told of it, its seat in a group, and its files, which expire. A group that it started takes in
    /// nobody any more and shares `shared` from now on. `false` when it was erased before, is held, goes on, or a
    /// complaint about it waits to be answered.
    async fn erase(
        &self,
        number: &str,
        at: Timestamp,
        shared: Option<&[u8]>,
    ) -> Result<bool, StoreError>;

    /// Holds a request from this moment on, or no longer. One that is held stays so since when it was. `false`
    /// when there is none, or nothing left of it to hold.
    async fn hold(&self, number: &str, since: Option<Timestamp>) -> Result<bool, StoreError>;

    /// Texts of a column that are sealed under this key, at most so many, in order, from after this row and
    /// version on.
    async fn sealed_under(
        &self,
        column: SealedColumn,
        key: u32,
        after: (&str, i64),
        limit: u32,
    ) -> Result<Vec<SealedRow>, StoreError>;

    /// Puts another sealed form in the place of a text. `false` when that has changed since.
    async fn reseal(
        &self,
        column: SealedColumn,
        text: &SealedRow,
        sealed: &[u8],
    ) -> Result<bool, StoreError>;

    /// Remembers of a key that it is no longer in use: key files need no longer have it.
    async fn retire_key(&self, name: &str) -> Result<(), StoreError>;
}
