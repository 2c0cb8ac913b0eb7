//! A boxed message.

use crate::view::prelude::*;

/// What a message is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    #[default]
    Calm,
    /// Something is wrong.
    Wrong,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Calm => "notice",
            Self::Wrong => "notice notice-wrong",
        }
    }
}

/// A boxed message.
#[component]
pub fn Notice(
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// The message.
    children: Children,
) -> View {
    view! { <div class=tone.class()>{children()}</div> }
}
