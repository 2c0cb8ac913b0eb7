//! What is known, name by name: the rows of a list of facts.

use crate::view::prelude::*;

/// The rows, for a `dl`.
pub fn fact_rows(facts: Vec<(&'static str, String)>) -> View {
    facts
        .into_iter()
        .map(|(name, words)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{words}</dd>
                </div>
            }
        })
        .collect_view()
}
