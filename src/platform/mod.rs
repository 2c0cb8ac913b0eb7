//! The browser: every call to it is made here, or in `crates/browser` where every app makes it. Nothing here panics; what a browser
//! refuses is answered with `None`, `false` or an error.

pub mod checksum;
pub mod clipboard;
pub mod files;
pub mod history;
pub mod location;
pub mod lock;
pub mod map;
pub mod network;
pub mod picture;
pub mod push;
pub mod shelf;
pub mod storage;
pub mod stream;

pub use browser::{address, clock, crash, download, focus, page, random, task};
