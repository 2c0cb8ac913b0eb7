//! An organization by name, with the ways to reach it.

use crate::view::prelude::*;
use contract::organization::OrganizationRef;
use contract::phone::tel_link;

use crate::components::Icon;
use crate::i18n::{Text, text};

/// Name, address and phones to tap. Where no phone is known, that is said.
#[component]
pub fn OrganizationContact(
    /// The organization.
    organization: OrganizationRef,
) -> View {
    let OrganizationRef {
        name,
        phones,
        address,
        ..
    } = organization;
    let calls = if phones.is_empty() {
        view! {
            <p class="muted">{text(Text::CaseNoPhone)}</p>
            {call(text(Text::HelpLine).to_owned())}
        }
    } else {
        phones.into_iter().map(call).collect_view()
    };
    view! {
        <div class="contact">
            <p class="contact-name">{name}</p>
            {address.map(|address| view! { <p class="muted">{address}</p> })}
            {calls}
        </div>
    }
}

/// A phone to tap; plain words where there is nothing that a phone could dial.
fn call(phone: String) -> View {
    let Some(href) = tel_link(&phone) else {
        return view! { <p class="contact-phone">{phone}</p> };
    };
    view! {
        <a class="button button-secondary" href=href>
            <Icon name="phone"/>
            <span>{text(Text::CardCall)}</span>
            <span class="contact-phone">{phone}</span>
        </a>
    }
}
