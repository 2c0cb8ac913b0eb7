//! What was typed about cases and not sent yet. It stays through errors and through a session that ended, in memory
//! alone: the computer at a desk may be shared.

use std::collections::BTreeMap;

use contract::settlement::SettlementDraft;

use crate::pages::moves::{Act, Key};

/// What was typed into the form of one move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    typed: BTreeMap<Key, String>,
    sent: Sent,
}

/// Terms of a case that are being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermsDraft {
    /// As typed.
    pub typed: SettlementDraft,
    /// The version that whoever writes them has seen last; 0 where there were none.
    pub seen: u32,
    /// Whether anything was typed since they were opened.
    pub is_touched: bool,
    /// What was last sent of them.
    pub sent: Sent,
}

/// The body that was last sent and the key that it was sent with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent(Option<(String, String)>);

impl Sent {
    /// The idempotency key to send this body with: the same for as long as the body is, so that what was done without
    /// its answer arriving is not done twice; `fresh` for another body, which is meant anew.
    pub fn key_for(&mut self, body: &str, fresh: impl FnOnce() -> String) -> String {
        if let Some((sent, key)) = &self.0
            && sent == body
        {
            return key.clone();
        }
        let key = fresh();
        self.0 = Some((body.to_owned(), key.clone()));
        key
    }
}

/// All drafts, by case and move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    account: String,
    all: BTreeMap<(String, Act), Draft>,
    terms: BTreeMap<String, TermsDraft>,
    /// Words for something else than a move: for what, and for which part of it.
    words: BTreeMap<(String, &'static str), String>,
}

impl Draft {
    /// What was typed there; empty where nothing was.
    pub fn get(&self, key: Key) -> &str {
        self.typed.get(&key).map_or("", String::as_str)
    }

    /// What was typed there, or else what it begins with.
    pub fn get_or<'a>(&'a self, key: Key, beginning: &'a Self) -> &'a str {
        match self.typed.get(&key) {
            Some(typed) => typed,
            None => beginning.get(key),
        }
    }

    /// Takes what it begins with where nothing was typed.
    pub fn begin(&mut self, beginning: &Self) {
        for (key, words) in &beginning.typed {
            self.typed.entry(*key).or_insert_with(|| words.clone());
        }
    }

    /// Keeps what is typed.
    pub fn set(&mut self, key: Key, value: String) {
        self.typed.insert(key, value);
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.typed.values().all(|value| value.trim().is_empty())
    }

    /// The idempotency key to send this body with.
    pub fn key_for(&mut self, body: &str, fresh: impl FnOnce() -> String) -> String {
        self.sent.key_for(body, fresh)
    }
}

impl Drafts {
    /// Forgets what another account had typed.
    pub fn belong_to(&mut self, account: &str) {
        if self.account != account {
            *self = Self {
                account: account.to_owned(),
                ..Self::default()
            };
        }
    }

    /// What was typed for this move of this case.
    pub fn get(&self, number: &str, act: Act) -> Option<&Draft> {
        self.all.get(&(number.to_owned(), act))
    }

    /// The same, to be changed.
    pub fn edit(&mut self, number: &str, act: Act) -> &mut Draft {
        self.all.entry((number.to_owned(), act)).or_default()
    }

    /// Forgets it.
    pub fn forget(&mut self, number: &str, act: Act) {
        self.all.remove(&(number.to_owned(), act));
    }

    /// The terms of this case that are being written.
    pub fn terms(&self, number: &str) -> Option<&TermsDraft> {
        self.terms.get(number)
    }

    /// The same, to be changed.
    pub fn edit_terms(&mut self, number: &str) -> &mut TermsDraft {
        self.terms.entry(number.to_owned()).or_default()
    }

    /// Forgets them.
    pub fn forget_terms(&mut self, number: &str) {
        self.terms.remove(number);
    }

    /// The words for this part of something; nothing where nobody typed there.
    pub fn words(&self, of: &str, part: &'static str) -> Option<&str> {
        self.words
            .get(&(of.to_owned(), part))
            .map(|words| words.as_str())
    }

    /// Keeps words as they are typed.
    pub fn set_words(&mut self, of: &str, part: &'static str, words: String) {
        self.words.insert((of.to_owned(), part), words);
    }

    /// Forgets all words for this.
    pub fn forget_words(&mut self, of: &str) {
        self.words.retain(|(for_what, _), _| for_what != of);
    }

    /// Whether there are words for this.
    pub fn has_words(&self, of: &str) -> bool {
        self.words.keys().any(|(for_what, _)| for_what == of)
    }

    /// The move of this case whose form holds something.
    pub fn begun(&self, number: &str) -> Option<Act> {
        let mut begun = self
            .all
            .iter()
            .filter(|((of, _), draft)| of == number && !draft.is_empty());
        begun.next().map(|((_, act), _)| *act)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_keeps_its_key_over_retries_and_another_one_gets_its_own() {
        let mut draft = Draft::default();
        let mut made = 0;
        let mut fresh = || {
            made += 1;
            format!("key-{made}")
        };
        assert_eq!(draft.key_for("{a}", &mut fresh), "key-1");
        assert_eq!(draft.key_for("{a}", &mut fresh), "key-1");
        assert_eq!(draft.key_for("{b}", &mut fresh), "key-2");
    }

    #[test]
    fn what_was_typed_outlives_the_session_but_not_the_account() {
        let mut drafts = Drafts::default();
        drafts.belong_to("a");
        drafts
            .edit("FQ-1", Act::Note)
            .set(Key::Note, "周二再打".into());
        drafts.belong_to("a");
        assert_eq!(drafts.begun("FQ-1"), Some(Act::Note));
        assert_eq!(
            drafts
                .get("FQ-1", Act::Note)
                .map(|draft| draft.get(Key::Note)),
            Some("周二再打")
        );
        assert_eq!(drafts.begun("FQ-2"), None);
        drafts.edit_terms("FQ-1").typed.facts = "欠了工资".into();
        drafts.belong_to("a");
        assert!(drafts.terms("FQ-1").is_some());
        drafts.belong_to("b");
        assert_eq!(drafts.begun("FQ-1"), None);
        assert_eq!(drafts.terms("FQ-1"), None);
    }

    #[test]
    fn words_are_kept_apart_by_what_they_are_for() {
        let mut drafts = Drafts::default();
        drafts.belong_to("a");
        drafts.set_words("TS-1", "note", "已经换人".into());
        drafts.set_words("page", "phones", String::new());
        drafts.belong_to("a");
        assert_eq!(drafts.words("TS-1", "note"), Some("已经换人"));
        // Emptied is something else than untouched.
        assert_eq!(drafts.words("page", "phones"), Some(""));
        assert_eq!(drafts.words("page", "hours"), None);
        drafts.forget_words("page");
        assert!(drafts.has_words("TS-1") && !drafts.has_words("page"));
        drafts.belong_to("b");
        assert!(!drafts.has_words("TS-1"));
    }

    #[test]
    fn an_empty_form_is_not_begun() {
        let mut drafts = Drafts::default();
        drafts.edit("FQ-1", Act::Note).set(Key::Note, "  ".into());
        assert_eq!(drafts.begun("FQ-1"), None);
        drafts.edit("FQ-1", Act::Note).set(Key::Note, "好".into());
        drafts.forget("FQ-1", Act::Note);
        assert_eq!(drafts.begun("FQ-1"), None);
    }
}
