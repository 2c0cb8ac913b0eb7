//! The head of every page. `public/index.html` shows the same before the app is there.

use crate::view::prelude::*;

use crate::components::Icon;
use crate::i18n::{Text, text};
use crate::state::stores;

/// Jumps over the head, for people who use a keyboard.
#[component]
pub fn SkipLink() -> View {
    // External: the router would take the jump for a change of page and leave the focus behind.
    view! {
        <a class="skip-link" href="#main" rel="external">
            {text(Text::SkipToMain)}
        </a>
    }
}

/// The name, which leads home, and the elder mode.
#[component]
pub fn Header() -> View {
    let elder = stores().elder;
    let on = elder.on();
    view! {
        <header class="header">
            <div class="header-inner">
                <a class="logo" href="/">
                    <Icon name="logo"/>
                    {text(Text::ProductName)}
                </a>
                <button
                    type="button"
                    class="size-toggle"
                    aria-pressed=move || if on.get() { "true" } else { "false" }
                    on:click=move |_| elder.toggle()
                >
                    {text(Text::ElderMode)}
                </button>
            </div>
        </header>
    }
}
