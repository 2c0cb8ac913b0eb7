//! The regions of Jiangsu, their names old and new, and their points.

use contract::region::{Region, RegionCode, RegionView};

/// A place name that stands for no single region.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// No region has this name there.
    #[error("there is no \"{0}\"")]
    Unknown(String),
    /// Several regions have this name.
    #[error("\"{name}\" may be {}", .candidates.join(" or "))]
    Ambiguous {
        /// The name.
        name: String,
        /// Full names of the regions that have it.
        candidates: Vec<String>,
    },
}

/// The list of regions.
#[derive(Debug)]
pub struct Regions {}

impl Regions {
    /// The list that comes with the product.
    pub fn bundled() -> Self {
        unimplemented!()
    }

    /// The region with this code.
    pub fn get(&self, _code: RegionCode) -> Option<&Region> {
        unimplemented!()
    }

    /// The region with its neighbours up and down.
    pub fn view(&self, _code: RegionCode) -> Option<RegionView> {
        unimplemented!()
    }

    /// The region with these names; an empty name says nothing. Old and short names are understood.
    pub fn resolve(&self, _city: &str, _county: &str, _township: &str) -> Result<RegionCode, RegionError> {
        unimplemented!()
    }
}
