//! A store that can be told to fail or to be slow, in front of a real one.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use contract::deadline::Due;
use contract::desk::AuditAct;
use contract::notices::NoticeChannel;
use contract::status::{Event, Status};
use fengqiao::store::desk::{
    AccountChange, AccountRow, AuditEntryRow, AuditRow, DeskStore, Note, SessionRow,
};
use fengqiao::store::evidence::{
    AddOutcome, EvidenceRow, EvidenceStore, FilesOf, Finished, NewEvidenceRow, PieceRow, Room,
};
use fengqiao::store::feedback::{
    ComplaintOutcome, ComplaintRow, FeedbackStore, NewComplaintRow, RatingCount, RatingRow,
    VerdictRow,
};
use fengqiao::store::group::{GroupChange, GroupRow, GroupStore, MemberRow, NewGroupRow};
use fengqiao::store::invitation::{InvitationRow, InvitationStore};
use fengqiao::store::notices::{DeadNotice, NewNotice, NoticeCounts, NoticeRow, NoticeStore};
use fengqiao::store::page::{NewPageChange, PageChangeRow, PageStore};
use fengqiao::store::personal::{PersonalStore, SealedColumn, SealedRow};
use fengqiao::store::push::{PushRow, PushStore, PushTarget};
use fengqiao::store::settlement::{SettlementRow, SettlementStore};
use fengqiao::store::sqlite::SqliteStore;
use fengqiao::store::{
    AnswerRow, Change, ChangeOutcome, CodeTry, EntryRow, ImportTransaction, IntakeRow, Mac,
    MarkQuery, NewReportRow, NewRequestRow, OrganizationRow, QueueQuery, Raised, RecordRow,
    ReportOutcome, ReportRow, RequestRow, StaffTokenRow, Store, StoreError, SubmitOutcome,
    TallyRow, WaitRow,
};
use jiff::Timestamp;
use jiff::civil::Date;

pub(crate) struct FaultyStore {
    real: SqliteStore,
    is_down: AtomicBool,
    is_stuck: AtomicBool,
    panics: AtomicBool,
}

impl FaultyStore {
    pub(crate) fn new(real: SqliteStore) -> Self {
        Self {
            real,
            is_down: AtomicBool::new(false),
            is_stuck: AtomicBool::new(false),
            panics: AtomicBool::new(false),
        }
    }

    /// From now on the store is full, locked or gone; or back again.
    pub(crate) fn set_down(&self, is_down: bool) {
        self.is_down.store(is_down, Ordering::SeqCst);
    }

    /// From now on nothing is ever answered; or it is again.
    pub(crate) fn set_stuck(&self, is_stuck: bool) {
        self.is_stuck.store(is_stuck, Ordering::SeqCst);
    }

    /// From now on every call panics, quoting a person's name; or no longer.
    pub(crate) fn set_panicking(&self, panics: bool) {
        self.panics.store(panics, Ordering::SeqCst);
    }

    async fn real(&self) -> Result<&SqliteStore, StoreError> {
        assert!(
            !self.panics.load(Ordering::SeqCst),
            "could not store 标记姓名"
        );
        while self.is_stuck.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        if self.is_down.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable(sqlx::Error::PoolTimedOut));
        }
        Ok(&self.real)
    }
}

#[async_trait]
impl DeskStore for FaultyStore {
    async fn add_account(&self, account: AccountRow) -> Result<bool, StoreError> {
        self.real().await?.add_account(account).await
    }

    async fn account(&self, login: &str) -> Result<Option<AccountRow>, StoreError> {
        self.real().await?.account(login).await
    }

    async fn accounts(&self, organization: Option<&str>) -> Result<Vec<AccountRow>, StoreError> {
        self.real().await?.accounts(organization).await
    }

    async fn account_of(&self, identity_mac: &Mac) -> Result<Option<AccountRow>, StoreError> {
        self.real().await?.account_of(identity_mac).await
    }

    async fn change_account(
        &self,
        id: &str,
        change: AccountChange,
        note: Option<Note>,
    ) -> Result<bool, StoreError> {
        self.real().await?.change_account(id, change, note).await
    }

    async fn begin_session(
        &self,
        session: SessionRow,
        account: &AccountRow,
        act: AuditAct,
    ) -> Result<bool, StoreError> {
        self.real()
            .await?
            .begin_session(session, account, act)
            .await
    }

    async fn session(
        &self,
        token_mac: &Mac,
        now: Timestamp,
    ) -> Result<Option<(SessionRow, AccountRow)>, StoreError> {
        self.real().await?.session(token_mac, now).await
    }

    async fn prolong_session(&self, token_mac: &Mac, ends_at: Timestamp) -> Result<(), StoreError> {
        self.real().await?.prolong_session(token_mac, ends_at).await
    }

    async fn end_session(&self, token_mac: &Mac) -> Result<(), StoreError> {
        self.real().await?.end_session(token_mac).await
    }

    async fn end_sessions(&self, account: &str) -> Result<(), StoreError> {
        self.real().await?.end_sessions(account).await
    }

    async fn forget_sessions(&self, ended_by: Timestamp) -> Result<(), StoreError> {
        self.real().await?.forget_sessions(ended_by).await
    }

    async fn spend(&self, once_mac: &Mac, ends_at: Timestamp) -> Result<bool, StoreError> {
        self.real().await?.spend(once_mac, ends_at).await
    }

    async fn note_act(&self, act: AuditRow) -> Result<(), StoreError> {
        self.real().await?.note_act(act).await
    }

    async fn audit(
        &self,
        organization: &str,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntryRow>, StoreError> {
        self.real().await?.audit(organization, before, limit).await
    }
}

#[async_trait]
impl InvitationStore for FaultyStore {
    async fn invitation(&self, number: &str) -> Result<Option<InvitationRow>, StoreError> {
        self.real().await?.invitation(number).await
    }

    async fn invitation_by_id(&self, id: &str) -> Result<Option<InvitationRow>, StoreError> {
        self.real().await?.invitation_by_id(id).await
    }
}

#[async_trait]
impl FeedbackStore for FaultyStore {
    async fn complain(&self, complaint: &NewComplaintRow) -> Result<ComplaintOutcome, StoreError> {
        self.real().await?.complain(complaint).await
    }

    async fn complained(
        &self,
        key_mac: &Mac,
        body_mac: &Mac,
    ) -> Result<Option<ComplaintRow>, StoreError> {
        self.real().await?.complained(key_mac, body_mac).await
    }

    async fn complaints_of(&self, filed_by: &str) -> Result<Vec<ComplaintRow>, StoreError> {
        self.real().await?.complaints_of(filed_by).await
    }

    async fn complaint(&self, number: &str) -> Result<Option<ComplaintRow>, StoreError> {
        self.real().await?.complaint(number).await
    }

    async fn open_complaints(
        &self,
        receiver: &str,
        limit: u32,
    ) -> Result<Vec<ComplaintRow>, StoreError> {
        self.real().await?.open_complaints(receiver, limit).await
    }

    async fn answer_complaint(
        &self,
        number: &str,
        at: Timestamp,
        sealed: &[u8],
        news: &[NewNotice],
    ) -> Result<bool, StoreError> {
        let real = self.real().await?;
        real.answer_complaint(number, at, sealed, news).await
    }

    async fn rate(&self, rating: &RatingRow) -> Result<bool, StoreError> {
        self.real().await?.rate(rating).await
    }

    async fn rating(&self, id: &str) -> Result<Option<RatingRow>, StoreError> {
        self.real().await?.rating(id).await
    }

    async fn ratings(&self, organization: &str, limit: u32) -> Result<Vec<RatingRow>, StoreError> {
        self.real().await?.ratings(organization, limit).await
    }

    async fn rating_counts(&self, since: Timestamp) -> Result<Vec<RatingCount>, StoreError> {
        self.real().await?.rating_counts(since).await
    }

    async fn words_wait_at(&self) -> Result<Vec<String>, StoreError> {
        self.real().await?.words_wait_at().await
    }

    async fn waiting_words(
        &self,
        organizations: &[String],
        limit: u32,
    ) -> Result<Vec<RatingRow>, StoreError> {
        self.real().await?.waiting_words(organizations, limit).await
    }

    async fn words(&self, words: &str) -> Result<Option<RatingRow>, StoreError> {
        self.real().await?.words(words).await
    }

    async fn decide_words(
        &self,
        words: &str,
        before: Option<bool>,
        verdict: &VerdictRow,
    ) -> Result<bool, StoreError> {
        self.real()
            .await?
            .decide_words(words, before, verdict)
            .await
    }

    async fn shown_words(
        &self,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<RatingRow>, StoreError> {
        self.real().await?.shown_words(since, limit).await
    }

    async fn withheld_words(&self, since: Timestamp) -> Result<u32, StoreError> {
        self.real().await?.withheld_words(since).await
    }
}

#[async_trait]
impl PushStore for FaultyStore {
    async fn begin_push(&self, row: &PushRow, most: u32) -> Result<bool, StoreError> {
        self.real().await?.begin_push(row, most).await
    }

    async fn pushed(&self, number: &str) -> Result<Vec<String>, StoreError> {
        self.real().await?.pushed(number).await
    }

    async fn to_push(&self, number: &str, version: i64) -> Result<Vec<PushTarget>, StoreError> {
        self.real().await?.to_push(number, version).await
    }

    async fn mark_pushed(&self, id: &str, version: i64) -> Result<(), StoreError> {
        self.real().await?.mark_pushed(id, version).await
    }

    async fn end_push(&self, id: &str) -> Result<(), StoreError> {
        self.real().await?.end_push(id).await
    }

    async fn end_pushes(&self, number: &str) -> Result<(), StoreError> {
        self.real().await?.end_pushes(number).await
    }
}

#[async_trait]
impl SettlementStore for FaultyStore {
    async fn settlement(&self, number: &str) -> Result<Option<SettlementRow>, StoreError> {
        self.real().await?.settlement(number).await
    }

    async fn to_remind(
        &self,
        by: Date,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        self.real().await?.to_remind(by, after, limit).await
    }
}

#[async_trait]
impl Store for FaultyStore {
    async fn ping(&self) -> Result<(), StoreError> {
        self.real().await?.ping().await
    }

    async fn key_marks(&self) -> Result<Vec<(String, Mac)>, StoreError> {
        self.real().await?.key_marks().await
    }

    async fn mark_key(&self, name: &str, mark: &Mac) -> Result<Mac, StoreError> {
        self.real().await?.mark_key(name, mark).await
    }

    async fn begin_import(&self) -> Result<Box<dyn ImportTransaction>, StoreError> {
        self.real().await?.begin_import().await
    }

    async fn sweep(&self) -> Result<(), StoreError> {
        self.real().await?.sweep().await
    }

    async fn directory_version(&self) -> Result<i64, StoreError> {
        self.real().await?.directory_version().await
    }

    async fn each_organization(
        &self,
        see: &mut (dyn FnMut(OrganizationRow) + Send),
    ) -> Result<i64, StoreError> {
        self.real().await?.each_organization(see).await
    }

    async fn organization(&self, id: &str) -> Result<Option<OrganizationRow>, StoreError> {
        self.real().await?.organization(id).await
    }

    async fn submit(&self, request: NewRequestRow) -> Result<SubmitOutcome, StoreError> {
        self.real().await?.submit(request).await
    }

    async fn submitted(
        &self,
        key_mac: &Mac,
        body_mac: &Mac,
    ) -> Result<Option<RequestRow>, StoreError> {
        self.real().await?.submitted(key_mac, body_mac).await
    }

    async fn forget_likeness(&self, by: Timestamp) -> Result<(), StoreError> {
        self.real().await?.forget_likeness(by).await
    }

    async fn request(
        &self,
        number: &str,
    ) -> Result<Option<(RequestRow, Vec<EntryRow>)>, StoreError> {
        self.real().await?.request(number).await
    }

    async fn versions(&self, numbers: &[String]) -> Result<HashMap<String, i64>, StoreError> {
        self.real().await?.versions(numbers).await
    }

    async fn change(&self, change: Change) -> Result<ChangeOutcome, StoreError> {
        self.real().await?.change(change).await
    }

    async fn undated(&self, limit: u32) -> Result<Vec<String>, StoreError> {
        self.real().await?.undated(limit).await
    }

    async fn date(&self, number: &str, due: Option<Due>) -> Result<(), StoreError> {
        self.real().await?.date(number, due).await
    }

    async fn marked(&self, query: MarkQuery) -> Result<Vec<RequestRow>, StoreError> {
        self.real().await?.marked(query).await
    }

    async fn unmarked(&self, after: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        self.real().await?.unmarked(after, limit).await
    }

    async fn mark(&self, number: &str, version: i64, marks: &[Mac]) -> Result<bool, StoreError> {
        self.real().await?.mark(number, version, marks).await
    }

    async fn late(
        &self,
        before: Date,
        raised: &Raised,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        self.real().await?.late(before, raised, after, limit).await
    }

    async fn queue(&self, query: QueueQuery) -> Result<Vec<RequestRow>, StoreError> {
        self.real().await?.queue(query).await
    }

    async fn code_mac(&self, number: &str) -> Result<Option<Mac>, StoreError> {
        self.real().await?.code_mac(number).await
    }

    async fn hear(&self, attempt: CodeTry) -> Result<Option<Timestamp>, StoreError> {
        self.real().await?.hear(attempt).await
    }

    async fn records(&self, since: Timestamp, least: u32) -> Result<Vec<RecordRow>, StoreError> {
        self.real().await?.records(since, least).await
    }

    async fn tallies(
        &self,
        since: Timestamp,
        events: &[Event],
    ) -> Result<Vec<TallyRow>, StoreError> {
        self.real().await?.tallies(since, events).await
    }

    async fn waits(&self, since: Timestamp) -> Result<Vec<WaitRow>, StoreError> {
        self.real().await?.waits(since).await
    }

    async fn intake(&self, since: Timestamp) -> Result<Vec<IntakeRow>, StoreError> {
        self.real().await?.intake(since).await
    }

    async fn answers(&self, since: Timestamp) -> Result<Vec<AnswerRow>, StoreError> {
        self.real().await?.answers(since).await
    }

    async fn report(&self, report: NewReportRow) -> Result<ReportOutcome, StoreError> {
        self.real().await?.report(report).await
    }

    async fn open_reports(
        &self,
        organization: Option<&str>,
        limit: u32,
    ) -> Result<Vec<ReportRow>, StoreError> {
        self.real().await?.open_reports(organization, limit).await
    }

    async fn settle_report(
        &self,
        id: &str,
        organization: Option<&str>,
        at: Timestamp,
        by: &str,
    ) -> Result<Option<ReportRow>, StoreError> {
        let real = self.real().await?;
        real.settle_report(id, organization, at, by).await
    }

    async fn add_staff_token(&self, token: StaffTokenRow) -> Result<(), StoreError> {
        self.real().await?.add_staff_token(token).await
    }

    async fn staff_token(&self, token_mac: &Mac) -> Result<Option<StaffTokenRow>, StoreError> {
        self.real().await?.staff_token(token_mac).await
    }

    async fn staff_tokens(&self) -> Result<Vec<StaffTokenRow>, StoreError> {
        self.real().await?.staff_tokens().await
    }

    async fn revoke_staff_token(&self, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        self.real().await?.revoke_staff_token(id, at).await
    }
}

#[async_trait]
impl GroupStore for FaultyStore {
    async fn start_group(&self, group: NewGroupRow) -> Result<bool, StoreError> {
        self.real().await?.start_group(group).await
    }

    async fn group_by_code(&self, code_mac: &Mac) -> Result<Option<(GroupRow, u32)>, StoreError> {
        self.real().await?.group_by_code(code_mac).await
    }

    async fn group_of(
        &self,
        number: &str,
    ) -> Result<Option<(GroupRow, Vec<MemberRow>)>, StoreError> {
        self.real().await?.group_of(number).await
    }

    async fn group_size(&self, number: &str) -> Result<Option<u32>, StoreError> {
        self.real().await?.group_size(number).await
    }

    async fn change_group(&self, number: &str, change: &GroupChange) -> Result<bool, StoreError> {
        self.real().await?.change_group(number, change).await
    }
}

#[async_trait]
impl NoticeStore for FaultyStore {
    async fn claim_notices(
        &self,
        channel: NoticeChannel,
        at: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<NoticeRow>, StoreError> {
        let real = self.real().await?;
        real.claim_notices(channel, at, until, limit).await
    }

    async fn finish_notice(&self, notice: &NoticeRow) -> Result<(), StoreError> {
        self.real().await?.finish_notice(notice).await
    }

    async fn put_off_notice(
        &self,
        notice: &NoticeRow,
        due_at: Timestamp,
        tries: u32,
        reason: &str,
    ) -> Result<(), StoreError> {
        let real = self.real().await?;
        real.put_off_notice(notice, due_at, tries, reason).await
    }

    async fn give_up_notice(
        &self,
        notice: &NoticeRow,
        at: Timestamp,
        reason: &str,
    ) -> Result<(), StoreError> {
        self.real().await?.give_up_notice(notice, at, reason).await
    }

    async fn dead_notices(&self, limit: u32) -> Result<Vec<DeadNotice>, StoreError> {
        self.real().await?.dead_notices(limit).await
    }

    async fn retry_notices(&self, number: Option<&str>, at: Timestamp) -> Result<u64, StoreError> {
        self.real().await?.retry_notices(number, at).await
    }

    async fn notice_counts(&self) -> Result<NoticeCounts, StoreError> {
        self.real().await?.notice_counts().await
    }
}

#[async_trait]
impl EvidenceStore for FaultyStore {
    async fn add_evidence(
        &self,
        evidence: NewEvidenceRow,
        fits: &(dyn Fn(Room) -> bool + Sync),
    ) -> Result<AddOutcome, StoreError> {
        self.real().await?.add_evidence(evidence, fits).await
    }

    async fn waiting_bytes(&self) -> Result<u64, StoreError> {
        self.real().await?.waiting_bytes().await
    }

    async fn evidence(&self, id: &str) -> Result<Option<(EvidenceRow, Vec<PieceRow>)>, StoreError> {
        self.real().await?.evidence(id).await
    }

    async fn add_pieces(
        &self,
        id: &str,
        pieces: &[PieceRow],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.real().await?.add_pieces(id, pieces, at).await
    }

    async fn finish_evidence(
        &self,
        id: &str,
        finished: Finished,
        pieces: &[PieceRow],
    ) -> Result<bool, StoreError> {
        let real = self.real().await?;
        real.finish_evidence(id, finished, pieces).await
    }

    async fn finished_evidence(&self, of: FilesOf<'_>) -> Result<Vec<EvidenceRow>, StoreError> {
        self.real().await?.finished_evidence(of).await
    }

    async fn expire_evidence(&self, id: &str) -> Result<bool, StoreError> {
        self.real().await?.expire_evidence(id).await
    }

    async fn expired_evidence(&self, by: Timestamp, limit: u32) -> Result<Vec<String>, StoreError> {
        self.real().await?.expired_evidence(by, limit).await
    }

    async fn pieces_after(
        &self,
        after: (&str, u64),
        limit: u32,
    ) -> Result<Vec<(String, PieceRow)>, StoreError> {
        self.real().await?.pieces_after(after, limit).await
    }

    async fn forget_evidence(&self, id: &str, by: Timestamp) -> Result<(), StoreError> {
        self.real().await?.forget_evidence(id, by).await
    }
}

#[async_trait]
impl PageStore for FaultyStore {
    async fn propose_page(&self, change: NewPageChange<'_>) -> Result<bool, StoreError> {
        self.real().await?.propose_page(change).await
    }

    async fn page_changes(
        &self,
        organization: &str,
        limit: u32,
    ) -> Result<Vec<PageChangeRow>, StoreError> {
        self.real().await?.page_changes(organization, limit).await
    }

    async fn decide_page(
        &self,
        id: &str,
        by: &str,
        at: Timestamp,
        published: bool,
    ) -> Result<bool, StoreError> {
        self.real().await?.decide_page(id, by, at, published).await
    }
}

#[async_trait]
impl PersonalStore for FaultyStore {
    async fn overdue(
        &self,
        status: Status,
        ended_by: Timestamp,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        self.real().await?.overdue(status, ended_by, limit).await
    }

    async fn erase(
        &self,
        number: &str,
        at: Timestamp,
        shared: Option<&[u8]>,
    ) -> Result<bool, StoreError> {
        self.real().await?.erase(number, at, shared).await
    }

    async fn hold(&self, number: &str, since: Option<Timestamp>) -> Result<bool, StoreError> {
        self.real().await?.hold(number, since).await
    }

    async fn sealed_under(
        &self,
        column: SealedColumn,
        key: u32,
        after: (&str, i64),
        limit: u32,
    ) -> Result<Vec<SealedRow>, StoreError> {
        let real = self.real().await?;
        real.sealed_under(column, key, after, limit).await
    }

    async fn reseal(
        &self,
        column: SealedColumn,
        text: &SealedRow,
        sealed: &[u8],
    ) -> Result<bool, StoreError> {
        self.real().await?.reseal(column, text, sealed).await
    }

    async fn retire_key(&self, name: &str) -> Result<(), StoreError> {
        self.real().await?.retire_key(name).await
    }
}
