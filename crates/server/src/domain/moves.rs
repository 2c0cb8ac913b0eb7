//! Moving a request on: read, ask the status machine, change; again when somebody else was faster.

use contract::deadline::latest_extension;
use contract::desk::AuditAct;
use contract::draft::{Code, Field, Issue, parse_note};
use contract::kinds::Service;
use contract::organization::OrganizationRef;
use contract::problem::Since;
use contract::request::{
    Appointment, Audience, Content, Detail, NOTE_MAX, NoteRequest, PerformanceReport, RequestView,
    TransferAnswer, WithdrawRequest,
};
use contract::slots::Standing as Slots;
use contract::staff::{Reassignment, StaffMove};
use contract::status::{Actor, Event, Matter, Status};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::access::unless_erased;
use super::settlement::Standing;
use super::{Cases, Owner, Refused, Staff, content_place, time};
use crate::crypto::{self, Purpose};
use crate::directory::index;
use crate::store::invitation::InvitationRow;
use crate::store::settlement::SettlementChange;
use crate::store::{Change, ChangeOutcome, EntryRow, Mac, OrganizationRow, Raised, RequestRow};

/// A request with what is needed to decide on it.
pub(super) struct Case {
    /// The request.
    pub(super) row: RequestRow,
    /// Its timeline, oldest entry first.
    pub(super) entries: Vec<EntryRow>,
    /// Who handles it.
    pub(super) organization: OrganizationRow,
    /// The terms that are before both sides, if there are any.
    pub(super) standing: Option<Standing>,
    /// The times that people can choose from, with what was chosen, while some are offered.
    pub(super) slots: Option<Slots>,
    /// The day that it is.
    pub(super) today: Date,
}

impl Case {
    /// What this actor may do now. Of terms nothing can be said where there are none; times are chosen while some are
    /// offered.
    pub(super) fn legal_moves(&self, actor: Actor) -> Vec<Event> {
        let matter = Matter::of(self.row.topic);
        let mut moves = self.row.status.legal_events(matter, actor);
        let is_offered = self.slots.as_ref();
        let is_offered = is_offered.is_some_and(|slots| slots.is_open_to(actor, self.today));
        moves.retain(|event| match event {
            Event::ChooseSlots => is_offered,
            event => self.standing.is_some() || !event.needs_terms(),
        });
        moves
    }
}

/// What somebody wants to happen to a request.
#[derive(Clone)]
pub(super) struct Step {
    /// Who.
    pub(super) actor: Actor,
    /// What.
    pub(super) event: Event,
    /// The facts that belong to it.
    pub(super) detail: Detail,
    /// By what a repeated sending is recognized.
    pub(super) key: Option<Mac>,
    /// The content afterwards, where this is a change of it.
    pub(super) content: Option<Content>,
    /// How far it is raised by this.
    pub(super) raised: Option<Raised>,
    /// The invitation that it makes.
    pub(super) invitation: Option<InvitationRow>,
    /// The account that works on it from now on.
    pub(super) assignee: Option<String>,
    /// What it makes of the terms, beside reminders.
    pub(super) settlement: Option<SettlementChange>,
    /// The time that is set by it at once.
    pub(super) sets: Option<Appointment>,
}

impl Step {
    /// A step with nothing unusual about it.
    pub(super) fn new(actor: Actor, event: Event, detail: Detail) -> Self {
        Self {
            actor,
            event,
            detail,
            key: None,
            content: None,
            raised: None,
            invitation: None,
            assignee: None,
            settlement: None,
            sets: None,
        }
    }
}

impl Cases {
    /// The request as its owner sees it.
    pub async fn open(&self, owner: &Owner) -> Result<RequestView, Refused> {
        let (row, entries) = self.request_of(owner).await?;
        let case = self.case(row, entries).await?;
        self.view(&case, Actor::Applicant).await
    }

    /// The owner takes the request back. `key` makes a repeated sending harmless.
    pub async fn withdraw(
        &self,
        owner: &Owner,
        key: Option<&str>,
        body: WithdrawRequest,
    ) -> Result<RequestView, Refused> {
        let found = self.request_of(owner).await?;
        let mut issues = Vec::new();
        if !body.reason.is_known() {
            issues.push(Issue::new(Field::Reason, Code::NotAChoice));
        }
        let mut detail = Detail {
            withdraw_reason: Some(body.reason),
            ..Detail::default()
        };
        match optional_note(&body.note) {
            Ok(note) => detail.note = note,
            Err(found) => issues.extend(found),
        }
        if !issues.is_empty() {
            return Err(Refused::Invalid(issues));
        }
        let wish = Step {
            key: self.key_of(key, owner.number.as_str()),
            ..Step::new(Actor::Applicant, Event::Withdraw, detail)
        };
        self.make_and_show(found, wish).await
    }

    /// The owner adds a note, which is the answer when staff asked for more.
    pub async fn note(
        &self,
        owner: &Owner,
        key: &str,
        body: &NoteRequest,
    ) -> Result<RequestView, Refused> {
        let found = self.request_of(owner).await?;
        let note = parse_note(Field::Note, &body.note, NOTE_MAX).map_err(Refused::Invalid)?;
        let detail = Detail {
            note: Some(note),
            ..Detail::default()
        };
        let wish = Step {
            key: self.key_of(Some(key), owner.number.as_str()),
            ..Step::new(Actor::Applicant, Event::AddNote, detail)
        };
        self.make_and_show(found, wish).await
    }

    /// The owner agrees that the request is handed over to the organization that they read of, or does not. The same body
    /// under the same key is one answer, however often it is sent.
    pub async fn answer_transfer(
        &self,
        owner: &Owner,
        key: &str,
        body: &TransferAnswer,
    ) -> Result<RequestView, Refused> {
        let found = self.request_of(owner).await?;
        let once = self.key_of_body(Some(key), body, owner.number.as_str())?;
        let attempt = |case: &Case| {
            if is_made(&case.entries, once) {
                return Ok(None);
            }
            let mut wish = Step {
                key: once,
                ..Step::new(Actor::Applicant, Event::RefuseTransfer, Detail::default())
            };
            if body.agrees {
                wish.event = Event::AgreeToTransfer;
                wish.detail.transfer_to = self.agreed_on(case, &body.organization)?;
            }
            self.step(case, wish).map(Some)
        };
        let case = self.until_made(found, Actor::Applicant, attempt).await?;
        self.view(&case, Actor::Applicant).await
    }

    /// The organization with this id, if it is the one proposed last and still there. Somebody who read of another one
    /// is told that things have changed.
    fn agreed_on(&self, case: &Case, id: &str) -> Result<Option<OrganizationRef>, Refused> {
        let mut last = case.entries.iter().enumerate();
        let last = last.rfind(|(_, entry)| entry.event == Event::ProposeTransfer);
        let Some((at, entry)) = last else {
            return Ok(None);
        };
        let detail = self.open_detail(&case.row.number, at, &entry.detail_sealed)?;
        let proposed = detail.transfer_to.filter(|to| to.id == id);
        if proposed.is_none() || !self.directory.index().has(id) {
            let matter = Matter::of(case.row.topic);
            let legal = case.row.status.legal_events(matter, Actor::Applicant);
            return Err(Refused::IllegalMove(legal));
        }
        Ok(proposed)
    }

    /// The owner says whether what was agreed has been done. `key` makes a repeated sending harmless.
    pub async fn report_performance(
        &self,
        owner: &Owner,
        key: &str,
        body: &PerformanceReport,
    ) -> Result<RequestView, Refused> {
        let found = self.request_of(owner).await?;
        let detail = Detail {
            note: optional_note(&body.note).map_err(Refused::Invalid)?,
            ..Detail::default()
        };
        let event = if body.performed {
            Event::ReportPerformed
        } else {
            Event::ReportUnperformed
        };
        let wish = Step {
            key: self.key_of(Some(key), owner.number.as_str()),
            ..Step::new(Actor::Applicant, event, detail)
        };
        self.make_and_show(found, wish).await
    }

    /// Staff move a request of their organization on; where they say which version they read, only if that is the
    /// latest. The same body under the same key is one move, however often it is sent: whether it was made is asked
    /// before anything that depends on the time or the case.
    pub async fn staff_move(
        &self,
        staff: &Staff,
        number: &str,
        key: Option<&str>,
        seen: Option<u32>,
        body: StaffMove,
    ) -> Result<RequestView, Refused> {
        let found = self.request_for(staff, number, AuditAct::MovedCase).await?;
        let once = self.key_of_body(key, &body, number)?;
        if is_made(&found.1, once) {
            let case = self.case(found.0, found.1).await?;
            return self.view(&case, Actor::Staff).await;
        }
        let event = body.event();
        let invitation = self.invitation_of(&found.0, &body).await?;
        let assignee = self.assignee_of(staff, &body).await?;
        let agrees = body.applicant_agrees();
        let detail = self.check_move(&found.0, body).await?;
        let wish = Step {
            key: once,
            invitation,
            assignee,
            ..Step::new(Actor::Staff, event, detail)
        };
        let attempt = |case: &Case| {
            if is_made(&case.entries, once) {
                return Ok(None);
            }
            // It was given to somebody else meanwhile.
            if !staff.reaches(&case.row) {
                return Err(Refused::NotFound);
            }
            if seen.is_some_and(|seen| i64::from(seen) != case.row.version) {
                return Err(Refused::Outdated(since(&case.entries, seen)));
            }
            let mut wish = wish.clone();
            if event == Event::RecordAgreement {
                wish.detail.terms = self.agreed_terms(case)?;
            }
            if let Some(offer) = wish.detail.offer.take() {
                wish.detail.offer = Some(self.offered(case, offer, agrees)?);
            }
            self.step(case, wish).map(Some)
        };
        let case = self.until_made(found, Actor::Staff, attempt).await?;
        self.view(&case, Actor::Staff).await
    }

    /// The account that a move gives the case to. A lead gives it to whoever can work on it; a mediator takes it
    /// themselves.
    async fn assignee_of(
        &self,
        staff: &Staff,
        body: &StaffMove,
    ) -> Result<Option<String>, Refused> {
        let StaffMove::Assign {
            mediator, account, ..
        } = body
        else {
            return Ok(None);
        };
        let Some(account) = account else {
            // Nobody takes a case away from themselves by naming somebody without an account.
            return match staff.role.assigns() {
                true => Ok(None),
                false => Err(Refused::Forbidden),
            };
        };
        if !staff.role.assigns() && staff.account.as_ref() != Some(account) {
            return Err(Refused::Forbidden);
        }
        let colleagues = self.colleagues(staff).await?.colleagues;
        let is_one = colleagues
            .iter()
            .any(|colleague| colleague.account == *account && colleague.name == mediator.trim());
        match is_one {
            true => Ok(Some(account.clone())),
            false => Err(Refused::Invalid(vec![Issue::new(
                Field::Mediator,
                Code::NotAChoice,
            )])),
        }
    }

    /// The centre that a request was raised to proposes another organization for it. Nothing of what people wrote is for
    /// the centre's eyes. The same body under the same key is one proposal.
    pub async fn reassign(
        &self,
        staff: &Staff,
        number: &str,
        key: Option<&str>,
        body: &Reassignment,
    ) -> Result<(), Refused> {
        let whose = format!("{number}:{}", staff.organization);
        let once = self.key_of_body(key, body, &whose)?;
        let found = self.store.request(number).await?;
        if found.is_some_and(|(_, entries)| is_made(&entries, once)) {
            return Ok(());
        }
        let found = self.request_raised_to(staff, number).await?;
        self.write_down(staff, AuditAct::MovedCase, Some(number))
            .await?;
        let mut issues = Vec::new();
        let mut detail = Detail::default();
        match self.transfer_to(&found.0, &body.organization).await? {
            Ok(to) => detail.transfer_to = Some(to),
            Err(code) => issues.push(Issue::new(Field::Organization, code)),
        }
        match optional_note(&body.note) {
            Ok(note) => detail.note = note,
            Err(found) => issues.extend(found),
        }
        if !issues.is_empty() {
            return Err(Refused::Invalid(issues));
        }
        let wish = Step {
            key: once,
            ..Step::new(Actor::Centre, Event::ProposeTransfer, detail)
        };
        self.make(found, wish).await.map(drop)
    }

    /// Everything wrong with the move at once, with what only clock, case and directory know.
    async fn check_move(&self, row: &RequestRow, body: StaffMove) -> Result<Detail, Refused> {
        let today = time::china_date(self.now());
        let mut known = Detail::default();
        let mut issues = Vec::new();
        match &body {
            StaffMove::Schedule { appointment, .. } => {
                let at = time::parse(&appointment.at).filter(|at| *at > self.now());
                match at {
                    Some(at) => {
                        known.appointment = Some(Appointment {
                            at: time::wire(at),
                            ..appointment.clone()
                        });
                    }
                    None => issues.push(Issue::new(Field::At, Code::NotAFutureTime)),
                }
            }
            StaffMove::OfferSlots {
                slots, choose_by, ..
            } => issues.extend(self.untimely(row, slots, choose_by)),
            StaffMove::ExtendTerm { until, .. } => match extension(row, until, today) {
                Ok(until) => known.until = Some(until.to_string()),
                Err(code) => issues.push(Issue::new(Field::Until, code)),
            },
            StaffMove::RecordAgreement { effective_on, .. } => {
                match effective(effective_on, today) {
                    Ok(day) => known.effective_on = Some(day.to_string()),
                    Err(code) => issues.push(Issue::new(Field::EffectiveOn, code)),
                }
            }
            // Nobody would read it.
            StaffMove::AddNote { audience, .. }
                if matches!(audience, Some(Audience::Respondent | Audience::Both))
                    && !row.status.is_with_other_side() =>
            {
                issues.push(Issue::new(Field::Audience, Code::NotAChoice));
            }
            StaffMove::ProposeTransfer { organization, .. } => {
                match self.transfer_to(row, organization).await? {
                    Ok(to) => known.transfer_to = Some(to),
                    Err(code) => issues.push(Issue::new(Field::Organization, code)),
                }
            }
            _ => {}
        }
        match body.parse() {
            Ok(detail) if issues.is_empty() => Ok(Detail {
                appointment: detail
                    .appointment
                    .zip(known.appointment)
                    .map(|(checked, at)| Appointment {
                        at: at.at,
                        ..checked
                    }),
                until: known.until,
                effective_on: known.effective_on,
                transfer_to: known.transfer_to,
                ..detail
            }),
            parsed => {
                issues.extend(parsed.err().unwrap_or_default());
                issues.sort_by_key(|issue| issue.field);
                Err(Refused::Invalid(issues))
            }
        }
    }

    /// The organization that a request may be handed over to. Without a directory, as on the command line, the store is
    /// asked.
    async fn transfer_to(
        &self,
        row: &RequestRow,
        id: &str,
    ) -> Result<Result<OrganizationRef, Code>, Refused> {
        let index = self.directory.index();
        let organization = match index.get(id) {
            None if index.is_empty() => self.store.organization(id).await?,
            found => found,
        };
        let Some(organization) = organization else {
            return Ok(Err(Code::NoSuchOrganization));
        };
        let does_it = match Matter::of(row.topic) {
            Matter::Dispute => organization.kind.mediates(),
            Matter::HealthCheck => organization.services.contains(&Service::LegalHealthCheck),
        };
        if does_it && organization.id != row.organization {
            Ok(Ok(index::reference(&organization)))
        } else {
            Ok(Err(Code::NotAChoice))
        }
    }

    /// Makes a step, unless an earlier sending of the same made it. Gives the case as it is then.
    pub(super) async fn make(
        &self,
        found: (RequestRow, Vec<EntryRow>),
        wish: Step,
    ) -> Result<Case, Refused> {
        let attempt = |case: &Case| {
            if self.was_made(case, &wish)? {
                return Ok(None);
            }
            self.step(case, wish.clone()).map(Some)
        };
        self.until_made(found, wish.actor, attempt).await
    }

    /// The same, and answers the request as who takes the step then sees it.
    async fn make_and_show(
        &self,
        found: (RequestRow, Vec<EntryRow>),
        wish: Step,
    ) -> Result<RequestView, Refused> {
        let reader = wish.actor;
        let case = self.make(found, wish).await?;
        self.view(&case, reader).await
    }

    /// A request with what is needed to decide on it.
    pub(super) async fn case(
        &self,
        row: RequestRow,
        entries: Vec<EntryRow>,
    ) -> Result<Case, Refused> {
        let organization = self.organization(&row.organization).await?;
        let standing = self.standing(&row.number, &entries).await?;
        let slots = self.slots(&row.number, &entries)?;
        Ok(Case {
            row,
            entries,
            organization,
            standing,
            slots,
            today: time::china_date(self.now()),
        })
    }

    /// Makes the change that `attempt` decides on, unless it finds it made. Decided again when somebody else changed
    /// the request meanwhile. Gives the case as it is then.
    pub(super) async fn until_made(
        &self,
        found: (RequestRow, Vec<EntryRow>),
        actor: Actor,
        attempt: impl Fn(&Case) -> Result<Option<Change>, Refused>,
    ) -> Result<Case, Refused> {
        let (row, entries) = found;
        let mut case = self.case(row, entries).await?;
        let whose = case.row.organization.clone();
        // However often somebody else is faster: each time one of them gets done. The time limit of answers
        // ends it at last.
        loop {
            let Some(change) = attempt(&case)? else {
                return Ok(case);
            };
            let outcome = self.store.change(change).await?;
            // Read again in any case: the answer shows what is stored.
            let found = self.store.request(&case.row.number).await?;
            let (row, entries) = unless_erased(found.ok_or(Refused::NotFound)?)?;
            // It was handed over meanwhile: for those who had it, there is none any more.
            if actor == Actor::Staff && row.organization != whose {
                return Err(Refused::NotFound);
            }
            self.watch.tell(&row.number, row.version);
            case = self.case(row, entries).await?;
            if matches!(outcome, ChangeOutcome::Applied) {
                return Ok(case);
            }
        }
    }

    /// Whether an earlier sending of the same did it already.
    fn was_made(&self, case: &Case, wish: &Step) -> Result<bool, Refused> {
        let Some((at, entry)) = made_under(&case.entries, wish.key) else {
            return Ok(false);
        };
        let detail = self.open_detail(&case.row.number, at, &entry.detail_sealed)?;
        if entry.actor == wish.actor && detail == wish.detail {
            Ok(true)
        } else {
            Err(Refused::KeyReused)
        }
    }

    /// The change that a step makes of a case, if the status machine allows it.
    pub(super) fn step(&self, case: &Case, step: Step) -> Result<Change, Refused> {
        let row = &case.row;
        let event = match (step.event, step.actor, row.status) {
            // What staff asked for, answered.
            (Event::AddNote, Actor::Applicant, Status::MoreNeeded) => Event::Answer,
            (event, ..) => event,
        };
        let matter = Matter::of(row.topic);
        let status = row
            .status
            .next(matter, event, step.actor)
            .ok_or_else(|| Refused::IllegalMove(case.legal_moves(step.actor)))?;
        let slots_on = self.slots_after(case, &step, status);
        let at = self.now();
        let due = self.due_after(case, event, status, time::china_date(at), &step.detail);
        let raised = step.raised.unwrap_or_else(|| match due == row.due {
            true => row.raised.clone(),
            false => Raised::Not,
        });
        let organization = match event {
            Event::AgreeToTransfer => step.detail.transfer_to.as_ref(),
            _ => None,
        };
        // Who mediates by name alone has no account; the next organization names its own.
        let assignee = match event {
            Event::Assign => step.assignee.clone(),
            Event::AgreeToTransfer => None,
            _ => row.assignee.clone(),
        };
        let content_sealed = match &step.content {
            Some(content) => {
                let content = serde_json::to_vec(content)?;
                Some(self.keys.seal(content_place(&row.number), &content)?)
            }
            None => None,
        };
        let marks = match (&step.content, organization) {
            (None, None) => None,
            (content, next) => {
                let found_at = next.map_or(&row.organization, |next| &next.id);
                let content = match content {
                    Some(content) => content,
                    None => &self.content(&row.number, &row.content_sealed)?,
                };
                Some(self.marks(found_at, content))
            }
        };
        let then = match step.sets {
            Some(appointment) => Some(self.set_time(case, status, at, appointment)?),
            None => None,
        };
        let status = then.as_ref().map_or(status, |(status, _)| *status);
        // The owner knows what they corrected and chose.
        let seen = step
            .detail
            .clone()
            .seen_by(Actor::Applicant, step.actor, event);
        let is_known = matches!(event, Event::Correct | Event::ChooseSlots);
        let is_news = then.is_some() || (seen.is_some() && !is_known);
        let notices = match is_news {
            true => self.notices(&self.content(&row.number, &row.content_sealed)?, at),
            false => Vec::new(),
        };
        let settlement = match step.settlement {
            Some(change) => Some(change),
            None => self.reminder_after(case, event, status, time::china_date(at), &step.detail)?,
        };
        Ok(Change {
            number: row.number.clone(),
            seen_version: row.version,
            status,
            due,
            raised,
            assignee,
            slots_on,
            organization: organization.map(|organization| organization.id.clone()),
            ended_at: (!status.is_open()).then_some(at),
            content_sealed,
            marks,
            entry: EntryRow {
                at,
                actor: step.actor,
                event,
                detail_sealed: self.seal_detail(&row.number, case.entries.len(), &step.detail)?,
                key_mac: step.key,
                ground: step.detail.end_ground,
            },
            then: then.map(|(_, entry)| entry),
            invitation: step.invitation,
            settlement,
            notices,
        })
    }

    /// The time that all could come to is set, right after what made it so: the status and the entry.
    fn set_time(
        &self,
        case: &Case,
        status: Status,
        at: Timestamp,
        appointment: Appointment,
    ) -> Result<(Status, EntryRow), Refused> {
        let (actor, event) = (Actor::Portal, Event::Schedule);
        let matter = Matter::of(case.row.topic);
        let status = status.next(matter, event, actor);
        let status = status.ok_or_else(|| Refused::IllegalMove(case.legal_moves(actor)))?;
        let detail = Detail {
            appointment: Some(appointment),
            ..Detail::default()
        };
        let entry = EntryRow {
            at,
            actor,
            event,
            detail_sealed: self.seal_detail(&case.row.number, case.entries.len() + 1, &detail)?,
            key_mac: None,
            ground: None,
        };
        Ok((status, entry))
    }

    /// A key together with what is sent under it, for what depends on the time or the case and cannot be compared later.
    pub(super) fn key_of_body(
        &self,
        key: Option<&str>,
        body: &impl Serialize,
        whose: &str,
    ) -> Result<Option<Mac>, Refused> {
        let Some(key) = key else {
            return Ok(None);
        };
        let once = [key, ":", &serde_json::to_string(body)?].concat();
        Ok(self.key_of(Some(&once), whose))
    }

    /// Keys of moves belong to their request: the same key on two requests is two moves.
    pub(super) fn key_of(&self, key: Option<&str>, number: &str) -> Option<Mac> {
        let text = format!("{number}:{}", key?);
        Some(self.keys.mac(Purpose::IdempotencyKey, text.as_bytes()))
    }
}

/// A note that may be left out.
fn optional_note(typed: &str) -> Result<Option<String>, Vec<Issue>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    parse_note(Field::Note, typed, NOTE_MAX).map(Some)
}

/// The entry that was made under this key, with its place, if there is one.
fn made_under(entries: &[EntryRow], key: Option<Mac>) -> Option<(usize, &EntryRow)> {
    let key = key?;
    let mut entries = entries.iter().enumerate();
    entries.find(|(_, entry)| entry.key_mac.is_some_and(|made| crypto::same(&made, &key)))
}

/// Whether what comes under this key is on the timeline.
pub(super) fn is_made(entries: &[EntryRow], key: Option<Mac>) -> bool {
    made_under(entries, key).is_some()
}

/// What happened after a version was read.
fn since(entries: &[EntryRow], seen: Option<u32>) -> Vec<Since> {
    let seen = seen.and_then(|seen| usize::try_from(seen).ok());
    let newer = entries.get(seen.unwrap_or_default()..).unwrap_or_default();
    newer
        .iter()
        .map(|entry| Since {
            at: time::wire(entry.at),
            actor: entry.actor,
            event: entry.event,
        })
        .collect()
}

/// The day to which a request's term may be extended, as it was typed.
fn extension(row: &RequestRow, until: &str, today: Date) -> Result<Date, Code> {
    let until: Date = until.trim().parse().map_err(|_| Code::NotADay)?;
    let latest = row.due.and_then(|due| latest_extension(row.field, due));
    match (row.due, latest) {
        (Some(due), _) if until <= due.on || until < today => Err(Code::NotAFutureTime),
        (_, Some(latest)) if until <= latest => Ok(until),
        _ => Err(Code::NotAChoice),
    }
}

/// The day on which an agreement took effect, as it was typed; today if nothing was.
fn effective(typed: &str, today: Date) -> Result<Date, Code> {
    if typed.trim().is_empty() {
        return Ok(today);
    }
    let day: Date = typed.trim().parse().map_err(|_| Code::NotADay)?;
    if day > today {
        return Err(Code::DayToCome);
    }
    Ok(day)
}
