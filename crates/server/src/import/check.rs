//! The first reading of all files: every bad row is reported, and the good ones are told apart.

use std::path::Path;

use super::columns::Column;
use super::identity::{self, Claim, Identity, Living, Refusal};
use super::parents;
use super::reading::{Reading, Rows};
use super::row::BadCell;
use super::table::Origin;
use super::{BadRow, ImportError, Progress, Report};
use crate::directory::Regions;

/// Rows between two progress steps.
const STEP: u64 = 1000;

/// What the first reading of all files found.
pub(super) struct Checked {
    pub(super) report: Report,
    /// Of each file.
    pub(super) readings: Vec<Reading>,
    /// The rows that can be imported, in their order.
    pub(super) good: Vec<GoodRow>,
}

/// A row that can be imported.
pub(super) struct GoodRow {
    /// Which file, by its place among those imported.
    pub(super) file: usize,
    /// Its number in the file.
    pub(super) row: u32,
    pub(super) identity: Identity,
}

/// Reads all files, reports what is bad in them and finds out which organizations the rows are.
pub(super) fn check(
    living: Living,
    regions: &Regions,
    origins: &[Origin],
    retires: bool,
    progress: &mut dyn Progress,
) -> Result<Checked, ImportError> {
    let mut check = Check {
        report: Report::default(),
        origins,
        parents: Vec::new(),
        progress,
    };
    let mut readings = Vec::new();
    let mut claims = Vec::new();
    for (file, origin) in origins.iter().enumerate() {
        let mut rows = Rows::open(origin, regions)?;
        readings.push(check.read(file, &mut rows, &mut claims)?);
    }
    let good = check.tell_apart(&claims, &living, retires);
    Ok(Checked {
        report: check.report,
        readings,
        good,
    })
}

struct Check<'a> {
    report: Report,
    origins: &'a [Origin],
    /// How each file calls the column of the parents.
    parents: Vec<String>,
    progress: &'a mut dyn Progress,
}

impl Check<'_> {
    fn path(&self, file: usize) -> &Path {
        self.origins.get(file).map_or(Path::new(""), Origin::path)
    }

    fn read(
        &mut self,
        file: usize,
        rows: &mut Rows<'_>,
        claims: &mut Vec<Claim>,
    ) -> Result<Reading, ImportError> {
        let path = self.path(file).to_owned();
        for column in rows.columns.unknown() {
            let text = format!("the column \"{column}\" is not known here and is left out");
            self.progress.note(&path, None, &text);
        }
        self.parents
            .push(rows.columns.name(Column::Parent).to_owned());
        while let Some((number, parsed)) = rows.next_row()? {
            match parsed {
                Ok(parsed) => {
                    for note in &parsed.notes {
                        self.progress.note(&path, Some(number), note);
                    }
                    claims.push(Claim::of(&parsed, file, number));
                }
                Err(cells) => self.refuse(file, number, cells),
            }
            let done = rows.reading.rows;
            if done.is_multiple_of(STEP) {
                self.progress.step(&path, false, done, None);
            }
        }
        let reading = rows.reading.clone();
        self.report.rows += reading.rows;
        self.progress
            .step(&path, false, reading.rows, Some(reading.rows));
        Ok(reading)
    }

    fn refuse(&mut self, file: usize, row: u32, cells: Vec<BadCell>) {
        self.report.bad_rows += 1;
        for cell in cells {
            let bad = BadRow {
                file: self.path(file).to_owned(),
                row,
                column: cell.column,
                value: cell.value,
                reason: cell.reason,
            };
            self.progress.bad_row(&bad);
        }
    }

    fn tell_apart(&mut self, claims: &[Claim], living: &Living, retires: bool) -> Vec<GoodRow> {
        let mut identities = identity::identify(claims, living);
        parents::find(claims, &mut identities, living, retires);
        let mut good = Vec::with_capacity(claims.len());
        for (claim, identity) in claims.iter().zip(identities) {
            let (file, row) = (claim.file, claim.row);
            match identity {
                Ok(identity) => good.push(GoodRow {
                    file,
                    row,
                    identity,
                }),
                Err(refusal) => {
                    let cell = self.bad_cell(refusal, claim, claims);
                    self.refuse(file, row, vec![cell]);
                }
            }
        }
        good
    }

    fn bad_cell(&self, refusal: Refusal, claim: &Claim, claims: &[Claim]) -> BadCell {
        let whole_row = |reason| BadCell {
            column: String::new(),
            value: claim.name.to_string(),
            reason,
        };
        let parent = |reason: &str| BadCell {
            column: self.parents.get(claim.file).cloned().unwrap_or_default(),
            value: claim.parent.as_deref().unwrap_or_default().to_owned(),
            reason: reason.to_owned(),
        };
        match refusal {
            Refusal::Repeats(first) => {
                let first = claims.get(first);
                let row = first.map_or(0, |first| first.row);
                let file = first.map_or(Path::new(""), |first| self.path(first.file));
                let file = file.display();
                whole_row(format!(
                    "the same organization is in row {row} of {file} already"
                ))
            }
            Refusal::TwoAtOnce => whole_row(
                "its key (编号) is one organization of the directory, its name and place are another"
                    .to_owned(),
            ),
            Refusal::NoParent => parent(
                "is neither the key (编号) nor the name of an organization in the files or in the directory",
            ),
            Refusal::ManyParents => {
                parent("is the name of several organizations: give the key (编号)")
            }
            Refusal::OwnParent => parent("is this organization itself"),
            Refusal::ParentRefused => parent("is an organization whose own row is bad"),
        }
    }
}
