//! What the operator says about itself.

use contract::open_data::OpenDataView;
use contract::portal::PortalView;

use super::kept::{Answer, PORTAL, get_or_kept};
use super::{ApiFailure, Call, Method, call};

/// Figures for everybody.
pub async fn open_data() -> Result<OpenDataView, ApiFailure> {
    call(Call {
        method: Method::GET,
        path: "/api/v1/open-data",
        headers: &[],
        body: None,
    })
    .await
}

/// The operator's particulars, also as they are kept.
pub async fn portal() -> Result<Answer<PortalView>, ApiFailure> {
    get_or_kept(PORTAL, "").await
}
