//! The measurements, each beside its target.

use std::process::ExitCode;
use std::time::Duration;

use crate::load::Measured;

/// How long importing 200,000 organizations may take.
const IMPORT_LIMIT: Duration = Duration::from_secs(60);
/// How much memory the server may have had in use.
const MEMORY_LIMIT: u64 = 512 << 20;

/// Prints lines as they come and counts targets.
#[derive(Default)]
pub(crate) struct Table {
    met: u32,
    missed: u32,
}

impl Table {
    /// The import of a directory.
    pub(crate) fn import(&mut self, organizations: usize, time: Duration) {
        let verdict = self.judge(time <= IMPORT_LIMIT);
        println!(
            "\nimport of {organizations} organizations: {:.1} s (at most {} s: {verdict})",
            time.as_secs_f64(),
            IMPORT_LIMIT.as_secs()
        );
    }

    /// A kind of request; `limit` is for the slowest in a hundred, in milliseconds.
    pub(crate) fn requests(&mut self, name: &str, measured: &Measured, limit: f64) {
        let slowest = measured.percentile(0.99);
        let verdict = self.judge(slowest <= limit && measured.failed == 0);
        println!(
            "{name}: {:.0} requests/s, p50 {:.2} ms, p99 {slowest:.2} ms (at most {limit} ms: {verdict}), {} failed",
            measured.per_second(),
            measured.percentile(0.5),
            measured.failed,
        );
    }

    /// The most memory that the server had in use.
    pub(crate) fn memory(&mut self, name: &str, bytes: u64) {
        let verdict = self.judge(bytes > 0 && bytes <= MEMORY_LIMIT);
        println!(
            "{name}: peak memory {} MiB (at most {} MiB: {verdict})",
            bytes >> 20,
            MEMORY_LIMIT >> 20
        );
    }

    /// Any value that must not be above its limit.
    pub(crate) fn at_most(&mut self, name: &str, value: f64, limit: f64, unit: &str) {
        let verdict = self.judge(value <= limit);
        println!("{name}: {value:.2} {unit} (at most {limit} {unit}: {verdict})");
    }

    /// Any value that must not be below its limit.
    pub(crate) fn at_least(&mut self, name: &str, value: f64, limit: f64, unit: &str) {
        let verdict = self.judge(value >= limit);
        println!("{name}: {value:.2} {unit} (at least {limit} {unit}: {verdict})");
    }

    /// The last line.
    pub(crate) fn finish(&self) -> ExitCode {
        println!("\ntargets: {} met, {} missed", self.met, self.missed);
        if self.missed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn judge(&mut self, kept: bool) -> &'static str {
        self.met += u32::from(kept);
        self.missed += u32::from(!kept);
        if kept { "met" } else { "MISSED" }
    }
}
