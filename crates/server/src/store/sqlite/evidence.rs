//! Evidence in SQLite.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::{Sqlite, Transaction};

use super::{SqliteStore, failure};
use crate::store::evidence::{
    AddOutcome, EvidenceRow, EvidenceStore, FilesOf, Finished, NewEvidenceRow, PieceRow, Room,
};
use crate::store::rows::{self, nanos};
use crate::store::{Mac, StoreError};

macro_rules! select_evidence {
    ($rest:literal) => {
        concat!(
            "SELECT id, basket_mac, number, name_sealed, length, received, kind, bytes, finished_at, expires_at
             FROM evidence ",
            $rest
        )
    };
}

#[async_trait]
impl EvidenceStore for SqliteStore {
    async fn add_evidence(
        &self,
        evidence: NewEvidenceRow,
        fits: &(dyn Fn(Room) -> bool + Sync),
    ) -> Result<AddOutcome, StoreError> {
        let mut transaction = self.write().await?;
        if let Some(begun) = &evidence.begun_mac {
            let known = sqlx::query_as(select_evidence!("WHERE begun_mac = ?1"))
                .bind(begun.as_slice())
                .fetch_optional(&mut *transaction)
                .await
                .map_err(failure)?;
            let known = known.map(rows::evidence).transpose()?;
            match known {
                Some(known) if !known.is_expired(evidence.at) => {
                    return Ok(AddOutcome::Known(Box::new(known)));
                }
                // It waits to be deleted, and its name is free.
                Some(known) => {
                    sqlx::query("UPDATE evidence SET begun_mac = NULL WHERE id = ?1")
                        .bind(&known.id)
                        .execute(&mut *transaction)
                        .await
                        .map_err(failure)?;
                }
                None => {}
            }
        }
        let room = sqlx::query_as(
            "SELECT COUNT(*), COALESCE(SUM(length), 0) FROM evidence WHERE (basket_mac = ?1 OR number = ?2)
             AND (expires_at > ?3 OR (number IS NOT NULL AND finished_at IS NOT NULL))",
        )
        .bind(evidence.basket_mac.as_slice())
        .bind(&evidence.number)
        .bind(nanos(evidence.at))
        .fetch_one(&mut *transaction)
        .await
        .map_err(failure)?;
        let room = rows::room(room);
        if !fits(room) {
            return Ok(AddOutcome::NoRoom(room));
        }
        let added = sqlx::query(
            "INSERT INTO evidence (id, basket_mac, number, name_sealed, length, received, expires_at, begun_mac)
             SELECT ?1, ?2, CAST(?3 AS TEXT), ?4, ?5, 0, ?6, ?7
             WHERE CAST(?3 AS TEXT) IS NULL
                OR EXISTS (SELECT 1 FROM request WHERE number = CAST(?3 AS TEXT) AND ended_at IS NULL)",
        )
        .bind(&evidence.id)
        .bind(evidence.basket_mac.as_slice())
        .bind(&evidence.number)
        .bind(&evidence.name_sealed)
        .bind(rows::size(evidence.length))
        .bind(nanos(evidence.expires_at))
        .bind(evidence.begun_mac.as_ref().map(<[u8; 32]>::as_slice))
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        if added.rows_affected() == 0 {
            return Ok(AddOutcome::Ended);
        }
        transaction.commit().await.map_err(failure)?;
        Ok(AddOutcome::Added)
    }

    async fn waiting_bytes(&self) -> Result<u64, StoreError> {
        let bytes: i64 = sqlx::query_scalar(
            "SELECT COALESCE(SUM(length), 0) FROM evidence
             WHERE number IS NULL OR finished_at IS NULL",
        )
        .fetch_one(&self.readers)
        .await
        .map_err(failure)?;
        Ok(bytes.unsigned_abs())
    }

    async fn evidence(&self, id: &str) -> Result<Option<(EvidenceRow, Vec<PieceRow>)>, StoreError> {
        let mut snapshot = self.readers.begin().await.map_err(failure)?;
        let found = sqlx::query_as(select_evidence!("WHERE id = ?1"))
            .bind(id)
            .fetch_optional(&mut *snapshot)
            .await
            .map_err(failure)?;
        let Some(columns) = found else {
            return Ok(None);
        };
        let pieces: Vec<_> = sqlx::query_as(
            "SELECT start, bytes, object FROM evidence_piece WHERE id = ?1 ORDER BY start",
        )
        .bind(id)
        .fetch_all(&mut *snapshot)
        .await
        .map_err(failure)?;
        let pieces = pieces.into_iter().map(rows::piece).collect();
        Ok(Some((rows::evidence(columns)?, pieces)))
    }

    async fn add_pieces(
        &self,
        id: &str,
        pieces: &[PieceRow],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (start, bytes) = rows::span(pieces);
        let mut transaction = self.write().await?;
        let moved = sqlx::query(
            "UPDATE evidence SET received = received + ?3 WHERE id = ?1 AND received = ?2
             AND received + ?3 <= length AND finished_at IS NULL AND expires_at > ?4",
        )
        .bind(id)
        .bind(start)
        .bind(bytes)
        .bind(nanos(at))
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        if moved.rows_affected() == 0 {
            return Ok(false);
        }
        keep_pieces(&mut transaction, id, pieces).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn finish_evidence(
        &self,
        id: &str,
        finished: Finished,
        pieces: &[PieceRow],
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let changed = sqlx::query(
            "UPDATE evidence SET kind = ?2, bytes = ?3, finished_at = ?4
             WHERE id = ?1 AND finished_at IS NULL AND received = length AND expires_at > ?4",
        )
        .bind(id)
        .bind(finished.kind.as_str())
        .bind(rows::size(finished.bytes))
        .bind(nanos(finished.at))
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("DELETE FROM evidence_piece WHERE id = ?1")
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(failure)?;
        keep_pieces(&mut transaction, id, pieces).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn finished_evidence(&self, of: FilesOf<'_>) -> Result<Vec<EvidenceRow>, StoreError> {
        let found: Vec<_> = match of {
            FilesOf::Basket(mac, now) => sqlx::query_as(select_evidence!(
                "WHERE basket_mac = ?1 AND number IS NULL AND finished_at IS NOT NULL AND expires_at > ?2
                 ORDER BY finished_at, id"
            ))
            .bind(mac.as_slice())
            .bind(nanos(now)),
            FilesOf::Request(number) => sqlx::query_as(select_evidence!(
                "WHERE number = ?1 AND finished_at IS NOT NULL ORDER BY finished_at, id"
            ))
            .bind(number),
        }
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        found.into_iter().map(rows::evidence).collect()
    }

    async fn expire_evidence(&self, id: &str) -> Result<bool, StoreError> {
        let expired = sqlx::query(
            "UPDATE evidence SET expires_at = 0
             WHERE id = ?1 AND (number IS NULL OR finished_at IS NULL)",
        )
        .bind(id)
        .execute(&self.writer)
        .await
        .map_err(failure)?;
        Ok(expired.rows_affected() > 0)
    }

    async fn expired_evidence(&self, by: Timestamp, limit: u32) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(
            "SELECT id FROM evidence WHERE (number IS NULL OR finished_at IS NULL) AND expires_at <= ?1
             ORDER BY expires_at LIMIT ?2",
        )
        .bind(nanos(by))
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(failure)
    }

    async fn pieces_after(
        &self,
        after: (&str, u64),
        limit: u32,
    ) -> Result<Vec<(String, PieceRow)>, StoreError> {
        let found: Vec<_> = sqlx::query_as(
            "SELECT id, start, bytes, object FROM evidence_piece
             WHERE id >= ?1 AND (id, start) > (?1, ?2) ORDER BY id, start LIMIT ?3",
        )
        .bind(after.0)
        .bind(rows::size(after.1))
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        Ok(found.into_iter().map(rows::piece_of).collect())
    }

    async fn forget_evidence(&self, id: &str, by: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "DELETE FROM evidence_piece WHERE id IN (SELECT id FROM evidence WHERE id = ?1
             AND (number IS NULL OR finished_at IS NULL) AND expires_at <= ?2)",
        )
        .bind(id)
        .bind(nanos(by))
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        sqlx::query(
            "DELETE FROM evidence WHERE id = ?1
             AND (number IS NULL OR finished_at IS NULL) AND expires_at <= ?2",
        )
        .bind(id)
        .bind(nanos(by))
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        transaction.commit().await.map_err(failure)
    }
}

/// Gives the finished files of a basket to a request that is being stored.
pub(super) async fn attach(
    transaction: &mut Transaction<'static, Sqlite>,
    basket: &Mac,
    number: &str,
    at: Timestamp,
) -> Result<u64, StoreError> {
    sqlx::query(
        "UPDATE evidence SET number = ?2 WHERE basket_mac = ?1 AND number IS NULL
         AND finished_at IS NOT NULL AND expires_at > ?3",
    )
    .bind(basket.as_slice())
    .bind(number)
    .bind(nanos(at))
    .execute(&mut **transaction)
    .await
    .map(|attached| attached.rows_affected())
    .map_err(failure)
}

async fn keep_pieces(
    transaction: &mut Transaction<'static, Sqlite>,
    id: &str,
    pieces: &[PieceRow],
) -> Result<(), StoreError> {
    for piece in pieces {
        sqlx::query(
            "INSERT INTO evidence_piece (id, start, bytes, object) VALUES (?1, ?2, ?3, ?4)",
        )
        .bind(id)
        .bind(rows::size(piece.start))
        .bind(rows::size(piece.bytes))
        .bind(&piece.object)
        .execute(&mut **transaction)
        .await
        .map_err(failure)?;
    }
    Ok(())
}
