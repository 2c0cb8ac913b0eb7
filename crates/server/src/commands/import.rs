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
    let changes = match report.counts {
        Some(counts) => format!(
            "{} added, {} updated, {} unchanged, {} retired",
            counts.added, counts.updated, counts.unchanged, counts.retired
        ),
        None => {
            "nothing was imported: correct the rows above, or leave them out with --skip-bad-rows"
                .to_owned()
        }
    };
    finish(&report, options, &changes)
}

/// Checks the files and makes nothing, not even an empty store.
pub(crate) async fn dry_run(flags: &Flags<false>, files: &[PathBuf], options: Options) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store_if_any(&common).await?;
    let regions = Regions::bundled();
    let mut progress = import::terminal();
    let report = import::dry_run(
        store.as_deref(),
        &regions,
        files,
        options,
        progress.as_mut(),
    )
    .await?;
    drop(progress);
    finish(&report, options, "nothing was changed (--dry-run)")
}

/// Says how it went.
fn finish(report: &Report, options: Options, changes: &str) -> Outcome {
    let (rows, bad_rows) = (report.rows, report.bad_rows);
    writeln!(
        std::io::stderr(),
        "{rows} rows read, {bad_rows} bad; {changes}"
    )?;
    let fine = bad_rows == 0 || options.skip_bad_rows;
    Ok(if fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
