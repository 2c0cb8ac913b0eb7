//! The form for number and code.

use crate::view::prelude::*;

use super::desk::{Desk, turned_away};
use super::typed::{Wrong, read};
use crate::components::form::{
    ERROR_SUMMARY, ErrorSummary, Mistake, Question, SendBar, TextField, Typing,
};
use crate::components::{ButtonLink, HelpLine, Look, Notice, PageTitle, Tone, failure_words};
use crate::i18n::{Text, text};
use crate::platform::{focus, page};
use crate::routes::Route;

const NUMBER: &str = "number";
const CODE: &str = "code";

/// The form.
pub fn form(desk: Desk) -> View {
    let number = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    let wrong = RwSignal::new(Wrong::default());
    let summary = RwSignal::new(Vec::new());
    let submit = move || match read(&number.get_untracked(), &code.get_untracked()) {
        Ok(case) => {
            wrong.set(Wrong::default());
            summary.set(Vec::new());
            desk.try_typed(case);
        }
        Err(found) => {
            desk.refused.set(None);
            wrong.set(found);
            summary.set(mistakes(found));
            page::before_paint(|| {
                focus::focus(ERROR_SUMMARY);
            });
        }
    };
    let typing = Typing {
        enterkeyhint: "go",
        ..Typing::WORDS
    };
    let field = move |id, label, hint, typed: RwSignal<String>, error: Signal<Option<String>>| {
        let question = Question {
            id,
            label: text(label),
            hint: text(hint),
            optional: false,
        };
        let on_input = Callback::new(move |value| {
            typed.set(value);
            // Looked at again only while something is known to be wrong.
            wrong.update(|wrong| {
                let now = read(&number.get_untracked(), &code.get_untracked())
                    .err()
                    .unwrap_or_default();
                wrong.number = wrong.number.and(now.number);
                wrong.code = wrong.code.and(now.code);
            });
        });
        view! { <TextField question typing value=String::new() error on_input/> }
    };
    let words = |key: Option<Text>| key.map(|key| text(key).to_owned());
    view! {
        <form
            class="steps"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <ErrorSummary mistakes=summary/>
            <PageTitle words=text(Text::TrackTitle).to_owned()/>
            <p class="lead">{text(Text::TrackLead)}</p>
            {move || refused(desk)}
            {field(
                NUMBER,
                Text::ReceiptNumber,
                Text::TrackNumberHint,
                number,
                Signal::derive(move || words(wrong.get().number)),
            )}
            {field(
                CODE,
                Text::ReceiptCode,
                Text::TrackCodeHint,
                code,
                Signal::derive(move || words(wrong.get().code)),
            )}
            <div class="steps-end">
                <p class="muted">{text(Text::TrackLost)}</p>
                <ButtonLink
                    href=Route::Join.to_path()
                    words=text(Text::JoinFromTrack)
                    look=Look::Quiet
                />
                <HelpLine/>
            </div>
            <SendBar
                busy=desk.trying
                words=Signal::derive(move || if desk.trying.get() { Text::Loading } else { Text::TrackOpen })
            />
        </form>
    }
}

fn mistakes(wrong: Wrong) -> Vec<Mistake> {
    [(NUMBER, wrong.number), (CODE, wrong.code)]
        .into_iter()
        .filter_map(|(id, words)| {
            Some(Mistake {
                id,
                words: text(words?).to_owned(),
            })
        })
        .collect()
}

/// Why the last try opened nothing.
fn refused(desk: Desk) -> Option<View> {
    let failure = desk.refused.get()?;
    let (words, more) = turned_away(&failure).unwrap_or_else(|| (failure_words(&failure), None));
    Some(view! {
        <div role="alert">
            <Notice tone=Tone::Wrong>
                <p>{words}</p>
                {more.map(|more| view! { <p>{text(more)}</p> })}
            </Notice>
        </div>
    })
}
