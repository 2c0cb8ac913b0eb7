//! What the people at an organization do: list, read; moves are in `moves`.

use contract::number::RequestNumber;
use contract::request::RequestView;
use contract::staff::{QueueEntry, QueueView};
use contract::status::{Actor, Status};

use super::access::unless_erased;
use super::{Cases, Refused, time};
use crate::crypto::{self, CryptoError, Keyring, Purpose, hex};
use crate::directory::index;
use crate::store::{EntryRow, QueueOf, QueueQuery, Raised, RequestRow, StaffTokenRow};

/// Requests on one page of the queue.
const PAGE: u32 = 50;

/// Somebody with a valid token.
#[derive(Clone, Debug)]
pub struct Staff {
    /// The organization they act for.
    pub organization: String,
    /// Whose token it is, as the operator named it.
    pub name: String,
}

/// Which page of the queue.
#[derive(Clone, Debug, Default)]
pub struct QueuePage {
    /// Only these; empty means all.
    pub statuses: Vec<Status>,
    /// Instead of the organization's own, those that were raised to it because another one is late.
    pub raised: bool,
    /// After this request.
    pub after: Option<RequestNumber>,
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
        row.map(|row| Staff {
            organization: row.organization,
            name: row.name,
        })
        .ok_or(Refused::Unauthorized)
    }

    /// A page of the organization's requests, oldest first. After a request that the organization does not
    /// have there is no page: an empty one would look like the end of the queue.
    pub async fn queue(&self, staff: &Staff, page: QueuePage) -> Result<QueueView, Refused> {
        match &page.after {
            Some(number) if page.raised => {
                self.row_raised_to(staff, number.as_str()).await?;
            }
            Some(number) => {
                self.row_for(staff, number.as_str()).await?;
            }
            None => {}
        }
        let query = QueueQuery {
            of: if page.raised {
                QueueOf::Centre(staff.organization.clone())
            } else {
                QueueOf::Organization(staff.organization.clone())
            },
            statuses: page.statuses,
            after: page.after.map(|number| number.as_str().to_owned()),
            limit: PAGE + 1,
        };
        let mut rows = self.store.queue(query).await?;
        let has_more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let mut requests = Vec::with_capacity(rows.len());
        for row in rows {
            let organization = match page.raised {
                true => Some(index::reference(
                    &self.organization(&row.organization).await?,
                )),
                false => None,
            };
            requests.push(QueueEntry {
                organization,
                deadline: self.deadline(&row),
                raised: row.raised != Raised::Not,
                assignee: None,
                number: row.number,
                status: row.status,
                field: row.field,
                topic: row.topic,
                submitted_at: time::wire(row.submitted_at),
            });
        }
        let last = requests.last().map(|entry| entry.number.clone());
        Ok(QueueView {
            requests,
            next_after: last.filter(|_| has_more),
        })
    }

    /// A request of the organization, as staff see it.
    pub async fn staff_open(&self, staff: &Staff, number: &str) -> Result<RequestView, Refused> {
        let (row, entries) = self.request_for(staff, number).await?;
        let case = self.case(row, entries).await?;
        self.view(&case, Actor::Staff).await
    }

    /// A request of the organization that is not erased.
    pub(super) async fn request_for(
        &self,
        staff: &Staff,
        number: &str,
    ) -> Result<(RequestRow, Vec<EntryRow>), Refused> {
        unless_erased(self.row_for(staff, number).await?)
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

    /// Other organizations' requests do not exist for these staff.
    async fn row_for(
        &self,
        staff: &Staff,
        number: &str,
    ) -> Result<(RequestRow, Vec<EntryRow>), Refused> {
        let found = self.store.request(number).await?;
        found
            .filter(|(row, _)| row.organization == staff.organization)
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
            .filter(|(row, _)| is_here(&row.raised))
            .ok_or(Refused::NotFound)
    }
}
