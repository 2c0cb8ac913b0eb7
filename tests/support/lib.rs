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
pub mod devtools;
pub mod page;
pub mod portal;
pub mod postgres;
pub mod process;
pub mod relay;
pub mod server;
pub mod staff;
pub mod tour;
pub mod world;
