//! How fast the server answers and what it needs: measured by `tests/bench`, against the release build.

use std::process::ExitCode;

use anyhow::Result;

use crate::paths::Paths;
use crate::{build, tests_package};

/// Builds the server and runs the measurements.
pub(crate) fn service(paths: &Paths) -> Result<ExitCode> {
    build::app(paths)?;
    build::server(paths)?;
    tests_package::outcome(&mut tests_package::program(paths, "bench"))
}
