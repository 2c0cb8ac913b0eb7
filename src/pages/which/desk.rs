//! What the guide's screens share: which answers count, and how to give another.

use super::model::Answers;
use crate::i18n::{Text, fill, text};
use crate::platform::page;
use crate::router::use_location;
use crate::view::prelude::*;

/// The answers given so far. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Desk {
    answers: Memo<Answers>,
    /// Answers that must leave no trace, with the fragment they were given under: in memory only, and gone
    /// with the page.
    quiet: RwSignal<Option<(String, Answers)>>,
    fragment: Memo<String>,
}

impl Desk {
    /// Follows the address.
    pub fn new() -> Self {
        let fragment = use_location().fragment;
        let quiet = RwSignal::new(None::<(String, Answers)>);
        let answers = Memo::new(move |_| match quiet.get() {
            Some((under, answers)) if under == fragment.get() => answers,
            _ => Answers::read(&fragment.get()),
        });
        Self {
            answers,
            quiet,
            fragment,
        }
    }

    /// The answers.
    pub fn answers(self) -> Memo<Answers> {
        self.answers
    }

    /// Whether the answers leave no trace.
    pub fn is_quiet(self) -> bool {
        let fragment = self.fragment.get();
        self.quiet
            .with(|quiet| quiet.as_ref().is_some_and(|(under, _)| *under == fragment))
    }

    /// What leads to these answers: a link, so that the browser's own way back works; or, where an address
    /// would tell, a button.
    pub fn leads_to(
        self,
        answers: Answers,
        quiet: bool,
        class: &'static str,
        inside: View,
    ) -> View {
        if !quiet {
            return view! { <a class=class href=answers.path()>{inside}</a> };
        }
        let press = move |_| {
            let under = self.fragment.get_untracked();
            let answers = answers.clone();
            self.quiet
                .set((!answers.topic.is_empty()).then_some((under, answers)));
            page::scroll_to_top();
        };
        view! { <button type="button" class=class on:click=press>{inside}</button> }
    }

    /// The way to the question before, if there is one.
    pub fn back(self, given: &Answers) -> Option<View> {
        let place = given.picks.len();
        (!given.topic.is_empty()).then(|| {
            let inside = view! {
                <crate::components::Icon name="back"/>
                {text(Text::WhichBack)}
            };
            self.leads_to(given.before(place), self.is_quiet(), "back", inside)
        })
    }

    /// The way to give one answer anew.
    pub fn change(self, given: &Answers, place: usize, ask: &str) -> View {
        let about = fill(Text::CardAbout, &[("name", ask)]);
        let inside = view! {
            {text(Text::WhichChange)}
            <span class="visually-hidden">{about}</span>
        };
        self.leads_to(given.before(place), self.is_quiet(), "text-action", inside)
    }
}
