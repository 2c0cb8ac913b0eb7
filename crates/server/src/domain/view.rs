//! A stored request as people see it: opened, with what is due and what they may do.

use contract::deadline::Deadline;
use contract::group::GroupMark;
use contract::notices::NoticeWish;
use contract::request::{RequestView, TimelineEntry, is_internal};
use contract::status::{Actor, Event};

use super::moves::Case;
use super::{Cases, Refused, time};
use crate::directory::index;
use crate::store::RequestRow;
use crate::store::evidence::FilesOf;

impl Cases {
    /// The request as `reader` sees it.
    pub(super) async fn view(&self, case: &Case, reader: Actor) -> Result<RequestView, Refused> {
        let row = &case.row;
        let mut content = self.content(&row.number, &row.content_sealed)?;
        // What one organization wrote down for itself is not for the next.
        let handed_over = case
            .entries
            .iter()
            .rposition(|entry| entry.event == Event::AgreeToTransfer);
        let mut timeline = Vec::with_capacity(case.entries.len());
        let mut mediator = None;
        for (at, entry) in case.entries.iter().enumerate() {
            let detail = self.open_detail(&row.number, at, &entry.detail_sealed)?;
            let is_ours = handed_over.is_none_or(|handed_over| at > handed_over);
            if is_internal(entry.event, &detail) && !is_ours {
                continue;
            }
            let seen = detail.seen_by(reader, entry.actor, entry.event);
            let Some(detail) = seen else { continue };
            mediator = detail.mediator.clone().or(mediator);
            timeline.push(TimelineEntry {
                at: time::wire(entry.at),
                actor: entry.actor,
                event: entry.event,
                detail,
            });
        }
        let group_size = self.store.group_size(&row.number).await?;
        let has_paper = self.press.is_some() && content.visit.is_none();
        if reader == Actor::Staff {
            content.notices = NoticeWish::default();
        }
        let push = match reader {
            Actor::Applicant => self.push_view(row, &content).await?,
            _ => None,
        };
        let region = self.directory.regions().get(content.applicant.region);
        Ok(RequestView {
            number: row.number.clone(),
            version: u32::try_from(row.version).unwrap_or(u32::MAX),
            status: row.status,
            submitted_at: time::wire(row.submitted_at),
            organization: index::reference(&case.organization),
            content,
            region_name: region
                .map(|region| region.full_name.clone())
                .unwrap_or_default(),
            has_paper,
            evidence: self.files(FilesOf::Request(&row.number)).await?,
            timeline,
            deadline: self.deadline(row),
            mediator,
            assignee: row.assignee.clone().filter(|_| reader == Actor::Staff),
            keeping: self.keeping(row),
            legal_moves: case.legal_moves(reader),
            group: group_size.map(|members| GroupMark { members }),
            push,
        })
    }

    /// By when the next step is due, while one is, as it looks now.
    pub(super) fn deadline(&self, row: &RequestRow) -> Option<Deadline> {
        let today = time::china_date(self.now());
        row.due.map(|due| due.seen_on(today))
    }
}
