//! Moments and days: stored as instants, said in China Standard Time.

use contract::hours::WeekMinute;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// The time of this machine.
pub fn system_clock() -> Timestamp {
    Timestamp::now()
}

/// Without the fraction of a second: every store keeps that exactly, so a retry reads the same.
pub(super) fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// `at` moved back by `by`, at the earliest time there is.
pub(super) fn before(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// `at` moved ahead by `by`, at the latest time there is.
pub(super) fn after(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// The day in China.
pub(super) fn china_date(at: Timestamp) -> Date {
    at.to_zoned(china()).date()
}

/// What clocks in China show.
pub(super) fn china_time(at: Timestamp) -> DateTime {
    at.to_zoned(china()).datetime()
}

/// The moment at which a day begins in China; the earliest of all where that is out of reach.
pub(super) fn china_midnight(day: Date) -> Timestamp {
    let midnight = day.to_zoned(china());
    midnight.map_or(Timestamp::MIN, |midnight| midnight.timestamp())
}

/// The month of a day, `YYYY-MM`.
pub(super) fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The moment of the week in China.
pub(super) fn week_minute(at: Timestamp) -> WeekMinute {
    let here = at.to_zoned(china());
    let minutes = i32::from(here.hour()) * 60 + i32::from(here.minute());
    WeekMinute {
        day: here.weekday().to_monday_one_offset().unsigned_abs(),
        minute: u16::try_from(minutes).unwrap_or_default(),
    }
}

/// RFC 3339 with the offset of China Standard Time.
pub(super) fn wire(at: Timestamp) -> String {
    at.to_zoned(china())
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

/// Reads an RFC 3339 time.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(whole_seconds)
}

/// Without daylight saving since 1991, which is before anything here.
fn china() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_said_in_china() {
        let late = parse("2026-11-23T16:30:00.9Z").unwrap_or_default();
        assert_eq!(wire(late), "2026-11-24T00:30:00+08:00");
        assert_eq!(china_date(late), jiff::civil::date(2026, 11, 24));
        assert_eq!(parse(&wire(late)), Some(late));
        assert_eq!(week_minute(late), WeekMinute { day: 2, minute: 30 });
        assert_eq!(parse("2026-11-24 9:00"), None);
        assert_eq!(parse("2026-11-24T09:00:00"), None);
    }
}
