//! Being written.

use leptos::prelude::*;

use crate::components::PageTitle;

/// The page.
#[component]
pub fn Track() -> impl IntoView {
    view! { <PageTitle words="Track".to_owned()/> }
}
