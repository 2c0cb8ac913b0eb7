//! Beginning and ending to be told by this browser, and ending it for all. The browser asks its owner only after a tap.

use contract::problem::ProblemCode;
use contract::push::PushSubscription;

use super::Case;
use crate::api::{self, ApiFailure};
use crate::components::{Button, Look, Notice, Tone, Waiting, failure_words};
use crate::i18n::{Text, text};
use crate::platform::push::{self, NotBegun};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page};
use crate::state::stores;
use crate::view::prelude::*;

/// The selector of what is read first.
const WORDS: &str = "#push-words";

/// Whether this browser is told.
#[derive(Clone)]
enum Here {
    Looking,
    No,
    /// At this address.
    Yes(PushSubscription),
}

/// What was pressed.
#[derive(Clone, Copy)]
enum Press {
    Begin,
    EndHere,
    EndAll,
}

/// What is told where, and what to press.
pub(super) fn shown(case: &Case) -> View {
    let here = RwSignal::new(Here::Looking);
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<String>);
    look(case, here);
    let (key, push, done) = (case.key.clone(), case.push.clone(), case.done);
    let server_key = push.key.clone();
    let press = Callback::new(move |press: Press| {
        let (key, server_key) = (key.clone(), server_key.clone().unwrap_or_default());
        busy.set(true);
        trouble.set(None);
        let keepsakes = stores().keepsakes;
        let sitting = keepsakes.sitting();
        // Whoever has left meanwhile is told of nothing, and must not find the case open again.
        let has_left = move || keepsakes.sitting() != sitting || busy.is_disposed();
        spawn_local(async move {
            let (answer, words) = match press {
                Press::Begin => match push::begin(&server_key).await {
                    _ if has_left() => return,
                    Ok(browser) => (api::begin_push(&key, &browser).await, Text::PushBegun),
                    Err(why) => {
                        busy.set(false);
                        trouble.set(Some(text(not_begun(why)).to_owned()));
                        return;
                    }
                },
                Press::EndHere => {
                    let endpoint = match here.try_get_untracked() {
                        Some(Here::Yes(browser)) => browser.endpoint,
                        _ => return,
                    };
                    (api::end_push(&key, Some(endpoint)).await, Text::PushEnded)
                }
                Press::EndAll => (api::end_push(&key, None).await, Text::PushEnded),
            };
            if has_left() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(view) => done.run((view, words)),
                Err(failure) => {
                    trouble.set(Some(why_not(&failure)));
                }
            }
        });
    });
    let button = move |words: Text, what: Press, look: Look| {
        let on_press = Callback::new(move |()| press.run(what));
        view! { <Button words=text(words).to_owned() on_press=on_press look=look busy=busy/> }
    };
    let may_begin = push.key.is_some() && push::is_possible();
    // The button that was pressed is gone.
    page::before_paint(|| {
        focus::focus_in_place(WORDS);
    });
    view! {
        <p id="push-words" tabindex="-1">{text(Text::PushShows)}</p>
        <p class="muted">{text(Text::PushCarried)}</p>
        <div class="actions">
            {move || match here.get() {
                Here::Looking => view! { <Waiting/> },
                Here::No if may_begin => button(Text::PushBegin, Press::Begin, Look::Secondary),
                Here::No => view! { <p>{text(Text::PushNotHere)}</p> },
                Here::Yes(_) => button(Text::PushEndHere, Press::EndHere, Look::Secondary),
            }}
            {move || {
                // Elsewhere than here; which are gone nobody here can say.
                let others = match here.get() {
                    Here::Yes(_) => push.devices.saturating_sub(1),
                    _ => push.devices,
                };
                (others > 0).then(|| button(Text::PushEndAll, Press::EndAll, Look::Quiet))
            }}
        </div>
        <div role="alert">
            {move || {
                trouble
                    .get()
                    .map(|words| {
                        view! {
                            <Notice tone=Tone::Wrong>
                                <p>{words}</p>
                            </Notice>
                        }
                    })
            }}
        </div>
    }
}

/// Finds out whether this browser is told. Without an answer it can begin again, which changes nothing.
fn look(case: &Case, here: RwSignal<Here>) {
    let key = case.key.clone();
    spawn_local(async move {
        let found = match push::current().await {
            Some(browser) => match api::is_pushed(&key, &browser.endpoint).await {
                Ok(true) => Here::Yes(browser),
                _ => Here::No,
            },
            None => Here::No,
        };
        here.try_set(found);
    });
}

/// Why the browser did not begin, and what to do about it.
fn not_begun(why: NotBegun) -> Text {
    match why {
        NotBegun::Refused => Text::PushRefused,
        NotBegun::Unanswered => Text::PushUnanswered,
        NotBegun::Failed => Text::PushFailed,
    }
}

fn why_not(failure: &ApiFailure) -> String {
    match failure.code() {
        Some(ProblemCode::PushRefused) => text(Text::PushNoService).to_owned(),
        _ => failure_words(failure),
    }
}
