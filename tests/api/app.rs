//! The interface over a real SQLite store, with a clock and a dice that tests hold.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use contract::portal::PortalView;
use fengqiao::config::{Limits, Locks};
use fengqiao::crypto::{self, Keyring};
use fengqiao::directory::{Directory, Regions};
use fengqiao::domain::{Cases, Policy, World, new_staff_token};
use fengqiao::http::{App, Assets, Parts, router};
use fengqiao::store::Store;
use fengqiao::store::sqlite::SqliteStore;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::actors::{Anybody, Staff};
use crate::faulty_store::FaultyStore;
use crate::samples;

/// Monday noon in China.
pub(crate) const MONDAY: &str = "2026-11-23T12:00:00+08:00";

/// What a test may want different.
pub(crate) struct Options {
    pub(crate) reads: Option<NonZeroU32>,
    pub(crate) writes: Option<NonZeroU32>,
    pub(crate) locks: Locks,
    pub(crate) trusted_proxies: &'static [&'static str],
    pub(crate) hsts: Option<NonZeroU32>,
    pub(crate) timeout: Duration,
    pub(crate) assets: Option<Arc<Assets>>,
    /// The symbols of the first request numbers; afterwards chance decides.
    pub(crate) numbers: Vec<[u8; 5]>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            reads: None,
            writes: None,
            locks: Locks {
                per_number: 5,
                per_address: 20,
                window: Duration::from_secs(15 * 60),
            },
            trusted_proxies: &[],
            hsts: None,
            timeout: Duration::from_secs(15),
            assets: None,
            numbers: Vec::new(),
        }
    }
}

/// The interface under test.
pub(crate) struct TestApp {
    pub(crate) router: Router,
    pub(crate) store: Arc<FaultyStore>,
    pub(crate) directory: Arc<Directory>,
    keys: Arc<Keyring>,
    seconds: Arc<AtomicI64>,
    folder: TempDir,
}

impl TestApp {
    pub(crate) async fn new() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = SqliteStore::open(&folder.path().join("test.db"))
            .await
            .unwrap();
        let mut import = sqlite.begin_import().await.unwrap();
        import.put(&samples::organizations()).await.unwrap();
        import.commit(false).await.unwrap();
        let store = Arc::new(FaultyStore::new(sqlite));
        let shared: Arc<dyn Store> = Arc::clone(&store) as Arc<dyn Store>;
        let keys = Arc::new(Keyring::new([7; 32], &[(1, [1; 32])]).unwrap());
        let regions = Arc::new(Regions::bundled());
        let directory = Arc::new(Directory::load(shared.as_ref(), regions).await.unwrap());
        let start: Timestamp = MONDAY.parse().unwrap();
        let seconds = Arc::new(AtomicI64::new(start.as_second()));
        let clock = Arc::clone(&seconds);
        let app = App::new(Parts {
            cases: Cases {
                store: shared,
                keys: Arc::clone(&keys),
                directory: Arc::clone(&directory),
                world: World {
                    clock: Box::new(move || {
                        Timestamp::from_second(clock.load(Ordering::SeqCst)).unwrap()
                    }),
                    draw: draw(options.numbers),
                },
                policy: Policy {
                    first_contact_days: 1,
                    locks: options.locks,
                },
            },
            assets: options.assets,
            portal: PortalView {
                operator: Some("某市司法局".to_owned()),
                first_contact_working_days: 1,
                ..PortalView::default()
            },
            metrics: fengqiao::telemetry::measurements().unwrap(),
            trusted_proxies: options
                .trusted_proxies
                .iter()
                .map(|network| network.parse().unwrap())
                .collect(),
            hsts: options.hsts,
            limits: Limits {
                reads: options.reads,
                writes: options.writes,
                connections: 10,
                connections_per_address: 10,
                requests: 64,
                timeout: options.timeout,
            },
        });
        Self {
            router: router(app),
            store,
            directory,
            keys,
            seconds,
            folder,
        }
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).unwrap();
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn anybody(&self) -> Anybody {
        Anybody::at(&self.router, "203.0.113.7")
    }

    /// Somebody calling from this address.
    pub(crate) fn anybody_at(&self, address: &str) -> Anybody {
        Anybody::at(&self.router, address)
    }

    /// Staff of an organization, with a new token.
    pub(crate) async fn staff(&self, organization: &str) -> Staff {
        let (token, row) =
            new_staff_token(&self.keys, organization, "调解员", Timestamp::now()).unwrap();
        let id = row.id.clone();
        self.store.add_staff_token(row).await.unwrap();
        Staff {
            caller: self.anybody(),
            token,
            id,
        }
    }

    /// The file of the store.
    pub(crate) fn database(&self) -> std::path::PathBuf {
        self.folder.path().join("test.db")
    }
}

fn draw(numbers: Vec<[u8; 5]>) -> fengqiao::domain::Draw {
    let numbers = Mutex::new(numbers);
    let next = AtomicUsize::new(0);
    Box::new(move || {
        let at = next.fetch_add(1, Ordering::SeqCst);
        match numbers.lock().unwrap().get(at) {
            Some(symbols) => Ok(*symbols),
            None => crypto::random(),
        }
    })
}
