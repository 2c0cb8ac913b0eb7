//! The filters on the results page: the panel to choose them in, and those that are on, to take off again.

use contract::organization::SearchQuery;

use super::filters::{self, Choice, Group};
use crate::api::{self, Counts, Load};
use crate::components::{Button, Look, Waiting};
use crate::i18n::{Text, fill, text};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page};
use crate::view::prelude::*;

/// What opens the panel.
const OPENER: &str = "[aria-controls=filters]";

/// A search as the filters see it.
#[derive(Clone, Copy)]
pub(super) struct Filters {
    /// The search.
    pub(super) query: Memo<SearchQuery>,
    /// Puts another search in its place.
    pub(super) go: Callback<SearchQuery>,
    /// Whether the panel is open.
    pub(super) open: RwSignal<bool>,
}

impl Filters {
    /// Takes all filters off. What was pressed for it is gone then: the focus goes to where they are chosen.
    fn clear(self) {
        self.go.run(self.query.get_untracked().without_filters());
        page::before_paint(focus_opener);
    }
}

fn focus_opener() {
    focus::focus(OPENER);
}

/// The chip that opens the panel, with the number of filters that are on.
pub(super) fn opener(Filters { query, open, .. }: Filters) -> View {
    let words = move || match query.with(filters::active).len() {
        0 => text(Text::Filter).to_owned(),
        on => fill(Text::FilterOn, &[("n", &on.to_string())]),
    };
    view! {
        <button
            type="button"
            class="chip chip-opens"
            aria-expanded=move || open.get().to_string()
            aria-controls="filters"
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {words}
        </button>
    }
}

/// The panel, or the place where it will be.
pub(super) fn panel(all: Filters) -> View {
    view! { <div id="filters">{move || all.open.get().then(|| opened(all))}</div> }
}

fn opened(all: Filters) -> View {
    let Filters { query, open, .. } = all;
    // A place does not count, so choosing one asks for nothing.
    let asked = Memo::new(move |_| SearchQuery {
        place: None,
        ..query.get()
    });
    let counts = RwSignal::new(Load::<Counts>::Waiting);
    effect(move || {
        let wanted = asked.get();
        spawn_local(async move {
            let answer = api::counts(&wanted).await;
            // By now another filter may be on, or the panel closed.
            if asked.try_get_untracked() == Some(wanted) {
                counts.try_set(answer.into());
            }
        });
    });
    let any = Memo::new(move |_| query.with(SearchQuery::is_narrowed));
    let waiting = Memo::new(move |_| matches!(counts.get(), Load::Waiting));
    // The choices are made once and change in place: the one just pressed keeps the focus.
    let address = Memo::new(move |_| query.get().to_query_string());
    let choices = move || {
        if waiting.get() {
            return view! { <Waiting/> };
        }
        let shown = move |group| fieldset(all, group, address, counts);
        filters::groups().map(shown).collect_view()
    };
    let close = Callback::new(move |()| {
        open.set(false);
        page::before_paint(focus_opener);
    });
    view! {
        <section class="filters card" aria-labelledby="filters-title">
            <h2 id="filters-title">{text(Text::Filter)}</h2>
            <p class="muted">{text(Text::FilterCounts)}</p>
            {choices}
            <div class="actions">
                <Button words=text(Text::FilterClose).to_owned() on_press=close/>
                {move || any.get().then(|| clear_button(all, Look::Secondary))}
            </div>
        </section>
    }
}

/// Takes all filters off.
pub(super) fn clear_button(all: Filters, look: Look) -> View {
    let clear = Callback::new(move |()| all.clear());
    view! { <Button words=text(Text::FilterClear).to_owned() look=look on_press=clear/> }
}

/// How many organizations a choice would find, once that is known.
fn known(counts: &Load<Counts>, choice: Choice) -> Option<u32> {
    match counts {
        Load::Ready(counts) => Some(filters::count(counts, choice)),
        _ => None,
    }
}

fn fieldset(
    all: Filters,
    group: Group,
    address: Memo<String>,
    counts: RwSignal<Load<Counts>>,
) -> View {
    let Group { title, choices } = group;
    // What would find nothing is not offered; what is on can always be taken off.
    let useless = move |choice| {
        counts.with(|counts| known(counts, choice)) == Some(0)
            && !address.with(|address| filters::is_on(address, choice))
    };
    let chip = |choice: Choice| {
        view! {
            <button
                type="button"
                class="chip"
                name=choice.name
                value=choice.value
                hidden=move || useless(choice)
                aria-pressed=move || {
                    address.with(|address| filters::is_on(address, choice)).to_string()
                }
                on:click=move |_| {
                    all.go.run(filters::toggled(&all.query.get_untracked(), choice));
                    // Taken off, what finds nothing is not offered any more.
                    if counts.with_untracked(|counts| known(counts, choice)) == Some(0) {
                        page::before_paint(focus_opener);
                    }
                }
            >
                {choice.words}
                {move || {
                    counts
                        .with(|counts| known(counts, choice))
                        .map(|count| view! { <span class="chip-count">{count.to_string()}</span> })
                }}
            </button>
        }
    };
    let chips = choices.iter().copied().map(chip).collect_view();
    view! {
        <fieldset hidden=move || choices.iter().all(|choice| useless(*choice))>
            <legend>{text(title)}</legend>
            <div class="chips">{chips}</div>
        </fieldset>
    }
}

/// The filters that are on, each to be taken off with one press.
pub(super) fn active(all: Filters) -> View {
    let Filters { query, go, .. } = all;
    let on = Memo::new(move |_| query.with(filters::active));
    let chip = move |choice: Choice| {
        view! {
            <li>
                <button
                    type="button"
                    class="chip"
                    on:click=move |_| {
                        go.run(filters::toggled(&query.get_untracked(), choice));
                        // It is gone then: the next one takes the focus, or what opens the panel.
                        page::before_paint(|| {
                            if !focus::focus(".active-filters button") {
                                focus_opener();
                            }
                        });
                    }
                >
                    <span class="visually-hidden">{text(Text::FilterTakeOff)}</span>
                    {choice.words}
                </button>
            </li>
        }
    };
    view! {
        {move || {
            let on = on.get();
            (!on.is_empty())
                .then(|| {
                    view! {
                        <ul class="chips active-filters" aria-label=text(Text::FilterActive)>
                            {on.into_iter().map(chip).collect_view()}
                        </ul>
                    }
                })
        }}
    }
}
