//! Accounts, sessions and the audit log in SQLite.

use async_trait::async_trait;
use contract::desk::AuditAct;
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::{SqliteStore, failure};
use crate::store::desk::{
    AccountChange, AccountRow, AuditEntryRow, AuditRow, DeskStore, Note, SessionRow,
};
use crate::store::rows::{self, nanos};
use crate::store::{Mac, StoreError};

macro_rules! account_columns {
    () => {
        "id, login, organization, role, name, password_hash, factor_sealed, factor_step, created_at, disabled_at, identity_mac"
    };
}

macro_rules! select_account {
    ($rest:literal) => {
        concat!("SELECT ", account_columns!(), " FROM account ", $rest)
    };
}

/// Writes down what an account goes through, within the transaction in which it does.
pub(super) async fn note(
    transaction: &mut SqliteConnection,
    account: &str,
    note: Note,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO audit (at, organization, account, name, act)
         SELECT ?2, organization, id, name, ?3 FROM account WHERE id = ?1",
    )
    .bind(account)
    .bind(nanos(note.at))
    .bind(note.act.as_str())
    .execute(transaction)
    .await
    .map(drop)
}

#[async_trait]
impl DeskStore for SqliteStore {
    async fn add_account(&self, account: AccountRow) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let added = sqlx::query(
            "INSERT INTO account (id, login, organization, role, name, password_hash, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (login) DO NOTHING",
        )
        .bind(&account.id)
        .bind(&account.login)
        .bind(&account.organization)
        .bind(account.role.as_str())
        .bind(&account.name)
        .bind(&account.password_hash)
        .bind(nanos(account.created_at))
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
        let added = Note {
            act: AuditAct::AccountAdded,
            at: account.created_at,
        };
        note(&mut transaction, &account.id, added)
            .await
            .map_err(failure)?;
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn account(&self, login: &str) -> Result<Option<AccountRow>, StoreError> {
        sqlx::query_as(select_account!("WHERE login = ?1"))
            .bind(login)
            .fetch_optional(&self.readers)
            .await
            .map_err(failure)?
            .map(rows::account)
            .transpose()
    }

    async fn account_of(&self, identity_mac: &Mac) -> Result<Option<AccountRow>, StoreError> {
        sqlx::query_as(select_account!("WHERE identity_mac = ?1"))
            .bind(identity_mac.as_slice())
            .fetch_optional(&self.readers)
            .await
            .map_err(failure)?
            .map(rows::account)
            .transpose()
    }

    async fn accounts(&self, organization: Option<&str>) -> Result<Vec<AccountRow>, StoreError> {
        let found = match organization {
            Some(organization) => {
                sqlx::query_as(select_account!("WHERE organization = ?1 ORDER BY name, id"))
                    .bind(organization)
                    .fetch_all(&self.readers)
                    .await
            }
            None => {
                sqlx::query_as(select_account!("ORDER BY organization, name, id"))
                    .fetch_all(&self.readers)
                    .await
            }
        };
        found
            .map_err(failure)?
            .into_iter()
            .map(rows::account)
            .collect()
    }

    async fn change_account(
        &self,
        id: &str,
        change: AccountChange,
        said: Option<Note>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let changed = match &change {
            AccountChange::Password { hash, before, .. } => sqlx::query(
                "UPDATE account SET password_hash = ?2 WHERE id = ?1 AND (?3 IS NULL OR password_hash = ?3)",
            )
            .bind(id)
            .bind(hash)
            .bind(before),
            AccountChange::OfferFactor { sealed } => sqlx::query(
                "UPDATE account SET factor_sealed = ?2 WHERE id = ?1 AND factor_step IS NULL",
            )
            .bind(id)
            .bind(sealed),
            AccountChange::TakeCode { step, sealed, .. } => sqlx::query(
                "UPDATE account SET factor_step = ?2
                 WHERE id = ?1 AND factor_sealed = ?3 AND (factor_step IS NULL OR factor_step < ?2)",
            )
            .bind(id)
            .bind(step)
            .bind(sealed),
            AccountChange::DropFactor => sqlx::query(
                "UPDATE account SET factor_sealed = NULL, factor_step = NULL WHERE id = ?1",
            )
            .bind(id),
            AccountChange::Disable { at } => sqlx::query(
                "UPDATE account SET disabled_at = ?2 WHERE id = ?1 AND disabled_at IS NULL",
            )
            .bind(id)
            .bind(nanos(*at)),
            AccountChange::Link { identity_mac } => sqlx::query(
                "UPDATE account SET identity_mac = ?2
                 WHERE id = ?1 AND identity_mac IS NULL AND disabled_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM account AS other WHERE other.identity_mac = ?2)",
            )
            .bind(id)
            .bind(identity_mac.as_slice()),
            AccountChange::Unlink => sqlx::query(
                "UPDATE account SET identity_mac = NULL WHERE id = ?1 AND identity_mac IS NOT NULL",
            )
            .bind(id),
        };
        let changed = changed.execute(&mut *transaction).await.map_err(failure)?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(said) = said {
            note(&mut transaction, id, said).await.map_err(failure)?;
        }
        if let Some(spare) = rows::spared(&change) {
            sqlx::query(
                "DELETE FROM desk_session WHERE account = ?1 AND (?2 IS NULL OR token_mac <> ?2)",
            )
            .bind(id)
            .bind(spare.as_ref().map(<[u8; 32]>::as_slice))
            .execute(&mut *transaction)
            .await
            .map_err(failure)?;
        }
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn begin_session(
        &self,
        session: SessionRow,
        account: &AccountRow,
        act: AuditAct,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let begun = sqlx::query(
            "INSERT INTO desk_session (token_mac, account, begun_at, ends_at)
             SELECT ?1, id, ?3, ?4 FROM account
             WHERE id = ?2 AND password_hash = ?5 AND (factor_step IS NOT NULL) = ?6
             AND identity_mac IS ?7 AND disabled_at IS NULL",
        )
        .bind(session.token_mac.as_slice())
        .bind(&session.account)
        .bind(nanos(session.begun_at))
        .bind(nanos(session.ends_at))
        .bind(&account.password_hash)
        .bind(account.factor_step.is_some())
        .bind(account.identity_mac.as_ref().map(<[u8; 32]>::as_slice))
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        if begun.rows_affected() == 0 {
            return Ok(false);
        }
        let at = session.begun_at;
        note(&mut transaction, &account.id, Note { act, at })
            .await
            .map_err(failure)?;
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn session(
        &self,
        token_mac: &Mac,
        now: Timestamp,
    ) -> Result<Option<(SessionRow, AccountRow)>, StoreError> {
        let found = sqlx::query_as(concat!(
            "SELECT begun_at, ends_at, ",
            account_columns!(),
            " FROM desk_session JOIN account ON account.id = desk_session.account
             WHERE token_mac = ?1 AND ends_at > ?2 AND disabled_at IS NULL",
        ))
        .bind(token_mac.as_slice())
        .bind(nanos(now))
        .fetch_optional(&self.readers)
        .await
        .map_err(failure)?;
        found
            .map(|columns| rows::session(token_mac, columns))
            .transpose()
    }

    async fn prolong_session(&self, token_mac: &Mac, ends_at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE desk_session SET ends_at = ?2 WHERE token_mac = ?1 AND ends_at < ?2")
            .bind(token_mac.as_slice())
            .bind(nanos(ends_at))
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(failure)
    }

    async fn end_session(&self, token_mac: &Mac) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM desk_session WHERE token_mac = ?1")
            .bind(token_mac.as_slice())
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(failure)
    }

    async fn end_sessions(&self, account: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM desk_session WHERE account = ?1")
            .bind(account)
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(failure)
    }

    async fn forget_sessions(&self, ended_by: Timestamp) -> Result<(), StoreError> {
        for ended in [
            "DELETE FROM desk_session WHERE ends_at <= ?1",
            "DELETE FROM spent WHERE ends_at <= ?1",
        ] {
            sqlx::query(ended)
                .bind(nanos(ended_by))
                .execute(&self.writer)
                .await
                .map_err(failure)?;
        }
        Ok(())
    }

    async fn spend(&self, once_mac: &Mac, ends_at: Timestamp) -> Result<bool, StoreError> {
        let spent = sqlx::query(
            "INSERT INTO spent (once_mac, ends_at) VALUES (?1, ?2) ON CONFLICT (once_mac) DO NOTHING",
        )
        .bind(once_mac.as_slice())
        .bind(nanos(ends_at))
        .execute(&self.writer)
        .await
        .map_err(failure)?;
        Ok(spent.rows_affected() > 0)
    }

    async fn note_act(&self, act: AuditRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO audit (at, organization, account, name, act, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .bind(nanos(act.at))
        .bind(&act.organization)
        .bind(&act.account)
        .bind(&act.name)
        .bind(act.act.as_str())
        .bind(&act.number)
        .execute(&self.writer)
        .await
        .map(drop)
        .map_err(failure)
    }

    async fn audit(
        &self,
        organization: &str,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntryRow>, StoreError> {
        let found: Vec<_> = sqlx::query_as(
            "SELECT audit.id AS place, at, audit.account, login, audit.name, act, number
             FROM audit LEFT JOIN account ON account.id = audit.account
             WHERE audit.organization = ?1 AND audit.id < ?2 ORDER BY audit.id DESC LIMIT ?3",
        )
        .bind(organization)
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let entry = |columns| rows::audit(organization, columns);
        found.into_iter().map(entry).collect()
    }
}
