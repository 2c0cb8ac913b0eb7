//! System packages, on machines that have apt.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::{command, run_quietly, say, which};

/// Installs the packages, saying why. Where that is not possible the error names them in plain words.
pub(crate) fn install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    let Some(mut privileged) = privileged_apt() else {
        bail!("{why} needs these packages, please install them (Debian names): {list}");
    };
    say(format_args!(
        "installing with apt-get: {list} (needed for {why})"
    ));
    let arguments = ["install", "-y", "-q", "--no-install-recommends"];
    if run_quietly(privileged.args(arguments).args(packages)).is_ok() {
        return Ok(());
    }
    // The package lists may be missing or old: only then is it worth fetching them.
    say("fetching the package lists and trying again");
    let mut update = privileged_apt().context("apt-get is gone")?;
    run_quietly(update.args(["update", "-q"]))?;
    let mut again = privileged_apt().context("apt-get is gone")?;
    run_quietly(again.args(arguments).args(packages))
        .with_context(|| format!("{why} needs these packages: {list}"))?;
    Ok(())
}

/// `apt-get` with the rights to install, asking nobody for a password.
fn privileged_apt() -> Option<Command> {
    which("apt-get")?;
    let is_root = run_quietly(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let mut apt = if is_root {
        command("apt-get")
    } else {
        run_quietly(command("sudo").args(["-n", "true"])).ok()?;
        let mut sudo = command("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    };
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    Some(apt)
}
