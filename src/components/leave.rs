//! The way out for people who must not be seen here.

use crate::i18n::{Text, text};
use crate::pages::current_route;
use crate::platform::focus;
use crate::routes::{Page, Route};
use crate::state::{leave_now, leaves_no_trace};
use crate::view::prelude::*;

/// Bars at the foot of the screen, the lowest first.
const BARS: [&str; 3] = [".leave-bar", ".act-bar", ".steps-bottom"];

/// A button at thumb's reach that comes first for the keyboard, and what it cannot do. On pages about the
/// family only.
#[component]
pub fn Leave() -> View {
    focus::keep_in_sight(&BARS);
    let route = current_route();
    let wanted = Memo::new(move |_| can_leave(route.with(Route::page)) && leaves_no_trace());
    view! {
        {move || {
            wanted
                .get()
                .then(|| {
                    view! {
                        <aside class="leave no-print" aria-label=text(Text::LeaveNow)>
                            <p class="leave-bar">
                                <button type="button" class="button" on:click=|_| leave_now()>
                                    {text(Text::LeaveNow)}
                                </button>
                            </p>
                            <p class="leave-note">{text(Text::LeaveNote)}</p>
                        </aside>
                    }
                })
        }}
    }
}

/// Pages that tell of the family, where that is what is being looked at.
fn can_leave(page: Page) -> bool {
    matches!(
        page,
        Page::Which
            | Page::Search
            | Page::Find
            | Page::Organization
            | Page::Report
            | Page::Request
            | Page::Sent
            | Page::Track
    )
}
