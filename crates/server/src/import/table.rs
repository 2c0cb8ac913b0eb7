//! A file as a table: a header and numbered records, whatever the format.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

use calamine::{DataRef, Reader as _, Xlsx};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::encoding::{self, Encoding};

/// Where a table comes from.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    File(PathBuf),
    /// A CSV file that is part of the program.
    Bundled(&'static [u8]),
}

impl Origin {
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Bundled(_) => Path::new("organizations.csv"),
        }
    }

    fn open(&self) -> Result<Box<dyn Read + Send>, String> {
        Ok(match self {
            Self::File(path) => Box::new(BufReader::new(File::open(path).map_err(cannot_open)?)),
            Self::Bundled(bytes) => Box::new(*bytes),
        })
    }

    fn begins_with(&self, magic: &[u8]) -> Result<bool, String> {
        let mut start = Vec::new();
        self.open()?
            .take(magic.len() as u64)
            .read_to_end(&mut start)
            .map_err(cannot_open)?;
        Ok(start == magic)
    }
}

fn cannot_open(error: std::io::Error) -> String {
    format!("cannot be opened: {error}")
}

/// One row as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// As a spreadsheet counts: the first row of the file is 1.
    pub(super) row: u32,
    pub(super) cells: Vec<String>,
}

/// A table that is read row by row.
pub(super) struct Table {
    header: Vec<String>,
    body: Body,
}

enum Body {
    Csv(Box<Csv>),
    Xlsx(Receiver<Result<Record, String>>),
}

impl Table {
    /// Opens a CSV or XLSX file, told apart by content, not by name. Errors are plain words that follow
    /// the file's name.
    pub(super) fn open(origin: &Origin) -> Result<Self, String> {
        let body = match origin {
            Origin::File(path) if origin.begins_with(b"PK\x03\x04")? => {
                Body::Xlsx(read_xlsx(path)?)
            }
            Origin::File(_) if origin.begins_with(b"\xD0\xCF\x11\xE0")? => {
                return Err("is an old Excel file (.xls): save it as .xlsx or CSV".into());
            }
            _ => Body::Csv(Box::new(Csv::open(origin)?)),
        };
        let mut table = Self {
            header: Vec::new(),
            body,
        };
        let header = table
            .next_record()?
            .ok_or("has no header: its first row must name the columns")?;
        table.header = header.cells;
        Ok(table)
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// The next record; `None` at the end.
    pub(super) fn next_record(&mut self) -> Result<Option<Record>, String> {
        match &mut self.body {
            Body::Csv(csv) => csv.next_record(self.header.len()),
            Body::Xlsx(rows) => rows.recv().ok().transpose(),
        }
    }
}

struct Csv {
    reader: csv::Reader<Box<dyn Read + Send>>,
    ends_with_newline: bool,
    record: csv::StringRecord,
    /// The record after it, read ahead: only the last one can be cut off.
    ahead: Option<csv::StringRecord>,
    row: u32,
    /// Lines begun after the current record and after the one read ahead.
    line_after: u64,
    line_after_ahead: u64,
    next_line: u64,
}

impl Csv {
    fn open(origin: &Origin) -> Result<Self, String> {
        let look = encoding::look(origin.open()?)?;
        let encoding = match look.encoding {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Gb18030 => encoding_rs::GB18030,
        };
        let text = |raw| {
            DecodeReaderBytesBuilder::new()
                .encoding(Some(encoding))
                .strip_bom(true)
                .build(raw)
        };
        let delimiter = delimiter(text(origin.open()?))?;
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(Box::new(text(origin.open()?)) as Box<dyn Read + Send>);
        let mut csv = Self {
            reader,
            ends_with_newline: look.ends_with_newline,
            record: csv::StringRecord::new(),
            ahead: Some(csv::StringRecord::new()),
            row: 0,
            line_after: 1,
            line_after_ahead: 1,
            next_line: 1,
        };
        csv.advance()?;
        Ok(csv)
    }

    /// Makes the record read ahead the current one; `false` at the end.
    fn advance(&mut self) -> Result<bool, String> {
        let Some(ahead) = &mut self.ahead else {
            return Ok(false);
        };
        std::mem::swap(&mut self.record, ahead);
        self.line_after = self.line_after_ahead;
        let found = self
            .reader
            .read_record(ahead)
            .map_err(|error| format!("cannot be read: {error}"))?;
        self.line_after_ahead = self.reader.position().line();
        if !found {
            self.ahead = None;
        }
        Ok(true)
    }

    fn next_record(&mut self, width: usize) -> Result<Option<Record>, String> {
        if !self.advance()? {
            return Ok(None);
        }
        // The reader passes over empty lines; a spreadsheet counts them.
        let breaks: usize = self
            .record
            .iter()
            .map(|cell| cell.matches('\n').count())
            .sum();
        let line = self.line_after.saturating_sub(breaks as u64 + 1);
        let skipped = u32::try_from(line.saturating_sub(self.next_line)).unwrap_or(u32::MAX);
        self.next_line = self.line_after;
        self.row = self.row.saturating_add(skipped).saturating_add(1);
        if self.record.len() < width && self.ahead.is_none() && !self.ends_with_newline {
            return Err(format!(
                "looks cut off: its last row, {}, has {} of {width} columns and no line end",
                self.row,
                self.record.len()
            ));
        }
        Ok(Some(Record {
            row: self.row,
            cells: self.record.iter().map(str::to_owned).collect(),
        }))
    }
}

/// The separator that the header uses most: comma, semicolon or tab.
fn delimiter(mut text: impl Read) -> Result<u8, String> {
    let mut start = [0; 4096];
    let mut length = 0;
    while let Some(room) = start.get_mut(length..).filter(|room| !room.is_empty()) {
        match text.read(room).map_err(cannot_open)? {
            0 => break,
            read => length += read,
        }
    }
    let start = start.get(..length).unwrap_or_default();
    let header = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let uses = |separator: &u8| header.iter().filter(|byte| *byte == separator).count();
    // The last of equals wins, so the comma stands last.
    Ok([b'\t', b';', b',']
        .into_iter()
        .max_by_key(uses)
        .unwrap_or(b','))
}

/// Reads the first sheet on a thread of its own, cell by cell, a bounded number of rows ahead.
fn read_xlsx(path: &Path) -> Result<Receiver<Result<Record, String>>, String> {
    const ROWS_AHEAD: usize = 256;
    let damaged = |error: &dyn std::fmt::Display| {
        format!("cannot be read as XLSX, it may be cut off: {error}")
    };
    let file = File::open(path).map_err(cannot_open)?;
    let mut book = Xlsx::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
    let sheet = book
        .sheet_names()
        .into_iter()
        .next()
        .ok_or("has no sheet")?;
    let (to, from) = sync_channel(ROWS_AHEAD);
    std::thread::spawn(move || {
        let mut send_all = || -> Result<(), String> {
            let mut cells = book
                .worksheet_cells_reader(&sheet)
                .map_err(|error| damaged(&error))?;
            let mut record: Option<Record> = None;
            while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error))? {
                let (row, column) = cell.get_position();
                let row = row.saturating_add(1);
                // A receiver that is gone has read enough.
                if record.as_ref().is_some_and(|record| record.row != row)
                    && let Some(full) = record.take()
                    && to.send(Ok(full)).is_err()
                {
                    return Ok(());
                }
                let record = record.get_or_insert_with(|| Record {
                    row,
                    cells: Vec::new(),
                });
                let column = column as usize;
                if column < COLUMNS_MAX {
                    record
                        .cells
                        .resize(record.cells.len().max(column + 1), String::new());
                    if let Some(place) = record.cells.get_mut(column) {
                        *place = cell_text(cell.get_value());
                    }
                }
            }
            if let Some(last) = record {
                let _ = to.send(Ok(last));
            }
            Ok(())
        };
        if let Err(reason) = send_all() {
            let _ = to.send(Err(reason));
        }
    });
    Ok(from)
}

/// Columns beyond this are not read; a directory has fewer than thirty.
const COLUMNS_MAX: usize = 256;

/// A cell as a person would have typed it. Spreadsheets keep dates as numbers; those are written `YYYY-MM-DD`.
fn cell_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => calamine::Data::from(other.clone()).to_string(),
    }
}
