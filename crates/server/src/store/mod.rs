//! Where everything durable lives. One trait, two implementations (SQLite and PostgreSQL), one
//! conformance suite. Each implementation owns its SQL and its migrations.
//!
//! The store knows rows and transactions and nothing else: what may change and what it means is decided
//! in `domain`, with the rules of `contract`. Texts about people arrive here sealed (see `crypto`).

use std::collections::HashMap;
use std::fmt;

use async_trait::async_trait;
use contract::deadline::Due;
use contract::geo::Position;
use contract::hours::OpeningSpan;
use contract::kinds::{DisputeField, Fee, Language, Level, OrganizationKind, Service, Topic};
use contract::number::RequestNumber;
use contract::organization::{DataSource, Mediator, PublishedCase};
use contract::region::RegionCode;
use contract::report::ReportSubject;
use contract::request::EndGround;
use contract::status::{Actor, Event, Status};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub mod desk;
pub mod evidence;
pub mod feedback;
pub mod group;
pub mod invitation;
pub mod notices;
pub mod page;
pub mod personal;
pub mod postgres;
pub mod push;
mod rows;
pub mod settlement;
pub mod sqlite;

use desk::DeskStore;
use evidence::EvidenceStore;
use feedback::FeedbackStore;
use group::{GroupStore, JoinRow};
use invitation::{InvitationRow, InvitationStore};
use notices::{NewNotice, NoticeStore};
use page::PageStore;
use personal::PersonalStore;
use push::PushStore;
use settlement::{SettlementChange, SettlementStore};

/// A keyed hash (HMAC-SHA-256) of something that must be recognized but not kept.
pub type Mac = [u8; 32];

/// What is left of a hash that nobody needs any more. Nothing hashes to it.
pub const NO_MAC: Mac = [0; 32];

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot take or give data now: full, locked, read-only or unreachable. Nothing was stored.
    #[error("the store is unavailable")]
    Unavailable(#[source] sqlx::Error),
    /// Anything else: a fault of ours or damaged data.
    #[error("the store failed")]
    Fault(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// An organization of the directory, as imported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrganizationRow {
    /// Public id: the same organization keeps it across imports.
    pub id: String,
    /// The id that the operator's own key would give, where the organization had another one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Official name.
    pub name: String,
    /// Legal kind.
    pub kind: OrganizationKind,
    /// Level, when known.
    pub level: Option<Level>,
    /// Id of the organization it belongs to.
    pub parent: Option<String>,
    /// Its region; the province when nothing closer is known.
    pub region: RegionCode,
    /// Street address, when known.
    pub address: Option<String>,
    /// Its own coordinates, or its region's point marked as approximate.
    pub position: Option<Position>,
    /// Published phones.
    pub phones: Vec<String>,
    /// Opening hours as data; empty when unknown.
    pub hours: Vec<OpeningSpan>,
    /// Opening hours in its own words when they are no data.
    pub hours_note: Option<String>,
    /// What a person pays, when known.
    pub fee: Option<Fee>,
    /// Where its tariff is published.
    pub tariff_url: Option<String>,
    /// Licence number or roster entry.
    pub license: Option<String>,
    /// Disputes it takes.
    pub fields: Vec<DisputeField>,
    /// Whether `fields` were read off its kind and name.
    pub fields_from_name: bool,
    /// What it offers beyond mediation across a table.
    pub services: Vec<Service>,
    /// The name people know it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// Whether a wheelchair reaches it, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_free: Option<bool>,
    /// Languages and dialects besides standard Chinese.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// Mediators it lists publicly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mediators: Vec<Mediator>,
    /// Typical cases it published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<PublishedCase>,
    /// Where the data came from.
    pub source: DataSource,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Organizations that were not there before.
    pub added: u64,
    /// Organizations whose data changed.
    pub updated: u64,
    /// Organizations that were there already, just so.
    pub unchanged: u64,
    /// Organizations taken out of the search because the files no longer name them.
    pub retired: u64,
}

/// One import: everything or nothing. Dropping it without `commit` leaves the directory as it was, and what
/// was put on disk until it is swept.
#[async_trait]
pub trait ImportTransaction: Send {
    /// Adds or updates organizations by id.
    async fn put(&mut self, rows: &[OrganizationRow]) -> Result<(), StoreError>;

    /// Makes it all visible and raises the directory's version. With `retire_missing`, organizations not
    /// put in this import are no longer found by searches; requests keep their reference to them. An import
    /// that cannot be committed is abandoned.
    async fn commit(self: Box<Self>, retire_missing: bool) -> Result<ImportCounts, StoreError>;

    /// Ends it without a trace, on disk too.
    async fn abandon(self: Box<Self>) -> Result<(), StoreError>;
}

/// A request to be stored.
#[derive(Clone, Debug)]
pub struct NewRequestRow {
    /// Request number.
    pub number: String,
    /// Where it goes.
    pub organization: String,
    /// What it is about.
    pub field: DisputeField,
    /// What exactly, if picked.
    pub topic: Option<Topic>,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// What is due first.
    pub due: Option<Due>,
    /// The sealed `contract::request::Content`.
    pub content_sealed: Vec<u8>,
    /// Keyed hash of the access code.
    pub code_mac: Mac,
    /// Keyed hash of the idempotency key.
    pub key_mac: Mac,
    /// Keyed hash of the body, to tell a retry from a different request under the same key.
    pub body_mac: Mac,
    /// Keyed hash of the secret of the basket whose finished files belong to it, if it comes with one.
    pub basket_mac: Option<Mac>,
    /// How many files there must be in that basket at the least.
    pub files: u64,
    /// The group that it joins, if it joins one.
    pub join: Option<JoinRow>,
    /// The sealed detail of the first timeline entry.
    pub detail_sealed: Vec<u8>,
    /// What is to be told of it.
    pub notices: Vec<NewNotice>,
    /// By what a likely duplicate is recognized, if it is to be.
    pub likeness: Option<Likeness>,
    /// Keyed hashes that its organization finds it by.
    pub marks: Vec<Mac>,
}

/// What two requests for the same have in common.
#[derive(Clone, Copy, Debug)]
pub struct Likeness {
    /// Keyed hash of the device, the parties and the field.
    pub mac: Mac,
    /// The earlier one was filed after this moment.
    pub since: Timestamp,
    /// Whether it is filed although there is an earlier one.
    pub is_known: bool,
}

/// A stored request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// Request number.
    pub number: String,
    /// Who handles it.
    pub organization: String,
    /// Where it stands.
    pub status: Status,
    /// What it is about.
    pub field: DisputeField,
    /// What exactly, if picked.
    pub topic: Option<Topic>,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// What is due next.
    pub due: Option<Due>,
    /// How far that was raised once it was overdue.
    pub raised: Raised,
    /// The id of the account that works on it.
    pub assignee: Option<String>,
    /// The first day on which the organization has to see to the times that it offered, while some are open.
    pub slots_on: Option<Date>,
    /// Rises with every change; a change names the version it saw.
    pub version: i64,
    /// The sealed content; empty once it is erased.
    pub content_sealed: Vec<u8>,
    /// Keyed hash of the access code.
    pub code_mac: Mac,
    /// When it ended, if it has.
    pub ended_at: Option<Timestamp>,
    /// Since when the law asks to hold it, if it does.
    pub held_at: Option<Timestamp>,
    /// When what people wrote in it was erased, if it was.
    pub erased_at: Option<Timestamp>,
}

/// How far a step was raised because it is overdue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Raised {
    /// Not at all.
    #[default]
    Not,
    /// To the organization's lead.
    ToLead,
    /// To the centre with this id; without one there is none above the organization.
    ToCentre(Option<String>),
}

/// How a submission ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubmitOutcome {
    /// Stored now, durably.
    Stored,
    /// This key and body were stored before: here is that request.
    Replayed(Box<RequestRow>),
    /// This key was used for a different body.
    KeyReused,
    /// Another request has this number: draw again.
    NumberTaken,
    /// Files that it comes with are not there any more: nothing was stored.
    EvidenceMissing,
    /// The group that it was to join takes nobody in with this code any more: nothing was stored.
    GroupClosed,
    /// One that is under way is likely for the same; it was filed then. Nothing was stored.
    Likely(Timestamp),
}

/// A timeline entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
    /// The sealed `contract::request::Detail`; empty once the request is erased.
    pub detail_sealed: Vec<u8>,
    /// Keyed hash of the idempotency key of the move, when it came with one.
    pub key_mac: Option<Mac>,
    /// Why mediation ended without an agreement, where it did: it is counted, and stays when the detail is erased.
    pub ground: Option<EndGround>,
}

/// A change to a request: a timeline entry, what follows from it at once, and the status after that.
#[derive(Clone, Debug)]
pub struct Change {
    /// Which request.
    pub number: String,
    /// The version the decision was based on.
    pub seen_version: i64,
    /// The status afterwards.
    pub status: Status,
    /// What is due afterwards.
    pub due: Option<Due>,
    /// How far that was raised.
    pub raised: Raised,
    /// The account that works on it afterwards.
    pub assignee: Option<String>,
    /// The first day on which the organization has to see to the times that it offered.
    pub slots_on: Option<Date>,
    /// Set when another organization handles it from here on.
    pub organization: Option<String>,
    /// Set when this change ends the request.
    pub ended_at: Option<Timestamp>,
    /// The sealed content afterwards, where this change is one of the content.
    pub content_sealed: Option<Vec<u8>>,
    /// Keyed hashes that its organization finds it by afterwards, where the content or the organization is another.
    pub marks: Option<Vec<Mac>>,
    /// What goes on the timeline.
    pub entry: EntryRow,
    /// What goes on it after that, where the one makes the other.
    pub then: Option<EntryRow>,
    /// The invitation that this change makes, in the place of an earlier one.
    pub invitation: Option<InvitationRow>,
    /// What it makes of the terms that are before both sides.
    pub settlement: Option<SettlementChange>,
    /// What is to be told of it.
    pub notices: Vec<NewNotice>,
}

impl Change {
    /// What goes on the timeline, in this order.
    pub fn entries(&self) -> impl Iterator<Item = &EntryRow> {
        [&self.entry].into_iter().chain(&self.then)
    }

    /// The version that it leads to: each entry makes one.
    pub fn version(&self) -> i64 {
        self.seen_version + 1 + i64::from(self.then.is_some())
    }
}

/// How a change ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// Made now, durably.
    Applied,
    /// This key's change was made before.
    Replayed,
    /// The request changed in between: read again and decide again.
    Outdated,
}

/// A try to open a request with its access code, or a group with its join code.
#[derive(Clone, Debug)]
pub struct CodeTry {
    /// Whom it counts against if it is wrong: each with how many wrong tries lock it.
    pub scopes: Vec<(Mac, u32)>,
    /// When.
    pub at: Timestamp,
    /// Wrong tries of this moment and before no longer count.
    pub since: Timestamp,
    /// Whether the code is right.
    pub is_right: bool,
    /// Against whom it stands in the audit log if it is wrong and counted, with the lock that it brings about.
    pub blame: Option<desk::Blame>,
}

/// Which requests to list: what is due first stands first, what is not due last, each day's oldest first.
#[derive(Clone, Debug)]
pub struct QueueQuery {
    /// Whose: this organization handles them, or they were raised to this centre.
    pub of: QueueOf,
    /// By who works on them.
    pub worker: Worker,
    /// Only these; empty means all.
    pub statuses: Vec<Status>,
    /// Only of this field.
    pub field: Option<DisputeField>,
    /// Only what was due before this day.
    pub due_before: Option<Date>,
    /// After this place.
    pub after: Option<QueuePlace>,
    /// At most so many.
    pub limit: u32,
}

/// Which requests with a mark to list.
#[derive(Clone, Debug)]
pub struct MarkQuery {
    /// The mark.
    pub mark: Mac,
    /// Only those of the account with this id and nobody's.
    pub worker: Option<String>,
    /// After this place.
    pub after: Option<QueuePlace>,
    /// At most so many.
    pub limit: u32,
}

/// Who works on requests that are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worker {
    /// Anybody or nobody.
    Any,
    /// The account with this id.
    Is(String),
    /// Nobody yet.
    Nobody,
}

/// A place in the queue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueuePlace {
    /// By when something is due; [`Date::MAX`] when nothing is.
    pub due_on: Date,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// The number.
    pub number: String,
}

impl QueuePlace {
    /// Where this request stands.
    pub fn of(row: &RequestRow) -> Self {
        Self {
            due_on: row.due.map_or(Date::MAX, |due| due.on),
            submitted_at: row.submitted_at,
            number: row.number.clone(),
        }
    }

    /// The place that was written so.
    pub fn read(written: &str) -> Option<Self> {
        let mut parts = written.splitn(3, '.');
        Some(Self {
            due_on: parts.next()?.parse().ok()?,
            submitted_at: Timestamp::from_nanosecond(parts.next()?.parse().ok()?).ok()?,
            number: RequestNumber::parse(parts.next()?)?.as_str().to_owned(),
        })
    }
}

/// As the next page is asked for with it.
impl fmt::Display for QueuePlace {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.submitted_at.as_nanosecond();
        write!(to, "{}.{at}.{}", self.due_on, self.number)
    }
}

/// Whose requests to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueueOf {
    /// Those that this organization handles.
    Organization(String),
    /// Those that were raised to this centre.
    Centre(String),
}

/// A staff token; the token itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffTokenRow {
    /// Short public id, to list and revoke it by.
    pub id: String,
    /// Keyed hash of the token.
    pub token_mac: Mac,
    /// The organization it acts for.
    pub organization: String,
    /// Whose it is, as the operator named it.
    pub name: String,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
}

/// A report to be stored.
#[derive(Clone, Debug)]
pub struct NewReportRow {
    /// Opaque id, never given before.
    pub id: String,
    /// Whose entry is wrong.
    pub organization: String,
    /// What is wrong with it.
    pub subjects: Vec<ReportSubject>,
    /// The reporter's words, sealed, if there are any.
    pub note_sealed: Option<Vec<u8>>,
    /// When it arrived.
    pub reported_at: Timestamp,
    /// Keyed hash of the idempotency key.
    pub key_mac: Mac,
    /// Keyed hash of the body, to tell a retry from a different report under the same key.
    pub body_mac: Mac,
}

/// How reporting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportOutcome {
    /// Stored, durably: now, or by an earlier sending of the same.
    Stored,
    /// This key was used for a different body.
    KeyReused,
}

/// A stored report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// Opaque id.
    pub id: String,
    /// Whose entry is wrong.
    pub organization: String,
    /// What is wrong with it.
    pub subjects: Vec<ReportSubject>,
    /// The reporter's words, sealed; gone once it is settled.
    pub note_sealed: Option<Vec<u8>>,
    /// When it arrived.
    pub reported_at: Timestamp,
    /// When it was settled and by whom, if it was.
    pub settled: Option<(Timestamp, String)>,
}

/// How an organization answered the requests that came to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// Which organization.
    pub organization: String,
    /// Requests that got their first answer in the period.
    pub answered: u32,
    /// The time from the request to that answer that half of them did not exceed, in seconds.
    pub half_within_seconds: u64,
}

/// To how many of an organization's requests something happened in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyRow {
    /// Which organization.
    pub organization: String,
    /// The month in China, `YYYY-MM`.
    pub month: String,
    /// What happened.
    pub event: Event,
    /// On which ground, where mediation ended without an agreement.
    pub ground: Option<EndGround>,
    /// How many requests: what happens twice to one in a month counts once.
    pub count: u32,
}

/// How many requests of a field came to an organization in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeRow {
    /// Which organization has them now.
    pub organization: String,
    /// The month in China, `YYYY-MM`.
    pub month: String,
    /// What they are about.
    pub field: DisputeField,
    /// How many.
    pub count: u32,
}

/// How many of an organization's requests came on a day and got their first answer on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// Which organization.
    pub organization: String,
    /// The day they came, in China.
    pub received_on: Date,
    /// The day of the answer, in China.
    pub answered_on: Date,
    /// How many.
    pub count: u32,
}

/// How many of an organization's first answers in a month came within so many hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitRow {
    /// Which organization.
    pub organization: String,
    /// The month in China, `YYYY-MM`.
    pub month: String,
    /// Begun hours from the request to its first answer.
    pub hours: u32,
    /// How many.
    pub count: u32,
}

/// The durable store. Every write is on disk before its future resolves with `Ok`.
#[async_trait]
pub trait Store:
    DeskStore
    + EvidenceStore
    + FeedbackStore
    + GroupStore
    + InvitationStore
    + NoticeStore
    + PageStore
    + PersonalStore
    + PushStore
    + SettlementStore
{
    /// Whether the store answers.
    async fn ping(&self) -> Result<(), StoreError>;

    /// The marks of all keys it was used with, by name.
    async fn key_marks(&self) -> Result<Vec<(String, Mac)>, StoreError>;

    /// Keeps the mark under this name unless there is one already; answers the one that is kept.
    async fn mark_key(&self, name: &str, mark: &Mac) -> Result<Mac, StoreError>;

    /// Begins an import. Readers keep seeing the old directory until it commits.
    async fn begin_import(&self) -> Result<Box<dyn ImportTransaction>, StoreError>;

    /// Removes what imports left behind: rows that a newer version replaced and rows of imports that nothing
    /// was heard of for an hour. In many short transactions, so that nobody waits.
    async fn sweep(&self) -> Result<(), StoreError>;

    /// A number that rises with every committed import.
    async fn directory_version(&self) -> Result<i64, StoreError>;

    /// Shows every organization that is not retired, one by one; returns the directory's version.
    async fn each_organization(
        &self,
        see: &mut (dyn FnMut(OrganizationRow) + Send),
    ) -> Result<i64, StoreError>;

    /// The directory's version and every organization that is not retired.
    async fn directory(&self) -> Result<(i64, Vec<OrganizationRow>), StoreError> {
        let mut organizations = Vec::new();
        let version = self
            .each_organization(&mut |row| organizations.push(row))
            .await?;
        Ok((version, organizations))
    }

    /// One organization, retired or not.
    async fn organization(&self, id: &str) -> Result<Option<OrganizationRow>, StoreError>;

    /// Stores a request with its first timeline entry, its files, its place in a group and its notices in one
    /// transaction, exactly once per key. What was stored under the key is told before any likeness is looked for.
    async fn submit(&self, request: NewRequestRow) -> Result<SubmitOutcome, StoreError>;

    /// The request stored earlier under this key with this body, if there is one.
    async fn submitted(
        &self,
        key_mac: &Mac,
        body_mac: &Mac,
    ) -> Result<Option<RequestRow>, StoreError>;

    /// Forgets how requests filed by then are recognized by later ones.
    async fn forget_likeness(&self, by: Timestamp) -> Result<(), StoreError>;

    /// A request with its timeline, oldest entry first.
    async fn request(
        &self,
        number: &str,
    ) -> Result<Option<(RequestRow, Vec<EntryRow>)>, StoreError>;

    /// The versions of those of these requests that are there and not erased, by number. The work grows with how many are
    /// asked for.
    async fn versions(&self, numbers: &[String]) -> Result<HashMap<String, i64>, StoreError>;

    /// Changes a request, with its notices, in one transaction, exactly once per key.
    async fn change(&self, change: Change) -> Result<ChangeOutcome, StoreError>;

    /// Requests of which nobody has looked yet what is due, with what is due of them to be kept by [`Self::date`].
    async fn undated(&self, limit: u32) -> Result<Vec<String>, StoreError>;

    /// Keeps what is due of a request, unless it has been looked at.
    async fn date(&self, number: &str, due: Option<Due>) -> Result<(), StoreError>;

    /// Requests whose organization was to act by a day before this one and that were raised just so far, in order,
    /// after this one, at most `limit`.
    async fn late(
        &self,
        before: Date,
        raised: &Raised,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, StoreError>;

    /// A page of requests. The work grows with the page, and with what the filters leave out before it.
    async fn queue(&self, query: QueueQuery) -> Result<Vec<RequestRow>, StoreError>;

    /// A page of requests with a mark, in the order of the queue. The work grows with how many have it.
    async fn marked(&self, query: MarkQuery) -> Result<Vec<RequestRow>, StoreError>;

    /// Requests that are not erased and have no marks, in order, after this one, at most `limit`.
    async fn unmarked(&self, after: &str, limit: u32) -> Result<Vec<String>, StoreError>;

    /// Marks a request, unless it has changed since this version. Says whether it did.
    async fn mark(&self, number: &str, version: i64, marks: &[Mac]) -> Result<bool, StoreError>;

    /// The keyed hash of a request's access code. The same work whether there is such a request or not.
    async fn code_mac(&self, number: &str) -> Result<Option<Mac>, StoreError>;

    /// Hears a try, one after the other in each scope, and counts it in all of them if it is wrong: `None`.
    /// A locked scope hears none, right or wrong; the answer is then the time of the wrong try that must
    /// cease to count before all scopes hear one again.
    async fn hear(&self, attempt: CodeTry) -> Result<Option<Timestamp>, StoreError>;

    /// How each organization answered, of those with at least `least` requests whose first answer was given at
    /// `since` or later. The work grows with the answers of that period.
    async fn records(&self, since: Timestamp, least: u32) -> Result<Vec<RecordRow>, StoreError>;

    /// To how many requests these events happened since then, by organization and month. The work grows with how often.
    async fn tallies(
        &self,
        since: Timestamp,
        events: &[Event],
    ) -> Result<Vec<TallyRow>, StoreError>;

    /// How soon first answers since then came, counted by organization and month; not those to requests that were handed
    /// over. The work grows with the answers.
    async fn waits(&self, since: Timestamp) -> Result<Vec<WaitRow>, StoreError>;

    /// How many requests of which field came since then, by organization and month. The work grows with how many.
    async fn intake(&self, since: Timestamp) -> Result<Vec<IntakeRow>, StoreError>;

    /// First answers since then by the days of request and answer, by organization; not those to requests that were
    /// handed over. The work grows with the answers.
    async fn answers(&self, since: Timestamp) -> Result<Vec<AnswerRow>, StoreError>;

    /// Stores a report, exactly once per key.
    async fn report(&self, report: NewReportRow) -> Result<ReportOutcome, StoreError>;

    /// Reports that are not settled, oldest first, at most `limit`: about this organization, or about all.
    async fn open_reports(
        &self,
        organization: Option<&str>,
        limit: u32,
    ) -> Result<Vec<ReportRow>, StoreError>;

    /// Settles a report about this organization, or about any, and deletes its words. One that is settled
    /// stays as it is. `None` when there is no such report.
    async fn settle_report(
        &self,
        id: &str,
        organization: Option<&str>,
        at: Timestamp,
        by: &str,
    ) -> Result<Option<ReportRow>, StoreError>;

    /// Keeps a staff token.
    async fn add_staff_token(&self, token: StaffTokenRow) -> Result<(), StoreError>;

    /// The token with this hash, unless revoked.
    async fn staff_token(&self, token_mac: &Mac) -> Result<Option<StaffTokenRow>, StoreError>;

    /// Every token, newest first.
    async fn staff_tokens(&self) -> Result<Vec<StaffTokenRow>, StoreError>;

    /// Revokes a token; `false` when there is none to revoke.
    async fn revoke_staff_token(&self, id: &str, at: Timestamp) -> Result<bool, StoreError>;
}
