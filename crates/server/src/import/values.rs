//! Single cells: from what people type to what the directory keeps, or why not, in plain words.

use contract::geo::{Crs, Point};
use contract::kinds::{DisputeField, Fee, Level, Service};

/// The character in half width, if it is a full-width one.
fn half_width(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The text as it is compared: half width, small letters, no blanks.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The text without what stands in brackets.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    text.chars()
        .filter(|c| {
            match c {
                '(' | '（' => depth += 1,
                ')' | '）' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// Control characters and marks of no width, which spreadsheets pick up from web pages.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}')
}

/// The text as it is kept: one line, no invisible characters, at most so many characters.
pub(super) fn line(text: &str, longest: usize) -> Result<Option<String>, String> {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect();
    let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    match text.chars().count() {
        0 => Ok(None),
        length if length > longest => Err(format!(
            "is {length} characters long; at most {longest} are allowed"
        )),
        _ => Ok(Some(text)),
    }
}

/// A public web address.
pub(super) fn url(text: &str) -> Result<Option<String>, String> {
    let Some(url) = line(text, 500)? else {
        return Ok(None);
    };
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let fine = rest.is_some_and(|rest| {
        rest.contains('.') && !rest.starts_with('.') && !rest.contains([' ', '"', '<', '>', '\\'])
    });
    if fine {
        Ok(Some(url))
    } else {
        Err("is not a web address that begins with http:// or https://".to_owned())
    }
}

/// Phone numbers, several of them parted by punctuation.
pub(super) fn phones(text: &str) -> Result<Vec<String>, String> {
    let mut phones = Vec::new();
    for part in text.split([';', '；', '、', '/', ',', '，', '\n', '|']) {
        let Some(phone) = line(&part.chars().map(half_width).collect::<String>(), 40)? else {
            continue;
        };
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        let allowed = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '(' | ')' | ' ' | '转');
        let dashes = |c: char| matches!(c, '—' | '–' | '－' | '―');
        let phone = phone.replace(dashes, "-");
        if !(3..=20).contains(&digits) || !phone.chars().all(allowed) {
            return Err(format!("\"{phone}\" is not a phone number"));
        }
        if !phones.contains(&phone) {
            phones.push(phone);
        }
    }
    Ok(phones)
}

/// A date as precise as given: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, written with any of the usual marks.
pub(super) fn date(text: &str) -> Result<Option<String>, String> {
    const WRONG: &str = "is not a date such as 2026, 2026-03 or 2026-03-01";
    let text = fold(text);
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Option<Vec<i16>> = text
        .trim_end_matches(['日', '月', '年', '号'])
        .split(['-', '/', '.', '年', '月'])
        .map(|part| part.parse().ok())
        .collect();
    let parts = parts.ok_or(WRONG)?;
    let (year, month, day) = match *parts.as_slice() {
        [year] => (year, None, None),
        [year, month] => (year, Some(month), None),
        [year, month, day] => (year, Some(month), Some(day)),
        _ => return Err(WRONG.to_owned()),
    };
    let small = |part: Option<i16>| i8::try_from(part.unwrap_or(1)).ok();
    let real = small(month)
        .zip(small(day))
        .and_then(|(month, day)| jiff::civil::Date::new(year, month, day).ok())
        .filter(|_| (1949..=2199).contains(&year))
        .ok_or(WRONG)?;
    let precise = real.to_string();
    let length = match (month, day) {
        (None, _) => 4,
        (_, None) => 7,
        _ => 10,
    };
    Ok(precise.get(..length).map(str::to_owned))
}

/// A whole date.
pub(super) fn day(text: &str) -> Result<Option<String>, String> {
    let day = date(text)?;
    match &day {
        Some(precise) if precise.len() < 10 => Err("needs year, month and day".to_owned()),
        _ => Ok(day),
    }
}

/// A coordinate in degrees, up to a limit on either side of zero.
pub(super) fn degrees(text: &str, limit: f64) -> Result<f64, String> {
    let number: f64 = fold(text)
        .trim_end_matches(['°', 'n', 'e'])
        .parse()
        .map_err(|_| "is not a number of degrees".to_owned())?;
    if number.abs() <= limit {
        Ok(number)
    } else {
        Err(format!(
            "is beyond {limit} degrees: are latitude and longitude mixed up?"
        ))
    }
}

/// A reference system of coordinates.
pub(super) fn crs(text: &str) -> Result<Option<Crs>, String> {
    let folded: String = fold(text).chars().filter(|c| *c != '-').collect();
    match folded.as_str() {
        "" => Ok(None),
        "wgs84" | "gps" | "epsg:4326" | "4326" | "cgcs2000" | "天地图" | "国家2000" => {
            Ok(Some(Crs::Wgs84))
        }
        "gcj02" | "火星坐标" | "火星坐标系" | "高德" | "高德地图" | "腾讯" | "腾讯地图" => {
            Ok(Some(Crs::Gcj02))
        }
        "bd09" | "bd09ll" | "百度" | "百度地图" => Ok(Some(Crs::Bd09)),
        _ => Err("is not a reference system: use WGS84, GCJ02 (高德, 腾讯) or BD09 (百度)".to_owned()),
    }
}

/// A point in WGS-84, when there are coordinates and their reference system is known.
pub(super) fn point(lat: f64, lon: f64, crs: Crs) -> Result<Point, String> {
    Point::from_crs(lat, lon, crs).ok_or_else(|| "is not a point on the Earth".to_owned())
}

/// The parts of a list.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；', '、', '/', ',', '，', '\n', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Dispute fields by their wire or Chinese names.
pub(super) fn fields(text: &str) -> Result<Vec<DisputeField>, String> {
    let mut fields = Vec::new();
    for part in parts(text) {
        let field = field(part).ok_or_else(|| {
            format!("\"{part}\" is not a kind of dispute: use 劳动, 新就业形态, 婚姻家庭, 商事, 邻里, 物业, 交通, 医疗, 消费, 金融, 知识产权, 互联网 or 其他")
        })?;
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    Ok(fields)
}

fn field(text: &str) -> Option<DisputeField> {
    use DisputeField as F;
    let wire = F::from_wire(&fold(text));
    if wire.is_known() {
        return Some(wire);
    }
    let name = text
        .trim_end_matches("纠纷")
        .trim_end_matches("争议")
        .trim_end_matches("调解");
    Some(match name {
        "劳动" | "劳动人事" | "人事" | "劳动关系" => F::Labor,
        "新就业形态" | "新就业形态劳动" | "新业态" | "新就业" => F::NewEmployment,
        "婚姻家庭" | "婚姻" | "家庭" | "家事" | "婚姻家事" => F::Family,
        "商事" | "商会" | "合同" | "涉企" => F::Commercial,
        "邻里" | "相邻" | "邻里关系" => F::Neighbours,
        "物业" | "房屋" | "物业与房屋" | "物业管理" | "房屋宅基地" => F::Property,
        "交通" | "交通事故" | "道路交通" | "道路交通事故" | "道路交通事故损害赔偿" => F::Traffic,
        "医疗" | "医患" | "医疗损害" | "医疗事故" => F::Medical,
        "消费" | "消费者权益" | "旅游" | "旅游消费" => F::Consumer,
        "金融" | "保险" | "证券" | "资本市场" | "金融保险" => F::Finance,
        "知识产权" => F::IntellectualProperty,
        "互联网" | "电商" | "网络" | "电子商务" | "互联网与电商" => F::Internet,
        "其他" | "其它" | "其他民事" | "民事" => F::Other,
        _ => return None,
    })
}

/// Services by their wire or Chinese names.
pub(super) fn services(text: &str) -> Result<Vec<Service>, String> {
    let mut services = Vec::new();
    for part in parts(text) {
        let wire = Service::from_wire(&fold(part));
        let service = match part {
            _ if wire.is_known() => wire,
            "法治体检" | "法律体检" | "企业法治体检" => Service::LegalHealthCheck,
            "涉外" | "涉外调解" | "涉外商事调解" => Service::ForeignRelated,
            "线上调解" | "在线调解" | "网上调解" | "视频调解" => Service::OnlineMediation,
            _ => return Err(format!("\"{part}\" is not a service: use 法治体检, 涉外 or 线上调解")),
        };
        if !services.contains(&service) {
            services.push(service);
        }
    }
    Ok(services)
}

/// What a person pays, as stated; `free_by_law` is what the law says of the organization's kind.
pub(super) fn fee(text: &str, free_by_law: bool) -> Result<Option<Fee>, String> {
    let wire = Fee::from_wire(&fold(text));
    let stated = match fold(text).as_str() {
        "" => None,
        _ if wire.is_known() => Some(wire),
        "免费" | "不收费" | "否" | "无" | "公益" => Some(Fee::Free),
        "依法免费" => Some(Fee::FreeByLaw),
        "收费" | "是" | "有偿" | "按标准收费" => Some(Fee::Tariff),
        _ => return Err("is not a fee: use 免费 or 收费".to_owned()),
    };
    match (stated, free_by_law) {
        (Some(Fee::Tariff), true) => Err(
            "cannot be: people's mediation is free of charge by law (人民调解法第四条)".to_owned(),
        ),
        (Some(Fee::FreeByLaw), false) => Err(
            "cannot be: only people's mediation is free by law; use 免费 if it is free".to_owned(),
        ),
        (_, true) => Ok(Some(Fee::FreeByLaw)),
        (stated, false) => Ok(stated),
    }
}

/// A level by its wire or Chinese name.
pub(super) fn level(text: &str) -> Result<Option<Level>, String> {
    let folded = fold(text);
    let wire = Level::from_wire(&folded);
    Ok(Some(match folded.trim_end_matches('级') {
        "" => return Ok(None),
        _ if wire.is_known() => wire,
        "省" => Level::Province,
        "市" | "设区市" | "地市" => Level::City,
        "县" | "区" | "区县" | "县区" | "县(市、区)" | "县市区" => Level::County,
        "乡镇" | "街道" | "乡镇街道" | "乡镇(街道)" | "镇街" | "镇" | "乡" => Level::Township,
        "村" | "社区" | "村居" | "村(社区)" | "村社区" => Level::Village,
        "园区" | "企业" | "开发区" => Level::Park,
        _ => {
            return Err(
                "is not a level: use 省级, 市级, 县级, 乡镇街道, 村社区 or 园区企业".to_owned(),
            );
        }
    }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn keeps_lines_clean_and_short() {
        assert_eq!(line(" 甲\u{200b}　乙\r\n丙 ", 9), Ok(Some("甲 乙 丙".to_owned())));
        assert_eq!(line(" \u{feff} ", 9), Ok(None));
        assert!(line("一二三", 2).unwrap_err().contains("3 characters"));
    }

    #[test]
    fn parts_phones() {
        assert_eq!(
            phones("025-12345678；１２３４８ / (0512)1234 5678、12348，400—100-1234转8").unwrap(),
            ["025-12345678", "12348", "(0512)1234 5678", "400-100-1234转8"]
        );
        assert_eq!(phones("").unwrap(), Vec::<String>::new());
        for wrong in ["无", "见官网", "12", "13912345678张三", "1.39E+10"] {
            assert!(phones(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn reads_dates_as_precisely_as_given() {
        for (typed, expected) in [
            ("2026", "2026"),
            ("2026-3", "2026-03"),
            ("2026年3月", "2026-03"),
            ("2026/3/1", "2026-03-01"),
            ("2026.03.01", "2026-03-01"),
            ("2026年3月1日", "2026-03-01"),
        ] {
            assert_eq!(date(typed).unwrap().unwrap(), expected, "{typed}");
        }
        for wrong in ["近期", "2026-13", "2026-02-30", "26-1-1", "20260301", "1-2-3-4"] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
        assert!(day("2026-03").is_err());
        assert_eq!(date(" ").unwrap(), None);
    }

    #[test]
    fn lets_in_web_addresses_only() {
        assert!(url("https://example.org/a?b=c").unwrap().is_some());
        assert_eq!(url("").unwrap(), None);
        for wrong in ["javascript:alert(1)", "www.example.org", "http://", "https://a b.c", "ftp://a.b"] {
            assert!(url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn reads_coordinates() {
        assert_eq!(degrees("32.06", 90.0), Ok(32.06));
        assert_eq!(degrees("１１８.8°", 180.0), Ok(118.8));
        assert!(degrees("118.8", 90.0).unwrap_err().contains("mixed up"));
        assert!(degrees("北纬", 90.0).is_err());
        assert!(degrees("NaN", 90.0).is_err());
        assert_eq!(crs("GCJ-02"), Ok(Some(Crs::Gcj02)));
        assert_eq!(crs("百度"), Ok(Some(Crs::Bd09)));
        assert_eq!(crs("wgs 84"), Ok(Some(Crs::Wgs84)));
        assert_eq!(crs(""), Ok(None));
        assert!(crs("北京54").is_err());
    }

    #[test]
    fn reads_lists_by_chinese_and_wire_names() {
        use DisputeField as F;
        assert_eq!(
            fields("劳动争议、婚姻家庭纠纷;new-employment,电商/劳动").unwrap(),
            [F::Labor, F::Family, F::NewEmployment, F::Internet]
        );
        assert!(fields("刑事").unwrap_err().contains("\"刑事\""));
        for field in F::ALL {
            assert_eq!(fields(field.as_str()).unwrap(), [*field]);
        }
        assert_eq!(services("法治体检；在线调解").unwrap().len(), 2);
        assert!(services("打官司").is_err());
    }

    #[test]
    fn nobody_pays_for_peoples_mediation_and_nobody_else_is_free_by_default() {
        assert_eq!(fee("", true), Ok(Some(Fee::FreeByLaw)));
        assert_eq!(fee("免费", true), Ok(Some(Fee::FreeByLaw)));
        assert!(fee("收费", true).unwrap_err().contains("第四条"));
        assert_eq!(fee("", false), Ok(None));
        assert_eq!(fee("免费", false), Ok(Some(Fee::Free)));
        assert_eq!(fee("tariff", false), Ok(Some(Fee::Tariff)));
        assert!(fee("free-by-law", false).is_err());
        assert!(fee("面议", false).is_err());
    }

    #[test]
    fn reads_levels() {
        assert_eq!(level("县（市、区）级"), Ok(Some(Level::County)));
        assert_eq!(level("township"), Ok(Some(Level::Township)));
        assert_eq!(level(""), Ok(None));
        assert!(level("国家级").is_err());
    }
}
