//! `fengqiao check`.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use fengqiao::config::{Flags, Serve};
use fengqiao::directory::{Directory, Regions};
use fengqiao::http::Assets;

use super::Outcome;

/// Goes through everything a start needs, without listening.
pub(crate) async fn run(flags: &Flags<true>) -> Outcome {
    let mut out = std::io::stdout().lock();
    let common = super::common(flags)?;
    let settings = Serve::read(&super::values(flags)?)?;
    writeln!(out, "settings: fine")?;
    let store = super::store(&common).await?;
    store.ping().await?;
    super::keys(&common, store.as_ref()).await?;
    writeln!(out, "keys: fine")?;
    let directory = Directory::load(store.as_ref(), Arc::new(Regions::bundled())).await?;
    let count = directory.index().len();
    writeln!(out, "store: fine, {count} organizations in the directory")?;
    match &settings.web {
        Some(folder) => {
            Assets::open(folder)?;
            writeln!(out, "browser app: fine")?;
        }
        None => writeln!(out, "browser app: not served, --web is unset")?,
    }
    Ok(ExitCode::SUCCESS)
}
