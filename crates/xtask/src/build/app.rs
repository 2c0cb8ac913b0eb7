//! The browser app: Trunk compiles and names the files, then they are packed for the server.

use std::fs;
use std::process::Command;

use anyhow::Result;

use super::{pack, stamp};
use crate::paths::Paths;
use crate::setup::{exclusive, node, tools, wasm};
use crate::shell::{Background, command, run, say};

/// What the app is made of: if none of it changed, there is nothing to build.
const INPUTS: [&str; 10] = [
    "src",
    "public",
    "style",
    "crates/contract/src",
    "crates/contract/Cargo.toml",
    "crates/xtask/src/build",
    "crates/xtask/src/setup/wasm.rs",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
];

/// Builds the release app into `dist/`, unless it is there already.
pub(crate) fn app(paths: &Paths) -> Result<()> {
    let trunk = trunk(paths)?;
    let _alone = exclusive(&paths.target.join("xtask/app.lock"))?;
    let stamp_file = paths.target.join("xtask/app.stamp");
    // Clones may share the folder of the stamp, but each has its own `dist`.
    let stamp = || -> Result<String> {
        let fingerprint = stamp::fingerprint(&paths.root, &INPUTS)?;
        Ok(format!("{} {fingerprint}", paths.dist.display()))
    };
    let is_packed = paths.dist.join("index.html.br").exists();
    if is_packed && fs::read_to_string(&stamp_file).ok() == Some(stamp()?) {
        return Ok(());
    }
    say("building the browser app");
    let mut build = trunk;
    run(build.args(["build", "--release"]))?;
    pack::pack(&paths.dist)?;
    // After the build: it may have changed Cargo.lock.
    fs::write(&stamp_file, stamp()?)?;
    Ok(())
}

/// Rebuilds the app on every change, quickly and unpacked. Returns once it was built a first time.
pub(crate) fn watch(paths: &Paths) -> Result<Background> {
    say("building the browser app for development, then again on every change");
    run(trunk(paths)?.arg("build"))?;
    let mut watch = trunk(paths)?;
    watch.arg("watch");
    Background::start(watch)
}

/// Trunk with everything that it looks for on `PATH`.
fn trunk(paths: &Paths) -> Result<Command> {
    let toolchain = wasm::ensure(paths)?;
    let programs = [
        tools::ensure(paths, &tools::TRUNK)?,
        tools::ensure(paths, &tools::WASM_BINDGEN)?,
    ];
    let modules = node::ensure(paths)?;
    let folders: Vec<_> = programs
        .iter()
        .filter_map(|program| program.parent())
        .map(std::path::Path::to_path_buf)
        .chain([modules.join(".bin")])
        .collect();
    let [trunk, _] = programs;
    let mut command = command(trunk);
    toolchain.apply(paths, &mut command, &folders)?;
    command.current_dir(&paths.root);
    // Trunk refuses the value that other programs take.
    command.env_remove("NO_COLOR");
    Ok(command)
}
