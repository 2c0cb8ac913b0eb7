//! The outbox: which news is to be told by which channel, when it is tried next and what was given up. To whom is
//! not kept here: that is in the request, sealed.

use async_trait::async_trait;
use contract::notices::NoticeChannel;
use jiff::Timestamp;

use super::StoreError;

/// News to be told, stored in one transaction with the entry it tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// How. To browsers only where there is one to tell: without, it is not stored.
    pub channel: NoticeChannel,
    /// Not before.
    pub due_at: Timestamp,
}

/// News that is being told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// Of which request, or of which complaint that was answered.
    pub number: String,
    /// Of which entry of its timeline; of a complaint always the same.
    pub version: i64,
    /// How.
    pub channel: NoticeChannel,
    /// How often it was tried, this time included.
    pub tries: u32,
}

/// News that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadNotice {
    /// Which.
    pub notice: NoticeRow,
    /// When it was given up.
    pub dead_at: Timestamp,
    /// Why the last try failed.
    pub reason: String,
}

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticeCounts {
    /// To be told.
    pub waiting: u64,
    /// Given up.
    pub dead: u64,
}

/// The part of the store that keeps the outbox.
#[async_trait]
pub trait NoticeStore: Send + Sync {
    /// Takes at most so many that are due on this channel, the longest due first. Until `until` nobody else is given
    /// them; whoever was given them and is not heard of leaves them to others then. Each counts as tried.
    async fn claim_notices(
        &self,
        channel: NoticeChannel,
        at: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<NoticeRow>, StoreError>;

    /// Forgets what is done with: this news and all before it of the same request on the same channel, as one message
    /// tells of them all.
    async fn finish_notice(&self, notice: &NoticeRow) -> Result<(), StoreError>;

    /// Lets it be tried again from then on, with so many tries counted. Nothing happens when somebody else has taken it
    /// meanwhile.
    async fn put_off_notice(
        &self,
        notice: &NoticeRow,
        due_at: Timestamp,
        tries: u32,
        reason: &str,
    ) -> Result<(), StoreError>;

    /// Gives it up. Nothing happens when somebody else has taken it meanwhile.
    async fn give_up_notice(
        &self,
        notice: &NoticeRow,
        at: Timestamp,
        reason: &str,
    ) -> Result<(), StoreError>;

    /// What was given up, the latest first, at most `limit`.
    async fn dead_notices(&self, limit: u32) -> Result<Vec<DeadNotice>, StoreError>;

    /// Lets what was given up be tried anew from now on: of this request, or of all. Says how many.
    async fn retry_notices(&self, number: Option<&str>, at: Timestamp) -> Result<u64, StoreError>;

    /// How many there are.
    async fn notice_counts(&self) -> Result<NoticeCounts, StoreError>;
}
