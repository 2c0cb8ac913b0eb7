//! What the map shows of a list: which organizations, and which of them share a pin.

use contract::geo::{Crs, Point, Precision};
use contract::organization::OrganizationCard as Card;

use crate::i18n::{Text, distance_words, fill, text};
use crate::platform::map::{LatLon, Pin};

/// An organization of the list whose place is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spot {
    /// Its place in the list, counted from 0.
    pub(super) place: usize,
    /// Where it is on the map.
    pub(super) at: LatLon,
    /// Whether that is its own place, and not only a point in its region.
    exact: bool,
    /// Its name, and how far it is.
    name: String,
}

/// The organizations of a list, in its order, that can be shown on a map of this system.
pub(super) fn spots(cards: &[&Card], crs: Crs) -> Vec<Spot> {
    let spot = |(place, card): (usize, &&Card)| {
        let position = card.position?;
        let distance = card.distance_m.map(|metres| {
            let distance = distance_words(metres, card.position);
            fill(Text::MapPinDistance, &[("distance", &distance)])
        });
        Some(Spot {
            place,
            at: on_map(position.point, crs),
            exact: position.precision == Precision::Exact,
            name: [card.name.as_str(), &distance.unwrap_or_default()].concat(),
        })
    };
    cards.iter().enumerate().filter_map(spot).collect()
}

/// Where a point is on a map of this system.
pub(super) fn on_map(point: Point, crs: Crs) -> LatLon {
    match crs {
        Crs::Gcj02 => point.to_gcj02(),
        _ => (point.lat, point.lon),
    }
}

/// Which spots share a pin, because theirs would touch: as places in the list of spots, in its order. Each pin
/// stands where the first of its spots is, and any two of them are this far apart.
pub(super) fn groups(pixels: &[(f64, f64)], apart: f64) -> Vec<Vec<usize>> {
    let mut groups: Vec<((f64, f64), Vec<usize>)> = Vec::new();
    for (spot, (x, y)) in pixels.iter().copied().enumerate() {
        let touched = groups.iter_mut().find(|((other_x, other_y), _)| {
            (x - other_x).abs() < apart && (y - other_y).abs() < apart
        });
        match touched {
            Some((_, group)) => group.push(spot),
            None => groups.push(((x, y), vec![spot])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The pin of spots that share one.
pub(super) fn pin(spots: &[&Spot]) -> Option<Pin> {
    let first = spots.first()?;
    let exact = spots.iter().all(|spot| spot.exact);
    let number = |spot: &&Spot| (spot.place + 1).to_string();
    let (words, name) = if spots.len() == 1 {
        let number = number(first);
        let name = fill(Text::MapPin, &[("n", &number), ("name", &first.name)]);
        (number, name)
    } else {
        let count = spots.len().to_string();
        let numbers: Vec<String> = spots.iter().map(number).collect();
        let numbers = numbers.join(text(Text::ListComma));
        (
            fill(Text::MapGroup, &[("n", &count)]),
            fill(Text::MapGroupPin, &[("n", &count), ("numbers", &numbers)]),
        )
    };
    let about = if exact {
        ""
    } else {
        text(Text::MapPinApproximate)
    };
    Some(Pin {
        at: first.at,
        class: if exact {
            "pin-exact"
        } else {
            "pin-approximate"
        },
        words,
        name: [&name, about].concat(),
    })
}

/// What is said below the map: what is on it, the person's own place too if that is known, and how many
/// organizations are not.
pub(super) fn legend(spots: &[Spot], listed: usize, here: bool) -> Vec<String> {
    let exact = spots.iter().any(|spot| spot.exact);
    let approximate = spots.iter().any(|spot| !spot.exact);
    let absent = listed.saturating_sub(spots.len());
    [
        // Where all are exact there is nothing to tell apart.
        (exact && approximate).then(|| text(Text::MapExact).to_owned()),
        approximate.then(|| text(Text::MapApproximate).to_owned()),
        here.then(|| text(Text::MapHere).to_owned()),
        (absent > 0).then(|| fill(Text::MapAbsent, &[("n", &absent.to_string())])),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::components::found;
    use contract::geo::Position;

    fn cards(positions: &[Option<Precision>]) -> Vec<Card> {
        let names: Vec<&str> = positions.iter().map(|_| "").collect();
        let mut cards = found(None, &names, 0).organizations;
        for (card, precision) in cards.iter_mut().zip(positions) {
            let point = Point {
                lat: 32.06,
                lon: 118.79,
            };
            card.position = precision.map(|precision| Position { point, precision });
        }
        cards
    }

    fn of(positions: &[Option<Precision>], crs: Crs) -> Vec<Spot> {
        let cards = cards(positions);
        spots(&cards.iter().collect::<Vec<_>>(), crs)
    }

    #[test]
    fn numbers_are_those_of_the_list() {
        let list = of(&[None, Some(Precision::Exact)], Crs::Wgs84);
        let numbers: Vec<usize> = list.iter().map(|spot| spot.place).collect();
        assert_eq!(numbers, [1]);
        let pin = pin(&[list.first().unwrap()]).unwrap();
        assert_eq!((pin.words.as_str(), pin.class), ("2", "pin-exact"));
        assert_eq!(pin.name, "2，示例");
    }

    #[test]
    fn places_are_in_the_system_of_the_map() {
        let exact = [Some(Precision::Exact)];
        let at = |crs| of(&exact, crs).first().unwrap().at;
        assert_eq!(at(Crs::Wgs84), (32.06, 118.79));
        let (lat, lon) = at(Crs::Gcj02);
        let there = Point::from_crs(lat, lon, Crs::Gcj02).unwrap();
        assert!(there.distance_m(Point::new(32.06, 118.79).unwrap()) < 1.0);
        assert!((lat - 32.06).abs() > 0.001);
    }

    #[test]
    fn pins_never_touch_and_none_is_lost() {
        let pixels = [
            (0.0, 0.0),
            (47.0, 0.0),
            (48.0, 0.0),
            (0.0, 47.9),
            (60.0, 10.0),
            (0.0, 48.0),
        ];
        assert_eq!(groups(&pixels, 48.0), [vec![0, 1, 3], vec![2, 4], vec![5]]);
        assert_eq!(groups(&[], 48.0), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn a_shared_pin_says_whose_it_is() {
        let list = of(
            &[Some(Precision::Exact), None, Some(Precision::County)],
            Crs::Wgs84,
        );
        let all: Vec<&Spot> = list.iter().collect();
        let shared = pin(&all).unwrap();
        assert_eq!(shared.words, "2 家");
        assert_eq!(shared.class, "pin-approximate");
        assert_eq!(shared.name, "2 家：列表里的第 1、3 家，大约在这一带");
        assert!(pin(&[]).is_none());
    }

    #[test]
    fn the_legend_says_only_what_is_so() {
        let legend = |positions: &[Option<Precision>]| {
            super::legend(&of(positions, Crs::Wgs84), positions.len(), false)
        };
        let (exact, county) = (Some(Precision::Exact), Some(Precision::County));
        assert!(legend(&[exact]).is_empty());
        assert_eq!(super::legend(&[], 0, true), [text(Text::MapHere)]);
        assert_eq!(legend(&[exact, county]).len(), 2);
        assert_eq!(
            legend(&[county, None, None]),
            [
                "虚线的号码是按地区估算的，大约在这一带。",
                "2 家不知道在哪里，只在列表里。"
            ]
        );
    }
}
