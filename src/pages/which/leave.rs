//! The way out for people who must not be seen here.

use super::desk::Desk;
use crate::i18n::{Text, text};
use crate::state::leave_now;
use crate::view::prelude::*;

/// A button that comes first on every screen and for the keyboard, and what it cannot do.
#[component]
pub fn Leave(desk: Desk) -> View {
    view! {
        <div class="leave no-print">
            <button
                type="button"
                class="button"
                on:click=move |_| {
                    desk.forget();
                    leave_now();
                }
            >
                {text(Text::LeaveNow)}
            </button>
            <p>{text(Text::LeaveNote)}</p>
        </div>
    }
}
