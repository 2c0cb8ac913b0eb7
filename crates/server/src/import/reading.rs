//! Reading a file from its beginning to its end, once to check it and once to write it.

use std::iter::Peekable;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::ImportError;
use super::check::GoodRow;
use super::columns::Columns;
use super::row;
use super::table::{Origin, Record, Table};
use crate::directory::Regions;
use crate::store::OrganizationRow;

/// Rows written to the store at once.
const BATCH: usize = 500;

/// What one reading of a file found: how many rows, and a hash of everything in them.
#[derive(Clone)]
pub(super) struct Reading {
    pub(super) rows: u64,
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

    fn add(&mut self, record: &Record) {
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
    pub(super) fn must_be(self, checked: Self, file: &Path) -> Result<(), ImportError> {
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
pub(super) struct Rows<'a> {
    file: PathBuf,
    table: Table,
    pub(super) columns: Columns,
    regions: &'a Regions,
    pub(super) reading: Reading,
}

/// A row's number and what it holds, or everything wrong with it.
pub(super) type Numbered = (u32, Result<row::Parsed, Vec<row::BadCell>>);

impl<'a> Rows<'a> {
    pub(super) fn open(origin: &Origin, regions: &'a Regions) -> Result<Self, ImportError> {
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
    pub(super) fn next_row(&mut self) -> Result<Option<Numbered>, ImportError> {
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

    /// The next of the good rows, this file being the `file`-th; `None` at its end.
    pub(super) fn batch(
        &mut self,
        file: usize,
        good: &mut Peekable<impl Iterator<Item = GoodRow>>,
    ) -> Result<Option<Vec<OrganizationRow>>, ImportError> {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            let Some((number, parsed)) = self.next_row()? else {
                break;
            };
            let this = |good: &GoodRow| good.file == file && good.row == number;
            if let (Some(good), Ok(parsed)) = (good.next_if(this), parsed) {
                batch.push(OrganizationRow {
                    id: good.identity.id,
                    key: good.identity.key,
                    parent: good.identity.parent,
                    ..parsed.organization
                });
            }
        }
        Ok((!batch.is_empty()).then_some(batch))
    }
}
