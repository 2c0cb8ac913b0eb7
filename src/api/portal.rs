//! What the operator says about itself.

use contract::portal::PortalView;

use super::{ApiFailure, get};

/// The operator's particulars.
pub async fn portal() -> Result<PortalView, ApiFailure> {
    get("/api/v1/portal").await
}
