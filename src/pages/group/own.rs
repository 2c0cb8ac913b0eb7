//! The group as its member sees it: how many there are, one's own part, and those who want to be seen.

use contract::group::{GroupMove, GroupView, MemberPart};
use contract::organization::OrganizationRef;

use super::invite::invite;
use super::model::members_words;
use super::represent::representatives;
use super::room::Room;
use super::shared::facts;
use crate::components::form::{Consent, Question};
use crate::components::{Button, ButtonLink, Look};
use crate::i18n::{Text, text};
use crate::platform::{focus, page};
use crate::routes::Route;
use crate::view::prelude::*;

/// Ids of what can be pressed: the focus comes back to it.
const NAME: &str = "group-name";
const LEAVE: &str = "group-leave";
const LEAVE_SURE: &str = "group-leave-sure";

/// The group.
pub fn group(room: Room, group: &GroupView, organization: &OrganizationRef) -> View {
    let part = &group.part;
    view! {
        {room.said()}
        <p class="lead">{members_words(part.members)}</p>
        {invite(room, group)}
        {facts(&group.shared, organization)}
        <section class="section group-part">
            <p>{text(Text::GroupOwnPart)}</p>
            <ButtonLink
                href=Route::Track.to_path()
                words=text(Text::GroupOwnOpen)
                look=Look::Secondary
            />
        </section>
        {names(room, part)}
        {representatives(room, part)}
        <div class="withdraw no-print">{leave(room, part.is_starter)}</div>
    }
}

/// Who wants to be seen by the others, and whether the reader does.
fn names(room: Room, part: &MemberPart) -> View {
    let names = if part.names.is_empty() {
        view! { <p class="muted">{text(Text::GroupNamesNone)}</p> }
    } else {
        let names = part
            .names
            .iter()
            .map(|name| view! { <li>{name.clone()}</li> })
            .collect_view();
        view! { <ul class="group-names">{names}</ul> }
    };
    let question = Question {
        id: NAME,
        ..Question::default()
    };
    let on_change = Callback::new(move |shown| {
        let done = if shown {
            Text::GroupNameShown
        } else {
            Text::GroupNameHidden
        };
        room.act(GroupMove::ShowName { shown }, done, ["#", NAME].concat());
    });
    view! {
        <section class="section group-part">
            <h2>{text(Text::GroupNames)}</h2>
            <p class="muted">{text(Text::GroupNamesLead)}</p>
            {names}
            <Consent
                question
                words=text(Text::GroupShowName).to_owned()
                note=text(Text::GroupShowNameNote)
                ticked=part.shows_name
                on_change
            />
        </section>
    }
}

/// Out of the group: a quiet button, then what it means, then the deed.
fn leave(room: Room, is_starter: bool) -> View {
    let warnings = [
        Some(Text::GroupLeaveWarning),
        is_starter.then_some(Text::GroupLeaveStarter),
    ];
    asked_twice(
        room,
        Twice {
            id: LEAVE,
            sure_id: LEAVE_SURE,
            open: Text::GroupLeave,
            warnings,
            sure: Text::GroupLeaveSure,
        },
        Callback::new(move |()| room.act(GroupMove::Leave {}, Text::GroupLeft, "#main h1")),
    )
}

/// Something that cannot be undone.
#[derive(Clone, Copy)]
pub struct Twice {
    /// The id of the button that begins it.
    pub id: &'static str,
    /// The id of the button that does it.
    pub sure_id: &'static str,
    /// What the first button says.
    pub open: Text,
    /// What it means.
    pub warnings: [Option<Text>; 2],
    /// What the second button says.
    pub sure: Text,
}

/// A quiet button that says what it means before it does it.
pub fn asked_twice(room: Room, twice: Twice, deed: Callback<()>) -> View {
    let asking = RwSignal::new(false);
    let turn = move |on: bool, id: &'static str| {
        asking.set(on);
        page::before_paint(move || {
            focus::focus(&["#", id].concat());
        });
    };
    view! {
        {move || {
            if !asking.get() {
                return view! {
                    <Button
                        words=text(twice.open).to_owned()
                        id=twice.id
                        on_press=Callback::new(move |()| turn(true, twice.sure_id))
                        look=Look::Quiet
                    />
                };
            }
            let warnings = twice
                .warnings
                .into_iter()
                .flatten()
                .map(|words| view! { <p>{text(words)}</p> })
                .collect_view();
            view! {
                <div class="move">
                    {warnings}
                    <Button
                        words=text(twice.sure).to_owned()
                        id=twice.sure_id
                        on_press=deed
                        look=Look::Secondary
                        busy=room.busy()
                    />
                    <Button
                        words=text(Text::GroupNo).to_owned()
                        on_press=Callback::new(move |()| turn(false, twice.id))
                        look=Look::Quiet
                    />
                </div>
            }
        }}
    }
}
