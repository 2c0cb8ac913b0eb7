//! JavaScript tools, the map library and the font of printed applications from the npm registry, in the exact versions of `node/package-lock.json`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{apt, exclusive};
use crate::paths::Paths;
use crate::shell::{command, run_quietly, say, which};

const MANIFEST: &str = include_str!("../../node/package.json");
const LOCK: &str = include_str!("../../node/package-lock.json");

/// The folder that holds the packages, installed now unless they are there in these versions.
pub(crate) fn ensure(paths: &Paths) -> Result<PathBuf> {
    let folder = paths.node();
    let modules = folder.join("node_modules");
    // Written last, so it vouches for a complete installation.
    let receipt = folder.join("installed.json");
    let is_complete =
        || modules.is_dir() && fs::read_to_string(&receipt).is_ok_and(|text| text == LOCK);
    if is_complete() {
        return Ok(modules);
    }
    let _alone = exclusive(&paths.cache.join("node.lock"))?;
    if is_complete() {
        return Ok(modules);
    }
    if which("npm").is_none() {
        apt::install(&["npm"], "installing JavaScript tools")?;
    }
    say(
        "installing from npm: leaflet (draws the map), Noto Serif SC (applications are printed in it), binaryen (makes the WebAssembly smaller), axe-core and lighthouse (check the pages), oidc-provider (tests sign in with it)",
    );
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), MANIFEST)?;
    fs::write(folder.join("package-lock.json"), LOCK)?;
    run_quietly(
        command("npm")
            .args(["ci", "--no-progress", "--no-audit", "--no-fund"])
            .current_dir(&folder),
    )
    .context("could not install the JavaScript tools")?;
    fs::write(&receipt, LOCK)?;
    Ok(modules)
}
