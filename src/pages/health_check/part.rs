//! The questions about one dimension.

use std::sync::Arc;

use contract::checkup::{Answer, Bank, Dimension, Question};

use super::model::{self, IDS};
use crate::components::form::{ClearTyped, ERROR_SUMMARY, ErrorSummary, Mistake, SendBar};
use crate::components::{Icon, PageTitle};
use crate::i18n::{Text, checkup_answer, fill, text};
use crate::pages::{go, go_instead, tab_title};
use crate::platform::{focus, page};
use crate::router::use_location;
use crate::routes::{CheckupScreen, Route};
use crate::state::Checkup;
use crate::view::prelude::*;

/// The screen.
pub fn part(checkup: Checkup, bank: &Arc<Bank>, dimension: Dimension) -> View {
    // The content is checked: every dimension has its questions.
    let Some(part) = bank.part(dimension) else {
        return View::Nothing;
    };
    let title = tab_title(&part.name);
    page::after_paint(move || page::set_title(&title));
    let returning = model::returns_to_result(&use_location().search.get_untracked());
    let (back, route) = if returning {
        (Text::Back, Route::Checkup(CheckupScreen::Result))
    } else {
        (Text::StepBack, model::previous(dimension))
    };
    let at = model::place(dimension).to_string();
    let all = Dimension::ALL.len().to_string();
    let progress = fill(Text::CheckupAt, &[("at", &at), ("all", &all)]);
    let about = &part.about;
    // What was missing when the person last wanted to go on: the summary stays, the rest follows their answers.
    let open = RwSignal::new(Vec::<usize>::new());
    let summary = RwSignal::new(Vec::<Mistake>::new());
    let go_on = {
        let bank = Arc::clone(bank);
        move || {
            let missing = checkup
                .kept()
                .with_untracked(|kept| model::open_places(&bank, dimension, kept));
            if missing.is_empty() {
                go(&if returning {
                    Route::Checkup(CheckupScreen::Result)
                } else {
                    model::next(dimension)
                });
                return;
            }
            summary.set(model::mistakes(&bank, dimension, &missing));
            open.set(missing);
            page::after_paint(|| {
                focus::focus(ERROR_SUMMARY);
            });
        }
    };
    let questions = IDS.into_iter().zip(&part.questions).enumerate();
    let questions = questions
        .map(|(place, (id, asked))| question(checkup, open, place, id, asked))
        .collect_view();
    view! {
        <form
            class="steps checkup"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                go_on();
            }
        >
            <div class="steps-top">
                <a class="back" href=route.to_path()>
                    <Icon name="back"/>
                    {text(back)}
                </a>
                <p class="saved">{move || saved_words(checkup)}</p>
            </div>
            <p class="step-of">{progress}</p>
            <progress class="step-bar" max=all value=at aria-hidden="true"></progress>
            <ErrorSummary mistakes=summary/>
            <PageTitle words=part.name.clone()/>
            {(!about.is_empty()).then(|| view! { <p class="lead">{about.clone()}</p> })}
            {questions}
            <ClearTyped on_clear=clear(checkup)/>
            <SendBar busy=RwSignal::new(false) words=Signal::derive(move || go_on_words(dimension, returning))/>
        </form>
    }
}

/// Wipes all answers and begins at the first screen.
pub fn clear(checkup: Checkup) -> Callback<()> {
    Callback::new(move |()| {
        checkup.forget();
        go_instead(&Route::HealthCheck);
    })
}

fn go_on_words(dimension: Dimension, returning: bool) -> Text {
    if returning {
        Text::CheckupReturn
    } else if dimension == Dimension::Disputes {
        Text::CheckupToResult
    } else {
        Text::CheckupNext
    }
}

fn saved_words(checkup: Checkup) -> &'static str {
    let begun = checkup.kept().with(|kept| kept.saved_at() > 0.0);
    match (checkup.saved().get(), begun) {
        (false, _) => text(Text::DraftNotSaved),
        (true, true) => text(Text::DraftSaved),
        (true, false) => "",
    }
}

/// One question with its answers. The first answer carries the id that the summary links to.
fn question(
    checkup: Checkup,
    open: RwSignal<Vec<usize>>,
    place: usize,
    id: &'static str,
    asked: &Question,
) -> View {
    let chosen = checkup.kept().with_untracked(|kept| kept.answer(&asked.id));
    let choice = |(at, answer): (usize, &Answer)| {
        let (answer, name) = (*answer, asked.id.clone());
        let checked = answer == chosen;
        let control = if at == 0 {
            id.to_owned()
        } else {
            [id, "-", answer.as_str()].concat()
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    id=control
                    name=id
                    value=answer.as_str()
                    prop:checked=checked
                    on:change=move |_| {
                        checkup.set(&name, answer.as_str().to_owned());
                        open.update(|open| open.retain(|other| *other != place));
                    }
                />
                <span>{checkup_answer(answer)}</span>
            </label>
        }
    };
    let (hint_id, error_id) = ([id, "-hint"].concat(), [id, "-error"].concat());
    let hint = asked.hint.clone();
    let wrong = move || open.with(|open| open.contains(&place));
    let described = {
        let ids = (!hint.is_empty()).then(|| hint_id.clone());
        let error_id = error_id.clone();
        move || {
            let error = wrong().then(|| error_id.clone());
            let ids: Vec<String> = ids.iter().cloned().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    view! {
        <fieldset class="field" class:field-wrong=wrong aria-describedby=described>
            <legend class="field-label">{asked.ask.clone()}</legend>
            {(!hint.is_empty())
                .then(|| {
                    view! {
                        <p class="field-hint" id=hint_id>
                            {hint}
                        </p>
                    }
                })}
            <div class="choices">{Answer::ALL.iter().enumerate().map(choice).collect_view()}</div>
            {move || {
                wrong()
                    .then(|| {
                        view! {
                            <p class="field-error" id=error_id.clone()>
                                {text(Text::CheckupPick)}
                            </p>
                        }
                    })
            }}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_says_what_it_does() {
        assert_eq!(go_on_words(Dimension::Tax, false), Text::CheckupNext);
        assert_eq!(
            go_on_words(Dimension::Disputes, false),
            Text::CheckupToResult
        );
        assert_eq!(go_on_words(Dimension::Disputes, true), Text::CheckupReturn);
    }
}
