//! `fengqiao serve`.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use fengqiao::config::{Common, Flags, Serve};
use fengqiao::directory::{Directory, Regions};
use fengqiao::http::{App, Assets, Connections, Parts, router};
use fengqiao::store::Store;
use fengqiao::telemetry::explain;
use fengqiao::{http, import, telemetry};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::Outcome;

/// How often the directory and the app's folder are looked at.
const LOOK: Duration = Duration::from_secs(2);
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

    let assets = settings.web.as_deref().map(Assets::open).transpose()?;
    let assets = assets.map(Arc::new);
    let listener = TcpListener::bind(settings.listen).await.map_err(|error| {
        let address = settings.listen;
        format!("setting listen: cannot listen on {address}: {error}")
    })?;
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
    let app = App::new(Parts {
        cases: super::cases(&settings, Arc::clone(&store), keys, Arc::clone(&directory)),
        assets: assets.clone(),
        portal: settings.portal,
        metrics: telemetry::measurements()?,
        trusted_proxies: settings.trusted_proxies.clone(),
        hsts: settings.hsts,
        limits: settings.limits,
    });
    tokio::spawn(keep_current(Arc::clone(&app), store, directory, assets));
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
        stop_signal()?,
    )
    .await;
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
