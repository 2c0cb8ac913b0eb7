//! The cases: what is due first stands first. Which are listed is in the address.

mod filter;
mod row;

use browser::router::{NavigateOptions, navigate, use_location};
use browser::task;
use contract::kinds::DisputeField;
use contract::staff::{QueueEntry, QueueView};

use self::filter::{Filter, State, Typed, Who};
use self::row::row;

pub use self::row::matter;
use crate::api::{self, Failure};
use crate::i18n::{Text, failure_words, field_official, fill, text};
use crate::parts::{Asked, Button, Choice, Empty, Failed, Look, Select, TextField, Waiting};
use crate::routes::Route;
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

const SOUGHT: &str = "sought";

/// The query string of the list of cases that nobody works on.
pub const FREE: &str = "?who=free";

/// Why the list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Read {
    /// It is another list.
    New,
    /// A case was moved on: the list may look different.
    Again,
    /// Somebody wants to see whether it does.
    Asked,
}

/// What is listed.
#[derive(Clone, Debug)]
enum Listed {
    Waiting,
    Ready {
        entries: Vec<QueueEntry>,
        next_after: Option<String>,
    },
    Failed(Failure),
}

/// A page of the cases that somebody is in, or that the filters leave.
async fn page_of(
    who: Option<&str>,
    question: &str,
    after: Option<&str>,
) -> Result<QueueView, Failure> {
    match who {
        Some(who) => api::find(who, after).await,
        None => api::queue(question, after).await,
    }
}

/// The list with its filters. `open` is the case that is shown beside it.
#[component]
pub fn Queue(
    /// The number of the open case.
    open: Memo<Option<String>>,
) -> View {
    let query = use_location().query;
    let filter = Memo::new(move |_| query.with(|pairs| Filter::read(|name| pairs.get_str(name))));
    // Who is looked for instead. Not in the address: that is kept by browsers and servers.
    let sought = RwSignal::new(None::<String>);
    let listed = RwSignal::new(Listed::Waiting);
    let asked = StoredValue::new(0u32);
    let busy = RwSignal::new(false);
    let stale = RwSignal::new(None::<String>);
    let load = Callback::new(move |why: Read| {
        let question = untrack(|| filter.get()).question();
        let who = sought.get_untracked();
        // Only the latest question's answer counts.
        asked.update_value(|turn| *turn = turn.wrapping_add(1));
        let turn = asked.get_value();
        stale.set(None);
        if why == Read::New {
            listed.set(Listed::Waiting);
        }
        task::spawn_local(async move {
            let answer = page_of(who.as_deref(), &question, None).await;
            if asked.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    if why == Read::Asked {
                        let count = page.requests.len().to_string();
                        desk().say(fill(Text::QueueRefreshed, &[("count", &count)]));
                    }
                    listed.set(Listed::Ready {
                        entries: page.requests,
                        next_after: page.next_after,
                    });
                }
                Err(failure) if why == Read::New => listed.set(Listed::Failed(failure)),
                // What was listed before is better than nothing.
                Err(failure) => stale.set(Some(failure_words(&failure))),
            }
        });
    });
    effect(move || {
        filter.track();
        sought.set(None);
        load.run(Read::New);
    });
    let seek = Callback::new(move |who: Option<String>| {
        sought.set(who);
        load.run(Read::New);
    });
    let all = Callback::new(move |()| {
        seek.run(None);
        focus_soon(".bench-list [tabindex='-1']");
    });
    let turn = desk().turn;
    let mut known = turn.get_untracked();
    effect(move || {
        let now = turn.get();
        if now != known {
            known = now;
            load.run(Read::Again);
        }
    });
    let more = Callback::new(move |()| {
        let question = untrack(|| filter.get()).question();
        let after = listed.with_untracked(|listed| match listed {
            Listed::Ready { next_after, .. } => next_after.clone(),
            _ => None,
        });
        let Some(after) = after else { return };
        let who = sought.get_untracked();
        let turn = asked.get_value();
        busy.set(true);
        stale.set(None);
        task::spawn_local(async move {
            let answer = page_of(who.as_deref(), &question, Some(&after)).await;
            busy.try_set(false);
            if asked.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => listed.update(|listed| {
                    if let Listed::Ready {
                        entries,
                        next_after,
                    } = listed
                    {
                        entries.extend(page.requests);
                        *next_after = page.next_after;
                    }
                }),
                Err(failure) => stale.set(Some(failure_words(&failure))),
            }
        });
    });
    let retry = Callback::new(move |()| load.run(Read::New));
    view! {
        <div class="queue-head">
            {move || match open.with(Option::is_some) {
                true => view! { <h2 tabindex="-1">{text(Text::QueueTitle)}</h2> },
                false => view! { <h1 tabindex="-1">{text(Text::QueueTitle)}</h1> },
            }}
            <Button
                words=text(Text::QueueRefresh).to_owned()
                on_press=Callback::new(move |()| load.run(Read::Asked))
                look=Look::Quiet
            />
        </div>
        <Filters filter=filter seek=seek/>
        <div role="status">
            {move || stale.get().map(|words| view! { <p class="stale">{words}</p> })}
        </div>
        {move || match listed.get() {
            Listed::Waiting => view! { <Waiting/> },
            Listed::Failed(failure) => view! { <Failed failure=failure on_retry=retry/> },
            Listed::Ready { entries, next_after } if sought.with_untracked(Option::is_some) => {
                let who = sought.get_untracked().unwrap_or_default();
                let address = filter.get().address();
                let more = next_after.map(|_| more_button(more, busy));
                found(&who, entries, &address, open, more, all)
            }
            Listed::Ready { entries, .. } if entries.is_empty() => {
                view! {
                    <Empty title=Text::QueueEmpty body=Text::QueueEmptyBody/>
                    {(filter.get() != Filter::default())
                        .then(|| {
                            view! {
                                <a class="button button-secondary" href=Route::Queue.to_path()>
                                    {text(Text::QueueClear)}
                                </a>
                            }
                        })}
                }
            }
            Listed::Ready { entries, next_after } => {
                let key = if next_after.is_some() { Text::QueueShownMore } else { Text::QueueShown };
                let count = fill(key, &[("count", &entries.len().to_string())]);
                let address = filter.get().address();
                let rows = entries
                    .into_iter()
                    .map(|entry| row(&entry, &address, open))
                    .collect_view();
                view! {
                    <p class="muted">
                        {count} " · " {text(Text::QueueLead)}
                    </p>
                    <ol class="queue">{rows}</ol>
                    {next_after.map(|_| more_button(more, busy))}
                }
            }
        }}
    }
}

/// Fetches the next page of the list.
fn more_button(more: Callback<()>, busy: RwSignal<bool>) -> View {
    let words = move || {
        let key = if busy.get() {
            Text::QueueMoreBusy
        } else {
            Text::QueueMore
        };
        text(key).to_owned()
    };
    view! { <Button words=Signal::derive(words) on_press=more busy=busy/> }
}

/// The cases that somebody is in, or that there are none; the next page of them, and the way back to the list.
fn found(
    who: &str,
    entries: Vec<QueueEntry>,
    address: &str,
    open: Memo<Option<String>>,
    more: Option<View>,
    all: Callback<()>,
) -> View {
    let count = entries.len().to_string();
    let key = match (entries.is_empty(), &more) {
        (true, _) => Text::QueueSoughtNone,
        (false, None) => Text::QueueSought,
        (false, Some(_)) => Text::QueueSoughtMore,
    };
    let words = fill(key, &[("count", &count), ("who", who)]);
    desk().say(words.clone());
    let rows = entries
        .iter()
        .map(|entry| row(entry, address, open))
        .collect_view();
    view! {
        <p class="sought">{words}</p>
        {(count == "0").then(|| view! { <p class="muted">{text(Text::QueueSoughtNoneBody)}</p> })}
        {(count != "0").then(|| view! { <ol class="queue">{rows}</ol> })}
        {more}
        <Button words=text(Text::QueueClear).to_owned() on_press=all/>
    }
}

/// Goes to the list that this filter asks for.
fn show(filter: &Filter) {
    let address = [&Route::Queue.to_path(), &*filter.address()].concat();
    let options = NavigateOptions {
        replace: true,
        scroll: false,
    };
    navigate(&address, options);
}

#[component]
fn Filters(
    /// What is asked for.
    filter: Memo<Filter>,
    /// Looks for somebody.
    seek: Callback<Option<String>>,
) -> View {
    let shown = RwSignal::new(filter.with_untracked(|filter| filter.narrowed() > 0));
    let typed = RwSignal::new(
        filter
            .with_untracked(|filter| filter.number.clone())
            .unwrap_or_default(),
    );
    let wrong = RwSignal::new(None::<String>);
    let who = Who::ALL
        .into_iter()
        .map(|who| {
            let words = text(match who {
                Who::All => Text::WhoAll,
                Who::Mine => Text::WhoMine,
                Who::Free => Text::WhoFree,
            });
            let href = move || {
                let chosen = Filter {
                    who,
                    number: None,
                    ..filter.get()
                };
                [&Route::Queue.to_path(), &*chosen.address()].concat()
            };
            let is_chosen =
                move || filter.with(|filter| filter.who == who && filter.number.is_none());
            view! {
                <a class="chip" href=href aria-current=move || is_chosen().then_some("true")>
                    {words}
                </a>
            }
        })
        .collect_view();
    let states = State::ALL
        .into_iter()
        .map(|state| {
            let words = text(match state {
                State::Open => Text::StateOpen,
                State::New => Text::StateNew,
                State::Mediating => Text::StateMediating,
                State::After => Text::StateAfter,
                State::Over => Text::StateOver,
            });
            Choice::new(state.as_str(), words)
        })
        .collect();
    let fields = DisputeField::ALL
        .iter()
        .map(|field| Choice::new(field.as_str(), field_official(*field)))
        .collect();
    let change = move |edit: &dyn Fn(&mut Filter)| {
        let mut chosen = filter.get_untracked();
        chosen.number = None;
        edit(&mut chosen);
        show(&chosen);
    };
    let find = move || match Typed::read(&typed.get_untracked()) {
        Ok(Typed::Number(number)) => {
            wrong.set(None);
            show(&Filter {
                number: Some(number),
                ..Filter::default()
            });
        }
        Ok(Typed::Person(who)) => {
            wrong.set(None);
            seek.run(Some(who));
        }
        Err(why) => {
            wrong.set(Some(text(why).to_owned()));
            browser::focus::focus_field(SOUGHT);
        }
    };
    let count = move || match filter.with(Filter::narrowed) {
        0 => String::new(),
        count => [" (", &count.to_string(), ")"].concat(),
    };
    view! {
        <nav class="chips who" aria-label=text(Text::QueueWho)>
            {who}
            <button
                type="button"
                class="chip filters-toggle"
                aria-expanded=move || if shown.get() { "true" } else { "false" }
                aria-controls="filters"
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {text(Text::QueueFilters)}
                {count}
            </button>
        </nav>
        <div class="filters" id="filters" data-shown=move || shown.get().then_some("true")>
            <div class="filters-pair">
                <Select
                    asked=Asked::new("state", text(Text::QueueState))
                    choices=states
                    value=Signal::derive(move || {
                        filter.with(|filter| filter.state.as_str().to_owned())
                    })
                    on_choose=Callback::new(move |name: String| {
                        change(&|filter| filter.state = State::from_name(&name));
                    })
                />
                <Select
                    asked=Asked::new("field", text(Text::QueueField))
                    choices=fields
                    nothing=text(Text::FieldAll)
                    value=Signal::derive(move || {
                        filter
                            .with(|filter| filter.field.map_or("", DisputeField::as_str).to_owned())
                    })
                    on_choose=Callback::new(move |name: String| {
                        let field = DisputeField::from_wire(&name);
                        change(&|filter| filter.field = Some(field).filter(|field| field.is_known()));
                    })
                />
            </div>
            <label class="choice late">
                <input
                    type="checkbox"
                    id="late"
                    prop:checked=move || filter.with(|filter| filter.late)
                    on:change=move |event| {
                        let late = event_target_checked(&event);
                        change(&|filter| filter.late = late);
                    }
                />
                <span>{text(Text::QueueLate)}</span>
            </label>
            <form
                class="find"
                role="search"
                on:submit=move |event| {
                    event.prevent_default();
                    find();
                }
            >
                <TextField
                    asked=Asked::new(SOUGHT, text(Text::QueueSeek))
                        .hinted(text(Text::QueueSeekHint))
                    value=typed
                    error=wrong
                    on_input=Callback::new(move |words| typed.set(words))
                />
                <button type="submit" class="button button-secondary">
                    {text(Text::QueueFind)}
                </button>
            </form>
        </div>
    }
}
