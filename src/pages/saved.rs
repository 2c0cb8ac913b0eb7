//! A page that people save: a file that opens anywhere, without the portal and without a network.

use crate::i18n::LANGUAGE;

/// The page while it is written.
pub struct Page(String);

impl Page {
    /// Begins with the title in the tab, the headline and what it looks like besides.
    pub fn begin(title: &str, headline: &str, style: &str) -> Self {
        let mut page = Self(String::new());
        page.raw("<!doctype html><html lang=\"");
        page.raw(LANGUAGE);
        page.raw("\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
        page.words(title);
        page.raw("</title><style>");
        page.raw(STYLE);
        page.raw(style);
        page.raw("</style><h1>");
        page.words(headline);
        page.raw("</h1>");
        page
    }

    /// Markup of ours.
    pub fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Anything that is to be read, never as markup.
    pub fn words(&mut self, words: &str) {
        for character in words.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                other => self.0.push(other),
            }
        }
    }

    /// A name and what belongs to it, in a list of such.
    pub fn row(&mut self, name: &str, words: &str) {
        self.raw("<dt>");
        self.words(name);
        self.raw("<dd>");
        self.words(words);
    }

    /// The whole page.
    pub fn end(mut self) -> String {
        self.raw("</html>");
        self.0
    }
}

const STYLE: &str = "body{max-width:32em;margin:2em auto;padding:0 1em;font:17px/1.65 sans-serif}dt{color:#555}dd{margin:0 0 .6em;white-space:pre-wrap;overflow-wrap:anywhere}";
