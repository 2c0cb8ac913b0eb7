//! The browser app: Trunk compiles and puts the page together, then the app is cut and packed for the server.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{desk, leaflet, pack, split, stamp};
use crate::paths::Paths;
use crate::setup::{exclusive, node, tools, wasm};
use crate::shell::{Background, command, run, say};

/// What the app is made of: if none of it changed, there is nothing to build.
const INPUTS: [&str; 13] = [
    "src",
    "public",
    "style",
    "crates/browser",
    "crates/contract/src",
    "crates/contract/Cargo.toml",
    "crates/view-macro",
    "crates/words",
    "crates/xtask/src/build",
    "crates/xtask/src/setup/wasm.rs",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
];

/// Builds the release apps into `dist/`, each unless it is there already: the public one first, because Trunk empties the
/// folder that the desk's is in.
pub(crate) fn app(paths: &Paths) -> Result<()> {
    let _alone = alone(paths)?;
    public(paths, tools(paths, &[split::LINK_FLAG])?)?;
    desk::desk(paths, &mut tools(paths, &[split::LINK_FLAG])?)
}

fn public(paths: &Paths, tools: Tools) -> Result<()> {
    let Tools {
        mut trunk,
        bind,
        optimize,
    } = tools;
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
    run(trunk.args(["build", "--release", "--features", split::FEATURE]))?;
    let cut = split::Cut {
        name: "app",
        base: "/",
        linked: &linked(paths, "fengqiao-app"),
        work: &paths.target.join("xtask/split"),
        bind: &bind,
        optimize: &optimize,
    };
    cut.finish(&paths.dist)?;
    pack::pack(&paths.dist)?;
    // After the build: it may have changed Cargo.lock.
    fs::write(&stamp_file, stamp()?)?;
    Ok(())
}

/// The linker's output for a browser app.
pub(super) fn linked(paths: &Paths, program: &str) -> PathBuf {
    let folder = paths.wasm_target().join(wasm::TARGET).join("wasm-release");
    folder.join(program).with_extension("wasm")
}

/// Rebuilds the apps on every change, quickly and unpacked. Returns once they were built a first time.
pub(crate) fn watch(paths: &Paths) -> Result<[Background; 2]> {
    say("building the browser apps for development, then again on every change");
    {
        let _alone = alone(paths)?;
        run(tools(paths, &[])?.trunk.arg("build"))?;
        desk::develop(paths, &mut tools(paths, &[])?)?;
    }
    desk::keep_in_place(paths);
    let mut watch = tools(paths, &[])?.trunk;
    watch.arg("watch");
    Ok([
        Background::start(watch)?,
        Background::start(desk::watched(paths, tools(paths, &[])?))?,
    ])
}

/// Waits until no other task puts the app together.
fn alone(paths: &Paths) -> Result<File> {
    exclusive(&paths.target.join("xtask/app.lock"))
}

/// What the app is put together with.
pub(super) struct Tools {
    /// Trunk, with everything that it looks for on `PATH`.
    pub trunk: Command,
    /// `wasm-bindgen`.
    pub bind: PathBuf,
    /// `wasm-opt`.
    pub optimize: PathBuf,
}

/// The tools, installed if they are missing. `flags` are for the compiler.
fn tools(paths: &Paths, flags: &[&str]) -> Result<Tools> {
    let toolchain = wasm::ensure(paths)?;
    let program = tools::ensure(paths, &tools::TRUNK)?;
    let bind = tools::ensure(paths, &tools::WASM_BINDGEN)?;
    let modules = node::ensure(paths)?;
    leaflet::place(paths, &modules)?;
    let optimize = modules.join(".bin/wasm-opt");
    let folders: Vec<_> = [&program, &bind]
        .into_iter()
        .filter_map(|program| program.parent())
        .map(Path::to_path_buf)
        .collect();
    let mut trunk = command(program);
    toolchain.apply(paths, &mut trunk, &folders, flags)?;
    trunk.current_dir(&paths.root);
    // Trunk refuses the value that other programs take.
    trunk.env_remove("NO_COLOR");
    Ok(Tools {
        trunk,
        bind,
        optimize,
    })
}
