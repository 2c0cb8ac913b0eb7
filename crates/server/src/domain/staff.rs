//! What the people at an organization do: list, read; moves are in `moves`.

use std::collections::HashMap;

use contract::desk::{AuditAct, Role};
use contract::kinds::DisputeField;
use contract::number::RequestNumber;
use contract::request::RequestView;
use contract::staff::{QueueEntry, QueueView};
use contract::status::{Actor, Status};

use super::access::unless_erased;
use super::{Cases, Refused, time};
use crate::crypto::{self, CryptoError, Keyring, Purpose, hex};
use crate::directory::index;
use crate::store::{
    EntryRow, QueueOf, QueuePlace, QueueQuery, Raised, RequestRow, StaffTokenRow, Worker,
};

/// Requests on one page of the queue.
pub(super) const PAGE: u32 = 50;

/// Somebody at an organization: signed in, or a program with a token.
#[derive(Clone, Debug)]
pub struct Staff {
    /// The organization they act for.
    pub organization: String,
    /// Their name, or whose token it is, as the operator named it.
    pub name: String,
    /// What they are there for. A token does what the organization's lead does.
    pub role: Role,
    /// The account they are signed in with.
    pub account: Option<String>,
}

impl Staff {
    /// A program or an operator that acts for the whole organization.
    pub fn for_organization(organization: String, name: String) -> Self {
        Self {
            organization,
            name,
            role: Role::Lead,
            account: None,
        }
    }

    /// Whether this request is theirs to read and to move.
    pub(super) fn reaches(&self, row: &RequestRow) -> bool {
        let me = self.account.as_deref().unwrap_or_default();
        row.organization == self.organization && self.role.reaches(me, row.assignee.as_deref())
    }

    /// Only who opens cases reads what people wrote at all.
    pub(super) fn reads_words(&self) -> Result<(), Refused> {
        match self.role.reads_cases() {
            true => Ok(()),
            false => Err(Refused::Forbidden),
        }
    }

    /// Who leads or watches hears what people say of how their cases were handled; whoever mediated does not.
    pub(super) fn hears_complaints(&self) -> Result<(), Refused> {
        match self.role.hears_complaints() {
            true => Ok(()),
            false => Err(Refused::Forbidden),
        }
    }

    /// Only a centre looks at words before everybody sees them.
    pub(super) fn reviews_words(&self) -> Result<(), Refused> {
        match self.role.reviews_words() {
            true => Ok(()),
            false => Err(Refused::Forbidden),
        }
    }

    /// Whether they see what was raised to their organization.
    fn watches(&self) -> bool {
        matches!(self.role, Role::Lead | Role::Centre)
    }
}

/// Which page of the queue.
#[derive(Clone, Debug, Default)]
pub struct QueuePage {
    /// Only these; empty means all.
    pub statuses: Vec<Status>,
    /// Only of this field.
    pub field: Option<DisputeField>,
    /// By who works on them.
    pub who: Who,
    /// Only what is overdue.
    pub late: bool,
    /// Only the one with this number.
    pub number: Option<RequestNumber>,
    /// Instead of the organization's own, those that were raised to it because another one is late.
    pub raised: bool,
    /// After this place.
    pub after: Option<QueuePlace>,
}

/// Who works on requests that are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Who {
    /// Whoever the reader may see.
    #[default]
    All,
    /// The reader.
    Me,
    /// Nobody yet.
    Nobody,
}

/// A new token for the staff of an organization: the secret to hand over, and the row to keep.
pub fn new_staff_token(
    keys: &Keyring,
    organization: &str,
    name: &str,
    now: jiff::Timestamp,
) -> Result<(String, StaffTokenRow), CryptoError> {
    let token = format!("fqs_{}", hex(&crypto::random::<32>()?));
    let row = StaffTokenRow {
        id: hex(&crypto::random::<4>()?),
        token_mac: keys.mac(Purpose::StaffToken, token.as_bytes()),
        organization: organization.to_owned(),
        name: name.to_owned(),
        created_at: time::whole_seconds(now),
        revoked_at: None,
    };
    Ok((token, row))
}

impl Cases {
    /// Who this token stands for.
    pub async fn staff(&self, token: &str) -> Result<Staff, Refused> {
        let mac = self.keys.mac(Purpose::StaffToken, token.as_bytes());
        let row = self.store.staff_token(&mac).await?;
        row.map(|row| Staff::for_organization(row.organization, row.name))
            .ok_or(Refused::Unauthorized)
    }

    /// A page of what these staff may open: what is due first stands first, each day's oldest first.
    pub async fn queue(&self, staff: &Staff, page: QueuePage) -> Result<QueueView, Refused> {
        if !page.raised {
            staff.reads_words()?;
        } else if !staff.watches() {
            return Err(Refused::Forbidden);
        }
        let rows = match &page.number {
            Some(number) => self.listed(staff, number, page.raised).await?,
            None => self.rows(staff, &page).await?,
        };
        self.page_of(staff, rows, page.raised).await
    }

    /// These rows, of which one more than a page holds says that there are more, as they are listed.
    pub(super) async fn page_of(
        &self,
        staff: &Staff,
        mut rows: Vec<RequestRow>,
        raised: bool,
    ) -> Result<QueueView, Refused> {
        let has_more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let next_after = rows.last().filter(|_| has_more);
        let next_after = next_after.map(|row| QueuePlace::of(row).to_string());
        let names = self.names(staff, &rows).await?;
        let today = time::china_date(self.now());
        let mut requests = Vec::with_capacity(rows.len());
        for row in rows {
            let organization = match raised {
                true => Some(index::reference(
                    &self.organization(&row.organization).await?,
                )),
                false => None,
            };
            requests.push(QueueEntry {
                organization,
                deadline: self.deadline(&row),
                raised: row.raised != Raised::Not,
                slots: row.slots_on.is_some_and(|on| on <= today),
                assignee: row
                    .assignee
                    .filter(|_| !raised)
                    .and_then(|id| names.get(&id).cloned()),
                number: row.number,
                status: row.status,
                field: row.field,
                topic: row.topic,
                submitted_at: time::wire(row.submitted_at),
            });
        }
        Ok(QueueView {
            requests,
            next_after,
        })
    }

    /// The rows of a page and one more, where there is one.
    async fn rows(&self, staff: &Staff, page: &QueuePage) -> Result<Vec<RequestRow>, Refused> {
        let query = |worker| QueueQuery {
            of: match page.raised {
                true => QueueOf::Centre(staff.organization.clone()),
                false => QueueOf::Organization(staff.organization.clone()),
            },
            worker,
            statuses: page.statuses.clone(),
            field: page.field,
            due_before: page.late.then(|| time::china_date(self.now())),
            after: page.after.clone(),
            limit: PAGE + 1,
        };
        let mine = || Worker::Is(staff.account.clone().unwrap_or_default());
        match (page.who, staff.role) {
            _ if page.raised => Ok(self.store.queue(query(Worker::Any)).await?),
            (Who::Me, _) => Ok(self.store.queue(query(mine())).await?),
            (Who::Nobody, _) => Ok(self.store.queue(query(Worker::Nobody)).await?),
            (Who::All, Role::Lead) => Ok(self.store.queue(query(Worker::Any)).await?),
            // Others' cases are not for them: their own and nobody's, each a range of the index.
            (Who::All, _) => {
                let mut rows = self.store.queue(query(mine())).await?;
                rows.extend(self.store.queue(query(Worker::Nobody)).await?);
                rows.sort_by_cached_key(QueuePlace::of);
                rows.truncate(PAGE as usize + 1);
                Ok(rows)
            }
        }
    }

    /// The request with this number, if these staff may see it in the queue.
    async fn listed(
        &self,
        staff: &Staff,
        number: &RequestNumber,
        raised: bool,
    ) -> Result<Vec<RequestRow>, Refused> {
        let found = match raised {
            true => self.row_raised_to(staff, number.as_str()).await,
            false => self.row_for(staff, number.as_str()).await,
        };
        match found {
            Ok((row, _)) => Ok(vec![row]),
            Err(Refused::NotFound) => Ok(Vec::new()),
            Err(refused) => Err(refused),
        }
    }

    /// The names of those who work on these requests, by account.
    async fn names(
        &self,
        staff: &Staff,
        rows: &[RequestRow],
    ) -> Result<HashMap<String, String>, Refused> {
        if rows.iter().all(|row| row.assignee.is_none()) {
            return Ok(HashMap::new());
        }
        let accounts = self.store.accounts(Some(&staff.organization)).await?;
        Ok(accounts
            .into_iter()
            .map(|account| (account.id, account.name))
            .collect())
    }

    /// A request of the organization, as staff see it.
    pub async fn staff_open(&self, staff: &Staff, number: &str) -> Result<RequestView, Refused> {
        let (row, entries) = self.request_for(staff, number, AuditAct::ReadCase).await?;
        let case = self.case(row, entries).await?;
        self.view(&case, Actor::Staff).await
    }

    /// A request within these staff's reach that is not erased. What they are about to do with it is written down
    /// first.
    pub(super) async fn request_for(
        &self,
        staff: &Staff,
        number: &str,
        act: AuditAct,
    ) -> Result<(RequestRow, Vec<EntryRow>), Refused> {
        let found = unless_erased(self.row_for(staff, number).await?)?;
        self.write_down(staff, act, Some(number)).await?;
        Ok(found)
    }

    /// A request that was raised to this centre and is still overdue.
    pub(super) async fn request_raised_to(
        &self,
        staff: &Staff,
        number: &str,
    ) -> Result<(RequestRow, Vec<EntryRow>), Refused> {
        let found = self.row_raised_to(staff, number).await?;
        unless_erased(found)
    }

    /// Requests out of their reach do not exist for these staff.
    pub(super) async fn row_for(
        &self,
        staff: &Staff,
        number: &str,
    ) -> Result<(RequestRow, Vec<EntryRow>), Refused> {
        let found = self.store.request(number).await?;
        found
            .filter(|(row, _)| staff.reaches(row))
            .ok_or(Refused::NotFound)
    }

    async fn row_raised_to(
        &self,
        staff: &Staff,
        number: &str,
    ) -> Result<(RequestRow, Vec<EntryRow>), Refused> {
        let is_here = |raised: &Raised| matches!(raised, Raised::ToCentre(Some(centre)) if *centre == staff.organization);
        let found = self.store.request(number).await?;
        found
            .filter(|(row, _)| staff.watches() && is_here(&row.raised))
            .ok_or(Refused::NotFound)
    }
}
