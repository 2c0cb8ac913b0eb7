//! Where evidence is kept: a folder, or anything that speaks S3. Every piece of a file is an object of its own
//! with a random name, sealed for that name, so memory does not grow with files: a piece and its sealed form.

use std::fmt;
use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, RetryConfig};

use crate::crypto::{self, CryptoError, Keyring, Place, hex};
use crate::store::evidence::PieceRow;

/// Most bytes of a piece.
pub const PIECE: usize = 1024 * 1024;
/// Bytes at the beginning of an object that tell its key.
const KEY_BYTES: u64 = 4;
/// How long an S3 store may take to take or give a piece, all tries together.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a piece could not be kept or fetched.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// The folder or the S3 store cannot take or give data now. Nothing was kept.
    #[error("the place for evidence is unavailable")]
    Unavailable(#[source] object_store::Error),
    /// An object that must be there is not.
    #[error("a piece of evidence is missing")]
    Missing,
    /// It could not be sealed or opened.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
}

impl From<object_store::Error> for ShelfError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            other => Self::Unavailable(other),
        }
    }
}

/// All evidence, sealed.
pub struct Shelf {
    objects: Arc<dyn ObjectStore>,
    root: Path,
    keys: Arc<Keyring>,
}

/// Settings of an S3 store hold secrets: the debug form shows none.
impl fmt::Debug for Shelf {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Shelf({})", self.root)
    }
}

impl Shelf {
    /// In a folder, which must exist. What is put there is on disk before it is acknowledged.
    pub fn folder(folder: &FilePath, keys: Arc<Keyring>) -> Result<Self, ShelfError> {
        let objects = LocalFileSystem::new_with_prefix(folder)?
            .with_fsync(true)
            .with_automatic_cleanup(true);
        Ok(Self::new(Arc::new(objects), Path::default(), keys))
    }

    /// In an S3 store: `s3://BUCKET/FOLDER`. Its keys, its region and, where it is not Amazon's, its address
    /// come from the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`).
    pub fn bucket(
        url: &str,
        environment: impl IntoIterator<Item = (String, String)>,
        keys: Arc<Keyring>,
    ) -> Result<Self, ShelfError> {
        let rest = url.strip_prefix("s3://").unwrap_or(url);
        let (bucket, folder) = rest.split_once('/').unwrap_or((rest, ""));
        let settings = environment.into_iter().filter_map(|(name, value)| {
            let name = name
                .strip_prefix("AWS_")
                .map(|_| name.to_ascii_lowercase())?;
            Some((name.parse::<AmazonS3ConfigKey>().ok()?, value))
        });
        let objects = settings
            .fold(AmazonS3Builder::new(), |builder, (name, value)| {
                builder.with_config(name, value)
            })
            .with_bucket_name(bucket)
            .with_retry(RetryConfig {
                retry_timeout: PATIENCE,
                ..RetryConfig::default()
            })
            .build()?;
        Ok(Self::new(Arc::new(objects), Path::from(folder), keys))
    }

    fn new(objects: Arc<dyn ObjectStore>, root: Path, keys: Arc<Keyring>) -> Self {
        Self {
            objects,
            root,
            keys,
        }
    }

    /// Keeps a piece of a file, durably.
    pub async fn put(&self, id: &str, start: u64, bytes: &[u8]) -> Result<PieceRow, ShelfError> {
        let object = hex(&crypto::random::<16>()?);
        let row = row(id, &object);
        let sealed = self.keys.seal(place(&row), bytes)?;
        self.objects
            .put(&self.path(id, &object), sealed.into())
            .await?;
        Ok(PieceRow {
            start,
            bytes: bytes.len() as u64,
            object,
        })
    }

    /// A piece of a file, opened.
    pub async fn get(&self, id: &str, piece: &PieceRow) -> Result<Vec<u8>, ShelfError> {
        let sealed = self.objects.get(&self.path(id, &piece.object)).await?;
        let row = row(id, &piece.object);
        let bytes = self.keys.open(place(&row), &sealed.bytes().await?)?;
        if bytes.len() as u64 == piece.bytes {
            Ok(bytes)
        } else {
            Err(CryptoError::NotGenuine.into())
        }
    }

    /// Seals a piece anew that is sealed under this key; `false` when it is not, or is gone.
    pub async fn reseal(&self, id: &str, piece: &PieceRow, key: u32) -> Result<bool, ShelfError> {
        let path = self.path(id, &piece.object);
        if self.key_of(&path).await? != Some(key) {
            return Ok(false);
        }
        let bytes = match self.get(id, piece).await {
            Err(ShelfError::Missing) => return Ok(false),
            got => got?,
        };
        let sealed = self.keys.seal(place(&row(id, &piece.object)), &bytes)?;
        // Whoever reads it meanwhile gets the one or the other.
        self.objects.put(&path, sealed.into()).await?;
        Ok(true)
    }

    /// Whether a piece is there and sealed under this key.
    pub async fn is_under(&self, id: &str, piece: &PieceRow, key: u32) -> Result<bool, ShelfError> {
        Ok(self.key_of(&self.path(id, &piece.object)).await? == Some(key))
    }

    /// The key that an object is sealed under; `None` when it is gone.
    async fn key_of(&self, path: &Path) -> Result<Option<u32>, ShelfError> {
        match self.objects.get_range(path, 0..KEY_BYTES).await {
            Ok(beginning) => Ok(crypto::key_of(&beginning)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps a whole file in as few pieces as can be.
    pub async fn put_all(&self, id: &str, bytes: &[u8]) -> Result<Vec<PieceRow>, ShelfError> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for piece in bytes.chunks(PIECE) {
            pieces.push(self.put(id, start, piece).await?);
            start += piece.len() as u64;
        }
        Ok(pieces)
    }

    /// Removes these pieces of a file; those that are not there are no trouble.
    pub async fn remove(&self, id: &str, pieces: &[PieceRow]) -> Result<(), ShelfError> {
        for piece in pieces {
            match self.objects.delete(&self.path(id, &piece.object)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Removes everything there is of a file but these pieces, also what was never told to the store.
    pub async fn clear(&self, id: &str, keep: &[PieceRow]) -> Result<(), ShelfError> {
        let kept: Vec<Path> = keep
            .iter()
            .map(|piece| self.path(id, &piece.object))
            .collect();
        let found = self.objects.list(Some(&self.root.clone().join(id)));
        let found: Vec<Path> = found.map_ok(|meta| meta.location).try_collect().await?;
        let gone = found.into_iter().filter(|path| !kept.contains(path));
        let mut removed = self
            .objects
            .delete_stream(futures_util::stream::iter(gone.map(Ok).collect::<Vec<_>>()).boxed());
        while let Some(one) = removed.next().await {
            match one {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn path(&self, id: &str, object: &str) -> Path {
        self.root.clone().join(id).join(object)
    }
}

/// An object opens under its own name only.
fn row(id: &str, object: &str) -> String {
    format!("{id}/{object}")
}

fn place(row: &str) -> Place<'_> {
    Place {
        table: "evidence",
        column: "piece",
        row,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn shelf(folder: &FilePath) -> Shelf {
        let keys = Keyring::new([1; 32], &[(1, [2; 32])]).unwrap();
        Shelf::folder(folder, Arc::new(keys)).unwrap()
    }

    fn files(folder: &FilePath) -> Vec<std::path::PathBuf> {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect()
    }

    #[tokio::test]
    async fn pieces_are_sealed_each_for_its_own_name() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = shelf(folder.path());
        let secret = b"what nobody else may read".repeat(9);
        let one = shelf.put("a", 0, &secret).await.unwrap();
        let two = shelf.put("a", 225, b"else").await.unwrap();
        assert_eq!(shelf.get("a", &one).await.unwrap(), secret);
        let path = |piece: &PieceRow| folder.path().join("a").join(&piece.object);
        let stored = std::fs::read(path(&one)).unwrap();
        assert!(!stored.windows(6).any(|part| part == b"nobody"));

        std::fs::copy(path(&two), path(&one)).unwrap();
        let swapped = shelf.get("a", &one).await;
        assert!(matches!(
            swapped,
            Err(ShelfError::Crypto(CryptoError::NotGenuine))
        ));
        std::fs::remove_file(path(&two)).unwrap();
        let gone = shelf.get("a", &two).await;
        assert!(matches!(gone, Err(ShelfError::Missing)));
    }

    #[tokio::test]
    async fn clearing_leaves_what_is_to_be_kept_and_others_files() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = shelf(folder.path());
        let kept = shelf.put_all("a", &vec![7; PIECE + 1]).await.unwrap();
        assert_eq!((kept.len(), kept.last().unwrap().bytes), (2, 1));
        shelf.put("a", 0, b"raw").await.unwrap();
        let other = shelf.put("ab", 0, b"other").await.unwrap();
        shelf.clear("a", &kept).await.unwrap();
        assert_eq!(files(&folder.path().join("a")).len(), 2);
        shelf.remove("a", &kept).await.unwrap();
        shelf.remove("a", &kept).await.unwrap();
        shelf.clear("a", &[]).await.unwrap();
        assert_eq!(shelf.get("ab", &other).await.unwrap(), b"other");
        assert_eq!(files(folder.path()), [folder.path().join("ab")]);
    }
}
