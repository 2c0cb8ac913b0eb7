//! The application on paper, and the file of a case, to be saved and printed.

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use contract::problem::Problem;

use super::requests::owner;
use super::staff::read_number;
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::attachment::attachment;
use crate::http::extract::{OwnerKey, Param};
use crate::http::problem::Answer;
use crate::http::session::AtWork;
use crate::paper::{case_file_name, file_name};

/// The application (人民调解申请书) as a PDF, for its owner.
#[utoipa::path(
    get, path = "/api/v1/requests/{number}/application.pdf", tag = "requests",
    operation_id = "owner_paper",
    params(("number" = String, Path, description = "Request number")),
    security(("access-code" = [])),
    responses(
        (status = 200, description = "The document", content_type = "application/pdf"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "This server cannot print"),
    ),
)]
pub(crate) async fn for_owner(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
) -> Answer<Response> {
    let owner = owner(key, client);
    let pdf = app.cases.owner_paper(&owner).await?;
    Ok(hand_out(owner.number.as_str(), pdf))
}

/// The application (人民调解申请书) as a PDF, for the staff of the organization that has the request.
#[utoipa::path(
    get, path = "/api/v1/staff/requests/{number}/application.pdf", tag = "staff",
    operation_id = "staff_paper",
    params(("number" = String, Path, description = "Request number")),
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, description = "The document", content_type = "application/pdf"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "This server cannot print"),
    ),
)]
pub(crate) async fn for_staff(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(number): Param,
) -> Answer<Response> {
    let number = read_number(&number)?;
    let pdf = app.cases.staff_paper(&staff, number.as_str()).await?;
    Ok(hand_out(number.as_str(), pdf))
}

/// The file of a case (卷宗) as a ZIP archive: one PDF with an index and every paper that is there, the evidence, and their
/// SHA-256 sums. Written while it is sent, so that its length is not known before.
#[utoipa::path(
    get, path = "/api/v1/staff/requests/{number}/case-file.zip", tag = "staff",
    params(("number" = String, Path, description = "Request number")),
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, description = "The archive; one that breaks off is none", content_type = "application/zip"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "This server cannot print"),
    ),
)]
pub(crate) async fn case_file(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(number): Param,
) -> Answer<Response> {
    let number = read_number(&number)?;
    let number = number.as_str();
    let export = app.cases.case_file(&staff, number).await?;
    Ok(attachment(
        &case_file_name(number),
        &format!("case-file-{number}.zip"),
        "application/zip",
        None,
        Body::from_stream(export.write()),
    ))
}

fn hand_out(number: &str, pdf: Vec<u8>) -> Response {
    let plain_name = format!("application-{number}.pdf");
    let length = Some(pdf.len() as u64);
    attachment(
        &file_name(number),
        &plain_name,
        "application/pdf",
        length,
        Body::from(pdf),
    )
}
