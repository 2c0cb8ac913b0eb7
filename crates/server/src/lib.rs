//! The Fengqiao server: a thin REST backend over the rules of `contract`.

pub mod archive;
pub mod config;
pub mod crypto;
pub mod directory;
pub mod domain;
pub mod evidence;
pub mod http;
pub mod import;
pub mod keys;
pub mod notices;
pub mod oidc;
pub mod paper;
pub mod password;
pub mod sheet;
pub mod store;
pub mod telemetry;
