//! The filters of a search and what choosing one makes of it. A filter is what the address says of it, a name
//! and a value: lists of different kinds then share one piece of code.

use contract::kinds::{DisputeField, Fee, Language, Level, OpenTime, OrganizationKind, Service};
use contract::organization::{SearchQuery, YES};

use crate::api::Counts;
use crate::i18n::{
    Text, fee_name, field_name, kind_name, language_name, level_name, open_time_name, service_name,
    text,
};

/// The name of the field in the address. The headline shows it, so it does not count as a filter.
const FIELD: &str = "field";

/// One thing that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// Its name in the address.
    pub(super) name: &'static str,
    /// Its value there.
    pub(super) value: &'static str,
    /// Its words.
    pub(super) words: &'static str,
}

/// Choices of which one can be on.
pub(super) struct Group {
    /// What they are about.
    pub(super) title: Text,
    /// The choices.
    pub(super) choices: Vec<Choice>,
}

/// Every group: what the dispute is and who may settle it first, then what fits one's day.
pub(super) fn groups() -> [Group; 8] {
    let group = |title, choices| Group { title, choices };
    let yes = |name, words| {
        let value = YES;
        vec![Choice { name, value, words }]
    };
    [
        group(
            Text::FilterField,
            list(FIELD, DisputeField::ALL, DisputeField::as_str, field_name),
        ),
        group(
            Text::FilterKind,
            list(
                "kind",
                OrganizationKind::ALL,
                OrganizationKind::as_str,
                kind_name,
            ),
        ),
        group(
            Text::FactLevel,
            list("level", Level::ALL, Level::as_str, level_name),
        ),
        group(
            Text::FilterOpen,
            list("open", OpenTime::ALL, OpenTime::as_str, open_time_name),
        ),
        group(Text::FactFee, yes("free", fee_name(Fee::Free))),
        group(
            Text::FilterService,
            list("service", Service::ALL, Service::as_str, service_name),
        ),
        group(Text::FactAccess, yes("step-free", text(Text::StepFree))),
        group(
            Text::FactLanguages,
            list("language", Language::ALL, Language::as_str, language_name),
        ),
    ]
}

fn list<T: Copy>(
    name: &'static str,
    all: &[T],
    value: fn(T) -> &'static str,
    words: fn(T) -> &'static str,
) -> Vec<Choice> {
    let choice = |one: &T| Choice {
        name,
        value: value(*one),
        words: words(*one),
    };
    all.iter().map(choice).collect()
}

/// The filters that are on, as the address has them.
pub(super) fn active(query: &SearchQuery) -> Vec<Choice> {
    let address = query.to_query_string();
    groups()
        .into_iter()
        .flat_map(|group| group.choices)
        .filter(|choice| choice.name != FIELD && is_on(&address, *choice))
        .collect()
}

/// Whether the address of a search asks for this.
pub(super) fn is_on(address: &str, choice: Choice) -> bool {
    pairs(address).any(|pair| pair == (choice.name, choice.value))
}

/// The search with this choice instead of the other ones of its group, or without it if it was on.
pub(super) fn toggled(query: &SearchQuery, choice: Choice) -> SearchQuery {
    let address = query.to_query_string();
    let mut wanted: Vec<_> = pairs(&address)
        .filter(|(name, _)| *name != choice.name)
        .collect();
    if !is_on(&address, choice) {
        wanted.push((choice.name, choice.value));
    }
    SearchQuery::from_pairs(wanted).unwrap_or(*query)
}

/// How many organizations a choice would find.
pub(super) fn count(counts: &Counts, choice: Choice) -> u32 {
    let list = match choice.name {
        "free" => return counts.free,
        "step-free" => return counts.step_free,
        "open" => &counts.open,
        "service" => &counts.services,
        "kind" => &counts.kinds,
        "level" => &counts.levels,
        "language" => &counts.languages,
        _ => &counts.fields,
    };
    list.iter()
        .find(|count| count.value == choice.value)
        .map_or(0, |count| count.count)
}

/// The names and values in a query string of ours, in which nothing is encoded.
fn pairs(address: &str) -> impl Iterator<Item = (&str, &str)> {
    address.split('&').filter_map(|pair| pair.split_once('='))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use contract::organization::{Count, Place};
    use contract::region::RegionCode;

    fn choice(value: &str, name: &str) -> Choice {
        groups()
            .into_iter()
            .flat_map(|group| group.choices)
            .find(|choice| choice.value == value && choice.name == name)
            .unwrap()
    }

    fn of_words(words: &[Choice]) -> Vec<&'static str> {
        words.iter().map(|choice| choice.words).collect()
    }

    #[test]
    fn every_choice_can_be_turned_on_and_off() {
        let start = SearchQuery {
            place: Some(Place::In(RegionCode::JIANGSU)),
            ..SearchQuery::default()
        };
        for choice in groups().into_iter().flat_map(|group| group.choices) {
            let on = toggled(&start, choice);
            assert!(is_on(&on.to_query_string(), choice), "{choice:?}");
            assert!(!choice.words.is_empty(), "{choice:?}");
            assert_eq!(on.place, start.place);
            assert_eq!(toggled(&on, choice), start);
            // The headline shows the field.
            assert_eq!(active(&on).len(), usize::from(choice.name != FIELD));
            assert!(!on.without_filters().is_narrowed());
        }
    }

    #[test]
    fn a_choice_takes_the_place_of_its_neighbour_alone() {
        let query = SearchQuery {
            free: true,
            open: Some(OpenTime::Now),
            field: Some(DisputeField::Labor),
            ..SearchQuery::default()
        };
        let later = toggled(&query, choice("weekend", "open"));
        assert_eq!(of_words(&active(&later)), ["周末开门", "免费"]);
        assert_eq!(
            later,
            SearchQuery {
                open: Some(OpenTime::Weekend),
                ..query
            }
        );
        let all = later.without_filters();
        assert_eq!((all.field, all.is_narrowed()), (query.field, false));
    }

    #[test]
    fn every_choice_has_its_own_count() {
        let one = |value: &str| {
            vec![Count {
                value: value.to_owned(),
                count: 7,
            }]
        };
        let counts = Counts {
            fields: one("labor"),
            kinds: one("personal-studio"),
            levels: one("county"),
            services: one("foreign-related"),
            languages: one("wu"),
            open: one("now"),
            free: 2,
            step_free: 3,
        };
        for (name, value, number) in [
            ("field", "labor", 7),
            ("field", "family", 0),
            ("kind", "personal-studio", 7),
            ("level", "county", 7),
            ("service", "foreign-related", 7),
            ("language", "wu", 7),
            ("open", "now", 7),
            ("open", "weekend", 0),
            ("free", "yes", 2),
            ("step-free", "yes", 3),
        ] {
            assert_eq!(count(&counts, choice(value, name)), number, "{value}");
        }
    }
}
