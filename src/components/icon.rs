//! Icons from the sprite in `public/index.html`.

use crate::view::prelude::*;

/// A decorative icon; the words beside it carry the meaning.
#[component]
pub fn Icon(
    /// Its name in the sprite.
    name: &'static str,
) -> View {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=["#i-", name].concat()></use>
        </svg>
    }
}
