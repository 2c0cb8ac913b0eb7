//! A case: what is now, by when, what to do about it; then who, what they told, and what has happened.

mod acts;
mod news;
mod people;
mod slots;
mod story;
mod timeline;

use std::sync::Arc;

use browser::{page, task};
use contract::request::RequestView;

use self::acts::Acts;
use self::news::News;
use super::moves::Act;
use crate::api::{self, Failure};
use crate::i18n::{Text, fill, headline, long_day_words, text};
use crate::parts::{ClockLine, Failed, PageTitle, Waiting, clock_face};
use crate::routes::Route;
use crate::session;
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Room {
    /// The case's number.
    pub number: StoredValue<String>,
    /// The query string of the list.
    pub query: StoredValue<String>,
    /// The case, once it is here.
    pub view: RwSignal<Option<Arc<RequestView>>>,
    /// The move whose form is open.
    pub act: RwSignal<Option<Act>>,
    /// What was just done, in words.
    pub done: RwSignal<Option<String>>,
}

impl Room {
    /// Reads the case again. What is being filled in stays.
    pub fn look(self, then: impl FnOnce(Result<(), Failure>) + 'static) {
        let number = self.number.get_value();
        task::spawn_local(async move {
            let answer = api::open(&number).await;
            then(answer.map(|view| {
                self.view.try_set(Some(Arc::new(view)));
            }));
        });
    }

    /// The case as it is now; not followed.
    pub fn now(self) -> Option<Arc<RequestView>> {
        self.view.try_get_untracked().flatten()
    }
}

/// The page. `query` is the list's, to go back to.
#[component]
pub fn Case(
    /// Its number.
    number: String,
    /// The query string of the list.
    query: String,
) -> View {
    let room = Room {
        number: StoredValue::new(number.clone()),
        query: StoredValue::new(query.clone()),
        view: RwSignal::new(None),
        // Signed in again, one is back where one was.
        act: RwSignal::new(desk().drafts.with_untracked(|drafts| drafts.begun(&number))),
        done: RwSignal::new(None),
    };
    let failed = RwSignal::new(None);
    let load = Callback::new(move |()| {
        failed.set(None);
        room.look(move |answer| match answer {
            Ok(()) => announce(room),
            Err(failure) => {
                failed.try_set(Some(failure));
            }
        });
    });
    load.run(());
    let back = match query.as_str() {
        "" => Route::Queue.to_path(),
        query => [&Route::Queue.to_path(), "?", query].concat(),
    };
    let is_here = Memo::new(move |_| room.view.with(Option::is_some));
    view! {
        <a class="back bench-back" href=back>
            <svg class="icon" aria-hidden="true">
                <use href="#i-back"></use>
            </svg>
            {text(Text::BackToQueue)}
        </a>
        {move || {
            if is_here.get() {
                view! { <Shown room=room/> }
            } else if let Some(failure) = failed.get() {
                view! {
                    <PageTitle words=fill(Text::CaseNumber, &[("number", &number)])/>
                    <Failed failure=failure on_retry=load/>
                }
            } else {
                view! { <Waiting/> }
            }
        }}
    }
}

/// A page about a case, from where one comes back to the same list; `query` is the list's.
pub fn beside_list(route: &Route, query: &str) -> String {
    let path = route.to_path();
    match query {
        "" => path,
        query => [&path, "?", query].concat(),
    }
}

/// The letter for the other side.
pub fn letter_address(number: &str, query: &str) -> String {
    beside_list(&Route::Letter(number.to_owned()), query)
}

/// The terms of an agreement.
pub fn terms_address(number: &str, query: &str) -> String {
    beside_list(&Route::Terms(number.to_owned()), query)
}

/// Tells what is opened and puts the focus on it.
fn announce(room: Room) {
    if let Some(view) = room.now() {
        let values = [("number", view.number.as_str()), ("head", headline(&view))];
        desk().say(fill(Text::CaseOpened, &values));
        page::before_paint(|| browser::focus::focus_in_place(".bench-case h1"));
    }
}

#[component]
fn Shown(
    /// What the parts share.
    room: Room,
) -> View {
    // Each part is built anew when the case is another; the form is not among them.
    let part = move |build: fn(&RequestView) -> View| {
        move || room.view.with(|view| view.as_deref().map(build))
    };
    let head = Signal::derive(move || {
        let words = room.view.with(|view| view.as_deref().map(headline));
        words.unwrap_or_default().to_owned()
    });
    let number = room.number.get_value();
    view! {
        <p class="case-number muted">{fill(Text::CaseNumber, &[("number", &number)])}</p>
        <PageTitle words=head/>
        {part(now)}
        <p class="done" id="done" tabindex="-1">
            {room.done}
        </p>
        <News room=room/>
        {part(slots::slots)}
        <Acts room=room/>
        <div class="case-parts">
            <div>
                {part(people::people)}
                {part(story::story)}
            </div>
            <div>
                {part(story::evidence)}
                {part(story::group)}
                {move || {
                    let query = room.query.get_value();
                    room.view.with(|view| view.as_deref().map(|view| story::papers(view, &query)))
                }}
                {part(timeline::timeline)}
                {part(keeping)}
            </div>
        </div>
    }
}

/// The clock and who works on it.
fn now(view: &RequestView) -> View {
    let me = session::me();
    let works = match (&view.mediator, &view.assignee) {
        (Some(name), Some(account)) if me.is_some_and(|me| me.account == *account) => {
            fill(Text::CaseMe, &[("name", name)])
        }
        (Some(name), _) => name.clone(),
        (None, _) => text(Text::CaseNobody).to_owned(),
    };
    let clock = match view.deadline.as_ref().and_then(clock_face) {
        Some(face) => {
            let source = face.source;
            view! {
                <ClockLine face=face/>
                <p class="source">{source}</p>
            }
        }
        None => view! { <p>{text(Text::CaseNoClock)}</p> },
    };
    view! {
        <section class="now" aria-label=text(Text::CaseNow)>
            {clock}
            <p class="works">
                <span>{text(Text::CaseWorks)}</span>
                " "
                <b>{works}</b>
            </p>
        </section>
    }
}

fn keeping(view: &RequestView) -> View {
    let until = view.keeping.until.as_deref();
    let words = until.map(|day| fill(Text::CaseKeeping, &[("date", &long_day_words(day))]));
    view! { <p class="source">{words}</p> }
}

/// Puts the focus on what was just done.
pub fn focus_done() {
    focus_soon("#done");
}
