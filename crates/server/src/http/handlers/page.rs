//! The organization's public page, as its people change it.

use axum::extract::State;
use contract::page::{PageText, PageVerdict, PageView};
use contract::problem::Problem;

use crate::http::Shared;
use crate::http::extract::{Json, SeenVersion};
use crate::http::problem::Answer;
use crate::http::session::AtWork;

/// The page as everybody sees it, what waits for a second pair of eyes and what was decided.
#[utoipa::path(
    get, path = "/api/v1/desk/page", tag = "desk", operation_id = "show_page",
    security(("desk-session" = [])),
    responses((status = 200, body = PageView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
) -> Answer<Json<PageView>> {
    Ok(Json(app.cases.page(&staff).await?))
}

/// Proposes another page, in the place of an earlier proposal.
#[utoipa::path(
    put, path = "/api/v1/desk/page", tag = "desk", operation_id = "propose_page",
    params(("If-Match" = Option<String>, Header, description = "The version of the page that it was written looking at, in quotes")),
    request_body = PageText,
    security(("desk-session" = [])),
    responses(
        (status = 200, body = PageView),
        (status = 409, body = Problem, description = "The page, what waits or what was decided is another by now"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn propose(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    SeenVersion(seen): SeenVersion,
    Json(page): Json<PageText>,
) -> Answer<Json<PageView>> {
    Ok(Json(app.cases.propose_page(&staff, &page, seen).await?))
}

/// Publishes what somebody else proposed, or does not.
#[utoipa::path(
    post, path = "/api/v1/desk/page/decision", tag = "desk", operation_id = "decide_page",
    request_body = PageVerdict,
    security(("desk-session" = [])),
    responses(
        (status = 200, body = PageView),
        (status = 409, body = Problem, description = "There is another proposal by now"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn decide(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Json(verdict): Json<PageVerdict>,
) -> Answer<Json<PageView>> {
    Ok(Json(app.cases.decide_page(&staff, &verdict).await?))
}
