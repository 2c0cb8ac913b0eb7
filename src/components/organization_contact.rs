//! An organization by name, with the ways to reach it.

use contract::organization::OrganizationRef;
use contract::phone::dial_digits;
use leptos::prelude::*;

use crate::components::Icon;
use crate::i18n::{Text, fill, text};

/// Name, address and phones to tap. Where no phone is known, that is said.
#[component]
pub fn OrganizationContact(
    /// The organization.
    organization: OrganizationRef,
) -> impl IntoView {
    let OrganizationRef {
        name,
        phones,
        address,
        ..
    } = organization;
    let calls = if phones.is_empty() {
        view! { <p class="muted">{text(Text::CaseNoPhone)}</p> }.into_any()
    } else {
        phones
            .into_iter()
            .map(|phone| {
                view! {
                    <a class="button button-secondary" href=["tel:", &dial_digits(&phone)].concat()>
                        <Icon name="phone"/>
                        {fill(Text::CallPhone, &[("phone", &phone)])}
                    </a>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <div class="contact">
            <p class="contact-name">{name}</p>
            {address.map(|address| view! { <p class="muted">{address}</p> })}
            {calls}
        </div>
    }
}
