//! Being written.

use leptos::prelude::*;

use crate::components::PageTitle;

/// The page.
#[component]
pub fn Fields() -> impl IntoView {
    view! { <PageTitle words="Fields".to_owned()/> }
}
