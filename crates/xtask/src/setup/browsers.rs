//! Three browser engines with their drivers: Chromium, Firefox and WebKit, the engine of every iPhone.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::{apt, node, tools};
use crate::paths::Paths;
use crate::shell::which;

/// A browser that tests drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Browser {
    /// Chromium, the engine of most Android phones.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKitGTK.
    WebKit,
}

impl Browser {
    /// All of them, in the order they are tested.
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Its name in suites and in the environment of the tests.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Installs what is missing and tells the tests, by environment variables, where everything is.
    pub(crate) fn ensure(self, paths: &Paths, tests: &mut Command) -> Result<()> {
        if !has_chinese_font() {
            apt::install(
                &["fonts-noto-cjk"],
                "showing Chinese text in the test browsers",
            )?;
        }
        let axe = node::ensure(paths)?.join("axe-core/axe.min.js");
        tests
            .env("FENGQIAO_BROWSER", self.name())
            .env("FENGQIAO_AXE", axe);
        match self {
            Self::Chromium => {
                tests
                    .env(
                        "FENGQIAO_DRIVER",
                        program(&["chromedriver"], &["chromium-driver"])?,
                    )
                    .env("FENGQIAO_BROWSER_PROGRAM", chromium()?);
            }
            Self::Firefox => {
                let browser = program(&["firefox-esr", "firefox"], &["firefox-esr"])?;
                tests
                    .env(
                        "FENGQIAO_DRIVER",
                        tools::ensure(paths, &tools::GECKODRIVER)?,
                    )
                    .env("FENGQIAO_BROWSER_PROGRAM", browser);
            }
            Self::WebKit => {
                let packages = ["webkit2gtk-driver", "xvfb"];
                let driver = program(&["WebKitWebDriver"], &packages)?;
                let display = program(&["Xvfb"], &packages)?;
                let browser = mini_browser()
                    .context("webkit2gtk-driver is installed but its MiniBrowser is not")?;
                tests
                    .env("FENGQIAO_DRIVER", driver)
                    .env("FENGQIAO_DISPLAY_SERVER", display)
                    .env("FENGQIAO_BROWSER_PROGRAM", browser);
            }
        }
        Ok(())
    }
}

/// Chromium, installed now if there is none.
pub(crate) fn chromium() -> Result<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    program(&names, &["chromium", "chromium-driver"])
}

/// The first of the programs that is there; where none is, the packages are installed.
fn program(names: &[&str], packages: &[&str]) -> Result<PathBuf> {
    let find = || names.iter().find_map(|name| which(name));
    if let Some(found) = find() {
        return Ok(found);
    }
    apt::install(packages, "the browser tests")?;
    find().with_context(|| format!("{packages:?} are installed but there is no {names:?}"))
}

/// Distributions put it beside the library, in a folder named by the machine's architecture.
fn mini_browser() -> Option<PathBuf> {
    ["/usr/lib", "/usr/libexec"]
        .iter()
        .filter_map(|base| std::fs::read_dir(base).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .flat_map(|folder| {
            [
                folder.join("webkit2gtk-4.1/MiniBrowser"),
                folder.join("MiniBrowser"),
            ]
        })
        .find(|path| path.exists())
}

fn has_chinese_font() -> bool {
    crate::shell::run_quietly(crate::shell::command("fc-list").arg(":lang=zh"))
        .is_ok_and(|list| !list.trim().is_empty())
}
