//! Personal data in PostgreSQL.

use async_trait::async_trait;
use contract::status::Status;
use jiff::Timestamp;

use super::group::{leave, seat_of};
use super::{PostgresStore, failure};
use crate::store::personal::{PersonalStore, SealedColumn, SealedRow};
use crate::store::rows::{self, nanos};
use crate::store::{NO_MAC, StoreError};

/// The statement on a column of sealed texts in table `$table`, whose rows are named by `$row` and `$version`.
macro_rules! on_sealed {
    (SELECT $table:literal, $row:literal, $version:literal, $sealed:literal) => {
        concat!(
            "SELECT ",
            $row,
            ", ",
            $version,
            ", ",
            $sealed,
            " FROM ",
            $table,
            " WHERE ",
            $row,
            " >= $1 AND (",
            $row,
            ", ",
            $version,
            ") > ($1, $2) AND substr(",
            $sealed,
            ", 1, 4) = $3 ORDER BY ",
            $row,
            ", ",
            $version,
            " LIMIT $4"
        )
    };
    (UPDATE $table:literal, $row:literal, $version:literal, $sealed:literal) => {
        concat!(
            "UPDATE ",
            $table,
            " SET ",
            $sealed,
            " = $4 WHERE ",
            $row,
            " = $1 AND ",
            $version,
            " = $2 AND ",
            $sealed,
            " = $3"
        )
    };
}

/// The statement of this kind for each column.
macro_rules! for_each_column {
    ($statement:ident, $column:expr) => {
        match $column {
            SealedColumn::RequestContent => {
                on_sealed!($statement "request", "number", "CAST(0 AS BIGINT)", "content_sealed")
            }
            SealedColumn::EntryDetail => {
                on_sealed!($statement "entry", "number", "version", "detail_sealed")
            }
            SealedColumn::ReportNote => {
                on_sealed!($statement "report", "id", "CAST(0 AS BIGINT)", "note_sealed")
            }
            SealedColumn::EvidenceName => {
                on_sealed!($statement "evidence", "id", "CAST(0 AS BIGINT)", "name_sealed")
            }
            SealedColumn::GroupShared => {
                on_sealed!($statement "filing_group", "id", "CAST(0 AS BIGINT)", "shared_sealed")
            }
            SealedColumn::GroupCode => {
                on_sealed!($statement "filing_group", "id", "CAST(0 AS BIGINT)", "code_sealed")
            }
            SealedColumn::Invitation => {
                on_sealed!($statement "invitation", "number", "CAST(0 AS BIGINT)", "sealed")
            }
            SealedColumn::AccountFactor => {
                on_sealed!($statement "account", "id", "CAST(0 AS BIGINT)", "factor_sealed")
            }
            SealedColumn::Complaint => {
                on_sealed!($statement "complaint", "number", "CAST(0 AS BIGINT)", "sealed")
            }
            SealedColumn::ComplaintAnswer => {
                on_sealed!($statement "complaint", "number", "CAST(0 AS BIGINT)", "answer_sealed")
            }
            SealedColumn::RatingNote => {
                on_sealed!($statement "rating", "id", "CAST(0 AS BIGINT)", "note_sealed")
            }
            SealedColumn::Settlement => {
                on_sealed!($statement "settlement", "number", "CAST(0 AS BIGINT)", "sealed")
            }
            SealedColumn::PushSubscription => {
                on_sealed!($statement "push_subscription", "id", "CAST(0 AS BIGINT)", "sealed")
            }
        }
    };
}

#[async_trait]
impl PersonalStore for PostgresStore {
    async fn overdue(
        &self,
        status: Status,
        ended_by: Timestamp,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(
            "SELECT number FROM request WHERE status = $1 AND ended_at <= $2
             AND held_at IS NULL AND erased_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM complaint c WHERE c.request = request.number AND c.answered_at IS NULL)
             ORDER BY ended_at, number LIMIT $3",
        )
        .bind(status.as_str())
        .bind(nanos(ended_by))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await
        .map_err(failure)
    }

    async fn erase(
        &self,
        number: &str,
        at: Timestamp,
        shared: Option<&[u8]>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await.map_err(failure)?;
        let erased = sqlx::query(
            "UPDATE request SET erased_at = $2, content_sealed = $3, body_mac = $4, match_mac = NULL
             WHERE number = $1 AND ended_at IS NOT NULL AND held_at IS NULL AND erased_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM complaint c WHERE c.request = request.number AND c.answered_at IS NULL)",
        )
        .bind(number)
        .bind(nanos(at))
        .bind(Vec::<u8>::new())
        .bind(NO_MAC.as_slice())
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        if erased.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE entry SET detail_sealed = $2, key_mac = NULL WHERE number = $1")
            .bind(number)
            .bind(Vec::<u8>::new())
            .execute(&mut *transaction)
            .await
            .map_err(failure)?;
        for statement in [
            "DELETE FROM notice WHERE number = $1",
            "DELETE FROM invitation WHERE number = $1",
            "DELETE FROM complaint WHERE request = $1",
            "DELETE FROM rating WHERE request = $1",
            "DELETE FROM settlement WHERE number = $1",
            "DELETE FROM push_subscription WHERE number = $1",
            "DELETE FROM mark WHERE number = $1",
        ] {
            sqlx::query(statement)
                .bind(number)
                .execute(&mut *transaction)
                .await
                .map_err(failure)?;
        }
        if let Some((seat, group)) = seat_of(&mut transaction, number).await.map_err(failure)? {
            if let Some(shared) = shared {
                sqlx::query("UPDATE filing_group SET shared_sealed = $2 WHERE id = $1")
                    .bind(&group)
                    .bind(shared)
                    .execute(&mut *transaction)
                    .await
                    .map_err(failure)?;
            }
            leave(&mut transaction, &seat, &group, at)
                .await
                .map_err(failure)?;
        }
        // Whoever sweeps what expired removes the objects first and then the rows.
        sqlx::query("UPDATE evidence SET number = NULL, expires_at = 0 WHERE number = $1")
            .bind(number)
            .execute(&mut *transaction)
            .await
            .map_err(failure)?;
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn hold(&self, number: &str, since: Option<Timestamp>) -> Result<bool, StoreError> {
        let statement = if since.is_some() {
            "UPDATE request SET held_at = COALESCE(held_at, $2) WHERE number = $1 AND erased_at IS NULL"
        } else {
            "UPDATE request SET held_at = $2 WHERE number = $1 AND erased_at IS NULL"
        };
        let held = sqlx::query(statement)
            .bind(number)
            .bind(since.map(nanos))
            .execute(&self.pool)
            .await
            .map_err(failure)?;
        Ok(held.rows_affected() > 0)
    }

    async fn sealed_under(
        &self,
        column: SealedColumn,
        key: u32,
        after: (&str, i64),
        limit: u32,
    ) -> Result<Vec<SealedRow>, StoreError> {
        let found: Vec<_> = sqlx::query_as(for_each_column!(SELECT, column))
            .bind(after.0)
            .bind(after.1)
            .bind(key.to_be_bytes().as_slice())
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await
            .map_err(failure)?;
        Ok(found.into_iter().map(rows::sealed).collect())
    }

    async fn reseal(
        &self,
        column: SealedColumn,
        text: &SealedRow,
        sealed: &[u8],
    ) -> Result<bool, StoreError> {
        let changed = sqlx::query(for_each_column!(UPDATE, column))
            .bind(&text.row)
            .bind(text.version)
            .bind(&text.sealed)
            .bind(sealed)
            .execute(&self.pool)
            .await
            .map_err(failure)?;
        Ok(changed.rows_affected() > 0)
    }

    async fn retire_key(&self, name: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE key_mark SET mark = $2 WHERE name = $1")
            .bind(name)
            .bind(NO_MAC.as_slice())
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(failure)
    }
}
