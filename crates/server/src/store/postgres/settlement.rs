//! Terms in PostgreSQL.

use async_trait::async_trait;
use jiff::civil::Date;
use sqlx::{Postgres, Transaction};

use super::{PostgresStore, failure};
use crate::store::StoreError;
use crate::store::rows::{self, nanos};
use crate::store::settlement::{SettlementChange, SettlementRow, SettlementStore};

#[async_trait]
impl SettlementStore for PostgresStore {
    async fn settlement(&self, number: &str) -> Result<Option<SettlementRow>, StoreError> {
        sqlx::query_as(
            "SELECT number, version, sealed, proposed_at, remind_on FROM settlement WHERE number = $1",
        )
        .bind(number)
        .fetch_optional(&self.pool)
        .await
        .map_err(failure)?
        .map(rows::settlement)
        .transpose()
    }

    async fn to_remind(
        &self,
        by: Date,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(
            "SELECT number FROM settlement WHERE remind_on <= $1 AND number > $2 ORDER BY number LIMIT $3",
        )
        .bind(by.to_string())
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await
        .map_err(failure)
    }
}

/// Makes this change of the terms of a request.
pub(super) async fn change(
    transaction: &mut Transaction<'static, Postgres>,
    number: &str,
    change: &SettlementChange,
) -> Result<(), sqlx::Error> {
    let changing = match change {
        SettlementChange::Put(row) => sqlx::query(
            "INSERT INTO settlement (number, version, sealed, proposed_at, remind_on)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (number) DO UPDATE SET version = excluded.version, sealed = excluded.sealed,
                 proposed_at = excluded.proposed_at, remind_on = excluded.remind_on",
        )
        .bind(number)
        .bind(i64::from(row.version))
        .bind(&row.sealed)
        .bind(nanos(row.proposed_at))
        .bind(row.remind_on.map(|day| day.to_string())),
        SettlementChange::Remind(day) => {
            sqlx::query("UPDATE settlement SET remind_on = $2 WHERE number = $1")
                .bind(number)
                .bind(day.map(|day| day.to_string()))
        }
    };
    changing.execute(&mut **transaction).await.map(drop)
}
