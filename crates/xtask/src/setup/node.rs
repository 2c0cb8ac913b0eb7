//! Packages from the npm registry, in exact versions.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::paths::Paths;
use crate::shell::{command, run_quietly, say, which};

/// An npm package at the version that is tried.
pub(crate) struct Package {
    name: &'static str,
    version: &'static str,
    why: &'static str,
}

/// Makes the WebAssembly smaller (`wasm-opt`).
pub(crate) const BINARYEN: Package = Package {
    name: "binaryen",
    version: "132.0.0",
    why: "makes the WebAssembly smaller",
};

/// Finds accessibility faults in a page.
pub(crate) const AXE: Package = Package {
    name: "axe-core",
    version: "4.14.1",
    why: "finds accessibility faults in the browser tests",
};

/// Measures how a page loads on a slow phone.
pub(crate) const LIGHTHOUSE: Package = Package {
    name: "lighthouse",
    version: "12.8.2",
    why: "measures how the portal loads on a slow phone",
};

/// The package's folder, installed now if it is not there in this version.
pub(crate) fn ensure(paths: &Paths, package: &Package) -> Result<PathBuf> {
    let Package { name, version, why } = *package;
    let folder = paths.node().join("node_modules").join(name);
    if installed_version(&folder).as_deref() == Some(version) {
        return Ok(folder);
    }
    if which("npm").is_none() {
        apt::install(&["npm"], "installing JavaScript tools")?;
    }
    say(format_args!("installing {name} {version}, which {why}"));
    fs::create_dir_all(paths.node())?;
    let manifest = paths.node().join("package.json");
    if !manifest.exists() {
        fs::write(&manifest, "{\"private\":true}\n")?;
    }
    run_quietly(
        command("npm")
            .args(["install", "--save-exact", "--no-progress", "--no-audit"])
            .arg(format!("{name}@{version}"))
            .current_dir(paths.node()),
    )
    .with_context(|| format!("could not install {name} {version}"))?;
    Ok(folder)
}

fn installed_version(folder: &std::path::Path) -> Option<String> {
    let text = fs::read_to_string(folder.join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(manifest.get("version")?.as_str()?.to_owned())
}
