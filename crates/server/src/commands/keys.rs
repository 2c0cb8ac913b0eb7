//! `fengqiao keys`: a new data key, everything sealed under it, an old one out of use; all while servers run.

use std::io::Write;
use std::process::ExitCode;

use fengqiao::config::{Database, Flags};
use fengqiao::domain::{Cases, system_clock};
use fengqiao::keys;
use jiff::SignedDuration;

use super::{Outcome, workplace};

/// How long copies of the server on other machines are given to get the new key file.
const COPIES_MINUTES: u32 = 60;

/// How long the key in use must have been in use before an older one goes: longer than anything that a server began
/// under the older one takes to be stored.
const SETTLED: SignedDuration = SignedDuration::from_hours(1);

/// Adds a data key that is used from so many minutes on.
pub(crate) async fn rotate(flags: &Flags<false>, minutes: Option<u32>) -> Outcome {
    let common = super::common(flags)?;
    let store = super::store(&common).await?;
    super::keys(&common, store.as_ref()).await?;
    let path = super::key_file(&common);
    let many = matches!(common.database, Database::Postgres(_));
    let minutes = minutes.unwrap_or(if many { COPIES_MINUTES } else { 0 });
    let from = system_clock().saturating_add(SignedDuration::from_mins(minutes.into()))?;
    let id = keys::rotate(store.as_ref(), &path, from).await?;
    let mut out = std::io::stderr();
    writeln!(out, "Added data key {id} to {}.", path.display())?;
    if minutes > 0 {
        writeln!(
            out,
            "It is used from {from} on: until then, copy the file to the data folder of every copy of the server."
        )?;
    }
    writeln!(
        out,
        "Keep a copy of the file elsewhere. `fengqiao keys reseal` seals what is there under the new key."
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Seals everything under the data key that is in use.
pub(crate) async fn reseal(flags: &Flags<true>) -> Outcome {
    let cases = workplace(flags).await?;
    let sealing = sealing_key(&cases)?;
    let old = cases.keys.data_keys();
    let mut out = std::io::stderr();
    for key in old.into_iter().filter(|key| *key != sealing) {
        let told = |done: u64| {
            // Standard error may be closed; that is no reason to stop.
            let _ = writeln!(std::io::stderr(), "key {key}: {done} sealed anew");
        };
        let done = cases.reseal(key, told).await?;
        writeln!(
            out,
            "Sealed anew under key {sealing}: {done} texts and pieces of files that were under key {key}."
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes a data key out of use under which nothing is sealed any more.
pub(crate) async fn retire(flags: &Flags<true>, key: u32) -> Outcome {
    let cases = workplace(flags).await?;
    if sealing_key(&cases)? == key {
        return Err(
            format!("key {key} is the one in use: `fengqiao keys rotate` adds another").into(),
        );
    }
    if !cases.keys.data_keys().contains(&key) {
        return Err(format!("there is no data key {key}").into());
    }
    // Before looking: what is not sealed under it by then never will be.
    let now = system_clock();
    if cases.uses_key(key).await? {
        return Err(format!("key {key} is still needed: run `fengqiao keys reseal` first").into());
    }
    let settled = cases
        .keys
        .sealing_since(now)
        .map(|since| since.saturating_add(SETTLED))
        .transpose()?;
    if let Some(settled) = settled.filter(|settled| *settled > now) {
        return Err(format!(
            "until {settled}, servers may still store what they began to seal under key {key}: try again then"
        )
        .into());
    }
    let path = super::key_file(&super::common(flags)?);
    keys::retire(cases.store.as_ref(), &path, key).await?;
    writeln!(
        std::io::stderr(),
        "Key {key} is out of use. Backups made before now need it still."
    )?;
    Ok(ExitCode::SUCCESS)
}

fn sealing_key(cases: &Cases) -> Result<u32, &'static str> {
    let key = cases.keys.sealing_key(system_clock());
    key.ok_or("the key file has no data key")
}
