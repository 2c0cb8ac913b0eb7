//! Made-up organizations over the real regions of the province, as many as wanted, and the searches that
//! people would make among them. The same number always makes the same.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use contract::region::{Region, RegionCode};
use fengqiao::directory::Regions;

/// Kinds, how many in a hundred have them, what they are called and what they take.
const KINDS: [(&str, u64, &str, [&str; 3]); 8] = [
    (
        "peoples-committee",
        56,
        "人民调解委员会",
        [
            "family;neighbours;property",
            "family;neighbours;property;labor;traffic;consumer;other",
            "neighbours;property;other",
        ],
    ),
    (
        "industry-committee",
        10,
        "行业纠纷人民调解委员会",
        ["traffic", "medical", "property;consumer"],
    ),
    (
        "enterprise-committee",
        8,
        "企业人民调解委员会",
        ["labor", "labor;new-employment", "labor;commercial"],
    ),
    (
        "personal-studio",
        8,
        "调解工作室",
        ["family", "family;neighbours", "neighbours;property"],
    ),
    (
        "commercial-organization",
        4,
        "商事调解中心",
        [
            "commercial",
            "commercial;finance",
            "commercial;intellectual-property;internet",
        ],
    ),
    (
        "labor-organization",
        6,
        "劳动人事争议调解中心",
        ["labor", "labor;new-employment", "new-employment"],
    ),
    (
        "dispute-center",
        6,
        "社会矛盾纠纷调处化解中心",
        [
            "labor;family;commercial;neighbours;property;traffic;medical;consumer;finance;other",
            "labor;family;neighbours;property;traffic;other",
            "family;neighbours;property;other",
        ],
    ),
    (
        "public-legal-service",
        2,
        "公共法律服务中心",
        ["labor;family", "labor;family;commercial", "other"],
    ),
];
const FIELDS: [&str; 6] = [
    "labor",
    "family",
    "commercial",
    "neighbours",
    "property",
    "traffic",
];
const SERVICES: [&str; 4] = [
    "",
    "",
    "online-mediation",
    "online-mediation;legal-health-check",
];
const STEP_FREE: [&str; 4] = ["", "", "有", "无"];
const LANGUAGES: [&str; 8] = ["", "", "", "", "", "wu", "sign-language", "wu;english"];
/// Of these, names of studios and streets are put together.
const CHARACTERS: &str = "安民和顺德仁义信华光明星晨春海江湖山林松柏梅兰竹菊丰盛昌隆泰康宁静远志";
const WORDS: [&str; 8] = [
    "拖欠工资",
    "物业漏水",
    "离婚",
    "gongzi",
    "kunshan",
    "鼓楼区物业",
    "tqgz",
    "外卖",
];

/// The regions they are made in.
pub(crate) struct Made {
    townships: Vec<Region>,
}

impl Made {
    /// Over all townships.
    pub(crate) fn new() -> Self {
        let regions = Regions::bundled();
        let mut townships = Vec::new();
        let mut open = vec![RegionCode::JIANGSU];
        while let Some(code) = open.pop() {
            let children = regions.view(code).expect("a region of the list").children;
            for child in children {
                open.push(child.code);
                if child.code.to_string().len() == 9 {
                    townships.push(child);
                }
            }
        }
        Self { townships }
    }

    /// Writes a directory of so many organizations as CSV.
    pub(crate) fn write(&self, path: &Path, organizations: usize) {
        let mut file = BufWriter::new(File::create(path).expect("the file can be made"));
        let header = "编号,名称,类型,区划代码,地址,电话,开放时间,纬度,经度,坐标系,受理范围,服务项目,收费,无障碍,语言,来源";
        writeln!(file, "{header}").expect("the file can be written");
        for number in 0..organizations {
            let mut chance = Chance::new(number);
            let township = self.township(&mut chance);
            let (kind, what, fields) = kind(&mut chance);
            let (lat, lon) = around(township, &mut chance);
            let fee = match kind {
                "commercial-organization" => "收费",
                "personal-studio" => "",
                _ => "免费",
            };
            writeln!(
                file,
                "B{number},{}{}{what},{kind},{},{}路{}号{}楼,0{}-8{:07},{},{lat:.5},{lon:.5},WGS-84,{fields},{},{fee},{},{},压力测试数据",
                township.name,
                words(&mut chance, 2),
                township.code,
                words(&mut chance, 2),
                chance.below(900) + 1,
                chance.below(20) + 1,
                510 + chance.below(20),
                chance.below(10_000_000),
                hours(&mut chance),
                chance.pick(&SERVICES),
                chance.pick(&STEP_FREE),
                chance.pick(&LANGUAGES),
            )
            .expect("the file can be written");
        }
        file.flush().expect("the file can be written");
    }

    /// Where somebody searches from, in degrees, and the field by its place among those searched for.
    pub(crate) fn asked(&self, number: usize) -> (f64, f64, usize) {
        let mut chance = Chance::new(number ^ 0x5eed << 32);
        let township = self.township(&mut chance);
        let (lat, lon) = around(township, &mut chance);
        (lat, lon, number % FIELDS.len())
    }

    /// The nearest organizations for a field.
    pub(crate) fn search(&self, number: usize) -> String {
        let (lat, lon, field) = self.asked(number);
        let field = FIELDS[field];
        format!("/api/v1/organizations?field={field}&near={lat:.2},{lon:.2}")
    }

    /// Those in a county and around it.
    pub(crate) fn within(&self, number: usize) -> String {
        let township = self.township(&mut Chance::new(number ^ 0x6e61));
        let county = township.code.parent().expect("a township is in a county");
        let field = FIELDS[number % FIELDS.len()];
        format!("/api/v1/organizations?field={field}&region={county}")
    }

    /// The nearest with filters.
    pub(crate) fn filtered(&self, number: usize) -> String {
        let filters = [
            "open=weekend",
            "free=yes&step-free=yes",
            "service=online-mediation&language=wu",
            "kind=personal-studio&open=this-evening",
        ];
        format!(
            "{}&{}",
            self.search(number),
            filters[number % filters.len()]
        )
    }

    /// What somebody has typed into the search box.
    pub(crate) fn typed(&self, number: usize) -> String {
        let mut chance = Chance::new(number ^ 0x7e87 << 32);
        let township = self.township(&mut chance);
        let text = match number % 4 {
            0 => (*chance.pick(&WORDS)).to_owned(),
            1 => township.name.chars().take(2).collect(),
            2 => words(&mut chance, 2),
            _ => format!("{}{}", township.name, words(&mut chance, 2)),
        };
        let text: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        format!("/api/v1/suggestions?q={text}")
    }

    fn township(&self, chance: &mut Chance) -> &Region {
        chance.pick(&self.townships)
    }
}

/// The names of the fields that are searched for, by their places.
pub(crate) fn fields() -> [&'static str; 6] {
    FIELDS
}

/// Office hours that begin and end at different times, weekends, evenings; of a third, nothing is known.
fn hours(chance: &mut Chance) -> String {
    let days = ["周一至周五", "周一至周五", "周一至周六", "周一至周日"][chance.below(4) as usize];
    let (opens, closes) = (8 + chance.below(2), 17 + chance.below(4));
    match chance.below(3) {
        0 => String::new(),
        1 => format!("{days} {opens}:00-{closes}:00"),
        _ => format!("{days} {opens}:30-12:00，13:30-{closes}:30"),
    }
}

fn kind(chance: &mut Chance) -> (&'static str, &'static str, &'static str) {
    let mut left = chance.below(100);
    for (kind, share, what, fields) in &KINDS {
        match left.checked_sub(*share) {
            Some(rest) => left = rest,
            None => return (kind, what, *chance.pick(fields)),
        }
    }
    unreachable!("the shares are a hundred in all")
}

/// Within some kilometres of a township's point, more often near.
fn around(township: &Region, chance: &mut Chance) -> (f64, f64) {
    let point = township.position.expect("every township has a point").point;
    let mut away = || {
        let part = chance.below(10_000) as f64 / 5_000.0 - 1.0;
        part * part.abs() * 0.05
    };
    (point.lat + away(), point.lon + away())
}

fn words(chance: &mut Chance, count: usize) -> String {
    let characters: Vec<char> = CHARACTERS.chars().collect();
    (0..count).map(|_| *chance.pick(&characters)).collect()
}

/// SplitMix64: numbers that look drawn.
struct Chance(u64);

impl Chance {
    fn new(number: usize) -> Self {
        Self((number as u64).wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % limit
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }
}
