//! The directory.

use contract::organization::{Count, OrganizationView, SearchQuery, SearchView, SuggestionsView};
use contract::region::RegionCode;
use serde::Deserialize;

use super::{ApiFailure, get};
use crate::platform::address::encoded;

/// One page of results.
pub async fn search(query: &SearchQuery) -> Result<SearchView, ApiFailure> {
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

/// Everything known of one organization.
pub async fn organization(id: &str) -> Result<OrganizationView, ApiFailure> {
    get(&["/api/v1/organizations/", id].concat()).await
}
