//! `cargo xtask test`: every suite, whatever fails before it, and a summary at the end.

mod cargo;
mod suites;
mod summary;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::paths::Paths;
use crate::shell::say;
use suites::Suite;

/// Runs all suites, or the named one.
pub(crate) fn test(paths: &Paths, only: Option<&str>) -> Result<ExitCode> {
    let chosen = match only {
        None => suites::all(),
        Some(name) => named(name)?,
    };
    let mut summary = summary::Summary::default();
    for suite in chosen {
        println!();
        say(format_args!("suite {}", suite.name()));
        let start = Instant::now();
        let outcome = suite.run(paths);
        summary.add(suite.name(), outcome, start.elapsed());
    }
    Ok(summary.print(&paths.dist))
}

/// The suites that a name means: one, or all that begin with it.
fn named(name: &str) -> Result<Vec<Suite>> {
    let all = suites::all();
    let prefix = format!("{name}-");
    let meant: Vec<Suite> = all
        .iter()
        .copied()
        .filter(|suite| suite.name() == name || suite.name().starts_with(&prefix))
        .collect();
    if meant.is_empty() {
        let names: Vec<String> = all.iter().map(Suite::name).collect();
        bail!(
            "there is no suite {name:?}; there are: {}",
            names.join(", ")
        );
    }
    Ok(meant)
}
