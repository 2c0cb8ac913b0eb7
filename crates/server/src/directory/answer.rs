//! What a search answers, lent by the index: `contract::organization::SearchView` as it is written, without a
//! copy of what it says. The tests of the index read every answer back as that type.

use std::iter::Map;
use std::slice::Iter;
use std::str::SplitTerminator;

use contract::geo::Position;
use contract::kinds::{Fee, OrganizationKind, Service};
use contract::region::Region;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// One page of results.
#[derive(Debug, Serialize)]
pub struct SearchAnswer<'a> {
    pub(super) total: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<&'a Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) widened_to: Option<&'a Region>,
    pub(super) organizations: Vec<Card<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_offset: Option<u32>,
}

/// One organization of it.
#[derive(Debug, Serialize)]
pub(super) struct Card<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) kind: OrganizationKind,
    pub(super) region_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) distance_m: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) position: Option<Position>,
    /// Written once for all that have this timetable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hours: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fee: Option<Fee>,
    #[serde(skip_serializing_if = "List::is_empty")]
    pub(super) services: List<Services<'a>>,
    #[serde(skip_serializing_if = "List::is_empty")]
    pub(super) phones: List<SplitTerminator<'a, char>>,
}

/// Services, by their places in the list of all.
pub(super) type Services<'a> = Map<Iter<'a, u8>, fn(&u8) -> Service>;

/// Written as a list, without being put together before.
#[derive(Debug)]
pub(super) struct List<I>(pub(super) I);

impl<I: Iterator + Clone> List<I> {
    fn is_empty(&self) -> bool {
        self.0.clone().next().is_none()
    }
}

impl<I: Iterator<Item: Serialize> + Clone> Serialize for List<I> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.clone())
    }
}
