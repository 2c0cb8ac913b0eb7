//! The questions of the field, drawn from what the contract says of them.

use crate::view::prelude::*;
use contract::draft::{Field, Item, Step};
use contract::questions::{AnswerKind, Question as Asked, askable_on};

use super::form::Form;
use crate::components::form::{Choice, Choices, ChoicesKind, Question, Select, TextField, Typing};
use crate::i18n::{Text, question_hint, question_words, reply_name, text};

/// More answers than these are folded into a list.
const IN_SIGHT: usize = 4;

/// What a step asks beyond what every request has, without these.
pub fn questions(form: Form, step: Step, without: &[Asked]) -> View {
    let kept = form.drafts.kept();
    let asked = kept.with_untracked(|kept| askable_on(step, &kept.draft));
    let asked = asked
        .into_iter()
        .filter(|question| !without.contains(question))
        .map(|question| {
            let called_for =
                Memo::new(move |_| kept.with(|kept| question.is_called_for(&kept.draft)));
            view! { {move || called_for.get().then(|| ask(form, question))} }
        })
        .collect_view();
    view! { <div class="questions">{asked}</div> }
}

/// One question.
pub fn ask(form: Form, asked: Asked) -> View {
    let question = Question {
        id: asked.as_str(),
        label: question_words(asked),
        hint: question_hint(asked),
        optional: false,
    };
    let value = form.answer(asked);
    let error = form.error_of(Field::Answers, Item::Answer(asked));
    let on_input = Callback::new(move |typed| form.set_answer(asked, typed));
    let typing = match asked.kind() {
        AnswerKind::One(replies) => {
            let choices: Vec<Choice> = replies
                .iter()
                .map(|reply| Choice {
                    value: reply.as_str(),
                    label: reply_name(*reply),
                    note: "",
                })
                .collect();
            if choices.len() > IN_SIGHT {
                let nothing = text(Text::DetailsChoose);
                return view! {
                    <Select question choices nothing chosen=value error on_change=on_input/>
                };
            }
            let on_change = Callback::new(move |(reply, ticked): (&'static str, bool)| {
                if ticked {
                    form.set_answer(asked, reply.to_owned());
                }
            });
            return view! {
                <Choices
                    question
                    kind=ChoicesKind::One
                    choices
                    chosen=vec![value]
                    error
                    on_change
                />
            };
        }
        AnswerKind::Day => Typing {
            kind: "date",
            ..Typing::WORDS
        },
        AnswerKind::Sum => Typing {
            inputmode: "decimal",
            ..Typing::WORDS
        },
        AnswerKind::Words | AnswerKind::CreditCode => Typing::WORDS,
    };
    view! { <TextField question typing value error on_input/> }
}
