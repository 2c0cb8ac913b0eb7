//! What somebody thinks of how their case is handled: a complaint, a rating. What shows and sends them comes in a file of
//! its own, once it is wanted.

mod complain;
mod rate;
pub(super) mod shown;

use crate::api::Party;
use crate::components::{Button, Look, Notice, Tone, Waiting};
use crate::i18n::{Text, text};
use crate::pages::lazy;
use crate::platform::task::spawn_local;
use crate::view::prelude::*;

/// What only this needs; it comes in a file of its own.
#[derive(Clone, Copy)]
pub struct Part {
    /// Draws what this side has said and can say.
    draw: fn(&Party) -> View,
}

impl Part {
    /// All of it.
    pub const ALL: Self = Self { draw: shown::shown };
}

/// How far it is opened.
#[derive(Clone, Copy)]
enum Opened {
    No,
    Fetching,
    Here(Part),
    Failed,
}

/// The place on the page of a case. `is_over`: whether it can be rated.
pub fn place(party: Party, is_over: bool) -> View {
    let opened = RwSignal::new(Opened::No);
    let open = Callback::new(move |()| {
        opened.set(Opened::Fetching);
        spawn_local(async move {
            opened.try_set(match lazy::feedback().await {
                Ok(part) => Opened::Here(part),
                Err(_) => Opened::Failed,
            });
        });
    });
    let lead = if is_over {
        Text::FeedbackLeadOver
    } else {
        Text::FeedbackLead
    };
    let button = move |words: Text| {
        view! { <Button words=text(words).to_owned() id="feedback" look=Look::Secondary on_press=open/> }
    };
    view! {
        <section class="section feedback no-print">
            <h2>{text(Text::FeedbackTitle)}</h2>
            <p>{text(lead)}</p>
            {move || match opened.get() {
                Opened::No => button(Text::FeedbackOpen),
                Opened::Fetching => view! { <Waiting/> },
                Opened::Here(part) => (part.draw)(&party),
                Opened::Failed => {
                    view! {
                        <div role="alert">
                            <Notice tone=Tone::Wrong>
                                <p>{text(Text::FeedbackFailed)}</p>
                                {button(Text::Retry)}
                            </Notice>
                        </div>
                    }
                }
            }}
        </section>
    }
}
