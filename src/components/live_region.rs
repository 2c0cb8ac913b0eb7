//! Tells screen readers what changed on the page.

use crate::view::prelude::*;

use crate::state::stores;

/// The polite live region. Visible to screen readers only.
#[component]
pub fn LiveRegion() -> View {
    let words = stores().announcer.words();
    view! {
        <p class="visually-hidden" role="status">
            {words}
        </p>
    }
}
