//! What outlives a page: settings, the connection, the last searches.

mod announcer;
pub mod checkup;
mod connectivity;
mod doors;
pub mod draft;
mod drafts;
mod elder;
mod filer;
mod keepsakes;
mod leave;
pub mod place;
mod portal;
mod quiet;
mod regions;
mod search;
mod searches;
mod stored;
mod trail;
pub mod upload;

pub use announcer::Announcer;
pub use checkup::Checkup;
pub use connectivity::Connectivity;
pub use doors::Doors;
pub use drafts::Drafts;
pub use elder::ElderMode;
pub use filer::filer_key;
pub use keepsakes::{CaseKey, Keepsakes};
pub use leave::leave_now;
pub use portal::Portal;
pub use quiet::{address_field, leaves_no_trace};
pub use regions::{RegionLoad, Regions};
pub use search::{More, Search};
pub use searches::Searches;
pub use trail::Trail;

use std::cell::Cell;

/// Everything that outlives a page. Made once; copies share the same state.
#[derive(Clone, Copy)]
pub struct Stores {
    /// What screen readers are told.
    pub announcer: Announcer,
    /// The health check that a firm does by itself.
    pub checkup: Checkup,
    /// Whether the phone is online.
    pub connectivity: Connectivity,
    /// The guide to the right organization.
    pub doors: Doors,
    /// The request being written.
    pub drafts: Drafts,
    /// Whether everything is larger.
    pub elder: ElderMode,
    /// The receipt just shown and the case that is open.
    pub keepsakes: Keepsakes,
    /// The operator's particulars.
    pub portal: Portal,
    /// Cities, counties and townships.
    pub regions: Regions,
    /// Results already seen.
    pub searches: Searches,
    /// Whether there is a page to go back to.
    pub trail: Trail,
}

thread_local! {
    // Not a context: event handlers and answers that arrive later have none.
    static STORES: Cell<Option<Stores>> = const { Cell::new(None) };
}

impl Stores {
    /// Makes the stores, once, inside the app that owns them.
    pub fn provide() -> Self {
        let stores = Self::new();
        STORES.set(Some(stores));
        stores
    }

    fn new() -> Self {
        Self {
            announcer: Announcer::new(),
            checkup: Checkup::new(),
            connectivity: Connectivity::new(),
            doors: Doors::new(),
            drafts: Drafts::new(),
            elder: ElderMode::new(),
            keepsakes: Keepsakes::new(),
            portal: Portal::new(),
            regions: Regions::new(),
            searches: Searches::new(),
            trail: Trail::new(),
        }
    }
}

/// The stores of the app, anywhere in it.
pub fn stores() -> Stores {
    STORES.get().unwrap_or_else(Stores::provide)
}
