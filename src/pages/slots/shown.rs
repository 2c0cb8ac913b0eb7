//! The times as things to tap, and the choice once it was made.

use contract::draft::Field;
use contract::request::{Appointment, NOTE_MAX};
use contract::slots::{SlotOffer, Standing};
use leptos::prelude::LocalStorage;

use super::Asked;
use super::model::{Ticked, place_words, time_words};
use crate::api::ApiFailure;
use crate::components::form::{Question, TextArea, error_words};
use crate::components::{Button, Look, NotSent};
use crate::i18n::{Text, day_words, fill, text};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page, random};
use crate::state::stores;
use crate::view::prelude::*;

/// Id of the first time, and the beginning of the others'.
const SLOT: &str = "slot";
/// Id of the words of who finds no time.
const NOTE: &str = "slot-note";
/// Id of the button that lets one choose again.
const CHANGE: &str = "slot-change";

/// What the parts share.
#[derive(Clone, Copy)]
struct Table {
    asked: StoredValue<Asked, LocalStorage>,
    offer: StoredValue<SlotOffer>,
    ticked: RwSignal<Ticked>,
    note: RwSignal<String>,
    error: RwSignal<Option<String>>,
    failure: RwSignal<Option<ApiFailure>>,
    busy: RwSignal<bool>,
    /// What was last sent, under which key: the same again has the same key, which makes that harmless.
    last: StoredValue<Option<(contract::slots::SlotAnswer, String)>>,
}

/// The times that are offered; what was chosen of them, with the way to choose again.
pub(super) fn shown(asked: &Asked) -> View {
    let Some(standing) = Standing::of(&asked.timeline) else {
        return View::Nothing;
    };
    let before = standing.of_side(asked.side).cloned();
    let table = Table {
        asked: StoredValue::new_local(asked.clone()),
        ticked: RwSignal::new(Ticked::before(before.as_ref())),
        offer: StoredValue::new(standing.offer),
        note: RwSignal::new(String::new()),
        error: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
        last: StoredValue::new(None),
    };
    let choosing = RwSignal::new(before.is_none());
    view! {
        {move || {
            if choosing.get() {
                times(table)
            } else {
                chosen(table, choosing)
            }
        }}
    }
}

/// What was chosen, and what happens next.
fn chosen(table: Table, choosing: RwSignal<bool>) -> View {
    let ticked = table.ticked.get_untracked();
    let until = table.offer.with_value(|offer| day_words(&offer.choose_by));
    let (lead, next) = match ticked.is_none() {
        true => (Text::SlotsNoneChosen, Text::SlotsNoneNext),
        false => (Text::SlotsChosen, Text::SlotsNext),
    };
    let slots = table.offer.with_value(|offer| {
        let slots = (0..).zip(&offer.slots);
        let slots = slots.filter(|(at, _)| ticked.has(*at));
        slots
            .map(|(_, slot)| view! { <li>{words(slot)}</li> })
            .collect_view()
    });
    let again = Callback::new(move |()| {
        choosing.set(true);
        page::before_paint(|| {
            focus::focus_field(SLOT);
        });
    });
    view! {
        <p>{text(lead)}</p>
        <ul class="slots-chosen">{slots}</ul>
        <p>{text(next)}</p>
        <p class="muted">{fill(Text::SlotsUntil, &[("date", &until)])}</p>
        <Button
            words=text(Text::SlotsChange).to_owned()
            id=CHANGE
            look=Look::Secondary
            on_press=again
        />
    }
}

fn words(slot: &Appointment) -> View {
    view! {
        <span>
            {time_words(slot)}
            <small>{place_words(slot)}</small>
        </span>
    }
}

/// The times; and once something is said, the way to send it.
fn times(table: Table) -> View {
    let until = table.offer.with_value(|offer| day_words(&offer.choose_by));
    let slots = table.offer.with_value(|offer| {
        let slots = (0..).zip(&offer.slots);
        slots
            .map(|(at, slot)| {
                let id = match at {
                    0 => SLOT.to_owned(),
                    at => [SLOT, "-", &at.to_string()].concat(),
                };
                let tick = move |on| table.tick(|ticked| ticked.tick(at, on));
                choice(id, words(slot), Memo::new(move |_| table.has(at)), tick)
            })
            .collect_view()
    });
    let none = choice(
        "slot-none".to_owned(),
        view! { <span>{text(Text::SlotsNone)}</span> },
        Memo::new(move |_| table.ticked.with(Ticked::is_none)),
        move |on| table.tick(|ticked| ticked.tick_none(on)),
    );
    let is_said = Memo::new(move |_| table.ticked.with(|ticked| !ticked.is_empty()));
    view! {
        <fieldset class="field">
            <legend>{fill(Text::SlotsLead, &[("date", &until)])}</legend>
            <div class="choices choices-long">
                {slots}
                {none}
            </div>
        </fieldset>
        // No form before: until something is ticked, the page may be brought up to date.
        {move || is_said.get().then(|| confirm(table))}
    }
}

/// Something to tick, large.
fn choice(id: String, words: View, ticked: Memo<bool>, tick: impl Fn(bool) + 'static) -> View {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                id=id.clone()
                name=id
                prop:checked=move || ticked.get()
                on:change=move |event| tick(event_target_checked(&event))
            />
            {words}
        </label>
    }
}

fn confirm(table: Table) -> View {
    let question = Question {
        id: NOTE,
        label: text(Text::SlotsNote),
        hint: text(Text::SlotsNoteHint),
        optional: true,
    };
    let on_input = Callback::new(move |value| {
        table.note.set(value);
        table.error.set(None);
    });
    let is_none = Memo::new(move |_| table.ticked.with(Ticked::is_none));
    view! {
        <form
            class="move"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                table.send();
            }
        >
            {move || {
                is_none
                    .get()
                    .then(|| {
                        view! {
                            <TextArea
                                question
                                rows="2"
                                max=NOTE_MAX
                                value=table.note.get_untracked()
                                error=table.error.into()
                                on_input
                            />
                        }
                    })
            }}
            <NotSent failure=table.failure/>
            <button
                type="submit"
                class="button button-wide"
                aria-disabled=move || table.busy.get().then_some("true")
            >
                {move || text(if table.busy.get() { Text::Sending } else { Text::SlotsSend })}
            </button>
        </form>
    }
}

impl Table {
    fn has(self, at: u8) -> bool {
        self.ticked.with(|ticked| ticked.has(at))
    }

    fn tick(self, change: impl FnOnce(&mut Ticked)) {
        self.ticked.update(change);
        self.failure.set(None);
    }

    fn send(self) {
        let ticked = self.ticked.get_untracked();
        let answer = self
            .offer
            .with_value(|offer| ticked.answer(offer, &self.note.get_untracked()));
        if let Err(issues) = answer.parse() {
            self.error.set(error_words(&issues, Field::Note));
            focus::focus_field(NOTE);
            return;
        }
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        let before = self.last.get_value().filter(|(sent, _)| *sent == answer);
        let key = before.map_or_else(random::idempotency_key, |(_, key)| key);
        self.last.set_value(Some((answer.clone(), key.clone())));
        let sitting = stores().keepsakes.sitting();
        let sent = self
            .asked
            .with_value(|asked| (asked.send)(key, answer, Text::SlotsSent));
        spawn_local(async move {
            let failure = sent.await;
            self.busy.try_set(false);
            if stores().keepsakes.sitting() == sitting {
                self.failure.try_set(failure);
            }
        });
    }
}
