//! The application on paper, for the owner of a request and for its organization.

use contract::desk::AuditAct;
use contract::status::Actor;

use super::{Cases, Owner, Refused, Staff, time};
use crate::paper::Application;
use crate::store::RequestRow;

impl Cases {
    /// The owner's application as a PDF.
    pub async fn owner_paper(&self, owner: &Owner) -> Result<Vec<u8>, Refused> {
        let (row, _) = self.request_of(owner).await?;
        self.paper(row, Actor::Applicant).await
    }

    /// The application of a request that the organization has, as a PDF.
    pub async fn staff_paper(&self, staff: &Staff, number: &str) -> Result<Vec<u8>, Refused> {
        let (row, _) = self.request_for(staff, number, AuditAct::TookPaper).await?;
        self.paper(row, Actor::Staff).await
    }

    async fn paper(&self, row: RequestRow, reader: Actor) -> Result<Vec<u8>, Refused> {
        let press = self.press.as_ref().ok_or(Refused::NoPress)?;
        // What happened since is not on the paper.
        let case = self.case(row, Vec::new()).await?;
        let view = self.view(&case, reader).await?;
        if !view.has_paper {
            return Err(Refused::NoPaper);
        }
        let application = Application {
            view,
            submitted: time::china_time(case.row.submitted_at),
            to_committee: case.organization.kind.is_peoples_mediation(),
        };
        Ok(press.print(application).await?)
    }
}
