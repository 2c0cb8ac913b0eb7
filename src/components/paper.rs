//! The application as a file, to be printed and signed.

use crate::view::prelude::*;
use contract::problem::ProblemCode;

use crate::api::{self, ApiFailure};
use crate::components::{Button, Look, Notice, Tone, failure_words};
use crate::i18n::{Text, fill, text};
use crate::platform::{download, task};
use crate::state::CaseKey;

/// What it is good for, the button, and what came of it.
#[component]
pub fn Paper(
    /// Whose application.
    case: CaseKey,
) -> View {
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None);
    let save = Callback::new(move |()| {
        if !download::is_possible() {
            outcome.set(Some(Err(text(Text::PrintedInWeChat).to_owned())));
            return;
        }
        busy.set(true);
        outcome.set(None);
        let case = case.clone();
        task::spawn_local(async move {
            let answer = api::paper(&case).await;
            busy.try_set(false);
            let name = fill(Text::PrintedFile, &[("number", case.number.as_str())]);
            let came = match answer {
                Ok(file) if download::save_file(&name, &file) => Ok(text(Text::PrintedSaved)),
                Ok(_) => Err(text(Text::PrintedNotSaved).to_owned()),
                Err(failure) => Err(why_not(&failure)),
            };
            outcome.try_set(Some(came));
        });
    });
    let words = move || {
        text(if busy.get() {
            Text::PrintedMaking
        } else {
            Text::PrintedSave
        })
    };
    view! {
        <section class="section no-print">
            <h2>{text(Text::PrintedTitle)}</h2>
            <p>{text(Text::PrintedWords)}</p>
            <Button
                words=Signal::derive(move || words().to_owned())
                on_press=save
                look=Look::Secondary
                busy=busy
            />
            <div role="status">
                {move || {
                    outcome
                        .get()
                        .map(|outcome| match outcome {
                            Ok(words) => view! { <p class="done">{words}</p> },
                            Err(words) => {
                                view! {
                                    <Notice tone=Tone::Wrong>
                                        <p>{words}</p>
                                    </Notice>
                                }
                            }
                        })
                }}
            </div>
        </section>
    }
}

fn why_not(failure: &ApiFailure) -> String {
    match failure.code() {
        Some(ProblemCode::PaperUnavailable) => text(Text::PrintedUnavailable).to_owned(),
        _ => failure_words(failure),
    }
}
