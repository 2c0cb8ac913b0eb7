//! Being written.

use leptos::prelude::*;

use crate::components::PageTitle;

/// The page.
#[component]
pub fn Find() -> impl IntoView {
    view! { <PageTitle words="Find".to_owned()/> }
}
