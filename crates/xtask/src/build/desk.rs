//! The desk: an app of its own for the people at the organizations. Trunk puts it together as it does the public one; it
//! goes to `dist/desk`, where nothing of the public app looks.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{thread, time::SystemTime};

use anyhow::Result;

use super::app::{Tools, linked};
use super::{pack, split, stamp};
use crate::paths::Paths;
use crate::shell::{run, say};

/// The folder of the desk in that of the public app, and the path that it is served below.
pub(crate) const FOLDER: &str = "desk";
const BASE: &str = "/desk/";

/// What the desk is made of.
const INPUTS: [&str; 10] = [
    "style",
    "crates/desk",
    "crates/browser",
    "crates/contract/src",
    "crates/contract/Cargo.toml",
    "crates/view-macro",
    "crates/words",
    "crates/xtask/src/build",
    "Cargo.toml",
    "Cargo.lock",
];

/// Builds the release desk into `dist/desk`, unless it is there already.
pub(super) fn desk(paths: &Paths, tools: &mut Tools) -> Result<()> {
    let dist = paths.dist.join(FOLDER);
    let stamp_file = paths.target.join("xtask/desk.stamp");
    let stamp = || -> Result<String> {
        let fingerprint = stamp::fingerprint(&paths.root, &INPUTS)?;
        Ok(format!("{} {fingerprint}", dist.display()))
    };
    let is_packed = dist.join("index.html.br").exists();
    if is_packed && fs::read_to_string(&stamp_file).ok() == Some(stamp()?) {
        return Ok(());
    }
    say("building the desk");
    let work = work(paths);
    let trunk = tools.trunk.current_dir(paths.root.join("crates/desk"));
    let release = ["build", "--release", "--features", split::FEATURE, "--dist"];
    run(trunk.args(release).arg(&work))?;
    let cut = split::Cut {
        name: "desk",
        base: BASE,
        linked: &linked(paths, "fengqiao-desk"),
        work: &paths.target.join("xtask/desk-split"),
        bind: &tools.bind,
        optimize: &tools.optimize,
    };
    cut.finish(&work)?;
    pack::pack_desk(&work, BASE)?;
    place(&work, &dist)?;
    fs::write(&stamp_file, stamp()?)?;
    Ok(())
}

/// Where Trunk leaves it: it empties the folder that it builds into, and with it what is below.
fn work(paths: &Paths) -> PathBuf {
    paths.target.join("xtask/desk")
}

/// Copies it to where it is served from, in the place of the one before.
fn place(work: &Path, dist: &Path) -> Result<()> {
    if dist.exists() {
        fs::remove_dir_all(dist)?;
    }
    let mut files = Vec::new();
    stamp::collect(work, &mut files)?;
    for file in files {
        let to = dist.join(file.strip_prefix(work)?);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, to)?;
    }
    Ok(())
}

/// Builds the desk for development.
pub(super) fn develop(paths: &Paths, tools: &mut Tools) -> Result<()> {
    let work = work(paths);
    let trunk = tools.trunk.current_dir(paths.root.join("crates/desk"));
    run(trunk.args(["build", "--dist"]).arg(&work))?;
    place(&work, &paths.dist.join(FOLDER))
}

/// The command that rebuilds it on every change.
pub(super) fn watched(paths: &Paths, mut tools: Tools) -> std::process::Command {
    tools
        .trunk
        .current_dir(paths.root.join("crates/desk"))
        .args(["watch", "--dist"])
        .arg(work(paths));
    tools.trunk
}

/// Puts the desk back in place whenever it was built anew, or the public app was and emptied the folder, for as long as
/// this program runs.
pub(super) fn keep_in_place(paths: &Paths) {
    const PAUSE: Duration = Duration::from_millis(500);
    let (work, dist) = (work(paths), paths.dist.join(FOLDER));
    thread::spawn(move || {
        loop {
            let (built, placed) = (changed(&work), changed(&dist));
            if built.is_some() && placed < built {
                // Half of a build is no harm: the next look finds the rest.
                let _ = place(&work, &dist);
            }
            thread::sleep(PAUSE);
        }
    });
}

fn changed(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder.join("index.html"))
        .ok()?
        .modified()
        .ok()
}
