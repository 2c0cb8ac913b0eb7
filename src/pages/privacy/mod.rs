//! How personal data is handled, as the Personal Information Protection Law asks (art 17).

use crate::view::prelude::*;
use contract::notices::NoticeChannel;
use contract::personal::Retention;

use crate::api::forget_kept;
use crate::components::{Back, Button, Look, PageTitle};
use crate::i18n::{Text, fill, text};
use crate::routes::Route;
use crate::state::stores;

/// The parts between "who" and what is kept on the phone: a title and its paragraphs.
const BEFORE: [(Text, &[Text]); 4] = [
    (
        Text::PrivacyWhatTitle,
        &[
            Text::PrivacyWhatLead,
            Text::PrivacyWhatReport,
            Text::PrivacyWhatNot,
        ],
    ),
    (Text::PrivacyWhyTitle, &[Text::PrivacyWhy]),
    (
        Text::PrivacyWhomTitle,
        &[
            Text::PrivacyWhom,
            Text::PrivacyWhomParty,
            Text::PrivacyWhomCentre,
            Text::PrivacyWhomGroup,
            Text::PrivacyWhomFeedback,
            Text::PrivacyWhomNobodyElse,
        ],
    ),
    (Text::PrivacyPlaceTitle, &[Text::PrivacyPlace]),
];
/// What is kept on the phone; a button to wipe it follows.
const ON_PHONE: (Text, &[Text]) = (
    Text::PrivacyPhoneTitle,
    &[
        Text::PrivacyPhone,
        Text::PrivacyPhoneDraft,
        Text::PrivacyPhoneCheckup,
        Text::PrivacyPhoneTab,
        Text::PrivacyPhoneFiler,
        Text::PrivacyPhoneSettings,
        Text::PrivacyPhoneKept,
    ],
);
/// The parts after it.
const AFTER: [(Text, &[Text]); 2] = [
    (
        Text::PrivacyLongTitle,
        &[
            Text::PrivacyLongStays,
            Text::PrivacyLongFiles,
            Text::PrivacyLongSearch,
            Text::PrivacyLongNotice,
            Text::PrivacyLongPush,
            Text::PrivacyLongLike,
            Text::PrivacyLongReport,
            Text::PrivacyLongTries,
            Text::PrivacyLong,
        ],
    ),
    (
        Text::PrivacyRightsTitle,
        &[
            Text::PrivacyRights,
            Text::PrivacyRightsHow,
            Text::PrivacyRightsMore,
        ],
    ),
];

/// What is collected, item by item, and why.
const LIST: [(Text, Text); 16] = [
    (Text::PrivacyListName, Text::PrivacyListNameWhy),
    (Text::PrivacyListMobile, Text::PrivacyListMobileWhy),
    (Text::PrivacyListRegion, Text::PrivacyListRegionWhy),
    (Text::PrivacyListStory, Text::PrivacyListStoryWhy),
    (Text::PrivacyListAddress, Text::PrivacyListAddressWhy),
    (Text::PrivacyListMore, Text::PrivacyListMoreWhy),
    (Text::PrivacyListOther, Text::PrivacyListOtherWhy),
    (Text::PrivacyListHelper, Text::PrivacyListHelperWhy),
    (Text::PrivacyListParty, Text::PrivacyListPartyWhy),
    (Text::PrivacyListFiles, Text::PrivacyListFilesWhy),
    (Text::PrivacyListContact, Text::PrivacyListContactWhy),
    (Text::PrivacyListFirm, Text::PrivacyListFirmWhy),
    (Text::PrivacyListAfraid, Text::PrivacyListAfraidWhy),
    (Text::PrivacyListSensitive, Text::PrivacyListSensitiveWhy),
    (Text::PrivacyListNotice, Text::PrivacyListNoticeWhy),
    (Text::PrivacyListPush, Text::PrivacyListPushWhy),
];

fn list() -> View {
    let rows = LIST
        .map(|(what, why)| {
            view! {
                <tr>
                    <th scope="row">{text(what)}</th>
                    <td>{text(why)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="itemised">
            <thead>
                <tr>
                    <th scope="col">{text(Text::PrivacyListWhat)}</th>
                    <th scope="col">{text(Text::PrivacyListWhy)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// How long requests are kept; the days once they are known.
fn kept_for(retention: Option<Retention>) -> String {
    let Some(retention) = retention else {
        return text(Text::PrivacyLongRequestUnknown).to_owned();
    };
    let days = |days: u16| days.to_string();
    fill(
        Text::PrivacyLongRequest,
        &[
            ("withdrawn", &days(retention.withdrawn_days)),
            ("declined", &days(retention.declined_days)),
            ("closed", &days(retention.closed_days)),
        ],
    )
}

/// The page.
#[component]
pub fn Privacy() -> View {
    let portal = stores().portal.view();
    let who = move || {
        let portal = portal.get().unwrap_or_default();
        let operator = portal.operator.as_deref().map_or_else(
            || text(Text::PrivacyNoOperator).to_owned(),
            |name| fill(Text::PrivacyOperator, &[("name", name)]),
        );
        let contact = portal
            .contact
            .as_deref()
            .map(|contact| fill(Text::PrivacyContact, &[("contact", contact)]));
        view! {
            <p>{operator}</p>
            {contact.map(|contact| view! { <p>{contact}</p> })}
        }
    };
    let map = move || {
        let map = portal.get()?.map.clone()?;
        let words = fill(Text::PrivacyMap, &[("name", &map.attribution)]);
        Some(view! { <p>{words}</p> })
    };
    let push = move || {
        let is_offered = stores().portal.offers(NoticeChannel::Push);
        is_offered.then(|| view! { <p>{text(Text::PrivacyWhomPush)}</p> })
    };
    let long = move || {
        let retention = portal.get().and_then(|portal| portal.retention);
        view! { <p>{kept_for(retention)}</p> }
    };
    let part = move |(title, paragraphs): (Text, &'static [Text])| {
        let paragraph = |words: &Text| view! { <p>{text(*words)}</p> };
        view! {
            <h2>{text(title)}</h2>
            {(title == Text::PrivacyWhatTitle).then(list)}
            {(title == Text::PrivacyLongTitle).then_some(long)}
            {paragraphs.iter().map(paragraph).collect_view()}
            {(title == Text::PrivacyWhomTitle).then_some(push)}
            {(title == Text::PrivacyPlaceTitle).then_some(map)}
        }
    };
    let forgotten = RwSignal::new(false);
    // The button stays and keeps the focus.
    let words = Signal::derive(move || {
        let words = if forgotten.get() {
            Text::PrivacyPhoneForgotten
        } else {
            Text::PrivacyPhoneForget
        };
        text(words).to_owned()
    });
    let announcer = stores().announcer;
    let forget = Callback::new(move |()| {
        forget_kept();
        announcer.say(text(Text::PrivacyPhoneForgotten));
        forgotten.set(true);
    });
    view! {
        <Back otherwise=Route::Home/>
        <PageTitle words=text(Text::PrivacyTitle).to_owned()/>
        <div class="prose">
            <p class="lead">{text(Text::PrivacyLead)}</p>
            <h2>{text(Text::PrivacyWhoTitle)}</h2>
            {who}
            {BEFORE.map(part).collect_view()}
            {part(ON_PHONE)}
            <Button words=words on_press=forget look=Look::Secondary/>
            {AFTER.map(part).collect_view()}
            <p class="muted">{text(Text::PrivacyLaw)}</p>
        </div>
    }
}
