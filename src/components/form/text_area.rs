//! Several lines of text, with a count.

use crate::view::prelude::*;

use super::{FieldError, Hint, LabelWords, Question, invalid};
use crate::i18n::{Text, fill};

/// Several lines of text. The count is for the eye: screen readers get the limit from the error.
#[component]
pub fn TextArea(
    /// What is asked.
    question: Question,
    /// Lines shown at first; it grows with its text where the browser can.
    rows: &'static str,
    /// Most characters.
    max: u16,
    /// What is in it at first.
    value: String,
    /// What is wrong with it.
    error: Signal<Option<String>>,
    /// Told of every change.
    on_input: Callback<String>,
) -> View {
    let length = RwSignal::new(value.trim().chars().count());
    let count = move || {
        fill(
            Text::CharacterCount,
            &[
                ("count", &length.get().to_string()),
                ("max", &max.to_string()),
            ],
        )
    };
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label class="field-label" for=question.id>
                <LabelWords question/>
            </label>
            <Hint question/>
            <textarea
                class="field-input field-area"
                id=question.id
                name=question.id
                rows=rows
                autocomplete="off"
                aria-describedby=move || question.described_by(error.with(Option::is_some))
                aria-invalid=move || invalid(error)
                prop:value=value
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    length.set(typed.trim().chars().count());
                    on_input.run(typed);
                }
            ></textarea>
            <p class="field-count" aria-hidden="true">
                {count}
            </p>
            <FieldError question error/>
        </div>
    }
}
