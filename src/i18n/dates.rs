//! Days, moments, waits and sizes in words.

use super::{Text, fill, text};
use crate::platform::clock::ChinaTime;
use contract::days::Day;
use contract::months::Month;
use contract::request::Appointment;

/// A `YYYY-MM-DD` as month and day; the text itself when it cannot be read.
pub fn day_words(date: &str) -> String {
    let mut parts = date.splitn(3, '-').skip(1);
    match (parts.next(), parts.next()) {
        (Some(month), Some(day)) => fill(
            Text::DateWords,
            &[
                ("month", month.trim_start_matches('0')),
                ("day", day.trim_start_matches('0')),
            ],
        ),
        _ => date.to_owned(),
    }
}

/// A `YYYY-MM` as year and month; the text itself when it cannot be read.
pub fn month_words(month: &str) -> String {
    Month::read(month).map_or_else(
        || month.to_owned(),
        |month| {
            fill(
                Text::DateMonth,
                &[
                    ("year", &month.year().to_string()),
                    ("month", &month.month().to_string()),
                ],
            )
        },
    )
}

/// Year, month and day.
pub fn full_day_words(day: Day) -> String {
    fill(
        Text::DateFull,
        &[
            ("year", &day.year().to_string()),
            ("month", &day.month().to_string()),
            ("day", &day.day().to_string()),
        ],
    )
}

/// Month, day and time of day.
pub fn moment_words(time: &ChinaTime) -> String {
    dated(Text::DateWords, time)
}

/// Year, month, day and time of day.
pub fn full_moment_words(time: &ChinaTime) -> String {
    dated(Text::DateYearWords, time)
}

/// Year, month and day.
pub fn date_words(time: &ChinaTime) -> String {
    fill(
        Text::DateYearWords,
        &[
            ("year", &time.year.to_string()),
            ("month", &time.month.to_string()),
            ("day", &time.day.to_string()),
        ],
    )
}

/// Month, day, weekday and time of day.
pub fn appointment_words(time: &ChinaTime) -> String {
    dated(Text::DateWeekdayWords, time)
}

fn dated(key: Text, time: &ChinaTime) -> String {
    let weekday = usize::from(time.weekday.saturating_sub(1));
    let weekday = text(Text::Weekdays).chars().nth(weekday);
    let mut words = fill(
        key,
        &[
            ("year", &time.year.to_string()),
            ("month", &time.month.to_string()),
            ("day", &time.day.to_string()),
            ("weekday", &weekday.map(String::from).unwrap_or_default()),
        ],
    );
    words.push(' ');
    push_two_digits(&mut words, time.hour);
    words.push(':');
    push_two_digits(&mut words, time.minute);
    words
}

/// For how long people sit together; empty where nobody said.
pub fn length_words(appointment: &Appointment) -> String {
    let words = |minutes: u16| fill(Text::SlotMinutes, &[("count", &minutes.to_string())]);
    appointment.minutes.map(words).unwrap_or_default()
}

/// How large a file is: in kilobytes, begun ones whole, or in megabytes with a decimal.
pub fn size_words(bytes: u64) -> String {
    const KILOBYTE: u64 = 1024;
    const TENTH: u64 = KILOBYTE * KILOBYTE / 10;
    if bytes < KILOBYTE * KILOBYTE {
        let kilobytes = bytes.div_ceil(KILOBYTE).to_string();
        return fill(Text::SizeKilobytes, &[("n", &kilobytes)]);
    }
    let (whole, tenth) = (bytes / TENTH / 10, bytes / TENTH % 10);
    let mut megabytes = whole.to_string();
    if tenth > 0 {
        megabytes.push('.');
        megabytes.push_str(&tenth.to_string());
    }
    fill(Text::SizeMegabytes, &[("n", &megabytes)])
}

fn push_two_digits(words: &mut String, number: u32) {
    if number < 10 {
        words.push('0');
    }
    words.push_str(&number.to_string());
}

/// A wait in minutes, hours or, from two of them on, days, rounded up: never too early.
pub fn wait_words(seconds: u32) -> String {
    let minutes = seconds.div_ceil(60).max(1);
    let hours = minutes.div_ceil(60);
    let (key, count) = if minutes < 60 {
        (Text::WaitMinutes, minutes)
    } else if hours < 48 {
        (Text::WaitHours, hours)
    } else {
        (Text::WaitDays, hours.div_ceil(24))
    };
    fill(key, &[("count", &count.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_read_as_people_say_them() {
        assert_eq!(day_words("2026-11-03"), "11 月 3 日");
        assert_eq!(day_words("soon"), "soon");
        let time = ChinaTime {
            year: 2026,
            month: 11,
            day: 23,
            weekday: 1,
            hour: 9,
            minute: 5,
        };
        assert_eq!(moment_words(&time), "11 月 23 日 09:05");
        assert_eq!(full_moment_words(&time), "2026 年 11 月 23 日 09:05");
        assert_eq!(appointment_words(&time), "11 月 23 日 周一 09:05");
    }

    #[test]
    fn sizes_are_in_what_phones_count_in() {
        for (bytes, words) in [
            (1, "1 KB"),
            (1024, "1 KB"),
            (1025, "2 KB"),
            (1024 * 1024, "1 MB"),
            (3_500_000, "3.3 MB"),
            (50 * 1024 * 1024, "50 MB"),
            (200 * 1024 * 1024, "200 MB"),
        ] {
            assert_eq!(size_words(bytes), words);
        }
    }

    #[test]
    fn a_wait_is_never_told_too_short() {
        for (seconds, words) in [
            (0, "1 分钟"),
            (60, "1 分钟"),
            (61, "2 分钟"),
            (3_541, "1 小时"),
            (3_601, "2 小时"),
            (47 * 3_600, "47 小时"),
            (47 * 3_600 + 1, "2 天"),
            (48 * 3_600 + 1, "3 天"),
        ] {
            assert_eq!(wait_words(seconds), words, "{seconds}");
        }
    }
}
