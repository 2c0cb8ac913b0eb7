//! `cargo xtask screenshots`: every page and state as a picture, to be looked at.

use std::process::ExitCode;

use anyhow::Result;

use crate::bench::service::command_of;
use crate::build;
use crate::paths::Paths;
use crate::setup::browsers::Browser;

/// Builds both halves and takes the pictures into `screenshots/`.
pub(crate) fn screenshots(paths: &Paths) -> Result<ExitCode> {
    build::app(paths)?;
    build::server(paths)?;
    let mut pictures = command_of(paths, "screenshots");
    Browser::Chromium.ensure(paths, &mut pictures)?;
    let folder = paths.root.join("screenshots");
    let status = pictures.env("FENGQIAO_SCREENSHOTS", &folder).status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
