//! Either side of a case, with what opens it.

use super::{invitations, requests};
use crate::state::CaseKey;

/// Who asks about a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// Whose request it is.
    Owner(CaseKey),
    /// The other side.
    Invited(CaseKey),
}

impl Party {
    /// The path of this part of their case.
    pub(super) fn path(&self, of: &str) -> String {
        match self {
            Self::Owner(case) => requests::path(case, of),
            Self::Invited(case) => invitations::path(case, of),
        }
    }

    /// What proves who they are.
    pub(super) fn authorization(&self) -> String {
        match self {
            Self::Owner(case) => requests::authorization(case),
            Self::Invited(case) => invitations::authorization(case),
        }
    }
}
