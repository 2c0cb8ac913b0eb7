//! The frame around every page, and what happens when the page changes.

use crate::view::prelude::*;

use crate::api::tidy_kept;
use crate::components::{Footer, Header, Leave, LiveRegion, SkipLink};
use crate::i18n::{Text, text};
use crate::pages::{Pages, current_route, fetch_ahead, tab_title, title};
use crate::platform::{focus, page};
use crate::router;
use crate::routes::Route;
use crate::state::{Stores, stores};

/// The whole portal.
pub fn app() -> View {
    let stores = Stores::provide();
    router::start(None);
    tidy_kept();
    stores.portal.load();
    follow_page_changes();
    page::on_link_near(fetch_ahead);
    let online = stores.connectivity.online();
    view! {
        <Leave/>
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
            <Pages/>
        </main>
        <Footer/>
        <LiveRegion/>
    }
}

/// Names each page in the tab and moves the focus to its headline, which screen readers then read out.
/// A page that only changes its query string keeps the focus where it is.
fn follow_page_changes() {
    let route = current_route();
    let trail = stores().trail;
    let mut first = true;
    effect(move || {
        let route = route.get();
        let arrived = std::mem::replace(&mut first, false);
        if !arrived {
            trail.moved();
        }
        page::before_paint(move || {
            let title = match route {
                Route::Home => text(Text::ProductTitle).to_owned(),
                _ => tab_title(title(&route)),
            };
            page::set_title(&title);
            if !arrived {
                focus::focus_in_place("#main h1");
            }
        });
    });
}
