//! The directory.

use contract::organization::{
    Count, OrganizationView, Place, SearchQuery, SearchView, SuggestionsView,
};
use contract::region::RegionCode;
use contract::report::Report;
use serde::Deserialize;

use super::kept::{Answer, ORGANIZATIONS, SEARCHES, get_or_kept};
use super::{ApiFailure, Call, Method, call, get, to_json};
use crate::platform::address::encoded;

/// The first page of results, also the one that is kept. How far everything is tells where somebody is: near a
/// point, nothing is kept.
pub async fn search(query: &SearchQuery) -> Result<Answer<SearchView>, ApiFailure> {
    if let Some(Place::Near(_)) = query.place {
        let value = results(query).await?;
        return Ok(Answer { value, past: None });
    }
    get_or_kept(SEARCHES, &query.to_query_string()).await
}

/// A page of results as it is now.
pub async fn results(query: &SearchQuery) -> Result<SearchView, ApiFailure> {
    get(&["/api/v1/organizations?", &query.to_query_string()].concat()).await
}

/// What a text may mean; organizations in the region come before others.
pub async fn suggestions(
    text: &str,
    region: Option<RegionCode>,
) -> Result<SuggestionsView, ApiFailure> {
    let mut address = ["/api/v1/suggestions?q=", &encoded(text)].concat();
    if let Some(region) = region {
        address.push_str("&region=");
        address.push_str(&region.to_string());
    }
    get(&address).await
}

/// What a server's `FilterCounts` says, every value by its name on the wire: readers of six lists of different
/// values would weigh on the build.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs, reason = "the names are those of `FilterCounts`")]
pub struct Counts {
    pub fields: Vec<Count<String>>,
    pub kinds: Vec<Count<String>>,
    pub levels: Vec<Count<String>>,
    pub services: Vec<Count<String>>,
    pub languages: Vec<Count<String>>,
    pub open: Vec<Count<String>>,
    pub free: u32,
    pub step_free: u32,
}

/// How many organizations every value of every filter would find beside the others of the search.
pub async fn counts(query: &SearchQuery) -> Result<Counts, ApiFailure> {
    get(&["/api/v1/organizations/counts?", &query.to_query_string()].concat()).await
}

/// Everything known of one organization, also as it is kept.
pub async fn organization(id: &str) -> Result<Answer<OrganizationView>, ApiFailure> {
    get_or_kept(ORGANIZATIONS, id).await
}

/// The organization that a request goes to: of requests, nothing is kept.
pub async fn addressee(id: &str) -> Result<OrganizationView, ApiFailure> {
    get(&["/api/v1/organizations/", id].concat()).await
}

/// Tells that what is said of an organization is wrong. One key, one report.
pub async fn report(id: &str, key: &str, report: &Report) -> Result<(), ApiFailure> {
    call(Call {
        method: Method::POST,
        path: &["/api/v1/organizations/", id, "/reports"].concat(),
        headers: &[("idempotency-key", key)],
        body: to_json(report),
    })
    .await
}
