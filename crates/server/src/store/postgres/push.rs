//! Browsers to tell of news in PostgreSQL.

use async_trait::async_trait;

use super::{PostgresStore, failure};
use crate::store::StoreError;
use crate::store::push::{PushRow, PushStore, PushTarget};
use crate::store::rows::nanos;

#[async_trait]
impl PushStore for PostgresStore {
    async fn begin_push(&self, row: &PushRow, most: u32) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await.map_err(failure)?;
        // Shared: whoever erases the request meanwhile waits, and takes this along.
        let begun = sqlx::query(
            "INSERT INTO push_subscription (id, number, sealed, begun_at, told)
             SELECT $1, number, $3, $4, version FROM request WHERE number = $2 AND erased_at IS NULL FOR SHARE
             ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, begun_at = excluded.begun_at",
        )
        .bind(&row.id)
        .bind(&row.number)
        .bind(&row.sealed)
        .bind(nanos(row.begun_at))
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        sqlx::query(
            "DELETE FROM push_subscription WHERE number = $1 AND id NOT IN
             (SELECT id FROM push_subscription WHERE number = $1 ORDER BY begun_at DESC, id LIMIT $2)",
        )
        .bind(&row.number)
        .bind(i64::from(most))
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        transaction.commit().await.map_err(failure)?;
        Ok(begun.rows_affected() > 0)
    }

    async fn pushed(&self, number: &str) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(
            "SELECT id FROM push_subscription WHERE number = $1 ORDER BY begun_at, id",
        )
        .bind(number)
        .fetch_all(&self.pool)
        .await
        .map_err(failure)
    }

    async fn to_push(&self, number: &str, version: i64) -> Result<Vec<PushTarget>, StoreError> {
        let found: Vec<(String, Vec<u8>)> = sqlx::query_as(
            "SELECT id, sealed FROM push_subscription WHERE number = $1 AND told < $2 ORDER BY begun_at, id",
        )
        .bind(number)
        .bind(version)
        .fetch_all(&self.pool)
        .await
        .map_err(failure)?;
        let targets = found.into_iter();
        Ok(targets
            .map(|(id, sealed)| PushTarget { id, sealed })
            .collect())
    }

    async fn mark_pushed(&self, id: &str, version: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE push_subscription SET told = $2 WHERE id = $1 AND told < $2")
            .bind(id)
            .bind(version)
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(failure)
    }

    async fn end_push(&self, id: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM push_subscription WHERE id = $1")
            .bind(id)
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(failure)
    }

    async fn end_pushes(&self, number: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM push_subscription WHERE number = $1")
            .bind(number)
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(failure)
    }
}
