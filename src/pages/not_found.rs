//! An address that leads nowhere, and the ways on.

use crate::view::prelude::*;

use crate::components::{ButtonLink, HelpLine, PageTitle};
use crate::i18n::{Text, text};

/// The page.
#[component]
pub fn NotFound() -> View {
    view! {
        <PageTitle words=text(Text::NotFoundTitle).to_owned()/>
        <p class="lead">{text(Text::NotFoundBody)}</p>
        <ButtonLink href="/" words=text(Text::Home)/>
        <HelpLine/>
    }
}
