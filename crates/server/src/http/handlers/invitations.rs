//! The other side's invitation: what they are told, what they answer, and the code that staff hand over.

use axum::Extension;
use axum::extract::State;
use contract::invitation::{PartyAnswer, PartyInvitation, PartyView};
use contract::problem::Problem;

use super::staff::{Bearer, read_number};
use crate::domain::Invited;
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::extract::{IdempotencyKey, Json, Param, PartyKey};
use crate::http::problem::Answer;

/// The case as the other side sees it.
#[utoipa::path(
    get, path = "/api/v1/invitations/{id}", tag = "invitations",
    params(("id" = String, Path, description = "The invitation's number")),
    security(("invitation-code" = [])),
    responses(
        (status = 200, body = PartyView),
        (status = 404, body = Problem, description = "Number and code open no invitation, or none any more"),
        (status = 429, body = Problem, description = "Too many wrong codes"),
    ),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: PartyKey,
) -> Answer<Json<PartyView>> {
    Ok(Json(app.cases.party_view(&invited(key, client)).await?))
}

/// The other side answers, once per idempotency key.
#[utoipa::path(
    post, path = "/api/v1/invitations/{id}/answers", tag = "invitations",
    params(
        ("id" = String, Path, description = "The invitation's number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the form is shown"),
    ),
    request_body = PartyAnswer,
    security(("invitation-code" = [])),
    responses(
        (status = 200, body = PartyView),
        (status = 409, body = Problem, description = "Not possible now; `legal_moves` lists what is"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn answer(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: PartyKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<PartyAnswer>,
) -> Answer<Json<PartyView>> {
    let invited = invited(key, client);
    Ok(Json(app.cases.party_answer(&invited, &once, &body).await?))
}

/// What staff hand over to the other side.
#[utoipa::path(
    get, path = "/api/v1/staff/requests/{number}/invitation", tag = "staff",
    params(("number" = String, Path, description = "Request number")),
    security(("staff-token" = [])),
    responses(
        (status = 200, body = PartyInvitation),
        (status = 404, body = Problem, description = "The other side was not invited"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn for_staff(
    State(app): State<Shared>,
    Bearer(staff): Bearer,
    Param(number): Param,
) -> Answer<Json<PartyInvitation>> {
    let number = read_number(&number)?;
    let invitation = app.cases.party_invitation(&staff, number.as_str());
    Ok(Json(invitation.await?))
}

pub(super) fn invited(key: PartyKey, ClientAddress(client): ClientAddress) -> Invited {
    Invited {
        id: key.number,
        code: key.code,
        client,
    }
}
