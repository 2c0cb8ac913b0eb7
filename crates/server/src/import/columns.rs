//! Which column means what, in Chinese or English, in any order.

macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident: $($name:literal),+;)+) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Column {
            $($(#[$doc])* $column,)+
        }

        impl Column {
            /// Every column, in the order of an exported file.
            pub(super) const ALL: &'static [Self] = &[$(Self::$column),+];

            /// The names under which a header may have it; the first is used when writing.
            pub(super) const fn names(self) -> &'static [&'static str] {
                match self {
                    $(Self::$column => &[$($name),+],)+
                }
            }
        }
    };
}

columns! {
    /// The operator's own stable key.
    Id: "id", "key", "编号", "机构编号", "序号编码";
    /// Official name; the one column that must be there.
    Name: "name", "名称", "机构名称", "组织名称", "调解组织名称";
    /// Legal kind.
    Kind: "kind", "type", "类型", "机构类型", "组织类型", "类别";
    /// Level.
    Level: "level", "级别", "层级";
    /// Key or name of the organization it belongs to.
    Parent: "parent", "上级机构编号", "上级机构", "上级";
    /// Region code; wins over the names.
    RegionCode: "region_code", "region", "区划代码", "行政区划代码", "地区代码";
    /// City.
    City: "city", "市", "设区市", "地市", "城市";
    /// County.
    County: "county", "district", "县", "区", "县区", "区县", "县市区", "县（市、区）";
    /// Township.
    Township: "township", "乡镇", "街道", "乡镇街道", "镇街";
    /// Street address.
    Address: "address", "地址", "详细地址", "办公地址";
    /// Phones.
    Phone: "phone", "phones", "tel", "telephone", "电话", "联系电话", "咨询电话";
    /// Opening hours.
    Hours: "hours", "opening_hours", "开放时间", "工作时间", "办公时间", "服务时间";
    /// Latitude.
    Latitude: "lat", "latitude", "纬度";
    /// Longitude.
    Longitude: "lon", "lng", "longitude", "经度";
    /// Reference system of the coordinates.
    Crs: "crs", "坐标系";
    /// Disputes it takes.
    Fields: "fields", "受理纠纷", "受理范围", "纠纷类型", "纠纷领域";
    /// What it offers besides.
    Services: "services", "服务", "服务项目";
    /// What a person pays.
    Fee: "fee", "收费", "费用", "是否收费";
    /// Where its tariff is published.
    TariffUrl: "tariff_url", "收费标准网址", "收费标准";
    /// Licence number or roster entry.
    License: "license", "licence", "执业证书号", "备案", "备案号", "许可证号";
    /// The name people know it by.
    Brand: "brand", "品牌", "调解品牌";
    /// Whether a wheelchair reaches it.
    StepFree: "step_free", "无障碍", "无障碍通道", "无障碍设施";
    /// Languages and dialects.
    Languages: "languages", "语言", "语言方言", "方言";
    /// Mediators it lists publicly.
    Mediators: "mediators", "调解员", "公开调解员";
    /// Typical cases it published.
    Cases: "cases", "典型案例";
    /// Title of the source.
    SourceTitle: "source_title", "source", "来源", "数据来源";
    /// Address of the source.
    SourceUrl: "source_url", "来源网址";
    /// Date of the source.
    SourceDate: "source_date", "来源日期", "发布日期";
    /// When the entry was last verified.
    Verified: "verified", "核实日期", "最近核实";
}

/// The columns of one file.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    header: Vec<String>,
    meaning: Vec<Option<Column>>,
}

impl Columns {
    /// Reads a header. Errors are plain words that follow the file's name.
    pub(super) fn from_header(header: &[String]) -> Result<Self, String> {
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let meaning: Vec<Option<Column>> = header.iter().map(|name| meaning(name)).collect();
        if !meaning.contains(&Some(Column::Name)) {
            let shown: Vec<&str> = header.iter().map(String::as_str).take(8).collect();
            return Err(format!(
                "has no header: its first row must name the columns, and one of them must be \"名称\" or \"name\". \
                 The first row is: {}",
                shown.join(" | ")
            ));
        }
        for (at, column) in meaning.iter().enumerate() {
            let before = meaning
                .iter()
                .take(at)
                .position(|other| column.is_some() && other == column);
            if let (Some(before), Some(name)) = (before, header.get(at)) {
                let first = header.get(before).map_or("", String::as_str);
                return Err(format!(
                    "has two columns for the same thing: \"{first}\" and \"{name}\""
                ));
            }
        }
        Ok(Self { header, meaning })
    }

    /// The names in the header.
    pub(super) fn width(&self) -> usize {
        self.header.len()
    }

    /// Names that mean nothing here.
    pub(super) fn unknown(&self) -> Vec<&str> {
        let names = self.header.iter().zip(&self.meaning);
        names
            .filter(|(name, meaning)| meaning.is_none() && !name.is_empty())
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// The name the file gives the column.
    pub(super) fn name(&self, column: Column) -> &str {
        self.place(column)
            .and_then(|at| self.header.get(at))
            .map_or("", String::as_str)
    }

    /// The cell of the column, trimmed; empty when there is none.
    pub(super) fn cell<'a>(&self, cells: &'a [String], column: Column) -> &'a str {
        self.place(column)
            .and_then(|at| cells.get(at))
            .map_or("", |cell| super::formula::plain(cell.trim()))
    }

    fn place(&self, column: Column) -> Option<usize> {
        self.meaning
            .iter()
            .position(|meaning| *meaning == Some(column))
    }
}

/// A header may be written in any case, with spaces, hyphens or underscores.
fn meaning(name: &str) -> Option<Column> {
    let plain = |text: &str| -> String {
        let kept = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '_' | '-' | '\u{3000}' | '*' | '＊' | '\u{feff}'));
        kept.collect::<String>().to_lowercase()
    };
    let name = plain(name);
    Column::ALL
        .iter()
        .copied()
        .find(|column| column.names().iter().any(|known| plain(known) == name))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn columns(names: &[&str]) -> Result<Columns, String> {
        Columns::from_header(
            &names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn headers_come_in_two_languages_and_any_order() {
        let columns = columns(&["联系电话", " Name ", "Source-URL", "机构类型", "天气"]).unwrap();
        let cells: Vec<String> = ["1", " 甲 ", "u", "k", "w"].map(str::to_owned).to_vec();
        assert_eq!(columns.cell(&cells, Column::Name), "甲");
        assert_eq!(columns.cell(&cells, Column::Phone), "1");
        assert_eq!(columns.cell(&cells, Column::SourceUrl), "u");
        assert_eq!(columns.cell(&cells, Column::Kind), "k");
        assert_eq!(columns.cell(&cells, Column::Address), "");
        assert_eq!(columns.unknown(), ["天气"]);
    }

    #[test]
    fn a_header_names_each_thing_once_and_the_name_always() {
        assert!(columns(&["甲", "乙"]).unwrap_err().contains("no header"));
        assert!(
            columns(&["name", "电话", "phone"])
                .unwrap_err()
                .contains("\"电话\" and \"phone\"")
        );
    }

    #[test]
    fn no_name_means_two_things() {
        for column in Column::ALL {
            for name in column.names() {
                assert_eq!(meaning(name), Some(*column), "{name}");
            }
        }
    }
}
