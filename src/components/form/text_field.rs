//! One line of text.

use crate::view::prelude::*;

use super::{FieldError, Hint, LabelWords, Question, invalid};

/// How the phone helps with typing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typing {
    /// What is typed: `text`, or `date` where the browser has a calendar to choose from.
    pub kind: &'static str,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
    /// Which keyboard comes up.
    pub inputmode: &'static str,
    /// What the keyboard's enter key says.
    pub enterkeyhint: &'static str,
}

impl Typing {
    /// Plain words, nothing to fill in.
    pub const WORDS: Self = Self {
        kind: "text",
        autocomplete: "off",
        inputmode: "text",
        enterkeyhint: "next",
    };
    /// The person's own name.
    pub const NAME: Self = Self {
        autocomplete: "name",
        ..Self::WORDS
    };
    /// The person's own mobile number.
    pub const MOBILE: Self = Self {
        autocomplete: "tel-national",
        inputmode: "tel",
        ..Self::WORDS
    };
}

/// One line of text.
#[component]
pub fn TextField(
    /// What is asked.
    question: Question,
    /// How the phone helps.
    typing: Typing,
    /// What is in it at first.
    value: String,
    /// What is wrong with it.
    error: Signal<Option<String>>,
    /// Told of every change.
    on_input: Callback<String>,
) -> View {
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label class="field-label" for=question.id>
                <LabelWords question/>
            </label>
            <Hint question/>
            <input
                class="field-input"
                id=question.id
                name=question.id
                type=typing.kind
                autocomplete=typing.autocomplete
                inputmode=typing.inputmode
                enterkeyhint=typing.enterkeyhint
                aria-describedby=move || question.described_by(error.with(Option::is_some))
                aria-invalid=move || invalid(error)
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            <FieldError question error/>
        </div>
    }
}
