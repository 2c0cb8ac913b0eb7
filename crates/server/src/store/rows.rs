//! Between rows and types: what both stores read and write alike.

use std::collections::BTreeMap;

use contract::kinds::{DisputeField, Topic};
use contract::status::{Actor, Event, Status};
use jiff::Timestamp;
use sqlx::SqlSafeStr as _;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use super::{EntryRow, ImportCounts, Mac, OrganizationRow, RequestRow, StaffTokenRow, StoreError};

/// Columns of a request, in the order both stores select them.
pub(super) type RequestColumns = (
    String,
    String,
    String,
    String,
    Option<String>,
    i64,
    Option<i64>,
    i64,
    i64,
    Vec<u8>,
    Vec<u8>,
);

/// Columns of a timeline entry, in the order both stores select them.
pub(super) type EntryColumns = (i64, String, String, Vec<u8>, Option<Vec<u8>>);

/// Columns of a staff token, in the order both stores select them.
pub(super) type TokenColumns = (String, Vec<u8>, String, String, i64, Option<i64>);

/// The stored data is not what this build can read.
#[derive(Debug, thiserror::Error)]
#[error("unreadable {0} in the store")]
struct Unreadable(&'static str);

fn unreadable(what: &'static str) -> StoreError {
    StoreError::Fault(Box::new(Unreadable(what)))
}

/// Nanoseconds since 1970; i64 reaches from 1678 to 2262.
pub(super) fn nanos(at: Timestamp) -> i64 {
    i64::try_from(at.as_nanosecond()).unwrap_or(i64::MAX)
}

fn timestamp(nanos: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_nanosecond(nanos.into()).map_err(|_| unreadable("time"))
}

pub(super) fn mac(bytes: &[u8]) -> Result<Mac, StoreError> {
    bytes.try_into().map_err(|_| unreadable("hash"))
}

pub(super) fn key_mark((name, mark): (String, Vec<u8>)) -> Result<(String, Mac), StoreError> {
    Ok((name, mac(&mark)?))
}

pub(super) fn request(columns: RequestColumns) -> Result<RequestRow, StoreError> {
    let (
        number,
        organization,
        status,
        field,
        topic,
        submitted,
        accepted,
        due_from,
        version,
        content,
        code,
    ) = columns;
    let status = Status::from_wire(&status);
    if !status.is_known() {
        return Err(unreadable("status"));
    }
    Ok(RequestRow {
        number,
        organization,
        status,
        field: DisputeField::from_wire(&field),
        topic: topic.as_deref().map(Topic::from_wire),
        submitted_at: timestamp(submitted)?,
        accepted_at: accepted.map(timestamp).transpose()?,
        due_from: timestamp(due_from)?,
        version,
        content_sealed: content,
        code_mac: mac(&code)?,
    })
}

pub(super) fn entry(columns: EntryColumns) -> Result<EntryRow, StoreError> {
    let (at, actor, event, detail_sealed, key_mac) = columns;
    Ok(EntryRow {
        at: timestamp(at)?,
        actor: Actor::from_wire(&actor),
        event: Event::from_wire(&event),
        detail_sealed,
        key_mac: key_mac.as_deref().map(mac).transpose()?,
    })
}

pub(super) fn token(columns: TokenColumns) -> Result<StaffTokenRow, StoreError> {
    let (id, token_mac, organization, name, created_at, revoked_at) = columns;
    Ok(StaffTokenRow {
        id,
        token_mac: mac(&token_mac)?,
        organization,
        name,
        created_at: timestamp(created_at)?,
        revoked_at: revoked_at.map(timestamp).transpose()?,
    })
}

pub(super) fn organization(data: &str) -> Result<OrganizationRow, StoreError> {
    serde_json::from_str(data).map_err(|error| StoreError::Fault(Box::new(error)))
}

/// Ids and data of a batch, ordered by id; of two rows with one id the later counts.
pub(super) fn batch(rows: &[OrganizationRow]) -> Result<BTreeMap<&str, String>, StoreError> {
    rows.iter()
        .map(|row| {
            let data =
                serde_json::to_string(row).map_err(|error| StoreError::Fault(Box::new(error)))?;
            Ok((row.id.as_str(), data))
        })
        .collect()
}

/// What an import will have done: `staged` rows of its own, `live` organizations before it, `both` of them
/// the same organizations, `same` of those with the same data.
pub(super) fn counts(
    (staged, live, both, same): (i64, i64, i64, i64),
    retire_missing: bool,
) -> ImportCounts {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    ImportCounts {
        added: count(staged - both),
        updated: count(both - same),
        unchanged: count(same),
        retired: if retire_missing {
            count(live - both)
        } else {
            0
        },
    }
}

/// The import was taken for dead and swept away while it slept.
#[derive(Debug, thiserror::Error)]
#[error("the import was given up because nothing was heard of it for too long")]
struct ImportGone;

pub(super) fn import_gone() -> StoreError {
    StoreError::Fault(Box::new(ImportGone))
}

/// How long nothing must have been heard of an unfinished import before its rows are swept away.
pub(super) const ABANDONED_AFTER: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

/// Rows in one sweeping transaction: short enough that a request stored meanwhile hardly waits.
pub(super) const SWEEP_ROWS: i64 = 2000;

/// Wrong tries older than this are of no use to any lock.
pub(super) const FORGET_TRIES_AFTER: jiff::SignedDuration =
    jiff::SignedDuration::from_hours(30 * 24);

/// `at` moved back by `by`, at the earliest time there is.
pub(super) fn before(at: Timestamp, by: jiff::SignedDuration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

pub(super) fn moment(nanos: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    nanos.map(timestamp).transpose()
}

/// A migration: number, name, SQL. Once released it never changes.
pub(super) type MigrationFile = (i64, &'static str, &'static str);

pub(super) fn migrator(files: &[MigrationFile]) -> Migrator {
    let migrations = files.iter().map(|(version, name, sql)| {
        let sql = sql.into_sql_str();
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
}

/// A failed migration, sorted by the store's own rule when the database is to blame.
pub(super) fn migration_failure(
    error: MigrateError,
    failure: fn(sqlx::Error) -> StoreError,
) -> StoreError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => failure(error),
        other => StoreError::Fault(Box::new(other)),
    }
}
