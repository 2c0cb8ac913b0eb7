//! The outbox in SQLite.

use async_trait::async_trait;
use contract::notices::NoticeChannel;
use jiff::Timestamp;
use sqlx::{Sqlite, Transaction};

use super::{SqliteStore, failure};
use crate::store::StoreError;
use crate::store::notices::{DeadNotice, NewNotice, NoticeCounts, NoticeRow, NoticeStore};
use crate::store::rows::{self, nanos};

#[async_trait]
impl NoticeStore for SqliteStore {
    async fn claim_notices(
        &self,
        channel: NoticeChannel,
        at: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<NoticeRow>, StoreError> {
        let mut claimed = Vec::new();
        // Looking first: mostly there is nothing to do, and that must cost nobody a wait.
        let due: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT number, version, tries FROM notice
             WHERE dead_at IS NULL AND channel = ?1 AND due_at <= ?2
             ORDER BY due_at, number, version LIMIT ?3",
        )
        .bind(channel.as_str())
        .bind(nanos(at))
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        for (number, version, tries) in due {
            // Of several who saw it, only the first finds it as it was.
            let taken = sqlx::query(
                "UPDATE notice SET due_at = ?4, tries = tries + 1
                 WHERE number = ?1 AND version = ?2 AND channel = ?3
                 AND tries = ?5 AND due_at <= ?6 AND dead_at IS NULL",
            )
            .bind(&number)
            .bind(version)
            .bind(channel.as_str())
            .bind(nanos(until))
            .bind(tries)
            .bind(nanos(at))
            .execute(&self.writer)
            .await;
            let taken = taken.map_err(failure)?;
            if taken.rows_affected() > 0 {
                let columns = (number, version, channel.as_str().to_owned(), tries + 1);
                claimed.push(rows::notice(columns)?);
            }
        }
        Ok(claimed)
    }

    async fn finish_notice(&self, notice: &NoticeRow) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM notice WHERE number = ?1 AND channel = ?2 AND version <= ?3")
            .bind(&notice.number)
            .bind(notice.channel.as_str())
            .bind(notice.version)
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(failure)
    }

    async fn put_off_notice(
        &self,
        notice: &NoticeRow,
        due_at: Timestamp,
        tries: u32,
        reason: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE notice SET due_at = ?5, tries = ?6, reason = ?7
             WHERE number = ?1 AND version = ?2 AND channel = ?3 AND tries = ?4 AND dead_at IS NULL",
        )
        .bind(&notice.number)
        .bind(notice.version)
        .bind(notice.channel.as_str())
        .bind(i64::from(notice.tries))
        .bind(nanos(due_at))
        .bind(i64::from(tries))
        .bind(reason)
        .execute(&self.writer)
        .await
        .map(drop)
        .map_err(failure)
    }

    async fn give_up_notice(
        &self,
        notice: &NoticeRow,
        at: Timestamp,
        reason: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE notice SET dead_at = ?5, reason = ?6
             WHERE number = ?1 AND version = ?2 AND channel = ?3 AND tries = ?4 AND dead_at IS NULL",
        )
        .bind(&notice.number)
        .bind(notice.version)
        .bind(notice.channel.as_str())
        .bind(i64::from(notice.tries))
        .bind(nanos(at))
        .bind(reason)
        .execute(&self.writer)
        .await
        .map(drop)
        .map_err(failure)
    }

    async fn dead_notices(&self, limit: u32) -> Result<Vec<DeadNotice>, StoreError> {
        let found: Vec<_> = sqlx::query_as(
            "SELECT number, version, channel, tries, dead_at, reason FROM notice
             WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, number, version, channel LIMIT ?1",
        )
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        found.into_iter().map(rows::dead_notice).collect()
    }

    async fn retry_notices(&self, number: Option<&str>, at: Timestamp) -> Result<u64, StoreError> {
        let retried = sqlx::query(
            "UPDATE notice SET dead_at = NULL, tries = 0, due_at = ?1
             WHERE dead_at IS NOT NULL AND (?2 IS NULL OR number = ?2)",
        )
        .bind(nanos(at))
        .bind(number)
        .execute(&self.writer)
        .await
        .map_err(failure)?;
        Ok(retried.rows_affected())
    }

    async fn notice_counts(&self) -> Result<NoticeCounts, StoreError> {
        let counts = sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM notice WHERE dead_at IS NULL),
                    (SELECT COUNT(*) FROM notice WHERE dead_at IS NOT NULL)",
        )
        .fetch_one(&self.readers)
        .await
        .map_err(failure)?;
        Ok(rows::notice_counts(counts))
    }
}

/// Puts news of an entry that is being stored, or of a complaint that is answered, into the outbox.
pub(super) async fn put(
    transaction: &mut Transaction<'static, Sqlite>,
    number: &str,
    version: i64,
    notices: &[NewNotice],
) -> Result<(), StoreError> {
    for notice in notices {
        // Whether there is a browser to tell is known here alone, without another question.
        sqlx::query(
            "INSERT INTO notice (number, version, channel, due_at) SELECT ?1, ?2, ?3, ?4
             WHERE ?3 <> 'push' OR EXISTS (SELECT 1 FROM push_subscription
                 WHERE number = coalesce((SELECT request FROM complaint WHERE number = ?1), ?1))",
        )
        .bind(number)
        .bind(version)
        .bind(notice.channel.as_str())
        .bind(nanos(notice.due_at))
        .execute(&mut **transaction)
        .await
        .map_err(failure)?;
    }
    Ok(())
}
