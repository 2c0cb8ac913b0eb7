//! Made-up organizations, as many as wanted, spread over Jiangsu as real ones are: thick in the towns.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// County codes with a point in each, to be spread around.
const PLACES: [(&str, f64, f64); 8] = [
    ("320106", 32.066, 118.770),
    ("320111", 32.058, 118.627),
    ("320205", 31.550, 120.300),
    ("320302", 34.267, 117.192),
    ("320404", 31.771, 119.932),
    ("320508", 31.311, 120.617),
    ("320613", 32.010, 120.857),
    ("321002", 32.394, 119.435),
];
const KINDS: [&str; 4] = [
    "人民调解委员会",
    "劳动人事争议调解组织",
    "商事调解组织",
    "矛盾纠纷调处中心",
];
const FIELDS: [&str; 6] = [
    "labor",
    "family",
    "commercial",
    "neighbours",
    "property",
    "traffic",
];

/// Writes the directory as CSV.
pub(crate) fn write(path: &Path, organizations: usize) {
    let mut file = BufWriter::new(File::create(path).expect("the file can be made"));
    writeln!(
        file,
        "编号,名称,类型,区划代码,地址,联系电话,纬度,经度,坐标系,受理纠纷,来源"
    )
    .expect("the file can be written");
    for number in 0..organizations {
        let (code, lat, lon) = PLACES[number % PLACES.len()];
        let kind = KINDS[number % KINDS.len()];
        let field = FIELDS[number % FIELDS.len()];
        let (north, east) = spread(number);
        writeln!(
            file,
            "B{number},第{number}号{kind},{kind},{code},示例路{}号,025-8{:07},{:.5},{:.5},WGS-84,{field},压力测试数据",
            number % 999,
            number % 10_000_000,
            lat + north,
            lon + east,
        )
        .expect("the file can be written");
    }
    file.flush().expect("the file can be written");
}

/// A search from somewhere in the province; each number asks from another place.
pub(crate) fn search(number: usize) -> String {
    let (_, lat, lon) = PLACES[number % PLACES.len()];
    let (north, east) = spread(number.wrapping_mul(7) + 3);
    let field = FIELDS[number % FIELDS.len()];
    format!(
        "/api/v1/organizations?field={field}&near={:.2},{:.2}",
        lat + north,
        lon + east
    )
}

/// Up to a third of a degree away, more often near: the same for the same number.
fn spread(number: usize) -> (f64, f64) {
    let mixed = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let unit = |bits: u64| (bits % 10_000) as f64 / 10_000.0 - 0.5;
    let (north, east) = (unit(mixed >> 20), unit(mixed >> 40));
    (north * north.abs() * 1.3, east * east.abs() * 1.3)
}
