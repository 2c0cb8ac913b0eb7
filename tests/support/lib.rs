//! What the tests share: the server as a child process, browsers, pages and sample data.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop, loudly"
)]

pub mod applicant;
pub mod browser;
pub mod checks;
pub mod checkup;
pub mod colleagues;
pub mod desk;
pub mod devtools;
pub mod font;
pub mod gateway;
pub mod mail;
pub mod page;
pub mod papers;
pub mod portal;
pub mod postgres;
pub mod process;
pub mod provider;
pub mod push;
pub mod relay;
pub mod s3;
pub mod server;
mod service;
pub mod staff;
pub mod tiles;
pub mod tour;
pub mod world;
