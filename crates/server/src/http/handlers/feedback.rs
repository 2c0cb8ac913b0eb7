//! What either side says about how its case was handled, and what those see and answer who are told.

use axum::Extension;
use axum::extract::State;
use contract::complaint::{
    AnswerComplaint, ComplaintDraft, ComplaintView, StaffComplaintView, StaffComplaintsView,
};
use contract::number::ComplaintNumber;
use contract::problem::{Problem, ProblemCode};
use contract::rating::{FeedbackView, RatingDraft, RatingView, StaffRatingsView};

use super::invitations::invited;
use super::requests::owner;
use crate::domain::Party;
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::extract::{IdempotencyKey, Json, OwnerKey, Param, PartyKey};
use crate::http::problem::{Answer, refuse};
use crate::http::session::AtWork;

/// What the owner has said about how the case was handled, and what they can say.
#[utoipa::path(
    get, path = "/api/v1/requests/{number}/feedback", tag = "requests",
    params(("number" = String, Path, description = "Request number")),
    security(("access-code" = [])),
    responses((status = 200, body = FeedbackView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn of_owner(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
) -> Answer<Json<FeedbackView>> {
    let party = Party::Owner(owner(key, client));
    Ok(Json(app.cases.feedback(&party).await?))
}

/// The same for the other side.
#[utoipa::path(
    get, path = "/api/v1/invitations/{id}/feedback", tag = "invitations",
    params(("id" = String, Path, description = "The invitation's number")),
    security(("invitation-code" = [])),
    responses((status = 200, body = FeedbackView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn of_invited(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: PartyKey,
) -> Answer<Json<FeedbackView>> {
    let party = Party::Invited(invited(key, client));
    Ok(Json(app.cases.feedback(&party).await?))
}

/// The owner complains about how the case is handled, exactly once per idempotency key.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/complaints", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the complaint begins"),
    ),
    request_body = ComplaintDraft,
    security(("access-code" = [])),
    responses(
        (status = 200, body = ComplaintView, description = "Stored, now or by an earlier sending of the same"),
        (status = 409, body = Problem, description = "As many complaints as there may be, or the key was used for another body"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "Nothing was stored"),
    ),
)]
pub(crate) async fn complain_as_owner(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<ComplaintDraft>,
) -> Answer<Json<ComplaintView>> {
    let party = Party::Owner(owner(key, client));
    Ok(Json(app.cases.complain(&party, &once, &body).await?))
}

/// The same for the other side.
#[utoipa::path(
    post, path = "/api/v1/invitations/{id}/complaints", tag = "invitations",
    params(
        ("id" = String, Path, description = "The invitation's number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the complaint begins"),
    ),
    request_body = ComplaintDraft,
    security(("invitation-code" = [])),
    responses(
        (status = 200, body = ComplaintView, description = "Stored, now or by an earlier sending of the same"),
        (status = 409, body = Problem, description = "As many complaints as there may be, or the key was used for another body"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "Nothing was stored"),
    ),
)]
pub(crate) async fn complain_as_invited(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: PartyKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<ComplaintDraft>,
) -> Answer<Json<ComplaintView>> {
    let party = Party::Invited(invited(key, client));
    Ok(Json(app.cases.complain(&party, &once, &body).await?))
}

/// The owner rates how the case was handled, once mediation is over; again, it takes the place of the rating before.
#[utoipa::path(
    put, path = "/api/v1/requests/{number}/rating", tag = "requests",
    params(("number" = String, Path, description = "Request number")),
    request_body = RatingDraft,
    security(("access-code" = [])),
    responses(
        (status = 200, body = RatingView),
        (status = 409, body = Problem, description = "Not now, or not any more"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn rate_as_owner(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    Json(body): Json<RatingDraft>,
) -> Answer<Json<RatingView>> {
    let party = Party::Owner(owner(key, client));
    Ok(Json(app.cases.rate(&party, &body).await?))
}

/// The same for the other side.
#[utoipa::path(
    put, path = "/api/v1/invitations/{id}/rating", tag = "invitations",
    params(("id" = String, Path, description = "The invitation's number")),
    request_body = RatingDraft,
    security(("invitation-code" = [])),
    responses(
        (status = 200, body = RatingView),
        (status = 409, body = Problem, description = "Not now, or not any more"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn rate_as_invited(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: PartyKey,
    Json(body): Json<RatingDraft>,
) -> Answer<Json<RatingView>> {
    let party = Party::Invited(invited(key, client));
    Ok(Json(app.cases.rate(&party, &body).await?))
}

/// Complaints that the organization is to answer, what is due first first: those about itself that are addressed to it,
/// and those about others that are addressed to it as the centre above them.
#[utoipa::path(
    get, path = "/api/v1/staff/complaints", tag = "staff",
    security(("staff-token" = []), ("desk-session" = [])),
    responses((status = 200, body = StaffComplaintsView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn list(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
) -> Answer<Json<StaffComplaintsView>> {
    Ok(Json(app.cases.complaints(&staff).await?))
}

/// Answers a complaint. The same answer again is no other one; who mediated the case answers none.
#[utoipa::path(
    post, path = "/api/v1/staff/complaints/{number}/answer", tag = "staff",
    params(("number" = String, Path, description = "Number of the complaint")),
    request_body = AnswerComplaint,
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, body = StaffComplaintView),
        (status = 403, body = Problem, description = "Whoever mediated does not decide on it"),
        (status = 404, body = Problem, description = "Nothing that this organization is to answer"),
        (status = 409, body = Problem, description = "Answered before, in other words"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn answer(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(number): Param,
    Json(body): Json<AnswerComplaint>,
) -> Answer<Json<StaffComplaintView>> {
    let number = ComplaintNumber::parse(&number);
    let number = number.ok_or_else(|| refuse(ProblemCode::ComplaintNotFound))?;
    let answered = app.cases.answer_complaint(&staff, &number, &body);
    Ok(Json(answered.await?))
}

/// The latest ratings of the organization, without whose they are.
#[utoipa::path(
    get, path = "/api/v1/staff/ratings", tag = "staff",
    security(("staff-token" = []), ("desk-session" = [])),
    responses((status = 200, body = StaffRatingsView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn ratings(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
) -> Answer<Json<StaffRatingsView>> {
    Ok(Json(app.cases.ratings(&staff).await?))
}
