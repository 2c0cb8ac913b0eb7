//! "Which door?": a few plain questions lead to the body that fits, with a reason and the other ways. The
//! questions are content (`contract::doors`); here is the one renderer for all of them.

mod desk;
mod model;
mod question;
mod result;

use std::cell::Cell;
use std::sync::Arc;

use contract::doors::{Answer, Start, Stop};

use crate::api::{ApiFailure, Load};
use crate::components::{Back, Failure, PageTitle, Waiting};
use crate::i18n::{Text, text};
use crate::platform::{focus, page};
use crate::routes::Route;
use crate::state::stores;
use crate::view::prelude::*;
use desk::Desk;

/// The page.
#[component]
pub fn Which() -> impl IntoView {
    let doors = stores().doors;
    let desk = Desk::new();
    let start = doors.start();
    let shown = Cell::new(false);
    move || {
        // The headline of the page has the focus already; each question after it takes it for its own.
        if shown.replace(true) {
            page::before_paint(|| focus::focus_in_place("#main h1"));
        }
        match start.get() {
            Load::Waiting => waiting(),
            Load::Failed(failure) => failed(failure, move || doors.retry_start()),
            Load::Ready(start) => screen(desk, &start),
        }
    }
}

/// What the answers call for. Answers that lead nowhere, as in an address that was cut short, begin anew.
fn screen(desk: Desk, start: &Arc<Start>) -> View {
    let doors = stores().doors;
    let given = desk.answers().get();
    let quiet = desk.is_quiet();
    let mut topics = start.question.answers.iter();
    // Of what leaves no trace, an address names the topic at most: the list of family organizations does.
    let may_be = |topic: &&Answer| topic.quiet == quiet || given.picks.is_empty();
    let topic = topics.find(|topic| topic.to == given.topic && may_be(topic));
    let Some(topic) = topic else {
        // What was answered before may still be in the tab's history.
        return question::first(desk, start);
    };
    doors.set_quiet(topic.quiet);
    match doors.tree(&given.topic).get() {
        Load::Waiting => waiting(),
        Load::Failed(failure) => {
            let topic = given.topic.clone();
            failed(failure, move || doors.retry_tree(&topic))
        }
        Load::Ready(tree) => match tree.walk(&given.picks) {
            None => question::first(desk, start),
            Some(walk) => match walk.stop {
                Stop::Question(asked) => question::next(desk, &given, topic, &tree, &walk, asked),
                Stop::Leaf(leaf) => result::result(desk, &given, topic, start, &tree, &walk, leaf),
            },
        },
    }
}

fn waiting() -> View {
    view! {
        <Back otherwise=Route::Home/>
        <PageTitle words=text(Text::WhichTitle).to_owned()/>
        <Waiting/>
    }
}

fn failed(failure: ApiFailure, retry: impl Fn() + Send + Sync + 'static) -> View {
    view! {
        <Back otherwise=Route::Home/>
        <PageTitle words=text(Text::WhichTitle).to_owned()/>
        <Failure failure on_retry=Callback::new(move |()| retry())/>
        {question::skip(None)}
    }
}
