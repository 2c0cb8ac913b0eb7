//! Filing a request: exactly once, however often it is sent.

use contract::draft::{Code, Draft, Field, Issue, NewRequest};
use contract::number::RequestNumber;
use contract::region::RegionCode;
use contract::request::{Detail, Receipt};

use super::{Cases, Refused, content_place, time};
use crate::crypto::Purpose;
use crate::directory::index;
use crate::store::{NewRequestRow, OrganizationRow, StoreError, SubmitOutcome};

/// Numbers drawn before giving up. With 28 million numbers a month, the second is hardly ever needed.
const DRAWS: usize = 16;

/// A filed request.
#[derive(Debug)]
pub enum Submitted {
    /// Stored now.
    Now(Receipt),
    /// Stored by an earlier sending of the same.
    Before(Receipt),
}

impl Cases {
    /// Files what the draft amounts to. `key` is the secret that the applicant's device made for it.
    pub async fn submit(&self, key: &str, draft: &Draft) -> Result<Submitted, Refused> {
        let key_mac = self.keys.mac(Purpose::IdempotencyKey, key.as_bytes());
        let body_mac = self.keys.mac(Purpose::Body, &serde_json::to_vec(draft)?);
        let (request, organization) = match self.check(draft) {
            Ok(checked) => checked,
            // What was acknowledged stays so, even if the organization has left the directory since.
            Err(refused) => {
                let earlier = self.store.submitted(&key_mac, &body_mac).await?;
                let Some(row) = earlier else {
                    return Err(refused);
                };
                let organization = self.organization(&row.organization).await?;
                let receipt = self.receipt(key, &row.number, row.submitted_at, &organization);
                return Ok(Submitted::Before(receipt));
            }
        };
        let content = serde_json::to_vec(&request.content)?;
        let now = self.now();
        let today = time::china_date(now);
        for _ in 0..DRAWS {
            let number = RequestNumber::new(today.year(), today.month(), (self.world.draw)()?);
            let number = number.as_str();
            let code = self.keys.access_code(key, number);
            let row = NewRequestRow {
                number: number.to_owned(),
                organization: organization.id.clone(),
                field: request.content.field,
                topic: request.content.topic,
                submitted_at: now,
                content_sealed: self.keys.seal(content_place(number), &content)?,
                code_mac: self
                    .keys
                    .mac(Purpose::AccessCode, code.symbols().as_bytes()),
                key_mac,
                body_mac,
                detail_sealed: self.seal_detail(number, 0, &Detail::default())?,
            };
            match self.store.submit(row).await? {
                SubmitOutcome::Stored => {
                    let receipt = self.receipt(key, number, now, &organization);
                    return Ok(Submitted::Now(receipt));
                }
                SubmitOutcome::Replayed(row) => {
                    let receipt = self.receipt(key, &row.number, row.submitted_at, &organization);
                    return Ok(Submitted::Before(receipt));
                }
                SubmitOutcome::KeyReused => return Err(Refused::KeyReused),
                SubmitOutcome::NumberTaken => {}
            }
        }
        let reason = "every number drawn was taken";
        Err(StoreError::Fault(reason.into()).into())
    }

    /// Everything wrong with the draft at once: what its own rules say and what the directory says.
    fn check(&self, draft: &Draft) -> Result<(NewRequest, OrganizationRow), Refused> {
        let parsed = draft.parse();
        let mut issues = parsed.as_ref().err().cloned().unwrap_or_default();
        let named = draft.organization.trim();
        let organization = self.directory.index().get(named).cloned();
        let named_well = !issues
            .iter()
            .any(|issue| issue.field == Field::Organization);
        if organization.is_none() && named_well {
            issues.push(Issue::new(Field::Organization, Code::NoSuchOrganization));
        }
        let region = RegionCode::parse(draft.region.trim());
        let coded_well = !issues.iter().any(|issue| issue.field == Field::Region);
        if coded_well && region.is_none_or(|code| self.directory.regions().get(code).is_none()) {
            issues.push(Issue::new(Field::Region, Code::NotARegion));
        }
        match (parsed, organization) {
            (Ok(request), Some(organization)) if issues.is_empty() => Ok((request, organization)),
            _ => {
                // Fields are declared in the order of the form.
                issues.sort_by_key(|issue| issue.field);
                Err(Refused::Invalid(issues))
            }
        }
    }

    /// The same for every sending of the same request, except for the organization's name and the promised
    /// day: those are as the directory and the operator have them now.
    fn receipt(
        &self,
        key: &str,
        number: &str,
        submitted_at: jiff::Timestamp,
        organization: &OrganizationRow,
    ) -> Receipt {
        Receipt {
            number: number.to_owned(),
            access_code: self.keys.access_code(key, number).grouped(),
            submitted_at: time::wire(submitted_at),
            organization: index::reference(organization),
            first_contact: self.first_contact(submitted_at, submitted_at),
        }
    }
}
