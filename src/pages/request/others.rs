//! Further respondents: the platform, the station, the agency, when it is not clear who answers for what.

use crate::view::prelude::*;
use contract::draft::{Field, Item, OTHERS_MAX, OtherDraft};
use contract::kinds::DisputeField;
use contract::request::OtherRole;

use super::form::Form;
use super::model::row_id;
use crate::components::form::{Choice, Question, Select, TextField, Typing};
use crate::components::{Button, Look};
use crate::i18n::{Text, fill, role_name, text};
use crate::platform::{focus, page};
use crate::state::stores;

/// The id of the button that adds one.
const ADD: &str = "add-other";

/// The rows, and the button that adds one. The rows are built anew only when there are more or fewer.
pub fn others(form: Form) -> View {
    let kept = form.drafts.kept();
    let count = RwSignal::new(kept.with_untracked(|kept| kept.draft.others.len()));
    let counted = move || count.set(kept.with_untracked(|kept| kept.draft.others.len()));
    let add = Callback::new(move |()| {
        let row = count.get_untracked();
        form.drafts
            .change(|kept| kept.draft.others.push(OtherDraft::default()));
        counted();
        page::before_paint(move || {
            focus::focus_field(row_id(Field::OtherRole, row));
        });
    });
    let remove = Callback::new(move |row: usize| {
        form.drafts.change(|kept| {
            if row < kept.draft.others.len() {
                kept.draft.others.remove(row);
            }
        });
        form.forget_rows();
        counted();
        stores().announcer.say(text(Text::OthersRemoved));
        page::before_paint(|| {
            focus::focus_field(ADD);
        });
    });
    let about_work =
        kept.with_untracked(|kept| DisputeField::from_wire(&kept.draft.field).is_about_work());
    let hint = if about_work {
        Text::OthersHint
    } else {
        Text::OthersHintOther
    };
    let more = move || count.get() < usize::from(OTHERS_MAX);
    view! {
        {move || (0..count.get()).map(|row| other(form, row, remove)).collect_view()}
        {move || {
            more()
                .then(|| {
                    view! {
                        <p class="field-hint others-hint">{text(hint)}</p>
                        <Button
                            words=text(Text::OthersAdd).to_owned()
                            id=ADD
                            on_press=add
                            look=Look::Secondary
                        />
                    }
                })
        }}
    }
}

/// One of them.
fn other(form: Form, row: usize, remove: Callback<usize>) -> View {
    let kept = form.drafts.kept();
    let Some(other) = kept.with_untracked(|kept| kept.draft.others.get(row).cloned()) else {
        return View::Nothing;
    };
    // There are no more rows than have a number.
    let item = Item::Row(u8::try_from(row).unwrap_or(u8::MAX));
    let question = |field: Field, label: Text, optional: bool| Question {
        id: row_id(field, row),
        label: text(label),
        optional,
        ..Question::default()
    };
    let on_input = move |field: Field| {
        Callback::new(move |typed: String| {
            form.change_of(field, item, |kept| {
                if let Some(text) = kept
                    .draft
                    .others
                    .get_mut(row)
                    .and_then(|other| text_of(other, field))
                {
                    *text = typed;
                }
            });
        })
    };
    let text_field = move |field: Field, question: Question, value: String| {
        view! {
            <TextField
                question
                typing=Typing::WORDS
                value
                error=form.error_of(field, item)
                on_input=on_input(field)
            />
        }
    };
    let choices = OtherRole::ALL
        .iter()
        .map(|role| Choice {
            value: role.as_str(),
            label: role_name(*role),
            note: "",
        })
        .collect();
    let unreachable = Memo::new(move |_| {
        kept.with(|kept| {
            let other = kept.draft.others.get(row);
            other.is_some_and(|other| other.unreachable)
        })
    });
    let contact_asked = question(Field::OtherContact, Text::FieldRespondentContact, true);
    let contact = move || {
        let value = kept.with_untracked(|kept| {
            let other = kept.draft.others.get(row);
            other.map(|other| other.contact.clone()).unwrap_or_default()
        });
        (!unreachable.get()).then(|| text_field(Field::OtherContact, contact_asked, value))
    };
    let number = (row + 2).to_string();
    view! {
        <fieldset class="other">
            <legend class="field-label">{fill(Text::OthersLegend, &[("n", &number)])}</legend>
            <Select
                question=question(Field::OtherRole, Text::OthersRole, true)
                choices
                nothing=text(Text::DetailsChoose)
                chosen=other.role
                error=form.error_of(Field::OtherRole, item)
                on_change=on_input(Field::OtherRole)
            />
            {text_field(
                Field::OtherName,
                question(Field::OtherName, Text::FieldRespondentName, false),
                other.name,
            )}
            {text_field(
                Field::OtherCode,
                question(Field::OtherCode, Text::FieldRespondentCode, true),
                other.code,
            )}
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=other.unreachable
                    on:change=move |event| {
                        let ticked = event_target_checked(&event);
                        form.change_of(
                            Field::OtherContact,
                            item,
                            |kept| {
                                if let Some(other) = kept.draft.others.get_mut(row) {
                                    other.unreachable = ticked;
                                }
                            },
                        );
                    }
                />
                <span>{text(Text::OtherSideUnreachable)}</span>
            </label>
            {contact}
            <Button
                words=text(Text::OthersRemove).to_owned()
                on_press=Callback::new(move |()| remove.run(row))
                look=Look::Quiet
            />
        </fieldset>
    }
}

fn text_of(other: &mut OtherDraft, field: Field) -> Option<&mut String> {
    match field {
        Field::OtherRole => Some(&mut other.role),
        Field::OtherName => Some(&mut other.name),
        Field::OtherCode => Some(&mut other.code),
        Field::OtherContact => Some(&mut other.contact),
        _ => None,
    }
}
