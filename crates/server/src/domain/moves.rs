//! Moving a request on: read, ask the status machine, change; again when somebody else was faster.

use contract::deadline::latest_extension;
use contract::draft::{Code, Field, Issue, parse_note};
use contract::kinds::Service;
use contract::organization::OrganizationRef;
use contract::request::{
    Appointment, Content, Detail, NOTE_MAX, NoteRequest, PerformanceReport, RequestView,
    TransferAnswer, WithdrawRequest,
};
use contract::staff::{Reassignment, StaffMove};
use contract::status::{Actor, Event, Matter, Status};
use jiff::civil::Date;

use super::access::unless_erased;
use super::{Cases, Owner, Refused, Staff, content_place, time};
use crate::crypto::{self, Purpose};
use crate::directory::index;
use crate::store::invitation::InvitationRow;
use crate::store::{Change, ChangeOutcome, EntryRow, Mac, OrganizationRow, Raised, RequestRow};

/// A request with what is needed to decide on it.
pub(super) struct Case {
    /// The request.
    pub(super) row: RequestRow,
    /// Its timeline, oldest entry first.
    pub(super) entries: Vec<EntryRow>,
    /// Who handles it.
    pub(super) organization: OrganizationRow,
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
        self.make(found, wish).await
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
        self.make(found, wish).await
    }

    /// The owner agrees that the request is handed over as proposed, or does not. `key` makes a repeated sending
    /// harmless.
    pub async fn answer_transfer(
        &self,
        owner: &Owner,
        key: &str,
        body: TransferAnswer,
    ) -> Result<RequestView, Refused> {
        let (row, entries) = self.request_of(owner).await?;
        let (event, detail) = if body.agrees {
            let proposed = entries
                .iter()
                .enumerate()
                .rfind(|(_, entry)| entry.event == Event::ProposeTransfer);
            let detail = match proposed {
                Some((at, entry)) => self.open_detail(&row.number, at, &entry.detail_sealed)?,
                None => Detail::default(),
            };
            let agreed = Detail {
                transfer_to: detail.transfer_to,
                ..Detail::default()
            };
            (Event::AgreeToTransfer, agreed)
        } else {
            (Event::RefuseTransfer, Detail::default())
        };
        let wish = Step {
            key: self.key_of(Some(key), owner.number.as_str()),
            ..Step::new(Actor::Applicant, event, detail)
        };
        self.make((row, entries), wish).await
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
        self.make(found, wish).await
    }

    /// Staff move a request of their organization on. `key` makes a repeated sending harmless.
    pub async fn staff_move(
        &self,
        staff: &Staff,
        number: &str,
        key: Option<&str>,
        body: StaffMove,
    ) -> Result<RequestView, Refused> {
        let found = self.request_for(staff, number).await?;
        let event = body.event();
        let invitation = self.invitation_of(&found.0, &body)?;
        let detail = self.check_move(&found.0, body)?;
        let wish = Step {
            key: self.key_of(key, number),
            invitation,
            ..Step::new(Actor::Staff, event, detail)
        };
        self.make(found, wish).await
    }

    /// The centre that a request was raised to proposes another organization for it. Nothing of what people wrote is for
    /// the centre's eyes. `key` makes a repeated sending harmless.
    pub async fn reassign(
        &self,
        staff: &Staff,
        number: &str,
        key: Option<&str>,
        body: Reassignment,
    ) -> Result<(), Refused> {
        let found = self.request_raised_to(staff, number).await?;
        let mut issues = Vec::new();
        let mut detail = Detail::default();
        match self.transfer_to(&found.0, &body.organization) {
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
            key: self.key_of(key, number),
            ..Step::new(Actor::Centre, Event::ProposeTransfer, detail)
        };
        self.make(found, wish).await.map(drop)
    }

    /// Everything wrong with the move at once, with what only clock, case and directory know.
    fn check_move(&self, row: &RequestRow, body: StaffMove) -> Result<Detail, Refused> {
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
            StaffMove::ExtendTerm { until, .. } => match extension(row, until) {
                Ok(until) => known.until = Some(until.to_string()),
                Err(code) => issues.push(Issue::new(Field::Until, code)),
            },
            StaffMove::ProposeTransfer { organization, .. } => {
                match self.transfer_to(row, organization) {
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

    /// The organization that a request may be handed over to.
    fn transfer_to(&self, row: &RequestRow, id: &str) -> Result<OrganizationRef, Code> {
        let organization = self.directory.index().get(id);
        let organization = organization.ok_or(Code::NoSuchOrganization)?;
        let does_it = match Matter::of(row.topic) {
            Matter::Dispute => organization.kind.mediates(),
            Matter::HealthCheck => organization.services.contains(&Service::LegalHealthCheck),
        };
        if does_it && organization.id != row.organization {
            Ok(index::reference(&organization))
        } else {
            Err(Code::NotAChoice)
        }
    }

    pub(super) async fn make(
        &self,
        found: (RequestRow, Vec<EntryRow>),
        wish: Step,
    ) -> Result<RequestView, Refused> {
        let reader = wish.actor;
        let attempt = |case: &Case| {
            if self.was_made(case, &wish)? {
                return Ok(None);
            }
            self.step(case, wish.clone()).map(Some)
        };
        self.until_made(found, reader, attempt).await
    }

    /// A request with what is needed to decide on it.
    pub(super) async fn case(
        &self,
        row: RequestRow,
        entries: Vec<EntryRow>,
    ) -> Result<Case, Refused> {
        let organization = self.organization(&row.organization).await?;
        Ok(Case {
            row,
            entries,
            organization,
        })
    }

    /// Makes the change that `attempt` decides on, unless it finds it made. Decided again when somebody else changed
    /// the request meanwhile. Answers the request as `reader` then sees it.
    pub(super) async fn until_made(
        &self,
        found: (RequestRow, Vec<EntryRow>),
        reader: Actor,
        attempt: impl Fn(&Case) -> Result<Option<Change>, Refused>,
    ) -> Result<RequestView, Refused> {
        let (row, entries) = found;
        let mut case = self.case(row, entries).await?;
        // However often somebody else is faster: each time one of them gets done. The time limit of answers
        // ends it at last.
        loop {
            let Some(change) = attempt(&case)? else {
                return self.view(&case, reader).await;
            };
            let outcome = self.store.change(change).await?;
            // Read again in any case: the answer shows what is stored.
            let found = self.store.request(&case.row.number).await?;
            let (row, entries) = unless_erased(found.ok_or(Refused::NotFound)?)?;
            case = self.case(row, entries).await?;
            if matches!(outcome, ChangeOutcome::Applied) {
                return self.view(&case, reader).await;
            }
        }
    }

    /// Whether an earlier sending of the same did it already.
    fn was_made(&self, case: &Case, wish: &Step) -> Result<bool, Refused> {
        let Some(key) = wish.key else {
            return Ok(false);
        };
        let made = case
            .entries
            .iter()
            .enumerate()
            .find(|(_, entry)| entry.key_mac.is_some_and(|mac| crypto::same(&mac, &key)));
        let Some((at, entry)) = made else {
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
            .ok_or_else(|| Refused::IllegalMove(row.status.legal_events(matter, step.actor)))?;
        let at = self.now();
        let until = step.detail.until.as_deref();
        let until = until.and_then(|until| until.parse().ok());
        let due = self.due_after(case, event, status, time::china_date(at), until);
        let raised = step.raised.unwrap_or_else(|| match due == row.due {
            true => row.raised.clone(),
            false => Raised::Not,
        });
        let organization = match event {
            Event::AgreeToTransfer => step.detail.transfer_to.as_ref(),
            _ => None,
        };
        let content_sealed = match &step.content {
            Some(content) => {
                let content = serde_json::to_vec(content)?;
                Some(self.keys.seal(content_place(&row.number), &content)?)
            }
            None => None,
        };
        // The owner knows what they corrected.
        let seen = step
            .detail
            .clone()
            .seen_by(Actor::Applicant, step.actor, event);
        let notices = match seen.filter(|_| event != Event::Correct) {
            Some(_) => self.notices(&self.content(&row.number, &row.content_sealed)?, at),
            None => Vec::new(),
        };
        Ok(Change {
            number: row.number.clone(),
            seen_version: row.version,
            status,
            accepted_at: (event == Event::Accept).then_some(at),
            due,
            raised,
            organization: organization.map(|organization| organization.id.clone()),
            ended_at: (!status.is_open()).then_some(at),
            content_sealed,
            entry: EntryRow {
                at,
                actor: step.actor,
                event,
                detail_sealed: self.seal_detail(&row.number, case.entries.len(), &step.detail)?,
                key_mac: step.key,
                reason: step.detail.reason().map(str::to_owned),
            },
            invitation: step.invitation,
            notices,
        })
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

/// The day to which a request's term may be extended, as it was typed.
fn extension(row: &RequestRow, until: &str) -> Result<Date, Code> {
    let until: Date = until.trim().parse().map_err(|_| Code::NotADay)?;
    let latest = row.due.and_then(|due| latest_extension(row.field, due));
    match (row.due, latest) {
        (Some(due), _) if until <= due.on => Err(Code::NotAFutureTime),
        (_, Some(latest)) if until <= latest => Ok(until),
        _ => Err(Code::NotAChoice),
    }
}
