//! The way back, where a phone shows no button of its own.

use crate::view::prelude::*;

use crate::components::Icon;
use crate::i18n::{Text, text};
use crate::platform::history;
use crate::state::stores;

/// Goes back as the browser's button does; where there is nothing to go back to, to the given page.
#[component]
pub fn Back(
    /// Where to go when this is the first page.
    #[prop(into)]
    otherwise: String,
) -> View {
    let trail = stores().trail;
    view! {
        <a
            class="back"
            href=otherwise
            on:click=move |click| {
                if trail.has_past() {
                    click.prevent_default();
                    history::back();
                }
            }
        >
            <Icon name="back"/>
            {text(Text::Back)}
        </a>
    }
}
