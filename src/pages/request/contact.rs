//! How and when the applicant would like to be met, and told of news.

use crate::view::prelude::*;
use contract::draft::Field;
use contract::request::{ContactChannel, ContactTime};

use super::form::{Ask, Form};
use super::notices::notices;
use crate::components::form::Choice;
use crate::i18n::{Text, channel_name, contact_time_name};

/// The step.
pub fn contact(form: Form) -> View {
    let channels = ContactChannel::ALL
        .iter()
        .map(|channel| Choice {
            value: channel.as_str(),
            label: channel_name(*channel),
            note: "",
        })
        .collect();
    let times = ContactTime::ALL
        .iter()
        .map(|time| Choice {
            value: time.as_str(),
            label: contact_time_name(*time),
            note: "",
        })
        .collect();
    let careful = form
        .drafts
        .kept()
        .with_untracked(|kept| kept.draft.is_careful());
    let when = if careful {
        Ask::optional(Text::ContactTimesCareful).hint(Text::ContactTimesCarefulHint)
    } else {
        Ask::optional(Text::ContactTimesQuestion)
    };
    view! {
        {form
            .checkboxes(
                Field::ContactChannels,
                Ask::optional(Text::ContactChannelsQuestion),
                channels,
            )}
        {form.checkboxes(Field::ContactTimes, when, times)}
        {notices(form)}
    }
}
