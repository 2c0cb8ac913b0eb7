//! What every step of the request shares: the draft, what is wrong with it, and where to go next.

use std::collections::BTreeMap;

use crate::view::prelude::*;
use contract::claims::ClaimKind;
use contract::draft::{Field, Issue, Item, Step};
use contract::organization::OrganizationView;
use contract::questions::Question as Asked;

use super::evidence::Hold;
use super::model::{look_again, mistakes};
use crate::components::form::{
    Choice, Choices, ChoicesKind, Consent, ERROR_SUMMARY, Mistake, Question, TextField, Typing,
};
use crate::i18n::{Text, issue_words, text};
use crate::platform::{clock, focus, page};
use crate::state::draft::{self, Kept};
use crate::state::{Drafts, stores};

/// The request being filled in. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Form {
    /// What was typed.
    pub drafts: Drafts,
    /// What the directory says of the organization it goes to, once that is known.
    pub addressee: RwSignal<Option<OrganizationView>>,
    /// Whether sending waits for files.
    pub hold: RwSignal<Hold>,
    /// What is wrong, kept up to date while the person mends it.
    issues: RwSignal<Vec<Issue>>,
    /// What was wrong when the person last wanted to go on. It stays as it was while they mend it, so
    /// that nothing moves under their fingers and nothing is read out at every key.
    summary: RwSignal<Option<(Step, Vec<Mistake>)>>,
}

impl Form {
    /// A form on the draft in progress.
    pub fn new() -> Self {
        Self {
            drafts: stores().drafts,
            addressee: RwSignal::new(None),
            hold: RwSignal::new(Hold::Free),
            issues: RwSignal::new(Vec::new()),
            summary: RwSignal::new(None),
        }
    }

    /// Shows what is wrong with a step and moves the focus there.
    pub fn show(self, step: Step, issues: Vec<Issue>) {
        self.summary.set(Some((step, mistakes(&issues, step))));
        self.issues.set(issues);
        // After the headline has had its turn, when the step has just changed.
        page::before_paint(|| {
            page::before_paint(|| {
                focus::focus(ERROR_SUMMARY);
            })
        });
    }

    /// Adds an issue without a word from the person: something turned out to be wrong on its own.
    pub fn note(self, issue: Issue) {
        self.issues.try_update(|issues| {
            issues.retain(|known| !known.is_beside(issue.field, issue.item));
            issues.push(issue);
        });
    }

    /// Forgets what was wrong.
    pub fn settle(self) {
        self.issues.set(Vec::new());
        self.summary.set(None);
        self.hold.set(Hold::Free);
        self.drafts.failure.set(None);
    }

    /// What the summary of a step lists.
    pub fn summary(self, step: Step) -> Signal<Vec<Mistake>> {
        let summary = self.summary;
        Signal::derive(move || match summary.get() {
            Some((of, mistakes)) if of == step => mistakes,
            _ => Vec::new(),
        })
    }

    /// What is wrong with a field, in words.
    pub fn error(self, field: Field) -> Signal<Option<String>> {
        self.error_of(field, Item::Whole)
    }

    /// What is wrong with an entry of a field, in words.
    pub fn error_of(self, field: Field, item: Item) -> Signal<Option<String>> {
        let issues = self.issues;
        Signal::derive(move || {
            issues.with(|issues| {
                issues
                    .iter()
                    .find(|issue| issue.is_beside(field, item))
                    .map(|issue| issue_words(*issue))
            })
        })
    }

    /// Changes the draft, and looks again at the field if it had an issue.
    pub fn change(self, field: Field, change: impl FnOnce(&mut Kept)) {
        self.change_of(field, Item::Whole, change);
    }

    /// Changes the draft, and looks again at the entry of a field if it had an issue.
    pub fn change_of(self, field: Field, item: Item, change: impl FnOnce(&mut Kept)) {
        self.drafts.change(change);
        self.issues.update(|issues| {
            self.drafts.kept().with_untracked(|kept| {
                look_again(issues, field, item, &kept.draft, clock::today())
            });
        });
    }

    /// Puts a text into a field.
    pub fn set_text(self, field: Field, value: String) {
        self.change(field, |kept| kept.set_text(field, value));
    }

    /// Forgets what was wrong with the rows of a field: there is one less, and the others have moved up.
    pub fn forget_rows(self) {
        self.issues
            .update(|issues| issues.retain(|issue| !matches!(issue.item, Item::Row(_))));
    }

    /// What was answered to a question so far.
    pub fn answer(self, asked: Asked) -> String {
        self.typed(|kept| kept.draft.answers.get(asked.as_str()))
    }

    /// Answers a question.
    pub fn set_answer(self, asked: Asked, typed: String) {
        self.change_of(Field::Answers, Item::Answer(asked), |kept| {
            put(&mut kept.draft.answers, asked.as_str(), typed);
        });
    }

    /// What was typed for a claim so far: its sum, or its months.
    pub fn claim(self, field: Field, kind: ClaimKind) -> String {
        self.typed(|kept| match field {
            Field::ClaimMonths => kept.draft.claim_months.get(kind.as_str()),
            _ => kept.draft.claim_sums.get(kind.as_str()),
        })
    }

    /// Takes what was typed for a claim. Months without a sum are what is wrong with the sum.
    pub fn set_claim(self, field: Field, kind: ClaimKind, typed: String) {
        let item = Item::Claim(kind);
        self.change_of(field, item, |kept| {
            let claims = match field {
                Field::ClaimMonths => &mut kept.draft.claim_months,
                _ => &mut kept.draft.claim_sums,
            };
            put(claims, kind.as_str(), typed);
        });
        self.change_of(Field::ClaimSums, item, |_| {});
    }

    fn typed(self, find: impl FnOnce(&Kept) -> Option<&String>) -> String {
        self.drafts
            .kept()
            .with_untracked(|kept| find(kept).cloned().unwrap_or_default())
    }

    /// One thing to agree to.
    pub fn consent(self, field: Field, words: String) -> View {
        let ticked = self
            .drafts
            .kept()
            .with_untracked(|kept| draft::ticked(&kept.draft, field));
        view! {
            <Consent
                question=Ask::needed(Text::ConsentQuestion).question(field)
                words
                ticked
                error=self.error(field)
                on_change=Callback::new(move |ticked| {
                    self.change(field, |kept| kept.set_tick(field, ticked));
                })
            />
        }
    }

    /// What is in a field now, without following it.
    pub fn text(self, field: Field) -> String {
        self.drafts
            .kept()
            .with_untracked(|kept| draft::text(&kept.draft, field).to_owned())
    }

    /// Told of what is typed into a field.
    pub fn on_input(self, field: Field) -> Callback<String> {
        Callback::new(move |value| self.set_text(field, value))
    }

    /// A one-line field.
    pub fn text_field(self, field: Field, ask: Ask, typing: Typing) -> View {
        view! {
            <TextField
                question=ask.question(field)
                typing
                value=self.text(field)
                error=self.error(field)
                on_input=self.on_input(field)
            />
        }
    }

    /// A field with one answer from a list.
    pub fn radios(self, field: Field, ask: Ask, choices: Vec<Choice>) -> View {
        let chosen = vec![self.text(field)];
        let on_change = Callback::new(move |(value, ticked): (&'static str, bool)| {
            if ticked {
                self.set_text(field, value.to_owned());
            }
        });
        self.choices(field, ask, ChoicesKind::One, choices, chosen, on_change)
    }

    /// A field with several answers from a list.
    pub fn checkboxes(self, field: Field, ask: Ask, choices: Vec<Choice>) -> View {
        let chosen = self
            .drafts
            .kept()
            .with_untracked(|kept| draft::choices(&kept.draft, field).to_vec());
        let on_change = Callback::new(move |(value, ticked): (&'static str, bool)| {
            self.change(field, |kept| kept.set_choice(field, value, ticked));
        });
        self.choices(field, ask, ChoicesKind::Several, choices, chosen, on_change)
    }

    fn choices(
        self,
        field: Field,
        ask: Ask,
        kind: ChoicesKind,
        choices: Vec<Choice>,
        chosen: Vec<String>,
        on_change: Callback<(&'static str, bool)>,
    ) -> View {
        view! {
            <Choices
                question=ask.question(field)
                kind
                choices
                chosen
                error=self.error(field)
                on_change
            />
        }
    }
}

/// How a field is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    label: Text,
    hint: Option<Text>,
    optional: bool,
}

impl Ask {
    /// An answer is needed.
    pub const fn needed(label: Text) -> Self {
        Self {
            label,
            hint: None,
            optional: false,
        }
    }

    /// It may be left out, and says so.
    pub const fn optional(label: Text) -> Self {
        Self {
            optional: true,
            ..Self::needed(label)
        }
    }

    /// With words on how to answer.
    pub const fn hint(self, hint: Text) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }

    /// The question of a field: its wire name is the control's id.
    pub fn question(self, field: Field) -> Question {
        Question {
            id: field.as_str(),
            label: text(self.label),
            hint: self.hint.map(text).unwrap_or_default(),
            optional: self.optional,
        }
    }
}

/// Puts what was typed under its name. What was emptied leaves nothing: a draft that was stored and read back is the
/// same, and the same is what must be sent again.
fn put(all: &mut BTreeMap<String, String>, name: &str, typed: String) {
    if typed.is_empty() {
        all.remove(name);
    } else {
        all.insert(name.to_owned(), typed);
    }
}
