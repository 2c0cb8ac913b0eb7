//! A request while it is being written, and the only bridge to a request that can be sent.
//!
//! A [`Draft`] holds exactly what the person typed. [`Draft::parse`] turns it into a [`NewRequest`] or
//! lists every [`Issue`]. The browser checks one [`Step`] at a time, the server checks the whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::claims::{self, Claim, ClaimKind};
use crate::group;
use crate::identifier::CreditCode;
use crate::kinds::{DisputeField, Topic};
use crate::money::{self, AMOUNT_MAX_YUAN, SumFault, yuan_text};
use crate::notices::{Email, NoticeChannel, NoticeWish};
use crate::number::JoinCode;
use crate::phone::{Mobile, MobileFault};
use crate::questions::{Answer, Question, Reply, credit_code, reply, words};
use crate::region::{RegionCode, RegionLevel};
use crate::request::{
    Applicant, ContactChannel, ContactTime, ContactWish, Content, Helper, HelperRelation,
    OtherRole, OtherSide, Respondent, RespondentKind, WhomToContact,
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
/// Most further respondents besides the first.
pub const OTHERS_MAX: u16 = 4;
/// Most rows that a field has.
pub(crate) const ROWS_MAX: u16 = 20;
/// Longest organization id accepted, in characters.
pub(crate) const ORGANIZATION_MAX: u16 = 40;

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_false(ticked: &bool) -> bool {
    !ticked
}

/// What the person typed, and the body of `POST /api/v1/requests`. Fields that came later are not written
/// while they are empty: a draft from before them stays the same to the byte, and so the same request.
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
    /// The other side's unified social credit code; optional.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub respondent_code: String,
    /// Further respondents, at most [`OTHERS_MAX`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherDraft>,
    /// What happened.
    pub story: String,
    /// What the applicant asks for; optional.
    pub claims: String,
    /// Answers to the questions of the field, by [`Question`]. Those to questions that are not asked are left out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, String>,
    /// Sums that are claimed in yuan, by [`ClaimKind`]. Those of kinds that are not asked are left out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub claim_sums: BTreeMap<String, String>,
    /// For how many months each of these sums is claimed, where it is one of each month.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub claim_months: BTreeMap<String, String>,
    /// A [`HelperRelation`] by its wire name, where somebody files for the applicant; then the next four count.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub helper_relation: String,
    /// The helper's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub helper_name: String,
    /// The helper's mobile number, as typed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub helper_mobile: String,
    /// A [`WhomToContact`] by its wire name; optional.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub helper_contact: String,
    /// The applicant knows of the request and wants it.
    #[serde(skip_serializing_if = "is_false")]
    pub consent_person: bool,
    /// Separate consent that what is told of health and of children under 14 is used for this mediation
    /// (个人信息保护法 art 28 and 29). Needed where [`Draft::is_sensitive`].
    #[serde(skip_serializing_if = "is_false")]
    pub consent_sensitive: bool,
    /// Knows that the organization may charge by its own tariff. Needed where it may.
    #[serde(skip_serializing_if = "is_false")]
    pub consent_fee: bool,
    /// [`ContactChannel`]s by their wire names; optional.
    pub contact_channels: Vec<String>,
    /// [`ContactTime`]s by their wire names; optional.
    pub contact_times: Vec<String>,
    /// [`NoticeChannel`]s by their wire names; optional: without one nothing is sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notice_channels: Vec<String>,
    /// The address for mail, as typed. Needed where mail is chosen.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notice_email: String,
    /// The [`ContactTime`]s at which notices are safe, by their wire names. Needed where [`Draft::is_careful`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notice_times: Vec<String>,
    /// Nobody else sees what is sent there. Needed where [`Draft::is_careful`].
    #[serde(skip_serializing_if = "is_false")]
    pub notice_private: bool,
    /// Afraid of the other side. Counts in disputes within a family.
    #[serde(skip_serializing_if = "is_false")]
    pub afraid: bool,
    /// Knows of the earlier request like this one and files it all the same.
    #[serde(skip_serializing_if = "is_false")]
    pub even_if_filed: bool,
    /// Has read how personal data is handled and agrees.
    pub consent_privacy: bool,
    /// Agrees that the request is shown to the chosen organization (a separate consent).
    pub consent_share: bool,
    /// The code of the group that the request joins, as typed or scanned; optional.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub join_code: String,
}

/// A further respondent, as typed. One without anything is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherDraft {
    /// An [`OtherRole`] by its wire name; optional.
    pub role: String,
    /// Name.
    pub name: String,
    /// Unified social credit code; optional.
    pub code: String,
    /// Any clue for reaching them; optional.
    pub contact: String,
    /// "I don't know how to reach them": then no contact is expected.
    pub unreachable: bool,
}

impl From<&OtherSide> for OtherDraft {
    fn from(other: &OtherSide) -> Self {
        let role = other
            .role
            .is_known()
            .then(|| other.role.as_str().to_owned());
        let code = other.code.as_ref().map(|code| code.as_str().to_owned());
        Self {
            role: role.unwrap_or_default(),
            name: other.name.clone(),
            code: code.unwrap_or_default(),
            contact: other.contact.clone().unwrap_or_default(),
            unreachable: false,
        }
    }
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
        /// [`Draft::helper_relation`]
        HelperRelation = "helper_relation",
        /// [`Draft::helper_name`]
        HelperName = "helper_name",
        /// [`Draft::helper_mobile`]
        HelperMobile = "helper_mobile",
        /// [`Draft::helper_contact`]
        HelperContact = "helper_contact",
        /// [`Draft::consent_person`]
        ConsentPerson = "consent_person",
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
        /// [`Draft::respondent_code`]
        RespondentCode = "respondent_code",
        /// [`Draft::respondent_contact`]
        RespondentContact = "respondent_contact",
        /// [`Draft::others`]
        Others = "others",
        /// [`OtherDraft::role`]
        OtherRole = "other_role",
        /// [`OtherDraft::name`]
        OtherName = "other_name",
        /// [`OtherDraft::code`]
        OtherCode = "other_code",
        /// [`OtherDraft::contact`]
        OtherContact = "other_contact",
        /// [`Draft::story`]
        Story = "story",
        /// [`Draft::claims`]
        Claims = "claims",
        /// [`Draft::answers`]
        Answers = "answers",
        /// [`Draft::claim_sums`]
        ClaimSums = "claim_sums",
        /// [`Draft::claim_months`]
        ClaimMonths = "claim_months",
        /// [`Draft::contact_channels`]
        ContactChannels = "contact_channels",
        /// [`Draft::contact_times`]
        ContactTimes = "contact_times",
        /// [`Draft::notice_channels`]
        NoticeChannels = "notice_channels",
        /// [`Draft::notice_email`]
        NoticeEmail = "notice_email",
        /// [`Draft::notice_times`]
        NoticeTimes = "notice_times",
        /// [`Draft::notice_private`]
        NoticePrivate = "notice_private",
        /// [`Draft::afraid`]
        Afraid = "afraid",
        /// [`Draft::even_if_filed`]
        EvenIfFiled = "even_if_filed",
        /// [`Draft::consent_privacy`]
        ConsentPrivacy = "consent_privacy",
        /// [`Draft::consent_share`]
        ConsentShare = "consent_share",
        /// [`Draft::consent_sensitive`]
        ConsentSensitive = "consent_sensitive",
        /// [`Draft::consent_fee`]
        ConsentFee = "consent_fee",
        /// [`Draft::join_code`]
        JoinCode = "join_code",
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
        /// The mediator.
        Mediator = "mediator",
        /// The day to which a term is extended.
        Until = "until",
        /// The day on which an agreement took effect.
        EffectiveOn = "effective_on",
        /// [`PageText::phones`](crate::page::PageText::phones)
        PagePhones = "phones",
        /// [`PageText::step_free`](crate::page::PageText::step_free)
        PageStepFree = "step_free",
        /// [`PageText::languages`](crate::page::PageText::languages)
        PageLanguages = "languages",
        /// [`PageText::mediators`](crate::page::PageText::mediators)
        PageMediators = "mediators",
        /// [`PageText::hours`](crate::page::PageText::hours)
        PageHours = "hours",
        /// [`PageText::cases`](crate::page::PageText::cases)
        PageCases = "cases",
        /// The new password of somebody at a desk.
        Password = "new",
        /// That both sides agree to an extension.
        BothAgree = "both_agree",
        /// Whose cases are looked for.
        Who = "who",
        /// Whom a note is for.
        Audience = "audience",
        /// What it is about, in words for the other side.
        Summary = "summary",
        /// That an applicant who is afraid agrees to the other side's being told.
        ApplicantAgrees = "applicant_agrees",
        /// What is wrong with an entry of the directory.
        Subjects = "subjects",
        /// What is complained of.
        Grounds = "grounds",
        /// Who is to answer a complaint.
        Receiver = "receiver",
        /// How good it was.
        Stars = "stars",
        /// [`SettlementDraft::facts`](crate::settlement::SettlementDraft::facts)
        Facts = "facts",
        /// [`SettlementDraft::disputed`](crate::settlement::SettlementDraft::disputed)
        Disputed = "disputed",
        /// [`SettlementDraft::responsibility`](crate::settlement::SettlementDraft::responsibility)
        Responsibility = "responsibility",
        /// [`SettlementDraft::terms`](crate::settlement::SettlementDraft::terms)
        Terms = "terms",
        /// [`TermDraft::kind`](crate::settlement::TermDraft::kind)
        TermKind = "term_kind",
        /// [`TermDraft::from`](crate::settlement::TermDraft::from)
        TermFrom = "term_from",
        /// [`TermDraft::to`](crate::settlement::TermDraft::to)
        TermTo = "term_to",
        /// [`TermDraft::third`](crate::settlement::TermDraft::third)
        TermThird = "term_third",
        /// [`TermDraft::words`](crate::settlement::TermDraft::words)
        TermWords = "term_words",
        /// [`TermDraft::amount`](crate::settlement::TermDraft::amount)
        TermAmount = "term_amount",
        /// [`TermDraft::due`](crate::settlement::TermDraft::due)
        TermDue = "term_due",
        /// [`TermDraft::parts`](crate::settlement::TermDraft::parts)
        TermParts = "term_parts",
        /// [`TermDraft::method`](crate::settlement::TermDraft::method)
        TermMethod = "term_method",
        /// [`TermDraft::place`](crate::settlement::TermDraft::place)
        TermPlace = "term_place",
        /// [`SettlementDraft::copies`](crate::settlement::SettlementDraft::copies)
        Copies = "copies",
        /// Which payment is meant.
        Payment = "payment",
        /// Times that are offered.
        Slots = "slots",
        /// For how many minutes.
        Minutes = "minutes",
        /// The last day to choose a time.
        ChooseBy = "choose_by",
        /// [`VisitDraft::firm_name`](crate::visit::VisitDraft::firm_name)
        FirmName = "firm_name",
        /// [`VisitDraft::firm_code`](crate::visit::VisitDraft::firm_code)
        FirmCode = "firm_code",
        /// [`VisitDraft::firm_kind`](crate::visit::VisitDraft::firm_kind)
        FirmKind = "firm_kind",
        /// [`VisitDraft::trade`](crate::visit::VisitDraft::trade)
        Trade = "trade",
        /// [`VisitDraft::staff`](crate::visit::VisitDraft::staff)
        Staff = "staff",
        /// [`VisitDraft::manner`](crate::visit::VisitDraft::manner)
        Manner = "manner",
        /// [`VisitDraft::focus`](crate::visit::VisitDraft::focus)
        Focus = "focus",
        /// [`VisitDraft::adviser`](crate::visit::VisitDraft::adviser)
        Adviser = "adviser",
        /// [`VisitDraft::urgent`](crate::visit::VisitDraft::urgent)
        Urgent = "urgent",
        /// [`VisitDraft::findings`](crate::visit::VisitDraft::findings)
        Findings = "findings",
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
    /// The number of a fixed line where a mobile number is needed.
    Landline,
    /// A mobile number that does not begin with 13 to 19.
    MobilePrefix,
    /// No e-mail address.
    NotAnEmail,
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
    /// No day of the calendar.
    NotADay,
    /// A day to come, of something that has happened.
    DayToCome,
    /// No whole number of months from 1 to `max`.
    NotMonths {
        /// The most.
        max: u16,
    },
    /// A credit code with this many characters instead of 18.
    CreditCodeLength {
        /// How many there are.
        actual: u16,
    },
    /// A credit code whose check symbol does not fit.
    CreditCodeMistyped,
    /// More entries than `max`.
    TooMany {
        /// The most.
        max: u16,
    },
    /// Days of which one is not after the one before it.
    NotInOrder,
    /// Sums that do not come to the whole.
    SumsDiffer,
    /// A time at which people do not meet: too early or too late in the day.
    OutOfHours,
    /// A time after the last day for mediation.
    AfterTerm,
    /// The same as another one.
    Twice,
    /// A join code whose length or check symbol is wrong.
    JoinCodeMistyped,
    /// No group takes anybody in with this code (any more).
    GroupClosed,
    /// The group's requests go to another organization, or are about something else.
    GroupElsewhere,
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
    /// Which entry of it, where it has several.
    #[serde(skip_serializing_if = "Item::is_whole")]
    pub item: Item,
    /// What is wrong with it.
    #[serde(flatten)]
    pub code: Code,
}

/// Which entry of a field that has several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// The field has one value.
    #[default]
    Whole,
    /// The answer to this question.
    Answer(Question),
    /// The claim of this kind.
    Claim(ClaimKind),
    /// The row with this place, counted from 0.
    Row(u8),
}

impl Item {
    /// The names of rows on the wire.
    const ROWS: [&'static str; ROWS_MAX as usize] = [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
        "17", "18", "19",
    ];

    fn is_whole(&self) -> bool {
        *self == Self::Whole
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "",
            Self::Answer(question) => question.as_str(),
            Self::Claim(kind) => kind.as_str(),
            Self::Row(at) => Self::ROWS.get(usize::from(at)).copied().unwrap_or_default(),
        }
    }

    /// The entry with this wire name in a field.
    fn of(field: Field, name: &str) -> Self {
        match field {
            Field::Answers => Self::Answer(Question::from_wire(name)),
            Field::ClaimSums | Field::ClaimMonths => Self::Claim(ClaimKind::from_wire(name)),
            _ => name.parse().map_or(Self::Whole, Self::Row),
        }
    }
}

impl Serialize for Item {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Item {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Item {}

/// An issue as it is read: side by side, what is written nested. Reading it this way instead of by the
/// derived route through a buffer keeps about 20 kB out of the browser build.
#[derive(Deserialize)]
struct FlatIssue {
    field: Field,
    #[serde(default)]
    item: String,
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
            "landline" => Code::Landline,
            "not-an-email" => Code::NotAnEmail,
            "not-a-sum" => Code::NotASum,
            "sum-too-large" => Code::SumTooLarge { max: flat.max },
            "not-a-choice" => Code::NotAChoice,
            "not-a-region" => Code::NotARegion,
            "no-such-organization" => Code::NoSuchOrganization,
            "not-a-future-time" => Code::NotAFutureTime,
            "not-a-day" => Code::NotADay,
            "day-to-come" => Code::DayToCome,
            "not-months" => Code::NotMonths {
                max: small(flat.max),
            },
            "credit-code-length" => Code::CreditCodeLength {
                actual: small(flat.actual),
            },
            "credit-code-mistyped" => Code::CreditCodeMistyped,
            "too-many" => Code::TooMany {
                max: small(flat.max),
            },
            "not-in-order" => Code::NotInOrder,
            "sums-differ" => Code::SumsDiffer,
            "out-of-hours" => Code::OutOfHours,
            "after-term" => Code::AfterTerm,
            "twice" => Code::Twice,
            "join-code-mistyped" => Code::JoinCodeMistyped,
            "group-closed" => Code::GroupClosed,
            "group-elsewhere" => Code::GroupElsewhere,
            _ => Code::Unknown,
        };
        Self {
            field: flat.field,
            item: Item::of(flat.field, &flat.item),
            code,
        }
    }
}

impl Issue {
    /// An issue of this field.
    pub const fn new(field: Field, code: Code) -> Self {
        Self::of(field, Item::Whole, code)
    }

    /// An issue of this entry of a field.
    pub const fn of(field: Field, item: Item, code: Code) -> Self {
        Self { field, item, code }
    }

    /// The step on which it can be mended.
    pub fn step(&self) -> Step {
        match self.item {
            Item::Answer(question) => question.step(),
            _ => Step::of(self.field),
        }
    }

    /// Whether both are about the same value.
    pub fn is_beside(&self, field: Field, item: Item) -> bool {
        self.field == field && self.item == item
    }
}

impl From<SumFault> for Code {
    fn from(fault: SumFault) -> Self {
        match fault {
            SumFault::NotASum => Self::NotASum,
            SumFault::TooLarge => Self::SumTooLarge {
                max: AMOUNT_MAX_YUAN,
            },
        }
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
    /// The few questions of the field.
    Details,
    /// How a platform worker works.
    Work,
    /// What is claimed, kind by kind.
    Sums,
    /// What there is to show.
    Evidence,
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
    /// The code of the group that it joins, if it joins one.
    pub join: Option<JoinCode>,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 10] = [
        Self::About,
        Self::You,
        Self::OtherSide,
        Self::Story,
        Self::Details,
        Self::Work,
        Self::Sums,
        Self::Evidence,
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
            Self::Details => "details",
            Self::Work => "work",
            Self::Sums => "sums",
            Self::Evidence => "evidence",
            Self::Contact => "contact",
            Self::Check => "check",
        }
    }

    /// The step with this name in the address bar.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// The steps that the answers so far call for, in order.
    pub fn path(draft: &Draft) -> Vec<Self> {
        let field = DisputeField::from_wire(&draft.field);
        let work = field == DisputeField::NewEmployment;
        let sums = !ClaimKind::of(field).is_empty();
        let mut path = Self::ALL.to_vec();
        path.retain(|step| match step {
            Self::Details | Self::Evidence => field.is_known(),
            Self::Work => work,
            Self::Sums => sums,
            _ => true,
        });
        path
    }

    /// The step before this one.
    pub fn previous(self, draft: &Draft) -> Option<Self> {
        let path = Self::path(draft);
        path.into_iter().rev().find(|step| *step < self)
    }

    /// The step after this one.
    pub fn next(self, draft: &Draft) -> Option<Self> {
        Self::path(draft).into_iter().find(|step| *step > self)
    }

    /// The step on which a field is asked.
    pub fn of(field: Field) -> Self {
        match field {
            Field::Organization
            | Field::DisputeField
            | Field::Topic
            | Field::Amount
            | Field::Afraid => Self::About,
            Field::HelperRelation
            | Field::HelperName
            | Field::HelperMobile
            | Field::HelperContact
            | Field::ConsentPerson
            | Field::Name
            | Field::Mobile
            | Field::Region
            | Field::Address => Self::You,
            Field::RespondentKind
            | Field::RespondentName
            | Field::RespondentCode
            | Field::RespondentContact
            | Field::Others
            | Field::OtherRole
            | Field::OtherName
            | Field::OtherCode
            | Field::OtherContact => Self::OtherSide,
            Field::Story | Field::Claims => Self::Story,
            Field::Answers => Self::Details,
            Field::ClaimSums | Field::ClaimMonths => Self::Sums,
            Field::ContactChannels
            | Field::ContactTimes
            | Field::NoticeChannels
            | Field::NoticeEmail
            | Field::NoticeTimes
            | Field::NoticePrivate => Self::Contact,
            _ => Self::Check,
        }
    }

    /// Everything wrong with what this step asks.
    pub fn issues(self, draft: &Draft) -> Vec<Issue> {
        let mut issues = draft.parse().err().unwrap_or_default();
        issues.retain(|issue| issue.step() == self);
        issues
    }

    /// The first step that still has issues; the last one when none has. Deep links go no further.
    pub fn first_incomplete(draft: &Draft) -> Self {
        let issues = draft.parse().err().unwrap_or_default();
        issues.iter().map(Issue::step).min().unwrap_or(Self::Check)
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
        let amount_fen = check.sum(Field::Amount, Item::Whole, &self.amount);
        let helper = check.helper(self);
        let applicant = check.applicant(self);
        let mut answers = check.answers(Step::You, self);
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
            code: check.credit_code(Field::RespondentCode, Item::Whole, &self.respondent_code),
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
        let others = check.others(&self.others);
        let story = check.required(Field::Story, &self.story, STORY_MAX);
        if story
            .as_ref()
            .is_some_and(|story| story.chars().count() < usize::from(STORY_MIN))
        {
            check.fail(Field::Story, Code::TooShort { min: STORY_MIN });
        }
        let claims = check.optional(Field::Claims, &self.claims, CLAIMS_MAX);
        for step in [Step::Details, Step::Work] {
            answers.extend(check.answers(step, self));
        }
        let claim_items = match field {
            Some(field) => check.claims(field, self),
            None => Vec::new(),
        };
        answers.extend(check.answers(Step::Evidence, self));
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
        let notices = check.notices(self);
        check.consents(self.consent_privacy, self.consent_share);
        if self.is_sensitive() && !self.consent_sensitive {
            check.fail(Field::ConsentSensitive, Code::NotAgreed);
        }
        let join = check.join_code(&self.join_code, field);
        match (
            check.issues.is_empty(),
            organization,
            field,
            applicant,
            story,
        ) {
            (true, Some(organization), Some(field), Some(applicant), Some(story)) => {
                let content = Content {
                    field,
                    topic,
                    amount_fen,
                    applicant,
                    helper,
                    respondent,
                    others,
                    story,
                    claims,
                    answers,
                    claim_items,
                    contact,
                    visit: None,
                    afraid: self.is_careful(),
                    notices,
                };
                Ok(NewRequest {
                    organization,
                    content,
                    join,
                })
            }
            _ => Err(check.issues),
        }
    }

    /// Who asks, who helps and the answers about the person, or every issue in these alone.
    pub(crate) fn parse_person(&self) -> Result<Person, Vec<Issue>> {
        let mut check = Checker::default();
        let helper = check.helper(self);
        let applicant = check.applicant(self);
        let particulars = check.answers(Step::You, self);
        applicant
            .filter(|_| check.issues.is_empty())
            .map(|applicant| Person {
                applicant,
                helper,
                particulars,
            })
            .ok_or(check.issues)
    }

    /// How to tell of news, or every issue in that alone.
    pub(crate) fn parse_notices(&self) -> Result<NoticeWish, Vec<Issue>> {
        let mut check = Checker::default();
        let wish = check.notices(self);
        if check.issues.is_empty() {
            Ok(wish)
        } else {
            Err(check.issues)
        }
    }

    /// Whether the other side must not learn of the request through the portal: somebody in the family is afraid of
    /// them, or wants to be asked before they are told.
    pub fn is_careful(&self) -> bool {
        DisputeField::from_wire(&self.field) == DisputeField::Family
            && (self.afraid || reply(&self.answers, Question::AskMeFirst) == Reply::Yes)
    }

    /// Whether it is asked how much is at stake: in disputes about work every sum is asked for by itself. What was
    /// typed before stays to be changed.
    pub fn asks_amount(&self) -> bool {
        !DisputeField::from_wire(&self.field).is_about_work() || !self.amount.trim().is_empty()
    }

    /// Whether such disputes are told with what the law protects most: somebody's health, or a child under 14.
    pub fn is_sensitive(&self) -> bool {
        let field = DisputeField::from_wire(&self.field);
        let topic = Topic::from_wire(&self.topic);
        matches!(
            field,
            DisputeField::Family | DisputeField::Medical | DisputeField::Traffic
        ) || (field.topics().contains(&topic)
            && matches!(topic, Topic::WorkInjury | Topic::OccupationalInjury))
    }

    /// The sums claimed so far, without those that cannot be read yet.
    pub fn sums(&self) -> Vec<Claim> {
        let field = DisputeField::from_wire(&self.field);
        Checker::default().claims(field, self)
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
        let code = |code: &Option<CreditCode>| {
            code.as_ref()
                .map(|code| code.as_str().to_owned())
                .unwrap_or_default()
        };
        let claims = || {
            content
                .claim_items
                .iter()
                .filter(|claim| claim.kind.is_known())
        };
        let helper = content.helper.as_ref();
        let relation = helper.map(|helper| helper.relation).unwrap_or_default();
        let whom = helper.and_then(|helper| helper.contact).unwrap_or_default();
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
            respondent_code: code(&content.respondent.code),
            others: content.others.iter().map(OtherDraft::from).collect(),
            story: content.story.clone(),
            claims: content.claims.clone().unwrap_or_default(),
            answers: content
                .answers
                .iter()
                .filter(|answer| answer.question.is_known())
                .map(|answer| (answer.question.as_str().to_owned(), answer.value.clone()))
                .collect(),
            claim_sums: claims()
                .map(|claim| (claim.kind.as_str().to_owned(), yuan_text(claim.fen)))
                .collect(),
            claim_months: claims()
                .filter_map(|claim| {
                    Some((claim.kind.as_str().to_owned(), claim.months?.to_string()))
                })
                .collect(),
            helper_relation: wire(relation.is_known(), relation.as_str()),
            helper_name: helper.map(|helper| helper.name.clone()).unwrap_or_default(),
            helper_mobile: helper
                .map(|helper| helper.mobile.as_str().to_owned())
                .unwrap_or_default(),
            helper_contact: wire(whom.is_known(), whom.as_str()),
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
            notice_channels: content
                .notices
                .channels
                .iter()
                .map(|channel| channel.as_str().to_owned())
                .collect(),
            notice_email: content
                .notices
                .email
                .as_ref()
                .map(|email| email.as_str().to_owned())
                .unwrap_or_default(),
            notice_times: content
                .notices
                .times
                .iter()
                .map(|time| time.as_str().to_owned())
                .collect(),
            afraid: content.afraid,
            ..Self::default()
        }
    }
}

/// Those who ask, as a request has them.
pub(crate) struct Person {
    pub(crate) applicant: Applicant,
    pub(crate) helper: Option<Helper>,
    pub(crate) particulars: Vec<Answer>,
}

/// Checks one free text that travels on its own: a note, an answer, a reason in words.
pub fn parse_note(field: Field, typed: &str, max: u16) -> Result<String, Vec<Issue>> {
    let mut check = Checker::default();
    check
        .required(field, typed, max)
        .filter(|_| check.issues.is_empty())
        .ok_or(check.issues)
}

/// Collects issues while values are read.
#[derive(Default)]
pub(crate) struct Checker {
    pub(crate) issues: Vec<Issue>,
}

impl Checker {
    pub(crate) fn fail(&mut self, field: Field, code: Code) {
        self.fail_at(field, Item::Whole, code);
    }

    pub(crate) fn fail_at(&mut self, field: Field, item: Item, code: Code) {
        self.issues.push(Issue::of(field, item, code));
    }

    pub(crate) fn required(&mut self, field: Field, typed: &str, max: u16) -> Option<String> {
        if typed.trim().is_empty() {
            self.fail(field, Code::Missing);
            return None;
        }
        self.optional(field, typed, max)
    }

    pub(crate) fn optional(&mut self, field: Field, typed: &str, max: u16) -> Option<String> {
        self.entry(field, Item::Whole, typed, max)
    }

    /// Words in an entry of a field.
    pub(crate) fn entry(
        &mut self,
        field: Field,
        item: Item,
        typed: &str,
        max: u16,
    ) -> Option<String> {
        words(typed, max)
            .map_err(|code| self.issues.push(Issue::of(field, item, code)))
            .ok()
            .filter(|text| !text.is_empty())
    }

    /// The group to join, which only some disputes have.
    fn join_code(&mut self, typed: &str, about: Option<DisputeField>) -> Option<JoinCode> {
        if typed.trim().is_empty() {
            return None;
        }
        let code = JoinCode::parse(typed);
        if code.is_none() {
            self.fail(Field::JoinCode, Code::JoinCodeMistyped);
        } else if about.is_some_and(|about| !group::is_offered(about)) {
            self.fail(Field::JoinCode, Code::GroupElsewhere);
        }
        code
    }

    pub(crate) fn choice<T: Copy>(
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
    pub(crate) fn choices<T: Copy + PartialEq>(
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

    pub(crate) fn mobile(&mut self, field: Field, typed: &str) -> Option<Mobile> {
        if typed.trim().is_empty() {
            self.fail(field, Code::Missing);
            return None;
        }
        Mobile::parse(typed)
            .map_err(|fault| {
                let code = match fault {
                    MobileFault::NotDigits => Code::NotDigits,
                    MobileFault::Length(actual) => Code::MobileLength { actual },
                    MobileFault::Prefix => Code::MobilePrefix,
                    MobileFault::Landline => Code::Landline,
                };
                self.fail(field, code);
            })
            .ok()
    }

    /// A county or township of Jiangsu's form; whether the code exists is for the server to say.
    pub(crate) fn region(&mut self, typed: &str) -> Option<RegionCode> {
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

    pub(crate) fn sum(&mut self, field: Field, item: Item, typed: &str) -> Option<u64> {
        if typed.trim().is_empty() {
            return None;
        }
        money::fen(typed)
            .map_err(|fault| self.issues.push(Issue::of(field, item, fault.into())))
            .ok()
    }

    pub(crate) fn credit_code(
        &mut self,
        field: Field,
        item: Item,
        typed: &str,
    ) -> Option<CreditCode> {
        if typed.trim().is_empty() {
            return None;
        }
        credit_code(typed)
            .map_err(|code| self.issues.push(Issue::of(field, item, code)))
            .ok()
    }

    /// The two consents without which nothing is sent.
    pub(crate) fn consents(&mut self, privacy: bool, share: bool) {
        for (field, agreed) in [
            (Field::ConsentPrivacy, privacy),
            (Field::ConsentShare, share),
        ] {
            if !agreed {
                self.fail(field, Code::NotAgreed);
            }
        }
    }

    fn applicant(&mut self, draft: &Draft) -> Option<Applicant> {
        let name = self.required(Field::Name, &draft.name, NAME_MAX);
        let mobile = self.mobile(Field::Mobile, &draft.mobile);
        let region = self.region(&draft.region);
        let address = self.optional(Field::Address, &draft.address, ADDRESS_MAX);
        Some(Applicant {
            name: name?,
            mobile: mobile?,
            region: region?,
            address,
        })
    }

    /// How to tell of news. Where somebody is afraid, only where nobody else sees it and when it is safe.
    fn notices(&mut self, draft: &Draft) -> NoticeWish {
        let channels = self.choices(
            Field::NoticeChannels,
            &draft.notice_channels,
            NoticeChannel::from_wire,
            NoticeChannel::IN_REQUEST,
        );
        let mut wish = NoticeWish {
            channels,
            ..NoticeWish::default()
        };
        if wish.channels.contains(&NoticeChannel::Email) {
            wish.email = Email::parse(&draft.notice_email);
            if draft.notice_email.trim().is_empty() {
                self.fail(Field::NoticeEmail, Code::Missing);
            } else if wish.email.is_none() {
                self.fail(Field::NoticeEmail, Code::NotAnEmail);
            }
        }
        if draft.is_careful() && !wish.is_silent() {
            wish.times = self.choices(
                Field::NoticeTimes,
                &draft.notice_times,
                ContactTime::from_wire,
                ContactTime::ALL,
            );
            if draft.notice_times.is_empty() {
                self.fail(Field::NoticeTimes, Code::Missing);
            }
            if !draft.notice_private {
                self.fail(Field::NoticePrivate, Code::NotAgreed);
            }
        }
        wish
    }

    /// Whoever files for the applicant; nobody where no relation was chosen.
    fn helper(&mut self, draft: &Draft) -> Option<Helper> {
        if draft.helper_relation.is_empty() {
            return None;
        }
        let relation = self.choice(
            Field::HelperRelation,
            &draft.helper_relation,
            HelperRelation::from_wire,
            HelperRelation::is_known,
        );
        let name = self.required(Field::HelperName, &draft.helper_name, NAME_MAX);
        let mobile = self.mobile(Field::HelperMobile, &draft.helper_mobile);
        let contact = self.choice(
            Field::HelperContact,
            &draft.helper_contact,
            WhomToContact::from_wire,
            WhomToContact::is_known,
        );
        if !draft.consent_person {
            self.fail(Field::ConsentPerson, Code::NotAgreed);
        }
        Some(Helper {
            relation: relation?,
            name: name?,
            mobile: mobile?,
            contact,
        })
    }

    fn others(&mut self, others: &[OtherDraft]) -> Vec<OtherSide> {
        if others.len() > usize::from(OTHERS_MAX) {
            self.fail(Field::Others, Code::TooMany { max: OTHERS_MAX });
            return Vec::new();
        }
        (0_u8..)
            .zip(others)
            .filter_map(|(at, other)| self.other(Item::Row(at), other))
            .collect()
    }

    fn other(&mut self, row: Item, other: &OtherDraft) -> Option<OtherSide> {
        let typed = [&other.role, &other.name, &other.code, &other.contact];
        if typed.iter().all(|typed| typed.trim().is_empty()) {
            return None;
        }
        let role = OtherRole::from_wire(&other.role);
        if !other.role.is_empty() && !role.is_known() {
            self.issues
                .push(Issue::of(Field::OtherRole, row, Code::NotAChoice));
        }
        if other.name.trim().is_empty() {
            self.issues
                .push(Issue::of(Field::OtherName, row, Code::Missing));
        }
        let name = self.entry(Field::OtherName, row, &other.name, RESPONDENT_NAME_MAX);
        let code = self.credit_code(Field::OtherCode, row, &other.code);
        let contact = if other.unreachable {
            None
        } else {
            self.entry(
                Field::OtherContact,
                row,
                &other.contact,
                RESPONDENT_CONTACT_MAX,
            )
        };
        Some(OtherSide {
            role,
            name: name?,
            code,
            contact,
        })
    }

    /// The claims of kinds that this field has, in order.
    fn claims(&mut self, field: DisputeField, draft: &Draft) -> Vec<Claim> {
        ClaimKind::of(field)
            .iter()
            .filter_map(|kind| self.claim(*kind, draft))
            .collect()
    }

    fn claim(&mut self, kind: ClaimKind, draft: &Draft) -> Option<Claim> {
        let item = Item::Claim(kind);
        let typed = |map: &BTreeMap<String, String>| {
            map.get(kind.as_str())
                .map(|typed| typed.trim().to_owned())
                .unwrap_or_default()
        };
        let (sum, months) = (typed(&draft.claim_sums), typed(&draft.claim_months));
        let months = if kind.by_month() && !months.is_empty() {
            if sum.is_empty() {
                self.issues
                    .push(Issue::of(Field::ClaimSums, item, Code::Missing));
            }
            let read = claims::months(&months);
            if read.is_none() {
                let max = claims::MONTHS_MAX;
                self.issues
                    .push(Issue::of(Field::ClaimMonths, item, Code::NotMonths { max }));
            }
            read
        } else {
            None
        };
        let fen = self.sum(Field::ClaimSums, item, &sum)?;
        Some(Claim { kind, fen, months })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::questions::{drop_left_over, left_over};
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
        for bad in ["-1", "0", "1e300", "很多", "1.234", "1.", ".5"] {
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
            Code::Landline,
            Code::NotAnEmail,
            Code::NotASum,
            Code::SumTooLarge {
                max: AMOUNT_MAX_YUAN,
            },
            Code::NotAChoice,
            Code::NotARegion,
            Code::NoSuchOrganization,
            Code::NotAFutureTime,
            Code::NotADay,
            Code::DayToCome,
            Code::NotMonths { max: 600 },
            Code::CreditCodeLength { actual: 17 },
            Code::CreditCodeMistyped,
            Code::TooMany { max: OTHERS_MAX },
            Code::OutOfHours,
            Code::AfterTerm,
            Code::Twice,
            Code::JoinCodeMistyped,
            Code::GroupClosed,
            Code::GroupElsewhere,
            Code::Unknown,
        ];
        for (field, item) in [
            (Field::Answers, Item::Answer(Question::Hospital)),
            (Field::ClaimMonths, Item::Claim(ClaimKind::Wages)),
            (Field::OtherName, Item::Row(3)),
        ] {
            let issue = Issue::of(field, item, Code::NotADay);
            let json = serde_json::to_string(&issue).unwrap();
            assert_eq!(
                serde_json::from_str::<Issue>(&json).unwrap(),
                issue,
                "{json}"
            );
        }
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
        }
        let mut draft = complete();
        for (field, steps) in [
            ("labor", 9),
            ("new-employment", 10),
            ("traffic", 8),
            ("", 6),
        ] {
            draft.field = field.into();
            let path = Step::path(&draft);
            assert_eq!(path.len(), steps, "{field}");
            for step in path {
                let back = step.next(&draft).and_then(|next| next.previous(&draft));
                assert_eq!(back.unwrap_or(step), step);
            }
        }
        assert_eq!(Step::first_incomplete(&Draft::default()), Step::About);
        assert_eq!(Step::first_incomplete(&complete()), Step::Check);
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![Just(String::new()), "[一-龥]{1,60}", any::<String>()]
    }

    fn choice(names: &'static [&'static str]) -> impl Strategy<Value = String> {
        proptest::sample::select(names).prop_map(str::to_owned)
    }

    /// A typed value for any question or sum: good ones, bad ones and nonsense.
    fn typed() -> impl Strategy<Value = String> {
        prop_oneof![
            choice(&[
                "",
                "yes",
                "no",
                "have",
                "2026-03-01",
                "1900-01-01",
                "12000.5",
                "三万",
                "0",
                "914403001922038216",
                "91440300",
                "delivery",
            ]),
            text(),
        ]
    }

    fn map_of(names: Vec<&'static str>) -> impl Strategy<Value = BTreeMap<String, String>> {
        let name = proptest::sample::select(names).prop_map(str::to_owned);
        proptest::collection::btree_map(name, typed(), 0..6)
    }

    fn any_other() -> impl Strategy<Value = OtherDraft> {
        let role = choice(&["", "platform", "agency", "?"]);
        let code = choice(&["", "914403001922038216", "914403001922038217", "9144"]);
        (role, text(), code, text(), any::<bool>()).prop_map(
            |(role, name, code, contact, unreachable)| OtherDraft {
                role,
                name,
                code,
                contact,
                unreachable,
            },
        )
    }

    fn any_draft() -> impl Strategy<Value = Draft> {
        let questions = || Question::ALL.iter().map(|question| question.as_str());
        let kinds = || ClaimKind::ALL.iter().map(|kind| kind.as_str());
        (
            (
                choice(&["", "org1"]),
                choice(&["", "labor", "family", "new-employment", "commercial", "?"]),
                choice(&["", "wages", "marriage", "pay", "foreign-related", "?"]),
                choice(&["", "1", "1.5", "x", "1000000001"]),
            ),
            (
                text(),
                choice(&["13912345678", "1391", "x", ""]),
                choice(&["320106", "320106003", "320100", "", "x"]),
                text(),
            ),
            (
                choice(&["", "person", "company", "?"]),
                text(),
                choice(&["", "914403001922038216", "9144"]),
                text(),
                any::<bool>(),
                proptest::collection::vec(any_other(), 0..6),
            ),
            (text(), text()),
            (
                map_of(questions().chain(["?"]).collect()),
                map_of(kinds().collect()),
                map_of(kinds().collect()),
            ),
            (
                choice(&["", "child", "grid-worker", "?"]),
                text(),
                choice(&["13912345678", "1391", ""]),
                choice(&["", "helper", "?"]),
            ),
            any::<[bool; 8]>(),
            (
                proptest::collection::vec(choice(&["phone", "video", "?"]), 0..3),
                proptest::collection::vec(choice(&["email", "sms", "?"]), 0..3),
                choice(&["", "a@example.com", "a@b\r\nTo: c@d.e", "x"]),
                proptest::collection::vec(choice(&["weekend", "weekday-daytime", "?"]), 0..3),
            ),
            choice(&["", "00000-00000", "0000000001", "?"]),
        )
            .prop_map(
                |(about, you, other, story, extra, helper, ticks, contact, join_code)| Draft {
                    organization: about.0,
                    field: about.1,
                    topic: about.2,
                    amount: about.3,
                    name: you.0,
                    mobile: you.1,
                    region: you.2,
                    address: you.3,
                    respondent_kind: other.0,
                    respondent_name: other.1,
                    respondent_code: other.2,
                    respondent_contact: other.3,
                    respondent_unreachable: other.4,
                    others: other.5,
                    story: story.0,
                    claims: story.1,
                    answers: extra.0,
                    claim_sums: extra.1,
                    claim_months: extra.2,
                    helper_relation: helper.0,
                    helper_name: helper.1,
                    helper_mobile: helper.2,
                    helper_contact: helper.3,
                    consent_person: ticks[0],
                    consent_fee: ticks[1],
                    consent_sensitive: ticks[7],
                    consent_privacy: ticks[2],
                    consent_share: ticks[3],
                    contact_channels: contact.0,
                    contact_times: Vec::new(),
                    join_code,
                    notice_channels: contact.1,
                    notice_email: contact.2,
                    notice_times: contact.3,
                    notice_private: ticks[4],
                    afraid: ticks[5],
                    even_if_filed: ticks[6],
                },
            )
    }

    /// Mends what an issue names the way a person would: with a good value, or by leaving it out.
    fn mend(draft: &mut Draft, issue: Issue) {
        let row = match issue.item {
            Item::Row(at) => draft.others.get_mut(usize::from(at)),
            _ => None,
        };
        match (issue.field, issue.item) {
            (Field::Answers, Item::Answer(question)) => {
                draft.answers.remove(question.as_str());
            }
            (Field::ClaimSums | Field::ClaimMonths, Item::Claim(kind)) => {
                draft.claim_sums.remove(kind.as_str());
                draft.claim_months.remove(kind.as_str());
            }
            (Field::Others, _) => draft.others.truncate(usize::from(OTHERS_MAX)),
            (_, Item::Row(_)) => *row.unwrap() = OtherDraft::default(),
            (Field::Organization, _) => draft.organization = "org1".into(),
            (Field::DisputeField, _) => draft.field = "labor".into(),
            (Field::Topic, _) => draft.topic.clear(),
            (Field::Amount, _) => draft.amount.clear(),
            (Field::HelperRelation, _) => draft.helper_relation.clear(),
            (Field::HelperName, _) => draft.helper_name = "李四".into(),
            (Field::HelperMobile, _) => draft.helper_mobile = "13912345679".into(),
            (Field::HelperContact, _) => draft.helper_contact.clear(),
            (Field::ConsentPerson, _) => draft.consent_person = true,
            (Field::Name, _) => draft.name = "张三".into(),
            (Field::Mobile, _) => draft.mobile = "13912345678".into(),
            (Field::Region, _) => draft.region = "320106".into(),
            (Field::Address, _) => draft.address.clear(),
            (Field::RespondentKind, _) => draft.respondent_kind.clear(),
            (Field::RespondentName, _) => draft.respondent_name.clear(),
            (Field::RespondentCode, _) => draft.respondent_code.clear(),
            (Field::RespondentContact, _) => draft.respondent_contact.clear(),
            (Field::Story, _) => draft.story = complete().story,
            (Field::Claims, _) => draft.claims.clear(),
            (Field::ContactChannels, _) => draft.contact_channels.clear(),
            (Field::NoticeChannels, _) => draft.notice_channels.clear(),
            (Field::NoticeEmail, _) => draft.notice_email = "a@example.com".into(),
            (Field::NoticeTimes, _) => draft.notice_times = vec!["weekend".into()],
            (Field::NoticePrivate, _) => draft.notice_private = true,
            (Field::ConsentPrivacy, _) => draft.consent_privacy = true,
            (Field::ConsentShare, _) => draft.consent_share = true,
            (Field::ConsentSensitive, _) => draft.consent_sensitive = true,
            (Field::JoinCode, _) => draft.join_code.clear(),
            (field, _) => panic!("nobody can mend {field:?}"),
        }
    }

    /// Somebody goes back and answers one group of questions anew.
    fn overwrite(draft: &mut Draft, what: u8, edit: Draft) {
        match what {
            0 => draft.field = edit.field,
            1 => draft.topic = edit.topic,
            2 => draft.answers.extend(edit.answers),
            3 => {
                draft.claim_sums.extend(edit.claim_sums);
                draft.claim_months.extend(edit.claim_months);
            }
            4 => draft.others = edit.others,
            _ => draft.helper_relation = edit.helper_relation,
        }
    }

    #[test]
    fn a_draft_of_the_first_version_still_opens() {
        let first = r#"{"organization":"k3m9q2","field":"labor","topic":"wages","amount":"3,000",
            "name":"示例人","mobile":"139 0000 0000","region":"320106","address":"示例路 3 号",
            "respondent_kind":"company","respondent_name":"示例公司","respondent_contact":"示例路 4 号",
            "respondent_unreachable":false,"story":"公司三个月没有发工资，问过两次。","claims":"补发工资",
            "contact_channels":["phone"],"contact_times":["weekday-evening"],
            "consent_privacy":true,"consent_share":true}"#;
        let draft: Draft = serde_json::from_str(first).unwrap();
        assert_eq!(
            draft.parse().unwrap().content.claims.as_deref(),
            Some("补发工资")
        );
        let written: String = serde_json::to_string(&draft).unwrap();
        let first: String = first.lines().map(str::trim_start).collect();
        assert_eq!(written, first, "it is still the same request");
    }

    #[test]
    fn only_what_is_asked_is_taken() {
        let mut draft = complete();
        for (name, typed) in [("since", "2026/3/1"), ("hospital", "某医院"), ("moon", "1")] {
            draft.answers.insert(name.into(), typed.into());
        }
        draft.claim_sums.insert("claim-wages".into(), "三千".into());
        draft.claim_months.insert("claim-wages".into(), "3".into());
        draft
            .claim_sums
            .insert("claim-vehicle".into(), "nonsense".into());
        let content = draft.parse().unwrap().content;
        let answers: Vec<_> = content
            .answers
            .iter()
            .map(|answer| (answer.question, answer.value.as_str()))
            .collect();
        assert_eq!(answers, [(Question::Since, "2026-03-01")]);
        assert_eq!(claims::total(&content.claim_items), 900_000);
    }

    #[test]
    fn whoever_helps_says_who_they_are_and_that_they_may() {
        let mut draft = complete();
        draft.helper_relation = "child".into();
        let wrong = [
            (Field::HelperName, Code::Missing),
            (Field::HelperMobile, Code::Missing),
            (Field::ConsentPerson, Code::NotAgreed),
        ];
        assert_eq!(codes(&draft), wrong);
        draft.helper_name = "张小三".into();
        draft.helper_mobile = "13812345678".into();
        draft.consent_person = true;
        let helper = draft.parse().unwrap().content.helper.unwrap();
        assert_eq!(helper.relation, HelperRelation::Child);
        draft.helper_relation.clear();
        assert_eq!(draft.parse().unwrap().content.helper, None);
    }

    #[test]
    fn nothing_is_sent_to_who_is_afraid_unless_place_and_time_are_safe() {
        let mut draft = complete();
        draft.notice_channels = vec!["email".into(), "sms".into()];
        assert_eq!(codes(&draft), [(Field::NoticeEmail, Code::Missing)]);
        draft.notice_email = "a@b".into();
        assert_eq!(codes(&draft), [(Field::NoticeEmail, Code::NotAnEmail)]);
        draft.notice_email = " a@example.com".into();
        draft.notice_times = vec!["weekend".into()];
        let notices = |draft: &Draft| draft.parse().unwrap().content.notices;
        assert_eq!(notices(&draft).times, [], "only who is afraid is asked");

        draft.field = "family".into();
        draft.consent_sensitive = true;
        draft.afraid = true;
        draft.notice_times.clear();
        let unsafe_yet = [
            (Field::NoticeTimes, Code::Missing),
            (Field::NoticePrivate, Code::NotAgreed),
        ];
        assert_eq!(codes(&draft), unsafe_yet);
        draft.afraid = false;
        draft.answers = [("ask-me-first".to_owned(), "yes".to_owned())].into();
        assert_eq!(codes(&draft), unsafe_yet, "said on the form counts as much");
        draft.notice_times = vec!["weekend".into()];
        draft.notice_private = true;
        assert_eq!(notices(&draft).times, [ContactTime::Weekend]);
        draft.notice_channels.clear();
        assert_eq!(notices(&draft), NoticeWish::default());
    }

    #[test]
    fn what_the_law_protects_most_is_agreed_to_separately() {
        let mut draft = complete();
        for (field, topic, is_asked) in [
            ("medical", "", true),
            ("traffic", "", true),
            ("family", "", true),
            ("labor", "work-injury", true),
            ("new-employment", "occupational-injury", true),
            ("labor", "wages", false),
            ("consumer", "", false),
            // Left over from another field: mended before it is sent.
            ("consumer", "work-injury", false),
        ] {
            draft.field = field.into();
            draft.topic = topic.into();
            assert_eq!(draft.is_sensitive(), is_asked, "{field} {topic}");
        }
        draft.field = "medical".into();
        draft.topic.clear();
        let refused = (Field::ConsentSensitive, Code::NotAgreed);
        assert_eq!(codes(&draft), [refused]);
        draft.consent_sensitive = true;
        assert!(draft.parse().is_ok());
    }

    #[test]
    fn a_further_respondent_needs_a_name_and_an_empty_row_nothing() {
        let mut draft = complete();
        let other = |name: &str, code: &str| OtherDraft {
            role: "platform".into(),
            name: name.into(),
            code: code.into(),
            ..OtherDraft::default()
        };
        draft.others = vec![
            OtherDraft::default(),
            other("", ""),
            other("某平台", "914403001922038217"),
        ];
        let at = |field, row, code| Issue::of(field, Item::Row(row), code);
        assert_eq!(
            draft.parse().unwrap_err(),
            [
                at(Field::OtherName, 1, Code::Missing),
                at(Field::OtherCode, 2, Code::CreditCodeMistyped)
            ]
        );
        draft.others.resize(5, OtherDraft::default());
        assert_eq!(codes(&draft), [(Field::Others, Code::TooMany { max: 4 })]);
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
                    let path = Step::path(&draft);
                    prop_assert!(issues.iter().all(|issue| path.contains(&issue.step())));
                }
            }
        }

        #[test]
        fn whatever_was_typed_the_draft_can_be_finished(mut draft in any_draft()) {
            // A mended answer can call for a question whose old answer was never right.
            for _ in 0..3 {
                for issue in draft.parse().err().unwrap_or_default() {
                    mend(&mut draft, issue);
                }
            }
            prop_assert_eq!(draft.parse().err(), None);
        }

        #[test]
        fn after_any_sequence_of_edits_each_step_leads_to_the_next_and_to_the_end(
            mut draft in any_draft(),
            edits in proptest::collection::vec((0..6_u8, any_draft()), 0..5),
        ) {
            for (what, edit) in edits {
                overwrite(&mut draft, what, edit);
                drop_left_over(&mut draft);
                prop_assert_eq!(left_over(&draft), 0);
            }
            let mut step = Step::About;
            loop {
                // A mended answer can call for a question whose old answer was never right.
                for _ in 0..3 {
                    for issue in step.issues(&draft) {
                        mend(&mut draft, issue);
                    }
                }
                prop_assert_eq!(step.issues(&draft), Vec::new());
                prop_assert!(Step::first_incomplete(&draft) >= step);
                match step.next(&draft) {
                    Some(next) => step = next,
                    None => break,
                }
            }
            prop_assert_eq!(draft.parse().err(), None);
        }

        #[test]
        fn a_request_filed_again_keeps_its_content(draft in any_draft()) {
            if let Ok(request) = draft.parse() {
                let mut again = Draft::again(&request.content);
                again.organization = request.organization.clone();
                again.consent_privacy = true;
                again.consent_share = true;
                again.consent_person = true;
                again.join_code = draft.join_code.clone();
                again.notice_private = true;
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
