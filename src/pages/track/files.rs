//! The files of the open case, to be saved on the phone again.

use contract::evidence::EvidenceView;

use contract::request::RequestView;
use contract::status::Event;

use super::desk::Desk;
use super::moves::unfold;
use crate::api::evidence_file;
use crate::components::failure_words;
use crate::i18n::{Text, fill, size_words, text};
use crate::pages::request::more_files;
use crate::platform::download;
use crate::platform::task::spawn_local;
use crate::state::stores;
use crate::view::prelude::*;

/// The files; nothing where there are none.
pub fn files(files: &[EvidenceView]) -> Option<View> {
    (!files.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{text(Text::CaseFiles)}</h2>
                <ul class="files">{files.iter().cloned().map(file).collect_view()}</ul>
            </section>
        }
    })
}

/// Id of the button that opens what adds files.
const MORE: &str = "more-files";

/// What adds files, while the case is open.
pub fn more(desk: Desk, view: &RequestView) -> Option<View> {
    let case = stores().keepsakes.case()?;
    if !view.legal_moves.contains(&Event::AddNote) && !view.legal_moves.contains(&Event::Answer) {
        return None;
    }
    let arrived = Callback::new(move |()| {
        desk.done.set(Some(Text::MoreFilesDone));
        desk.refresh();
    });
    Some(unfold(
        MORE,
        Text::MoreFilesOpen,
        "choose-files",
        move |_| more_files(case.clone(), arrived),
    ))
}

fn file(file: EvidenceView) -> View {
    let fetching = RwSignal::new(false);
    let failed = RwSignal::new(None);
    let (name, size) = (file.name.clone(), size_words(file.bytes));
    let label = fill(Text::CaseFileSaveOf, &[("name", &name)]);
    let save = move |_| {
        let Some(case) = stores().keepsakes.case() else {
            return;
        };
        if fetching.get_untracked() {
            return;
        }
        if !download::is_possible() {
            failed.set(Some(text(Text::PrintedInWeChat).to_owned()));
            return;
        }
        fetching.set(true);
        failed.set(None);
        let file = file.clone();
        let sitting = stores().keepsakes.sitting();
        spawn_local(async move {
            let fetched = evidence_file(&case, &file.id).await;
            fetching.try_set(false);
            // Whoever has left gets no file.
            if stores().keepsakes.sitting() != sitting {
                return;
            }
            match fetched {
                Ok(bytes) if !download::save_file(&file.name, &bytes) => {
                    failed.try_set(Some(text(Text::PrintedNotSaved).to_owned()));
                }
                Ok(_) => {
                    let saved = fill(Text::CaseFileSaved, &[("name", &file.name)]);
                    stores().announcer.say(saved);
                }
                Err(failure) => {
                    failed.try_set(Some(failure_words(&failure)));
                }
            }
        });
    };
    view! {
        <li class="file">
            <p class="file-name">
                <b>{name}</b>
                <span class="muted">{size}</span>
            </p>
            <div role="alert">
                {move || failed.get().map(|words| view! { <p class="field-error">{words}</p> })}
            </div>
            <div class="file-tools no-print">
                <button
                    type="button"
                    class="text-action"
                    aria-label=label
                    aria-disabled=move || fetching.get().then_some("true")
                    on:click=save
                >
                    {move || {
                        text(if fetching.get() { Text::CaseFileSaving } else { Text::CaseFileSave })
                    }}
                </button>
            </div>
        </li>
    }
}
