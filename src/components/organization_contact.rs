//! An organization by name, with the ways to reach it.

use crate::view::prelude::*;
use contract::organization::OrganizationRef;
use contract::phone::dial_digits;

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
        view! { <p class="muted">{text(Text::CaseNoPhone)}</p> }
    } else {
        phones
            .into_iter()
            .map(|phone| {
                view! {
                    <a class="button button-secondary" href=["tel:", &dial_digits(&phone)].concat()>
                        <Icon name="phone"/>
                        <span>{text(Text::CardCall)}</span>
                        <span class="contact-phone">{phone}</span>
                    </a>
                }
            })
            .collect_view()
    };
    view! {
        <div class="contact">
            <p class="contact-name">{name}</p>
            {address.map(|address| view! { <p class="muted">{address}</p> })}
            {calls}
        </div>
    }
}
