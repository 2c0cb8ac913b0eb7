//! The request being written: what is kept on the phone, and how it is read back.
//!
//! The stored form is a list of named values. Reading takes the names it knows and passes over the
//! rest, so a draft written by an older or newer build of the app keeps everything that still fits.

use contract::draft::{Draft, Field};
use contract::kinds::{DisputeField, Topic};

/// How long a draft stays on the phone after the last change, in milliseconds.
pub const KEEP_MS: f64 = 24.0 * 3_600_000.0;

/// Separates stored entries, and a name from its value; neither can be typed.
const ENTRY: char = '\u{1e}';
const NAME: char = '\u{1f}';
/// Marks the values of a copy that was sent without an answer; each begins with its own [`SENT`] entry.
const IN_DOUBT: &str = "sent.";
const SENT: &str = "sent";

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
    RespondentContact => respondent_contact,
    Story => story,
    Claims => claims,
}

/// The choices made in a field that takes several.
pub fn choices(draft: &Draft, field: Field) -> &[String] {
    match field {
        Field::ContactChannels => &draft.contact_channels,
        Field::ContactTimes => &draft.contact_times,
        _ => &[],
    }
}

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
        let list = match field {
            Field::ContactChannels => &mut self.draft.contact_channels,
            Field::ContactTimes => &mut self.draft.contact_times,
            _ => return,
        };
        list.retain(|other| other != name);
        if chosen {
            list.push(name.to_owned());
        }
    }

    /// Turns the draft to this organization and, if given, this field. Consent to share was given for
    /// the organization before, so it is asked anew; everything else stays.
    pub fn aim(&mut self, organization: &str, field: DisputeField) {
        if self.draft.organization != organization {
            self.draft.organization = organization.to_owned();
            self.draft.consent_share = false;
            self.organization_name.clear();
        }
        if field.is_known() {
            self.set_text(Field::DisputeField, field.as_str().to_owned());
        }
    }

    /// Takes a topic that is not the person's own word, where it fits and nothing has been chosen.
    pub fn suggest(&mut self, topic: Topic) {
        let field = DisputeField::from_wire(&self.draft.field);
        if self.draft.topic.is_empty() && field.topics().contains(&topic) {
            self.draft.topic = topic.as_str().to_owned();
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
        .iter()
        .any(|text| !text.trim().is_empty())
    }

    /// The stored form.
    pub fn to_stored(&self) -> String {
        let mut out = String::new();
        push(&mut out, "", "key", &self.key);
        push(&mut out, "", "saved_at", &whole(self.saved_at).to_string());
        push(&mut out, "", "organization_name", &self.organization_name);
        push(&mut out, "", "region_name", &self.region_name);
        push_draft(&mut out, "", &self.draft);
        for sent in &self.in_doubt {
            push(&mut out, "", SENT, "1");
            push_draft(&mut out, IN_DOUBT, sent);
        }
        out
    }

    /// Reads the stored form. `None` when it is older than [`KEEP_MS`] or has no key. A phone's clock may be
    /// set back a little: only a draft from a day ahead is not believed.
    pub fn from_stored(stored: &str, now: f64) -> Option<Self> {
        let mut kept = Self::default();
        for entry in stored.split(ENTRY) {
            let Some((name, value)) = entry.split_once(NAME) else {
                continue;
            };
            match name {
                "key" => kept.key = value.to_owned(),
                "saved_at" => kept.saved_at = from_whole(value.parse().ok()?),
                "organization_name" => kept.organization_name = value.to_owned(),
                "region_name" => kept.region_name = value.to_owned(),
                SENT => kept.in_doubt.push(Draft::default()),
                _ => match (name.strip_prefix(IN_DOUBT), kept.in_doubt.last_mut()) {
                    (Some(name), Some(sent)) => read_entry(sent, name, value),
                    _ => read_entry(&mut kept.draft, name, value),
                },
            }
        }
        (!kept.key.is_empty() && kept.saved_at > 0.0 && !kept.is_over(now)).then_some(kept)
    }

    /// Whether its day is over. A draft that nothing was written in yet has none.
    pub fn is_over(&self, now: f64) -> bool {
        let age = now - self.saved_at;
        self.saved_at > 0.0 && !(-KEEP_MS..KEEP_MS).contains(&age)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds since 1970 are whole and positive; integers are far lighter to write than floats"
)]
fn whole(ms: f64) -> u64 {
    ms as u64
}

#[allow(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 stay far below 2^53"
)]
fn from_whole(ms: u64) -> f64 {
    ms as f64
}

fn push(out: &mut String, prefix: &str, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    out.push_str(prefix);
    out.push_str(name);
    out.push(NAME);
    out.extend(value.chars().filter(|c| !matches!(*c, ENTRY | NAME)));
    out.push(ENTRY);
}

fn push_draft(out: &mut String, prefix: &str, draft: &Draft) {
    for field in TEXTS {
        push(out, prefix, field.as_str(), text(draft, *field));
    }
    for field in [Field::ContactChannels, Field::ContactTimes] {
        for choice in choices(draft, field) {
            push(out, prefix, field.as_str(), choice);
        }
    }
    for (name, ticked) in [
        ("respondent_unreachable", draft.respondent_unreachable),
        (Field::ConsentPrivacy.as_str(), draft.consent_privacy),
        (Field::ConsentShare.as_str(), draft.consent_share),
    ] {
        push(out, prefix, name, if ticked { "1" } else { "" });
    }
}

fn read_entry(draft: &mut Draft, name: &str, value: &str) {
    let field = Field::from_wire(name);
    if let Some(text) = text_mut(draft, field) {
        *text = value.to_owned();
        return;
    }
    match field {
        Field::ContactChannels => draft.contact_channels.push(value.to_owned()),
        Field::ContactTimes => draft.contact_times.push(value.to_owned()),
        Field::ConsentPrivacy => draft.consent_privacy = true,
        Field::ConsentShare => draft.consent_share = true,
        _ if name == "respondent_unreachable" => draft.respondent_unreachable = true,
        _ => {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

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
        };
        Kept {
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
        let kept = full();
        let stored = kept.to_stored();
        let read = |after: f64| Kept::from_stored(&stored, kept.saved_at + after).is_some();
        assert!(read(KEEP_MS - 1.0));
        assert!(!read(KEEP_MS));
        assert!(read(-60_000.0));
        assert!(!read(-KEEP_MS - 1.0));
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
                ..full().draft
            }
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
    fn another_organization_asks_for_consent_anew_and_keeps_the_words() {
        let mut kept = full();
        kept.aim("org2", DisputeField::Labor);
        assert_eq!(
            kept.draft,
            Draft {
                organization: "org2".into(),
                consent_share: false,
                ..full().draft
            }
        );
        let mut same = full();
        same.aim("org1", DisputeField::Unknown);
        assert_eq!(same, full());
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
