//! How soon results are on the screen of a slow phone, and how typing goes there: measured by `tests/bench`.

use std::process::ExitCode;

use anyhow::Result;

use super::service::program;
use crate::paths::Paths;
use crate::setup::browsers::Browser;
use crate::tests_package;

/// Builds both halves and runs the measurements in Chromium.
pub(crate) fn paint(paths: &Paths) -> Result<ExitCode> {
    let mut bench = program(paths)?;
    Browser::Chromium.ensure(paths, &mut bench)?;
    tests_package::outcome(bench.args(["--", "paint"]))
}
