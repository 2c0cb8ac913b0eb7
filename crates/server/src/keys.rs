//! The keys of a store: made together with it, and recognized ever after.
//!
//! The store keeps a mark of every key it was used with. Under other keys, what people wrote could not be
//! read and a request sent again would not be recognized and stored twice; so other keys are refused
//! before anything is done with them, and new ones are made only for a store that never had any.
//!
//! Data keys are rotated in three steps, each while servers run: a new one is added, what is sealed under older
//! ones is sealed anew (`Cases::reseal`), and an older one under which nothing is sealed any more is retired.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::crypto::{self, KeyFileError, Keyring};
use crate::store::{NO_MAC, Store, StoreError};

/// Why a store cannot be used with a key file. Says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The key file could not be read or made.
    #[error(transparent)]
    File(#[from] KeyFileError),
    /// The store does not tell which keys it knows.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no key file, though the store was used with one.
    #[error(
        "the key file {0} is missing, and the database cannot be read with new keys: put the key file that \
         belongs to the database there, or name the right folder with --data"
    )]
    Missing(PathBuf),
    /// A key that was used before is not in the key file.
    #[error(
        "the key file {path} has no line `{name}`, but the database was used with that key: put the line \
         back, or the whole key file that belongs to the database"
    )]
    Lacking {
        /// Which file.
        path: PathBuf,
        /// How its line begins.
        name: String,
    },
    /// A key of the key file is not the one that was used before.
    #[error(
        "the key file {path} belongs to another database: its line `{name}` is not the key that this one \
         was used with. Put the key file that belongs to the database there, or name the right folder with \
         --data or the right database with --database"
    )]
    Foreign {
        /// Which file.
        path: PathBuf,
        /// How the line begins that differs.
        name: String,
    },
}

/// The keys in the key file, if they are those of the store; a store that never had any gets them.
pub async fn of_store(store: &dyn Store, path: &Path) -> Result<Keyring, KeysError> {
    let known = store.key_marks().await?;
    let keys = if known.is_empty() {
        Keyring::load_or_create(path)?
    } else {
        load(path)?
    };
    let marks = keys.marks();
    for (name, mark) in &known {
        if *mark != NO_MAC && !marks.iter().any(|(given, _)| given == name) {
            return Err(KeysError::Lacking {
                path: path.to_owned(),
                name: name.clone(),
            });
        }
    }
    // The lookup key comes first: under a foreign one no data key is marked.
    for (name, mark) in marks {
        if known.contains(&(name.clone(), NO_MAC)) {
            continue;
        }
        let kept = store.mark_key(&name, &mark).await?;
        if !crypto::same(&kept, &mark) {
            return Err(KeysError::Foreign {
                path: path.to_owned(),
                name,
            });
        }
    }
    Ok(keys)
}

/// Adds a data key that texts are sealed under from this moment on, and answers its number. Copies of the server
/// whose key files do not have it by then will not start again, and cannot read what others seal.
pub async fn rotate(store: &dyn Store, path: &Path, from: Timestamp) -> Result<u32, KeysError> {
    // Also those that were retired: a number means one key for ever.
    let known = store.key_marks().await?;
    let known = known.iter().filter_map(|(name, _)| data_number(name));
    let id = crypto::add_key(path, known.max().unwrap_or_default(), from)?;
    of_store(store, path).await?;
    Ok(id)
}

/// Takes a data key under which nothing is sealed out of use. Key files of other copies may still have it.
pub async fn retire(store: &dyn Store, path: &Path, id: u32) -> Result<(), KeysError> {
    // In this order: without its line, a key that the store asks for keeps servers from starting.
    store.retire_key(&format!("data {id}")).await?;
    Ok(crypto::remove_key(path, id)?)
}

fn data_number(name: &str) -> Option<u32> {
    name.strip_prefix("data ")?.parse().ok()
}

fn load(path: &Path) -> Result<Keyring, KeysError> {
    Keyring::load(path).map_err(|error| match error {
        KeyFileError::Io { path, source } if source.kind() == ErrorKind::NotFound => {
            KeysError::Missing(path)
        }
        other => other.into(),
    })
}
