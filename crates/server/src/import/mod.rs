//! Bringing organizations into the directory from spreadsheets, all or nothing.
//!
//! Every file is read twice: once to check all rows and report every bad one, once to write. So a bad row
//! on the last line costs nothing, and memory is bounded: a batch of rows, and for each row and each
//! organization of the directory what tells it from others.

use std::path::{Path, PathBuf};

use crate::directory::Regions;
use crate::store::{ImportCounts, Store, StoreError};

mod check;
mod classify;
mod columns;
mod encoding;
mod export;
mod formula;
mod hours;
mod id;
mod identity;
mod level;
mod page;
mod parents;
mod reading;
mod row;
mod table;
mod terminal;
#[cfg(test)]
mod tests;
mod trust;

pub use export::export;
pub(crate) use formula::guarded;
pub use page::{page_of, with_page};
pub use terminal::terminal;

use check::{Checked, check};
use identity::Living;
use reading::Rows;
use table::Origin;

/// The directory that comes with the product: organizations named in public sources.
const BUNDLED: &[u8] = include_bytes!("../../data/organizations.csv");

/// How to import.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Import the good rows although there are bad ones.
    pub skip_bad_rows: bool,
    /// The files are the whole directory: what they do not name is taken out of the search.
    pub replace: bool,
}

/// A cell that cannot be imported, and its row with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// File.
    pub file: PathBuf,
    /// Row as a spreadsheet counts it: the first row of the file is 1.
    pub row: u32,
    /// Column as the file names it; empty when the row as a whole is bad.
    pub column: String,
    /// What is in the cell.
    pub value: String,
    /// Why that is no good, in plain words.
    pub reason: String,
}

/// What happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows read, without headers and empty rows.
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
    #[error("{} {reason}", .file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why, in plain words that follow the file's name.
        reason: String,
    },
    /// The directory is not the one that the rows were compared with.
    #[error("another import finished meanwhile: nothing was imported, run it again")]
    Outdated,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Told what an import does while it does it.
pub trait Progress: Send {
    /// A file is being checked (`writing` is false) or its rows written; `done` rows are through. The
    /// total is known once the file was checked.
    fn step(&mut self, file: &Path, writing: bool, done: u64, total: Option<u64>);
    /// A row that cannot be imported; called once for each bad cell.
    fn bad_row(&mut self, row: &BadRow);
    /// Something worth knowing that stops nothing.
    fn note(&mut self, file: &Path, row: Option<u32>, text: &str);
}

/// Says nothing.
struct Silent;

impl Progress for Silent {
    fn step(&mut self, _: &Path, _: bool, _: u64, _: Option<u64>) {}
    fn bad_row(&mut self, _: &BadRow) {}
    fn note(&mut self, _: &Path, _: Option<u32>, _: &str) {}
}

/// Reads and reports, and changes nothing. Without a store the files are checked alone.
pub async fn dry_run(
    store: Option<&dyn Store>,
    regions: &Regions,
    files: &[PathBuf],
    options: Options,
    progress: &mut dyn Progress,
) -> Result<Report, ImportError> {
    let living = match store {
        Some(store) => Living::read(store).await?,
        None => Living::default(),
    };
    let origins = origins(files);
    Ok(check(living, regions, &origins, options.replace, progress)?.report)
}

/// Imports the files as one: everything becomes visible at once, or nothing does.
pub async fn run(
    store: &dyn Store,
    regions: &Regions,
    files: &[PathBuf],
    options: Options,
    progress: &mut dyn Progress,
) -> Result<Report, ImportError> {
    import(store, regions, &origins(files), options, progress).await
}

fn origins(files: &[PathBuf]) -> Vec<Origin> {
    files.iter().cloned().map(Origin::File).collect()
}

/// Imports the directory that comes with the product when the store has none; what it did, if anything.
pub async fn bundled(
    store: &dyn Store,
    regions: &Regions,
) -> Result<Option<ImportCounts>, ImportError> {
    if store.directory_version().await? > 0 {
        return Ok(None);
    }
    let origins = [Origin::Bundled(BUNDLED)];
    match import(store, regions, &origins, Options::default(), &mut Silent).await {
        Ok(report) => Ok(report.counts),
        // Another server started at the same time and has done it.
        Err(ImportError::Outdated) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn import(
    store: &dyn Store,
    regions: &Regions,
    origins: &[Origin],
    options: Options,
    progress: &mut dyn Progress,
) -> Result<Report, ImportError> {
    let living = Living::read(store).await?;
    let version = living.version;
    let Checked {
        mut report,
        readings,
        good,
    } = check(living, regions, origins, options.replace, progress)?;
    if report.bad_rows > 0 && !options.skip_bad_rows {
        return Ok(report);
    }
    let mut transaction = store.begin_import().await?;
    let written = async {
        let mut good = good.into_iter().peekable();
        for (file, (origin, checked)) in origins.iter().zip(readings).enumerate() {
            let mut rows = Rows::open(origin, regions)?;
            let mut done = 0;
            while let Some(batch) = rows.batch(file, &mut good)? {
                transaction.put(&batch).await?;
                done += batch.len() as u64;
                progress.step(origin.path(), true, done, Some(checked.rows));
            }
            rows.reading.must_be(checked, origin.path())?;
        }
        if store.directory_version().await? == version {
            Ok(())
        } else {
            Err(ImportError::Outdated)
        }
    };
    if let Err(error) = written.await {
        // What failed is the news; the rows left behind are swept later if they cannot be removed now.
        if let Err(error) = transaction.abandon().await {
            tracing::warn!(%error, "the rows of a failed import were not removed");
        }
        return Err(error);
    }
    report.counts = Some(transaction.commit(options.replace).await?);
    Ok(report)
}
