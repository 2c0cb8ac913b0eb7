//! Starting what is in the tests package, told where server and app are.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::paths::Paths;
use crate::shell::command;

/// Cargo in the clone, building into the folder of host builds.
pub(crate) fn cargo(paths: &Paths) -> Command {
    let mut cargo = command("cargo");
    cargo
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", &paths.target);
    cargo
}

/// One test target.
pub(crate) fn target(paths: &Paths, name: &str) -> Command {
    let mut cargo = located(paths);
    cargo.args(["test", "--package", "fengqiao-tests", "--test", name]);
    cargo
}

/// One of its programs, optimised.
pub(crate) fn program(paths: &Paths, name: &str) -> Command {
    let mut cargo = located(paths);
    cargo.args(["run", "--quiet", "--release"]).args([
        "--package",
        "fengqiao-tests",
        "--bin",
        name,
    ]);
    cargo
}

/// Runs a program of the package and ends as it does.
pub(crate) fn outcome(command: &mut Command) -> Result<ExitCode> {
    Ok(if command.status()?.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn located(paths: &Paths) -> Command {
    let mut cargo = cargo(paths);
    cargo
        .env("FENGQIAO_SERVER", paths.server_binary())
        .env("FENGQIAO_DIST", &paths.dist);
    cargo
}
