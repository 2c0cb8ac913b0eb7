//! A stored request as people see it: opened, with what is due and what they may do.

use contract::calendar::after_working_days;
use contract::deadline::{Deadline, DeadlineKind, DeadlineSource, mediation_due};
use contract::group::GroupMark;
use contract::kinds::OrganizationKind;
use contract::notices::NoticeWish;
use contract::request::{RequestView, TimelineEntry};
use contract::status::{Actor, Matter, Status};
use jiff::Timestamp;

use super::{Cases, Refused, time};
use crate::directory::index;
use crate::store::evidence::FilesOf;
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
        let mut content = self.content(&row.number, &row.content_sealed)?;
        let timeline = entries.iter().enumerate().map(|(at, entry)| {
            let mut detail = self.open_detail(&row.number, at, &entry.detail_sealed)?;
            if reader == Actor::Staff {
                detail.corrected.retain(|one| !one.is_about_notices());
            }
            Ok(TimelineEntry {
                at: time::wire(entry.at),
                actor: entry.actor,
                event: entry.event,
                detail,
            })
        });
        let group_size = self.store.group_size(&row.number).await?;
        let has_paper = self.press.is_some() && content.visit.is_none();
        if reader == Actor::Staff {
            content.notices = NoticeWish::default();
        }
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
            has_paper,
            evidence: self.files(FilesOf::Request(&row.number)).await?,
            timeline: timeline.collect::<Result<_, Refused>>()?,
            deadline: self.deadline(row, organization.kind, self.now()),
            keeping: self.keeping(row),
            legal_moves: row.status.legal_events(Matter::of(row.topic), reader),
            group: group_size.map(|members| GroupMark { members }),
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
            // The law sets no term for a health check.
            Status::Accepted | Status::Scheduled if Matter::of(row.topic) == Matter::Dispute => {
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
        let due = after_working_days(time::china_date(received), days);
        Deadline {
            kind: DeadlineKind::FirstContact,
            due: due.to_string(),
            source: DeadlineSource::Operator,
            overdue: time::china_date(now) > due,
        }
    }
}
