//! Benchmarks from outside: loopback, the release build, load and server on one machine. Each ends with which
//! promises were kept.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a tool that talks to the person who started it and stops when it cannot go on"
)]

mod directory;
mod find;
mod load;
mod paint;
mod postgis;
mod queue;
mod service;
mod streams;
mod table;

use std::process::ExitCode;

use table::Table;

fn main() -> ExitCode {
    let mut table = Table::default();
    match std::env::args().nth(1).as_deref() {
        None => {
            load::describe();
            service::measure(&mut table);
        }
        Some("find") => {
            load::describe();
            find::measure(&mut table);
        }
        Some("queue") => {
            load::describe();
            queue::measure(&mut table);
            streams::measure(&mut table);
        }
        Some("paint") => paint::measure(&mut table),
        Some(other) => {
            eprintln!("there is no benchmark {other:?}");
            return ExitCode::FAILURE;
        }
    }
    table.finish()
}
