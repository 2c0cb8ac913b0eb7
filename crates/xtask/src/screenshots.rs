//! `cargo xtask screenshots`: every page and state as a picture, to be looked at.

use std::process::ExitCode;

use anyhow::Result;

use crate::paths::Paths;
use crate::setup::browsers::Browser;
use crate::{build, tests_package};

/// Builds both halves and takes the pictures into `screenshots/`.
pub(crate) fn screenshots(paths: &Paths) -> Result<ExitCode> {
    build::app(paths)?;
    build::server(paths)?;
    let mut pictures = tests_package::program(paths, "screenshots");
    Browser::Chromium.ensure(paths, &mut pictures)?;
    pictures.env("FENGQIAO_SCREENSHOTS", paths.root.join("screenshots"));
    tests_package::outcome(&mut pictures)
}
