//! A compiler and standard library for WebAssembly.
//!
//! The ordinary way is rustup's target. Where its download cannot be reached, Debian's compiler and
//! the standard library's sources, both from packages, give the same: std is built once for the
//! target into a private folder, and nothing of the system is changed.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{apt, exclusive};
use crate::paths::Paths;
use crate::shell::{command, prepend_path, run_quietly, say, version, which};

/// The compiler's name for WebAssembly in a browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_PACKAGES: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "lld-22",
];

/// How WebAssembly is compiled on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The compiler on `PATH` has the target.
    Ordinary,
    /// The compiler in `/usr/bin`, with a standard library of our own building.
    Private {
        /// The folder given to `--sysroot`.
        sysroot: PathBuf,
    },
}

impl Toolchain {
    /// Prepares a command that builds for the target. `first` are folders to put before all others on `PATH`,
    /// `more` are flags for the compiler.
    pub(crate) fn apply(
        &self,
        paths: &Paths,
        command: &mut Command,
        first: &[PathBuf],
        more: &[&str],
    ) -> Result<()> {
        let mut folders = first.to_vec();
        let mut flags = nameless_sources();
        flags.extend(more.iter().map(OsString::from));
        if let Self::Private { sysroot } = self {
            folders.push(PathBuf::from("/usr/bin"));
            let mut flag = OsString::from("--sysroot=");
            flag.push(sysroot);
            flags.push(flag);
            command.env_remove("RUSTC").env_remove("RUSTUP_TOOLCHAIN");
        }
        prepend_path(command, &folders)?;
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join(OsStr::new("\u{1f}")));
        command.env("CARGO_TARGET_DIR", paths.wasm_target());
        Ok(())
    }
}

/// Flags that keep the places of the dependencies' sources on this machine out of the app, which names
/// sources where it may panic.
fn nameless_sources() -> Vec<OsString> {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    registries
        .into_iter()
        .flat_map(|folders| folders.flatten())
        .map(|folder| {
            let mut flag = OsString::from("--remap-path-prefix=");
            flag.push(folder.path());
            flag.push("/=");
            flag
        })
        .collect()
}

/// Finds or installs the means to compile WebAssembly.
pub(crate) fn ensure(paths: &Paths) -> Result<Toolchain> {
    if let Some(found) = find(paths) {
        return Ok(found);
    }
    let _alone = exclusive(&paths.cache.join("wasm.lock"))?;
    if let Some(found) = find(paths) {
        return Ok(found);
    }
    if which("rustup").is_some() {
        say(format_args!(
            "adding the compiler target {TARGET}, which the browser app needs"
        ));
        let added = run_quietly(command("rustup").args(["target", "add", TARGET]));
        if added.is_ok() && ordinary() {
            return Ok(Toolchain::Ordinary);
        }
        say(
            "rustup could not download it; using Debian's compiler and building the standard library instead",
        );
    }
    let sources = Path::new("/usr/lib/rustlib/src/rust/library/std");
    if !sources.is_dir() || !Path::new(DEBIAN_RUSTC).exists() {
        apt::install(&DEBIAN_PACKAGES, "compiling the browser app")?;
    }
    let sysroot = private_sysroot(paths)
        .with_context(|| format!("{DEBIAN_RUSTC} does not tell its version"))?;
    build_std(paths, &sysroot)?;
    Ok(Toolchain::Private { sysroot })
}

/// What is there already.
fn find(paths: &Paths) -> Option<Toolchain> {
    if ordinary() {
        return Some(Toolchain::Ordinary);
    }
    let sysroot = private_sysroot(paths).filter(|sysroot| sysroot.is_dir())?;
    Some(Toolchain::Private { sysroot })
}

/// Whether the compiler on `PATH` has the target's standard library.
fn ordinary() -> bool {
    let arguments = ["--print", "target-libdir", "--target", TARGET];
    run_quietly(command("rustc").args(arguments)).is_ok_and(|folder| {
        fs::read_dir(folder.trim()).is_ok_and(|files| {
            files
                .flatten()
                .any(|file| file.file_name().to_string_lossy().starts_with("libstd"))
        })
    })
}

/// Where the standard library built for `/usr/bin/rustc` is kept: one folder for each compiler version.
fn private_sysroot(paths: &Paths) -> Option<PathBuf> {
    let name: String = version(DEBIAN_RUSTC)?
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '-'
            }
        })
        .collect();
    Some(paths.cache.join("wasm-sysroot").join(name))
}

fn build_std(paths: &Paths, sysroot: &Path) -> Result<()> {
    say("building the standard library for WebAssembly (about 1 min, once)");
    let work = paths.cache.join("wasm-std-build");
    remove(&work)?;
    fs::create_dir_all(work.join("src"))?;
    fs::write(work.join("src/lib.rs"), "")?;
    fs::write(
        work.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2021\"\n\n[workspace]\n\n[profile.release]\npanic = \"abort\"\n",
    )?;
    run_quietly(
        command("/usr/bin/cargo")
            .args(["build", "--release", "--target", TARGET, "-Zbuild-std"])
            .current_dir(&work)
            .env("RUSTC", DEBIAN_RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            // Link-time optimisation of the app needs the bitcode.
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .env("CARGO_TARGET_DIR", work.join("target"))
            .env_remove("RUSTUP_TOOLCHAIN"),
    )
    .context("could not build the standard library for WebAssembly")?;

    let staging = work.join("sysroot");
    let libraries = staging.join("lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(&libraries)?;
    let built = work.join("target").join(TARGET).join("release/deps");
    for file in fs::read_dir(&built)?.flatten() {
        let name = file.file_name();
        let text = name.to_string_lossy();
        if text.starts_with("lib") && text.ends_with(".rlib") && !text.starts_with("libempty") {
            fs::copy(file.path(), libraries.join(&name))?;
        }
    }
    // What was compiled against the library before this one cannot be linked with it.
    remove(&paths.wasm_target())?;
    if let Some(parent) = sysroot.parent() {
        fs::create_dir_all(parent)?;
    }
    remove(sysroot)?;
    fs::rename(&staging, sysroot)?;
    remove(&work)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("could not remove {}", folder.display()))?;
    }
    Ok(())
}
