//! Being written.

use leptos::prelude::*;

use crate::components::PageTitle;

/// The page.
#[component]
pub fn Privacy() -> impl IntoView {
    view! { <PageTitle words="Privacy".to_owned()/> }
}
