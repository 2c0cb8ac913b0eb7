//! What a side can say of the terms: yes, a change, at the meeting.

use contract::draft::Field;
use contract::request::NOTE_MAX;
use contract::settlement::{TermsAnswer, TermsReply};
use contract::status::Event;

use super::model::reply;
use super::table::{Open, Table, Wish};
use crate::components::form::{Question, TextArea, error_words};
use crate::components::{Button, Look};
use crate::i18n::{Text, text};
use crate::platform::{focus, page};
use crate::view::prelude::*;

/// The answers that are possible now; nothing where there are none.
pub fn answer(table: Table, open: &Open) -> Option<View> {
    let view = &open.view;
    let can = |event: Event| view.legal_moves.contains(&event);
    if !can(Event::AskForChange) {
        return None;
    }
    let version = view.mark.version;
    let say = move |words: Text, answer: TermsAnswer, done: Text, look: Look| {
        let on_press = Callback::new(move |()| table.say(Wish::Answer(answer.clone()), done));
        view! { <Button words=text(words).to_owned() on_press look busy=table.busy()/> }
    };
    let has_confirmed = reply(view, open.side) == Some(TermsReply::Confirmed);
    let confirm = (can(Event::ConfirmTerms) && !has_confirmed).then(|| {
        let answer = TermsAnswer::Confirm { version };
        say(
            Text::TermsConfirm,
            answer,
            Text::TermsConfirmDone,
            Look::Primary,
        )
    });
    let look = if view.by_hand {
        Look::Primary
    } else {
        Look::Secondary
    };
    let answer = TermsAnswer::SignInPerson { version };
    let meet = say(Text::TermsMeet, answer, Text::TermsMeetDone, look);
    let by_hand = view.by_hand.then(|| {
        view! {
            <p>{text(Text::TermsByHand)}</p>
            <p class="source">{text(Text::TermsByHandSource)}</p>
        }
    });
    let write = Callback::new(move |()| {
        table.writing.set(true);
        page::before_paint(|| {
            focus::focus_field(Field::Note.as_str());
        });
    });
    let title = if has_confirmed {
        Text::InvitedMore
    } else {
        Text::TermsAnswer
    };
    Some(view! {
        <section class="section group-part no-print">
            <h2>{text(title)}</h2>
            {(!has_confirmed).then(|| view! { <p>{text(Text::TermsBinds)}</p> })}
            {by_hand}
            <div class="actions actions-stacked">
                {confirm}
                <Button
                    words=text(Text::TermsChange).to_owned()
                    on_press=write
                    look=Look::Secondary
                    busy=table.busy()
                />
                {meet}
            </div>
            {move || table.writing.get().then(|| change(table, version))}
        </section>
    })
}

fn change(table: Table, version: u32) -> View {
    let question = Question {
        id: Field::Note.as_str(),
        label: text(Text::TermsChangeQuestion),
        hint: text(Text::TermsChangeHint),
        optional: false,
    };
    let on_input = Callback::new(move |value| {
        table.note.set(value);
        table.issues.set(Vec::new());
    });
    let issues = table.issues;
    let error = Signal::derive(move || issues.with(|issues| error_words(issues, Field::Note)));
    view! {
        <form
            class="move card"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                table.ask_for_change(version);
            }
        >
            <TextArea
                question
                rows="4"
                max=NOTE_MAX
                value=table.note.get_untracked()
                error
                on_input
            />
            <button
                type="submit"
                class="button button-wide"
                aria-disabled=move || table.busy().get().then_some("true")
            >
                {move || {
                    text(if table.busy().get() { Text::Sending } else { Text::InvitedSend })
                }}
            </button>
            <Button
                words=text(Text::InvitedNotNow).to_owned()
                on_press=Callback::new(move |()| table.writing.set(false))
                look=Look::Quiet
            />
        </form>
    }
}
