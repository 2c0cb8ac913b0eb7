//! A question that the contract asks, in the widget that fits its answers.

use crate::view::prelude::*;
use contract::questions::{AnswerKind, Question as Asked};

use super::{Choice, Choices, ChoicesKind, Question, Select, TextField, Typing};
use crate::i18n::{Text, question_hint, question_words, reply_name, text};

/// More answers than these are folded into a list.
const IN_SIGHT: usize = 4;

/// The question.
#[component]
pub fn AskedField(
    /// What is asked.
    asked: Asked,
    /// Its answer at first.
    value: String,
    /// What is wrong.
    error: Signal<Option<String>>,
    /// Told of every answer.
    on_answer: Callback<String>,
) -> View {
    let question = Question {
        id: asked.as_str(),
        label: question_words(asked),
        hint: question_hint(asked),
        optional: false,
    };
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
                    <Select question choices nothing chosen=value error on_change=on_answer/>
                };
            }
            let on_change = Callback::new(move |(reply, ticked): (&'static str, bool)| {
                if ticked {
                    on_answer.run(reply.to_owned());
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
    view! { <TextField question typing value error on_input=on_answer/> }
}
