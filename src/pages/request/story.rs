//! Step 4: what happened, and what the applicant asks for.

use crate::view::prelude::*;
use contract::draft::{CLAIMS_MAX, Field, STORY_MAX};

use contract::kinds::DisputeField;

use super::form::{Ask, Form};
use super::together;
use crate::components::form::TextArea;
use crate::i18n::Text;

/// The step.
pub fn story(form: Form) -> View {
    let about_work = form
        .drafts
        .kept()
        .with_untracked(|kept| DisputeField::from_wire(&kept.draft.field).is_about_work());
    let hint = if about_work {
        Text::ClaimsHintWork
    } else {
        Text::ClaimsHint
    };
    view! {
        {together::story(form)}
        {area(form, Field::Story, Ask::needed(Text::StoryQuestion).hint(Text::StoryHint), "8", STORY_MAX)}
        {area(form, Field::Claims, Ask::optional(Text::FieldClaims).hint(hint), "3", CLAIMS_MAX)}
    }
}

fn area(form: Form, field: Field, ask: Ask, rows: &'static str, max: u16) -> View {
    view! {
        <TextArea
            question=ask.question(field)
            rows
            max
            value=form.text(field)
            error=form.error(field)
            on_input=form.on_input(field)
        />
    }
}
