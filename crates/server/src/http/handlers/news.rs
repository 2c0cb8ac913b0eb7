//! Streams of news: server-sent events that say that there is a newer version of a case, and nothing else of it.
//!
//! What a stream costs: 21 kB, measured with 5,000 of them. Nearly all of that is the connection with hyper's buffers and
//! its task; of its own it has a kilobyte: who listens, a place in the watch (`domain::watch`) and one timer. It holds no
//! permit of `capacity` and no connection to the database while it waits. A change costs one reading of the case for each
//! of its streams; looking for changes made by other copies costs one query a second for all of them.

use std::collections::hash_map::RandomState;
use std::convert::Infallible;
use std::hash::BuildHasher;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contract::problem::Problem;
use tokio::time::{Instant, sleep_until};

use super::invitations::invited;
use super::requests::owner;
use super::staff::read_number;
use crate::domain::Listener;
use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::extract::{LastEventId, OwnerKey, Param, PartyKey};
use crate::http::problem::Answer;
use crate::http::session::Watching;
use crate::telemetry::explain;

/// How long a stream says nothing at the least and at the most: by what it writes then, connections that died are found,
/// and nobody on the way takes it for idle.
const BEAT: (Duration, Duration) = (Duration::from_secs(20), Duration::from_secs(25));
/// How long a stream lasts. Then whoever listens comes again, and codes and locks are looked at again.
const LIFE: (Duration, Duration) = (Duration::from_secs(9 * 60), Duration::from_secs(11 * 60));

/// A comment, which readers pass over.
const COMMENT: &[u8] = b":\n\n";

/// News of the request, for its owner.
#[utoipa::path(
    get, path = "/api/v1/requests/{number}/news", tag = "requests",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Last-Event-ID" = Option<u32>, Header, description = "The version that is known: what happened since is told at once"),
    ),
    security(("access-code" = [])),
    responses(
        (status = 200, content_type = "text/event-stream", body = String, description = "An event for each new entry of the timeline, its id and data the version of the request; comments in between. Ends by itself after about ten minutes"),
        (status = 404, body = Problem, description = "Number and code do not open a request"),
        (status = 410, body = Problem, description = "What people wrote in it was erased"),
        (status = 429, body = Problem, description = "Too many wrong codes, or too many streams from this address: ask for the request now and then"),
        (status = 503, body = Problem, description = "No more streams now: ask for the request now and then"),
    ),
)]
pub(crate) async fn for_owner(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    LastEventId(after): LastEventId,
    key: OwnerKey,
) -> Answer<Response> {
    let listener = app.cases.follow(&owner(key, client), after).await?;
    Ok(stream(app, listener))
}

/// News of the case, for the other side.
#[utoipa::path(
    get, path = "/api/v1/invitations/{id}/news", tag = "invitations",
    params(
        ("id" = String, Path, description = "The invitation's number"),
        ("Last-Event-ID" = Option<u32>, Header, description = "The version that is known: what happened since is told at once"),
    ),
    security(("invitation-code" = [])),
    responses(
        (status = 200, content_type = "text/event-stream", body = String, description = "An event for each new entry of the timeline, its id and data the version of the case; comments in between. Ends by itself after about ten minutes"),
        (status = 404, body = Problem, description = "Number and code open no invitation, or none any more"),
        (status = 429, body = Problem, description = "Too many wrong codes, or too many streams from this address: ask for the case now and then"),
        (status = 503, body = Problem, description = "No more streams now: ask for the case now and then"),
    ),
)]
pub(crate) async fn for_invited(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    LastEventId(after): LastEventId,
    key: PartyKey,
) -> Answer<Response> {
    let invited = invited(key, client);
    let listener = app.cases.follow_invited(&invited, after).await?;
    Ok(stream(app, listener))
}

/// News of the case, for somebody who has it open at a desk.
#[utoipa::path(
    get, path = "/api/v1/staff/requests/{number}/news", tag = "staff",
    params(
        ("number" = String, Path, description = "Request number"),
        ("Last-Event-ID" = Option<u32>, Header, description = "The version that is known: what happened since is told at once"),
    ),
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, content_type = "text/event-stream", body = String, description = "An event for each new entry of the timeline, its id and data the version of the case; comments in between. Ends by itself after about ten minutes"),
        (status = "4XX", body = Problem),
        (status = 503, body = Problem, description = "No more streams now"),
    ),
)]
pub(crate) async fn for_staff(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    LastEventId(after): LastEventId,
    Watching(staff, session): Watching,
    Param(number): Param,
) -> Answer<Response> {
    let number = read_number(&number)?;
    let follow = app
        .cases
        .follow_as_staff(staff, session, number.as_str(), client.0, after);
    let listener = follow.await?;
    Ok(stream(app, listener))
}

fn stream(app: Shared, listener: Listener) -> Response {
    let stream = Stream {
        app,
        listener,
        until: Instant::now() + between(LIFE),
        has_begun: false,
    };
    let written = futures_util::stream::unfold(stream, |mut stream| async {
        let part = stream.next().await?;
        Some((Ok::<_, Infallible>(part), stream))
    });
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream"),
        ),
        // Web servers in front pass on each event as it comes.
        (
            HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    (headers, Body::from_stream(written)).into_response()
}

struct Stream {
    app: Shared,
    listener: Listener,
    until: Instant,
    has_begun: bool,
}

impl Stream {
    /// What is written next; `None` at the end.
    async fn next(&mut self) -> Option<Bytes> {
        // At once, so that whoever listens knows that the way is free.
        if !std::mem::replace(&mut self.has_begun, true) {
            return Some(Bytes::from_static(COMMENT));
        }
        let beat = (Instant::now() + between(BEAT)).min(self.until);
        tokio::select! {
            biased;
            news = self.app.cases.next_news(&mut self.listener) => match news {
                Ok(versions) => versions.map(|versions| events(&versions)),
                Err(error) => {
                    tracing::warn!(reason = explain(&error), "a stream of news ended");
                    None
                }
            },
            () = sleep_until(beat) => {
                (beat < self.until).then(|| Bytes::from_static(COMMENT))
            }
        }
    }
}

fn events(versions: &[i64]) -> Bytes {
    let event = |version| format!("id: {version}\ndata: {version}\n\n");
    versions.iter().map(event).collect::<String>().into()
}

/// A time between these two, so that streams that began together part.
fn between((least, most): (Duration, Duration)) -> Duration {
    let chance = RandomState::new().hash_one(());
    let span = u64::try_from((most - least).as_millis()).unwrap_or(u64::MAX);
    least + Duration::from_millis(chance % span.max(1))
}
