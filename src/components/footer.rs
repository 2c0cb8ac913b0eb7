//! The foot of every page: privacy, and who runs the portal where that is configured.

use crate::view::prelude::*;

use crate::i18n::{Text, text};
use crate::routes::Route;
use crate::state::stores;

/// The foot of the page.
#[component]
pub fn Footer() -> View {
    let portal = stores().portal.view();
    let line = |value: &Option<String>| value.clone().map(|value| view! { <p>{value}</p> });
    view! {
        <footer class="footer">
            <p>
                <a href=Route::Privacy.to_path()>{text(Text::PrivacyLink)}</a>
                <a href=Route::OpenData.to_path()>{text(Text::OpenDataTitle)}</a>
            </p>
            {move || {
                portal
                    .get()
                    .map(|portal| {
                        view! {
                            {line(&portal.operator)}
                            {line(&portal.icp_number)}
                            {line(&portal.public_security_number)}
                            {line(&portal.site_code)}
                        }
                    })
            }}
        </footer>
    }
}
