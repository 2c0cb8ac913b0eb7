//! The form of a complaint: of what, in words, and to whom, with who will read it.

use contract::complaint::{
    COMPLAINT_MAX, ComplaintDraft, ComplaintGround, ComplaintReceiver, ReceiverView,
};
use contract::draft::Field;
use contract::rating::FeedbackView;

use super::shown::{Desk, Open};
use crate::api;
use crate::components::form::{Choice, Choices, ChoicesKind, Question, TextArea};
use crate::components::{Button, Look};
use crate::i18n::{Text, complaint_ground_name, fill, text};
use crate::platform::random;
use crate::platform::task::spawn_local;
use crate::view::prelude::*;

/// Id of the button that opens the form.
pub(super) const OPEN: &str = "complain";
/// Id of what is asked first.
pub(super) const GROUNDS: &str = "complaint-grounds";
const NOTE: &str = "complaint-note";
const RECEIVER: &str = "complaint-receiver";

/// The id of what a field is answered with.
fn id(field: Field) -> &'static str {
    match field {
        Field::Note => NOTE,
        Field::Receiver => RECEIVER,
        _ => GROUNDS,
    }
}

/// The form.
pub(super) fn form(desk: Desk, view: &FeedbackView) -> View {
    // Of one alone there is nothing to choose.
    let only = match view.receivers.as_slice() {
        [only] => only.receiver.as_str(),
        _ => "",
    };
    let body = RwSignal::new(ComplaintDraft {
        receiver: only.to_owned(),
        ..ComplaintDraft::default()
    });
    let key = StoredValue::new(random::idempotency_key());
    let change = move |field: Field, change: &dyn Fn(&mut ComplaintDraft)| {
        body.update(|body| change(body));
        // Another body is another complaint.
        key.set_value(random::idempotency_key());
        desk.mended(field);
    };
    let send = move || {
        let draft = body.get_untracked();
        if let Err(issues) = draft.parse() {
            desk.mend(issues, id);
            return;
        }
        let Some(party) = desk.begin() else { return };
        let key = key.get_value();
        spawn_local(async move {
            let answer = api::complain(&party, &key, &draft).await;
            desk.finish(answer, Text::ComplaintDone, id);
        });
    };
    let on_ground = Callback::new(move |(ground, ticked): (&'static str, bool)| {
        change(Field::Grounds, &|body| tick(body, ground, ticked));
    });
    let on_note = Callback::new(move |note: String| {
        change(Field::Note, &|body| body.note.clone_from(&note));
    });
    let on_receiver = Callback::new(move |(receiver, ticked): (&'static str, bool)| {
        if ticked {
            change(Field::Receiver, &|body| body.receiver = receiver.to_owned());
        }
    });
    let ground = |ground: &ComplaintGround| Choice {
        value: ground.as_str(),
        label: complaint_ground_name(*ground),
        note: "",
    };
    let readers = view.receivers.iter().map(reads);
    let readers = readers.map(|words| view! { <p>{words}</p> }).collect_view();
    let receivers = only.is_empty().then(|| {
        let receivers = view.receivers.iter().map(|one| choice(one.receiver));
        let question = question(RECEIVER, Text::ComplaintReceiver, None);
        view! {
            <Choices
                question
                kind=ChoicesKind::One
                choices=receivers.collect()
                chosen=Vec::new()
                error=desk.error(Field::Receiver)
                on_change=on_receiver
            />
        }
    });
    let clock = fill(
        Text::ComplaintClock,
        &[("n", &view.answer_days.to_string())],
    );
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
                question=question(GROUNDS, Text::ComplaintGrounds, Some(Text::ComplaintGroundsHint))
                kind=ChoicesKind::Several
                choices=ComplaintGround::ALL.iter().map(ground).collect()
                chosen=Vec::new()
                error=desk.error(Field::Grounds)
                on_change=on_ground
            />
            <p class="source">{text(Text::ComplaintSource)}</p>
            <TextArea
                question=question(NOTE, Text::ComplaintNote, Some(Text::ComplaintNoteHint))
                rows="4"
                max=COMPLAINT_MAX
                value=String::new()
                error=desk.error(Field::Note)
                on_input=on_note
            />
            {receivers}
            {readers}
            <p>{clock}</p>
            <p class="muted">{text(Text::ComplaintBureau)}</p>
            {desk.not_sent()}
            <button
                type="submit"
                class="button button-wide"
                aria-disabled=move || desk.busy.get().then_some("true")
            >
                {move || text(if desk.busy.get() { Text::Sending } else { Text::ComplaintSend })}
            </button>
            <Button
                words=text(Text::ComplaintNo).to_owned()
                look=Look::Quiet
                on_press=Callback::new(move |()| desk.go_to(Open::Nothing, OPEN))
            />
        </form>
    }
}

/// Ticks a ground, or unticks it.
fn tick(body: &mut ComplaintDraft, ground: &str, ticked: bool) {
    body.grounds.retain(|other| other != ground);
    if ticked {
        body.grounds.push(ground.to_owned());
    }
}

fn question(id: &'static str, label: Text, hint: Option<Text>) -> Question {
    Question {
        id,
        label: text(label),
        hint: hint.map(text).unwrap_or_default(),
        optional: false,
    }
}

fn choice(receiver: ComplaintReceiver) -> Choice {
    let label = match receiver {
        ComplaintReceiver::Centre => Text::ComplaintToCentre,
        _ => Text::ComplaintToOrganization,
    };
    Choice {
        value: receiver.as_str(),
        label: text(label),
        note: "",
    }
}

/// Who reads it there.
fn reads(receiver: &ReceiverView) -> String {
    let words = match receiver.receiver {
        ComplaintReceiver::Centre => Text::ComplaintCentreReads,
        _ => Text::ComplaintOrganizationReads,
    };
    fill(words, &[("name", &receiver.organization.name)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ticked_twice_is_there_once() {
        let mut body = ComplaintDraft::default();
        for (ground, ticked) in [("bias", true), ("leak", true), ("bias", true)] {
            tick(&mut body, ground, ticked);
        }
        assert_eq!(body.grounds, ["leak", "bias"]);
        tick(&mut body, "leak", false);
        assert_eq!(body.grounds, ["bias"]);
    }
}
