//! The results page. The address bar holds the search; changing the place replaces it, so that going back
//! leads to the page before and not through every place tried.

mod filters;
mod map;
mod model;
mod panel;

use crate::platform::task::spawn_local;
use crate::router::NavigateOptions;
use crate::router::{navigate, use_location};
use crate::view::prelude::*;
use contract::kinds::DisputeField;
use contract::organization::{Place, SearchQuery};
use contract::problem::ProblemCode;
use contract::region::RegionCode;

use crate::api::Load;
use crate::components::{
    Back, ButtonLink, HelpLine, Icon, Look, Notice, PageTitle, RegionPicker, Results, Want,
};
use crate::i18n::{Text, text};
use crate::pages::kept::kept_pages;
use crate::pages::tab_title;
use crate::platform::location::{LocateFailure, locate};
use crate::platform::{focus, page};
use crate::routes::{Route, find_path};
use crate::state::place::{remember_region, remembered_region};
use crate::state::{Search, stores};

use map::Mapped;
pub use map::Part as MapPart;
pub(super) use model::summary;
use panel::Filters;

/// Id of the first list of the region picker.
const PICKER: &str = "place-city";

/// How asking the phone for its position is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Locating {
    Idle,
    Asking,
    Failed(LocateFailure),
}

/// The page.
#[component]
pub fn Find() -> View {
    let announcer = stores().announcer;
    let address = use_location().query;
    let asked = Memo::new(move |_| {
        address.with(|pairs| {
            model::read(
                pairs
                    .into_iter()
                    .map(|(name, value)| (name.as_ref(), value)),
            )
        })
    });
    // Without a place in the address, the region last looked in is meant.
    let query = Memo::new(move |_| {
        let (query, _) = asked.get();
        let place = query.place.or_else(|| remembered_region().map(Place::In));
        SearchQuery { place, ..query }
    });
    let go = go_there();
    effect(move || {
        let query = query.get();
        page::before_paint(move || {
            page::set_title(&tab_title(model::title(&query)));
            if asked
                .try_get_untracked()
                .is_some_and(|(asked, whole)| whole && asked != query)
            {
                go.run(query);
            }
        });
    });

    let search = Search::new(query);
    let results = search.results();
    let count = Memo::new(move |_| match results.get() {
        Load::Ready(view) => model::count_words(&query.get(), &view),
        _ => String::new(),
    });
    let nearer = Memo::new(move |_| match results.get() {
        Load::Ready(view) if model::is_far(&query.get(), &view) => {
            Some(query.get().without_filters())
        }
        _ => None,
    });
    effect(move || match results.get() {
        Load::Ready(view) if view.total == 0 => {
            announcer.say(text(query.with_untracked(model::empty_words).0));
        }
        _ => announcer.say(count.get()),
    });

    let field = Signal::derive(move || query.get().field);
    let open = RwSignal::new(false);
    let all = Filters { query, go, open };
    view! {
        <div class="find wide">
            <div class="find-side">
                <div class="find-top">
                    <Back otherwise=Route::Home/>
                    <a class="back" href=move || Route::Search.to_path_for(field.get())>
                        <Icon name="search"/>
                        {text(Text::SearchTitle)}
                    </a>
                </div>
                <PageTitle words=Signal::derive(move || model::title(&query.get()).to_owned())/>
                {move || {
                    (!asked.get().1)
                        .then(|| view! { <Notice><p>{text(Text::FindUnreadable)}</p></Notice> })
                }}
                <div class="find-where">
                    {where_to_look(all, search)}
                    <div class="chips">{panel::opener(all)}</div>
                    <p class="which-skip">
                        {move || match field.get() {
                            Some(DisputeField::Family) => {
                                let family = DisputeField::Family.as_str();
                                let href = [&Route::Which.to_path(), "#", family].concat();
                                view! { <a href=href>{text(Text::WhichUnsafe)}</a> }
                            }
                            _ => view! { <a href=Route::Which.to_path()>{text(Text::WhichAsk)}</a> },
                        }}
                    </p>
                </div>
                {panel::panel(all)}
                {map::map(Mapped { query, search })}
            </div>
            <div class="find-list">
                {panel::active(all)}
                <p class="muted count">{count}</p>
                {move || nearer.get().map(|query| {
                    view! {
                        <p class="which-skip">
                            <a href=find_path(&query)>{text(Text::FindNearer)}</a>
                        </p>
                    }
                })}
                <Results search want=Signal::derive(move || query.with(Want::of)) empty=move || nothing_found(all)/>
                {move || results.with(|load| kept_pages(load, field.get()))}
            </div>
        </div>
    }
}

/// Puts another search into the address bar, in place of this one.
fn go_there() -> Callback<SearchQuery> {
    Callback::new(move |query: SearchQuery| {
        let options = NavigateOptions {
            replace: true,
            scroll: false,
        };
        navigate(&find_path(&query), options);
    })
}

/// "Near me" and the region picker. While no place is known they come forward and ask for one; the list below
/// waits for nobody.
fn where_to_look(all: Filters, search: Search) -> View {
    let Filters { query, go, .. } = all;
    let locating = RwSignal::new(Locating::Idle);
    let picking = RwSignal::new(false);
    let region = Signal::derive(move || match query.get().place {
        Some(Place::In(code)) => Some(code),
        _ => None,
    });
    let near = move || matches!(query.get().place, Some(Place::Near(_)));
    let pick = Callback::new(move |region: Option<RegionCode>| {
        remember_region(region);
        locating.set(Locating::Idle);
        let place = region.map(Place::In);
        go.run(SearchQuery {
            place,
            ..query.get_untracked()
        });
    });
    let ask = move |_| {
        if locating.get_untracked() == Locating::Asking {
            return;
        }
        locating.set(Locating::Asking);
        spawn_local(async move {
            let answer = locate().await;
            // The page may be gone, or the person has chosen a place meanwhile.
            if locating.try_get_untracked() != Some(Locating::Asking) {
                return;
            }
            let query = query.get_untracked();
            match answer {
                Ok(point) => {
                    locating.set(Locating::Idle);
                    picking.set(false);
                    go.run(SearchQuery {
                        place: Some(Place::Near(point)),
                        ..query
                    });
                }
                Err(failure) => {
                    locating.set(Locating::Failed(failure));
                    picking.set(true);
                    // The lists of the picker may still be on their way; what opens it is there.
                    page::before_paint(|| {
                        focus::focus("[aria-controls=place]");
                    });
                }
            }
        });
    };
    let results = search.results();
    // A place that there is not: the list of those there are.
    effect(move || {
        if let Load::Failed(failure) = results.get()
            && failure.code() == Some(ProblemCode::RegionNotFound)
        {
            remember_region(None);
            picking.set(true);
        }
    });
    let place_words = move || match (region.get(), results.get()) {
        (Some(_), Load::Ready(view)) => view.region.as_ref().map(|region| region.name.clone()),
        _ => None,
    };
    let unknown = Memo::new(move |_| query.with(|query| query.place.is_none()));
    view! {
        <div class="where" class:where-unknown=unknown>
            {move || {
                unknown
                    .get()
                    .then(|| {
                        view! {
                            <h2>{text(Text::FindWhere)}</h2>
                            <p class="muted">{text(Text::FindWhereWhy)}</p>
                        }
                    })
            }}
            <div class="chips">
                <button
                    type="button"
                    class="chip"
                    aria-pressed=move || near().to_string()
                    on:click=ask
                >
                    <Icon name="locate"/>
                    {move || {
                        text(
                            if locating.get() == Locating::Asking {
                                Text::FindLocating
                            } else {
                                Text::FindNear
                            },
                        )
                    }}
                </button>
                <button
                    type="button"
                    class="chip chip-opens"
                    aria-expanded=move || picking.get().to_string()
                    aria-controls="place"
                    on:click=move |_| picking.update(|open| *open = !*open)
                >
                    {move || {
                        place_words().unwrap_or_else(|| text(Text::FindChoosePlace).to_owned())
                    }}
                </button>
            </div>
            <div role="alert">
                {move || match locating.get() {
                    Locating::Failed(failure) => {
                        Some(view! { <Notice><p>{text(locate_words(failure))}</p></Notice> })
                    }
                    _ => None,
                }}
            </div>
            <div id="place">
                {move || {
                    picking.get().then(|| view! { <RegionPicker id=PICKER value=region on_change=pick/> })
                }}
            </div>
        </div>
    }
}

fn locate_words(failure: LocateFailure) -> Text {
    match failure {
        LocateFailure::Refused => Text::LocateRefused,
        LocateFailure::Unavailable => Text::LocateUnavailable,
        LocateFailure::TimedOut => Text::LocateTimedOut,
    }
}

/// Nothing fits: the same search without its filters, if it has any, other organizations, and the phone line.
fn nothing_found(all: Filters) -> View {
    let query = all.query.get_untracked();
    let (title, body) = model::empty_words(&query);
    let everything = find_path(&SearchQuery {
        place: remembered_region().map(Place::In),
        ..SearchQuery::default()
    });
    let narrowed = query.is_narrowed();
    let look = if narrowed {
        Look::Secondary
    } else {
        Look::Primary
    };
    view! {
        <Notice>
            <h2>{text(title)}</h2>
            <p>{text(body)}</p>
            {narrowed.then(|| panel::clear_button(all, Look::Primary))}
            <ButtonLink href=everything words=text(Text::FindEmptyAll) look=look/>
        </Notice>
        <HelpLine/>
    }
}
