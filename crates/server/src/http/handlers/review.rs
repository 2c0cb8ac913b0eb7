//! Words of ratings that wait until a centre has looked at them.

use axum::extract::State;
use contract::problem::Problem;
use contract::rating::{WaitingView, WordsVerdict};

use crate::http::Shared;
use crate::http::extract::{Json, Param};
use crate::http::problem::Answer;
use crate::http::session::AtWork;

/// Words in ratings of the organizations below this centre that people let be published, oldest first: to look whether they
/// hold personal data. Whose they are, of whom and with how many stars is not told.
#[utoipa::path(
    get, path = "/api/v1/staff/ratings/waiting", tag = "staff",
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, body = WaitingView),
        (status = 403, body = Problem, description = "Only for somebody who is there as a centre"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn waiting(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
) -> Answer<Json<WaitingView>> {
    Ok(Json(app.cases.waiting_words(&staff).await?))
}

/// Decides whether everybody sees such words. The same decision again is no other one.
#[utoipa::path(
    post, path = "/api/v1/staff/ratings/waiting/{id}", tag = "staff",
    params(("id" = String, Path, description = "The words' id")),
    request_body = WordsVerdict,
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, body = WordsVerdict),
        (status = 403, body = Problem, description = "Only for somebody who is there as a centre"),
        (status = 404, body = Problem, description = "Changed, taken back or erased meanwhile, or not for this centre"),
        (status = 409, body = Problem, description = "Decided before, and otherwise"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn decide(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(id): Param,
    Json(verdict): Json<WordsVerdict>,
) -> Answer<Json<WordsVerdict>> {
    Ok(Json(app.cases.decide_words(&staff, &id, verdict).await?))
}
