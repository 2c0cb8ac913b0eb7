//! Regions for the picker.

use axum::extract::State;
use contract::problem::{Problem, ProblemCode};
use contract::region::{RegionCode, RegionView};

use crate::http::Shared;
use crate::http::extract::{Json, Param};
use crate::http::problem::{Answer, refuse};

/// A region, the regions above it and the ones directly below.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}", tag = "directory",
    params(("code" = String, Path, description = "Official code of 6 or 9 digits; 320000 is the province")),
    responses((status = 200, body = RegionView), (status = 404, body = Problem)),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    Param(code): Param,
) -> Answer<Json<RegionView>> {
    RegionCode::parse(&code)
        .and_then(|code| app.directory.regions().view(code))
        .map(Json)
        .ok_or_else(|| refuse(ProblemCode::RegionNotFound))
}
