//! What is shown while an answer is on its way.

use crate::view::prelude::*;

use crate::i18n::{Text, text};

/// A quiet line; it appears only when the wait is long enough to be noticed.
#[component]
pub fn Waiting() -> View {
    view! { <p class="waiting">{text(Text::Loading)}</p> }
}
