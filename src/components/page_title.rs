//! The one headline of a page, which takes the focus after a change of page.

use crate::view::prelude::*;

/// The headline.
#[component]
pub fn PageTitle(
    /// Its words.
    #[prop(into)]
    words: Signal<String>,
) -> View {
    view! { <h1 tabindex="-1">{words}</h1> }
}
