//! Keeps one address from taking everything, and everything from taking too long.

use std::num::NonZeroU32;

use axum::extract::{Extension, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use contract::evidence::FILE_BYTES_MAX;
use contract::problem::ProblemCode;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::http::Shared;
use crate::http::address::ClientAddress;
use crate::http::problem::{Answer, refuse, wait};

/// So many a minute for each address, all of them at once if need be.
pub(crate) struct Allowance(Option<DefaultKeyedRateLimiter<ClientAddress>>);

impl Allowance {
    /// `None`: any number.
    pub(crate) fn per_minute(count: Option<NonZeroU32>) -> Self {
        Self(count.map(|count| RateLimiter::keyed(Quota::per_minute(count))))
    }

    /// So many megabytes an hour for each address, but always a whole file.
    pub(crate) fn megabytes_per_hour(count: Option<NonZeroU32>) -> Self {
        let count = count.map(|count| count.max(megabytes(FILE_BYTES_MAX)));
        Self(count.map(|count| RateLimiter::keyed(Quota::per_hour(count))))
    }

    fn take(&self, client: ClientAddress) -> Answer<()> {
        self.take_many(client, NonZeroU32::MIN)
    }

    /// Takes so many bytes from an allowance of megabytes, begun ones whole.
    pub(crate) fn take_megabytes(&self, client: ClientAddress, bytes: u64) -> Answer<()> {
        self.take_many(client, megabytes(bytes.min(FILE_BYTES_MAX)))
    }

    fn take_many(&self, client: ClientAddress, count: NonZeroU32) -> Answer<()> {
        let Some(limiter) = &self.0 else {
            return Ok(());
        };
        // Nothing that is asked for is more than the whole allowance.
        let taken = limiter.check_key_n(&client, count).unwrap_or(Ok(()));
        taken.map_err(|until| {
            let seconds = until
                .wait_time_from(DefaultClock::default().now())
                .as_secs();
            let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
            wait(ProblemCode::TooManyRequests, seconds.saturating_add(1))
        })
    }

    /// Forgets addresses that have their whole allowance again.
    pub(crate) fn forget_idle(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn megabytes(bytes: u64) -> NonZeroU32 {
    let count = u32::try_from(bytes.div_ceil(1024 * 1024)).unwrap_or(u32::MAX);
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}

/// The layer of what anybody may read.
pub(crate) async fn reads(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    request: Request,
    next: Next,
) -> Answer<Response> {
    app.reads.take(client)?;
    Ok(next.run(request).await)
}

/// The layer of what changes something or needs a secret.
pub(crate) async fn writes(
    State(app): State<Shared>,
    Extension(client): Extension<ClientAddress>,
    request: Request,
    next: Next,
) -> Answer<Response> {
    app.writes.take(client)?;
    Ok(next.run(request).await)
}

/// The layer that bounds how many are worked on and how long each takes, waiting included.
pub(crate) async fn capacity(
    State(app): State<Shared>,
    request: Request,
    next: Next,
) -> Answer<Response> {
    let work = async {
        let _permit = app.capacity.acquire().await;
        next.run(request).await
    };
    tokio::time::timeout(app.timeout, work)
        .await
        .map_err(|_| refuse(ProblemCode::TimedOut))
}
