//! Being written.

use leptos::prelude::*;

use crate::components::PageTitle;

/// The page.
#[component]
pub fn Organization() -> impl IntoView {
    view! { <PageTitle words="Organization".to_owned()/> }
}
