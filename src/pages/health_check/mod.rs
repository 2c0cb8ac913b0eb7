//! Being written.

use leptos::prelude::*;

use crate::components::PageTitle;

/// The page.
#[component]
pub fn HealthCheck() -> impl IntoView {
    view! { <PageTitle words="HealthCheck".to_owned()/> }
}
