//! Search over the directory: every combination of filters has its organizations ready, ordered once for
//! searches near a point and once for searches in a region.

use std::collections::HashMap;

use contract::geo::Point;
use contract::kinds::{DisputeField, OrganizationKind, Service};
use contract::organization::{
    MAX_OFFSET, OrganizationCard, OrganizationRef, OrganizationView, PAGE_SIZE, Place, SearchQuery,
    SearchView,
};
use contract::region::{RegionCode, RegionLevel};

use super::Regions;
use super::nearest::{self, Spot, Tree, gap};
use crate::store::OrganizationRow;

/// The region searched in is not in the list of regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such region")]
pub struct UnknownRegion;

/// What a search may be narrowed by.
type Filter = (
    Option<DisputeField>,
    Option<OrganizationKind>,
    Option<Service>,
);

/// Every organization, ordered for every search.
#[derive(Debug)]
pub struct Index {
    version: i64,
    /// Ordered by id, so that a lower place breaks a tie the same way every time.
    rows: Vec<OrganizationRow>,
    /// Where each of them lies.
    spots: Vec<Option<Spot>>,
    by_filter: HashMap<Filter, Selection>,
}

/// The organizations that pass a filter, by their place in the index.
#[derive(Debug, Default)]
struct Selection {
    /// Those of the whole province last, the others by region code: what lies in a region lies together.
    by_region: Vec<u32>,
    /// Those with a position.
    placed: Tree,
    /// Those without one, those of the whole province last.
    unplaced: Vec<u32>,
}

impl Index {
    /// Builds the index.
    pub fn build(version: i64, mut rows: Vec<OrganizationRow>) -> Self {
        rows.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        let spots: Vec<_> = rows
            .iter()
            .map(|row| row.position.map(|position| nearest::spot(position.point)))
            .collect();
        let mut by_region: Vec<(u32, &OrganizationRow)> = (0..).zip(&rows).collect();
        by_region.sort_by_key(|(_, row)| (is_provincial(row), row.region));
        let mut members: HashMap<Filter, Vec<u32>> = HashMap::new();
        for (item, row) in by_region {
            for filter in filters(row) {
                members.entry(filter).or_default().push(item);
            }
        }
        let by_filter = members
            .into_iter()
            .map(|(filter, by_region)| (filter, Selection::new(by_region, &rows, &spots)))
            .collect();
        Self {
            version,
            rows,
            spots,
            by_filter,
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
        let place = self
            .rows
            .binary_search_by(|row| row.id.as_str().cmp(id))
            .ok()?;
        self.rows.get(place)
    }

    /// One page of a search. Near a point: by distance, those without a position last. In a region: those
    /// in it, then those in the same county, the same city and the rest of the province, each by distance
    /// from the region's point. Anywhere: by region. Those that serve the whole province and have no
    /// position come last; ties go by id.
    pub fn search(
        &self,
        query: &SearchQuery,
        regions: &Regions,
    ) -> Result<SearchView, UnknownRegion> {
        let region = match query.place {
            Some(Place::In(code)) => Some(regions.get(code).ok_or(UnknownRegion)?),
            _ => None,
        };
        let nothing = Selection::default();
        let selection = self
            .by_filter
            .get(&(query.field, query.kind, query.service))
            .unwrap_or(&nothing);
        let page = |found: &mut dyn Iterator<Item = u32>| -> Vec<u32> {
            found.skip(query.offset).take(PAGE_SIZE).collect()
        };
        let point = match query.place {
            Some(Place::Near(point)) => Some(point),
            _ => None,
        };
        let found = match (point, region) {
            (Some(point), _) => page(&mut self.near(selection, nearest::spot(point))),
            (None, Some(region)) if region.code.level() != RegionLevel::Province => {
                let centre = region
                    .position
                    .map(|position| nearest::spot(position.point));
                self.in_region(selection, region.code, centre, query.offset)
            }
            _ => page(&mut selection.by_region.iter().copied()),
        };
        let total = selection.by_region.len();
        let next = query.offset + PAGE_SIZE;
        Ok(SearchView {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            region: region.cloned(),
            organizations: found
                .into_iter()
                .filter_map(|item| self.rows.get(item as usize))
                .map(|row| card(row, point, regions))
                .collect(),
            next_offset: (next < total && next <= MAX_OFFSET)
                .then(|| u32::try_from(next).unwrap_or(u32::MAX)),
        })
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
            source: row.source.clone(),
        }
    }

    fn near<'a>(&'a self, selection: &'a Selection, from: Spot) -> impl Iterator<Item = u32> + 'a {
        let placed = selection.placed.nearest(from, &self.spots);
        placed.chain(selection.unplaced.iter().copied())
    }

    /// One page of the organizations ordered by how much of the region they share, then by distance.
    fn in_region(
        &self,
        selection: &Selection,
        code: RegionCode,
        centre: Option<Spot>,
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
                .filter_map(|place| selection.by_region.get(place).copied())
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
                .near(selection, centre.unwrap_or_default())
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
        let start = selection.by_region.partition_point(before);
        let inside = selection
            .by_region
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
    fn new(by_region: Vec<u32>, rows: &[OrganizationRow], spots: &[Option<Spot>]) -> Self {
        let is_placed = |item: &u32| spots.get(*item as usize).is_some_and(Option::is_some);
        let (placed, mut unplaced): (Vec<_>, Vec<_>) =
            by_region.iter().copied().partition(is_placed);
        unplaced.sort_by_key(|item| (rows.get(*item as usize).is_some_and(is_provincial), *item));
        Self {
            by_region,
            placed: Tree::build(placed, spots),
            unplaced,
        }
    }
}

/// Every filter that an organization passes.
fn filters(row: &OrganizationRow) -> impl Iterator<Item = Filter> + '_ {
    let fields = std::iter::once(None).chain(distinct(&row.fields));
    fields.flat_map(move |field| {
        [None, Some(row.kind)].into_iter().flat_map(move |kind| {
            std::iter::once(None)
                .chain(distinct(&row.services))
                .map(move |service| (field, kind, service))
        })
    })
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
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use std::sync::LazyLock;

    use contract::geo::{Position, Precision};
    use contract::organization::DataSource;
    use proptest::prelude::*;
    use proptest::sample::select;

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

    fn organization(id: usize, region: &str) -> OrganizationRow {
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
            source: DataSource {
                title: "名册".to_owned(),
                url: None,
                published: None,
                verified: None,
            },
        }
    }

    prop_compose! {
        /// A coarse grid, so that equal points and equal distances are common.
        fn organizations()(parts in proptest::collection::vec((
            select(CODES), proptest::option::of((0i8..8, 0i8..8)), select(KINDS),
            proptest::collection::vec(select(FIELDS), 0..3), proptest::collection::vec(select(SERVICES), 0..2),
        ), 0..150)) -> Vec<OrganizationRow> {
            parts.into_iter().enumerate().map(|(id, (region, grid, kind, fields, services))| OrganizationRow {
                position: grid.map(|(north, east)| Position {
                    point: Point::new(31.0 + f64::from(north) / 2.0, 117.0 + f64::from(east) / 2.0).unwrap(),
                    precision: Precision::Exact,
                }),
                kind,
                fields,
                services,
                ..organization(id, region)
            }).collect()
        }
    }

    fn places() -> impl Strategy<Value = Option<Place>> {
        let near = (30i8..36, 116i8..122)
            .prop_map(|(lat, lon)| Place::Near(Point::new(lat.into(), lon.into()).unwrap()));
        let within = select(CODES).prop_map(|code| Place::In(RegionCode::parse(code).unwrap()));
        proptest::option::of(prop_oneof![near, within])
    }

    /// The order that `Index::search` documents, found by sorting everything.
    fn scan(rows: &[OrganizationRow], query: &SearchQuery) -> Vec<String> {
        let mut found: Vec<_> = rows
            .iter()
            .filter(|row| query.field.is_none_or(|field| row.fields.contains(&field)))
            .filter(|row| query.kind.is_none_or(|kind| row.kind == kind))
            .filter(|row| {
                query
                    .service
                    .is_none_or(|service| row.services.contains(&service))
            })
            .collect();
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
                let by_region = centre.is_none().then_some(row.region);
                ((ring(row), last), distance, (by_region, row.id.clone()))
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
        fn finds_what_a_scan_finds(
            rows in organizations(),
            place in places(),
            field in proptest::option::of(select(FIELDS)),
            kind in proptest::option::of(select(KINDS)),
            service in proptest::option::of(select(SERVICES)),
        ) {
            let mut query = SearchQuery { field, kind, service, place, offset: 0 };
            let expected = scan(&rows, &query);
            let index = Index::build(1, rows);
            let mut found = Vec::new();
            loop {
                let page = index.search(&query, &REGIONS).unwrap();
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

    #[test]
    fn paging_stops_at_the_furthest_offset() {
        let rows = (0..1000).map(|id| organization(id, "320106")).collect();
        let index = Index::build(1, rows);
        let at = |offset| {
            let query = SearchQuery {
                offset,
                ..SearchQuery::default()
            };
            index.search(&query, &REGIONS).unwrap()
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
                .search(&query, &REGIONS)
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
