//! What the request's screens decide, apart from how they look.

use contract::draft::{Draft, Field, Issue, Step};
use contract::kinds::{DisputeField, Topic};
use contract::organization::{Place, SearchQuery};
use contract::region::RegionCode;
use contract::request::{ContactChannel, ContactTime, RespondentKind};

use crate::components::form::Mistake;
use crate::i18n::{
    Text, channel_name, contact_time_name, field_official, field_words, issue_words,
    respondent_kind_name, text, topic_name,
};
use crate::routes::find_path;
use crate::state::draft::Kept;

/// The query parameter of a link that changes one answer and comes back to the check.
const RETURN: &str = "return=check";

/// What the link that begins a request brings with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Id of the organization; empty when the link names none.
    pub organization: String,
    /// What it is about, as far as the link says.
    pub field: DisputeField,
}

/// Reads the query string of such a link; `None` when it brings nothing.
pub fn entry(search: &str) -> Option<Entry> {
    let mut entry = Entry::default();
    for pair in search.trim_start_matches('?').split('&') {
        match pair.split_once('=') {
            Some(("organization", id)) => entry.organization = id.to_owned(),
            Some(("field", name)) => entry.field = DisputeField::from_wire(name),
            _ => {}
        }
    }
    (!entry.organization.is_empty() || entry.field.is_known()).then_some(entry)
}

/// Whether this step was opened from the check, to change one answer.
pub fn returns_to_check(search: &str) -> bool {
    search
        .trim_start_matches('?')
        .split('&')
        .any(|pair| pair == RETURN)
}

/// The address that opens a step from the check.
pub fn change_path(step: Step) -> String {
    ["/request/", step.slug(), "?", RETURN].concat()
}

/// Where a link to a step leads: no further than the first step that still needs answers.
pub fn landing(asked: Step, draft: &Draft) -> Step {
    asked.min(Step::first_incomplete(draft))
}

/// The issues of a step as its summary lists them.
pub fn mistakes(issues: &[Issue], step: Step) -> Vec<Mistake> {
    issues
        .iter()
        .filter(|issue| Step::of(issue.field) == step)
        .map(|issue| Mistake {
            id: issue.field.as_str(),
            words: issue_words(*issue),
        })
        .collect()
}

/// Looks again at a field that had an issue, after a change to it. Fields without one are left alone:
/// nobody is told off while still typing.
pub fn look_again(issues: &mut Vec<Issue>, field: Field, draft: &Draft) {
    let Some(at) = issues.iter().position(|issue| issue.field == field) else {
        return;
    };
    issues.retain(|issue| issue.field != field);
    let found = draft.parse().err().unwrap_or_default();
    if let Some(issue) = found.into_iter().find(|issue| issue.field == field) {
        issues.insert(at.min(issues.len()), issue);
    }
}

/// Where to look for another organization: the same disputes, around the applicant's county.
pub fn find_again_path(draft: &Draft) -> String {
    let field = DisputeField::from_wire(&draft.field);
    let region = RegionCode::parse(&draft.region);
    find_path(&SearchQuery {
        field: field.is_known().then_some(field),
        place: region.map(Place::In),
        ..SearchQuery::default()
    })
}

/// One answer, as the check shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked.
    pub label: &'static str,
    /// What was answered; empty when nothing was.
    pub words: String,
}

/// Every answer of a step.
pub fn answers(step: Step, kept: &Kept) -> Vec<Answer> {
    let draft = &kept.draft;
    let answer = |field: Field, words: &str| Answer {
        label: field_words(field),
        words: words.trim().to_owned(),
    };
    match step {
        Step::About => vec![
            answer(Field::Organization, &kept.organization_name),
            answer(
                Field::DisputeField,
                field_official(DisputeField::from_wire(&draft.field)),
            ),
            answer(Field::Topic, topic_name(Topic::from_wire(&draft.topic))),
            Answer {
                label: text(Text::CheckAmount),
                words: draft.amount.trim().to_owned(),
            },
        ],
        Step::You => vec![
            answer(Field::Name, &draft.name),
            answer(Field::Mobile, &draft.mobile),
            answer(
                Field::Region,
                if kept.region_name.is_empty() {
                    &draft.region
                } else {
                    &kept.region_name
                },
            ),
            answer(Field::Address, &draft.address),
        ],
        Step::OtherSide => vec![
            answer(
                Field::RespondentKind,
                respondent_kind_name(RespondentKind::from_wire(&draft.respondent_kind)),
            ),
            answer(Field::RespondentName, &draft.respondent_name),
            answer(
                Field::RespondentContact,
                if draft.respondent_unreachable {
                    text(Text::CheckUnreachable)
                } else {
                    &draft.respondent_contact
                },
            ),
        ],
        Step::Story => vec![
            answer(Field::Story, &draft.story),
            answer(Field::Claims, &draft.claims),
        ],
        Step::Contact => vec![
            answer(
                Field::ContactChannels,
                &listed(&draft.contact_channels, |name| {
                    channel_name(ContactChannel::from_wire(name))
                }),
            ),
            answer(
                Field::ContactTimes,
                &listed(&draft.contact_times, |name| {
                    contact_time_name(ContactTime::from_wire(name))
                }),
            ),
        ],
        Step::Check => Vec::new(),
    }
}

/// Chosen values in words; no choice means that anything will do.
fn listed(chosen: &[String], name: fn(&str) -> &'static str) -> String {
    if chosen.is_empty() {
        return text(Text::CheckAny).to_owned();
    }
    let names: Vec<&str> = chosen.iter().map(|wire| name(wire)).collect();
    names.join(text(Text::ListComma))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::draft::Code;

    fn begun() -> Draft {
        Draft {
            organization: "o1".into(),
            field: "labor".into(),
            name: "A".into(),
            mobile: "13912345678".into(),
            region: "320106".into(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_link_brings_an_organization_and_a_field() {
        let full = entry("?organization=o1&field=family&utm=x");
        assert_eq!(
            full,
            Some(Entry {
                organization: "o1".into(),
                field: DisputeField::Family
            })
        );
        assert_eq!(
            entry("organization=o1").map(|e| e.field),
            Some(DisputeField::Unknown)
        );
        for nothing in ["", "?", "?organization=", "?field=moon", "?return=check"] {
            assert_eq!(entry(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn changing_one_answer_comes_back_to_the_check() {
        let (path, search) = ("/request/you", "?return=check");
        assert_eq!(change_path(Step::You), [path, search].concat());
        assert!(returns_to_check(search));
        assert!(!returns_to_check("?return=home"));
        assert!(!returns_to_check(""));
    }

    #[test]
    fn a_deep_link_goes_no_further_than_the_answers() {
        for step in Step::ALL {
            assert_eq!(landing(step, &Draft::default()), Step::About);
        }
        assert_eq!(landing(Step::Check, &begun()), Step::Story);
        assert_eq!(landing(Step::OtherSide, &begun()), Step::OtherSide);
        assert_eq!(landing(Step::About, &begun()), Step::About);
    }

    #[test]
    fn another_organization_is_sought_for_the_same_matter() {
        assert_eq!(find_again_path(&begun()), "/find?field=labor&region=320106");
        assert_eq!(find_again_path(&Draft::default()), "/find");
    }

    #[test]
    fn the_summary_lists_only_this_step() {
        let issues = Draft::default().parse().err().unwrap_or_default();
        let ids = |step| {
            mistakes(&issues, step)
                .iter()
                .map(|m| m.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(Step::About), ["organization", "field"]);
        assert_eq!(ids(Step::You), ["name", "mobile", "region"]);
        assert!(ids(Step::OtherSide).is_empty());
        assert_eq!(ids(Step::Check), ["consent_privacy", "consent_share"]);
    }

    #[test]
    fn a_field_is_looked_at_again_only_after_it_failed() {
        let mut draft = begun();
        draft.mobile = "1391234".into();
        let mut issues = Vec::new();
        look_again(&mut issues, Field::Mobile, &draft);
        assert!(issues.is_empty());
        issues = Step::You.issues(&draft);
        draft.mobile = "13912345".into();
        look_again(&mut issues, Field::Mobile, &draft);
        assert_eq!(
            issues,
            [Issue::new(Field::Mobile, Code::MobileLength { actual: 8 })]
        );
        draft.mobile = "13912345678".into();
        look_again(&mut issues, Field::Mobile, &draft);
        assert!(issues.is_empty());
    }

    #[test]
    fn the_check_shows_every_answer() {
        let mut kept = Kept::new("key".into());
        kept.draft = begun();
        kept.draft.contact_times = vec!["weekend".into(), "weekday-evening".into()];
        kept.draft.respondent_contact = "hidden".into();
        kept.draft.respondent_unreachable = true;
        let words = |step: Step, at: usize| {
            answers(step, &kept)
                .get(at)
                .map(|answer| answer.words.clone())
        };
        assert_eq!(words(Step::About, 1).as_deref(), Some("劳动人事争议"));
        assert_eq!(words(Step::You, 0).as_deref(), Some("A"));
        assert_eq!(words(Step::OtherSide, 2).as_deref(), Some("不知道怎么联系"));
        assert_eq!(words(Step::Contact, 0).as_deref(), Some("都行"));
        assert_eq!(words(Step::Contact, 1).as_deref(), Some("周末、工作日晚上"));
        let asked: usize = Step::ALL
            .iter()
            .map(|step| answers(*step, &kept).len())
            .sum();
        assert_eq!(asked, 15);
    }
}
