//! The last step: every answer once more, the consents, and what happens when sending fails.

use crate::view::prelude::*;
use contract::draft::{Field, Step};

use super::addressee::{fee_words, may_charge, misfit_notice};
use super::evidence::unsent;
use super::form::Form;
use super::model::{answers, change_path};
use super::sending::Failed;
use super::together;
use crate::i18n::{Text, fill, step_name, text};
use crate::routes::Route;
use crate::state::draft::Kept;

/// The step.
pub fn check(form: Form) -> View {
    let sections = form.drafts.kept().with_untracked(|kept| {
        Step::path(&kept.draft)
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
    let careful = form
        .drafts
        .kept()
        .with_untracked(|kept| kept.draft.is_careful());
    let sensitive = form
        .drafts
        .kept()
        .with_untracked(|kept| kept.draft.is_sensitive());
    let share = if careful {
        Text::ConsentShareCareful
    } else {
        Text::ConsentShare
    };
    let share = fill(share, &[("organization", &organization)]);
    let charges = may_charge(form);
    view! {
        {misfit_notice(form)}
        {together::check(form)}
        {sections}
        <fieldset class="field consents">
            <legend class="field-label">{text(Text::ConsentQuestion)}</legend>
            {form.consent(Field::ConsentPrivacy, text(Text::ConsentPrivacy).to_owned())}
            <p class="consent-more">
                <a href=Route::Privacy.to_path()>{text(Text::ConsentPrivacyMore)}</a>
            </p>
            {form.consent(Field::ConsentShare, share)}
            {sensitive
                .then(|| form.consent(Field::ConsentSensitive, text(Text::ConsentSensitive).to_owned()))}
            {move || {
                charges
                    .get()
                    .then(|| {
                        view! {
                            {fee_words(form)}
                            {form.consent(Field::ConsentFee, text(Text::ConsentFee).to_owned())}
                        }
                    })
            }}
        </fieldset>
        {unsent(form)}
        <Failed form/>
    }
}

/// The answers of one step, and the way to change them.
fn section(step: Step, kept: &Kept) -> View {
    let (given, empty): (Vec<_>, Vec<_>) = answers(step, kept)
        .into_iter()
        .partition(|answer| !answer.words.is_empty());
    let rows = given
        .into_iter()
        .map(|answer| {
            view! {
                <div>
                    <dt>{answer.label}</dt>
                    <dd>{answer.words}</dd>
                </div>
            }
        })
        .collect_view();
    // In one line: a screen full of what was not said hides what was.
    let empty: Vec<&str> = empty.iter().map(|answer| answer.label).collect();
    let empty = (!empty.is_empty()).then(|| {
        view! {
            <div class="answer-empty">
                <dt>{text(Text::CheckEmpty)}</dt>
                <dd>{empty.join(text(Text::ListComma))}</dd>
            </div>
        }
    });
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
            <dl>{rows} {empty}</dl>
        </section>
    }
}
