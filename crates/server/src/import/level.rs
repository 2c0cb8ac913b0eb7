//! The level of an organization: as its file says it, or as its own name does.
//!
//! A level is shown as a fact, so nothing is concluded from where an organization happens to lie: a name
//! says its level only when it is a place and a body of that place, and nothing else.

use contract::fold::folded;
use contract::kinds::Level;
use contract::region::{RegionCode, RegionLevel};

use crate::directory::Regions;

/// Bodies that each level of government has one of, so that their place is their level.
const BODIES: &[&str] = &[
    "人民调解委员会",
    "非诉讼服务中心",
    "社会治安综合治理中心",
    "综治中心",
    "矛盾纠纷调处中心",
    "矛盾纠纷调处服务中心",
    "矛盾纠纷调处化解中心",
    "矛盾纠纷调解中心",
    "社会矛盾纠纷调处中心",
    "社会矛盾纠纷调处服务中心",
    "社会矛盾纠纷调处化解中心",
    "社会矛盾纠纷调解中心",
    "公共法律服务中心",
    "法律援助中心",
    "劳动人事争议调解中心",
];

/// Bodies that villages and companies have.
const OWN_BODIES: &[&str] = &[
    "人民调解委员会",
    "调解委员会",
    "劳动争议调解委员会",
    "劳动人事争议调解委员会",
];

/// How the names of villages and urban communities end, alone or with their committee.
const VILLAGES: &[&str] = &["村", "社区", "村委会", "村民委员会", "居委会", "居民委员会"];
/// A housing estate, not a village.
const ESTATE: &str = "新村";
/// How the names of companies and business parks end.
const PARKS: &[&str] = &["公司", "产业园", "科技园", "工业园"];

/// The level that a cell names.
pub(super) fn stated(cell: &str) -> Option<Level> {
    let wire = Level::from_wire(cell);
    if wire.is_known() {
        return Some(wire);
    }
    Some(match cell {
        "省" | "省级" => Level::Province,
        "市" | "市级" | "设区市" => Level::City,
        "县" | "区" | "县级" | "区级" | "县区级" => Level::County,
        "乡" | "镇" | "街道" | "乡级" | "乡镇" | "乡镇街道" | "镇街" => {
            Level::Township
        }
        "村" | "社区" | "村级" | "村社区" | "村居" => Level::Village,
        "园区" | "企业" | "园区企业" => Level::Park,
        _ => return None,
    })
}

/// The level that the name of an organization in this region says, if it does.
pub(super) fn named(name: &str, region: RegionCode, regions: &Regions) -> Option<Level> {
    let name = folded(name);
    let places = |bodies: &'static [&str]| {
        let name = name.as_str();
        bodies.iter().filter_map(|body| name.strip_suffix(body))
    };
    places(BODIES)
        .find_map(|place| of_region(place, region, regions))
        .or_else(|| places(OWN_BODIES).find_map(of_place))
}

/// The level of the region that a place's name is, told with or without the regions above it.
fn of_region(place: &str, region: RegionCode, regions: &Regions) -> Option<Level> {
    let mut chain: Vec<RegionCode> =
        std::iter::successors(Some(region), |code| code.parent()).collect();
    chain.reverse();
    let mut rest = place;
    for code in chain {
        match rest.strip_prefix(regions.get(code)?.name.as_str()) {
            Some("") => return level(code),
            Some(inner) => rest = inner,
            None => {}
        }
    }
    None
}

fn level(code: RegionCode) -> Option<Level> {
    Some(match code.level() {
        RegionLevel::Province => Level::Province,
        RegionLevel::City => Level::City,
        RegionLevel::County => Level::County,
        RegionLevel::Township => Level::Township,
        RegionLevel::Unknown => return None,
    })
}

/// Villages and companies are in no list: their names end in what they are.
fn of_place(place: &str) -> Option<Level> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| place.ends_with(ending));
    if ends(PARKS) {
        Some(Level::Park)
    } else if ends(VILLAGES) && !place.ends_with(ESTATE) {
        Some(Level::Village)
    } else {
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_its_level_or_nothing_does() {
        let regions = Regions::bundled();
        for (region, name, expected) in [
            ("320106", "鼓楼区社会治安综合治理中心", Some(Level::County)),
            (
                "320106",
                "江苏省南京市鼓楼区 人民调解委员会",
                Some(Level::County),
            ),
            ("320583", "昆山市非诉讼服务中心", Some(Level::County)),
            ("320100", "南京市法律援助中心", Some(Level::City)),
            ("320000", "江苏省公共法律服务中心", Some(Level::Province)),
            (
                "320404006",
                "荷花池街道人民调解委员会",
                Some(Level::Township),
            ),
            (
                "320404006",
                "钟楼区荷花池街道人民调解委员会",
                Some(Level::Township),
            ),
            // A county's body that sits in a township.
            ("320404006", "钟楼区非诉讼服务中心", Some(Level::County)),
            ("320106", "幸福村人民调解委员会", Some(Level::Village)),
            (
                "320106",
                "阳光社区居委会人民调解委员会",
                Some(Level::Village),
            ),
            (
                "320106",
                "某某有限公司劳动争议调解委员会",
                Some(Level::Park),
            ),
            ("320106", "幸福新村人民调解委员会", None),
            ("320106", "银河花园乡贤调解室", None),
            ("320106", "鼓楼区物业纠纷人民调解委员会", None),
            ("320106", "玄武区人民调解委员会", None),
            ("320106", "人民调解委员会", None),
            ("321000", "牙刷协会行业调解委员会(生态科技新城)", None),
            (
                "320404006",
                "荷花池街道驻常州某物业服务有限公司调解室",
                None,
            ),
        ] {
            let code = RegionCode::parse(region).unwrap();
            assert_eq!(named(name, code, &regions), expected, "{name}");
        }
    }
}
