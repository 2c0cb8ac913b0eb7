//! The subcommands, and what they share: settings, data folder, keys and store.

pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod serve;
pub(crate) mod staff;

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use fengqiao::config::{self, Common, ConfigError, Database, Flags, Serve, Values};
use fengqiao::crypto::Keyring;
use fengqiao::directory::Directory;
use fengqiao::domain::{Cases, Policy, World};
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
    let keys = fengqiao::keys::of_store(store, &common.data.join("keys")).await?;
    Ok(Arc::new(keys))
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
    settings: &Serve,
    store: Arc<dyn Store>,
    keys: Arc<Keyring>,
    directory: Arc<Directory>,
) -> Cases {
    Cases {
        store,
        keys,
        directory,
        world: World::default(),
        policy: Policy {
            first_contact_days: settings.portal.first_contact_working_days,
            locks: settings.locks,
        },
    }
}

fn unopened(error: StoreError) -> String {
    format!("setting database: {}", explain(&error))
}

fn make_folder(common: &Common) -> Result<(), Box<dyn Error>> {
    // Nobody else's business, though what people wrote is sealed in there.
    let mut folder = fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder
        .recursive(true)
        .create(&common.data)
        .map_err(|error| {
            let folder = common.data.display();
            format!("setting data: the folder {folder} cannot be made: {error}").into()
        })
}
