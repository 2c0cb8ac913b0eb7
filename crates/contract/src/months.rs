//! Months of the calendar in China, and periods of whole months, as figures are asked for.

use crate::supervision::MONTHS_MOST;

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: u32,
    /// 1 to 12.
    month: u32,
}

impl Month {
    /// The month of a date; `None` where the calendar has none.
    pub fn new(year: u32, month: u32) -> Option<Self> {
        let known = (1..=9999).contains(&year) && (1..=12).contains(&month);
        known.then_some(Self { year, month })
    }

    /// Reads `YYYY-MM`.
    pub fn read(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let number = |digits: &str, length: usize| {
            let sound = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
            sound.then(|| digits.parse().ok())?
        };
        Self::new(number(year, 4)?, number(month, 2)?)
    }

    /// Its year.
    pub const fn year(self) -> u32 {
        self.year
    }

    /// Which month of the year, 1 to 12.
    pub const fn month(self) -> u32 {
        self.month
    }

    /// `YYYY-MM`.
    pub fn text(self) -> String {
        let padded = |number: u32, length: usize| {
            let digits = number.to_string();
            ["0".repeat(length.saturating_sub(digits.len())), digits].concat()
        };
        [&padded(self.year, 4), "-", &padded(self.month, 2)].concat()
    }

    /// The month so many months earlier, not before the calendar begins.
    #[must_use]
    pub const fn back(self, months: u32) -> Self {
        let earlier = self.number().saturating_sub(months);
        let earlier = if earlier < 12 { 12 } else { earlier };
        Self {
            year: earlier / 12,
            month: earlier % 12 + 1,
        }
    }

    /// Months since a year that never was.
    const fn number(self) -> u32 {
        self.year * 12 + self.month - 1
    }
}

/// Whole months in a row, both ends included, and no more than one may look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Period {
    /// The first.
    pub from: Month,
    /// The last.
    pub to: Month,
}

/// Why two months are no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodFault {
    /// It ends before it begins.
    Backward,
    /// It is longer than one may look at.
    TooLong,
}

impl Period {
    /// From one month to another.
    pub fn new(from: Month, to: Month) -> Result<Self, PeriodFault> {
        let Some(more) = to.number().checked_sub(from.number()) else {
            return Err(PeriodFault::Backward);
        };
        if more < u32::from(MONTHS_MOST) {
            Ok(Self { from, to })
        } else {
            Err(PeriodFault::TooLong)
        }
    }

    /// Its months, the earliest first.
    pub fn months(self) -> Vec<Month> {
        let more = self.to.number() - self.from.number();
        (0..=more).rev().map(|back| self.to.back(back)).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn month(text: &str) -> Month {
        Month::read(text).unwrap()
    }

    #[test]
    fn months_are_read_as_the_interface_writes_them() {
        for text in ["2026-01", "2026-12", "0001-01"] {
            assert_eq!(month(text).text(), text);
        }
        for text in [
            "", "2026", "2026-13", "2026-00", "2026-1", "26-01", "2026-01-", "+026-01",
        ] {
            assert_eq!(Month::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_is_whole_months_forward_and_not_too_many() {
        for (from, to, expected) in [
            ("2026-01", "2026-06", Ok(6)),
            ("2026-10", "2026-10", Ok(1)),
            ("2025-01", "2026-12", Ok(24)),
            ("2025-01", "2027-01", Err(PeriodFault::TooLong)),
            ("2026-06", "2026-01", Err(PeriodFault::Backward)),
        ] {
            let period = Period::new(month(from), month(to));
            assert_eq!(period.map(|period| period.months().len()), expected);
        }
        let over_the_year = Period::new(month("2025-11"), month("2026-02")).unwrap();
        let names: Vec<_> = over_the_year
            .months()
            .into_iter()
            .map(Month::text)
            .collect();
        assert_eq!(names, ["2025-11", "2025-12", "2026-01", "2026-02"]);
    }

    proptest! {
        #[test]
        fn earlier_is_in_order_and_reads_back(year in 2000_u32..2100, number in 1_u32..=12, back in 0_u32..400) {
            let later = Month::new(year, number).unwrap();
            let earlier = later.back(back);
            prop_assert!(earlier <= later);
            prop_assert_eq!(later.number() - earlier.number(), back);
            prop_assert_eq!(month(&earlier.text()), earlier);
        }
    }
}
