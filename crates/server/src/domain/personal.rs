//! What is held of people: corrected by them, erased when nobody may keep it any longer, held when it must be kept.

use contract::draft::{Code, Field, Issue};
use contract::number::RequestNumber;
use contract::personal::{Applied, Corrected, Correction, Keeping};
use contract::region::RegionCode;
use contract::request::{Detail, RequestView};
use contract::status::{Actor, Event, Status};
use jiff::{SignedDuration, Timestamp};

use super::moves::{Case, Step, is_made};
use super::{Cases, Owner, Refused, time};
use crate::store::{Mac, RequestRow};

/// Requests erased in one go.
const OVERDUE_AT_ONCE: u32 = 100;

impl Cases {
    /// The owner corrects what is held of them. What it was stays on the timeline. The same body under the same key
    /// is one correction, however often it is sent.
    pub async fn correct(
        &self,
        owner: &Owner,
        key: &str,
        body: &Correction,
    ) -> Result<RequestView, Refused> {
        let found = self.request_of(owner).await?;
        // What it changes depends on what is held by then: the body itself is what tells a repetition.
        let key = self.key_of_body(Some(key), body, owner.number.as_str())?;
        let attempt = |case: &Case| {
            if is_made(&case.entries, key) {
                return Ok(None);
            }
            self.step(case, self.correction(&case.row, body, key)?)
                .map(Some)
        };
        let case = self.until_made(found, Actor::Applicant, attempt).await?;
        self.view(&case, Actor::Applicant).await
    }

    fn correction(
        &self,
        row: &RequestRow,
        body: &Correction,
        key: Option<Mac>,
    ) -> Result<Step, Refused> {
        let before = self.content(&row.number, &row.content_sealed)?;
        let Applied {
            content,
            corrected,
            note,
        } = body.apply(&before).map_err(Refused::Invalid)?;
        let regions = self.directory.regions();
        if body.region.is_some() && regions.get(content.applicant.region).is_none() {
            let unknown = Issue::new(Field::Region, Code::NotARegion);
            return Err(Refused::Invalid(vec![unknown]));
        }
        let offered = self.post.channels();
        let cannot =
            |channel| !before.notices.channels.contains(channel) && !offered.contains(channel);
        if content.notices.channels.iter().any(cannot) {
            let unoffered = Issue::new(Field::NoticeChannels, Code::NotAChoice);
            return Err(Refused::Invalid(vec![unoffered]));
        }
        let detail = Detail {
            note,
            corrected: corrected.into_iter().map(|one| self.named(one)).collect(),
            ..Detail::default()
        };
        Ok(Step {
            key,
            content: Some(content),
            ..Step::new(Actor::Applicant, Event::Correct, detail)
        })
    }

    /// Regions by their names: people read the timeline.
    fn named(&self, mut corrected: Corrected) -> Corrected {
        if corrected.what == Field::Region.as_str() {
            for code in [&mut corrected.before, &mut corrected.after] {
                let region = RegionCode::parse(code);
                if let Some(region) = region.and_then(|code| self.directory.regions().get(code)) {
                    code.clone_from(&region.full_name);
                }
            }
        }
        corrected
    }

    /// Erases what people wrote in the owner's request, unless it must be kept. Again is no different from once.
    pub async fn erase(&self, owner: &Owner) -> Result<(), Refused> {
        let (row, _) = self.row_of(owner).await?;
        if row.erased_at.is_some() {
            return Ok(());
        }
        if self.keeping(&row).because.is_some() {
            return Err(Refused::MustBeKept);
        }
        if self.erase_row(&row.number, self.now()).await? {
            return Ok(());
        }
        // Somebody was faster: it is erased already, or held since.
        let found = self.store.request(&row.number).await?;
        match found {
            Some((row, _)) if row.erased_at.is_some() => Ok(()),
            _ => Err(Refused::MustBeKept),
        }
    }

    /// What its group shares from then on, if it started one, tells no more what happened to its owner.
    async fn erase_row(&self, number: &str, at: Timestamp) -> Result<bool, Refused> {
        let shared = self.shared_without(number).await?;
        let is_erased = self.store.erase(number, at, shared.as_deref()).await?;
        if is_erased {
            self.watch.end(number);
        }
        Ok(is_erased)
    }

    /// Erases what people wrote in requests that were kept for as long as the operator decided; to be called now and
    /// then. Their files expire with that, and go with those that nobody filed a request with.
    pub async fn erase_overdue(&self) -> Result<u64, Refused> {
        let now = self.now();
        let mut erased = 0;
        for status in Status::ALL {
            let Some(days) = self.policy.retention.days(*status) else {
                continue;
            };
            let kept = SignedDuration::from_hours(i64::from(days) * 24);
            let ended_by = now.checked_sub(kept).unwrap_or(Timestamp::MIN);
            loop {
                let overdue = self.store.overdue(*status, ended_by, OVERDUE_AT_ONCE);
                let overdue = overdue.await?;
                for number in &overdue {
                    erased += u64::from(self.erase_row(number, now).await?);
                }
                if overdue.len() < OVERDUE_AT_ONCE as usize {
                    break;
                }
            }
        }
        Ok(erased)
    }

    /// Holds a request because the law asks for it, or no longer.
    pub async fn hold(&self, number: &RequestNumber, held: bool) -> Result<(), Refused> {
        let since = held.then(|| self.now());
        if self.store.hold(number.as_str(), since).await? {
            return Ok(());
        }
        let found = self.store.request(number.as_str()).await?;
        Err(found.map_or(Refused::NotFound, |_| Refused::Erased))
    }

    pub(super) fn keeping(&self, row: &RequestRow) -> Keeping {
        let ended = row.ended_at.map(time::china_date);
        Keeping::of(
            row.status,
            ended,
            row.held_at.is_some(),
            self.policy.retention,
        )
    }
}
