//! Files that belong to a request: uploaded with tus 1.0, listed, handed out.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::evidence::{BasketView, FILE_BYTES_MAX};
use contract::number::RequestNumber;
use contract::problem::{Problem, ProblemCode};

use super::requests::owner;
use crate::domain::{Announced, Download, NewUpload, Owner, Upload};
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::attachment::attachment;
use crate::http::extract::{FileId, Json, OwnerKey, Param};
use crate::http::problem::{Answer, refuse, wait};
use crate::http::session::AtWork;
use crate::http::tus::{self, Basket};

/// Seconds after which an upload that found too many others may try again.
const PAUSE: u32 = 5;

/// What this server takes (tus 1.0).
#[utoipa::path(
    options, path = "/api/v1/evidence", tag = "evidence",
    responses((status = 204, description = "`Tus-Version`, `Tus-Extension`, `Tus-Max-Size`, `Tus-Checksum-Algorithm`")),
)]
pub(crate) async fn abilities() -> impl IntoResponse {
    (
        StatusCode::NO_CONTENT,
        [
            (tus::TUS_VERSION, tus::VERSION),
            (tus::TUS_EXTENSION, tus::EXTENSIONS),
            (tus::TUS_ALGORITHM, tus::ALGORITHMS),
            (tus::TUS_MAX_SIZE, FILE_BYTES_MAX.into()),
        ],
    )
}

/// Begins to upload a file for a request that is being written (tus 1.0 creation).
#[utoipa::path(
    post, path = "/api/v1/evidence", tag = "evidence",
    params(
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Evidence-Key" = String, Header, description = "A secret of 16 to 64 visible ASCII characters, made when the draft begins; the request is filed with the same"),
        ("Upload-Length" = u64, Header, description = "Bytes of the file"),
        ("Upload-Metadata" = String, Header, description = "`filename` and `id`, each with its value in Base64: what is begun again under the same `id` is the same upload"),
    ),
    responses(
        (status = 201, description = "`Location` takes the bytes until `Upload-Expires`"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "Nothing was stored"),
    ),
)]
pub(crate) async fn begin(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    Basket(basket): Basket,
    headers: HeaderMap,
) -> Answer<Response> {
    begin_for(&app, client, &basket, None, &headers).await
}

/// Begins to upload a file for a request that was filed (tus 1.0 creation). It is attached as soon as it is whole.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/evidence", tag = "evidence",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Evidence-Key" = String, Header, description = "A secret of 16 to 64 visible ASCII characters, made for these files"),
        ("Upload-Length" = u64, Header, description = "Bytes of the file"),
        ("Upload-Metadata" = String, Header, description = "`filename` and `id`, each with its value in Base64: what is begun again under the same `id` is the same upload"),
    ),
    security(("access-code" = [])),
    responses(
        (status = 201, description = "`Location` takes the bytes until `Upload-Expires`"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "Nothing was stored"),
    ),
)]
pub(crate) async fn add(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    Basket(basket): Basket,
    headers: HeaderMap,
) -> Answer<Response> {
    let owner = owner(key, client);
    begin_for(&app, client, &basket, Some(&owner), &headers).await
}

async fn begin_for(
    app: &Shared,
    client: ClientAddress,
    basket: &str,
    owner: Option<&Owner>,
    headers: &HeaderMap,
) -> Answer<Response> {
    let length = tus::number_in(headers, &tus::UPLOAD_LENGTH)?;
    let (name, own_id) = (tus::file_name(headers)?, tus::own_id(headers)?);
    let new = NewUpload {
        name: &name,
        own_id: own_id.as_deref(),
        length,
    };
    app.uploads.take_megabytes(client, length)?;
    let upload = app.cases.begin_upload(basket, owner, new).await?;
    let location = format!("/api/v1/evidence/{}", upload.id);
    let expires = tus::http_date(upload.expires_at);
    let headers = [
        (header::LOCATION, location),
        (tus::UPLOAD_EXPIRES, expires),
        // More than none where it was begun before.
        (tus::UPLOAD_OFFSET, upload.received.to_string()),
    ];
    Ok((StatusCode::CREATED, headers).into_response())
}

/// The files that filing the request will attach.
#[utoipa::path(
    get, path = "/api/v1/evidence", tag = "evidence",
    params(("Evidence-Key" = String, Header, description = "The secret the files were sent with")),
    responses((status = 200, body = BasketView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn list(
    State(app): State<Shared>,
    Basket(basket): Basket,
) -> Answer<Json<BasketView>> {
    Ok(Json(app.cases.basket(&basket).await?))
}

/// How far an upload has come (tus 1.0).
#[utoipa::path(
    head, path = "/api/v1/evidence/{file}", tag = "evidence",
    params(
        ("file" = String, Path, description = "Id of the file"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Evidence-Key" = String, Header, description = "The secret it was begun with"),
    ),
    responses((status = 200, description = "`Upload-Offset` and `Upload-Length`"), (status = "4XX")),
)]
pub(crate) async fn how_far(
    State(app): State<Shared>,
    Basket(basket): Basket,
    FileId(id): FileId,
) -> Answer<Response> {
    // A task of its own: a file that is looked at only now is looked at to the end.
    let work = tokio::spawn(async move { app.cases.upload(&basket, &id).await });
    let upload = work.await.map_err(|_| refuse(ProblemCode::Internal))??;
    let length = [(tus::UPLOAD_LENGTH, upload.length.to_string())];
    Ok((StatusCode::OK, length, progress(&upload)).into_response())
}

/// Takes bytes of a file (tus 1.0). When the last of them has come, the file is looked at: it is kept, or refused
/// and deleted.
#[utoipa::path(
    patch, path = "/api/v1/evidence/{file}", tag = "evidence",
    params(
        ("file" = String, Path, description = "Id of the file"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Evidence-Key" = String, Header, description = "The secret it was begun with"),
        ("Upload-Offset" = u64, Header, description = "Where the bytes begin: where those before them ended"),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha1` or `sha256` and the checksum of these bytes in Base64"),
    ),
    request_body(content_type = "application/offset+octet-stream"),
    responses(
        (status = 204, description = "Stored up to `Upload-Offset`"),
        (status = 409, body = Problem, description = "Bytes are expected from another offset"),
        (status = 422, body = Problem, description = "The file is refused and deleted"),
        (status = 460, body = Problem, description = "Not the bytes of the checksum; none was kept"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "`HEAD` tells what was stored"),
    ),
)]
pub(crate) async fn receive(
    State(app): State<Shared>,
    Basket(basket): Basket,
    FileId(id): FileId,
    request: Request,
) -> Answer<Response> {
    let headers = request.headers();
    if !tus::declares_bytes(headers) {
        return Err(refuse(ProblemCode::UnsupportedMediaType));
    }
    let announced = Announced {
        offset: tus::number_in(headers, &tus::UPLOAD_OFFSET)?,
        checksum: tus::checksum(headers)?,
        patience: app.timeout,
    };
    let bytes = request.into_body().into_data_stream();
    let turn = Arc::clone(&app.intake)
        .try_acquire_owned()
        .map_err(|_| wait(ProblemCode::TooManyRequests, PAUSE))?;
    // A task of its own: what came before the connection broke is kept.
    let work = tokio::spawn(async move {
        let _turn = turn;
        app.cases.receive(&basket, &id, announced, bytes).await
    });
    let upload = work.await.map_err(|_| refuse(ProblemCode::Internal))??;
    Ok((StatusCode::NO_CONTENT, progress(&upload)).into_response())
}

/// Deletes an upload, or a file that belongs to no request yet (tus 1.0 termination).
#[utoipa::path(
    delete, path = "/api/v1/evidence/{file}", tag = "evidence",
    params(
        ("file" = String, Path, description = "Id of the file"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Evidence-Key" = String, Header, description = "The secret it was begun with"),
    ),
    responses((status = 204, description = "It is gone"), (status = "4XX", body = Problem)),
)]
pub(crate) async fn remove(
    State(app): State<Shared>,
    Basket(basket): Basket,
    FileId(id): FileId,
) -> Answer<StatusCode> {
    app.cases.drop_upload(&basket, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hands out a file to the owner of the request, to be saved.
#[utoipa::path(
    get, path = "/api/v1/requests/{number}/evidence/{file}", tag = "evidence",
    params(
        ("number" = String, Path, description = "Request number"),
        ("file" = String, Path, description = "Id of the file"),
    ),
    security(("access-code" = [])),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn for_owner(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    FileId(id): FileId,
) -> Answer<Response> {
    let file = app.cases.owner_file(&owner(key, client), &id).await?;
    Ok(hand_out(file))
}

/// Hands out a file to the staff of the organization that has the request, to be saved.
#[utoipa::path(
    get, path = "/api/v1/staff/requests/{number}/evidence/{file}", tag = "staff",
    params(
        ("number" = String, Path, description = "Request number"),
        ("file" = String, Path, description = "Id of the file"),
    ),
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn for_staff(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    Param(number): Param,
    FileId(id): FileId,
) -> Answer<Response> {
    let number =
        RequestNumber::parse(&number).ok_or_else(|| refuse(ProblemCode::RequestNotFound))?;
    let file = app.cases.staff_file(&staff, number.as_str(), &id).await?;
    Ok(hand_out(file))
}

fn progress(upload: &Upload) -> [(header::HeaderName, String); 2] {
    [
        (tus::UPLOAD_OFFSET, upload.received.to_string()),
        (tus::UPLOAD_EXPIRES, tus::http_date(upload.expires_at)),
    ]
}

fn hand_out(file: Download) -> Response {
    let extension = file.kind.extensions().first().copied().unwrap_or("bin");
    let plain_name = format!("evidence.{extension}");
    let body = Body::from_stream(file.pieces);
    let media_type = file.kind.media_type();
    attachment(&file.name, &plain_name, media_type, Some(file.bytes), body)
}
