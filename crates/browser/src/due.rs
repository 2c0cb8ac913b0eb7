//! How many days are left until a deadline, counted in China's days.

use contract::deadline::Deadline;

const DAY_MS: f64 = 86_400_000.0;
/// China Standard Time is eight hours ahead of UTC, all year.
const CHINA_MS: f64 = 8.0 * 3_600_000.0;

/// Where today stands against a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// So many days to go, at least one.
    Left(u32),
    /// Due today.
    Today,
    /// Past by so many days, at least one.
    Overdue(u32),
}

/// Reads the clock at a moment in milliseconds since 1970. `None` when the due day cannot be read.
pub fn clock(deadline: &Deadline, now_ms: f64) -> Option<Clock> {
    let left = day_number(&deadline.due)? - today(now_ms);
    let days = u32::try_from(left.unsigned_abs()).ok()?;
    Some(match left {
        // The server's word counts where the phone's clock is slow.
        0.. if deadline.overdue => Clock::Overdue(1),
        0 => Clock::Today,
        1.. => Clock::Left(days),
        _ => Clock::Overdue(days),
    })
}

/// Days since 1970-01-01 on a calendar in China.
#[allow(clippy::cast_possible_truncation, reason = "whole days fit easily")]
fn today(now_ms: f64) -> i64 {
    ((now_ms + CHINA_MS) / DAY_MS).floor() as i64
}

/// Days since 1970-01-01 of a `YYYY-MM-DD`, on the Gregorian calendar.
fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years begin in March, so that the leap day comes last.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let before = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    const MARCH_FIRST_OF_YEAR_0: i64 = 719_468;
    Some(before + (153 * month + 2) / 5 + day - 1 - MARCH_FIRST_OF_YEAR_0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::deadline::{DeadlineKind, DeadlineSource};

    fn due(date: &str) -> Deadline {
        Deadline {
            kind: DeadlineKind::FirstContact,
            due: date.to_owned(),
            source: DeadlineSource::Operator,
            overdue: false,
        }
    }

    #[test]
    fn counts_days_on_the_calendar() {
        for (date, number) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2000-03-01", 11_017),
            ("2026-11-23", 20_780),
        ] {
            assert_eq!(day_number(date), Some(number), "{date}");
        }
        for date in ["", "2026-11", "2026-13-01", "soon", "2026-11-00"] {
            assert_eq!(day_number(date), None, "{date}");
        }
    }

    #[test]
    fn the_day_turns_at_midnight_in_china() {
        let midnight = 20_780.0 * DAY_MS - CHINA_MS;
        for (now, expected) in [
            (midnight - 1.0, Clock::Left(1)),
            (midnight, Clock::Today),
            (midnight + DAY_MS - 1.0, Clock::Today),
            (midnight + DAY_MS, Clock::Overdue(1)),
            (midnight - 3.0 * DAY_MS, Clock::Left(3)),
        ] {
            assert_eq!(clock(&due("2026-11-23"), now), Some(expected), "{now}");
        }
        assert_eq!(clock(&due("?"), midnight), None);
        let late = Deadline {
            overdue: true,
            ..due("2026-11-23")
        };
        assert_eq!(clock(&late, midnight), Some(Clock::Overdue(1)));
    }
}
