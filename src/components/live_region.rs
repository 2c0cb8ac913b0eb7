//! Tells screen readers what changed on the page.

use leptos::prelude::*;

use crate::state::stores;

/// The polite live region. Visible to screen readers only.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let words = stores().announcer.words();
    view! {
        <p class="visually-hidden" role="status">
            {words}
        </p>
    }
}
