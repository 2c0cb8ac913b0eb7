//! The size budget: how much a phone downloads before the portal works.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::build::pack::beside;
use crate::build::page::attribute;

/// Brotli bytes that the WebAssembly may have.
const WASM_LIMIT: u64 = 170_000;
/// Brotli bytes that everything on the first load may have.
const TOTAL_LIMIT: u64 = 210_000;

/// What the first load downloads, in brotli bytes.
pub(crate) struct Sizes {
    files: Vec<(String, u64)>,
}

impl Sizes {
    /// Measures the packed app: the home page and every file of ours that it names.
    pub(crate) fn measure(dist: &Path) -> Result<Self> {
        let html = fs::read_to_string(dist.join("index.html"))
            .context("there is no packed app; build it first")?;
        let mut names: BTreeSet<String> = html
            .split('<')
            .flat_map(|tag| {
                ["src", "href", "data-js", "data-wasm", "data-preload"]
                    .into_iter()
                    .filter_map(move |name| attribute(tag, name))
            })
            .filter_map(|path| path.strip_prefix('/'))
            .map(|path| path.split(['#', '?']).next().unwrap_or(path).to_owned())
            .filter(|path| dist.join(path).is_file())
            .collect();
        names.insert("index.html".to_owned());
        let mut files = Vec::new();
        for name in names {
            let plain = dist.join(&name);
            let packed = beside(&plain, "br");
            let size = fs::metadata(&packed)
                .or_else(|_| fs::metadata(&plain))?
                .len();
            files.push((name, size));
        }
        files.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
        Ok(Self { files })
    }

    fn wasm(&self) -> u64 {
        self.files
            .iter()
            .filter(|(name, _)| name.ends_with(".wasm"))
            .map(|(_, size)| size)
            .sum()
    }

    fn total(&self) -> u64 {
        self.files.iter().map(|(_, size)| size).sum()
    }

    /// The two limits: name, bytes, limit.
    pub(crate) fn budget(&self) -> [(&'static str, u64, u64); 2] {
        [
            ("WebAssembly", self.wasm(), WASM_LIMIT),
            ("first load", self.total(), TOTAL_LIMIT),
        ]
    }

    /// Prints what each file weighs and how that compares with the budget.
    pub(crate) fn print(&self) {
        println!("\nsize on first load (brotli)");
        for (name, size) in &self.files {
            println!("  {:>7}  {name}", kilobytes(*size));
        }
        for (name, size, limit) in self.budget() {
            println!(
                "  {:>7}  {name}, of {} allowed{}",
                kilobytes(size),
                kilobytes(limit),
                if size > limit { ": TOO MUCH" } else { "" }
            );
        }
    }
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}
