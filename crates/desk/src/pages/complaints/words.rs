//! Words of ratings that wait until a centre has looked whether they hold personal data.

use browser::task;
use contract::problem::ProblemCode;
use contract::rating::{WaitingView, WaitingWordsView};

use crate::api::{self, Failure};
use crate::i18n::{Text, fill, text, words_failure_words};
use crate::parts::{Button, Failed, Look, NotDone, Waiting};
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// The selector of the section's headline.
const TITLE: &str = "#words";
/// The selector of why something was not decided.
const NOT_DONE: &str = "#words-not-done";
/// How much of the words tells one button from another, in characters.
const BEGINNING: usize = 12;

/// What the words of the section share.
#[derive(Clone, Copy)]
struct Room {
    found: RwSignal<Option<Result<WaitingView, Failure>>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

impl Room {
    fn load(self) {
        self.found.set(None);
        task::spawn_local(async move {
            self.found.try_set(Some(api::waiting_words().await));
        });
    }

    fn decide(self, id: String, show: bool) {
        // Only one is decided on at a time, whichever button it is.
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        task::spawn_local(async move {
            let answer = api::decide_words(&id, show).await;
            self.busy.try_set(false);
            match answer {
                Ok(_) => {
                    let done = if show {
                        Text::WordsShown
                    } else {
                        Text::WordsHidden
                    };
                    let next = self.take_off(&id);
                    desk().say(text(done));
                    focus_soon(next);
                }
                Err(why) => {
                    if is_settled(&why) {
                        self.take_off(&id);
                    }
                    self.failure.try_set(Some(why));
                    focus_soon(NOT_DONE);
                }
            }
        });
    }

    /// Takes words off the list. Gives the selector of what comes in their place.
    fn take_off(self, id: &str) -> String {
        let mut next = TITLE.to_owned();
        let mut is_done = false;
        self.found.try_update(|found| {
            if let Some(Ok(view)) = found {
                if let Some(other) = without(&mut view.words, id) {
                    next = ["#", &place(other)].concat();
                }
                is_done = view.words.is_empty() && view.has_more;
            }
        });
        if is_done {
            self.load();
        }
        next
    }
}

/// Whether there is nothing left to decide.
fn is_settled(why: &Failure) -> bool {
    matches!(
        why.code(),
        Some(ProblemCode::WordsNotFound | ProblemCode::WordsDecided)
    )
}

/// Leaves these words out. Gives the id of those after them, or else of those before.
fn without<'a>(words: &'a mut Vec<WaitingWordsView>, id: &str) -> Option<&'a str> {
    let at = words.iter().position(|one| one.id == id)?;
    words.remove(at);
    let next = words.get(at).or_else(|| words.last())?;
    Some(&next.id)
}

/// Where these words stand on the page.
fn place(id: &str) -> String {
    ["words-", id].concat()
}

fn beginning(note: &str) -> String {
    let mut letters = note.chars();
    let mut begun: String = letters.by_ref().take(BEGINNING).collect();
    if letters.next().is_some() {
        begun.push('…');
    }
    begun
}

/// The section.
#[component]
pub fn Words() -> View {
    let room = Room {
        found: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    room.load();
    let retry = Callback::new(move |()| room.load());
    let why = Signal::derive(move || room.failure.get().as_ref().map(words_failure_words));
    view! {
        <section class="section">
            <h2 id="words" tabindex="-1">
                {text(Text::WordsTitle)}
            </h2>
            <p class="muted">{text(Text::WordsLead)}</p>
            <NotDone words=why id="words-not-done"/>
            {move || match room.found.get() {
                None => view! { <Waiting/> },
                Some(Err(failure)) => view! { <Failed failure=failure on_retry=retry/> },
                Some(Ok(view)) if view.words.is_empty() => {
                    view! { <p class="muted">{text(Text::WordsEmpty)}</p> }
                }
                Some(Ok(view)) => list(view, room),
            }}
        </section>
    }
}

fn list(view: WaitingView, room: Room) -> View {
    let count = view.words.len().to_string();
    let more = view.has_more.then(|| {
        view! { <p class="muted">{fill(Text::WordsMore, &[("max", &count)])}</p> }
    });
    let rows = view.words.into_iter().map(|one| row(one, room));
    let rows = rows.collect_view();
    view! {
        <ul class="cards">{rows}</ul>
        {more}
    }
}

fn row(one: WaitingWordsView, room: Room) -> View {
    let begun = beginning(&one.note);
    let name = |key| fill(key, &[("words", &begun)]);
    let (shown, hidden) = (name(Text::WordsShowOf), name(Text::WordsHideOf));
    let place = place(&one.id);
    let id = StoredValue::new(one.id);
    let decide = move |show| Callback::new(move |()| room.decide(id.get_value(), show));
    view! {
        <li class="card">
            <p class="told quoted" id=place tabindex="-1">
                {one.note}
            </p>
            <div class="actions actions-stacked">
                <Button
                    words=text(Text::WordsShow).to_owned()
                    name=shown
                    look=Look::Primary
                    busy=room.busy
                    on_press=decide(true)
                />
                <Button
                    words=text(Text::WordsHide).to_owned()
                    name=hidden
                    busy=room.busy
                    on_press=decide(false)
                />
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(id: &str) -> WaitingWordsView {
        WaitingWordsView {
            id: id.to_owned(),
            month: "2026-11".to_owned(),
            note: "等了很久。".to_owned(),
        }
    }

    #[test]
    fn what_comes_in_the_place_of_words_has_the_focus() {
        let mut words = vec![waiting("a"), waiting("b"), waiting("c")];
        assert_eq!(without(&mut words, "b"), Some("c"));
        assert_eq!(without(&mut words, "c"), Some("a"));
        assert_eq!(without(&mut words, "x"), None);
        assert_eq!(without(&mut words, "a"), None);
        assert!(words.is_empty());
    }

    #[test]
    fn a_button_is_told_by_how_the_words_begin() {
        assert_eq!(beginning("等了很久。"), "等了很久。");
        let longer = "字".repeat(BEGINNING + 1);
        assert_eq!(
            beginning(&longer),
            ["字".repeat(BEGINNING), "…".to_owned()].concat()
        );
    }
}
