//! Days as people write them, and the one-year clock of labor arbitration.

/// A day of the calendar.
pub use jiff::civil::Date as Day;

/// The earliest year somebody now alive tells of.
const FIRST_YEAR: i16 = 1920;
/// The last year that is no slip.
const LAST_YEAR: i16 = 2199;

/// Reads a day: year, month and day with anything between them, as `2026-03-01`, `2026/3/1` or 2026年3月1日.
pub fn read_day(typed: &str) -> Option<Day> {
    let mut parts = typed
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty());
    let year: i16 = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    let known = parts.next().is_none() && (FIRST_YEAR..=LAST_YEAR).contains(&year);
    known.then(|| Day::new(year, month, day).ok()).flatten()
}

/// The day with this date; `None` where the calendar has none.
pub fn day(year: u32, month: u32, day: u32) -> Option<Day> {
    let (year, month, day) = (
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    );
    Day::new(year, month, day).ok()
}

/// `YYYY-MM-DD`. The library's own way to write it would weigh on the browser build.
pub fn day_text(day: Day) -> String {
    let two = |number: i8| match number {
        0..10 => ["0", &number.to_string()].concat(),
        _ => number.to_string(),
    };
    [
        &day.year().to_string(),
        "-",
        &two(day.month()),
        "-",
        &two(day.day()),
    ]
    .concat()
}

/// What the one-year limit on asking for labor arbitration says (劳动争议调解仲裁法第二十七条).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArbitrationClock {
    /// Wages that are owed while the person works there are not limited.
    NotRunning,
    /// The last day of the year, as far as the dates tell. Asking for one's right begins it anew.
    Until {
        /// The last day.
        day: Day,
        /// Counted from the end of the employment, and not from the day the person knew.
        from_end: bool,
    },
}

/// The clock, from what the person told: whether it is about wages owed, since when they know, and when the
/// employment ended if it has. `None` where that is not enough to say anything.
pub fn arbitration_clock(
    wages_owed: bool,
    known_since: Option<Day>,
    works_there: Option<bool>,
    ended: Option<Day>,
) -> Option<ArbitrationClock> {
    match (wages_owed, works_there) {
        (true, Some(true)) => Some(ArbitrationClock::NotRunning),
        (true, Some(false)) => Some(ArbitrationClock::Until {
            day: a_year_after(ended?),
            from_end: true,
        }),
        // Without knowing whether the employment goes on, nothing is said about wages.
        (true, None) => None,
        (false, _) => Some(ArbitrationClock::Until {
            day: a_year_after(known_since?),
            from_end: false,
        }),
    }
}

/// The same day of the next year; for 29 February the last day of that month.
fn a_year_after(day: Day) -> Day {
    let year = day.year() + 1;
    Day::new(year, day.month(), day.day())
        .or_else(|_| Day::new(year, day.month(), 28))
        .unwrap_or(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for typed in [
            "2026-03-01",
            "2026/3/1",
            "2026.3.1",
            "2026年3月1日",
            " 2026 03 01 ",
        ] {
            assert_eq!(read_day(typed), Some(date(2026, 3, 1)), "{typed}");
        }
        assert_eq!(read_day("2024-02-29"), Some(date(2024, 2, 29)));
        for typed in [
            "",
            "2026",
            "2026-02-29",
            "1900-01-01",
            "2026-13-01",
            "3-1-2026",
            "99999-1-1",
            "2026-1-1-1",
            "昨天",
        ] {
            assert_eq!(read_day(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_year_runs_from_knowing() {
        let clock = |since| arbitration_clock(false, Some(since), None, None);
        let until = |day| {
            Some(ArbitrationClock::Until {
                day,
                from_end: false,
            })
        };
        assert_eq!(clock(date(2026, 3, 10)), until(date(2027, 3, 10)));
        assert_eq!(clock(date(2024, 2, 29)), until(date(2025, 2, 28)));
        assert_eq!(arbitration_clock(false, None, Some(true), None), None);
    }

    #[test]
    fn wages_are_limited_only_after_the_employment() {
        let since = Some(date(2020, 1, 1));
        let at_work = arbitration_clock(true, since, Some(true), None);
        assert_eq!(at_work, Some(ArbitrationClock::NotRunning));
        let left = arbitration_clock(true, since, Some(false), Some(date(2026, 6, 30)));
        let expected = ArbitrationClock::Until {
            day: date(2027, 6, 30),
            from_end: true,
        };
        assert_eq!(left, Some(expected));
        assert_eq!(arbitration_clock(true, since, Some(false), None), None);
        assert_eq!(arbitration_clock(true, since, None, None), None);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(year in FIRST_YEAR..=LAST_YEAR, month in 1..=12_i8, day in 1..=28_i8) {
            let day = date(year, month, day);
            prop_assert_eq!(read_day(&day_text(day)), Some(day));
        }

        #[test]
        fn nothing_typed_breaks_it(typed in any::<String>()) {
            let _ = read_day(&typed);
        }
    }
}
