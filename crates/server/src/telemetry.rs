//! Logs and metrics. Neither ever holds what people wrote: log calls name their fields one by one, and
//! panics, whose message may quote a value, are logged by place alone.

use std::error::Error;
use std::panic::PanicHookInfo;
use std::sync::{Mutex, PoisonError};

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry, fmt};

use crate::config::LogFormat;

/// Upper bounds of the answer times that are counted, in seconds.
const TIMES: [f64; 10] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0,
];

/// Writes log lines of this program from `level` on, and warnings of its libraries.
pub fn subscriber<W>(level: LevelFilter, format: LogFormat, to: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let wanted = Targets::new()
        .with_default(LevelFilter::WARN.min(level))
        .with_target("fengqiao", level);
    Registry::default().with(wanted).with(lines(format, to))
}

fn lines<S, W>(format: LogFormat, to: W) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    match format {
        LogFormat::Json => fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false)
            .with_writer(to)
            .boxed(),
        LogFormat::Text => fmt::layer().with_ansi(false).with_writer(to).boxed(),
    }
}

/// Logs where a panic happened, and nothing of its message.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(panic.place = place, "panicked");
    }));
}

/// An error with its causes, in one line.
pub fn explain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let words = cause.to_string();
        // Some errors repeat their cause.
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        next = cause.source();
    }
    text
}

/// The measurements of this process, collected from the first call on.
pub fn measurements() -> Result<PrometheusHandle, BuildError> {
    // Held while the recorder is installed, so that two threads cannot end with the recorder of one and
    // the handle of the other.
    static HANDLE: Mutex<Option<PrometheusHandle>> = Mutex::new(None);
    let mut kept = HANDLE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*kept {
        return Ok(handle.clone());
    }
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(
            Matcher::Full("http_request_duration_seconds".to_owned()),
            &TIMES,
        )?
        .build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::warn!("another recorder is installed: /metrics stays empty");
    }
    metrics::describe_counter!("http_requests_total", "Answers by method, route and status");
    metrics::describe_histogram!("http_request_duration_seconds", "Answer times by route");
    metrics::describe_gauge!("directory_organizations", "Organizations that can be found");
    metrics::describe_counter!("evidence_kept_total", "Files that were finished, by kind");
    metrics::describe_counter!(
        "evidence_refused_total",
        "Whole files that were refused, by reason"
    );
    metrics::describe_gauge!("notices_waiting", "News to be told by e-mail, SMS or push");
    metrics::describe_gauge!("notices_dead", "News that was given up");
    metrics::describe_counter!("notices_sent_total", "News that was told, by channel");
    metrics::describe_counter!("notices_failed_total", "Tries that failed, by channel");
    Ok(kept.insert(handle).clone())
}
