//! What the people at the organization send and see.

use serde::{Deserialize, Serialize};

use crate::deadline::Deadline;
use crate::draft::{Code, Field, Issue, parse_note};
use crate::kinds::{DisputeField, Topic};
use crate::request::{
    AgreementForm, Appointment, DeclineReason, Detail, EndGround, NOTE_MAX, NextDoor,
};
use crate::status::{Event, Status};

/// Longest place of an appointment, in characters.
pub const PLACE_MAX: u16 = 200;

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
    /// Set or move the time to sit down together.
    Schedule {
        /// When, how and where.
        appointment: Appointment,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Record that an agreement was reached.
    RecordAgreement {
        /// Written or oral.
        form: AgreementForm,
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
    /// Hand over the report of a legal health check.
    HandOverReport {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Close and file the case.
    Close {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Write to the applicant; the status stays.
    AddNote {
        /// The text.
        note: String,
    },
}

impl StaffMove {
    /// Which event of the status machine this is.
    pub fn event(&self) -> Event {
        match self {
            Self::AskForMore { .. } => Event::AskForMore,
            Self::Decline { .. } => Event::Decline,
            Self::Accept { .. } => Event::Accept,
            Self::Schedule { .. } => Event::Schedule,
            Self::RecordAgreement { .. } => Event::RecordAgreement,
            Self::EndMediation { .. } => Event::EndMediation,
            Self::HandOverReport { .. } => Event::HandOverReport,
            Self::Close { .. } => Event::Close,
            Self::AddNote { .. } => Event::AddNote,
        }
    }

    /// The timeline facts of this move, or every issue in it. Whether an appointment lies in the future
    /// is for the caller, who has a clock.
    pub fn parse(self) -> Result<Detail, Vec<Issue>> {
        let mut issues = Vec::new();
        let mut choice = |known: bool, field: Field| {
            if !known {
                issues.push(Issue::new(field, Code::NotAChoice));
            }
        };
        let mut detail = Detail::default();
        let (note, note_needed) = match self {
            Self::AskForMore { note } | Self::AddNote { note } => (note, true),
            Self::Accept { note } | Self::HandOverReport { note } | Self::Close { note } => {
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
            Self::RecordAgreement { form, note } => {
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
