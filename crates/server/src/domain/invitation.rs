//! The other side: invited by staff, answering with a code of their own, shown what mediation needs them to see.

use std::net::IpAddr;
use std::sync::Arc;

use contract::desk::AuditAct;
use contract::draft::{Code, Field, Issue};
use contract::invitation::{INVITATION_DAYS, PartyAnswer, PartyInvitation, PartyView};
use contract::number::{AccessCode, RequestNumber};
use contract::request::{EndGround, NextDoor, TimelineEntry};
use contract::staff::StaffMove;
use contract::status::{Actor, Event, Status};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::moves::{Case, Step};
use super::{Cases, Refused, Staff, time};
use crate::crypto::{self, Place, Purpose};
use crate::directory::index;
use crate::store::RequestRow;
use crate::store::invitation::InvitationRow;

/// Who says that an invitation is for them.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The invitation's id.
    pub id: RequestNumber,
    /// The secret that proves it.
    pub code: AccessCode,
    /// Where they call from.
    pub client: IpAddr,
}

/// What is sealed of an invitation.
#[derive(Serialize, Deserialize)]
struct Secret {
    code: String,
    summary: String,
}

impl Cases {
    /// The invitation that this move makes, if it makes one.
    pub(super) async fn invitation_of(
        &self,
        row: &RequestRow,
        body: &StaffMove,
    ) -> Result<Option<InvitationRow>, Refused> {
        let StaffMove::Invite {
            summary,
            applicant_agrees,
            ..
        } = body
        else {
            return Ok(None);
        };
        // Nobody learns of it because somebody was in a hurry.
        let content = self.content(&row.number, &row.content_sealed)?;
        if content.afraid && !applicant_agrees {
            let issue = Issue::new(Field::ApplicantAgrees, Code::NotAgreed);
            return Err(Refused::Invalid(vec![issue]));
        }
        let code = AccessCode::new(crypto::random()?);
        let secret = serde_json::to_vec(&Secret {
            code: code.grouped(),
            summary: summary.trim().to_owned(),
        })?;
        let now = self.now();
        let days = SignedDuration::from_hours(24 * i64::from(INVITATION_DAYS));
        Ok(Some(InvitationRow {
            id: self.invitation_id().await?,
            number: row.number.clone(),
            code_mac: self
                .keys
                .mac(Purpose::InvitationCode, code.symbols().as_bytes()),
            sealed: self.keys.seal(place(&row.number), &secret)?,
            invited_at: now,
            open_until: time::after(now, days),
        }))
    }

    /// An id that no invitation has. It looks like the number of a request, because people read it out alike.
    async fn invitation_id(&self) -> Result<String, Refused> {
        let today = time::china_date(self.now());
        loop {
            let id = RequestNumber::new(today.year(), today.month(), crypto::random()?);
            if self.store.invitation_by_id(id.as_str()).await?.is_none() {
                return Ok(id.as_str().to_owned());
            }
        }
    }

    /// The case as the other side sees it.
    pub async fn party_view(&self, invited: &Invited) -> Result<PartyView, Refused> {
        let (case, invitation) = self.case_of_invited(invited).await?;
        self.seen_by_party(&case, &invitation)
    }

    /// The other side answers. `key` makes a repeated sending harmless.
    pub async fn party_answer(
        &self,
        invited: &Invited,
        key: &str,
        body: &PartyAnswer,
    ) -> Result<PartyView, Refused> {
        let (case, invitation) = self.case_of_invited(invited).await?;
        if let PartyAnswer::ChooseSlots(choice) = body {
            let once = self.key_of_body(Some(key), choice, invited.id.as_str())?;
            let case = self.choose(case, Actor::Respondent, once, choice).await?;
            return self.seen_by_party(&case, &invitation);
        }
        let mut detail = body.parse().map_err(Refused::Invalid)?;
        if body.event() == Event::RefuseToMediate {
            // Mediation ends with it, and the applicant is told where to turn next (人民调解法第二十六条).
            detail.end_ground = Some(EndGround::Unwilling);
            detail.next_door = Some(NextDoor::after_mediation(case.row.field));
        }
        let wish = Step {
            key: self.key_of(Some(key), invited.id.as_str()),
            ..Step::new(Actor::Respondent, body.event(), detail)
        };
        let case = self.make((case.row, case.entries), wish).await?;
        self.seen_by_party(&case, &invitation)
    }

    /// What staff hand over to the other side.
    pub async fn party_invitation(
        &self,
        staff: &Staff,
        number: &str,
    ) -> Result<PartyInvitation, Refused> {
        self.request_for(staff, number, AuditAct::ReadInvitation)
            .await?;
        let found = self.store.invitation(number).await?;
        let invitation = found.ok_or(Refused::NoInvitation)?;
        let Secret { code, summary } = self.secret(&invitation)?;
        let symbols = code.replace('-', "");
        Ok(PartyInvitation {
            path: format!("/invited#{}.{symbols}", invitation.id),
            code,
            summary,
            open_until: time::wire(invitation.open_until),
        })
    }

    /// The case with its invitation, if the code is right, and the invitation open or answered. Wrong codes count like
    /// wrong access codes.
    pub(super) async fn case_of_invited(
        &self,
        invited: &Invited,
    ) -> Result<(Case, InvitationRow), Refused> {
        let id = invited.id.as_str();
        let scopes = vec![
            (self.scope("invitation", id), self.policy.locks.per_number),
            self.address_scope(invited.client),
        ];
        let symbols = invited.code.symbols().as_bytes();
        let given = self.keys.mac(Purpose::InvitationCode, symbols);
        let store = Arc::clone(&self.store);
        let named = id.to_owned();
        let compare = async move {
            let found = store.invitation_by_id(&named).await?;
            let expected = found.as_ref().map(|found| found.code_mac);
            // Nobody's code has the hash of zeros; comparing with it takes as long.
            let is_right = crypto::same(&given, &expected.unwrap_or_default());
            Ok(found.filter(|_| is_right))
        };
        let heard = self.heard(scopes, compare).await?;
        let invitation = heard.ok_or(Refused::NoInvitation)?;
        let found = self.store.request(&invitation.number).await?;
        let (row, entries) = found.ok_or(Refused::NoInvitation)?;
        // A letter that went astray opens nothing for ever; who answered goes on to see what becomes of it.
        let mut theirs = entries
            .iter()
            .filter(|entry| entry.actor == Actor::Respondent);
        let has_answered = theirs.any(|entry| entry.at >= invitation.invited_at);
        let is_over = !has_answered && self.now() >= invitation.open_until;
        if is_over || row.erased_at.is_some() {
            return Err(Refused::NoInvitation);
        }
        Ok((self.case(row, entries).await?, invitation))
    }

    fn seen_by_party(&self, case: &Case, invitation: &InvitationRow) -> Result<PartyView, Refused> {
        let row = &case.row;
        let content = self.content(&row.number, &row.content_sealed)?;
        let first = case
            .entries
            .iter()
            .position(|entry| entry.event == Event::Invite);
        let mut timeline = Vec::new();
        let mut mediator = None;
        let mut appointment = None;
        for (at, entry) in case.entries.iter().enumerate() {
            let detail = self.open_detail(&row.number, at, &entry.detail_sealed)?;
            let seen = detail.seen_by(Actor::Respondent, entry.actor, entry.event);
            let Some(detail) = seen else { continue };
            mediator = detail.mediator.clone().or(mediator);
            appointment = detail.appointment.clone().or(appointment);
            if first.is_some_and(|first| at >= first) {
                timeline.push(TimelineEntry {
                    at: time::wire(entry.at),
                    actor: entry.actor,
                    event: entry.event,
                    detail,
                });
            }
        }
        let is_waiting = row.status == Status::Inviting;
        let in_mediation = row.status.is_in_mediation();
        Ok(PartyView {
            number: invitation.id.clone(),
            version: u32::try_from(row.version).unwrap_or(u32::MAX),
            organization: index::reference(&case.organization),
            free_by_law: case.organization.kind.free_by_law(),
            asked_by: content.applicant.name,
            field: row.field,
            summary: self.secret(invitation)?.summary,
            status: row.status,
            open_until: is_waiting.then(|| time::wire(invitation.open_until)),
            mediator,
            appointment: appointment.filter(|_| row.status == Status::Scheduled),
            deadline: self.deadline(row).filter(|_| in_mediation),
            timeline,
            legal_moves: case.legal_moves(Actor::Respondent),
        })
    }

    fn secret(&self, invitation: &InvitationRow) -> Result<Secret, Refused> {
        let json = self
            .keys
            .open(place(&invitation.number), &invitation.sealed)?;
        Ok(serde_json::from_slice(&json)?)
    }
}

pub(super) fn place(number: &str) -> Place<'_> {
    Place {
        table: "invitation",
        column: "sealed",
        row: number,
    }
}
