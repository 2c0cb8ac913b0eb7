//! What the operator says about itself.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use contract::portal::PortalView;

use crate::http::Shared;
use crate::http::extract::Json;

/// The operator's particulars.
#[utoipa::path(get, path = "/api/v1/portal", tag = "portal", responses((status = 200, body = PortalView)))]
pub(crate) async fn show(State(app): State<Shared>) -> impl IntoResponse {
    let keep = HeaderValue::from_static("public, max-age=60");
    ([(header::CACHE_CONTROL, keep)], Json(app.portal.clone()))
}
