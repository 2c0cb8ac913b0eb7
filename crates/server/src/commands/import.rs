//! `fengqiao import`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use fengqiao::config::Flags;
use fengqiao::directory::Regions;
use fengqiao::import::{self, Options, Report};

use super::Outcome;

/// Imports the files and says what changed.
pub(crate) async fn run(flags: &Flags<false>, files: &[PathBuf], options: Options) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let regions = Regions::bundled();
    let mut progress = import::terminal();
    let report = import::run(store.as_ref(), &regions, files, options, progress.as_mut()).await?;
    drop(progress);
    writeln!(std::io::stderr(), "{}", summary(&report, options))?;
    let fine = report.bad_rows == 0 || options.skip_bad_rows;
    Ok(if fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn summary(report: &Report, options: Options) -> String {
    let read = format!("{} rows read, {} bad", report.rows, report.bad_rows);
    match report.counts {
        Some(counts) => format!(
            "{read}; {} added, {} updated, {} unchanged, {} retired",
            counts.added, counts.updated, counts.unchanged, counts.retired
        ),
        None if options.dry_run => format!("{read}; nothing was changed (--dry-run)"),
        None => format!(
            "{read}; nothing was imported: correct the rows above, or leave them out with --skip-bad-rows"
        ),
    }
}
