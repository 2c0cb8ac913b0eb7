//! The interface over a real SQLite store, with a clock and a dice that tests hold.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use contract::desk::{AuditAct, Role};
use contract::personal::Retention;
use contract::portal::{MapService, PortalView};
use fengqiao::config::{Limits, Locks, Notices};
use fengqiao::crypto::{self, Keyring};
use fengqiao::directory::{Directory, Regions};
use fengqiao::domain::{
    Cases, Evidence, Policy, Watch, World, identity_mac, new_account, new_staff_token,
};
use fengqiao::evidence::Shelf;
use fengqiao::http::{App, Assets, Parts, router};
use fengqiao::notices::Post;
use fengqiao::oidc::{OidcSettings, Provider};
use fengqiao::paper::Press;
use fengqiao::store::desk::{AccountChange, DeskStore as _, Note};
use fengqiao::store::evidence::EvidenceStore as _;
use fengqiao::store::feedback::{ComplaintRow, FeedbackStore as _};
use fengqiao::store::sqlite::SqliteStore;
use fengqiao::store::{EntryRow, RequestRow, Store};
use jiff::Timestamp;
use support::s3::S3;
use tempfile::TempDir;

use crate::actors::{Anybody, Staff};
use crate::faulty_store::FaultyStore;
use crate::samples;

/// Monday noon in China.
pub(crate) const MONDAY: &str = "2026-11-23T12:00:00+08:00";

/// How long the tests' operator keeps what people wrote.
pub(crate) const RETENTION: Retention = Retention {
    withdrawn_days: 30,
    declined_days: 180,
    closed_days: 1095,
};

/// What a test may want different.
pub(crate) struct Options {
    pub(crate) reads: Option<NonZeroU32>,
    pub(crate) writes: Option<NonZeroU32>,
    pub(crate) upload_megabytes: Option<NonZeroU32>,
    pub(crate) locks: Locks,
    pub(crate) trusted_proxies: &'static [&'static str],
    pub(crate) hsts: Option<NonZeroU32>,
    pub(crate) timeout: Duration,
    pub(crate) streams: usize,
    pub(crate) streams_per_address: usize,
    pub(crate) assets: Option<Arc<Assets>>,
    pub(crate) map: Option<MapService>,
    pub(crate) press: Option<Press>,
    pub(crate) waiting_bytes: Option<u64>,
    /// Where evidence is kept; in a folder when there is none.
    pub(crate) s3: Option<S3>,
    pub(crate) notices: Notices,
    pub(crate) oidc: Option<OidcSettings>,
    /// The symbols of the first request numbers; afterwards chance decides.
    pub(crate) numbers: Vec<[u8; 5]>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            reads: None,
            writes: None,
            upload_megabytes: None,
            locks: Locks {
                per_number: 5,
                per_address: 20,
                window: Duration::from_secs(15 * 60),
            },
            trusted_proxies: &[],
            hsts: None,
            timeout: Duration::from_secs(15),
            streams: 1000,
            streams_per_address: 1000,
            assets: None,
            map: None,
            press: None,
            waiting_bytes: None,
            s3: None,
            notices: Notices::default(),
            oidc: None,
            numbers: Vec::new(),
        }
    }
}

/// Where evidence is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Folder,
    S3,
}

/// The interface under test.
pub(crate) struct TestApp {
    pub(crate) app: Arc<App>,
    pub(crate) router: Router,
    pub(crate) store: Arc<FaultyStore>,
    pub(crate) directory: Arc<Directory>,
    keys: Arc<Keyring>,
    seconds: Arc<AtomicI64>,
    folder: Arc<TempDir>,
    pub(crate) s3: Option<S3>,
}

impl TestApp {
    pub(crate) async fn new() -> Self {
        Self::with(Options::default()).await
    }

    /// One that keeps evidence there.
    pub(crate) async fn keeping(place: Place) -> Self {
        let s3 = match place {
            Place::Folder => None,
            Place::S3 => Some(S3::start().await),
        };
        Self::with(Options {
            s3,
            ..Options::default()
        })
        .await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let start: Timestamp = MONDAY.parse().unwrap();
        let seconds = Arc::new(AtomicI64::new(start.as_second()));
        Self::start(options, folder, seconds).await
    }

    /// The same folder, served by another process: nothing of this one's memory is left.
    pub(crate) async fn restarted(self) -> Self {
        let Self {
            folder,
            seconds,
            s3,
            ..
        } = self;
        let options = Options {
            s3,
            ..Options::default()
        };
        Self::start(options, folder, seconds).await
    }

    /// Another copy of the server, on the same data.
    pub(crate) async fn another_copy(&self) -> Self {
        let (folder, seconds) = (Arc::clone(&self.folder), Arc::clone(&self.seconds));
        Self::start(Options::default(), folder, seconds).await
    }

    async fn start(options: Options, folder: Arc<TempDir>, seconds: Arc<AtomicI64>) -> Self {
        let sqlite = SqliteStore::open(&folder.path().join("test.db"))
            .await
            .unwrap();
        let mut import = sqlite.begin_import().await.unwrap();
        import.put(&samples::organizations()).await.unwrap();
        import.commit(false).await.unwrap();
        let store = Arc::new(FaultyStore::new(sqlite));
        let shared: Arc<dyn Store> = Arc::clone(&store) as Arc<dyn Store>;
        let keys = folder.path().join("keys");
        write_keys(&keys);
        let keys = Arc::new(Keyring::load(&keys).unwrap());
        let regions = Arc::new(Regions::bundled());
        let directory = Arc::new(Directory::load(shared.as_ref(), regions).await.unwrap());
        let shelf = shelf(&folder, options.s3.as_ref(), &keys);
        let policy = policy(&options);
        let app = App::new(Parts {
            cases: Cases {
                store: shared,
                keys: Arc::clone(&keys),
                directory: Arc::clone(&directory),
                evidence: Evidence::new(shelf),
                press: options.press,
                post: Post::new(&options.notices).unwrap(),
                watch: Watch::new(options.streams, options.streams_per_address),
                world: World {
                    clock: clock(&seconds),
                    draw: draw(options.numbers),
                },
                policy,
            },
            assets: options.assets,
            portal: PortalView {
                operator: Some("某市司法局".to_owned()),
                first_contact_working_days: 1,
                retention: Some(RETENTION),
                map: options.map,
                notices: options.notices.channels(),
                ..PortalView::default()
            },
            oidc: options
                .oidc
                .map(|settings| Provider::new(settings).unwrap()),
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
                upload_megabytes: options.upload_megabytes,
                waiting_bytes: options.waiting_bytes,
                uploads: 8,
                connections: 10,
                connections_per_address: 10,
                streams: options.streams,
                streams_per_address: options.streams_per_address,
                requests: 64,
                timeout: options.timeout,
            },
        });
        Self {
            router: router(Arc::clone(&app)),
            app,
            store,
            directory,
            keys,
            seconds,
            folder,
            s3: options.s3,
        }
    }

    /// What the operator's commands work with, beside the server.
    pub(crate) fn operator(&self) -> Cases {
        let options = Options::default();
        Cases {
            store: Arc::clone(&self.store) as Arc<dyn Store>,
            keys: Arc::clone(&self.keys),
            directory: Arc::clone(&self.directory),
            evidence: Evidence::new(shelf(&self.folder, None, &self.keys)),
            press: None,
            post: Post::new(&options.notices).unwrap(),
            watch: Watch::new(options.streams, options.streams_per_address),
            world: World {
                clock: clock(&self.seconds),
                ..World::default()
            },
            policy: policy(&options),
        }
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).unwrap();
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Sets the clock back.
    pub(crate) fn set_back(&self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).unwrap();
        self.seconds.fetch_sub(seconds, Ordering::SeqCst);
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

    /// A new account; gives its password. Its name is its login.
    pub(crate) async fn account(&self, login: &str, role: Role, organization: &str) -> String {
        let now = Timestamp::now();
        let made = new_account(login, login, role, organization, now).await;
        let (password, row) = made.unwrap();
        assert!(self.store.add_account(row).await.unwrap());
        password
    }

    /// Links an account to somebody at an identity provider.
    pub(crate) async fn link(&self, login: &str, issuer: &str, subject: &str) {
        let identity_mac = identity_mac(&self.keys, issuer, subject);
        let link = AccountChange::Link { identity_mac };
        self.change(login, link, AuditAct::AccountLinked).await;
    }

    /// Disables an account.
    pub(crate) async fn disable(&self, login: &str) {
        let disable = AccountChange::Disable {
            at: Timestamp::now(),
        };
        self.change(login, disable, AuditAct::AccountDisabled).await;
    }

    async fn change(&self, login: &str, change: AccountChange, act: AuditAct) {
        let account = self.store.account(login).await.unwrap().unwrap();
        let at = Timestamp::now();
        let changed = self
            .store
            .change_account(&account.id, change, Some(Note { act, at }));
        assert!(changed.await.unwrap());
    }

    /// The seconds of the clock.
    pub(crate) fn seconds(&self) -> i64 {
        self.seconds.load(Ordering::SeqCst)
    }

    /// Receives these bytes of a file and dies before it looks at them.
    pub(crate) async fn receives_and_dies(&self, id: &str, bytes: &[u8]) {
        let shelf = shelf(&self.folder, self.s3.as_ref(), &self.keys);
        let piece = shelf.put(id, 0, bytes).await.unwrap();
        let now = Timestamp::from_second(self.seconds.load(Ordering::SeqCst)).unwrap();
        assert!(self.store.add_pieces(id, &[piece], now).await.unwrap());
    }

    /// What a command of the program works with, on the same data.
    pub(crate) fn command(&self) -> Cases {
        let keys = Arc::new(Keyring::load(&self.key_file()).unwrap());
        let files = self.folder.path().join("evidence");
        let shelf = Shelf::folder(&files, Arc::clone(&keys)).unwrap();
        Cases {
            store: Arc::clone(&self.store) as Arc<dyn Store>,
            keys,
            directory: Arc::clone(&self.directory),
            evidence: Evidence::new(shelf),
            post: Post::default(),
            press: None,
            watch: Watch::default(),
            world: World::default(),
            policy: Policy {
                first_contact_days: 1,
                raise_after_days: 2,
                complaint_days: 10,
                locks: Options::default().locks,
                waiting_bytes: None,
                retention: RETENTION,
            },
        }
    }

    /// A request as it is stored, erased or not.
    pub(crate) async fn store_row(&self, number: &str) -> (RequestRow, Vec<EntryRow>) {
        self.store.request(number).await.unwrap().unwrap()
    }

    /// A complaint as it is stored.
    pub(crate) async fn store_complaint(&self, number: &str) -> Option<ComplaintRow> {
        self.store.complaint(number).await.unwrap()
    }

    /// Where the keys are.
    pub(crate) fn key_file(&self) -> std::path::PathBuf {
        self.folder.path().join("keys")
    }

    /// Every byte that is kept: of the database and what belongs to it, and of the evidence.
    pub(crate) fn everything_kept(&self) -> Vec<u8> {
        let mut files = self.objects();
        let folder = std::fs::read_dir(self.folder.path()).unwrap();
        let folder = folder.map(|entry| entry.unwrap().path());
        files.extend(folder.filter(|path| path.is_file()));
        let read = |path| std::fs::read(path).unwrap();
        files.into_iter().flat_map(read).collect()
    }

    /// The objects that evidence is kept in.
    pub(crate) fn objects(&self) -> Vec<std::path::PathBuf> {
        let own = || self.folder.path().join("evidence");
        let folder = self.s3.as_ref().map_or_else(own, S3::folder);
        let files = std::fs::read_dir(folder).into_iter().flatten();
        files
            .flat_map(|file| std::fs::read_dir(file.unwrap().path()).unwrap())
            .map(|piece| piece.unwrap().path())
            .collect()
    }

    /// The file of the store.
    pub(crate) fn database(&self) -> std::path::PathBuf {
        self.folder.path().join("test.db")
    }
}

/// What the clock of this app shows.
fn clock(seconds: &Arc<AtomicI64>) -> Box<dyn Fn() -> Timestamp + Send + Sync> {
    let seconds = Arc::clone(seconds);
    Box::new(move || Timestamp::from_second(seconds.load(Ordering::SeqCst)).unwrap())
}

fn policy(options: &Options) -> Policy {
    Policy {
        first_contact_days: 1,
        raise_after_days: 2,
        complaint_days: 10,
        locks: options.locks,
        waiting_bytes: options.waiting_bytes,
        retention: RETENTION,
    }
}

fn shelf(folder: &TempDir, s3: Option<&S3>, keys: &Arc<Keyring>) -> Shelf {
    let keys = Arc::clone(keys);
    if let Some(s3) = s3 {
        return Shelf::bucket(&s3.place(), s3.environment(), keys).unwrap();
    }
    let files = folder.path().join("evidence");
    std::fs::create_dir_all(&files).unwrap();
    Shelf::folder(&files, keys).unwrap()
}

/// The same keys in every test.
fn write_keys(path: &std::path::Path) {
    if !path.exists() {
        let line = |name: &str, byte: &str| format!("{name} {}\n", byte.repeat(32));
        std::fs::write(path, line("lookup", "07") + &line("data 1", "01")).unwrap();
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(path, private).unwrap();
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
