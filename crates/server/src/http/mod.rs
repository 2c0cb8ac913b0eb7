//! The REST interface and the browser app's files: one router that reads like a table.

mod address;
mod assets;
mod attachment;
mod cookie;
mod extract;
mod handlers;
mod layers;
mod listen;
mod openapi;
mod problem;
mod session;
mod stall;
mod tus;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::HeaderValue;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use contract::notices::NoticeChannel;
use contract::portal::PortalView;
use contract::problem::ProblemCode;
use ipnet::IpNet;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::Semaphore;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::config::Limits;
use crate::crypto::KeyFileError;
use crate::directory::Directory;
use crate::domain::{Cases, Refused};
use crate::oidc::Provider;
use handlers::open_data::Published;
use handlers::{
    desk, evidence, feedback, groups, invitations, news, oidc, open_data, operations,
    organizations, page, paper, portal, push, regions, reports, requests, review, settlement,
    staff, supervision,
};
use layers::limits::Allowance;
use layers::{cache, headers, identify, limits, observe};
use problem::refuse;

pub use address::Peer;
pub use assets::{Assets, AssetsError};
pub use handlers::organizations::read_search;
pub use listen::{Connections, serve};

/// Longest body, in bytes. The longest request that follows the rules has about 20 kB.
const BODY_LIMIT: usize = 64 * 1024;

/// Where the identity provider sends people back to.
pub(crate) const OIDC_CALLBACK: &str = "/api/v1/desk/oidc/callback";

/// Everything the interface works with.
pub struct App {
    /// Requests and what one can do with them.
    pub(crate) cases: Cases,
    /// Organizations and regions.
    pub(crate) directory: Arc<Directory>,
    /// The browser app, if it is served.
    pub(crate) assets: Option<Arc<Assets>>,
    pub(crate) portal: PortalView,
    /// Through whom people sign in to the desk besides, if through anybody.
    pub(crate) oidc: Option<Provider>,
    /// What was last counted for everybody.
    pub(crate) open_data: ArcSwap<Published>,
    pub(crate) metrics: PrometheusHandle,
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) hsts: Option<HeaderValue>,
    pub(crate) reads: Allowance,
    pub(crate) writes: Allowance,
    pub(crate) uploads: Allowance,
    /// Who may send bytes of a file: each holds a piece of it in memory.
    pub(crate) intake: Arc<Semaphore>,
    pub(crate) capacity: Semaphore,
    pub(crate) timeout: Duration,
}

/// What an [`App`] is made of.
pub struct Parts {
    /// Requests and what one can do with them.
    pub cases: Cases,
    /// The browser app, if it is to be served.
    pub assets: Option<Arc<Assets>>,
    /// What the operator says about itself.
    pub portal: PortalView,
    /// Through whom people sign in to the desk besides, if through anybody.
    pub oidc: Option<Provider>,
    /// What `/metrics` shows.
    pub metrics: PrometheusHandle,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// `max-age` of `Strict-Transport-Security`, when it is sent.
    pub hsts: Option<NonZeroU32>,
    /// Limits on traffic.
    pub limits: Limits,
}

/// What handlers are given.
pub(crate) type Shared = Arc<App>;

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Arc<Self> {
        Arc::new(Self {
            directory: Arc::clone(&parts.cases.directory),
            cases: parts.cases,
            assets: parts.assets,
            portal: parts.portal,
            oidc: parts.oidc,
            open_data: ArcSwap::default(),
            metrics: parts.metrics,
            trusted_proxies: parts.trusted_proxies,
            hsts: parts
                .hsts
                .and_then(|age| HeaderValue::try_from(format!("max-age={age}")).ok()),
            reads: Allowance::per_minute(parts.limits.reads),
            writes: Allowance::per_minute(parts.limits.writes),
            uploads: Allowance::megabytes_per_hour(parts.limits.upload_megabytes),
            intake: Arc::new(Semaphore::new(parts.limits.uploads)),
            capacity: Semaphore::new(parts.limits.requests),
            timeout: parts.limits.timeout,
        })
    }

    /// To be called now and then: counts anew how organizations answered.
    pub async fn refresh_records(&self) -> Result<(), Refused> {
        self.cases.refresh_records().await
    }

    /// To be called now and then: counts anew what is told to everybody.
    pub async fn refresh_open_data(&self) -> Result<(), Refused> {
        let counted = self.cases.count_open_data().await?;
        self.open_data.store(Arc::new(Published::new(&counted)));
        Ok(())
    }

    /// To be called now and then: deletes files that nobody finished or filed a request with.
    pub async fn sweep_evidence(&self) -> Result<u64, Refused> {
        self.cases.sweep_evidence().await
    }

    /// To be called now and then: erases what was kept for as long as the operator decided.
    pub async fn erase_overdue(&self) -> Result<u64, Refused> {
        self.cases.erase_overdue().await
    }

    /// To be called once, before serving: looks what is due of requests that were stored before that was kept.
    pub async fn date_older(&self) -> Result<u64, Refused> {
        self.cases.date_older().await
    }

    /// To be called once: marks requests that were stored before there were marks to find them by.
    pub async fn mark_older(&self) -> Result<u64, Refused> {
        self.cases.mark_older().await
    }

    /// To be called now and then: raises steps that are overdue.
    pub async fn raise_overdue(&self) -> Result<u64, Refused> {
        self.cases.raise_overdue().await
    }

    /// To be called now and then: learns of keys that were added.
    pub fn refresh_keys(&self) -> Result<(), KeyFileError> {
        self.cases.keys.refresh()
    }

    /// To be called now and then: reminds people of payments that are due.
    pub async fn remind_of_payments(&self) -> Result<u64, Refused> {
        self.cases.remind_of_payments().await
    }

    /// The channels on which there are news to be told.
    pub fn notice_channels(&self) -> Vec<NoticeChannel> {
        self.cases.post.channels()
    }

    /// To be called now and then: tells news that is due on this channel. Says how much of it there was.
    pub async fn tell_news(&self, channel: NoticeChannel) -> Result<usize, Refused> {
        self.cases.tell_news(channel).await
    }

    /// To be called now and then: forgets sessions that have ended.
    pub async fn forget_sessions(&self) -> Result<(), Refused> {
        self.cases.forget_sessions().await
    }

    /// To be called every second: tells those who have a case on the screen what other copies of the server did to it.
    pub async fn look_for_news(&self) -> Result<(), Refused> {
        self.cases.look_for_news().await
    }

    /// To be called when the server stops: ends all streams of news.
    pub fn end_news(&self) {
        self.cases.end_news();
    }

    /// To be called now and then: forgets how requests are recognized that are too old for it.
    pub async fn forget_likeness(&self) -> Result<(), Refused> {
        self.cases.forget_likeness().await
    }

    /// To be called now and then: forgets idle addresses and old measurements.
    pub fn tidy(&self) {
        self.reads.forget_idle();
        self.writes.forget_idle();
        self.uploads.forget_idle();
        self.metrics.run_upkeep();
    }
}

/// The whole interface.
pub fn router(app: Arc<App>) -> Router {
    // Layers of a router see what its routes have taken already.
    Router::new()
        .fallback_service(routes(app))
        .layer(from_fn(tus::override_method))
}

fn routes(app: Arc<App>) -> Router {
    let (api, document) = api(&app).split_for_parts();
    let document = openapi::Document::new(&document);
    Router::new()
        .merge(api)
        .route(
            "/api/v1/openapi.json",
            get(openapi::show).layer(Extension(document)),
        )
        .route("/healthz", get(operations::healthy))
        .merge(monitoring(&app))
        .fallback(elsewhere)
        .method_not_allowed_fallback(async || refuse(ProblemCode::MethodNotAllowed))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(Arc::clone(&app), identify::identify))
                .layer(from_fn_with_state(Arc::clone(&app), headers::secure))
                .layer(from_fn(layers::problem::write_problem))
                .layer(from_fn(observe::observe))
                .layer(CatchPanicLayer::custom(|_| {
                    refuse(ProblemCode::Internal).into_response()
                })),
        )
        .with_state(app)
}

/// What costs some work and is there for few: under the limit of reads, because anybody may ask.
fn monitoring(app: &Shared) -> Router<Shared> {
    Router::new()
        .route("/readyz", get(operations::ready))
        .route("/metrics", get(operations::metrics))
        .layer(from_fn_with_state(Arc::clone(app), limits::reads))
}

#[rustfmt::skip]
fn api(app: &Shared) -> OpenApiRouter<Shared> {
    let directory = OpenApiRouter::new()
        .routes(routes!(regions::show))
        .routes(routes!(organizations::search))
        .routes(routes!(organizations::counts))
        .routes(routes!(organizations::suggest))
        .routes(routes!(organizations::show))
        .layer(from_fn_with_state(Arc::clone(app), cache::directory))
        .routes(routes!(open_data::show))
        .routes(routes!(open_data::table))
        .routes(routes!(open_data::words))
        // For phones. Answers about requests stay as they are: their length would tell of their secrets.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .routes(routes!(portal::show))
        .routes(routes!(desk::ways))
        // No limit of how many at once: these wait for nothing.
        .layer(from_fn_with_state(Arc::clone(app), limits::reads));
    let cases = OpenApiRouter::new()
        .routes(routes!(requests::submit))
        .routes(routes!(requests::ask_for_visit))
        .routes(routes!(requests::open, requests::erase))
        .routes(routes!(requests::correct))
        .routes(routes!(requests::withdraw))
        .routes(routes!(requests::note))
        .routes(routes!(requests::answer_transfer))
        .routes(routes!(requests::choose_slots))
        .routes(routes!(requests::report_performance))
        .routes(routes!(push::begin))
        .routes(routes!(push::look))
        .routes(routes!(push::stop))
        .routes(routes!(reports::report))
        .routes(routes!(desk::session, desk::sign_in, desk::sign_out))
        .routes(routes!(oidc::start))
        .routes(routes!(oidc::callback))
        .routes(routes!(desk::sign_out_everywhere))
        .routes(routes!(desk::change_password))
        .routes(routes!(desk::offer_second_factor, desk::prove_second_factor, desk::drop_second_factor))
        .routes(routes!(desk::colleagues))
        .routes(routes!(desk::audit))
        .routes(routes!(page::show, page::propose))
        .routes(routes!(page::decide))
        .routes(routes!(supervision::figures))
        .routes(routes!(supervision::workbook))
        .routes(routes!(staff::queue))
        .routes(routes!(staff::find))
        .routes(routes!(staff::open))
        .routes(routes!(staff::make_move))
        .routes(routes!(staff::reassign))
        .routes(routes!(reports::list))
        .routes(routes!(reports::settle))
        .routes(routes!(evidence::for_owner))
        .routes(routes!(evidence::for_staff))
        // Opening a stream is bounded like everything else; what follows is the stream's own affair.
        .routes(routes!(news::for_owner))
        .routes(routes!(news::for_invited))
        .routes(routes!(news::for_staff))
        .routes(routes!(invitations::show))
        .routes(routes!(invitations::answer))
        .routes(routes!(invitations::for_staff))
        .routes(routes!(feedback::of_owner))
        .routes(routes!(feedback::of_invited))
        .routes(routes!(feedback::complain_as_owner))
        .routes(routes!(feedback::complain_as_invited))
        .routes(routes!(feedback::rate_as_owner))
        .routes(routes!(feedback::rate_as_invited))
        .routes(routes!(feedback::list))
        .routes(routes!(feedback::answer))
        .routes(routes!(feedback::ratings))
        .routes(routes!(review::waiting))
        .routes(routes!(review::decide))
        .routes(routes!(groups::invitation))
        .routes(routes!(groups::show, groups::start))
        .routes(routes!(groups::make_move))
        .routes(routes!(groups::for_staff))
        .routes(routes!(settlement::for_owner))
        .routes(routes!(settlement::owner_answers))
        .routes(routes!(settlement::owner_reports))
        .routes(routes!(settlement::for_party))
        .routes(routes!(settlement::party_answers))
        .routes(routes!(settlement::party_reports))
        .routes(routes!(settlement::for_staff, settlement::propose))
        .routes(routes!(settlement::owner_paper))
        .routes(routes!(settlement::party_paper))
        .routes(routes!(settlement::staff_paper))
        .routes(routes!(paper::for_owner))
        .routes(routes!(paper::for_staff))
        .routes(routes!(paper::case_file))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(Arc::clone(app), limits::writes))
        .layer(from_fn_with_state(Arc::clone(app), limits::capacity));
    let uploads = OpenApiRouter::new()
        .routes(routes!(evidence::abilities, evidence::begin, evidence::list))
        .routes(routes!(evidence::add))
        .routes(routes!(evidence::how_far, evidence::remove))
        .layer(from_fn_with_state(Arc::clone(app), limits::writes))
        .layer(from_fn_with_state(Arc::clone(app), limits::capacity))
        // Files take as long as they take on a slow line: only standing still ends them.
        .merge(
            OpenApiRouter::new()
                .routes(routes!(evidence::receive))
                .layer(from_fn_with_state(Arc::clone(app), limits::writes)),
        )
        .layer(from_fn(tus::speak));
    OpenApiRouter::with_openapi(openapi::head())
        .merge(directory)
        .merge(cases)
        .merge(uploads)
}

/// What no route takes: files and pages of the app; below `/api` nothing.
async fn elsewhere(State(app): State<Shared>, request: Request) -> Response {
    let path = request.uri().path();
    let is_api = path == "/api" || path.starts_with("/api/");
    match &app.assets {
        Some(assets) if !is_api => assets.answer(request.method(), path, request.headers()),
        _ => refuse(ProblemCode::NotFound).into_response(),
    }
}
