//! What a person does with a page, and what must be true of it. Everything waits for a condition,
//! nothing for a time.

use std::fmt::Display;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::browser::{Browser, Engine};
use crate::process::{PATIENCE, file};

/// Rules that every page keeps: WCAG 2.2 A and AA, and what the rules' authors recommend. None is left out.
const AXE_TAGS: [&str; 7] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22a",
    "wcag22aa",
    "best-practice",
];

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

    /// Ends the session. Without it the browser is killed, which some take badly.
    pub async fn close(self) {
        let _ = self.browser.client.clone().close().await;
    }

    /// Opens a path by the address bar and waits until the app runs.
    pub async fn open(&self, path: &str) {
        let address = format!("{}{path}", self.base);
        self.client().goto(&address).await.expect("the page opens");
        self.wait_for_app().await;
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

    async fn click_element(&self, element: &Element) -> Option<()> {
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
        self.retry(format_args!("{words:?} can be pressed"), async || {
            let element = self.client().find(Locator::XPath(&path)).await.ok()?;
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

    /// What is in a field.
    pub async fn value(&self, css: &str) -> Option<String> {
        let element = self.client().find(Locator::Css(css)).await.ok()?;
        element.prop("value").await.ok()?
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

    /// One press of a key.
    pub async fn key(&self, key: Key) {
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

    /// Presses Tab until the element that the selector names has the focus.
    pub async fn tab_to(&self, css: &str) {
        const FAR: usize = 80;
        let script =
            "return !!document.activeElement && document.activeElement.matches(arguments[0])";
        for _ in 0..FAR {
            self.key(Key::Tab).await;
            if self.script(script, vec![json!(css)]).await == Value::Bool(true) {
                self.assert_focus_is_seen(css).await;
                return;
            }
        }
        panic!("{css} cannot be reached with the Tab key within {FAR} presses");
    }

    async fn assert_focus_is_seen(&self, css: &str) {
        // A choice shows its focus on its whole row.
        let script = "
            const shows = node => {
                const style = getComputedStyle(node);
                const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
                return outlined || style.boxShadow !== 'none';
            };
            const node = document.activeElement, label = node.closest('label');
            return shows(node) || !!label && shows(label);";
        let seen = self.script(script, vec![]).await;
        assert_eq!(
            seen,
            Value::Bool(true),
            "{css} has the focus but does not show it"
        );
    }

    /// Everything that must be true of each state of each page: no accessibility fault, nothing wider than the screen.
    pub async fn check(&self, state: &str) {
        self.assert_accessible(state).await;
        self.assert_fits(state).await;
    }

    async fn assert_accessible(&self, state: &str) {
        let axe = std::fs::read_to_string(file("FENGQIAO_AXE")).expect("axe-core is readable");
        let script = format!(
            "{axe};
            const [tags, done] = arguments;
            window.axe.run(document, {{ runOnly: {{ type: 'tag', values: tags }}, resultTypes: ['violations'] }})
                .then(
                    result => done(result.violations.flatMap(rule => rule.nodes.map(node =>
                        rule.id + ': ' + rule.help + '\\n      ' + node.html + '\\n      ' + node.failureSummary))),
                    error => done(['axe did not run: ' + error]));"
        );
        let found = self
            .client()
            .execute_async(&script, vec![json!(AXE_TAGS)])
            .await
            .unwrap_or_else(|error| panic!("{state}: axe did not run: {error}"));
        let found: Vec<String> = serde_json::from_value(found).expect("axe lists what it found");
        assert!(
            found.is_empty(),
            "{state}: {} accessibility faults\n    {}",
            found.len(),
            found.join("\n    ")
        );
    }

    /// Nothing sticks out of the screen sideways and no text is cut off.
    pub async fn assert_fits(&self, state: &str) {
        let script = "
            const width = document.documentElement.clientWidth;
            const faults = [];
            if (document.documentElement.scrollWidth > width)
                faults.push('the page is ' + document.documentElement.scrollWidth + ' wide, the screen ' + width);
            const name = node => node.tagName.toLowerCase() + (node.id ? '#' + node.id : '') +
                (node.className && node.className.baseVal === undefined ? '.' + node.className : '');
            for (const node of document.body.querySelectorAll('*')) {
                if (!node.checkVisibility || !node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
                const box = node.getBoundingClientRect();
                if (box.width <= 1 || box.height <= 1) continue;
                if (box.right > width + 1 || box.left < -1)
                    faults.push(name(node) + ' reaches from ' + box.left + ' to ' + box.right);
                const style = getComputedStyle(node);
                const says = [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
                const cut = style.overflowX === 'hidden' || style.overflowX === 'clip';
                if (says && cut && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1))
                    faults.push(name(node) + ' cuts its text off');
            }
            return faults;";
        let faults = self.script(script, vec![]).await;
        let faults: Vec<String> = serde_json::from_value(faults).expect("a list of faults");
        assert!(faults.is_empty(), "{state}: {}", faults.join("; "));
    }

    /// Shows all text at twice its size, as a browser's own text setting does.
    pub async fn double_text(&self) {
        self.script("document.documentElement.style.fontSize = '200%'", vec![])
            .await;
    }

    /// Shows text at its usual size again.
    pub async fn usual_text(&self) {
        self.script("document.documentElement.style.fontSize = ''", vec![])
            .await;
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
