//! What is due and when: kept with each request, and raised to who stands above once it is overdue.

use contract::calendar::after_working_days;
use contract::deadline::{Due, Terms};
use contract::request::{Detail, RaisedTo};
use contract::status::{Actor, Event, Matter, Status};
use jiff::civil::Date;

use super::moves::{Case, Step};
use super::{Cases, Refused, time};
use crate::store::{ChangeOutcome, Raised};

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
        until: Option<Date>,
    ) -> Option<Due> {
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
        terms.after(event, status, case.row.due, today, until)
    }

    /// Looks what is due of requests that were stored before this was kept with them: as it would be, had each of their
    /// entries been made under the rules of today.
    pub async fn date_older(&self) -> Result<u64, Refused> {
        let mut dated = 0;
        loop {
            let numbers = self.store.undated(AT_ONCE).await?;
            if numbers.is_empty() {
                return Ok(dated);
            }
            for number in numbers {
                let Some((row, entries)) = self.store.request(&number).await? else {
                    continue;
                };
                let mut case = self.case(row, entries).await?;
                let mut due = None;
                let mut status = Status::Submitted;
                for entry in &case.entries.clone() {
                    let matter = Matter::of(case.row.topic);
                    status = status
                        .next(matter, entry.event, entry.actor)
                        .unwrap_or(status);
                    case.row.due = due;
                    due = self.due_after(
                        &case,
                        entry.event,
                        status,
                        time::china_date(entry.at),
                        None,
                    );
                }
                self.store.date(&number, due).await?;
                dated += 1;
            }
        }
    }

    /// Raises steps that are overdue: to the organization's lead the day after, to the centre above it some working
    /// days later. To be called now and then. Says how many it raised.
    pub async fn raise_overdue(&self) -> Result<u64, Refused> {
        let today = time::china_date(self.now());
        let mut raised = 0;
        // Who is raised to the centre now was raised to the lead before: the higher step comes first.
        for from in [Raised::ToLead, Raised::Not] {
            loop {
                let late = self.store.late(today, &from, AT_ONCE).await?;
                let mut moved = 0;
                for number in &late {
                    moved += u64::from(self.raise(number, &from, today).await?);
                }
                raised += moved;
                if moved == 0 || late.len() < AT_ONCE as usize {
                    break;
                }
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
