//! Command line tools from the Rust package registry, in exact versions.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::exclusive;
use crate::paths::Paths;
use crate::shell::{command, run, say, version, which};

/// A tool that `cargo install` builds.
pub(crate) struct Tool {
    package: &'static str,
    program: &'static str,
    version: &'static str,
    why: &'static str,
    minutes: u8,
}

/// Puts page, styles and WebAssembly together. Newer ones need a newer compiler than the workspace does.
pub(crate) const TRUNK: Tool = Tool {
    package: "trunk",
    program: "trunk",
    version: "0.21.14",
    why: "puts the browser app together",
    minutes: 3,
};

/// Must be of the version that Cargo.toml pins for the crate.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: "0.2.126",
    why: "joins WebAssembly and JavaScript",
    minutes: 1,
};

/// Drives Firefox.
pub(crate) const GECKODRIVER: Tool = Tool {
    package: "geckodriver",
    program: "geckodriver",
    version: "0.36.0",
    why: "drives Firefox in the browser tests",
    minutes: 1,
};

/// Checks licences and sources of all dependencies.
pub(crate) const CARGO_DENY: Tool = Tool {
    package: "cargo-deny",
    program: "cargo-deny",
    version: "0.20.2",
    why: "checks licences and sources of dependencies",
    minutes: 3,
};

/// The program, installed now if it is neither in the cache nor, in this version, on `PATH`.
pub(crate) fn ensure(paths: &Paths, tool: &Tool) -> Result<PathBuf> {
    let Tool {
        package,
        program,
        version: wanted,
        why,
        minutes,
    } = *tool;
    let cached = paths.tools().join("bin").join(program);
    let find = || {
        [Some(cached.clone()), which(program)]
            .into_iter()
            .flatten()
            .find(|program| {
                version(program).is_some_and(|text| text.split(' ').any(|word| word == wanted))
            })
    };
    if let Some(found) = find() {
        return Ok(found);
    }
    let _alone = exclusive(&paths.cache.join(format!("{package}.lock")))?;
    if let Some(found) = find() {
        return Ok(found);
    }
    say(format_args!(
        "installing {package} {wanted}, which {why} (about {minutes} min, once)"
    ));
    run(command("cargo")
        .args([
            "install",
            package,
            "--version",
            wanted,
            "--locked",
            "--force",
            "--quiet",
            // Each runs for seconds, so what counts is how soon it is there.
            "--debug",
            "--root",
        ])
        .arg(paths.tools())
        .current_dir(&paths.cache)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("CARGO_TARGET_DIR"))
    .with_context(|| format!("could not install {package} {wanted}"))?;
    Ok(cached)
}
