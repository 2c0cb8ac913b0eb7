//! One record of a file as one organization, or everything wrong with it.

use std::path::Path;

use contract::geo::{Crs, Point, Position, Precision};
use contract::hours::OpeningSpan;
use contract::kinds::Fee;
use contract::organization::DataSource;
use contract::region::RegionCode;

use super::classify;
use super::columns::{Column, Columns};
use super::table::Record;
use super::{hours, id, level, trust};
use crate::directory::Regions;
use crate::store::OrganizationRow;

/// Longest text of one cell, in characters; addresses and titles are far shorter.
const TEXT_MAX: usize = 300;
/// Longest value repeated in a report, in characters.
const SHOWN_MAX: usize = 60;

/// A cell that cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadCell {
    pub(super) column: String,
    pub(super) value: String,
    pub(super) reason: String,
}

/// A row that can be imported.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    /// Still without its own id and its parent's.
    pub(super) organization: OrganizationRow,
    /// The id that its own key gives, when it has one.
    pub(super) key: Option<String>,
    /// The key or the name of its parent.
    pub(super) parent: Option<String>,
    /// What was understood only in part.
    pub(super) notes: Vec<String>,
}

/// Reads a record.
pub(super) fn parse(
    columns: &Columns,
    record: &Record,
    regions: &Regions,
    file: &Path,
) -> Result<Parsed, Vec<BadCell>> {
    let mut cells = Cells {
        columns,
        cells: &record.cells,
        bad: Vec::new(),
        notes: Vec::new(),
    };
    cells.check_width();
    let name = cells.name();
    let region = cells.region(regions);
    let kind = cells.read(
        Column::Kind,
        "is no kind of organization known here",
        |cell| classify::kind(cell, &name),
    );
    let position = cells.position(region, regions);
    let phones = cells.list(
        Column::Phone,
        "is not a phone number: only digits, + - ( ) and 转 are expected",
        phone,
    );
    let (hours, hours_note) = cells.hours();
    let listed = cells.list(
        Column::Fields,
        "is no dispute field known here",
        classify::field,
    );
    let services = cells.list(
        Column::Services,
        "is no service known here",
        classify::service,
    );
    let level = cells.optional(
        Column::Level,
        "is no level: expected 省级, 市级, 县级, 乡镇街道, 村社区 or 园区企业",
        level::stated,
    );
    let fee = cells.optional(Column::Fee, "is no fee: expected 免费 or 收费", fee);
    let url = "is no web address: expected http:// or https://";
    let tariff_url = cells.optional(Column::TariffUrl, url, web_address);
    let source = DataSource {
        title: cells
            .text(Column::SourceTitle)
            .unwrap_or_else(|| file_title(file)),
        url: cells.optional(Column::SourceUrl, url, web_address),
        published: cells.optional(
            Column::SourceDate,
            "is no date: expected YYYY, YYYY-MM or YYYY-MM-DD",
            partial_date,
        ),
        verified: cells.optional(
            Column::Verified,
            "is no date: expected YYYY-MM-DD",
            whole_date,
        ),
    };
    let brand = cells.text(Column::Brand);
    let step_free = cells.optional(
        Column::StepFree,
        "says neither yes nor no: expected 有 or 无",
        trust::step_free,
    );
    let languages = cells.list(
        Column::Languages,
        "is no language or dialect known here",
        classify::language,
    );
    let mediators = cells.optional(
        Column::Mediators,
        "is no list of mediators: expected 姓名（等级，荣誉）；姓名（等级）",
        trust::mediators,
    );
    let cases = cells.optional(
        Column::Cases,
        "is no list of cases: expected 标题 网址；标题 网址",
        trust::cases,
    );
    let address = cells.text(Column::Address);
    let license = cells.text(Column::License);
    let key = cells.text(Column::Id).map(|key| id::of_key(&key));
    let parent = cells.text(Column::Parent);
    let fee = match (kind, fee) {
        (Some(kind), fee) => cells.fee(kind, &name, fee),
        (None, fee) => fee,
    };
    let (Some(region), Some(kind), true) = (region, kind, cells.bad.is_empty()) else {
        return Err(cells.bad);
    };
    let fields_from_name = listed.is_empty();
    let organization = OrganizationRow {
        id: String::new(),
        key: None,
        level: level.or_else(|| level::named(&name, region, regions)),
        kind: kind.kind,
        parent: None,
        region,
        address,
        position,
        phones,
        hours,
        hours_note,
        fee,
        tariff_url,
        license,
        fields: if fields_from_name {
            classify::fields(kind.kind, &name)
        } else {
            listed
        },
        fields_from_name,
        services: if services.is_empty() {
            classify::services(&name)
        } else {
            services
        },
        brand,
        step_free,
        languages,
        mediators: mediators.unwrap_or_default(),
        cases: cases.unwrap_or_default(),
        source,
        name,
    };
    Ok(Parsed {
        organization,
        key,
        parent,
        notes: cells.notes,
    })
}

/// The cells of one record while they are read.
struct Cells<'a> {
    columns: &'a Columns,
    cells: &'a [String],
    bad: Vec<BadCell>,
    notes: Vec<String>,
}

impl Cells<'_> {
    fn cell(&self, column: Column) -> &str {
        self.columns.cell(self.cells, column)
    }

    fn fail(&mut self, column: Column, value: &str, reason: impl Into<String>) {
        let column = self.columns.name(column).to_owned();
        self.bad.push(BadCell {
            column,
            value: shortened(value),
            reason: reason.into(),
        });
    }

    fn check_width(&mut self) {
        let width = self.columns.width();
        let filled = self
            .cells
            .iter()
            .rposition(|cell| !cell.trim().is_empty())
            .map_or(0, |last| last + 1);
        if filled > width {
            let reason = format!("has {filled} columns, but the header has {width}");
            let value = shortened(&self.cells.join(","));
            self.bad.push(BadCell {
                column: String::new(),
                value,
                reason,
            });
        }
    }

    fn name(&mut self) -> String {
        if self.cell(Column::Name).is_empty() {
            self.fail(Column::Name, "", "must not be empty");
        }
        self.text(Column::Name).unwrap_or_default()
    }

    /// A text of the usual length without control characters.
    fn text(&mut self, column: Column) -> Option<String> {
        let text = self.cell(column).to_owned();
        if text.chars().count() > TEXT_MAX {
            self.fail(
                column,
                &text,
                format!("is longer than {TEXT_MAX} characters"),
            );
            return None;
        }
        if text.chars().any(char::is_control) {
            self.fail(
                column,
                &text.escape_debug().to_string(),
                "holds line breaks or other control characters",
            );
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    /// What the cell says, an empty one included.
    fn read<T>(
        &mut self,
        column: Column,
        reason: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = read(self.cell(column));
        if value.is_none() {
            let cell = self.cell(column).to_owned();
            self.fail(column, &cell, reason);
        }
        value
    }

    /// What the cell says; nothing when it is empty.
    fn optional<T>(
        &mut self,
        column: Column,
        reason: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if self.cell(column).is_empty() {
            None
        } else {
            self.read(column, reason, read)
        }
    }

    /// Several values in one cell, each once.
    fn list<T: PartialEq>(
        &mut self,
        column: Column,
        reason: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut values = Vec::new();
        let cell = self.cell(column).to_owned();
        let separators = [';', '；', '、', '/', '，', ',', '|', '\n'];
        for part in cell
            .split(separators)
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            match read(part) {
                Some(value) if !values.contains(&value) => values.push(value),
                Some(_) => {}
                None => self.fail(column, part, reason),
            }
        }
        values
    }

    /// The region by its code, else by its names. A township newer than the list is filed under its county.
    fn region(&mut self, regions: &Regions) -> Option<RegionCode> {
        if !self.cell(Column::RegionCode).is_empty() {
            let known =
                |cell: &str| RegionCode::parse(cell).filter(|code| regions.get(*code).is_some());
            return self.read(
                Column::RegionCode,
                "is no region code of this province",
                known,
            );
        }
        let [city, county, township] = [Column::City, Column::County, Column::Township]
            .map(|column| self.cell(column).to_owned());
        let resolved = regions.resolve(&city, &county, &township);
        let resolved = match resolved {
            Err(error) if !township.is_empty() => {
                regions.resolve(&city, &county, "").inspect(|_| {
                    self.notes.push(format!("filed under its county: {error}"));
                })
            }
            resolved => resolved,
        };
        resolved
            .map_err(|error| {
                let column = if county.is_empty() {
                    Column::City
                } else {
                    Column::County
                };
                self.fail(
                    column,
                    [city, county, township].join(" ").trim(),
                    error.to_string(),
                );
            })
            .ok()
    }

    /// Its own point when both coordinates and their system are known, else its region's.
    fn position(&mut self, region: Option<RegionCode>, regions: &Regions) -> Option<Position> {
        self.check_coordinates_are_whole();
        let number = |cell: &str| cell.parse::<f64>().ok().filter(|number| number.is_finite());
        let reason = "is no coordinate: expected decimal degrees";
        let lat = self.optional(Column::Latitude, reason, number);
        let lon = self.optional(Column::Longitude, reason, number);
        let crs = self.optional(
            Column::Crs,
            "is no reference system: expected WGS84, GCJ02 or BD09",
            crs,
        );
        if let (Some(lat), Some(lon)) = (lat, lon) {
            match crs {
                Some(crs) => match Point::from_crs(lat, lon, crs).filter(in_china) {
                    Some(point) => {
                        return Some(Position {
                            point: point.rounded(),
                            precision: Precision::Exact,
                        });
                    }
                    None => self.fail(
                        Column::Latitude,
                        &format!("{lat}, {lon}"),
                        "lies outside China: are latitude and longitude exchanged?",
                    ),
                },
                None => self
                    .notes
                    .push("coordinates left out: their reference system is not given".into()),
            }
        }
        regions.get(region?)?.position
    }

    /// Half a coordinate is a slip of the file: passing over it would lose a place that somebody knew.
    fn check_coordinates_are_whole(&mut self) {
        let given = |column| !self.cell(column).is_empty();
        let (lat, lon) = (given(Column::Latitude), given(Column::Longitude));
        let (column, reason) = match (lat, lon, given(Column::Crs)) {
            (true, false, _) => (Column::Latitude, "has no longitude (经度) beside it"),
            (false, true, _) => (Column::Longitude, "has no latitude (纬度) beside it"),
            (false, false, true) => (
                Column::Crs,
                "names a reference system, but the row has no coordinates",
            ),
            (true, true, _) | (false, false, false) => return,
        };
        let cell = self.cell(column).to_owned();
        self.fail(column, &cell, reason);
    }

    fn hours(&mut self) -> (Vec<OpeningSpan>, Option<String>) {
        match hours::read(self.cell(Column::Hours)) {
            Some(spans) => (spans, None),
            None => (Vec::new(), self.text(Column::Hours)),
        }
    }

    /// People's mediation is free by law (People's Mediation Law art 4). A roughly sorted row counts as
    /// such only when its name says so.
    fn fee(&mut self, kind: classify::Kind, name: &str, stated: Option<Fee>) -> Option<Fee> {
        let named = ["人民调解", "调委会", "调解委员会"]
            .iter()
            .any(|word| name.contains(word));
        let by_law = kind.kind.free_by_law() && (kind.official || named);
        if by_law && stated == Some(Fee::Tariff) {
            let cell = self.cell(Column::Fee).to_owned();
            self.fail(
                Column::Fee,
                &cell,
                "cannot be: people's mediation is free by law (People's Mediation Law, article 4)",
            );
        }
        match stated {
            // Said to be unknown, which is more than saying nothing.
            Some(Fee::Unknown) => None,
            _ if by_law => Some(Fee::FreeByLaw),
            stated => stated,
        }
    }
}

fn in_china(point: &Point) -> bool {
    (3.0..=54.0).contains(&point.lat) && (73.0..=136.0).contains(&point.lon)
}

fn crs(cell: &str) -> Option<Crs> {
    let plain: String = cell.chars().filter(char::is_ascii_alphanumeric).collect();
    match plain.to_ascii_lowercase().as_str() {
        "wgs84" | "gps" | "epsg4326" | "cgcs2000" => Some(Crs::Wgs84),
        "gcj02" => Some(Crs::Gcj02),
        "bd09" => Some(Crs::Bd09),
        _ => None,
    }
}

fn phone(cell: &str) -> Option<String> {
    let allowed = |c: char| {
        c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '（' | '）' | '转' | ' ' | '—')
    };
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    ((3..=20).contains(&digits) && cell.chars().all(allowed)).then(|| cell.to_owned())
}

fn fee(cell: &str) -> Option<Fee> {
    match cell {
        "免费" | "否" | "不收费" | "free" | "free-by-law" => Some(Fee::Free),
        "不详" | "unknown" => Some(Fee::Unknown),
        "收费" | "是" | "tariff" => Some(Fee::Tariff),
        _ => None,
    }
}

pub(super) fn web_address(cell: &str) -> Option<String> {
    let rest = cell
        .strip_prefix("https://")
        .or_else(|| cell.strip_prefix("http://"))?;
    let sound = !rest.is_empty()
        && !cell.chars().any(|c| c.is_whitespace() || c.is_control())
        && cell.len() <= 500;
    sound.then(|| cell.to_owned())
}

/// `YYYY`, `YYYY-MM` or a whole date.
fn partial_date(cell: &str) -> Option<String> {
    let year = |text: &str| {
        text.parse::<u16>()
            .ok()
            .filter(|year| text.len() == 4 && (1900..=2200).contains(year))
    };
    match cell.split_once('-') {
        None if cell.len() == 4 => year(cell).map(|_| cell.to_owned()),
        Some((before, month)) if month.len() == 2 => {
            let month: u8 = month
                .parse()
                .ok()
                .filter(|month| (1..=12).contains(month))?;
            Some(format!("{:04}-{month:02}", year(before)?))
        }
        _ => whole_date(cell),
    }
}

/// A real day, written `YYYY-MM-DD`; `/` and `.` are read too.
fn whole_date(cell: &str) -> Option<String> {
    let mut parts = cell.split(['-', '/', '.']);
    let (year, month, day) = (
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    );
    let date = jiff::civil::Date::new(year, month, day)
        .ok()
        .filter(|_| parts.next().is_none())?;
    (1900..=2200).contains(&year).then(|| date.to_string())
}

fn shortened(value: &str) -> String {
    let mut shown: String = value.chars().take(SHOWN_MAX).collect();
    if value.chars().nth(SHOWN_MAX).is_some() {
        shown.push('…');
    }
    shown
}

fn file_title(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
