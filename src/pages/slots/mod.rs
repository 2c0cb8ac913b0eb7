//! Choosing a time to meet, on the page of either side. What shows the times and sends the choice comes in a file of its
//! own, once some are offered.

mod model;
mod shown;

use std::pin::Pin;
use std::rc::Rc;

use contract::request::TimelineEntry;
use contract::slots::{SlotAnswer, Standing};
use contract::status::{Actor, Event, Matter, Status};

use crate::api::ApiFailure;
use crate::components::{Button, Look, Waiting};
use crate::i18n::{Text, day_words, fill, text};
use crate::pages::later::missing;
use crate::pages::lazy;
use crate::platform::clock;
use crate::platform::task::spawn_local;
use crate::view::prelude::*;

/// Sends what was chosen under a key that makes a repeated sending harmless; what is said of it is shown where it was
/// done. Gives what went wrong, where that is not told elsewhere.
pub type Send = Rc<dyn Fn(String, SlotAnswer, Text) -> Sent>;

/// What becomes of it.
pub type Sent = Pin<Box<dyn Future<Output = Option<ApiFailure>>>>;

/// Who is asked what, and how they answer.
#[derive(Clone)]
pub struct Asked {
    /// What has happened, as this side sees it.
    pub timeline: Vec<TimelineEntry>,
    /// Which side.
    pub side: Actor,
    /// Sends the answer.
    pub send: Send,
}

/// What only this needs; it comes in a file of its own.
#[derive(Clone, Copy)]
pub struct Part {
    /// Draws the times and what was chosen.
    draw: fn(&Asked) -> View,
}

impl Part {
    /// All of it.
    pub const ALL: Self = Self { draw: shown::shown };
}

/// Whether this side has still to choose.
pub fn is_asked(timeline: &[TimelineEntry], moves: &[Event], side: Actor) -> bool {
    moves.contains(&Event::ChooseSlots)
        && Standing::of(timeline).is_some_and(|standing| standing.of_side(side).is_none())
}

/// That it is too late to choose, for somebody who was asked, while the case still waits for a time.
pub fn over(
    timeline: &[TimelineEntry],
    status: Status,
    matter: Matter,
    side: Actor,
) -> Option<View> {
    status.next(matter, Event::ChooseSlots, side)?;
    let today = clock::today()?;
    let standing = Standing::of(timeline).filter(|standing| standing.is_over_for(side, today))?;
    let date = day_words(&standing.offer.choose_by);
    Some(view! {
        <section class="section no-print" id="slots">
            <h2>{text(Text::SlotsOverTitle)}</h2>
            <p>{fill(Text::SlotsOver, &[("date", &date)])}</p>
        </section>
    })
}

/// The place on the page of a case, for somebody who can choose.
pub fn place(asked: Asked) -> View {
    let part = RwSignal::new(None::<Option<Part>>);
    let asked = StoredValue::new_local(asked);
    let fetch = Callback::new(move |()| {
        part.set(None);
        spawn_local(async move {
            part.try_set(Some(lazy::slots().await.ok()));
        });
    });
    fetch.run(());
    view! {
        <section class="section no-print" id="slots">
            <h2>{text(Text::SlotsTitle)}</h2>
            {move || match part.get() {
                None => view! { <Waiting/> },
                Some(Some(part)) => asked.with_value(|asked| (part.draw)(asked)),
                Some(None) => {
                    let again = view! {
                        <Button
                            words=text(Text::Retry).to_owned()
                            look=Look::Secondary
                            on_press=fetch
                        />
                    };
                    missing(Text::LaterFailed, again)
                }
            }}
        </section>
    }
}
