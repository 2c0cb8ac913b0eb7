//! What is claimed in a labor dispute, kind by kind. It adds up what people ask for, and says nothing about
//! what the law gives them.

use serde::{Deserialize, Serialize};

use crate::kinds::DisputeField;

/// Most months that can be claimed for.
pub const MONTHS_MAX: u16 = 600;

wire_enum! {
    /// A kind of claim. The names are ids on the page too: none is the name of a question.
    ClaimKind {
        /// 拖欠的工资、报酬
        Wages = "claim-wages",
        /// 加班费
        Overtime = "claim-overtime",
        /// 解除劳动合同的补偿、赔偿
        Compensation = "claim-compensation",
        /// 被扣的钱、罚款
        Fines = "claim-fines",
        /// 押金、保证金
        Deposit = "claim-deposit",
        /// 受伤的医疗费和其他损失
        Injury = "claim-injury",
        /// 社会保险
        SocialInsurance = "claim-social-insurance",
        /// 车辆租金
        Vehicle = "claim-vehicle",
        /// 其他
        Other = "claim-other",
    }
}

impl ClaimKind {
    /// The kinds asked about in disputes of this field; none where sums are not asked by kind.
    pub fn of(field: DisputeField) -> &'static [Self] {
        use ClaimKind as K;
        match field {
            DisputeField::Labor => &[
                K::Wages,
                K::Overtime,
                K::Compensation,
                K::Deposit,
                K::Injury,
                K::SocialInsurance,
                K::Other,
            ],
            DisputeField::NewEmployment => &[
                K::Wages,
                K::Fines,
                K::Deposit,
                K::Injury,
                K::SocialInsurance,
                K::Vehicle,
                K::Other,
            ],
            _ => &[],
        }
    }

    /// Whether it may be so much a month for so many months.
    pub fn by_month(self) -> bool {
        matches!(self, Self::Wages | Self::Overtime)
    }
}

/// One claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claim {
    /// What for.
    pub kind: ClaimKind,
    /// How much in fen: of each month where months are given.
    pub fen: u64,
    /// For how many months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u16>,
}

impl Claim {
    /// The whole of it, in fen.
    pub fn total(&self) -> u64 {
        self.fen.saturating_mul(u64::from(self.months.unwrap_or(1)))
    }
}

/// What all claims come to, in fen.
pub fn total(claims: &[Claim]) -> u64 {
    claims
        .iter()
        .fold(0, |sum, claim| sum.saturating_add(claim.total()))
}

/// Reads a number of months as typed.
pub fn months(typed: &str) -> Option<u16> {
    let digits: String = typed
        .chars()
        .map(crate::fold::half_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '个' | '月'))
        .collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits
        .parse()
        .ok()
        .filter(|months| (1..=MONTHS_MAX).contains(months))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_asked_for_kind_by_kind_in_disputes_about_work() {
        for field in DisputeField::ALL {
            let has_kinds = !ClaimKind::of(*field).is_empty();
            assert_eq!(has_kinds, field.is_about_work(), "{field:?}");
        }
    }

    #[test]
    fn claims_add_up_month_by_month() {
        let claims = [
            Claim {
                kind: ClaimKind::Wages,
                fen: 450_050,
                months: Some(3),
            },
            Claim {
                kind: ClaimKind::Deposit,
                fen: 100,
                months: None,
            },
        ];
        assert_eq!(total(&claims), 1_350_250);
        assert_eq!(total(&[]), 0);
    }

    #[test]
    fn months_are_read_as_people_write_them() {
        assert_eq!(months("3 个月"), Some(3));
        assert_eq!(months("１２"), Some(12));
        for typed in ["", "0", "-1", "601", "1.5", "三", "1e3", "+3"] {
            assert_eq!(months(typed), None, "{typed}");
        }
    }
}
