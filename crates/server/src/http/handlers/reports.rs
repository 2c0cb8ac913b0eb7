//! Telling that an entry of the directory is wrong, and what staff do about it.

use axum::extract::State;
use axum::http::StatusCode;
use contract::problem::Problem;
use contract::report::{Report, ReportView, ReportsView};

use crate::http::Shared;
use crate::http::extract::{IdempotencyKey, Json, Param};
use crate::http::problem::Answer;
use crate::http::session::AtWork;

/// Tells the staff that what is shown of this organization is wrong, exactly once per idempotency key.
#[utoipa::path(
    post, path = "/api/v1/organizations/{id}/reports", tag = "reports",
    params(
        ("id" = String, Path, description = "Id of the organization"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the report begins"),
    ),
    request_body = Report,
    responses(
        (status = 204, description = "Stored, now or by an earlier sending of the same"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "Nothing was stored"),
    ),
)]
pub(crate) async fn report(
    State(app): State<Shared>,
    Param(id): Param,
    IdempotencyKey(once): IdempotencyKey,
    Json(report): Json<Report>,
) -> Answer<StatusCode> {
    app.cases.report(&id, &once, &report).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Open reports about the organization, oldest first.
#[utoipa::path(
    get, path = "/api/v1/staff/reports", tag = "staff",
    security(("staff-token" = []), ("desk-session" = [])),
    responses((status = 200, body = ReportsView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn list(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
) -> Answer<Json<ReportsView>> {
    Ok(Json(app.cases.staff_reports(&staff).await?))
}

/// Settles a report and deletes the reporter's words. Settled again, it stays as it was.
#[utoipa::path(
    post, path = "/api/v1/staff/reports/{id}/settle", tag = "staff",
    params(("id" = String, Path, description = "Id of the report")),
    security(("staff-token" = []), ("desk-session" = [])),
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn settle(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(id): Param,
) -> Answer<Json<ReportView>> {
    Ok(Json(app.cases.staff_settle(&staff, &id).await?))
}
