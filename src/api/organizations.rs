//! The directory.

use contract::organization::{OrganizationView, SearchQuery, SearchView, SuggestionsView};
use contract::region::RegionCode;

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

/// Everything known of one organization.
pub async fn organization(id: &str) -> Result<OrganizationView, ApiFailure> {
    get(&["/api/v1/organizations/", id].concat()).await
}
