//! How an organization has answered the requests that came to it here.

use serde::{Deserialize, Serialize};

/// Below so many answered requests nothing is said: a few say little about the organization and could point
/// to the people who asked.
pub const RECORD_LEAST: u32 = 5;
/// How many days are looked back on.
pub const RECORD_DAYS: u32 = 365;

/// What is said of the first answers given within [`RECORD_DAYS`], when there were at least [`RECORD_LEAST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackRecord {
    /// Requests that got their first answer, rounded down to a multiple of [`RECORD_LEAST`]: who looks again and
    /// again must not see a single one come. Those not answered yet are not in it.
    pub answered: u32,
    /// Half of the answered had it within so many hours after they were filed, nights and holidays included.
    pub half_within_hours: u32,
}

impl TrackRecord {
    /// What these numbers allow to be said; `None` when it were about too few. Begun hours count whole, so
    /// that nothing is promised too early.
    pub fn of(answered: u32, half_within_seconds: u64) -> Option<Self> {
        let hours = half_within_seconds.div_ceil(60 * 60).max(1);
        (answered >= RECORD_LEAST).then(|| Self {
            answered: answered - answered % RECORD_LEAST,
            half_within_hours: u32::try_from(hours).unwrap_or(u32::MAX),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_few_nothing_is_said() {
        assert_eq!(TrackRecord::of(RECORD_LEAST - 1, 60), None);
        assert!(TrackRecord::of(RECORD_LEAST, 60).is_some());
    }

    #[test]
    fn one_more_answer_is_not_to_be_seen() {
        for (answered, said) in [(0, 1), (1, 1), (RECORD_LEAST - 1, 1), (RECORD_LEAST, 2)] {
            let record = TrackRecord::of(RECORD_LEAST + answered, 60);
            assert_eq!(
                record.map(|record| record.answered),
                Some(RECORD_LEAST * said),
                "{answered}"
            );
        }
    }

    #[test]
    fn a_begun_hour_counts_whole() {
        for (seconds, hours) in [(0, 1), (3600, 1), (3601, 2), (u64::MAX, u32::MAX)] {
            let record = TrackRecord::of(RECORD_LEAST, seconds);
            assert_eq!(
                record.map(|record| record.half_within_hours),
                Some(hours),
                "{seconds}"
            );
        }
    }
}
