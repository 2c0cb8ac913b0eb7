//! The REST interface, called on the router without a socket: one file per resource.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop, loudly"
)]

mod actors;
mod app;
mod bad_input;
mod case;
mod case_file;
mod course;
mod desk;
mod directory;
mod evidence;
mod faulty_store;
mod feedback;
mod files;
mod filing;
mod garbage;
mod groups;
mod invitations;
mod leaks;
mod likeness;
mod limits;
mod listening;
mod lockout;
mod logs;
mod marks;
mod news;
mod notices;
mod oidc;
mod open_data;
mod operations;
mod outage;
mod page;
mod paper;
mod personal;
mod push;
mod records;
mod reports;
mod samples;
mod seeking;
mod settlement;
mod slots;
mod staff;
mod supervision;
mod visits;
mod words;
