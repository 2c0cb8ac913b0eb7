//! The region last looked in, remembered on this phone. A position is never kept.

use contract::region::RegionCode;

use crate::platform::storage::{self, Shelf};

const KEY: &str = "fengqiao.region";

/// The region last chosen.
pub fn remembered_region() -> Option<RegionCode> {
    RegionCode::parse(&storage::get(Shelf::Phone, KEY)?)
}

/// Remembers a region; `None` forgets it.
pub fn remember_region(region: Option<RegionCode>) {
    match region {
        Some(code) => {
            storage::set(Shelf::Phone, KEY, &code.to_string());
        }
        None => storage::remove(Shelf::Phone, KEY),
    }
}
