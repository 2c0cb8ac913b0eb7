//! The regions of Jiangsu, their names old and new, and a point in each.
//!
//! Counties and townships come with the product (`data/`, with their sources in its README). Development
//! zones have statistical codes, not GB/T 2260 ones; people look for them among the counties, so here they
//! are counties.

use std::collections::{BTreeMap, HashMap};

use contract::geo::{Point, Position, Precision};
use contract::region::{Region, RegionCode, RegionLevel, RegionView};

const COUNTIES: &str = include_str!("../../data/counties.csv");
const TOWNSHIPS: &str = include_str!("../../data/townships.csv");
const ALIASES: &str = include_str!("../../data/region-aliases.csv");

const PROVINCE_NAME: &str = "江苏省";

/// Endings that people leave off a name, longest first.
const ENDINGS: &[&str] = &[
    "经济技术开发区",
    "街道办事处",
    "街道",
    "市",
    "区",
    "县",
    "镇",
    "乡",
];

/// A place name that stands for no single region.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// No region has this name there.
    #[error("there is no \"{name}\" {}", .within.as_deref().map_or("in Jiangsu".to_owned(), |region| format!("in {region}")))]
    Unknown {
        /// The name.
        name: String,
        /// Full name of the region that was looked in; `None` for the whole province.
        within: Option<String>,
    },
    /// Several regions have this name.
    #[error("\"{name}\" can be {}: say which", .candidates.join(" or "))]
    Ambiguous {
        /// The name.
        name: String,
        /// Full names of the regions that have it.
        candidates: Vec<String>,
    },
}

/// The list of regions.
#[derive(Debug)]
pub struct Regions {
    /// In official order, so that what lies within a region follows it.
    by_code: BTreeMap<RegionCode, Region>,
    /// Every name in use: official, short and old.
    by_name: HashMap<String, Vec<RegionCode>>,
}

impl Regions {
    /// The list that comes with the product.
    pub fn bundled() -> Self {
        let mut regions = Self {
            by_code: BTreeMap::new(),
            by_name: HashMap::new(),
        };
        regions.add(RegionCode::JIANGSU, PROVINCE_NAME, None);
        regions.add_cities();
        for [code, name, _, _, lon, lat] in records(COUNTIES) {
            let position = position(lat, lon, Precision::County);
            regions.add_coded(code, name, position);
        }
        regions.add_townships();
        for [name, city, code] in records(ALIASES) {
            let codes = (RegionCode::parse(city), RegionCode::parse(code));
            if let (Some(_), Some(code)) = codes {
                regions.name(name, code);
            }
        }
        regions
    }

    /// The region with this code.
    pub fn get(&self, code: RegionCode) -> Option<&Region> {
        self.by_code.get(&code)
    }

    /// Every name in use, with each region that has it.
    pub fn names(&self) -> impl Iterator<Item = (&str, RegionCode)> {
        let names = self.by_name.iter();
        names.flat_map(|(name, codes)| codes.iter().map(move |code| (name.as_str(), *code)))
    }

    /// The region with the ones above it and the ones directly below.
    pub fn view(&self, code: RegionCode) -> Option<RegionView> {
        let region = self.get(code)?.clone();
        let mut ancestors: Vec<Region> = std::iter::successors(code.parent(), |code| code.parent())
            .filter_map(|code| self.get(code).cloned())
            .collect();
        ancestors.reverse();
        let children = self
            .by_code
            .range(code..)
            .take_while(|(inner, _)| code.contains(**inner))
            .filter(|(inner, _)| inner.parent() == Some(code))
            .map(|(_, region)| region.clone())
            .collect();
        Some(RegionView {
            region,
            ancestors,
            children,
        })
    }

    /// The region with these names, from the city inwards; an empty name says nothing. Old names and names
    /// without 市, 区, 县, 镇, 乡 or 街道 are understood, and so is a county in the place of the city.
    pub fn resolve(
        &self,
        city: &str,
        county: &str,
        township: &str,
    ) -> Result<RegionCode, RegionError> {
        let city = match city.trim() {
            "" | "江苏" | PROVINCE_NAME => RegionCode::JIANGSU,
            name => self
                .find(name, RegionCode::JIANGSU, &[RegionLevel::City])
                .or_else(|_| self.find(name, RegionCode::JIANGSU, &[RegionLevel::County]))?,
        };
        let county = match county.trim() {
            "" => city,
            // Counties that are cities name themselves in both columns.
            name => match self.find(name, city, &[RegionLevel::County]) {
                Err(_) if self.is_named(city, name) => city,
                found => found?,
            },
        };
        match township.trim() {
            "" => Ok(county),
            name => self.find(name, county, &[RegionLevel::Township]),
        }
    }

    /// The one region of these levels with this name within a region.
    fn find(
        &self,
        name: &str,
        within: RegionCode,
        levels: &[RegionLevel],
    ) -> Result<RegionCode, RegionError> {
        let candidates = |name: &str| -> Vec<RegionCode> {
            let all = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
            let fits =
                |code: &&RegionCode| within.contains(**code) && levels.contains(&code.level());
            all.iter().filter(fits).copied().collect()
        };
        let mut found = candidates(name);
        if found.is_empty() {
            // 港闸 for 港闸区, 城东办事处 for 城东街道: compare what remains without the ending.
            found = candidates(short(name));
        }
        // An official name goes before an old or short one of another region.
        let official =
            |code: &&RegionCode| self.get(**code).is_some_and(|region| region.name == name);
        if let Some(code) = only(found.iter().filter(official)) {
            return Ok(*code);
        }
        match found.as_slice() {
            [] => Err(RegionError::Unknown {
                name: name.to_owned(),
                within: (within != RegionCode::JIANGSU).then(|| self.full_name(within).to_owned()),
            }),
            [code] => Ok(*code),
            several => Err(RegionError::Ambiguous {
                name: name.to_owned(),
                candidates: several
                    .iter()
                    .map(|code| self.full_name(*code).to_owned())
                    .collect(),
            }),
        }
    }

    fn is_named(&self, code: RegionCode, name: &str) -> bool {
        let named = |name: &str| {
            self.by_name
                .get(name)
                .is_some_and(|codes| codes.contains(&code))
        };
        named(name) || named(short(name))
    }

    fn full_name(&self, code: RegionCode) -> &str {
        self.get(code).map_or("", |region| &region.full_name)
    }

    /// Cities have no row of their own: their names stand with their counties, and their point is the
    /// middle of their counties' points.
    fn add_cities(&mut self) {
        let mut cities: BTreeMap<&str, (&str, Vec<Point>)> = BTreeMap::new();
        for [_, _, city_code, city, lon, lat] in records(COUNTIES) {
            let (_, points) = cities.entry(city_code).or_insert((city, Vec::new()));
            points.extend(point(lat, lon));
        }
        for (code, (name, points)) in cities {
            #[allow(clippy::cast_precision_loss, reason = "a city has a dozen counties")]
            let count = points.len() as f64;
            let (lat, lon) = points.iter().fold((0.0, 0.0), |(lat, lon), point| {
                (lat + point.lat, lon + point.lon)
            });
            let position = Point::new(lat / count, lon / count).map(|point| Position {
                point: point.rounded(),
                precision: Precision::City,
            });
            self.add_coded(code, name, position);
        }
    }

    fn add_townships(&mut self) {
        for [code, name, county_code, county, _, _, lon, lat, precision] in records(TOWNSHIPS) {
            let Some(county_code) = RegionCode::parse(county_code) else {
                continue;
            };
            if !self.by_code.contains_key(&county_code) {
                // A development zone: it has no point of its own, so it borrows its city's.
                let position = county_code
                    .parent()
                    .and_then(|city| self.get(city)?.position);
                self.add(county_code, county, position);
            }
            let position = match precision {
                "township" => position(lat, lon, Precision::Township),
                _ => self.get(county_code).and_then(|county| county.position),
            };
            self.add_coded(code, name, position);
        }
    }

    fn add_coded(&mut self, code: &str, name: &str, position: Option<Position>) {
        if let Some(code) = RegionCode::parse(code) {
            self.add(code, name, position);
        }
    }

    fn add(&mut self, code: RegionCode, name: &str, position: Option<Position>) {
        let above = code.parent().filter(|above| *above != RegionCode::JIANGSU);
        let full_name = match above {
            Some(above) => format!("{} {name}", self.full_name(above)),
            None => name.to_owned(),
        };
        let region = Region {
            code,
            name: name.to_owned(),
            full_name,
            position,
        };
        self.by_code.insert(code, region);
        self.name(name, code);
    }

    fn name(&mut self, name: &str, code: RegionCode) {
        for name in [name, short(name)] {
            let codes = self.by_name.entry(name.to_owned()).or_default();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
}

/// The name without its ending, as long as two characters remain: 鼓楼 for 鼓楼区, but 丰县 stays.
fn short(name: &str) -> &str {
    ENDINGS
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .filter(|rest| rest.chars().nth(1).is_some())
        .unwrap_or(name)
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
}

fn point(lat: &str, lon: &str) -> Option<Point> {
    Point::new(lat.parse().ok()?, lon.parse().ok()?)
}

fn position(lat: &str, lon: &str, precision: Precision) -> Option<Position> {
    point(lat, lon).map(|point| Position { point, precision })
}

/// The first cells of every row under the header. The bundled lists quote nothing.
fn records<const CELLS: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; CELLS]> {
    table.lines().skip(1).filter_map(|line| {
        let cells: Vec<_> = line.splitn(CELLS + 1, ',').take(CELLS).collect();
        cells.try_into().ok()
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    #[test]
    fn the_bundled_list_is_complete() {
        let regions = Regions::bundled();
        let count = |level| {
            regions
                .by_code
                .keys()
                .filter(|code| code.level() == level)
                .count()
        };
        assert_eq!(count(RegionLevel::Province), 1);
        assert_eq!(count(RegionLevel::City), 13);
        assert_eq!(count(RegionLevel::County), 95 + 9);
        assert_eq!(count(RegionLevel::Township), 1487);
        for (code, region) in &regions.by_code {
            let province = *code == RegionCode::JIANGSU;
            assert_eq!(region.position.is_none(), province, "{region:?}");
        }
        assert!(!TOWNSHIPS.contains('"') && !COUNTIES.contains('"') && !ALIASES.contains('"'));
    }

    #[test]
    fn every_alias_leads_to_a_county_of_its_city() {
        let regions = Regions::bundled();
        for [name, city, target] in records(ALIASES) {
            assert_eq!(code(target).parent(), Some(code(city)), "{name}");
            let city = &regions.get(code(city)).unwrap().name;
            assert_eq!(regions.resolve(city, name, ""), Ok(code(target)), "{name}");
        }
    }

    #[test]
    fn shows_neighbours_up_and_down() {
        let regions = Regions::bundled();
        let province = regions.view(RegionCode::JIANGSU).unwrap();
        assert_eq!((province.ancestors.len(), province.children.len()), (0, 13));
        let gulou = regions.view(code("320106")).unwrap();
        let above: Vec<_> = gulou
            .ancestors
            .iter()
            .map(|region| region.name.as_str())
            .collect();
        assert_eq!(above, ["江苏省", "南京市"]);
        assert_eq!(gulou.region.full_name, "南京市 鼓楼区");
        assert!(
            gulou
                .children
                .iter()
                .all(|region| region.code.parent() == Some(code("320106")))
        );
        assert!(regions.view(code("320106001")).unwrap().children.is_empty());
        assert_eq!(regions.view(code("320199")), None);
        let suzhou = regions.view(code("320500")).unwrap();
        assert!(
            suzhou
                .children
                .iter()
                .any(|region| region.name == "苏州工业园区")
        );
    }

    #[test]
    fn understands_names_old_new_and_short() {
        let regions = Regions::bundled();
        for (names, expected) in [
            (["", "", ""], "320000"),
            (["江苏省", "", ""], "320000"),
            (["南京市", "", ""], "320100"),
            (["南京", "鼓楼", ""], "320106"),
            (["徐州市", "鼓楼区", ""], "320302"),
            (["", "玄武区", ""], "320102"),
            (["昆山市", "", ""], "320583"),
            (["昆山市", "昆山市", ""], "320583"),
            (["昆山", "昆山", ""], "320583"),
            (["苏州市", "吴江市", ""], "320509"),
            (["苏州市", "苏州工业园区", ""], "320576"),
            (["苏州", "园区", ""], ""),
            (["南通市", "港闸区", ""], "320613"),
            (["", "海门市", ""], "320614"),
            (["南通", "海安县", ""], "320685"),
            (["徐州市", "丰县", ""], "320321"),
            (["", "新区", ""], "320214"),
            (["", "新北区", ""], "320411"),
            (["常州市", "钟楼区", "荷花池街道"], "320404006"),
            (["淮安市", "淮安区", ""], "320803"),
            (["淮安市", "", ""], "320800"),
            (["", "通州区", ""], "320612"),
            (["扬州市", "南京市", ""], ""),
        ] {
            let [city, county, township] = names;
            let found = regions
                .resolve(city, county, township)
                .map(|code| code.to_string());
            assert_eq!(found.unwrap_or_default(), expected, "{names:?}");
        }
    }

    #[test]
    fn says_what_it_cannot_tell() {
        let regions = Regions::bundled();
        assert_eq!(
            regions.resolve("", "鼓楼区", "").unwrap_err().to_string(),
            "\"鼓楼区\" can be 南京市 鼓楼区 or 徐州市 鼓楼区: say which"
        );
        assert_eq!(
            regions
                .resolve("南京市", "虎丘区", "")
                .unwrap_err()
                .to_string(),
            "there is no \"虎丘区\" in 南京市"
        );
        assert_eq!(
            regions.resolve("杭州市", "", "").unwrap_err().to_string(),
            "there is no \"杭州市\" in Jiangsu"
        );
        assert!(matches!(
            regions.resolve("南京市", "鼓楼区", "没有街道"),
            Err(RegionError::Unknown { .. })
        ));
    }

    #[test]
    fn every_township_is_found_by_its_official_name_in_its_county() {
        let regions = Regions::bundled();
        for [township, name, _, county, _, city] in records(TOWNSHIPS) {
            let found = regions.resolve(city, county, name);
            assert_eq!(found, Ok(code(township)), "{city} {county} {name}");
        }
    }
}
