//! Changes of organizations' pages in PostgreSQL.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{PostgresStore, failure};
use crate::store::StoreError;
use crate::store::desk::DeskStore as _;
use crate::store::page::{NewPageChange, PageChangeRow, PageStore};
use crate::store::rows::{self, nanos};

#[async_trait]
impl PageStore for PostgresStore {
    async fn propose_page(&self, change: NewPageChange<'_>) -> Result<bool, StoreError> {
        let proposed = sqlx::query(
            "INSERT INTO page_change (id, organization, page, proposed_by, proposed_at)
             SELECT $1, $2, $3, $4, $5::bigint
             WHERE $6::text IS NULL OR EXISTS (SELECT 1 FROM page_change WHERE id = $6 AND decided_at IS NULL)
             ON CONFLICT (organization) WHERE decided_at IS NULL DO UPDATE SET id = excluded.id, page = excluded.page,
                 proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at
             WHERE page_change.id = $6",
        )
        .bind(change.id)
        .bind(change.organization)
        .bind(change.page)
        .bind(change.by)
        .bind(nanos(change.at))
        .bind(change.replaces)
        .execute(&self.pool)
        .await
        .map_err(failure)?;
        Ok(proposed.rows_affected() > 0)
    }

    async fn page_changes(
        &self,
        organization: &str,
        limit: u32,
    ) -> Result<Vec<PageChangeRow>, StoreError> {
        let found: Vec<rows::PageChangeColumns> = sqlx::query_as(
            "SELECT id, page, proposed_by, proposed_at, decided_by, decided_at, published FROM page_change
             WHERE organization = $1 ORDER BY decided_at IS NOT NULL, decided_at DESC, id LIMIT $2",
        )
        .bind(organization)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await
        .map_err(failure)?;
        let accounts = self.accounts(Some(organization)).await?;
        let change = |columns| rows::page_change(organization, &accounts, columns);
        found.into_iter().map(change).collect()
    }

    async fn decide_page(
        &self,
        id: &str,
        by: &str,
        at: Timestamp,
        published: bool,
    ) -> Result<bool, StoreError> {
        let decided = sqlx::query(
            "UPDATE page_change SET decided_by = $2, decided_at = $3, published = $4
             WHERE id = $1 AND decided_at IS NULL",
        )
        .bind(id)
        .bind(by)
        .bind(nanos(at))
        .bind(published)
        .execute(&self.pool)
        .await
        .map_err(failure)?;
        Ok(decided.rows_affected() > 0)
    }
}
