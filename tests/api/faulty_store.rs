//! A store that can be told to fail or to be slow, in front of a real one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use fengqiao::store::sqlite::SqliteStore;
use fengqiao::store::{
    Change, ChangeOutcome, CodeTry, EntryRow, ImportTransaction, Mac, NewRequestRow,
    OrganizationRow, QueueQuery, RequestRow, StaffTokenRow, Store, StoreError, SubmitOutcome,
};
use jiff::Timestamp;

pub(crate) struct FaultyStore {
    real: SqliteStore,
    is_down: AtomicBool,
    is_stuck: AtomicBool,
    panics: AtomicBool,
}

impl FaultyStore {
    pub(crate) fn new(real: SqliteStore) -> Self {
        Self {
            real,
            is_down: AtomicBool::new(false),
            is_stuck: AtomicBool::new(false),
            panics: AtomicBool::new(false),
        }
    }

    /// From now on the store is full, locked or gone; or back again.
    pub(crate) fn set_down(&self, is_down: bool) {
        self.is_down.store(is_down, Ordering::SeqCst);
    }

    /// From now on nothing is ever answered; or it is again.
    pub(crate) fn set_stuck(&self, is_stuck: bool) {
        self.is_stuck.store(is_stuck, Ordering::SeqCst);
    }

    /// From now on every call panics, quoting a person's name; or no longer.
    pub(crate) fn set_panicking(&self, panics: bool) {
        self.panics.store(panics, Ordering::SeqCst);
    }

    async fn real(&self) -> Result<&SqliteStore, StoreError> {
        assert!(
            !self.panics.load(Ordering::SeqCst),
            "could not store 标记姓名"
        );
        while self.is_stuck.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        if self.is_down.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable(sqlx::Error::PoolTimedOut));
        }
        Ok(&self.real)
    }
}

#[async_trait]
impl Store for FaultyStore {
    async fn ping(&self) -> Result<(), StoreError> {
        self.real().await?.ping().await
    }

    async fn key_marks(&self) -> Result<Vec<(String, Mac)>, StoreError> {
        self.real().await?.key_marks().await
    }

    async fn mark_key(&self, name: &str, mark: &Mac) -> Result<Mac, StoreError> {
        self.real().await?.mark_key(name, mark).await
    }

    async fn begin_import(&self) -> Result<Box<dyn ImportTransaction>, StoreError> {
        self.real().await?.begin_import().await
    }

    async fn sweep(&self) -> Result<(), StoreError> {
        self.real().await?.sweep().await
    }

    async fn directory_version(&self) -> Result<i64, StoreError> {
        self.real().await?.directory_version().await
    }

    async fn each_organization(
        &self,
        see: &mut (dyn FnMut(OrganizationRow) + Send),
    ) -> Result<i64, StoreError> {
        self.real().await?.each_organization(see).await
    }

    async fn organization(&self, id: &str) -> Result<Option<OrganizationRow>, StoreError> {
        self.real().await?.organization(id).await
    }

    async fn submit(&self, request: NewRequestRow) -> Result<SubmitOutcome, StoreError> {
        self.real().await?.submit(request).await
    }

    async fn submitted(
        &self,
        key_mac: &Mac,
        body_mac: &Mac,
    ) -> Result<Option<RequestRow>, StoreError> {
        self.real().await?.submitted(key_mac, body_mac).await
    }

    async fn request(
        &self,
        number: &str,
    ) -> Result<Option<(RequestRow, Vec<EntryRow>)>, StoreError> {
        self.real().await?.request(number).await
    }

    async fn change(&self, change: Change) -> Result<ChangeOutcome, StoreError> {
        self.real().await?.change(change).await
    }

    async fn queue(&self, query: QueueQuery) -> Result<Vec<RequestRow>, StoreError> {
        self.real().await?.queue(query).await
    }

    async fn code_mac(&self, number: &str) -> Result<Option<Mac>, StoreError> {
        self.real().await?.code_mac(number).await
    }

    async fn hear(&self, attempt: CodeTry) -> Result<Option<Timestamp>, StoreError> {
        self.real().await?.hear(attempt).await
    }

    async fn add_staff_token(&self, token: StaffTokenRow) -> Result<(), StoreError> {
        self.real().await?.add_staff_token(token).await
    }

    async fn staff_token(&self, token_mac: &Mac) -> Result<Option<StaffTokenRow>, StoreError> {
        self.real().await?.staff_token(token_mac).await
    }

    async fn staff_tokens(&self) -> Result<Vec<StaffTokenRow>, StoreError> {
        self.real().await?.staff_tokens().await
    }

    async fn revoke_staff_token(&self, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        self.real().await?.revoke_staff_token(id, at).await
    }
}
