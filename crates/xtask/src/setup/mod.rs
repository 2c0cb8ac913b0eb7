//! Making the machine ready: each part says what is missing and why it is needed, installs it the
//! ordinary way, falls back where that is not possible, and costs nothing the second time.

pub(crate) mod apt;
pub(crate) mod browsers;
pub(crate) mod font;
pub(crate) mod node;
pub(crate) mod postgres;
pub(crate) mod tools;
pub(crate) mod wasm;

use std::fs::{self, File};
use std::path::Path;

use anyhow::Result;

/// Waits until no other task works on what the file stands for; that is so as long as the result lives.
pub(crate) fn exclusive(file: &Path) -> Result<File> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let lock = File::create(file)?;
    lock.lock()?;
    Ok(lock)
}
