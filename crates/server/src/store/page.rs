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

/// The part of the store that keeps changes of pages.
#[async_trait]
pub trait PageStore: Send + Sync {
    /// Keeps a proposal in the place of an earlier one that nobody has decided on.
    async fn propose_page(
        &self,
        id: &str,
        organization: &str,
        page: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError>;

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
