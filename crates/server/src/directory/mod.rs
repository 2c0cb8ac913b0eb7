//! The directory as searches see it: an immutable index in memory, swapped whole when the store has a
//! newer one, so that readers never wait.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use arc_swap::ArcSwap;
use contract::hours::WeekMinute;
use contract::kinds::{Level, OrganizationKind};
use contract::organization::{OrganizationView, Place, SearchQuery, SuggestionsView};
use contract::record::TrackRecord;
use contract::region::{RegionCode, RegionLevel};

use crate::store::{OrganizationRow, Store, StoreError};
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

/// Organizations that one belongs to, through others, at the most.
const ABOVE_MOST: usize = 8;

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

    /// The non-litigation service centre that stands above an organization: the nearest one that it belongs to, or else
    /// that of its county, of its city, of the province.
    pub fn centre_above(&self, organization: &OrganizationRow) -> Option<OrganizationRow> {
        let index = self.index();
        let is_centre = |row: &OrganizationRow| row.kind == OrganizationKind::NonlitigationCenter;
        let belongs_to = |row: &OrganizationRow| index.get(row.parent.as_deref()?);
        let above = std::iter::successors(belongs_to(organization), belongs_to);
        if let Some(centre) = above.take(ABOVE_MOST).find(is_centre) {
            return Some(centre);
        }
        let mut regions = std::iter::successors(Some(organization.region), |code| code.parent());
        regions.find_map(|code| {
            let level = match code.level() {
                RegionLevel::Province => Level::Province,
                RegionLevel::City => Level::City,
                RegionLevel::County => Level::County,
                _ => Level::Township,
            };
            // Of those that do not say their level, the nearest.
            [Some(level), None].into_iter().find_map(|level| {
                let query = SearchQuery {
                    kind: Some(OrganizationKind::NonlitigationCenter),
                    level,
                    place: Some(Place::In(code)),
                    ..SearchQuery::default()
                };
                // It does not matter when: nothing is asked of its hours.
                let now = WeekMinute { day: 1, minute: 0 };
                let found = index.search(&query, &self.regions, now).ok()?;
                let mut rows = found.ids().filter_map(|id| index.get(id));
                rows.find(|row| row.region == code && row.id != organization.id)
            })
        })
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
