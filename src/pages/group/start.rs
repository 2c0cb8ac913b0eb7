//! Beginning a group: what it shares is shown first, and agreed to.

use contract::group::{Shared, StartGroup};
use contract::organization::OrganizationRef;

use super::room::Room;
use super::shared::{facts, story};
use crate::components::Notice;
use crate::components::form::{Consent, Question, SendBar};
use crate::i18n::{Text, text};
use crate::platform::focus;
use crate::view::prelude::*;

const CONSENT: &str = "group-consent";

/// The form.
pub fn form(room: Room, offer: &Shared, organization: &OrganizationRef) -> View {
    let start = RwSignal::new(StartGroup::default());
    let error = RwSignal::new(None);
    let send = move || {
        let wanted = start.get_untracked();
        if wanted.consent_share {
            room.start(wanted);
        } else {
            error.set(Some(text(Text::GroupConsentMissing).to_owned()));
            focus::focus_field(CONSENT);
        }
    };
    let consent = Question {
        id: CONSENT,
        ..Question::default()
    };
    let with_story = Question {
        id: "group-story",
        ..Question::default()
    };
    let on_consent = Callback::new(move |ticked| {
        start.update(|start| start.consent_share = ticked);
        error.set(None);
    });
    let on_story = Callback::new(move |ticked| start.update(|start| start.share_story = ticked));
    view! {
        <form
            class="steps"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            {room.said()}
            <p class="lead">{text(Text::GroupStartLead)}</p>
            <p class="group-lead">{text(Text::GroupStartShares)}</p>
            {facts(offer, organization)}
            <Notice>
                <p>{text(Text::GroupStartKeeps)}</p>
            </Notice>
            <div class="consents">
                <Consent
                    question=consent
                    words=text(Text::GroupConsent).to_owned()
                    ticked=false
                    error=error.into()
                    on_change=on_consent
                />
                <Consent
                    question=with_story
                    words=text(Text::GroupShareStory).to_owned()
                    note=text(Text::GroupShareStoryNote)
                    ticked=false
                    on_change=on_story
                />
                {story(Text::GroupStoryMine, offer.story.as_deref())}
            </div>
            <SendBar
                busy=room.busy()
                words=Signal::derive(move || {
                    if room.busy().get() { Text::Sending } else { Text::GroupStart }
                })
            />
        </form>
    }
}
