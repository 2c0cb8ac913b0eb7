//! How fast the server answers and what it needs: measured by `tests/bench`, against the release build.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::build;
use crate::paths::Paths;
use crate::shell::command;

/// Builds the server and runs the measurements.
pub(crate) fn service(paths: &Paths) -> Result<ExitCode> {
    build::app(paths)?;
    build::server(paths)?;
    let status = command_of(paths, "bench").status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A program of the tests package, optimised and told where server and app are.
pub(crate) fn command_of(paths: &Paths, program: &str) -> Command {
    let mut cargo = command("cargo");
    cargo
        .args(["run", "--quiet", "--release", "--package", "fengqiao-tests"])
        .args(["--bin", program])
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", &paths.target)
        .env("FENGQIAO_SERVER", paths.server_binary())
        .env("FENGQIAO_DIST", &paths.dist);
    cargo
}
