//! Administrative regions and their official codes (GB/T 2260; townships: 9-digit codes of the
//! National Bureau of Statistics).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::geo::Position;

/// The code of a province, city or county (6 digits) or of a township (9 digits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode(u32);

wire_enum! {
    /// The step of the administrative order a code names.
    RegionLevel {
        /// 省
        Province = "province",
        /// 设区市
        City = "city",
        /// 县（市、区）
        County = "county",
        /// 乡镇、街道
        Township = "township",
    }
}

impl RegionCode {
    /// Jiangsu.
    pub const JIANGSU: Self = Self(320_000_000);

    /// Reads 6 or 9 ASCII digits. `None` for anything else and for a code that skips a level.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let digits: u32 = text.parse().ok()?;
        let code = match text.len() {
            6 => Self(digits.checked_mul(1000)?),
            9 => Self(digits),
            _ => return None,
        };
        let (province, city, county, township) = code.parts();
        let gapless = province > 0 && (city > 0 || county == 0) && (county > 0 || township == 0);
        gapless.then_some(code)
    }

    fn parts(self) -> (u32, u32, u32, u32) {
        (
            self.0 / 10_000_000,
            self.0 / 100_000 % 100,
            self.0 / 1000 % 100,
            self.0 % 1000,
        )
    }

    /// Which level the code names.
    pub fn level(self) -> RegionLevel {
        match self.parts() {
            (_, 0, _, _) => RegionLevel::Province,
            (_, _, 0, _) => RegionLevel::City,
            (_, _, _, 0) => RegionLevel::County,
            _ => RegionLevel::Township,
        }
    }

    /// The region this one belongs to; a province has none.
    pub fn parent(self) -> Option<Self> {
        match self.level() {
            RegionLevel::Township => Some(Self(self.0 / 1000 * 1000)),
            RegionLevel::County => Some(Self(self.0 / 100_000 * 100_000)),
            RegionLevel::City => Some(Self(self.0 / 10_000_000 * 10_000_000)),
            _ => None,
        }
    }

    /// Whether `other` is this region or lies within it.
    pub fn contains(self, other: Self) -> bool {
        std::iter::successors(Some(other), |code| code.parent()).any(|code| code == self)
    }

    /// The lowest region that holds both; `None` across provinces.
    pub fn common(self, other: Self) -> Option<Self> {
        std::iter::successors(Some(self), |code| code.parent()).find(|code| code.contains(other))
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1000) {
            write!(to, "{:06}", self.0 / 1000)
        } else {
            write!(to, "{:09}", self.0)
        }
    }
}

impl Serialize for RegionCode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RegionCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("a region code has 6 or 9 digits"))
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for RegionCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^[0-9]{6}([0-9]{3})?$"))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for RegionCode {}

/// One region as the picker shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Region {
    /// Official code.
    pub code: RegionCode,
    /// Official name, e.g. 鼓楼区.
    pub name: String,
    /// Names from the outermost region inwards, e.g. 南京市 鼓楼区.
    pub full_name: String,
    /// A point inside the region, when one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

/// `GET /api/v1/regions/{code}`: a region, the regions above it and the ones directly below.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegionView {
    /// The region asked for.
    pub region: Region,
    /// From the province down to the direct parent.
    pub ancestors: Vec<Region>,
    /// Directly below, in official order; empty for a township.
    pub children: Vec<Region>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    #[test]
    fn reads_and_writes_both_lengths() {
        for text in ["320000", "320100", "320106", "320106003"] {
            assert_eq!(code(text).to_string(), text);
        }
        assert_eq!(code("320106000"), code("320106"));
        for text in [
            "",
            "32010",
            "3201061",
            "32010x",
            "000000",
            "320006",
            "320100003",
            "99999999999",
        ] {
            assert_eq!(RegionCode::parse(text), None, "{text}");
        }
    }

    #[test]
    fn knows_levels_parents_and_containment() {
        let township = code("320106003");
        assert_eq!(township.level(), RegionLevel::Township);
        assert_eq!(township.parent(), Some(code("320106")));
        assert_eq!(code("320106").parent(), Some(code("320100")));
        assert_eq!(RegionCode::JIANGSU.parent(), None);
        assert!(code("320100").contains(township));
        assert!(!code("320102").contains(township));
        assert_eq!(township.common(code("320102002")), Some(code("320100")));
        assert_eq!(township.common(code("110101")), None);
    }
}
