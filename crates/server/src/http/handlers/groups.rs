//! Filing together: being invited by a code, a member's group, and the group as staff see it.

use axum::Extension;
use axum::extract::State;
use contract::group::{GroupMove, GroupPart, Invitation, StaffGroupView, StartGroup};
use contract::problem::Problem;

use super::requests::owner;
use super::staff::read_number;
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::extract::{JoinKey, Json, OwnerKey, Param};
use crate::http::problem::Answer;
use crate::http::session::AtWork;

/// What somebody is told who has a group's code.
#[utoipa::path(
    get, path = "/api/v1/groups/invitation", tag = "groups",
    security(("join-code" = [])),
    responses(
        (status = 200, body = Invitation),
        (status = 404, body = Problem, description = "No group has this code"),
        (status = 409, body = Problem, description = "The group takes nobody in any more"),
        (status = 429, body = Problem, description = "Too many wrong codes"),
    ),
)]
pub(crate) async fn invitation(
    State(app): State<Shared>,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    JoinKey(code): JoinKey,
) -> Answer<Json<Invitation>> {
    Ok(Json(app.cases.invitation(&code, client).await?))
}

/// The owner's group, or what one would share that is started from the request.
#[utoipa::path(
    get, path = "/api/v1/requests/{number}/group", tag = "groups",
    params(("number" = String, Path, description = "Request number")),
    security(("access-code" = [])),
    responses((status = 200, body = GroupPart), (status = "4XX", body = Problem)),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
) -> Answer<Json<GroupPart>> {
    Ok(Json(app.cases.group_part(&owner(key, client)).await?))
}

/// Starts a group from the request. A request starts one, however often this is sent.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/group", tag = "groups",
    params(("number" = String, Path, description = "Request number")),
    request_body = StartGroup,
    security(("access-code" = [])),
    responses((status = 200, body = GroupPart), (status = "4XX", body = Problem)),
)]
pub(crate) async fn start(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    Json(body): Json<StartGroup>,
) -> Answer<Json<GroupPart>> {
    let part = app.cases.start_group(&owner(key, client), body).await?;
    Ok(Json(part))
}

/// A member changes the group, or their own part in it.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/group/moves", tag = "groups",
    params(("number" = String, Path, description = "Request number")),
    request_body = GroupMove,
    security(("access-code" = [])),
    responses((status = 200, body = GroupPart), (status = "4XX", body = Problem)),
)]
pub(crate) async fn make_move(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    Json(body): Json<GroupMove>,
) -> Answer<Json<GroupPart>> {
    let part = app.cases.group_move(&owner(key, client), body).await?;
    Ok(Json(part))
}

/// The requests that were filed together with this one.
#[utoipa::path(
    get, path = "/api/v1/staff/requests/{number}/group", tag = "staff",
    params(("number" = String, Path, description = "Request number")),
    security(("staff-token" = []), ("desk-session" = [])),
    responses((status = 200, body = StaffGroupView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn for_staff(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(number): Param,
) -> Answer<Json<StaffGroupView>> {
    let number = read_number(&number)?;
    Ok(Json(app.cases.staff_group(&staff, number.as_str()).await?))
}
