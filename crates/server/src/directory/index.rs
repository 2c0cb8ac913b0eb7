//! Search over the directory.

use contract::organization::{OrganizationRef, OrganizationView, SearchQuery, SearchView};

use super::Regions;
use crate::store::OrganizationRow;

/// The region searched in is not in the list of regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such region")]
pub struct UnknownRegion;

/// Every organization, ordered for every search.
#[derive(Debug)]
pub struct Index {
    version: i64,
}

impl Index {
    /// Builds the index.
    pub fn build(version: i64, _rows: Vec<OrganizationRow>) -> Self {
        Self { version }
    }

    /// The directory version it was built from.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// How many organizations it holds.
    pub fn len(&self) -> usize {
        unimplemented!()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The organization with this id.
    pub fn get(&self, _id: &str) -> Option<&OrganizationRow> {
        unimplemented!()
    }

    /// One page of a search.
    pub fn search(
        &self,
        _query: &SearchQuery,
        _regions: &Regions,
    ) -> Result<SearchView, UnknownRegion> {
        unimplemented!()
    }

    /// Everything known about an organization, retired ones (which [`Self::get`] does not know) included.
    pub fn view(&self, _row: &OrganizationRow, _regions: &Regions) -> OrganizationView {
        unimplemented!()
    }
}

/// The organization as other resources mention it.
pub fn reference(_row: &OrganizationRow) -> OrganizationRef {
    unimplemented!()
}
