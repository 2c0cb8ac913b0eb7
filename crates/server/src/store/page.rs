//! What the store keeps of changes of organizations' pages.

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use super::desk::AccountRow;

/// A change of a page.
#[derive(Clone, PartialEq, Eq)]
pub struct PageChangeRow {
    /// Opaque id, never given before.
    pub id: String,
    /// Of which organization.
    pub organization: String,
    /// How the page is to be, as JSON.
    pub page: String,
    /// Who proposed it.
    pub proposed_by: AccountRow,
    /// When.
    pub proposed_at: Timestamp,
    /// Who decided on it, when, and whether it was published, once that is so.
    pub decided: Option<(AccountRow, Timestamp, bool)>,
}

/// A proposal.
#[derive(Clone, Copy, Debug)]
pub struct NewPageChange<'a> {
    /// Opaque id, never given before.
    pub id: &'a str,
    /// Of which organization.
    pub organization: &'a str,
    /// How the page is to be, as JSON.
    pub page: &'a str,
    /// The account that proposes it.
    pub by: &'a str,
    /// When.
    pub at: Timestamp,
    /// The proposal that it takes the place of, where one waits.
    pub replaces: Option<&'a str>,
}

/// The part of the store that keeps changes of pages.
#[async_trait]
pub trait PageStore: Send + Sync {
    /// Keeps a proposal in the place of the one that it replaces. `false` when another one waits than that, or none.
    async fn propose_page(&self, change: NewPageChange<'_>) -> Result<bool, StoreError>;

    /// Changes of an organization's page: the one that waits first, then what was decided, latest first; at most so
    /// many.
    async fn page_changes(
        &self,
        organization: &str,
        limit: u32,
    ) -> Result<Vec<PageChangeRow>, StoreError>;

    /// Decides on a proposal that waits. `false` when there is none with this id.
    async fn decide_page(
        &self,
        id: &str,
        by: &str,
        at: Timestamp,
        published: bool,
    ) -> Result<bool, StoreError>;
}
