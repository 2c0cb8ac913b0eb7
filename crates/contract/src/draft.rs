//! A request while it is being written, and the only bridge to a request that can be sent.
//!
//! A [`Draft`] holds exactly what the person typed. [`Draft::parse`] turns it into a [`NewRequest`] or
//! lists every [`Issue`]. The browser checks one [`Step`] at a time, the server checks the whole.

use serde::{Deserialize, Serialize};

use crate::kinds::{DisputeField, Topic};
use crate::phone::{Mobile, MobileFault};
use crate::region::{RegionCode, RegionLevel};
use crate::request::{
    Applicant, ContactChannel, ContactTime, ContactWish, Content, Respondent, RespondentKind,
};

/// Longest name of a person, in characters.
pub const NAME_MAX: u16 = 50;
/// Longest address, in characters.
pub const ADDRESS_MAX: u16 = 100;
/// Longest name of the other side, in characters.
pub const RESPONDENT_NAME_MAX: u16 = 100;
/// Longest clue about how to reach the other side, in characters.
pub const RESPONDENT_CONTACT_MAX: u16 = 200;
/// Shortest account of what happened, in characters.
pub const STORY_MIN: u16 = 10;
/// Longest account of what happened, in characters.
pub const STORY_MAX: u16 = 3000;
/// Longest text of what is asked for, in characters.
pub const CLAIMS_MAX: u16 = 1000;
/// Highest sum that can be typed, in yuan.
pub const AMOUNT_MAX_YUAN: u32 = 1_000_000_000;
/// Longest organization id accepted, in characters.
const ORGANIZATION_MAX: u16 = 40;

/// What the person typed, and the body of `POST /api/v1/requests`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    /// Id of the organization it goes to.
    pub organization: String,
    /// A [`DisputeField`] by its wire name; empty until chosen.
    pub field: String,
    /// A [`Topic`] by its wire name; optional.
    pub topic: String,
    /// The sum in dispute in yuan, as typed; optional.
    pub amount: String,
    /// The applicant's name.
    pub name: String,
    /// The applicant's mobile number, as typed.
    pub mobile: String,
    /// Code of the county or township where the applicant lives or works.
    pub region: String,
    /// The applicant's address; optional.
    pub address: String,
    /// A [`RespondentKind`] by its wire name; optional.
    pub respondent_kind: String,
    /// Name of the other side; optional.
    pub respondent_name: String,
    /// Any clue for reaching the other side; optional.
    pub respondent_contact: String,
    /// "I don't know how to reach them": then no contact is expected.
    pub respondent_unreachable: bool,
    /// What happened.
    pub story: String,
    /// What the applicant asks for; optional.
    pub claims: String,
    /// [`ContactChannel`]s by their wire names; optional.
    pub contact_channels: Vec<String>,
    /// [`ContactTime`]s by their wire names; optional.
    pub contact_times: Vec<String>,
    /// Has read how personal data is handled and agrees.
    pub consent_privacy: bool,
    /// Agrees that the request is shown to the chosen organization (a separate consent).
    pub consent_share: bool,
}

wire_enum! {
    /// The fields of a draft, as issues name them.
    Field {
        /// [`Draft::organization`]
        Organization = "organization",
        /// [`Draft::field`]
        DisputeField = "field",
        /// [`Draft::topic`]
        Topic = "topic",
        /// [`Draft::amount`]
        Amount = "amount",
        /// [`Draft::name`]
        Name = "name",
        /// [`Draft::mobile`]
        Mobile = "mobile",
        /// [`Draft::region`]
        Region = "region",
        /// [`Draft::address`]
        Address = "address",
        /// [`Draft::respondent_kind`]
        RespondentKind = "respondent_kind",
        /// [`Draft::respondent_name`]
        RespondentName = "respondent_name",
        /// [`Draft::respondent_contact`]
        RespondentContact = "respondent_contact",
        /// [`Draft::story`]
        Story = "story",
        /// [`Draft::claims`]
        Claims = "claims",
        /// [`Draft::contact_channels`]
        ContactChannels = "contact_channels",
        /// [`Draft::contact_times`]
        ContactTimes = "contact_times",
        /// [`Draft::consent_privacy`]
        ConsentPrivacy = "consent_privacy",
        /// [`Draft::consent_share`]
        ConsentShare = "consent_share",
        /// A note or an answer to a question.
        Note = "note",
        /// The date and time of an appointment.
        At = "at",
        /// The place of an appointment.
        Place = "place",
        /// A coded reason or ground.
        Reason = "reason",
        /// The next door after a refusal.
        NextDoor = "next_door",
    }
}

/// What is wrong with a value. Carries what the words need, and no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Code {
    /// Must be given.
    Missing,
    /// Must be agreed to.
    NotAgreed,
    /// Has fewer characters than `min`.
    TooShort {
        /// The least.
        min: u16,
    },
    /// Has more characters than `max`.
    TooLong {
        /// The most.
        max: u16,
        /// How many there are.
        actual: u32,
    },
    /// Holds control characters or other characters that cannot be shown.
    NotPrintable,
    /// A mobile number that holds something other than digits.
    NotDigits,
    /// A mobile number with this many digits instead of 11.
    MobileLength {
        /// How many there are.
        actual: u16,
    },
    /// A mobile number that does not begin with 13 to 19.
    MobilePrefix,
    /// A sum that is no number of yuan with at most two decimals, or is not above zero.
    NotASum,
    /// A sum above `max` yuan.
    SumTooLarge {
        /// The most, in yuan.
        max: u32,
    },
    /// A choice that does not exist (any more).
    NotAChoice,
    /// A code that names no region known here, or a region too large to be somebody's area.
    NotARegion,
    /// The organization does not exist (any more).
    NoSuchOrganization,
    /// A time that cannot be read or has passed.
    NotAFutureTime,
    /// Something newer than this build.
    Unknown,
}

/// One field that breaks its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "FlatIssue")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Issue {
    /// Which field.
    pub field: Field,
    /// What is wrong with it.
    #[serde(flatten)]
    pub code: Code,
}

/// An issue as it is read: side by side, what is written nested. Reading it this way instead of by the
/// derived route through a buffer keeps about 20 kB out of the browser build.
#[derive(Deserialize)]
struct FlatIssue {
    field: Field,
    code: String,
    #[serde(default)]
    min: u16,
    #[serde(default)]
    max: u32,
    #[serde(default)]
    actual: u32,
}

impl From<FlatIssue> for Issue {
    fn from(flat: FlatIssue) -> Self {
        let small = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        let code = match flat.code.as_str() {
            "missing" => Code::Missing,
            "not-agreed" => Code::NotAgreed,
            "too-short" => Code::TooShort { min: flat.min },
            "too-long" => Code::TooLong {
                max: small(flat.max),
                actual: flat.actual,
            },
            "not-printable" => Code::NotPrintable,
            "not-digits" => Code::NotDigits,
            "mobile-length" => Code::MobileLength {
                actual: small(flat.actual),
            },
            "mobile-prefix" => Code::MobilePrefix,
            "not-a-sum" => Code::NotASum,
            "sum-too-large" => Code::SumTooLarge { max: flat.max },
            "not-a-choice" => Code::NotAChoice,
            "not-a-region" => Code::NotARegion,
            "no-such-organization" => Code::NoSuchOrganization,
            "not-a-future-time" => Code::NotAFutureTime,
            _ => Code::Unknown,
        };
        Self {
            field: flat.field,
            code,
        }
    }
}

impl Issue {
    /// An issue of this field.
    pub const fn new(field: Field, code: Code) -> Self {
        Self { field, code }
    }
}

/// The screens of the request, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What it is about.
    About,
    /// Who the applicant is.
    You,
    /// Who the other side is.
    OtherSide,
    /// What happened and what is asked for.
    Story,
    /// How and when to get in touch.
    Contact,
    /// Everything once more, consents, send.
    Check,
}

/// A request that follows every rule. Only [`Draft::parse`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewRequest {
    /// Id of the organization it goes to; whether it exists is for the server to say.
    pub organization: String,
    /// What the organization will read.
    pub content: Content,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 6] = [
        Self::About,
        Self::You,
        Self::OtherSide,
        Self::Story,
        Self::Contact,
        Self::Check,
    ];

    /// The step's name in the address bar.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::You => "you",
            Self::OtherSide => "other-side",
            Self::Story => "what-happened",
            Self::Contact => "contact",
            Self::Check => "check",
        }
    }

    /// The step with this name in the address bar.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// The step before this one.
    pub fn previous(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|step| *step < self)
    }

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step > self)
    }

    /// The step on which a field is asked.
    pub fn of(field: Field) -> Self {
        match field {
            Field::Organization | Field::DisputeField | Field::Topic | Field::Amount => Self::About,
            Field::Name | Field::Mobile | Field::Region | Field::Address => Self::You,
            Field::RespondentKind | Field::RespondentName | Field::RespondentContact => {
                Self::OtherSide
            }
            Field::Story | Field::Claims => Self::Story,
            Field::ContactChannels | Field::ContactTimes => Self::Contact,
            _ => Self::Check,
        }
    }

    /// Everything wrong with what this step asks.
    pub fn issues(self, draft: &Draft) -> Vec<Issue> {
        let mut issues = draft.parse().err().unwrap_or_default();
        issues.retain(|issue| Self::of(issue.field) == self);
        issues
    }

    /// The first step that still has issues; the last one when none has. Deep links go no further.
    pub fn first_incomplete(draft: &Draft) -> Self {
        let issues = draft.parse().err().unwrap_or_default();
        issues
            .iter()
            .map(|issue| Self::of(issue.field))
            .min()
            .unwrap_or(Self::Check)
    }
}

impl Draft {
    /// The request this draft amounts to, or every issue in it, in the order of the form.
    pub fn parse(&self) -> Result<NewRequest, Vec<Issue>> {
        let mut check = Checker::default();
        let organization =
            check.required(Field::Organization, &self.organization, ORGANIZATION_MAX);
        let field = check.choice(
            Field::DisputeField,
            &self.field,
            DisputeField::from_wire,
            DisputeField::is_known,
        );
        if self.field.is_empty() {
            check.fail(Field::DisputeField, Code::Missing);
        }
        let topic = check.choice(Field::Topic, &self.topic, Topic::from_wire, Topic::is_known);
        if let (Some(field), Some(topic)) = (field, topic)
            && !field.topics().contains(&topic)
        {
            check.fail(Field::Topic, Code::NotAChoice);
        }
        let amount_fen = check.sum(&self.amount);
        let name = check.required(Field::Name, &self.name, NAME_MAX);
        let mobile = check.mobile(&self.mobile);
        let region = check.region(&self.region);
        let address = check.optional(Field::Address, &self.address, ADDRESS_MAX);
        let respondent = Respondent {
            kind: check.choice(
                Field::RespondentKind,
                &self.respondent_kind,
                RespondentKind::from_wire,
                RespondentKind::is_known,
            ),
            name: check.optional(
                Field::RespondentName,
                &self.respondent_name,
                RESPONDENT_NAME_MAX,
            ),
            contact: if self.respondent_unreachable {
                None
            } else {
                check.optional(
                    Field::RespondentContact,
                    &self.respondent_contact,
                    RESPONDENT_CONTACT_MAX,
                )
            },
        };
        let story = check.required(Field::Story, &self.story, STORY_MAX);
        if story
            .as_ref()
            .is_some_and(|story| story.chars().count() < usize::from(STORY_MIN))
        {
            check.fail(Field::Story, Code::TooShort { min: STORY_MIN });
        }
        let claims = check.optional(Field::Claims, &self.claims, CLAIMS_MAX);
        let contact = ContactWish {
            channels: check.choices(
                Field::ContactChannels,
                &self.contact_channels,
                ContactChannel::from_wire,
                ContactChannel::ALL,
            ),
            times: check.choices(
                Field::ContactTimes,
                &self.contact_times,
                ContactTime::from_wire,
                ContactTime::ALL,
            ),
        };
        for (field, agreed) in [
            (Field::ConsentPrivacy, self.consent_privacy),
            (Field::ConsentShare, self.consent_share),
        ] {
            if !agreed {
                check.fail(field, Code::NotAgreed);
            }
        }
        match (
            check.issues.is_empty(),
            organization,
            field,
            name,
            mobile,
            region,
            story,
        ) {
            (
                true,
                Some(organization),
                Some(field),
                Some(name),
                Some(mobile),
                Some(region),
                Some(story),
            ) => {
                let applicant = Applicant {
                    name,
                    mobile,
                    region,
                    address,
                };
                let content = Content {
                    field,
                    topic,
                    amount_fen,
                    applicant,
                    respondent,
                    story,
                    claims,
                    contact,
                };
                Ok(NewRequest {
                    organization,
                    content,
                })
            }
            _ => Err(check.issues),
        }
    }

    /// A new draft with the same content for another organization, so that nobody tells a story twice.
    /// Consents are asked anew.
    pub fn again(content: &Content) -> Self {
        let wire = |known: bool, name: &'static str| {
            if known {
                name.to_owned()
            } else {
                String::new()
            }
        };
        let kind = content.respondent.kind.unwrap_or_default();
        let topic = content.topic.unwrap_or_default();
        Self {
            field: wire(content.field.is_known(), content.field.as_str()),
            topic: wire(topic.is_known(), topic.as_str()),
            amount: content.amount_fen.map(yuan_text).unwrap_or_default(),
            name: content.applicant.name.clone(),
            mobile: content.applicant.mobile.as_str().to_owned(),
            region: content.applicant.region.to_string(),
            address: content.applicant.address.clone().unwrap_or_default(),
            respondent_kind: wire(kind.is_known(), kind.as_str()),
            respondent_name: content.respondent.name.clone().unwrap_or_default(),
            respondent_contact: content.respondent.contact.clone().unwrap_or_default(),
            story: content.story.clone(),
            claims: content.claims.clone().unwrap_or_default(),
            contact_channels: content
                .contact
                .channels
                .iter()
                .map(|channel| channel.as_str().to_owned())
                .collect(),
            contact_times: content
                .contact
                .times
                .iter()
                .map(|time| time.as_str().to_owned())
                .collect(),
            ..Self::default()
        }
    }
}

/// Checks one free text that travels on its own: a note, an answer, a reason in words.
pub fn parse_note(field: Field, typed: &str, max: u16) -> Result<String, Vec<Issue>> {
    let mut check = Checker::default();
    check
        .required(field, typed, max)
        .filter(|_| check.issues.is_empty())
        .ok_or(check.issues)
}

/// A sum in fen as people write yuan: no decimals when there are none.
pub fn yuan_text(fen: u64) -> String {
    match fen % 100 {
        0 => (fen / 100).to_string(),
        rest if rest % 10 == 0 => format!("{}.{}", fen / 100, rest / 10),
        rest => format!("{}.{rest:02}", fen / 100),
    }
}

/// Collects issues while values are read.
#[derive(Default)]
struct Checker {
    issues: Vec<Issue>,
}

impl Checker {
    fn fail(&mut self, field: Field, code: Code) {
        self.issues.push(Issue::new(field, code));
    }

    fn required(&mut self, field: Field, typed: &str, max: u16) -> Option<String> {
        if typed.trim().is_empty() {
            self.fail(field, Code::Missing);
            return None;
        }
        self.optional(field, typed, max)
    }

    fn optional(&mut self, field: Field, typed: &str, max: u16) -> Option<String> {
        let text = typed.trim();
        let length = text.chars().count();
        if length > usize::from(max) {
            self.fail(
                field,
                Code::TooLong {
                    max,
                    actual: u32::try_from(length).unwrap_or(u32::MAX),
                },
            );
            return None;
        }
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            self.fail(field, Code::NotPrintable);
            return None;
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn choice<T: Copy>(
        &mut self,
        field: Field,
        typed: &str,
        read: fn(&str) -> T,
        known: fn(T) -> bool,
    ) -> Option<T> {
        let value = Some(typed).filter(|typed| !typed.is_empty()).map(read)?;
        if !known(value) {
            self.fail(field, Code::NotAChoice);
            return None;
        }
        Some(value)
    }

    /// The chosen values in list order, each once.
    fn choices<T: Copy + PartialEq>(
        &mut self,
        field: Field,
        typed: &[String],
        read: fn(&str) -> T,
        all: &[T],
    ) -> Vec<T> {
        let chosen: Vec<T> = typed.iter().map(|name| read(name)).collect();
        if chosen.iter().any(|value| !all.contains(value)) {
            self.fail(field, Code::NotAChoice);
        }
        all.iter()
            .copied()
            .filter(|value| chosen.contains(value))
            .collect()
    }

    fn mobile(&mut self, typed: &str) -> Option<Mobile> {
        if typed.trim().is_empty() {
            self.fail(Field::Mobile, Code::Missing);
            return None;
        }
        Mobile::parse(typed)
            .map_err(|fault| {
                let code = match fault {
                    MobileFault::NotDigits => Code::NotDigits,
                    MobileFault::Length(actual) => Code::MobileLength { actual },
                    MobileFault::Prefix => Code::MobilePrefix,
                };
                self.fail(Field::Mobile, code);
            })
            .ok()
    }

    /// A county or township of Jiangsu's form; whether the code exists is for the server to say.
    fn region(&mut self, typed: &str) -> Option<RegionCode> {
        if typed.trim().is_empty() {
            self.fail(Field::Region, Code::Missing);
            return None;
        }
        let code = RegionCode::parse(typed.trim())
            .filter(|code| matches!(code.level(), RegionLevel::County | RegionLevel::Township));
        if code.is_none() {
            self.fail(Field::Region, Code::NotARegion);
        }
        code
    }

    /// Yuan with at most two decimals, as fen. Commas, spaces, a currency sign and 元 are allowed.
    fn sum(&mut self, typed: &str) -> Option<u64> {
        let digits: String = typed
            .chars()
            .filter(|c| !matches!(c, ',' | '，' | ' ' | '\u{3000}' | '¥' | '￥' | '元'))
            .collect();
        if typed.trim().is_empty() {
            return None;
        }
        let Some(fen) = fen(&digits) else {
            self.fail(Field::Amount, Code::NotASum);
            return None;
        };
        if fen > u64::from(AMOUNT_MAX_YUAN) * 100 {
            self.fail(
                Field::Amount,
                Code::SumTooLarge {
                    max: AMOUNT_MAX_YUAN,
                },
            );
            return None;
        }
        Some(fen)
    }
}

fn fen(digits: &str) -> Option<u64> {
    let (yuan, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(yuan) || !all_digits(decimals) || decimals.len() > 2 {
        return None;
    }
    // More digits than a u64 holds is simply too large a sum.
    let yuan: u64 = yuan.parse().unwrap_or(u64::MAX / 200);
    let fen: u64 = decimals.parse().ok()?;
    let total = yuan
        .saturating_mul(100)
        .saturating_add(if decimals.len() == 1 { fen * 10 } else { fen });
    (total > 0).then_some(total)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn complete() -> Draft {
        Draft {
            organization: "org1".into(),
            field: "labor".into(),
            name: " 张三 ".into(),
            mobile: "139 1234 5678".into(),
            region: "320106".into(),
            story: "老板拖欠了我三个月的工资没有发。".into(),
            consent_privacy: true,
            consent_share: true,
            ..Draft::default()
        }
    }

    fn codes(draft: &Draft) -> Vec<(Field, Code)> {
        draft
            .parse()
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|issue| (issue.field, issue.code))
            .collect()
    }

    #[test]
    fn the_compulsory_facts_are_enough() {
        let request = complete().parse().unwrap();
        assert_eq!(request.content.applicant.name, "张三");
        assert_eq!(request.content.applicant.mobile.as_str(), "13912345678");
        assert_eq!(request.content.respondent, Respondent::default());
    }

    #[test]
    fn an_empty_draft_names_every_missing_field_at_once() {
        use Field as F;
        let missing = [
            F::Organization,
            F::DisputeField,
            F::Name,
            F::Mobile,
            F::Region,
            F::Story,
        ];
        let expected: Vec<_> = missing
            .map(|field| (field, Code::Missing))
            .into_iter()
            .chain([
                (F::ConsentPrivacy, Code::NotAgreed),
                (F::ConsentShare, Code::NotAgreed),
            ])
            .collect();
        assert_eq!(codes(&Draft::default()), expected);
    }

    #[test]
    fn each_rule_says_what_it_is() {
        let with = |change: fn(&mut Draft)| {
            let mut draft = complete();
            change(&mut draft);
            codes(&draft)
        };
        assert_eq!(
            with(|d| d.mobile = "1391234".into()),
            [(Field::Mobile, Code::MobileLength { actual: 7 })]
        );
        assert_eq!(
            with(|d| d.story = "太短".into()),
            [(Field::Story, Code::TooShort { min: STORY_MIN })]
        );
        assert_eq!(
            with(|d| d.name = "字".repeat(51)),
            [(
                Field::Name,
                Code::TooLong {
                    max: 50,
                    actual: 51
                }
            )]
        );
        assert_eq!(
            with(|d| d.name = "张\u{0}三".into()),
            [(Field::Name, Code::NotPrintable)]
        );
        assert_eq!(
            with(|d| d.field = "nonsense".into()),
            [(Field::DisputeField, Code::NotAChoice)]
        );
        assert_eq!(
            with(|d| d.topic = "inheritance".into()),
            [(Field::Topic, Code::NotAChoice)]
        );
        assert_eq!(
            with(|d| d.region = "320100".into()),
            [(Field::Region, Code::NotARegion)]
        );
        assert_eq!(
            with(|d| d.contact_times = vec!["never".into()]),
            [(Field::ContactTimes, Code::NotAChoice)]
        );
        for bad in ["-1", "0", "1e300", "一千", "1.234", "1.", ".5"] {
            let mut draft = complete();
            draft.amount = bad.into();
            assert_eq!(codes(&draft), [(Field::Amount, Code::NotASum)], "{bad}");
        }
        for large in ["1000000001", "99999999999999999999999999"] {
            let mut draft = complete();
            draft.amount = large.into();
            assert_eq!(
                codes(&draft),
                [(
                    Field::Amount,
                    Code::SumTooLarge {
                        max: AMOUNT_MAX_YUAN
                    }
                )],
                "{large}"
            );
        }
    }

    #[test]
    fn an_issue_reads_back_whatever_its_code() {
        let codes = [
            Code::Missing,
            Code::NotAgreed,
            Code::TooShort { min: 10 },
            Code::TooLong {
                max: 50,
                actual: 70_000,
            },
            Code::NotPrintable,
            Code::NotDigits,
            Code::MobileLength { actual: 7 },
            Code::MobilePrefix,
            Code::NotASum,
            Code::SumTooLarge {
                max: AMOUNT_MAX_YUAN,
            },
            Code::NotAChoice,
            Code::NotARegion,
            Code::NoSuchOrganization,
            Code::NotAFutureTime,
            Code::Unknown,
        ];
        for code in codes {
            let issue = Issue::new(Field::Note, code);
            let json = serde_json::to_string(&issue).unwrap();
            assert_eq!(
                serde_json::from_str::<Issue>(&json).unwrap(),
                issue,
                "{json}"
            );
        }
        let newer = r#"{"field":"beard","code":"too-long-ago","since":1}"#;
        assert_eq!(
            serde_json::from_str::<Issue>(newer).unwrap(),
            Issue::new(Field::Unknown, Code::Unknown)
        );
    }

    #[test]
    fn sums_read_as_people_write_them() {
        for (typed, fen) in [
            ("3000", 300_000),
            ("¥3,000.5 元", 300_050),
            ("12.34", 1_234),
            ("", 0),
            ("  ", 0),
        ] {
            let mut draft = complete();
            draft.amount = typed.into();
            assert_eq!(
                draft.parse().unwrap().content.amount_fen.unwrap_or(0),
                fen,
                "{typed}"
            );
        }
        assert_eq!(
            [300_000, 300_050, 1_234, 5].map(yuan_text),
            ["3000", "3000.5", "12.34", "0.05"]
        );
    }

    #[test]
    fn a_contact_is_not_kept_when_the_other_side_cannot_be_reached() {
        let draft = Draft {
            respondent_contact: "139".into(),
            respondent_unreachable: true,
            ..complete()
        };
        assert_eq!(draft.parse().unwrap().content.respondent.contact, None);
    }

    #[test]
    fn steps_follow_one_another_and_keep_their_names() {
        for step in Step::ALL {
            assert_eq!(Step::from_slug(step.slug()), Some(step));
            assert_eq!(step.next().and_then(Step::previous).unwrap_or(step), step);
        }
        assert_eq!(Step::first_incomplete(&Draft::default()), Step::About);
        assert_eq!(Step::first_incomplete(&complete()), Step::Check);
    }

    fn any_draft() -> impl Strategy<Value = Draft> {
        let choice = |names: &'static [&'static str]| {
            proptest::sample::select(names).prop_map(str::to_owned)
        };
        let text = || prop_oneof![Just(String::new()), "[一-龥]{1,60}", any::<String>()];
        (
            (
                choice(&["", "org1"]),
                choice(&["", "labor", "family", "?"]),
                choice(&["", "wages", "marriage", "?"]),
            ),
            (
                choice(&["", "1", "1.5", "x", "1000000001"]),
                text(),
                choice(&["13912345678", "1391", "x", ""]),
            ),
            (
                choice(&["320106", "320106003", "320100", "", "x"]),
                text(),
                choice(&["", "person", "company", "?"]),
            ),
            (text(), text(), any::<bool>(), text(), text()),
            (
                any::<bool>(),
                any::<bool>(),
                proptest::collection::vec(choice(&["phone", "video", "?"]), 0..3),
            ),
        )
            .prop_map(|(a, b, c, d, e)| Draft {
                organization: a.0,
                field: a.1,
                topic: a.2,
                amount: b.0,
                name: b.1,
                mobile: b.2,
                region: c.0,
                address: c.1,
                respondent_kind: c.2,
                respondent_name: d.0,
                respondent_contact: d.1,
                respondent_unreachable: d.2,
                story: d.3,
                claims: d.4,
                consent_privacy: e.0,
                consent_share: e.1,
                contact_channels: e.2,
                contact_times: Vec::new(),
            })
    }

    proptest! {
        #[test]
        fn parse_succeeds_exactly_when_no_step_has_issues(draft in any_draft()) {
            let by_step: Vec<Issue> = Step::ALL.into_iter().flat_map(|step| step.issues(&draft)).collect();
            match draft.parse() {
                Ok(_) => prop_assert!(by_step.is_empty()),
                Err(issues) => {
                    prop_assert_eq!(issues.len(), by_step.len());
                    prop_assert!(issues.iter().all(|issue| by_step.contains(issue)));
                }
            }
        }

        #[test]
        fn a_request_filed_again_keeps_its_content(draft in any_draft()) {
            if let Ok(request) = draft.parse() {
                let mut again = Draft::again(&request.content);
                again.organization = request.organization.clone();
                again.consent_privacy = true;
                again.consent_share = true;
                prop_assert_eq!(again.parse().unwrap(), request);
            }
        }

        #[test]
        fn the_wire_form_reads_back(draft in any_draft()) {
            let json = serde_json::to_string(&draft).unwrap();
            prop_assert_eq!(serde_json::from_str::<Draft>(&json).unwrap(), draft);
        }
    }
}
