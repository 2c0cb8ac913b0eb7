//! Step 3: who the other side is, as far as the applicant knows.

use crate::view::prelude::*;
use contract::draft::Field;
use contract::request::RespondentKind;

use super::form::{Ask, Form};
use super::others::others;
use crate::components::form::{Choice, Typing};
use crate::i18n::{Text, respondent_kind_name, text};

/// The step.
pub fn other_side(form: Form) -> View {
    let kept = form.drafts.kept();
    let unreachable = Memo::new(move |_| kept.with(|kept| kept.draft.respondent_unreachable));
    let kinds = RespondentKind::ALL
        .iter()
        .map(|kind| Choice {
            value: kind.as_str(),
            label: respondent_kind_name(*kind),
            note: "",
        })
        .collect();
    let contact = move || {
        if unreachable.get() {
            return view! { <p class="field-hint">{text(Text::OtherSideUnreachableNote)}</p> };
        }
        form.text_field(
            Field::RespondentContact,
            Ask::optional(Text::FieldRespondentContact).hint(Text::OtherSideContactHint),
            Typing::WORDS,
        )
    };
    let is_company = Memo::new(move |_| {
        kept.with(|kept| {
            RespondentKind::from_wire(&kept.draft.respondent_kind) == RespondentKind::Company
        })
    });
    let code = move || {
        is_company.get().then(|| {
            form.text_field(
                Field::RespondentCode,
                Ask::optional(Text::FieldRespondentCode).hint(Text::OtherSideCodeHint),
                Typing::WORDS,
            )
        })
    };
    view! {
        {form.radios(Field::RespondentKind, Ask::optional(Text::OtherSideKindQuestion), kinds)}
        {form
            .text_field(
                Field::RespondentName,
                Ask::optional(Text::OtherSideNameQuestion).hint(Text::OtherSideNameHint),
                Typing::WORDS,
            )}
        {code}
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=unreachable.get_untracked()
                on:change=move |event| {
                    let ticked = event_target_checked(&event);
                    form.change(
                        Field::RespondentContact,
                        |kept| kept.draft.respondent_unreachable = ticked,
                    );
                }
            />
            <span>{text(Text::OtherSideUnreachable)}</span>
        </label>
        {contact}
        {others(form)}
        <p class="source">{text(Text::OtherSideVoluntary)}</p>
    }
}
