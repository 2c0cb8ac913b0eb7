//! Buttons, and links that look like them.

use crate::view::prelude::*;

/// How strongly a button calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The one thing to do on this screen.
    #[default]
    Primary,
    /// Another thing to do.
    Secondary,
    /// Something few people need here.
    Quiet,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Secondary => "button button-secondary",
            Self::Quiet => "button button-quiet",
        }
    }
}

/// A button that does something on this page. While `busy` it ignores further presses but keeps its
/// place and the focus.
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
    /// Whether it is at work.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> View {
    view! {
        <button
            type="button"
            id=id
            class=look.class()
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

/// A link to a page that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What it says.
    words: &'static str,
    /// How strongly it calls.
    #[prop(optional)]
    look: Look,
) -> View {
    view! {
        <a class=look.class() href=href>
            {words}
        </a>
    }
}
