//! Filing together: the invitation that a code opens, and the applicant's own group.

use contract::group::{GroupMove, GroupPart, Invitation, StartGroup};
use contract::number::JoinCode;

use super::requests::{authorization, path};
use super::{ApiFailure, Call, Method, call, to_json};
use crate::state::CaseKey;

/// What the group with this code shares.
pub async fn invitation(code: &JoinCode) -> Result<Invitation, ApiFailure> {
    call(Call {
        method: Method::GET,
        path: "/api/v1/groups/invitation",
        headers: &[("authorization", &["JoinCode ", code.symbols()].concat())],
        body: None,
    })
    .await
}

/// The group of a request, or what one would share.
pub async fn group(case: &CaseKey) -> Result<GroupPart, ApiFailure> {
    ask(case, Method::GET, "/group", None).await
}

/// Starts a group. However often it is sent, there is one.
pub async fn start_group(case: &CaseKey, start: StartGroup) -> Result<GroupPart, ApiFailure> {
    ask(case, Method::POST, "/group", to_json(&start)).await
}

/// Changes the group, or one's own part in it.
pub async fn group_move(case: &CaseKey, wish: &GroupMove) -> Result<GroupPart, ApiFailure> {
    ask(case, Method::POST, "/group/moves", to_json(wish)).await
}

async fn ask(
    case: &CaseKey,
    method: Method,
    of: &str,
    body: Option<String>,
) -> Result<GroupPart, ApiFailure> {
    call(Call {
        method,
        path: &path(case, of),
        headers: &[("authorization", &authorization(case))],
        body,
    })
    .await
}
