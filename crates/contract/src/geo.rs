//! Points on the Earth: the three reference systems in use in China and distances between points.

use serde::{Deserialize, Serialize};

use trigonometry::{atan2, cos, sin};

/// Mean Earth radius in metres (IUGG).
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// The kilometres that people are told for a distance in metres. Where they are is itself known only to about a
/// kilometre: it is never less than one.
pub const fn told_kilometres(metres: u32) -> u32 {
    match metres.saturating_add(500) / 1000 {
        0 => 1,
        kilometres => kilometres,
    }
}

wire_enum! {
    /// The reference system of a coordinate pair.
    Crs {
        /// GPS and browser geolocation.
        Wgs84 = "wgs84",
        /// 高德 and 腾讯 maps.
        Gcj02 = "gcj02",
        /// 百度 maps.
        Bd09 = "bd09",
    }
}

wire_enum! {
    /// How exactly a position is known.
    Precision {
        /// The organization's own coordinates.
        Exact = "exact",
        /// A point inside its township.
        Township = "township",
        /// A point inside its county.
        County = "county",
        /// A point inside its city.
        City = "city",
    }
}

/// A point in WGS-84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Point {
    /// Latitude in degrees, -90 to 90.
    pub lat: f64,
    /// Longitude in degrees, -180 to 180.
    pub lon: f64,
}

/// A point together with how exactly it is known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// Where.
    pub point: Point,
    /// How exactly.
    pub precision: Precision,
}

impl Point {
    /// A point with both coordinates finite and in range.
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        let in_range = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        in_range.then_some(Self { lat, lon })
    }

    /// Reads `lat,lon` in degrees as the search address writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let (lat, lon) = text.split_once(',')?;
        Self::new(degrees(lat.trim())?, degrees(lon.trim())?)
    }

    /// The point to six decimals, which is to the decimetre: longer numbers only claim to know more.
    pub fn rounded(self) -> Self {
        let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
        Self {
            lat: round(self.lat),
            lon: round(self.lon),
        }
    }

    /// The point of the given system, brought to WGS-84.
    pub fn from_crs(lat: f64, lon: f64, crs: Crs) -> Option<Self> {
        let given = Self::new(lat, lon)?;
        match crs {
            Crs::Wgs84 => Some(given),
            Crs::Gcj02 => Some(given.unshift()),
            Crs::Bd09 => {
                let (lat, lon) = bd09_to_gcj02(lat, lon);
                Some(Self { lat, lon }.unshift())
            }
            Crs::Unknown => None,
        }
    }

    /// `(lat, lon)` in GCJ-02, for 高德 and 腾讯. Outside mainland China the systems agree.
    pub fn to_gcj02(self) -> (f64, f64) {
        if !self.in_shifted_area() {
            return (self.lat, self.lon);
        }
        let (dlat, dlon) = gcj02_offset(self.lat, self.lon);
        (self.lat + dlat, self.lon + dlon)
    }

    /// `(lat, lon)` in BD-09, for 百度.
    pub fn to_bd09(self) -> (f64, f64) {
        let (lat, lon) = self.to_gcj02();
        let z = lon.hypot(lat) + 0.000_02 * sin(lat * BD_PI);
        let theta = atan2(lat, lon) + 0.000_003 * cos(lon * BD_PI);
        (z * sin(theta) + 0.006, z * cos(theta) + 0.0065)
    }

    /// Great-circle distance in metres (haversine; error under 0.6 % against the ellipsoid).
    pub fn distance_m(self, other: Self) -> f64 {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let half_dlat = (lat2 - lat1) / 2.0;
        let half_dlon = (other.lon - self.lon).to_radians() / 2.0;
        let h = half_dlat.sin().powi(2) + lat1.cos() * lat2.cos() * half_dlon.sin().powi(2);
        2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
    }

    /// GCJ-02 has no closed inverse: three fixed-point rounds bring the error under a centimetre.
    fn unshift(self) -> Self {
        if !self.in_shifted_area() {
            return self;
        }
        let mut guess = self;
        for _ in 0..3 {
            let (lat, lon) = guess.to_gcj02();
            guess = Self {
                lat: guess.lat + self.lat - lat,
                lon: guess.lon + self.lon - lon,
            };
        }
        guess
    }

    fn in_shifted_area(self) -> bool {
        (72.004..=137.8347).contains(&self.lon) && (0.8293..=55.8271).contains(&self.lat)
    }
}

/// Reads plain decimals. The standard reader's tables for all that a float can be would add 10 kB to the
/// browser's download.
fn degrees(text: &str) -> Option<f64> {
    // 3 + 12 digits stay below 2^53, so that the one division below rounds as the standard reader would.
    const WHOLE_DIGITS: usize = 3;
    const DECIMALS: usize = 12;
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(decimals) || whole.len() > WHOLE_DIGITS {
        return None;
    }
    let (mut units, mut scale) = (0.0, 1.0);
    for digit in whole.bytes() {
        units = units * 10.0 + f64::from(digit - b'0');
    }
    for digit in decimals.bytes().take(DECIMALS) {
        units = units * 10.0 + f64::from(digit - b'0');
        scale *= 10.0;
    }
    let value: f64 = units / scale;
    Some(if negative { -value } else { value })
}

const BD_PI: f64 = std::f64::consts::PI * 3000.0 / 180.0;

fn bd09_to_gcj02(lat: f64, lon: f64) -> (f64, f64) {
    let (x, y) = (lon - 0.0065, lat - 0.006);
    let z = x.hypot(y) - 0.000_02 * sin(y * BD_PI);
    let theta = atan2(y, x) - 0.000_003 * cos(x * BD_PI);
    (z * sin(theta), z * cos(theta))
}

/// The published approximation of the GCJ-02 offset, on the Krasovsky 1940 ellipsoid, in degrees.
fn gcj02_offset(lat: f64, lon: f64) -> (f64, f64) {
    use std::f64::consts::PI;
    const A: f64 = 6_378_245.0;
    const EE: f64 = 0.006_693_421_622_965_943;
    let (x, y) = (lon - 105.0, lat - 35.0);
    let root = x.abs().sqrt();
    let ripple = (20.0 * sin(6.0 * x * PI) + 20.0 * sin(2.0 * x * PI)) * 2.0 / 3.0;
    let dy = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + ripple
        + (20.0 * sin(y * PI) + 40.0 * sin(y / 3.0 * PI)) * 2.0 / 3.0
        + (160.0 * sin(y / 12.0 * PI) + 320.0 * sin(y * PI / 30.0)) * 2.0 / 3.0;
    let dx = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + ripple
        + (20.0 * sin(x * PI) + 40.0 * sin(x / 3.0 * PI)) * 2.0 / 3.0
        + (150.0 * sin(x / 12.0 * PI) + 300.0 * sin(x / 30.0 * PI)) * 2.0 / 3.0;
    let rad_lat = lat.to_radians();
    let magic = 1.0 - EE * sin(rad_lat).powi(2);
    let meridian = A * (1.0 - EE) / (magic * magic.sqrt());
    let parallel = A / magic.sqrt() * cos(rad_lat);
    ((dy / meridian).to_degrees(), (dx / parallel).to_degrees())
}

/// The browser has these functions already: Rust's own would be downloaded with the app (4 kB).
#[cfg(target_arch = "wasm32")]
mod trigonometry {
    pub(super) use js_sys::Math::{atan2, cos, sin};
}

#[cfg(not(target_arch = "wasm32"))]
mod trigonometry {
    pub(super) fn sin(angle: f64) -> f64 {
        angle.sin()
    }

    pub(super) fn cos(angle: f64) -> f64 {
        angle.cos()
    }

    pub(super) fn atan2(y: f64, x: f64) -> f64 {
        y.atan2(x)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn matches_published_conversions() {
        // Reference pair of the gcoord and coordtransform libraries' own tests: 116.404, 39.915.
        let (lat, lon) = Point {
            lat: 39.915,
            lon: 116.404,
        }
        .to_gcj02();
        assert!(
            (lat - 39.916_404_280_3).abs() < 1e-6 && (lon - 116.410_244_499).abs() < 1e-6,
            "{lat} {lon}"
        );
        let (lat, lon) = bd09_to_gcj02(39.915, 116.404);
        assert!(
            (lat - 39.908_656_739).abs() < 1e-6 && (lon - 116.397_627_285).abs() < 1e-6,
            "{lat} {lon}"
        );
    }

    #[test]
    fn matches_a_published_conversion_to_baidu() {
        // The example in gcoord's own documentation: WGS-84 straight to BD-09.
        let (lat, lon) = Point {
            lat: 39.914_266,
            lon: 116.403_988,
        }
        .to_bd09();
        assert!(
            (lat - 39.921_965_801_3).abs() < 1e-6 && (lon - 116.416_615_600_7).abs() < 1e-6,
            "{lat} {lon}"
        );
    }

    #[test]
    fn conversions_return_to_where_they_began() {
        for (lat, lon) in [
            (32.06, 118.79),
            (34.28, 117.17),
            (31.3, 120.6),
            (31.0, 121.9),
        ] {
            let start = Point { lat, lon };
            let (glat, glon) = start.to_gcj02();
            assert!(
                Point::from_crs(glat, glon, Crs::Gcj02)
                    .unwrap()
                    .distance_m(start)
                    < 0.01
            );
            let (blat, blon) = start.to_bd09();
            assert!(
                Point::from_crs(blat, blon, Crs::Bd09)
                    .unwrap()
                    .distance_m(start)
                    < 1.0
            );
        }
    }

    #[test]
    fn measures_and_parses() {
        let nanjing = Point::parse("32.0603,118.7969").unwrap();
        let suzhou = Point::parse("31.2990, 120.5853").unwrap();
        assert!((nanjing.distance_m(suzhou) - 189_000.0).abs() < 2_000.0);
        assert!(
            (Point {
                lat: 0.0,
                lon: 179.9
            }
            .distance_m(Point {
                lat: 0.0,
                lon: -179.9
            }) - 22_239.0)
                .abs()
                < 10.0
        );
        for text in [
            "", "1", "a,b", "91,0", "0,181", "NaN,1", "1,inf", "1.,2", ".1,2", "1,1e1", "0032,1",
        ] {
            assert_eq!(Point::parse(text), None, "{text}");
        }
        for text in [
            "32.0603",
            "-0.0049",
            "7",
            "118.796877",
            "-90.0",
            "31.123456789012",
        ] {
            assert_eq!(degrees(text), text.parse().ok(), "{text}");
        }
    }
}
