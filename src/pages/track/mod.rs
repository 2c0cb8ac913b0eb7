//! Following a request: number and code open it, and it says in plain words where things stand.

mod calendar;
mod case;
mod data;
mod decide;
mod desk;
mod doors;
mod export;
mod filed;
mod files;
mod moves;
mod open;
pub(super) mod summary;
pub(super) mod typed;

pub use export::Part as ExportPart;

use crate::view::prelude::*;

use crate::components::{Failure, PageTitle, Waiting};
use crate::i18n::{Text, text};
use desk::{Desk, Stage};

/// The page.
#[component]
pub fn Track() -> impl IntoView {
    let desk = Desk::new();
    let stage = desk.stage();
    move || match stage.get() {
        Stage::Form => open::form(desk),
        Stage::Opening => view! {
            <PageTitle words=text(Text::TrackTitle).to_owned()/>
            <Waiting/>
        },
        Stage::Stuck(failure) => view! {
            <PageTitle words=text(Text::TrackTitle).to_owned()/>
            <Failure failure on_retry=Callback::new(move |()| desk.refresh())/>
        },
        Stage::Open(view) => case::shown(desk, *view),
        Stage::Erased(number) => data::erased(&number),
    }
}
