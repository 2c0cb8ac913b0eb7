//! What the people who run the server ask: is it alive, is it ready, how does it do.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::http::Shared;
use crate::http::problem::Answer;

/// `GET /healthz`: the process answers.
pub(crate) async fn healthy() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the store answers too.
pub(crate) async fn ready(State(app): State<Shared>) -> Answer<&'static str> {
    app.cases.store.ping().await?;
    Ok("ready\n")
}

/// `GET /metrics`: for Prometheus.
pub(crate) async fn metrics(State(app): State<Shared>) -> impl IntoResponse {
    let index = app.directory.index();
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    metrics::gauge!("directory_organizations").set(index.len() as f64);
    // Without an answer of the store the last counts stay; it being away is seen by other means.
    if let Ok(counts) = app.cases.store.notice_counts().await {
        #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
        let numbers = [counts.waiting, counts.dead].map(|count| count as f64);
        metrics::gauge!("notices_waiting").set(numbers[0]);
        metrics::gauge!("notices_dead").set(numbers[1]);
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], app.metrics.render())
}
