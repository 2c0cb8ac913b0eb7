//! Choosing a time to meet, on the page of either side. What shows the times and sends the choice comes in a file of its
//! own, once some are offered.

mod model;
mod shown;

use std::pin::Pin;
use std::rc::Rc;

use contract::request::TimelineEntry;
use contract::slots::SlotAnswer;
use contract::status::Actor;

use crate::api::ApiFailure;
use crate::components::{Button, Look, Notice, Tone, Waiting};
use crate::i18n::{Text, text};
use crate::pages::lazy;
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
                    view! {
                        <div role="alert">
                            <Notice tone=Tone::Wrong>
                                <p>{text(Text::LaterFailed)}</p>
                                <Button
                                    words=text(Text::Retry).to_owned()
                                    look=Look::Secondary
                                    on_press=fetch
                                />
                            </Notice>
                        </div>
                    }
                }
            }}
        </section>
    }
}
