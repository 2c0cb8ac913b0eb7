//! Between rows and types: what both stores read and write alike.

use std::collections::BTreeMap;

use contract::deadline::{DeadlineKind, DeadlineSource, Due};
use contract::desk::{AuditAct, Role};
use contract::evidence::EvidenceKind;
use contract::kinds::{DisputeField, Topic};
use contract::notices::NoticeChannel;
use contract::report::ReportSubject;
use contract::request::EndGround;
use contract::status::{Actor, Event, Status};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use sqlx::SqlSafeStr as _;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use super::desk::{AccountChange, AccountRow, AuditEntryRow, AuditRow, SessionRow};
use super::evidence::{EvidenceRow, Finished, PieceRow, Room};
use super::feedback::{ComplaintRow, RatingCount, RatingRow, VerdictRow};
use super::group::{GroupRow, MemberRow};
use super::invitation::InvitationRow;
use super::notices::{DeadNotice, NoticeCounts, NoticeRow};
use super::page::PageChangeRow;
use super::personal::SealedRow;
use super::settlement::SettlementRow;
use super::{
    AnswerRow, EntryRow, ImportCounts, IntakeRow, Mac, OrganizationRow, QueuePlace, Raised,
    RecordRow, ReportRow, RequestRow, StaffTokenRow, StoreError, TallyRow, WaitRow,
};

/// Columns of a request.
#[derive(sqlx::FromRow)]
pub(super) struct RequestColumns {
    number: String,
    organization: String,
    status: String,
    field: String,
    topic: Option<String>,
    submitted_at: i64,
    due_kind: Option<String>,
    due_on: Option<String>,
    due_source: Option<String>,
    raised: i16,
    centre: Option<String>,
    assignee: Option<String>,
    slots_on: Option<String>,
    version: i64,
    content_sealed: Vec<u8>,
    code_mac: Vec<u8>,
    ended_at: Option<i64>,
    held_at: Option<i64>,
    erased_at: Option<i64>,
}

/// Columns of an account.
#[derive(sqlx::FromRow)]
pub(super) struct AccountColumns {
    id: String,
    login: String,
    organization: String,
    role: String,
    name: String,
    password_hash: String,
    factor_sealed: Option<Vec<u8>>,
    factor_step: Option<i64>,
    created_at: i64,
    disabled_at: Option<i64>,
    identity_mac: Option<Vec<u8>>,
}

/// Columns of a session with those of its account.
#[derive(sqlx::FromRow)]
pub(super) struct SessionColumns {
    begun_at: i64,
    ends_at: i64,
    #[sqlx(flatten)]
    account: AccountColumns,
}

/// Columns of an entry of the audit log.
#[derive(sqlx::FromRow)]
pub(super) struct AuditColumns {
    place: i64,
    at: i64,
    account: Option<String>,
    login: Option<String>,
    name: String,
    act: String,
    number: Option<String>,
}

/// Columns of a timeline entry, in the order both stores select them.
pub(super) type EntryColumns = (
    i64,
    String,
    String,
    Vec<u8>,
    Option<Vec<u8>>,
    Option<String>,
);

/// Columns of a staff token, in the order both stores select them.
pub(super) type TokenColumns = (String, Vec<u8>, String, String, i64, Option<i64>);

/// Columns of a report, in the order both stores select them.
pub(super) type ReportColumns = (
    String,
    String,
    String,
    Option<Vec<u8>>,
    i64,
    Option<i64>,
    Option<String>,
);

/// Columns of evidence, in the order both stores select them.
pub(super) type EvidenceColumns = (
    String,
    Vec<u8>,
    Option<String>,
    Vec<u8>,
    i64,
    i64,
    Option<String>,
    Option<i64>,
    Option<i64>,
    i64,
);

/// Columns of a group, in the order both stores select them.
pub(super) type GroupColumns = (String, String, Vec<u8>, Vec<u8>, i64, Option<i64>);

/// Columns of a member of a group, in the order both stores select them.
pub(super) type MemberColumns = (String, String, String, bool, bool, bool, Option<Vec<u8>>);

/// Columns of a change of a page, in the order both stores select them.
pub(super) type PageChangeColumns = (
    String,
    String,
    String,
    i64,
    Option<String>,
    Option<i64>,
    bool,
);

/// Columns of an invitation, in the order both stores select them.
pub(super) type InvitationColumns = (String, String, Vec<u8>, Vec<u8>, i64, i64);

/// Columns of terms, in the order both stores select them.
pub(super) type SettlementColumns = (String, i64, Vec<u8>, i64, Option<String>);

/// Columns of a notice, in the order both stores select them.
pub(super) type NoticeColumns = (String, i64, String, i64);

/// Columns of a notice that was given up, in the order both stores select them.
pub(super) type DeadColumns = (String, i64, String, i64, i64, Option<String>);

/// The stored data is not what this build can read.
#[derive(Debug, thiserror::Error)]
#[error("unreadable {0} in the store")]
struct Unreadable(&'static str);

fn unreadable(what: &'static str) -> StoreError {
    StoreError::Fault(Box::new(Unreadable(what)))
}

/// Nanoseconds since 1970; i64 reaches from 1678 to 2262, and what lies outside is as far out as it can be.
pub(super) fn nanos(at: Timestamp) -> i64 {
    let nanos = at.as_nanosecond();
    i64::try_from(nanos).unwrap_or(if nanos < 0 { i64::MIN } else { i64::MAX })
}

pub(super) fn timestamp(nanos: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_nanosecond(nanos.into()).map_err(|_| unreadable("time"))
}

pub(super) fn mac(bytes: &[u8]) -> Result<Mac, StoreError> {
    bytes.try_into().map_err(|_| unreadable("hash"))
}

pub(super) fn key_mark((name, mark): (String, Vec<u8>)) -> Result<(String, Mac), StoreError> {
    Ok((name, mac(&mark)?))
}

pub(super) fn request(columns: RequestColumns) -> Result<RequestRow, StoreError> {
    let status = Status::from_wire(&columns.status);
    if !status.is_known() {
        return Err(unreadable("status"));
    }
    let due = match (&columns.due_kind, &columns.due_on, &columns.due_source) {
        (Some(kind), Some(on), Some(source)) => Some(Due {
            kind: DeadlineKind::from_wire(kind),
            on: on.parse().map_err(|_| unreadable("day"))?,
            source: DeadlineSource::from_wire(source),
        }),
        _ => None,
    };
    Ok(RequestRow {
        number: columns.number,
        organization: columns.organization,
        status,
        field: DisputeField::from_wire(&columns.field),
        topic: columns.topic.as_deref().map(Topic::from_wire),
        submitted_at: timestamp(columns.submitted_at)?,
        due,
        raised: match columns.raised {
            NOT_RAISED => Raised::Not,
            TO_LEAD => Raised::ToLead,
            _ => Raised::ToCentre(columns.centre),
        },
        assignee: columns.assignee,
        slots_on: match columns.slots_on {
            Some(day) => Some(day.parse().map_err(|_| unreadable("day"))?),
            None => None,
        },
        version: columns.version,
        content_sealed: columns.content_sealed,
        code_mac: mac(&columns.code_mac)?,
        ended_at: moment(columns.ended_at)?,
        held_at: moment(columns.held_at)?,
        erased_at: moment(columns.erased_at)?,
    })
}

/// Day, moment and number of a place in the queue, before all without one. [`Date::MAX`] is what requests that nothing is
/// due of are filed under.
pub(super) fn place(place: Option<&QueuePlace>) -> (String, i64, &str) {
    match place {
        Some(place) => (
            place.due_on.to_string(),
            nanos(place.submitted_at),
            &place.number,
        ),
        None => (String::new(), i64::MIN, ""),
    }
}

/// The first day that is too late, as the queue is filed; behind all of them without one: letters follow digits in every collation.
pub(super) fn due_before(day: Option<Date>) -> String {
    day.map_or_else(|| "A".to_owned(), |day| day.to_string())
}

/// How the ways a step was raised are stored.
const NOT_RAISED: i16 = 0;
const TO_LEAD: i16 = 1;
const TO_CENTRE: i16 = 2;

/// How far a step was raised, and to which centre.
pub(super) fn raised(raised: &Raised) -> (i16, Option<&str>) {
    match raised {
        Raised::Not => (NOT_RAISED, None),
        Raised::ToLead => (TO_LEAD, None),
        Raised::ToCentre(centre) => (TO_CENTRE, centre.as_deref()),
    }
}

/// Step, day and rule of what is due. A step that is empty says that nothing is.
pub(super) fn due(due: Option<Due>) -> (&'static str, Option<String>, Option<&'static str>) {
    match due {
        Some(due) => (
            due.kind.as_str(),
            Some(due.on.to_string()),
            Some(due.source.as_str()),
        ),
        None => ("", None, None),
    }
}

/// The steps that organizations are late with, for lists in SQL.
pub(super) fn binding() -> Vec<&'static str> {
    let kinds = DeadlineKind::ALL.iter();
    let binding = kinds.filter(|kind| kind.binds_organization());
    binding.map(|kind| kind.as_str()).collect()
}

pub(super) fn entry(columns: EntryColumns) -> Result<EntryRow, StoreError> {
    let (at, actor, event, detail_sealed, key_mac, ground) = columns;
    Ok(EntryRow {
        at: timestamp(at)?,
        actor: Actor::from_wire(&actor),
        event: Event::from_wire(&event),
        detail_sealed,
        key_mac: key_mac.as_deref().map(mac).transpose()?,
        ground: ground.as_deref().map(EndGround::from_wire),
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

pub(super) fn account(columns: AccountColumns) -> Result<AccountRow, StoreError> {
    let role = Role::from_wire(&columns.role);
    if !role.is_known() {
        return Err(unreadable("role"));
    }
    Ok(AccountRow {
        id: columns.id,
        login: columns.login,
        organization: columns.organization,
        role,
        name: columns.name,
        password_hash: columns.password_hash,
        factor_sealed: columns.factor_sealed,
        factor_step: columns.factor_step,
        created_at: timestamp(columns.created_at)?,
        disabled_at: moment(columns.disabled_at)?,
        identity_mac: columns.identity_mac.as_deref().map(mac).transpose()?,
    })
}

pub(super) fn session(
    token_mac: &Mac,
    columns: SessionColumns,
) -> Result<(SessionRow, AccountRow), StoreError> {
    let account = account(columns.account)?;
    let session = SessionRow {
        token_mac: *token_mac,
        account: account.id.clone(),
        begun_at: timestamp(columns.begun_at)?,
        ends_at: timestamp(columns.ends_at)?,
    };
    Ok((session, account))
}

pub(super) fn audit(
    organization: &str,
    columns: AuditColumns,
) -> Result<AuditEntryRow, StoreError> {
    Ok(AuditEntryRow {
        place: columns.place,
        row: AuditRow {
            at: timestamp(columns.at)?,
            organization: organization.to_owned(),
            account: columns.account,
            name: columns.name,
            act: AuditAct::from_wire(&columns.act),
            number: columns.number,
        },
        login: columns.login,
    })
}

/// Which sessions of an account end with a change: all but this one, all, or none.
pub(super) const fn spared(change: &AccountChange) -> Option<Option<Mac>> {
    match change {
        AccountChange::Password { spare, .. } => Some(*spare),
        AccountChange::Disable { .. } | AccountChange::Unlink => Some(None),
        AccountChange::TakeCode {
            spare: Some(spare), ..
        } => Some(Some(*spare)),
        _ => None,
    }
}

/// Accounts are never deleted: each change names those of its organization.
pub(super) fn page_change(
    organization: &str,
    accounts: &[AccountRow],
    columns: PageChangeColumns,
) -> Result<PageChangeRow, StoreError> {
    let account = |id: &str| {
        let mut accounts = accounts.iter();
        let found = accounts.find(|account| account.id == id).cloned();
        found.ok_or_else(|| unreadable("account"))
    };
    let (id, page, proposed_by, proposed_at, decided_by, decided_at, published) = columns;
    let decided = match (decided_by, decided_at) {
        (Some(by), Some(at)) => Some((account(&by)?, timestamp(at)?, published)),
        _ => None,
    };
    Ok(PageChangeRow {
        id,
        organization: organization.to_owned(),
        page,
        proposed_by: account(&proposed_by)?,
        proposed_at: timestamp(proposed_at)?,
        decided,
    })
}

pub(super) fn settlement(columns: SettlementColumns) -> Result<SettlementRow, StoreError> {
    let (number, version, sealed, proposed_at, remind_on) = columns;
    let remind_on = remind_on.map(|day| day.parse()).transpose();
    Ok(SettlementRow {
        number,
        version: u32::try_from(version).map_err(|_| unreadable("version"))?,
        sealed,
        proposed_at: timestamp(proposed_at)?,
        remind_on: remind_on.map_err(|_| unreadable("day"))?,
    })
}

pub(super) fn invitation(columns: InvitationColumns) -> Result<InvitationRow, StoreError> {
    let (id, number, code_mac, sealed, invited_at, open_until) = columns;
    Ok(InvitationRow {
        id,
        number,
        code_mac: mac(&code_mac)?,
        sealed,
        invited_at: timestamp(invited_at)?,
        open_until: timestamp(open_until)?,
    })
}

/// The names of the events that answer a request, for lists in SQL.
pub(super) fn answers() -> Vec<&'static str> {
    Event::ANSWERS.map(Event::as_str).to_vec()
}

/// Organization, answered requests and half-way time in nanoseconds.
pub(super) fn record((organization, answered, half): (String, i64, i64)) -> RecordRow {
    RecordRow {
        organization,
        answered: u32::try_from(answered).unwrap_or(u32::MAX),
        half_within_seconds: u64::try_from(half)
            .unwrap_or_default()
            .div_ceil(1_000_000_000),
    }
}

/// Organization, month, event, ground and how many requests.
pub(super) fn tally(columns: (String, String, String, Option<String>, i64)) -> TallyRow {
    let (organization, month, event, ground, count) = columns;
    TallyRow {
        organization,
        month,
        event: Event::from_wire(&event),
        ground: ground.as_deref().map(EndGround::from_wire),
        count: u32::try_from(count).unwrap_or(u32::MAX),
    }
}

pub(super) fn intake(
    (organization, month, field, count): (String, String, String, i64),
) -> IntakeRow {
    IntakeRow {
        organization,
        month,
        field: DisputeField::from_wire(&field),
        count: u32::try_from(count).unwrap_or(u32::MAX),
    }
}

pub(super) fn answer(
    (organization, received_on, answered_on, count): (String, String, String, i64),
) -> Result<AnswerRow, StoreError> {
    Ok(AnswerRow {
        organization,
        received_on: received_on.parse().map_err(|_| unreadable("day"))?,
        answered_on: answered_on.parse().map_err(|_| unreadable("day"))?,
        count: u32::try_from(count).unwrap_or(u32::MAX),
    })
}

/// Organization, month, begun hours and how often.
pub(super) fn wait((organization, month, hours, count): (String, String, i64, i64)) -> WaitRow {
    WaitRow {
        organization,
        month,
        hours: u32::try_from(hours.max(1)).unwrap_or(u32::MAX),
        count: u32::try_from(count).unwrap_or(u32::MAX),
    }
}

/// A list as SQLite's `json_each` reads it.
pub(super) fn json(names: &[impl Serialize]) -> Result<String, StoreError> {
    serde_json::to_string(names).map_err(|error| StoreError::Fault(Box::new(error)))
}

pub(super) fn subjects(subjects: &[ReportSubject]) -> Result<String, StoreError> {
    serde_json::to_string(subjects).map_err(|error| StoreError::Fault(Box::new(error)))
}

pub(super) fn report(columns: ReportColumns) -> Result<ReportRow, StoreError> {
    let (id, organization, subjects, note_sealed, reported_at, settled_at, settled_by) = columns;
    Ok(ReportRow {
        id,
        organization,
        subjects: serde_json::from_str(&subjects)
            .map_err(|error| StoreError::Fault(Box::new(error)))?,
        note_sealed,
        reported_at: timestamp(reported_at)?,
        settled: moment(settled_at)?.zip(settled_by),
    })
}

/// Sizes are far below what a database can count.
pub(super) fn size(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// Where these pieces begin, and how many bytes they have together.
pub(super) fn span(pieces: &[PieceRow]) -> (i64, i64) {
    let start = pieces.first().map_or(0, |piece| piece.start);
    let bytes = pieces.iter().map(|piece| piece.bytes).sum();
    (size(start), size(bytes))
}

pub(super) fn room((files, bytes): (i64, i64)) -> Room {
    Room {
        files: u32::try_from(files).unwrap_or(u32::MAX),
        bytes: count(bytes),
    }
}

pub(super) fn piece((start, bytes, object): (i64, i64, String)) -> PieceRow {
    PieceRow {
        start: count(start),
        bytes: count(bytes),
        object,
    }
}

/// Which piece of which file.
pub(super) fn piece_of(
    (id, start, bytes, object): (String, i64, i64, String),
) -> (String, PieceRow) {
    (id, piece((start, bytes, object)))
}

pub(super) fn sealed((row, version, sealed): (String, i64, Vec<u8>)) -> SealedRow {
    SealedRow {
        row,
        version,
        sealed,
    }
}

pub(super) fn evidence(columns: EvidenceColumns) -> Result<EvidenceRow, StoreError> {
    let (id, basket, number, name_sealed, length, received, kind, bytes, finished_at, expires_at) =
        columns;
    let finished = kind.zip(bytes).zip(moment(finished_at)?);
    Ok(EvidenceRow {
        id,
        basket_mac: mac(&basket)?,
        number,
        name_sealed,
        length: count(length),
        received: count(received),
        finished: finished.map(|((kind, bytes), at)| Finished {
            kind: EvidenceKind::from_wire(&kind),
            bytes: count(bytes),
            at,
        }),
        expires_at: timestamp(expires_at)?,
    })
}

pub(super) fn group(columns: GroupColumns) -> Result<GroupRow, StoreError> {
    let (id, organization, shared_sealed, code_sealed, expires_at, closed_at) = columns;
    Ok(GroupRow {
        id,
        organization,
        shared_sealed,
        code_sealed,
        expires_at: timestamp(expires_at)?,
        closed_at: moment(closed_at)?,
    })
}

/// How many members a group has.
pub(super) fn members(size: i64) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

/// Members with whom each of them approves of.
pub(super) fn group_members(
    columns: Vec<MemberColumns>,
    votes: Vec<(String, String)>,
) -> Result<Vec<MemberRow>, StoreError> {
    let mut approved: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (voter, candidate) in votes {
        approved.entry(voter).or_default().push(candidate);
    }
    let members = columns.into_iter().map(|columns| {
        let (seat, number, status, is_starter, shows_name, stands, content_sealed) = columns;
        let status = Status::from_wire(&status);
        if !status.is_known() {
            return Err(unreadable("status"));
        }
        Ok(MemberRow {
            approves: approved.remove(&seat).unwrap_or_default(),
            seat,
            number,
            status,
            is_starter,
            shows_name,
            stands,
            content_sealed,
        })
    });
    members.collect()
}

pub(super) fn notice(columns: NoticeColumns) -> Result<NoticeRow, StoreError> {
    let (number, version, channel, tries) = columns;
    let channel = NoticeChannel::from_wire(&channel);
    if !channel.is_known() {
        return Err(unreadable("channel"));
    }
    Ok(NoticeRow {
        number,
        version,
        channel,
        tries: u32::try_from(tries).unwrap_or(u32::MAX),
    })
}

pub(super) fn dead_notice(columns: DeadColumns) -> Result<DeadNotice, StoreError> {
    let (number, version, channel, tries, dead_at, reason) = columns;
    Ok(DeadNotice {
        notice: notice((number, version, channel, tries))?,
        dead_at: timestamp(dead_at)?,
        reason: reason.unwrap_or_default(),
    })
}

pub(super) fn notice_counts((waiting, dead): (i64, i64)) -> NoticeCounts {
    NoticeCounts {
        waiting: count(waiting),
        dead: count(dead),
    }
}

/// Number, request, with what it was filed, side, about whom, receiver, when, by when, text, when it was answered and how.
pub(super) type ComplaintColumns = (
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
    String,
    Vec<u8>,
    Option<i64>,
    Option<Vec<u8>>,
);

pub(super) fn complaint(columns: ComplaintColumns) -> Result<ComplaintRow, StoreError> {
    let (
        number,
        request,
        filed_by,
        actor,
        about,
        receiver,
        filed_at,
        answer_by,
        sealed,
        at,
        answer,
    ) = columns;
    let actor = Actor::from_wire(&actor);
    if !actor.is_known() {
        return Err(unreadable("actor"));
    }
    Ok(ComplaintRow {
        number,
        request,
        filed_by,
        actor,
        about,
        receiver,
        filed_at: timestamp(filed_at)?,
        answer_by: answer_by.parse().map_err(|_| unreadable("answer_by"))?,
        sealed,
        answer: moment(at)?.zip(answer),
    })
}

/// Columns of a rating.
#[derive(sqlx::FromRow)]
pub(super) struct RatingColumns {
    id: String,
    request: String,
    organization: String,
    stars: i64,
    may_publish: bool,
    note_sealed: Option<Vec<u8>>,
    rated_at: i64,
    words_id: String,
    shown: Option<bool>,
    reviewer: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<i64>,
}

pub(super) fn rating(columns: RatingColumns) -> Result<RatingRow, StoreError> {
    let decided = (columns.shown, columns.decided_by, columns.decided_at);
    let verdict = match decided {
        (Some(shown), Some(by), Some(at)) => Some(VerdictRow {
            shown,
            reviewer: columns.reviewer,
            by,
            at: timestamp(at)?,
        }),
        _ => None,
    };
    Ok(RatingRow {
        id: columns.id,
        request: columns.request,
        organization: columns.organization,
        stars: u8::try_from(columns.stars).map_err(|_| unreadable("stars"))?,
        may_publish: columns.may_publish,
        note_sealed: columns.note_sealed,
        rated_at: timestamp(columns.rated_at)?,
        words: columns.words_id,
        verdict,
    })
}

/// Organization, month, stars and how many.
pub(super) fn rating_count(
    (organization, month, stars, count): (String, String, i64, i64),
) -> RatingCount {
    RatingCount {
        organization,
        month,
        // Written from one to five.
        stars: u8::try_from(stars).unwrap_or_default(),
        count: u32::try_from(count).unwrap_or(u32::MAX),
    }
}

/// The names of the statuses of requests that are under way, for lists in SQL.
pub(super) fn under_way() -> Vec<&'static str> {
    Status::UNDER_WAY.map(Status::as_str).to_vec()
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

/// Requests whose versions one query asks for.
pub(super) const VERSIONS_AT_ONCE: usize = 1000;

/// Wrong tries older than this are of no use to any lock.
pub(super) const FORGET_TRIES_AFTER: jiff::SignedDuration =
    jiff::SignedDuration::from_hours(30 * 24);

/// A basket that nobody added to for so long has no file that waits.
pub(super) const FORGET_BASKET_AFTER: jiff::SignedDuration =
    jiff::SignedDuration::from_hours(7 * 24);

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
