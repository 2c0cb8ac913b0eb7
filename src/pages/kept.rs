//! What can be read without a network: the way on from a page that cannot be had.

use contract::kinds::DisputeField;
use contract::organization::{OrganizationView, SearchView};

use super::find;
use crate::api::{self, ApiFailure, Load, ORGANIZATIONS, SEARCHES};
use crate::components::Icon;
use crate::i18n::{Text, text};
use crate::routes::{Route, organization_path};
use crate::view::prelude::*;

/// Of searches and of organizations each.
const SHOWN: usize = 5;

/// The searches and organizations seen last, where nothing was answered and there are any: for whoever looks for
/// help with `field`.
pub fn kept_pages<T>(load: &Load<T>, field: Option<DisputeField>) -> View {
    if !matches!(load, Load::Failed(failure) if ApiFailure::is_silence(failure)) {
        return View::Nothing;
    }
    let searches = api::kept::<SearchView>(SEARCHES).into_iter().take(SHOWN);
    let searches = searches.map(|(address, view)| {
        let href = [&Route::Find.to_path(), "?", &address].concat();
        row(href, find::summary(&address, &view))
    });
    let organizations = api::kept::<OrganizationView>(ORGANIZATIONS).into_iter();
    let organizations = organizations
        .take(SHOWN)
        .map(|(id, view)| row(organization_path(&id, field), view.card.name));
    let rows: Vec<View> = searches.chain(organizations).collect();
    if rows.is_empty() {
        return View::Nothing;
    }
    view! {
        <section class="section">
            <h2>{text(Text::KeptTitle)}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
}

fn row(href: String, words: String) -> View {
    view! {
        <li>
            <a class="row" href=href>
                {words}
                <Icon name="next"/>
            </a>
        </li>
    }
}
