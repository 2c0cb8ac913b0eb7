//! Step 1: who the request goes to and what it is about.

use crate::view::prelude::*;
use contract::draft::Field;
use contract::kinds::{DisputeField, Topic};
use contract::questions::{Question as Asked, Reply, left_over};

use super::addressee::misfit_notice;
use super::form::{Ask, Form};
use super::model::find_again_path;
use super::together;
use crate::components::form::{Choice, FieldError, Typing};
use crate::components::{ButtonLink, Look, Notice, Tone};
use crate::i18n::{Text, field_examples, field_name, field_official, fill, text, topic_name};
use crate::platform::{focus, page};
use crate::routes::Route;
use crate::state::stores;

/// The step.
pub fn about(form: Form) -> View {
    let field = Memo::new(move |_| {
        form.drafts
            .kept()
            .with(|kept| DisputeField::from_wire(&kept.draft.field))
    });
    let amount = Typing {
        inputmode: "decimal",
        ..Typing::WORDS
    };
    // Looked at when the field changes, and not while the amount is typed: it would go under the person's fingers.
    let asks_amount = Memo::new(move |_| {
        field.track();
        form.drafts
            .kept()
            .with_untracked(|kept| kept.draft.asks_amount())
    });
    view! {
        {addressee(form)}
        {together::about(form)}
        {misfit_notice(form)}
        {dispute(form, field)}
        {move || safety(form, field.get())}
        {move || topics(form, field.get())}
        {injury(form)}
        {left_over_notice(form)}
        {move || {
            asks_amount
                .get()
                .then(|| {
                    let ask = Ask::optional(Text::AboutAmountQuestion).hint(Text::AboutAmountHint);
                    form.text_field(Field::Amount, ask, amount)
                })
        }}
    }
}

/// The organization, by name, and the way to another one.
fn addressee(form: Form) -> View {
    let kept = form.drafts.kept();
    let organization = kept.with_untracked(|kept| kept.draft.organization.clone());
    let find_path = kept.with_untracked(|kept| find_again_path(&kept.draft));
    let error = form.error(Field::Organization);
    let question = Ask::needed(Text::FieldOrganization).question(Field::Organization);
    let shown = if organization.is_empty() {
        let sent = stores().keepsakes.receipt().map(|receipt| {
            let words = fill(Text::AboutSent, &[("number", &receipt.number)]);
            view! {
                <Notice>
                    <p>{words}</p>
                    <a class="text-action" href=Route::Sent.to_path()>
                        {text(Text::AboutSentLook)}
                    </a>
                </Notice>
            }
        });
        view! {
            {sent}
            <p>{text(Text::AboutNoOrganization)}</p>
            <a class="button button-secondary" id=question.id href=find_path>
                {text(Text::AboutFind)}
            </a>
        }
    } else {
        let name = move || kept.with(|kept| kept.organization_name.clone());
        view! {
            <p class="addressee-label">{text(Text::AboutTo)}</p>
            <p class="addressee-name">{name}</p>
            <a
                class="text-action"
                id=question.id
                href=find_path
                on:click=move |_| form.drafts.move_on()
            >
                {text(Text::AboutAnother)}
            </a>
        }
    };
    view! {
        <div class="addressee" class:field-wrong=move || error.with(Option::is_some)>
            {shown}
            <FieldError question error/>
        </div>
    }
}

/// The field as a settled fact with a way to change it, or the question.
fn dispute(form: Form, field: Memo<DisputeField>) -> View {
    let asking = RwSignal::new(!field.get_untracked().is_known());
    view! {
        {move || {
            if asking.get() {
                let choices = DisputeField::ALL
                    .iter()
                    .map(|field| Choice {
                        value: field.as_str(),
                        label: field_name(*field),
                        note: field_examples(*field),
                    })
                    .collect();
                form.radios(Field::DisputeField, Ask::needed(Text::AboutFieldQuestion), choices)
            } else {
                view! {
                    <p class="settled">
                        <span>{text(Text::FieldDisputeField)}</span>
                        <b>{move || field_official(field.get())}</b>
                        <button
                            type="button"
                            class="text-action"
                            on:click=move |_| {
                                asking.set(true);
                                page::before_paint(|| {
                                    focus::focus_field(Field::DisputeField.as_str());
                                });
                            }
                        >
                            {text(Text::AboutChangeField)}
                        </button>
                    </p>
                }
            }
        }}
    }
}

fn topics(form: Form, field: DisputeField) -> Option<View> {
    let topics = field.topics();
    (!topics.is_empty()).then(|| {
        let choices = topics
            .iter()
            .map(|topic| Choice {
                value: topic.as_str(),
                label: topic_name(*topic),
                note: "",
            })
            .collect();
        form.radios(
            Field::Topic,
            Ask::optional(Text::AboutTopicQuestion),
            choices,
        )
    })
}

/// What goes when the person goes on with another field or topic than the answers were for.
fn left_over_notice(form: Form) -> View {
    let kept = form.drafts.kept();
    let count = Memo::new(move |_| kept.with(|kept| left_over(&kept.draft)));
    view! {
        <div role="status">
            {move || {
                let count = count.get();
                (count > 0)
                    .then(|| {
                        let words = fill(Text::AboutLeftOver, &[("n", &count.to_string())]);
                        view! { <Notice><p>{words}</p></Notice> }
                    })
            }}
        </div>
    }
}

/// In family matters safety comes before any form. What the guide was told is ticked, for all to see and undo.
fn safety(form: Form, field: DisputeField) -> Option<View> {
    (field == DisputeField::Family).then(|| {
        view! {
            <Notice tone=Tone::Wrong>
                <h2>{text(Text::SafetyTitle)}</h2>
                <p>{text(Text::SafetyPolice)}</p>
                <ButtonLink href="tel:110" words=text(Text::CallPolice) look=Look::Secondary/>
                <p>{text(Text::SafetyOrder)}</p>
                <p class="source">{text(Text::SafetySource)}</p>
            </Notice>
            {afraid(form)}
            <p class="field-hint">{text(Text::SafetyAfraidHint)}</p>
        }
    })
}

/// Who is afraid is asked before the other side is told, unless they say otherwise.
fn afraid(form: Form) -> View {
    let kept = form.drafts.kept();
    effect(move || {
        let unsaid = kept.with(|kept| {
            kept.draft.afraid && !kept.draft.answers.contains_key(Asked::AskMeFirst.as_str())
        });
        if unsaid {
            form.drafts.amend(|kept| {
                let answers = &mut kept.draft.answers;
                let (first, yes) = (Asked::AskMeFirst.as_str(), Reply::Yes.as_str());
                answers.insert(first.to_owned(), yes.to_owned());
            });
        }
    });
    form.consent(Field::Afraid, text(Text::SafetyAfraid).to_owned())
}

/// Injured platform workers have a quicker way to money than mediation, and many do not know it.
fn injury(form: Form) -> View {
    let kept = form.drafts.kept();
    let injured = Memo::new(move |_| {
        kept.with(|kept| Topic::from_wire(&kept.draft.topic) == Topic::OccupationalInjury)
    });
    view! {
        {move || {
            injured
                .get()
                .then(|| {
                    view! {
                        <Notice>
                            <h2>{text(Text::InjuryTitle)}</h2>
                            <p>{text(Text::InjuryWords)}</p>
                            <p class="source">{text(Text::InjurySource)}</p>
                        </Notice>
                    }
                })
        }}
    }
}
