//! One file per resource: read the request, call the use case, answer.

pub(crate) mod operations;
pub(crate) mod organizations;
pub(crate) mod portal;
pub(crate) mod regions;
pub(crate) mod requests;
pub(crate) mod staff;
