//! The questions of the field, drawn from what the contract says of them.

use crate::view::prelude::*;
use contract::draft::{Field, Item, Step};
use contract::questions::{Question as Asked, askable_on};

use super::form::Form;
use crate::components::form::AskedField;

/// What a step asks beyond what every request has, without these.
pub fn questions(form: Form, step: Step, without: &[Asked]) -> View {
    let kept = form.drafts.kept();
    let asked = kept.with_untracked(|kept| askable_on(step, &kept.draft));
    let asked = asked
        .into_iter()
        .filter(|question| !without.contains(question))
        .map(|question| {
            let called_for =
                Memo::new(move |_| kept.with(|kept| question.is_called_for(&kept.draft)));
            view! { {move || called_for.get().then(|| ask(form, question))} }
        })
        .collect_view();
    view! { <div class="questions">{asked}</div> }
}

/// One question.
pub fn ask(form: Form, asked: Asked) -> View {
    let on_answer = Callback::new(move |typed| form.set_answer(asked, typed));
    view! {
        <AskedField
            asked
            value=form.answer(asked)
            error=form.error_of(Field::Answers, Item::Answer(asked))
            on_answer
        />
    }
}
