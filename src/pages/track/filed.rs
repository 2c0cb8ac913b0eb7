//! What was filed, row by row: a dispute as its check showed it, or what a firm asked for.

use contract::draft::{Draft, Field, Step};
use contract::request::RequestView;
use contract::visit::Visit;

use crate::i18n::{
    Text, adviser_name, colour_name, contact_time_name, dimension_name, field_words, fill,
    firm_kind_name, manner_name, staff_name, text,
};
use crate::pages::{answers, push};
use crate::state::draft::Kept;

/// What was asked and what was said to it; nothing of what was left open.
pub fn rows(view: &RequestView) -> Vec<(&'static str, String)> {
    let mut rows = match &view.content.visit {
        Some(visit) => asked(visit, view),
        None => told(view),
    };
    let pushed = push::devices(view).unwrap_or_default();
    rows.push((text(Text::PushTitle), pushed));
    rows.retain(|(_, words)| !words.is_empty());
    rows
}

/// What was told of a dispute, step by step.
fn told(view: &RequestView) -> Vec<(&'static str, String)> {
    let kept = Kept {
        draft: Draft::again(&view.content),
        organization_name: view.organization.name.clone(),
        region_name: view.region_name.clone(),
        ..Kept::default()
    };
    Step::ALL
        .into_iter()
        .flat_map(|step| answers(step, &kept))
        .map(|answer| (answer.label, answer.words))
        .collect()
}

/// What a firm said that asked for a health check.
fn asked(visit: &Visit, view: &RequestView) -> Vec<(&'static str, String)> {
    let content = &view.content;
    let comma = text(Text::ListComma);
    let times = content.contact.times.iter();
    let times: Vec<&str> = times.map(|time| contact_time_name(*time)).collect();
    let focus: Vec<&str> = visit
        .focus
        .iter()
        .map(|part| dimension_name(*part))
        .collect();
    let findings = visit.findings.iter().map(|finding| {
        let (name, colour) = (
            dimension_name(finding.dimension),
            colour_name(finding.level),
        );
        fill(Text::VisitFinding, &[("name", name), ("colour", colour)])
    });
    let findings: Vec<String> = findings.collect();
    let code = visit.firm_code.as_ref();
    let named = |field: Field, words: String| (field_words(field), words);
    vec![
        named(Field::Organization, view.organization.name.clone()),
        named(Field::FirmName, visit.firm_name.clone()),
        named(
            Field::FirmCode,
            code.map(|code| code.as_str().to_owned())
                .unwrap_or_default(),
        ),
        named(
            Field::FirmKind,
            visit
                .firm_kind
                .map(firm_kind_name)
                .unwrap_or_default()
                .to_owned(),
        ),
        named(Field::Trade, visit.trade.clone().unwrap_or_default()),
        named(Field::Region, view.region_name.clone()),
        named(
            Field::Staff,
            visit.staff.map(staff_name).unwrap_or_default().to_owned(),
        ),
        named(Field::Name, content.applicant.name.clone()),
        named(Field::Mobile, content.applicant.mobile.as_str().to_owned()),
        named(Field::Manner, manner_name(visit.manner).to_owned()),
        named(Field::ContactTimes, times.join(comma)),
        named(Field::Focus, focus.join(comma)),
        named(
            Field::Adviser,
            visit
                .adviser
                .map(adviser_name)
                .unwrap_or_default()
                .to_owned(),
        ),
        named(Field::Urgent, content.story.clone()),
        named(Field::Findings, findings.join(comma)),
    ]
}
