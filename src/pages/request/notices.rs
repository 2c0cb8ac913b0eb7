//! Whether and how the applicant is told of news. Nothing is chosen beforehand, and nothing is asked that the operator
//! cannot do.

use contract::draft::Field;
use contract::notices::NoticeChannel;
use contract::request::ContactTime;

use super::form::{Ask, Form};
use crate::components::form::{Choice, Typing};
use crate::i18n::{Text, notice_channel_name, notice_time_name, text};
use crate::state::stores;
use crate::view::prelude::*;

const EMAIL: Typing = Typing {
    autocomplete: "email",
    inputmode: "email",
    ..Typing::WORDS
};

/// The question, where there is a choice. One that is made stays to be undone, though it be offered no more.
pub fn notices(form: Form) -> impl IntoView {
    let portal = stores().portal;
    let kept = form.drafts.kept();
    let before = kept.with_untracked(|kept| kept.draft.notice_channels.clone());
    let offered = Memo::new(move |_| {
        let mut offered = NoticeChannel::IN_REQUEST.to_vec();
        offered.retain(|channel| {
            portal.offers(*channel) || before.iter().any(|name| name == channel.as_str())
        });
        offered
    });
    move || {
        let offered = offered.get();
        (!offered.is_empty()).then(|| question(form, &offered))
    }
}

fn question(form: Form, offered: &[NoticeChannel]) -> View {
    let kept = form.drafts.kept();
    let careful = kept.with_untracked(|kept| kept.draft.is_careful());
    let choices = offered.iter().map(|channel| Choice {
        value: channel.as_str(),
        label: notice_channel_name(*channel),
        note: "",
    });
    let by_mail = Memo::new(move |_| {
        let mail = NoticeChannel::Email.as_str();
        kept.with(|kept| kept.draft.notice_channels.iter().any(|name| name == mail))
    });
    let any = Memo::new(move |_| kept.with(|kept| !kept.draft.notice_channels.is_empty()));
    let hint = if careful {
        Text::NoticesHintCareful
    } else {
        Text::NoticesHint
    };
    view! {
        {form
            .checkboxes(
                Field::NoticeChannels,
                Ask::optional(Text::NoticesQuestion).hint(hint),
                choices.collect(),
            )}
        {move || {
            by_mail
                .get()
                .then(|| {
                    let ask = Ask::needed(Text::NoticesEmail).hint(Text::NoticesEmailHint);
                    form.text_field(Field::NoticeEmail, ask, EMAIL)
                })
        }}
        {move || (careful && any.get()).then(|| when_safe(form))}
    }
}

/// What must be said before anything is sent to somebody who is afraid.
fn when_safe(form: Form) -> View {
    let times = ContactTime::ALL.iter().map(|time| Choice {
        value: time.as_str(),
        label: notice_time_name(*time),
        note: "",
    });
    view! {
        {form
            .checkboxes(
                Field::NoticeTimes,
                Ask::needed(Text::NoticesTimes).hint(Text::NoticesTimesHint),
                times.collect(),
            )}
        {form.consent(Field::NoticePrivate, text(Text::NoticesPrivate).to_owned())}
    }
}
