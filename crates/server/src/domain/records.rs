//! How organizations answer, counted from what is stored and said to everybody.

use contract::record::{RECORD_DAYS, RECORD_LEAST, TrackRecord};
use jiff::SignedDuration;

use super::{Cases, Refused};

impl Cases {
    /// Counts anew how organizations answered the requests that came to them. To be called now and then.
    pub async fn refresh_records(&self) -> Result<(), Refused> {
        let back = SignedDuration::from_hours(i64::from(RECORD_DAYS) * 24);
        let since = self.now().checked_sub(back).unwrap_or_default();
        let rows = self.store.records(since, RECORD_LEAST).await?;
        let records = rows.into_iter().filter_map(|row| {
            let record = TrackRecord::of(row.answered, row.half_within_seconds)?;
            Some((row.organization, record))
        });
        self.directory.set_records(records.collect());
        Ok(())
    }
}
