//! The application on paper, for the owner of a request and for its organization; and the papers of an agreement, for
//! both sides, too.

use contract::desk::AuditAct;
use contract::request::RequestView;
use contract::settlement::{PaperKind, SettlementView};
use contract::status::Actor;

use super::moves::Case;
use super::{Cases, Invited, Owner, Refused, Staff, time};
use crate::paper::{Application, TermsPaper};
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
        let application = application(&case, view, false);
        Ok(press.print(application).await?)
    }

    /// A paper of the terms, for the owner.
    pub async fn owner_terms_paper(
        &self,
        owner: &Owner,
        paper: PaperKind,
    ) -> Result<Vec<u8>, Refused> {
        let (row, entries) = self.request_of(owner).await?;
        let case = self.case(row, entries).await?;
        self.terms_paper(&case, paper, Actor::Applicant).await
    }

    /// A paper of the terms, for the other side.
    pub async fn party_terms_paper(
        &self,
        invited: &Invited,
        paper: PaperKind,
    ) -> Result<Vec<u8>, Refused> {
        let (case, _) = self.case_of_invited(invited).await?;
        self.terms_paper(&case, paper, Actor::Respondent).await
    }

    /// A paper of the terms, for the staff of the organization that has the request.
    pub async fn staff_terms_paper(
        &self,
        staff: &Staff,
        number: &str,
        paper: PaperKind,
    ) -> Result<Vec<u8>, Refused> {
        let (row, entries) = self.request_for(staff, number, AuditAct::TookPaper).await?;
        let case = self.case(row, entries).await?;
        self.terms_paper(&case, paper, Actor::Staff).await
    }

    async fn terms_paper(
        &self,
        case: &Case,
        kind: PaperKind,
        reader: Actor,
    ) -> Result<Vec<u8>, Refused> {
        let press = self.press.as_ref().ok_or(Refused::NoPress)?;
        let view = self.settlement_view(case, reader)?;
        if !view.papers.contains(&kind) {
            return Err(Refused::NoPaper);
        }
        let paper = self.terms_on_paper(case, kind, reader, view)?;
        Ok(press.print_terms(paper).await?)
    }

    /// What a paper of these terms is made of.
    pub(super) fn terms_on_paper(
        &self,
        case: &Case,
        kind: PaperKind,
        reader: Actor,
        view: SettlementView,
    ) -> Result<TermsPaper, Refused> {
        let row = &case.row;
        let content = self.content(&row.number, &row.content_sealed)?;
        let region = self.directory.regions().get(content.applicant.region);
        let effective_on = view
            .agreed
            .and_then(|agreed| agreed.effective_on.parse().ok());
        Ok(TermsPaper {
            kind,
            region_name: region
                .map(|region| region.full_name.clone())
                .unwrap_or_default(),
            // What the applicant told the organization is not for the other side, nor where the other side is feared for
            // a paper that both get.
            names_only: reader == Actor::Respondent || (reader == Actor::Staff && content.afraid),
            content,
            terms: view.terms,
            mark: view.mark,
            organization: case.organization.name.clone(),
            is_peoples: view.is_peoples,
            effective_on,
        })
    }
}

/// What the application on paper is made of, as it looks to whoever was given this view of the case.
pub(super) fn application(case: &Case, view: RequestView, names_only: bool) -> Application {
    Application {
        view,
        submitted: time::china_time(case.row.submitted_at),
        to_committee: case.organization.kind.is_peoples_mediation(),
        names_only,
    }
}
