//! An organization's page as text, and back: written as an export writes it and read as an import reads it, so that there
//! is one way to say each thing.

use std::path::Path;

use contract::draft::{Code, Field, Issue};
use contract::page::PageText;

use super::classify::language_word;
use super::columns::{Column, Columns};
use super::export::{cell, is_written};
use super::row;
use super::table::Record;
use crate::directory::Regions;
use crate::store::OrganizationRow;

/// A part of the text.
type Part = fn(&PageText) -> &String;

/// What can be changed: which column it is, which field of a form, and where it is in the text.
const PARTS: [(Column, Field, Part); 7] = [
    (Column::Address, Field::Address, |page| &page.address),
    (Column::Phone, Field::PagePhones, |page| &page.phones),
    (Column::Hours, Field::PageHours, |page| &page.hours),
    (Column::StepFree, Field::PageStepFree, |page| {
        &page.step_free
    }),
    (Column::Languages, Field::PageLanguages, |page| {
        &page.languages
    }),
    (Column::Mediators, Field::PageMediators, |page| {
        &page.mediators
    }),
    (Column::Cases, Field::PageCases, |page| &page.cases),
];

/// The page of an organization.
pub fn page_of(row: &OrganizationRow) -> PageText {
    let languages = row
        .languages
        .iter()
        .map(|language| language_word(*language));
    PageText {
        address: cell(row, Column::Address),
        phones: cell(row, Column::Phone),
        hours: cell(row, Column::Hours),
        step_free: cell(row, Column::StepFree),
        languages: languages.collect::<Vec<_>>().join("；"),
        mediators: cell(row, Column::Mediators),
        cases: cell(row, Column::Cases),
    }
}

/// The organization with this page, or everything in it that cannot be read.
pub fn with_page(
    row: &OrganizationRow,
    page: &PageText,
    regions: &Regions,
) -> Result<OrganizationRow, Vec<Issue>> {
    let fault = || vec![Issue::new(Field::Unknown, Code::NotAChoice)];
    let columns = || Column::ALL.iter().filter(|column| is_written(**column));
    let names = columns().filter_map(|column| column.names().first());
    let header: Vec<String> = names.map(|name| (*name).to_owned()).collect();
    let cells = columns().map(|column| {
        let part = PARTS.iter().find(|(of, ..)| of == column);
        match part {
            Some((_, _, text)) => text(page).trim().to_owned(),
            None => cell(row, *column),
        }
    });
    let record = Record {
        row: 1,
        cells: cells.collect(),
    };
    let columns = Columns::from_header(&header).map_err(|_| fault())?;
    let parsed = row::parse(&columns, &record, regions, Path::new("")).map_err(|bad| {
        let field = |column: &str| {
            let mut parts = PARTS.iter();
            parts.find_map(|(of, field, _)| of.names().contains(&column).then_some(*field))
        };
        let mut issues: Vec<_> = bad
            .iter()
            .filter_map(|bad| field(&bad.column))
            .map(|field| Issue::new(field, Code::NotAChoice))
            .collect();
        issues.dedup();
        if issues.is_empty() { fault() } else { issues }
    })?;
    let read = parsed.organization;
    // Nothing but what can be changed.
    Ok(OrganizationRow {
        address: read.address,
        phones: read.phones,
        hours: read.hours,
        hours_note: read.hours_note,
        step_free: read.step_free,
        languages: read.languages,
        mediators: read.mediators,
        cases: read.cases,
        ..row.clone()
    })
}
