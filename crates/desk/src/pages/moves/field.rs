//! The questions of forms, each as the control that fits.

use contract::desk::Role;
use contract::invitation::SUMMARY_MAX;
use contract::request::{
    AgreementForm, Audience, ConfirmationOutcome, ContactChannel, DeclineReason, EndGround,
    NOTE_MAX, NextDoor,
};
use contract::status::Status;

use super::form::Form;
use super::slots::slots;
use super::{Act, Key, YES};
use crate::i18n::{
    Text, agreement_form_name, audience_name, call_came, call_whom, channel_name,
    decline_reason_name, end_ground_name, key_name, next_door_name, outcome_name, post_name, text,
};
use crate::pages::place::PlaceField;
use crate::parts::{Asked, Check, Choice, Choices, Select, TextArea, TextField, Typing};
use crate::view::prelude::*;

/// The control of a question.
pub fn field(form: Form, key: Key) -> View {
    let asked = Asked::new(key.id(), label(form.act, key));
    let (value, error) = (form.value(key), form.error(key));
    let set = Callback::new(move |typed: String| form.set(key, typed));
    let choices = |choices| {
        view! { <Choices asked=asked.clone() choices=choices value=value error=error on_choose=set/> }
    };
    match key {
        Key::Note => {
            let asked = Asked {
                optional: !form.act.needs_words(),
                ..asked.hinted(text(read_by(form.act)))
            };
            view! {
                <TextArea asked=asked rows="5" max=NOTE_MAX value=value error=error on_input=set/>
            }
        }
        Key::Summary => {
            let asked = asked.hinted(text(Text::AskSummaryHint));
            view! {
                <TextArea
                    asked=asked
                    rows="4"
                    max=SUMMARY_MAX
                    value=value
                    error=error
                    on_input=set
                />
            }
        }
        Key::Agrees | Key::BothAgree => {
            let ticked = Signal::derive(move || value.with(|value| value == YES));
            let tick = Callback::new(move |on: bool| {
                form.set(key, if on { YES } else { "" }.to_owned());
            });
            view! { <Check asked=asked value=ticked error=error on_change=tick/> }
        }
        Key::Slots => slots(form),
        Key::At | Key::Until | Key::ChooseBy | Key::EffectiveOn | Key::Minutes | Key::Place => {
            let typing = match key {
                Key::At => Typing::MOMENT,
                Key::Place => Typing::WORDS,
                _ => Typing::DAY,
            };
            let asked = match key {
                Key::EffectiveOn => Asked {
                    optional: true,
                    ..asked.hinted(text(Text::AskEffectiveOnHint))
                },
                _ => asked,
            };
            view! { <TextField asked=asked typing=typing value=value error=error on_input=set/> }
        }
        Key::Whom => choices(whom(form)),
        Key::Came => choices(
            ["reached", "missed", "again"]
                .map(|name| Choice::new(name, call_came(name)))
                .into(),
        ),
        Key::Channel => choices(all(
            ContactChannel::ALL,
            ContactChannel::as_str,
            channel_name,
        )),
        Key::Audience => choices(audiences(form)),
        Key::NextDoor => {
            let doors = all(NextDoor::ALL, NextDoor::as_str, next_door_name);
            view! {
                <Select
                    asked=asked
                    choices=doors
                    nothing=text(Text::ChooseFirst)
                    value=value
                    error=error
                    on_choose=set
                />
            }
        }
        Key::Reason => match form.act {
            Act::RecordAgreement => choices(all(
                AgreementForm::ALL,
                AgreementForm::as_str,
                agreement_form_name,
            )),
            Act::RecordConfirmation => choices(all(
                ConfirmationOutcome::ALL,
                ConfirmationOutcome::as_str,
                outcome_name,
            )),
            Act::EndMediation => choices(all(EndGround::ALL, EndGround::as_str, end_ground_name)),
            _ => choices(all(
                DeclineReason::ALL,
                DeclineReason::as_str,
                decline_reason_name,
            )),
        },
        Key::Mediator => view! {
            {move || {
                let people = form
                    .colleagues
                    .get()
                    .into_iter()
                    .filter(|one| one.role.reads_cases())
                    .map(|one| {
                        let label = match one.role {
                            Role::Lead => [&one.name, " · ", post_name(one.role)].concat(),
                            _ => one.name,
                        };
                        Choice::new(one.account, label)
                    })
                    .collect();
                view! {
                    <Choices
                        asked=asked.clone()
                        choices=people
                        value=value
                        error=error
                        on_choose=set
                    />
                }
            }}
        },
        Key::Organization => {
            let view = form.room.now();
            let (field, region, own) = view.map_or_else(Default::default, |view| {
                let content = &view.content;
                let own = view.organization.id.clone();
                (content.field, Some(content.applicant.region), own)
            });
            view! {
                <PlaceField
                    asked=asked
                    field=field
                    region=region
                    except=own
                    error=error
                    on_choose=set
                />
            }
        }
    }
}

/// What a question is called in this form.
fn label(act: Act, key: Key) -> &'static str {
    match (key, act) {
        (Key::Agrees, Act::OfferSlots) => text(Text::AskAgreesMeeting),
        (Key::Reason, Act::RecordAgreement) => text(Text::AskForm),
        (Key::Reason, Act::RecordConfirmation) => text(Text::AskOutcome),
        (Key::Note, act) if !act.needs_words() => text(Text::AskNoteMore),
        (key, _) => key_name(key),
    }
}

/// Who will read the words of this form.
fn read_by(act: Act) -> Text {
    match act {
        act if act.is_internal() => Text::FormReadInside,
        Act::Note => Text::FormReadChosen,
        Act::Schedule => Text::FormReadMeeting,
        _ => Text::FormReadApplicant,
    }
}

fn all<T: Copy>(
    values: &'static [T],
    name: fn(T) -> &'static str,
    words: fn(T) -> &'static str,
) -> Vec<Choice> {
    values
        .iter()
        .map(|value| Choice::new(name(*value), words(*value)))
        .collect()
}

fn whom(form: Form) -> Vec<Choice> {
    let helped = form
        .room
        .now()
        .is_some_and(|view| view.content.helper.is_some());
    ["applicant", "helper", "respondent", "other"]
        .into_iter()
        .filter(|name| helped || *name != "helper")
        .map(|name| Choice::new(name, call_whom(name)))
        .collect()
}

/// Who a note can be for: the other side only once they have a part in it.
fn audiences(form: Form) -> Vec<Choice> {
    let status = form.room.now().map_or(Status::Unknown, |view| view.status);
    [
        Audience::Internal,
        Audience::Applicant,
        Audience::Respondent,
        Audience::Both,
    ]
    .into_iter()
    .filter(|audience| {
        status.is_with_other_side() || matches!(audience, Audience::Internal | Audience::Applicant)
    })
    .map(|audience| Choice::new(audience.as_str(), audience_name(audience)))
    .collect()
}
