//! Passwords of people at a desk: hashed with Argon2id (RFC 9106), never kept.
//!
//! Hashing one takes about 20 MB and tens of milliseconds on purpose, so it happens aside and only a few at a time.
//! The line for it is short: whoever finds it full comes again later, and keeps nobody else from anything.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use contract::desk::PASSWORD_MAX;
use tokio::sync::{Semaphore, SemaphorePermit};
use zeroize::Zeroizing;

/// How many are hashed at a time.
const AT_ONCE: usize = 2;

/// How many wait or are hashed at a time.
const LINE_LENGTH: usize = 32;

static HASHING: Semaphore = Semaphore::const_new(AT_ONCE);
static LINE: Semaphore = Semaphore::const_new(LINE_LENGTH);

/// A place in the line; none when it is full.
pub fn place_in_line() -> Option<SemaphorePermit<'static>> {
    LINE.try_acquire().ok()
}

/// What nobody's password hashes to, made as the others are, so that looking at it takes as long.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password could not be hashed or compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The library could not, or what is stored is no hash.
    #[error("a password cannot be hashed")]
    Hash(argon2::password_hash::Error),
    /// What is stored is no hash.
    #[error("a stored password hash cannot be read")]
    Stored,
    /// The work was broken off.
    #[error("hashing a password broke off")]
    BrokenOff,
}

/// The hash of a password, with how it was made.
pub async fn hash(password: &str) -> Result<String, PasswordError> {
    let password = Zeroizing::new(password.to_owned());
    aside(move || {
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string())
            .map_err(PasswordError::Hash)
    })
    .await
}

/// Whether this is the password with this hash. Without a hash it is not, after the same work. None that was set is longer
/// than [`PASSWORD_MAX`]: that is told without any.
pub async fn is_right(password: &str, hash: Option<&str>) -> Result<bool, PasswordError> {
    if password.chars().nth(usize::from(PASSWORD_MAX)).is_some() {
        return Ok(false);
    }
    let password = Zeroizing::new(password.to_owned());
    let is_anybodys = hash.is_some();
    let hash = hash.unwrap_or(NOBODYS).to_owned();
    aside(move || {
        let hash = PasswordHash::new(&hash).map_err(|_| PasswordError::Stored)?;
        let is_same = Argon2::default().verify_password(password.as_bytes(), &hash);
        Ok(is_anybodys && is_same.is_ok())
    })
    .await
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, PasswordError> {
    let turn = HASHING
        .acquire()
        .await
        .map_err(|_| PasswordError::BrokenOff)?;
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(|_| PasswordError::BrokenOff)?
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_alone() {
        let hash = hash("四个词就是好的密码").await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(is_right("四个词就是好的密码", Some(&hash)).await.unwrap());
        assert!(!is_right("四个词就是好的密碼", Some(&hash)).await.unwrap());
        assert_ne!(hash, super::hash("四个词就是好的密码").await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        for guess in ["", "password"] {
            assert!(!is_right(guess, None).await.unwrap());
        }
        assert!(matches!(
            is_right("x", Some("plain")).await,
            Err(PasswordError::Stored)
        ));
    }
}
