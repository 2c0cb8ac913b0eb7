//! Figures for those who lead an organization or watch over several: whole, because they are answerable for them.

use serde::{Deserialize, Serialize};

use crate::kinds::DisputeField;
use crate::organization::OrganizationRef;
use crate::request::EndGround;

/// How many months one may look at at once.
pub const MONTHS_MOST: u16 = 24;

wire_enum! {
    /// How long a first answer took, nights and holidays included.
    FirstWait {
        /// Up to four hours.
        FourHours = "4-hours",
        /// Up to twelve hours.
        TwelveHours = "12-hours",
        /// Up to a day.
        Day = "day",
        /// Up to two days.
        TwoDays = "2-days",
        /// Up to three days.
        ThreeDays = "3-days",
        /// Longer.
        Longer = "longer",
    }
}

impl FirstWait {
    /// Where an answer belongs that took so many begun hours.
    pub const fn of_hours(hours: u32) -> Self {
        match hours {
            0..=4 => Self::FourHours,
            5..=12 => Self::TwelveHours,
            13..=24 => Self::Day,
            25..=48 => Self::TwoDays,
            49..=72 => Self::ThreeDays,
            _ => Self::Longer,
        }
    }
}

/// What happened at an organization in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts {
    /// Requests that came.
    pub received: u32,
    /// Requests that were accepted.
    pub accepted: u32,
    /// Requests that were not.
    pub declined: u32,
    /// Requests that were taken back.
    pub withdrawn: u32,
    /// Agreements.
    pub agreed: u32,
    /// Cases that ended without one.
    pub ended: u32,
    /// Agreements reported as performed.
    pub performed: u32,
    /// Agreements reported as not performed.
    pub unperformed: u32,
    /// Requests of which a step was raised because it was overdue.
    pub raised: u32,
    /// Requests that got their first answer.
    pub answered: u32,
    /// Those of them that got it by the day that is promised.
    pub in_time: u32,
    /// First answers by how long they took; not those to requests that were handed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<(FirstWait, u32)>,
    /// Ratings by their stars.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stars: Vec<(u8, u32)>,
    /// Cases that ended without an agreement, by ground.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<(EndGround, u32)>,
    /// Requests that came, by what they are about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<(DisputeField, u32)>,
}

impl Counts {
    /// Adds what happened elsewhere or in another month.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.received, other.received),
            (&mut self.accepted, other.accepted),
            (&mut self.declined, other.declined),
            (&mut self.withdrawn, other.withdrawn),
            (&mut self.agreed, other.agreed),
            (&mut self.ended, other.ended),
            (&mut self.performed, other.performed),
            (&mut self.unperformed, other.unperformed),
            (&mut self.raised, other.raised),
            (&mut self.answered, other.answered),
            (&mut self.in_time, other.in_time),
        ] {
            *sum += more;
        }
        for (wait, count) in &other.waits {
            count_in(&mut self.waits, *wait, *count);
        }
        for (stars, count) in &other.stars {
            count_in(&mut self.stars, *stars, *count);
        }
        for (ground, count) in &other.grounds {
            count_in(&mut self.grounds, *ground, *count);
        }
        for (field, count) in &other.fields {
            count_in(&mut self.fields, *field, *count);
        }
    }

    /// Counts first answers that took so many begun hours.
    pub fn add_wait(&mut self, hours: u32, count: u32) {
        count_in(&mut self.waits, FirstWait::of_hours(hours), count);
    }

    /// Counts ratings with so many stars.
    pub fn add_stars(&mut self, stars: u8, count: u32) {
        count_in(&mut self.stars, stars, count);
    }

    /// Counts cases that ended on a ground.
    pub fn add_ground(&mut self, ground: EndGround, count: u32) {
        count_in(&mut self.grounds, ground, count);
    }

    /// Counts requests that came of a field.
    pub fn add_field(&mut self, field: DisputeField, count: u32) {
        count_in(&mut self.fields, field, count);
    }
}

/// In the order of the names, so that the same counts are written the same.
fn count_in<T: Ord + Copy>(counts: &mut Vec<(T, u32)>, what: T, more: u32) {
    match counts.binary_search_by_key(&what, |(what, _)| *what) {
        Ok(at) => {
            if let Some((_, count)) = counts.get_mut(at) {
                *count += more;
            }
        }
        Err(at) => counts.insert(at, (what, more)),
    }
}

/// How many of a hundred; none of none.
pub fn percent(part: u32, of: u32) -> Option<u32> {
    (of > 0).then(|| (part.saturating_mul(100) + of / 2) / of)
}

/// A month at an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthCounts {
    /// The month in China, `YYYY-MM`.
    pub month: String,
    /// What happened.
    pub counts: Counts,
}

/// An organization within the reader's reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizationCounts {
    /// Which.
    pub organization: OrganizationRef,
    /// The area that it is in, by its full name; empty where that is not known.
    #[serde(default)]
    pub area: String,
    /// Months in which anything happened, the earliest first.
    pub months: Vec<MonthCounts>,
}

/// `GET /api/v1/desk/figures`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FiguresView {
    /// The first month, `YYYY-MM`.
    pub from: String,
    /// The last month, `YYYY-MM`.
    pub to: String,
    /// When it was counted, RFC 3339.
    pub counted_at: String,
    /// Organizations at which anything happened: one's own, and for a centre those below it.
    pub organizations: Vec<OrganizationCounts>,
}

impl FiguresView {
    /// All organizations together, month by month, the earliest first.
    pub fn by_month(&self) -> Vec<MonthCounts> {
        let mut months: Vec<MonthCounts> = Vec::new();
        let all = self.organizations.iter().flat_map(|one| &one.months);
        for other in all {
            match months.binary_search_by(|one| one.month.cmp(&other.month)) {
                Ok(at) => {
                    if let Some(one) = months.get_mut(at) {
                        one.counts.add(&other.counts);
                    }
                }
                Err(at) => months.insert(at, other.clone()),
            }
        }
        months
    }

    /// Everything together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for month in self.organizations.iter().flat_map(|one| &one.months) {
            total.add(&month.counts);
        }
        total
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(received: u32, field: DisputeField) -> Counts {
        let mut counts = Counts {
            received,
            ..Counts::default()
        };
        counts.add_field(field, received);
        counts.add_ground(EndGround::Unwilling, 1);
        counts
    }

    fn view(months: &[&[(&str, u32)]]) -> FiguresView {
        let organization = |months: &&[(&str, u32)]| OrganizationCounts {
            organization: OrganizationRef {
                id: "a".into(),
                name: "甲".into(),
                phones: Vec::new(),
                address: None,
            },
            area: String::new(),
            months: months
                .iter()
                .map(|(month, received)| MonthCounts {
                    month: (*month).to_owned(),
                    counts: counts(*received, DisputeField::Labor),
                })
                .collect(),
        };
        FiguresView {
            from: "2026-01".into(),
            to: "2026-12".into(),
            counted_at: String::new(),
            organizations: months.iter().map(organization).collect(),
        }
    }

    #[test]
    fn months_of_several_organizations_are_one_row_each() {
        let view = view(&[
            &[("2026-02", 3), ("2026-03", 1)],
            &[("2026-01", 2), ("2026-03", 4)],
        ]);
        let months = view.by_month();
        let received: Vec<_> = months
            .iter()
            .map(|month| (month.month.as_str(), month.counts.received))
            .collect();
        assert_eq!(received, [("2026-01", 2), ("2026-02", 3), ("2026-03", 5)]);
        assert_eq!(view.total().received, 10);
        assert_eq!(view.total().grounds, [(EndGround::Unwilling, 4)]);
    }

    #[test]
    fn every_answer_belongs_to_how_long_it_took() {
        for (hours, wait) in [
            (0, FirstWait::FourHours),
            (4, FirstWait::FourHours),
            (5, FirstWait::TwelveHours),
            (24, FirstWait::Day),
            (25, FirstWait::TwoDays),
            (72, FirstWait::ThreeDays),
            (73, FirstWait::Longer),
        ] {
            assert_eq!(FirstWait::of_hours(hours), wait, "{hours}");
        }
        let mut counts = Counts::default();
        counts.add_wait(30, 2);
        counts.add_wait(1, 1);
        counts.add_wait(48, 1);
        counts.add_stars(5, 2);
        counts.add_stars(1, 1);
        let mut sum = counts.clone();
        sum.add(&counts);
        assert_eq!(
            sum.waits,
            [(FirstWait::FourHours, 2), (FirstWait::TwoDays, 6)]
        );
        assert_eq!(sum.stars, [(1, 2), (5, 4)]);
    }

    #[test]
    fn of_none_there_is_no_rate() {
        assert_eq!(percent(0, 0), None);
        assert_eq!(percent(2, 3), Some(67));
    }

    proptest! {
        #[test]
        fn what_is_added_is_in_the_sum(parts in prop::collection::vec((0_u32..50, 0_usize..3), 0..8)) {
            let mut sum = Counts::default();
            for (received, field) in &parts {
                sum.add(&counts(*received, *DisputeField::ALL.get(*field).unwrap()));
            }
            prop_assert_eq!(sum.received, parts.iter().map(|(received, _)| received).sum::<u32>());
            prop_assert_eq!(sum.fields.iter().map(|(_, count)| count).sum::<u32>(), sum.received);
            prop_assert!(sum.fields.is_sorted_by(|one, next| one.0 < next.0));
        }
    }
}
