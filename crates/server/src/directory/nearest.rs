//! The nearest first: a balanced tree laid out in one list.
//!
//! Points lie on the unit sphere, where the straight line between two points orders them like the way along
//! the ground, without a seam at the date line and without trigonometry per comparison.
//!
//! Every range knows the marks that any of its items has, so that a search for rare marks passes over whole
//! ranges. Each kind of dispute has a tree of its own besides: nearly every search names one, and of what takes
//! it there may be one in twenty around a person.

use std::ops::Range;

use contract::geo::{EARTH_RADIUS_M, Point, told_kilometres};
use contract::kinds::DisputeField;

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
    let half = (f64::from(gap).sqrt() / 2.0).min(1.0);
    let square = half * half;
    // For half an angle as small as all within one province, the series is as exact as a millimetre.
    let angle = if half < 0.05 {
        half * (1.0 + square / 6.0 * (1.0 + square * 9.0 / 20.0))
    } else {
        half.asin()
    };
    let metres = 2.0 * EARTH_RADIUS_M * angle;
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

/// All items in one tree, and those that take each kind of dispute in another.
#[derive(Debug)]
pub(super) struct Trees {
    all: Tree,
    /// In the order of all fields.
    of_fields: Vec<Tree>,
}

impl Trees {
    /// Plants them; items without a spot must not be among them.
    pub(super) fn plant(items: &[u32], spots: &[Spot], patterns: &Patterns) -> Self {
        let takes = |item: u32, field| {
            let pattern = patterns.of(item);
            pattern.is_some_and(|pattern| patterns.marks(pattern).has_field(field))
        };
        let fields = DisputeField::ALL.iter().map(|field| {
            let takers = items.iter().copied().filter(|item| takes(*item, *field));
            Tree::build(&takers.collect::<Vec<_>>(), spots, patterns)
        });
        Self {
            all: Tree::build(items, spots, patterns),
            of_fields: fields.collect(),
        }
    }

    /// The smallest tree that holds everything a search for this kind of dispute, or for any, could find.
    pub(super) fn of(&self, field: Option<DisputeField>) -> &Tree {
        let place = field.and_then(|field| DisputeField::ALL.iter().position(|one| *one == field));
        let own = place.and_then(|place| self.of_fields.get(place));
        own.unwrap_or(&self.all)
    }
}

/// A balanced tree of items: in every range the middle item splits the others along the axis on which they lie
/// furthest apart.
#[derive(Debug, Default)]
pub(super) struct Tree {
    leaves: Vec<Leaf>,
    /// The whole is branch 1, and the halves of branch n are 2n and 2n + 1.
    branches: Vec<Branch>,
}

/// What is known of a range.
#[derive(Clone, Copy, Debug, Default)]
struct Branch {
    /// What is marked on any of its items.
    any: Marks,
    /// Along which it is split.
    axis: u8,
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
    fn build(items: &[u32], spots: &[Spot], patterns: &Patterns) -> Self {
        let leaf = |item: &u32| {
            let item = *item;
            let spot = *spots.get(item as usize)?;
            let pattern = patterns.of(item)?;
            Some(Leaf {
                spot,
                pattern,
                item,
            })
        };
        // With exactly the room it takes: lists that grow leave holes behind.
        let mut leaves = Vec::with_capacity(items.len());
        leaves.extend(items.iter().filter_map(leaf));
        let mut branches = vec![Branch::default(); branches(leaves.len())];
        arrange(&mut leaves, 1, &mut branches, patterns);
        Self { leaves, branches }
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
            branches: &self.branches,
            found: Vec::with_capacity(2 * wanted),
            limit: f32::INFINITY,
        };
        if wanted > 0 {
            walk.visit(&self.leaves, 1, [0.0; 3]);
        }
        let mut found = walk.found;
        found.sort_unstable();
        found.truncate(wanted);
        found
    }
}

fn along(axis: u8, spot: Spot) -> f32 {
    spot.get(usize::from(axis)).copied().unwrap_or_default()
}

/// The axis along which they lie furthest apart.
fn widest(leaves: &[Leaf]) -> u8 {
    let spread = |axis: &u8| {
        let places = leaves.iter().map(|leaf| along(*axis, leaf.spot));
        let most = places.clone().fold(f32::NEG_INFINITY, f32::max);
        most - places.fold(f32::INFINITY, f32::min)
    };
    let axes = (0..3).max_by(|one, other| spread(one).total_cmp(&spread(other)));
    axes.unwrap_or_default()
}

/// How many numbers the branches of so many items take, from 0: the larger half of every range is no smaller than the
/// other.
fn branches(items: usize) -> usize {
    let halves = std::iter::successors(Some(items), |items| Some(items / 2));
    let levels = halves.take_while(|items| *items > SHORT).count();
    2 << levels
}

/// Arranges a range and its parts; what is marked on any of its items.
fn arrange(
    leaves: &mut [Leaf],
    number: usize,
    branches: &mut [Branch],
    patterns: &Patterns,
) -> Marks {
    let own = |leaf: &Leaf| patterns.marks(leaf.pattern);
    let (any, axis) = if leaves.len() <= SHORT {
        let any = leaves.iter().map(own).fold(Marks::default(), Marks::or);
        (any, 0)
    } else {
        let axis = widest(leaves);
        let (before, divider, after) = leaves
            .select_nth_unstable_by(leaves.len() / 2, |one, other| {
                along(axis, one.spot).total_cmp(&along(axis, other.spot))
            });
        let any = arrange(before, 2 * number, branches, patterns)
            .or(own(divider))
            .or(arrange(after, 2 * number + 1, branches, patterns));
        (any, axis)
    };
    if let Some(branch) = branches.get_mut(number) {
        *branch = Branch { any, axis };
    }
    any
}

/// A walk through the tree, into the nearer half of every range first.
struct Walk<'a> {
    from: Spot,
    sieve: &'a Sieve<'a>,
    wanted: usize,
    left_out: Range<u32>,
    branches: &'a [Branch],
    /// The nearest so far, in no order. There is room for twice as many as are wanted: the further half is dropped
    /// each time it is full, which costs less than to keep the furthest at hand all the time.
    found: Vec<Found>,
    /// As many as are wanted are at least this near.
    limit: f32,
}

impl Walk<'_> {
    /// Walks through a range, which lies at least this far beyond along each axis.
    fn visit(&mut self, leaves: &[Leaf], number: usize, beyond: Spot) {
        let Branch { any, axis } = self.branches.get(number).copied().unwrap_or_default();
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
        let ahead = along(axis, self.from) - along(axis, divider.spot);
        let (near, far) = if ahead < 0.0 {
            (before, after)
        } else {
            (after, before)
        };
        self.visit(near.0, near.1, beyond);
        self.see(divider);
        let mut past_divider = beyond;
        if let Some(offset) = past_divider.get_mut(usize::from(axis)) {
            *offset = ahead;
        }
        self.visit(far.0, far.1, past_divider);
    }

    fn see(&mut self, leaf: &Leaf) {
        let gap = gap(self.from, leaf.spot);
        if self.is_too_far(gap)
            || !self.sieve.passes(leaf.pattern)
            || self.left_out.contains(&leaf.item)
        {
            return;
        }
        self.found.push(Found {
            order: u64::from(gap.to_bits()) << 32 | u64::from(leaf.item),
            pattern: leaf.pattern,
        });
        if self.found.len() == 2 * self.wanted {
            let (_, furthest, _) = self.found.select_nth_unstable(self.wanted - 1);
            self.limit = furthest.gap();
            self.found.truncate(self.wanted);
        }
    }

    /// Whether enough is found that is nearer. What is equally near may win the tie.
    fn is_too_far(&self, gap: f32) -> bool {
        gap > self.limit
    }
}

/// An item that passes.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// The bits of its gap, which lie in the order of their numbers as none is below zero, and then the item: the
    /// order of the results in one number.
    order: u64,
    pub(super) pattern: u32,
}

impl Found {
    /// See [`gap`].
    pub(super) fn gap(&self) -> f32 {
        f32::from_bits((self.order >> 32) as u32)
    }

    pub(super) fn item(&self) -> u32 {
        #[allow(clippy::cast_possible_truncation, reason = "the lower half is meant")]
        let item = self.order as u32;
        item
    }
}
