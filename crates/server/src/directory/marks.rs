//! What filters ask of an organization, as bits: an organization passes when every bit asked for is set.
//! Opening hours depend on the time of the search, so they are asked of the few different timetables there
//! are and not of every organization.

use contract::hours::{OpeningSpan, WeekMinute, is_open};
use contract::kinds::{DisputeField, Fee, Language, Level, OpenTime, OrganizationKind, Service};
use contract::organization::{Count, FilterCounts, SearchQuery};

use crate::store::OrganizationRow;

/// Bits of one organization, or of all in a range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u64);

/// The place of a list's first bit. The lists lie one after the other.
const KINDS: usize = 0;
const LEVELS: usize = KINDS + OrganizationKind::ALL.len();
const SERVICES: usize = LEVELS + Level::ALL.len();
const LANGUAGES: usize = SERVICES + Service::ALL.len();
const FIELDS: usize = LANGUAGES + Language::ALL.len();
const FREE: usize = FIELDS + DisputeField::ALL.len();
const STEP_FREE: usize = FREE + 1;
const HOURS: usize = STEP_FREE + 1;
const _: () = assert!(HOURS < 64, "the lists have outgrown the bits");

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
        marks
    }

    /// What a search asks for.
    fn wanted(query: &SearchQuery) -> Self {
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

    /// What is marked on either.
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn set(&mut self, list: usize, place: Option<usize>) {
        if let Some(place) = place {
            self.0 |= 1 << (list + place);
        }
    }

    fn has(self, list: usize, place: usize) -> bool {
        self.0 >> (list + place) & 1 == 1
    }

    fn has_all(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }
}

fn place<T: PartialEq>(list: &[T], value: T) -> Option<usize> {
    list.iter().position(|known| *known == value)
}

/// Who is open when: the few different timetables, and who has which.
#[derive(Debug, Default)]
pub(super) struct Timetables {
    different: Vec<Vec<OpeningSpan>>,
    /// By the place of the organization.
    which: Vec<u32>,
}

impl Timetables {
    /// Those of all organizations, in their order.
    pub(super) fn of(rows: &[OrganizationRow]) -> Self {
        let mut known = std::collections::HashMap::new();
        let mut different: Vec<Vec<OpeningSpan>> = Vec::new();
        let which = rows.iter().map(|row| {
            *known.entry(&row.hours).or_insert_with(|| {
                different.push(row.hours.clone());
                u32::try_from(different.len() - 1).unwrap_or(u32::MAX)
            })
        });
        let which = which.collect();
        Self { different, which }
    }

    /// Of every timetable, whether it is open then.
    fn open(&self, when: OpenTime, now: WeekMinute) -> Vec<bool> {
        let open = self.different.iter().map(|hours| is_open(hours, when, now));
        open.collect()
    }

    fn is_among(&self, open: &[bool], item: u32) -> bool {
        let which = self.which.get(item as usize);
        which.is_some_and(|which| open.get(*which as usize).copied().unwrap_or_default())
    }
}

/// Lets those organizations pass that a search asks for.
pub(super) struct Sieve<'a> {
    wanted: Marks,
    open: Option<Vec<bool>>,
    marks: &'a [Marks],
    timetables: &'a Timetables,
}

impl<'a> Sieve<'a> {
    /// The sieve of a search, at this moment of the week.
    pub(super) fn new(
        query: &SearchQuery,
        now: WeekMinute,
        marks: &'a [Marks],
        timetables: &'a Timetables,
    ) -> Self {
        Self {
            wanted: Marks::wanted(query),
            open: query.open.map(|when| timetables.open(when, now)),
            marks,
            timetables,
        }
    }

    /// Whether an organization passes.
    pub(super) fn passes(&self, item: u32) -> bool {
        let marks = self.marks.get(item as usize).copied().unwrap_or_default();
        marks.has_all(self.wanted) && self.is_open(item)
    }

    /// Whether any in a range with these marks could pass.
    pub(super) fn may_hold(&self, any: Marks) -> bool {
        any.has_all(self.wanted)
    }

    fn is_open(&self, item: u32) -> bool {
        let open = self.open.as_deref();
        open.is_none_or(|open| self.timetables.is_among(open, item))
    }
}

/// Counts for every value of every filter how many it would find, in one pass over all organizations.
pub(super) fn count(
    query: &SearchQuery,
    now: WeekMinute,
    marks: &[Marks],
    timetables: &Timetables,
) -> FilterCounts {
    // A filter does not narrow its own counts: what each asks for is taken out of what is wanted.
    let without = |change: fn(&mut SearchQuery)| {
        let mut query = *query;
        change(&mut query);
        Sieve::new(&query, now, marks, timetables)
    };
    let lists = [
        (
            FIELDS,
            DisputeField::ALL.len(),
            without(|query| query.field = None),
        ),
        (
            KINDS,
            OrganizationKind::ALL.len(),
            without(|query| query.kind = None),
        ),
        (
            LEVELS,
            Level::ALL.len(),
            without(|query| query.level = None),
        ),
        (
            SERVICES,
            Service::ALL.len(),
            without(|query| query.service = None),
        ),
        (
            LANGUAGES,
            Language::ALL.len(),
            without(|query| query.language = None),
        ),
        (FREE, 1, without(|query| query.free = false)),
        (STEP_FREE, 1, without(|query| query.step_free = false)),
    ];
    let any_time = without(|query| query.open = None);
    let times = OpenTime::ALL.iter().map(|when| timetables.open(*when, now));
    let times: Vec<Vec<bool>> = times.collect();
    let mut found = [0_u32; 64];
    let mut open = vec![0_u32; times.len()];
    for (item, own) in (0..).zip(marks) {
        for (list, length, sieve) in &lists {
            if sieve.passes(item) {
                let bits = (0..*length).filter(|place| own.has(*list, *place));
                for bit in bits {
                    if let Some(count) = found.get_mut(list + bit) {
                        *count += 1;
                    }
                }
            }
        }
        if any_time.passes(item) {
            for (count, time) in open.iter_mut().zip(&times) {
                *count += u32::from(timetables.is_among(time, item));
            }
        }
    }
    let counts = |list: usize| found.get(list..).unwrap_or_default();
    FilterCounts {
        fields: pairs(DisputeField::ALL, counts(FIELDS)),
        kinds: pairs(OrganizationKind::ALL, counts(KINDS)),
        levels: pairs(Level::ALL, counts(LEVELS)),
        services: pairs(Service::ALL, counts(SERVICES)),
        languages: pairs(Language::ALL, counts(LANGUAGES)),
        open: pairs(OpenTime::ALL, &open),
        free: counts(FREE).first().copied().unwrap_or_default(),
        step_free: counts(STEP_FREE).first().copied().unwrap_or_default(),
    }
}

fn pairs<T: Copy>(values: &[T], counts: &[u32]) -> Vec<Count<T>> {
    let pairs = values.iter().zip(counts);
    pairs
        .filter(|(_, count)| **count > 0)
        .map(|(value, count)| Count {
            value: *value,
            count: *count,
        })
        .collect()
}
