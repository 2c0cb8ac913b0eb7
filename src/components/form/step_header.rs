//! Where the person is on the way through a longer form.

use crate::view::prelude::*;

use crate::i18n::{Text, fill};

/// The step's place and name, and a bar that grows with every step.
#[component]
pub fn StepHeader(
    /// Which step this is, from 1.
    at: usize,
    /// How many there are.
    all: usize,
    /// Its name.
    name: &'static str,
) -> View {
    let (at, all) = (at.to_string(), all.to_string());
    let words = fill(Text::StepOf, &[("at", &at), ("all", &all), ("name", name)]);
    view! {
        <p class="step-of">{words}</p>
        <progress class="step-bar" max=all value=at aria-hidden="true"></progress>
    }
}
