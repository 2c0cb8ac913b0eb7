//! What a person does with a page. Everything waits for a condition, nothing for a time.

use std::fmt::Display;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::Value;

use crate::browser::{Browser, Colours, Engine};
use crate::process::PATIENCE;

/// A browser that shows the portal.
#[derive(Debug)]
pub struct Page {
    browser: Browser,
    /// Scheme, host and port.
    base: String,
}

impl Page {
    /// The portal at this address in this browser; nothing is opened yet.
    pub fn new(browser: Browser, base: String) -> Self {
        Self { browser, base }
    }

    /// The portal at another address from now on; nothing is opened.
    pub fn move_to(&mut self, base: String) {
        self.base = base;
    }

    /// The WebDriver session, for what only one test needs.
    pub fn client(&self) -> &Client {
        &self.browser.client
    }

    /// The engine that shows the page.
    pub fn engine(&self) -> Engine {
        self.browser.engine
    }

    /// The whole page, also what is below the screen, as PNG. Chromium only.
    pub async fn picture(&self) -> Vec<u8> {
        self.browser.picture().await
    }

    /// From now on the page is shown as to someone who has set these colours. Chromium only.
    pub async fn prefer(&self, colours: Colours) {
        self.browser.prefer(colours).await;
    }

    /// From now on the page has a processor so many times slower. Chromium only.
    pub async fn slow_down(&self, times: f64) {
        self.browser.slow_down(times).await;
    }

    /// Whether the browser still answers.
    pub async fn answers(&self) -> bool {
        self.client().execute("return true", vec![]).await.is_ok()
    }

    /// Ends the session. Without it the browser is killed, which some take badly.
    pub async fn close(self) {
        let _ = self.browser.client.clone().close().await;
    }

    /// Opens a path by the address bar and waits until the app runs.
    pub async fn open(&self, path: &str) {
        self.open_shell(path).await;
        self.wait_for_app().await;
    }

    /// Opens a path by the address bar; the app may never come.
    pub async fn open_shell(&self, path: &str) {
        let address = format!("{}{path}", self.base);
        self.client().goto(&address).await.expect("the page opens");
    }

    /// Reloads and waits until the app runs.
    pub async fn reload(&self) {
        self.client().refresh().await.expect("the page reloads");
        self.wait_for_app().await;
    }

    /// The back button.
    pub async fn back(&self) {
        self.client().back().await.expect("there is a page before");
    }

    /// Waits until the app has taken over from the static shell.
    pub async fn wait_for_app(&self) {
        self.wait_until(
            "the app runs",
            "return document.documentElement.dataset.app === 'ready'",
        )
        .await;
    }

    /// Path, query and fragment as the address bar shows them.
    pub async fn path(&self) -> String {
        let url = self
            .client()
            .current_url()
            .await
            .expect("there is an address");
        url.as_str()
            .strip_prefix(&self.base)
            .expect("the portal never leaves its origin")
            .to_owned()
    }

    /// Waits until the address bar's path begins like this.
    pub async fn wait_for_path(&self, start: &str) {
        self.retry(
            format_args!("the address begins with {start}"),
            async || self.path().await.starts_with(start).then_some(()),
        )
        .await;
    }

    /// Waits for an element that is shown.
    pub async fn wait_for(&self, css: &str) -> Element {
        self.retry(format_args!("{css} is shown"), async || {
            let element = self.client().find(Locator::Css(css)).await.ok()?;
            element.is_displayed().await.ok()?.then_some(element)
        })
        .await
    }

    /// Waits until the main part of the page contains these words.
    pub async fn wait_for_words(&self, words: &str) {
        self.retry(format_args!("the page says {words:?}"), async || {
            self.words("body").await?.contains(words).then_some(())
        })
        .await;
    }

    /// Waits until the script returns `true`.
    pub async fn wait_until(&self, what: &str, script: &str) {
        self.retry(what, async || {
            let answer = self.client().execute(script, vec![]).await.ok()?;
            (answer == Value::Bool(true)).then_some(())
        })
        .await;
    }

    /// Presses what the selector names, as soon as that is possible.
    pub async fn click(&self, css: &str) {
        self.retry(format_args!("{css} can be pressed"), async || {
            let element = self.client().find(Locator::Css(css)).await.ok()?;
            self.click_element(&element).await
        })
        .await;
    }

    /// Ticks a box; one that is ticked stays so.
    pub async fn tick(&self, css: &str) {
        self.retry(format_args!("{css} is ticked"), async || {
            let element = self.client().find(Locator::Css(css)).await.ok()?;
            let ticked = element.prop("checked").await.ok()?;
            if ticked.as_deref() == Some("true") {
                return Some(());
            }
            self.click_element(&element).await?;
            None
        })
        .await;
    }

    /// Lets the page do what it has put off to its next paints: it moves the focus then, and scrolls, which
    /// no person is quick enough to get ahead of.
    async fn settle(&self) {
        let script = "const done = arguments[arguments.length - 1];
            const after = (paints) => paints ? requestAnimationFrame(() => after(paints - 1)) : done();
            after(3);";
        let _ = self.client().execute_async(script, vec![]).await;
    }

    async fn click_element(&self, element: &Element) -> Option<()> {
        self.settle().await;
        if element.click().await.is_err() {
            self.bring_to_middle(element).await?;
            element.click().await.ok()?;
        }
        Some(())
    }

    /// Scrolls as a person would: drivers stop as soon as an element is on the screen, where the bar at
    /// the bottom may cover it.
    async fn bring_to_middle(&self, element: &Element) -> Option<()> {
        let element = serde_json::to_value(element).ok()?;
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.client().execute(script, vec![element]).await.ok()?;
        Some(())
    }

    /// Presses the button or link with exactly these words.
    pub async fn press(&self, words: &str) {
        let path = format!(
            "//*[self::button or self::a or self::summary or self::label][normalize-space()='{words}']"
        );
        self.press_path(&path).await;
    }

    /// Presses what the XPath names, as soon as that is possible.
    pub async fn press_path(&self, path: &str) {
        self.retry(format_args!("{path} can be pressed"), async || {
            let element = self.client().find(Locator::XPath(path)).await.ok()?;
            self.click_element(&element).await
        })
        .await;
    }

    /// Types into an empty field, or replaces what is in it.
    pub async fn fill(&self, css: &str, text: &str) {
        self.retry(format_args!("{css} takes text"), async || {
            let element = self.client().find(Locator::Css(css)).await.ok()?;
            // WebKit's driver types into what is on the screen and scrolls to nothing.
            self.bring_to_middle(&element).await?;
            element.clear().await.ok()?;
            element.send_keys(text).await.ok()?;
            (self.value(css).await.as_deref() == Some(text)).then_some(())
        })
        .await;
    }

    /// Chooses files in a control, as many at once.
    pub async fn choose_files(&self, css: &str, files: &[PathBuf]) {
        let paths: Vec<_> = files.iter().map(|path| path.to_string_lossy()).collect();
        let paths = paths.join("\n");
        self.retry(format_args!("{css} takes files"), async || {
            let element = self.client().find(Locator::Css(css)).await.ok()?;
            element.send_keys(&paths).await.ok()
        })
        .await;
    }

    /// What is in a field.
    pub async fn value(&self, css: &str) -> Option<String> {
        let element = self.client().find(Locator::Css(css)).await.ok()?;
        element.prop("value").await.ok()?
    }

    /// Waits until this is in a field.
    pub async fn wait_for_value(&self, css: &str, value: &str) {
        self.retry(format_args!("{css} holds {value:?}"), async || {
            (self.value(css).await.as_deref() == Some(value)).then_some(())
        })
        .await;
    }

    /// Chooses an option of a list by its value.
    pub async fn choose(&self, css: &str, value: &str) {
        self.retry(format_args!("{css} offers {value}"), async || {
            let element = self.client().find(Locator::Css(css)).await.ok()?;
            self.bring_to_middle(&element).await?;
            element.select_by_value(value).await.ok()?;
            (self.value(css).await.as_deref() == Some(value)).then_some(())
        })
        .await;
    }

    /// The visible words of an element.
    pub async fn words(&self, css: &str) -> Option<String> {
        let element = self.client().find(Locator::Css(css)).await.ok()?;
        element.text().await.ok()
    }

    /// Whether there is such an element at this moment.
    pub async fn has(&self, css: &str) -> bool {
        self.client().find(Locator::Css(css)).await.is_ok()
    }

    /// How many of them there are at this moment.
    pub async fn count(&self, css: &str) -> usize {
        self.client()
            .find_all(Locator::Css(css))
            .await
            .map_or(0, |found| found.len())
    }

    /// The answer of a script.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client()
            .execute(script, arguments)
            .await
            .expect("the script runs")
    }

    /// The answer that a script passes to its last argument.
    pub async fn answer(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client()
            .execute_async(script, arguments)
            .await
            .expect("the script answers")
    }

    /// One press of a key.
    pub async fn key(&self, key: Key) {
        self.settle().await;
        self.keys(&char::from(key).to_string()).await;
    }

    /// Types into whatever has the focus.
    pub async fn keys(&self, text: &str) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in text.chars() {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client()
            .perform_actions(actions)
            .await
            .expect("keys can be pressed");
    }

    /// Types into whatever has the focus, about eight keys a second.
    pub async fn type_steadily(&self, text: &str) {
        const BETWEEN: Duration = Duration::from_millis(120);
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in text.chars() {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value })
                .then(KeyAction::Pause { duration: BETWEEN });
        }
        self.client()
            .perform_actions(actions)
            .await
            .expect("keys can be pressed");
    }

    /// Tries until there is an answer.
    pub async fn retry<T>(&self, what: impl Display, attempt: impl AsyncFn() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(answer) = attempt().await {
                return answer;
            }
            if start.elapsed() > PATIENCE {
                panic!("gave up waiting until {what}\n{}", self.description().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Where the page is and what it says, for whoever reads why a test failed. Not by its visible words: a driver
    /// in trouble gives none, and that must not look like an empty page.
    async fn description(&self) -> String {
        let script =
            "return [location.href, document.readyState, document.body.innerText].join('\\n')";
        match self.client().execute(script, vec![]).await {
            Ok(Value::String(said)) => format!("the page says:\n{said}"),
            Ok(other) => format!("the page says {other}"),
            Err(error) => format!("and the page does not answer: {error}"),
        }
    }
}
