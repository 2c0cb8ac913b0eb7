//! Nearest first, as far as the caller cares to read: a balanced tree laid out in one list.
//!
//! Points lie on the unit sphere, where the straight line between two points orders them like the way along
//! the ground, without a seam at the date line and without trigonometry per comparison.
//!
//! Every range of a tree knows the marks that any of its items has, so that a search for rare marks passes
//! over whole ranges.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use contract::geo::Point;

use super::marks::{Marks, Sieve};

/// A point on the unit sphere.
pub(super) type Spot = [f64; 3];

/// Ranges this short are scanned.
const LEAF: usize = 8;

/// Where a point lies on the unit sphere.
pub(super) fn spot(point: Point) -> Spot {
    let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// The square of the straight line between two spots.
pub(super) fn gap(one: Spot, other: Spot) -> f64 {
    let [x, y, z] = offsets(one, other);
    x * x + y * y + z * z
}

fn offsets([x1, y1, z1]: Spot, [x2, y2, z2]: Spot) -> Spot {
    [x1 - x2, y1 - y2, z1 - z2]
}

/// A balanced tree of items: in every range the middle item splits the others along one axis, the axes
/// taking turns.
#[derive(Debug, Default)]
pub(super) struct Tree {
    items: Box<[u32]>,
    /// At the middle of every range, what is marked on any of its items.
    marks: Box<[Marks]>,
}

impl Tree {
    /// Arranges the items; those without a spot must not be among them.
    pub(super) fn build(mut items: Vec<u32>, spots: &[Option<Spot>], marked: &[Marks]) -> Self {
        let mut marks = vec![Marks::default(); items.len()];
        arrange(&mut items, &mut marks, spots, marked, 0);
        Self {
            items: items.into_boxed_slice(),
            marks: marks.into_boxed_slice(),
        }
    }

    /// The items that pass, from the nearest to the furthest; among equally near ones the lower number
    /// first.
    pub(super) fn nearest<'a>(
        &'a self,
        from: Spot,
        spots: &'a [Option<Spot>],
        sieve: &'a Sieve<'a>,
    ) -> Nearest<'a> {
        let everything = Candidate {
            gap: 0.0,
            what: What::Range {
                items: &self.items,
                marks: &self.marks,
                axis: 0,
                beyond: [0.0; 3],
            },
        };
        Nearest {
            from,
            spots,
            sieve,
            candidates: BinaryHeap::from([everything]),
        }
    }
}

fn along(axis: usize, spots: &[Option<Spot>], item: u32) -> f64 {
    spot_of(spots, item)
        .and_then(|spot| spot.get(axis).copied())
        .unwrap_or_default()
}

fn spot_of(spots: &[Option<Spot>], item: u32) -> Option<Spot> {
    spots.get(item as usize).copied().flatten()
}

/// Arranges a range and its parts; what is marked on any of its items.
fn arrange(
    items: &mut [u32],
    marks: &mut [Marks],
    spots: &[Option<Spot>],
    marked: &[Marks],
    axis: usize,
) -> Marks {
    let own = |item: &u32| marked.get(*item as usize).copied().unwrap_or_default();
    let middle = items.len() / 2;
    let any = if items.len() <= LEAF {
        items.iter().map(own).fold(Marks::default(), Marks::or)
    } else {
        let (before, divider, after) = items.select_nth_unstable_by(middle, |one, other| {
            along(axis, spots, *one).total_cmp(&along(axis, spots, *other))
        });
        let (marks_before, rest) = marks.split_at_mut(middle);
        let marks_after = rest.get_mut(1..).unwrap_or_default();
        let next = (axis + 1) % 3;
        arrange(before, marks_before, spots, marked, next)
            .or(own(divider))
            .or(arrange(after, marks_after, spots, marked, next))
    };
    if let Some(place) = marks.get_mut(middle) {
        *place = any;
    }
    any
}

/// Yields items by distance; see [`Tree::nearest`].
pub(super) struct Nearest<'a> {
    from: Spot,
    spots: &'a [Option<Spot>],
    sieve: &'a Sieve<'a>,
    candidates: BinaryHeap<Candidate<'a>>,
}

struct Candidate<'a> {
    /// The exact gap of an item; for a range, a gap that none of its items falls short of.
    gap: f64,
    what: What<'a>,
}

enum What<'a> {
    Range {
        items: &'a [u32],
        marks: &'a [Marks],
        axis: usize,
        /// How far the range lies from the start along each axis, at least.
        beyond: Spot,
    },
    Item(u32),
}

impl<'a> Nearest<'a> {
    fn add_item(&mut self, item: u32) {
        if let Some(spot) = spot_of(self.spots, item).filter(|_| self.sieve.passes(item)) {
            self.candidates.push(Candidate {
                gap: gap(self.from, spot),
                what: What::Item(item),
            });
        }
    }

    fn open(&mut self, items: &'a [u32], marks: &'a [Marks], axis: usize, beyond: Spot) {
        let middle = items.len() / 2;
        let any = marks.get(middle).copied().unwrap_or_default();
        if !self.sieve.may_hold(any) {
            return;
        }
        let split = items
            .split_at_checked(middle)
            .filter(|_| items.len() > LEAF);
        let Some((before, [divider, after @ ..])) = split else {
            for item in items {
                self.add_item(*item);
            }
            return;
        };
        self.add_item(*divider);
        let (marks_before, rest) = marks.split_at(middle);
        let marks_after = rest.get(1..).unwrap_or_default();
        let (before, after) = ((before, marks_before), (after, marks_after));
        let start = self.from.get(axis).copied().unwrap_or_default();
        let ahead = start - along(axis, self.spots, *divider);
        let (near, far) = if ahead < 0.0 {
            (before, after)
        } else {
            (after, before)
        };
        let mut past_divider = beyond;
        if let Some(offset) = past_divider.get_mut(axis) {
            *offset = ahead;
        }
        for ((items, marks), beyond) in [(near, beyond), (far, past_divider)] {
            self.candidates.push(Candidate {
                gap: gap(beyond, [0.0; 3]),
                what: What::Range {
                    items,
                    marks,
                    axis: (axis + 1) % 3,
                    beyond,
                },
            });
        }
    }
}

impl Iterator for Nearest<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        loop {
            match self.candidates.pop()?.what {
                What::Item(item) => return Some(item),
                What::Range {
                    items,
                    marks,
                    axis,
                    beyond,
                } => self.open(items, marks, axis, beyond),
            }
        }
    }
}

/// The heap gives the greatest first: that must be the nearest; of equals a range (it may hold a lower
/// number), then the item with the lower number.
impl Ord for Candidate<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |candidate: &Self| match candidate.what {
            What::Range { .. } => None,
            What::Item(item) => Some(item),
        };
        other
            .gap
            .total_cmp(&self.gap)
            .then_with(|| rank(other).cmp(&rank(self)))
    }
}

impl PartialOrd for Candidate<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate<'_> {}
