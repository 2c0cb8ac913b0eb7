//! Being told of news on the screen of a device: beginning and ending that.

use axum::Extension;
use axum::extract::State;
use contract::problem::Problem;
use contract::push::{PushDevice, PushMark, PushStop, PushSubscription};
use contract::request::RequestView;

use super::requests::owner;
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::extract::{Json, OwnerKey};
use crate::http::problem::Answer;

/// A browser of the owner's is told of news from now on. The answer's `push.devices` counts it.
#[utoipa::path(
    put, path = "/api/v1/requests/{number}/push", tag = "requests",
    params(("number" = String, Path, description = "Request number")),
    request_body = PushSubscription,
    security(("access-code" = [])),
    responses(
        (status = 200, body = RequestView),
        (status = 409, body = Problem, description = "This browser cannot be told, or not of this request"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn begin(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    Json(body): Json<PushSubscription>,
) -> Answer<Json<RequestView>> {
    let view = app.cases.begin_push(&owner(key, client), &body).await?;
    Ok(Json(view))
}

/// Whether a browser is told of news of the request. Its address is a secret: it comes in the body.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/push/look", tag = "requests",
    params(("number" = String, Path, description = "Request number")),
    request_body = PushDevice,
    security(("access-code" = [])),
    responses((status = 200, body = PushMark), (status = "4XX", body = Problem)),
)]
pub(crate) async fn look(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    Json(body): Json<PushDevice>,
) -> Answer<Json<PushMark>> {
    let mark = app.cases.is_pushed(&owner(key, client), &body).await?;
    Ok(Json(mark))
}

/// A browser is told no more, or none is.
#[utoipa::path(
    post, path = "/api/v1/requests/{number}/push/stop", tag = "requests",
    params(("number" = String, Path, description = "Request number")),
    request_body = PushStop,
    security(("access-code" = [])),
    responses((status = 200, body = RequestView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn stop(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    key: OwnerKey,
    Json(body): Json<PushStop>,
) -> Answer<Json<RequestView>> {
    let view = app.cases.end_push(&owner(key, client), &body).await?;
    Ok(Json(view))
}
