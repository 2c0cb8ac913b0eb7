//! What a search answers, lent by the index and written as `contract::organization::SearchView` is read, without a
//! copy of what it says. The tests of the index read every answer back as that type.

use contract::geo::Position;
use contract::region::Region;
use serde::Serialize;

/// One page of results.
#[derive(Debug)]
pub struct SearchAnswer<'a> {
    pub(super) total: u32,
    pub(super) region: Option<&'a Region>,
    pub(super) widened_to: Option<&'a Region>,
    pub(super) organizations: Vec<Card<'a>>,
    pub(super) next_offset: Option<u32>,
}

/// One organization of it. Texts are UTF-8, as the records have them: they are only ever copied.
#[derive(Debug)]
pub(super) struct Card<'a> {
    pub(super) id: &'a [u8],
    pub(super) name: &'a [u8],
    pub(super) region_name: &'a str,
    pub(super) distance_m: Option<u32>,
    pub(super) position: Option<Position>,
    /// Written once for all that have the same kind, hours, fee and services.
    pub(super) alike: &'a str,
    /// Each ends its line.
    pub(super) phones: &'a [u8],
}

impl SearchAnswer<'_> {
    /// Which organizations it names.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let ids = self.organizations.iter().map(|card| card.id);
        ids.filter_map(|id| std::str::from_utf8(id).ok())
    }

    /// The answer as JSON. Written by hand because nearly all of it is text that is copied as it is: a writer for any
    /// type looks at each byte of it, and that took as long as the search.
    pub fn written(&self) -> Vec<u8> {
        // Most answers fit.
        let mut out = Json(Vec::with_capacity(16 * 1024));
        out.put(r#"{"total":"#);
        out.value(&self.total);
        for (name, region) in [
            (r#","region":"#, self.region),
            (r#","widened_to":"#, self.widened_to),
        ] {
            out.optional(name, region);
        }
        out.put(r#","organizations":["#);
        out.list(self.organizations.iter(), Json::card);
        out.put("]");
        out.optional(r#","next_offset":"#, self.next_offset);
        out.put("}");
        out.0
    }
}

/// JSON that is being written.
struct Json(Vec<u8>);

impl Json {
    fn card(&mut self, card: &Card<'_>) {
        self.put(r#"{"id":"#);
        self.text(card.id);
        self.put(r#","name":"#);
        self.text(card.name);
        self.put(",");
        self.put(card.alike);
        self.put(r#","region_name":"#);
        self.text(card.region_name.as_bytes());
        self.optional(r#","distance_m":"#, card.distance_m);
        self.optional(r#","position":"#, card.position);
        if let Some(phones) = card.phones.strip_suffix(b"\n") {
            self.put(r#","phones":["#);
            self.list(phones.split(|byte| *byte == b'\n'), Self::text);
            self.put("]");
        }
        self.put("}");
    }

    fn list<T>(&mut self, items: impl Iterator<Item = T>, write: impl Fn(&mut Self, T)) {
        for (at, item) in items.enumerate() {
            if at > 0 {
                self.put(",");
            }
            write(self, item);
        }
    }

    fn optional(&mut self, name: &str, value: Option<impl Serialize>) {
        if let Some(value) = value {
            self.put(name);
            self.value(&value);
        }
    }

    fn put(&mut self, json: &str) {
        self.0.extend_from_slice(json.as_bytes());
    }

    fn value(&mut self, value: &impl Serialize) {
        // Writing to a list in memory cannot fail, and none of these has keys that are no text.
        let _ = serde_json::to_writer(&mut self.0, value);
    }

    fn text(&mut self, text: &[u8]) {
        // To the end, whatever is found: then the processor looks at many bytes at a time.
        let is_special = |byte: &u8| *byte < b' ' || *byte == b'"' || *byte == b'\\';
        if text.iter().fold(false, |any, byte| any | is_special(byte)) {
            self.value(&String::from_utf8_lossy(text));
        } else {
            self.put("\"");
            self.0.extend_from_slice(text);
            self.put("\"");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_json_is_escaped() {
        for text in ["", "某调委会", "a\"b\\c\n\u{1}\u{7f}", "末\"", "𠮷\t"] {
            let mut out = Json(Vec::new());
            out.text(text.as_bytes());
            assert_eq!(out.0, serde_json::to_vec(text).unwrap_or_default());
        }
    }
}
