//! The elder mode: larger type, larger targets; remembered on this phone.

use crate::view::prelude::*;

use crate::platform::{page, storage};

/// Also read by `public/boot.js`, so that the first paint has the right size.
const KEY: &str = "fengqiao.size";
const ELDER: &str = "elder";

/// Whether everything is larger.
#[derive(Clone, Copy)]
pub struct ElderMode(RwSignal<bool>);

impl ElderMode {
    pub(super) fn new() -> Self {
        let on = storage::get(storage::Shelf::Phone, KEY).as_deref() == Some(ELDER);
        Self(RwSignal::new(on))
    }

    /// Whether it is on.
    pub fn on(self) -> Signal<bool> {
        self.0.into()
    }

    /// Switches it, and remembers.
    pub fn toggle(self) {
        let on = !self.0.get_untracked();
        self.0.set(on);
        page::set_root_attribute("data-size", on.then_some(ELDER));
        if on {
            storage::set(storage::Shelf::Phone, KEY, ELDER);
        } else {
            storage::remove(storage::Shelf::Phone, KEY);
        }
    }
}
