//! The browser: every call to it is made here and nowhere else. Nothing here panics; what a browser
//! refuses is answered with `None`, `false` or an error.

pub mod address;
pub mod checksum;
pub mod clipboard;
pub mod clock;
pub mod crash;
pub mod download;
pub mod files;
pub mod focus;
pub mod history;
pub mod location;
pub mod lock;
pub mod map;
pub mod network;
pub mod page;
pub mod picture;
pub mod random;
pub mod shelf;
pub mod storage;
pub mod stream;
pub mod task;
