//! Figures for everybody: how many requests came, how soon they were answered, how they ended; and what people said. By
//! month and by area, and so that nobody can be found in them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use serde::{Deserialize, Serialize};

use crate::record::RECORD_LEAST;
use crate::region::RegionCode;
use crate::request::EndGround;

/// How many months are shown, this one included.
pub const MONTHS: usize = 12;

/// A rate is told only of so many cases at the least.
pub const RATE_LEAST: u32 = 20;

/// A count of which it is told only how many fives there are in it: who looks again and again must not see a single
/// case come, nor the first. `None`: fewer than five, or none at all.
pub type Rounded = Option<u32>;

/// Rounds a count so.
pub fn rounded(count: u32) -> Rounded {
    (count >= RECORD_LEAST).then(|| count - count % RECORD_LEAST)
}

/// The hours within which half of so many first answers came, as they are told: of enough answers, and in steps that a
/// single one hardly moves.
pub fn rounded_hours(answers: u32, hours: u32) -> Option<u32> {
    const STEPS: [u32; 8] = [1, 2, 4, 8, 12, 24, 48, 72];
    let told = STEPS.into_iter().find(|step| hours <= *step);
    (answers >= RATE_LEAST).then(|| told.unwrap_or_else(|| hours.next_multiple_of(24)))
}

/// How many of a hundred are of the first kind, of what is told of both; `None` where that is too little to say it.
pub fn rate(first: Rounded, second: Rounded) -> Option<u32> {
    let (first, second) = (first?, second?);
    let all = first + second;
    (all >= RATE_LEAST).then(|| (first * 100 + all / 2) / all)
}

/// How many cases ended for this reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroundCount {
    /// The reason.
    pub ground: EndGround,
    /// How many.
    pub count: Rounded,
}

/// What happened in a month, or in all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figures {
    /// Requests that came.
    pub received: Rounded,
    /// Requests that were accepted.
    pub accepted: Rounded,
    /// Requests that were not.
    pub declined: Rounded,
    /// Requests that were taken back.
    pub withdrawn: Rounded,
    /// Agreements.
    pub agreed: Rounded,
    /// Cases that ended without one.
    pub ended: Rounded,
    /// Agreements reported as performed.
    pub performed: Rounded,
    /// Agreements reported as not performed.
    pub unperformed: Rounded,
    /// Ratings of how cases were handled: how many, and not how good.
    #[serde(default)]
    pub ratings: Rounded,
    /// Half of the first answers came within so many hours, nights and holidays included ([`rounded_hours`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_within_hours: Option<u32>,
    /// Why cases ended without an agreement, where enough did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<GroundCount>,
}

/// A month's figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthFigures {
    /// The month in China, `YYYY-MM`.
    pub month: String,
    /// Its figures.
    pub figures: Figures,
}

/// An area's figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaFigures {
    /// The area.
    pub code: RegionCode,
    /// Its name.
    pub name: String,
    /// All months together.
    pub total: Figures,
    /// Each month, the latest first.
    pub months: Vec<MonthFigures>,
}

/// `GET /api/v1/open-data`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenDataView {
    /// When it was counted, RFC 3339.
    pub counted_at: String,
    /// The province, and then each city that has anything to tell.
    pub areas: Vec<AreaFigures>,
    /// What people said ([`told_words`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<PublicWords>,
    /// Words that people let be published and that are not, because they hold personal data.
    #[serde(default)]
    pub words_withheld: Rounded,
}

/// Most words that are shown.
pub const WORDS_MOST: usize = 100;

/// What somebody said of how their case was handled, as they wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicWords {
    /// The month in China, `YYYY-MM`. The day is not told.
    pub month: String,
    /// The city, or the province where the city had too few ratings; the organization is not told.
    pub code: RegionCode,
    /// One to five.
    pub stars: u8,
    /// The words.
    pub words: String,
}

/// Words that may be published and in which somebody who was not rated found no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidWords {
    /// The month in China, `YYYY-MM`.
    pub month: String,
    /// The city of the organization; `None` for one of the whole province.
    pub city: Option<RegionCode>,
    /// One to five.
    pub stars: u8,
    /// The words.
    pub words: String,
}

/// How many ratings there were, with words or without, by month and city; `None` as in [`SaidWords::city`].
pub type RatingCounts = BTreeMap<(String, Option<RegionCode>), u32>;

/// Which words are told, and of which area: so that each could belong to any of at least [`RECORD_LEAST`] ratings. Of the
/// city if it had that many in the month; else of the province if it had that many outside such cities, whose words are
/// told as theirs; else they wait. At most [`WORDS_MOST`], the latest months first; of a month that has more, which ones
/// are told depends on neither day nor stars. In a month the fewest stars come first.
pub fn told_words(said: Vec<SaidWords>, ratings: &RatingCounts) -> Vec<PublicWords> {
    let mut cities = BTreeSet::new();
    let mut elsewhere = BTreeMap::<&str, u32>::new();
    for ((month, city), count) in ratings {
        match city {
            Some(city) if *count >= RECORD_LEAST => {
                cities.insert((&**month, *city));
            }
            _ => *elsewhere.entry(month).or_default() += count,
        }
    }
    let area = |said: &SaidWords| {
        let of_city = said
            .city
            .filter(|city| cities.contains(&(&*said.month, *city)));
        let has_enough = elsewhere.get(&*said.month) >= Some(&RECORD_LEAST);
        of_city.or_else(|| has_enough.then_some(RegionCode::JIANGSU))
    };
    let told = said.into_iter().filter_map(|said| {
        Some(PublicWords {
            code: area(&said)?,
            month: said.month,
            stars: said.stars,
            words: said.words,
        })
    });
    let mut told: Vec<_> = told.collect();
    told.sort_by_cached_key(|words| {
        let chance = BuildHasherDefault::<DefaultHasher>::new().hash_one(&words.words);
        (Reverse(words.month.clone()), chance)
    });
    told.truncate(WORDS_MOST);
    told.sort_by(|one, other| {
        let rest = |words: &PublicWords| (words.stars, words.code);
        let months = other.month.cmp(&one.month);
        let rests = rest(one).cmp(&rest(other));
        months.then(rests).then_with(|| one.words.cmp(&other.words))
    });
    told
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn of_a_few_it_is_told_that_they_are_few() {
        for (count, told) in [
            (0, None),
            (1, None),
            (4, None),
            (5, Some(5)),
            (9, Some(5)),
            (10, Some(10)),
        ] {
            assert_eq!(rounded(count), told, "{count}");
        }
    }

    #[test]
    fn a_rate_needs_enough_to_say_it() {
        assert_eq!(rate(Some(15), Some(5)), Some(75));
        assert_eq!(rate(Some(10), Some(5)), None);
        assert_eq!(rate(Some(90), None), None);
    }

    #[test]
    fn hours_are_told_of_enough_answers_and_in_steps() {
        assert_eq!(rounded_hours(RATE_LEAST - 1, 3), None);
        for (hours, told) in [(1, 1), (3, 4), (12, 12), (13, 24), (73, 96), (100, 120)] {
            assert_eq!(rounded_hours(RATE_LEAST, hours), Some(told), "{hours}");
        }
    }

    fn city(number: u32) -> Option<RegionCode> {
        RegionCode::parse(&format!("32{number:02}00"))
    }

    fn said(month: &str, city: Option<RegionCode>, stars: u8) -> SaidWords {
        SaidWords {
            month: month.to_owned(),
            city,
            stars,
            words: format!("{stars} 星的话"),
        }
    }

    fn counts(counted: &[(&str, Option<RegionCode>, u32)]) -> RatingCounts {
        let counted = counted.iter();
        counted
            .map(|(month, city, count)| (((*month).to_owned(), *city), *count))
            .collect()
    }

    #[test]
    fn words_are_told_of_an_area_with_enough_ratings() {
        let (month, one, two) = ("2026-11", city(1), city(2));
        let areas = |ratings: &[_]| {
            let said = vec![said(month, one, 1), said(month, two, 2)];
            let told = told_words(said, &counts(ratings));
            told.iter().map(|words| words.code).collect::<Vec<_>>()
        };
        assert!(areas(&[(month, one, 4)]).is_empty());
        assert_eq!(areas(&[(month, one, 5)]), [one.unwrap()]);
        let province = RegionCode::JIANGSU;
        assert_eq!(areas(&[(month, one, 4), (month, two, 1)]), [province; 2]);
        // Those of the first city would not hide whose words the second one's are.
        assert_eq!(areas(&[(month, one, 5), (month, two, 4)]), [one.unwrap()]);
        let enough = [(month, one, 5), (month, two, 4), (month, None, 1)];
        assert_eq!(areas(&enough), [one.unwrap(), province]);
        assert!(areas(&[("2026-10", one, 5)]).is_empty());
    }

    #[test]
    fn the_latest_months_come_first_and_in_them_the_fewest_stars() {
        let months = ["2026-10", "2026-11"];
        let ratings = counts(&months.map(|month| (month, city(1), 60)));
        let all = months.iter().flat_map(|month| {
            (0..60_u8).map(|at| SaidWords {
                words: format!("第 {at} 句"),
                ..said(month, city(1), at % 5 + 1)
            })
        });
        let told = told_words(all.collect(), &ratings);
        assert_eq!(told.len(), WORDS_MOST);
        let order: Vec<_> = told.iter().map(|one| (&*one.month, one.stars)).collect();
        assert_eq!(order.first(), Some(&("2026-11", 1)));
        assert_eq!(
            order.get(59..61),
            Some(&[("2026-11", 5), ("2026-10", 1)][..])
        );
        // Of the month that has more than there is room for, not the worst alone.
        assert_eq!(order.last(), Some(&("2026-10", 5)));
    }

    proptest! {
        #[test]
        fn whose_words_are_told_is_one_of_five(
            ratings in prop::collection::vec((0_u32..2, 0_u32..4, 1_u8..=5, any::<bool>()), 0..40)
        ) {
            let month = |number: u32| format!("2026-1{number}");
            let mut counts = RatingCounts::new();
            let mut words = Vec::new();
            for (at, number, stars, speaks) in &ratings {
                // Number 0 is an organization of the whole province.
                let city = (*number > 0).then(|| city(*number)).flatten();
                *counts.entry((month(*at), city)).or_default() += 1;
                if *speaks {
                    words.push(said(&month(*at), city, *stars));
                }
            }
            let told = told_words(words, &counts);
            for one in &told {
                let named = |code: RegionCode| {
                    told.iter().any(|other| other.month == one.month && other.code == code)
                };
                let behind = counts.iter().filter(|((month, city), _)| {
                    *month == one.month
                        && match one.code {
                            RegionCode::JIANGSU => city.is_none_or(|city| !named(city)),
                            code => *city == Some(code),
                        }
                });
                let behind: u32 = behind.map(|(_, count)| count).sum();
                prop_assert!(behind >= RECORD_LEAST, "{behind}");
            }
        }

        #[test]
        fn nobody_sees_one_more_case_but_where_a_five_is_full(count in 0_u32..10_000) {
            let (before, after) = (rounded(count), rounded(count + 1));
            prop_assert!(before == after || (count + 1) % RECORD_LEAST == 0);
            prop_assert!(before.is_none_or(|told| told <= count));
        }

        #[test]
        fn a_rate_is_a_rate(first in 0_u32..10_000, second in 0_u32..10_000) {
            prop_assert!(rate(rounded(first), rounded(second)).is_none_or(|rate| rate <= 100));
        }
    }
}
