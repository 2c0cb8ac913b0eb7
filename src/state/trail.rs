//! Whether the person has moved within the portal: only then is there a page of ours to go back to.

use crate::view::prelude::*;

/// The pages behind this one.
#[derive(Clone, Copy)]
pub struct Trail(StoredValue<bool>);

impl Trail {
    pub(super) fn new() -> Self {
        Self(StoredValue::new(false))
    }

    /// Another page was opened.
    pub fn moved(self) {
        self.0.try_set_value(true);
    }

    /// Whether going back stays within the portal.
    pub fn has_past(self) -> bool {
        self.0.try_get_value().unwrap_or(false)
    }
}
