//! Days, moments, waits, sizes and sums in words.

use browser::clock::{self, ChinaTime};
use contract::days::read_day;
use contract::months::{Month, Period};

use super::{Text, fill, text};
use crate::pages::figures::Preset;

/// A `YYYY-MM-DD` as month and day; the text itself when it cannot be read.
pub fn day_words(date: &str) -> String {
    let mut parts = date.splitn(3, '-').skip(1);
    match (parts.next(), parts.next()) {
        (Some(month), Some(day)) => fill(
            Text::DayWords,
            &[
                ("month", month.trim_start_matches('0')),
                ("day", day.trim_start_matches('0')),
            ],
        ),
        _ => date.to_owned(),
    }
}

/// A `YYYY-MM-DD` with its year; the text itself when it cannot be read.
pub fn long_day_words(date: &str) -> String {
    match read_day(date) {
        Some(day) => fill(
            Text::FullDayWords,
            &[
                ("year", &day.year().to_string()),
                ("month", &day.month().to_string()),
                ("day", &day.day().to_string()),
            ],
        ),
        None => date.to_owned(),
    }
}

/// An RFC 3339 time as month, day and time of day; the text itself when it cannot be read.
pub fn when(rfc3339: &str) -> String {
    clock::read(rfc3339).map_or_else(|| rfc3339.to_owned(), |time| moment_words(&time))
}

/// The day of an RFC 3339 time in China, as month and day; the text itself when it cannot be read.
pub fn day_of(rfc3339: &str) -> String {
    clock::read(rfc3339).map_or_else(
        || rfc3339.to_owned(),
        |time| {
            fill(
                Text::DayWords,
                &[
                    ("month", &time.month.to_string()),
                    ("day", &time.day.to_string()),
                ],
            )
        },
    )
}

/// Month, day, weekday and time of day.
pub fn moment_words(time: &ChinaTime) -> String {
    let weekday = usize::from(time.weekday.saturating_sub(1));
    let weekday = text(Text::Weekdays).chars().nth(weekday);
    fill(
        Text::MomentWords,
        &[
            ("month", &time.month.to_string()),
            ("day", &time.day.to_string()),
            ("weekday", &weekday.map(String::from).unwrap_or_default()),
            ("hour", &two_digits(time.hour)),
            ("minute", &two_digits(time.minute)),
        ],
    )
}

/// Year, month and day.
pub fn full_day_words(time: &ChinaTime) -> String {
    fill(
        Text::FullDayWords,
        &[
            ("year", &time.year.to_string()),
            ("month", &time.month.to_string()),
            ("day", &time.day.to_string()),
        ],
    )
}

/// A month with its year.
pub fn month_words(month: Month) -> String {
    fill(
        Text::MonthWords,
        &[
            ("year", &month.year().to_string()),
            ("month", &month.month().to_string()),
        ],
    )
}

/// From one month to another; a year that both share is said once.
pub fn period_words(Period { from, to, .. }: Period) -> String {
    if from == to {
        return month_words(from);
    }
    let last = if from.year() == to.year() {
        fill(Text::MonthAlone, &[("month", &to.month().to_string())])
    } else {
        month_words(to)
    };
    fill(
        Text::PeriodWords,
        &[("from", &month_words(from)), ("to", &last)],
    )
}

/// What a period is called that reports are often about.
pub fn preset_words(preset: Preset, period: Period) -> String {
    let key = match preset {
        Preset::FirstHalf => Text::PresetFirstHalf,
        Preset::ThirdQuarter => Text::PresetThirdQuarter,
        Preset::FourthQuarter => Text::PresetFourthQuarter,
        Preset::ThisMonth => Text::PresetThisMonth,
        Preset::Twelve => Text::PresetTwelve,
    };
    fill(key, &[("year", &period.to.year().to_string())])
}

/// A wait in minutes or hours, rounded up: never too early.
pub fn wait_words(seconds: u32) -> String {
    let minutes = seconds.div_ceil(60).max(1);
    let (key, count) = if minutes < 60 {
        (Text::WaitMinutes, minutes)
    } else {
        (Text::WaitHours, minutes.div_ceil(60))
    };
    fill(key, &[("count", &count.to_string())])
}

/// How large a file is.
pub fn size_words(bytes: u64) -> String {
    const KILOBYTE: u64 = 1024;
    const MEGABYTE: u64 = KILOBYTE * KILOBYTE;
    if bytes < MEGABYTE {
        fill(
            Text::SizeKilobytes,
            &[("n", &bytes.div_ceil(KILOBYTE).to_string())],
        )
    } else {
        fill(
            Text::SizeMegabytes,
            &[("n", &bytes.div_ceil(MEGABYTE).to_string())],
        )
    }
}

fn two_digits(number: u32) -> String {
    let digits = number.to_string();
    if number < 10 {
        ["0", &digits].concat()
    } else {
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_read_as_people_say_them() {
        assert_eq!(day_words("2026-11-03"), "11 月 3 日");
        assert_eq!(day_words("soon"), "soon");
        assert_eq!(long_day_words("2029-12-01"), "2029 年 12 月 1 日");
        assert_eq!(long_day_words("soon"), "soon");
        let time = ChinaTime {
            year: 2026,
            month: 11,
            day: 23,
            weekday: 1,
            hour: 9,
            minute: 5,
        };
        assert_eq!(moment_words(&time), "11 月 23 日 周一 09:05");
        assert_eq!(full_day_words(&time), "2026 年 11 月 23 日");
    }

    #[test]
    fn a_period_says_a_shared_year_once() {
        let words = |from: &str, to: &str| {
            let period = Month::read(from).zip(Month::read(to));
            let period = period.and_then(|(from, to)| Period::new(from, to).ok());
            period.map(period_words)
        };
        for (from, to, expected) in [
            ("2026-01", "2026-06", "2026 年 1 月至 6 月"),
            ("2025-12", "2026-11", "2025 年 12 月至 2026 年 11 月"),
            ("2026-11", "2026-11", "2026 年 11 月"),
        ] {
            assert_eq!(words(from, to).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_wait_is_never_told_too_short() {
        for (seconds, words) in [(0, "1 分钟"), (61, "2 分钟"), (3_601, "2 小时")] {
            assert_eq!(wait_words(seconds), words);
        }
    }

    #[test]
    fn sizes_are_rounded_up() {
        for (bytes, words) in [(1, "1 KB"), (1025, "2 KB"), (3 << 20, "3 MB")] {
            assert_eq!(size_words(bytes), words);
        }
    }
}
