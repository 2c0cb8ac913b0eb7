//! The frame around every page, and what happens when the page changes.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route as AnyAddress, Router};
use leptos_router::path;

use crate::components::{Footer, Header, LiveRegion, SkipLink};
use crate::i18n::{Text, text};
use crate::pages::{Pages, current_route, tab_title, title};
use crate::platform::{focus, page};
use crate::routes::Route;
use crate::state::{Stores, stores};

/// The whole portal.
#[component]
pub fn App() -> impl IntoView {
    let stores = Stores::provide();
    stores.portal.load();
    let online = stores.connectivity.online();
    view! {
        <SkipLink/>
        <Header/>
        {move || {
            (!online.get())
                .then(|| {
                    view! {
                        <div class="offline" role="status">
                            {text(Text::OfflineBar)}
                        </div>
                    }
                })
        }}
        <main id="main" class="main" tabindex="-1">
            // One route takes every address: the typed list in `routes` alone decides what it means.
            <Router>
                <PageChange/>
                <FlatRoutes fallback=|| ()>
                    <AnyAddress path=path!("/*address") view=Pages/>
                </FlatRoutes>
            </Router>
        </main>
        <Footer/>
        <LiveRegion/>
    }
}

/// Names each page in the tab and moves the focus to its headline, which screen readers then read out.
/// A page that only changes its query string keeps the focus where it is.
#[component]
fn PageChange() -> impl IntoView {
    let route = current_route();
    let trail = stores().trail;
    Effect::new(move |before: Option<()>| {
        let route = route.get();
        let first = before.is_none();
        if !first {
            trail.moved();
        }
        page::before_paint(move || {
            page::set_title(&tab_title(title(&route)));
            if !first {
                focus::focus("#main h1");
            }
        });
    });
}
