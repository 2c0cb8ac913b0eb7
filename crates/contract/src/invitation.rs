//! The other side, invited without registering: what they are told, what they can answer, and no more than mediation
//! needs them to see.

use serde::{Deserialize, Serialize};

use crate::deadline::{Deadline, DeadlineKind};
use crate::draft::{Checker, Code, Field, Issue};
use crate::kinds::DisputeField;
use crate::organization::OrganizationRef;
use crate::phone::Mobile;
use crate::request::{Appointment, ContactChannel, Detail, NOTE_MAX, TimelineEntry};
use crate::slots::SlotAnswer;
use crate::status::{Event, Status};

/// For how many days an invitation opens, while it is not answered.
pub const INVITATION_DAYS: u8 = 30;

/// Longest account of what it is about, in characters.
pub const SUMMARY_MAX: u16 = 500;

/// How the other side would like to be reached. Only the organization sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyContact {
    /// Mobile number.
    pub mobile: Mobile,
    /// How.
    pub channel: ContactChannel,
}

/// `GET /api/v1/invitations/{id}` with the invitation's code, and the answer to every answer: the case as the other
/// side sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyView {
    /// The invitation's own number. The request's is the applicant's.
    pub number: String,
    /// Rises with every change of the case.
    #[serde(default)]
    pub version: u32,
    /// Who mediates.
    pub organization: OrganizationRef,
    /// Whether that costs nothing by law.
    pub free_by_law: bool,
    /// Name of who asks for mediation.
    pub asked_by: String,
    /// What the dispute is about.
    pub field: DisputeField,
    /// The same in the mediator's words.
    pub summary: String,
    /// Where it stands.
    pub status: Status,
    /// Until when it can be answered, RFC 3339; absent once it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_until: Option<String>,
    /// Who mediates, once somebody was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mediator: Option<String>,
    /// When people sit down together, while that is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Appointment>,
    /// By when mediation is to end, while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// What has happened since the invitation, as far as it concerns the other side, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What the other side may do now.
    pub legal_moves: Vec<Event>,
}

/// By which day the other side is asked to answer: the last on which its code opens anything, or the last for mediation
/// where that is sooner and not over. Days are `YYYY-MM-DD`.
pub fn answer_by<'a>(open_until: &'a str, deadline: Option<&'a Deadline>) -> &'a str {
    let term = deadline
        .filter(|deadline| deadline.kind == DeadlineKind::Mediation && !deadline.overdue)
        .map(|deadline| deadline.due.as_str());
    term.map_or(open_until, |term| term.min(open_until))
}

/// `GET /api/v1/staff/requests/{number}/invitation`: what staff hand over to the other side.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyInvitation {
    /// The code in groups of four.
    pub code: String,
    /// The path that opens it. The code is in the fragment, which browsers never send.
    pub path: String,
    /// What the other side is told it is about.
    pub summary: String,
    /// Until when it can be answered, RFC 3339.
    pub open_until: String,
}

/// The code of an invitation is a secret: its debug form does not show it.
impl std::fmt::Debug for PartyInvitation {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("PartyInvitation")
            .field("open_until", &self.open_until)
            .finish_non_exhaustive()
    }
}

/// Body of `POST /api/v1/invitations/{id}/answers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PartyAnswer {
    /// Is willing to mediate.
    Agree {
        /// Mobile number.
        mobile: String,
        /// How to be reached: the wire name of a [`ContactChannel`].
        channel: String,
        /// That number, channel and words may be kept for this.
        consent_privacy: bool,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Is not willing, or not any more.
    Refuse {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Wants to think about it.
    AskForTime {
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Wants to be called first.
    AskForCall {
        /// Mobile number.
        mobile: String,
        /// That the number may be kept for this.
        consent_privacy: bool,
        /// In words; optional.
        #[serde(default)]
        note: String,
    },
    /// Says which of the times that are offered suit.
    ChooseSlots(SlotAnswer),
    /// Writes to the mediator.
    AddNote {
        /// The text.
        note: String,
    },
}

impl PartyAnswer {
    /// Which event of the status machine this is.
    pub fn event(&self) -> Event {
        match self {
            Self::Agree { .. } => Event::AgreeToMediate,
            Self::Refuse { .. } => Event::RefuseToMediate,
            Self::AskForTime { .. } | Self::AskForCall { .. } => Event::AskForTime,
            Self::ChooseSlots(_) => Event::ChooseSlots,
            Self::AddNote { .. } => Event::AddNote,
        }
    }

    /// The timeline facts of this answer, or every issue in it, in the order of the form.
    pub fn parse(&self) -> Result<Detail, Vec<Issue>> {
        if let Self::ChooseSlots(answer) = self {
            return answer.parse();
        }
        let mut check = Checker::default();
        let contact = |check: &mut Checker, mobile: &str, channel, consent: bool| {
            let mobile = check.mobile(Field::Mobile, mobile);
            let channel = match channel {
                ContactChannel::Unknown => {
                    check.fail(Field::ContactChannels, Code::NotAChoice);
                    None
                }
                channel => Some(channel),
            };
            if !consent {
                check.fail(Field::ConsentPrivacy, Code::NotAgreed);
            }
            let (mobile, channel) = mobile.zip(channel)?;
            Some(PartyContact { mobile, channel })
        };
        let mut detail = Detail::default();
        let note = match self {
            Self::Agree {
                mobile,
                channel,
                consent_privacy,
                note,
            } => {
                let channel = ContactChannel::from_wire(channel);
                detail.party = contact(&mut check, mobile, channel, *consent_privacy);
                note
            }
            Self::AskForCall {
                mobile,
                consent_privacy,
                note,
            } => {
                let channel = ContactChannel::Phone;
                detail.party = contact(&mut check, mobile, channel, *consent_privacy);
                note
            }
            Self::ChooseSlots(SlotAnswer { note, .. })
            | Self::Refuse { note }
            | Self::AskForTime { note }
            | Self::AddNote { note } => note,
        };
        detail.note = match self {
            Self::AddNote { .. } => check.required(Field::Note, note, NOTE_MAX),
            _ => check.optional(Field::Note, note, NOTE_MAX),
        };
        if check.issues.is_empty() {
            Ok(detail)
        } else {
            Err(check.issues)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::deadline::DeadlineSource;

    #[test]
    fn who_is_willing_says_how_to_be_reached() {
        let agree = |mobile: &str, channel: &str, consent_privacy| PartyAnswer::Agree {
            mobile: mobile.into(),
            channel: channel.into(),
            consent_privacy,
            note: " ".into(),
        };
        let detail = agree("139 1234 5678", "phone", true).parse().unwrap();
        let party = detail.party.unwrap();
        assert_eq!(party.mobile.as_str(), "13912345678");
        assert_eq!(detail.note, None);
        let issues = agree("", "pigeon", false).parse().unwrap_err();
        let fields: Vec<_> = issues.iter().map(|issue| issue.field).collect();
        assert_eq!(
            fields,
            [Field::Mobile, Field::ContactChannels, Field::ConsentPrivacy]
        );
    }

    #[test]
    fn an_answer_is_asked_for_while_there_is_time_to_mediate() {
        let due = |kind, due: &str, overdue| Deadline {
            kind,
            due: due.into(),
            source: DeadlineSource::LaborMediationLaw,
            overdue,
        };
        let last = "2026-12-17";
        let term = due(DeadlineKind::Mediation, "2026-12-01", false);
        assert_eq!(answer_by(last, Some(&term)), "2026-12-01");
        let over = due(DeadlineKind::Mediation, "2026-12-01", true);
        let later = due(DeadlineKind::Mediation, "2027-01-01", false);
        let other = due(DeadlineKind::FirstContact, "2026-12-01", false);
        for deadline in [Some(&over), Some(&later), Some(&other), None] {
            assert_eq!(answer_by(last, deadline), last);
        }
    }

    #[test]
    fn no_reason_is_asked_of_who_refuses() {
        let refuse = PartyAnswer::Refuse {
            note: String::new(),
        };
        assert_eq!(refuse.parse(), Ok(Detail::default()));
        let empty = PartyAnswer::AddNote {
            note: String::new(),
        };
        assert!(empty.parse().is_err());
    }
}
