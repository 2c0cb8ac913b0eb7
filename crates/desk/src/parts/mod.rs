//! Small accessible widgets.

mod bars;
mod clock;
mod field;
mod qr;

pub use bars::{Column, Line, Share, bars};
pub use clock::{ClockLine, clock_face};
pub use field::{
    Asked, Check, Choice, Choices, ErrorList, Mistake, Select, TextArea, TextField, Typing,
};
pub use qr::drawn;

use crate::api::Failure;
use crate::i18n::{Text, failure_words, text};
use crate::view::prelude::*;

/// How strongly a button calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The one thing to do.
    Primary,
    /// Another thing to do.
    #[default]
    Secondary,
    /// Something few people need.
    Quiet,
}

impl Look {
    /// Its classes.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Secondary => "button button-secondary",
            Self::Quiet => "button button-quiet",
        }
    }
}

/// A button. While `busy` it ignores further presses but keeps its place and the focus.
#[component]
pub fn Button(
    /// What it says.
    #[prop(into)]
    words: Signal<String>,
    /// What it does.
    on_press: Callback<()>,
    /// How strongly it calls.
    #[prop(optional)]
    look: Look,
    /// Its id, where the focus comes back to it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Its whole name, where several of the same words are on a page.
    #[prop(optional)]
    name: Option<String>,
    /// Whether it is at work.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> View {
    view! {
        <button
            type="button"
            id=id
            class=look.class()
            aria-label=name
            aria-disabled=move || busy.get().then_some("true")
            on:click=move |_| {
                if !busy.get_untracked() {
                    on_press.run(());
                }
            }
        >
            {words}
        </button>
    }
}

/// The one headline of a page, which takes the focus after a change of page.
#[component]
pub fn PageTitle(
    /// Its words.
    #[prop(into)]
    words: Signal<String>,
) -> View {
    view! { <h1 tabindex="-1">{words}</h1> }
}

/// A quiet line while an answer is on its way.
#[component]
pub fn Waiting() -> View {
    view! { <p class="waiting">{text(Text::Loading)}</p> }
}

/// What is not there, and why.
#[component]
pub fn Empty(
    /// In short.
    title: Text,
    /// In a sentence.
    body: Text,
) -> View {
    view! {
        <div class="empty">
            <h2>{text(title)}</h2>
            <p>{text(body)}</p>
        </div>
    }
}

/// Why there is no answer, and a way on.
#[component]
pub fn Failed(
    /// Why.
    failure: Failure,
    /// Tries again.
    on_retry: Callback<()>,
) -> View {
    view! {
        <div role="alert">
            <div class="notice notice-wrong">
                <p>{failure_words(&failure)}</p>
                <Button words=text(Text::Retry).to_owned() on_press=on_retry/>
            </div>
        </div>
    }
}

/// Why something was not done; nothing while there is nothing to say.
#[component]
pub fn NotDone(
    /// Why.
    #[prop(into)]
    words: Signal<Option<String>>,
    /// Where the focus comes to it.
    id: &'static str,
) -> View {
    let shown = move || {
        words.get().map(|words| {
            view! {
                <div role="alert" id=id tabindex="-1">
                    <div class="notice notice-wrong">
                        <h3>{text(Text::FailureTitle)}</h3>
                        <p>{words}</p>
                    </div>
                </div>
            }
        })
    };
    view! { {shown} }
}

/// Rows of a list of facts; those without a value are left out.
pub fn fact_rows(facts: Vec<(Text, String)>) -> View {
    facts
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(name, words)| {
            view! {
                <div>
                    <dt>{text(name)}</dt>
                    <dd>{words}</dd>
                </div>
            }
        })
        .collect_view()
}
