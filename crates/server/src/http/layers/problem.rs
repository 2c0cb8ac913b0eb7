//! Writes the body of a [`Refusal`], with the request's id in it.

use axum::body::Body;
use axum::extract::{Extension, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::identify::RequestId;
use crate::http::problem::Refusal;

/// The layer.
pub(crate) async fn write_problem(
    Extension(id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let Some(Refusal(problem)) = response.extensions_mut().get_mut::<Refusal>() else {
        return response;
    };
    problem.request_id = id.0;
    let retry_after = problem.retry_after;
    let body = serde_json::to_vec(problem).unwrap_or_default();
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.remove(header::CONTENT_LENGTH);
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
