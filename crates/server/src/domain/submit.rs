//! Filing a request: exactly once, however often it is sent.

use std::net::IpAddr;

use contract::deadline::{Due, first_contact_due};
use contract::draft::{Code, Draft, Field, Issue, NewRequest};
use contract::fold::folded;
use contract::group;
use contract::kinds::{DisputeField, Service};
use contract::notices::NoticeChannel;
use contract::number::RequestNumber;
use contract::problem::ProblemCode;
use contract::questions::days_to_come;
use contract::region::RegionCode;
use contract::request::{Content, Detail, GroupHint, Limitation, Receipt};
use contract::visit::{self, VisitDraft};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::group::not_joined;
use super::{Cases, Refused, content_place, time};
use crate::crypto::Purpose;
use crate::directory::index;
use crate::store::{Likeness, NewRequestRow, OrganizationRow, StoreError, SubmitOutcome};

/// Numbers drawn before giving up. With 28 million numbers a month, the second is hardly ever needed.
const DRAWS: usize = 16;

/// How long a request is likely to be for the same as an earlier one.
const LIKELY_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What can be filed.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
pub enum Filing<'a> {
    /// A dispute.
    Dispute(&'a Draft),
    /// A firm asks for a legal health check.
    Visit(&'a VisitDraft),
}

impl Filing<'_> {
    fn parse(self) -> Result<NewRequest, Vec<Issue>> {
        match self {
            Self::Dispute(draft) => draft.parse(),
            Self::Visit(draft) => draft.parse(),
        }
    }

    /// The organization and the region that it names.
    fn names(&self) -> (&str, &str) {
        match self {
            Self::Dispute(draft) => (draft.organization.trim(), draft.region.trim()),
            Self::Visit(draft) => (draft.organization.trim(), draft.region.trim()),
        }
    }

    /// Who it was filed for, where somebody helped.
    fn filed_for(self) -> Option<String> {
        match self {
            Self::Dispute(draft) if !draft.helper_relation.is_empty() => {
                Some(draft.name.trim().to_owned())
            }
            _ => None,
        }
    }

    /// What there is to say about filing together.
    fn group_hint(self) -> Option<GroupHint> {
        match self {
            Self::Dispute(draft) if !draft.join_code.trim().is_empty() => Some(GroupHint::Joined),
            Self::Dispute(draft) => group::is_offered(DisputeField::from_wire(&draft.field))
                .then_some(GroupHint::MayStart),
            Self::Visit(_) => None,
        }
    }

    /// Which limitation period it may interrupt.
    fn limitation(self) -> Option<Limitation> {
        match self {
            Self::Dispute(draft) => Some(Limitation::of(DisputeField::from_wire(&draft.field))),
            Self::Visit(_) => None,
        }
    }

    /// Whether it is filed although there is one for the same; `None` where that is not looked for.
    fn is_known(self) -> Option<bool> {
        match self {
            Self::Dispute(draft) => Some(draft.even_if_filed),
            Self::Visit(_) => None,
        }
    }

    /// Whether this organization does it.
    fn is_done_by(self, organization: &OrganizationRow) -> bool {
        match self {
            // Who decides disputes takes no request to mediate one.
            Self::Dispute(_) => organization.kind.mediates(),
            Self::Visit(_) => organization.services.contains(&Service::LegalHealthCheck),
        }
    }
}

/// The files that go with a request.
#[derive(Clone, Copy, Debug)]
pub struct Attached<'a> {
    /// The secret of the basket they are in.
    pub basket: &'a str,
    /// How many there must be at the least.
    pub files: u64,
}

/// A filed request.
#[derive(Debug)]
pub enum Submitted {
    /// Stored now.
    Now(Receipt),
    /// Stored by an earlier sending of the same.
    Before(Receipt),
}

impl Cases {
    /// Files what was typed. `key` is the secret that the applicant's device made for it, `filer` the one by which the
    /// device is known again for a while; `client` is where a wrong join code counts.
    pub async fn submit(
        &self,
        key: &str,
        attached: Option<Attached<'_>>,
        filer: Option<&str>,
        filing: Filing<'_>,
        client: IpAddr,
    ) -> Result<Submitted, Refused> {
        let key_mac = self.keys.mac(Purpose::IdempotencyKey, key.as_bytes());
        let body_mac = self.keys.mac(Purpose::Body, &serde_json::to_vec(&filing)?);
        let checked = async {
            let (request, organization) = self.check(filing)?;
            let join = self.joining(&request, client).await?;
            Ok::<_, Refused>((request, organization, join))
        };
        let (request, organization, join) = match checked.await {
            Ok(checked) => checked,
            // What was acknowledged stays so, even if the organization has left the directory since or the group
            // takes nobody in any more.
            Err(refused) => {
                let earlier = self.store.submitted(&key_mac, &body_mac).await?;
                let Some(row) = earlier else {
                    return Err(refused);
                };
                let organization = self.organization(&row.organization).await?;
                let receipt =
                    self.receipt(key, filing, &row.number, row.submitted_at, &organization);
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
                due: Some(self.first_contact(now)),
                content_sealed: self.keys.seal(content_place(number), &content)?,
                code_mac: self
                    .keys
                    .mac(Purpose::AccessCode, code.symbols().as_bytes()),
                key_mac,
                body_mac,
                basket_mac: attached.map(|attached| self.basket_mac(attached.basket)),
                files: attached.map_or(0, |attached| attached.files),
                join: join.clone(),
                detail_sealed: self.seal_detail(number, 0, &Detail::default())?,
                notices: self.notices(&request.content, now),
                likeness: filer.and_then(|filer| self.likeness(filer, filing, &request.content)),
                marks: self.marks(&organization.id, &request.content),
            };
            match self.store.submit(row).await? {
                SubmitOutcome::Stored => {
                    let receipt = self.receipt(key, filing, number, now, &organization);
                    return Ok(Submitted::Now(receipt));
                }
                SubmitOutcome::Replayed(row) => {
                    let receipt =
                        self.receipt(key, filing, &row.number, row.submitted_at, &organization);
                    return Ok(Submitted::Before(receipt));
                }
                SubmitOutcome::KeyReused => return Err(Refused::KeyReused),
                SubmitOutcome::EvidenceMissing => {
                    return Err(Refused::Evidence(ProblemCode::EvidenceMissing));
                }
                SubmitOutcome::GroupClosed => return Err(not_joined(Code::GroupClosed)),
                SubmitOutcome::Likely(at) => return Err(Refused::Likely(time::china_date(at))),
                SubmitOutcome::NumberTaken => {}
            }
        }
        let reason = "every number drawn was taken";
        Err(StoreError::Fault(reason.into()).into())
    }

    /// By what another request for the same is recognized. Only together with the secret of the device that filed it:
    /// who merely knows a number and two names must not learn here who asked for mediation against whom. Where
    /// somebody is afraid of the other side, who may hold the same phone, nothing is recognized at all.
    fn likeness(&self, filer: &str, filing: Filing<'_>, content: &Content) -> Option<Likeness> {
        let is_known = filing.is_known()?;
        if content.afraid {
            return None;
        }
        let other = content.respondent.name.as_deref().unwrap_or_default();
        let parts = [
            filer,
            content.applicant.mobile.as_str(),
            content.field.as_str(),
            // Last, because it may be anything.
            &folded(other),
        ];
        Some(Likeness {
            mac: self.keys.mac(Purpose::Likeness, parts.join(" ").as_bytes()),
            since: time::before(self.now(), LIKELY_FOR),
            is_known,
        })
    }

    /// To be called now and then: forgets how requests are recognized that are too old for it.
    pub async fn forget_likeness(&self) -> Result<(), Refused> {
        let by = time::before(self.now(), LIKELY_FOR);
        Ok(self.store.forget_likeness(by).await?)
    }

    /// Everything wrong with it at once: what its own rules say and what the directory says.
    fn check(&self, filing: Filing<'_>) -> Result<(NewRequest, OrganizationRow), Refused> {
        let parsed = filing.parse();
        let mut issues = parsed.as_ref().err().cloned().unwrap_or_default();
        let (named, region) = filing.names();
        let organization = self.directory.index().get(named);
        let named_well = !issues
            .iter()
            .any(|issue| issue.field == Field::Organization);
        let fault = match &organization {
            None => Some(Code::NoSuchOrganization),
            Some(row) if !filing.is_done_by(row) => Some(Code::NotAChoice),
            Some(_) => None,
        };
        if let Some(code) = fault.filter(|_| named_well) {
            issues.push(Issue::new(Field::Organization, code));
        }
        let region = RegionCode::parse(region);
        let coded_well = !issues.iter().any(|issue| issue.field == Field::Region);
        if coded_well && region.is_none_or(|code| self.directory.regions().get(code).is_none()) {
            issues.push(Issue::new(Field::Region, Code::NotARegion));
        }
        if let Filing::Dispute(draft) = filing {
            let unoffered = |name: &String| {
                !self
                    .post
                    .channels()
                    .contains(&NoticeChannel::from_wire(name))
            };
            if draft.notice_channels.iter().any(unoffered) {
                issues.push(Issue::new(Field::NoticeChannels, Code::NotAChoice));
            }
            issues.extend(days_to_come(draft, time::china_date(self.now())));
            let may_charge = |row: &OrganizationRow| row.kind.may_charge(row.fee);
            if !draft.consent_fee && organization.as_ref().is_some_and(may_charge) {
                issues.push(Issue::new(Field::ConsentFee, Code::NotAgreed));
            }
        }
        match (parsed, organization) {
            (Ok(request), Some(organization)) if issues.is_empty() => Ok((request, organization)),
            _ => {
                match filing {
                    // Fields are declared in the order of the form, within each step.
                    Filing::Dispute(_) => {
                        issues.sort_by_key(|issue| (issue.step(), issue.field));
                    }
                    Filing::Visit(_) => issues.sort_by_key(|issue| visit::place(issue.field)),
                }
                Err(Refused::Invalid(issues))
            }
        }
    }

    /// The same for every sending of the same request, except for the organization's name and the promised
    /// day: those are as the directory and the operator have them now.
    fn receipt(
        &self,
        key: &str,
        filing: Filing<'_>,
        number: &str,
        submitted_at: Timestamp,
        organization: &OrganizationRow,
    ) -> Receipt {
        Receipt {
            number: number.to_owned(),
            access_code: self.keys.access_code(key, number).grouped(),
            submitted_at: time::wire(submitted_at),
            organization: index::reference(organization),
            first_contact: self
                .first_contact(submitted_at)
                .seen_on(time::china_date(submitted_at)),
            filed_for: filing.filed_for(),
            group: filing.group_hint(),
            limitation: filing.limitation(),
            has_paper: self.press.is_some() && matches!(filing, Filing::Dispute(_)),
        }
    }

    /// The promise for the first answer to a request received then.
    fn first_contact(&self, received: Timestamp) -> Due {
        first_contact_due(time::china_date(received), self.policy.first_contact_days)
    }
}
