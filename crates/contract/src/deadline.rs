//! By when the next step is due, and which rule says so.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use Event as E;
use Status as S;

use crate::calendar::after_working_days;
use crate::kinds::{DisputeField, OrganizationKind};
use crate::status::{Event, Matter, Status};

wire_enum! {
    /// Which step a deadline is for.
    DeadlineKind {
        /// The organization answers the application.
        FirstContact = "first-contact",
        /// Mediation is brought to an end.
        Mediation = "mediation",
        /// Both sides ask a court to confirm their agreement, if they wish to.
        Confirmation = "confirmation",
    }
}

wire_enum! {
    /// Where a deadline comes from.
    DeadlineSource {
        /// This portal's own promise, set by its operator.
        Operator = "operator",
        /// 人民调解工作若干规定（司法部令第75号）第三十三条: normally one month.
        PeoplesMediationRules = "peoples-mediation-rules-33",
        /// 劳动争议调解仲裁法第十四条: 15 days from receipt of the application.
        LaborMediationLaw = "labor-mediation-law-14",
        /// 人社厅发〔2024〕4号: 15 days from acceptance; both sides may extend by 15.
        NewEmploymentNotice = "new-employment-notice",
        /// Both sides agreed to go on for longer.
        BothSides = "both-sides",
        /// 人民调解法第三十三条: together within 30 days of the agreement's taking effect.
        PeoplesMediationLaw = "peoples-mediation-law-33",
    }
}

/// A day by which a step is due; the day itself still counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deadline {
    /// Which step.
    pub kind: DeadlineKind,
    /// The last day, `YYYY-MM-DD`, China Standard Time.
    pub due: String,
    /// Which rule.
    pub source: DeadlineSource,
    /// Whether the day has passed.
    pub overdue: bool,
}

impl DeadlineKind {
    /// Whether the organization is late once it has passed, and not the parties.
    pub fn binds_organization(self) -> bool {
        matches!(self, Self::FirstContact | Self::Mediation)
    }
}

/// What is due by when, as it is kept with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which step.
    pub kind: DeadlineKind,
    /// The last day, in China.
    pub on: Date,
    /// Which rule.
    pub source: DeadlineSource,
}

impl Due {
    /// As it looks on this day.
    pub fn seen_on(self, today: Date) -> Deadline {
        Deadline {
            kind: self.kind,
            due: self.on.to_string(),
            source: self.source,
            overdue: today > self.on,
        }
    }
}

/// What deadlines depend on besides what happens.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Which procedure.
    pub matter: Matter,
    /// What the dispute is about.
    pub field: DisputeField,
    /// Who mediates.
    pub kind: OrganizationKind,
    /// When the organization received the application.
    pub received: Date,
    /// Working days in which organizations promise their first answer.
    pub first_contact_days: u8,
}

/// The promise to answer what reaches an organization on this day within so many working days.
pub fn first_contact_due(received: Date, working_days: u8) -> Due {
    Due {
        kind: DeadlineKind::FirstContact,
        on: after_working_days(received, working_days),
        source: DeadlineSource::Operator,
    }
}

impl Terms {
    /// What is due once this has happened today and led to this status, and `before` was due until then. `named` is the
    /// day that what happened names: to which both sides extended the term, or on which the agreement took effect.
    pub fn after(
        &self,
        event: Event,
        status: Status,
        before: Option<Due>,
        today: Date,
        named: Option<Date>,
    ) -> Option<Due> {
        match (event, status) {
            // The organization's answer is counted anew from what the applicant answered.
            (E::Submit | E::Answer | E::AgreeToTransfer | E::RefuseTransfer, _) => {
                Some(first_contact_due(today, self.first_contact_days))
            }
            // The law sets no term for a health check.
            (E::Accept, _) => mediation_due(self.field, self.kind, self.received, today)
                .filter(|_| self.matter == Matter::Dispute),
            (E::ExtendTerm, _) => named.map(|on| Due {
                kind: DeadlineKind::Mediation,
                on,
                source: DeadlineSource::BothSides,
            }),
            (E::RecordAgreement, _) => confirmation_due(self.kind, named.unwrap_or(today)),
            // What does not move the case on stops no clock.
            (E::ConfirmationGranted | E::ConfirmationRefused, _) => None,
            // Taken back, the application may be made again while there is time.
            (_, S::Submitted | S::Agreed | S::Confirming | S::Performing) => before,
            _ if status.is_in_mediation() => before,
            _ => None,
        }
    }
}

/// The last day for mediation itself, with its rule. `None` where no rule sets one: commercial organizations
/// agree the time with the parties, and the rules for labor name the bodies they are for (劳动争议调解仲裁法
/// 第十条, 人社厅发〔2024〕4号).
fn mediation_due(
    field: DisputeField,
    kind: OrganizationKind,
    received: Date,
    accepted: Date,
) -> Option<Due> {
    let mediates_labor = kind == OrganizationKind::LaborOrganization || kind.free_by_law();
    let (from, span, source) = match field {
        DisputeField::NewEmployment if mediates_labor => (
            accepted,
            Span::new().days(NEW_EMPLOYMENT_DAYS),
            DeadlineSource::NewEmploymentNotice,
        ),
        DisputeField::Labor if mediates_labor => (
            received,
            Span::new().days(15),
            DeadlineSource::LaborMediationLaw,
        ),
        _ if kind.free_by_law() => (
            accepted,
            Span::new().months(1),
            DeadlineSource::PeoplesMediationRules,
        ),
        _ => return None,
    };
    let kind = DeadlineKind::Mediation;
    let on = from.checked_add(span).ok()?;
    Some(Due { kind, on, source })
}

/// Until when both sides can ask a court to confirm an agreement that took effect on this day. The law speaks of
/// people's mediation.
fn confirmation_due(kind: OrganizationKind, effective: Date) -> Option<Due> {
    let on = effective.checked_add(Span::new().days(30)).ok()?;
    kind.free_by_law().then_some(Due {
        kind: DeadlineKind::Confirmation,
        on,
        source: DeadlineSource::PeoplesMediationLaw,
    })
}

/// Days for mediating a dispute of new forms of employment, and for both sides to extend it by (人社厅发〔2024〕4号).
const NEW_EMPLOYMENT_DAYS: i64 = 15;

/// The last day to which both sides may extend this term. `None` where there is none to extend: after the 15 days of
/// 劳动争议调解仲裁法第十四条 everybody may arbitrate, whatever else they agree on; what comes from 人社厅发〔2024〕4号 can be
/// extended once, by 15 days; everywhere else it is a month at a time.
pub fn latest_extension(field: DisputeField, due: Due) -> Option<Date> {
    let span = match (field, due.source) {
        _ if due.kind != DeadlineKind::Mediation => return None,
        (_, DeadlineSource::NewEmploymentNotice) => Span::new().days(NEW_EMPLOYMENT_DAYS),
        (_, DeadlineSource::LaborMediationLaw)
        | (DisputeField::NewEmployment, DeadlineSource::BothSides) => return None,
        _ => Span::new().months(1),
    };
    due.on.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    use DeadlineSource as Source;
    use DisputeField as F;
    use OrganizationKind as K;

    fn terms(field: F, kind: K) -> Terms {
        Terms {
            matter: Matter::Dispute,
            field,
            kind,
            received: date(2027, 1, 28),
            first_contact_days: 1,
        }
    }

    #[test]
    fn mediation_follows_the_rule_of_its_kind() {
        let due = |field, kind| {
            terms(field, kind)
                .after(E::Accept, S::Accepted, None, date(2027, 1, 31), None)
                .map(|due| (due.on, due.source))
        };
        assert_eq!(
            due(F::Family, K::PeoplesCommittee),
            Some((date(2027, 2, 28), Source::PeoplesMediationRules))
        );
        assert_eq!(
            due(F::Labor, K::LaborOrganization),
            Some((date(2027, 2, 12), Source::LaborMediationLaw))
        );
        assert_eq!(
            due(F::NewEmployment, K::LaborOrganization),
            Some((date(2027, 2, 15), Source::NewEmploymentNotice))
        );
        assert_eq!(
            due(F::Labor, K::EnterpriseCommittee),
            Some((date(2027, 2, 12), Source::LaborMediationLaw))
        );
        for (field, kind) in [
            (F::Commercial, K::CommercialOrganization),
            (F::Labor, K::CommercialOrganization),
            (F::Labor, K::NonlitigationCenter),
            (F::NewEmployment, K::AdministrativeMediation),
        ] {
            assert_eq!(due(field, kind), None, "{field:?} {kind:?}");
        }
        let check = Terms {
            matter: Matter::HealthCheck,
            ..terms(F::Commercial, K::PeoplesCommittee)
        };
        let today = date(2027, 1, 31);
        assert_eq!(check.after(E::Accept, S::Accepted, None, today, None), None);
    }

    #[test]
    fn a_clock_runs_from_step_to_step() {
        let terms = terms(F::Neighbours, K::PeoplesCommittee);
        // A Friday, and the Monday after it.
        let (friday, monday) = (date(2027, 1, 29), date(2027, 2, 1));
        let first = terms.after(E::Submit, S::Submitted, None, friday, None);
        assert_eq!(first.map(|due| due.on), Some(monday));
        let asked = terms.after(E::AskForMore, S::MoreNeeded, first, friday, None);
        assert_eq!(asked, None);
        let again = terms.after(E::Answer, S::Submitted, asked, monday, None);
        assert_eq!(again.map(|due| due.on), Some(date(2027, 2, 2)));
        let mediation = terms.after(E::Accept, S::Accepted, again, monday, None);
        assert_eq!(mediation.map(|due| due.on), Some(date(2027, 3, 1)));
        for (event, status) in [
            (E::Invite, S::Inviting),
            (E::AgreeToMediate, S::Willing),
            (E::Schedule, S::Scheduled),
            (E::AddNote, S::Mediating),
            (E::Escalate, S::Mediating),
        ] {
            let kept = terms.after(event, status, mediation, date(2027, 2, 9), None);
            assert_eq!(kept, mediation, "{event:?}");
        }
        let until = Some(date(2027, 3, 20));
        let longer = terms.after(E::ExtendTerm, S::Mediating, mediation, monday, until);
        assert_eq!(
            longer.map(|due| (due.on, due.source)),
            until.map(|on| (on, Source::BothSides))
        );
        let agreed = terms.after(E::RecordAgreement, S::Agreed, longer, monday, None);
        assert_eq!(
            agreed.map(|due| (due.kind, due.on)),
            Some((DeadlineKind::Confirmation, date(2027, 3, 3)))
        );
        let begun = terms.after(E::BeginPerformance, S::Performing, agreed, monday, None);
        assert_eq!(begun, agreed);
        // It took effect before it was written down.
        let earlier = Some(date(2027, 1, 20));
        let agreed_earlier = terms.after(E::RecordAgreement, S::Agreed, longer, monday, earlier);
        assert_eq!(agreed_earlier.map(|due| due.on), Some(date(2027, 2, 19)));
        let applied = terms.after(E::ApplyForConfirmation, S::Confirming, agreed, monday, None);
        let taken_back = terms.after(E::ConfirmationWithdrawn, S::Agreed, applied, monday, None);
        assert_eq!(taken_back, agreed);
        for (event, status) in [
            (E::ConfirmationGranted, S::Performing),
            (E::ConfirmationRefused, S::Mediating),
            (E::ReportPerformed, S::Performed),
            (E::EndMediation, S::Ended),
            (E::Close, S::Closed),
        ] {
            let left = terms.after(event, status, agreed, monday, None);
            assert_eq!(left, None, "{event:?}");
        }
    }

    #[test]
    fn a_term_is_extended_as_far_as_its_rule_allows() {
        let due = |kind, source| Due {
            kind,
            on: date(2027, 1, 31),
            source,
        };
        let mediation = |source| due(DeadlineKind::Mediation, source);
        for (field, due, latest) in [
            (
                F::NewEmployment,
                mediation(Source::NewEmploymentNotice),
                Some(date(2027, 2, 15)),
            ),
            (F::NewEmployment, mediation(Source::BothSides), None),
            (F::Labor, mediation(Source::LaborMediationLaw), None),
            (
                F::Neighbours,
                mediation(Source::PeoplesMediationRules),
                Some(date(2027, 2, 28)),
            ),
            (
                F::Family,
                mediation(Source::BothSides),
                Some(date(2027, 2, 28)),
            ),
            (
                F::Family,
                due(DeadlineKind::FirstContact, Source::Operator),
                None,
            ),
        ] {
            assert_eq!(latest_extension(field, due), latest, "{field:?} {due:?}");
        }
    }
}
