//! What filters and the order of results ask of an organization, as bits: it passes a filter when every bit asked
//! for is set.

use contract::kinds::{DisputeField, Fee, Language, Level, OrganizationKind, Service};
use contract::organization::SearchQuery;

use super::standing::Standing;
use crate::store::OrganizationRow;

/// Bits of one organization, or of all in a range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Marks(u64);

/// The place of a list's first bit. The lists lie one after the other.
pub(super) const KINDS: usize = 0;
pub(super) const LEVELS: usize = KINDS + OrganizationKind::ALL.len();
pub(super) const SERVICES: usize = LEVELS + Level::ALL.len();
pub(super) const LANGUAGES: usize = SERVICES + Service::ALL.len();
pub(super) const FIELDS: usize = LANGUAGES + Language::ALL.len();
pub(super) const FREE: usize = FIELDS + DisputeField::ALL.len();
pub(super) const STEP_FREE: usize = FREE + 1;
const HOURS: usize = STEP_FREE + 1;
const STANDINGS: usize = HOURS + 1;
const _: () = assert!(
    STANDINGS + Standing::ALL.len() <= 64,
    "the lists have outgrown the bits"
);

impl Marks {
    /// Everything that is marked on an organization.
    pub(super) fn of(row: &OrganizationRow) -> Self {
        let mut marks = Self::default();
        marks.set(KINDS, place(OrganizationKind::ALL, row.kind));
        marks.set(LEVELS, row.level.and_then(|level| place(Level::ALL, level)));
        for service in &row.services {
            marks.set(SERVICES, place(Service::ALL, *service));
        }
        for language in &row.languages {
            marks.set(LANGUAGES, place(Language::ALL, *language));
        }
        for field in &row.fields {
            marks.set(FIELDS, place(DisputeField::ALL, *field));
        }
        let free = matches!(row.fee, Some(Fee::Free | Fee::FreeByLaw));
        marks.set(FREE, free.then_some(0));
        marks.set(STEP_FREE, (row.step_free == Some(true)).then_some(0));
        marks.set(HOURS, (!row.hours.is_empty()).then_some(0));
        marks.set(STANDINGS, place(&Standing::ALL, Standing::of(row)));
        marks
    }

    /// What a search asks for.
    pub(super) fn wanted(query: &SearchQuery) -> Self {
        let mut marks = Self::default();
        marks.set(
            KINDS,
            query
                .kind
                .and_then(|kind| place(OrganizationKind::ALL, kind)),
        );
        marks.set(
            LEVELS,
            query.level.and_then(|level| place(Level::ALL, level)),
        );
        marks.set(
            SERVICES,
            query
                .service
                .and_then(|service| place(Service::ALL, service)),
        );
        let language = query
            .language
            .and_then(|language| place(Language::ALL, language));
        marks.set(LANGUAGES, language);
        marks.set(
            FIELDS,
            query
                .field
                .and_then(|field| place(DisputeField::ALL, field)),
        );
        marks.set(FREE, query.free.then_some(0));
        marks.set(STEP_FREE, query.step_free.then_some(0));
        marks.set(HOURS, query.open.map(|_| 0));
        marks
    }

    /// Where an organization stands.
    pub(super) fn standing(self) -> Standing {
        let marked = |(place, _): &(usize, Standing)| self.0 >> (STANDINGS + place) & 1 == 1;
        let first = Standing::ALL.into_iter().enumerate().find(marked);
        first.map_or(Standing::General, |(_, standing)| standing)
    }

    /// What is marked on either.
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn set(&mut self, list: usize, place: Option<usize>) {
        if let Some(place) = place {
            self.0 |= 1 << (list + place);
        }
    }

    /// Whether a kind of dispute is taken.
    pub(super) fn has_field(self, field: DisputeField) -> bool {
        let mut wanted = Self::default();
        wanted.set(FIELDS, place(DisputeField::ALL, field));
        self.has_all(wanted)
    }

    /// Whether everything wanted is among them.
    pub(super) fn has_all(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// The place of its bit, if it is the only one.
    pub(super) fn single(self) -> Option<usize> {
        self.0
            .is_power_of_two()
            .then(|| self.0.trailing_zeros() as usize)
    }

    /// The places of its bits.
    pub(super) fn bits(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |bit| self.0 >> bit & 1 == 1)
    }
}

fn place<T: PartialEq>(list: &[T], value: T) -> Option<usize> {
    list.iter().position(|known| *known == value)
}
