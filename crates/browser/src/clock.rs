//! The time, always as clocks in China show it: one zone, no summer time.

use contract::days::{Day, day};
use contract::hours::WeekMinute;
use js_sys::Date;
use wasm_bindgen::JsValue;

const CHINA_OFFSET_MS: f64 = 8.0 * 3_600_000.0;

/// A moment on the calendar and the clock in China.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChinaTime {
    /// Year.
    pub year: u32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, 1 to 31.
    pub day: u32,
    /// ISO weekday: 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// Hour, 0 to 23.
    pub hour: u32,
    /// Minute, 0 to 59.
    pub minute: u32,
}

/// Milliseconds since 1970.
pub fn now_ms() -> f64 {
    Date::now()
}

/// This moment.
pub fn now() -> ChinaTime {
    at(now_ms())
}

/// Today.
pub fn today() -> Option<Day> {
    let now = now();
    day(now.year, now.month, now.day)
}

/// The moment so many days ago as an RFC 3339 time in UTC, whose order is that of the alphabet.
pub fn stamp(days_ago: u32) -> String {
    const DAY_MS: f64 = 86_400_000.0;
    let ms = now_ms() - f64::from(days_ago) * DAY_MS;
    let date = Date::new(&JsValue::from_f64(ms));
    date.to_iso_string().into()
}

/// This moment of the week.
pub fn week_minute() -> WeekMinute {
    let now = now();
    WeekMinute {
        day: now.weekday,
        minute: u16::try_from(now.hour * 60 + now.minute).unwrap_or(0),
    }
}

/// The moment that an RFC 3339 time names; `None` when it cannot be read.
pub fn read(rfc3339: &str) -> Option<ChinaTime> {
    read_ms(rfc3339).map(at)
}

/// Milliseconds since 1970 of an RFC 3339 time; `None` when it cannot be read.
pub fn read_ms(rfc3339: &str) -> Option<f64> {
    let ms = Date::parse(rfc3339);
    (!ms.is_nan()).then_some(ms)
}

/// An RFC 3339 time in UTC; `None` when it cannot be read.
pub fn utc(rfc3339: &str) -> Option<String> {
    let date = Date::new(&JsValue::from_f64(read_ms(rfc3339)?));
    Some(date.to_iso_string().into())
}

/// The moment so many milliseconds after 1970 began.
pub fn at(ms: f64) -> ChinaTime {
    // Shifted by the offset, the UTC getters show the time in China wherever the phone is.
    let date = Date::new(&JsValue::from_f64(ms + CHINA_OFFSET_MS));
    let weekday = u8::try_from(date.get_utc_day()).unwrap_or(0);
    ChinaTime {
        year: date.get_utc_full_year(),
        month: date.get_utc_month() + 1,
        day: date.get_utc_date(),
        weekday: if weekday == 0 { 7 } else { weekday },
        hour: date.get_utc_hours(),
        minute: date.get_utc_minutes(),
    }
}
