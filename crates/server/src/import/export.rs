//! The way back: the directory as a file that an import reads into the same directory.

use std::io::Write;

use contract::geo::Precision;
use contract::hours::OpeningSpan;
use contract::kinds::Fee;

use super::columns::Column;
use super::formula::guarded;
use super::id::PUBLIC_ID;
use super::trust;
use crate::store::OrganizationRow;

const DAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

/// Writes CSV in UTF-8. It begins with a byte order mark, without which spreadsheet programs take the
/// Chinese for something else.
pub fn export(rows: &[OrganizationRow], mut to: impl Write) -> Result<(), csv::Error> {
    to.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::Writer::from_writer(to);
    let columns = || {
        Column::ALL
            .iter()
            .copied()
            .filter(|column| is_written(*column))
    };
    table.write_record(columns().filter_map(|column| column.names().first()))?;
    for row in rows {
        table.write_record(columns().map(|column| guarded(cell(row, column))))?;
    }
    Ok(table.flush()?)
}

/// The region's code says all that its names say.
pub(super) fn is_written(column: Column) -> bool {
    !matches!(column, Column::City | Column::County | Column::Township)
}

pub(super) fn cell(row: &OrganizationRow, column: Column) -> String {
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    // An approximate point follows from the region again.
    let own = row
        .position
        .filter(|position| position.precision == Precision::Exact);
    match column {
        Column::Id => format!("{PUBLIC_ID}{}", row.id),
        Column::Name => row.name.clone(),
        Column::Kind => row.kind.as_str().to_owned(),
        Column::Level => row.level.map_or("", |level| level.as_str()).to_owned(),
        Column::Parent => row
            .parent
            .as_ref()
            .map_or_else(String::new, |parent| format!("{PUBLIC_ID}{parent}")),
        Column::RegionCode => row.region.to_string(),
        Column::City | Column::County | Column::Township => String::new(),
        Column::Address => given(&row.address),
        Column::Phone => row.phones.join(";"),
        Column::Hours => row.hours_note.clone().unwrap_or_else(|| hours(&row.hours)),
        Column::Latitude => own.map_or_else(String::new, |own| own.point.lat.to_string()),
        Column::Longitude => own.map_or_else(String::new, |own| own.point.lon.to_string()),
        Column::Crs => own.map_or("", |_| "WGS84").to_owned(),
        // What was read off the name is read off it again.
        Column::Fields if row.fields_from_name => String::new(),
        Column::Fields => wire(row.fields.iter().map(|field| field.as_str())),
        Column::Services => wire(row.services.iter().map(|service| service.as_str())),
        Column::Fee => row.fee.unwrap_or(Fee::Unknown).as_str().to_owned(),
        Column::TariffUrl => given(&row.tariff_url),
        Column::License => given(&row.license),
        Column::Brand => given(&row.brand),
        Column::StepFree => row.step_free.map_or("", trust::step_free_words).to_owned(),
        Column::Languages => wire(row.languages.iter().map(|language| language.as_str())),
        Column::Mediators => trust::mediators_words(&row.mediators),
        Column::Cases => trust::cases_words(&row.cases),
        Column::SourceTitle => row.source.title.clone(),
        Column::SourceUrl => given(&row.source.url),
        Column::SourceDate => given(&row.source.published),
        Column::Verified => given(&row.source.verified),
    }
}

fn wire(names: impl Iterator<Item = &'static str>) -> String {
    names.collect::<Vec<_>>().join(";")
}

/// Day by day, in the words that the import reads.
fn hours(spans: &[OpeningSpan]) -> String {
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let parts = (1..).zip(DAYS).filter_map(|(day, name)| {
        let times: Vec<String> = spans
            .iter()
            .filter(|span| span.day == day)
            .map(|span| format!("{}-{}", time(span.opens), time(span.closes)))
            .collect();
        (!times.is_empty()).then(|| format!("{name} {}", times.join("、")))
    });
    parts.collect::<Vec<_>>().join("；")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::import::hours::read;

    #[test]
    fn hours_read_back() {
        let span = |day, opens, closes| OpeningSpan { day, opens, closes };
        for spans in [
            vec![span(1, 540, 720), span(1, 840, 1050), span(5, 0, 1440)],
            (1..=7).map(|day| span(day, 0, 1440)).collect(),
            vec![span(7, 61, 62)],
        ] {
            assert_eq!(read(&hours(&spans)), Some(spans));
        }
        assert_eq!(hours(&[]), "");
    }
}
