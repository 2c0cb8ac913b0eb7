//! What the form that asks for a check by others decides, apart from how it looks.

use contract::checkup::Bank;
use contract::draft::{Field, Issue};
use contract::visit::{Finding, FirmKind, Staff, VisitDraft};

use crate::i18n::{firm_kind_name, staff_name};
use crate::state::checkup::Kept;

/// Divides several choices of one field.
const COMMA: &str = ",";
/// What a tick is kept as.
pub const TICKED: &str = "1";
/// The idempotency key: however often it is sent, it becomes one request.
pub const KEY: &str = "visit-key";
/// Ticked once it was sent, until an answer says what became of it.
pub const IN_DOUBT: &str = "visit-sent";
/// Name of the organization it goes to, for showing.
pub const ORGANIZATION_NAME: &str = "visit-organization-name";

/// The name under which a field is kept. The firm's particulars are those of the report: nobody types them twice.
pub fn kept_name(field: Field) -> &'static str {
    use Field as F;
    match field {
        F::Organization => "visit-organization",
        F::FirmName => "firm-name",
        F::FirmCode => "firm-code",
        F::FirmKind => "visit-kind",
        F::Trade => "firm-trade",
        F::Region => "visit-region",
        F::Staff => "visit-staff",
        F::Name => "visit-name",
        F::Mobile => "visit-mobile",
        F::Manner => "visit-manner",
        F::ContactTimes => "visit-times",
        F::Focus => "visit-focus",
        F::Adviser => "visit-adviser",
        F::Urgent => "visit-urgent",
        F::Findings => "visit-findings",
        F::ConsentPrivacy => "visit-privacy",
        F::ConsentShare => "visit-share",
        _ => "",
    }
}

/// What else the report can take from a field: the name there, and the words.
pub fn for_report(field: Field, kept: &Kept) -> Option<(&'static str, String)> {
    let typed = kept.text(kept_name(field));
    match field {
        Field::FirmKind => Some((
            "firm-kind",
            firm_kind_name(FirmKind::from_wire(typed)).to_owned(),
        )),
        Field::Staff => Some(("firm-staff", staff_name(Staff::from_wire(typed)).to_owned())),
        Field::Name | Field::Mobile => {
            let [name, mobile] =
                [Field::Name, Field::Mobile].map(|field| kept.text(kept_name(field)).trim());
            Some(("firm-contact", [name, mobile].join(" ").trim().to_owned()))
        }
        _ => None,
    }
}

/// What is ticked in a field with several choices.
pub fn chosen(kept: &Kept, field: Field) -> Vec<String> {
    let all = kept.text(kept_name(field)).split(COMMA);
    all.filter(|value| !value.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The same with a choice ticked or unticked, as it is kept.
pub fn tick(kept: &Kept, field: Field, value: &str, ticked: bool) -> String {
    let mut all = chosen(kept, field);
    all.retain(|other| other != value);
    if ticked {
        all.push(value.to_owned());
    }
    all.join(COMMA)
}

/// What was typed, as it is sent. The colours of the firm's own check go along only if that was ticked.
pub fn draft(kept: &Kept, bank: &Bank) -> VisitDraft {
    let text = |field| kept.text(kept_name(field)).to_owned();
    let ticked = |field| kept.text(kept_name(field)) == TICKED;
    VisitDraft {
        organization: text(Field::Organization),
        firm_name: text(Field::FirmName),
        firm_code: text(Field::FirmCode),
        firm_kind: text(Field::FirmKind),
        trade: text(Field::Trade),
        region: text(Field::Region),
        staff: text(Field::Staff),
        name: text(Field::Name),
        mobile: text(Field::Mobile),
        manner: text(Field::Manner),
        contact_times: chosen(kept, Field::ContactTimes),
        focus: chosen(kept, Field::Focus),
        adviser: text(Field::Adviser),
        urgent: text(Field::Urgent),
        findings: if ticked(Field::Findings) {
            findings(kept, bank)
        } else {
            Vec::new()
        },
        consent_privacy: ticked(Field::ConsentPrivacy),
        consent_share: ticked(Field::ConsentShare),
    }
}

/// The colours of the firm's own check; none before it is finished.
pub fn findings(kept: &Kept, bank: &Bank) -> Vec<Finding> {
    let answer = |id: &str| kept.answer(id);
    if bank.first_open(&answer).is_some() {
        return Vec::new();
    }
    let reading = bank.read(&answer);
    let applying = reading.parts.iter().filter(|part| part.applying > 0);
    let finding = applying.map(|part| Finding {
        dimension: part.part.dimension,
        level: part.level,
    });
    finding.collect()
}

/// What is left of these issues after a change. Nothing is added: nobody is told off while still typing.
pub fn left(known: &[Issue], draft: &VisitDraft) -> Vec<Issue> {
    let mut found = draft.parse().err().unwrap_or_default();
    found.retain(|issue| known.iter().any(|known| known.field == issue.field));
    found
}

/// The organization that the link to the form names.
pub fn organization(search: &str) -> Option<&str> {
    let mut pairs = search.trim_start_matches('?').split('&');
    pairs
        .find_map(|pair| pair.strip_prefix("organization="))
        .filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use contract::checkup::{Answer, Dimension, Level, Part, Question};
    use contract::visit::FIELDS;

    use super::*;
    use crate::components::form::mistakes;

    fn bank() -> Bank {
        let question = Question {
            id: "own".to_owned(),
            weight: 3,
            risk: Answer::No,
            ..Question::default()
        };
        Bank {
            parts: vec![Part {
                dimension: Dimension::Tax,
                questions: vec![question],
                ..Part::default()
            }],
            ..Bank::default()
        }
    }

    fn kept(values: &[(&str, &str)]) -> Kept {
        let mut kept = Kept::default();
        for (name, value) in values {
            kept.set(name, (*value).to_owned(), 1.0);
        }
        kept
    }

    #[test]
    fn every_field_is_kept_under_a_name_of_its_own() {
        let mut names: Vec<&str> = FIELDS.iter().map(|field| kept_name(*field)).collect();
        assert!(names.iter().all(|name| !name.is_empty()));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FIELDS.len());
    }

    #[test]
    fn the_colours_go_along_only_when_ticked_and_whole() {
        let sent = |values: &[(&str, &str)]| draft(&kept(values), &bank()).findings;
        assert!(sent(&[("own", "no")]).is_empty());
        assert!(sent(&[("visit-findings", TICKED)]).is_empty());
        assert!(sent(&[("own", "not-applicable"), ("visit-findings", TICKED)]).is_empty());
        let tax = Finding {
            dimension: Dimension::Tax,
            level: Level::Red,
        };
        assert_eq!(sent(&[("own", "no"), ("visit-findings", TICKED)]), [tax]);
    }

    #[test]
    fn what_is_ticked_twice_is_there_once() {
        let ticked = kept(&[("visit-focus", "tax,data")]);
        assert_eq!(tick(&ticked, Field::Focus, "tax", true), "data,tax");
        assert_eq!(tick(&ticked, Field::Focus, "tax", false), "data");
        assert_eq!(chosen(&Kept::default(), Field::Focus), Vec::<String>::new());
    }

    #[test]
    fn the_report_takes_what_was_typed() {
        let typed = kept(&[
            ("visit-name", " 张三 "),
            ("visit-mobile", "139"),
            ("visit-kind", "micro"),
        ]);
        let contact = for_report(Field::Mobile, &typed);
        assert_eq!(contact, Some(("firm-contact", "张三 139".to_owned())));
        let kind = for_report(Field::FirmKind, &typed);
        assert_eq!(kind, Some(("firm-kind", "微型企业".to_owned())));
        assert_eq!(for_report(Field::Urgent, &typed), None);
    }

    #[test]
    fn a_mended_field_is_right_at_once_and_no_other_becomes_wrong() {
        let issues = draft(&Kept::default(), &bank()).parse().err();
        let issues = issues.unwrap_or_default();
        let typed = draft(&kept(&[("firm-name", "甲"), ("firm-code", "1")]), &bank());
        let left = left(&issues, &typed);
        assert_eq!(left.len(), issues.len() - 1);
        assert!(left.iter().all(|issue| issue.field != Field::FirmName));
        assert_eq!(mistakes(&left).len(), left.len());
    }

    #[test]
    fn the_link_names_the_organization() {
        assert_eq!(organization("?organization=o1"), Some("o1"));
        assert_eq!(organization("?organization="), None);
        assert_eq!(organization(""), None);
    }
}
