//! The store for more than one machine: PostgreSQL, or an engine that speaks its protocol. Plain SQL without
//! extensions; conflicts are found by unique keys and versions, never by locks held between statements.

use std::time::Duration;

use async_trait::async_trait;
use contract::desk::AuditAct;
use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

mod desk;
mod evidence;
mod feedback;
mod group;
mod invitation;
mod notices;
mod page;
mod personal;
mod push;
mod settlement;

use super::desk::{Blame, Note};
use super::rows::{self, nanos};
use super::*;

const MIGRATIONS: &[rows::MigrationFile] = &[
    (
        1,
        "base",
        include_str!("../../migrations/postgres/0001_base.sql"),
    ),
    (
        2,
        "trust",
        include_str!("../../migrations/postgres/0002_trust.sql"),
    ),
    (
        3,
        "evidence",
        include_str!("../../migrations/postgres/0003_evidence.sql"),
    ),
    (
        4,
        "notices",
        include_str!("../../migrations/postgres/0004_notices.sql"),
    ),
    (
        5,
        "personal",
        include_str!("../../migrations/postgres/0005_personal.sql"),
    ),
    (
        6,
        "group",
        include_str!("../../migrations/postgres/0006_group.sql"),
    ),
    (
        7,
        "begun",
        include_str!("../../migrations/postgres/0007_begun.sql"),
    ),
    (
        8,
        "clock",
        include_str!("../../migrations/postgres/0008_clock.sql"),
    ),
    (
        9,
        "invitation",
        include_str!("../../migrations/postgres/0009_invitation.sql"),
    ),
    (
        10,
        "ground",
        include_str!("../../migrations/postgres/0010_ground.sql"),
    ),
    (
        11,
        "account",
        include_str!("../../migrations/postgres/0011_account.sql"),
    ),
    (
        12,
        "complaint",
        include_str!("../../migrations/postgres/0012_complaint.sql"),
    ),
    (
        13,
        "settlement",
        include_str!("../../migrations/postgres/0013_settlement.sql"),
    ),
    (
        14,
        "page",
        include_str!("../../migrations/postgres/0014_page.sql"),
    ),
    (
        15,
        "slots",
        include_str!("../../migrations/postgres/0015_slots.sql"),
    ),
    (
        17,
        "identity",
        include_str!("../../migrations/postgres/0017_identity.sql"),
    ),
    (
        18,
        "push",
        include_str!("../../migrations/postgres/0018_push.sql"),
    ),
    (
        19,
        "mark",
        include_str!("../../migrations/postgres/0019_mark.sql"),
    ),
    (
        20,
        "words",
        include_str!("../../migrations/postgres/0020_words.sql"),
    ),
];

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
const CONNECTIONS: u32 = 16;
/// How often a transaction is tried that other transactions get in the way of.
const TRIES: usize = 5;

/// The store in a PostgreSQL database.
#[derive(Clone, Debug)]
pub struct PostgresStore {
    pool: PgPool,
}

impl PostgresStore {
    /// Connects to `postgres://…` and brings the database up to date.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let pool = pool(url).await?;
        rows::migrator(MIGRATIONS)
            .run(&pool)
            .await
            .map_err(|error| rows::migration_failure(error, failure))?;
        Ok(Self { pool })
    }

    /// Connects to a database as it is; `None` when there is no store in it.
    pub async fn look(url: &str) -> Result<Option<Self>, StoreError> {
        let pool = pool(url).await?;
        let tables: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM information_schema.tables
             WHERE table_schema = CURRENT_SCHEMA AND table_name IN ('directory_import', 'organization')",
        )
        .fetch_one(&pool)
        .await
        .map_err(failure)?;
        Ok((tables == 2).then_some(Self { pool }))
    }

    /// A view of one moment, for answers that take several queries.
    async fn snapshot(&self) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
        self.pool
            .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await
    }
}

/// A database may be set up to acknowledge what is not yet on its disk. Every other level waits for that,
/// some for copies too, and stays as it is.
async fn be_durable(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "SELECT set_config('synchronous_commit', 'on', FALSE)
         WHERE current_setting('synchronous_commit') = 'off'",
    )
    .execute(connection)
    .await
    .map(drop)
}

async fn pool(url: &str) -> Result<PgPool, StoreError> {
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .after_connect(|connection, _| Box::pin(be_durable(connection)))
        .connect(url)
        .await
        .map_err(failure)
}

/// What passes once somebody looks after the database: no connection (08), no room (53), being shut down or
/// started (57), trouble with its disk (58), read-only (25006), or too many tries that collided (40).
fn failure(error: sqlx::Error) -> StoreError {
    let passing = match &error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(database) => database.code().is_some_and(|code| {
            code == "25006"
                || ["08", "40", "53", "57", "58"]
                    .iter()
                    .any(|class| code.starts_with(class))
        }),
        _ => false,
    };
    if passing {
        StoreError::Unavailable(error)
    } else {
        StoreError::Fault(Box::new(error))
    }
}

/// Whether other transactions got in the way (class 40): nothing was stored and trying again may do.
fn collided(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code.starts_with("40"))
}

/// Restricts organizations `o`, brought by import `i`, to those that are in the directory.
macro_rules! live {
    () => {
        "i.version >= (SELECT COALESCE(MAX(version), 0) FROM directory_import WHERE retires AND version IS NOT NULL)
         AND NOT EXISTS (
            SELECT 1 FROM organization n JOIN directory_import j ON j.id = n.import_id
            WHERE n.id = o.id AND j.version > i.version)"
    };
}

macro_rules! select_request {
    ($rest:literal) => {
        concat!(
            "SELECT number, organization, status, field, topic, submitted_at, due_kind, due_on, due_source,
                    raised, centre, assignee, slots_on, version, content_sealed, code_mac, ended_at, held_at, erased_at FROM request ",
            $rest
        )
    };
}

macro_rules! select_report {
    ($rest:literal) => {
        concat!(
            "SELECT id, organization, subjects, note_sealed, reported_at, settled_at, settled_by FROM report ",
            $rest
        )
    };
}

struct PostgresImport {
    store: PostgresStore,
    id: i64,
}

impl PostgresImport {
    /// The directory's version and what this import changes in it.
    async fn preview(&self, retire_missing: bool) -> Result<(i64, ImportCounts), StoreError> {
        let mut snapshot = self.store.snapshot().await.map_err(failure)?;
        let version = sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM directory_import")
            .fetch_one(&mut *snapshot)
            .await
            .map_err(failure)?;
        let staged = sqlx::query_scalar("SELECT COUNT(*) FROM organization WHERE import_id = $1")
            .bind(self.id)
            .fetch_one(&mut *snapshot)
            .await
            .map_err(failure)?;
        let (live, both, same) = sqlx::query_as(concat!(
            "SELECT COUNT(*), COUNT(new.id), COUNT(CASE WHEN new.data = o.data THEN 1 END)
             FROM organization o JOIN directory_import i ON i.id = o.import_id
             LEFT JOIN organization new ON new.id = o.id AND new.import_id = $1
             WHERE ",
            live!()
        ))
        .bind(self.id)
        .fetch_one(&mut *snapshot)
        .await
        .map_err(failure)?;
        Ok((
            version,
            rows::counts((staged, live, both, same), retire_missing),
        ))
    }

    async fn still_there(&self) -> Result<(), StoreError> {
        let there: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM directory_import WHERE id = $1 AND version IS NULL AND touched_at IS NOT NULL)",
        )
        .bind(self.id)
        .fetch_one(&self.store.pool)
        .await
        .map_err(failure)?;
        if there {
            Ok(())
        } else {
            Err(rows::import_gone())
        }
    }

    /// Gives the import its version.
    async fn finish(&self, retire_missing: bool) -> Result<ImportCounts, StoreError> {
        loop {
            let (version, counts) = self.preview(retire_missing).await?;
            // Should another import have finished since, its version is higher or the same: then compare again.
            let finished = sqlx::query(
                "UPDATE directory_import SET version = $1 + 1, retires = $2
                 WHERE id = $3 AND version IS NULL AND touched_at IS NOT NULL
                 AND $1 = (SELECT COALESCE(MAX(version), 0) FROM directory_import)",
            )
            .bind(version)
            .bind(retire_missing)
            .bind(self.id)
            .execute(&self.store.pool)
            .await;
            match finished {
                Ok(done) if done.rows_affected() > 0 => return Ok(counts),
                Ok(_) => self.still_there().await?,
                Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {}
                Err(error) if collided(&error) => {}
                Err(error) => return Err(failure(error)),
            }
        }
    }
}

#[async_trait]
impl ImportTransaction for PostgresImport {
    async fn put(&mut self, rows: &[OrganizationRow]) -> Result<(), StoreError> {
        let (ids, data): (Vec<_>, Vec<_>) = rows::batch(rows)?.into_iter().unzip();
        let mut transaction = self.store.pool.begin().await.map_err(failure)?;
        let touched = sqlx::query(
            "UPDATE directory_import SET touched_at = $1 WHERE id = $2 AND version IS NULL AND touched_at IS NOT NULL",
        )
        .bind(nanos(Timestamp::now()))
        .bind(self.id)
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        if touched.rows_affected() == 0 {
            return Err(rows::import_gone());
        }
        sqlx::query(
            "INSERT INTO organization (import_id, id, data)
             SELECT $1, new.id, new.data FROM UNNEST($2::text[], $3::text[]) AS new (id, data)
             ON CONFLICT (id, import_id) DO UPDATE SET data = excluded.data",
        )
        .bind(self.id)
        .bind(ids)
        .bind(data)
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        transaction.commit().await.map_err(failure)
    }

    async fn commit(self: Box<Self>, retire_missing: bool) -> Result<ImportCounts, StoreError> {
        let finished = self.finish(retire_missing).await;
        // Giving space back changes nothing for anybody and is tried again after the next import.
        let tidied = match finished {
            Ok(_) => self.store.sweep().await,
            Err(_) => self.abandon().await,
        };
        if let Err(error) = tidied {
            tracing::warn!(%error, "directory rows that nobody needs were not removed");
        }
        finished
    }

    async fn abandon(self: Box<Self>) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE directory_import SET touched_at = NULL WHERE id = $1 AND version IS NULL",
        )
        .bind(self.id)
        .execute(&self.store.pool)
        .await
        .map_err(failure)?;
        self.store.sweep().await
    }
}

impl PostgresStore {
    async fn submit_once(
        &self,
        request: &NewRequestRow,
    ) -> Result<Result<SubmitOutcome, StoreError>, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        // Waits for a transaction that is storing the same key or number, then stores nothing.
        let (due_kind, due_on, due_source) = rows::due(request.due);
        let stored = sqlx::query(
            "INSERT INTO request (number, organization, status, field, topic, submitted_at, version,
                                  content_sealed, code_mac, key_mac, body_mac, match_mac, due_kind, due_on, due_source)
             VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING",
        )
        .bind(&request.number)
        .bind(&request.organization)
        .bind(Status::Submitted.as_str())
        .bind(request.field.as_str())
        .bind(request.topic.map(Topic::as_str))
        .bind(nanos(request.submitted_at))
        .bind(&request.content_sealed)
        .bind(request.code_mac.as_slice())
        .bind(request.key_mac.as_slice())
        .bind(request.body_mac.as_slice())
        .bind(request.likeness.as_ref().map(|like| like.mac.as_slice()))
        .bind(due_kind)
        .bind(due_on)
        .bind(due_source)
        .execute(&mut *transaction)
        .await?;
        if stored.rows_affected() == 0 {
            let body_mac: Option<Vec<u8>> =
                sqlx::query_scalar("SELECT body_mac FROM request WHERE key_mac = $1")
                    .bind(request.key_mac.as_slice())
                    .fetch_optional(&mut *transaction)
                    .await?;
            return match body_mac {
                None => Ok(Ok(SubmitOutcome::NumberTaken)),
                Some(body_mac) if body_mac != request.body_mac => Ok(Ok(SubmitOutcome::KeyReused)),
                Some(_) => {
                    let columns = sqlx::query_as(select_request!("WHERE key_mac = $1"))
                        .bind(request.key_mac.as_slice())
                        .fetch_one(&mut *transaction)
                        .await?;
                    Ok(rows::request(columns).map(|row| SubmitOutcome::Replayed(Box::new(row))))
                }
            };
        }
        if let Some(like) = request.likeness.filter(|like| !like.is_known) {
            let earlier: Option<i64> = sqlx::query_scalar(
                "SELECT MAX(submitted_at) FROM request WHERE match_mac = $1 AND number <> $2 AND submitted_at > $3
                 AND status = ANY ($4)",
            )
            .bind(like.mac.as_slice())
            .bind(&request.number)
            .bind(nanos(like.since))
            .bind(rows::under_way())
            .fetch_one(&mut *transaction)
            .await?;
            if let Some(earlier) = earlier {
                return Ok(rows::timestamp(earlier).map(SubmitOutcome::Likely));
            }
        }
        let first = EntryRow {
            at: request.submitted_at,
            actor: Actor::Applicant,
            event: Event::Submit,
            detail_sealed: request.detail_sealed.clone(),
            key_mac: None,
            ground: None,
        };
        add_entry(&mut transaction, &request.number, 1, &first).await?;
        if let Some(basket) = &request.basket_mac {
            let (number, at) = (&request.number, request.submitted_at);
            if evidence::attach(&mut transaction, basket, number, at).await? < request.files {
                return Ok(Ok(SubmitOutcome::EvidenceMissing));
            }
        }
        if let Some(join) = &request.join {
            let (number, at) = (&request.number, request.submitted_at);
            if !group::join(&mut transaction, join, number, at).await? {
                return Ok(Ok(SubmitOutcome::GroupClosed));
            }
        }
        add_marks(&mut transaction, &request.number, &request.marks).await?;
        notices::put(&mut transaction, &request.number, 1, &request.notices).await?;
        transaction.commit().await?;
        Ok(Ok(SubmitOutcome::Stored))
    }

    async fn change_once(&self, change: &Change) -> Result<ChangeOutcome, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        if made_before(&mut transaction, change).await? {
            return Ok(ChangeOutcome::Replayed);
        }
        // Waits for a transaction that is changing the same request, then finds another version.
        let (due_kind, due_on, due_source) = rows::due(change.due);
        let (raised, centre) = rows::raised(&change.raised);
        let version = change.version();
        let changed = sqlx::query(
            "UPDATE request SET status = $1, ended_at = COALESCE($2, ended_at),
                 content_sealed = COALESCE($3, content_sealed), organization = COALESCE($4, organization),
                 due_kind = $5, due_on = $6, due_source = $7, raised = $8, centre = $9, assignee = $10,
                 slots_on = $11, version = $12
             WHERE number = $13 AND version = $14",
        )
        .bind(change.status.as_str())
        .bind(change.ended_at.map(nanos))
        .bind(&change.content_sealed)
        .bind(&change.organization)
        .bind(due_kind)
        .bind(due_on)
        .bind(due_source)
        .bind(raised)
        .bind(centre)
        .bind(&change.assignee)
        .bind(change.slots_on.map(|day| day.to_string()))
        .bind(version)
        .bind(&change.number)
        .bind(change.seen_version)
        .execute(&mut *transaction)
        .await?;
        if changed.rows_affected() == 0 {
            let replayed = made_before(&mut transaction, change).await?;
            return Ok(if replayed {
                ChangeOutcome::Replayed
            } else {
                ChangeOutcome::Outdated
            });
        }
        for (version, entry) in (change.seen_version + 1..).zip(change.entries()) {
            add_entry(&mut transaction, &change.number, version, entry).await?;
        }
        if change.organization.is_some() {
            // A group's requests go to one organization.
            let seat = group::seat_of(&mut transaction, &change.number).await?;
            if let Some((seat, group)) = seat {
                group::leave(&mut transaction, &seat, &group, change.entry.at).await?;
            }
        }
        if let Some(invitation) = &change.invitation {
            invitation::put(&mut transaction, invitation).await?;
        }
        if let Some(settlement) = &change.settlement {
            settlement::change(&mut transaction, &change.number, settlement).await?;
        }
        if let Some(marks) = &change.marks {
            sqlx::query("DELETE FROM mark WHERE number = $1")
                .bind(&change.number)
                .execute(&mut *transaction)
                .await?;
            add_marks(&mut transaction, &change.number, marks).await?;
        }
        notices::put(&mut transaction, &change.number, version, &change.notices).await?;
        transaction.commit().await?;
        Ok(ChangeOutcome::Applied)
    }
}

impl PostgresStore {
    async fn hear_once(&self, attempt: &CodeTry) -> Result<Option<i64>, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        for (scope, _) in &attempt.scopes {
            // Waits for other tries in this scope. Right ones do so too: none may be heard before wrong
            // ones that came first. Nothing of it stays unless the try is counted.
            sqlx::query(
                "INSERT INTO try_scope (scope_mac, latest) VALUES ($1, $2)
                 ON CONFLICT (scope_mac) DO UPDATE SET latest = excluded.latest",
            )
            .bind(scope.as_slice())
            .bind(nanos(attempt.at))
            .execute(&mut *transaction)
            .await?;
        }
        let locked_by = locked_by(&mut transaction, attempt).await?;
        if locked_by.is_some() || attempt.is_right {
            return Ok(locked_by);
        }
        let long_ago = nanos(rows::before(attempt.at, rows::FORGET_TRIES_AFTER));
        for (scope, _) in &attempt.scopes {
            sqlx::query("DELETE FROM wrong_try WHERE (scope_mac = $1 AND at <= $2) OR at < $3")
                .bind(scope.as_slice())
                .bind(nanos(attempt.since))
                .bind(long_ago)
                .execute(&mut *transaction)
                .await?;
            sqlx::query("INSERT INTO wrong_try (scope_mac, at) VALUES ($1, $2)")
                .bind(scope.as_slice())
                .bind(nanos(attempt.at))
                .execute(&mut *transaction)
                .await?;
        }
        sqlx::query("DELETE FROM try_scope WHERE latest < $1")
            .bind(long_ago)
            .execute(&mut *transaction)
            .await?;
        blame(&mut transaction, attempt).await?;
        transaction.commit().await?;
        Ok(None)
    }
}

async fn made_before(
    transaction: &mut Transaction<'static, Postgres>,
    change: &Change,
) -> Result<bool, sqlx::Error> {
    let Some(key_mac) = change.entry.key_mac else {
        return Ok(false);
    };
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM entry WHERE number = $1 AND key_mac = $2)")
        .bind(&change.number)
        .bind(key_mac.as_slice())
        .fetch_one(&mut **transaction)
        .await
}

impl PostgresStore {
    /// A page of requests of one status, or of any. The parts are those of the indices, so that it is a range of one.
    async fn queue_part(
        &self,
        query: &QueueQuery,
        status: Option<Status>,
    ) -> Result<Vec<RequestRow>, StoreError> {
        macro_rules! page_of {
            ($column:literal, $worker:literal, $status:literal) => {
                concat!(
                    select_request!("WHERE "),
                    $column,
                    " = $1 AND ",
                    $status,
                    " AND ($3::text IS NULL OR field = $3)
                     AND COALESCE(due_on, '9999-12-31') < $4
                     AND COALESCE(due_on, '9999-12-31') >= $5
                     AND (COALESCE(due_on, '9999-12-31'), submitted_at, number) > ($5, $6, $7)
                     AND ",
                    $worker,
                    " ORDER BY COALESCE(due_on, '9999-12-31'), submitted_at, number LIMIT $9"
                )
            };
            ($column:literal, $worker:literal) => {
                match status {
                    Some(_) => page_of!($column, $worker, "status = $2"),
                    None => page_of!($column, $worker, "$2::text IS NULL"),
                }
            };
        }
        let page = match (&query.of, &query.worker) {
            (QueueOf::Organization(_), Worker::Any) => {
                page_of!("organization", "$8::text IS NULL")
            }
            (QueueOf::Organization(_), Worker::Is(_)) => {
                page_of!("organization", "assignee = $8")
            }
            (QueueOf::Organization(_), Worker::Nobody) => {
                page_of!("organization", "$8::text IS NULL AND assignee IS NULL")
            }
            (QueueOf::Centre(_), _) => page_of!("centre", "$8::text IS NULL"),
        };
        let (QueueOf::Organization(of) | QueueOf::Centre(of)) = &query.of;
        let worker = match (&query.of, &query.worker) {
            (QueueOf::Organization(_), Worker::Is(account)) => Some(account),
            _ => None,
        };
        let (due_on, submitted_at, number) = rows::place(query.after.as_ref());
        let found = sqlx::query_as(page)
            .bind(of)
            .bind(status.map(Status::as_str))
            .bind(query.field.map(DisputeField::as_str))
            .bind(rows::due_before(query.due_before))
            .bind(due_on)
            .bind(submitted_at)
            .bind(number)
            .bind(worker)
            .bind(i64::from(query.limit))
            .fetch_all(&self.pool)
            .await
            .map_err(failure)?;
        found.into_iter().map(rows::request).collect()
    }
}

/// When the try was made that locks one of these scopes, if one is locked.
async fn locked_by(
    transaction: &mut PgConnection,
    attempt: &CodeTry,
) -> Result<Option<i64>, sqlx::Error> {
    let mut locked_by = None;
    for (scope, most) in &attempt.scopes {
        let locking: Option<i64> = sqlx::query_scalar(
            "SELECT at FROM wrong_try WHERE scope_mac = $1 AND at > $2
             ORDER BY at DESC LIMIT 1 OFFSET $3",
        )
        .bind(scope.as_slice())
        .bind(nanos(attempt.since))
        .bind(i64::from(most.saturating_sub(1)))
        .fetch_optional(&mut *transaction)
        .await?;
        locked_by = locked_by.max(locking);
    }
    Ok(locked_by)
}

/// Writes down a wrong try that was counted, and the lock that it brought about.
async fn blame(transaction: &mut PgConnection, attempt: &CodeTry) -> Result<(), sqlx::Error> {
    let Some(Blame { account, act }) = &attempt.blame else {
        return Ok(());
    };
    let at = attempt.at;
    desk::note(transaction, account, Note { act: *act, at }).await?;
    if locked_by(transaction, attempt).await?.is_some() {
        let act = AuditAct::LockedOut;
        desk::note(transaction, account, Note { act, at }).await?;
    }
    Ok(())
}

#[async_trait]
impl Store for PostgresStore {
    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM directory_import LIMIT 1")
            .execute(&self.pool)
            .await
            .map_err(failure)?;
        Ok(())
    }

    async fn key_marks(&self) -> Result<Vec<(String, Mac)>, StoreError> {
        sqlx::query_as("SELECT name, mark FROM key_mark ORDER BY name")
            .fetch_all(&self.pool)
            .await
            .map_err(failure)?
            .into_iter()
            .map(rows::key_mark)
            .collect()
    }

    async fn mark_key(&self, name: &str, mark: &Mac) -> Result<Mac, StoreError> {
        sqlx::query("INSERT INTO key_mark (name, mark) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(mark.as_slice())
            .execute(&self.pool)
            .await
            .map_err(failure)?;
        let kept: Vec<u8> = sqlx::query_scalar("SELECT mark FROM key_mark WHERE name = $1")
            .bind(name)
            .fetch_one(&self.pool)
            .await
            .map_err(failure)?;
        rows::mac(&kept)
    }

    async fn begin_import(&self) -> Result<Box<dyn ImportTransaction>, StoreError> {
        let id = sqlx::query_scalar(
            "INSERT INTO directory_import (touched_at) VALUES ($1) RETURNING id",
        )
        .bind(nanos(Timestamp::now()))
        .fetch_one(&self.pool)
        .await
        .map_err(failure)?;
        let store = self.clone();
        Ok(Box::new(PostgresImport { store, id }))
    }

    async fn sweep(&self) -> Result<(), StoreError> {
        let abandoned = nanos(rows::before(Timestamp::now(), rows::ABANDONED_AFTER));
        // Marked first: an import that wakes up after all finds the mark and ends, whatever is left of it.
        sqlx::query(
            "UPDATE directory_import SET touched_at = NULL WHERE version IS NULL AND touched_at < $1",
        )
        .bind(abandoned)
        .execute(&self.pool)
        .await
        .map_err(failure)?;
        let mut from = String::new();
        loop {
            let to: Option<String> = sqlx::query_scalar(
                "SELECT MAX(id) FROM (SELECT id FROM organization WHERE id > $1 ORDER BY id LIMIT $2) AS page",
            )
            .bind(&from)
            .bind(rows::SWEEP_ROWS)
            .fetch_one(&self.pool)
            .await
            .map_err(failure)?;
            let Some(to) = to else { break };
            sqlx::query(
                "DELETE FROM organization WHERE (id, import_id) IN (
                    SELECT o.id, o.import_id FROM organization o JOIN directory_import i ON i.id = o.import_id
                    WHERE o.id > $1 AND o.id <= $2 AND (
                        (i.version IS NULL AND i.touched_at IS NULL)
                        OR EXISTS (
                            SELECT 1 FROM organization n JOIN directory_import j ON j.id = n.import_id
                            WHERE n.id = o.id AND j.version > i.version)))",
            )
            .bind(&from)
            .bind(&to)
            .execute(&self.pool)
            .await
            .map_err(failure)?;
            from = to;
        }
        sqlx::query(
            "DELETE FROM directory_import WHERE version IS NULL AND touched_at IS NULL
             AND id NOT IN (SELECT import_id FROM organization)",
        )
        .execute(&self.pool)
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn directory_version(&self) -> Result<i64, StoreError> {
        sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM directory_import")
            .fetch_one(&self.pool)
            .await
            .map_err(failure)
    }

    async fn each_organization(
        &self,
        see: &mut (dyn FnMut(OrganizationRow) + Send),
    ) -> Result<i64, StoreError> {
        let mut snapshot = self.snapshot().await.map_err(failure)?;
        let version = sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM directory_import")
            .fetch_one(&mut *snapshot)
            .await
            .map_err(failure)?;
        let mut found = sqlx::query_scalar::<_, String>(concat!(
            "SELECT o.data FROM organization o JOIN directory_import i ON i.id = o.import_id WHERE ",
            live!()
        ))
        .fetch(&mut *snapshot);
        while let Some(data) = found.try_next().await.map_err(failure)? {
            see(rows::organization(&data)?);
        }
        Ok(version)
    }

    async fn organization(&self, id: &str) -> Result<Option<OrganizationRow>, StoreError> {
        let data: Option<String> = sqlx::query_scalar(
            "SELECT o.data FROM organization o JOIN directory_import i ON i.id = o.import_id
             WHERE o.id = $1 AND i.version IS NOT NULL ORDER BY i.version DESC LIMIT 1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await
        .map_err(failure)?;
        data.as_deref().map(rows::organization).transpose()
    }

    async fn submit(&self, request: NewRequestRow) -> Result<SubmitOutcome, StoreError> {
        for _ in 1..TRIES {
            match self.submit_once(&request).await {
                Err(error) if collided(&error) => {}
                outcome => return outcome.map_err(failure)?,
            }
        }
        self.submit_once(&request).await.map_err(failure)?
    }

    async fn submitted(
        &self,
        key_mac: &Mac,
        body_mac: &Mac,
    ) -> Result<Option<RequestRow>, StoreError> {
        let columns = sqlx::query_as(select_request!("WHERE key_mac = $1 AND body_mac = $2"))
            .bind(key_mac.as_slice())
            .bind(body_mac.as_slice())
            .fetch_optional(&self.pool)
            .await
            .map_err(failure)?;
        columns.map(rows::request).transpose()
    }

    async fn forget_likeness(&self, by: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE request SET match_mac = NULL WHERE match_mac IS NOT NULL AND submitted_at <= $1",
        )
        .bind(nanos(by))
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(failure)
    }

    async fn request(
        &self,
        number: &str,
    ) -> Result<Option<(RequestRow, Vec<EntryRow>)>, StoreError> {
        let mut snapshot = self.snapshot().await.map_err(failure)?;
        let columns = sqlx::query_as(select_request!("WHERE number = $1"))
            .bind(number)
            .fetch_optional(&mut *snapshot)
            .await
            .map_err(failure)?;
        let Some(columns) = columns else {
            return Ok(None);
        };
        let entries = sqlx::query_as(
            "SELECT at, actor, event, detail_sealed, key_mac, ground FROM entry WHERE number = $1 ORDER BY version",
        )
        .bind(number)
        .fetch_all(&mut *snapshot)
        .await
        .map_err(failure)?;
        let entries: Result<_, _> = entries.into_iter().map(rows::entry).collect();
        Ok(Some((rows::request(columns)?, entries?)))
    }

    async fn versions(&self, numbers: &[String]) -> Result<HashMap<String, i64>, StoreError> {
        let mut versions = HashMap::with_capacity(numbers.len());
        for part in numbers.chunks(rows::VERSIONS_AT_ONCE) {
            let found: Vec<(String, i64)> = sqlx::query_as(
                "SELECT number, version FROM request WHERE number = ANY ($1) AND erased_at IS NULL",
            )
            .bind(part)
            .fetch_all(&self.pool)
            .await
            .map_err(failure)?;
            versions.extend(found);
        }
        Ok(versions)
    }

    async fn change(&self, change: Change) -> Result<ChangeOutcome, StoreError> {
        for _ in 1..TRIES {
            match self.change_once(&change).await {
                Err(error) if collided(&error) => {}
                outcome => return outcome.map_err(failure),
            }
        }
        self.change_once(&change).await.map_err(failure)
    }

    async fn undated(&self, limit: u32) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(
            "SELECT number FROM request WHERE due_kind IS NULL ORDER BY number LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await
        .map_err(failure)
    }

    async fn date(&self, number: &str, due: Option<Due>) -> Result<(), StoreError> {
        let (kind, on, source) = rows::due(due);
        sqlx::query(
            "UPDATE request SET due_kind = $1, due_on = $2, due_source = $3 WHERE number = $4 AND due_kind IS NULL",
        )
        .bind(kind)
        .bind(on)
        .bind(source)
        .bind(number)
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(failure)
    }

    async fn late(
        &self,
        before: Date,
        raised: &Raised,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        let (raised, _) = rows::raised(raised);
        sqlx::query_scalar(
            "SELECT number FROM request WHERE raised = $1 AND due_on < $2 AND due_kind = ANY ($3) AND number > $4 ORDER BY number LIMIT $5",
        )
        .bind(raised)
        .bind(before.to_string())
        .bind(rows::binding())
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await
        .map_err(failure)
    }

    async fn queue(&self, query: QueueQuery) -> Result<Vec<RequestRow>, StoreError> {
        if query.statuses.is_empty() {
            return self.queue_part(&query, None).await;
        }
        // Each status is a range of its own, and of all of them what stands first is wanted.
        let mut statuses = query.statuses.clone();
        statuses.sort_unstable();
        statuses.dedup();
        let mut rows = Vec::new();
        for status in statuses {
            rows.extend(self.queue_part(&query, Some(status)).await?);
        }
        rows.sort_by_cached_key(QueuePlace::of);
        rows.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
        Ok(rows)
    }

    async fn marked(&self, query: MarkQuery) -> Result<Vec<RequestRow>, StoreError> {
        let (due_on, submitted_at, number) = rows::place(query.after.as_ref());
        let found = sqlx::query_as(select_request!(
            "WHERE number IN (SELECT number FROM mark WHERE mac = $1)
             AND ($2::text IS NULL OR assignee IS NULL OR assignee = $2)
             AND (COALESCE(due_on, '9999-12-31'), submitted_at, number) > ($3, $4, $5)
             ORDER BY COALESCE(due_on, '9999-12-31'), submitted_at, number LIMIT $6"
        ))
        .bind(query.mark.as_slice())
        .bind(query.worker)
        .bind(due_on)
        .bind(submitted_at)
        .bind(number)
        .bind(i64::from(query.limit))
        .fetch_all(&self.pool)
        .await
        .map_err(failure)?;
        found.into_iter().map(rows::request).collect()
    }

    async fn unmarked(&self, after: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(
            "SELECT number FROM request r WHERE number > $1 AND erased_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.number = r.number) ORDER BY number LIMIT $2",
        )
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await
        .map_err(failure)
    }

    async fn mark(&self, number: &str, version: i64, marks: &[Mac]) -> Result<bool, StoreError> {
        let marked = async {
            let mut transaction = self.pool.begin().await?;
            // Waits for whoever is changing or erasing it.
            let unchanged: Option<i32> = sqlx::query_scalar(
                "SELECT 1 FROM request WHERE number = $1 AND version = $2 AND erased_at IS NULL FOR UPDATE",
            )
            .bind(number)
            .bind(version)
            .fetch_optional(&mut *transaction)
            .await?;
            if unchanged.is_some() {
                add_marks(&mut transaction, number, marks).await?;
            }
            transaction.commit().await?;
            Ok(unchanged.is_some())
        };
        marked.await.map_err(failure)
    }

    async fn code_mac(&self, number: &str) -> Result<Option<Mac>, StoreError> {
        let mac: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT code_mac FROM request WHERE number = $1")
                .bind(number)
                .fetch_optional(&self.pool)
                .await
                .map_err(failure)?;
        mac.as_deref().map(rows::mac).transpose()
    }

    async fn hear(&self, attempt: CodeTry) -> Result<Option<Timestamp>, StoreError> {
        let mut attempt = attempt;
        // Everybody locks scopes in the same order, so that nobody waits in a circle.
        attempt.scopes.sort_unstable();
        for _ in 1..TRIES {
            match self.hear_once(&attempt).await {
                Err(error) if collided(&error) => {}
                outcome => return rows::moment(outcome.map_err(failure)?),
            }
        }
        rows::moment(self.hear_once(&attempt).await.map_err(failure)?)
    }

    async fn records(&self, since: Timestamp, least: u32) -> Result<Vec<RecordRow>, StoreError> {
        let found: Vec<_> = sqlx::query_as(
            "SELECT organization, answered, wait FROM (
                SELECT r.organization, a.at - r.submitted_at AS wait,
                       COUNT(*) OVER (PARTITION BY r.organization) AS answered,
                       ROW_NUMBER() OVER (PARTITION BY r.organization ORDER BY a.at - r.submitted_at) AS place
                FROM entry a JOIN request r ON r.number = a.number
                WHERE a.event = ANY ($1) AND a.actor = 'staff' AND a.at >= $2
                AND NOT EXISTS (
                    SELECT 1 FROM entry b WHERE b.number = a.number AND b.version < a.version
                    AND b.event = ANY ($1) AND b.actor = 'staff')
                -- Who answered what was handed over is not who has it now.
                AND NOT EXISTS (SELECT 1 FROM entry t WHERE t.number = a.number AND t.event = $4)) AS waits
             WHERE answered >= $3 AND place = (answered + 1) / 2",
        )
        .bind(rows::answers())
        .bind(nanos(since))
        .bind(i64::from(least))
        .bind(Event::AgreeToTransfer.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(failure)?;
        Ok(found.into_iter().map(rows::record).collect())
    }

    async fn tallies(
        &self,
        since: Timestamp,
        events: &[Event],
    ) -> Result<Vec<TallyRow>, StoreError> {
        let events: Vec<_> = events.iter().map(|event| event.as_str()).collect();
        let found: Vec<_> = sqlx::query_as(
            "SELECT r.organization, to_char(to_timestamp(e.at / 1000000000) AT TIME ZONE 'UTC' + INTERVAL '8 hours', 'YYYY-MM') AS month, e.event, e.ground, COUNT(DISTINCT e.number)
             FROM entry e JOIN request r ON r.number = e.number
             WHERE e.at >= $1 AND e.event = ANY ($2) GROUP BY r.organization, month, e.event, e.ground",
        )
        .bind(nanos(since))
        .bind(events)
        .fetch_all(&self.pool)
        .await
        .map_err(failure)?;
        Ok(found.into_iter().map(rows::tally).collect())
    }

    async fn waits(&self, since: Timestamp) -> Result<Vec<WaitRow>, StoreError> {
        let found: Vec<_> = sqlx::query_as(
            "SELECT r.organization, to_char(to_timestamp(a.at / 1000000000) AT TIME ZONE 'UTC' + INTERVAL '8 hours', 'YYYY-MM') AS month,
                    (a.at - r.submitted_at + 3599999999999) / 3600000000000 AS hours, COUNT(*)
             FROM entry a JOIN request r ON r.number = a.number
             WHERE a.event = ANY ($2) AND a.actor = 'staff' AND a.at >= $1
             AND NOT EXISTS (
                SELECT 1 FROM entry b WHERE b.number = a.number AND b.version < a.version AND b.event = ANY ($2) AND b.actor = 'staff')
             -- Who answered what was handed over is not who has it now.
             AND NOT EXISTS (SELECT 1 FROM entry t WHERE t.number = a.number AND t.event = $3)
             GROUP BY r.organization, month, hours",
        )
        .bind(nanos(since))
        .bind(rows::answers())
        .bind(Event::AgreeToTransfer.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(failure)?;
        Ok(found.into_iter().map(rows::wait).collect())
    }

    async fn intake(&self, since: Timestamp) -> Result<Vec<IntakeRow>, StoreError> {
        let found: Vec<_> = sqlx::query_as(
            "SELECT r.organization, to_char(to_timestamp(e.at / 1000000000) AT TIME ZONE 'UTC' + INTERVAL '8 hours', 'YYYY-MM') AS month,
                    r.field, COUNT(*)
             FROM entry e JOIN request r ON r.number = e.number
             WHERE e.event = $2 AND e.at >= $1 GROUP BY r.organization, month, r.field",
        )
        .bind(nanos(since))
        .bind(Event::Submit.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(failure)?;
        Ok(found.into_iter().map(rows::intake).collect())
    }

    async fn answers(&self, since: Timestamp) -> Result<Vec<AnswerRow>, StoreError> {
        let found: Vec<_> = sqlx::query_as(
            "SELECT r.organization, to_char(to_timestamp(r.submitted_at / 1000000000) AT TIME ZONE 'UTC' + INTERVAL '8 hours', 'YYYY-MM-DD') AS received_on,
                    to_char(to_timestamp(a.at / 1000000000) AT TIME ZONE 'UTC' + INTERVAL '8 hours', 'YYYY-MM-DD') AS answered_on, COUNT(*)
             FROM entry a JOIN request r ON r.number = a.number
             WHERE a.event = ANY ($2) AND a.actor = 'staff' AND a.at >= $1
             AND NOT EXISTS (
                SELECT 1 FROM entry b WHERE b.number = a.number AND b.version < a.version AND b.event = ANY ($2) AND b.actor = 'staff')
             -- Who answered what was handed over is not who has it now.
             AND NOT EXISTS (SELECT 1 FROM entry t WHERE t.number = a.number AND t.event = $3)
             GROUP BY r.organization, received_on, answered_on",
        )
        .bind(nanos(since))
        .bind(rows::answers())
        .bind(Event::AgreeToTransfer.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(failure)?;
        found.into_iter().map(rows::answer).collect()
    }

    async fn report(&self, report: NewReportRow) -> Result<ReportOutcome, StoreError> {
        let stored = sqlx::query(
            "INSERT INTO report (id, organization, subjects, note_sealed, reported_at, key_mac, body_mac)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key_mac) DO NOTHING",
        )
        .bind(&report.id)
        .bind(&report.organization)
        .bind(rows::subjects(&report.subjects)?)
        .bind(&report.note_sealed)
        .bind(nanos(report.reported_at))
        .bind(report.key_mac.as_slice())
        .bind(report.body_mac.as_slice())
        .execute(&self.pool)
        .await
        .map_err(failure)?;
        if stored.rows_affected() > 0 {
            return Ok(ReportOutcome::Stored);
        }
        let body_mac: Vec<u8> =
            sqlx::query_scalar("SELECT body_mac FROM report WHERE key_mac = $1")
                .bind(report.key_mac.as_slice())
                .fetch_one(&self.pool)
                .await
                .map_err(failure)?;
        Ok(if body_mac == report.body_mac {
            ReportOutcome::Stored
        } else {
            ReportOutcome::KeyReused
        })
    }

    async fn open_reports(
        &self,
        organization: Option<&str>,
        limit: u32,
    ) -> Result<Vec<ReportRow>, StoreError> {
        let found = match organization {
            Some(organization) => sqlx::query_as(select_report!(
                "WHERE settled_at IS NULL AND organization = $2 ORDER BY reported_at, id LIMIT $1"
            ))
            .bind(i64::from(limit))
            .bind(organization),
            None => sqlx::query_as(select_report!(
                "WHERE settled_at IS NULL ORDER BY reported_at, id LIMIT $1"
            ))
            .bind(i64::from(limit)),
        };
        let found = found.fetch_all(&self.pool).await.map_err(failure)?;
        found.into_iter().map(rows::report).collect()
    }

    async fn settle_report(
        &self,
        id: &str,
        organization: Option<&str>,
        at: Timestamp,
        by: &str,
    ) -> Result<Option<ReportRow>, StoreError> {
        let settled = sqlx::query_as(
            "UPDATE report SET note_sealed = NULL, settled_at = COALESCE(settled_at, $3),
                 settled_by = COALESCE(settled_by, $4)
             WHERE id = $1 AND ($2::text IS NULL OR organization = $2)
             RETURNING id, organization, subjects, note_sealed, reported_at, settled_at, settled_by",
        )
        .bind(id)
        .bind(organization)
        .bind(nanos(at))
        .bind(by)
        .fetch_optional(&self.pool)
        .await
        .map_err(failure)?;
        settled.map(rows::report).transpose()
    }

    async fn add_staff_token(&self, token: StaffTokenRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO staff_token (id, token_mac, organization, name, created_at, revoked_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&token.id)
        .bind(token.token_mac.as_slice())
        .bind(&token.organization)
        .bind(&token.name)
        .bind(nanos(token.created_at))
        .bind(token.revoked_at.map(nanos))
        .execute(&self.pool)
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn staff_token(&self, token_mac: &Mac) -> Result<Option<StaffTokenRow>, StoreError> {
        sqlx::query_as(
            "SELECT id, token_mac, organization, name, created_at, revoked_at FROM staff_token
             WHERE token_mac = $1 AND revoked_at IS NULL",
        )
        .bind(token_mac.as_slice())
        .fetch_optional(&self.pool)
        .await
        .map_err(failure)?
        .map(rows::token)
        .transpose()
    }

    async fn staff_tokens(&self) -> Result<Vec<StaffTokenRow>, StoreError> {
        sqlx::query_as(
            "SELECT id, token_mac, organization, name, created_at, revoked_at FROM staff_token
             ORDER BY created_at DESC, id",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failure)?
        .into_iter()
        .map(rows::token)
        .collect()
    }

    async fn revoke_staff_token(&self, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        let revoked = sqlx::query(
            "UPDATE staff_token SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
        )
        .bind(nanos(at))
        .bind(id)
        .execute(&self.pool)
        .await
        .map_err(failure)?;
        Ok(revoked.rows_affected() > 0)
    }
}

async fn add_entry(
    transaction: &mut Transaction<'static, Postgres>,
    number: &str,
    version: i64,
    entry: &EntryRow,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO entry (number, version, at, actor, event, detail_sealed, key_mac, ground)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(number)
    .bind(version)
    .bind(nanos(entry.at))
    .bind(entry.actor.as_str())
    .bind(entry.event.as_str())
    .bind(&entry.detail_sealed)
    .bind(entry.key_mac.as_ref().map(<[u8; 32]>::as_slice))
    .bind(entry.ground.map(EndGround::as_str))
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

async fn add_marks(
    transaction: &mut Transaction<'static, Postgres>,
    number: &str,
    marks: &[Mac],
) -> Result<(), sqlx::Error> {
    for mark in marks {
        sqlx::query("INSERT INTO mark (mac, number) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(mark.as_slice())
            .bind(number)
            .execute(&mut **transaction)
            .await?;
    }
    Ok(())
}
