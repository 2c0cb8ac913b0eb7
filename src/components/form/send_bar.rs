//! The button at the end of a form, at thumb's reach.

use crate::view::prelude::*;

use crate::i18n::{Text, text};

/// Sends the form on. While that is under way it says so and takes no press, but keeps the focus.
#[component]
pub fn SendBar(
    /// Whether it is under way.
    busy: RwSignal<bool>,
    /// What pressing does, or what is being done.
    #[prop(into)]
    words: Signal<Text>,
) -> View {
    view! {
        <div class="steps-bottom">
            <button
                type="submit"
                class="button button-wide"
                aria-disabled=move || busy.get().then_some("true")
            >
                {move || text(words.get())}
            </button>
        </div>
    }
}
