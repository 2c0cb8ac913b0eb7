//! Groups in PostgreSQL. Everything that changes a group takes its row's lock first, so that joining, ending and
//! leaving come one after the other.

use async_trait::async_trait;
use contract::status::Status;
use jiff::Timestamp;
use sqlx::{Postgres, Transaction};

use super::{PostgresStore, failure};
use crate::store::group::{GroupChange, GroupRow, GroupStore, JoinRow, MemberRow, NewGroupRow};
use crate::store::rows::{self, nanos};
use crate::store::{Mac, StoreError};

macro_rules! select_group {
    ($rest:literal) => {
        concat!(
            "SELECT g.id, g.organization, g.shared_sealed, g.code_sealed, g.expires_at, g.closed_at
             FROM filing_group g ",
            $rest
        )
    };
}

#[async_trait]
impl GroupStore for PostgresStore {
    async fn start_group(&self, group: NewGroupRow) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await.map_err(failure)?;
        sqlx::query(
            "INSERT INTO filing_group (id, organization, shared_sealed, code_mac, code_sealed, expires_at, started_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&group.id)
        .bind(&group.organization)
        .bind(&group.shared_sealed)
        .bind(group.code.mac.as_slice())
        .bind(&group.code.sealed)
        .bind(nanos(group.code.expires_at))
        .bind(nanos(group.at))
        .execute(&mut *transaction)
        .await
        .map_err(failure)?;
        let seat = (group.id.as_str(), group.seat.as_str());
        let added = add_member(&mut transaction, seat, &group.number, group.at, true);
        if !added.await.map_err(failure)? {
            return Ok(false);
        }
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn group_by_code(&self, code_mac: &Mac) -> Result<Option<(GroupRow, u32)>, StoreError> {
        let mut snapshot = self.snapshot().await.map_err(failure)?;
        let columns = sqlx::query_as(select_group!("WHERE g.code_mac = $1"))
            .bind(code_mac.as_slice())
            .fetch_optional(&mut *snapshot)
            .await
            .map_err(failure)?;
        let size = sqlx::query_scalar(
            "SELECT COUNT(*) FROM filing_group g JOIN group_member m ON m.group_id = g.id
             JOIN request r ON r.number = m.number WHERE g.code_mac = $1 AND r.status <> $2",
        )
        .bind(code_mac.as_slice())
        .bind(Status::Withdrawn.as_str())
        .fetch_one(&mut *snapshot)
        .await
        .map_err(failure)?;
        let group = columns.map(rows::group).transpose()?;
        Ok(group.map(|group| (group, rows::members(size))))
    }

    async fn group_of(
        &self,
        number: &str,
    ) -> Result<Option<(GroupRow, Vec<MemberRow>)>, StoreError> {
        let mut snapshot = self.snapshot().await.map_err(failure)?;
        let columns = sqlx::query_as(select_group!(
            "JOIN group_member m ON m.group_id = g.id WHERE m.number = $1"
        ))
        .bind(number)
        .fetch_optional(&mut *snapshot)
        .await
        .map_err(failure)?;
        let Some(columns) = columns else {
            return Ok(None);
        };
        let group = rows::group(columns)?;
        let members = sqlx::query_as(
            "SELECT m.seat, m.number, r.status, m.is_starter, m.shows_name, m.stands,
                    CASE WHEN m.shows_name THEN r.content_sealed END
             FROM group_member m JOIN request r ON r.number = m.number
             WHERE m.group_id = $1 ORDER BY m.joined_at, m.seat",
        )
        .bind(&group.id)
        .fetch_all(&mut *snapshot)
        .await
        .map_err(failure)?;
        let votes = sqlx::query_as(
            "SELECT v.voter, v.candidate FROM group_vote v JOIN group_member m ON m.seat = v.voter
             WHERE m.group_id = $1 ORDER BY v.voter, v.candidate",
        )
        .bind(&group.id)
        .fetch_all(&mut *snapshot)
        .await
        .map_err(failure)?;
        Ok(Some((group, rows::group_members(members, votes)?)))
    }

    async fn group_size(&self, number: &str) -> Result<Option<u32>, StoreError> {
        let size: Option<i64> = sqlx::query_scalar(
            "SELECT (SELECT COUNT(*) FROM group_member o JOIN request r ON r.number = o.number
                     WHERE o.group_id = m.group_id AND r.status <> $2)
             FROM group_member m WHERE m.number = $1",
        )
        .bind(number)
        .bind(Status::Withdrawn.as_str())
        .fetch_optional(&self.pool)
        .await
        .map_err(failure)?;
        Ok(size.map(rows::members))
    }

    async fn change_group(&self, number: &str, change: &GroupChange) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await.map_err(failure)?;
        let seat = seat_of(&mut transaction, number).await.map_err(failure)?;
        let Some((seat, group)) = seat else {
            return Ok(false);
        };
        let made = make(&mut transaction, &seat, &group, change);
        let is_made = made.await.map_err(failure)?;
        transaction.commit().await.map_err(failure)?;
        Ok(is_made)
    }
}

async fn make(
    transaction: &mut Transaction<'static, Postgres>,
    seat: &str,
    group: &str,
    change: &GroupChange,
) -> Result<bool, sqlx::Error> {
    match change {
        GroupChange::Renew(code) => {
            let renewed = sqlx::query(
                "UPDATE filing_group SET code_mac = $2, code_sealed = $3, expires_at = $4
                 WHERE id = $1 AND closed_at IS NULL",
            )
            .bind(group)
            .bind(code.mac.as_slice())
            .bind(&code.sealed)
            .bind(nanos(code.expires_at))
            .execute(&mut **transaction)
            .await?;
            return Ok(renewed.rows_affected() > 0);
        }
        GroupChange::Close(at) => close(transaction, group, *at).await?,
        GroupChange::ShowName(true) => {
            sqlx::query("UPDATE group_member SET shows_name = TRUE WHERE seat = $1")
                .bind(seat)
                .execute(&mut **transaction)
                .await?;
        }
        GroupChange::Stand(true) => {
            sqlx::query("UPDATE group_member SET shows_name = TRUE, stands = TRUE WHERE seat = $1")
                .bind(seat)
                .execute(&mut **transaction)
                .await?;
        }
        GroupChange::ShowName(false) | GroupChange::Stand(false) => {
            let hides = matches!(change, GroupChange::ShowName(false));
            sqlx::query(
                "UPDATE group_member SET stands = FALSE, shows_name = shows_name AND NOT $2 WHERE seat = $1",
            )
            .bind(seat)
            .bind(hides)
            .execute(&mut **transaction)
            .await?;
            sqlx::query("DELETE FROM group_vote WHERE candidate = $1")
                .bind(seat)
                .execute(&mut **transaction)
                .await?;
        }
        GroupChange::Approve(seats) => {
            sqlx::query("DELETE FROM group_vote WHERE voter = $1")
                .bind(seat)
                .execute(&mut **transaction)
                .await?;
            for candidate in seats {
                sqlx::query(
                    "INSERT INTO group_vote (voter, candidate)
                     SELECT $1, seat FROM group_member WHERE seat = $2 AND group_id = $3 AND stands
                     ON CONFLICT DO NOTHING",
                )
                .bind(seat)
                .bind(candidate)
                .bind(group)
                .execute(&mut **transaction)
                .await?;
            }
        }
        GroupChange::Leave(at) => leave(transaction, seat, group, *at).await?,
    }
    Ok(true)
}

async fn close(
    transaction: &mut Transaction<'static, Postgres>,
    group: &str,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE filing_group SET closed_at = COALESCE(closed_at, $2) WHERE id = $1")
        .bind(group)
        .bind(nanos(at))
        .execute(&mut **transaction)
        .await
        .map(drop)
}

/// Takes a member out; a group without its starter takes in nobody any more, one without members is no more.
pub(super) async fn leave(
    transaction: &mut Transaction<'static, Postgres>,
    seat: &str,
    group: &str,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    let was_starter: bool =
        sqlx::query_scalar("DELETE FROM group_member WHERE seat = $1 RETURNING is_starter")
            .bind(seat)
            .fetch_one(&mut **transaction)
            .await?;
    if was_starter {
        close(transaction, group, at).await?;
    }
    sqlx::query(
        "DELETE FROM filing_group WHERE id = $1
         AND NOT EXISTS (SELECT 1 FROM group_member WHERE group_id = $1)",
    )
    .bind(group)
    .execute(&mut **transaction)
    .await
    .map(drop)
}

/// The seat of the member with this request, and the group.
pub(super) async fn seat_of(
    transaction: &mut Transaction<'static, Postgres>,
    number: &str,
) -> Result<Option<(String, String)>, sqlx::Error> {
    // Waits for whoever changes the group, then finds what they left.
    sqlx::query(
        "SELECT 1 FROM filing_group WHERE id = (SELECT group_id FROM group_member WHERE number = $1) FOR UPDATE",
    )
    .bind(number)
    .execute(&mut **transaction)
    .await?;
    sqlx::query_as("SELECT seat, group_id FROM group_member WHERE number = $1")
        .bind(number)
        .fetch_optional(&mut **transaction)
        .await
}

/// `false` when the request is in a group already.
async fn add_member(
    transaction: &mut Transaction<'static, Postgres>,
    (group, seat): (&str, &str),
    number: &str,
    at: Timestamp,
    is_starter: bool,
) -> Result<bool, sqlx::Error> {
    let added = sqlx::query(
        "INSERT INTO group_member (seat, group_id, number, joined_at, is_starter)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (number) DO NOTHING",
    )
    .bind(seat)
    .bind(group)
    .bind(number)
    .bind(nanos(at))
    .bind(is_starter)
    .execute(&mut **transaction)
    .await?;
    Ok(added.rows_affected() > 0)
}

/// Gives a request that is being stored its place in a group; `false` when the group takes nobody in.
pub(super) async fn join(
    transaction: &mut Transaction<'static, Postgres>,
    join: &JoinRow,
    number: &str,
    at: Timestamp,
) -> Result<bool, sqlx::Error> {
    sqlx::query("SELECT 1 FROM filing_group WHERE id = $1 FOR UPDATE")
        .bind(&join.group)
        .execute(&mut **transaction)
        .await?;
    let is_open: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM filing_group WHERE id = $1 AND code_mac = $2
             AND closed_at IS NULL AND expires_at > $3)
         AND (SELECT COUNT(*) FROM group_member WHERE group_id = $1) < $4",
    )
    .bind(&join.group)
    .bind(join.code_mac.as_slice())
    .bind(nanos(at))
    .bind(i64::from(join.most))
    .fetch_one(&mut **transaction)
    .await?;
    let seat = (join.group.as_str(), join.seat.as_str());
    Ok(is_open && add_member(transaction, seat, number, at, false).await?)
}
