//! Gives each request a name for the log and finds out whose it is.

use std::collections::hash_map::RandomState;
use std::fmt::Write;
use std::hash::BuildHasher;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;

use crate::http::Shared;
use crate::http::address::{ClientAddress, Peer};

/// Names a request in the log; sent back as `X-Request-Id`.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(pub(crate) String);

/// Unlike in other processes by its random start, unlike within this one by counting.
fn next_id() -> RequestId {
    static COUNTER: LazyLock<AtomicU64> =
        LazyLock::new(|| AtomicU64::new(RandomState::new().hash_one("request ids")));
    let mut id = String::with_capacity(16);
    // Writing to a String cannot fail.
    let _ = write!(id, "{:016x}", COUNTER.fetch_add(1, Ordering::Relaxed));
    RequestId(id)
}

/// The layer.
pub(crate) async fn identify(
    State(app): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = next_id();
    let peer = request.extensions().get::<Peer>().copied();
    let client = ClientAddress::new(peer, request.headers(), &app.trusted_proxies);
    request.extensions_mut().insert(client);
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::try_from(id.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
