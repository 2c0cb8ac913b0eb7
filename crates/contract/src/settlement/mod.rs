//! The terms of an agreement: what staff draft, what both sides read in the very same words and answer, which of it a
//! court could not confirm, and what is paid by when.

mod doubt;
mod draft;
mod payment;

use serde::{Deserialize, Serialize};

use crate::deadline::Deadline;
use crate::draft::{Checker, Field, Issue};
use crate::kinds::{DisputeField, Topic};
use crate::organization::OrganizationRef;
use crate::request::{AgreementForm, Detail, NOTE_MAX};
use crate::status::{Event, Status};

pub use doubt::{Doubt, DoubtKind, DoubtSource, confirmability};
pub use draft::{
    COPIES_MAX, FACTS_MAX, METHOD_MAX, PARTS_MAX, PartDraft, SettlementDraft, TERM_WORDS_MAX,
    TERMS_MAX, TermDraft,
};
pub use payment::{Payment, PaymentMark, PaymentReport, PaymentView, Said, next_reminder};

wire_enum! {
    /// What somebody is to do.
    TermKind {
        /// 付钱
        Money = "money",
        /// 交付东西
        Delivery = "delivery",
        /// 做一件事
        Act = "act",
        /// 不再做一件事
        Refrain = "refrain",
        /// 赔礼道歉
        Apology = "apology",
        /// 不再另外要求
        Waive = "waive",
        /// 确认东西或者知识产权归谁
        Title = "title",
        /// 婚姻、亲子、收养等身份关系
        Identity = "identity",
        /// 其他
        Other = "other",
    }
}

wire_enum! {
    /// Who does something, or for whom it is done.
    Whom {
        /// 申请人
        Applicant = "applicant",
        /// 对方当事人
        Respondent = "respondent",
        /// 别人，有名字
        Third = "third",
    }
}

wire_enum! {
    /// What a side says of the terms.
    TermsReply {
        /// 确认
        Confirmed = "confirmed",
        /// 想改
        ChangeAsked = "change-asked",
        /// 见面签字
        SignsInPerson = "signs-in-person",
    }
}

wire_enum! {
    /// A paper that the terms are printed on.
    PaperKind {
        /// 人民调解协议书
        Agreement = "agreement",
        /// 口头协议登记表
        OralRecord = "oral-record",
        /// 司法确认申请书
        ConfirmationRequest = "confirmation-request",
    }
}

/// An agreement, as it is put before both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settlement {
    /// The main facts.
    pub facts: String,
    /// What is in dispute, if written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disputed: Option<String>,
    /// Each side's responsibility, if written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsibility: Option<String>,
    /// What was agreed, term by term.
    pub terms: Vec<Term>,
    /// How many copies are made of it.
    pub copies: u8,
}

/// One thing that was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Term {
    /// What it is.
    pub kind: TermKind,
    /// Who does it, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Whom>,
    /// For whom, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Whom>,
    /// Name of who is neither side, where somebody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub third: Option<String>,
    /// What exactly, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The sum in fen, of money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fen: Option<u64>,
    /// The last day, `YYYY-MM-DD`, where it is done at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// The instalments, where it is paid in several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// How it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// An instalment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    /// The sum in fen.
    pub fen: u64,
    /// The last day, `YYYY-MM-DD`.
    pub due: String,
}

/// Which terms somebody means: their number, and what is computed from their very words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsMark {
    /// Counted from 1; rises whenever other terms are put before both sides.
    pub version: u32,
    /// The first digits of a hash of them: who reads the same digits reads the same words.
    pub digest: String,
}

/// Whether this can be signed with a code only at the meeting. An electronic signature does not do for papers about
/// marriage, adoption and inheritance (电子签名法第三条); in a family dispute that does not say what it is about, nobody
/// takes the risk.
pub fn by_hand_only(field: DisputeField, topic: Option<Topic>, terms: &Settlement) -> bool {
    let about_identity = terms
        .terms
        .iter()
        .any(|term| term.kind == TermKind::Identity);
    let about_family = field == DisputeField::Family && topic != Some(Topic::ElderSupport);
    about_identity || about_family
}

/// Body of `PUT /api/v1/staff/requests/{number}/settlement`: terms are put before both sides, in the place of those
/// before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsProposal {
    /// The version that was seen last; 0 where there were none.
    pub seen: u32,
    /// The terms, as typed.
    pub terms: SettlementDraft,
}

/// Body of `POST …/settlement/answer` of either side. It names the version that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TermsAnswer {
    /// Confirms them.
    Confirm {
        /// Which.
        version: u32,
    },
    /// Asks for a change.
    AskForChange {
        /// Of which.
        version: u32,
        /// What is to be changed, for the mediator.
        note: String,
    },
    /// Reads and signs them at the meeting.
    SignInPerson {
        /// Which.
        version: u32,
    },
}

impl TermsAnswer {
    /// Which event of the status machine this is.
    pub fn event(&self) -> Event {
        match self {
            Self::Confirm { .. } => Event::ConfirmTerms,
            Self::AskForChange { .. } => Event::AskForChange,
            Self::SignInPerson { .. } => Event::SignInPerson,
        }
    }

    /// The version that was read.
    pub fn version(&self) -> u32 {
        match self {
            Self::Confirm { version }
            | Self::AskForChange { version, .. }
            | Self::SignInPerson { version } => *version,
        }
    }

    /// The timeline facts of this answer, without which terms it is about.
    pub fn parse(&self) -> Result<Detail, Vec<Issue>> {
        let mut check = Checker::default();
        let note = match self {
            Self::AskForChange { note, .. } => check.required(Field::Note, note, NOTE_MAX),
            Self::Confirm { .. } | Self::SignInPerson { .. } => None,
        };
        if !check.issues.is_empty() {
            return Err(check.issues);
        }
        Ok(Detail {
            note,
            ..Detail::default()
        })
    }
}

impl TermsReply {
    /// What this event says of the terms, if it says anything.
    pub fn of(event: Event) -> Option<Self> {
        match event {
            Event::ConfirmTerms => Some(Self::Confirmed),
            Event::AskForChange => Some(Self::ChangeAsked),
            Event::SignInPerson => Some(Self::SignsInPerson),
            _ => None,
        }
    }
}

/// What a side said of these terms, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SideReply {
    /// What.
    pub reply: TermsReply,
    /// When, RFC 3339.
    pub at: String,
}

/// The agreement that was recorded of these terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agreed {
    /// Written or oral.
    pub form: AgreementForm,
    /// The day on which it took effect, `YYYY-MM-DD`.
    pub effective_on: String,
    /// Whether a court has confirmed it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirmed: bool,
}

/// `GET …/settlement`, and the answer to everything that is done about it: the same terms for staff and both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettlementView {
    /// Which terms these are.
    pub mark: TermsMark,
    /// When they were put before both sides, RFC 3339.
    pub proposed_at: String,
    /// The terms.
    pub terms: Settlement,
    /// What of them a court could not confirm.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// Whether they can only be signed at the meeting.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// Name of who asked for mediation.
    pub asked_by: String,
    /// Name of the other side, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent: Option<String>,
    /// What the dispute is about.
    pub field: DisputeField,
    /// Who mediates.
    pub organization: OrganizationRef,
    /// Whether that is people's mediation, which the law of judicial confirmation speaks of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_peoples: bool,
    /// Where the case stands.
    pub status: Status,
    /// What the applicant says of these terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applicant: Option<SideReply>,
    /// What the other side says of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_side: Option<SideReply>,
    /// Whether the reader answered terms before these, and that fell away.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fell_away: bool,
    /// The agreement, once it was recorded of these terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Agreed>,
    /// Until when both sides can ask a court to confirm it, while they can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// What is to be paid, once it was agreed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<PaymentView>,
    /// The papers that can be had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperKind>,
    /// What the reader may do about it now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal_moves: Vec<Event>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::draft::Code;

    fn terms(kind: TermKind) -> Settlement {
        let term = Term {
            kind,
            from: None,
            to: None,
            third: None,
            words: None,
            fen: None,
            due: None,
            parts: Vec::new(),
            method: None,
            place: None,
        };
        Settlement {
            facts: "…".into(),
            disputed: None,
            responsibility: None,
            terms: vec![term],
            copies: 3,
        }
    }

    #[test]
    fn what_is_about_marriage_or_inheritance_is_signed_by_hand() {
        use DisputeField as F;
        let by_hand = |field, topic| by_hand_only(field, topic, &terms(TermKind::Money));
        assert!(by_hand(F::Family, Some(Topic::Marriage)));
        assert!(by_hand(F::Family, Some(Topic::Inheritance)));
        assert!(by_hand(F::Family, None), "nobody knows what it is about");
        assert!(!by_hand(F::Family, Some(Topic::ElderSupport)));
        assert!(!by_hand(F::Labor, Some(Topic::Wages)));
        assert!(by_hand_only(F::Labor, None, &terms(TermKind::Identity)));
    }

    #[test]
    fn a_change_needs_words() {
        let ask = |note: &str| TermsAnswer::AskForChange {
            version: 2,
            note: note.into(),
        };
        assert_eq!(
            ask(" ").parse(),
            Err(vec![Issue::new(Field::Note, Code::Missing)])
        );
        let detail = ask(" 少付一点 ").parse().unwrap();
        assert_eq!(detail.note.as_deref(), Some("少付一点"));
        let confirm = TermsAnswer::Confirm { version: 2 };
        assert_eq!(confirm.parse(), Ok(Detail::default()));
        assert_eq!(confirm.version(), 2);
    }
}
