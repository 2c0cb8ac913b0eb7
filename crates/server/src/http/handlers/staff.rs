//! What the people at an organization do with the requests that came to it.

use axum::extract::State;
use axum::http::StatusCode;
use contract::kinds::DisputeField;
use contract::number::RequestNumber;
use contract::problem::{Problem, ProblemCode};
use contract::request::RequestView;
use contract::seeking::FindRequest;
use contract::staff::{QueueView, Reassignment, StaffMove};
use contract::status::Status;

use crate::domain::{QueuePage, Who};
use crate::http::Shared;
use crate::http::extract::{Json, OptionalKey, Param, Query, SeenVersion, pairs};
use crate::http::problem::{Answer, refuse};
use crate::http::session::AtWork;
use crate::store::QueuePlace;

/// A page of what whoever asks may open: what is due first stands first, what is not due last, each day's oldest first.
#[utoipa::path(
    get, path = "/api/v1/staff/requests", tag = "staff",
    params(
        ("status" = Option<String>, Query, description = "Only requests of this Status; may be repeated"),
        ("field" = Option<String>, Query, description = "Only requests of this DisputeField"),
        ("who" = Option<String>, Query, description = "`mine`: those I work on; `free`: those that nobody works on yet"),
        ("late" = Option<bool>, Query, description = "Only those of which something is overdue"),
        ("number" = Option<String>, Query, description = "Only the one with this number"),
        ("raised" = Option<bool>, Query, description = "Instead of the organization's own, those that were raised to it as a centre"),
        ("after" = Option<String>, Query, description = "`next_after` of the page before"),
    ),
    security(("staff-token" = []), ("desk-session" = [])),
    responses((status = 200, body = QueueView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn queue(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    query: Query,
) -> Answer<Json<QueueView>> {
    let page = page_of(&query).ok_or_else(|| refuse(ProblemCode::MalformedParameter))?;
    Ok(Json(app.cases.queue(&staff, page).await?))
}

/// A page of the organization's requests that somebody is in, by a whole name, a whole mobile number or its last four
/// digits.
#[utoipa::path(
    post, path = "/api/v1/staff/requests/find", tag = "staff",
    request_body = FindRequest,
    security(("staff-token" = []), ("desk-session" = [])),
    responses((status = 200, body = QueueView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn find(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Json(wish): Json<FindRequest>,
) -> Answer<Json<QueueView>> {
    let read = |place: &str| QueuePlace::read(place).ok_or(ProblemCode::MalformedParameter);
    let after = wish
        .after
        .as_deref()
        .map(read)
        .transpose()
        .map_err(refuse)?;
    Ok(Json(app.cases.find(&staff, &wish, after).await?))
}

/// A request of the organization.
#[utoipa::path(
    get, path = "/api/v1/staff/requests/{number}", tag = "staff",
    params(("number" = String, Path, description = "Request number")),
    security(("staff-token" = []), ("desk-session" = [])),
    responses((status = 200, body = RequestView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn open(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
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
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes: `\"7\"`. If it is not the latest, nothing is done"),
    ),
    request_body = StaffMove,
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, body = RequestView),
        (status = 409, body = Problem, description = "Not a legal move now; `legal_moves` lists those that are. Or changed meanwhile; `since` lists how"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn make_move(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(number): Param,
    OptionalKey(once): OptionalKey,
    SeenVersion(seen): SeenVersion,
    Json(body): Json<StaffMove>,
) -> Answer<Json<RequestView>> {
    let number = read_number(&number)?;
    let once = once.as_ref().map(|key| key.0.as_str());
    let moved = app
        .cases
        .staff_move(&staff, number.as_str(), once, seen, body);
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
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 204, description = "Proposed to the applicant"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn reassign(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
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
            "field" => {
                let field = DisputeField::from_wire(&value);
                page.field = Some(Some(field).filter(|field| field.is_known())?);
            }
            "who" => {
                page.who = match &*value {
                    "mine" => Who::Me,
                    "free" => Who::Nobody,
                    _ => return None,
                };
            }
            "late" => page.late = value.parse().ok()?,
            "number" => page.number = Some(RequestNumber::parse(&value)?),
            "after" => page.after = Some(QueuePlace::read(&value)?),
            _ => {}
        }
    }
    Some(page)
}
