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
/// Brotli bytes that the WebAssembly of the desk may have before its list is there.
const DESK_LIMIT: u64 = 120_000;
/// Brotli bytes that each file of the desk may have that a page fetches later: the longest form is the one for terms.
const DESK_LATER_LIMIT: u64 = 80_000;

/// Brotli bytes below which a file is not worth a line.
const SMALL: u64 = 1_000;

/// What is downloaded, in brotli bytes, the biggest first.
pub(crate) struct Sizes {
    /// Of the public app.
    public: App,
    /// Of the desk.
    desk: App,
}

/// The files of one app, named from the folder of all.
struct App {
    /// On a first visit.
    first: Vec<(String, u64)>,
    /// WebAssembly that other pages bring along.
    later: Vec<(String, u64)>,
}

impl App {
    /// Measures the packed app in this folder: its page with every file of ours that it names, and the files that only
    /// other pages need.
    fn measure(dist: &Path, folder: &str) -> Result<Self> {
        let page = Path::new(folder).join("index.html").display().to_string();
        let html = fs::read_to_string(dist.join(&page))
            .context("there is no packed app; build it first")?;
        let mut first: BTreeSet<String> = named_files(&html)
            .filter(|path| dist.join(path).is_file())
            .map(str::to_owned)
            .collect();
        first.insert(page);
        let mut later = wasm_in(dist, folder)?;
        later.retain(|name| !first.contains(name));
        Ok(Self {
            first: weigh(dist, first)?,
            later: weigh(dist, later)?,
        })
    }

    /// Bytes of WebAssembly on a first visit.
    fn wasm(&self) -> u64 {
        let wasm = self.first.iter();
        total(wasm.filter(|(name, _)| name.ends_with(".wasm")))
    }
}

impl Sizes {
    /// Measures both packed apps.
    pub(crate) fn measure(dist: &Path) -> Result<Self> {
        Ok(Self {
            public: App::measure(dist, "")?,
            desk: App::measure(dist, desk::FOLDER)?,
        })
    }

    /// The limits: name, bytes, limit.
    pub(crate) fn budget(&self) -> Vec<(&str, u64, u64)> {
        let mut budget = vec![
            ("WebAssembly on first load", self.public.wasm(), WASM_LIMIT),
            ("first load", total(&self.public.first), TOTAL_LIMIT),
            ("WebAssembly of the desk", self.desk.wasm(), DESK_LIMIT),
        ];
        for (app, limit) in [(&self.public, LATER_LIMIT), (&self.desk, DESK_LATER_LIMIT)] {
            let later = app.later.iter();
            budget.extend(later.map(|(name, size)| (name.as_str(), *size, limit)));
        }
        budget
    }

    /// Prints what each file weighs and how that compares with the budget.
    pub(crate) fn print(&self) {
        println!("\nsize on first load (brotli)");
        for (name, size) in &self.public.first {
            println!("  {:>7}  {name}", kilobytes(*size));
        }
        println!("\nbudget (brotli)");
        let (shown, small): (Vec<_>, Vec<_>) = self
            .budget()
            .into_iter()
            .partition(|(_, size, _)| *size >= SMALL);
        for (name, size, limit) in shown {
            println!(
                "  {:>7}  {name}, of {} allowed{}",
                kilobytes(size),
                kilobytes(limit),
                if size > limit { ": TOO MUCH" } else { "" }
            );
        }
        println!("  and {} files below {}", small.len(), kilobytes(SMALL));
    }
}

/// The WebAssembly in a folder, named from the one that this is in.
fn wasm_in(dist: &Path, folder: &str) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for file in fs::read_dir(dist.join(folder))? {
        let name = Path::new(folder).join(file?.file_name());
        if name.extension().is_some_and(|ending| ending == "wasm") {
            names.insert(name.display().to_string());
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
