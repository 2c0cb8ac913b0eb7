//! The nearest first: a balanced tree laid out in one list.
//!
//! Points lie on the unit sphere, where the straight line between two points orders them like the way along
//! the ground, without a seam at the date line and without trigonometry per comparison.
//!
//! Every range knows the marks that any of its items has, so that a search for rare marks passes over whole
//! ranges.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use contract::geo::{EARTH_RADIUS_M, Point, told_kilometres};

use super::marks::Marks;
use super::patterns::{Patterns, Sieve};

/// A point on the unit sphere, to within half a metre of the ground. Unlike the exact position, which the
/// record keeps, it is read for every organization that a search passes by.
pub(super) type Spot = [f32; 3];

/// Where an organization without a position lies: nowhere.
pub(super) const NOWHERE: Spot = [f32::NAN; 3];

/// Ranges this short are scanned.
const SHORT: usize = 8;

/// Where a point lies on the unit sphere.
pub(super) fn spot(point: Point) -> Spot {
    let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
    #[allow(
        clippy::cast_possible_truncation,
        reason = "half a metre is near enough"
    )]
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()].map(|along: f64| along as f32)
}

/// Whether it lies anywhere.
pub(super) fn is_placed(spot: Spot) -> bool {
    spot.iter().all(|along| along.is_finite())
}

/// The square of the straight line between two spots.
pub(super) fn gap([x1, y1, z1]: Spot, [x2, y2, z2]: Spot) -> f32 {
    square([x1 - x2, y1 - y2, z1 - z2])
}

/// The kilometres that people are told, for the square of the straight line; what lies nowhere is furthest.
pub(super) fn told(gap: f32) -> u32 {
    if !gap.is_finite() {
        return u32::MAX;
    }
    let metres = 2.0 * EARTH_RADIUS_M * (f64::from(gap).sqrt() / 2.0).min(1.0).asin();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "half the Earth's girth is 20 million metres"
    )]
    told_kilometres(metres.round() as u32)
}

fn square([x, y, z]: Spot) -> f32 {
    x * x + y * y + z * z
}

/// A balanced tree of items: in every range the middle item splits the others along one axis, the axes
/// taking turns.
#[derive(Debug, Default)]
pub(super) struct Tree {
    leaves: Box<[Leaf]>,
    /// What is marked on any item of each range: the whole is range 1, and the halves of range n are 2n and
    /// 2n + 1.
    marks: Vec<Marks>,
}

/// What a search asks of an item, together in memory.
#[derive(Debug)]
struct Leaf {
    spot: Spot,
    pattern: u32,
    item: u32,
}

impl Tree {
    /// Arranges the items; those without a spot must not be among them.
    pub(super) fn build(
        items: impl Iterator<Item = u32>,
        spots: &[Spot],
        patterns: &Patterns,
    ) -> Self {
        let leaf = |item: u32| {
            let spot = *spots.get(item as usize)?;
            let pattern = patterns.of(item)?;
            Some(Leaf {
                spot,
                pattern,
                item,
            })
        };
        let mut leaves: Box<[Leaf]> = items.filter_map(leaf).collect();
        let mut marks = Vec::new();
        arrange(&mut leaves, 1, &mut marks, patterns, 0);
        Self { leaves, marks }
    }

    /// As many of the items that pass as are wanted, from the nearest to the furthest, but for those to be
    /// left out; among equally near ones the lower number first.
    pub(super) fn nearest(
        &self,
        from: Spot,
        sieve: &Sieve<'_>,
        wanted: usize,
        left_out: Range<u32>,
    ) -> Vec<Found> {
        let mut walk = Walk {
            from,
            sieve,
            wanted,
            left_out,
            marks: &self.marks,
            found: BinaryHeap::with_capacity(wanted),
        };
        walk.visit(&self.leaves, 1, 0, [0.0; 3]);
        walk.found.into_sorted_vec()
    }
}

fn along(axis: usize, leaf: &Leaf) -> f32 {
    leaf.spot.get(axis).copied().unwrap_or_default()
}

/// Arranges a range and its parts; what is marked on any of its items.
fn arrange(
    leaves: &mut [Leaf],
    number: usize,
    marks: &mut Vec<Marks>,
    patterns: &Patterns,
    axis: usize,
) -> Marks {
    let own = |leaf: &Leaf| patterns.marks(leaf.pattern);
    let any = if leaves.len() <= SHORT {
        leaves.iter().map(own).fold(Marks::default(), Marks::or)
    } else {
        let (before, divider, after) = leaves
            .select_nth_unstable_by(leaves.len() / 2, |one, other| {
                along(axis, one).total_cmp(&along(axis, other))
            });
        let next = (axis + 1) % 3;
        arrange(before, 2 * number, marks, patterns, next)
            .or(own(divider))
            .or(arrange(after, 2 * number + 1, marks, patterns, next))
    };
    if marks.len() <= number {
        marks.resize(number + 1, Marks::default());
    }
    if let Some(own) = marks.get_mut(number) {
        *own = any;
    }
    any
}

/// A walk through the tree, into the nearer half of every range first.
struct Walk<'a> {
    from: Spot,
    sieve: &'a Sieve<'a>,
    wanted: usize,
    left_out: Range<u32>,
    marks: &'a [Marks],
    /// The nearest so far, the furthest of them on top.
    found: BinaryHeap<Found>,
}

impl Walk<'_> {
    /// Walks through a range, which lies at least this far beyond along each axis.
    fn visit(&mut self, leaves: &[Leaf], number: usize, axis: usize, beyond: Spot) {
        let any = self.marks.get(number).copied().unwrap_or_default();
        if self.is_too_far(square(beyond)) || !self.sieve.may_hold(any) {
            return;
        }
        let split = leaves
            .split_at_checked(leaves.len() / 2)
            .filter(|_| leaves.len() > SHORT);
        let Some((before, [divider, after @ ..])) = split else {
            for leaf in leaves {
                self.see(leaf);
            }
            return;
        };
        let (before, after) = ((before, 2 * number), (after, 2 * number + 1));
        let start = self.from.get(axis).copied().unwrap_or_default();
        let ahead = start - along(axis, divider);
        let (near, far) = if ahead < 0.0 {
            (before, after)
        } else {
            (after, before)
        };
        let next = (axis + 1) % 3;
        self.visit(near.0, near.1, next, beyond);
        self.see(divider);
        let mut past_divider = beyond;
        if let Some(offset) = past_divider.get_mut(axis) {
            *offset = ahead;
        }
        self.visit(far.0, far.1, next, past_divider);
    }

    fn see(&mut self, leaf: &Leaf) {
        let found = Found {
            gap: gap(self.from, leaf.spot),
            item: leaf.item,
            pattern: leaf.pattern,
        };
        if self.is_too_far(found.gap)
            || !self.sieve.passes(leaf.pattern)
            || self.left_out.contains(&leaf.item)
        {
            return;
        }
        if self.found.len() < self.wanted {
            self.found.push(found);
        } else if let Some(mut furthest) = self.found.peek_mut() {
            // It may be as near and lose the tie.
            if found < *furthest {
                *furthest = found;
            }
        }
    }

    /// Whether enough is found that is nearer.
    fn is_too_far(&self, gap: f32) -> bool {
        let furthest = self.found.peek();
        self.found.len() >= self.wanted && furthest.is_none_or(|furthest| gap > furthest.gap)
    }
}

/// An item that passes.
pub(super) struct Found {
    /// See [`gap`].
    pub(super) gap: f32,
    pub(super) item: u32,
    pub(super) pattern: u32,
}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        let gap = self.gap.total_cmp(&other.gap);
        gap.then(self.item.cmp(&other.item))
    }
}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Found {}
