//! SQLite.

use async_trait::async_trait;
use jiff::Timestamp;

use super::*;

/// The store.
#[derive(Clone, Debug)]
pub struct SqliteStore {}

impl SqliteStore {
    /// Opens or creates the database file and brings it up to date.
    pub async fn open(_path: &std::path::Path) -> Result<Self, StoreError> {
        unimplemented!()
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        unimplemented!()
    }

    async fn begin_import(&self) -> Result<Box<dyn ImportTransaction>, StoreError> {
        unimplemented!()
    }

    async fn directory_version(&self) -> Result<i64, StoreError> {
        unimplemented!()
    }

    async fn directory(&self) -> Result<(i64, Vec<OrganizationRow>), StoreError> {
        unimplemented!()
    }

    async fn organization(&self, id: &str) -> Result<Option<OrganizationRow>, StoreError> {
        unimplemented!()
    }

    async fn submit(&self, request: NewRequestRow) -> Result<SubmitOutcome, StoreError> {
        unimplemented!()
    }

    async fn request(&self, number: &str) -> Result<Option<(RequestRow, Vec<EntryRow>)>, StoreError> {
        unimplemented!()
    }

    async fn change(&self, change: Change) -> Result<ChangeOutcome, StoreError> {
        unimplemented!()
    }

    async fn queue(&self, query: QueueQuery) -> Result<Vec<RequestRow>, StoreError> {
        unimplemented!()
    }

    async fn add_wrong_try(&self, scope: &Mac, at: Timestamp, since: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }

    async fn wrong_tries(&self, scope: &Mac, since: Timestamp) -> Result<(u32, Option<Timestamp>), StoreError> {
        unimplemented!()
    }

    async fn add_staff_token(&self, token: StaffTokenRow) -> Result<(), StoreError> {
        unimplemented!()
    }

    async fn staff_token(&self, token_mac: &Mac) -> Result<Option<StaffTokenRow>, StoreError> {
        unimplemented!()
    }

    async fn staff_tokens(&self) -> Result<Vec<StaffTokenRow>, StoreError> {
        unimplemented!()
    }

    async fn revoke_staff_token(&self, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        unimplemented!()
    }

}
