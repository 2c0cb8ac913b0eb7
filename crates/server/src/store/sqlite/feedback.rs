//! Complaints and ratings in SQLite.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::{Sqlite, Transaction};

use super::{SqliteStore, failure, notices};
use crate::store::feedback::{
    ANSWERED, ComplaintOutcome, ComplaintRow, FeedbackStore, NewComplaintRow, RatingCount,
    RatingRow, VerdictRow,
};
use crate::store::notices::NewNotice;
use crate::store::rows::{self, nanos};
use crate::store::{Mac, StoreError};

macro_rules! select_complaint {
    ($rest:literal) => {
        concat!(
            "SELECT number, request, filed_by, actor, about, receiver, filed_at, answer_by, sealed, answered_at,
                    answer_sealed FROM complaint ",
            $rest
        )
    };
}

macro_rules! select_rating {
    ($rest:literal) => {
        concat!(
            "SELECT id, request, organization, stars, may_publish, note_sealed, rated_at, words_id, shown, reviewer,
                    decided_by, decided_at FROM rating ",
            $rest
        )
    };
}

#[async_trait]
impl FeedbackStore for SqliteStore {
    async fn complain(&self, new: &NewComplaintRow) -> Result<ComplaintOutcome, StoreError> {
        let complaint = &new.complaint;
        let mut transaction = self.write().await?;
        if !is_there(&mut transaction, &complaint.request).await? {
            return Ok(ComplaintOutcome::Gone);
        }
        let stored = sqlx::query(
            "INSERT INTO complaint (number, request, filed_by, actor, about, receiver, filed_at, answer_by, sealed,
                                    key_mac, body_mac)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING",
        )
        .bind(&complaint.number)
        .bind(&complaint.request)
        .bind(&complaint.filed_by)
        .bind(complaint.actor.as_str())
        .bind(&complaint.about)
        .bind(&complaint.receiver)
        .bind(nanos(complaint.filed_at))
        .bind(complaint.answer_by.to_string())
        .bind(&complaint.sealed)
        .bind(new.key_mac.as_slice())
        .bind(new.body_mac.as_slice())
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        if stored.rows_affected() > 0 {
            let of_case: i64 =
                sqlx::query_scalar("SELECT COUNT(*) FROM complaint WHERE filed_by = ?1")
                    .bind(&complaint.filed_by)
                    .fetch_one(&mut *transaction)
                    .await
                    .map_err(failure)?;
            if usize::try_from(of_case).is_ok_and(|of_case| of_case > new.most) {
                return Ok(ComplaintOutcome::TooMany);
            }
            transaction.commit().await.map_err(failure)?;
            return Ok(ComplaintOutcome::Stored);
        }
        let body_mac: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT body_mac FROM complaint WHERE key_mac = ?1")
                .bind(new.key_mac.as_slice())
                .fetch_optional(&mut *transaction)
                .await
                .map_err(failure)?;
        match body_mac {
            None => Ok(ComplaintOutcome::NumberTaken),
            Some(body_mac) if body_mac != new.body_mac => Ok(ComplaintOutcome::KeyReused),
            Some(_) => {
                let columns = sqlx::query_as(select_complaint!("WHERE key_mac = ?1"))
                    .bind(new.key_mac.as_slice())
                    .fetch_one(&mut *transaction)
                    .await
                    .map_err(failure)?;
                let row = rows::complaint(columns)?;
                Ok(ComplaintOutcome::Replayed(Box::new(row)))
            }
        }
    }

    async fn complained(
        &self,
        key_mac: &Mac,
        body_mac: &Mac,
    ) -> Result<Option<ComplaintRow>, StoreError> {
        let found = sqlx::query_as(select_complaint!("WHERE key_mac = ?1 AND body_mac = ?2"))
            .bind(key_mac.as_slice())
            .bind(body_mac.as_slice())
            .fetch_optional(&self.readers)
            .await
            .map_err(failure)?;
        found.map(rows::complaint).transpose()
    }

    async fn complaints_of(&self, filed_by: &str) -> Result<Vec<ComplaintRow>, StoreError> {
        let found = sqlx::query_as(select_complaint!(
            "WHERE filed_by = ?1 ORDER BY filed_at, number"
        ))
        .bind(filed_by)
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        found.into_iter().map(rows::complaint).collect()
    }

    async fn complaint(&self, number: &str) -> Result<Option<ComplaintRow>, StoreError> {
        let found = sqlx::query_as(select_complaint!("WHERE number = ?1"))
            .bind(number)
            .fetch_optional(&self.readers)
            .await
            .map_err(failure)?;
        found.map(rows::complaint).transpose()
    }

    async fn open_complaints(
        &self,
        receiver: &str,
        limit: u32,
    ) -> Result<Vec<ComplaintRow>, StoreError> {
        let found = sqlx::query_as(select_complaint!(
            "WHERE receiver = ?1 AND answered_at IS NULL ORDER BY answer_by, number LIMIT ?2"
        ))
        .bind(receiver)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        found.into_iter().map(rows::complaint).collect()
    }

    async fn answer_complaint(
        &self,
        number: &str,
        at: Timestamp,
        sealed: &[u8],
        news: &[NewNotice],
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let answered = sqlx::query(
            "UPDATE complaint SET answered_at = ?2, answer_sealed = ?3 WHERE number = ?1 AND answered_at IS NULL",
        )
        .bind(number)
        .bind(nanos(at))
        .bind(sealed)
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        let is_first = answered.rows_affected() > 0;
        if is_first {
            notices::put(&mut transaction, number, ANSWERED, news).await?;
            transaction.commit().await.map_err(failure)?;
        }
        Ok(is_first)
    }

    async fn rate(&self, rating: &RatingRow) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        if !is_there(&mut transaction, &rating.request).await? {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO rating (id, request, organization, stars, may_publish, note_sealed, rated_at, words_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (id) DO UPDATE SET stars = excluded.stars, may_publish = excluded.may_publish,
                 note_sealed = excluded.note_sealed, words_id = excluded.words_id, shown = NULL, reviewer = NULL,
                 decided_by = NULL, decided_at = NULL",
        )
        .bind(&rating.id)
        .bind(&rating.request)
        .bind(&rating.organization)
        .bind(i64::from(rating.stars))
        .bind(rating.may_publish)
        .bind(&rating.note_sealed)
        .bind(nanos(rating.rated_at))
        .bind(&rating.words)
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn rating(&self, id: &str) -> Result<Option<RatingRow>, StoreError> {
        let found = sqlx::query_as(select_rating!("WHERE id = ?1"))
            .bind(id)
            .fetch_optional(&self.readers)
            .await
            .map_err(failure)?;
        found.map(rows::rating).transpose()
    }

    async fn ratings(&self, organization: &str, limit: u32) -> Result<Vec<RatingRow>, StoreError> {
        let found = sqlx::query_as(select_rating!(
            "WHERE organization = ?1 ORDER BY rated_at DESC, id LIMIT ?2"
        ))
        .bind(organization)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        found.into_iter().map(rows::rating).collect()
    }

    async fn rating_counts(&self, since: Timestamp) -> Result<Vec<RatingCount>, StoreError> {
        let found: Vec<_> = sqlx::query_as(
            "SELECT organization, strftime('%Y-%m', rated_at / 1000000000, 'unixepoch', '+8 hours') AS month, stars, COUNT(*)
             FROM rating WHERE rated_at >= ?1 GROUP BY organization, month, stars",
        )
        .bind(nanos(since))
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        Ok(found.into_iter().map(rows::rating_count).collect())
    }

    async fn words_wait_at(&self) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(
            "SELECT DISTINCT organization FROM rating WHERE may_publish AND shown IS NULL",
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)
    }

    async fn waiting_words(
        &self,
        organizations: &[String],
        limit: u32,
    ) -> Result<Vec<RatingRow>, StoreError> {
        let found = sqlx::query_as(select_rating!(
            "WHERE organization IN (SELECT value FROM json_each(?1)) AND may_publish AND shown IS NULL
             ORDER BY rated_at, id LIMIT ?2"
        ))
        .bind(rows::json(organizations)?)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        found.into_iter().map(rows::rating).collect()
    }

    async fn words(&self, words: &str) -> Result<Option<RatingRow>, StoreError> {
        let found = sqlx::query_as(select_rating!("WHERE words_id = ?1 AND may_publish"))
            .bind(words)
            .fetch_optional(&self.readers)
            .await
            .map_err(failure)?;
        found.map(rows::rating).transpose()
    }

    async fn decide_words(
        &self,
        words: &str,
        before: Option<bool>,
        verdict: &VerdictRow,
    ) -> Result<bool, StoreError> {
        let decided = sqlx::query(
            "UPDATE rating SET shown = ?3, reviewer = ?4, decided_by = ?5, decided_at = ?6
             WHERE words_id = ?1 AND may_publish AND shown IS ?2",
        )
        .bind(words)
        .bind(before)
        .bind(verdict.shown)
        .bind(&verdict.reviewer)
        .bind(&verdict.by)
        .bind(nanos(verdict.at))
        .execute(&self.writer)
        .await
        .map_err(failure)?;
        Ok(decided.rows_affected() > 0)
    }

    async fn shown_words(
        &self,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<RatingRow>, StoreError> {
        let found = sqlx::query_as(select_rating!(
            "WHERE shown IS NOT NULL AND shown AND rated_at >= ?1 ORDER BY rated_at DESC, id LIMIT ?2"
        ))
        .bind(nanos(since))
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        found.into_iter().map(rows::rating).collect()
    }

    async fn withheld_words(&self, since: Timestamp) -> Result<u32, StoreError> {
        let count: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM rating WHERE shown IS NOT NULL AND NOT shown AND rated_at >= ?1",
        )
        .bind(nanos(since))
        .fetch_one(&self.readers)
        .await
        .map_err(failure)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

/// Whether there is this request and what people wrote in it is not erased; until the transaction ends it is not.
async fn is_there(
    transaction: &mut Transaction<'static, Sqlite>,
    number: &str,
) -> Result<bool, StoreError> {
    // Changes nothing, but whoever erases waits for it.
    let found =
        sqlx::query("UPDATE request SET erased_at = NULL WHERE number = ?1 AND erased_at IS NULL")
            .bind(number)
            .execute(&mut **transaction)
            .await
            .map_err(failure)?;
    Ok(found.rows_affected() > 0)
}
