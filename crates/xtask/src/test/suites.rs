//! The suites: what each needs, and the command that runs it.

use std::process::Command;

use anyhow::Result;

use super::cargo::{Outcome, count};
use crate::build;
use crate::paths::Paths;
use crate::setup::browsers::Browser;
use crate::setup::postgres::Postgres;
use crate::setup::{font, node, tools, wasm};
use crate::shell::{command, run_quietly};
use crate::size::Sizes;
use crate::tests_package::{cargo, target};

/// A named part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suite {
    Format,
    Clippy,
    Deny,
    Unit,
    Wire,
    Api,
    Store,
    Crash,
    Size,
    Journeys(Browser),
}

/// All suites: the quick ones first.
pub(crate) fn all() -> Vec<Suite> {
    let mut all = vec![
        Suite::Format,
        Suite::Clippy,
        Suite::Deny,
        Suite::Unit,
        Suite::Wire,
        Suite::Api,
        Suite::Store,
        Suite::Crash,
        Suite::Size,
    ];
    all.extend(Browser::ALL.map(Suite::Journeys));
    all
}

impl Suite {
    /// What `--suite` takes.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Format => "fmt".to_owned(),
            Self::Clippy => "clippy".to_owned(),
            Self::Deny => "deny".to_owned(),
            Self::Unit => "unit".to_owned(),
            Self::Wire => "wire".to_owned(),
            Self::Api => "api".to_owned(),
            Self::Store => "store".to_owned(),
            Self::Crash => "crash".to_owned(),
            Self::Size => "size".to_owned(),
            Self::Journeys(browser) => format!("e2e-{}", browser.name()),
        }
    }

    /// Installs what it needs and runs it. An error means that it could not run at all.
    pub(crate) fn run(self, paths: &Paths) -> Result<Outcome> {
        match self {
            Self::Format => succeeds(cargo(paths).args(["fmt", "--all", "--check"])),
            Self::Clippy => clippy(paths),
            Self::Deny => deny(paths),
            Self::Unit => count(cargo(paths).args([
                "test",
                "--no-fail-fast",
                "--package=browser",
                "--package=contract",
                "--package=fengqiao-server",
                "--package=fengqiao-app",
                "--package=fengqiao-desk",
                "--package=fengqiao-fuzz",
                "--package=words",
                "--package=xtask",
            ])),
            Self::Wire => count(&mut target(paths, "wire")),
            Self::Api => count(
                target(paths, "api")
                    .env("FENGQIAO_FONT", font::ensure(paths)?)
                    .env("FENGQIAO_NODE_MODULES", node::ensure(paths)?),
            ),
            Self::Store => {
                let postgres = Postgres::start()?;
                count(target(paths, "store").env("FENGQIAO_TEST_POSTGRES", postgres.url()))
            }
            Self::Crash => {
                build::app(paths)?;
                build::server(paths)?;
                count(&mut target(paths, "crash"))
            }
            Self::Size => size(paths),
            Self::Journeys(browser) => {
                build::app(paths)?;
                build::server(paths)?;
                let mut tests = target(paths, "e2e");
                tests.env("FENGQIAO_NODE_MODULES", node::ensure(paths)?);
                browser.ensure(paths, &mut tests)?;
                // Names, roles and colours are the same in every engine, so one looks for their faults; how text and
                // touch targets fit is looked at in all.
                if browser != Browser::Chromium {
                    tests.args(["--", "--skip", "no_state_has_an_accessibility_fault"]);
                }
                count(&mut tests)
            }
        }
    }
}

fn succeeds(command: &mut Command) -> Result<Outcome> {
    Ok(Outcome::check(command.status()?.success()))
}

fn clippy(paths: &Paths) -> Result<Outcome> {
    let mut outcome = succeeds(cargo(paths).args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))?;
    if wasm::ensure(paths)? == wasm::Toolchain::Ordinary {
        let target = format!("--target={}", wasm::TARGET);
        let arguments = [
            "clippy",
            "--package=fengqiao-app",
            "--package=fengqiao-desk",
            "--quiet",
            &target,
        ];
        let browser = succeeds(cargo(paths).args(arguments).args(["--", "-D", "warnings"]))?;
        outcome.passed += browser.passed;
        outcome.failed += browser.failed;
    } else {
        "host only: clippy's compiler has no WebAssembly target here".clone_into(&mut outcome.note);
    }
    Ok(outcome)
}

fn deny(paths: &Paths) -> Result<Outcome> {
    let program = tools::ensure(paths, &tools::CARGO_DENY)?;
    // It asks nobody, and looks at packages that no build needs, too.
    run_quietly(cargo(paths).args(["fetch", "--locked", "--quiet"]))?;
    let deny = || {
        let mut deny = command(&program);
        // Of itself it looks at what the app at the root depends on, and not at the server.
        deny.current_dir(&paths.root).arg("--workspace");
        deny
    };
    let mut outcome = succeeds(deny().args([
        "--offline",
        "check",
        "--hide-inclusion-graph",
        "licenses",
        "bans",
        "sources",
    ]))?;
    if run_quietly(deny().args(["fetch", "db"])).is_ok() {
        let advisories = succeeds(deny().args(["check", "--disable-fetch", "advisories"]))?;
        outcome.passed += advisories.passed;
        outcome.failed += advisories.failed;
    } else {
        "advisories not checked: their database cannot be reached".clone_into(&mut outcome.note);
    }
    Ok(outcome)
}

fn size(paths: &Paths) -> Result<Outcome> {
    build::app(paths)?;
    let sizes = Sizes::measure(&paths.dist)?;
    let mut outcome = Outcome::default();
    let mut above = Vec::new();
    for (name, size, limit) in sizes.budget() {
        if size > limit {
            outcome.failed += 1;
            above.push(format!("{name} {size} of {limit}"));
        } else {
            outcome.passed += 1;
        }
    }
    outcome.note = above.join(", ");
    Ok(outcome)
}
