//! What the store keeps of the terms that are before both sides.

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;

use super::StoreError;

/// The terms of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementRow {
    /// Of which request.
    pub number: String,
    /// Counted from 1; rises whenever other terms take their place.
    pub version: u32,
    /// The sealed `contract::settlement::Settlement`.
    pub sealed: Vec<u8>,
    /// When they were put before both sides.
    pub proposed_at: Timestamp,
    /// The day in China on which people are reminded of a payment next, while they are.
    pub remind_on: Option<Date>,
}

/// What a change of a request makes of its terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettlementChange {
    /// These take the place of those before.
    Put(SettlementRow),
    /// People are reminded of a payment on this day next, or not any more.
    Remind(Option<Date>),
}

/// The part of the store that keeps terms. They are made with the change that puts them before both sides.
#[async_trait]
pub trait SettlementStore: Send + Sync {
    /// The terms that are before the sides of this request, if there are any.
    async fn settlement(&self, number: &str) -> Result<Option<SettlementRow>, StoreError>;

    /// Requests whose people are to be reminded by this day, in order, after this one, at most `limit`.
    async fn to_remind(&self, by: Date, after: &str, limit: u32)
    -> Result<Vec<String>, StoreError>;
}
