//! A firm asks for a legal health check (法治体检) by people who know the law: what it types on one page, and what
//! the organization reads. It travels as a request without a dispute, so that it is numbered, answered and followed
//! like any other.

use serde::{Deserialize, Serialize};

use crate::checkup::{Dimension, Level};
use crate::draft::{Checker, Code, Field, Issue, Item, NAME_MAX, NewRequest, ORGANIZATION_MAX};
use crate::identifier::CreditCode;
use crate::kinds::{DisputeField, Topic};
use crate::notices::NoticeWish;
use crate::request::{Applicant, ContactTime, ContactWish, Content, Respondent};

/// Longest name of a firm, in characters.
pub const FIRM_NAME_MAX: u16 = 100;
/// Longest name of a trade, in characters.
pub const TRADE_MAX: u16 = 50;
/// Longest account of what is most urgent, in characters.
pub const URGENT_MAX: u16 = 500;

wire_enum! {
    /// What kind of firm it is.
    FirmKind {
        /// 小型企业
        Small = "small",
        /// 微型企业
        Micro = "micro",
        /// 个体工商户
        SoleTrader = "sole-trader",
    }
}

wire_enum! {
    /// How many people work there.
    Staff {
        /// Fewer than 10.
        UnderTen = "under-10",
        /// 10 to 49.
        UnderFifty = "under-50",
        /// 50 to 99.
        UnderHundred = "under-100",
        /// 100 or more.
        More = "more",
    }
}

wire_enum! {
    /// How the check is to be done.
    Manner {
        /// 上门
        OnSite = "on-site",
        /// 线上
        Online = "online",
        /// 到窗口
        Window = "window",
    }
}

wire_enum! {
    /// Whether the firm has a legal adviser (法律顾问).
    Adviser {
        /// 有
        Present = "present",
        /// 没有
        Absent = "absent",
    }
}

/// What was typed, and the body of `POST /api/v1/health-checks`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VisitDraft {
    /// Id of the organization it goes to.
    pub organization: String,
    /// The firm's name.
    pub firm_name: String,
    /// Its unified social credit code; optional.
    pub firm_code: String,
    /// A [`FirmKind`] by its wire name; optional.
    pub firm_kind: String,
    /// Its trade; optional.
    pub trade: String,
    /// Code of the county or township where it is.
    pub region: String,
    /// A [`Staff`] by its wire name; optional.
    pub staff: String,
    /// Name of the person to get in touch with.
    pub name: String,
    /// Their mobile number, as typed.
    pub mobile: String,
    /// A [`Manner`] by its wire name.
    pub manner: String,
    /// [`ContactTime`]s by their wire names; optional.
    pub contact_times: Vec<String>,
    /// [`Dimension`]s to look at, by their wire names; optional.
    pub focus: Vec<String>,
    /// An [`Adviser`] by its wire name; optional.
    pub adviser: String,
    /// What is most urgent; optional.
    pub urgent: String,
    /// What the firm's own check said, if the firm wants it to be seen.
    pub findings: Vec<Finding>,
    /// Has read how personal data is handled and agrees.
    pub consent_privacy: bool,
    /// Agrees that it is shown to the chosen organization (a separate consent).
    pub consent_share: bool,
}

/// What the firm's own check said of one dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// Which.
    pub dimension: Dimension,
    /// How urgent it is.
    pub level: Level,
}

/// What the organization reads about the firm. Who to get in touch with and what is most urgent are where every
/// request has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Visit {
    /// The firm's name.
    pub firm_name: String,
    /// Its unified social credit code, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firm_code: Option<CreditCode>,
    /// What kind it is, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firm_kind: Option<FirmKind>,
    /// Its trade, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade: Option<String>,
    /// How many people work there, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<Staff>,
    /// How the check is to be done.
    pub manner: Manner,
    /// What to look at; empty means everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub focus: Vec<Dimension>,
    /// Whether there is a legal adviser, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adviser: Option<Adviser>,
    /// What the firm's own check said, if it was sent along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// The fields of the form, in its order.
pub const FIELDS: [Field; 17] = [
    Field::Organization,
    Field::FirmName,
    Field::FirmCode,
    Field::FirmKind,
    Field::Trade,
    Field::Region,
    Field::Staff,
    Field::Name,
    Field::Mobile,
    Field::Manner,
    Field::ContactTimes,
    Field::Focus,
    Field::Adviser,
    Field::Urgent,
    Field::Findings,
    Field::ConsentPrivacy,
    Field::ConsentShare,
];

/// The place of a field in the form, counted from 0.
pub fn place(field: Field) -> usize {
    FIELDS.iter().take_while(|other| **other != field).count()
}

impl VisitDraft {
    /// The request this amounts to, or every issue in it, in the order of the form.
    pub fn parse(&self) -> Result<NewRequest, Vec<Issue>> {
        let mut check = Checker::default();
        let organization =
            check.required(Field::Organization, &self.organization, ORGANIZATION_MAX);
        let firm_name = check.required(Field::FirmName, &self.firm_name, FIRM_NAME_MAX);
        let firm_code = check.credit_code(Field::FirmCode, Item::Whole, &self.firm_code);
        let firm_kind = check.choice(
            Field::FirmKind,
            &self.firm_kind,
            FirmKind::from_wire,
            FirmKind::is_known,
        );
        let trade = check.optional(Field::Trade, &self.trade, TRADE_MAX);
        let region = check.region(&self.region);
        let staff = check.choice(Field::Staff, &self.staff, Staff::from_wire, Staff::is_known);
        let name = check.required(Field::Name, &self.name, NAME_MAX);
        let mobile = check.mobile(Field::Mobile, &self.mobile);
        if self.manner.is_empty() {
            check.fail(Field::Manner, Code::Missing);
        }
        let manner = check.choice(
            Field::Manner,
            &self.manner,
            Manner::from_wire,
            Manner::is_known,
        );
        let times = check.choices(
            Field::ContactTimes,
            &self.contact_times,
            ContactTime::from_wire,
            ContactTime::ALL,
        );
        let focus = check.choices(
            Field::Focus,
            &self.focus,
            Dimension::from_wire,
            Dimension::ALL,
        );
        let adviser = check.choice(
            Field::Adviser,
            &self.adviser,
            Adviser::from_wire,
            Adviser::is_known,
        );
        let urgent = check.optional(Field::Urgent, &self.urgent, URGENT_MAX);
        let findings = check.findings(&self.findings);
        check.consents(self.consent_privacy, self.consent_share);
        match (
            check.issues.is_empty(),
            organization,
            firm_name,
            region,
            name,
            mobile,
            manner,
        ) {
            (
                true,
                Some(organization),
                Some(firm_name),
                Some(region),
                Some(name),
                Some(mobile),
                Some(manner),
            ) => Ok(NewRequest {
                organization,
                join: None,
                content: Content {
                    field: DisputeField::Commercial,
                    topic: Some(Topic::LegalHealthCheck),
                    amount_fen: None,
                    applicant: Applicant {
                        name,
                        mobile,
                        region,
                        address: None,
                    },
                    helper: None,
                    respondent: Respondent::default(),
                    others: Vec::new(),
                    story: urgent.unwrap_or_default(),
                    claims: None,
                    answers: Vec::new(),
                    claim_items: Vec::new(),
                    contact: ContactWish {
                        channels: Vec::new(),
                        times,
                    },
                    afraid: false,
                    notices: NoticeWish::default(),
                    visit: Some(Visit {
                        firm_name,
                        firm_code,
                        firm_kind,
                        trade,
                        staff,
                        manner,
                        focus,
                        adviser,
                        findings,
                    }),
                },
            }),
            _ => Err(check.issues),
        }
    }
}

impl Checker {
    /// What was said of each dimension, in their order, each once.
    fn findings(&mut self, findings: &[Finding]) -> Vec<Finding> {
        let said = |dimension: &Dimension| {
            findings
                .iter()
                .find(|finding| finding.dimension == *dimension)
                .copied()
        };
        let known: Vec<Finding> = Dimension::ALL.iter().filter_map(said).collect();
        if known.len() != findings.len() {
            self.fail(Field::Findings, Code::NotAChoice);
        }
        known
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn complete() -> VisitDraft {
        VisitDraft {
            organization: "org1".into(),
            firm_name: " 某某五金厂（个体） ".into(),
            region: "320623".into(),
            name: "张三".into(),
            mobile: "139 1234 5678".into(),
            manner: "on-site".into(),
            consent_privacy: true,
            consent_share: true,
            ..VisitDraft::default()
        }
    }

    fn fields(draft: &VisitDraft) -> Vec<Field> {
        let issues = draft.parse().err().unwrap_or_default();
        let fields: Vec<Field> = issues.iter().map(|issue| issue.field).collect();
        assert!(fields.is_sorted_by_key(|field| place(*field)), "{fields:?}");
        fields
    }

    #[test]
    fn the_compulsory_facts_are_enough() {
        let request = complete().parse().unwrap();
        assert_eq!(request.content.topic, Some(Topic::LegalHealthCheck));
        assert_eq!(request.content.story, "");
        let visit = request.content.visit.unwrap();
        assert_eq!(visit.firm_name, "某某五金厂（个体）");
        assert_eq!(visit.manner, Manner::OnSite);
    }

    #[test]
    fn an_empty_one_names_every_missing_field_in_the_order_of_the_form() {
        use Field as F;
        let missing = [
            F::Organization,
            F::FirmName,
            F::Region,
            F::Name,
            F::Mobile,
            F::Manner,
            F::ConsentPrivacy,
            F::ConsentShare,
        ];
        assert_eq!(fields(&VisitDraft::default()), missing);
    }

    #[test]
    fn what_is_no_choice_is_refused_beside_its_field() {
        let odd = |text: &str| text.to_owned();
        let draft = VisitDraft {
            firm_code: odd("91320106MA1XXXXXX0"),
            firm_kind: odd("huge"),
            staff: odd("many"),
            manner: odd("by-post"),
            contact_times: vec![odd("never")],
            focus: vec![odd("weather")],
            adviser: odd("maybe"),
            ..complete()
        };
        use Field as F;
        let wrong = [
            F::FirmCode,
            F::FirmKind,
            F::Staff,
            F::Manner,
            F::ContactTimes,
            F::Focus,
            F::Adviser,
        ];
        assert_eq!(fields(&draft), wrong);
    }

    #[test]
    fn findings_name_each_dimension_once() {
        let finding = |dimension, level| Finding { dimension, level };
        let both = [
            finding(Dimension::Tax, Level::Red),
            finding(Dimension::Awareness, Level::Green),
        ];
        let draft = VisitDraft {
            findings: both.to_vec(),
            ..complete()
        };
        let visit = draft.parse().unwrap().content.visit.unwrap();
        assert_eq!(visit.findings, [both[1], both[0]]);
        for odd in [
            vec![both[0], both[0]],
            vec![finding(Dimension::Unknown, Level::Red)],
        ] {
            let draft = VisitDraft {
                findings: odd,
                ..complete()
            };
            assert_eq!(fields(&draft), [Field::Findings]);
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in ".{0,600}") {
            let draft = VisitDraft {
                firm_name: text.clone(),
                trade: text.clone(),
                urgent: text.clone(),
                manner: text.clone(),
                mobile: text,
                ..complete()
            };
            let _ = draft.parse();
        }
    }
}
