//! What every store must do.

pub(crate) mod guards;
pub(crate) mod imports;
pub(crate) mod keys;
pub(crate) mod requests;
