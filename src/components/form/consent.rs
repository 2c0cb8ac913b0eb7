//! One thing to agree to.

use crate::view::prelude::*;

use super::{FieldError, Question};

/// One thing to agree to. Nothing is ticked beforehand.
#[component]
pub fn Consent(
    /// What it is about.
    question: Question,
    /// What is agreed to.
    words: String,
    /// More words, if the first need them.
    #[prop(optional)]
    note: &'static str,
    /// Whether it was agreed to before.
    ticked: bool,
    /// What is wrong with it.
    #[prop(optional)]
    error: Signal<Option<String>>,
    /// Told of every tick and untick.
    on_change: Callback<bool>,
) -> View {
    let wrong = move || error.with(Option::is_some);
    view! {
        <div class="consent" class:field-wrong=wrong>
            <label class="choice" for=question.id>
                <input
                    type="checkbox"
                    id=question.id
                    aria-invalid=move || wrong().then_some("true")
                    aria-describedby=move || question.described_by(wrong())
                    prop:checked=ticked
                    on:change=move |event| on_change.run(event_target_checked(&event))
                />
                <span>
                    {words}
                    {(!note.is_empty()).then(|| view! { <small>{note}</small> })}
                </span>
            </label>
            <FieldError question error/>
        </div>
    }
}
