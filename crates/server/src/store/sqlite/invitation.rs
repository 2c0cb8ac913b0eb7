//! Invitations in SQLite.

use async_trait::async_trait;
use sqlx::{Sqlite, Transaction};

use super::{SqliteStore, failure};
use crate::store::StoreError;
use crate::store::invitation::{InvitationRow, InvitationStore};
use crate::store::rows::{self, nanos};

#[async_trait]
impl InvitationStore for SqliteStore {
    async fn invitation(&self, number: &str) -> Result<Option<InvitationRow>, StoreError> {
        sqlx::query_as(
            "SELECT id, number, code_mac, sealed, invited_at, open_until FROM invitation WHERE number = ?1",
        )
        .bind(number)
        .fetch_optional(&self.readers)
        .await
        .map_err(failure)?
        .map(rows::invitation)
        .transpose()
    }

    async fn invitation_by_id(&self, id: &str) -> Result<Option<InvitationRow>, StoreError> {
        sqlx::query_as(
            "SELECT id, number, code_mac, sealed, invited_at, open_until FROM invitation WHERE id = ?1",
        )
        .bind(id)
        .fetch_optional(&self.readers)
        .await
        .map_err(failure)?
        .map(rows::invitation)
        .transpose()
    }
}

/// Keeps an invitation in the place of an earlier one.
pub(super) async fn put(
    transaction: &mut Transaction<'static, Sqlite>,
    invitation: &InvitationRow,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO invitation (id, number, code_mac, sealed, invited_at, open_until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (number) DO UPDATE SET id = excluded.id, code_mac = excluded.code_mac, sealed = excluded.sealed,
             invited_at = excluded.invited_at, open_until = excluded.open_until",
    )
    .bind(&invitation.id)
    .bind(&invitation.number)
    .bind(invitation.code_mac.as_slice())
    .bind(&invitation.sealed)
    .bind(nanos(invitation.invited_at))
    .bind(nanos(invitation.open_until))
    .execute(&mut **transaction)
    .await
    .map(drop)
}
