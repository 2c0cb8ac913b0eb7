//! The way from a case to the terms of its agreement.

use crate::components::{ButtonLink, Look};
use crate::i18n::{Text, text};
use crate::routes::Route;
use crate::view::prelude::*;

/// What there is to see, and the way there.
pub fn terms_link(to: &Route) -> View {
    view! {
        <section class="section group-part no-print">
            <h2>{text(Text::TermsTitle)}</h2>
            <p>{text(Text::TermsThere)}</p>
            <ButtonLink href=to.to_path() words=text(Text::TermsOpen) look=Look::Secondary/>
        </section>
    }
}
