//! What must be true of every state of every page, for everybody.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::page::Page;
use crate::process::file;

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

const FITS: &str = include_str!("scripts/fits.js");
const COVERED: &str = include_str!("scripts/covered.js");

impl Page {
    /// Everything that must be true of each state of each page: no accessibility fault, nothing wider than the screen.
    pub async fn check(&self, state: &str) {
        self.assert_accessible(state).await;
        self.assert_fits(state).await;
    }

    /// No accessibility fault. Looked for at the end of the page: there nothing is just passing under a bar at the edge
    /// of the screen, out of which a person would scroll it.
    pub async fn assert_accessible(&self, state: &str) {
        if self.script("return !window.axe", vec![]).await == true {
            let axe = std::fs::read_to_string(file("FENGQIAO_AXE")).expect("axe-core is readable");
            self.script(&axe, vec![]).await;
        }
        let script = "
            const [tags, done] = arguments;
            const before = window.scrollY;
            window.scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
            window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
                .then(
                    result => result.violations.flatMap(rule => rule.nodes.map(node =>
                        rule.id + ': ' + rule.help + '\\n      ' + node.html + '\\n      ' + node.failureSummary)),
                    error => ['axe did not run: ' + error])
                .then(faults => {
                    window.scrollTo({ top: before, behavior: 'instant' });
                    done(faults);
                });";
        let found = self.answer(script, vec![json!(AXE_TAGS)]).await;
        assert_none(state, "accessibility faults", found);
    }

    /// Nothing sticks out of the screen sideways and no text is cut off.
    pub async fn assert_fits(&self, state: &str) {
        let faults = self.script(FITS, vec![]).await;
        assert_none(state, "things that do not fit", faults);
    }

    /// Every control that takes the focus then lies on the screen with nothing over it.
    pub async fn assert_controls_can_be_pressed(&self, state: &str) {
        let script = format!(
            "{COVERED}
            const [done] = arguments;
            const look = async () => {{
                // A page that has just changed moves the focus itself before it is painted.
                await frames(4, () => false);
                const faults = [];
                for (const control of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {{
                    // What no key leads to is there for password managers.
                    if (control.tabIndex < 0) continue;
                    control.focus();
                    if (control !== document.activeElement) continue;
                    const cover = await stillOver(control);
                    if (cover) faults.push(control.outerHTML.slice(0, 120) + ' is under ' + cover);
                }}
                document.activeElement?.blur();
                return faults;
            }};
            look().then(done, error => done([String(error)]));"
        );
        let faults = self.answer(&script, vec![]).await;
        assert_none(state, "controls that cannot be pressed", faults);
    }

    /// Presses Tab until the element that the selector names has the focus. Whatever has the focus on the way shows
    /// it and is covered by nothing.
    pub async fn tab_to(&self, css: &str) {
        const FAR: usize = 80;
        for _ in 0..FAR {
            self.key(Key::Tab).await;
            if self.stop(css).await {
                return;
            }
        }
        panic!("{css} cannot be reached with the Tab key within {FAR} presses");
    }

    /// Looks at what has the focus; tells whether it is what was looked for.
    async fn stop(&self, css: &str) -> bool {
        // A choice shows its focus on its whole row.
        let script = format!(
            "{COVERED}
            const shows = node => {{
                const style = getComputedStyle(node);
                const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
                return outlined || style.boxShadow !== 'none';
            }};
            const look = async css => {{
                const node = document.activeElement;
                if (!node || node === document.body) return {{ found: false, faults: [] }};
                const label = node.closest('label'), cover = await stillOver(node), faults = [];
                const what = node.outerHTML.slice(0, 120);
                if (!shows(node) && !(label && shows(label))) faults.push(what + ' does not show its focus');
                if (cover) faults.push(what + ' is under ' + cover);
                return {{ found: node.matches(css), faults }};
            }};
            const [css, done] = arguments;
            look(css).then(done, error => done({{ found: false, faults: [String(error)] }}));"
        );
        let mut seen = self.answer(&script, vec![json!(css)]).await;
        assert_none(
            &format!("on the way to {css}"),
            "faults of what has the focus",
            seen["faults"].take(),
        );
        seen["found"] == Value::Bool(true)
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
}

fn assert_none(state: &str, what: &str, faults: Value) {
    let faults: Vec<String> = serde_json::from_value(faults).expect("a list of faults");
    assert!(
        faults.is_empty(),
        "{state}: {} {what}\n    {}",
        faults.len(),
        faults.join("\n    ")
    );
}
