//! What is known about every organization, packed: one record behind the other, and what many organizations
//! share (a timetable, a source, a part of their cards) kept once. A million organizations fit into a fraction of
//! what as many rows of the store would take.

use std::str::SplitTerminator;

use contract::geo::{Point, Position, Precision};
use contract::hours::OpeningSpan;
use contract::kinds::{DisputeField, Fee, Language, Level, OrganizationKind, Service};
use contract::organization::{DataSource, Mediator, PublishedCase};
use contract::region::RegionCode;
use indexmap::IndexSet;
use serde::{Deserialize, Serialize};

use super::answer::Card;
use crate::store::OrganizationRow;

/// Blocks are never moved: a list that doubled while it grew would need three times its room.
const BLOCK: usize = 1 << 20;

/// Before each record stands how many bytes it has.
const LENGTH: usize = size_of::<u32>();

/// All records, in the order they came.
#[derive(Debug, Default)]
pub(super) struct Packed {
    blocks: Vec<Vec<u8>>,
    sources: IndexSet<DataSource>,
    timetables: IndexSet<Vec<OpeningSpan>>,
    alike: IndexSet<Alike>,
    /// The same once more, as it is written on cards.
    written: Vec<Box<str>>,
}

/// What many cards have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Alike {
    kind: OrganizationKind,
    timetable: u32,
    fee: Option<Fee>,
    services: Vec<Service>,
}

impl Alike {
    /// The inside of a JSON object, with these names as `contract::organization::OrganizationCard` has them.
    fn written(&self, hours: &[OpeningSpan]) -> Box<str> {
        #[derive(Serialize)]
        struct Part<'a> {
            kind: OrganizationKind,
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            hours: &'a [OpeningSpan],
            #[serde(skip_serializing_if = "Option::is_none")]
            fee: Option<Fee>,
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            services: &'a [Service],
        }
        let part = Part {
            kind: self.kind,
            hours,
            fee: self.fee,
            services: &self.services,
        };
        // None of these has keys that are no text.
        let object = serde_json::to_string(&part).unwrap_or_default();
        let inside = object
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        inside.unwrap_or_default().into()
    }
}

/// Where a record begins: its block, and the place in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Address {
    block: u32,
    begin: u32,
}

/// One record: what a card shows, then everything else. Closed lists are written as places in them; the
/// region is kept by the index.
#[derive(Serialize, Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    head: Head<'a>,
    #[serde(borrow)]
    rest: Rest<'a>,
}

#[derive(Serialize, Deserialize)]
struct Head<'a> {
    // Bytes: that these are texts is looked at where they are read as such.
    id: &'a [u8],
    name: &'a [u8],
    position: Option<(f64, f64, u8)>,
    /// Each ends its line: reading them takes no list.
    phones: &'a [u8],
    alike: u32,
}

#[derive(Serialize, Deserialize)]
struct Rest<'a> {
    brand: Option<&'a str>,
    key: Option<&'a str>,
    level: Option<u8>,
    parent: Option<&'a str>,
    address: Option<&'a str>,
    hours_note: Option<&'a str>,
    tariff_url: Option<&'a str>,
    license: Option<&'a str>,
    fields: Vec<u8>,
    fields_from_name: bool,
    step_free: Option<bool>,
    languages: Vec<u8>,
    mediators: Vec<(&'a str, Option<&'a str>, Vec<&'a str>)>,
    cases: Vec<(&'a str, Option<&'a str>)>,
    source: u32,
}

impl Packed {
    /// Packs a row behind the others; where it lies and which timetable it has.
    pub(super) fn add(&mut self, row: &OrganizationRow) -> (Address, u32) {
        let timetable = number(&mut self.timetables, &row.hours);
        let alike = Alike {
            kind: row.kind,
            timetable,
            fee: row.fee,
            services: row.services.clone(),
        };
        let alike = number(&mut self.alike, &alike);
        if let Some(new) = self.alike.get_index(self.written.len()) {
            self.written.push(new.written(&row.hours));
        }
        let phones: String = row.phones.iter().flat_map(|phone| [phone, "\n"]).collect();
        let record = Record {
            head: Head {
                id: row.id.as_bytes(),
                name: row.name.as_bytes(),
                position: row.position.map(|Position { point, precision }| {
                    (point.lat, point.lon, place(Precision::ALL, precision))
                }),
                phones: phones.as_bytes(),
                alike,
            },
            rest: Rest {
                brand: row.brand.as_deref(),
                key: row.key.as_deref(),
                level: row.level.map(|level| place(Level::ALL, level)),
                parent: row.parent.as_deref(),
                address: row.address.as_deref(),
                hours_note: row.hours_note.as_deref(),
                tariff_url: row.tariff_url.as_deref(),
                license: row.license.as_deref(),
                fields: places(DisputeField::ALL, &row.fields),
                fields_from_name: row.fields_from_name,
                step_free: row.step_free,
                languages: places(Language::ALL, &row.languages),
                mediators: row.mediators.iter().map(mediator).collect(),
                cases: row.cases.iter().map(case).collect(),
                source: number(&mut self.sources, &row.source),
            },
        };
        let is_full = self.blocks.last().is_none_or(|block| block.len() >= BLOCK);
        if is_full {
            self.blocks.push(Vec::with_capacity(BLOCK + BLOCK / 16));
        }
        let block = self.blocks.len() - 1;
        let mut begin = 0;
        if let Some(bytes) = self.blocks.last_mut() {
            begin = bytes.len();
            bytes.extend([0; LENGTH]);
            // Writing to a list in memory cannot fail.
            let _ = postcard::to_io(&record, &mut *bytes);
            let length = u32::try_from(bytes.len() - begin - LENGTH).unwrap_or(u32::MAX);
            if let Some(place) = bytes.get_mut(begin..begin + LENGTH) {
                place.copy_from_slice(&length.to_le_bytes());
            }
        }
        let address = Address {
            block: u32::try_from(block).unwrap_or(u32::MAX),
            begin: u32::try_from(begin).unwrap_or(u32::MAX),
        };
        (address, timetable)
    }

    /// The different timetables, by their numbers.
    pub(super) fn timetables(&self) -> impl Iterator<Item = &[OpeningSpan]> {
        self.timetables.iter().map(Vec::as_slice)
    }

    /// The id of the organization whose record begins there.
    pub(super) fn id(&self, at: Address) -> &str {
        self.read::<&str>(at).unwrap_or_default()
    }

    /// Its name, and its brand.
    pub(super) fn names(&self, at: Address) -> impl Iterator<Item = &str> {
        let record: Option<Record<'_>> = self.read(at);
        record
            .into_iter()
            .flat_map(|Record { head, rest }| std::iter::once(text(head.name)).chain(rest.brand))
    }

    /// What its card shows, but for its region's name and how far away it is.
    pub(super) fn card<'a>(&'a self, record: &'a [u8]) -> Option<Card<'a>> {
        let head: Head<'_> = read(record)?;
        Some(Card {
            id: head.id,
            name: head.name,
            region_name: "",
            distance_m: None,
            position: head.position.and_then(position),
            alike: self.written.get(head.alike as usize)?,
            phones: head.phones,
        })
    }

    /// Everything about it, as it was packed.
    pub(super) fn row(&self, at: Address, region: RegionCode) -> Option<OrganizationRow> {
        let Record { head, rest } = self.read(at)?;
        let alike = self.alike.get_index(head.alike as usize)?;
        let hours = self.timetables.get_index(alike.timetable as usize);
        Some(OrganizationRow {
            id: text(head.id).to_owned(),
            key: rest.key.map(str::to_owned),
            name: text(head.name).to_owned(),
            kind: alike.kind,
            level: rest.level.map(|level| value(Level::ALL, level)),
            parent: rest.parent.map(str::to_owned),
            region,
            address: rest.address.map(str::to_owned),
            position: head.position.and_then(position),
            phones: lines(text(head.phones)).map(str::to_owned).collect(),
            hours: hours.cloned().unwrap_or_default(),
            hours_note: rest.hours_note.map(str::to_owned),
            fee: alike.fee,
            tariff_url: rest.tariff_url.map(str::to_owned),
            license: rest.license.map(str::to_owned),
            fields: values(DisputeField::ALL, &rest.fields),
            fields_from_name: rest.fields_from_name,
            services: alike.services.clone(),
            brand: rest.brand.map(str::to_owned),
            step_free: rest.step_free,
            languages: values(Language::ALL, &rest.languages),
            mediators: rest
                .mediators
                .into_iter()
                .map(|(name, grade, honours)| Mediator {
                    name: name.to_owned(),
                    grade: grade.map(str::to_owned),
                    honours: owned(&honours),
                })
                .collect(),
            cases: rest
                .cases
                .into_iter()
                .map(|(title, url)| PublishedCase {
                    title: title.to_owned(),
                    url: url.map(str::to_owned),
                })
                .collect(),
            source: self.sources.get_index(rest.source as usize)?.clone(),
        })
    }

    /// The record that begins there.
    pub(super) fn record(&self, at: Address) -> Option<&[u8]> {
        let bytes = self.blocks.get(at.block as usize)?;
        let (length, bytes) = bytes.get(at.begin as usize..)?.split_first_chunk()?;
        bytes.get(..u32::from_le_bytes(*length) as usize)
    }

    fn read<'a, T: Deserialize<'a>>(&'a self, at: Address) -> Option<T> {
        read(self.record(at)?)
    }
}

/// The beginning of a record; `None` for what [`Packed::add`] did not write.
fn read<'a, T: Deserialize<'a>>(record: &'a [u8]) -> Option<T> {
    let (value, _) = postcard::take_from_bytes(record).ok()?;
    Some(value)
}

fn position((lat, lon, precision): (f64, f64, u8)) -> Option<Position> {
    Some(Position {
        point: Point::new(lat, lon)?,
        precision: value(Precision::ALL, precision),
    })
}

/// The number of a value among the different ones.
fn number<T: Clone + Eq + std::hash::Hash>(known: &mut IndexSet<T>, value: &T) -> u32 {
    let number = known
        .get_index_of(value)
        .unwrap_or_else(|| known.insert_full(value.clone()).0);
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn mediator(mediator: &Mediator) -> (&str, Option<&str>, Vec<&str>) {
    let honours = mediator.honours.iter().map(String::as_str).collect();
    (&mediator.name, mediator.grade.as_deref(), honours)
}

fn case(case: &PublishedCase) -> (&str, Option<&str>) {
    (&case.title, case.url.as_deref())
}

/// The place of a value in its list; behind the end for a value newer than this build.
fn place<T: PartialEq>(list: &[T], value: T) -> u8 {
    let place = list.iter().position(|known| *known == value);
    u8::try_from(place.unwrap_or(list.len())).unwrap_or(u8::MAX)
}

fn places<T: PartialEq + Copy>(list: &[T], values: &[T]) -> Vec<u8> {
    values.iter().map(|value| place(list, *value)).collect()
}

fn value<T: Copy + Default>(list: &[T], place: u8) -> T {
    list.get(usize::from(place)).copied().unwrap_or_default()
}

fn values<T: Copy + Default>(list: &[T], places: &[u8]) -> Vec<T> {
    places.iter().map(|place| value(list, *place)).collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn lines(text: &str) -> SplitTerminator<'_, char> {
    text.split_terminator('\n')
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::index::samples::organization;
    use super::*;

    #[test]
    fn a_row_is_read_back_as_it_was_packed() {
        let full = OrganizationRow {
            key: Some("k".to_owned()),
            level: Some(Level::County),
            parent: Some("p".to_owned()),
            address: Some("一楼".to_owned()),
            position: Point::new(32.123_456_789, 118.8).map(|point| Position {
                point,
                precision: Precision::ALL.last().copied().unwrap_or_default(),
            }),
            phones: vec!["12348".to_owned(), String::new()],
            hours: vec![OpeningSpan {
                day: 1,
                opens: 540,
                closes: 1080,
            }],
            hours_note: Some("工作日".to_owned()),
            fee: Some(Fee::Tariff),
            tariff_url: Some("https://example.org".to_owned()),
            license: Some("1".to_owned()),
            fields: DisputeField::ALL.iter().rev().copied().collect(),
            fields_from_name: true,
            services: Service::ALL.to_vec(),
            brand: Some("老娘舅".to_owned()),
            step_free: Some(false),
            languages: vec![Language::Wu, Language::Unknown],
            mediators: vec![Mediator {
                name: "甲".to_owned(),
                grade: Some("一级".to_owned()),
                honours: vec!["奖".to_owned()],
            }],
            cases: vec![PublishedCase {
                title: "案".to_owned(),
                url: None,
            }],
            kind: OrganizationKind::Unknown,
            ..organization(1, "320106001")
        };
        let mut packed = Packed::default();
        let rows = [full, organization(2, "320100"), organization(3, "320100")];
        let added: Vec<_> = rows.iter().map(|row| packed.add(row)).collect();
        for (row, (at, _)) in rows.iter().zip(&added) {
            assert_eq!(packed.row(*at, row.region).as_ref(), Some(row));
            assert_eq!(packed.id(*at), row.id);
            let names: Vec<_> = std::iter::once(&row.name).chain(&row.brand).collect();
            assert!(packed.names(*at).eq(names));
        }
        // What they share is kept once.
        let timetables: Vec<u32> = added.iter().map(|(_, timetable)| *timetable).collect();
        assert_eq!(timetables, [0, 1, 1]);
        assert_eq!(packed.sources.len(), 1);
    }

    #[test]
    fn records_fill_one_block_after_another() {
        let mut packed = Packed::default();
        let rows = (0..40_000).map(|id| organization(id, "320100"));
        let added: Vec<_> = rows.map(|row| (packed.add(&row).0, row)).collect();
        assert!(packed.blocks.len() > 1);
        assert!(added.iter().all(|(at, row)| packed.id(*at) == row.id));
    }
}
