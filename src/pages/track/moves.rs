//! What the applicant can do about an open case: write, answer, withdraw.

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::draft::{Field, parse_note};
use contract::request::{NOTE_MAX, NoteRequest, RequestView, WithdrawReason, WithdrawRequest};

use super::desk::Desk;
use crate::api::{self, ApiFailure};
use crate::components::form::{Choice, Choices, ChoicesKind, Question, TextArea};
use crate::components::{Button, Look, NotSent};
use crate::i18n::{Text, issue_words, text, withdraw_reason_name};
use crate::platform::{focus, page, random};
use crate::state::{CaseKey, stores};

/// Id of the button that begins a withdrawal.
const WITHDRAW: &str = "withdraw";

/// What a form for a move shares with what sends it.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    desk: Desk,
    pub(super) busy: RwSignal<bool>,
    /// What is wrong with the words.
    pub(super) error: RwSignal<Option<String>>,
    failure: RwSignal<Option<ApiFailure>>,
    /// Who was at the phone when it was sent.
    sitting: u32,
}

impl Sending {
    pub(super) fn new(desk: Desk) -> Self {
        Self {
            desk,
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            failure: RwSignal::new(None),
            sitting: stores().keepsakes.sitting(),
        }
    }

    /// Begins, unless it has begun.
    pub(super) fn begin(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.busy.set(true);
        self.failure.set(None);
        true
    }

    pub(super) fn finish(self, case: CaseKey, answer: Result<RequestView, ApiFailure>, done: Text) {
        if let Some(view) = self.answered(case, answer) {
            self.desk.moved(view, done);
        }
    }

    /// What was answered, if it is an answer to whoever is at the phone now, and a good one.
    pub(super) fn answered<T>(self, case: CaseKey, answer: Result<T, ApiFailure>) -> Option<T> {
        self.busy.try_set(false);
        if stores().keepsakes.sitting() != self.sitting {
            return None;
        }
        answer.map_err(|failure| self.not_done(case, failure)).ok()
    }

    fn not_done(self, case: CaseKey, failure: ApiFailure) {
        if self.desk.overtaken(case, &failure) {
            return;
        }
        let issue = match &failure {
            ApiFailure::Rejected(problem) => problem.issues.first().copied(),
            _ => None,
        };
        match issue {
            Some(issue) => self.error.try_set(Some(issue_words(issue))),
            None => {
                self.failure.try_set(Some(failure));
                None
            }
        };
    }

    pub(super) fn failed(self) -> View {
        view! { <NotSent failure=self.failure/> }
    }
}

/// The words of a note form.
#[derive(Clone, Copy)]
pub struct NoteWords {
    question: Text,
    hint: Text,
    send: Text,
    done: Text,
}

/// A note on one's own account.
pub const NOTE: NoteWords = NoteWords {
    question: Text::NoteQuestion,
    hint: Text::NoteHint,
    send: Text::NoteSend,
    done: Text::NoteSent,
};

/// The answer to what staff asked.
pub const ANSWER: NoteWords = NoteWords {
    question: Text::AnswerQuestion,
    hint: Text::AnswerHint,
    send: Text::AnswerSend,
    done: Text::AnswerSent,
};

/// A text to the organization. However often it is sent, it arrives once.
pub fn note_form(desk: Desk, words: NoteWords) -> View {
    let sending = Sending::new(desk);
    let typed = desk.note;
    let key = StoredValue::new(random::idempotency_key());
    let question = Question {
        id: Field::Note.as_str(),
        label: text(words.question),
        hint: text(words.hint),
        optional: false,
    };
    let send = move || match parse_note(Field::Note, &typed.get_untracked(), NOTE_MAX) {
        Ok(note) => {
            let Some(case) = stores().keepsakes.case() else {
                return;
            };
            if !sending.begin() {
                return;
            }
            spawn_local(async move {
                let key = key.try_get_value().unwrap_or_default();
                let answer = api::add_note(&case, &key, &NoteRequest { note }).await;
                if answer.is_ok() {
                    typed.try_set(String::new());
                }
                sending.finish(case, answer, words.done);
            });
        }
        Err(issues) => {
            sending.error.set(issues.first().copied().map(issue_words));
            focus::focus_field(question.id);
        }
    };
    let on_input = Callback::new(move |value| {
        typed.set(value);
        sending.error.set(None);
        // Other words are another note.
        key.set_value(random::idempotency_key());
    });
    view! {
        <form
            class="move"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <TextArea
                question
                rows="4"
                max=NOTE_MAX
                value=typed.get_untracked()
                error=sending.error.into()
                on_input
            />
            {sending.failed()}
            {submit(words.send, sending.busy)}
        </form>
    }
}

pub(super) fn submit(words: Text, busy: RwSignal<bool>) -> View {
    view! {
        <button
            type="submit"
            class="button button-wide"
            aria-disabled=move || busy.get().then_some("true")
        >
            {move || text(if busy.get() { Text::Sending } else { words })}
        </button>
    }
}

/// A quiet button that becomes a form, in which the element with the id `focused` then has the focus.
pub(super) fn unfold(
    id: &'static str,
    words: Text,
    focused: &'static str,
    form: impl Fn(RwSignal<bool>) -> View + 'static,
) -> View {
    let asking = RwSignal::new(false);
    let open = Callback::new(move |()| {
        asking.set(true);
        page::before_paint(|| {
            focus::focus_field(focused);
        });
    });
    let shown = move || {
        if asking.get() {
            form(asking)
        } else {
            view! { <Button words=text(words).to_owned() id=id on_press=open look=Look::Quiet/> }
        }
    };
    shown.into_view()
}

/// Takes the request back: a quiet button, then a reason, then the deed.
pub fn withdraw(desk: Desk) -> View {
    unfold(
        WITHDRAW,
        Text::WithdrawOpen,
        Field::Reason.as_str(),
        move |asking| withdraw_form(desk, asking),
    )
}

fn withdraw_form(desk: Desk, asking: RwSignal<bool>) -> View {
    let sending = Sending::new(desk);
    let reason = RwSignal::new(WithdrawReason::Unknown);
    let typed = RwSignal::new(String::new());
    let note_error = RwSignal::new(None);
    let key = StoredValue::new(random::idempotency_key());
    let reasons = Question {
        id: Field::Reason.as_str(),
        label: text(Text::WithdrawQuestion),
        ..Question::default()
    };
    let note = Question {
        id: "withdraw-note",
        label: text(Text::WithdrawNote),
        hint: "",
        optional: true,
    };
    let choices = WithdrawReason::ALL
        .iter()
        .map(|reason| Choice {
            value: reason.as_str(),
            label: withdraw_reason_name(*reason),
            note: "",
        })
        .collect();
    let send = move || {
        let chosen = reason.get_untracked();
        if !chosen.is_known() {
            sending
                .error
                .set(Some(text(Text::IssueMissingReason).to_owned()));
            focus::focus_field(reasons.id);
            return;
        }
        let note_typed = typed.get_untracked();
        if !note_typed.trim().is_empty()
            && let Err(issues) = parse_note(Field::Note, &note_typed, NOTE_MAX)
        {
            note_error.set(issues.first().copied().map(issue_words));
            focus::focus_field(note.id);
            return;
        }
        let Some(case) = stores().keepsakes.case() else {
            return;
        };
        if !sending.begin() {
            return;
        }
        spawn_local(async move {
            let body = WithdrawRequest {
                reason: chosen,
                note: note_typed.trim().to_owned(),
            };
            let key = key.try_get_value().unwrap_or_default();
            let answer = api::withdraw(&case, &key, &body).await;
            sending.finish(case, answer, Text::WithdrawDone);
        });
    };
    let on_change = Callback::new(move |(value, ticked): (&'static str, bool)| {
        if ticked {
            reason.set(WithdrawReason::from_wire(value));
            sending.error.set(None);
        }
    });
    let on_input = Callback::new(move |value| {
        typed.set(value);
        note_error.set(None);
    });
    view! {
        <form
            class="move"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <Choices
                question=reasons
                kind=ChoicesKind::One
                choices
                chosen=Vec::new()
                error=sending.error.into()
                on_change
            />
            <TextArea
                question=note
                rows="2"
                max=NOTE_MAX
                value=String::new()
                error=note_error.into()
                on_input
            />
            <p>{text(Text::WithdrawWarning)}</p>
            {sending.failed()}
            {submit(Text::WithdrawSend, sending.busy)}
            <Button
                words=text(Text::WithdrawNo).to_owned()
                on_press=Callback::new(move |()| {
                    asking.set(false);
                    page::before_paint(|| {
                        focus::focus(&["#", WITHDRAW].concat());
                    });
                })
                look=Look::Quiet
            />
        </form>
    }
}
