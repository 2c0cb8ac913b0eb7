//! How fast the server answers and what it needs: measured by `tests/bench`, against the release build.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::paths::Paths;
use crate::setup::postgres::Postgres;
use crate::{build, tests_package};

/// Builds the server and runs the measurements of its requests.
pub(crate) fn service(paths: &Paths) -> Result<ExitCode> {
    tests_package::outcome(&mut program(paths)?)
}

/// Builds the server and measures how organizations are found, beside a PostgreSQL with PostGIS.
pub(crate) fn find(paths: &Paths) -> Result<ExitCode> {
    let postgres = Postgres::start_with_postgis()?;
    let mut bench = program(paths)?;
    bench
        .args(["--", "find"])
        .env("FENGQIAO_TEST_POSTGRES", postgres.url())
        .env("FENGQIAO_PGBENCH", postgres.program("pgbench"));
    tests_package::outcome(&mut bench)
}

/// Builds the server and measures how a desk works with a long queue, and what telling many of news costs.
pub(crate) fn queue(paths: &Paths) -> Result<ExitCode> {
    let mut bench = program(paths)?;
    tests_package::outcome(bench.args(["--", "queue"]))
}

/// The measurements, with both halves built.
pub(super) fn program(paths: &Paths) -> Result<Command> {
    build::app(paths)?;
    build::server(paths)?;
    Ok(tests_package::program(paths, "bench"))
}
