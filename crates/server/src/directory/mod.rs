//! The directory as searches see it: an immutable index in memory, swapped whole when the store has a
//! newer one, so that readers never wait.

use std::sync::Arc;

use arc_swap::ArcSwap;
use contract::organization::SuggestionsView;
use contract::region::RegionCode;

use crate::store::{Store, StoreError};
use text::Lexicon;

pub mod index;
mod marks;
mod nearest;
pub mod regions;
mod text;

pub use index::{Index, UnknownRegion};
pub use regions::Regions;

/// The regions and the index now in use.
#[derive(Debug)]
pub struct Directory {
    regions: Arc<Regions>,
    lexicon: Lexicon,
    index: ArcSwap<Index>,
}

impl Directory {
    /// Builds the first index from the store.
    pub async fn load(store: &dyn Store, regions: Arc<Regions>) -> Result<Self, StoreError> {
        let index = ArcSwap::from(read(store).await?);
        let lexicon = Lexicon::new(&regions);
        Ok(Self {
            regions,
            lexicon,
            index,
        })
    }

    /// The index now in use; keep it for the length of one answer.
    pub fn index(&self) -> Arc<Index> {
        self.index.load_full()
    }

    /// What a text may mean; organizations in the region looked in come before others.
    pub fn suggest(&self, text: &str, within: Option<RegionCode>) -> SuggestionsView {
        text::suggest(text, within, &self.lexicon, &self.index(), &self.regions)
    }

    /// The regions.
    pub fn regions(&self) -> &Regions {
        &self.regions
    }

    /// Rebuilds the index when the store has a newer directory; whether it did.
    pub async fn refresh(&self, store: &dyn Store) -> Result<bool, StoreError> {
        if store.directory_version().await? == self.index.load().version() {
            return Ok(false);
        }
        self.index.store(read(store).await?);
        Ok(true)
    }
}

/// Building sorts hundreds of thousands of organizations: that happens away from the threads that serve.
async fn read(store: &dyn Store) -> Result<Arc<Index>, StoreError> {
    let (version, rows) = store.directory().await?;
    tokio::task::spawn_blocking(move || Arc::new(Index::build(version, rows)))
        .await
        .map_err(|error| StoreError::Fault(Box::new(error)))
}
