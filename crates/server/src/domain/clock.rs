//! What is due and when: kept with each request, and raised to who stands above once it is overdue.

use contract::calendar::after_working_days;
use contract::deadline::{Due, Terms};
use contract::request::{Detail, RaisedTo};
use contract::status::{Actor, Event, Matter, Status};
use jiff::civil::Date;

use super::moves::{Case, Step};
use super::{Cases, Refused, time};
use crate::store::{ChangeOutcome, Raised};
use crate::telemetry::explain;

/// Requests looked at in one go.
const AT_ONCE: u32 = 100;

impl Cases {
    /// What is due of a case once this has happened, on this day, and led to this status.
    pub(super) fn due_after(
        &self,
        case: &Case,
        event: Event,
        status: Status,
        today: Date,
        detail: &Detail,
    ) -> Option<Due> {
        let named = detail.until.as_deref().or(detail.effective_on.as_deref());
        let named = named.and_then(|day| day.parse().ok());
        // Whom it was handed over to received it then.
        let handed_over = case
            .entries
            .iter()
            .rfind(|entry| entry.event == Event::AgreeToTransfer);
        let received = handed_over.map_or(case.row.submitted_at, |entry| entry.at);
        let terms = Terms {
            matter: Matter::of(case.row.topic),
            field: case.row.field,
            kind: case.organization.kind,
            received: time::china_date(received),
            first_contact_days: self.policy.first_contact_days,
        };
        terms.after(event, status, case.row.due, today, named)
    }

    /// Looks what is due of requests that were stored before this was kept with them: as it would be, had each of their
    /// entries been made under the rules of today. Of one that cannot be read nothing is due. Says how many it looked at.
    pub async fn date_older(&self) -> Result<u64, Refused> {
        let mut dated = 0;
        loop {
            let numbers = self.store.undated(AT_ONCE).await?;
            if numbers.is_empty() {
                return Ok(dated);
            }
            for number in numbers {
                let due = self.lived_again(&number).await.unwrap_or_else(|refused| {
                    tracing::error!(reason = explain(&refused), "could not look what is due");
                    None
                });
                self.store.date(&number, due).await?;
                dated += 1;
            }
        }
    }

    /// What is due of a request after all that has happened to it.
    async fn lived_again(&self, number: &str) -> Result<Option<Due>, Refused> {
        let Some((row, entries)) = self.store.request(number).await? else {
            return Ok(None);
        };
        let matter = Matter::of(row.topic);
        let mut case = self.case(row, entries).await?;
        let mut status = Status::Submitted;
        let entries = case.entries.clone();
        case.row.due = None;
        for (at, entry) in entries.iter().enumerate() {
            let next = status.next(matter, entry.event, entry.actor);
            status = next.unwrap_or(status);
            let detail = self.open_detail(number, at, &entry.detail_sealed)?;
            let today = time::china_date(entry.at);
            case.row.due = self.due_after(&case, entry.event, status, today, &detail);
        }
        Ok(case.row.due)
    }

    /// Raises steps that are overdue: to the organization's lead the day after, to the centre above it some working
    /// days later. To be called now and then. Says how many it raised; one that cannot be raised holds up no other.
    pub async fn raise_overdue(&self) -> Result<u64, Refused> {
        let today = time::china_date(self.now());
        let mut raised = 0;
        // What is raised to the lead now goes to the centre another time: the higher step comes first.
        for from in [Raised::ToLead, Raised::Not] {
            let mut after = String::new();
            loop {
                let late = self.store.late(today, &from, &after, AT_ONCE).await?;
                for number in &late {
                    match self.raise(number, &from, today).await {
                        Ok(is_raised) => raised += u64::from(is_raised),
                        Err(refused) => {
                            tracing::error!(
                                reason = explain(&refused),
                                "could not raise a request"
                            );
                        }
                    }
                }
                let Some(last) = late.last() else { break };
                after.clone_from(last);
            }
        }
        Ok(raised)
    }

    /// Raises this request from there, if it is time for that.
    async fn raise(&self, number: &str, from: &Raised, today: Date) -> Result<bool, Refused> {
        let Some((row, entries)) = self.store.request(number).await? else {
            return Ok(false);
        };
        let is_time = row.raised == *from
            && row.due.is_some_and(|due| match from {
                Raised::Not => due.on < today,
                _ => after_working_days(due.on, self.policy.raise_after_days) < today,
            });
        if !is_time {
            return Ok(false);
        }
        let case = self.case(row, entries).await?;
        let (raised, detail) = if *from == Raised::Not {
            let detail = Detail {
                raised_to: Some(RaisedTo::Lead),
                ..Detail::default()
            };
            (Raised::ToLead, detail)
        } else {
            let centre = self.directory.centre_above(&case.organization);
            let detail = Detail {
                raised_to: Some(RaisedTo::Centre),
                centre: centre.as_ref().map(|centre| centre.name.clone()),
                ..Detail::default()
            };
            (Raised::ToCentre(centre.map(|centre| centre.id)), detail)
        };
        let step = Step {
            raised: Some(raised),
            ..Step::new(Actor::Portal, Event::Escalate, detail)
        };
        let change = self.step(&case, step)?;
        // Should somebody have acted meanwhile, it is looked at again next time.
        let outcome = self.store.change(change).await?;
        Ok(matches!(outcome, ChangeOutcome::Applied))
    }
}
