//! Journeys of residents and staff in a real browser, on a phone, against the release build.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop, loudly"
)]

mod access;
mod course;
mod depth;
mod desk;
mod desk_pages;
mod draft;
mod evidence;
mod feedback;
mod file;
mod find;
mod group;
mod health_check;
mod later;
mod life;
mod map;
mod notices;
mod offline;
mod oidc;
mod personal;
mod push;
mod report;
mod search;
mod settlement;
mod slots;
mod track;
mod which;
