//! `cargo xtask bench`: what is promised about speed, measured. Each ends with what was met and missed.

pub(crate) mod load;
pub(crate) mod paint;
pub(crate) mod service;
mod targets;
