//! Many organizations are marked alike and have the same timetable: what they have in common is kept once, as
//! a pattern, and filters are asked of the patterns. That costs a few instructions for every 64 patterns and
//! does not grow with the number of organizations, only with how differently they are marked.

use contract::hours::{WeekMinute, is_open};
use contract::kinds::{DisputeField, OpenTime};
use contract::organization::SearchQuery;
use indexmap::IndexSet;

use super::marks::Marks;
use super::packed::Packed;
use super::standing::Standing;

/// The different patterns, and who has which.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    different: Vec<Pattern>,
    /// How many organizations have each: summed for many a search, so they lie together.
    sizes: Vec<u32>,
    /// For every mark, by its bit, the patterns that have it.
    having: Vec<Set>,
    /// For every mark, how many organizations have it.
    totals: Vec<u32>,
    /// By the place of the organization.
    which: Vec<u32>,
    /// The places of the organizations, those of one pattern together, the lowest first.
    members: Vec<u32>,
}

/// What organizations have in common.
#[derive(Debug)]
struct Pattern {
    marks: Marks,
    timetable: u32,
    /// Where its part of `members` begins.
    begin: u32,
}

impl Patterns {
    /// The patterns, and by the place of each organization which of them it has.
    pub(super) fn new(different: IndexSet<(Marks, u32)>, which: Vec<u32>) -> Self {
        let mut members: Vec<u32> = (0..).zip(&which).map(|(item, _)| item).collect();
        let pattern = |item: &u32| which.get(*item as usize).copied();
        members.sort_by_key(pattern);
        let mut having = vec![Set::none(different.len()); u64::BITS as usize];
        for (number, (marks, _)) in different.iter().enumerate() {
            for bit in marks.bits() {
                if let Some(set) = having.get_mut(bit) {
                    set.add(number);
                }
            }
        }
        let mut begin = 0;
        let mut sizes = Vec::with_capacity(different.len());
        let patterns = (0..).zip(different).map(|(number, (marks, timetable))| {
            let own = members.get(begin..).unwrap_or_default();
            let size = own.partition_point(|item| pattern(item) == Some(number));
            sizes.push(u32::try_from(size).unwrap_or(u32::MAX));
            let pattern = Pattern {
                marks,
                timetable,
                begin: u32::try_from(begin).unwrap_or(u32::MAX),
            };
            begin += size;
            pattern
        });
        Self {
            different: patterns.collect(),
            totals: having.iter().map(|set| set.sum(&sizes)).collect(),
            sizes,
            having,
            which,
            members,
        }
    }

    /// What is marked on the organizations of a pattern.
    pub(super) fn marks(&self, pattern: u32) -> Marks {
        let pattern = self.different.get(pattern as usize);
        pattern.map(|pattern| pattern.marks).unwrap_or_default()
    }

    /// The pattern of an organization.
    pub(super) fn of(&self, item: u32) -> Option<u32> {
        self.which.get(item as usize).copied()
    }

    /// The patterns that a search asks for, at this moment of the week.
    pub(super) fn wanted(&self, query: &SearchQuery, now: WeekMinute, packed: &Packed) -> Set {
        let mut wanted = Set::all(self.different.len());
        for bit in Marks::wanted(query).bits() {
            self.narrow(&mut wanted, bit);
        }
        match query.open {
            Some(when) => self.open(&wanted, when, now, packed),
            None => wanted,
        }
    }

    /// Leaves those of the patterns that have a mark.
    pub(super) fn narrow(&self, patterns: &mut Set, bit: usize) {
        if let Some(having) = self.having.get(bit) {
            patterns.keep(having);
        }
    }

    /// Those of the patterns that are open then.
    pub(super) fn open(
        &self,
        patterns: &Set,
        when: OpenTime,
        now: WeekMinute,
        packed: &Packed,
    ) -> Set {
        let timetables = packed.timetables();
        let open: Vec<bool> = timetables.map(|hours| is_open(hours, when, now)).collect();
        let mut found = Set::none(self.different.len());
        for number in patterns.numbers() {
            let pattern = self.different.get(number);
            let is_open = pattern.and_then(|pattern| open.get(pattern.timetable as usize));
            if is_open.copied().unwrap_or_default() {
                found.add(number);
            }
        }
        found
    }

    /// How many organizations have one of these patterns.
    pub(super) fn count(&self, patterns: &Set) -> u32 {
        patterns.sum(&self.sizes)
    }

    /// The organizations that have one of these patterns, each with its pattern, in no order.
    fn members<'a>(&'a self, patterns: &'a Set) -> impl Iterator<Item = (u32, u32)> + 'a {
        patterns.numbers().flat_map(|number| {
            let pattern = self.different.get(number).zip(self.sizes.get(number));
            let members = pattern.and_then(|(pattern, size)| {
                let begin = pattern.begin as usize;
                self.members.get(begin..begin + *size as usize)
            });
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let members = members.unwrap_or_default().iter();
            members.map(move |item| (*item, number))
        })
    }
}

/// Some of the patterns, by their numbers: a bit for each.
#[derive(Clone, Debug)]
pub(super) struct Set(Vec<u64>);

impl Set {
    fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn all(count: usize) -> Self {
        let mut all = Self(vec![u64::MAX; count.div_ceil(64)]);
        if let Some(last) = all.0.last_mut() {
            *last >>= (64 - count % 64) % 64;
        }
        all
    }

    fn add(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    fn keep(&mut self, others: &Self) {
        for (word, other) in self.0.iter_mut().zip(&others.0) {
            *word &= other;
        }
    }

    fn has(&self, number: usize) -> bool {
        let word = self.0.get(number / 64).copied().unwrap_or_default();
        word >> (number % 64) & 1 == 1
    }

    /// Adds up what belongs to its numbers.
    fn sum(&self, amounts: &[u32]) -> u32 {
        let mut sum = 0;
        for (word, amounts) in self.0.iter().zip(amounts.chunks(64)) {
            let mut rest = *word;
            while rest != 0 {
                let amount = amounts.get(rest.trailing_zeros() as usize);
                sum += amount.copied().unwrap_or_default();
                rest &= rest - 1;
            }
        }
        sum
    }

    fn numbers(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(place, word)| {
            let lowest_gone = |word: &u64| Some(word & (word - 1)).filter(|rest| *rest != 0);
            let words = std::iter::successors(Some(*word).filter(|word| *word != 0), lowest_gone);
            words.map(move |word| place * 64 + word.trailing_zeros() as usize)
        })
    }
}

/// Lets those organizations pass that a search asks for.
pub(super) struct Sieve<'a> {
    field: Option<DisputeField>,
    marks: Marks,
    patterns: &'a Patterns,
    passing: Set,
    total: u32,
    /// The lowest standing that counts.
    foremost: Standing,
}

impl<'a> Sieve<'a> {
    /// The sieve of a search, at this moment of the week.
    pub(super) fn new(
        query: &SearchQuery,
        now: WeekMinute,
        patterns: &'a Patterns,
        packed: &Packed,
    ) -> Self {
        let passing = patterns.wanted(query, now, packed);
        let marks = Marks::wanted(query);
        // Most searches ask for a field and nothing else.
        let total = match (marks.single(), query.open) {
            (Some(bit), None) => patterns.totals.get(bit).copied().unwrap_or_default(),
            _ => patterns.count(&passing),
        };
        Self {
            field: query.field,
            marks,
            patterns,
            total,
            passing,
            // Nobody is a specialist for a dispute that is not named.
            foremost: match query.field {
                Some(_) => Standing::Specialist,
                None => Standing::General,
            },
        }
    }

    /// The kind of dispute that everything that passes takes, if one is asked for.
    pub(super) fn field(&self) -> Option<DisputeField> {
        self.field
    }

    /// Whether the organizations of a pattern pass.
    pub(super) fn passes(&self, pattern: u32) -> bool {
        self.passing.has(pattern as usize)
    }

    /// The pattern of an organization, if it passes.
    pub(super) fn passing(&self, item: u32) -> Option<u32> {
        let pattern = self.patterns.of(item);
        pattern.filter(|pattern| self.passes(*pattern))
    }

    /// Whether any in a range with these marks could pass.
    pub(super) fn may_hold(&self, any: Marks) -> bool {
        any.has_all(self.marks)
    }

    /// Whether any that pass stand there.
    pub(super) fn has_standing(&self, standing: Standing) -> bool {
        let mut passing = self.passing.numbers();
        passing.any(|number| self.standing(u32::try_from(number).unwrap_or(u32::MAX)) == standing)
    }

    /// Where the organizations of a pattern stand in this search.
    pub(super) fn standing(&self, pattern: u32) -> Standing {
        self.patterns.marks(pattern).standing().max(self.foremost)
    }

    /// How many pass.
    pub(super) fn total(&self) -> u32 {
        self.total
    }

    /// Those that pass, each with its pattern, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.patterns.members(&self.passing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_into_it() {
        for count in [0, 1, 63, 64, 65, 200] {
            assert!(Set::all(count).numbers().eq(0..count), "{count}");
            assert_eq!(Set::none(count).numbers().next(), None);
            let mut thirds = Set::none(count);
            (0..count).step_by(3).for_each(|number| thirds.add(number));
            let mut kept = Set::all(count);
            kept.keep(&thirds);
            assert!(kept.numbers().eq((0..count).step_by(3)), "{count}");
            assert!((0..count).all(|number| kept.has(number) == number.is_multiple_of(3)));
            let amounts: Vec<u32> = (0..).take(count).collect();
            assert_eq!(kept.sum(&amounts), amounts.iter().step_by(3).sum::<u32>());
        }
    }
}
