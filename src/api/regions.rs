//! Cities, counties and townships.

use contract::region::{RegionCode, RegionView};

use super::{ApiFailure, get};

/// A region, those above it and those directly below.
pub async fn region(code: RegionCode) -> Result<RegionView, ApiFailure> {
    get(&["/api/v1/regions/", &code.to_string()].concat()).await
}
