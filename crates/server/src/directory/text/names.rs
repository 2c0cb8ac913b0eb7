//! Organizations by name. The index knows for every pair of neighbouring sounds which names have it. A text
//! of n sounds has n-1 pairs and each slip spoils two of them at most, so of any 2s+1 pairs a name with s
//! slips keeps one: the names that have one of the 2s+1 rarest pairs are compared, and no others.
//!
//! The cost grows with how many names share those pairs; it is bounded by [`COMPARED_MAX`].

use std::collections::HashMap;

use super::sound::{Sound, Spoken, plain, sounds};
use crate::store::OrganizationRow;

/// So many names are compared at most. A text that more names fit says too little.
const COMPARED_MAX: usize = 10_000;

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
#[derive(Debug, Default)]
pub(in super::super) struct Names {
    /// The sounds of all names, one after the other.
    sounds: Vec<Sound>,
    /// Where the sounds of each name begin and end, and whose name it is.
    names: Vec<(u32, u32, u32)>,
    /// For each pair, its part of `places`.
    pairs: HashMap<(Sound, Sound), (u32, u32)>,
    /// Places in `names`.
    places: Vec<u32>,
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
    /// The names of these organizations.
    pub(in super::super) fn new(rows: &[OrganizationRow]) -> Self {
        let mut all = Self::default();
        let mut found: Vec<((Sound, Sound), u32)> = Vec::new();
        for (item, row) in (0..).zip(rows) {
            for name in std::iter::once(&row.name).chain(&row.brand) {
                let sounds = sounds(&telling(name));
                let place = count(all.names.len());
                found.extend(pairs(&sounds).map(|pair| (pair, place)));
                let begin = count(all.sounds.len());
                all.sounds.extend(sounds);
                all.names.push((begin, count(all.sounds.len()), item));
            }
        }
        found.sort_unstable();
        found.dedup();
        for run in found.chunk_by(|one, other| one.0 == other.0) {
            let begin = count(all.places.len());
            all.places.extend(run.iter().map(|(_, place)| *place));
            if let Some((pair, _)) = run.first() {
                all.pairs.insert(*pair, (begin, count(all.places.len())));
            }
        }
        all
    }

    /// The organizations whose name or brand the text occurs in, each once, in no order.
    pub(in super::super) fn find(&self, text: &str) -> Vec<Fit> {
        let spoken = Spoken::new(&telling(text));
        let mut lists: Vec<&[u32]> = pairs(spoken.whole()).map(|pair| self.list(pair)).collect();
        lists.sort_by_key(|list| list.len());
        let mut places: Vec<u32> = lists
            .into_iter()
            .take(2 * spoken.slips() + 1)
            .flatten()
            .copied()
            .take(COMPARED_MAX)
            .collect();
        places.sort_unstable();
        places.dedup();
        let mut fits: Vec<Fit> = places
            .into_iter()
            .filter_map(|place| {
                let (begin, end, item) = *self.names.get(place as usize)?;
                let name = self.sounds.get(begin as usize..end as usize)?;
                let (slips, begins) = spoken.occurs_in(name)?;
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

    fn list(&self, pair: (Sound, Sound)) -> &[u32] {
        let part = self.pairs.get(&pair);
        part.and_then(|(begin, end)| self.places.get(*begin as usize..*end as usize))
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

    const PIECES: &[&str] = &[
        "顺", "丰", "虞", "山", "街", "道", "老", "娘", "快", "递", "a",
    ];

    fn texts(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
        proptest::collection::vec(select(PIECES), length).prop_map(|pieces| pieces.concat())
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
            prop_assert_eq!(Names::new(&rows).find(&text), expected);
        }
    }
}
