//! Starting a browser of each engine, at the size of a phone.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use std::{env, fs};

use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::process::{Process, file, free_port, listens, wait_until};

/// How long a page may take to load.
const PAGE_LIMIT: Duration = Duration::from_secs(60);

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, as on most Android phones.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKit, as on every iPhone.
    WebKit,
}

impl Engine {
    /// The one that `FENGQIAO_BROWSER` names; `cargo xtask test` runs the tests once for each.
    pub fn chosen() -> Self {
        match env::var("FENGQIAO_BROWSER").as_deref() {
            Ok("chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            other => panic!("FENGQIAO_BROWSER is {other:?}; start this with `cargo xtask test`"),
        }
    }
}

/// The size of the screen in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// A common phone, held upright.
pub const PHONE: Screen = Screen {
    width: 360,
    height: 740,
};

/// A common laptop.
pub const DESKTOP: Screen = Screen {
    width: 1280,
    height: 800,
};

/// The colours that a person has set for the whole phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// Dark on light, as phones come.
    Light,
    /// Light on dark.
    Dark,
}

/// A browser with its driver. All of it ends with this value.
#[derive(Debug)]
pub struct Browser {
    /// The WebDriver session.
    pub client: Client,
    /// Which engine it is.
    pub engine: Engine,
    // The driver ends before the screen it draws on and the profile it writes to.
    _driver: Process,
    _display: Option<Process>,
    _profile: TempDir,
}

impl Browser {
    /// Starts a fresh browser with an empty profile.
    pub async fn start(engine: Engine, screen: Screen) -> Self {
        let profile = tempfile::tempdir().expect("temporary files can be made");
        let port = free_port();
        let display = (engine == Engine::WebKit).then(|| start_display(screen));
        let driver = Process::start(&file("FENGQIAO_DRIVER"), |command| {
            match engine {
                Engine::Chromium => command.arg(format!("--port={port}")),
                Engine::Firefox => command
                    .args(["--port", &port.to_string(), "--host", "127.0.0.1"])
                    .args(["--websocket-port", &free_port().to_string()])
                    .arg("--profile-root")
                    .arg(profile.path()),
                Engine::WebKit => command
                    .args(["-p", &port.to_string()])
                    .env("XDG_CONFIG_HOME", webkit_config(&profile))
                    .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1"),
            };
            if let Some((_, number)) = &display {
                command.env("DISPLAY", format!(":{number}"));
            }
            command.stdout(Stdio::null()).stderr(Stdio::null());
        });
        wait_until("the browser's driver listens", || listens(port));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(engine, screen, &profile))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the browser starts");
        // A page that is not there by then never will be; drivers wait five minutes.
        let limits = TimeoutConfiguration::new(None, Some(PAGE_LIMIT), None);
        client
            .update_timeouts(limits)
            .await
            .expect("the browser takes a time limit");
        let browser = Self {
            client,
            engine,
            _driver: driver,
            _display: display.map(|(process, _)| process),
            _profile: profile,
        };
        browser.fit(screen).await;
        if engine == Engine::Chromium {
            browser.prefer(Colours::Light).await;
            browser.look_at().await;
        }
        browser
    }

    /// Gives the page exactly the wanted size, whatever the window's own parts take.
    async fn fit(&self, screen: Screen) {
        if self.engine == Engine::Chromium {
            return;
        }
        let Screen { width, height } = screen;
        for _ in 0..3 {
            let inner = self
                .client
                .execute(
                    "return [innerWidth, innerHeight, outerWidth, outerHeight]",
                    vec![],
                )
                .await
                .expect("the browser tells its size");
            let size: Vec<u32> = serde_json::from_value(inner).expect("sizes are whole numbers");
            let [inner_width, inner_height, outer_width, outer_height] = size[..] else {
                panic!("four sizes were asked for");
            };
            if inner_width == width && inner_height == height {
                return;
            }
            self.client
                .set_window_size(
                    (outer_width + width).saturating_sub(inner_width),
                    (outer_height + height).saturating_sub(inner_height),
                )
                .await
                .expect("the window can be resized");
        }
    }
}

fn capabilities(engine: Engine, screen: Screen, profile: &TempDir) -> Map<String, Value> {
    let program = file("FENGQIAO_BROWSER_PROGRAM");
    let Screen { width, height } = screen;
    let wanted = match engine {
        Engine::Chromium => {
            let mut options = json!({
                "binary": program,
                "args": [
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    format!("--window-size={width},{height}"),
                    format!("--user-data-dir={}", profile.path().display()),
                ],
            });
            if screen == PHONE {
                options["mobileEmulation"] = json!({
                    "deviceMetrics": { "width": width, "height": height, "pixelRatio": 2.0, "touch": true }
                });
            }
            json!({ "browserName": "chrome", "goog:chromeOptions": options })
        }
        Engine::Firefox => json!({
            "browserName": "firefox",
            "moz:firefoxOptions": {
                "binary": program,
                "args": [
                    "-headless",
                    "-profile",
                    firefox_profile(profile),
                    "-width",
                    width.to_string(),
                    "-height",
                    height.to_string(),
                ],
                "prefs": {
                    // Refuse without asking: nobody is there to answer.
                    "permissions.default.geo": 2,
                    "toolkit.legacyUserProfileCustomizations.stylesheets": true,
                    // A file that was saved stays in its folder: shown in a tab of its own, it hides the page.
                    "browser.download.alwaysOpenPanel": false,
                    "browser.helperApps.neverAsk.saveToDisk": "application/pdf",
                    "pdfjs.disabled": true,
                    // A phone's scroll bars take no room.
                    "ui.useOverlayScrollbars": 1,
                    // Dark is 0 and light 1.
                    "layout.css.prefers-color-scheme.content-override": 1,
                },
            },
        }),
        Engine::WebKit => {
            json!({ "webkitgtk:browserOptions": { "binary": program, "args": ["--automation"] } })
        }
    };
    match wanted {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// A profile that lets a window be as narrow as a phone: the toolbars' least width is more.
fn firefox_profile(folder: &TempDir) -> PathBuf {
    let profile = folder.path().join("profile");
    let styles = profile.join("chrome");
    fs::create_dir_all(&styles).expect("a profile can be made");
    fs::write(
        styles.join("userChrome.css"),
        ":root, body, #navigator-toolbox, #browser { min-width: 0 !important; }",
    )
    .expect("a profile can be written");
    profile
}

/// Settings that let a window be as narrow as a phone: the buttons of its toolbar take more.
fn webkit_config(folder: &TempDir) -> PathBuf {
    let config = folder.path().join("config");
    let styles = config.join("gtk-3.0");
    fs::create_dir_all(&styles).expect("settings can be made");
    fs::write(
        styles.join("gtk.css"),
        "button, button *, entry, entry * { min-width: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }",
    )
    .expect("settings can be written");
    config
}

/// A screen in memory for the engine that needs one, and its number.
fn start_display(screen: Screen) -> (Process, u32) {
    let mut display = Process::start(&file("FENGQIAO_DISPLAY_SERVER"), |command| {
        command
            // Writes the number of the first free display once it can be used.
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            // No larger than the window: the pointer rests in the middle, and only a window under it has the focus.
            .arg(format!("{}x{}x24", screen.width, screen.height))
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
    });
    let output = display.output().expect("the output was asked for");
    let mut line = String::new();
    BufReader::new(output)
        .read_line(&mut line)
        .expect("the display tells its number");
    (display, line.trim().parse().expect("a display's number"))
}
