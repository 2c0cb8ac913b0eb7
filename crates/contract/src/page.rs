//! What an organization says of itself on its public page, and how that changes: one proposes, another one publishes.

use serde::{Deserialize, Serialize};

use crate::desk::Role;

/// What can be changed of a page, written as in a roster that is imported; read back it is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageText {
    /// Street address; may be empty, as everything here.
    pub address: String,
    /// Phones, separated by semicolons.
    pub phones: String,
    /// Opening hours, such as `周一至周五 9:00-17:00`; what is no hours is shown as it is written.
    pub hours: String,
    /// Whether a wheelchair reaches it: `有`, `无` or empty.
    pub step_free: String,
    /// Languages besides standard Chinese, by name, separated by semicolons.
    pub languages: String,
    /// Mediators whom it lists publicly: `姓名（等级，荣誉）；姓名`.
    pub mediators: String,
    /// Typical cases that it published: `标题 https://…；标题`.
    pub cases: String,
}

/// A change that waits for a second pair of eyes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageProposal {
    /// Names it when it is decided on.
    pub id: String,
    /// How the page would be.
    pub page: PageText,
    /// Who proposed it.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// Whether the reader may decide on it.
    pub may_decide: bool,
}

/// A change that was decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageDecision {
    /// Who proposed it.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who decided.
    pub decided_by: String,
    /// When, RFC 3339.
    pub decided_at: String,
    /// Whether it was published.
    pub published: bool,
    /// How the page was to be.
    pub page: PageText,
}

/// `GET /api/v1/desk/page`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageView {
    /// As everybody sees it now.
    pub page: PageText,
    /// Another one whenever the page, what waits or what was decided is another: `If-Match` of a proposal that was written
    /// looking at this. It counts nothing.
    pub version: u32,
    /// What waits to be decided on, if anything does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<PageProposal>,
    /// What was decided, latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<PageDecision>,
}

/// Body of `POST /api/v1/desk/page/decision`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageVerdict {
    /// On which proposal.
    pub id: String,
    /// Whether it is published.
    pub publish: bool,
}

/// Whether somebody may decide on what another one proposed: nobody on their own, and one of the two leads.
pub fn may_decide(proposer: (&str, Role), me: (&str, Role)) -> bool {
    let one_leads = proposer.1 == Role::Lead || me.1 == Role::Lead;
    proposer.0 != me.0 && me.1.reads_cases() && one_leads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_look_and_one_of_them_leads() {
        use Role::{Auditor, Centre, Lead, Mediator};
        for (proposer, decider, may) in [
            (Mediator, Lead, true),
            (Lead, Mediator, true),
            (Lead, Lead, true),
            (Mediator, Mediator, false),
            (Lead, Auditor, false),
            (Lead, Centre, false),
        ] {
            assert_eq!(may_decide(("a", proposer), ("b", decider)), may);
            assert!(!may_decide(("a", proposer), ("a", decider)));
        }
    }
}
