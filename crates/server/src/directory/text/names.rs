//! Organizations by name. The index knows for every pair of neighbouring sounds which names have it. A text
//! of n sounds has n-1 pairs and each slip spoils two of them at most, so of any 2s+1 pairs a name with s
//! slips keeps one: the names that have one of the 2s+1 rarest pairs are compared, and no others.
//!
//! The cost grows with how many names share those pairs; it is bounded by [`COMPARED_MAX`].

use std::collections::HashMap;
use std::ops::Range;

use super::sound::{Sound, Spoken, plain, sounds};

/// So many names are compared at most, those with the rarest pairs first. A text that more names fit says too
/// little.
const COMPARED_MAX: usize = 1_000;

/// What nearly every name has, and what therefore tells none from another; longest first.
const USUAL: &[&str] = &[
    "人民调解委员会",
    "调解委员会",
    "人民调解",
    "调解工作室",
    "调解中心",
    "调委会",
    "调解室",
    "委员会",
];

/// The names and brands of a directory.
#[derive(Debug)]
pub(in super::super) struct Names {
    /// The sounds of all names, one after the other.
    sounds: Vec<Sound>,
    /// Of each name, where its sounds begin (they end where the next one's begin), and whose name it is.
    names: Vec<(u32, u32)>,
    /// For each pair, its part of `places`.
    pairs: HashMap<(Sound, Sound), Range<u32>>,
    /// Places in `names`.
    places: Vec<u32>,
    /// [`COMPARED_MAX`]; fewer in tests.
    compared_max: usize,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            sounds: Vec::new(),
            names: Vec::new(),
            pairs: HashMap::new(),
            places: Vec::new(),
            compared_max: COMPARED_MAX,
        }
    }
}

/// A name that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Fit {
    /// Sounds that are wrong, missing or too many.
    pub(in super::super) slips: usize,
    /// Where in the name the text begins.
    pub(in super::super) begins: usize,
    /// The organization's place.
    pub(in super::super) item: u32,
}

impl Names {
    /// The names that organizations have, from the first place to where there are none.
    pub(in super::super) fn new<'a, N: Iterator<Item = &'a str>>(
        names_of: impl Fn(usize) -> Option<N>,
    ) -> Self {
        let mut all = Self::default();
        for (item, names) in (0..).map_while(names_of).enumerate() {
            for name in names {
                all.names.push((count(all.sounds.len()), count(item)));
                all.sounds.extend(sounds(&telling(name)));
            }
        }
        all.index();
        all
    }

    /// Lists under every pair the names that have it: first how many, then which, because a list of all
    /// pairs of all names would be several times as large as what comes out.
    fn index(&mut self) {
        let mut pairs: HashMap<(Sound, Sound), Range<u32>> = HashMap::new();
        for place in 0..self.names.len() {
            for pair in self.pairs_of(place) {
                pairs.entry(pair).or_default().end += 1;
            }
        }
        let mut total = 0;
        for part in pairs.values_mut() {
            let length = part.end;
            *part = total..total;
            total += length;
        }
        let mut places = vec![0; total as usize];
        for place in 0..self.names.len() {
            for pair in self.pairs_of(place) {
                let Some(part) = pairs.get_mut(&pair) else {
                    continue;
                };
                if let Some(free) = places.get_mut(part.end as usize) {
                    *free = count(place);
                }
                part.end += 1;
            }
        }
        self.pairs = pairs;
        self.places = places;
    }

    /// The pairs of a name, each once.
    fn pairs_of(&self, place: usize) -> Vec<(Sound, Sound)> {
        let mut pairs: Vec<_> = pairs(self.name(place)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    fn name(&self, place: usize) -> &[Sound] {
        let begin = |place: usize| {
            let begin = self.names.get(place).map(|(begin, _)| *begin as usize);
            begin.unwrap_or(self.sounds.len())
        };
        self.sounds
            .get(begin(place)..begin(place + 1))
            .unwrap_or_default()
    }

    /// The organizations whose name or brand the text occurs in, each once, in no order. Where there are too many
    /// to compare, those at the first places come first.
    pub(in super::super) fn find(&self, text: &str, first: Range<u32>) -> Vec<Fit> {
        let spoken = Spoken::new(&telling(text));
        let mut lists: Vec<&[u32]> = pairs(spoken.whole()).map(|pair| self.list(pair)).collect();
        lists.sort_by_key(|list| list.len());
        lists.truncate(2 * spoken.slips() + 1);
        let parts = lists.iter().map(|list| {
            let (before, rest) = list.split_at(self.before(list, first.start));
            let (inside, after) = rest.split_at(self.before(rest, first.end));
            (inside, [before, after])
        });
        let inside = parts.clone().map(|(inside, _)| inside);
        let outside = parts.flat_map(|(_, outside)| outside);
        let compared = inside.chain(outside).flatten().take(self.compared_max);
        let mut places: Vec<u32> = compared.copied().collect();
        places.sort_unstable();
        places.dedup();
        let mut fits: Vec<Fit> = places
            .into_iter()
            .filter_map(|place| {
                let (_, item) = *self.names.get(place as usize)?;
                let (slips, begins) = spoken.occurs_in(self.name(place as usize))?;
                Some(Fit {
                    slips,
                    begins,
                    item,
                })
            })
            .collect();
        fits.sort_unstable_by_key(|fit| (fit.item, *fit));
        fits.dedup_by_key(|fit| fit.item);
        fits
    }

    /// How many in a list are names of the organizations before this place.
    fn before(&self, list: &[u32], item: u32) -> usize {
        list.partition_point(|place| {
            let name = self.names.get(*place as usize);
            name.is_some_and(|(_, owner)| *owner < item)
        })
    }

    fn list(&self, pair: (Sound, Sound)) -> &[u32] {
        let part = self.pairs.get(&pair);
        part.and_then(|part| self.places.get(part.start as usize..part.end as usize))
            .unwrap_or_default()
    }
}

/// What tells a name from others.
fn telling(name: &str) -> String {
    USUAL
        .iter()
        .fold(plain(name), |name, usual| name.replace(usual, ""))
}

fn pairs(sounds: &[Sound]) -> impl Iterator<Item = (Sound, Sound)> + '_ {
    sounds
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
}

/// A directory has far fewer than four thousand million sounds.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::super::index::samples::organization;
    use super::*;
    use crate::store::OrganizationRow;

    const PIECES: &[&str] = &[
        "顺", "丰", "虞", "山", "街", "道", "老", "娘", "快", "递", "a",
    ];

    fn texts(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
        proptest::collection::vec(select(PIECES), length).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn where_too_many_fit_those_of_the_region_are_compared_first() {
        let names = |item: usize| (item < 100).then(|| std::iter::once("虞山街道"));
        let names = Names {
            compared_max: 10,
            ..Names::new(names)
        };
        let items = |first: Range<u32>| -> Vec<u32> {
            let found = names.find("虞山", first);
            found.iter().map(|fit| fit.item).collect()
        };
        assert_eq!(items(0..0), (0..10).collect::<Vec<_>>());
        assert_eq!(items(50..53), [0, 1, 2, 3, 4, 5, 6, 50, 51, 52]);
    }

    proptest! {
        #[test]
        fn finds_what_a_scan_finds(names in proptest::collection::vec((texts(0..12), proptest::option::of(texts(1..5))), 0..60), text in texts(2..10)) {
            let rows: Vec<OrganizationRow> = names.into_iter().enumerate().map(|(id, (name, brand))| OrganizationRow {
                name,
                brand,
                ..organization(id, "320106")
            }).collect();
            let spoken = Spoken::new(&text);
            let scan = |row: &OrganizationRow| {
                let names = std::iter::once(&row.name).chain(&row.brand);
                names.filter_map(|name| spoken.occurs_in(&sounds(name))).min()
            };
            let expected: Vec<Fit> = (0..).zip(&rows).filter_map(|(item, row)| {
                let (slips, begins) = scan(row)?;
                Some(Fit { slips, begins, item })
            }).collect();
            let names = |item: usize| rows.get(item).map(|row| std::iter::once(&*row.name).chain(row.brand.as_deref()));
            prop_assert_eq!(Names::new(names).find(&text, 0..0), expected);
        }
    }
}
