//! Building both halves: the browser apps into `dist/`, the server into one binary.

mod app;
pub(crate) mod desk;
mod leaflet;
pub(crate) mod pack;
pub(crate) mod page;
mod split;
mod stamp;

pub(crate) use app::{app, watch};

use anyhow::Result;

use crate::paths::Paths;
use crate::setup::font;
use crate::shell::{run, say};
use crate::tests_package::cargo;

/// Builds the release binary of the server, with the font that it prints in beside it.
pub(crate) fn server(paths: &Paths) -> Result<()> {
    say("building the server");
    run(cargo(paths).args(["build", "--release", "--package", "fengqiao-server"]))?;
    font::place(paths, &paths.server_binary())
}
