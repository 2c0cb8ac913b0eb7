//! Working days. The State Council says each autumn which days of the next year are off and which weekends are worked
//! for them; a year that is not in the table yet is counted by weekends and by the holidays with a fixed date.

use jiff::civil::{Date, Weekday};

/// A day of a year, as month and day.
type MonthDay = (i8, i8);

/// What the notice for one year says.
struct Year {
    year: i16,
    /// The first and the last day of each holiday.
    off: &'static [(MonthDay, MonthDay)],
    /// Weekends that are worked.
    worked: &'static [MonthDay],
}

impl Year {
    fn is_off(&self, day: MonthDay) -> bool {
        let mut off = self.off.iter();
        off.any(|(first, last)| (*first..=*last).contains(&day))
    }
}

/// One entry for every notice.
const YEARS: [Year; 1] = [
    // 国务院办公厅关于2026年部分节假日安排的通知 (2025-11-04)
    Year {
        year: 2026,
        off: &[
            ((1, 1), (1, 3)),
            ((2, 15), (2, 23)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 19), (6, 21)),
            ((9, 25), (9, 27)),
            ((10, 1), (10, 7)),
        ],
        worked: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    },
];

/// Holidays with a fixed date (全国年节及纪念日放假办法第二条). The others follow the moon or the sun.
const FIXED: [MonthDay; 6] = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];

/// Whether public bodies work on this day.
pub fn is_working_day(day: Date) -> bool {
    let this = (day.month(), day.day());
    let is_weekend = is_weekend(day);
    match YEARS.iter().find(|year| year.year == day.year()) {
        Some(year) => year.worked.contains(&this) || !(is_weekend || year.is_off(this)),
        None => !is_weekend && !FIXED.contains(&this),
    }
}

/// Whether this day is a public holiday, as far as is known: of a year without a notice, those with a fixed date.
pub fn is_holiday(day: Date) -> bool {
    let this = (day.month(), day.day());
    match YEARS.iter().find(|year| year.year == day.year()) {
        Some(year) => year.is_off(this),
        None => FIXED.contains(&this),
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The day that is so many working days after another.
pub fn after_working_days(day: Date, count: u8) -> Date {
    let mut last = day;
    let mut left = count;
    while left > 0 {
        let Ok(next) = last.tomorrow() else {
            return last;
        };
        last = next;
        left -= u8::from(is_working_day(last));
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn holidays_are_off_and_some_weekends_are_worked() {
        for (day, works) in [
            (date(2026, 1, 2), false),
            (date(2026, 1, 4), true),
            (date(2026, 1, 10), false),
            (date(2026, 2, 14), true),
            (date(2026, 2, 16), false),
            (date(2026, 2, 24), true),
            (date(2026, 9, 25), false),
            (date(2026, 10, 8), true),
            (date(2026, 10, 10), true),
            (date(2026, 10, 11), false),
            (date(2026, 11, 26), true),
        ] {
            assert_eq!(is_working_day(day), works, "{day}");
        }
    }

    #[test]
    fn a_weekend_alone_is_no_holiday() {
        for (day, is_off) in [
            (date(2026, 10, 1), true),
            (date(2026, 10, 7), true),
            (date(2026, 10, 8), false),
            (date(2026, 11, 28), false),
            (date(2031, 5, 1), true),
            (date(2031, 1, 4), false),
        ] {
            assert_eq!(is_holiday(day), is_off, "{day}");
        }
    }

    #[test]
    fn a_year_without_a_notice_is_counted_by_what_is_certain() {
        for (day, works) in [
            (date(2031, 1, 1), false),
            (date(2031, 1, 2), true),
            (date(2031, 1, 4), false),
            (date(2031, 5, 2), false),
            (date(2031, 10, 3), false),
            (date(2031, 10, 6), true),
        ] {
            assert_eq!(is_working_day(day), works, "{day}");
        }
    }

    #[test]
    fn what_is_worked_is_a_weekend_and_what_is_off_is_in_order() {
        for year in &YEARS {
            let day = |(month, day)| date(year.year, month, day);
            for worked in year.worked {
                assert!(is_weekend(day(*worked)), "{worked:?}");
            }
            let ends = year.off.iter().flat_map(|(first, last)| [*first, *last]);
            assert!(ends.is_sorted());
        }
    }

    #[test]
    fn working_days_are_counted_over_holidays() {
        assert_eq!(after_working_days(date(2026, 2, 13), 1), date(2026, 2, 14));
        assert_eq!(after_working_days(date(2026, 2, 14), 1), date(2026, 2, 24));
        assert_eq!(after_working_days(date(2026, 9, 30), 2), date(2026, 10, 9));
        assert_eq!(after_working_days(date(2026, 12, 31), 1), date(2027, 1, 4));
        assert_eq!(
            after_working_days(date(2026, 11, 28), 0),
            date(2026, 11, 28)
        );
    }

    #[test]
    fn working_days_are_counted_over_weekends() {
        let monday = date(2026, 11, 23);
        assert_eq!(after_working_days(monday, 1), date(2026, 11, 24));
        assert_eq!(
            after_working_days(date(2026, 11, 27), 1),
            date(2026, 11, 30)
        );
        assert_eq!(
            after_working_days(date(2026, 11, 28), 1),
            date(2026, 11, 30)
        );
        assert_eq!(after_working_days(date(2026, 11, 26), 3), date(2026, 12, 1));
        assert_eq!(after_working_days(monday, 0), monday);
    }

    proptest! {
        #[test]
        fn so_many_working_days_lie_between(start in 0..40_000_i32, count in 0..40_u8) {
            let day = date(1990, 1, 1).saturating_add(start.days());
            let last = after_working_days(day, count);
            let between = day.tomorrow().into_iter().flat_map(|first| {
                first.series(1.day()).take_while(|day| *day <= last)
            });
            prop_assert_eq!(between.filter(|day| is_working_day(*day)).count(), usize::from(count));
            prop_assert!(count == 0 || (last > day && is_working_day(last)));
        }
    }
}
