//! One answer from a longer list, which the browser folds away.

use crate::view::prelude::*;

use super::{Choice, FieldError, Hint, LabelWords, Question, invalid};

/// One answer from a longer list, or none.
#[component]
pub fn Select(
    /// What is asked.
    question: Question,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What the list says while nothing is chosen.
    nothing: &'static str,
    /// What is chosen at first.
    chosen: String,
    /// What is wrong.
    error: Signal<Option<String>>,
    /// Told of every choice; empty for none.
    on_change: Callback<String>,
) -> View {
    let options = choices
        .into_iter()
        .map(|Choice { value, label, .. }| {
            let selected = chosen == value;
            view! {
                <option value=value prop:selected=selected>
                    {label}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label class="field-label" for=question.id>
                <LabelWords question/>
            </label>
            <Hint question/>
            <div class="select-field">
                <select
                    class="select"
                    id=question.id
                    name=question.id
                    aria-describedby=move || question.described_by(error.with(Option::is_some))
                    aria-invalid=move || invalid(error)
                    on:change=move |event| on_change.run(event_target_value(&event))
                >
                    <option value="">{nothing}</option>
                    {options}
                </select>
            </div>
            <FieldError question error/>
        </div>
    }
}
