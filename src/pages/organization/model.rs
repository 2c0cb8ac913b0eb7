//! What the organization page says, line by line.

use contract::kinds::Fee;
use contract::organization::{DataSource, OrganizationView};
use contract::record::TrackRecord;

use crate::i18n::{
    Text, fee_name, field_official, fill, kind_name, language_name, level_name, service_name, text,
    wait_words,
};

/// What of the entry nobody has checked.
pub(super) fn doubts(view: &OrganizationView) -> Vec<Text> {
    let unverified = view.source.verified.is_none();
    let guessed = view.fields_from_name && !view.fields.is_empty();
    [
        unverified.then_some(Text::SourceNotVerified),
        guessed.then_some(Text::DoubtFields),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The facts that are plain text: a name and one or more lines. The unknown is left out.
pub(super) fn facts(view: &OrganizationView) -> Vec<(Text, Vec<String>)> {
    let one = |words: &str| vec![words.to_owned()];
    let mut facts = vec![(Text::FactKind, one(kind_name(view.card.kind)))];
    if let Some(level) = view.level {
        facts.push((Text::FactLevel, one(level_name(level))));
    }
    facts.push((Text::FactRegion, one(&view.card.region_name)));
    let mut fields: Vec<String> = view
        .fields
        .iter()
        .map(|field| field_official(*field).to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    if !fields.is_empty() {
        fields = vec![fields.join(text(Text::ListComma))];
        if view.fields_from_name {
            fields.push(text(Text::FieldsFromName).to_owned());
        }
    }
    facts.push((Text::FactFields, fields));
    facts.push((
        Text::FactRecord,
        view.record.map(record_words).unwrap_or_default(),
    ));
    let services: Vec<&str> = view
        .card
        .services
        .iter()
        .map(|service| service_name(*service))
        .filter(|name| !name.is_empty())
        .collect();
    facts.push((
        Text::FactServices,
        one(&services.join(text(Text::ListComma))),
    ));
    facts.push((
        Text::FactFee,
        match view.card.fee {
            Some(Fee::FreeByLaw) => one(text(Text::FeeFreeByLaw)),
            Some(fee) => one(fee_name(fee)),
            None => Vec::new(),
        },
    ));
    if let Some(step_free) = view.step_free {
        let words = if step_free {
            Text::StepFree
        } else {
            Text::Steps
        };
        facts.push((Text::FactAccess, one(text(words))));
    }
    let languages: Vec<&str> = view
        .languages
        .iter()
        .map(|language| language_name(*language))
        .filter(|name| !name.is_empty())
        .collect();
    facts.push((
        Text::FactLanguages,
        one(&languages.join(text(Text::ListComma))),
    ));
    facts.push((
        Text::FactLicense,
        view.license.as_deref().map(one).unwrap_or_default(),
    ));
    facts.retain_mut(|(_, lines)| {
        lines.retain(|line| !line.is_empty());
        !lines.is_empty()
    });
    facts
}

/// How soon it answered here, and what is counted.
fn record_words(record: TrackRecord) -> Vec<String> {
    let wait = wait_words(record.half_within_hours.saturating_mul(60 * 60));
    let answered = record.answered.to_string();
    vec![
        fill(
            Text::RecordAnswered,
            &[("count", &answered), ("wait", &wait)],
        ),
        text(Text::RecordLimits).to_owned(),
    ]
}

/// When the source was published, as precisely as it is known.
pub(super) fn published_words(source: &DataSource) -> Option<String> {
    let date = source.published.as_deref()?;
    Some(fill(Text::SourcePublished, &[("date", &date_words(date))]))
}

/// When somebody last checked the entry. That nobody has is said at the top of the page.
pub(super) fn verified_words(source: &DataSource) -> Option<String> {
    let date = source.verified.as_deref()?;
    Some(fill(Text::SourceVerified, &[("date", &date_words(date))]))
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD` in words; the text itself when it is neither.
fn date_words(date: &str) -> String {
    let number = |part: Option<&str>| {
        part.map(|part| part.trim_start_matches('0').to_owned())
            .filter(|part| !part.is_empty())
    };
    let mut parts = date.split('-');
    let (year, month, day) = (
        number(parts.next()),
        number(parts.next()),
        number(parts.next()),
    );
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => fill(
            Text::DateFull,
            &[("year", &year), ("month", &month), ("day", &day)],
        ),
        (Some(year), Some(month), None) => {
            fill(Text::DateMonth, &[("year", &year), ("month", &month)])
        }
        (Some(year), None, None) => fill(Text::DateYear, &[("year", &year)]),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::organization::tests::view;
    use contract::kinds::{DisputeField, Language, OrganizationKind};

    #[test]
    fn the_unknown_is_left_out() {
        let names: Vec<Text> = facts(&view()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, [Text::FactKind, Text::FactRegion]);
    }

    #[test]
    fn what_nobody_checked_is_told() {
        let mut view = view();
        assert_eq!(doubts(&view), [Text::SourceNotVerified]);
        view.fields_from_name = true;
        assert_eq!(doubts(&view), [Text::SourceNotVerified]);
        view.fields = vec![DisputeField::Labor];
        assert_eq!(doubts(&view), [Text::SourceNotVerified, Text::DoubtFields]);
        view.source.verified = Some("2026-01-02".to_owned());
        assert_eq!(doubts(&view), [Text::DoubtFields]);
        assert_eq!(
            verified_words(&view.source).as_deref(),
            Some("上次核实：2026 年 1 月 2 日。")
        );
    }

    #[test]
    fn the_known_is_said_with_its_limits() {
        let mut view = view();
        view.card.kind = OrganizationKind::LaborOrganization;
        view.card.fee = Some(Fee::FreeByLaw);
        view.fields = vec![DisputeField::Labor, DisputeField::NewEmployment];
        view.fields_from_name = true;
        let facts = facts(&view);
        assert!(facts.contains(&(
            Text::FactFields,
            vec![
                "劳动人事争议、新就业形态劳动纠纷".to_owned(),
                text(Text::FieldsFromName).to_owned()
            ]
        )));
        assert!(facts.contains(&(Text::FactFee, vec![text(Text::FeeFreeByLaw).to_owned()])));
    }

    #[test]
    fn the_way_in_and_the_languages_are_said() {
        let mut view = view();
        view.step_free = Some(false);
        view.languages = vec![Language::SignLanguage, Language::Unknown, Language::English];
        let facts = facts(&view);
        assert!(facts.contains(&(Text::FactAccess, vec!["有台阶，轮椅不方便".to_owned()])));
        assert!(facts.contains(&(Text::FactLanguages, vec!["手语、英语".to_owned()])));
    }

    #[test]
    fn how_soon_it_answers_is_said_where_it_is_known() {
        let mut view = view();
        let mut says = |half_within_hours| {
            view.record = Some(TrackRecord {
                answered: 10,
                half_within_hours,
            });
            let facts = facts(&view);
            let record = facts.iter().find(|(name, _)| *name == Text::FactRecord);
            record.map(|(_, lines)| lines.concat()).unwrap_or_default()
        };
        for (hours, words) in [(1, "1 小时内"), (20, "20 小时内"), (50, "3 天内")] {
            let said = says(hours);
            assert!(
                said.contains("至少 10 件申请") && said.contains(words),
                "{said}"
            );
        }
    }

    #[test]
    fn dates_are_as_precise_as_they_are_known() {
        assert_eq!(date_words("2021"), "2021 年");
        assert_eq!(date_words("2021-07"), "2021 年 7 月");
        assert_eq!(date_words("2021-07-10"), "2021 年 7 月 10 日");
        assert_eq!(date_words(""), "");
    }
}
