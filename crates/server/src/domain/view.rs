//! A stored request as people see it: opened, with what is due and what they may do.

use contract::deadline::{
    Deadline, DeadlineKind, DeadlineSource, first_contact_due, mediation_due,
};
use contract::kinds::OrganizationKind;
use contract::request::{Content, RequestView, TimelineEntry};
use contract::status::{Actor, Status};
use jiff::Timestamp;

use super::{Cases, Refused, content_place, time};
use crate::directory::index;
use crate::store::{EntryRow, RequestRow};

impl Cases {
    /// The request as `reader` sees it.
    pub(super) async fn view(
        &self,
        row: &RequestRow,
        entries: &[EntryRow],
        reader: Actor,
    ) -> Result<RequestView, Refused> {
        let organization = self.organization(&row.organization).await?;
        let content = self
            .keys
            .open(content_place(&row.number), &row.content_sealed)?;
        let timeline = entries.iter().enumerate().map(|(at, entry)| {
            Ok(TimelineEntry {
                at: time::wire(entry.at),
                actor: entry.actor,
                event: entry.event,
                detail: self.open_detail(&row.number, at, &entry.detail_sealed)?,
            })
        });
        let content: Content = serde_json::from_slice(&content)?;
        let region = self.directory.regions().get(content.applicant.region);
        Ok(RequestView {
            number: row.number.clone(),
            status: row.status,
            submitted_at: time::wire(row.submitted_at),
            organization: index::reference(&organization),
            content,
            region_name: region
                .map(|region| region.full_name.clone())
                .unwrap_or_default(),
            timeline: timeline.collect::<Result<_, Refused>>()?,
            deadline: self.deadline(row, organization.kind, self.now()),
            legal_moves: row.status.legal_events(reader),
        })
    }

    /// By when the organization's next step is due, while one is. None is while the applicant is asked.
    pub(super) fn deadline(
        &self,
        row: &RequestRow,
        kind: OrganizationKind,
        now: Timestamp,
    ) -> Option<Deadline> {
        match row.status {
            Status::Submitted => Some(self.first_contact(row.due_from, now)),
            Status::Accepted | Status::Scheduled => {
                let received = time::china_date(row.submitted_at);
                let accepted = row.accepted_at.map_or(received, time::china_date);
                let (due, source) = mediation_due(row.field, kind, received, accepted)?;
                Some(Deadline {
                    kind: DeadlineKind::Mediation,
                    due: due.to_string(),
                    source,
                    overdue: time::china_date(now) > due,
                })
            }
            _ => None,
        }
    }

    /// The promise for the first answer to a request received then, as it looks now.
    pub(super) fn first_contact(&self, received: Timestamp, now: Timestamp) -> Deadline {
        let days = self.policy.first_contact_days;
        let due = first_contact_due(time::china_date(received), days);
        Deadline {
            kind: DeadlineKind::FirstContact,
            due: due.to_string(),
            source: DeadlineSource::Operator,
            overdue: time::china_date(now) > due,
        }
    }
}
