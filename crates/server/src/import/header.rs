//! Which column is which: headers in Chinese or English, in any order.

use super::values::{fold, without_brackets};

/// A column that the importer knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Name,
    Kind,
    Level,
    Parent,
    RegionCode,
    City,
    County,
    Township,
    Address,
    Latitude,
    Longitude,
    Crs,
    Phone,
    Hours,
    Fields,
    Services,
    Fee,
    TariffUrl,
    License,
    SourceTitle,
    SourceUrl,
    SourceDate,
    Verified,
}

/// Every column with the headers it goes by, the usual Chinese one first.
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Number, &["编号", "机构编号", "组织编号", "id", "number"]),
    (Column::Name, &["名称", "机构名称", "组织名称", "调解组织名称", "单位名称", "name"]),
    (Column::Kind, &["类型", "机构类型", "组织类型", "调解组织类型", "类别", "kind", "type"]),
    (Column::Level, &["级别", "层级", "level"]),
    (Column::Parent, &["上级机构", "上级", "主管机构", "设立单位", "parent"]),
    (Column::RegionCode, &["区划代码", "行政区划代码", "地区代码", "region_code", "region"]),
    (Column::City, &["设区市", "市", "地市", "城市", "所在市", "city"]),
    (Column::County, &["县区", "区县", "县市区", "县(市、区)", "区", "县", "所在区县", "county", "district"]),
    (Column::Township, &["乡镇街道", "乡镇(街道)", "镇街", "街道", "乡镇", "township", "street"]),
    (Column::Address, &["地址", "详细地址", "办公地址", "联系地址", "address"]),
    (Column::Latitude, &["纬度", "lat", "latitude"]),
    (Column::Longitude, &["经度", "lon", "lng", "longitude"]),
    (Column::Crs, &["坐标系", "坐标系统", "crs"]),
    (Column::Phone, &["电话", "联系电话", "电话号码", "联系方式", "值班电话", "phone", "phones", "tel"]),
    (Column::Hours, &["开放时间", "工作时间", "服务时间", "办公时间", "接待时间", "hours", "opening_hours"]),
    (Column::Fields, &["受理纠纷", "纠纷类型", "受理范围", "业务范围", "调解范围", "fields"]),
    (Column::Services, &["服务", "服务项目", "特色服务", "services"]),
    (Column::Fee, &["收费", "是否收费", "收费情况", "fee"]),
    (Column::TariffUrl, &["收费标准", "收费标准链接", "tariff_url", "tariff"]),
    (Column::License, &["执业证书号", "许可证号", "备案", "备案号", "名册", "license", "licence"]),
    (Column::SourceTitle, &["来源", "来源标题", "数据来源", "source_title", "source"]),
    (Column::SourceUrl, &["来源链接", "来源网址", "source_url"]),
    (Column::SourceDate, &["来源日期", "发布日期", "source_date"]),
    (Column::Verified, &["核实日期", "核验日期", "更新日期", "verified", "verified_on"]),
];

/// A table's header.
#[derive(Clone, Debug)]
pub(super) struct Header {
    columns: Vec<(Column, usize)>,
    titles: Vec<String>,
    /// Titles that no column goes by.
    pub(super) unknown: Vec<String>,
}

impl Header {
    /// Reads a row as a header. `None` when it has no column for the name; an error when two columns of it
    /// are the same.
    pub(super) fn read(cells: &[String]) -> Result<Option<Self>, String> {
        let mut header = Self {
            columns: Vec::new(),
            titles: cells.iter().map(|cell| cell.trim().to_owned()).collect(),
            unknown: Vec::new(),
        };
        let mut repeated = None;
        for (at, title) in header.titles.iter().enumerate() {
            match column(title) {
                Some(column) => {
                    if let Some(earlier) = header.place(column) {
                        repeated.get_or_insert((earlier, at));
                    }
                    header.columns.push((column, at));
                }
                None if !title.is_empty() => header.unknown.push(title.clone()),
                None => {}
            }
        }
        if header.place(Column::Name).is_none() {
            return Ok(None);
        }
        match repeated {
            None => Ok(Some(header)),
            Some((one, other)) => Err(format!(
                "its columns \"{}\" and \"{}\" mean the same: keep one of them",
                header.title_at(one),
                header.title_at(other)
            )),
        }
    }

    fn place(&self, column: Column) -> Option<usize> {
        let found = self.columns.iter().find(|(known, _)| *known == column)?;
        Some(found.1)
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.place(column).is_some()
    }

    /// How many cells a row has.
    pub(super) fn width(&self) -> usize {
        self.titles.len()
    }

    /// What is in the row's cell of this column; empty when there is no such column.
    pub(super) fn cell<'a>(&self, column: Column, cells: &'a [String]) -> &'a str {
        self.place(column)
            .and_then(|at| cells.get(at))
            .map_or("", |cell| cell.trim())
    }

    /// What the file calls this column; its usual name when the file has none.
    pub(super) fn title(&self, column: Column) -> &str {
        let usual = COLUMNS
            .iter()
            .find(|(known, _)| *known == column)
            .and_then(|(_, names)| names.first());
        self.place(column)
            .map_or(usual.copied().unwrap_or_default(), |at| self.title_at(at))
    }

    fn title_at(&self, at: usize) -> &str {
        self.titles.get(at).map_or("", String::as_str)
    }
}

/// The column with this title: case, spaces, underscores and marks for "required" do not matter, and what
/// stands in brackets is an explanation.
fn column(title: &str) -> Option<Column> {
    let plain = |title: &str| -> String {
        fold(title)
            .chars()
            .filter(|c| !matches!(c, '_' | '-' | '*' | ':' | '#'))
            .collect()
    };
    let named = |wanted: &str| {
        COLUMNS
            .iter()
            .find(|(_, names)| names.iter().any(|name| plain(name) == wanted))
            .map(|(column, _)| *column)
    };
    let title = plain(title);
    named(&title).or_else(|| named(&without_brackets(&title)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(titles: &[&str]) -> Result<Option<Header>, String> {
        let cells: Vec<String> = titles.iter().map(|&title| title.to_owned()).collect();
        Header::read(&cells)
    }

    #[test]
    fn no_two_columns_share_a_title() {
        let mut titles: Vec<&str> = COLUMNS.iter().flat_map(|(_, names)| *names).copied().collect();
        titles.sort_unstable();
        titles.windows(2).for_each(|pair| assert_ne!(pair.first(), pair.last()));
        for (expected, names) in COLUMNS {
            names.iter().for_each(|name| assert_eq!(column(name), Some(*expected), "{name}"));
        }
    }

    #[test]
    fn understands_how_people_write_titles() {
        for (title, expected) in [
            ("Name", Column::Name),
            (" 机构名称 ", Column::Name),
            ("机构名称（必填）", Column::Name),
            ("*名称", Column::Name),
            ("Source Title", Column::SourceTitle),
            ("ＩＤ", Column::Number),
            ("县（市、区）", Column::County),
            ("联系电话:", Column::Phone),
        ] {
            assert_eq!(column(title), Some(expected), "{title}");
        }
        assert_eq!(column("备注"), None);
        assert_eq!(column(""), None);
    }

    #[test]
    fn needs_a_name_and_no_column_twice() {
        assert!(read(&["类型", "电话"]).unwrap().is_none());
        let header = read(&["电话", "", "备注", "名称"]).unwrap().unwrap();
        assert_eq!(header.unknown, ["备注"]);
        let cells: Vec<String> = ["1", "", "x", " 甲 "].iter().map(|&c| c.to_owned()).collect();
        assert_eq!(header.cell(Column::Name, &cells), "甲");
        assert_eq!(header.cell(Column::Kind, &cells), "");
        assert_eq!((header.title(Column::Phone), header.title(Column::Kind)), ("电话", "类型"));
        let refused = read(&["name", "名称"]).unwrap_err();
        assert!(refused.contains("\"name\" and \"名称\""), "{refused}");
    }
}
