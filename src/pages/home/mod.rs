//! Being written.

use leptos::prelude::*;

use crate::components::PageTitle;

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    view! { <PageTitle words="Home".to_owned()/> }
}
