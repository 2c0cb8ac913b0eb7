//! The other side's invitation: opening it with its code, and answering.

use contract::invitation::{PartyAnswer, PartyView};

use super::{ApiFailure, Call, Method, call, to_json};
use crate::state::CaseKey;

/// The case as the other side sees it.
pub async fn party_view(invited: &CaseKey) -> Result<PartyView, ApiFailure> {
    call(Call {
        method: Method::GET,
        path: &path(invited, ""),
        headers: &[("authorization", &authorization(invited))],
        body: None,
    })
    .await
}

/// Answers. One key, one answer.
pub async fn party_answer(
    invited: &CaseKey,
    key: &str,
    answer: &PartyAnswer,
) -> Result<PartyView, ApiFailure> {
    call(Call {
        method: Method::POST,
        path: &path(invited, "/answers"),
        headers: &[
            ("authorization", &authorization(invited)),
            ("idempotency-key", key),
        ],
        body: to_json(answer),
    })
    .await
}

pub(super) fn path(invited: &CaseKey, of: &str) -> String {
    ["/api/v1/invitations/", invited.number.as_str(), of].concat()
}

pub(super) fn authorization(invited: &CaseKey) -> String {
    ["InvitationCode ", invited.code.symbols()].concat()
}
