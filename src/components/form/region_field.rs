//! Where somebody lives or a firm is: the lists of regions as a question of a form.

use crate::view::prelude::*;
use contract::region::RegionCode;

use super::{FieldError, Hint, Question};
use crate::api::Load;
use crate::components::RegionPicker;
use crate::i18n::Text;
use crate::state::stores;

/// The lists of regions as a question that needs an answer.
#[component]
pub fn RegionField(
    /// What is asked.
    question: Question,
    /// The region chosen.
    chosen: Memo<Option<RegionCode>>,
    /// What is wrong.
    error: Signal<Option<String>>,
    /// Told of every choice by its code; empty for none.
    on_change: Callback<String>,
    /// Told the full name of the region chosen, as soon as that is known.
    on_name: Callback<String>,
) -> View {
    let wrong = Signal::derive(move || error.with(Option::is_some));
    tell_name(chosen, on_name);
    let on_change = Callback::new(move |code: Option<RegionCode>| {
        on_change.run(code.map(|code| code.to_string()).unwrap_or_default());
    });
    view! {
        <fieldset class="field" class:field-wrong=wrong>
            <legend class="field-label">{question.label}</legend>
            <Hint question/>
            <RegionPicker
                id=question.id
                value=chosen
                on_change
                nothing=Text::YouRegionNothing
                described_by=Signal::derive(move || question.described_by(wrong.get()))
                invalid=wrong
            />
            <FieldError question error/>
        </fieldset>
    }
}

fn tell_name(chosen: Memo<Option<RegionCode>>, on_name: Callback<String>) {
    let regions = stores().regions;
    // Asked for once per choice, not once per answer: after a failure the picker itself tries again.
    let above = Memo::new(move |_| {
        let above = chosen.get().and_then(RegionCode::parent)?;
        Some(regions.get(above))
    });
    effect(move || {
        let (Some(code), Some(above)) = (chosen.get(), above.get()) else {
            return;
        };
        let Load::Ready(view) = above.get() else {
            return;
        };
        let found = view.children.iter().find(|region| region.code == code);
        if let Some(region) = found {
            on_name.run(region.full_name.clone());
        }
    });
}
