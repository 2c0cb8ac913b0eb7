//! By when the next step is due, and which rule says so.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::kinds::{DisputeField, OrganizationKind};

wire_enum! {
    /// Which step a deadline is for.
    DeadlineKind {
        /// The organization answers the application.
        FirstContact = "first-contact",
        /// Mediation is brought to an end.
        Mediation = "mediation",
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

/// The last day for mediation itself, with its rule. `None` where no rule sets one: commercial organizations
/// agree the time with the parties, and the rules for labor name the bodies they are for (劳动争议调解仲裁法
/// 第十条, 人社厅发〔2024〕4号).
pub fn mediation_due(
    field: DisputeField,
    kind: OrganizationKind,
    received: Date,
    accepted: Date,
) -> Option<(Date, DeadlineSource)> {
    let mediates_labor = kind == OrganizationKind::LaborOrganization || kind.free_by_law();
    let (from, span, source) = match field {
        DisputeField::NewEmployment if mediates_labor => (
            accepted,
            Span::new().days(15),
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
    from.checked_add(span).ok().map(|due| (due, source))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn mediation_follows_the_rule_of_its_kind() {
        use DeadlineSource as Source;
        use DisputeField as F;
        use OrganizationKind as K;
        let (received, accepted) = (date(2027, 1, 28), date(2027, 1, 31));
        let due = |field, kind| mediation_due(field, kind, received, accepted);
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
    }
}
