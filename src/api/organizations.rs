//! The directory.

use contract::organization::{OrganizationView, SearchQuery, SearchView};

use super::{ApiFailure, get};

/// One page of results.
pub async fn search(query: &SearchQuery) -> Result<SearchView, ApiFailure> {
    get(&["/api/v1/organizations?", &query.to_query_string()].concat()).await
}

/// Everything known of one organization.
pub async fn organization(id: &str) -> Result<OrganizationView, ApiFailure> {
    get(&["/api/v1/organizations/", id].concat()).await
}
