//! Keys and what is done with them: sealing what people wrote, and recognizing secrets without keeping them.
//!
//! A key file holds one lookup key and any number of data keys. Data keys may be rotated while servers run: new
//! texts are sealed under the newest that is in use by then, every sealed text names the key that opens it, and a
//! keyring that meets a key it does not know reads the file again. The lookup key stays for as long as the database
//! does, because a stored hash can only be found again under the key that made it, and access codes follow from it.
//! Every use of the lookup key has its own subkey, so a hash made for one purpose means nothing to another.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use arc_swap::ArcSwap;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use contract::number::{AccessCode, CODE_SYMBOLS, SYMBOLS};
use hmac::{Hmac, Mac as _};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::store::Mac;

const KEY_BYTES: usize = 32;
const ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 24;

type KeyBytes = Zeroizing<[u8; KEY_BYTES]>;

/// What a keyed hash is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Recognizing a request's access code.
    AccessCode,
    /// Recognizing an idempotency key.
    IdempotencyKey,
    /// Telling a retry from another request under the same key.
    Body,
    /// Counting wrong tries without keeping the number or the address they came from.
    LockScope,
    /// Recognizing a staff token.
    StaffToken,
    /// Recognizing the secret of a basket of evidence.
    EvidenceBasket,
    /// Recognizing an upload that is begun again.
    Upload,
    /// Recognizing a group's join code.
    JoinCode,
    /// Recognizing the code of the other side's invitation.
    InvitationCode,
    /// Recognizing a request that is likely for the same as an earlier one.
    Likeness,
    /// Finding a request of an organization by who is in it.
    Seeking,
    /// Recognizing the session of somebody at a desk.
    DeskSession,
    /// Making the token that a session's own pages send along.
    DeskToken,
    /// Recognizing a browser that is told of news of a request.
    PushDevice,
    /// Making the key that push services know the portal by.
    PushIdentity,
    /// Recognizing somebody at the identity provider.
    OidcIdentity,
    /// Recognizing a sign-in through the identity provider that was done before.
    OidcState,
}

impl Purpose {
    /// Part of stored hashes: never change one.
    const fn label(self) -> &'static str {
        match self {
            Self::AccessCode => "access-code",
            Self::IdempotencyKey => "idempotency-key",
            Self::Body => "body",
            Self::LockScope => "lock-scope",
            Self::StaffToken => "staff-token",
            Self::EvidenceBasket => "evidence-basket",
            Self::Upload => "upload",
            Self::JoinCode => "join-code",
            Self::InvitationCode => "invitation-code",
            Self::Likeness => "likeness",
            Self::Seeking => "seeking",
            Self::DeskSession => "desk-session",
            Self::DeskToken => "desk-token",
            Self::PushDevice => "push-device",
            Self::PushIdentity => "push-identity",
            Self::OidcIdentity => "oidc-identity",
            Self::OidcState => "oidc-state",
        }
    }
}

/// Where a sealed text is kept. It opens nowhere else, so rows cannot be swapped behind our back.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Table.
    pub table: &'static str,
    /// Column.
    pub column: &'static str,
    /// Row, by its public key.
    pub row: &'a str,
}

impl Place<'_> {
    /// Each part with its length in front, so that no two places read the same.
    fn associated_data(self) -> Vec<u8> {
        let mut data =
            Vec::with_capacity(self.table.len() + self.column.len() + self.row.len() + 24);
        for part in [self.table, self.column, self.row] {
            data.extend_from_slice(&(part.len() as u64).to_be_bytes());
            data.extend_from_slice(part.as_bytes());
        }
        data
    }
}

/// Why something could not be sealed or opened. Says nothing about the text.
#[derive(Debug, thiserror::Error)]
pub enum CryptoError {
    /// The operating system gave no random bytes.
    #[error("the operating system gives no random bytes")]
    NoRandomness(#[source] getrandom::Error),
    /// The text was sealed under a key that is not in the key file.
    #[error("sealed under key {0}, which is not in the key file")]
    UnknownKey(u32),
    /// Damaged, tampered with, moved to another row, or sealed under another key of the same id.
    #[error("a sealed text is damaged or not where it belongs")]
    NotGenuine,
    /// Longer than the cipher takes.
    #[error("a text is too long to be sealed")]
    TooLong,
}

/// Why a key file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It could not be read or created.
    #[error("cannot read or create the key file {path}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// It is readable by everybody on the machine.
    #[error("the key file {0} can be read by every user of this machine: run `chmod 600 {0}`")]
    Exposed(PathBuf),
    /// A line of it cannot be read.
    #[error(
        "line {line} of the key file {path} is not `lookup KEY`, `data NUMBER KEY` or `data NUMBER KEY TIME` with a key of 64 hexadecimal digits"
    )]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// A key is missing.
    #[error(
        "the key file {0} needs exactly one `lookup` line and `data` lines with different numbers"
    )]
    Incomplete(PathBuf),
    /// Somebody else is changing it, or broke off.
    #[error("the key file is being changed: if nobody does that now, remove {0} and try again")]
    Busy(PathBuf),
    /// It was read again and is that of another installation.
    #[error(
        "the lookup key in the key file {0} has changed: put back the file that belongs to the database"
    )]
    OtherLookup(PathBuf),
    /// No randomness to make keys from.
    #[error("cannot make new keys")]
    NoRandomness(#[source] getrandom::Error),
}

/// All keys of an installation.
pub struct Keyring {
    lookup: KeyBytes,
    data: ArcSwap<DataKeys>,
    /// Where they were read, to be read again.
    file: Option<PathBuf>,
}

/// The data keys by their numbers.
struct DataKeys(BTreeMap<u32, DataKey>);

struct DataKey {
    cipher: XChaCha20Poly1305,
    mark: Mac,
    /// From when on texts are sealed under it.
    from: Timestamp,
}

/// A data key as its line in the key file has it.
struct DataLine {
    id: u32,
    key: KeyBytes,
    from: Timestamp,
}

impl DataKeys {
    /// `None` without any.
    fn new(lines: &[DataLine]) -> Option<Self> {
        let keys = lines.iter().map(|line| {
            let subkey = Zeroizing::new(derive(&line.key, b"data", &[]));
            let key = DataKey {
                cipher: XChaCha20Poly1305::new((&*subkey).into()),
                mark: mark(&line.key),
                from: line.from,
            };
            (line.id, key)
        });
        let keys: BTreeMap<_, _> = keys.collect();
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// The one to seal under: the newest that is in use by then.
    fn sealing(&self, now: Timestamp) -> Option<(u32, &DataKey)> {
        let in_use = self.0.iter().rev().find(|(_, key)| key.from <= now);
        let (id, key) = in_use.or_else(|| self.0.first_key_value())?;
        Some((*id, key))
    }
}

/// Keys are secrets: the debug form shows none.
impl fmt::Debug for Keyring {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Keyring(data keys {:?})", self.data_keys())
    }
}

impl Keyring {
    /// A keyring of a lookup key and data keys with their ids; the highest id is used for sealing.
    /// `None` without a data key.
    pub fn new(lookup: [u8; KEY_BYTES], data: &[(u32, [u8; KEY_BYTES])]) -> Option<Self> {
        let lines: Vec<_> = data
            .iter()
            .map(|(id, key)| DataLine {
                id: *id,
                key: Zeroizing::new(*key),
                from: Timestamp::MIN,
            })
            .collect();
        Self::of_lines(Zeroizing::new(lookup), &lines, None)
    }

    fn of_lines(lookup: KeyBytes, data: &[DataLine], file: Option<PathBuf>) -> Option<Self> {
        Some(Self {
            lookup,
            data: ArcSwap::from_pointee(DataKeys::new(data)?),
            file,
        })
    }

    /// Reads the key file, or creates it with fresh keys when there is none. It is readable by its owner
    /// alone. Without it nothing that people wrote can be read: keep a copy apart from the database.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => create(path)?,
            _ => {}
        }
        Self::load(path)
    }

    /// Reads the key file.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        let io = |source| KeyFileError::Io {
            path: path.to_owned(),
            source,
        };
        refuse_if_exposed(path)?;
        let text = Zeroizing::new(fs::read_to_string(path).map_err(io)?);
        Self::from_text(&text, path)
    }

    /// Reads the key file again, if there is one: data keys may have been added or taken out.
    pub fn refresh(&self) -> Result<(), KeyFileError> {
        let Some(path) = &self.file else {
            return Ok(());
        };
        let newer = Self::load(path)?;
        if bool::from(newer.lookup.ct_ne(&*self.lookup)) {
            return Err(KeyFileError::OtherLookup(path.clone()));
        }
        self.data.store(newer.data.load_full());
        Ok(())
    }

    fn from_text(text: &str, path: &Path) -> Result<Self, KeyFileError> {
        let mut lookup = None;
        let mut data: Vec<DataLine> = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let unreadable = || KeyFileError::Unreadable {
                path: path.to_owned(),
                line: at + 1,
            };
            let incomplete = || KeyFileError::Incomplete(path.to_owned());
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                ["lookup", key] => {
                    let key = from_hex(key).ok_or_else(unreadable)?;
                    if lookup.replace(Zeroizing::new(key)).is_some() {
                        return Err(incomplete());
                    }
                }
                ["data", id, key, from @ ..] if from.len() <= 1 => {
                    let id = id.parse().map_err(|_| unreadable())?;
                    let key = Zeroizing::new(from_hex(key).ok_or_else(unreadable)?);
                    let from = from.first().map_or(Ok(Timestamp::MIN), |from| from.parse());
                    let from = from.map_err(|_| unreadable())?;
                    if data.iter().any(|other| other.id == id) {
                        return Err(incomplete());
                    }
                    data.push(DataLine { id, key, from });
                }
                _ => return Err(unreadable()),
            }
        }
        lookup
            .and_then(|lookup| Self::of_lines(lookup, &data, Some(path.to_owned())))
            .ok_or_else(|| KeyFileError::Incomplete(path.to_owned()))
    }

    /// Seals a text for one place: key id, nonce, ciphertext with its tag.
    pub fn seal(&self, place: Place<'_>, plaintext: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let keys = self.data.load();
        let (id, key) = keys
            .sealing(Timestamp::now())
            .ok_or(CryptoError::UnknownKey(0))?;
        let nonce: [u8; NONCE_BYTES] = random()?;
        let payload = Payload {
            msg: plaintext,
            aad: &place.associated_data(),
        };
        let ciphertext = key
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| CryptoError::TooLong)?;
        let mut sealed = Vec::with_capacity(ID_BYTES + NONCE_BYTES + ciphertext.len());
        sealed.extend_from_slice(&id.to_be_bytes());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext);
        Ok(sealed)
    }

    /// Opens a text that was sealed for this place.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let (id, rest) = sealed
            .split_first_chunk::<ID_BYTES>()
            .ok_or(CryptoError::NotGenuine)?;
        let (nonce, ciphertext) = rest
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(CryptoError::NotGenuine)?;
        let id = u32::from_be_bytes(*id);
        let mut keys = self.data.load_full();
        if !keys.0.contains_key(&id) && self.refresh().is_ok() {
            keys = self.data.load_full();
        }
        let key = keys.0.get(&id).ok_or(CryptoError::UnknownKey(id))?;
        let payload = Payload {
            msg: ciphertext,
            aad: &place.associated_data(),
        };
        key.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| CryptoError::NotGenuine)
    }

    /// The keyed hash of these bytes for this purpose. The same for as long as the key file's lookup key
    /// stays, however often data keys are rotated.
    pub fn mac(&self, purpose: Purpose, bytes: &[u8]) -> Mac {
        let subkey = Zeroizing::new(derive(&self.lookup, b"mac", &[purpose.label().as_bytes()]));
        derive(&subkey, bytes, &[])
    }

    /// A mark of each key under the name of its line in the key file, the lookup key first. A mark tells
    /// whether a key is the same and nothing else about it.
    pub fn marks(&self) -> Vec<(String, Mac)> {
        let data = self.data.load();
        let data = data
            .0
            .iter()
            .map(|(id, key)| (format!("data {id}"), key.mark));
        std::iter::once(("lookup".to_owned(), mark(&self.lookup)))
            .chain(data)
            .collect()
    }

    /// The numbers of the data keys, lowest first.
    pub fn data_keys(&self) -> Vec<u32> {
        self.data.load().0.keys().copied().collect()
    }

    /// The number of the data key that texts are sealed under at this moment.
    pub fn sealing_key(&self, now: Timestamp) -> Option<u32> {
        self.data.load().sealing(now).map(|(id, _)| id)
    }

    /// Since when that is the one.
    pub fn sealing_since(&self, now: Timestamp) -> Option<Timestamp> {
        self.data.load().sealing(now).map(|(_, key)| key.from)
    }

    /// The access code of a request: it follows from the secret idempotency key that the applicant's
    /// device made and from the number, so a retry is told the same code though none is stored.
    pub fn access_code(&self, idempotency_key: &str, number: &str) -> AccessCode {
        let subkey = Zeroizing::new(derive(&self.lookup, b"derive", &[b"access-code"]));
        // Bytes past the largest multiple of the alphabet are skipped, so every symbol is equally likely.
        let fair = u8::try_from(256 / SYMBOLS.len() * SYMBOLS.len()).unwrap_or(u8::MAX);
        let mut values = (0u32..)
            .flat_map(|block| {
                let parts = [
                    idempotency_key.as_bytes(),
                    number.as_bytes(),
                    &block.to_be_bytes(),
                ];
                derive(&subkey, b"block", &parts)
            })
            .filter(|byte| *byte < fair);
        let mut code = [0; CODE_SYMBOLS];
        for symbol in &mut code {
            *symbol = values.next().unwrap_or_default();
        }
        AccessCode::new(code)
    }
}

/// The number of the key that a sealed text needs; `None` when it is none.
pub fn key_of(sealed: &[u8]) -> Option<u32> {
    let (id, _) = sealed.split_first_chunk()?;
    Some(u32::from_be_bytes(*id))
}

/// Whether two hashes are the same, in a time that does not depend on where they differ.
pub fn same(one: &Mac, other: &Mac) -> bool {
    one.ct_eq(other).into()
}

/// The bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first digits of a hash of a text, for people to compare: who has the same has the same text.
pub(crate) fn digest(text: &[u8]) -> String {
    let mut digits = hex(&Sha256::digest(text));
    digits.truncate(8);
    digits
}

/// Fresh random bytes from the operating system.
pub fn random<const N: usize>() -> Result<[u8; N], CryptoError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(CryptoError::NoRandomness)?;
    Ok(bytes)
}

/// Kept in the database: never change how it is made.
fn mark(key: &[u8; KEY_BYTES]) -> Mac {
    derive(key, b"mark", &[])
}

/// HMAC-SHA-256 of a label and further parts, each with its length in front.
fn derive(key: &[u8; KEY_BYTES], label: &[u8], parts: &[&[u8]]) -> [u8; KEY_BYTES] {
    // HMAC takes keys of any length; a key of 32 bytes is padded to the block.
    let mut block = Zeroizing::new([0; 64]);
    for (padded, byte) in block.iter_mut().zip(key) {
        *padded = *byte;
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    mac.update(label);
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn create(path: &Path) -> Result<(), KeyFileError> {
    let io = |source| KeyFileError::Io {
        path: path.to_owned(),
        source,
    };
    let key = || -> Result<Zeroizing<String>, KeyFileError> {
        let mut bytes: KeyBytes = Zeroizing::default();
        getrandom::fill(&mut *bytes).map_err(KeyFileError::NoRandomness)?;
        Ok(to_hex(&bytes))
    };
    let text = Zeroizing::new(format!(
        "# Keys of this Fengqiao installation. Without them nothing that people wrote can be read:\n\
         # keep a copy apart from the database, and show it to nobody.\n\
         # `fengqiao keys` changes data keys; older ones stay until nothing is sealed under them.\n\
         # Never change the lookup key.\n\
         lookup {}\ndata 1 {}\n",
        *key()?,
        *key()?
    ));
    // Written aside and linked into place: another process starting at the same moment sees the whole file
    // or none, and never overwrites one.
    let suffix = u64::from_be_bytes(random().map_err(|error| match error {
        CryptoError::NoRandomness(source) => KeyFileError::NoRandomness(source),
        other => io(io::Error::other(other)),
    })?);
    let aside = path.with_extension(format!("new-{suffix:016x}"));
    let written =
        write_private(&aside, text.as_bytes()).and_then(|()| match fs::hard_link(&aside, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            linked => linked,
        });
    let removed = fs::remove_file(&aside);
    written.and(removed).map_err(io)?;
    sync_folder(path).map_err(io)
}

/// Adds a data key to the key file, with a number above this one and all in the file, that texts are sealed under
/// from then on. Answers its number.
pub(crate) fn add_key(path: &Path, above: u32, from: Timestamp) -> Result<u32, KeyFileError> {
    let mut id = 0;
    rewrite(path, |text| {
        let known = Keyring::from_text(text, path)?.data_keys();
        id = known.into_iter().fold(above, u32::max).saturating_add(1);
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let line = data_line(id, from)?;
        Ok(Zeroizing::new(format!("{text}{end}{}", *line)))
    })?;
    Ok(id)
}

/// Takes a data key out of the key file.
pub(crate) fn remove_key(path: &Path, id: u32) -> Result<(), KeyFileError> {
    let name = id.to_string();
    let is_it = |line: &&str| {
        let mut words = line.split_whitespace();
        words.next() == Some("data") && words.next() == Some(&name)
    };
    rewrite(path, |text| {
        let kept = text.split_inclusive('\n').filter(|line| !is_it(line));
        Ok(Zeroizing::new(kept.collect()))
    })
}

/// Changes the text of the key file, as a whole or not at all. The file beside it in which the new text is written
/// keeps others from doing the same.
fn rewrite(
    path: &Path,
    change: impl FnOnce(&str) -> Result<Zeroizing<String>, KeyFileError>,
) -> Result<(), KeyFileError> {
    let io = |source| KeyFileError::Io {
        path: path.to_owned(),
        source,
    };
    let aside = path.with_extension("changing");
    let mut file = match private().open(&aside) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(KeyFileError::Busy(aside));
        }
        opened => opened.map_err(io)?,
    };
    let changed = (|| {
        let text = Zeroizing::new(fs::read_to_string(path).map_err(io)?);
        let text = change(&text)?;
        // What must not be the end of it: a file that cannot be read.
        Keyring::from_text(&text, path)?;
        file.write_all(text.as_bytes()).map_err(io)?;
        keep_owner(path, &file).map_err(io)?;
        file.sync_all().map_err(io)?;
        fs::rename(&aside, path).map_err(io)
    })();
    if changed.is_err() {
        // What went wrong is worth more than that this did too.
        let _ = fs::remove_file(&aside);
    }
    changed.and_then(|()| sync_folder(path).map_err(io))
}

/// Gives a new file the owner and the permissions of the one whose place it takes.
#[cfg(unix)]
fn keep_owner(path: &Path, file: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let (old, new) = (fs::metadata(path)?, file.metadata()?);
    if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
        fchown(file, Some(old.uid()), Some(old.gid()))?;
    }
    file.set_permissions(old.permissions())
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &File) -> io::Result<()> {
    Ok(())
}

/// A line of the key file with a new data key that texts are sealed under from then on.
fn data_line(id: u32, from: Timestamp) -> Result<Zeroizing<String>, KeyFileError> {
    let mut bytes: KeyBytes = Zeroizing::default();
    getrandom::fill(&mut *bytes).map_err(KeyFileError::NoRandomness)?;
    Ok(Zeroizing::new(format!(
        "data {id} {} {from}\n",
        *to_hex(&bytes)
    )))
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private().open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_folder(path: &Path) -> io::Result<()> {
    match path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn refuse_if_exposed(path: &Path) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = fs::metadata(path).map_err(|source| KeyFileError::Io {
        path: path.to_owned(),
        source,
    })?;
    if metadata.permissions().mode() & 0o007 == 0 {
        Ok(())
    } else {
        Err(KeyFileError::Exposed(path.to_owned()))
    }
}

#[cfg(not(unix))]
fn refuse_if_exposed(_: &Path) -> Result<(), KeyFileError> {
    Ok(())
}

fn to_hex(bytes: &[u8; KEY_BYTES]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(2 * KEY_BYTES));
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(half.into(), 16).unwrap_or('0'));
        }
    }
    text
}

fn from_hex(text: &str) -> Option<[u8; KEY_BYTES]> {
    let mut key = [0; KEY_BYTES];
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = Zeroizing::new(digits.filter(|digits| digits.len() == 2 * KEY_BYTES)?);
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::try_from(pair.iter().fold(0, |value, digit| value * 16 + digit)).ok()?;
    }
    Some(key)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place {
        table: "request",
        column: "content",
        row: "FQ-2611-00000-0",
    };

    fn ring() -> Keyring {
        Keyring::new([7; 32], &[(1, [1; 32])]).unwrap()
    }

    #[test]
    fn opens_what_it_sealed_and_never_seals_alike() {
        let ring = ring();
        for text in ["", "张三 13912345678"] {
            let sealed = ring.seal(PLACE, text.as_bytes()).unwrap();
            assert_ne!(sealed, ring.seal(PLACE, text.as_bytes()).unwrap());
            assert_eq!(ring.open(PLACE, &sealed).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn refuses_tampering_at_every_byte_and_every_cut() {
        let ring = ring();
        let sealed = ring.seal(PLACE, "内容".as_bytes()).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(ring.open(PLACE, &changed).is_err(), "byte {at}");
            assert!(ring.open(PLACE, &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn refuses_another_row_column_or_table() {
        let ring = ring();
        let sealed = ring.seal(PLACE, b"x").unwrap();
        for elsewhere in [
            Place {
                row: "FQ-2611-00000-1",
                ..PLACE
            },
            Place {
                column: "detail",
                ..PLACE
            },
            Place {
                table: "entry",
                ..PLACE
            },
            Place {
                table: "requestc",
                column: "ontent",
                ..PLACE
            },
        ] {
            assert!(matches!(
                ring.open(elsewhere, &sealed),
                Err(CryptoError::NotGenuine)
            ));
        }
    }

    #[test]
    fn rotation_keeps_old_texts_and_all_hashes() {
        let old = ring();
        let sealed = old.seal(PLACE, b"before").unwrap();
        let both = Keyring::new([7; 32], &[(1, [1; 32]), (2, [2; 32])]).unwrap();
        assert_eq!(both.open(PLACE, &sealed).unwrap(), b"before");
        let fresh = both.seal(PLACE, b"after").unwrap();
        assert_eq!(fresh[..4], 2u32.to_be_bytes());
        assert!(matches!(
            old.open(PLACE, &fresh),
            Err(CryptoError::UnknownKey(2))
        ));
        assert_eq!(old.mac(Purpose::Body, b"b"), both.mac(Purpose::Body, b"b"));
        assert_eq!(old.access_code("key", "n"), both.access_code("key", "n"));
        let (old, both) = (old.marks(), both.marks());
        assert_eq!(old[..], both[..2]);
        let names: Vec<&str> = both.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["lookup", "data 1", "data 2"]);
    }

    #[test]
    fn a_key_is_used_from_its_time_on_and_learnt_from_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let running = Keyring::load_or_create(&path).unwrap();
        let early = running.seal(PLACE, b"early").unwrap();
        let tomorrow: Timestamp = "2999-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(add_key(&path, 0, Timestamp::UNIX_EPOCH).unwrap(), 2);
        assert_eq!(add_key(&path, 2, tomorrow).unwrap(), 3);
        let other = Keyring::load(&path).unwrap();
        assert_eq!(other.data_keys(), [1, 2, 3]);
        assert_eq!(other.sealing_key(Timestamp::now()), Some(2));
        assert_eq!(other.sealing_key(tomorrow), Some(3));
        assert_eq!(other.open(PLACE, &early).unwrap(), b"early");
        // The one that runs has not read the file again, and yet it can open what the other sealed.
        let fresh = other.seal(PLACE, b"fresh").unwrap();
        assert_eq!(key_of(&fresh), Some(2));
        assert_eq!(running.open(PLACE, &fresh).unwrap(), b"fresh");
        assert_eq!(running.sealing_key(Timestamp::now()), Some(2));
        // A number is not given again, and a key goes alone.
        remove_key(&path, 3).unwrap();
        assert_eq!(add_key(&path, 3, tomorrow).unwrap(), 4);
        remove_key(&path, 1).unwrap();
        running.refresh().unwrap();
        assert_eq!(running.data_keys(), [2, 4]);
    }

    #[test]
    fn a_key_file_is_changed_by_one_at_a_time_and_stays_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        Keyring::load_or_create(&path).unwrap();
        let before = fs::read_to_string(&path).unwrap();
        let refused = rewrite(&path, |_| Ok(Zeroizing::new("data 1".to_owned())));
        assert!(matches!(refused, Err(KeyFileError::Unreadable { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), before);
        let nested = rewrite(&path, |text| {
            let other = rewrite(&path, |text| Ok(Zeroizing::new(text.to_owned())));
            assert!(matches!(other, Err(KeyFileError::Busy(_))));
            Ok(Zeroizing::new(format!("{text}# changed\n")))
        });
        nested.unwrap();
        assert!(fs::read_to_string(&path).unwrap().ends_with("# changed\n"));
        Keyring::load(&path).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let foreign = Keyring::load_or_create(&folder.path().join("foreign")).unwrap();
        fs::copy(folder.path().join("foreign"), &path).unwrap();
        let running = Keyring::from_text(&before, &path).unwrap();
        assert!(matches!(
            running.refresh(),
            Err(KeyFileError::OtherLookup(_))
        ));
        drop(foreign);
    }

    #[test]
    fn every_key_has_a_mark_of_its_own() {
        let marks = |lookup, data| {
            Keyring::new([lookup; 32], &[(1, [data; 32])])
                .unwrap()
                .marks()
        };
        let (ours, theirs) = (marks(7, 1), marks(8, 2));
        assert_ne!(ours[0].1, theirs[0].1);
        assert_ne!(ours[1].1, theirs[1].1);
        assert_eq!(ours, marks(7, 1));
    }

    #[test]
    fn purposes_do_not_mix() {
        let ring = ring();
        let all = [
            Purpose::AccessCode,
            Purpose::IdempotencyKey,
            Purpose::Body,
            Purpose::LockScope,
            Purpose::StaffToken,
            Purpose::EvidenceBasket,
            Purpose::Upload,
            Purpose::Likeness,
            Purpose::DeskSession,
            Purpose::DeskToken,
            Purpose::OidcIdentity,
            Purpose::OidcState,
        ];
        for (at, one) in all.iter().enumerate() {
            for other in &all[at + 1..] {
                assert!(!same(&ring.mac(*one, b"x"), &ring.mac(*other, b"x")));
            }
        }
        assert!(same(
            &ring.mac(Purpose::Body, b"x"),
            &ring.mac(Purpose::Body, b"x")
        ));
    }

    #[test]
    fn stored_hashes_stay_what_they_are() {
        // A change here would lock every applicant out: a stored hash must be made the same way for ever.
        let shown: Vec<String> = ring().mac(Purpose::AccessCode, b"CODE")[..4]
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        let code = ring().access_code("key", "FQ-2611-00000-0").grouped();
        assert_eq!(
            (shown.concat().as_str(), code.as_str()),
            ("14e8d9d4", "BQT5-H61V-FN2X")
        );
        assert_eq!(ring().marks()[0].1[..4], [17, 115, 227, 52]);
    }

    #[test]
    fn a_code_depends_on_key_and_number() {
        let ring = ring();
        let code = ring.access_code("key", "number");
        assert_eq!(code, ring.access_code("key", "number"));
        assert_ne!(code, ring.access_code("key", "number2"));
        assert_ne!(code, ring.access_code("keyn", "umber"));
    }

    #[test]
    fn the_key_file_is_made_once_private_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let first = Keyring::load_or_create(&path).unwrap();
        let again = Keyring::load_or_create(&path).unwrap();
        let sealed = first.seal(PLACE, b"x").unwrap();
        assert_eq!(again.open(PLACE, &sealed).unwrap(), b"x");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
            mode(0o644);
            assert!(matches!(
                Keyring::load_or_create(&path),
                Err(KeyFileError::Exposed(_))
            ));
        }
        let text = fs::read_to_string(&path).unwrap();
        assert!(!format!("{first:?}").contains(&text[text.len() - 20..text.len() - 1]));
    }

    #[test]
    fn a_damaged_key_file_is_named_not_replaced() {
        let path = Path::new("keys");
        let key = "0f".repeat(32);
        let fine = format!("lookup {key}\n\n# note\ndata 1 {key}\ndata 2 {key}\n");
        let fine = Keyring::from_text(&fine, path).unwrap();
        assert_eq!(fine.sealing_key(Timestamp::MIN), Some(2));
        for (text, line) in [
            (format!("lookup {key}\ndata one {key}"), Some(2)),
            (format!("lookup {}", &key[1..]), Some(1)),
            ("secret".to_owned(), Some(1)),
            (format!("lookup {key}\ndata 1 {key} soon"), Some(2)),
            (format!("data 1 {key} 2026-11-26T00:00:00Z more"), Some(1)),
            (format!("lookup {key}"), None),
            (format!("data 1 {key}"), None),
            (format!("lookup {key}\ndata 1 {key}\ndata 1 {key}"), None),
            (String::new(), None),
        ] {
            match (Keyring::from_text(&text, path).unwrap_err(), line) {
                (KeyFileError::Unreadable { line, .. }, Some(expected)) => {
                    assert_eq!(line, expected)
                }
                (KeyFileError::Incomplete(_), None) => {}
                (other, _) => unreachable!("{other}"),
            }
        }
    }
}
