//! Wiping what was typed, for people on somebody else's phone.

use crate::view::prelude::*;

use crate::components::{Sure, SureWords};
use crate::i18n::{Text, text};
use crate::state::stores;

const WORDS: SureWords = SureWords {
    ask: Text::DraftClear,
    sure: Text::DraftClearSure,
    yes: Text::DraftClearYes,
    no: Text::DraftClearNo,
};

/// Says where what was typed is kept, and wipes it after one more question.
#[component]
pub fn ClearTyped(
    /// Wipes it.
    on_clear: Callback<()>,
    /// Where and how long it is kept, where that is not the usual.
    #[prop(optional)]
    kept: Option<Memo<String>>,
) -> View {
    let clear = Callback::new(move |()| {
        stores().announcer.say(text(Text::DraftCleared));
        on_clear.run(());
    });
    view! {
        <div class="steps-end clear-draft">
            <p class="muted">
                {move || kept.map_or_else(|| text(Text::DraftShared).to_owned(), |kept| kept.get())}
            </p>
            <Sure words=WORDS id="clear-draft" on_yes=clear/>
        </div>
    }
}
