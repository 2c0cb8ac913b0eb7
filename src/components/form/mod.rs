//! Form widgets. Each shows its label, hint and error in the same places and ties them together for
//! screen readers. A widget takes its first value once and reports every change: what is typed stays
//! the browser's own while it is being typed.

mod asked_field;
mod choices;
mod clear_typed;
mod consent;
mod error_summary;
mod region_field;
mod select;
mod send_bar;
mod step_header;
mod text_area;
mod text_field;

pub use asked_field::AskedField;
pub use choices::{Choice, Choices, ChoicesKind};
pub use clear_typed::ClearTyped;
pub use consent::Consent;
pub use error_summary::{ERROR_SUMMARY, ErrorSummary, Mistake, error_words, mistakes};
pub use region_field::RegionField;
pub use select::Select;
pub use send_bar::SendBar;
pub use step_header::StepHeader;
pub use text_area::TextArea;
pub use text_field::{TextField, Typing};

use crate::view::prelude::*;

use crate::i18n::{Text, text};

/// What a widget asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The id of the control, unique on the page.
    pub id: &'static str,
    /// The question.
    pub label: &'static str,
    /// How to answer it; empty when the label says it all.
    pub hint: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
}

impl Question {
    fn hint_id(self) -> String {
        [self.id, "-hint"].concat()
    }

    fn error_id(self) -> String {
        [self.id, "-error"].concat()
    }

    /// The ids of what describes the control: its hint and, while there is one, its error.
    pub fn described_by(self, wrong: bool) -> Option<String> {
        match (!self.hint.is_empty(), wrong) {
            (true, true) => Some([self.hint_id(), self.error_id()].join(" ")),
            (true, false) => Some(self.hint_id()),
            (false, true) => Some(self.error_id()),
            (false, false) => None,
        }
    }
}

/// The words of a label or legend.
#[component]
pub fn LabelWords(
    /// What is asked.
    question: Question,
) -> View {
    view! {
        {question.label}
        {question
            .optional
            .then(|| view! { <span class="field-optional">{text(Text::Optional)}</span> })}
    }
}

/// How to answer.
#[component]
pub fn Hint(
    /// What is asked.
    question: Question,
) -> impl IntoView {
    (!question.hint.is_empty()).then(|| {
        view! {
            <p class="field-hint" id=question.hint_id()>
                {question.hint}
            </p>
        }
    })
}

/// What is wrong with the answer, and how to mend it.
#[component]
pub fn FieldError(
    /// What is asked.
    question: Question,
    /// The sentence, while something is wrong.
    error: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        error.get().map(|words| {
            view! {
                <p class="field-error" id=question.error_id()>
                    {words}
                </p>
            }
        })
    }
}

/// `aria-invalid` while something is wrong.
fn invalid(error: Signal<Option<String>>) -> Option<&'static str> {
    error.with(Option::is_some).then_some("true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_is_described_by_what_is_shown() {
        let plain = Question {
            id: "mobile",
            ..Question::default()
        };
        let hinted = Question {
            hint: "11 digits",
            ..plain
        };
        assert_eq!(plain.described_by(false), None);
        assert_eq!(plain.described_by(true).as_deref(), Some("mobile-error"));
        assert_eq!(hinted.described_by(false).as_deref(), Some("mobile-hint"));
        assert_eq!(
            hinted.described_by(true).as_deref(),
            Some("mobile-hint mobile-error")
        );
    }
}
