//! What the steps say to somebody who files together with colleagues.

use contract::draft::Field;
use contract::group::is_offered;
use contract::kinds::DisputeField;
use contract::number::JoinCode;

use super::form::{Ask, Form};
use crate::components::Notice;
use crate::components::form::FieldError;
use crate::i18n::{Text, fill, text};
use crate::platform::{focus, page};
use crate::view::prelude::*;

/// On the first step: another organization means filing alone.
pub fn about(form: Form) -> Option<View> {
    said(form, Text::TogetherAbout)
}

/// Beside the account of what happened, which may be the starter's.
pub fn story(form: Form) -> Option<View> {
    said(form, Text::TogetherStory)
}

fn said(form: Form, words: Text) -> Option<View> {
    let joins = !form.text(Field::JoinCode).is_empty();
    joins.then(|| view! { <Notice><p>{text(words)}</p></Notice> })
}

/// On the last step: the group that is joined, and the way to file alone instead.
pub fn check(form: Form) -> View {
    let kept = form.drafts.kept();
    let code = Memo::new(move |_| kept.with(|kept| kept.draft.join_code.clone()));
    let began_joining = code.with_untracked(|code| !code.is_empty());
    view! {
        {move || {
            let code = code.get();
            if !code.is_empty() {
                return joined(form, &code);
            }
            if began_joining {
                return view! { <p class="resumed" role="status">{text(Text::TogetherLeft)}</p> };
            }
            kept.with_untracked(|kept| is_offered(DisputeField::from_wire(&kept.draft.field)))
                .then(|| view! { <p class="muted">{text(Text::TogetherLater)}</p> })
                .into_view()
        }}
    }
}

fn joined(form: Form, code: &str) -> View {
    let question = Ask::needed(Text::FieldJoinCode).question(Field::JoinCode);
    let error = form.error(Field::JoinCode);
    let code = JoinCode::parse(code).map_or_else(|| code.to_owned(), |code| code.grouped());
    let leave = move |_| {
        form.change(Field::JoinCode, |kept| kept.draft.join_code.clear());
        page::before_paint(|| {
            focus::focus("#main h1");
        });
    };
    view! {
        <div class="addressee together" class:field-wrong=move || error.with(Option::is_some)>
            <p>{fill(Text::TogetherCheck, &[("code", &code)])}</p>
            <FieldError question error/>
            <button
                type="button"
                class="text-action"
                id=question.id
                aria-describedby=move || question.described_by(error.with(Option::is_some))
                on:click=leave
            >
                {text(Text::TogetherAlone)}
            </button>
        </div>
    }
}
