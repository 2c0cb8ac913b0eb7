//! One log line and one count for each request: method, route template, status, time. Never the address
//! asked for, which may hold a request number, and nothing about the person.

use std::time::Instant;

use axum::extract::{Extension, MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

use super::identify::RequestId;
use crate::http::problem::Refusal;

/// The layer.
pub(crate) async fn observe(
    Extension(id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let start = Instant::now();
    let method = known_method(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let status = response.status().as_u16();
    let elapsed = start.elapsed();
    let code = response
        .extensions()
        .get::<Refusal>()
        .map(|refusal| refusal.0.code.as_str());
    tracing::info!(
        http.method = method,
        http.route = route,
        http.status = status,
        http.micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
        problem.code = code,
        request.id = id.0,
        "answered"
    );
    metrics::counter!("http_requests_total",
        "method" => method, "route" => route.to_owned(), "status" => status.to_string())
    .increment(1);
    metrics::histogram!("http_request_duration_seconds", "route" => route.to_owned())
        .record(elapsed);
    response
}

/// Methods are free text in HTTP; labels must stay few.
fn known_method(method: &axum::http::Method) -> &'static str {
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        .into_iter()
        .find(|known| method.as_str() == *known)
        .unwrap_or("other")
}
