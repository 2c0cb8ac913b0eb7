//! The phone line that always has an answer.

use crate::view::prelude::*;

use crate::i18n::{Text, text};

/// 12348, tap to call.
#[component]
pub fn HelpLine() -> View {
    view! {
        <p class="help-line">
            {text(Text::HelpLineBefore)}
            <a href="tel:12348">
                <b>{text(Text::HelpLine)}</b>
                " "
                {text(Text::HelpLineAfter)}
            </a>
        </p>
    }
}
