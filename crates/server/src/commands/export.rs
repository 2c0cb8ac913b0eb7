//! `fengqiao export`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use fengqiao::config::Flags;
use fengqiao::import;

use super::Outcome;

/// Writes the directory to the file, or to standard output.
pub(crate) async fn run(flags: &Flags<false>, file: Option<&Path>) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    let (_, rows) = store.directory().await?;
    let target: Box<dyn Write> = match file {
        Some(path) => Box::new(File::create(path)?),
        None => Box::new(std::io::stdout().lock()),
    };
    import::export(&rows, BufWriter::new(target))?;
    Ok(ExitCode::SUCCESS)
}
