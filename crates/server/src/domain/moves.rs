//! Moving a request on: read, ask the status machine, change; again when somebody else was faster.

use contract::draft::{Code, Field, Issue, parse_note};
use contract::request::{Detail, NOTE_MAX, NoteRequest, RequestView, WithdrawRequest};
use contract::staff::StaffMove;
use contract::status::{Actor, Event, Matter, Status};
use jiff::Timestamp;

use super::access::unless_erased;
use super::{Cases, Owner, Refused, Staff, time};
use crate::crypto::{self, Purpose};
use crate::store::{Change, ChangeOutcome, EntryRow, Mac, RequestRow};

/// What somebody wants to happen to a request.
struct Move {
    actor: Actor,
    event: Event,
    detail: Detail,
    key: Option<Mac>,
}

impl Cases {
    /// The request as its owner sees it.
    pub async fn open(&self, owner: &Owner) -> Result<RequestView, Refused> {
        let (row, entries) = self.request_of(owner).await?;
        self.view(&row, &entries, Actor::Applicant).await
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
        if !body.note.trim().is_empty() {
            match parse_note(Field::Note, &body.note, NOTE_MAX) {
                Ok(note) => detail.note = Some(note),
                Err(found) => issues.extend(found),
            }
        }
        if !issues.is_empty() {
            return Err(Refused::Invalid(issues));
        }
        let wish = Move {
            actor: Actor::Applicant,
            event: Event::Withdraw,
            detail,
            key: self.key_of(key, owner.number.as_str()),
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
        let wish = Move {
            actor: Actor::Applicant,
            event: Event::AddNote,
            detail: Detail {
                note: Some(note),
                ..Detail::default()
            },
            key: self.key_of(Some(key), owner.number.as_str()),
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
        let detail = self.check_move(body)?;
        let wish = Move {
            actor: Actor::Staff,
            event,
            detail,
            key: self.key_of(key, number),
        };
        self.make(found, wish).await
    }

    /// Everything wrong with the move at once, its time included.
    fn check_move(&self, body: StaffMove) -> Result<Detail, Refused> {
        let at = match &body {
            StaffMove::Schedule { appointment, .. } => Some(
                time::parse(&appointment.at)
                    .filter(|at| *at > self.now())
                    .ok_or(Issue::new(Field::At, Code::NotAFutureTime)),
            ),
            _ => None,
        };
        match (body.parse(), at) {
            (Ok(detail), None) => Ok(detail),
            (Ok(mut detail), Some(Ok(at))) => {
                if let Some(appointment) = &mut detail.appointment {
                    appointment.at = time::wire(at);
                }
                Ok(detail)
            }
            (parsed, at) => {
                let mut issues = parsed.err().unwrap_or_default();
                issues.extend(at.and_then(Result::err));
                issues.sort_by_key(|issue| issue.field);
                Err(Refused::Invalid(issues))
            }
        }
    }

    async fn make(
        &self,
        found: (RequestRow, Vec<EntryRow>),
        wish: Move,
    ) -> Result<RequestView, Refused> {
        let attempt = |row: &RequestRow, entries: &[EntryRow]| {
            if self.was_made(row, entries, &wish)? {
                return Ok(None);
            }
            self.change(row, entries.len(), &wish).map(Some)
        };
        self.until_made(found, wish.actor, attempt).await
    }

    /// Makes the change that `attempt` decides on, unless it finds it made. Decided again when somebody else changed
    /// the request meanwhile. Answers the request as `reader` then sees it.
    pub(super) async fn until_made(
        &self,
        found: (RequestRow, Vec<EntryRow>),
        reader: Actor,
        attempt: impl Fn(&RequestRow, &[EntryRow]) -> Result<Option<Change>, Refused>,
    ) -> Result<RequestView, Refused> {
        let (mut row, mut entries) = found;
        // However often somebody else is faster: each time one of them gets done. The time limit of answers
        // ends it at last.
        loop {
            let Some(change) = attempt(&row, &entries)? else {
                return self.view(&row, &entries, reader).await;
            };
            let outcome = self.store.change(change).await?;
            let number = row.number;
            // Read again in any case: the answer shows what is stored.
            let found = self.store.request(&number).await?;
            (row, entries) = unless_erased(found.ok_or(Refused::NotFound)?)?;
            if matches!(outcome, ChangeOutcome::Applied) {
                return self.view(&row, &entries, reader).await;
            }
        }
    }

    /// Whether an earlier sending of the same did it already.
    fn was_made(
        &self,
        row: &RequestRow,
        entries: &[EntryRow],
        wish: &Move,
    ) -> Result<bool, Refused> {
        let Some(key) = wish.key else {
            return Ok(false);
        };
        let made = entries
            .iter()
            .enumerate()
            .find(|(_, entry)| entry.key_mac.is_some_and(|mac| crypto::same(&mac, &key)));
        let Some((at, entry)) = made else {
            return Ok(false);
        };
        let detail = self.open_detail(&row.number, at, &entry.detail_sealed)?;
        if entry.actor == wish.actor && detail == wish.detail {
            Ok(true)
        } else {
            Err(Refused::KeyReused)
        }
    }

    fn change(&self, row: &RequestRow, entry: usize, wish: &Move) -> Result<Change, Refused> {
        let event = match (wish.event, wish.actor, row.status) {
            // What staff asked for, answered.
            (Event::AddNote, Actor::Applicant, Status::MoreNeeded) => Event::Answer,
            (event, ..) => event,
        };
        let matter = Matter::of(row.topic);
        let status = row
            .status
            .next(matter, event, wish.actor)
            .ok_or_else(|| Refused::IllegalMove(row.status.legal_events(matter, wish.actor)))?;
        let at: Timestamp = self.now();
        Ok(Change {
            number: row.number.clone(),
            seen_version: row.version,
            status,
            accepted_at: (event == Event::Accept).then_some(at),
            due_from: (event == Event::Answer).then_some(at),
            ended_at: (!status.is_open()).then_some(at),
            content_sealed: None,
            entry: EntryRow {
                at,
                actor: wish.actor,
                event,
                detail_sealed: self.seal_detail(&row.number, entry, &wish.detail)?,
                key_mac: wish.key,
            },
            notices: self.notices(&self.content(&row.number, &row.content_sealed)?, at),
        })
    }

    /// Keys of moves belong to their request: the same key on two requests is two moves.
    pub(super) fn key_of(&self, key: Option<&str>, number: &str) -> Option<Mac> {
        let text = format!("{number}:{}", key?);
        Some(self.keys.mac(Purpose::IdempotencyKey, text.as_bytes()))
    }
}
