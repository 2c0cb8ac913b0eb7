//! What is known of an organization or a draft, in words: how far, when open, which days.

use contract::geo::{Position, Precision, told_kilometres};
use contract::hours::{DAY, OpenState, OpeningSpan};
use contract::kinds::DisputeField;

use super::{Text, field_official, fill, text};

const HALF_A_KILOMETRE: u32 = 500;

/// A request that is not finished, by what it is about: of the family nothing is said, somebody may be looking.
pub fn draft_name(field: DisputeField) -> &'static str {
    match field {
        DisputeField::Family | DisputeField::Unknown => text(Text::DraftsUnnamed),
        field => field_official(field),
    }
}

/// How far away. Where it is searched from is itself only known to about a kilometre, so no smaller unit
/// is ever claimed; how the place of the organization was estimated is said.
pub fn distance_words(metres: u32, position: Option<Position>) -> String {
    let precision = position.map_or(Precision::Unknown, |position| position.precision);
    let key = match precision {
        Precision::Exact if metres < HALF_A_KILOMETRE => Text::DistanceWithin,
        Precision::Township => Text::DistanceTownship,
        Precision::County => Text::DistanceCounty,
        Precision::City => Text::DistanceCity,
        Precision::Exact | Precision::Unknown => Text::DistanceKm,
    };
    fill(key, &[("km", &told_kilometres(metres).to_string())])
}

/// Whether the door is open by its usual hours, and until when or from when.
pub fn open_words(state: OpenState) -> String {
    match state {
        OpenState::Always => text(Text::OpenAlways).to_owned(),
        OpenState::OpenUntil(minute) => fill(Text::OpenUntil, &[("time", &clock_words(minute))]),
        OpenState::OpensNext { days_ahead, at } => {
            let time = clock_words(at.minute);
            match days_ahead {
                0 => fill(Text::OpensToday, &[("time", &time)]),
                1 => fill(Text::OpensTomorrow, &[("time", &time)]),
                _ => fill(
                    Text::OpensOn,
                    &[("day", &weekday_words(at.day)), ("time", &time)],
                ),
            }
        }
    }
}

/// The week's hours, days with the same hours together, e.g. 周一至周五 9:00–12:00、14:00–17:30.
pub fn hours_lines(hours: &[OpeningSpan]) -> Vec<String> {
    let mut runs: Vec<(u8, u8, Vec<OpeningSpan>)> = Vec::new();
    for day in 1..=7 {
        let spans: Vec<OpeningSpan> = hours.iter().copied().filter(|s| s.day == day).collect();
        if spans.is_empty() {
            continue;
        }
        match runs.last_mut() {
            Some((_, last, same)) if *last + 1 == day && same_times(same, &spans) => *last = day,
            _ => runs.push((day, day, spans)),
        }
    }
    runs.iter()
        .map(|(first, last, spans)| {
            let days = if first == last {
                weekday_words(*first)
            } else {
                fill(
                    Text::DayRange,
                    &[
                        ("first", &weekday_words(*first)),
                        ("last", &weekday_words(*last)),
                    ],
                )
            };
            [days, " ".to_owned(), span_words(spans)].concat()
        })
        .collect()
}

fn same_times(left: &[OpeningSpan], right: &[OpeningSpan]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| (left.opens, left.closes) == (right.opens, right.closes))
}

fn span_words(spans: &[OpeningSpan]) -> String {
    let words: Vec<String> = spans
        .iter()
        .map(|span| match (span.opens, span.closes) {
            (0, DAY) => text(Text::WholeDay).to_owned(),
            (opens, closes) => [clock_words(opens), "–".to_owned(), clock_words(closes)].concat(),
        })
        .collect();
    words.join(text(Text::ListComma))
}

/// A weekday by its ISO number.
fn weekday_words(day: u8) -> String {
    let name = text(Text::Weekdays)
        .chars()
        .nth(usize::from(day.saturating_sub(1)));
    [
        text(Text::Weekday),
        &name.map(String::from).unwrap_or_default(),
    ]
    .concat()
}

/// Minutes after midnight as a clock shows them.
fn clock_words(minute: u16) -> String {
    let minutes = minute % 60;
    let pad = if minutes < 10 { ":0" } else { ":" };
    [&(minute / 60).to_string(), pad, &minutes.to_string()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::geo::Point;
    use contract::hours::WeekMinute;

    fn at(precision: Precision) -> Option<Position> {
        let point = Point {
            lat: 32.0,
            lon: 118.8,
        };
        Some(Position { point, precision })
    }

    #[test]
    fn an_estimate_is_called_one() {
        assert_eq!(distance_words(200, at(Precision::Exact)), "1 公里以内");
        assert_eq!(distance_words(1_600, at(Precision::Exact)), "约 2 公里");
        assert_eq!(
            distance_words(200, at(Precision::Township)),
            "约 1 公里（按街道估算）"
        );
        assert_eq!(
            distance_words(12_400, at(Precision::County)),
            "约 12 公里（按县区估算）"
        );
    }

    #[test]
    fn doors_open_and_close_in_words() {
        let next = |days_ahead, day| OpenState::OpensNext {
            days_ahead,
            at: WeekMinute { day, minute: 545 },
        };
        assert_eq!(open_words(OpenState::OpenUntil(1050)), "现在开门，到 17:30");
        assert_eq!(open_words(next(0, 1)), "今天 9:05 开门");
        assert_eq!(open_words(next(1, 2)), "明天 9:05 开门");
        assert_eq!(open_words(next(3, 1)), "周一 9:05 开门");
    }

    #[test]
    fn days_alike_are_told_together() {
        let mut hours: Vec<OpeningSpan> = (1..=5)
            .flat_map(|day| {
                [(540, 720), (840, 1050)].map(|(opens, closes)| OpeningSpan { day, opens, closes })
            })
            .collect();
        hours.push(OpeningSpan {
            day: 7,
            opens: 0,
            closes: DAY,
        });
        assert_eq!(
            hours_lines(&hours),
            ["周一至周五 9:00–12:00、14:00–17:30", "周日 全天"]
        );
        assert!(hours_lines(&[]).is_empty());
    }
}
