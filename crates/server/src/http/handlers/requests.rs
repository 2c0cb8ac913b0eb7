//! Filing a request and following it with number and access code.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use contract::draft::Draft;
use contract::personal::Correction;
use contract::problem::Problem;
use contract::request::{
    NoteRequest, PerformanceReport, Receipt, RequestView, TransferAnswer, WithdrawRequest,
};
use contract::slots::SlotAnswer;
use contract::visit::VisitDraft;

use crate::domain::{Attached, Filing, Owner, Submitted};
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::extract::{IdempotencyKey, Json, OptionalFiler, OptionalKey, OwnerKey};
use crate::http::problem::Answer;
use crate::http::tus::{FileCount, OptionalBasket};

/// Files a request, exactly once per idempotency key.
#[utoipa::path(
    post, path = "/api/v1/requests", tag = "requests",
    params(
        ("Idempotency-Key" = String, Header, description = "A secret of 16 to 64 visible ASCII characters, made when the draft begins"),
        ("Evidence-Key" = Option<String>, Header, description = "The secret that files were uploaded with: they are attached"),
        ("Evidence-Count" = Option<u64>, Header, description = "How many files there must be at the least; with fewer, because some expired, nothing is stored"),
        ("Filer-Key" = Option<String>, Header, description = "A secret of 16 to 64 visible ASCII characters that a device keeps for a while: with it, a likely duplicate is told"),
    ),
    request_body = Draft,
    responses(
        (status = 201, body = Receipt),
        (status = 200, body = Receipt, description = "Filed before by the same sending"),
        (status = 409, body = Problem, description = "The key was used for another body, files are not there any more, or there is likely one for the same"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "Nothing was stored"),
    ),
)]
pub(crate) async fn submit(
    State(app): State<Shared>,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    IdempotencyKey(key): IdempotencyKey,
    OptionalBasket(basket): OptionalBasket,
    FileCount(files): FileCount,
    OptionalFiler(filer): OptionalFiler,
    Json(draft): Json<Draft>,
) -> Answer<(StatusCode, Json<Receipt>)> {
    let attached = basket.as_ref().map(|basket| Attached {
        basket: &basket.0,
        files,
    });
    let filing = Filing::Dispute(&draft);
    Ok(filed(
        app.cases
            .submit(&key, attached, filer.as_deref(), filing, client)
            .await?,
    ))
}

/// A firm asks an organization that offers it for a legal health check, exactly once per idempotency key.
#[utoipa::path(
    post, path = "/api/v1/health-checks", tag = "requests",
    params(
        ("Idempotency-Key" = String, Header, description = "A secret of 16 to 64 visible ASCII characters, made when the form is opened"),
    ),
    request_body = VisitDraft,
    responses(
        (status = 201, body = Receipt),
        (status = 200, body = Receipt, description = "Filed before by the same sending"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "Nothing was stored"),
    ),
)]
pub(crate) async fn ask_for_visit(
    State(app): State<Shared>,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    IdempotencyKey(key): IdempotencyKey,
    Json(draft): Json<VisitDraft>,
) -> Answer<(StatusCode, Json<Receipt>)> {
    let filing = Filing::Visit(&draft);
    Ok(filed(
        app.cases.submit(&key, None, None, filing, client).await?,
    ))
}

fn filed(submitted: Submitted) -> (StatusCode, Json<Receipt>) {
    match submitted {
        Submitted::Now(receipt) => (StatusCode::CREATED, Json(receipt)),
        Submitted::Before(receipt) => (StatusCode::OK, Json(receipt)),
    }
}

/// The request as its owner sees it.
#[utoipa::path(
    get, path = "/api/v1/requests/{number}", tag = "requests",
    params(("number" = String, Path, description = "Request number")),
    security(("access-code" = [])),
    responses(
        (status = 200, body = RequestView),
        (status = 404, body = Problem, description = "Number and code do not open a request"),
        (status = 410, body = Problem, description = "What people wrote in it was erased"),
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
    post, path = "/api/v1/requests/{number}/withdraw", tag = "requests",
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
    post, path = "/api/v1/requests/{number}/notes", tag = "requests",
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

/// The owner agrees that the request is handed over to the organization that was proposed, or does not.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/transfer", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the question is shown"),
    ),
    request_body = TransferAnswer,
    security(("access-code" = [])),
    responses((status = 200, body = RequestView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn answer_transfer(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<TransferAnswer>,
) -> Answer<Json<RequestView>> {
    let owner = owner(key, client);
    Ok(Json(app.cases.answer_transfer(&owner, &once, &body).await?))
}

/// The owner says which of the times that are offered suit.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/slots", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters; the same body under the same key is one answer"),
    ),
    request_body = SlotAnswer,
    security(("access-code" = [])),
    responses(
        (status = 200, body = RequestView),
        (status = 409, body = Problem, description = "Other times are offered than those that were read, or none any more"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn choose_slots(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<SlotAnswer>,
) -> Answer<Json<RequestView>> {
    let owner = owner(key, client);
    let chosen = app.cases.owner_chooses_slots(&owner, &once, &body);
    Ok(Json(chosen.await?))
}

/// The owner says whether what was agreed has been done.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/performance", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the question is shown"),
    ),
    request_body = PerformanceReport,
    security(("access-code" = [])),
    responses((status = 200, body = RequestView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn report_performance(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<PerformanceReport>,
) -> Answer<Json<RequestView>> {
    let owner = owner(key, client);
    let view = app.cases.report_performance(&owner, &once, &body).await?;
    Ok(Json(view))
}

/// The owner corrects what is held of them. What it was stays on the timeline.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/corrections", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the correction begins"),
    ),
    request_body = Correction,
    security(("access-code" = [])),
    responses((status = 200, body = RequestView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn correct(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<Correction>,
) -> Answer<Json<RequestView>> {
    let view = app.cases.correct(&owner(key, client), &once, &body).await?;
    Ok(Json(view))
}

/// The owner has what people wrote in the request erased. Number, organization, field, dates and status stay, and
/// the code goes on to be recognized: everything else is answered with `request-erased`.
#[utoipa::path(
    delete, path = "/api/v1/requests/{number}", tag = "requests",
    params(("number" = String, Path, description = "Request number")),
    security(("access-code" = [])),
    responses(
        (status = 204, description = "Erased, now or before"),
        (status = 409, body = Problem, description = "It must be kept for now: `keeping` of the request says why"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn erase(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
) -> Answer<StatusCode> {
    app.cases.erase(&owner(key, client)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) fn owner(key: OwnerKey, ClientAddress(client): ClientAddress) -> Owner {
    Owner {
        number: key.number,
        code: key.code,
        client,
    }
}
