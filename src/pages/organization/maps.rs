//! Links into map apps. Each app has its own reference system; a pin is only set where the organization's
//! own coordinates are known, else the app searches by name and address.

use contract::geo::{Point, Precision};
use contract::organization::OrganizationView;

use crate::i18n::{Text, text};
use crate::platform::address::encoded;

/// A link into a map app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MapLink {
    /// The app's name.
    pub(super) name: &'static str,
    /// Where it leads.
    pub(super) href: String,
}

/// The links for an organization, the most used app first.
pub(super) fn map_links(view: &OrganizationView) -> Vec<MapLink> {
    let name = encoded(&view.card.name);
    let pin = view
        .card
        .position
        .filter(|position| position.precision == Precision::Exact)
        .map(|position| position.point);
    let hrefs = match pin {
        Some(point) => pins(point, &name),
        None => searches(view),
    };
    let names = [
        Text::MapAmap,
        Text::MapBaidu,
        Text::MapTencent,
        Text::MapApple,
        Text::MapPhone,
    ];
    names
        .into_iter()
        .zip(hrefs)
        .map(|(name, href)| MapLink {
            name: text(name),
            href,
        })
        .collect()
}

fn pins(point: Point, name: &str) -> [String; 5] {
    let (lat, lon) = both(point.to_gcj02());
    let (baidu_lat, baidu_lon) = both(point.to_bd09());
    let (plain_lat, plain_lon) = both((point.lat, point.lon));
    [
        [
            "https://uri.amap.com/marker?coordinate=gaode&position=",
            &lon,
            ",",
            &lat,
            "&name=",
            name,
        ]
        .concat(),
        [
            "https://api.map.baidu.com/marker?coord_type=bd09ll&output=html&location=",
            &baidu_lat,
            ",",
            &baidu_lon,
            "&title=",
            name,
            "&content=",
            name,
        ]
        .concat(),
        [
            "https://apis.map.qq.com/uri/v1/marker?referer=fengqiao&marker=coord:",
            &lat,
            ",",
            &lon,
            ";title:",
            name,
        ]
        .concat(),
        // Apple's map of mainland China is drawn in GCJ-02.
        ["https://maps.apple.com/?ll=", &lat, ",", &lon, "&q=", name].concat(),
        // RFC 5870: WGS-84.
        [
            "geo:", &plain_lat, ",", &plain_lon, "?q=", &plain_lat, ",", &plain_lon, "(", name, ")",
        ]
        .concat(),
    ]
}

fn searches(view: &OrganizationView) -> [String; 5] {
    let city = view.card.region_name.split(' ').next().unwrap_or_default();
    let city = encoded(city);
    // With an address the address is searched for: the name may not be on the map.
    let place = [
        view.card.region_name.replace(' ', ""),
        view.address
            .clone()
            .unwrap_or_else(|| view.card.name.clone()),
    ]
    .concat();
    let words = encoded(&place);
    [
        ["https://uri.amap.com/search?keyword=", &words].concat(),
        [
            "https://api.map.baidu.com/place/search?output=html&src=fengqiao&region=",
            &city,
            "&query=",
            &words,
        ]
        .concat(),
        [
            "https://apis.map.qq.com/uri/v1/search?referer=fengqiao&region=",
            &city,
            "&keyword=",
            &words,
        ]
        .concat(),
        ["https://maps.apple.com/?q=", &words].concat(),
        ["geo:0,0?q=", &words].concat(),
    ]
}

fn both((lat, lon): (f64, f64)) -> (String, String) {
    (degrees(lat), degrees(lon))
}

/// Six decimals (about 10 cm) by integer arithmetic: float formatting would weigh on the build.
fn degrees(value: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "degrees are within ±180")]
    let millionths = (value * 1_000_000.0).round() as i64;
    let sign = if millionths < 0 { "-" } else { "" };
    let whole = (millionths.abs() / 1_000_000).to_string();
    let rest = (millionths.abs() % 1_000_000 + 1_000_000).to_string();
    [sign, &whole, ".", rest.get(1..).unwrap_or("0")].concat()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::pages::organization::tests::view;
    use contract::geo::{Crs, Position};

    #[test]
    fn a_known_place_is_pinned_in_each_apps_own_system() {
        let point = Point {
            lat: 32.084_14,
            lon: 118.753_7,
        };
        let precision = Precision::Exact;
        let mut view = view();
        view.card.position = Some(Position { point, precision });
        let links = map_links(&view);
        let hrefs: Vec<&str> = links.iter().map(|link| link.href.as_str()).collect();
        let [amap, baidu, tencent, _, phone] = hrefs[..] else {
            unreachable!("five apps");
        };
        let read = |from: &str, crs| {
            let (lat, lon) = from.split_once(',').unwrap();
            Point::from_crs(lat.parse().unwrap(), lon.parse().unwrap(), crs).unwrap()
        };
        let (_, baidu) = baidu.split_once("location=").unwrap();
        let baidu = read(baidu.split_once('&').unwrap().0, Crs::Bd09);
        assert!(baidu.distance_m(point) < 2.0);
        let (_, tencent) = tencent.split_once("coord:").unwrap();
        let tencent = read(tencent.split_once(';').unwrap().0, Crs::Gcj02);
        assert!(tencent.distance_m(point) < 1.0);
        // 高德 takes the longitude first.
        assert!(amap.contains("position=118.75"));
        // The phone's own maps app is given WGS-84, as it stands.
        let name = encoded(&view.card.name);
        assert_eq!(
            phone,
            [
                "geo:32.084140,118.753700?q=32.084140,118.753700(",
                &name,
                ")"
            ]
            .concat()
        );
        assert!(name.starts_with("%E7%A4%BA"));
    }

    #[test]
    fn an_estimated_place_is_never_pinned() {
        let mut view = view();
        view.card.position = Some(Position {
            point: Point {
                lat: 32.0,
                lon: 118.0,
            },
            precision: Precision::County,
        });
        for link in map_links(&view) {
            assert!(!link.href.contains("118"), "{}", link.href);
            assert!(link.href.is_ascii(), "{}", link.href);
        }
    }

    #[test]
    fn degrees_keep_their_zeros() {
        assert_eq!(degrees(32.000_05), "32.000050");
        assert_eq!(degrees(-0.5), "-0.500000");
        assert_eq!(encoded("南 a-1"), "%E5%8D%97%20a-1");
    }
}
