//! Finding the requests of an organization by who is in them. The store has keyed hashes only, made for one organization:
//! equal names in two of them look nothing alike, and without the keys nothing looks like a name.

use contract::desk::{AuditAct, Role};
use contract::request::Content;
use contract::seeking::{FindRequest, Sought};
use contract::staff::QueueView;

use super::staff::PAGE;
use super::{Cases, Refused, Staff};
use crate::crypto::Purpose;
use crate::store::{Mac, MarkQuery, QueuePlace};
use crate::telemetry::explain;

/// Requests that are marked in one go.
const AT_ONCE: u32 = 200;

impl Cases {
    /// A page of those requests within these staff's reach that somebody is in, in the order of the queue. That somebody
    /// was looked for is written down first, not who. The work grows with how many have that mark.
    pub async fn find(
        &self,
        staff: &Staff,
        wish: &FindRequest,
        after: Option<QueuePlace>,
    ) -> Result<QueueView, Refused> {
        staff.reads_words()?;
        let sought = wish
            .parse()
            .map_err(|issue| Refused::Invalid(vec![issue]))?;
        self.write_down(staff, AuditAct::SoughtPerson, None).await?;
        // Others' cases are for who leads alone.
        let worker = (staff.role != Role::Lead).then(|| staff.account.clone().unwrap_or_default());
        let query = MarkQuery {
            mark: self.mark_of(&staff.organization, &sought),
            worker,
            after,
            limit: PAGE + 1,
        };
        let rows = self.store.marked(query).await?;
        self.page_of(staff, rows, false).await
    }

    /// What a request with this content is found by at this organization.
    pub(super) fn marks(&self, organization: &str, content: &Content) -> Vec<Mac> {
        let all = Sought::all_of(content);
        all.iter()
            .map(|sought| self.mark_of(organization, sought))
            .collect()
    }

    fn mark_of(&self, organization: &str, sought: &Sought) -> Mac {
        let words = [organization, "\n", &sought.written()].concat();
        self.keys.mac(Purpose::Seeking, words.as_bytes())
    }

    /// Marks requests that were stored before there were marks. Says how many it looked at; one that cannot be read holds
    /// up no other.
    pub async fn mark_older(&self) -> Result<u64, Refused> {
        let mut looked_at = 0;
        let mut after = String::new();
        loop {
            let numbers = self.store.unmarked(&after, AT_ONCE).await?;
            for number in &numbers {
                if let Err(refused) = self.mark_one(number).await {
                    tracing::error!(reason = explain(&refused), "could not mark a request");
                }
                looked_at += 1;
            }
            let Some(last) = numbers.last() else {
                return Ok(looked_at);
            };
            after.clone_from(last);
        }
    }

    /// Until nothing happens to it between reading and marking.
    async fn mark_one(&self, number: &str) -> Result<(), Refused> {
        while let Some((row, _)) = self.store.request(number).await? {
            if row.erased_at.is_some() {
                break;
            }
            let content = self.content(&row.number, &row.content_sealed)?;
            let marks = self.marks(&row.organization, &content);
            if self.store.mark(number, row.version, &marks).await? {
                break;
            }
        }
        Ok(())
    }
}
