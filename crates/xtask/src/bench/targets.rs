//! Measured values beside what they may be at most, or must be at least.

use std::process::ExitCode;

/// What is promised of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Promise {
    /// Not more than this.
    AtMost(f64),
    /// Not less than this.
    AtLeast(f64),
}

/// Lines of a table, each with its promise.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    met: u32,
    missed: u32,
}

impl Targets {
    /// Prints a line and remembers whether the promise was kept.
    pub(crate) fn add(&mut self, name: &str, value: f64, unit: &str, promise: Promise) {
        let (kept, limit, word) = match promise {
            Promise::AtMost(limit) => (value <= limit, limit, "at most"),
            Promise::AtLeast(limit) => (value >= limit, limit, "at least"),
        };
        self.met += u32::from(kept);
        self.missed += u32::from(!kept);
        println!(
            "  {name:<28} {value:>9.2} {unit:<3} {word} {limit:>7.2}  {}",
            if kept { "met" } else { "MISSED" }
        );
    }

    /// Prints the last line.
    pub(crate) fn finish(&self) -> ExitCode {
        println!("\ntargets: {} met, {} missed", self.met, self.missed);
        if self.missed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
