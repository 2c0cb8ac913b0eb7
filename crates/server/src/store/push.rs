//! What the store keeps of browsers that are told of news.

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;

/// A browser that is told of news of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushRow {
    /// A keyed hash of the number and of the browser's address, in hexadecimal digits.
    pub id: String,
    /// Of which request.
    pub number: String,
    /// The sealed `contract::push::PushSubscription`.
    pub sealed: Vec<u8>,
    /// When it began, or began anew.
    pub begun_at: Timestamp,
}

/// A browser that has not been told of some news yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushTarget {
    /// The row's id.
    pub id: String,
    /// The sealed `contract::push::PushSubscription`.
    pub sealed: Vec<u8>,
}

/// The part of the store that keeps browsers to tell of news.
#[async_trait]
pub trait PushStore: Send + Sync {
    /// Keeps a browser, which is told of what happens from now on; one that is there already begins anew. Of a request
    /// with more than `most`, those that began first are forgotten. `false` when there is no such request, or it is
    /// erased.
    async fn begin_push(&self, row: &PushRow, most: u32) -> Result<bool, StoreError>;

    /// The ids of those that are told of news of this request, in the order in which they began.
    async fn pushed(&self, number: &str) -> Result<Vec<String>, StoreError>;

    /// Those that have not been told yet of this entry of the request's timeline, in the order in which they began.
    async fn to_push(&self, number: &str, version: i64) -> Result<Vec<PushTarget>, StoreError>;

    /// Remembers that one of them was told of all up to this entry.
    async fn mark_pushed(&self, id: &str, version: i64) -> Result<(), StoreError>;

    /// Forgets this one of them.
    async fn end_push(&self, id: &str) -> Result<(), StoreError>;

    /// Forgets all those of a request.
    async fn end_pushes(&self, number: &str) -> Result<(), StoreError>;
}
