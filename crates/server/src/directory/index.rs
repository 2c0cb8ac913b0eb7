//! Search over the directory: trees order organizations by where they lie, and what filters ask of them sieves
//! them as they come.
//!
//! A search that finds few organizations goes through these alone; one that finds many is done after a few
//! steps of the tree. Near a point the cost so grows with the logarithm of the number of organizations, in a
//! region with the number of organizations of its county, or of its city where its county has too few.

use std::cmp::Ordering;
use std::ops::Range;

use contract::geo::Point;
use contract::hours::WeekMinute;
use contract::organization::{
    FilterCounts, MAX_OFFSET, OrganizationCard, OrganizationRef, OrganizationView, PAGE_SIZE,
    Place, SearchQuery,
};
use contract::record::TrackRecord;
use contract::region::{RegionCode, RegionLevel};
use indexmap::IndexSet;

use super::Regions;
use super::answer::{Card, SearchAnswer};
use super::counts;
use super::marks::Marks;
use super::nearest::{self, NOWHERE, Spot, Trees, gap, is_placed};
use super::packed::{Address, Packed};
use super::patterns::{Patterns, Sieve};
use super::standing::Standing;
use super::text::{Fit, Names};
use crate::store::OrganizationRow;

/// Up to so many organizations are put in order one by one.
const FEW: usize = 512;
/// So many of the nearest are looked at together to put specialists first: a few pages, so that one a little
/// further away is not missed where many are near.
const WINDOW: usize = 3 * PAGE_SIZE;

/// The region searched in is not in the list of regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such region")]
pub struct UnknownRegion;

/// Every organization, ordered for every search. An organization is named by its place in this order: by
/// region, those of the whole province last, then by id. What lies in a region so lies together, and a lower
/// place breaks a tie the same way every time.
#[derive(Debug)]
pub struct Index {
    version: i64,
    packed: Packed,
    /// By place: where its record lies, its region, where it lies itself.
    addresses: Vec<Address>,
    regions: Vec<RegionCode>,
    spots: Vec<Spot>,
    patterns: Patterns,
    /// All places, ordered by id.
    by_id: Vec<u32>,
    /// Those with a position.
    trees: Trees,
    /// Those without one.
    unplaced: Vec<u32>,
    names: Names,
    /// See [`FEW`].
    few: usize,
}

/// An index in the making: organizations are packed as they come.
#[derive(Debug, Default)]
pub struct Builder {
    packed: Packed,
    patterns: IndexSet<(Marks, u32)>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    address: Address,
    region: RegionCode,
    spot: Spot,
    pattern: u32,
}

impl Builder {
    /// Takes in an organization.
    pub fn add(&mut self, row: &OrganizationRow) {
        let (address, timetable) = self.packed.add(row);
        let (pattern, _) = self.patterns.insert_full((Marks::of(row), timetable));
        self.entries.push(Entry {
            address,
            region: row.region,
            spot: row
                .position
                .map_or(NOWHERE, |position| nearest::spot(position.point)),
            pattern: u32::try_from(pattern).unwrap_or(u32::MAX),
        });
    }

    /// Puts everything in order.
    pub fn build(self, version: i64) -> Index {
        let Self {
            packed,
            patterns,
            mut entries,
        } = self;
        entries.sort_unstable_by(|one, other| {
            let key = |entry: &Entry| (!is_below_province(entry.region), entry.region);
            let id = |entry: &Entry| packed.id(entry.address);
            key(one)
                .cmp(&key(other))
                .then_with(|| id(one).cmp(id(other)))
        });
        let which = entries.iter().map(|entry| entry.pattern).collect();
        let patterns = Patterns::new(patterns, which);
        let addresses: Vec<_> = entries.iter().map(|entry| entry.address).collect();
        let regions = entries.iter().map(|entry| entry.region).collect();
        let spots: Vec<_> = entries.iter().map(|entry| entry.spot).collect();
        drop(entries);
        let places = || {
            (0..)
                .zip(&spots)
                .map(|(item, spot)| (item, is_placed(*spot)))
        };
        let placed = places().filter_map(|(item, is_placed)| is_placed.then_some(item));
        let placed: Vec<_> = placed.collect();
        let unplaced = places().filter_map(|(item, is_placed)| (!is_placed).then_some(item));
        let mut by_id: Vec<u32> = (0..).zip(&addresses).map(|(item, _)| item).collect();
        let id = |item: &u32| addresses.get(*item as usize).map(|at| packed.id(*at));
        by_id.sort_unstable_by(|one, other| id(one).cmp(&id(other)));
        Index {
            version,
            trees: Trees::plant(&placed, &spots, &patterns),
            unplaced: unplaced.collect(),
            names: Names::new(|item| addresses.get(item).map(|at| packed.names(*at))),
            packed,
            addresses,
            regions,
            spots,
            patterns,
            by_id,
            few: FEW,
        }
    }
}

impl Index {
    /// The directory version it was built from.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// How many organizations it holds.
    pub fn len(&self) -> usize {
        self.addresses.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty()
    }

    /// The organization with this id.
    pub fn get(&self, id: &str) -> Option<OrganizationRow> {
        self.find(id).and_then(|item| self.row(item))
    }

    fn find(&self, id: &str) -> Option<u32> {
        let order = |item: &u32| {
            let address = self.addresses.get(*item as usize);
            address.map_or("", |at| self.packed.id(*at)).cmp(id)
        };
        let place = self.by_id.binary_search_by(order).ok()?;
        self.by_id.get(place).copied()
    }

    /// One page of a search at this moment of the week. Near a point: by distance, those without a position
    /// last. In a region: those in it, then those in the same county, the same city and the rest of the
    /// province, each by distance from the region's point. Anywhere, by how they stand ([`Standing`]).
    ///
    /// A few hundred metres matter less than the right address: among the nearest [`WINDOW`], and again among
    /// the next, those told as equally many kilometres are equally near. Then specialists for the dispute come
    /// before those who take every dispute, and those within a company last; after that the nearer one. Ties go
    /// by region and id, those that serve the whole province last.
    pub fn search<'a>(
        &'a self,
        query: &SearchQuery,
        regions: &'a Regions,
        now: WeekMinute,
    ) -> Result<SearchAnswer<'a>, UnknownRegion> {
        let region = match query.place {
            Some(Place::In(code)) => Some(regions.get(code).ok_or(UnknownRegion)?),
            _ => None,
        };
        let point = match query.place {
            Some(Place::Near(point)) => Some(point),
            _ => None,
        };
        let below_province = region.filter(|region| is_below_province(region.code));
        let centre = below_province.and_then(|region| region.position);
        let order = Order {
            from: point
                .or(centre.map(|position| position.point))
                .map(nearest::spot),
            region: below_province.map(|region| region.code),
        };
        let sieve = Sieve::new(query, now, &self.patterns, &self.packed);
        let total = sieve.total() as usize;
        let next = query.offset + PAGE_SIZE;
        let wanted = next.next_multiple_of(WINDOW);
        let mut found = if total <= self.few {
            self.sorted(&sieve, &order)
        } else if let Some(code) = order.region {
            self.in_region(code, &order, &sieve, wanted)
        } else {
            self.anywhere(&order, &sieve, wanted, 0..0)
        };
        if order.from.is_some() {
            let windows = found.chunks_mut(WINDOW).skip(query.offset / WINDOW).take(2);
            windows.for_each(|window| put_specialists_first(window, &sieve));
        }
        let widened_to = order.region.and_then(|code| {
            let nearest = self.region(found.first()?.item)?;
            code.common(nearest).filter(|common| *common != code)
        });
        let page = found.into_iter().skip(query.offset).take(PAGE_SIZE);
        let page: Vec<u32> = page.map(|candidate| candidate.item).collect();
        Ok(SearchAnswer {
            total: sieve.total(),
            region,
            widened_to: widened_to.and_then(|code| regions.get(code)),
            organizations: self.cards(&page, point, regions),
            next_offset: (next < total && next <= MAX_OFFSET)
                .then(|| u32::try_from(next).unwrap_or(u32::MAX)),
        })
    }

    /// For every value of every filter, how many it would find beside the other filters of the search.
    pub fn counts(&self, query: &SearchQuery, now: WeekMinute) -> FilterCounts {
        counts::count(query, now, &self.patterns, &self.packed)
    }

    /// The organizations whose name or brand fits a text best, at most so many; those within a region first.
    pub(super) fn named(
        &self,
        text: &str,
        within: Option<RegionCode>,
        most: usize,
    ) -> Vec<OrganizationRow> {
        let first = within.filter(|code| is_below_province(*code));
        let first = first.map(|code| self.range(code)).unwrap_or_default();
        let mut fits = self.names.find(text, first);
        let order = |fit: &Fit| {
            let region = self.region(fit.item);
            let is_outside = |code: RegionCode| region.is_none_or(|region| !code.contains(region));
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
        let fits = fits.into_iter();
        fits.filter_map(|fit| self.row(fit.item)).collect()
    }

    /// Whether there is an organization with this id.
    pub fn has(&self, id: &str) -> bool {
        self.find(id).is_some()
    }

    /// Everything known about an organization of the directory. One that has left it has no page: searches
    /// must not lead to it, and who follows a request to it reads its name and contact with the request.
    pub(super) fn view(
        &self,
        id: &str,
        regions: &Regions,
        record: Option<TrackRecord>,
    ) -> Option<OrganizationView> {
        let row = self.get(id)?;
        let parent = row.parent.as_deref().and_then(|id| self.get(id));
        Some(OrganizationView {
            card: OrganizationCard {
                id: row.id,
                name: row.name,
                kind: row.kind,
                region_name: region_name(row.region, regions).to_owned(),
                distance_m: None,
                position: row.position,
                hours: row.hours,
                fee: row.fee,
                services: row.services,
                phones: row.phones,
            },
            level: row.level,
            region: Some(row.region).filter(|code| *code != RegionCode::JIANGSU),
            parent: parent.as_ref().map(reference),
            fields: row.fields,
            fields_from_name: row.fields_from_name,
            address: row.address,
            hours_note: row.hours_note,
            tariff_url: row.tariff_url,
            license: row.license,
            brand: row.brand,
            step_free: row.step_free,
            languages: row.languages,
            mediators: row.mediators,
            cases: row.cases,
            record,
            source: row.source,
        })
    }

    /// What is shown of these organizations.
    fn cards<'a>(
        &'a self,
        items: &[u32],
        from: Option<Point>,
        regions: &'a Regions,
    ) -> Vec<Card<'a>> {
        // Each lies elsewhere in memory. Step by step for all of them, the processor waits for many at a time.
        let address = |item: &u32| self.addresses.get(*item as usize).copied();
        let addresses: Vec<_> = items.iter().map(address).collect();
        let record = |at: &Option<Address>| self.packed.record((*at)?);
        let records: Vec<_> = addresses.iter().map(record).collect();
        let cards = records.into_iter().zip(items).filter_map(|(record, item)| {
            let card = self.packed.card(record?)?;
            let distance = from.zip(card.position).map(|(from, position)| {
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "half the Earth's girth is 20 million metres"
                )]
                let metres = from.distance_m(position.point).round() as u32;
                metres
            });
            Some(Card {
                region_name: region_name(self.region(*item)?, regions),
                distance_m: distance,
                ..card
            })
        });
        cards.collect()
    }

    fn row(&self, item: u32) -> Option<OrganizationRow> {
        let address = self.addresses.get(item as usize)?;
        self.packed.row(*address, self.region(item)?)
    }

    fn region(&self, item: u32) -> Option<RegionCode> {
        self.regions.get(item as usize).copied()
    }

    /// As many of those that pass as are wanted, but for those to be left out: from the nearest on, and last
    /// those without a position; by how they stand when there is no point to be near to.
    fn anywhere(
        &self,
        order: &Order,
        sieve: &Sieve<'_>,
        wanted: usize,
        left_out: Range<u32>,
    ) -> Vec<Candidate> {
        let candidate = |item: u32| {
            let pattern = sieve.passing(item).filter(|_| !left_out.contains(&item))?;
            Some(self.candidate(item, pattern, order, sieve))
        };
        match order.from {
            Some(from) => {
                let tree = self.trees.of(sieve.field());
                let placed = tree.nearest(from, sieve, wanted, left_out.clone());
                let placed = placed.into_iter().map(|found| Candidate {
                    ring: self.ring(found.item(), order),
                    gap: found.gap(),
                    item: found.item(),
                    pattern: found.pattern,
                });
                let unplaced = self.unplaced.iter().copied().filter_map(candidate);
                placed.chain(unplaced).take(wanted).collect()
            }
            None => {
                let all = || (0..).zip(&self.addresses).map(|(item, _)| item);
                let all = in_standing(|| all().filter_map(candidate), sieve);
                all.take(wanted).collect()
            }
        }
    }

    /// All that pass in their order.
    fn sorted(&self, sieve: &Sieve<'_>, order: &Order) -> Vec<Candidate> {
        let all = sieve.all();
        let all = all.map(|(item, pattern)| self.candidate(item, pattern, order, sieve));
        let mut all: Vec<_> = all.collect();
        all.sort_unstable_by(compare);
        all
    }

    /// As many of those that pass as are wanted: from the region outwards to its city, then the nearest of
    /// the rest.
    fn in_region(
        &self,
        code: RegionCode,
        order: &Order,
        sieve: &Sieve<'_>,
        wanted: usize,
    ) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        let mut inner: Option<Range<u32>> = None;
        let rings = std::iter::successors(Some(code), |code| code.parent());
        for ring in rings.take_while(|code| is_below_province(*code)) {
            let missing = wanted.saturating_sub(found.len());
            if missing == 0 {
                break;
            }
            let outer = self.range(ring);
            let seen = inner.clone().unwrap_or(outer.start..outer.start);
            let mut fresh: Vec<_> = (outer.start..seen.start)
                .chain(seen.end..outer.end)
                .filter_map(|item| {
                    let pattern = sieve.passing(item)?;
                    Some(self.candidate(item, pattern, order, sieve))
                })
                .collect();
            if missing < fresh.len() {
                fresh.select_nth_unstable_by(missing, compare);
                fresh.truncate(missing);
            }
            fresh.sort_unstable_by(compare);
            found.extend(fresh);
            inner = Some(outer);
        }
        if found.len() < wanted {
            let missing = wanted - found.len();
            let seen = inner.unwrap_or_default();
            found.extend(self.anywhere(order, sieve, missing, seen));
        }
        found
    }

    /// The places of a region's organizations.
    fn range(&self, code: RegionCode) -> Range<u32> {
        let before = |region: &RegionCode| is_below_province(*region) && *region < code;
        let start = self.regions.partition_point(before);
        let inside = self.regions.get(start..).unwrap_or_default();
        let end = start + inside.partition_point(|region| code.contains(*region));
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        place(start)..place(end)
    }

    /// An organization that passes, at its place in this order.
    fn candidate(&self, item: u32, pattern: u32, order: &Order, sieve: &Sieve<'_>) -> Candidate {
        let spot = || self.spots.get(item as usize).copied().unwrap_or(NOWHERE);
        let gap = match order.from.map(|from| (from, spot())) {
            Some((from, spot)) if is_placed(spot) => gap(from, spot),
            Some(_) => f32::INFINITY,
            None => f32::from(sieve.standing(pattern) as u8),
        };
        Candidate {
            ring: self.ring(item, order),
            gap,
            item,
            pattern,
        }
    }

    /// How far outside the region searched in an organization is.
    fn ring(&self, item: u32, order: &Order) -> u8 {
        let common = |code: RegionCode| self.region(item).and_then(|region| code.common(region));
        match order.region.and_then(common).map(RegionCode::level) {
            Some(RegionLevel::Township) => 0,
            Some(RegionLevel::County) => 1,
            Some(RegionLevel::City) => 2,
            _ => 3,
        }
    }
}

/// The order of a search.
struct Order {
    /// Nearest to this first.
    from: Option<Spot>,
    /// Before that, those that share more of this region.
    region: Option<RegionCode>,
}

/// An organization that passes, and where it stands in the order.
struct Candidate {
    /// See [`Index::ring`].
    ring: u8,
    /// How far from the point or, without one, how it stands.
    gap: f32,
    item: u32,
    pattern: u32,
}

fn compare(one: &Candidate, other: &Candidate) -> Ordering {
    one.ring
        .cmp(&other.ring)
        .then(one.gap.total_cmp(&other.gap))
        .then(one.item.cmp(&other.item))
}

/// Puts in order what is near a point: as far as people are told, then by how it stands. It lies by distance.
fn put_specialists_first(window: &mut [Candidate], sieve: &Sieve<'_>) {
    let is_told_alike = |one: &Candidate, other: &Candidate| {
        one.ring == other.ring && nearest::told(one.gap) == nearest::told(other.gap)
    };
    for alike in window.chunk_by_mut(is_told_alike) {
        // A stable order keeps the nearer of equals first.
        alike.sort_by_key(|candidate| sieve.standing(candidate.pattern));
    }
}

/// Items in the order of how they stand: gone through once for each standing that any of them has.
fn in_standing<I: Iterator<Item = Candidate>>(
    items: impl Fn() -> I,
    sieve: &Sieve<'_>,
) -> impl Iterator<Item = Candidate> {
    let standings = Standing::ALL.into_iter();
    standings
        .filter(|standing| sieve.has_standing(*standing))
        .flat_map(move |standing| {
            items().filter(move |one| sieve.standing(one.pattern) == standing)
        })
}

fn is_below_province(code: RegionCode) -> bool {
    code.level() != RegionLevel::Province
}

/// The name of a region below the province, else nothing.
fn region_name(code: RegionCode, regions: &Regions) -> &str {
    let region = regions.get(code).filter(|_| is_below_province(code));
    region.map_or("", |region| &region.full_name)
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

    /// The index of these organizations.
    pub(in super::super) fn index(rows: &[OrganizationRow]) -> Index {
        let mut builder = Builder::default();
        rows.iter().for_each(|row| builder.add(row));
        builder.build(1)
    }

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
    use contract::kinds::{
        DisputeField, Fee, Language, Level, OpenTime, OrganizationKind, Service,
    };
    use contract::organization::{Count, SearchView};
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::samples::{index, organization};
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
        OrganizationKind::EnterpriseCommittee,
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
        /// A coarse grid, so that equal points and equal distances are common; see `along`.
        fn organizations()(parts in proptest::collection::vec((
            (select(CODES), proptest::option::of((0i8..8, 0i8..8)), select(KINDS)),
            proptest::collection::vec(select(FIELDS), 0..3), proptest::collection::vec(select(SERVICES), 0..2),
            (proptest::option::of(select(LEVELS)), proptest::option::of(select(FEES)), select(HOURS)),
            (proptest::option::of(any::<bool>()), proptest::collection::vec(select(LANGUAGES), 0..2)),
        ), 0..150)) -> Vec<OrganizationRow> {
            parts.into_iter().enumerate().map(|(id, ((region, grid, kind), fields, services, (level, fee, spans), (step_free, languages)))| OrganizationRow {
                position: grid.map(|(north, east)| Position {
                    point: Point::new(31.0 + along(north), 117.0 + along(east)).unwrap(),
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

    /// Steps of half a degree, and between two of them one of three hundred metres: not the same place, but
    /// often told as equally far.
    fn along(step: i8) -> f64 {
        f64::from(step / 2) / 2.0 + f64::from(step % 2) * 0.003
    }

    /// What the browser reads of a search.
    fn read(index: &Index, query: &SearchQuery) -> Result<SearchView, UnknownRegion> {
        let answer = index.search(query, &REGIONS, NOW)?;
        let written = String::from_utf8(answer.written()).unwrap();
        Ok(serde_json::from_str(&written).unwrap())
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

    fn is_provincial(row: &OrganizationRow) -> bool {
        !is_below_province(row.region)
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
        let distance = |row: &OrganizationRow| match (centre, row.position) {
            (Some(from), Some(to)) => f64::from(gap(nearest::spot(from), nearest::spot(to.point))),
            (Some(_), None) => f64::INFINITY,
            (None, _) => 0.0,
        };
        let standing = |row: &OrganizationRow| match query.field {
            Some(_) => Standing::of(row),
            None => Standing::of(row).max(Standing::General),
        };
        let told = |row: &OrganizationRow| match distance(row) {
            gap if gap.is_finite() => (2.0 * 6371.0088 * (gap.sqrt() / 2.0).asin())
                .round()
                .max(1.0),
            gap => gap,
        };
        let by = |one: &OrganizationRow,
                  other: &OrganizationRow,
                  far: &dyn Fn(&OrganizationRow) -> f64| {
            ring(one)
                .cmp(&ring(other))
                .then(far(one).total_cmp(&far(other)))
        };
        let tie = |row: &OrganizationRow| (is_provincial(row), row.region, row.id.clone());
        found.sort_by_key(|row| tie(row));
        if centre.is_none() {
            found.sort_by_key(|row| (ring(row), standing(row)));
        } else {
            found.sort_by(|one, other| by(one, other, &distance));
            for window in found.chunks_mut(WINDOW) {
                window.sort_by(|one, other| {
                    by(one, other, &told).then(standing(one).cmp(&standing(other)))
                });
            }
        }
        found.into_iter().map(|row| row.id.clone()).collect()
    }

    proptest! {
        #[test]
        fn finds_what_a_scan_finds(rows in organizations(), mut query in queries(), few in 0_usize..30) {
            let expected = scan(&rows, &query);
            let index = Index { few, ..index(&rows) };
            let mut found = Vec::new();
            loop {
                let page = read(&index, &query).unwrap();
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
            let index = index(&rows);
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
        fn widens_to_the_smallest_region_that_has_any(rows in organizations(), query in queries(), few in 0_usize..30) {
            let index = Index { few, ..index(&rows) };
            let view = read(&index, &query).unwrap();
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
        let rows: Vec<_> = (0..1000).map(|id| organization(id, "320106")).collect();
        let index = index(&rows);
        let at = |offset| {
            let query = SearchQuery {
                offset,
                ..SearchQuery::default()
            };
            read(&index, &query).unwrap()
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
        let index = index(&[row, organization(2, "320000")]);
        let search = |place| {
            let query = SearchQuery {
                place,
                ..SearchQuery::default()
            };
            read(&index, &query).map(|view| view.organizations)
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
        let index = index(&[child, organization(1, "320106")]);
        assert_eq!((index.version(), index.len()), (1, 2));
        let view = index.view("0002", &REGIONS, None).unwrap();
        assert_eq!(view.region, None);
        assert_eq!(view.parent.unwrap().name, "组织1");
        assert_eq!(index.get("0003"), None);
    }
}
