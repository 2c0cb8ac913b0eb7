//! Where things are: the clone, its outputs and the cache that outlives a clone.

use std::env;
use std::path::PathBuf;

/// The folders that tasks read and write. All absolute.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    /// The clone.
    pub root: PathBuf,
    /// Tools, npm packages and compiled dependencies, shared by all clones of this user.
    pub cache: PathBuf,
    /// Where host builds go.
    pub target: PathBuf,
    /// The finished browser app, as the server sends it.
    pub dist: PathBuf,
}

impl Paths {
    /// Reads `FENGQIAO_CACHE`, `XDG_CACHE_HOME`, `CARGO_TARGET_DIR`, `CI` and `FENGQIAO_SHARED_TARGET`.
    pub(crate) fn new() -> Self {
        // Cargo says it as well when it runs a program; another clone may have compiled this one.
        let manifest = folder("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
        let root = manifest
            .ancestors()
            .nth(2)
            .unwrap_or(&manifest)
            .to_path_buf();
        let cache = folder("FENGQIAO_CACHE")
            .or_else(|| folder("XDG_CACHE_HOME").map(|base| base.join("fengqiao")))
            .or_else(|| folder("HOME").map(|home| home.join(".cache/fengqiao")))
            .unwrap_or_else(|| root.join("target/cache"));
        let shared = env::var("CI").is_ok_and(|value| value == "true")
            || env::var("FENGQIAO_SHARED_TARGET").is_ok_and(|value| value == "1");
        let target = folder("CARGO_TARGET_DIR").unwrap_or_else(|| {
            if shared {
                cache.join("target")
            } else {
                root.join("target")
            }
        });
        let dist = root.join("dist");
        Self {
            target: root.join(target),
            cache: root.join(cache),
            dist,
            root,
        }
    }

    /// Command line tools built by `cargo install`.
    pub(crate) fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// The folder that holds `node_modules`.
    pub(crate) fn node(&self) -> PathBuf {
        self.cache.join("node")
    }

    /// Where browser builds go: apart from host builds, so that neither waits for the other.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.target.join("app")
    }

    /// The release build of the server.
    pub(crate) fn server_binary(&self) -> PathBuf {
        self.target.join("release/fengqiao")
    }
}

fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
