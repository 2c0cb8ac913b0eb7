//! The request being written: what is kept on the phone, and how it is read back.

use std::collections::BTreeMap;

use contract::draft::{Draft, Field, OtherDraft};
use contract::group::Invitation;
use contract::kinds::{DisputeField, Topic};
use contract::number::JoinCode;
use contract::region::{RegionCode, RegionLevel};

use super::stored::{self, push};

/// Marks the values of a copy that was sent without an answer; each begins with its own [`SENT`] entry.
const IN_DOUBT: &str = "sent.";
const SENT: &str = "sent";
/// Begins a further respondent; its values are marked like this too.
const OTHER: &str = "other";
const OF_OTHER: &str = "other.";
/// Begins a file; its values are marked like this too.
const FILE: &str = "file";
/// That files may be uploaded before the request is sent.
const MAY_UPLOAD: &str = "may_upload";
/// That the region was not chosen by the person.
const REGION_GUESSED: &str = "region_guessed";
const OF_FILE: &str = "file.";
/// Mark what is kept by the name of a question or of a kind of claim.
const ANSWER: &str = "answer.";
const CLAIM_SUM: &str = "sum.";
const CLAIM_MONTHS: &str = "months.";

/// How long a draft stays on the phone after its last change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeepFor {
    /// Not at all: it goes when the tab is closed.
    Tab,
    /// A day, unless somebody chooses otherwise.
    #[default]
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
}

impl KeepFor {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Tab, Self::Day, Self::Week, Self::Month];

    /// Its name where it is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tab => "tab",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The one with this name; a day for others.
    pub fn from_name(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|keep| keep.as_str() == name).unwrap_or_default()
    }

    /// For how many days. A tab that is left open is emptied after a day too.
    pub const fn days(self) -> u16 {
        match self {
            Self::Tab | Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
        }
    }
}

/// A file that goes with the request. Its bytes are kept apart from it (`platform::shelf`), under its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attached {
    /// The phone's name for it: random.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// How large it is, as it is sent.
    pub bytes: u64,
    /// The server's name for it; empty before it has begun to take it.
    pub remote: String,
    /// How far it has come.
    pub way: Way,
}

/// How far a file has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// It is to be sent.
    #[default]
    Open,
    /// The server has it.
    Arrived,
    /// The server has yet to delete it.
    Leaving,
    /// The phone does not have it any more, and the server not all of it.
    Lost,
}

impl Way {
    const ALL: [Self; 4] = [Self::Open, Self::Arrived, Self::Leaving, Self::Lost];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::Arrived => "arrived",
            Self::Leaving => "leaving",
            Self::Lost => "lost",
        }
    }
}

/// Everything about one draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// Exactly what was typed.
    pub draft: Draft,
    /// The idempotency key: however often it is sent, it becomes one request.
    pub key: String,
    /// When it last changed, milliseconds since 1970.
    pub saved_at: f64,
    /// Name of the organization it goes to, for showing.
    pub organization_name: String,
    /// Names of the applicant's region, for showing.
    pub region_name: String,
    /// Whether the region is the one last searched in, and not yet the person's own word.
    pub region_guessed: bool,
    /// How long the person wants it kept.
    pub keep: KeepFor,
    /// Whether the person agreed that files are uploaded before it is sent.
    pub may_upload: bool,
    /// The files that go with it.
    pub files: Vec<Attached>,
    /// What was sent without an answer, in this order: the server may have stored one of these.
    pub in_doubt: Vec<Draft>,
}

/// Reads and writes one text of a draft by its field.
macro_rules! texts {
    ($($field:ident => $member:ident),+ $(,)?) => {
        /// The fields that hold one text.
        const TEXTS: &[Field] = &[$(Field::$field),+];

        /// What was typed in a field; empty for fields that hold no single text.
        pub fn text(draft: &Draft, field: Field) -> &str {
            match field {
                $(Field::$field => &draft.$member,)+
                _ => "",
            }
        }

        fn text_mut(draft: &mut Draft, field: Field) -> Option<&mut String> {
            match field {
                $(Field::$field => Some(&mut draft.$member),)+
                _ => None,
            }
        }
    };
}

texts! {
    Organization => organization,
    DisputeField => field,
    Topic => topic,
    Amount => amount,
    Name => name,
    Mobile => mobile,
    Region => region,
    Address => address,
    RespondentKind => respondent_kind,
    RespondentName => respondent_name,
    RespondentCode => respondent_code,
    RespondentContact => respondent_contact,
    HelperRelation => helper_relation,
    HelperName => helper_name,
    HelperMobile => helper_mobile,
    HelperContact => helper_contact,
    Story => story,
    Claims => claims,
    JoinCode => join_code,
    NoticeEmail => notice_email,
}

/// The texts of a further respondent, by the names they are kept under.
fn other_texts(other: &mut OtherDraft) -> [(&'static str, &mut String); 4] {
    [
        ("role", &mut other.role),
        ("name", &mut other.name),
        ("code", &mut other.code),
        ("contact", &mut other.contact),
    ]
}

/// Reads and writes one tick of a draft by its field.
fn tick_mut(draft: &mut Draft, field: Field) -> Option<&mut bool> {
    match field {
        Field::ConsentPrivacy => Some(&mut draft.consent_privacy),
        Field::ConsentShare => Some(&mut draft.consent_share),
        Field::ConsentSensitive => Some(&mut draft.consent_sensitive),
        Field::ConsentFee => Some(&mut draft.consent_fee),
        Field::ConsentPerson => Some(&mut draft.consent_person),
        Field::NoticePrivate => Some(&mut draft.notice_private),
        Field::Afraid => Some(&mut draft.afraid),
        Field::EvenIfFiled => Some(&mut draft.even_if_filed),
        _ => None,
    }
}

/// The ticks of a draft that are asked for by fields.
const TICKS: [Field; 8] = [
    Field::ConsentPrivacy,
    Field::ConsentShare,
    Field::ConsentSensitive,
    Field::ConsentFee,
    Field::ConsentPerson,
    Field::NoticePrivate,
    Field::Afraid,
    Field::EvenIfFiled,
];

/// The fields of a draft that take several choices.
const CHOICES: [Field; 4] = [
    Field::ContactChannels,
    Field::ContactTimes,
    Field::NoticeChannels,
    Field::NoticeTimes,
];

/// Whether a field is ticked.
pub fn ticked(draft: &Draft, field: Field) -> bool {
    match field {
        Field::ConsentPrivacy => draft.consent_privacy,
        Field::ConsentShare => draft.consent_share,
        Field::ConsentSensitive => draft.consent_sensitive,
        Field::ConsentFee => draft.consent_fee,
        Field::ConsentPerson => draft.consent_person,
        Field::NoticePrivate => draft.notice_private,
        Field::Afraid => draft.afraid,
        Field::EvenIfFiled => draft.even_if_filed,
        _ => false,
    }
}

/// The choices made in a field that takes several.
pub fn choices(draft: &Draft, field: Field) -> &[String] {
    match field {
        Field::ContactChannels => &draft.contact_channels,
        Field::ContactTimes => &draft.contact_times,
        Field::NoticeChannels => &draft.notice_channels,
        Field::NoticeTimes => &draft.notice_times,
        _ => &[],
    }
}

fn choices_mut(draft: &mut Draft, field: Field) -> Option<&mut Vec<String>> {
    match field {
        Field::ContactChannels => Some(&mut draft.contact_channels),
        Field::ContactTimes => Some(&mut draft.contact_times),
        Field::NoticeChannels => Some(&mut draft.notice_channels),
        Field::NoticeTimes => Some(&mut draft.notice_times),
        _ => None,
    }
}

/// What makes a request like another: to file it all the same was said of these as they were.
const LIKE: [Field; 3] = [Field::DisputeField, Field::Mobile, Field::RespondentName];

impl Kept {
    /// A new draft under this key.
    pub fn new(key: String) -> Self {
        Self {
            key,
            ..Self::default()
        }
    }

    /// Puts a text where it belongs. A topic goes when the dispute field it belongs to changes.
    pub fn set_text(&mut self, field: Field, value: String) {
        if let Some(text) = text_mut(&mut self.draft, field) {
            *text = value;
        }
        if field == Field::Region {
            self.region_guessed = false;
        }
        if LIKE.contains(&field) {
            self.draft.even_if_filed = false;
        }
        if field == Field::DisputeField {
            let chosen = DisputeField::from_wire(&self.draft.field);
            if !chosen
                .topics()
                .contains(&Topic::from_wire(&self.draft.topic))
            {
                self.draft.topic.clear();
            }
        }
    }

    /// Ticks or unticks one choice of a field that takes several.
    pub fn set_choice(&mut self, field: Field, name: &str, chosen: bool) {
        let Some(list) = choices_mut(&mut self.draft, field) else {
            return;
        };
        list.retain(|other| other != name);
        if chosen {
            list.push(name.to_owned());
        }
    }

    /// Ticks or unticks a field.
    pub fn set_tick(&mut self, field: Field, ticked: bool) {
        if let Some(tick) = tick_mut(&mut self.draft, field) {
            *tick = ticked;
        }
    }

    /// Turns the draft to this organization and, if given, this field. Consents to what it is given and to its fee
    /// were given for the organization before, so they are asked anew, and a group goes to one organization only;
    /// everything else stays.
    pub fn aim(&mut self, organization: &str, field: DisputeField) {
        if self.draft.organization != organization {
            self.draft.organization = organization.to_owned();
            self.draft.consent_share = false;
            self.draft.consent_sensitive = false;
            self.draft.consent_fee = false;
            self.draft.join_code.clear();
            self.organization_name.clear();
        }
        if field.is_known() {
            self.set_text(Field::DisputeField, field.as_str().to_owned());
        }
    }

    /// Turns the draft to the group that it joins. What the person has written stays.
    pub fn join(&mut self, code: &JoinCode, invitation: &Invitation) {
        self.aim(&invitation.organization.id, invitation.shared.field);
        self.organization_name = invitation.organization.name.clone();
        invitation.shared.fill(&mut self.draft);
        self.draft.join_code = code.grouped();
    }

    /// Takes a topic that is not the person's own word, where it fits and nothing has been chosen.
    pub fn suggest(&mut self, topic: Topic) {
        let field = DisputeField::from_wire(&self.draft.field);
        if self.draft.topic.is_empty() && field.topics().contains(&topic) {
            self.draft.topic = topic.as_str().to_owned();
        }
    }

    /// Takes the region that was searched in for the person's own, where it says enough and none has been chosen.
    pub fn suggest_region(&mut self, region: RegionCode) {
        let says_enough = matches!(region.level(), RegionLevel::County | RegionLevel::Township);
        if self.draft.region.is_empty() && says_enough {
            self.draft.region = region.to_string();
            self.region_guessed = true;
        }
    }

    /// Remembers that the server may have stored this. Says whether it is sent for the first time.
    pub fn doubt(&mut self, sent: &Draft) -> bool {
        let first = !self.in_doubt.contains(sent);
        if first {
            self.in_doubt.push(sent.clone());
        }
        first
    }

    /// The server has certainly not stored this.
    pub fn settle(&mut self, sent: &Draft) {
        self.in_doubt.retain(|other| other != sent);
    }

    /// How long it is kept: what is about the family goes with the tab, whatever was chosen.
    pub fn kept_for(&self) -> KeepFor {
        match DisputeField::from_wire(&self.draft.field) {
            DisputeField::Family => KeepFor::Tab,
            _ => self.keep,
        }
    }

    /// When it is thrown away if nothing changes, milliseconds since 1970.
    pub fn over_at(&self) -> f64 {
        self.saved_at + keep_ms(self.kept_for())
    }

    /// How many of its files the server does not have as the person wants them.
    pub fn unsent(&self) -> usize {
        let unsent = |file: &&Attached| file.way != Way::Arrived;
        self.files.iter().filter(unsent).count()
    }

    /// How many of its files the server has, as far as is known.
    pub fn arrived(&self) -> usize {
        let arrived = |file: &&Attached| file.way == Way::Arrived;
        self.files.iter().filter(arrived).count()
    }

    /// Whether there is anything the person would miss.
    pub fn has_words(&self) -> bool {
        let draft = &self.draft;
        [
            &draft.name,
            &draft.mobile,
            &draft.story,
            &draft.claims,
            &draft.respondent_name,
        ]
        .into_iter()
        .chain(draft.answers.values())
        .any(|text| !text.trim().is_empty())
            || !self.files.is_empty()
    }

    /// The stored form.
    pub fn to_stored(&self) -> String {
        let mut out = String::new();
        push(&mut out, "", "key", &self.key);
        stored::push_time(&mut out, "saved_at", self.saved_at);
        push(&mut out, "", "organization_name", &self.organization_name);
        push(&mut out, "", "region_name", &self.region_name);
        push(&mut out, "", "keep", self.keep.as_str());
        for (name, is_so) in [
            (MAY_UPLOAD, self.may_upload),
            (REGION_GUESSED, self.region_guessed),
        ] {
            if is_so {
                push(&mut out, "", name, "1");
            }
        }
        for file in &self.files {
            push_file(&mut out, file);
        }
        push_draft(&mut out, "", &self.draft);
        for sent in &self.in_doubt {
            push(&mut out, "", SENT, "1");
            push_draft(&mut out, IN_DOUBT, sent);
        }
        out
    }

    /// Reads the stored form. `None` when its time is over or it has no key.
    pub fn from_stored(stored: &str, now: f64) -> Option<Self> {
        let mut kept = Self::default();
        for (name, value) in stored::entries(stored) {
            match name {
                "key" => kept.key = value.to_owned(),
                "saved_at" => kept.saved_at = stored::read_time(value)?,
                "organization_name" => kept.organization_name = value.to_owned(),
                "region_name" => kept.region_name = value.to_owned(),
                "keep" => kept.keep = KeepFor::from_name(value),
                MAY_UPLOAD => kept.may_upload = true,
                REGION_GUESSED => kept.region_guessed = true,
                FILE => kept.files.push(Attached::default()),
                SENT => kept.in_doubt.push(Draft::default()),
                _ if name.starts_with(OF_FILE) => {
                    if let Some(file) = kept.files.last_mut() {
                        read_file(file, name, value);
                    }
                }
                _ => match (name.strip_prefix(IN_DOUBT), kept.in_doubt.last_mut()) {
                    (Some(name), Some(sent)) => read_entry(sent, name, value),
                    _ => read_entry(&mut kept.draft, name, value),
                },
            }
        }
        (!kept.key.is_empty() && kept.saved_at > 0.0 && !kept.is_over(now)).then_some(kept)
    }

    /// Whether its time is over. A draft that nothing was written in yet has none.
    pub fn is_over(&self, now: f64) -> bool {
        stored::is_over(self.saved_at, keep_ms(self.kept_for()), now)
    }
}

fn keep_ms(keep: KeepFor) -> f64 {
    f64::from(keep.days()) * stored::DAY_MS
}

fn push_file(out: &mut String, file: &Attached) {
    push(out, "", FILE, "1");
    for (name, value) in [
        ("id", file.id.as_str()),
        ("name", &file.name),
        ("bytes", &file.bytes.to_string()),
        ("remote", &file.remote),
        ("way", file.way.as_str()),
    ] {
        push(out, OF_FILE, name, value);
    }
}

fn read_file(file: &mut Attached, name: &str, value: &str) {
    let text = match name.strip_prefix(OF_FILE) {
        Some("id") => &mut file.id,
        Some("name") => &mut file.name,
        Some("remote") => &mut file.remote,
        Some("bytes") => {
            file.bytes = value.parse().unwrap_or_default();
            return;
        }
        Some("way") => {
            let found = Way::ALL.into_iter().find(|way| way.as_str() == value);
            file.way = found.unwrap_or_default();
            return;
        }
        _ => return,
    };
    value.clone_into(text);
}

fn push_draft(out: &mut String, prefix: &str, draft: &Draft) {
    for field in TEXTS {
        push(out, prefix, field.as_str(), text(draft, *field));
    }
    for field in CHOICES {
        for choice in choices(draft, field) {
            push(out, prefix, field.as_str(), choice);
        }
    }
    let mut push_tick = |name: &str, ticked: bool| {
        push(out, prefix, name, if ticked { "1" } else { "" });
    };
    push_tick("respondent_unreachable", draft.respondent_unreachable);
    for field in TICKS {
        push_tick(field.as_str(), ticked(draft, field));
    }
    for other in &draft.others {
        let (before, prefix) = (prefix, [prefix, OF_OTHER].concat());
        let unreachable = if other.unreachable { "1" } else { "" };
        push(out, before, OTHER, "1");
        for (name, typed) in other_texts(&mut other.clone()) {
            push(out, &prefix, name, typed);
        }
        push(out, &prefix, "unreachable", unreachable);
    }
    for (mark, typed) in [
        (ANSWER, &draft.answers),
        (CLAIM_SUM, &draft.claim_sums),
        (CLAIM_MONTHS, &draft.claim_months),
    ] {
        push_map(out, &[prefix, mark].concat(), typed);
    }
}

fn push_map(out: &mut String, prefix: &str, typed: &BTreeMap<String, String>) {
    for (name, value) in typed {
        push(out, prefix, name, value);
    }
}

fn read_entry(draft: &mut Draft, name: &str, value: &str) {
    let field = Field::from_wire(name);
    if let Some(text) = text_mut(draft, field) {
        *text = value.to_owned();
        return;
    }
    if let Some(tick) = tick_mut(draft, field) {
        *tick = true;
        return;
    }
    for (mark, typed) in [
        (ANSWER, &mut draft.answers),
        (CLAIM_SUM, &mut draft.claim_sums),
        (CLAIM_MONTHS, &mut draft.claim_months),
    ] {
        if let Some(name) = name.strip_prefix(mark) {
            typed.insert(name.to_owned(), value.to_owned());
            return;
        }
    }
    if let (Some(name), Some(other)) = (name.strip_prefix(OF_OTHER), draft.others.last_mut()) {
        other.unreachable |= name == "unreachable";
        for (known, text) in other_texts(other) {
            if known == name {
                *text = value.to_owned();
            }
        }
        return;
    }
    if let Some(choices) = choices_mut(draft, field) {
        choices.push(value.to_owned());
        return;
    }
    match name {
        "respondent_unreachable" => draft.respondent_unreachable = true,
        OTHER => draft.others.push(OtherDraft::default()),
        _ => {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use contract::group::Shared;
    use contract::organization::OrganizationRef;
    use contract::request::Respondent;

    use crate::state::stored::DAY_MS;

    fn typed(name: &str, value: &str) -> BTreeMap<String, String> {
        BTreeMap::from([(name.to_owned(), value.to_owned())])
    }

    fn full() -> Kept {
        let draft = Draft {
            organization: "org1".into(),
            field: "labor".into(),
            topic: "wages".into(),
            amount: "1,200".into(),
            name: "张三".into(),
            mobile: "139 1234".into(),
            region: "320106".into(),
            address: "一楼".into(),
            respondent_kind: "company".into(),
            respondent_name: "某公司".into(),
            respondent_contact: "店里".into(),
            respondent_unreachable: true,
            story: "第一行\n第二行".into(),
            claims: "还钱".into(),
            contact_channels: vec!["phone".into(), "video".into()],
            contact_times: vec!["weekend".into()],
            consent_privacy: true,
            consent_share: true,
            respondent_code: "914403001922038216".into(),
            others: vec![
                OtherDraft::default(),
                OtherDraft {
                    role: "agency".into(),
                    name: "某派遣公司".into(),
                    code: "9144".into(),
                    contact: "二楼".into(),
                    unreachable: true,
                },
            ],
            answers: typed("since", "2026-03-01"),
            claim_sums: typed("claim-wages", "三千"),
            claim_months: typed("claim-wages", "3"),
            helper_relation: "child".into(),
            helper_name: "张小三".into(),
            helper_mobile: "138".into(),
            helper_contact: "either".into(),
            consent_person: true,
            consent_fee: true,
            consent_sensitive: true,
            join_code: "00000-00000".into(),
            notice_channels: vec!["email".into(), "sms".into()],
            notice_email: "a@".into(),
            notice_times: vec!["weekend".into()],
            notice_private: true,
            afraid: true,
            even_if_filed: true,
        };
        Kept {
            may_upload: true,
            region_guessed: true,
            in_doubt: vec![
                Draft {
                    story: "第一稿".into(),
                    contact_times: Vec::new(),
                    ..draft.clone()
                },
                draft.clone(),
            ],
            draft,
            key: "0123456789abcdef0123456789abcdef".into(),
            saved_at: 1_800_000_000_000.0,
            organization_name: "某调委会".into(),
            region_name: "南京市 鼓楼区".into(),
            keep: KeepFor::Week,
            files: vec![
                Attached {
                    id: "f0".into(),
                    name: "欠条.pdf".into(),
                    bytes: 52_428_800,
                    remote: "a1b2".into(),
                    way: Way::Arrived,
                },
                Attached {
                    id: "f1".into(),
                    name: "工资条.jpg".into(),
                    bytes: 1,
                    ..Attached::default()
                },
            ],
        }
    }

    #[test]
    fn what_is_stored_reads_back() {
        let kept = full();
        let stored = kept.to_stored();
        assert_eq!(
            Kept::from_stored(&stored, kept.saved_at + 1.0).unwrap(),
            kept
        );
    }

    #[test]
    fn a_draft_kept_by_the_first_version_still_opens() {
        let stored = "key\u{1f}0123\u{1e}saved_at\u{1f}1800000000000\u{1e}organization_name\u{1f}某调委会\u{1e}\
            organization\u{1f}org1\u{1e}field\u{1f}labor\u{1e}topic\u{1f}wages\u{1e}name\u{1f}张三\u{1e}\
            respondent_name\u{1f}某公司\u{1e}story\u{1f}第一行\u{1e}contact_times\u{1f}weekend\u{1e}\
            respondent_unreachable\u{1f}1\u{1e}consent_share\u{1f}1\u{1e}\
            sent\u{1f}1\u{1e}sent.story\u{1f}第一稿\u{1e}";
        let kept = Kept::from_stored(stored, 1_800_000_000_001.0).unwrap();
        let draft = Draft {
            organization: "org1".into(),
            field: "labor".into(),
            topic: "wages".into(),
            name: "张三".into(),
            respondent_name: "某公司".into(),
            story: "第一行".into(),
            contact_times: vec!["weekend".into()],
            respondent_unreachable: true,
            consent_share: true,
            ..Draft::default()
        };
        assert_eq!(kept.draft, draft);
        let sent: Vec<&str> = kept
            .in_doubt
            .iter()
            .map(|sent| sent.story.as_str())
            .collect();
        assert_eq!(sent, ["第一稿"]);
    }

    #[test]
    fn a_draft_kept_before_there_were_files_and_choices_still_opens() {
        // As the version before wrote it, with answers, sums and several respondents.
        let stored = "key\u{1f}0123\u{1e}saved_at\u{1f}1800000000000\u{1e}organization_name\u{1f}某调委会\u{1e}\
            region_name\u{1f}南京市 鼓楼区\u{1e}organization\u{1f}org1\u{1e}field\u{1f}labor\u{1e}\
            topic\u{1f}wages\u{1e}name\u{1f}张三\u{1e}story\u{1f}第一行\u{1e}consent_person\u{1f}1\u{1e}\
            other\u{1f}1\u{1e}other.name\u{1f}某平台\u{1e}other\u{1f}1\u{1e}other.unreachable\u{1f}1\u{1e}\
            answer.since\u{1f}2026-03-01\u{1e}sum.claim-wages\u{1f}三千\u{1e}months.claim-wages\u{1f}3\u{1e}\
            sent\u{1f}1\u{1e}sent.story\u{1f}第一稿\u{1e}sent.other\u{1f}1\u{1e}sent.other.name\u{1f}甲\u{1e}";
        let kept = Kept::from_stored(stored, 1_800_000_000_001.0).unwrap();
        assert_eq!(kept.keep, KeepFor::Day);
        assert!(kept.files.is_empty());
        assert_eq!(kept.region_name, "南京市 鼓楼区");
        let draft = &kept.draft;
        assert_eq!(draft.others.len(), 2);
        assert_eq!(draft.others[0].name, "某平台");
        assert!(draft.others[1].unreachable);
        assert_eq!(draft.answers, typed("since", "2026-03-01"));
        assert_eq!(draft.claim_sums, typed("claim-wages", "三千"));
        assert_eq!(draft.claim_months, typed("claim-wages", "3"));
        assert!(draft.consent_person);
        assert_eq!(kept.in_doubt[0].others[0].name, "甲");
    }

    #[test]
    fn it_is_kept_for_as_long_as_the_person_wants_and_the_family_with_the_tab() {
        for (keep, days) in [
            (KeepFor::Tab, 1.0),
            (KeepFor::Day, 1.0),
            (KeepFor::Week, 7.0),
            (KeepFor::Month, 30.0),
        ] {
            let mut kept = full();
            kept.keep = keep;
            assert_eq!(KeepFor::from_name(keep.as_str()), keep);
            let stored = kept.to_stored();
            let read = |now: f64| Kept::from_stored(&stored, now).is_some();
            assert!(read(kept.over_at() - 1.0));
            assert!(!read(kept.over_at()));
            assert_eq!(kept.over_at() - kept.saved_at, days * DAY_MS);
            kept.draft.field = "family".into();
            assert_eq!(kept.kept_for(), KeepFor::Tab);
            kept.draft.field = "labor".into();
            assert_eq!(kept.kept_for(), keep, "the choice is not forgotten");
        }
        assert_eq!(KeepFor::from_name("century"), KeepFor::Day);
    }

    #[test]
    fn unknown_names_and_broken_entries_do_not_lose_the_rest() {
        let kept = full();
        let stored = format!(
            "new\u{1f}1\u{1e}odd\u{1e}{}sent.new\u{1f}2",
            kept.to_stored()
        );
        assert_eq!(Kept::from_stored(&stored, kept.saved_at).unwrap(), kept);
    }

    #[test]
    fn a_draft_is_forgotten_after_a_day() {
        let mut kept = full();
        kept.keep = KeepFor::Day;
        let stored = kept.to_stored();
        let read = |after: f64| Kept::from_stored(&stored, kept.saved_at + after).is_some();
        assert!(read(DAY_MS - 1.0));
        assert!(!read(DAY_MS));
        assert!(read(-60_000.0));
        assert!(!read(-DAY_MS - 1.0));
        for odd in ["", "garbage", "saved_at\u{1f}yesterday\u{1e}"] {
            assert_eq!(Kept::from_stored(odd, 0.0), None, "{odd:?}");
        }
    }

    #[test]
    fn a_new_field_drops_only_its_topic() {
        let mut kept = full();
        kept.set_text(Field::DisputeField, "family".into());
        assert_eq!(kept.draft.topic, "");
        assert_eq!(
            kept.draft,
            Draft {
                field: "family".into(),
                topic: String::new(),
                even_if_filed: false,
                ..full().draft
            },
            "answers wait in case the field is changed back"
        );
    }

    #[test]
    fn a_topic_is_suggested_only_where_it_fits_and_none_was_chosen() {
        let mut kept = Kept::new("key".into());
        kept.suggest(Topic::Wages);
        assert_eq!(kept.draft.topic, "");
        kept.aim("org1", DisputeField::Labor);
        kept.suggest(Topic::Marriage);
        assert_eq!(kept.draft.topic, "");
        kept.suggest(Topic::Wages);
        kept.suggest(Topic::Overtime);
        assert_eq!(kept.draft.topic, "wages");
    }

    #[test]
    fn the_region_searched_in_is_taken_where_it_says_enough_and_none_was_chosen() {
        let region = |code: &str| RegionCode::parse(code).unwrap();
        let mut kept = Kept::new("key".into());
        for (searched, taken) in [
            ("320100", ""),
            ("320106", "320106"),
            ("320106003", "320106"),
        ] {
            kept.suggest_region(region(searched));
            assert_eq!(kept.draft.region, taken, "{searched}");
            assert_eq!(kept.region_guessed, !taken.is_empty());
        }
        kept.set_text(Field::Region, "320105".into());
        assert!(!kept.region_guessed);
    }

    #[test]
    fn another_organization_asks_for_consent_anew_and_keeps_the_words() {
        let mut kept = full();
        kept.aim("org2", DisputeField::Labor);
        assert_eq!(
            kept.draft,
            Draft {
                organization: "org2".into(),
                consent_share: false,
                consent_sensitive: false,
                consent_fee: false,
                // A group goes to one organization: whoever chooses another files alone.
                join_code: String::new(),
                even_if_filed: false,
                ..full().draft
            }
        );
        let mut same = full();
        same.aim("org1", DisputeField::Unknown);
        assert_eq!(same, full());
    }

    #[test]
    fn joining_a_group_turns_the_draft_to_it_and_keeps_the_words() {
        let code = JoinCode::new([1; 9]);
        let invitation = Invitation {
            organization: OrganizationRef {
                id: "org3".into(),
                name: "某中心".into(),
                phones: Vec::new(),
                address: None,
            },
            shared: Shared {
                field: DisputeField::NewEmployment,
                respondent: Respondent {
                    name: Some("某站点".into()),
                    ..Respondent::default()
                },
                others: Vec::new(),
                story: Some("大家都没有拿到钱".into()),
            },
            members: 2,
            open_until: String::new(),
        };
        let mut begun = full();
        begun.join(&code, &invitation);
        let draft = &begun.draft;
        assert_eq!(
            (draft.organization.as_str(), draft.field.as_str()),
            ("org3", "new-employment")
        );
        assert_eq!(draft.join_code, code.grouped());
        assert_eq!(begun.organization_name, "某中心");
        // Consent was given for another organization, and a topic of another field means nothing here.
        assert!(!draft.consent_share && draft.topic.is_empty());
        assert_eq!(
            (draft.respondent_name.as_str(), draft.story.as_str()),
            ("某公司", "第一行\n第二行")
        );
        let mut empty = Kept::new("key".into());
        empty.join(&code, &invitation);
        assert_eq!(empty.draft.respondent_name, "某站点");
        assert_eq!(empty.draft.story, "大家都没有拿到钱");
    }

    #[test]
    fn everything_sent_without_an_answer_is_remembered_once() {
        let mut kept = Kept::new("key".into());
        let [first, second] = ["一", "二"].map(|story| Draft {
            story: story.into(),
            ..Draft::default()
        });
        assert!(kept.doubt(&first));
        assert!(kept.doubt(&second));
        assert!(!kept.doubt(&first));
        assert_eq!(kept.in_doubt, [first.clone(), second.clone()]);
        kept.settle(&second);
        assert_eq!(kept.in_doubt, [first]);
    }

    #[test]
    fn choices_are_ticked_once() {
        let mut kept = Kept::new("key".into());
        for _ in 0..2 {
            kept.set_choice(Field::ContactTimes, "weekend", true);
        }
        assert_eq!(choices(&kept.draft, Field::ContactTimes), ["weekend"]);
        kept.set_choice(Field::ContactTimes, "weekend", false);
        assert!(choices(&kept.draft, Field::ContactTimes).is_empty());
        assert!(!kept.has_words());
    }
}
