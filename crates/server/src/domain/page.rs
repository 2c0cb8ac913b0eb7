//! Changing an organization's public page: one proposes, a second pair of eyes publishes.

use contract::page::{PageDecision, PageProposal, PageText, PageVerdict, PageView, may_decide};

use super::{Cases, Refused, Staff, time};
use crate::crypto::{self, hex};
use crate::import;
use crate::store::desk::AccountRow;
use crate::store::page::{NewPageChange, PageChangeRow};

/// How many changes are shown.
const SHOWN: u32 = 20;

impl Cases {
    /// The page of the organization of these staff, with what waits and what was decided.
    pub async fn page(&self, staff: &Staff) -> Result<PageView, Refused> {
        staff.reads_words()?;
        let organization = self.organization(&staff.organization).await?;
        let changes = self.store.page_changes(&staff.organization, SHOWN).await?;
        let page = import::page_of(&organization);
        let mut view = PageView {
            version: version(&page, changes.first())?,
            page,
            proposal: None,
            decided: Vec::new(),
        };
        for change in changes {
            let page = serde_json::from_str(&change.page)?;
            match &change.decided {
                None => view.proposal = Some(proposal(staff, &change, page)),
                Some((by, at, published)) => view.decided.push(PageDecision {
                    by: change.proposed_by.name.clone(),
                    at: time::wire(change.proposed_at),
                    decided_by: by.name.clone(),
                    decided_at: time::wire(*at),
                    published: *published,
                    page,
                }),
            }
        }
        Ok(view)
    }

    /// Proposes another page, in the place of what nobody has decided on, unless something else is there than was `seen`.
    /// The same page again is no second proposal.
    pub async fn propose_page(
        &self,
        staff: &Staff,
        page: &PageText,
        seen: Option<u32>,
    ) -> Result<PageView, Refused> {
        staff.reads_words()?;
        let account = staff.account.as_deref().ok_or(Refused::Forbidden)?;
        let organization = self.organization(&staff.organization).await?;
        let regions = self.directory.regions();
        let read = import::with_page(&organization, page, regions).map_err(Refused::Invalid)?;
        // As it will be read back, so that who decides sees what everybody will.
        let page = import::page_of(&read);
        let text = serde_json::to_string(&page)?;
        let changes = self.store.page_changes(&staff.organization, 1).await?;
        let waiting = changes.first().filter(|change| change.decided.is_none());
        let is_there =
            waiting.is_some_and(|change| change.page == text && change.proposed_by.id == account);
        if !is_there {
            let now = version(&import::page_of(&organization), changes.first())?;
            if seen.is_some_and(|seen| seen != now) {
                return Err(Refused::Outdated(Vec::new()));
            }
            let id = hex(&crypto::random::<8>()?);
            let change = NewPageChange {
                id: &id,
                organization: &staff.organization,
                page: &text,
                by: account,
                at: self.now(),
                replaces: waiting.map(|change| &*change.id),
            };
            if !self.store.propose_page(change).await? {
                return Err(Refused::Outdated(Vec::new()));
            }
        }
        self.page(staff).await
    }

    /// Publishes what another one proposed, or does not. What was replaced meanwhile is not decided on.
    pub async fn decide_page(
        &self,
        staff: &Staff,
        verdict: &PageVerdict,
    ) -> Result<PageView, Refused> {
        staff.reads_words()?;
        let account = staff.account.as_deref().ok_or(Refused::Forbidden)?;
        let waiting = self.store.page_changes(&staff.organization, 1).await?;
        let change = waiting
            .into_iter()
            .find(|change| change.decided.is_none() && change.id == verdict.id)
            .ok_or(Refused::Outdated(Vec::new()))?;
        if !may(staff, &change.proposed_by) {
            return Err(Refused::Forbidden);
        }
        let now = self.now();
        let mut published = None;
        if verdict.publish {
            let page: PageText = serde_json::from_str(&change.page)?;
            // As it is stored: what is served may be a moment older.
            let organization = self.store.organization(&staff.organization).await?;
            let organization = organization.ok_or(Refused::NoOrganization)?;
            let regions = self.directory.regions();
            let mut row =
                import::with_page(&organization, &page, regions).map_err(Refused::Invalid)?;
            row.source.verified = Some(time::china_date(now).to_string());
            published = Some(row);
        }
        // Decided first, so that of several who decide one does and the log tells what became of it.
        let decided = self
            .store
            .decide_page(&change.id, account, now, verdict.publish);
        if !decided.await? {
            return Err(Refused::Outdated(Vec::new()));
        }
        if let Some(row) = published {
            let mut import = self.store.begin_import().await?;
            import.put(&[row]).await?;
            import.commit(false).await?;
            self.directory.refresh(self.store.as_ref()).await?;
        }
        self.page(staff).await
    }
}

/// A number that is another one when the page or its latest change is.
fn version(page: &PageText, latest: Option<&PageChangeRow>) -> Result<u32, Refused> {
    let latest = latest.map(|change| (&change.id, change.decided.is_some()));
    let digest = crypto::digest(&serde_json::to_vec(&(page, latest))?);
    u32::from_str_radix(&digest, 16).map_err(|error| Refused::Fault(Box::new(error)))
}

fn may(staff: &Staff, proposer: &AccountRow) -> bool {
    let me = staff.account.as_deref().unwrap_or_default();
    may_decide((&proposer.id, proposer.role), (me, staff.role))
}

fn proposal(staff: &Staff, change: &PageChangeRow, page: PageText) -> PageProposal {
    PageProposal {
        id: change.id.clone(),
        page,
        by: change.proposed_by.name.clone(),
        at: time::wire(change.proposed_at),
        may_decide: staff.account.is_some() && may(staff, &change.proposed_by),
    }
}
