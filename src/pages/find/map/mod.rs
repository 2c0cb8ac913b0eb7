//! The map beside the list: optional, fetched on a press, in step with the list, which never depends on it.

mod drawn;
mod model;

use std::pin::Pin;

use contract::organization::SearchQuery;
use contract::portal::MapService;

use crate::api::Load;
use crate::components::{Button, Look, Notice, Tone, Waiting};
use crate::i18n::{Text, text};
use crate::pages::lazy;
use crate::platform::map as library;
use crate::platform::task::spawn_local;
use crate::platform::{focus, page};
use crate::state::{Search, stores};
use crate::view::prelude::*;

/// What opens the map.
const OPENER: &str = "[aria-controls=map]";

/// What only those who open the map need; it comes in a file of its own.
#[derive(Clone, Copy)]
pub struct Part {
    /// Fetches the library.
    fetch: fn() -> Pin<Box<dyn Future<Output = bool>>>,
    /// Draws the map, once the library is here.
    draw: fn(Mapped, &MapService, Callback<()>) -> View,
}

impl Part {
    /// All of it.
    pub const ALL: Self = Self {
        fetch: || Box::pin(library::fetch()),
        draw: drawn::draw,
    };
}

/// How fetching it is going.
#[derive(Clone, Copy)]
enum Fetching {
    Waiting,
    Here(Part),
    Failed,
}

/// A search as the map sees it.
#[derive(Clone, Copy)]
pub struct Mapped {
    /// The search.
    pub(super) query: Memo<SearchQuery>,
    /// What it found.
    pub(super) search: Search,
}

/// The chip that opens the map, and the place where the map will be; nothing where no map is configured.
pub(super) fn map(all: Mapped) -> View {
    let portal = stores().portal.view();
    view! {
        {move || {
            let service = portal.get()?.map.clone()?;
            service.crs.is_known().then(|| offered(all, service))
        }}
    }
}

fn offered(all: Mapped, service: MapService) -> View {
    let open = RwSignal::new(false);
    let results = all.search.results();
    // Once open it stays, also while the next results are on their way.
    let useless =
        move || !open.get() && !matches!(results.get(), Load::Ready(view) if view.total > 0);
    let service = StoredValue::new(service);
    view! {
        <div class="chips" hidden=useless>
            <button
                type="button"
                class="chip chip-opens"
                aria-expanded=move || open.get().to_string()
                aria-controls="map"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {text(Text::MapOpen)}
            </button>
        </div>
        <div id="map">
            {move || open.get().then(|| opened(all, service.get_value(), open))}
        </div>
    }
}

fn opened(all: Mapped, service: MapService, open: RwSignal<bool>) -> View {
    let fetching = RwSignal::new(Fetching::Waiting);
    let fetch = Callback::new(move |()| {
        fetching.set(Fetching::Waiting);
        spawn_local(async move {
            fetching.try_set(match lazy::map().await {
                Ok(part) if (part.fetch)().await => Fetching::Here(part),
                _ => Fetching::Failed,
            });
        });
    });
    fetch.run(());
    let close = Callback::new(move |()| {
        open.set(false);
        page::before_paint(|| {
            focus::focus(OPENER);
        });
    });
    let service = StoredValue::new(service);
    view! {
        <section
            class="map"
            aria-labelledby="map-title"
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    close.run(());
                }
            }
        >
            <h2 id="map-title" class="visually-hidden">{text(Text::MapTitle)}</h2>
            {move || match fetching.get() {
                Fetching::Waiting => view! { <Waiting/> },
                Fetching::Here(part) => (part.draw)(all, &service.get_value(), close),
                Fetching::Failed => failed(Text::MapFailed, fetch),
            }}
        </section>
    }
}

/// What did not come, and another try.
fn failed(words: Text, again: Callback<()>) -> View {
    view! {
        <div role="alert">
            <Notice tone=Tone::Wrong>
                <p>{text(words)}</p>
                <Button words=text(Text::Retry).to_owned() look=Look::Secondary on_press=again/>
            </Notice>
        </div>
    }
}
