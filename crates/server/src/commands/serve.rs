//! `fengqiao serve`.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use contract::notices::NoticeChannel;
use contract::portal::MapService;
use fengqiao::config::{Common, Flags, Serve};
use fengqiao::directory::{Directory, Regions};
use fengqiao::domain::Cases;
use fengqiao::http::{App, Assets, Connections, Parts, router};
use fengqiao::oidc::Provider;
use fengqiao::store::Store;
use fengqiao::telemetry::explain;
use fengqiao::{http, import, telemetry};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Outcome;

/// How often the directory and the app's folder are looked at.
const LOOK: Duration = Duration::from_secs(2);
/// How often it is counted how organizations answered.
const COUNT: Duration = Duration::from_secs(5 * 60);
/// How often it is looked for steps that are overdue, from a midnight on, and for payments to remind of.
const RAISE: Duration = Duration::from_secs(10 * 60);
/// How often files that nobody finished are looked for.
const SWEEP: Duration = Duration::from_secs(10 * 60);
/// How often it is looked for news to tell.
const TELL: Duration = Duration::from_secs(2);
/// How often it is looked what other copies did to cases that somebody has on the screen.
const NEWS: Duration = Duration::from_secs(1);
/// How long it is waited with that when the store could not.
const NEWS_TROUBLE: Duration = Duration::from_secs(10);
/// How long an answer may wait for the client to take some of it.
const WRITE_PATIENCE: Duration = Duration::from_secs(30);
/// Every so many looks, idle things are forgotten.
const TIDY: u32 = 15;

/// Serves until asked to stop.
pub(crate) async fn run(flags: &Flags<true>) -> Outcome {
    let values = super::values(flags)?;
    let common = Common::read(&values)?;
    let settings = Serve::read(&values)?;
    let log = telemetry::subscriber(common.log, common.log_format, std::io::stderr);
    tracing::subscriber::set_global_default(log)?;
    telemetry::log_panics();
    for warning in super::stray_variables() {
        tracing::warn!("{warning}");
    }

    let map = settings.portal.map.as_ref();
    let tiles = map.map(MapService::origins).unwrap_or_default();
    let assets = settings
        .web
        .as_deref()
        .map(|folder| Assets::open(folder, tiles))
        .transpose()?;
    let assets = assets.map(Arc::new);
    let listener = TcpListener::bind(settings.listen).await.map_err(|error| {
        let address = settings.listen;
        format!("setting listen: cannot listen on {address}: {error}")
    })?;
    let metrics = telemetry::measurements()?;
    let store = super::store(&common).await?;
    let keys = super::keys(&common, store.as_ref()).await?;
    let regions = Arc::new(Regions::bundled());
    if let Some(counts) = import::bundled(store.as_ref(), &regions).await? {
        tracing::info!(
            organizations = counts.added,
            "imported the bundled directory"
        );
    }
    let directory = Arc::new(Directory::load(store.as_ref(), regions).await?);
    let press = super::press(&settings)?;
    if press.is_none() {
        tracing::warn!("no font: applications cannot be had as PDF; see the setting font");
    }
    let cases = super::cases(
        &common,
        &settings,
        Arc::clone(&store),
        keys,
        Arc::clone(&directory),
    )?;
    let app = App::new(Parts {
        cases: Cases { press, ..cases },
        assets: assets.clone(),
        portal: settings.portal,
        oidc: settings.oidc.map(Provider::new).transpose()?,
        metrics,
        trusted_proxies: settings.trusted_proxies.clone(),
        hsts: settings.hsts,
        limits: settings.limits,
    });
    app.date_older().await?;
    tokio::spawn(mark_older(Arc::clone(&app)));
    tokio::spawn(keep_counting(Arc::clone(&app)));
    tokio::spawn(keep_raising(Arc::clone(&app)));
    tokio::spawn(keep_sweeping(Arc::clone(&app)));
    tokio::spawn(keep_watching(Arc::clone(&app)));
    let (stop_telling, stopped) = watch::channel(());
    // Each on its own: what one channel waits for does not hold up the others.
    let channels = app.notice_channels().into_iter();
    let telling: JoinSet<()> = channels
        .map(|channel| keep_telling(Arc::clone(&app), channel, stopped.clone()))
        .collect();
    tokio::spawn(keep_current(Arc::clone(&app), store, directory, assets));
    let stop = {
        let (app, asked) = (Arc::clone(&app), stop_signal()?);
        async move {
            asked.await;
            app.end_news();
        }
    };
    tracing::info!(address = %listener.local_addr()?, "serving");
    http::serve(
        listener,
        router(app),
        Connections {
            most: settings.limits.connections,
            per_address: settings.limits.connections_per_address,
            trusted_proxies: settings.trusted_proxies,
            write_patience: WRITE_PATIENCE,
            drain: settings.shutdown,
        },
        stop,
    )
    .await;
    // What is on its way is finished: what is broken off is sent again later.
    drop(stop_telling);
    if tokio::time::timeout(settings.shutdown, telling.join_all())
        .await
        .is_err()
    {
        tracing::warn!("some news was not told in time");
    }
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Swaps in newer directories and builds of the app, and forgets what is idle.
async fn keep_current(
    app: Arc<App>,
    store: Arc<dyn Store>,
    directory: Arc<Directory>,
    assets: Option<Arc<Assets>>,
) {
    // An import that was killed has left its rows on disk.
    if let Err(error) = store.sweep().await {
        tracing::warn!(
            reason = explain(&error),
            "could not remove what unfinished imports left behind"
        );
    }
    let mut looks: u32 = 0;
    loop {
        tokio::time::sleep(LOOK).await;
        match directory.refresh(store.as_ref()).await {
            Ok(true) => tracing::info!(
                organizations = directory.index().len(),
                "serving a newer directory"
            ),
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(
                    reason = explain(&error),
                    "could not look for a newer directory"
                );
            }
        }
        if let Err(error) = app.refresh_keys() {
            tracing::warn!(reason = explain(&error), "could not read the keys again");
        }
        // A few dozen file times: not worth a thread of its own.
        match assets.as_ref().map(|assets| assets.refresh()) {
            Some(Ok(true)) => tracing::info!("serving a newer build of the app"),
            Some(Err(error)) => {
                tracing::warn!(reason = explain(&error), "could not read the app's folder");
            }
            Some(Ok(false)) | None => {}
        }
        looks = looks.wrapping_add(1);
        if looks.is_multiple_of(TIDY) {
            app.tidy();
        }
    }
}

/// Counts how organizations answered, apart from the rest: with many requests it takes a while.
async fn keep_counting(app: Arc<App>) {
    loop {
        if let Err(error) = app.refresh_records().await {
            tracing::warn!(
                reason = explain(&error),
                "could not count how organizations answered"
            );
        }
        if let Err(error) = app.refresh_open_data().await {
            tracing::warn!(
                reason = explain(&error),
                "could not count the figures for everybody"
            );
        }
        tokio::time::sleep(COUNT).await;
    }
}

/// Raises steps that are overdue to who stands above, and reminds people of payments.
async fn keep_raising(app: Arc<App>) {
    loop {
        match app.raise_overdue().await {
            Ok(0) => {}
            Ok(requests) => tracing::info!(requests, "raised requests that are overdue"),
            Err(error) => {
                tracing::warn!(reason = explain(&error), "could not raise overdue requests");
            }
        }
        match app.remind_of_payments().await {
            Ok(0) => {}
            Ok(requests) => tracing::info!(requests, "reminded of payments"),
            Err(error) => {
                tracing::warn!(reason = explain(&error), "could not remind of payments");
            }
        }
        tokio::time::sleep(RAISE).await;
    }
}

/// Tells those who have a case on the screen what other copies of the server did to it.
async fn keep_watching(app: Arc<App>) {
    loop {
        let pause = match app.look_for_news().await {
            Ok(()) => NEWS,
            Err(error) => {
                tracing::warn!(reason = explain(&error), "could not look for news of cases");
                NEWS_TROUBLE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Tells people news that is due on this channel, until the sender of `stop` is dropped.
async fn keep_telling(app: Arc<App>, channel: NoticeChannel, mut stop: watch::Receiver<()>) {
    loop {
        let told = app.tell_news(channel).await;
        if let Err(error) = &told {
            tracing::warn!(reason = explain(error), "could not look for news to tell");
        }
        // While there is more, at once.
        let pause = if matches!(told, Ok(1..)) {
            Duration::ZERO
        } else {
            TELL
        };
        tokio::select! {
            biased;
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Lets older requests be found by who is in them. Meanwhile they are found by their numbers, as before.
async fn mark_older(app: Arc<App>) {
    match app.mark_older().await {
        Ok(0) => {}
        Ok(requests) => tracing::info!(requests, "marked older requests"),
        Err(error) => {
            tracing::warn!(reason = explain(&error), "could not mark older requests");
        }
    }
}

/// Erases what was kept for as long as the operator decided, deletes files that nobody finished or filed a request
/// with, or whose request is erased, and forgets how old requests are recognized.
async fn keep_sweeping(app: Arc<App>) {
    loop {
        match app.erase_overdue().await {
            Ok(0) => {}
            Ok(requests) => tracing::info!(requests, "erased what people wrote in old requests"),
            Err(error) => {
                tracing::warn!(reason = explain(&error), "could not erase old requests");
            }
        }
        if let Err(error) = app.forget_sessions().await {
            tracing::warn!(reason = explain(&error), "could not forget old sessions");
        }
        if let Err(error) = app.forget_likeness().await {
            tracing::warn!(
                reason = explain(&error),
                "could not forget how requests are recognized"
            );
        }
        match app.sweep_evidence().await {
            Ok(0) => {}
            Ok(files) => tracing::info!(files, "deleted files that no request has"),
            Err(error) => {
                tracing::warn!(reason = explain(&error), "could not delete expired files");
            }
        }
        tokio::time::sleep(SWEEP).await;
    }
}

/// Resolves on SIGTERM or SIGINT.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
