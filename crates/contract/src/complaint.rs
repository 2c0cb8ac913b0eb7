//! A complaint about how a case was handled: what either side sends, what they are told of it, and what is answered.

use serde::{Deserialize, Serialize};

use crate::draft::{Checker, Code, Field, Issue};
use crate::organization::OrganizationRef;
use crate::status::Actor;

/// Longest complaint, in characters.
pub const COMPLAINT_MAX: u16 = 1000;
/// Longest answer to one, in characters.
pub const COMPLAINT_ANSWER_MAX: u16 = 2000;
/// Most complaints that one side may have about a case.
pub const COMPLAINTS_OF_CASE_MAX: usize = 5;
/// Most complaints in one answer to staff.
pub const COMPLAINTS_MAX: u32 = 100;

wire_enum! {
    /// What is complained of.
    ComplaintGround {
        /// 偏袒一方
        Bias = "bias",
        /// 侮辱当事人
        Insult = "insult",
        /// 索取、收受财物
        Gifts = "gifts",
        /// 泄露隐私、商业秘密
        Leak = "leak",
        /// 强迫调解
        Forcing = "forcing",
        /// 没有正当理由多次拒绝
        Refusing = "refusing",
        /// 其他
        Other = "other",
    }
}

wire_enum! {
    /// Who answers it.
    ComplaintReceiver {
        /// The lead of the organization itself.
        Organization = "organization",
        /// The non-litigation service centre above it.
        Centre = "centre",
    }
}

wire_enum! {
    /// Where it stands.
    ComplaintStatus {
        /// It arrived.
        Received = "received",
        /// It was answered.
        Answered = "answered",
    }
}

/// Body of `POST /api/v1/requests/{number}/complaints` and of `POST /api/v1/invitations/{id}/complaints`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComplaintDraft {
    /// [`ComplaintGround`]s by their wire names; at least one.
    pub grounds: Vec<String>,
    /// What happened, in words.
    pub note: String,
    /// A [`ComplaintReceiver`] by its wire name.
    pub receiver: String,
}

/// A complaint that follows every rule. Only [`ComplaintDraft::parse`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewComplaint {
    /// What is complained of, in the order of the list, each once.
    pub grounds: Vec<ComplaintGround>,
    /// What happened, in words.
    pub note: String,
    /// Who is to answer it.
    pub receiver: ComplaintReceiver,
}

impl ComplaintDraft {
    /// The complaint this amounts to, or every issue in it, in the order of the form.
    pub fn parse(&self) -> Result<NewComplaint, Vec<Issue>> {
        let mut check = Checker::default();
        if self.grounds.is_empty() {
            check.fail(Field::Grounds, Code::Missing);
        }
        let grounds = check.choices(
            Field::Grounds,
            &self.grounds,
            ComplaintGround::from_wire,
            ComplaintGround::ALL,
        );
        let note = check.required(Field::Note, &self.note, COMPLAINT_MAX);
        if self.receiver.is_empty() {
            check.fail(Field::Receiver, Code::Missing);
        }
        let receiver = check.choice(
            Field::Receiver,
            &self.receiver,
            ComplaintReceiver::from_wire,
            ComplaintReceiver::is_known,
        );
        match (note, receiver) {
            (Some(note), Some(receiver)) if check.issues.is_empty() => Ok(NewComplaint {
                grounds,
                note,
                receiver,
            }),
            _ => Err(check.issues),
        }
    }
}

/// What a complaint was answered with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComplaintAnswer {
    /// When, RFC 3339.
    pub at: String,
    /// In words.
    pub note: String,
}

/// A complaint as whoever made it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComplaintView {
    /// Its own number, `TS-YYMM-XXXXX-C`.
    pub number: String,
    /// Where it stands.
    pub status: ComplaintStatus,
    /// What is complained of.
    pub grounds: Vec<ComplaintGround>,
    /// What happened, in words.
    pub note: String,
    /// Who answers it.
    pub receiver: OrganizationRef,
    /// When it was stored, RFC 3339.
    pub filed_at: String,
    /// The last day on which the operator promises an answer, `YYYY-MM-DD`, China Standard Time.
    pub answer_by: String,
    /// Whether that day has passed without one.
    pub is_late: bool,
    /// The answer, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ComplaintAnswer>,
}

/// Somebody who can be complained to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiverView {
    /// As what.
    pub receiver: ComplaintReceiver,
    /// Who.
    pub organization: OrganizationRef,
}

/// A complaint as those see it who answer it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffComplaintView {
    /// Its own number.
    pub number: String,
    /// Where it stands.
    pub status: ComplaintStatus,
    /// About whom.
    pub about: OrganizationRef,
    /// About which request.
    pub request: String,
    /// Which side made it.
    pub by: Actor,
    /// What is complained of.
    pub grounds: Vec<ComplaintGround>,
    /// What happened, in words.
    pub note: String,
    /// Who had been named as mediators by then: none of them decides on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mediators: Vec<String>,
    /// When it was stored, RFC 3339.
    pub filed_at: String,
    /// The last day for an answer, `YYYY-MM-DD`, China Standard Time.
    pub answer_by: String,
    /// Whether that day has passed without one.
    pub is_late: bool,
    /// The answer, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ComplaintAnswer>,
}

/// `GET /api/v1/staff/complaints`: what the token's organization is to answer, what is due first first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffComplaintsView {
    /// At most [`COMPLAINTS_MAX`].
    pub complaints: Vec<StaffComplaintView>,
    /// Whether there are more, to be seen once these are answered.
    pub has_more: bool,
}

/// Body of `POST /api/v1/staff/complaints/{number}/answer`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerComplaint {
    /// The answer, in words.
    pub note: String,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn draft(grounds: &[&str], note: &str, receiver: &str) -> ComplaintDraft {
        ComplaintDraft {
            grounds: grounds.iter().map(|name| (*name).to_owned()).collect(),
            note: note.to_owned(),
            receiver: receiver.to_owned(),
        }
    }

    #[test]
    fn a_complaint_says_of_what_in_words_and_to_whom() {
        let parsed = draft(&["forcing", "bias", "forcing"], " 他不让我走。 ", "centre").parse();
        let parsed = parsed.unwrap();
        assert_eq!(
            parsed.grounds,
            [ComplaintGround::Bias, ComplaintGround::Forcing]
        );
        assert_eq!(parsed.note, "他不让我走。");
        assert_eq!(parsed.receiver, ComplaintReceiver::Centre);
    }

    #[test]
    fn every_issue_is_found_at_once_in_the_order_of_the_form() {
        let missing = |field| Issue::new(field, Code::Missing);
        assert_eq!(
            draft(&[], " ", "").parse(),
            Err(vec![
                missing(Field::Grounds),
                missing(Field::Note),
                missing(Field::Receiver)
            ])
        );
        let long = "字".repeat(usize::from(COMPLAINT_MAX) + 1);
        let too_long = Code::TooLong {
            max: COMPLAINT_MAX,
            actual: u32::from(COMPLAINT_MAX) + 1,
        };
        assert_eq!(
            draft(&["bias", "weather"], &long, "court").parse(),
            Err(vec![
                Issue::new(Field::Grounds, Code::NotAChoice),
                Issue::new(Field::Note, too_long),
                Issue::new(Field::Receiver, Code::NotAChoice),
            ])
        );
    }
}
