//! How many organizations every value of every filter would find, beside the other filters of a search.

use contract::hours::WeekMinute;
use contract::kinds::{DisputeField, Language, Level, OpenTime, OrganizationKind, Service};
use contract::organization::{Count, FilterCounts, SearchQuery};

use super::marks::{FIELDS, FREE, KINDS, LANGUAGES, LEVELS, SERVICES, STEP_FREE};
use super::packed::Packed;
use super::patterns::{Patterns, Set};

/// Counts over the patterns.
pub(super) fn count(
    query: &SearchQuery,
    now: WeekMinute,
    patterns: &Patterns,
    packed: &Packed,
) -> FilterCounts {
    // A filter does not narrow its own counts: what each asks for is taken out of what is wanted.
    let without = |change: fn(&mut SearchQuery)| {
        let mut query = *query;
        change(&mut query);
        patterns.wanted(&query, now, packed)
    };
    let marked = |wanted: &Set, bit: usize| {
        let mut wanted = wanted.clone();
        patterns.narrow(&mut wanted, bit);
        patterns.count(&wanted)
    };
    let any_time = without(|query| query.open = None);
    let at = |when: OpenTime| patterns.count(&patterns.open(&any_time, when, now, packed));
    FilterCounts {
        fields: counts(
            DisputeField::ALL,
            FIELDS,
            &without(|query| query.field = None),
            marked,
        ),
        kinds: counts(
            OrganizationKind::ALL,
            KINDS,
            &without(|query| query.kind = None),
            marked,
        ),
        levels: counts(
            Level::ALL,
            LEVELS,
            &without(|query| query.level = None),
            marked,
        ),
        services: counts(
            Service::ALL,
            SERVICES,
            &without(|query| query.service = None),
            marked,
        ),
        languages: counts(
            Language::ALL,
            LANGUAGES,
            &without(|query| query.language = None),
            marked,
        ),
        open: found(OpenTime::ALL.iter().map(|when| (*when, at(*when)))),
        free: marked(&without(|query| query.free = false), FREE),
        step_free: marked(&without(|query| query.step_free = false), STEP_FREE),
    }
}

/// Of every value of a list, whose first bit is this.
fn counts<T: Copy>(
    values: &[T],
    first: usize,
    wanted: &Set,
    marked: impl Fn(&Set, usize) -> u32,
) -> Vec<Count<T>> {
    let bits = values.iter().zip(first..);
    found(bits.map(|(value, bit)| (*value, marked(wanted, bit))))
}

fn found<T>(counts: impl Iterator<Item = (T, u32)>) -> Vec<Count<T>> {
    counts
        .filter(|(_, count)| *count > 0)
        .map(|(value, count)| Count { value, count })
        .collect()
}
