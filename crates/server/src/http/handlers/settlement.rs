//! The terms of an agreement: put before both sides by staff, read and answered by each, and printed.

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use contract::problem::{Problem, ProblemCode};
use contract::settlement::{PaperKind, PaymentReport, SettlementView, TermsAnswer, TermsProposal};

use super::invitations::invited;
use super::requests::owner;
use super::staff::read_number;
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::attachment::attachment;
use crate::http::extract::{IdempotencyKey, Json, OwnerKey, PaperName, Param, PartyKey};
use crate::http::problem::{Answer, refuse};
use crate::http::session::AtWork;
use crate::paper::terms_file_name;

/// The terms that are before both sides, as staff see them.
#[utoipa::path(
    get, path = "/api/v1/staff/requests/{number}/settlement", tag = "staff",
    operation_id = "staff_settlement",
    params(("number" = String, Path, description = "Request number")),
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, body = SettlementView),
        (status = 404, body = Problem, description = "No terms are before the sides"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn for_staff(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(number): Param,
) -> Answer<Json<SettlementView>> {
    let number = read_number(&number)?;
    let view = app.cases.staff_settlement(&staff, number.as_str());
    Ok(Json(view.await?))
}

/// Puts terms before both sides, in the place of those that were seen. What was said of those falls away.
#[utoipa::path(
    put, path = "/api/v1/staff/requests/{number}/settlement", tag = "staff",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the form is shown"),
    ),
    request_body = TermsProposal,
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, body = SettlementView),
        (status = 409, body = Problem, description = "Not possible now, or others are there than those that were seen"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn propose(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(number): Param,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<TermsProposal>,
) -> Answer<Json<SettlementView>> {
    let number = read_number(&number)?;
    let view = app
        .cases
        .propose_terms(&staff, number.as_str(), &once, &body);
    Ok(Json(view.await?))
}

/// The terms that are before both sides, as the owner sees them.
#[utoipa::path(
    get, path = "/api/v1/requests/{number}/settlement", tag = "requests",
    operation_id = "owner_settlement",
    params(("number" = String, Path, description = "Request number")),
    security(("access-code" = [])),
    responses(
        (status = 200, body = SettlementView),
        (status = 404, body = Problem, description = "No terms are before the sides, or the code opens nothing"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn for_owner(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
) -> Answer<Json<SettlementView>> {
    Ok(Json(app.cases.owner_settlement(&owner(key, client)).await?))
}

/// The owner confirms the terms that they read, asks for a change, or signs at the meeting.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/settlement/answer", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the terms are shown"),
    ),
    request_body = TermsAnswer,
    security(("access-code" = [])),
    responses(
        (status = 200, body = SettlementView),
        (status = 409, body = Problem, description = "Not possible now, or others are there than those that were read"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn owner_answers(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<TermsAnswer>,
) -> Answer<Json<SettlementView>> {
    let owner = owner(key, client);
    let view = app.cases.owner_answers_terms(&owner, &once, &body);
    Ok(Json(view.await?))
}

/// The owner says of a payment that they made it, received it or did not.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/settlement/payments", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the payments are shown"),
    ),
    request_body = PaymentReport,
    security(("access-code" = [])),
    responses((status = 200, body = SettlementView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn owner_reports(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<PaymentReport>,
) -> Answer<Json<SettlementView>> {
    let owner = owner(key, client);
    let view = app.cases.owner_reports_payment(&owner, &once, &body);
    Ok(Json(view.await?))
}

/// A paper of the terms as a PDF, for the owner.
#[utoipa::path(
    get, path = "/api/v1/requests/{number}/settlement/papers/{paper}", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("paper" = String, Path, description = "A PaperKind"),
    ),
    security(("access-code" = [])),
    responses(
        (status = 200, description = "The document", content_type = "application/pdf"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "This server cannot print"),
    ),
)]
pub(crate) async fn owner_paper(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    PaperName(paper): PaperName,
) -> Answer<Response> {
    let paper = read_paper(&paper)?;
    let owner = owner(key, client);
    let pdf = app.cases.owner_terms_paper(&owner, paper).await?;
    Ok(hand_out(paper, pdf))
}

/// The terms that are before both sides, as the other side sees them.
#[utoipa::path(
    get, path = "/api/v1/invitations/{id}/settlement", tag = "invitations",
    operation_id = "party_settlement",
    params(("id" = String, Path, description = "The invitation's number")),
    security(("invitation-code" = [])),
    responses(
        (status = 200, body = SettlementView),
        (status = 404, body = Problem, description = "No terms are before the sides, or the code opens nothing"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn for_party(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: PartyKey,
) -> Answer<Json<SettlementView>> {
    Ok(Json(
        app.cases.party_settlement(&invited(key, client)).await?,
    ))
}

/// The other side confirms the terms that they read, asks for a change, or signs at the meeting.
#[utoipa::path(
    post, path = "/api/v1/invitations/{id}/settlement/answer", tag = "invitations",
    params(
        ("id" = String, Path, description = "The invitation's number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the terms are shown"),
    ),
    request_body = TermsAnswer,
    security(("invitation-code" = [])),
    responses(
        (status = 200, body = SettlementView),
        (status = 409, body = Problem, description = "Not possible now, or others are there than those that were read"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn party_answers(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: PartyKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<TermsAnswer>,
) -> Answer<Json<SettlementView>> {
    let invited = invited(key, client);
    let view = app.cases.party_answers_terms(&invited, &once, &body);
    Ok(Json(view.await?))
}

/// The other side says of a payment that they made it, received it or did not.
#[utoipa::path(
    post, path = "/api/v1/invitations/{id}/settlement/payments", tag = "invitations",
    params(
        ("id" = String, Path, description = "The invitation's number"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 visible ASCII characters, made when the payments are shown"),
    ),
    request_body = PaymentReport,
    security(("invitation-code" = [])),
    responses((status = 200, body = SettlementView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn party_reports(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: PartyKey,
    IdempotencyKey(once): IdempotencyKey,
    Json(body): Json<PaymentReport>,
) -> Answer<Json<SettlementView>> {
    let invited = invited(key, client);
    let view = app.cases.party_reports_payment(&invited, &once, &body);
    Ok(Json(view.await?))
}

/// A paper of the terms as a PDF, for the other side.
#[utoipa::path(
    get, path = "/api/v1/invitations/{id}/settlement/papers/{paper}", tag = "invitations",
    params(
        ("id" = String, Path, description = "The invitation's number"),
        ("paper" = String, Path, description = "A PaperKind"),
    ),
    security(("invitation-code" = [])),
    responses(
        (status = 200, description = "The document", content_type = "application/pdf"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "This server cannot print"),
    ),
)]
pub(crate) async fn party_paper(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: PartyKey,
    PaperName(paper): PaperName,
) -> Answer<Response> {
    let paper = read_paper(&paper)?;
    let invited = invited(key, client);
    let pdf = app.cases.party_terms_paper(&invited, paper).await?;
    Ok(hand_out(paper, pdf))
}

/// A paper of the terms as a PDF, for the staff of the organization that has the request.
#[utoipa::path(
    get, path = "/api/v1/staff/requests/{number}/settlement/papers/{paper}", tag = "staff",
    operation_id = "staff_terms_paper",
    params(
        ("number" = String, Path, description = "Request number"),
        ("paper" = String, Path, description = "A PaperKind"),
    ),
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, description = "The document", content_type = "application/pdf"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "This server cannot print"),
    ),
)]
pub(crate) async fn staff_paper(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(number): Param,
    PaperName(paper): PaperName,
) -> Answer<Response> {
    let (number, paper) = (read_number(&number)?, read_paper(&paper)?);
    let pdf = app
        .cases
        .staff_terms_paper(&staff, number.as_str(), paper)
        .await?;
    Ok(hand_out(paper, pdf))
}

fn read_paper(name: &str) -> Answer<PaperKind> {
    let paper = Some(PaperKind::from_wire(name)).filter(|paper| paper.is_known());
    paper.ok_or_else(|| refuse(ProblemCode::NotFound))
}

fn hand_out(paper: PaperKind, pdf: Vec<u8>) -> Response {
    let plain_name = format!("{}.pdf", paper.as_str());
    let length = Some(pdf.len() as u64);
    attachment(
        terms_file_name(paper),
        &plain_name,
        "application/pdf",
        length,
        Body::from(pdf),
    )
}
