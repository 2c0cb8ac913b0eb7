//! The words people search with: names of places, words for disputes and for kinds of organizations, and
//! what each means.

use std::collections::HashMap;

use contract::kinds::{DisputeField, OrganizationKind, Service};
use contract::region::{RegionCode, RegionLevel};

use super::sound::{self, Sound, sounds};
use crate::directory::Regions;

const WORDS: &str = include_str!("../../../data/search-words.csv");

/// What a word narrows a search to; nothing for a word that says nothing (附近, 怎么办).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Meaning {
    pub(super) field: Option<DisputeField>,
    pub(super) kind: Option<OrganizationKind>,
    pub(super) service: Option<Service>,
    pub(super) region: Option<RegionCode>,
}

/// A word and its meaning.
#[derive(Debug)]
struct Entry {
    word: String,
    /// What is shown for it: of a region the full name.
    shown: String,
    sounds: Vec<Sound>,
    letters: String,
    initials: String,
    meaning: Meaning,
    /// The lower comes first among words that fit equally well.
    rank: u8,
}

/// All words.
#[derive(Debug)]
pub(in super::super) struct Lexicon {
    entries: Vec<Entry>,
    by_word: HashMap<String, Vec<usize>>,
    by_sound: HashMap<Vec<Sound>, Vec<usize>>,
    by_letters: HashMap<String, Vec<usize>>,
    /// Lengths of the longest word, in characters and in letters.
    longest: usize,
    longest_letters: usize,
}

/// A text taken apart.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// The words that were understood, the place aside.
    pub(super) words: String,
    /// What they mean together, the place aside.
    pub(super) meaning: Meaning,
    /// The places that are meant; several when their name leaves it open.
    pub(super) regions: Vec<RegionCode>,
    /// What was not understood.
    pub(super) rest: String,
}

/// How well a word fits a text; the lower the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Same,
    Begins,
    SoundsSame,
    SoundBegins,
    Contains,
    Nearly,
}

impl Lexicon {
    /// The words that come with the product, and the names of these regions.
    pub(in super::super) fn new(regions: &Regions) -> Self {
        let words = WORDS.lines().skip(1).filter_map(|line| {
            let (word, meaning) = line.split_once(',')?;
            Some((word.to_owned(), word.to_owned(), meaning_of(meaning), 0))
        });
        let places = regions.names().filter_map(|(name, code)| {
            let region = regions.get(code)?;
            let rank = match code.level() {
                RegionLevel::Province | RegionLevel::City => 1,
                RegionLevel::County => 2,
                _ => 3,
            };
            let meaning = Meaning {
                region: Some(code),
                ..Meaning::default()
            };
            Some((name.to_owned(), region.full_name.clone(), meaning, rank))
        });
        let mut entries: Vec<Entry> = words
            .chain(places)
            .map(|(word, shown, meaning, rank)| {
                let (letters, initials) = sound::letters(&word);
                Entry {
                    sounds: sounds(&word),
                    word,
                    shown,
                    letters,
                    initials,
                    meaning,
                    rank,
                }
            })
            .collect();
        entries.sort_by(|one, other| {
            let key = |entry: &Entry| (entry.rank, entry.sounds.len(), entry.meaning.region);
            key(one)
                .cmp(&key(other))
                .then_with(|| one.word.cmp(&other.word))
        });
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_sound: HashMap<Vec<Sound>, Vec<usize>> = HashMap::new();
        let mut by_letters: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, entry) in entries.iter().enumerate() {
            by_word.entry(entry.word.clone()).or_default().push(place);
            by_sound
                .entry(entry.sounds.clone())
                .or_default()
                .push(place);
            by_letters
                .entry(entry.letters.clone())
                .or_default()
                .push(place);
        }
        let longest = entries.iter().map(|entry| entry.sounds.len()).max();
        let longest_letters = entries.iter().map(|entry| entry.letters.len()).max();
        Self {
            entries,
            by_word,
            by_sound,
            by_letters,
            longest: longest.unwrap_or_default(),
            longest_letters: longest_letters.unwrap_or_default(),
        }
    }

    /// The words that fit a plain text, the likeliest first.
    pub(super) fn find(&self, text: &str) -> Vec<(String, Meaning)> {
        let heard = sounds(text);
        let is_latin = sound::is_latin(text);
        let likeness = |entry: &Entry| {
            if is_latin {
                in_letters(entry, text)
            } else {
                in_characters(entry, text, &heard)
            }
        };
        let mut found: Vec<(Likeness, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| !text.is_empty() && entry.meaning != Meaning::default())
            .filter_map(|(place, entry)| Some((likeness(entry)?, place)))
            .collect();
        // Guesses are for those who found nothing.
        if found
            .iter()
            .any(|(likeness, _)| *likeness != Likeness::Nearly)
        {
            found.retain(|(likeness, _)| *likeness != Likeness::Nearly);
        }
        found.sort_unstable();
        let mut seen = Vec::new();
        found
            .into_iter()
            .filter_map(|(_, place)| self.entries.get(place))
            .filter(|entry| {
                // Two names of one place are one suggestion.
                let is_new = !seen.contains(&entry.meaning) || entry.meaning.region.is_none();
                seen.push(entry.meaning);
                is_new
            })
            .map(|entry| (entry.shown.clone(), entry.meaning))
            .collect()
    }

    /// Takes a plain text apart so that as little as possible is left over; where that leaves a choice, the
    /// longer word first. The cost grows with the square of the text, which is short.
    pub(super) fn parse(&self, text: &str, regions: &Regions) -> Parsed {
        let longest = if sound::is_latin(text) {
            self.longest_letters
        } else {
            self.longest
        };
        let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let count = starts.len();
        starts.push(text.len());
        let piece = |from: usize, to: usize| {
            let (from, to) = (*starts.get(from)?, *starts.get(to)?);
            text.get(from..to)
        };
        // From each place on: how much is left over at least, and where the first piece ends.
        let mut ways: Vec<(usize, usize)> = vec![(0, count); count + 1];
        for from in (0..count).rev() {
            let left = |to: usize| ways.get(to).map_or(0, |(left, _)| *left);
            let mut best = (left(from + 1) + 1, from + 1);
            for to in (from + 2)..=count.min(from + longest) {
                let is_word = piece(from, to).is_some_and(|word| !self.read(word).is_empty());
                if is_word && left(to) <= best.0 {
                    best = (left(to), to);
                }
            }
            if let Some(way) = ways.get_mut(from) {
                *way = best;
            }
        }
        let mut parsed = Parsed::default();
        let mut from = 0;
        while let Some((_, to)) = ways.get(from).filter(|_| from < count) {
            let word = piece(from, *to).unwrap_or_default();
            if *to == from + 1 {
                parsed.rest.push_str(word);
            } else {
                let entries = self.read(word).iter();
                let entries: Vec<&Entry> = entries
                    .filter_map(|place| self.entries.get(*place))
                    .collect();
                parsed.add(&entries, regions);
            }
            from = *to;
        }
        parsed
    }

    /// The words that this is, by their places: as it is written, else as it sounds, or is spelled, if it is long
    /// enough to be no other.
    fn read(&self, word: &str) -> &[usize] {
        const HEARD_MIN: usize = 3;
        const SPELLED_MIN: usize = 4;
        let places = if let Some(places) = self.by_word.get(word) {
            Some(places)
        } else if sound::is_latin(word) {
            let is_long = word.len() >= SPELLED_MIN;
            self.by_letters.get(word).filter(|_| is_long)
        } else {
            let heard = sounds(word);
            let is_long = heard.len() >= HEARD_MIN;
            self.by_sound.get(&heard).filter(|_| is_long)
        };
        places.map(Vec::as_slice).unwrap_or_default()
    }
}

impl Parsed {
    /// Adds what is one word, or several that it may be.
    fn add(&mut self, entries: &[&Entry], regions: &Regions) {
        let places: Vec<(&Entry, RegionCode)> = entries
            .iter()
            .filter_map(|entry| Some((*entry, entry.meaning.region?)))
            .collect();
        // A word that sounds like a place elsewhere is no place.
        let is_within = |code: RegionCode| {
            self.regions.is_empty() || self.regions.iter().any(|outer| outer.contains(code))
        };
        let is_place = places.iter().any(|(_, code)| is_within(*code));
        let mut words = entries
            .iter()
            .filter(|entry| entry.meaning.region.is_none());
        if let Some(first) = words.next().filter(|_| !is_place) {
            if first.meaning != Meaning::default() {
                self.words.push_str(&first.word);
            }
            let meaning = first.meaning;
            self.meaning.field = self.meaning.field.or(meaning.field);
            self.meaning.kind = self.meaning.kind.or(meaning.kind);
            self.meaning.service = self.meaning.service.or(meaning.service);
            return;
        }
        let is_official = |(entry, code): &(&Entry, RegionCode)| {
            let region = regions.get(*code);
            region.is_some_and(|region| region.name == entry.word)
        };
        let within = places.into_iter().filter(|(_, code)| is_within(*code));
        let (official, other): (Vec<_>, Vec<_>) = within.partition(is_official);
        let chosen = if official.is_empty() { other } else { official };
        if !chosen.is_empty() {
            self.regions = chosen.into_iter().map(|(_, code)| code).collect();
        }
    }
}

fn in_characters(entry: &Entry, text: &str, heard: &[Sound]) -> Option<Likeness> {
    if entry.word == text {
        Some(Likeness::Same)
    } else if entry.word.starts_with(text) {
        Some(Likeness::Begins)
    } else if heard.len() < 2 {
        None
    } else if entry.sounds == heard {
        Some(Likeness::SoundsSame)
    } else if entry.sounds.starts_with(heard) {
        Some(Likeness::SoundBegins)
    } else if entry.word.contains(text) {
        Some(Likeness::Contains)
    } else {
        let most = slips(heard.len());
        let is_near = heard.len() > 2
            && entry.sounds.len().abs_diff(heard.len()) <= most
            && strsim::generic_levenshtein(&Sounds(&entry.sounds), &Sounds(heard)) <= most;
        is_near.then_some(Likeness::Nearly)
    }
}

fn in_letters(entry: &Entry, text: &str) -> Option<Likeness> {
    if entry.letters == text {
        Some(Likeness::Same)
    } else if entry.letters.starts_with(text) {
        Some(Likeness::Begins)
    } else if entry.initials == text {
        Some(Likeness::SoundsSame)
    } else if text.len() > 1 && entry.initials.starts_with(text) {
        Some(Likeness::SoundBegins)
    } else {
        let most = slips(text.len() / 2);
        let is_near = text.len() > 4
            && entry.letters.len().abs_diff(text.len()) <= most
            && strsim::levenshtein(&entry.letters, text) <= most;
        is_near.then_some(Likeness::Nearly)
    }
}

/// How many slips are a slip and not another word, in a text so long.
fn slips(length: usize) -> usize {
    if length > 5 { 2 } else { 1 }
}

/// Sounds in the form in which distances are taken.
struct Sounds<'a>(&'a [Sound]);

impl<'b> IntoIterator for &'b Sounds<'_> {
    type Item = Sound;
    type IntoIter = std::iter::Copied<std::slice::Iter<'b, Sound>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().copied()
    }
}

/// `field:labor`, `kind:…`, `service:…`, several with a blank between them, or nothing.
fn meaning_of(text: &str) -> Meaning {
    let mut meaning = Meaning::default();
    for part in text.split(' ') {
        match part.split_once(':') {
            Some(("field", name)) => meaning.field = Some(DisputeField::from_wire(name)),
            Some(("kind", name)) => meaning.kind = Some(OrganizationKind::from_wire(name)),
            Some(("service", name)) => meaning.service = Some(Service::from_wire(name)),
            _ => {}
        }
    }
    meaning
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_written_once_and_means_something_known() {
        let mut seen = std::collections::HashSet::new();
        for line in WORDS.lines().skip(1) {
            let (word, text) = line.split_once(',').unwrap_or_default();
            assert!(seen.insert(word), "{word} stands there twice");
            assert_eq!(sound::plain(word), word, "{word}");
            let meaning = meaning_of(text);
            let unknown = [
                meaning.field.is_some_and(|field| !field.is_known()),
                meaning.kind.is_some_and(|kind| !kind.is_known()),
                meaning.service.is_some_and(|service| !service.is_known()),
            ];
            assert!(!unknown.contains(&true), "{line}");
            let parts = text.split(' ').filter(|part| !part.is_empty()).count();
            let read = [
                meaning.field.is_some(),
                meaning.kind.is_some(),
                meaning.service.is_some(),
            ];
            assert_eq!(read.iter().filter(|is| **is).count(), parts, "{line}");
        }
        for field in DisputeField::ALL
            .iter()
            .filter(|field| **field != DisputeField::Other)
        {
            let marker = format!("field:{}", field.as_str());
            assert!(WORDS.contains(&marker), "no word leads to {marker}");
        }
    }
}
