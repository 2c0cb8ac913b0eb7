//! The size budget: how much a phone downloads before the portal works.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::build::desk;
use crate::build::pack::beside;
use crate::build::page::named_files;

/// Brotli bytes that the WebAssembly may have.
const WASM_LIMIT: u64 = 170_000;
/// Brotli bytes that everything on the first load may have.
const TOTAL_LIMIT: u64 = 210_000;
/// Brotli bytes that each file may have that a page fetches later.
const LATER_LIMIT: u64 = 60_000;
/// Brotli bytes that the WebAssembly of the desk may have.
const DESK_LIMIT: u64 = 260_000;

/// What is downloaded, in brotli bytes, the biggest first.
pub(crate) struct Sizes {
    /// On a first visit to the home page.
    first: Vec<(String, u64)>,
    /// WebAssembly that other pages bring along.
    later: Vec<(String, u64)>,
    /// WebAssembly of the desk, which is all it has.
    desk: Vec<(String, u64)>,
}

impl Sizes {
    /// Measures the packed app: the home page with every file of ours that it names, and the files that
    /// only other pages need.
    pub(crate) fn measure(dist: &Path) -> Result<Self> {
        let html = fs::read_to_string(dist.join("index.html"))
            .context("there is no packed app; build it first")?;
        let mut first: BTreeSet<String> = named_files(&html)
            .filter(|path| dist.join(path).is_file())
            .map(str::to_owned)
            .collect();
        first.insert("index.html".to_owned());
        let mut later = wasm_in(dist)?;
        later.retain(|name| !first.contains(name));
        let desk = dist.join(desk::FOLDER);
        Ok(Self {
            first: weigh(dist, first)?,
            later: weigh(dist, later)?,
            desk: weigh(&desk, wasm_in(&desk)?)?,
        })
    }

    /// The limits: name, bytes, limit.
    pub(crate) fn budget(&self) -> Vec<(&str, u64, u64)> {
        let wasm = self
            .first
            .iter()
            .filter(|(name, _)| name.ends_with(".wasm"));
        let mut budget = vec![
            ("WebAssembly on first load", total(wasm), WASM_LIMIT),
            ("first load", total(&self.first), TOTAL_LIMIT),
            ("WebAssembly of the desk", total(&self.desk), DESK_LIMIT),
        ];
        let later = self.later.iter();
        budget.extend(later.map(|(name, size)| (name.as_str(), *size, LATER_LIMIT)));
        budget
    }

    /// Prints what each file weighs and how that compares with the budget.
    pub(crate) fn print(&self) {
        println!("\nsize on first load (brotli)");
        for (name, size) in &self.first {
            println!("  {:>7}  {name}", kilobytes(*size));
        }
        println!("\nbudget (brotli)");
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

/// The WebAssembly in a folder.
fn wasm_in(folder: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for file in fs::read_dir(folder).context("there is no packed app; build it first")? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".wasm") {
            names.insert(name);
        }
    }
    Ok(names)
}

/// The files with their sizes, the biggest first.
fn weigh(dist: &Path, names: BTreeSet<String>) -> Result<Vec<(String, u64)>> {
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
    Ok(files)
}

fn total<'a>(files: impl IntoIterator<Item = &'a (String, u64)>) -> u64 {
    files.into_iter().map(|(_, size)| size).sum()
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}
