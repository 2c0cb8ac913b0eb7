//! Bringing organizations into the directory from spreadsheets, all or nothing.
//!
//! Every file is read twice: once to check all rows and report every bad one, once to write. So a bad row
//! on the last line costs nothing, and memory is bounded: a batch of rows, and the ids seen so far.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::directory::Regions;
use crate::store::{ImportCounts, OrganizationRow, Store, StoreError};

mod classify;
mod columns;
mod encoding;
mod export;
mod fold;
mod hours;
mod level;
mod row;
mod table;
mod terminal;
#[cfg(test)]
mod tests;

pub use export::export;
pub use terminal::terminal;

use columns::Columns;
use table::{Origin, Table};

/// Rows written to the store at once.
const BATCH: usize = 500;
/// Rows between two progress steps.
const STEP: u64 = 1000;
/// The directory that comes with the product: organizations named in public sources.
const BUNDLED: &[u8] = include_bytes!("../../data/organizations.csv");

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

/// Imports the files as one: everything becomes visible at once, or nothing does.
pub async fn run(
    store: &dyn Store,
    regions: &Regions,
    files: &[PathBuf],
    options: Options,
    progress: &mut dyn Progress,
) -> Result<Report, ImportError> {
    let origins: Vec<Origin> = files.iter().cloned().map(Origin::File).collect();
    import(store, regions, &origins, options, progress).await
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
    let report = import(store, regions, &origins, Options::default(), &mut Silent).await?;
    Ok(report.counts)
}

async fn import(
    store: &dyn Store,
    regions: &Regions,
    origins: &[Origin],
    options: Options,
    progress: &mut dyn Progress,
) -> Result<Report, ImportError> {
    let mut check = Check::default();
    let mut readings = Vec::new();
    for origin in origins {
        readings.push(check.file(origin, regions, progress)?);
    }
    let mut report = check.report;
    if options.dry_run || (report.bad_rows > 0 && !options.skip_bad_rows) {
        return Ok(report);
    }
    let mut transaction = store.begin_import().await?;
    let written = async {
        for (origin, checked) in origins.iter().zip(readings) {
            let mut rows = Rows::open(origin, regions)?;
            let mut done = 0;
            while let Some(batch) = rows.batch(&check.first_rows)? {
                transaction.put(&batch).await?;
                done += batch.len() as u64;
                progress.step(origin.path(), true, done, Some(checked.rows));
            }
            rows.reading.must_be(checked, origin.path())?;
        }
        Ok(())
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

/// Where an organization was first seen, by its id: file and row.
type FirstRows = HashMap<String, (PathBuf, u32)>;

/// The first reading: counts rows, reports bad ones, finds organizations named twice.
#[derive(Default)]
struct Check {
    report: Report,
    first_rows: FirstRows,
}

impl Check {
    fn file(
        &mut self,
        origin: &Origin,
        regions: &Regions,
        progress: &mut dyn Progress,
    ) -> Result<Reading, ImportError> {
        let file = origin.path();
        let mut rows = Rows::open(origin, regions)?;
        for column in rows.columns.unknown() {
            let text = format!("the column \"{column}\" is not known here and is left out");
            progress.note(file, None, &text);
        }
        while let Some((number, parsed)) = rows.next_row()? {
            self.report.rows += 1;
            let done = rows.reading.rows;
            let result = parsed.and_then(|parsed| {
                for note in &parsed.notes {
                    progress.note(file, Some(number), note);
                }
                self.remember(&parsed.organization, file, number)
            });
            if let Err(cells) = result {
                self.report.bad_rows += 1;
                for cell in cells {
                    progress.bad_row(&BadRow {
                        file: file.to_owned(),
                        row: number,
                        column: cell.column,
                        value: cell.value,
                        reason: cell.reason,
                    });
                }
            }
            if done % STEP == 0 {
                progress.step(file, false, done, None);
            }
        }
        let reading = rows.reading;
        progress.step(file, false, reading.rows, Some(reading.rows));
        Ok(reading)
    }

    fn remember(
        &mut self,
        row: &OrganizationRow,
        file: &Path,
        number: u32,
    ) -> Result<(), Vec<row::BadCell>> {
        let here = (file.to_owned(), number);
        let first = self
            .first_rows
            .entry(row.id.clone())
            .or_insert_with(|| here.clone());
        if *first == here {
            return Ok(());
        }
        Err(vec![row::BadCell {
            column: String::new(),
            value: row.name.clone(),
            reason: format!(
                "the same organization is in row {} of {} already",
                first.1,
                first.0.display()
            ),
        }])
    }
}

/// What one reading of a file found: how many rows, and a hash of everything in them.
#[derive(Clone)]
struct Reading {
    rows: u64,
    hash: Sha256,
}

impl Reading {
    fn begin(header: &[String]) -> Self {
        let mut reading = Self {
            rows: 0,
            hash: Sha256::new(),
        };
        reading.add_cells(header);
        reading
    }

    fn add(&mut self, record: &table::Record) {
        self.rows += 1;
        self.hash.update(record.row.to_be_bytes());
        self.add_cells(&record.cells);
    }

    fn add_cells(&mut self, cells: &[String]) {
        self.hash.update((cells.len() as u64).to_be_bytes());
        for cell in cells {
            self.hash.update((cell.len() as u64).to_be_bytes());
            self.hash.update(cell.as_bytes());
        }
    }

    /// What was checked must be what is written.
    fn must_be(self, checked: Self, file: &Path) -> Result<(), ImportError> {
        if self.hash.finalize() == checked.hash.finalize() {
            return Ok(());
        }
        Err(ImportError::File {
            file: file.to_owned(),
            reason: "was changed while it was imported: nothing was, import it again".into(),
        })
    }
}

/// The rows of one file, parsed.
struct Rows<'a> {
    file: PathBuf,
    table: Table,
    columns: Columns,
    regions: &'a Regions,
    reading: Reading,
}

/// A row's number and what it holds, or everything wrong with it.
type Numbered = (u32, Result<row::Parsed, Vec<row::BadCell>>);

impl<'a> Rows<'a> {
    fn open(origin: &Origin, regions: &'a Regions) -> Result<Self, ImportError> {
        let file = origin.path().to_owned();
        let failed = |reason| ImportError::File {
            file: file.clone(),
            reason,
        };
        let table = Table::open(origin).map_err(failed)?;
        let columns = Columns::from_header(table.header()).map_err(failed)?;
        let reading = Reading::begin(table.header());
        Ok(Self {
            file,
            table,
            columns,
            regions,
            reading,
        })
    }

    /// The next row that is not empty.
    fn next_row(&mut self) -> Result<Option<Numbered>, ImportError> {
        while let Some(record) = self
            .table
            .next_record()
            .map_err(|reason| ImportError::File {
                file: self.file.clone(),
                reason,
            })?
        {
            if record.cells.iter().any(|cell| !cell.trim().is_empty()) {
                self.reading.add(&record);
                let parsed = row::parse(&self.columns, &record, self.regions, &self.file);
                return Ok(Some((record.row, parsed)));
            }
        }
        Ok(None)
    }

    /// The next good rows; `None` at the end.
    fn batch(
        &mut self,
        first_rows: &FirstRows,
    ) -> Result<Option<Vec<OrganizationRow>>, ImportError> {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            let Some((number, parsed)) = self.next_row()? else {
                break;
            };
            let Ok(parsed) = parsed else { continue };
            let first = first_rows.get(&parsed.organization.id);
            if first.is_some_and(|(file, row)| *file == self.file && *row == number) {
                batch.push(parsed.organization);
            }
        }
        Ok((!batch.is_empty()).then_some(batch))
    }
}
