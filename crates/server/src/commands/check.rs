//! `fengqiao check`.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use fengqiao::config::{Flags, Serve};
use fengqiao::directory::{Directory, Regions};
use fengqiao::http::Assets;
use fengqiao::notices::Post;

use super::Outcome;

/// Goes through everything a start needs, without listening.
pub(crate) async fn run(flags: &Flags<true>) -> Outcome {
    let mut out = std::io::stdout().lock();
    let common = super::common(flags)?;
    let settings = Serve::read(&super::values(flags)?)?;
    writeln!(out, "settings: fine")?;
    let store = super::store(&common).await?;
    store.ping().await?;
    let keys = super::keys(&common, store.as_ref()).await?;
    writeln!(out, "keys: fine")?;
    super::shelf(&common, &settings, keys)?;
    writeln!(out, "evidence: fine")?;
    match super::press(&settings)? {
        Some(_) => writeln!(out, "font: fine")?,
        None => writeln!(out, "font: none, applications cannot be had as PDF")?,
    }
    let post = Post::new(&settings.notices)?;
    let channels: Vec<_> = post.channels().iter().map(|way| way.as_str()).collect();
    match channels.as_slice() {
        [] => writeln!(
            out,
            "notices: not sent, --smtp, --sms-url and --push-contact are unset"
        )?,
        channels => writeln!(out, "notices: {}", channels.join(", "))?,
    }
    let directory = Directory::load(store.as_ref(), Arc::new(Regions::bundled())).await?;
    let count = directory.index().len();
    writeln!(out, "store: fine, {count} organizations in the directory")?;
    match &settings.web {
        Some(folder) => {
            Assets::open(folder, Vec::new())?;
            writeln!(out, "browser app: fine")?;
        }
        None => writeln!(out, "browser app: not served, --web is unset")?,
    }
    Ok(ExitCode::SUCCESS)
}
