//! Figures for those who lead an organization or watch over several.

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use contract::problem::{Problem, ProblemCode};
use contract::supervision::FiguresView;

use crate::domain::Period;
use crate::http::Shared;
use crate::http::attachment::attachment;
use crate::http::extract::{Json, Query, pairs};
use crate::http::problem::{Answer, internal, refuse};
use crate::http::session::AtWork;
use crate::sheet;

/// What happened in these months at one's own organization; for a centre, at those below it, too.
#[utoipa::path(
    get, path = "/api/v1/desk/figures", tag = "desk",
    params(
        ("from" = String, Query, description = "The first month, `YYYY-MM`"),
        ("to" = String, Query, description = "The last month, `YYYY-MM`; two years at most"),
    ),
    security(("staff-token" = []), ("desk-session" = [])),
    responses((status = 200, body = FiguresView), (status = "4XX", body = Problem)),
)]
pub(crate) async fn figures(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    query: Query,
) -> Answer<Json<FiguresView>> {
    let period = period_of(&query)?;
    Ok(Json(app.cases.figures(&staff, period).await?))
}

/// The same as a workbook, for the half-yearly and quarterly reports.
#[utoipa::path(
    get, path = "/api/v1/desk/figures.xlsx", tag = "desk",
    params(
        ("from" = String, Query, description = "The first month, `YYYY-MM`"),
        ("to" = String, Query, description = "The last month, `YYYY-MM`; two years at most"),
    ),
    security(("staff-token" = []), ("desk-session" = [])),
    responses(
        (status = 200, description = "The workbook", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = "4XX", body = Problem),
    ),
)]
pub(crate) async fn workbook(
    State(app): State<Shared>,
    AtWork(staff): AtWork,
    query: Query,
) -> Answer<Response> {
    let period = period_of(&query)?;
    let view = app.cases.figures(&staff, period).await?;
    let days = app.portal.first_contact_working_days;
    let book = sheet::workbook(&view, days).map_err(|error| internal(&error))?;
    let (from, to) = (&view.from, &view.to);
    Ok(attachment(
        &format!("非诉服务统计_{from}_{to}.xlsx"),
        &format!("figures_{from}_{to}.xlsx"),
        sheet::MEDIA_TYPE,
        Some(book.len() as u64),
        Body::from(book),
    ))
}

fn period_of(query: &Query) -> Answer<Period> {
    let pairs = pairs(&query.0);
    let value = |asked: &str| {
        let mut pairs = pairs.iter();
        pairs.find_map(|(name, value)| (name == asked).then_some(&**value))
    };
    value("from")
        .zip(value("to"))
        .and_then(|(from, to)| Period::read(from, to))
        .ok_or_else(|| refuse(ProblemCode::MalformedParameter))
}
