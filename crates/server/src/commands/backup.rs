//! `fengqiao backup`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use fengqiao::config::{Database, Flags};

use super::Outcome;

/// Copies the SQLite database.
pub(crate) async fn run(flags: &Flags<false>, file: &Path) -> Outcome {
    let common = super::common(flags)?;
    let Database::Sqlite(database) = &common.database else {
        return Err("the store is a PostgreSQL database: back it up with pg_dump".into());
    };
    if file.exists() {
        return Err(format!("{} exists already", file.display()).into());
    }
    super::sqlite(&common, database).await?.backup(file).await?;
    let keys = common.data.join("keys");
    writeln!(
        std::io::stderr(),
        "Copied to {}. Copy the evidence after it, and keep {} too, but elsewhere.",
        file.display(),
        keys.display()
    )?;
    Ok(ExitCode::SUCCESS)
}
