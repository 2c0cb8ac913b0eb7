//! Bringing organizations into the directory from spreadsheets, all or nothing.

use std::path::{Path, PathBuf};

use crate::directory::Regions;
use crate::store::{ImportCounts, Store, StoreError};

/// How to import.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Read and report, change nothing.
    pub dry_run: bool,
    /// Import the good rows although there are bad ones.
    pub skip_bad_rows: bool,
    /// The files are the whole directory: what they do not name is taken out of the search.
    pub replace: bool,
}

/// A row that cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// File.
    pub file: PathBuf,
    /// Row as a spreadsheet counts it: the first row of the file is 1.
    pub row: u32,
    /// Column as the file names it.
    pub column: String,
    /// What is in the cell.
    pub value: String,
    /// Why that is no good, in plain words.
    pub reason: String,
}

/// What happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows read, without headers.
    pub rows: u64,
    /// Rows that cannot be imported.
    pub bad_rows: u64,
    /// What changed; `None` when nothing was imported (a dry run, or bad rows).
    pub counts: Option<ImportCounts>,
}

/// Why an import stopped. Nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read as a table.
    #[error("{}: {reason}", .file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why, in plain words.
        reason: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Told what an import does while it does it.
pub trait Progress: Send {
    /// A file is being checked (`writing` is false) or its rows written; `done` of `total` bytes are through.
    fn step(&mut self, file: &Path, writing: bool, done: u64, total: u64);
    /// A row that cannot be imported.
    fn bad_row(&mut self, row: &BadRow);
    /// Something worth knowing that stops nothing.
    fn note(&mut self, file: &Path, row: Option<u32>, text: &str);
}

/// Progress on standard error: a bar on a terminal, plain lines elsewhere.
pub fn terminal() -> Box<dyn Progress> {
    unimplemented!()
}

/// Imports the files as one: everything becomes visible at once, or nothing does.
pub async fn run(
    _store: &dyn Store,
    _regions: &Regions,
    _files: &[PathBuf],
    _options: Options,
    _progress: &mut dyn Progress,
) -> Result<Report, ImportError> {
    unimplemented!()
}

/// Imports the directory that comes with the product when the store has none; what it did, if anything.
pub async fn bundled(_store: &dyn Store, _regions: &Regions) -> Result<Option<ImportCounts>, ImportError> {
    unimplemented!()
}
