//! The files that go with the request. What chooses and sends them comes in a file of its own, and nothing waits for
//! it: a request can be written and sent without.

mod choose;
mod list;
mod sender;
mod unsent;

use std::pin::Pin;

use crate::components::{Button, Look, Waiting};
use crate::i18n::{Text, text};
use crate::pages::later::missing;
use crate::pages::lazy;
use crate::platform::task::spawn_local;
use crate::state::CaseKey;
use crate::view::prelude::*;

use super::form::Form;

pub use unsent::{Hold, send_with_files, unsent};

/// What only requests with files need; it comes in a file of its own.
#[derive(Clone, Copy)]
pub struct Part {
    /// Asks what the server has, and sends the rest in the background.
    resume: fn() -> Pin<Box<dyn Future<Output = ()>>>,
    /// Draws the files of the draft and what chooses more.
    draw: fn() -> View,
    /// Draws what adds files to a case.
    more: fn(&CaseKey, Callback<()>) -> View,
}

impl Part {
    /// All of it.
    pub const ALL: Self = Self {
        resume: || Box::pin(sender::resume()),
        draw: list::list,
        more: list::more,
    };
}

/// How fetching it is going.
#[derive(Clone, Copy)]
enum Fetching {
    Waiting,
    Here(Part),
    Failed,
}

/// Goes on sending the files of the draft that is open, whichever step is shown.
pub fn go_on_sending(form: Form) {
    let drafts = form.drafts;
    effect(move || {
        drafts.round().track();
        let has_files = drafts.kept().with_untracked(|kept| !kept.files.is_empty());
        if has_files {
            spawn_local(async move {
                if let Ok(part) = lazy::evidence().await {
                    (part.resume)().await;
                }
            });
        }
    });
}

/// The place for files on the step.
pub fn files() -> View {
    view! {
        <section class="section evidence" aria-labelledby="files-title">
            <h2 id="files-title">{text(Text::EvidenceFiles)}</h2>
            {fetched(Callback::new(|part: Part| (part.draw)()))}
        </section>
    }
}

/// What adds files to a case that was filed; tells `arrived` when there are more with it.
pub fn more_files(case: CaseKey, arrived: Callback<()>) -> View {
    fetched(Callback::new(move |part: Part| (part.more)(&case, arrived)))
}

/// What comes in a file of its own, once it is here.
fn fetched(draw: Callback<Part, View>) -> View {
    let fetching = RwSignal::new(Fetching::Waiting);
    let fetch = Callback::new(move |()| {
        fetching.set(Fetching::Waiting);
        spawn_local(async move {
            fetching.try_set(match lazy::evidence().await {
                Ok(part) => Fetching::Here(part),
                Err(_) => Fetching::Failed,
            });
        });
    });
    fetch.run(());
    view! {
        {move || match fetching.get() {
            Fetching::Waiting => view! { <Waiting/> },
            Fetching::Here(part) => draw.run(part),
            Fetching::Failed => {
                let again = view! {
                    <Button
                        words=text(Text::Retry).to_owned()
                        look=Look::Secondary
                        on_press=fetch
                    />
                };
                missing(Text::EvidencePartFailed, again)
            }
        }}
    }
}
