//! The files that go with the request, how far each is, and what chooses more.

use contract::evidence::{
    EvidenceKind, FILE_BYTES_MAX, FILES_MAX, REQUEST_BYTES_MAX, WAITING_HOURS,
};
use contract::problem::ProblemCode;

use super::choose::take;
use super::sender::{Row, hurry, remove, rows, take_up, take_up_case};
use crate::components::form::{Consent, Question};
use crate::i18n::{Text, fill, size_words, text};
use crate::platform::{files, focus, page};
use crate::state::upload::{Stage, Upload};
use crate::state::{CaseKey, stores};
use crate::view::prelude::*;

/// What chooses files from the phone.
const CHOOSE: &str = "choose-files";
/// What is said of them.
const LIMITS: &str = "files-limits";
/// What has to be agreed to before any leaves the phone.
const AGREE: &str = "files-agree";

/// The files of the draft and what chooses more.
pub fn list() -> View {
    take_up();
    let drafts = stores().drafts;
    let (ticked, sensitive) = drafts
        .kept()
        .with_untracked(|kept| (kept.may_upload, kept.draft.is_sensitive()));
    let wrong = RwSignal::new(false);
    let on_change = Callback::new(move |agreed| {
        drafts.change(|kept| kept.may_upload = agreed);
        wrong.set(false);
    });
    // Files are at the server before the request is: that has to be agreed to first, injuries on photos above all.
    let may_choose = Callback::new(move |()| {
        let agreed = drafts.kept().with_untracked(|kept| kept.may_upload);
        wrong.set(!agreed);
        if !agreed {
            focus::focus_field(AGREE);
        }
        agreed
    });
    let consent = view! {
        <Consent
            question=Question {
                id: AGREE,
                ..Question::default()
            }
            words=agree_words(sensitive)
            ticked
            error=Signal::derive(move || {
                wrong.get().then(|| text(Text::EvidenceAgreeFirst).to_owned())
            })
            on_change
        />
    };
    ways(consent.into_view(), may_choose)
}

/// The files on their way to a case that was filed, and what chooses more. They go straight to those who have the
/// request already.
pub fn more(case: &CaseKey, arrived: Callback<()>) -> View {
    take_up_case(case, arrived);
    let note = view! { <p class="field-hint">{text(Text::MoreFilesNote)}</p> };
    ways(note.into_view(), Callback::new(|()| true))
}

fn ways(before: View, may_choose: Callback<(), bool>) -> View {
    let rows = rows();
    view! {
        <p class="field-hint" id=LIMITS>{limits(Text::EvidenceLimits)}</p>
        <p class="field-hint">{text(Text::EvidencePhotos)}</p>
        {before}
        <div class="file-ways">
            {way("take-photo", Text::EvidenceCamera, "image/*".to_owned(), true, may_choose)}
            {way(CHOOSE, Text::EvidenceChoose, accepted(), false, may_choose)}
        </div>
        {move || {
            let rows = rows.get();
            (!rows.is_empty())
                .then(|| {
                    view! {
                        <ul class="files" aria-label=text(Text::EvidenceList)>
                            {rows.into_iter().map(file).collect_view()}
                        </ul>
                    }
                })
        }}
    }
}

/// A way to choose files: the camera takes one, everything else as many as one likes.
fn way(
    id: &'static str,
    words: Text,
    accept: String,
    camera: bool,
    may_choose: Callback<(), bool>,
) -> View {
    view! {
        <label class="button button-secondary file-way">
            {text(words)}
            <input
                type="file"
                id=id
                accept=accept
                capture=camera.then_some("environment")
                multiple=!camera
                aria-describedby=LIMITS
                on:click=move |event| {
                    if !may_choose.run(()) {
                        event.prevent_default();
                    }
                }
                on:change=move |event| {
                    let chosen = files::chosen(&event);
                    // Files that were dropped on it come without a press.
                    if may_choose.run(()) {
                        take(chosen);
                    }
                }
            />
        </label>
    }
}

/// What phones offer to choose from. Pictures by their kind: then phones hand out what others can open.
fn accepted() -> String {
    let mut accepted = "image/*,audio/*".to_owned();
    for kind in EvidenceKind::ALL.iter().filter(|kind| !kind.is_picture()) {
        for extension in kind.extensions() {
            accepted.push_str(",.");
            accepted.push_str(extension);
        }
    }
    accepted
}

fn file(row: Row) -> View {
    let upload = row.upload.clone();
    let told = Memo::new(move |_| upload.get());
    let online = stores().connectivity.online();
    let stage = Memo::new(move |_| told.with(|upload| upload.stage));
    let name = Memo::new(move |_| told.with(|upload| upload.name.clone()));
    let size = Memo::new(move |_| size_words(told.with(|upload| upload.bytes)));
    let on_remove = {
        let row = row.clone();
        move |_| {
            remove(&row);
            page::before_paint(|| {
                focus::focus_in_place(&["#", CHOOSE].concat());
            });
        }
    };
    view! {
        <li class="file">
            <p class="file-name">
                <b>{name}</b>
                <span class="muted">{size}</span>
            </p>
            {move || {
                is_under_way(stage.get())
                    .then(|| {
                        view! {
                            <progress
                                class="step-bar"
                                max="100"
                                value=move || told.with(Upload::percent).to_string()
                                aria-label=name
                            ></progress>
                        }
                    })
            }}
            <p
                class="file-state"
                class:field-error=move || is_wrong(stage.get())
                class:file-kept=move || stage.get() == Stage::Kept
            >
                {move || told.with(|upload| stage_words(upload, online.get()))}
            </p>
            <div class="file-tools">
                {move || {
                    (stage.get() == Stage::Paused)
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="text-action"
                                    on:click=|_| hurry()
                                >
                                    {text(Text::EvidenceRetry)}
                                </button>
                            }
                        })
                }}
                <button
                    type="button"
                    class="text-action"
                    aria-label=move || fill(Text::EvidenceRemoveOf, &[("name", &name.get())])
                    on:click=on_remove
                >
                    {text(Text::EvidenceRemove)}
                </button>
            </div>
        </li>
    }
}

fn is_under_way(stage: Stage) -> bool {
    matches!(stage, Stage::Waiting | Stage::Sending | Stage::Paused)
}

fn is_wrong(stage: Stage) -> bool {
    matches!(stage, Stage::Refused(_) | Stage::Lost)
}

fn stage_words(upload: &Upload, online: bool) -> String {
    let words = match upload.stage {
        Stage::Preparing => Text::EvidencePreparing,
        Stage::Waiting => Text::EvidenceWaiting,
        Stage::Sending => Text::EvidenceSending,
        Stage::Paused if !online => Text::EvidenceOffline,
        Stage::Paused => Text::EvidencePaused,
        Stage::Kept => Text::EvidenceKept,
        Stage::Refused(code) => return refusal_words(code),
        Stage::Lost => Text::EvidenceLost,
        Stage::Leaving => Text::EvidenceLeaving,
    };
    fill(words, &[("percent", &upload.percent().to_string())])
}

/// Why a file is not taken, and what to do.
pub fn refusal_words(code: ProblemCode) -> String {
    use ProblemCode as P;
    limits(match code {
        P::EvidenceEmpty => Text::EvidenceRefusedEmpty,
        P::EvidenceKind => Text::EvidenceRefusedKind,
        P::EvidenceHeic => Text::EvidenceRefusedHeic,
        P::EvidenceMismatch => Text::EvidenceRefusedMismatch,
        P::EvidenceDamaged => Text::EvidenceRefusedDamaged,
        P::EvidenceBomb => Text::EvidenceRefusedBomb,
        P::TooLarge => Text::EvidenceRefusedLarge,
        P::EvidenceTooMany => Text::EvidenceRefusedMany,
        P::EvidenceTooMuch => Text::EvidenceRefusedMuch,
        _ => Text::EvidenceRefusedOther,
    })
}

fn agree_words(sensitive: bool) -> String {
    let words = if sensitive {
        Text::EvidenceAgreeSensitive
    } else {
        Text::EvidenceAgree
    };
    fill(words, &[("hours", &WAITING_HOURS.to_string())])
}

fn limits(words: Text) -> String {
    fill(
        words,
        &[
            ("n", &FILES_MAX.to_string()),
            ("each", &size_words(FILE_BYTES_MAX)),
            ("all", &size_words(REQUEST_BYTES_MAX)),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_and_refusal_has_words() {
        let mut upload = Upload::new("a.pdf".into(), 200);
        upload.sent = 100;
        let refused = ProblemCode::ALL.iter().copied().map(Stage::Refused);
        for stage in refused.chain([
            Stage::Preparing,
            Stage::Waiting,
            Stage::Sending,
            Stage::Paused,
            Stage::Kept,
            Stage::Lost,
            Stage::Leaving,
        ]) {
            upload.stage = stage;
            for online in [true, false] {
                let words = stage_words(&upload, online);
                assert!(!words.is_empty() && !words.contains('{'), "{words}");
            }
        }
        upload.stage = Stage::Paused;
        assert!(stage_words(&upload, false).contains("没有网络，停在 50%"));
        assert!(limits(Text::EvidenceLimits).contains("每个不超过 50 MB，一共不超过 200 MB"));
    }

    #[test]
    fn every_kind_that_is_taken_is_offered() {
        let accepted = accepted();
        for extension in ["pdf", "docx", "m4a", "amr"] {
            assert!(accepted.contains(&[".", extension].concat()));
        }
    }
}
