//! What the people at the organization send and see.

use serde::{Deserialize, Serialize};

use crate::deadline::Deadline;
use crate::draft::{Code, Field, Issue, parse_note};
use crate::invitation::SUMMARY_MAX;
use crate::kinds::{DisputeField, Topic};
use crate::organization::OrganizationRef;
use crate::request::{
    AgreementForm, Appointment, Audience, ConfirmationOutcome, DeclineReason, Detail, EndGround,
    NOTE_MAX, NextDoor,
};
use crate::slots::{SlotOffer, parse_slots};
use crate::status::{Event, Status};

/// Longest place of an appointment, in characters.
pub const PLACE_MAX: u16 = 200;

/// Longest name of a mediator, in characters.
pub const MEDIATOR_MAX: u16 = 50;

/// Body of `POST /api/v1/staff/requests/{number}/moves`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum StaffMove {
    /// Ask the applicant for more.
    AskForMore {
        /// What is needed, in plain words.
        note: String,
    },
    /// Do not accept the request.
    Decline {
        /// Why.
        reason: DeclineReason,
        /// Where the applicant can turn next.
        next_door: NextDoor,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Accept the request.
    Accept {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Propose to hand the request over to another organization (转办). It goes there once the applicant agrees.
    ProposeTransfer {
        /// The other organization's id.
        organization: String,
        /// Why it is not for this one.
        reason: DeclineReason,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Name the mediator, or another one.
    Assign {
        /// Their name.
        mediator: String,
        /// The id of their account, where they have one: the case is theirs from then on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<String>,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Invite the other side; invited again, there is a new code and the one before opens nothing any more. The code is
    /// staff's to hand over, by letter, message or in person: nothing is sent by itself.
    Invite {
        /// What it is about, in words for the other side.
        summary: String,
        /// That the applicant, who is afraid of the other side, agrees. Needed only there.
        #[serde(default)]
        applicant_agrees: bool,
        /// In words for the applicant; optional.
        #[serde(default)]
        note: String,
    },
    /// Record that the other side is willing.
    AgreeToMediate {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Look into the facts.
    Investigate {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Begin mediation itself.
    BeginMediation {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Extend the term, because both sides agree.
    ExtendTerm {
        /// The last day from now on, `YYYY-MM-DD`.
        until: String,
        /// That both sides agreed.
        both_agree: bool,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Set or move the time to sit down together.
    Schedule {
        /// When, how and where.
        appointment: Appointment,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Offer times to choose from, in the place of those that were offered before. The earliest that suits everybody who
    /// is asked is set by itself.
    OfferSlots {
        /// When, for how long, how and where: two to five.
        slots: Vec<Appointment>,
        /// The last day to choose, `YYYY-MM-DD`: before the first of them.
        choose_by: String,
        /// That the applicant, who is afraid of the other side, agrees to meet them. Needed only there, and only where the
        /// other side is asked, too.
        #[serde(default)]
        applicant_agrees: bool,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Record that an agreement was reached.
    RecordAgreement {
        /// Written or oral.
        form: AgreementForm,
        /// The day on which it took effect, `YYYY-MM-DD`: signed by both sides, or reached orally. Today if not said.
        #[serde(default)]
        effective_on: String,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Record that mediation ended without agreement.
    EndMediation {
        /// Why.
        ground: EndGround,
        /// Where the applicant can turn next (People's Mediation Law art 26 asks to tell them).
        next_door: NextDoor,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Record that both sides asked a court to confirm the agreement.
    ApplyForConfirmation {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Record what became of that.
    RecordConfirmation {
        /// What.
        outcome: ConfirmationOutcome,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Record that what was agreed is being done.
    BeginPerformance {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Record that what was agreed has been done.
    ReportPerformed {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Record that what was agreed has not been done.
    ReportUnperformed {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Hand over the report of a legal health check.
    HandOverReport {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Record what people said afterwards.
    RecordReturnVisit {
        /// What they said.
        note: String,
    },
    /// Record that the police were told, because the quarrel may get worse. Only the organization sees it.
    ReportRisk {
        /// What was told.
        note: String,
    },
    /// Close and file the case.
    Close {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Write to the applicant, the other side or both, or down for the organization itself; the status stays.
    AddNote {
        /// The text.
        note: String,
        /// Whom it is for; the applicant if not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        audience: Option<Audience>,
    },
}

impl StaffMove {
    /// Which event of the status machine this is.
    pub fn event(&self) -> Event {
        match self {
            Self::AskForMore { .. } => Event::AskForMore,
            Self::Decline { .. } => Event::Decline,
            Self::Accept { .. } => Event::Accept,
            Self::ProposeTransfer { .. } => Event::ProposeTransfer,
            Self::Assign { .. } => Event::Assign,
            Self::Invite { .. } => Event::Invite,
            Self::AgreeToMediate { .. } => Event::AgreeToMediate,
            Self::Investigate { .. } => Event::Investigate,
            Self::BeginMediation { .. } => Event::BeginMediation,
            Self::ExtendTerm { .. } => Event::ExtendTerm,
            Self::Schedule { .. } => Event::Schedule,
            Self::OfferSlots { .. } => Event::OfferSlots,
            Self::RecordAgreement { .. } => Event::RecordAgreement,
            Self::EndMediation { .. } => Event::EndMediation,
            Self::ApplyForConfirmation { .. } => Event::ApplyForConfirmation,
            Self::RecordConfirmation { outcome, .. } => match outcome {
                ConfirmationOutcome::Confirmed => Event::ConfirmationGranted,
                ConfirmationOutcome::Refused => Event::ConfirmationRefused,
                ConfirmationOutcome::Withdrawn => Event::ConfirmationWithdrawn,
                ConfirmationOutcome::Unknown => Event::Unknown,
            },
            Self::BeginPerformance { .. } => Event::BeginPerformance,
            Self::ReportPerformed { .. } => Event::ReportPerformed,
            Self::ReportUnperformed { .. } => Event::ReportUnperformed,
            Self::HandOverReport { .. } => Event::HandOverReport,
            Self::RecordReturnVisit { .. } => Event::RecordReturnVisit,
            Self::ReportRisk { .. } => Event::ReportRisk,
            Self::Close { .. } => Event::Close,
            Self::AddNote { .. } => Event::AddNote,
        }
    }

    /// Whether staff say that the applicant, who is afraid of the other side, agrees to it.
    pub fn applicant_agrees(&self) -> bool {
        matches!(
            self,
            Self::Invite {
                applicant_agrees: true,
                ..
            } | Self::OfferSlots {
                applicant_agrees: true,
                ..
            }
        )
    }

    /// The timeline facts of this move, or every issue in it. Whether days and times can be is for the caller,
    /// who has a clock and the case.
    pub fn parse(self) -> Result<Detail, Vec<Issue>> {
        let mut issues = Vec::new();
        let mut choice = |known: bool, field: Field| {
            if !known {
                issues.push(Issue::new(field, Code::NotAChoice));
            }
        };
        let mut detail = Detail::default();
        let (note, note_needed) = match self {
            Self::AskForMore { note }
            | Self::RecordReturnVisit { note }
            | Self::ReportRisk { note } => (note, true),
            Self::AddNote { note, audience } => {
                choice(audience.is_none_or(Audience::is_known), Field::Audience);
                detail.audience = audience.filter(|audience| *audience != Audience::Applicant);
                (note, true)
            }
            Self::Accept { note }
            | Self::AgreeToMediate { note }
            | Self::Investigate { note }
            | Self::BeginMediation { note }
            | Self::ApplyForConfirmation { note }
            | Self::BeginPerformance { note }
            | Self::ReportPerformed { note }
            | Self::ReportUnperformed { note }
            | Self::HandOverReport { note }
            | Self::Close { note } => (note, false),
            // The organization is looked up by the caller, who has the directory.
            Self::ProposeTransfer { reason, note, .. } => {
                choice(reason.is_known(), Field::Reason);
                detail.decline_reason = Some(reason);
                (note, false)
            }
            Self::Invite { summary, note, .. } => {
                // Kept with the invitation, not on the timeline.
                if let Err(found) = parse_note(Field::Summary, &summary, SUMMARY_MAX) {
                    issues.extend(found);
                }
                (note, false)
            }
            Self::Assign {
                mediator,
                account,
                note,
            } => {
                detail.mediator_account = account;
                match parse_note(Field::Mediator, &mediator, MEDIATOR_MAX) {
                    Ok(mediator) => detail.mediator = Some(mediator),
                    Err(found) => issues.extend(found),
                }
                (note, false)
            }
            Self::ExtendTerm {
                until,
                both_agree,
                note,
            } => {
                if !both_agree {
                    issues.push(Issue::new(Field::BothAgree, Code::NotAgreed));
                }
                detail.until = Some(until);
                (note, false)
            }
            Self::RecordConfirmation { outcome, note } => {
                choice(outcome.is_known(), Field::Reason);
                (note, false)
            }
            Self::Decline {
                reason,
                next_door,
                note,
            } => {
                choice(reason.is_known(), Field::Reason);
                choice(next_door.is_known(), Field::NextDoor);
                detail.decline_reason = Some(reason);
                detail.next_door = Some(next_door);
                (note, false)
            }
            Self::Schedule { appointment, note } => {
                choice(appointment.channel.is_known(), Field::ContactChannels);
                match parse_note(Field::Place, &appointment.place, PLACE_MAX) {
                    Ok(place) => {
                        detail.appointment = Some(Appointment {
                            place,
                            ..appointment
                        })
                    }
                    Err(found) => issues.extend(found),
                }
                (note, false)
            }
            Self::OfferSlots {
                slots,
                choose_by,
                note,
                ..
            } => {
                match parse_slots(slots) {
                    // Which offer it is and who is asked is for the caller, who has the case.
                    Ok(slots) => {
                        detail.offer = Some(SlotOffer {
                            number: 0,
                            slots,
                            choose_by,
                            other_side: false,
                        });
                    }
                    Err(found) => issues.extend(found),
                }
                (note, false)
            }
            Self::RecordAgreement { form, note, .. } => {
                choice(form.is_known(), Field::Reason);
                detail.agreement_form = Some(form);
                (note, false)
            }
            Self::EndMediation {
                ground,
                next_door,
                note,
            } => {
                choice(ground.is_known(), Field::Reason);
                choice(next_door.is_known(), Field::NextDoor);
                detail.end_ground = Some(ground);
                detail.next_door = Some(next_door);
                (note, false)
            }
        };
        if note_needed || !note.trim().is_empty() {
            match parse_note(Field::Note, &note, NOTE_MAX) {
                Ok(note) => detail.note = Some(note),
                Err(found) => issues.extend(found),
            }
        }
        if issues.is_empty() {
            Ok(detail)
        } else {
            Err(issues)
        }
    }
}

/// Body of `POST /api/v1/staff/raised/{number}/transfer`: a centre proposes another organization for a request that was
/// raised to it. It goes there once the applicant agrees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reassignment {
    /// The other organization's id.
    pub organization: String,
    /// In words for the applicant; optional.
    #[serde(default)]
    pub note: String,
}

/// One row of the queue: enough to choose what to open, and no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueEntry {
    /// The request number.
    pub number: String,
    /// Where it stands.
    pub status: Status,
    /// What it is about.
    pub field: DisputeField,
    /// What exactly, if picked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// When it was stored, RFC 3339.
    pub submitted_at: String,
    /// By when the next step is due, while one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// Whether it was raised because a step is overdue.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub raised: bool,
    /// Whether times that were offered suit nobody together, or were not chosen in time: staff have to see to it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub slots: bool,
    /// The name of who works on it, where it is somebody with an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Who handles it, for the centre that it was raised to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationRef>,
}

/// `GET /api/v1/staff/requests`: the token's organization's requests, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueView {
    /// This page.
    pub requests: Vec<QueueEntry>,
    /// Pass as `after` for the next page, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_after: Option<String>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_decline_needs_a_known_reason_and_a_next_door() {
        let read = |json: &str| serde_json::from_str::<StaffMove>(json);
        let fine = read(
            r#"{"move":"decline","reason":"outside-area","next_door":"another-organization"}"#,
        )
        .unwrap();
        assert_eq!(fine.event(), Event::Decline);
        assert_eq!(
            fine.parse().unwrap().decline_reason,
            Some(DeclineReason::OutsideArea)
        );
        let odd = read(r#"{"move":"decline","reason":"because","next_door":"moon"}"#)
            .unwrap()
            .parse()
            .unwrap_err();
        assert_eq!(
            odd.iter().map(|issue| issue.field).collect::<Vec<_>>(),
            [Field::Reason, Field::NextDoor]
        );
        assert!(read(r#"{"move":"decline","reason":"other"}"#).is_err());
        assert!(read(r#"{"move":"accept","extra":1}"#).is_err());
        assert!(read(r#"{"move":"dance"}"#).is_err());
    }

    #[test]
    fn a_question_needs_words() {
        let issues = StaffMove::AskForMore { note: "  ".into() }
            .parse()
            .unwrap_err();
        assert_eq!(issues, [Issue::new(Field::Note, Code::Missing)]);
        assert_eq!(
            StaffMove::Accept {
                note: String::new()
            }
            .parse()
            .unwrap(),
            Detail::default()
        );
    }
}
