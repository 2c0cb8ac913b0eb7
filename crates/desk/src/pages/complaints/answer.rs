//! Answering a complaint. What was typed stays through errors and the end of a session.

use browser::task;
use contract::complaint::{AnswerComplaint, COMPLAINT_ANSWER_MAX};
use contract::draft::{Code, Issue};
use contract::problem::ProblemCode;

use super::Room;
use crate::api::{self, Failure};
use crate::i18n::{Text, answer_fault_words, complaint_failure_words, text};
use crate::parts::{Asked, Button, Look, NotDone, TextArea};
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

const ID: &str = "complaint-answer";
const PART: &str = "note";

/// The form.
#[component]
pub fn AnswerForm(
    /// Which complaint.
    number: String,
    /// What the complaints share.
    room: Room,
) -> View {
    let drafts = desk().drafts;
    let wrong = RwSignal::new(None::<Code>);
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let was_begun = drafts.with_untracked(|drafts| drafts.has_words(&number));
    let number = StoredValue::new(number);
    let value = Signal::derive(move || {
        let number = number.get_value();
        let words = drafts.with(|drafts| drafts.words(&number, PART).map(str::to_owned));
        words.unwrap_or_default()
    });
    let type_in = Callback::new(move |words: String| {
        drafts.update(|drafts| drafts.set_words(&number.get_value(), PART, words));
    });
    let point = move |code: Code| {
        wrong.try_set(Some(code));
        browser::page::before_paint(|| {
            browser::focus::focus_field(ID);
        });
    };
    let send = Callback::new(move |()| {
        let note = value.get_untracked().trim().to_owned();
        wrong.set(None);
        failure.set(None);
        if let Some(code) = fault(&note) {
            return point(code);
        }
        let number = number.get_value();
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::answer_complaint(&number, &AnswerComplaint { note }).await;
            busy.try_set(false);
            match answer {
                Ok(answered) => {
                    drafts.update(|drafts| drafts.forget_words(&number));
                    room.answered(answered);
                }
                Err(why) => match why.issues() {
                    [Issue { code, .. }, ..] => point(*code),
                    [] => {
                        failure.try_set(Some(why));
                        focus_soon("#complaint-not-done");
                    }
                },
            }
        });
    });
    let later = Callback::new(move |()| room.close(&number.get_value()));
    let error = Signal::derive(move || wrong.get().map(answer_fault_words));
    let told = Signal::derive(move || failure.get().as_ref().map(complaint_failure_words));
    // Somebody else was quicker: what they wrote cannot be seen here, but what is left to do can.
    let again = move || {
        let failure = failure.get();
        let code = failure.as_ref().and_then(Failure::code);
        let gone = matches!(
            code,
            Some(ProblemCode::ComplaintAnswered | ProblemCode::ComplaintNotFound)
        );
        gone.then(|| {
            let look = Callback::new(move |()| {
                drafts.update(|drafts| drafts.forget_words(&number.get_value()));
                room.load();
                focus_soon("#main h1");
            });
            view! { <Button words=text(Text::ComplaintsReload).to_owned() on_press=look/> }
        })
    };
    let words = Signal::derive(move || {
        text(if busy.get() {
            Text::FormBusy
        } else {
            Text::ComplaintSend
        })
        .to_owned()
    });
    view! {
        <div class="move">
            {was_begun.then(|| view! { <p class="resumed">{text(Text::FormKept)}</p> })}
            <TextArea
                asked=Asked::new(ID, text(Text::ComplaintWords))
                    .hinted(text(Text::ComplaintWordsHint))
                rows="5"
                max=COMPLAINT_ANSWER_MAX
                value=value
                error=error
                on_input=type_in
            />
            <NotDone words=told id="complaint-not-done"/>
            {again}
            <div class="actions">
                <Button words=words on_press=send look=Look::Primary busy=busy/>
                <Button words=text(Text::FormLater).to_owned() on_press=later look=Look::Quiet/>
            </div>
        </div>
    }
}

/// What is wrong with an answer before it is sent; the server looks again.
fn fault(note: &str) -> Option<Code> {
    let actual = u32::try_from(note.chars().count()).unwrap_or(u32::MAX);
    if actual == 0 {
        Some(Code::Missing)
    } else if actual > u32::from(COMPLAINT_ANSWER_MAX) {
        Some(Code::TooLong {
            max: COMPLAINT_ANSWER_MAX,
            actual,
        })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_words_and_not_too_many() {
        assert_eq!(fault(""), Some(Code::Missing));
        assert_eq!(fault("已经换了调解员。"), None);
        let longest = "字".repeat(usize::from(COMPLAINT_ANSWER_MAX));
        assert_eq!(fault(&longest), None);
        let longer = [&longest, "字"].concat();
        assert!(matches!(fault(&longer), Some(Code::TooLong { .. })));
    }
}
