//! Leaving at once, without a trace that a website can remove.

use super::stores;
use crate::platform::history;
use crate::platform::storage::{self, Shelf};
use crate::router::{NavigateOptions, navigate};
use crate::routes::Route;

/// A page that anybody may have been looking at.
const NEUTRAL_SITE: &str = "https://www.weather.com.cn/";

/// Wipes everything that the portal keeps on this phone, its own files too, and puts a neutral site in place of
/// this page.
pub fn leave_now() {
    let stores = stores();
    // In memory too: without a network the page may stay, or be brought back by the browser.
    stores.checkup.forget();
    stores.drafts.erase_all();
    stores.keepsakes.leave();
    stores.doors.conclude(None);
    stores.doors.set_afraid(false);
    stores.doors.set_quiet(false);
    stores.searches.forget();
    for shelf in [Shelf::Tab, Shelf::Phone] {
        storage::clear(shelf);
    }
    navigate(
        &Route::Home.to_path(),
        NavigateOptions {
            replace: true,
            scroll: true,
        },
    );
    history::leave_for(NEUTRAL_SITE);
}
