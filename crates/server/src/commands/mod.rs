//! The subcommands, and what they share: settings, data folder, keys and store.

pub(crate) mod account;
pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod keys;
pub(crate) mod notices;
pub(crate) mod personal;
pub(crate) mod ratings;
pub(crate) mod serve;
pub(crate) mod staff;

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use fengqiao::config::{self, Common, ConfigError, Database, EvidencePlace, Flags, Serve, Values};
use fengqiao::crypto::Keyring;
use fengqiao::directory::{Directory, Regions};
use fengqiao::domain::{Cases, Evidence, Policy, Watch, World};
use fengqiao::evidence::Shelf;
use fengqiao::notices::Post;
use fengqiao::paper::Press;
use fengqiao::store::postgres::PostgresStore;
use fengqiao::store::sqlite::SqliteStore;
use fengqiao::store::{Store, StoreError};
use fengqiao::telemetry::explain;

/// How a command ends.
pub(crate) type Outcome = Result<ExitCode, Box<dyn Error>>;

/// The values of all settings.
pub(crate) fn values<const SERVE: bool>(flags: &Flags<SERVE>) -> Result<Values, ConfigError> {
    Values::gather(
        &flags.given,
        |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()),
        |path| fs::read_to_string(path),
    )
}

/// The settings of every command.
pub(crate) fn common<const SERVE: bool>(flags: &Flags<SERVE>) -> Result<Common, ConfigError> {
    for warning in stray_variables() {
        // Standard error may be closed; that keeps no command from its work.
        let _ = writeln!(std::io::stderr(), "fengqiao: {warning}");
    }
    Common::read(&values(flags)?)
}

/// What to say about environment variables that look like settings and are none.
pub(crate) fn stray_variables() -> Vec<String> {
    let names = std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
    config::stray_variables(names)
}

/// The keys of the store, which are in the data folder; made at the first start.
pub(crate) async fn keys(
    common: &Common,
    store: &dyn Store,
) -> Result<Arc<Keyring>, Box<dyn Error>> {
    make_folder(common)?;
    let keys = fengqiao::keys::of_store(store, &key_file(common)).await?;
    Ok(Arc::new(keys))
}

/// Where the keys are.
pub(crate) fn key_file(common: &Common) -> PathBuf {
    common.data.join("keys")
}

/// The store, brought up to date.
pub(crate) async fn store(common: &Common) -> Result<Arc<dyn Store>, Box<dyn Error>> {
    Ok(match &common.database {
        Database::Postgres(url) => Arc::new(PostgresStore::connect(url).await.map_err(unopened)?),
        Database::Sqlite(path) => Arc::new(sqlite(common, path).await?),
    })
}

/// The store as it is, only to be read; `None` when there is none yet.
pub(crate) async fn store_if_any(
    common: &Common,
) -> Result<Option<Arc<dyn Store>>, Box<dyn Error>> {
    let found: Result<Option<Arc<dyn Store>>, StoreError> = match &common.database {
        Database::Postgres(url) => {
            let store = PostgresStore::look(url).await;
            store.map(|store| store.map(|store| Arc::new(store) as _))
        }
        Database::Sqlite(path) => {
            let store = SqliteStore::look(path).await;
            store.map(|store| store.map(|store| Arc::new(store) as _))
        }
    };
    Ok(found.map_err(unopened)?)
}

/// The store in this SQLite file.
pub(crate) async fn sqlite(common: &Common, path: &Path) -> Result<SqliteStore, Box<dyn Error>> {
    make_folder(common)?;
    let store = SqliteStore::open(path).await;
    Ok(store.map_err(unopened)?)
}

/// What can be done with requests, over this store.
pub(crate) fn cases(
    common: &Common,
    settings: &Serve,
    store: Arc<dyn Store>,
    keys: Arc<Keyring>,
    directory: Arc<Directory>,
) -> Result<Cases, Box<dyn Error>> {
    let shelf = shelf(common, settings, Arc::clone(&keys))?;
    Ok(Cases {
        store,
        keys,
        directory,
        evidence: Evidence::new(shelf),
        press: None,
        post: Post::new(&settings.notices)?,
        watch: Watch::new(settings.limits.streams, settings.limits.streams_per_address),
        world: World::default(),
        policy: Policy {
            first_contact_days: settings.portal.first_contact_working_days,
            raise_after_days: settings.raise_after_days,
            complaint_days: settings.complaint_days,
            locks: settings.locks,
            waiting_bytes: settings.limits.waiting_bytes,
            retention: settings.retention,
        },
    })
}

/// What is beside the program where it was built.
const FONT: &str = "NotoSerifSC-Regular.ttf";

/// What prints applications. The font that a setting names must be there; one that nobody named may be missing.
pub(crate) fn press(settings: &Serve) -> Result<Option<Press>, Box<dyn Error>> {
    let beside = || Some(std::env::current_exe().ok()?.with_file_name(FONT));
    let font = settings
        .font
        .clone()
        .or_else(|| beside().filter(|font| font.exists()));
    let press = font.map(|font| Press::open(&font)).transpose();
    press.map_err(|error| format!("setting font: {}", explain(&error)).into())
}

/// The environment, as far as it is text.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// Where evidence is kept.
pub(crate) fn shelf(
    common: &Common,
    settings: &Serve,
    keys: Arc<Keyring>,
) -> Result<Shelf, Box<dyn Error>> {
    let shelf = match &settings.evidence {
        Some(EvidencePlace::Bucket(url)) => Shelf::bucket(url, environment(), keys),
        Some(EvidencePlace::Folder(folder)) => {
            make(folder, "evidence")?;
            Shelf::folder(folder, keys)
        }
        None => {
            let folder = common.data.join("evidence");
            make(&folder, "data")?;
            Shelf::folder(&folder, keys)
        }
    };
    shelf.map_err(|error| format!("setting evidence: {}", explain(&error)).into())
}

/// What can be done with requests, for a command that works on them beside a server.
pub(crate) async fn workplace(flags: &Flags<true>) -> Result<Cases, Box<dyn Error>> {
    let common = common(flags)?;
    let settings = Serve::read(&values(flags)?)?;
    let store = store(&common).await?;
    let keys = keys(&common, store.as_ref()).await?;
    // Indexing a large directory takes longer than all that is done here.
    let directory = Directory::empty(Arc::new(Regions::bundled()));
    cases(&common, &settings, store, keys, Arc::new(directory))
}

fn unopened(error: StoreError) -> String {
    format!("setting database: {}", explain(&error))
}

fn make_folder(common: &Common) -> Result<(), Box<dyn Error>> {
    make(&common.data, "data")
}

/// Makes a folder that a setting names. Nobody else's business, though what people wrote is sealed in there.
fn make(path: &Path, setting: &str) -> Result<(), Box<dyn Error>> {
    let mut folder = fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.recursive(true).create(path).map_err(|error| {
        let folder = path.display();
        format!("setting {setting}: the folder {folder} cannot be made: {error}").into()
    })
}
