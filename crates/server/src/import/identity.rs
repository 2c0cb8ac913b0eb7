//! Which organization a row is: one that the directory has already, or a new one.
//!
//! A row says who it is by its 编号 and by its name and place; the same organization may come with either,
//! with both, or filed a level higher or lower than last time. It keeps its id through all of that, so that
//! importing again never doubles it.

use std::collections::{HashMap, HashSet};

use contract::fold::folded;
use contract::region::RegionCode;

use super::id;
use super::row::Parsed;
use crate::store::{OrganizationRow, Store, StoreError};

/// The organizations of the directory, by what a row may know them by.
#[derive(Default)]
pub(super) struct Living {
    /// The directory's version.
    pub(super) version: i64,
    pub(super) organizations: Vec<Organization>,
    /// By their ids and by the ids that their operators' own keys give.
    by_key: HashMap<String, usize>,
    by_name: HashMap<u64, Vec<usize>>,
}

/// An organization of the directory.
pub(super) struct Organization {
    pub(super) id: String,
    pub(super) key: Option<String>,
    pub(super) folded: u64,
    region: RegionCode,
}

impl Living {
    /// Reads the directory, keeping only what tells its organizations apart.
    pub(super) async fn read(store: &dyn Store) -> Result<Self, StoreError> {
        let mut living = Self::default();
        living.version = store.each_organization(&mut |row| living.add(row)).await?;
        Ok(living)
    }

    fn add(&mut self, row: OrganizationRow) {
        let place = self.organizations.len();
        if let Some(key) = &row.key {
            self.by_key.entry(key.clone()).or_insert(place);
        }
        // An id is surer than a remembered key.
        self.by_key.insert(row.id.clone(), place);
        let folded = id::of_folded(&folded(&row.name));
        self.by_name.entry(folded).or_default().push(place);
        self.organizations.push(Organization {
            id: row.id,
            key: row.key,
            folded,
            region: row.region,
        });
    }

    /// The one with this id, or whose operator's own key gives it.
    pub(super) fn by_key(&self, key: &str) -> Option<(usize, &Organization)> {
        let place = *self.by_key.get(key)?;
        Some((place, self.organizations.get(place)?))
    }

    /// Those with the claim's name whose region fits.
    fn named<'a>(
        &'a self,
        claim: &Claim,
        fits: impl Fn(RegionCode) -> bool + 'a,
    ) -> impl Iterator<Item = usize> + 'a {
        let all = self.by_name.get(&claim.folded).into_iter().flatten();
        all.copied().filter(move |place| {
            let organization = self.organizations.get(*place);
            organization.is_some_and(|organization| fits(organization.region))
        })
    }
}

/// What a row says about who it is.
pub(super) struct Claim {
    /// Which file, by its place among those imported.
    pub(super) file: usize,
    /// Its number in the file.
    pub(super) row: u32,
    /// Its name as written.
    pub(super) name: Box<str>,
    /// Its parent's key or name, as written.
    pub(super) parent: Option<Box<str>>,
    pub(super) folded: u64,
    region: RegionCode,
    key: Option<String>,
}

impl Claim {
    /// Whether a region is the claim's, or lies above or below it: an organization may be filed higher or
    /// lower than it was.
    fn may_lie_in(&self, region: RegionCode) -> bool {
        region.contains(self.region) || self.region.contains(region)
    }

    /// What this row says.
    pub(super) fn of(parsed: &Parsed, file: usize, row: u32) -> Self {
        let organization = &parsed.organization;
        Self {
            file,
            row,
            name: organization.name.as_str().into(),
            parent: parsed.parent.as_deref().map(Into::into),
            folded: id::of_folded(&folded(&organization.name)),
            region: organization.region,
            key: parsed.key.clone(),
        }
    }

    /// As an organization of the directory.
    fn known(&self, organization: &Organization) -> Identity {
        let own = self.key.clone().filter(|key| *key != organization.id);
        Identity {
            id: organization.id.clone(),
            key: own.or_else(|| organization.key.clone()),
            parent: None,
        }
    }

    /// As an organization that the directory does not have.
    fn newcomer(&self, living: &Living, new: &mut HashSet<String>) -> Identity {
        let by_name = (0..).map(|nth| id::of_name(self.region, self.folded, nth));
        // The first may belong to one that bore this name before.
        let id = self
            .key
            .clone()
            .into_iter()
            .chain(by_name)
            .find(|id| !living.by_key.contains_key(id) && new.insert(id.clone()))
            .unwrap_or_default();
        let key = self.key.clone().filter(|key| *key != id);
        Identity {
            id,
            key,
            parent: None,
        }
    }
}

/// Who a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// Its public id.
    pub(super) id: String,
    /// The id that its own key would give, where it has another.
    pub(super) key: Option<String>,
    /// The id of the organization it belongs to.
    pub(super) parent: Option<String>,
}

/// Why a row cannot be told to be any one organization, or whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// An earlier row, the one with this claim, is the same organization.
    Repeats(usize),
    /// Its key is one organization of the directory, its name another.
    TwoAtOnce,
    /// No organization has its parent's key or name.
    NoParent,
    /// Several organizations have its parent's name.
    ManyParents,
    /// It is its own parent.
    OwnParent,
    /// Its parent's row is refused.
    ParentRefused,
}

/// Who the rows are, in their order; still without their parents.
pub(super) fn identify(claims: &[Claim], living: &Living) -> Vec<Result<Identity, Refusal>> {
    let mut found = Found {
        claims,
        living,
        rows: vec![Row::New; claims.len()],
        taken: vec![None; living.organizations.len()],
    };
    // The surest sign first, for all rows, so that the order of rows decides nothing.
    found.refuse_repeats();
    found.take_by_key();
    found.take_by_place();
    found.take_what_moved();
    found.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    New,
    Known(usize),
    Refused(Refusal),
}

struct Found<'a> {
    claims: &'a [Claim],
    living: &'a Living,
    rows: Vec<Row>,
    /// Which claim each organization of the directory has gone to.
    taken: Vec<Option<usize>>,
}

impl<'a> Found<'a> {
    fn set(&mut self, claim: usize, row: Row) {
        if let Some(place) = self.rows.get_mut(claim) {
            *place = row;
        }
    }

    /// Gives an organization to a claim, unless an earlier claim has it.
    fn take(&mut self, organization: usize, claim: usize) {
        let Some(holder) = self.taken.get_mut(organization) else {
            return;
        };
        let row = match *holder {
            Some(first) => Row::Refused(Refusal::Repeats(first)),
            None => {
                *holder = Some(claim);
                Row::Known(organization)
            }
        };
        self.set(claim, row);
    }

    fn is_free(&self, organization: usize) -> bool {
        self.taken.get(organization).is_some_and(Option::is_none)
    }

    /// The claims that nothing is known about yet.
    fn open(&self) -> Vec<(usize, &'a Claim)> {
        let claims = self.claims.iter().enumerate().zip(&self.rows);
        claims
            .filter(|(_, row)| **row == Row::New)
            .map(|(claim, _)| claim)
            .collect()
    }

    /// Two rows are the same when their keys are, or their names and places, unless different keys tell
    /// them apart.
    fn refuse_repeats(&mut self) {
        let mut by_key: HashMap<&str, usize> = HashMap::new();
        let mut by_place: HashMap<(u64, RegionCode), (usize, &Claim)> = HashMap::new();
        for (at, claim) in self.claims.iter().enumerate() {
            let same_key = claim.key.as_deref().and_then(|key| by_key.get(key));
            let place = (claim.folded, claim.region);
            let same_place = by_place
                .get(&place)
                .filter(|(_, first)| first.key.is_none() || claim.key.is_none());
            if let Some(first) = same_key.or(same_place.map(|(first, _)| first)).copied() {
                self.set(at, Row::Refused(Refusal::Repeats(first)));
                continue;
            }
            if let Some(key) = claim.key.as_deref() {
                by_key.insert(key, at);
            }
            by_place.entry(place).or_insert((at, claim));
        }
    }

    fn take_by_key(&mut self) {
        for (at, claim) in self.open() {
            let key = claim.key.as_deref();
            let Some((known, organization)) = key.and_then(|key| self.living.by_key(key)) else {
                continue;
            };
            let is_renamed = organization.folded != claim.folded;
            let mut others = self.living.named(claim, |region| claim.may_lie_in(region));
            if is_renamed && others.next().is_some() {
                self.set(at, Row::Refused(Refusal::TwoAtOnce));
            } else {
                self.take(known, at);
            }
        }
    }

    fn take_by_place(&mut self) {
        for (at, claim) in self.open() {
            let mut here = self.living.named(claim, |region| region == claim.region);
            if let Some(known) = here.find(|known| self.is_free(*known)) {
                self.take(known, at);
            }
        }
    }

    /// What is filed higher or lower than before: only where one row and one organization are left that
    /// can be each other, for villages share their names.
    fn take_what_moved(&mut self) {
        let mut wanted: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, claim) in self.open() {
            let around = self.living.named(claim, |region| claim.may_lie_in(region));
            let mut free = around.filter(|known| self.is_free(*known));
            if let (Some(known), None) = (free.next(), free.next()) {
                wanted.entry(known).or_default().push(at);
            }
        }
        for (known, claims) in wanted {
            if let [claim] = claims.as_slice() {
                self.take(known, *claim);
            }
        }
    }

    fn finish(self) -> Vec<Result<Identity, Refusal>> {
        let mut new = HashSet::new();
        let claims = self.claims.iter().zip(&self.rows);
        claims
            .map(|(claim, row)| {
                let known = match row {
                    Row::Refused(refusal) => return Err(*refusal),
                    Row::Known(place) => self.living.organizations.get(*place),
                    Row::New => None,
                };
                Ok(match known {
                    Some(organization) => claim.known(organization),
                    None => claim.newcomer(self.living, &mut new),
                })
            })
            .collect()
    }
}
