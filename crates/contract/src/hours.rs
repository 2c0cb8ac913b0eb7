//! Opening hours as data, so that "open now" and "opens next" can be said of them.

use serde::{Deserialize, Serialize};

use crate::kinds::OpenTime;

/// Minutes in a day.
pub const DAY: u16 = 24 * 60;

/// One stretch of a weekday in which the door is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpeningSpan {
    /// ISO weekday: 1 is Monday, 7 is Sunday.
    pub day: u8,
    /// Minutes after midnight, China Standard Time.
    pub opens: u16,
    /// Minutes after midnight, after `opens`; 1440 is midnight.
    pub closes: u16,
}

/// A moment of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekMinute {
    /// ISO weekday: 1 is Monday, 7 is Sunday.
    pub day: u8,
    /// Minutes after midnight, China Standard Time.
    pub minute: u16,
}

/// What a person at the door would find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenState {
    /// Open at every minute of the week.
    Always,
    /// Open until this minute of today.
    OpenUntil(u16),
    /// Closed; opens again then. Days ahead: 0 is later today, 7 the same weekday next week.
    OpensNext {
        /// Days from now.
        days_ahead: u8,
        /// When.
        at: WeekMinute,
    },
}

/// What the hours say of a moment. `None` when there are no hours. Public holidays are not part of the
/// data, so callers say "by its usual hours".
pub fn open_state(hours: &[OpeningSpan], now: WeekMinute) -> Option<OpenState> {
    if hours.is_empty() {
        return None;
    }
    let open: u32 = hours
        .iter()
        .map(|span| u32::from(span.closes.saturating_sub(span.opens)))
        .sum();
    if open >= 7 * u32::from(DAY) {
        return Some(OpenState::Always);
    }
    let current = hours
        .iter()
        .find(|s| s.day == now.day && s.opens <= now.minute && now.minute < s.closes);
    if let Some(span) = current {
        return Some(OpenState::OpenUntil(span.closes));
    }
    hours
        .iter()
        .map(|span| {
            let ahead = (span.day + 7 - now.day) % 7;
            let ahead = if ahead == 0 && span.opens <= now.minute {
                7
            } else {
                ahead
            };
            (ahead, *span)
        })
        .min_by_key(|(ahead, span)| (*ahead, span.opens))
        .map(|(days_ahead, span)| OpenState::OpensNext {
            days_ahead,
            at: WeekMinute {
                day: span.day,
                minute: span.opens,
            },
        })
}

/// The minute from which on an evening is meant: 18:00.
const EVENING: u16 = 18 * 60;

/// Whether the door is open when somebody wants to find it so, by its usual hours. Never without hours.
pub fn is_open(hours: &[OpeningSpan], when: OpenTime, now: WeekMinute) -> bool {
    hours.iter().any(|span| match when {
        OpenTime::Now => {
            span.day == now.day && span.opens <= now.minute && now.minute < span.closes
        }
        OpenTime::ThisEvening => span.day == now.day && span.closes > EVENING.max(now.minute),
        OpenTime::Weekend => span.day > 5,
        OpenTime::Unknown => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weekdays() -> Vec<OpeningSpan> {
        (1..=5)
            .flat_map(|day| {
                [(540, 720), (840, 1050)].map(|(opens, closes)| OpeningSpan { day, opens, closes })
            })
            .collect()
    }

    fn at(day: u8, minute: u16) -> Option<OpenState> {
        open_state(&weekdays(), WeekMinute { day, minute })
    }

    #[test]
    fn tells_open_and_next_opening() {
        assert_eq!(at(1, 540), Some(OpenState::OpenUntil(720)));
        assert_eq!(at(1, 1049), Some(OpenState::OpenUntil(1050)));
        let next = |days_ahead, day, minute| {
            Some(OpenState::OpensNext {
                days_ahead,
                at: WeekMinute { day, minute },
            })
        };
        assert_eq!(at(1, 720), next(0, 1, 840));
        assert_eq!(at(1, 1050), next(1, 2, 540));
        assert_eq!(at(5, 1200), next(3, 1, 540));
        assert_eq!(at(7, 0), next(1, 1, 540));
    }

    #[test]
    fn knows_the_extremes() {
        assert_eq!(open_state(&[], WeekMinute { day: 1, minute: 0 }), None);
        let always: Vec<_> = (1..=7)
            .map(|day| OpeningSpan {
                day,
                opens: 0,
                closes: DAY,
            })
            .collect();
        assert_eq!(
            open_state(
                &always,
                WeekMinute {
                    day: 3,
                    minute: 1439
                }
            ),
            Some(OpenState::Always)
        );
        let once = [OpeningSpan {
            day: 2,
            opens: 60,
            closes: 120,
        }];
        let after = open_state(
            &once,
            WeekMinute {
                day: 2,
                minute: 120,
            },
        );
        assert_eq!(
            after,
            Some(OpenState::OpensNext {
                days_ahead: 7,
                at: WeekMinute { day: 2, minute: 60 }
            })
        );
    }

    #[test]
    fn tells_whether_the_door_is_open_when_wanted() {
        let late = [OpeningSpan {
            day: 3,
            opens: 540,
            closes: 1260,
        }];
        let on = |day, minute| WeekMinute { day, minute };
        assert!(is_open(&late, OpenTime::Now, on(3, 1259)));
        assert!(!is_open(&late, OpenTime::Now, on(3, 1260)));
        assert!(is_open(&late, OpenTime::ThisEvening, on(3, 600)));
        assert!(!is_open(&late, OpenTime::ThisEvening, on(3, 1260)));
        assert!(!is_open(&late, OpenTime::ThisEvening, on(4, 600)));
        assert!(!is_open(&late, OpenTime::Weekend, on(3, 600)));
        let saturday = [OpeningSpan {
            day: 6,
            opens: 540,
            closes: 720,
        }];
        assert!(is_open(&saturday, OpenTime::Weekend, on(1, 0)));
        assert!(!is_open(&weekdays(), OpenTime::ThisEvening, on(1, 600)));
        assert!(!is_open(&[], OpenTime::Weekend, on(1, 0)));
    }
}
