//! A part of a page that comes in a file of its own, once it is wanted: its title, a lead, and the button that fetches
//! and opens it.

use wasm_split_helpers::SplitLoaderError;

use crate::components::{Button, Look, Notice, Tone, Waiting};
use crate::i18n::{Text, text};
use crate::platform::task::spawn_local;
use crate::view::prelude::*;

/// What stands there before it is opened.
pub struct Words {
    /// Id of the button, and a class of the part.
    pub id: &'static str,
    /// The title.
    pub title: Text,
    /// What it is about.
    pub lead: String,
    /// The button.
    pub open: Text,
}

/// Draws the part, from what the page knows of it.
pub type Draw<T> = fn(&T) -> View;

/// How far it is opened.
enum Opened<T> {
    No,
    Fetching,
    Here(Draw<T>),
    Failed,
}

/// The place of a part that draws from `of`.
pub fn place<T, F>(words: Words, of: T, fetch: fn() -> F) -> View
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<Draw<T>, SplitLoaderError>> + 'static,
{
    let Words { id, open, .. } = words;
    let opened = RwSignal::new(Opened::No);
    let press = Callback::new(move |()| {
        opened.set(Opened::Fetching);
        spawn_local(async move {
            opened.try_set(match fetch().await {
                Ok(draw) => Opened::Here(draw),
                Err(_) => Opened::Failed,
            });
        });
    });
    let button = move |words: Text| {
        view! { <Button words=text(words).to_owned() id=id look=Look::Secondary on_press=press/> }
    };
    view! {
        <section class=["section no-print ", id].concat()>
            <h2>{text(words.title)}</h2>
            <p>{words.lead}</p>
            {move || opened.with(|opened| match opened {
                Opened::No => button(open),
                Opened::Fetching => view! { <Waiting/> },
                Opened::Here(draw) => draw(&of),
                Opened::Failed => missing(Text::LaterFailed, button(Text::Retry)),
            })}
        </section>
    }
}

/// That the part did not come, and the button that fetches it again.
pub fn missing(words: Text, again: View) -> View {
    view! {
        <div role="alert">
            <Notice tone=Tone::Wrong>
                <p>{text(words)}</p>
                {again}
            </Notice>
        </div>
    }
}
