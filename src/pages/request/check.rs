//! Step 6: every answer once more, the two consents, and what happens when sending fails.

use crate::view::prelude::*;
use contract::draft::{Field, Step};

use super::form::{Ask, Form};
use super::model::{answers, change_path};
use super::sending::Failed;
use crate::components::form::FieldError;
use crate::i18n::{Text, fill, step_name, text};
use crate::routes::Route;
use crate::state::draft::Kept;

/// The step.
pub fn check(form: Form) -> View {
    let sections = form.drafts.kept().with_untracked(|kept| {
        Step::ALL
            .into_iter()
            .filter(|step| *step != Step::Check)
            .map(|step| section(step, kept))
            .collect_view()
    });
    let organization = form.drafts.kept().with_untracked(|kept| {
        if kept.organization_name.is_empty() {
            text(Text::ThisOrganization).to_owned()
        } else {
            kept.organization_name.clone()
        }
    });
    let share = fill(Text::ConsentShare, &[("organization", &organization)]);
    view! {
        {sections}
        <fieldset class="field consents">
            <legend class="field-label">{text(Text::ConsentQuestion)}</legend>
            {consent(
                form,
                Field::ConsentPrivacy,
                text(Text::ConsentPrivacy).to_owned(),
                |kept, ticked| kept.draft.consent_privacy = ticked,
            )}
            <p class="consent-more">
                <a href=Route::Privacy.to_path()>{text(Text::ConsentPrivacyMore)}</a>
            </p>
            {consent(
                form,
                Field::ConsentShare,
                share,
                |kept, ticked| kept.draft.consent_share = ticked,
            )}
        </fieldset>
        <Failed form/>
    }
}

/// The answers of one step, and the way to change them.
fn section(step: Step, kept: &Kept) -> View {
    let rows = answers(step, kept)
        .into_iter()
        .map(|answer| {
            let given = !answer.words.is_empty();
            let words = if given {
                answer.words
            } else {
                text(Text::CheckEmpty).to_owned()
            };
            view! {
                <div class:answer-empty=!given>
                    <dt>{answer.label}</dt>
                    <dd>{words}</dd>
                </div>
            }
        })
        .collect_view();
    let name = step_name(step);
    view! {
        <section class="answers">
            <div class="answers-head">
                <h2>{name}</h2>
                <a
                    class="text-action"
                    href=change_path(step)
                    aria-label=fill(Text::CheckChangeOf, &[("name", name)])
                >
                    {text(Text::CheckChange)}
                </a>
            </div>
            <dl>{rows}</dl>
        </section>
    }
}

/// One consent. Nothing is ticked beforehand.
fn consent(form: Form, field: Field, words: String, set: fn(&mut Kept, bool)) -> View {
    let question = Ask::needed(Text::ConsentQuestion).question(field);
    let error = form.error(field);
    let wrong = move || error.with(Option::is_some);
    let ticked = form.drafts.kept().with_untracked(|kept| match field {
        Field::ConsentPrivacy => kept.draft.consent_privacy,
        _ => kept.draft.consent_share,
    });
    view! {
        <div class="consent" class:field-wrong=wrong>
            <label class="choice" for=question.id>
                <input
                    type="checkbox"
                    id=question.id
                    aria-invalid=move || wrong().then_some("true")
                    aria-describedby=move || {
                        wrong().then(|| [question.id, "-error"].concat())
                    }
                    prop:checked=ticked
                    on:change=move |event| {
                        let ticked = event_target_checked(&event);
                        form.change(field, |kept| set(kept, ticked));
                    }
                />
                <span>{words}</span>
            </label>
            <FieldError question error/>
        </div>
    }
}
