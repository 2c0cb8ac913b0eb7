//! What all suites came to, as a table whose last line is for machines too.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;

use super::cargo::Outcome;
use crate::size::Sizes;

/// The suites that ran.
#[derive(Default)]
pub(crate) struct Summary {
    rows: Vec<(String, Outcome, Duration)>,
}

impl Summary {
    /// Adds a suite. One that could not run counts as one failure.
    pub(crate) fn add(&mut self, suite: String, outcome: Result<Outcome>, time: Duration) {
        let outcome = outcome.unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Outcome {
                failed: 1,
                note: "could not run".to_owned(),
                ..Outcome::default()
            }
        });
        self.rows.push((suite, outcome, time));
    }

    /// Prints the table and the size budget, and tells whether everything passed.
    pub(crate) fn print(&self, dist: &Path) -> ExitCode {
        if let Ok(sizes) = Sizes::measure(dist) {
            sizes.print();
        }
        println!(
            "\n{:<14} {:>7} {:>7} {:>8}",
            "suite", "passed", "failed", "time"
        );
        for (suite, outcome, time) in &self.rows {
            println!(
                "{suite:<14} {:>7} {:>7} {:>6} s  {}",
                outcome.passed,
                outcome.failed,
                time.as_secs(),
                outcome.note
            );
        }
        let passed: u32 = self.rows.iter().map(|(_, outcome, _)| outcome.passed).sum();
        let failed: u32 = self.rows.iter().map(|(_, outcome, _)| outcome.failed).sum();
        println!("\n{passed} passed, {failed} failed");
        if failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
