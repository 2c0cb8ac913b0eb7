//! Figures for everybody and what people said, as JSON and as tables.

use std::fmt::Write as _;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contract::open_data::{Figures, OpenDataView, Rounded};

use crate::http::Shared;
use crate::import::guarded;

/// Counted anew once in a while: browsers may keep it for as long.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// Begins the file so that spreadsheets read it as UTF-8.
const MARK: char = '\u{feff}';

const COLUMNS: &str = "地区代码,地区,月份,收到申请,受理,不受理,撤回,达成协议,没有达成协议,报告已履行,报告未履行,评价数,一半在几小时内得到第一次答复";

const WORDS_COLUMNS: [&str; 5] = ["地区代码", "地区", "月份", "星", "说的话"];

/// What was last counted, written once for everybody who asks.
#[derive(Default)]
pub(crate) struct Published {
    json: Bytes,
    table: Bytes,
    words: Bytes,
}

impl Published {
    pub(crate) fn new(view: &OpenDataView) -> Self {
        Self {
            // It is made of texts and numbers only, so writing it cannot fail.
            json: serde_json::to_vec(view).unwrap_or_default().into(),
            table: written(view).into(),
            // To memory, so that cannot fail either.
            words: written_words(view).unwrap_or_default().into(),
        }
    }
}

/// How many requests came, how soon they were answered and how they ended, by month and area.
#[utoipa::path(get, path = "/api/v1/open-data", tag = "portal", responses((status = 200, body = OpenDataView)))]
pub(crate) async fn show(State(app): State<Shared>) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (header::CACHE_CONTROL, KEEP),
    ];
    (headers, app.open_data.load().json.clone()).into_response()
}

/// The same as CSV; counts below five are written as `<5`.
#[utoipa::path(
    get, path = "/api/v1/open-data.csv", tag = "portal",
    responses((status = 200, content_type = "text/csv", body = String)),
)]
pub(crate) async fn table(State(app): State<Shared>) -> Response {
    let table = app.open_data.load().table.clone();
    file("attachment; filename=\"open-data.csv\"", table)
}

/// What people said, as CSV.
#[utoipa::path(
    get, path = "/api/v1/open-data-words.csv", tag = "portal",
    responses((status = 200, content_type = "text/csv", body = String)),
)]
pub(crate) async fn words(State(app): State<Shared>) -> Response {
    let words = app.open_data.load().words.clone();
    file("attachment; filename=\"open-data-words.csv\"", words)
}

fn file(name: &'static str, table: Bytes) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
        (header::CACHE_CONTROL, KEEP),
    ];
    (headers, table).into_response()
}

fn written(view: &OpenDataView) -> String {
    let mut csv = String::from(MARK);
    csv.push_str(COLUMNS);
    csv.push_str("\r\n");
    for area in &view.areas {
        for month in &area.months {
            // Names of areas and months hold nothing that a table reads otherwise.
            let _ = write!(csv, "{},{},{}", area.code, area.name, month.month);
            row(&month.figures, &mut csv);
        }
    }
    csv
}

fn written_words(view: &OpenDataView) -> Result<Vec<u8>, csv::Error> {
    let mut to = MARK.to_string().into_bytes();
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut to);
    table.write_record(WORDS_COLUMNS)?;
    for said in &view.words {
        let area = view.areas.iter().find(|area| area.code == said.code);
        table.write_record([
            said.code.to_string(),
            area.map(|area| area.name.clone()).unwrap_or_default(),
            said.month.clone(),
            said.stars.to_string(),
            // People write what they like.
            guarded(said.words.clone()),
        ])?;
    }
    table.flush()?;
    drop(table);
    Ok(to)
}

fn row(figures: &Figures, csv: &mut String) {
    let counts = [
        figures.received,
        figures.accepted,
        figures.declined,
        figures.withdrawn,
        figures.agreed,
        figures.ended,
        figures.performed,
        figures.unperformed,
        figures.ratings,
    ];
    for count in counts {
        let _ = write!(csv, ",{}", Told(count));
    }
    csv.push(',');
    if let Some(hours) = figures.half_within_hours {
        let _ = write!(csv, "{hours}");
    }
    csv.push_str("\r\n");
}

/// A count as the table tells it.
struct Told(Rounded);

impl std::fmt::Display for Told {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(count) => write!(to, "{count}"),
            None => to.write_str("<5"),
        }
    }
}
