//! Answers made from the directory alone stay right until the next import, so browsers may keep them
//! for a minute and then ask with the directory's version. What else an answer tells is part of its tag.

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::Shared;

const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// The layer.
pub(crate) async fn directory(
    State(app): State<Shared>,
    params: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    next: Next,
) -> Response {
    // The program's version is part of it: a new one may write the same directory differently.
    let version = app.directory.index().version();
    let minute = if depends_on_time(&request) {
        let now = app.cases.week_minute();
        format!("-{}.{}", now.day, now.minute)
    } else {
        String::new()
    };
    // By its content: copies of the server count at different times.
    let record = params.ok().and_then(|params| {
        let (_, id) = params.iter().next()?;
        app.directory.record(id)
    });
    let record = record
        .map(|record| format!("-{}.{}", record.answered, record.half_within_hours))
        .unwrap_or_default();
    let tag = format!(
        "W/\"{version}-{}{minute}{record}\"",
        env!("CARGO_PKG_VERSION")
    );
    let mut response = if is_current(request.headers(), &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        next.run(request).await
    };
    let keeps = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if let (true, Ok(tag)) = (keeps, HeaderValue::try_from(tag)) {
        response.headers_mut().insert(header::ETAG, tag);
        response.headers_mut().insert(header::CACHE_CONTROL, KEEP);
    }
    response
}

/// Whether the answer tells who is open now.
fn depends_on_time(request: &Request) -> bool {
    let uri = request.uri();
    uri.path().ends_with("/counts") || uri.query().is_some_and(|query| query.contains("open="))
}

/// Whether the browser's copy is this one.
pub(crate) fn is_current(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|given| {
            let given = given.trim();
            given == "*" || given.trim_start_matches("W/") == tag.trim_start_matches("W/")
        })
}
