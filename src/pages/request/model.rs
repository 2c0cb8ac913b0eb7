//! What the request's screens decide, apart from how they look.

use contract::claims::{Claim, ClaimKind, total};
use contract::days::Day;
use contract::draft::{Draft, Field, Issue, Item, OtherDraft, Step};
use contract::kinds::{DisputeField, Topic};
use contract::money::yuan_text;
use contract::notices::NoticeChannel;
use contract::organization::{Place, SearchQuery};
use contract::questions::{AnswerKind, Question as Asked, Reply, asked_on, days_to_come};
use contract::region::RegionCode;
use contract::request::{
    ContactChannel, ContactTime, HelperRelation, OtherRole, RespondentKind, WhomToContact,
};

use crate::components::form::Mistake;
use crate::i18n::{
    Text, channel_name, claim_name, contact_time_name, field_official, field_words, fill,
    helper_relation_name, issue_words, notice_channel_name, notice_time_name, question_name,
    reply_name, respondent_kind_name, role_name, text, topic_name, whom_name,
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

/// Whether it has to be asked what such a link is for: the draft in progress goes elsewhere, or is about something
/// else.
pub fn is_another(entry: &Entry, kept: &Kept) -> bool {
    let draft = &kept.draft;
    let differs =
        |begun: &str, brought: &str| !begun.is_empty() && !brought.is_empty() && begun != brought;
    let field = if entry.field.is_known() {
        entry.field.as_str()
    } else {
        ""
    };
    kept.has_words()
        && (differs(&draft.organization, &entry.organization) || differs(&draft.field, field))
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
    let furthest = asked.min(Step::first_incomplete(draft));
    let path = Step::path(draft);
    path.into_iter()
        .rev()
        .find(|step| *step <= furthest)
        .unwrap_or(Step::About)
}

/// Everything wrong with a draft: by its own rules, and by the calendar.
pub fn every_issue(draft: &Draft, today: Option<Day>) -> Vec<Issue> {
    let mut issues = draft.parse().err().unwrap_or_default();
    issues.extend(today.map_or_else(Vec::new, |today| days_to_come(draft, today)));
    issues
}

/// Everything wrong with what a step asks.
pub fn issues(step: Step, draft: &Draft, today: Option<Day>) -> Vec<Issue> {
    let mut issues = every_issue(draft, today);
    issues.retain(|issue| issue.step() == step);
    issues
}

/// The id of the control for the months of a claim.
pub fn months_id(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Overtime => "months-overtime",
        _ => "months-wages",
    }
}

/// The ids of the controls of further respondents, row by row.
const ROW_IDS: [[&str; 4]; 4] = [
    ["other-1", "other-1-name", "other-1-code", "other-1-contact"],
    ["other-2", "other-2-name", "other-2-code", "other-2-contact"],
    ["other-3", "other-3-name", "other-3-code", "other-3-contact"],
    ["other-4", "other-4-name", "other-4-code", "other-4-contact"],
];

/// The id of a control in a row of further respondents.
pub fn row_id(field: Field, row: usize) -> &'static str {
    let at = match field {
        Field::OtherName => 1,
        Field::OtherCode => 2,
        Field::OtherContact => 3,
        _ => 0,
    };
    ROW_IDS
        .get(row)
        .and_then(|row| row.get(at).copied())
        .unwrap_or_default()
}

/// The id of the control on which an issue can be mended.
fn control_id(issue: &Issue) -> &'static str {
    match (issue.field, issue.item) {
        (_, Item::Answer(question)) => question.as_str(),
        (Field::ClaimMonths, Item::Claim(kind)) => months_id(kind),
        (_, Item::Claim(kind)) => kind.as_str(),
        (field, Item::Row(row)) => row_id(field, usize::from(row)),
        (field, Item::Whole) => field.as_str(),
    }
}

/// The issues of a step as its summary lists them.
pub fn mistakes(issues: &[Issue], step: Step) -> Vec<Mistake> {
    issues
        .iter()
        .filter(|issue| issue.step() == step)
        .map(|issue| Mistake {
            id: control_id(issue),
            words: issue_words(*issue),
        })
        .collect()
}

/// Looks again at a field that had an issue, after a change to it. Fields without one are left alone:
/// nobody is told off while still typing.
pub fn look_again(
    issues: &mut Vec<Issue>,
    field: Field,
    item: Item,
    draft: &Draft,
    today: Option<Day>,
) {
    let Some(at) = issues.iter().position(|issue| issue.is_beside(field, item)) else {
        return;
    };
    issues.retain(|issue| !issue.is_beside(field, item));
    let found = every_issue(draft, today);
    if let Some(issue) = found.into_iter().find(|issue| issue.is_beside(field, item)) {
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
    let mut answers = match step {
        Step::About => vec![
            answer(Field::Organization, &kept.organization_name),
            answer(
                Field::DisputeField,
                field_official(DisputeField::from_wire(&draft.field)),
            ),
        ],
        Step::You => [
            helper(draft),
            vec![
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
        ]
        .concat(),
        Step::OtherSide => [
            vec![
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
            // Only companies have one.
            (RespondentKind::from_wire(&draft.respondent_kind) == RespondentKind::Company)
                .then(|| answer(Field::RespondentCode, &draft.respondent_code))
                .into_iter()
                .collect(),
            draft.others.iter().filter_map(other).collect(),
        ]
        .concat(),
        Step::Story => vec![
            answer(Field::Story, &draft.story),
            answer(Field::Claims, &draft.claims),
        ],
        Step::Contact => [
            vec![
                answer(
                    Field::ContactChannels,
                    &listed(draft, &draft.contact_channels, |name| {
                        channel_name(ContactChannel::from_wire(name))
                    }),
                ),
                answer(
                    Field::ContactTimes,
                    &listed(draft, &draft.contact_times, |name| {
                        contact_time_name(ContactTime::from_wire(name))
                    }),
                ),
            ],
            notices(draft),
        ]
        .concat(),
        Step::Sums => sums(draft),
        Step::Details | Step::Work | Step::Evidence | Step::Check => Vec::new(),
    };
    let field = DisputeField::from_wire(&draft.field);
    if step == Step::About && !field.topics().is_empty() {
        answers.push(answer(
            Field::Topic,
            topic_name(Topic::from_wire(&draft.topic)),
        ));
    }
    if step == Step::About && draft.asks_amount() {
        answers.push(Answer {
            label: text(Text::CheckAmount),
            words: draft.amount.trim().to_owned(),
        });
    }
    if step == Step::About && draft.is_careful() {
        answers.push(Answer {
            label: text(Text::CheckAfraid),
            words: text(Text::CheckAfraidYes).to_owned(),
        });
    }
    answers.extend(asked_on(step, draft).into_iter().map(|question| Answer {
        label: question_name(question),
        words: reply(draft, question),
    }));
    if step == Step::Evidence {
        let names: Vec<&str> = kept.files.iter().map(|file| file.name.as_str()).collect();
        answers.push(Answer {
            label: text(Text::EvidenceCheck),
            words: names.join("\n"),
        });
    }
    answers
}

/// What was answered to a question, in words.
fn reply(draft: &Draft, question: Asked) -> String {
    let typed = draft.answers.get(question.as_str());
    let typed = typed.map(|typed| typed.trim()).unwrap_or_default();
    match question.kind() {
        AnswerKind::One(_) => reply_name(Reply::from_wire(typed)).to_owned(),
        _ => typed.to_owned(),
    }
}

/// How the applicant is told of news. Who is afraid is told too that nothing is sent.
fn notices(draft: &Draft) -> Vec<Answer> {
    let careful = draft.is_careful();
    let mut ways: Vec<String> = Vec::new();
    for name in &draft.notice_channels {
        ways.push(match NoticeChannel::from_wire(name) {
            NoticeChannel::Email => fill(
                Text::CheckNoticeEmail,
                &[("email", draft.notice_email.trim())],
            ),
            channel => notice_channel_name(channel).to_owned(),
        });
    }
    if ways.is_empty() && !careful {
        return Vec::new();
    }
    let mut words = ways.join(text(Text::ListComma));
    if ways.is_empty() {
        text(Text::CheckNoticeNone).clone_into(&mut words);
    } else if careful {
        let times = listed(draft, &draft.notice_times, |name| {
            notice_time_name(ContactTime::from_wire(name))
        });
        words = fill(
            Text::CheckNoticeOnly,
            &[("ways", &words), ("times", &times)],
        );
    }
    vec![Answer {
        label: field_words(Field::NoticeChannels),
        words,
    }]
}

/// Who helps, where somebody does.
fn helper(draft: &Draft) -> Vec<Answer> {
    let relation = HelperRelation::from_wire(&draft.helper_relation);
    if !relation.is_known() {
        return Vec::new();
    }
    let whom = WhomToContact::from_wire(&draft.helper_contact);
    let who = [draft.helper_name.trim(), draft.helper_mobile.trim()].join(" ");
    [
        (
            Field::HelperRelation,
            helper_relation_name(relation).to_owned(),
        ),
        (Field::HelperName, who),
        (Field::HelperContact, whom_name(whom).to_owned()),
    ]
    .map(|(field, words)| Answer {
        label: field_words(field),
        words,
    })
    .to_vec()
}

/// A further respondent; nothing for a row without words.
fn other(other: &OtherDraft) -> Option<Answer> {
    let contact: &str = if other.unreachable {
        text(Text::CheckUnreachable)
    } else {
        &other.contact
    };
    let mut lines = vec![
        role_name(OtherRole::from_wire(&other.role)),
        &other.name,
        &other.code,
    ];
    lines.retain(|line| !line.trim().is_empty());
    if lines.is_empty() && other.contact.trim().is_empty() {
        return None;
    }
    lines.push(contact);
    Some(Answer {
        label: text(Text::FieldOthers),
        words: lines.join("\n").trim().to_owned(),
    })
}

/// What is claimed, and what it comes to.
fn sums(draft: &Draft) -> Vec<Answer> {
    let claims = draft.sums();
    let line = |claim: &Claim| {
        let sum = yuan_text(claim.fen);
        match claim.months {
            Some(months) => fill(
                Text::SumsLineMonths,
                &[("sum", &sum), ("months", &months.to_string())],
            ),
            None => fill(Text::SumsLine, &[("sum", &sum)]),
        }
    };
    let all = match total(&claims) {
        0 => String::new(),
        fen => yuan_text(fen),
    };
    let mut answers: Vec<Answer> = claims
        .iter()
        .map(|claim| Answer {
            label: claim_name(claim.kind),
            words: line(claim),
        })
        .collect();
    answers.push(Answer {
        label: text(Text::SumsTotalName),
        words: all,
    });
    answers
}

/// Chosen values in words. No choice means that anything will do, but not where somebody is afraid.
fn listed(draft: &Draft, chosen: &[String], name: fn(&str) -> &'static str) -> String {
    if chosen.is_empty() {
        let none = if draft.is_careful() {
            Text::CheckNotSaid
        } else {
            Text::CheckAny
        };
        return text(none).to_owned();
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
    fn it_is_asked_which_request_is_meant_only_where_that_is_open() {
        let another =
            |search: &str, kept: &Kept| entry(search).is_some_and(|entry| is_another(&entry, kept));
        let mut kept = Kept::new("key".into());
        kept.draft = begun();
        assert!(another("organization=o2", &kept));
        assert!(another("organization=o1&field=family", &kept));
        for same in [
            "organization=o1",
            "field=labor",
            "organization=o1&field=labor",
        ] {
            assert!(!another(same, &kept), "{same}");
        }
        kept.draft.organization.clear();
        assert!(!another("organization=o2&field=labor", &kept));
        let mut empty = Kept::new("key".into());
        empty.draft.organization = "o1".into();
        assert!(
            !another("organization=o2", &empty),
            "nothing was written yet"
        );
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
        look_again(&mut issues, Field::Mobile, Item::Whole, &draft, None);
        assert!(issues.is_empty());
        issues = Step::You.issues(&draft);
        draft.mobile = "13912345".into();
        look_again(&mut issues, Field::Mobile, Item::Whole, &draft, None);
        assert_eq!(
            issues,
            [Issue::new(Field::Mobile, Code::MobileLength { actual: 8 })]
        );
        draft.mobile = "13912345678".into();
        look_again(&mut issues, Field::Mobile, Item::Whole, &draft, None);
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
        assert_eq!(asked, 32);
    }
}
