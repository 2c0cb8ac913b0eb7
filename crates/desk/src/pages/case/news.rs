//! Telling whoever has a case open that something happened to it. Nothing changes under their eyes: they read on, or write
//! on, and look when they want to.

use std::time::Duration;

use browser::address::encoded;
use browser::page;
use leptos::prelude::{LocalStorage, on_cleanup, set_timeout};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use super::Room;
use crate::i18n::{Text, failure_words, text};
use crate::parts::Button;
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// How long the answer to a move of one's own may take longer than the news of it.
const OWN_MOVE: Duration = Duration::from_secs(2);

/// A line that says that there is something new, and shows it when one wants to.
#[component]
pub fn News(
    /// What the parts of the page share.
    room: Room,
) -> View {
    let told = RwSignal::new(0u32);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    follow(&room.number.get_value(), told);
    let look = Callback::new(move |()| {
        busy.set(true);
        failed.set(None);
        room.look(move |answer| {
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    desk().turned();
                    focus_soon(".bench-case h1");
                }
                Err(why) => {
                    failed.try_set(Some(failure_words(&why)));
                }
            }
        });
    });
    let is_behind = Memo::new(move |_| {
        let shown = room
            .view
            .with(|view| view.as_deref().map(|view| view.version));
        shown.is_some_and(|shown| shown < told.get())
    });
    view! {
        <div role="status">
            {move || {
                is_behind
                    .get()
                    .then(|| {
                        view! {
                            <div class="asked newer">
                                <p>{text(Text::CaseNewer)}</p>
                                <Button words=text(Text::CaseNewerSee).to_owned() on_press=look busy=busy/>
                                {move || failed.get().map(|words| view! { <p>{words}</p> })}
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// Keeps the latest version that the server tells of, while the page is on the screen: a browser has few connections to one
/// server, and whoever comes back is told at once. The browser begins again by itself where the stream breaks; one that it
/// gave up begins when one comes back.
fn follow(number: &str, told: RwSignal<u32>) {
    let path = ["/api/v1/staff/requests/", &encoded(number), "/news"].concat();
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data().as_string();
        let version: Option<u32> = data.and_then(|data| data.parse().ok());
        if let Some(version) = version {
            let tell = move || {
                told.try_update(|told| *told = version.max(*told));
            };
            set_timeout(tell, OWN_MOVE);
        }
    });
    let stream = StoredValue::<_, LocalStorage>::new_local((None::<EventSource>, hear));
    let open = move || {
        stream.try_update_value(|(source, hear)| {
            let is_there = |source: &EventSource| source.ready_state() != EventSource::CLOSED;
            if source.as_ref().is_some_and(is_there) {
                return;
            }
            *source = EventSource::new(&path).ok();
            if let Some(source) = source {
                source.set_onmessage(Some(hear.as_ref().unchecked_ref()));
            }
        });
    };
    let close = move || {
        stream.try_update_value(|(source, _)| {
            if let Some(source) = source.take() {
                source.close();
            }
        });
    };
    open();
    page::on_return(open);
    page::on_hidden(close);
    on_cleanup(close);
}
