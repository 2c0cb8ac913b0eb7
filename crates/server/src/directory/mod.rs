//! The directory as searches see it: an immutable index in memory, swapped whole when the store has a
//! newer one, so that readers never wait.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use arc_swap::ArcSwap;
use contract::organization::{OrganizationView, SuggestionsView};
use contract::record::TrackRecord;
use contract::region::RegionCode;

use crate::store::{Store, StoreError};
use text::Lexicon;

mod answer;
mod counts;
pub mod index;
mod marks;
mod nearest;
mod packed;
mod patterns;
pub mod regions;
mod standing;
mod text;

use index::Builder;
pub use index::{Index, UnknownRegion};
pub use regions::Regions;

/// What is said of organizations' answers, by id.
pub type TrackRecords = HashMap<String, TrackRecord>;

/// The regions, the index and the track records now in use.
#[derive(Debug)]
pub struct Directory {
    regions: Arc<Regions>,
    lexicon: Lexicon,
    index: ArcSwap<Index>,
    track_records: ArcSwap<TrackRecords>,
}

impl Directory {
    /// Builds the first index from the store. There are no track records until they are set.
    pub async fn load(store: &dyn Store, regions: Arc<Regions>) -> Result<Self, StoreError> {
        let directory = Self::empty(regions);
        directory.index.store(read(store).await?);
        Ok(directory)
    }

    /// Without any organization: enough for who works on requests, where the store knows the few they name.
    pub fn empty(regions: Arc<Regions>) -> Self {
        Self {
            lexicon: Lexicon::new(&regions),
            regions,
            index: ArcSwap::from_pointee(Builder::default().build(0)),
            track_records: ArcSwap::default(),
        }
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

    /// Everything known about an organization.
    pub fn view(&self, id: &str) -> Option<OrganizationView> {
        self.index().view(id, &self.regions, self.record(id))
    }

    /// How this organization answered the requests that came to it, if anything is said of that.
    pub fn record(&self, id: &str) -> Option<TrackRecord> {
        self.track_records.load().get(id).copied()
    }

    /// Says this of organizations' answers from now on.
    pub fn set_records(&self, records: TrackRecords) {
        self.track_records.store(Arc::new(records));
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

/// Organizations are packed as the store shows them, so that they are never all in memory as rows. Putting
/// them in order happens away from the threads that serve.
async fn read(store: &dyn Store) -> Result<Arc<Index>, StoreError> {
    let start = Instant::now();
    let mut builder = Builder::default();
    let version = store
        .each_organization(&mut |row| builder.add(&row))
        .await?;
    let index = tokio::task::spawn_blocking(move || Arc::new(builder.build(version)))
        .await
        .map_err(|error| StoreError::Fault(Box::new(error)))?;
    metrics::gauge!("directory_build_seconds").set(start.elapsed().as_secs_f64());
    Ok(index)
}
