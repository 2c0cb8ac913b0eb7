//! What outlives a page: settings, the connection, the last searches.

mod announcer;
mod connectivity;
mod elder;
mod portal;
mod searches;

pub use announcer::Announcer;
pub use connectivity::Connectivity;
pub use elder::ElderMode;
pub use portal::Portal;
pub use searches::{Searches, Snapshot};

use leptos::prelude::{provide_context, use_context};

/// Everything that outlives a page. Made once; copies share the same state.
#[derive(Clone, Copy)]
pub struct Stores {
    /// What screen readers are told.
    pub announcer: Announcer,
    /// Whether the phone is online.
    pub connectivity: Connectivity,
    /// Whether everything is larger.
    pub elder: ElderMode,
    /// The operator's particulars.
    pub portal: Portal,
    /// Results already seen.
    pub searches: Searches,
}

impl Stores {
    /// Makes the stores known to everything below.
    pub fn provide() -> Self {
        let stores = Self::new();
        provide_context(stores);
        stores
    }

    fn new() -> Self {
        Self {
            announcer: Announcer::new(),
            connectivity: Connectivity::new(),
            elder: ElderMode::new(),
            portal: Portal::new(),
            searches: Searches::new(),
        }
    }
}

/// The stores provided above.
pub fn stores() -> Stores {
    use_context().unwrap_or_else(Stores::new)
}
