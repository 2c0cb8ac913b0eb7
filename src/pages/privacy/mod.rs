//! How personal data is handled, as the Personal Information Protection Law asks (art 17).

use crate::view::prelude::*;

use crate::components::{Back, PageTitle};
use crate::i18n::{Text, fill, text};
use crate::routes::Route;
use crate::state::stores;

/// The parts after "who": a title and its paragraphs.
const PARTS: [(Text, &[Text]); 7] = [
    (
        Text::PrivacyWhatTitle,
        &[
            Text::PrivacyWhatNeeded,
            Text::PrivacyWhatOptional,
            Text::PrivacyWhatNot,
        ],
    ),
    (Text::PrivacyWhyTitle, &[Text::PrivacyWhy]),
    (
        Text::PrivacyWhomTitle,
        &[Text::PrivacyWhom, Text::PrivacyWhomNobodyElse],
    ),
    (Text::PrivacyPlaceTitle, &[Text::PrivacyPlace]),
    (Text::PrivacyPhoneTitle, &[Text::PrivacyPhone]),
    (Text::PrivacyLongTitle, &[Text::PrivacyLong]),
    (
        Text::PrivacyRightsTitle,
        &[Text::PrivacyRights, Text::PrivacyRightsHow],
    ),
];

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
    let part = |(title, paragraphs): (Text, &'static [Text])| {
        let paragraph = |words: &Text| view! { <p>{text(*words)}</p> };
        view! {
            <h2>{text(title)}</h2>
            {paragraphs.iter().map(paragraph).collect_view()}
        }
    };
    view! {
        <Back otherwise=Route::Home/>
        <PageTitle words=text(Text::PrivacyTitle).to_owned()/>
        <div class="prose">
            <p class="lead">{text(Text::PrivacyLead)}</p>
            <h2>{text(Text::PrivacyWhoTitle)}</h2>
            {who}
            {PARTS.map(part).collect_view()}
            <p class="muted">{text(Text::PrivacyLaw)}</p>
        </div>
    }
}
