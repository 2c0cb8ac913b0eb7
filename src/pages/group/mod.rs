//! Filing together with colleagues: being invited, and the group that a request belongs to. One file, fetched
//! by those who do.

mod invite;
mod join;
mod model;
mod own;
mod represent;
mod room;
mod shared;
mod start;

pub use join::Join;

use crate::components::{ButtonLink, Failure, PageTitle, Waiting};
use crate::i18n::{Text, text};
use crate::routes::Route;
use crate::view::prelude::*;
use room::{Room, Stage};

/// The group of the open request, or the way to begin one.
#[component]
pub fn Group() -> View {
    let room = Room::new();
    let stage = room.stage();
    let shown = move || match stage.get() {
        Stage::NoCase => view! {
            <p class="lead">{text(Text::GroupNoCase)}</p>
            <ButtonLink href=Route::Track.to_path() words=text(Text::TrackOpen)/>
        },
        Stage::Opening => view! { <Waiting/> },
        Stage::Stuck(failure) => {
            view! { <Failure failure on_retry=Callback::new(move |()| room.open())/> }
        }
        Stage::Open(part) => match (&part.group, &part.offer) {
            (Some(group), _) => own::group(room, group, &part.organization),
            (None, Some(offer)) => start::form(room, offer, &part.organization),
            (None, None) => view! {
                {room.said()}
                <p class="lead">{text(Text::GroupNotOffered)}</p>
                <ButtonLink href=Route::Track.to_path() words=text(Text::GroupOwnOpen)/>
            },
        },
    };
    view! {
        <PageTitle words=text(Text::GroupTitle).to_owned()/>
        {shown}
    }
}
