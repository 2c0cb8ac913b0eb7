//! Who comes first among organizations equally near: whoever the dispute is the daily business of, and last
//! those who are not there for everybody.

use contract::kinds::{DisputeField, OrganizationKind};

use crate::store::OrganizationRow;

/// Who takes more kinds of disputes than these is no specialist.
const SPECIALTIES: usize = 3;

/// Where an organization stands among equally near ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Takes few kinds of disputes; what is searched for is one of them.
    Specialist,
    /// Takes all kinds.
    General,
    /// Part of one company or institution, and there for its own disputes; or no mediation body at all.
    Last,
}

impl Standing {
    /// From the first to the last.
    pub(super) const ALL: [Self; 3] = [Self::Specialist, Self::General, Self::Last];

    /// How an organization stands towards who searches for one of the disputes it takes.
    pub(super) fn of(row: &OrganizationRow) -> Self {
        use OrganizationKind as K;
        // These are there for whatever comes, or do something else than mediate.
        let general = matches!(
            row.kind,
            K::PeoplesCommittee | K::PublicLegalService | K::OtherService
        );
        let few = (1..=SPECIALTIES).contains(&row.fields.len())
            && !row.fields.contains(&DisputeField::Other);
        // What a platform's committee settles is with riders and drivers, who are not its staff.
        let within = row.kind.is_within_unit(&row.name)
            && !row.fields.contains(&DisputeField::NewEmployment);
        if within || !row.kind.mediates() {
            Self::Last
        } else if few && !general {
            Self::Specialist
        } else {
            Self::General
        }
    }
}

#[cfg(test)]
mod tests {
    use DisputeField as F;
    use OrganizationKind as K;

    use super::super::index::samples::organization;
    use super::*;

    #[test]
    fn who_takes_few_disputes_is_a_specialist() {
        for (kind, name, fields, standing) in [
            (
                K::IndustryCommittee,
                "交通",
                &[F::Traffic][..],
                Standing::Specialist,
            ),
            (
                K::LaborOrganization,
                "街道劳动",
                &[F::Labor, F::NewEmployment],
                Standing::Specialist,
            ),
            (
                K::PersonalStudio,
                "家事",
                &[F::Family],
                Standing::Specialist,
            ),
            // A committee of a district is there for everybody, whatever its entry lists.
            (K::PeoplesCommittee, "街道", &[F::Family], Standing::General),
            (
                K::PublicLegalService,
                "法律援助",
                &[F::Labor],
                Standing::General,
            ),
            (K::DisputeCenter, "调处", F::ALL, Standing::General),
            (
                K::IndustryCommittee,
                "牙刷协会",
                &[F::Other],
                Standing::General,
            ),
            (K::IndustryCommittee, "不详", &[], Standing::General),
            (K::LaborOrganization, "某公司", &[F::Labor], Standing::Last),
            (K::EnterpriseCommittee, "某厂", &[F::Labor], Standing::Last),
            (
                K::EnterpriseCommittee,
                "驿站",
                &[F::NewEmployment],
                Standing::Specialist,
            ),
            (K::Arbitration, "仲裁院", &[F::Labor], Standing::Last),
        ] {
            let row = OrganizationRow {
                kind,
                name: name.to_owned(),
                fields: fields.to_vec(),
                ..organization(1, "320100")
            };
            assert_eq!(Standing::of(&row), standing, "{name}");
        }
    }
}
