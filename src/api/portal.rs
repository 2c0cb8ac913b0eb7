//! What the operator says about itself.

use contract::portal::PortalView;

use super::ApiFailure;
use super::kept::{Answer, PORTAL, get_or_kept};

/// The operator's particulars, also as they are kept.
pub async fn portal() -> Result<Answer<PortalView>, ApiFailure> {
    get_or_kept(PORTAL, "").await
}
