//! Search over the directory: every dispute field has its organizations ready, ordered once for searches
//! near a point and once for searches in a region; the other filters sieve them as they come.
//!
//! Near a point, the cost grows with the logarithm of the number of organizations and with how rare those
//! that pass are; the total of a narrowed search is counted over the field's organizations, a few
//! nanoseconds each.

use std::collections::HashMap;

use contract::geo::Point;
use contract::hours::WeekMinute;
use contract::kinds::DisputeField;
use contract::organization::{
    FilterCounts, MAX_OFFSET, OrganizationCard, OrganizationRef, OrganizationView, PAGE_SIZE,
    Place, SearchQuery, SearchView,
};
use contract::region::{RegionCode, RegionLevel};

use super::Regions;
use super::marks::{self, Marks, Sieve, Timetables};
use super::nearest::{self, Spot, Tree, gap};
use super::text::{Fit, Names};
use crate::store::OrganizationRow;

/// The region searched in is not in the list of regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such region")]
pub struct UnknownRegion;

/// Every organization, ordered for every search.
#[derive(Debug)]
pub struct Index {
    version: i64,
    /// Ordered by region, those of the whole province last, then by id: what lies in a region lies
    /// together, and a lower place breaks a tie the same way every time.
    rows: Vec<OrganizationRow>,
    /// The places of all organizations, ordered by id.
    by_id: Vec<u32>,
    /// Where each of them lies.
    spots: Vec<Option<Spot>>,
    /// What is marked on each of them.
    marks: Vec<Marks>,
    timetables: Timetables,
    names: Names,
    /// Under `None` all organizations, else those that take the field.
    by_field: HashMap<Option<DisputeField>, Selection>,
}

/// The organizations of a field, by their place in the index.
#[derive(Debug, Default)]
struct Selection {
    /// All of them.
    items: Vec<u32>,
    /// Those with a position.
    placed: Tree,
    /// Those without one.
    unplaced: Vec<u32>,
}

impl Index {
    /// Builds the index.
    pub fn build(version: i64, mut rows: Vec<OrganizationRow>) -> Self {
        rows.sort_unstable_by(|one, other| {
            let key = |row: &OrganizationRow| (is_provincial(row), row.region);
            key(one)
                .cmp(&key(other))
                .then_with(|| one.id.cmp(&other.id))
        });
        let spots: Vec<_> = rows
            .iter()
            .map(|row| row.position.map(|position| nearest::spot(position.point)))
            .collect();
        let marks: Vec<Marks> = rows.iter().map(Marks::of).collect();
        let mut members: HashMap<Option<DisputeField>, Vec<u32>> = HashMap::new();
        for (item, row) in (0..).zip(&rows) {
            for field in std::iter::once(None).chain(distinct(&row.fields)) {
                members.entry(field).or_default().push(item);
            }
        }
        let by_field = members
            .into_iter()
            .map(|(field, items)| (field, Selection::new(items, &spots, &marks)))
            .collect();
        let mut by_id: Vec<u32> = (0..).zip(&rows).map(|(item, _)| item).collect();
        by_id.sort_unstable_by_key(|item| rows.get(*item as usize).map(|row| row.id.as_str()));
        Self {
            version,
            timetables: Timetables::of(&rows),
            names: Names::new(&rows),
            rows,
            by_id,
            spots,
            marks,
            by_field,
        }
    }

    /// The directory version it was built from.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// How many organizations it holds.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The organization with this id.
    pub fn get(&self, id: &str) -> Option<&OrganizationRow> {
        let row = |item: &u32| self.rows.get(*item as usize);
        let place = self
            .by_id
            .binary_search_by(|item| row(item).map_or("", |row| &row.id).cmp(id));
        self.by_id.get(place.ok()?).and_then(row)
    }

    /// One page of a search at this moment of the week. Near a point: by distance, those without a position
    /// last. In a region: those in it, then those in the same county, the same city and the rest of the
    /// province, each by distance from the region's point. Anywhere: by region. Those that serve the whole
    /// province and have no position come last; ties go by region and id.
    pub fn search(
        &self,
        query: &SearchQuery,
        regions: &Regions,
        now: WeekMinute,
    ) -> Result<SearchView, UnknownRegion> {
        let region = match query.place {
            Some(Place::In(code)) => Some(regions.get(code).ok_or(UnknownRegion)?),
            _ => None,
        };
        let nothing = Selection::default();
        let selection = self.by_field.get(&query.field).unwrap_or(&nothing);
        let sieve = Sieve::new(query, now, &self.marks, &self.timetables);
        let page = |found: &mut dyn Iterator<Item = u32>| -> Vec<u32> {
            found.skip(query.offset).take(PAGE_SIZE).collect()
        };
        let point = match query.place {
            Some(Place::Near(point)) => Some(point),
            _ => None,
        };
        let below_province = region.filter(|region| is_below_province(region.code));
        let found = match (point, below_province) {
            (Some(point), _) => page(&mut self.near(selection, nearest::spot(point), &sieve)),
            (None, Some(region)) => {
                let centre = region
                    .position
                    .map(|position| nearest::spot(position.point));
                self.in_region(selection, region.code, centre, &sieve, query.offset)
            }
            (None, None) => page(&mut selection.all(&sieve)),
        };
        let total = if query.is_narrowed() {
            selection.all(&sieve).count()
        } else {
            selection.items.len()
        };
        let next = query.offset + PAGE_SIZE;
        Ok(SearchView {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            region: region.cloned(),
            widened_to: below_province
                .filter(|_| total > 0)
                .and_then(|region| self.widened(selection, region.code, &sieve))
                .and_then(|code| regions.get(code))
                .cloned(),
            organizations: found
                .into_iter()
                .filter_map(|item| self.rows.get(item as usize))
                .map(|row| card(row, point, regions))
                .collect(),
            next_offset: (next < total && next <= MAX_OFFSET)
                .then(|| u32::try_from(next).unwrap_or(u32::MAX)),
        })
    }

    /// For every value of every filter, how many it would find beside the other filters of the search. One
    /// pass over all organizations.
    pub fn counts(&self, query: &SearchQuery, now: WeekMinute) -> FilterCounts {
        marks::count(query, now, &self.marks, &self.timetables)
    }

    /// The organizations whose name or brand fits a text best, at most so many; those within a region first.
    pub(super) fn named(
        &self,
        text: &str,
        within: Option<RegionCode>,
        most: usize,
    ) -> Vec<&OrganizationRow> {
        let mut fits = self.names.find(text);
        let order = |fit: &Fit| {
            let row = self.rows.get(fit.item as usize);
            let is_outside = |code: RegionCode| row.is_none_or(|row| !code.contains(row.region));
            (
                fit.slips,
                within.is_some_and(is_outside),
                fit.begins > 0,
                fit.item,
            )
        };
        if most < fits.len() {
            fits.select_nth_unstable_by_key(most, order);
            fits.truncate(most);
        }
        fits.sort_unstable_by_key(order);
        let rows = fits.into_iter();
        rows.filter_map(|fit| self.rows.get(fit.item as usize))
            .collect()
    }

    /// Everything known about an organization of the directory. One that has left it has no page: searches
    /// must not lead to it, and who follows a request to it reads its name and contact with the request.
    pub fn view(&self, row: &OrganizationRow, regions: &Regions) -> OrganizationView {
        let parent = row.parent.as_deref().and_then(|id| self.get(id));
        OrganizationView {
            card: card(row, None, regions),
            level: row.level,
            region: Some(row.region).filter(|code| *code != RegionCode::JIANGSU),
            parent: parent.map(reference),
            fields: row.fields.clone(),
            fields_from_name: row.fields_from_name,
            address: row.address.clone(),
            hours_note: row.hours_note.clone(),
            tariff_url: row.tariff_url.clone(),
            license: row.license.clone(),
            brand: row.brand.clone(),
            step_free: row.step_free,
            languages: row.languages.clone(),
            mediators: row.mediators.clone(),
            cases: row.cases.clone(),
            source: row.source.clone(),
        }
    }

    fn near<'a>(
        &'a self,
        selection: &'a Selection,
        from: Spot,
        sieve: &'a Sieve<'a>,
    ) -> impl Iterator<Item = u32> + 'a {
        let placed = selection.placed.nearest(from, &self.spots, sieve);
        let unplaced = selection.unplaced.iter().copied();
        placed.chain(unplaced.filter(|item| sieve.passes(*item)))
    }

    /// The smallest region around this one that has any, when this one has none.
    fn widened(
        &self,
        selection: &Selection,
        code: RegionCode,
        sieve: &Sieve<'_>,
    ) -> Option<RegionCode> {
        let has_any = |code: RegionCode| {
            let items = selection.items.get(self.range(selection, code));
            !is_below_province(code)
                || items.is_some_and(|items| items.iter().any(|item| sieve.passes(*item)))
        };
        let mut rings = std::iter::successors(Some(code), |code| code.parent());
        rings
            .find(|ring| has_any(*ring))
            .filter(|found| *found != code)
    }

    /// One page of the organizations ordered by how much of the region they share, then by distance.
    fn in_region(
        &self,
        selection: &Selection,
        code: RegionCode,
        centre: Option<Spot>,
        sieve: &Sieve<'_>,
        offset: usize,
    ) -> Vec<u32> {
        let wanted = offset + PAGE_SIZE;
        let mut found: Vec<u32> = Vec::new();
        let mut inner = None;
        // From the region outwards to its city, as long as the page is not full.
        let rings = std::iter::successors(Some(code), |code| code.parent());
        for ring in rings.take_while(|code| is_below_province(*code)) {
            let missing = wanted.saturating_sub(found.len());
            if missing == 0 {
                break;
            }
            let outer = self.range(selection, ring);
            let seen = inner.unwrap_or(outer.start..outer.start);
            let mut fresh: Vec<(f64, u32)> = (outer.start..seen.start)
                .chain(seen.end..outer.end)
                .filter_map(|place| selection.items.get(place).copied())
                .filter(|item| sieve.passes(*item))
                .map(|item| (self.gap(item, centre), item))
                .collect();
            let order = |one: &(f64, u32), other: &(f64, u32)| {
                one.0.total_cmp(&other.0).then(one.1.cmp(&other.1))
            };
            if missing < fresh.len() {
                fresh.select_nth_unstable_by(missing, order);
                fresh.truncate(missing);
            }
            fresh.sort_unstable_by(order);
            found.extend(fresh.into_iter().map(|(_, item)| item));
            inner = Some(outer);
        }
        if found.len() < wanted {
            let in_city = |item: &u32| {
                let row = self.rows.get(*item as usize);
                row.and_then(|row| row.region.common(code))
                    .is_some_and(is_below_province)
            };
            let rest = self
                .near(selection, centre.unwrap_or_default(), sieve)
                .filter(|item| !in_city(item));
            found.extend(rest.take(wanted - found.len()));
        }
        found.into_iter().skip(offset).collect()
    }

    /// Where a region's organizations lie in a selection.
    fn range(&self, selection: &Selection, code: RegionCode) -> std::ops::Range<usize> {
        let region = |item: &u32| self.rows.get(*item as usize).map(|row| row.region);
        let before = |item: &u32| {
            region(item).is_some_and(|region| is_below_province(region) && region < code)
        };
        let start = selection.items.partition_point(before);
        let inside = selection
            .items
            .get(start..)
            .unwrap_or_default()
            .partition_point(|item| region(item).is_some_and(|region| code.contains(region)));
        start..start + inside
    }

    fn spot(&self, item: u32) -> Option<Spot> {
        self.spots.get(item as usize).copied().flatten()
    }

    fn gap(&self, item: u32, from: Option<Spot>) -> f64 {
        match (self.spot(item), from) {
            (Some(spot), Some(from)) => gap(spot, from),
            _ => f64::INFINITY,
        }
    }
}

impl Selection {
    fn new(items: Vec<u32>, spots: &[Option<Spot>], marks: &[Marks]) -> Self {
        let is_placed = |item: &u32| spots.get(*item as usize).is_some_and(Option::is_some);
        let (placed, unplaced): (Vec<_>, Vec<_>) = items.iter().copied().partition(is_placed);
        Self {
            items,
            placed: Tree::build(placed, spots, marks),
            unplaced,
        }
    }

    /// Those that pass, by region.
    fn all<'a>(&'a self, sieve: &'a Sieve<'a>) -> impl Iterator<Item = u32> + 'a {
        let items = self.items.iter().copied();
        items.filter(|item| sieve.passes(*item))
    }
}

fn distinct<T: Copy + PartialEq>(values: &[T]) -> impl Iterator<Item = Option<T>> + '_ {
    values
        .iter()
        .enumerate()
        .filter(|(at, value)| !values.iter().take(*at).any(|earlier| earlier == *value))
        .map(|(_, value)| Some(*value))
}

fn is_provincial(row: &OrganizationRow) -> bool {
    !is_below_province(row.region)
}

fn is_below_province(code: RegionCode) -> bool {
    code.level() != RegionLevel::Province
}

fn card(row: &OrganizationRow, from: Option<Point>, regions: &Regions) -> OrganizationCard {
    let region_name = regions
        .get(row.region)
        .filter(|region| is_below_province(region.code))
        .map(|region| region.full_name.clone());
    let distance = from.zip(row.position).map(|(from, position)| {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "half the Earth's girth is 20 million metres"
        )]
        let metres = from.distance_m(position.point).round() as u32;
        metres
    });
    OrganizationCard {
        id: row.id.clone(),
        name: row.name.clone(),
        kind: row.kind,
        region_name: region_name.unwrap_or_default(),
        distance_m: distance,
        position: row.position,
        hours: row.hours.clone(),
        fee: row.fee,
        services: row.services.clone(),
        phones: row.phones.clone(),
    }
}

/// The organization as other resources mention it.
pub fn reference(row: &OrganizationRow) -> OrganizationRef {
    OrganizationRef {
        id: row.id.clone(),
        name: row.name.clone(),
        phones: row.phones.clone(),
        address: row.address.clone(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod samples {
    use contract::kinds::OrganizationKind;
    use contract::organization::DataSource;

    use super::*;

    /// An organization about which nothing else is known.
    pub(in super::super) fn organization(id: usize, region: &str) -> OrganizationRow {
        OrganizationRow {
            id: format!("{id:04}"),
            key: None,
            name: format!("组织{id}"),
            kind: OrganizationKind::PeoplesCommittee,
            level: None,
            parent: None,
            region: RegionCode::parse(region).unwrap(),
            address: None,
            position: None,
            phones: Vec::new(),
            hours: Vec::new(),
            hours_note: None,
            fee: None,
            tariff_url: None,
            license: None,
            fields: Vec::new(),
            fields_from_name: false,
            services: Vec::new(),
            brand: None,
            step_free: None,
            languages: Vec::new(),
            mediators: Vec::new(),
            cases: Vec::new(),
            source: DataSource {
                title: "名册".to_owned(),
                url: None,
                published: None,
                verified: None,
            },
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use std::sync::LazyLock;

    use contract::geo::{Position, Precision};
    use contract::hours::{OpeningSpan, is_open};
    use contract::kinds::{Fee, Language, Level, OpenTime, OrganizationKind, Service};
    use contract::organization::Count;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::samples::organization;
    use super::*;

    static REGIONS: LazyLock<Regions> = LazyLock::new(Regions::bundled);

    const CODES: &[&str] = &[
        "320000",
        "320100",
        "320106",
        "320106001",
        "320106009",
        "320102",
        "320500",
        "320576",
        "320583",
        "320302",
        "320412",
    ];
    const FIELDS: &[DisputeField] = &[DisputeField::Labor, DisputeField::Family];
    const KINDS: &[OrganizationKind] = &[
        OrganizationKind::PeoplesCommittee,
        OrganizationKind::DisputeCenter,
    ];
    const SERVICES: &[Service] = &[Service::OnlineMediation];

    const LANGUAGES: &[Language] = &[Language::Wu, Language::English];
    const LEVELS: &[Level] = &[Level::County, Level::Township];
    const FEES: &[Fee] = &[Fee::Free, Fee::FreeByLaw, Fee::Tariff];
    /// Monday, three in the afternoon.
    const NOW: WeekMinute = WeekMinute {
        day: 1,
        minute: 15 * 60,
    };
    /// Office hours, an evening, a weekend: opening day and minutes.
    const HOURS: &[&[(u8, u16, u16)]] = &[
        &[],
        &[(1, 540, 720), (1, 840, 1050)],
        &[(1, 1000, 1260)],
        &[(6, 540, 720)],
    ];

    fn hours(spans: &[(u8, u16, u16)]) -> Vec<OpeningSpan> {
        let span = |(day, opens, closes): &(u8, u16, u16)| OpeningSpan {
            day: *day,
            opens: *opens,
            closes: *closes,
        };
        spans.iter().map(span).collect()
    }

    prop_compose! {
        /// A coarse grid, so that equal points and equal distances are common.
        fn organizations()(parts in proptest::collection::vec((
            (select(CODES), proptest::option::of((0i8..8, 0i8..8)), select(KINDS)),
            proptest::collection::vec(select(FIELDS), 0..3), proptest::collection::vec(select(SERVICES), 0..2),
            (proptest::option::of(select(LEVELS)), proptest::option::of(select(FEES)), select(HOURS)),
            (proptest::option::of(any::<bool>()), proptest::collection::vec(select(LANGUAGES), 0..2)),
        ), 0..150)) -> Vec<OrganizationRow> {
            parts.into_iter().enumerate().map(|(id, ((region, grid, kind), fields, services, (level, fee, spans), (step_free, languages)))| OrganizationRow {
                position: grid.map(|(north, east)| Position {
                    point: Point::new(31.0 + f64::from(north) / 2.0, 117.0 + f64::from(east) / 2.0).unwrap(),
                    precision: Precision::Exact,
                }),
                kind,
                level,
                fee,
                fields,
                services,
                hours: hours(spans),
                step_free,
                languages,
                ..organization(id, region)
            }).collect()
        }
    }

    prop_compose! {
        fn queries()(
            place in places(),
            field in proptest::option::of(select(FIELDS)),
            kind in proptest::option::of(select(KINDS)),
            service in proptest::option::of(select(SERVICES)),
            level in proptest::option::weighted(0.2, select(LEVELS)),
            open in proptest::option::weighted(0.2, select(OpenTime::ALL)),
            language in proptest::option::weighted(0.2, select(LANGUAGES)),
            (free, step_free) in (proptest::bool::weighted(0.2), proptest::bool::weighted(0.2)),
        ) -> SearchQuery {
            SearchQuery { field, kind, service, level, open, free, step_free, language, place, offset: 0 }
        }
    }

    /// Whether an organization is what is searched for, wherever it is.
    fn matches(row: &OrganizationRow, query: &SearchQuery) -> bool {
        query.field.is_none_or(|field| row.fields.contains(&field))
            && query.kind.is_none_or(|kind| row.kind == kind)
            && query
                .service
                .is_none_or(|service| row.services.contains(&service))
            && query.level.is_none_or(|level| row.level == Some(level))
            && query.open.is_none_or(|when| is_open(&row.hours, when, NOW))
            && query
                .language
                .is_none_or(|language| row.languages.contains(&language))
            && (!query.free || matches!(row.fee, Some(Fee::Free | Fee::FreeByLaw)))
            && (!query.step_free || row.step_free == Some(true))
    }

    fn places() -> impl Strategy<Value = Option<Place>> {
        let near = (30i8..36, 116i8..122)
            .prop_map(|(lat, lon)| Place::Near(Point::new(lat.into(), lon.into()).unwrap()));
        let within = select(CODES).prop_map(|code| Place::In(RegionCode::parse(code).unwrap()));
        proptest::option::of(prop_oneof![near, within])
    }

    /// The order that `Index::search` documents, found by sorting everything.
    fn scan(rows: &[OrganizationRow], query: &SearchQuery) -> Vec<String> {
        let mut found: Vec<_> = rows.iter().filter(|row| matches(row, query)).collect();
        let (centre, code) = match query.place {
            Some(Place::Near(point)) => (Some(point), None),
            Some(Place::In(code)) => (
                REGIONS
                    .get(code)
                    .unwrap()
                    .position
                    .map(|position| position.point),
                Some(code),
            ),
            None => (None, None),
        };
        let ring = |row: &OrganizationRow| match code.and_then(|code| row.region.common(code)) {
            Some(common) if code != Some(RegionCode::JIANGSU) => match common.level() {
                RegionLevel::Province => 3,
                RegionLevel::City => 2,
                RegionLevel::County => 1,
                _ => 0,
            },
            _ => 3,
        };
        found.sort_by(|one, other| {
            let key = |row: &OrganizationRow| {
                let distance = match (centre, row.position) {
                    (Some(from), Some(to)) => gap(nearest::spot(from), nearest::spot(to.point)),
                    (Some(_), None) => f64::INFINITY,
                    (None, _) => 0.0,
                };
                let unplaced = centre.is_some() && row.position.is_none();
                let last = is_provincial(row) && (unplaced || centre.is_none());
                let tie = (is_provincial(row), row.region, row.id.clone());
                ((ring(row), last), distance, tie)
            };
            let (one, other) = (key(one), key(other));
            one.0
                .cmp(&other.0)
                .then(one.1.total_cmp(&other.1))
                .then(one.2.cmp(&other.2))
        });
        found.into_iter().map(|row| row.id.clone()).collect()
    }

    proptest! {
        #[test]
        fn finds_what_a_scan_finds(rows in organizations(), mut query in queries()) {
            let expected = scan(&rows, &query);
            let index = Index::build(1, rows);
            let mut found = Vec::new();
            loop {
                let page = index.search(&query, &REGIONS, NOW).unwrap();
                prop_assert_eq!(page.total as usize, expected.len());
                found.extend(page.organizations.into_iter().map(|card| card.id));
                match page.next_offset {
                    Some(next) => query.offset = next as usize,
                    None => break,
                }
            }
            prop_assert_eq!(found, expected);
        }
    }

    proptest! {
        #[test]
        fn counts_what_a_search_would_find(rows in organizations(), query in queries()) {
            let index = Index::build(1, rows.clone());
            let counts = index.counts(&query, NOW);
            let found = |query: SearchQuery| {
                u32::try_from(rows.iter().filter(|row| matches(row, &query)).count()).unwrap()
            };
            fn expected<T: Copy>(values: &[T], found: impl Fn(T) -> u32) -> Vec<Count<T>> {
                let counts = values.iter().map(|value| Count { value: *value, count: found(*value) });
                counts.filter(|count| count.count > 0).collect()
            }
            prop_assert_eq!(counts, FilterCounts {
                fields: expected(DisputeField::ALL, |field| found(SearchQuery { field: Some(field), ..query })),
                kinds: expected(OrganizationKind::ALL, |kind| found(SearchQuery { kind: Some(kind), ..query })),
                levels: expected(Level::ALL, |level| found(SearchQuery { level: Some(level), ..query })),
                services: expected(Service::ALL, |service| found(SearchQuery { service: Some(service), ..query })),
                languages: expected(Language::ALL, |language| found(SearchQuery { language: Some(language), ..query })),
                open: expected(OpenTime::ALL, |open| found(SearchQuery { open: Some(open), ..query })),
                free: found(SearchQuery { free: true, ..query }),
                step_free: found(SearchQuery { step_free: true, ..query }),
            });
        }

        #[test]
        fn widens_to_the_smallest_region_that_has_any(rows in organizations(), query in queries()) {
            let index = Index::build(1, rows.clone());
            let view = index.search(&query, &REGIONS, NOW).unwrap();
            let expected = match query.place {
                Some(Place::In(code)) if is_below_province(code) => {
                    let has_any = |ring: &RegionCode| rows.iter().any(|row| matches(row, &query) && ring.contains(row.region));
                    let mut rings = std::iter::successors(Some(code), |ring| ring.parent());
                    rings.find(has_any).filter(|ring| *ring != code)
                }
                _ => None,
            };
            prop_assert_eq!(view.widened_to.map(|region| region.code), expected);
        }
    }

    #[test]
    fn paging_stops_at_the_furthest_offset() {
        let rows = (0..1000).map(|id| organization(id, "320106")).collect();
        let index = Index::build(1, rows);
        let at = |offset| {
            let query = SearchQuery {
                offset,
                ..SearchQuery::default()
            };
            index.search(&query, &REGIONS, NOW).unwrap()
        };
        assert_eq!((at(0).total, at(0).next_offset), (1000, Some(20)));
        assert_eq!(at(MAX_OFFSET).next_offset, None);
        assert_eq!(at(MAX_OFFSET).organizations.len(), PAGE_SIZE);
    }

    #[test]
    fn tells_the_distance_only_from_a_point() {
        let position = Position {
            point: Point::new(32.0, 118.8).unwrap(),
            precision: Precision::Exact,
        };
        let row = OrganizationRow {
            position: Some(position),
            ..organization(1, "320106")
        };
        let index = Index::build(1, vec![row, organization(2, "320000")]);
        let search = |place| {
            let query = SearchQuery {
                place,
                ..SearchQuery::default()
            };
            index
                .search(&query, &REGIONS, NOW)
                .map(|view| view.organizations)
        };
        let near = search(Point::new(32.01, 118.8).map(Place::Near)).unwrap();
        assert_eq!(near[0].distance_m, Some(1112));
        assert_eq!(
            (near[1].distance_m, near[1].region_name.as_str()),
            (None, "")
        );
        let inside = search(RegionCode::parse("320106").map(Place::In)).unwrap();
        assert_eq!(inside[0].distance_m, None);
        assert_eq!(inside[0].region_name, "南京市 鼓楼区");
        assert_eq!(
            search(RegionCode::parse("110101").map(Place::In)),
            Err(UnknownRegion)
        );
    }

    #[test]
    fn shows_everything_known() {
        let child = OrganizationRow {
            parent: Some("0001".to_owned()),
            ..organization(2, "320000")
        };
        let index = Index::build(7, vec![child, organization(1, "320106")]);
        assert_eq!((index.version(), index.len()), (7, 2));
        let view = index.view(index.get("0002").unwrap(), &REGIONS);
        assert_eq!(view.region, None);
        assert_eq!(view.parent.unwrap().name, "组织1");
        assert_eq!(index.get("0003"), None);
    }
}
