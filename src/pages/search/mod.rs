//! The search box: what is typed is understood while it is typed, and leads to a search or an organization.
//!
//! One question is on its way at a time, and the next asks for the text as it is then: on a slow network
//! nothing piles up, and typing never waits.

mod model;

use crate::platform::task::spawn_local;
use crate::router::{NavigateOptions, navigate, use_location};
use crate::view::prelude::*;
use contract::organization::Suggestion;
use web_sys::KeyboardEvent;

use crate::api::{self, ApiFailure};
use crate::components::{Back, ButtonLink, Failure, HelpLine, PageTitle};
use crate::i18n::{Text, fill, text};
use crate::platform::{focus, page};
use crate::routes::{Route, search_path};
use crate::state::place::remembered_region;
use crate::state::{Announcer, address_field, stores};

/// Id of the box, of the list below it and of the hint.
const BOX: &str = "search";
const LIST: &str = "suggestions";
const HINT: &str = "search-hint";

/// The box and what was found for it.
#[derive(Clone, Copy)]
struct SearchBox {
    typed: RwSignal<String>,
    found: RwSignal<Found>,
    /// The suggestion that the arrow keys are at.
    active: RwSignal<Option<usize>>,
    asking: StoredValue<bool>,
    /// Enter was pressed before the answer was there.
    hurried: StoredValue<bool>,
    announcer: Announcer,
}

/// What is known about a text.
#[derive(Clone, Debug, PartialEq)]
enum Found {
    /// Nothing has been asked.
    Nothing,
    /// What it may mean.
    Meanings(String, Vec<Suggestion>),
    /// The answer did not come.
    Failed(ApiFailure),
}

/// The page.
#[component]
pub fn Search() -> View {
    let asked = use_location()
        .query
        .with_untracked(|pairs| pairs.get_str("q").unwrap_or_default().to_owned());
    let search = SearchBox {
        typed: RwSignal::new(asked.clone()),
        found: RwSignal::new(Found::Nothing),
        active: RwSignal::new(None),
        asking: StoredValue::new(false),
        hurried: StoredValue::new(false),
        announcer: stores().announcer,
    };
    search.ask();
    // Whoever opens this page wants to type. The headline is focused at the next frame; the box after it.
    page::before_paint(|| {
        page::before_paint(|| {
            focus::focus(&["#", BOX].concat());
        });
    });
    let meanings = move || match search.found.get() {
        Found::Meanings(_, meanings) => meanings,
        _ => Vec::new(),
    };
    let is_open = move || !meanings().is_empty();
    view! {
        <Back otherwise=Route::Home/>
        <PageTitle words=text(Text::SearchTitle).to_owned()/>
        <form
            class="search"
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                search.enter();
            }
        >
            <label class="visually-hidden" for=BOX>{text(Text::SearchLabel)}</label>
            <input
                class="field-input"
                id=BOX
                type="search"
                role="combobox"
                aria-autocomplete="list"
                aria-expanded=move || is_open().to_string()
                aria-controls=LIST
                aria-describedby=HINT
                aria-activedescendant=move || search.active.get().map(option_id)
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="search"
                maxlength="40"
                placeholder=text(Text::SearchLabel)
                prop:value=asked
                on:input=move |event| search.type_text(event_target_value(&event))
                on:keydown=move |event| search.press(&event)
            />
            <p class="field-hint" id=HINT>{text(Text::SearchHint)}</p>
            <ul
                class="suggestions"
                id=LIST
                role="listbox"
                aria-label=text(Text::SearchSuggestions)
                hidden=move || !is_open()
            >
                {move || {
                    let options = meanings().into_iter().enumerate();
                    options.map(|(place, meaning)| search.option(place, &meaning)).collect_view()
                }}
            </ul>
        </form>
        {move || match search.found.get() {
            Found::Meanings(words, meanings) if meanings.is_empty() => nothing_found(&words),
            Found::Failed(failure) => {
                let retry = Callback::new(move |()| search.ask());
                view! { <Failure failure on_retry=retry/> }
            }
            _ => View::Nothing,
        }}
    }
}

fn option_id(place: usize) -> String {
    [LIST, "-", &place.to_string()].concat()
}

/// Nothing is known by these words: a few questions, and the phone line.
fn nothing_found(words: &str) -> View {
    view! {
        <p class="lead">{fill(Text::SearchNothing, &[("words", words)])}</p>
        <ButtonLink href=Route::Which.to_path() words=text(Text::WhichAsk)/>
        <HelpLine/>
    }
}

impl SearchBox {
    fn type_text(self, words: String) {
        self.typed.set(words);
        self.active.set(None);
        self.hurried.set_value(false);
        self.ask();
    }

    /// Asks what the text means, unless an answer is on its way: then once that is here.
    fn ask(self) {
        let words = self.typed.get_untracked();
        if self.asking.get_value() {
            return;
        }
        if words.trim().is_empty() {
            self.found.set(Found::Nothing);
            return;
        }
        self.asking.set_value(true);
        spawn_local(async move {
            let answer = api::suggestions(&words, remembered_region()).await;
            // The page may be gone.
            let Some(typed) = self.typed.try_get_untracked() else {
                return;
            };
            self.asking.set_value(false);
            if typed != words {
                self.ask();
                return;
            }
            match answer {
                Ok(view) => {
                    let count = view.suggestions.len().to_string();
                    self.announcer
                        .say(fill(Text::SearchCount, &[("n", &count)]));
                    self.found.set(Found::Meanings(words, view.suggestions));
                    if self.hurried.get_value() {
                        self.enter();
                    }
                }
                Err(failure) => self.found.set(Found::Failed(failure)),
            }
        });
    }

    /// Opens the suggestion that is active, else the first; waits for it if it is not there yet.
    fn enter(self) {
        let place = self.active.get_untracked().unwrap_or_default();
        let typed = self.typed.get_untracked();
        let meaning = self.found.with_untracked(|found| match found {
            Found::Meanings(words, meanings) if *words == typed => {
                Some(meanings.get(place).cloned())
            }
            _ => None,
        });
        match meaning {
            Some(Some(meaning)) => self.open(&meaning),
            Some(None) => {}
            None => {
                self.hurried.set_value(true);
                self.ask();
            }
        }
    }

    /// Coming back, the text stands there again.
    fn open(self, meaning: &Suggestion) {
        let here = NavigateOptions {
            replace: true,
            scroll: false,
        };
        let field = untrack(address_field);
        let target = model::target(meaning, field);
        navigate(&search_path(&self.typed.get_untracked(), field), here);
        navigate(&target, NavigateOptions::default());
    }

    /// The keys of a list that is steered from its box.
    fn press(self, event: &KeyboardEvent) {
        // While Chinese is being composed, the keys belong to the input method.
        if event.is_composing() {
            return;
        }
        let count = self.found.with_untracked(|found| match found {
            Found::Meanings(_, meanings) => meanings.len(),
            _ => 0,
        });
        let active = self.active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => model::next(active, count),
            "ArrowUp" => model::previous(active, count),
            "Escape" if count > 0 => {
                self.found.set(Found::Nothing);
                None
            }
            _ => return,
        };
        event.prevent_default();
        self.active.set(next);
    }

    fn option(self, place: usize, meaning: &Suggestion) -> View {
        let opened = meaning.clone();
        let is_active = move || self.active.get() == Some(place);
        view! {
            <li
                class="suggestion"
                id=option_id(place)
                role="option"
                aria-selected=move || is_active().to_string()
                on:click=move |_| self.open(&opened)
            >
                <b>{meaning.words.clone()}</b>
                <span class="muted">{model::hint(meaning)}</span>
            </li>
        }
    }
}
