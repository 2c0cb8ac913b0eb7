//! Filing a request and following it with number and access code.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use contract::draft::Draft;
use contract::problem::Problem;
use contract::request::{NoteRequest, Receipt, RequestView, WithdrawRequest};

use crate::domain::{Owner, Submitted};
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::extract::{IdempotencyKey, Json, OptionalKey, OwnerKey};
use crate::http::problem::Answer;

/// Files a request, exactly once per idempotency key.
#[utoipa::path(
    post, path = "/requests", tag = "requests",
    params(("Idempotency-Key" = String, Header, description = "A secret of 16 to 64 visible ASCII characters, made when the draft begins")),
    request_body = Draft,
    responses(
        (status = 201, body = Receipt),
        (status = 200, body = Receipt, description = "Filed before by the same sending"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "Nothing was stored"),
    ),
)]
pub(crate) async fn submit(
    State(app): State<Shared>,
    IdempotencyKey(key): IdempotencyKey,
    Json(draft): Json<Draft>,
) -> Answer<(StatusCode, Json<Receipt>)> {
    Ok(match app.cases.submit(&key, &draft).await? {
        Submitted::Now(receipt) => (StatusCode::CREATED, Json(receipt)),
        Submitted::Before(receipt) => (StatusCode::OK, Json(receipt)),
    })
}

/// The request as its owner sees it.
#[utoipa::path(
    get, path = "/requests/{number}", tag = "requests",
    params(("number" = String, Path, description = "Request number")),
    security(("access-code" = [])),
    responses(
        (status = 200, body = RequestView),
        (status = 404, body = Problem, description = "Number and code do not open a request"),
        (status = 429, body = Problem, description = "Too many wrong codes"),
    ),
)]
pub(crate) async fn open(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
) -> Answer<Json<RequestView>> {
    Ok(Json(app.cases.open(&owner(key, client)).await?))
}

/// The owner takes the request back.
#[utoipa::path(
    post, path = "/requests/{number}/withdraw", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated sending harmless"),
    ),
    request_body = WithdrawRequest,
    security(("access-code" = [])),
    responses((status = 200, body = RequestView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn withdraw(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    OptionalKey(once): OptionalKey,
    Json(body): Json<WithdrawRequest>,
) -> Answer<Json<RequestView>> {
    let once = once.as_ref().map(|key| key.0.as_str());
    let view = app.cases.withdraw(&owner(key, client), once, body).await?;
    Ok(Json(view))
}

/// The owner adds a note, or the answer when staff asked for more.
#[utoipa::path(
    post, path = "/requests/{number}/notes", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the note begins"),
    ),
    request_body = NoteRequest,
    security(("access-code" = [])),
    responses((status = 200, body = RequestView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn note(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<NoteRequest>,
) -> Answer<Json<RequestView>> {
    let view = app.cases.note(&owner(key, client), &once, &body).await?;
    Ok(Json(view))
}

fn owner(key: OwnerKey, ClientAddress(client): ClientAddress) -> Owner {
    Owner {
        number: key.number,
        code: key.code,
        client,
    }
}
