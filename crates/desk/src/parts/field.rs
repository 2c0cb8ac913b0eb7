//! Questions of forms. What is typed is kept elsewhere and shown from there, so that templates can fill it in.

use browser::focus;

use crate::i18n::{Text, fill, text};
use crate::view::prelude::*;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The id of the control.
    pub id: String,
    /// Its label.
    pub label: &'static str,
    /// A line under it.
    pub hint: Option<String>,
    /// Whether it may stay empty.
    pub optional: bool,
}

impl Asked {
    /// Something that must be answered.
    pub fn new(id: impl Into<String>, label: &'static str) -> Self {
        Self {
            id: id.into(),
            label,
            hint: None,
            optional: false,
        }
    }

    /// With a line under the label.
    pub fn hinted(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    fn words(&self) -> View {
        let optional = self.optional.then(|| {
            view! { <span class="field-optional">{text(Text::Optional)}</span> }
        });
        view! {
            {self.label}
            {optional}
        }
    }

    fn hint_line(&self) -> Option<View> {
        let hint = self.hint.clone()?;
        Some(view! {
            <p class="field-hint" id=self.hint_id()>
                {hint}
            </p>
        })
    }

    fn hint_id(&self) -> String {
        [self.id.as_str(), "-hint"].concat()
    }

    fn error_id(&self) -> String {
        [self.id.as_str(), "-error"].concat()
    }

    fn described_by(&self, wrong: bool) -> Option<String> {
        let hint = self.hint.is_some().then(|| self.hint_id());
        let error = wrong.then(|| self.error_id());
        match (hint, error) {
            (Some(hint), Some(error)) => Some([&hint, " ", &error].concat()),
            (one, other) => one.or(other),
        }
    }

    fn error_line(&self, error: Signal<Option<String>>) -> View {
        let id = self.error_id();
        let shown = move || {
            let id = id.clone();
            error
                .get()
                .map(|words| view! { <p class="field-error" id=id>{words}</p> })
        };
        view! { {shown} }
    }
}

fn invalid(error: Signal<Option<String>>) -> Option<&'static str> {
    error.with(Option::is_some).then_some("true")
}

/// How the keyboard and the password manager help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typing {
    /// The `type` of the input.
    pub kind: &'static str,
    /// What may be filled in.
    pub autocomplete: &'static str,
    /// Which keyboard comes up.
    pub inputmode: &'static str,
}

impl Typing {
    /// Plain words.
    pub const WORDS: Self = Self {
        kind: "text",
        autocomplete: "off",
        inputmode: "text",
    };
    /// A day.
    pub const DAY: Self = Self {
        kind: "date",
        ..Self::WORDS
    };
    /// A sum of money.
    pub const SUM: Self = Self {
        inputmode: "decimal",
        ..Self::WORDS
    };
    /// A day and a time of day.
    pub const MOMENT: Self = Self {
        kind: "datetime-local",
        ..Self::WORDS
    };
    /// The password in use.
    pub const PASSWORD: Self = Self {
        kind: "password",
        autocomplete: "current-password",
        ..Self::WORDS
    };
    /// A password to come.
    pub const NEW_PASSWORD: Self = Self {
        autocomplete: "new-password",
        ..Self::PASSWORD
    };
    /// Six digits of an authenticator.
    pub const DIGITS: Self = Self {
        autocomplete: "one-time-code",
        inputmode: "numeric",
        ..Self::WORDS
    };
    /// The name of an account.
    pub const LOGIN: Self = Self {
        autocomplete: "username",
        ..Self::WORDS
    };
}

/// One line.
#[component]
pub fn TextField(
    /// What is asked.
    asked: Asked,
    /// How the keyboard helps.
    #[prop(optional)]
    typing: Option<Typing>,
    /// What is in it.
    #[prop(into)]
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Told of every change.
    on_input: Callback<String>,
) -> View {
    let typing = typing.unwrap_or(Typing::WORDS);
    let id = asked.id.clone();
    let (label, hint, line) = (asked.words(), asked.hint_line(), asked.error_line(error));
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label class="field-label" for=id.clone()>
                {label}
            </label>
            {hint}
            <input
                class="field-input"
                id=id.clone()
                name=id
                type=typing.kind
                autocomplete=typing.autocomplete
                inputmode=typing.inputmode
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=move || asked.described_by(error.with(Option::is_some))
                aria-invalid=move || invalid(error)
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            {line}
        </div>
    }
}

/// Several lines, with a count for the eye.
#[component]
pub fn TextArea(
    /// What is asked.
    asked: Asked,
    /// Lines shown at first.
    rows: &'static str,
    /// Most characters, where there is such a number.
    #[prop(optional)]
    max: Option<u16>,
    /// What is in it.
    #[prop(into)]
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Told of every change.
    on_input: Callback<String>,
) -> View {
    let id = asked.id.clone();
    let (label, hint, line) = (asked.words(), asked.hint_line(), asked.error_line(error));
    let count = max.map(|max| {
        let count = move || {
            let count = value.with(|value| value.trim().chars().count()).to_string();
            fill(
                Text::CountOf,
                &[("count", &count), ("max", &max.to_string())],
            )
        };
        view! {
            <p class="field-count" aria-hidden="true">
                {count}
            </p>
        }
    });
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label class="field-label" for=id.clone()>
                {label}
            </label>
            {hint}
            <textarea
                class="field-input field-area"
                id=id.clone()
                name=id
                rows=rows
                autocomplete="off"
                aria-describedby=move || asked.described_by(error.with(Option::is_some))
                aria-invalid=move || invalid(error)
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            ></textarea>
            {count}
            {line}
        </div>
    }
}

/// One possible answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// How it is kept.
    pub value: String,
    /// Its words.
    pub label: String,
}

impl Choice {
    /// A choice by its name on the wire and its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// One of a few answers, all in sight.
#[component]
pub fn Choices(
    /// What is asked.
    asked: Asked,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Told of every choice.
    on_choose: Callback<String>,
) -> View {
    const LONG: usize = 7;
    let id = asked.id.clone();
    let is_long = choices
        .iter()
        .any(|choice| choice.label.chars().count() > LONG);
    let (label, hint, line) = (asked.words(), asked.hint_line(), asked.error_line(error));
    let rows = choices
        .into_iter()
        .enumerate()
        .map(|(at, Choice { value: name, label })| {
            let own = if at == 0 {
                id.clone()
            } else {
                [id.as_str(), "-", &name].concat()
            };
            let (this, chosen) = (name.clone(), name.clone());
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        id=own
                        name=id.clone()
                        value=name
                        prop:checked=move || value.with(|value| *value == this)
                        on:change=move |_| on_choose.run(chosen.clone())
                    />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class="field"
            class:field-wrong=move || error.with(Option::is_some)
            aria-describedby=move || asked.described_by(error.with(Option::is_some))
        >
            <legend class="field-label">{label}</legend>
            {hint}
            <div class="choices" class:choices-long=is_long>
                {rows}
            </div>
            {line}
        </fieldset>
    }
}

/// One answer from a longer list, which the browser folds away.
#[component]
pub fn Select(
    /// What is asked.
    asked: Asked,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What the list says while nothing is chosen; without it, something always is.
    #[prop(optional)]
    nothing: Option<&'static str>,
    /// What is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Told of every choice; empty for none.
    on_choose: Callback<String>,
) -> View {
    let id = asked.id.clone();
    let (label, hint, line) = (asked.words(), asked.hint_line(), asked.error_line(error));
    let options = nothing
        .map(|words| Choice::new("", words))
        .into_iter()
        .chain(choices)
        .map(|Choice { value: name, label }| {
            let this = name.clone();
            view! {
                <option value=name prop:selected=move || value.with(|value| *value == this)>
                    {label}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label class="field-label" for=id.clone()>
                {label}
            </label>
            {hint}
            <div class="select-field">
                <select
                    class="select"
                    id=id.clone()
                    name=id
                    aria-describedby=move || asked.described_by(error.with(Option::is_some))
                    aria-invalid=move || invalid(error)
                    on:change=move |event| on_choose.run(event_target_value(&event))
                >
                    {options}
                </select>
            </div>
            {line}
        </div>
    }
}

/// Something to agree to.
#[component]
pub fn Check(
    /// What is asked.
    asked: Asked,
    /// Whether it is ticked.
    #[prop(into)]
    value: Signal<bool>,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Told of every change.
    on_change: Callback<bool>,
) -> View {
    let id = asked.id.clone();
    let line = asked.error_line(error);
    let label = asked.label;
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label class="choice">
                <input
                    type="checkbox"
                    id=id.clone()
                    name=id
                    aria-describedby=move || asked.described_by(error.with(Option::is_some))
                    aria-invalid=move || invalid(error)
                    prop:checked=value
                    on:change=move |event| on_change.run(event_target_checked(&event))
                />
                <span>{label}</span>
            </label>
            {line}
        </div>
    }
}

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The id of its control.
    pub id: String,
    /// What is wrong.
    pub words: String,
}

/// Everything that has to be mended; nothing while there is nothing. Takes the focus.
#[component]
pub fn ErrorList(
    /// What to mend, in the order of the form.
    #[prop(into)]
    mistakes: Signal<Vec<Mistake>>,
) -> View {
    let shown = move || {
        let mistakes = mistakes.get();
        (!mistakes.is_empty()).then(|| {
            let title = fill(Text::FormMistake, &[("count", &mistakes.len().to_string())]);
            let links = mistakes
                .into_iter()
                .map(|Mistake { id, words }| {
                    // External: the router must not take the jump for a change of page.
                    view! {
                        <li>
                            <a
                                href=["#", &*id].concat()
                                rel="external"
                                on:click=move |event| {
                                    event.prevent_default();
                                    focus::focus_field(&id);
                                }
                            >
                                {words}
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <div class="error-summary" id="mistakes" tabindex="-1">
                    <div role="alert">
                        <h3>{title}</h3>
                        <ul>{links}</ul>
                    </div>
                </div>
            }
        })
    };
    view! { {shown} }
}
