//! Leaving at once, without a trace that a website can remove.

use super::stores;
use crate::platform::history;
use crate::platform::storage::{self, Shelf};

/// A page that anybody may have been looking at.
const NEUTRAL_SITE: &str = "https://www.weather.com.cn/";

/// Wipes everything that the portal keeps on this phone and puts a neutral site in place of this page.
pub fn leave_now() {
    let stores = stores();
    // In memory too: without a network the page may stay, or be brought back by the browser.
    stores.drafts.forget();
    stores.keepsakes.leave();
    stores.doors.conclude(None);
    for shelf in [Shelf::Tab, Shelf::Phone] {
        storage::clear(shelf);
    }
    history::leave_for(NEUTRAL_SITE);
}
