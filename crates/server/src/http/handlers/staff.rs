//! What the people at an organization do with the requests that came to it.

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use contract::number::RequestNumber;
use contract::problem::{Problem, ProblemCode};
use contract::request::RequestView;
use contract::staff::{QueueView, Reassignment, StaffMove};
use contract::status::Status;

use crate::domain::{QueuePage, Staff};
use crate::http::Shared;
use crate::http::extract::{Json, OptionalKey, Param, Query, credentials, pairs};
use crate::http::problem::{Answer, Refusal, refuse};

/// Whoever shows a valid token.
pub(crate) struct Bearer(pub(super) Staff);

impl FromRequestParts<Shared> for Bearer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        let token = credentials(&parts.headers, "Bearer")
            .ok_or_else(|| refuse(ProblemCode::Unauthorized))?;
        Ok(Self(app.cases.staff(token).await?))
    }
}

/// A page of the organization's requests, oldest first.
#[utoipa::path(
    get, path = "/api/v1/staff/requests", tag = "staff",
    params(
        ("status" = Option<String>, Query, description = "Only requests of this Status; may be repeated"),
        ("raised" = Option<bool>, Query, description = "Instead of the organization's own, those that were raised to it as a centre"),
        ("after" = Option<String>, Query, description = "`next_after` of the page before"),
    ),
    security(("staff-token" = [])),
    responses((status = 200, body = QueueView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn queue(
    State(app): State<Shared>,
    Bearer(staff): Bearer,
    query: Query,
) -> Answer<Json<QueueView>> {
    let page = page_of(&query).ok_or_else(|| refuse(ProblemCode::MalformedParameter))?;
    Ok(Json(app.cases.queue(&staff, page).await?))
}

/// A request of the organization.
#[utoipa::path(
    get, path = "/api/v1/staff/requests/{number}", tag = "staff",
    params(("number" = String, Path, description = "Request number")),
    security(("staff-token" = [])),
    responses((status = 200, body = RequestView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn open(
    State(app): State<Shared>,
    Bearer(staff): Bearer,
    Param(number): Param,
) -> Answer<Json<RequestView>> {
    let number = read_number(&number)?;
    Ok(Json(app.cases.staff_open(&staff, number.as_str()).await?))
}

/// Moves a request on.
#[utoipa::path(
    post, path = "/api/v1/staff/requests/{number}/moves", tag = "staff",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated sending harmless"),
    ),
    request_body = StaffMove,
    security(("staff-token" = [])),
    responses(
        (status = 200, body = RequestView),
        (status = 409, body = Problem, description = "Not a legal move now; `legal_moves` lists those that are"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn make_move(
    State(app): State<Shared>,
    Bearer(staff): Bearer,
    Param(number): Param,
    OptionalKey(once): OptionalKey,
    Json(body): Json<StaffMove>,
) -> Answer<Json<RequestView>> {
    let number = read_number(&number)?;
    let once = once.as_ref().map(|key| key.0.as_str());
    let moved = app.cases.staff_move(&staff, number.as_str(), once, body);
    Ok(Json(moved.await?))
}

/// A centre proposes another organization for a request that was raised to it because it is overdue.
#[utoipa::path(
    post, path = "/api/v1/staff/raised/{number}/transfer", tag = "staff",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated sending harmless"),
    ),
    request_body = Reassignment,
    security(("staff-token" = [])),
    responses(
        (status = 204, description = "Proposed to the applicant"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn reassign(
    State(app): State<Shared>,
    Bearer(staff): Bearer,
    Param(number): Param,
    OptionalKey(once): OptionalKey,
    Json(body): Json<Reassignment>,
) -> Answer<StatusCode> {
    let number = read_number(&number)?;
    let once = once.as_ref().map(|key| key.0.as_str());
    let proposed = app.cases.reassign(&staff, number.as_str(), once, &body);
    proposed.await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) fn read_number(typed: &str) -> Answer<RequestNumber> {
    RequestNumber::parse(typed).ok_or_else(|| refuse(ProblemCode::RequestNotFound))
}

/// `None` when a parameter cannot be read.
fn page_of(query: &Query) -> Option<QueuePage> {
    let mut page = QueuePage::default();
    for (name, value) in pairs(&query.0) {
        match &*name {
            "status" => {
                let status = Status::from_wire(&value);
                page.statuses
                    .push(Some(status).filter(|status| status.is_known())?);
            }
            "raised" => page.raised = value.parse().ok()?,
            "after" => page.after = Some(RequestNumber::parse(&value)?),
            _ => {}
        }
    }
    Some(page)
}
