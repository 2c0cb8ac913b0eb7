//! A short list to choose from: one answer or several.

use crate::view::prelude::*;

use super::{FieldError, Hint, LabelWords, Question};

/// Answers with more characters than this do not lie side by side.
const LONG: usize = 9;

/// One possible answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name on the wire.
    pub value: &'static str,
    /// Its words.
    pub label: &'static str,
    /// More words, if the first need them.
    pub note: &'static str,
}

/// How many answers there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoicesKind {
    /// One: radio buttons.
    One,
    /// Several: checkboxes.
    Several,
}

/// A list to choose from. The first choice carries the question's id, so that a link to the question
/// lands on something that can be ticked.
#[component]
pub fn Choices(
    /// What is asked.
    question: Question,
    /// How many answers there may be.
    kind: ChoicesKind,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is chosen at first.
    chosen: Vec<String>,
    /// What is wrong.
    error: Signal<Option<String>>,
    /// Told of every tick and untick.
    on_change: Callback<(&'static str, bool)>,
) -> View {
    let input_type = match kind {
        ChoicesKind::One => "radio",
        ChoicesKind::Several => "checkbox",
    };
    let is_long = choices
        .iter()
        .any(|choice| choice.label.chars().count() > LONG);
    let rows = choices
        .into_iter()
        .enumerate()
        .map(|(at, Choice { value, label, note })| {
            let id = if at == 0 {
                question.id.to_owned()
            } else {
                [question.id, "-", value].concat()
            };
            let checked = chosen.iter().any(|chosen| chosen == value);
            view! {
                <label class="choice">
                    <input
                        type=input_type
                        id=id
                        name=question.id
                        value=value
                        prop:checked=checked
                        on:change=move |event| {
                            on_change.run((value, event_target_checked(&event)));
                        }
                    />
                    <span>
                        {label}
                        {(!note.is_empty()).then(|| view! { <small>{note}</small> })}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class="field"
            class:field-wrong=move || error.with(Option::is_some)
            aria-describedby=move || question.described_by(error.with(Option::is_some))
        >
            <legend class="field-label">
                <LabelWords question/>
            </legend>
            <Hint question/>
            <div class="choices" class:choices-long=move || is_long>{rows}</div>
            <FieldError question error/>
        </fieldset>
    }
}
