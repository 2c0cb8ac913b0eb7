//! What happens around every handler, one concern a file. `http::router` puts them in order.

pub(crate) mod cache;
pub(crate) mod headers;
pub(crate) mod identify;
pub(crate) mod limits;
pub(crate) mod observe;
pub(crate) mod problem;
