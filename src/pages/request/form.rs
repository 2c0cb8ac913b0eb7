//! What every step of the request shares: the draft, what is wrong with it, and where to go next.

use crate::router::{NavigateOptions, navigate};
use crate::view::prelude::*;
use contract::draft::{Field, Issue, Step};

use super::model::{look_again, mistakes};
use crate::components::form::{
    Choice, Choices, ChoicesKind, ERROR_SUMMARY, Mistake, Question, TextField, Typing,
};
use crate::i18n::{Text, issue_words, text};
use crate::platform::{focus, page};
use crate::routes::Route;
use crate::state::draft::{self, Kept};
use crate::state::{Drafts, stores};

/// The request being filled in. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Form {
    /// What was typed.
    pub drafts: Drafts,
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
            issues.retain(|known| known.field != issue.field);
            issues.push(issue);
        });
    }

    /// Forgets what was wrong.
    pub fn settle(self) {
        self.issues.set(Vec::new());
        self.summary.set(None);
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
        let issues = self.issues;
        Signal::derive(move || {
            issues.with(|issues| {
                issues
                    .iter()
                    .find(|issue| issue.field == field)
                    .map(|issue| issue_words(*issue))
            })
        })
    }

    /// Changes the draft, and looks again at the field if it had an issue.
    pub fn change(self, field: Field, change: impl FnOnce(&mut Kept)) {
        self.drafts.change(change);
        self.issues.update(|issues| {
            self.drafts
                .kept()
                .with_untracked(|kept| look_again(issues, field, &kept.draft));
        });
    }

    /// Puts a text into a field.
    pub fn set_text(self, field: Field, value: String) {
        self.change(field, |kept| kept.set_text(field, value));
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

/// Goes to another address.
pub fn go(route: &Route) {
    navigate(&route.to_path(), NavigateOptions::default());
}

/// Goes to another address, which takes this one's place in the history.
pub fn go_instead(route: &Route) {
    let options = NavigateOptions {
        replace: true,
        ..NavigateOptions::default()
    };
    navigate(&route.to_path(), options);
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
