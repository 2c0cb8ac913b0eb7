//! Being written.

use leptos::prelude::*;

use crate::components::PageTitle;

/// The page.
#[component]
pub fn Sent() -> impl IntoView {
    view! { <PageTitle words="Sent".to_owned()/> }
}
