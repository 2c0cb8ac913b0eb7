//! Runs `cargo test` and counts what it reports.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// How a suite went.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Tests or checks that passed.
    pub passed: u32,
    /// Tests or checks that failed.
    pub failed: u32,
    /// What the reader of the summary should know.
    pub note: String,
}

impl Outcome {
    /// One check that is either kept or not.
    pub(crate) fn check(kept: bool) -> Self {
        Self {
            passed: kept.into(),
            failed: (!kept).into(),
            note: String::new(),
        }
    }
}

/// Runs the command, shows what it prints and adds up the `test result:` lines.
pub(crate) fn count(command: &mut Command) -> Result<Outcome> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("could not start cargo")?;
    let mut outcome = Outcome::default();
    let mut ignored = 0;
    let mut broken = Vec::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            if let Some([passed, failed, left_out]) = result_line(&line) {
                outcome.passed += passed;
                outcome.failed += failed;
                ignored += left_out;
            }
            broken.extend(broken_test(&line).map(str::to_owned));
        }
    }
    let succeeded = child.wait()?.success();
    if !succeeded && outcome.failed == 0 {
        outcome.failed = 1;
        outcome.note = "did not compile or did not finish".to_owned();
    } else if !broken.is_empty() {
        outcome.note = broken.join(", ");
    } else if ignored > 0 {
        outcome.note = format!("{ignored} ignored");
    }
    Ok(outcome)
}

/// Passed, failed and ignored of a line like `test result: ok. 3 passed; 0 failed; 0 ignored; …`.
fn result_line(line: &str) -> Option<[u32; 3]> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let number = |word: &str| {
        counts
            .split("; ")
            .find_map(|part| part.strip_suffix(word)?.trim().parse().ok())
    };
    Some([number("passed")?, number("failed")?, number("ignored")?])
}

/// The test that a line like `test wire ... FAILED` names.
fn broken_test(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_read() {
        let line = "test result: FAILED. 13 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.03s";
        assert_eq!(result_line(line), Some([13, 2, 1]));
        assert_eq!(result_line("test wire ... ok"), None);
        assert_eq!(broken_test(line), None);
        assert_eq!(broken_test("test wire ... ok"), None);
        assert_eq!(broken_test("test wire ... FAILED"), Some("wire"));
    }
}
