//! The list of cases and the case one works on: side by side where there is room, else one after the other.

use browser::router::use_location;

use super::lazy::{Lazy, fetch_case_ahead};
use super::queue::Queue;
use crate::app::current_route;
use crate::i18n::{Text, text};
use crate::routes::Route;
use crate::view::prelude::*;

/// Both of them.
#[component]
pub fn Bench() -> View {
    let route = current_route();
    let open = Memo::new(move |_| match route.get() {
        Route::Case(number) => Some(number),
        _ => None,
    });
    let search = use_location().search;
    fetch_case_ahead();
    view! {
        <div class="bench" data-open=move || open.with(Option::is_some).then_some("case")>
            <section class="bench-list" aria-label=text(Text::QueueTitle)>
                <Queue open=open/>
            </section>
            <div class="bench-case">
                {move || match open.get() {
                    Some(number) => {
                        let query = search.get_untracked();
                        view! { <Lazy route=Route::Case(number) query=query/> }
                    }
                    None => view! { <p class="pick">{text(Text::PickOne)}</p> },
                }}
            </div>
        </div>
    }
}
