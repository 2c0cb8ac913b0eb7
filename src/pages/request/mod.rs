//! Being written.

use leptos::prelude::*;

use crate::components::PageTitle;

/// The page.
#[component]
pub fn Request() -> impl IntoView {
    view! { <PageTitle words="Request".to_owned()/> }
}
