//! Figures for everybody: how many requests came, how soon they were answered, how they ended. By month and by area,
//! and so that nobody can be found in them.

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
}

#[cfg(test)]
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

    proptest! {
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
