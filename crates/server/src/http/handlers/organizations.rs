//! Finding an organization. Answered from the index in memory; no database is asked.

use axum::extract::State;
use axum::response::Response;
use contract::organization::{
    FilterCounts, OrganizationView, SearchQuery, SearchView, SuggestionsView, UnreadableParameter,
};
use contract::problem::{Problem, ProblemCode};
use contract::region::RegionCode;

use crate::http::Shared;
use crate::http::extract::{Json, Param, Query, pairs, written};
use crate::http::problem::{Answer, refuse};

/// One page of the organizations that match, nearest first.
#[utoipa::path(
    get, path = "/api/v1/organizations", tag = "directory",
    params(
        ("field" = Option<String>, Query, description = "Disputes it takes, a DisputeField"),
        ("kind" = Option<String>, Query, description = "Its legal kind, an OrganizationKind"),
        ("service" = Option<String>, Query, description = "What it offers, a Service"),
        ("level" = Option<String>, Query, description = "Its Level"),
        ("open" = Option<String>, Query, description = "When its door must be open, an OpenTime"),
        ("free" = Option<String>, Query, description = "`yes` for what costs nothing"),
        ("step-free" = Option<String>, Query, description = "`yes` for what a wheelchair reaches"),
        ("language" = Option<String>, Query, description = "A Language it must speak"),
        ("near" = Option<String>, Query, description = "`lat,lon` in WGS-84 degrees"),
        ("region" = Option<String>, Query, description = "Official region code"),
        ("offset" = Option<u32>, Query, description = "Results to skip, at most 400"),
    ),
    responses(
        (status = 200, body = SearchView),
        (status = 400, body = Problem),
        (status = 404, body = Problem, description = "The region is not known"),
    ),
)]
pub(crate) async fn search(State(app): State<Shared>, query: Query) -> Answer<Response> {
    let query = read(&query)?;
    let index = app.directory.index();
    // Written while the index lends what it says.
    index
        .search(&query, app.directory.regions(), app.cases.week_minute())
        .map(|answer| written(answer.written()))
        .map_err(|_| refuse(ProblemCode::RegionNotFound))
}

/// How many organizations every value of every filter would find. Takes what the search takes; the place
/// does not count.
#[utoipa::path(
    get, path = "/api/v1/organizations/counts", tag = "directory",
    responses((status = 200, body = FilterCounts), (status = 400, body = Problem)),
)]
pub(crate) async fn counts(State(app): State<Shared>, query: Query) -> Answer<Json<FilterCounts>> {
    let query = read(&query)?;
    Ok(Json(
        app.directory
            .index()
            .counts(&query, app.cases.week_minute()),
    ))
}

/// What a text typed into the search box may mean.
#[utoipa::path(
    get, path = "/api/v1/suggestions", tag = "directory",
    params(
        ("q" = String, Query, description = "The text; what is beyond 40 characters is not looked at"),
        ("region" = Option<String>, Query, description = "Region whose organizations come first"),
    ),
    responses((status = 200, body = SuggestionsView), (status = 400, body = Problem)),
)]
pub(crate) async fn suggest(
    State(app): State<Shared>,
    query: Query,
) -> Answer<Json<SuggestionsView>> {
    let pairs = pairs(&query.0);
    let value = |wanted: &str| {
        let mut pairs = pairs.iter();
        pairs.find_map(|(name, value)| (name == wanted).then_some(&**value))
    };
    let region = value("region")
        .map(|code| RegionCode::parse(code).ok_or_else(|| refuse(ProblemCode::MalformedParameter)));
    let text = value("q").unwrap_or_default();
    Ok(Json(app.directory.suggest(text, region.transpose()?)))
}

fn read(query: &Query) -> Answer<SearchQuery> {
    read_search(&query.0).map_err(|_| refuse(ProblemCode::MalformedParameter))
}

/// The search that a query string asks for.
pub fn read_search(query: &str) -> Result<SearchQuery, UnreadableParameter> {
    let pairs = pairs(query);
    let pairs = pairs.iter().map(|(name, value)| (&**name, &**value));
    SearchQuery::from_pairs(pairs)
}

/// Everything known about an organization.
#[utoipa::path(
    get, path = "/api/v1/organizations/{id}", tag = "directory",
    params(("id" = String, Path, description = "Id of the organization")),
    responses((status = 200, body = OrganizationView), (status = 404, body = Problem)),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    Param(id): Param,
) -> Answer<Json<OrganizationView>> {
    app.directory
        .view(&id)
        .map(Json)
        .ok_or_else(|| refuse(ProblemCode::OrganizationNotFound))
}
