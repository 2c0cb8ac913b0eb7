//! Imports as an operator would run them, into a real store.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use contract::geo::Precision;
use contract::kinds::{DisputeField, Fee, Level, OrganizationKind, Service};
use encoding_rs::GB18030;
use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;

use super::*;
use crate::store::OrganizationRow;
use crate::store::sqlite::SqliteStore;

mod identity;
mod parents;

const HEADER: &str = "名称,类型,市,县区,乡镇街道,地址,电话,开放时间";

/// What an import said.
#[derive(Default)]
struct Heard {
    bad: Vec<BadRow>,
    notes: Vec<String>,
}

impl Progress for Heard {
    fn step(&mut self, _: &Path, _: bool, _: u64, _: Option<u64>) {}
    fn bad_row(&mut self, row: &BadRow) {
        self.bad.push(row.clone());
    }
    fn note(&mut self, _: &Path, _: Option<u32>, text: &str) {
        self.notes.push(text.to_owned());
    }
}

struct Desk {
    folder: TempDir,
    store: SqliteStore,
    regions: Regions,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("test.db"))
            .await
            .unwrap();
        Self {
            folder,
            store,
            regions: Regions::bundled(),
        }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    async fn import(&self, file: &Path, options: Options) -> (Result<Report, ImportError>, Heard) {
        let mut heard = Heard::default();
        let files = [file.to_owned()];
        (
            run(&self.store, &self.regions, &files, options, &mut heard).await,
            heard,
        )
    }

    async fn import_text(&self, text: &str) -> (Result<Report, ImportError>, Heard) {
        self.import(&self.file("table.csv", text), Options::default())
            .await
    }

    async fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .store
            .directory()
            .await
            .unwrap()
            .1
            .into_iter()
            .map(|row| row.name)
            .collect();
        names.sort();
        names
    }

    /// Every stored row of an organization, visible or not.
    async fn rows_on_disk(&self) -> i64 {
        let url = format!("sqlite://{}", self.folder.path().join("test.db").display());
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        sqlx::query_scalar("SELECT COUNT(*) FROM organization")
            .fetch_one(&mut connection)
            .await
            .unwrap()
    }

    async fn only(&self) -> OrganizationRow {
        let mut rows = self.store.directory().await.unwrap().1;
        assert_eq!(rows.len(), 1);
        rows.remove(0)
    }
}

#[tokio::test]
async fn the_bundled_directory_comes_in_whole_and_once() {
    let desk = Desk::new().await;
    let counts = bundled(&desk.store, &desk.regions).await.unwrap().unwrap();
    assert_eq!(counts.added, 150);
    assert_eq!(bundled(&desk.store, &desk.regions).await.unwrap(), None);
    let rows = desk.store.directory().await.unwrap().1;
    let level = |name: &str| {
        rows.iter()
            .find(|row| row.name.starts_with(name))
            .unwrap()
            .level
    };
    assert_eq!(level("连岛街道人民调解委员会"), Some(Level::Township));
    assert_eq!(level("泰兴市非诉讼服务中心"), Some(Level::County));
    let arbitrating = rows.iter().filter(|row| !row.kind.mediates());
    let mut arbitrating: Vec<_> = arbitrating.map(|row| row.name.as_str()).collect();
    arbitrating.sort_unstable();
    assert_eq!(arbitrating, ["南通仲裁委员会", "苏州市劳动争议仲裁院"]);
    for unsaid in ["银河花园乡贤调解室", "牙刷协会行业调解委员会"] {
        assert_eq!(level(unsaid), None, "{unsaid}");
    }
    for row in &rows {
        assert!(
            !row.source.title.is_empty() && row.fields.is_empty() != row.kind.mediates(),
            "{}",
            row.name
        );
        assert_ne!(
            row.position.map(|position| position.precision),
            Some(Precision::Exact),
            "no coordinates are made up"
        );
        assert_eq!(
            row.source.verified, None,
            "nobody has verified the bundled entries"
        );
    }
    assert_eq!(rows.iter().filter(|row| !row.phones.is_empty()).count(), 1);
    let line = rows.iter().find(|row| !row.phones.is_empty()).unwrap();
    assert_eq!(
        (line.phones[0].as_str(), line.hours_note.as_deref()),
        ("12348", Some("热线7×24小时"))
    );
}

#[tokio::test]
async fn every_column_arrives() {
    let desk = Desk::new().await;
    let text = "编号,名称,机构类型,级别,行政区划代码,地址,电话,开放时间,纬度,经度,坐标系,受理纠纷,服务,收费,收费标准,执业证书号,来源,来源网址,来源日期,核实日期\n\
        A1,示例商事调解中心,商事调解组织,市级,320106,\"示例路 1 号, 二楼\",025-12345678；13900000000,周一至周五 9:00-17:00,32.06,118.79,WGS84,商事；知识产权,涉外、线上调解,收费,https://example.org/t,苏商调001,示例名册,https://example.org/r,2026-02,2026-3-1\n";
    let (report, heard) = desk.import_text(text).await;
    assert_eq!(report.unwrap().counts.unwrap().added, 1, "{:?}", heard.bad);
    let row = desk.only().await;
    assert_eq!(row.kind, OrganizationKind::CommercialOrganization);
    assert_eq!(row.level, Some(Level::City));
    assert_eq!(row.region.to_string(), "320106");
    assert_eq!(row.address.as_deref(), Some("示例路 1 号, 二楼"));
    assert_eq!(row.phones, ["025-12345678", "13900000000"]);
    assert_eq!((row.hours.len(), row.hours_note), (5, None));
    let position = row.position.unwrap();
    assert_eq!(
        (position.precision, position.point.lat),
        (Precision::Exact, 32.06)
    );
    assert_eq!(
        row.fields,
        [DisputeField::Commercial, DisputeField::IntellectualProperty]
    );
    assert!(!row.fields_from_name);
    assert_eq!(
        row.services,
        [Service::ForeignRelated, Service::OnlineMediation]
    );
    assert_eq!(row.fee, Some(Fee::Tariff));
    assert_eq!(row.license.as_deref(), Some("苏商调001"));
    assert_eq!(row.source.published.as_deref(), Some("2026-02"));
    assert_eq!(row.source.verified.as_deref(), Some("2026-03-01"));
}

#[tokio::test]
async fn a_new_version_of_a_file_updates_and_never_doubles() {
    let desk = Desk::new().await;
    let (first, _) = desk.import_text(&format!("{HEADER}\n甲调委会,人民调解委员会,南京市,鼓楼区,,,,\n乙调委会,人民调解委员会,南京市,鼓楼区,,,,\n")).await;
    assert_eq!(first.unwrap().counts.unwrap().added, 2);
    let changed = format!(
        "{HEADER}\n乙调委会,人民调解委员会,南京市,鼓楼区,,新地址,,\n丙调委会,人民调解委员会,南京市,鼓楼区,,,,\n"
    );
    let file = desk.file("new.csv", changed);
    let (second, _) = desk.import(&file, Options::default()).await;
    let counts = second.unwrap().counts.unwrap();
    assert_eq!(
        (
            counts.added,
            counts.updated,
            counts.unchanged,
            counts.retired
        ),
        (1, 1, 0, 0)
    );
    assert_eq!(desk.names().await, ["丙调委会", "乙调委会", "甲调委会"]);
    let (third, _) = desk
        .import(
            &file,
            Options {
                replace: true,
                ..Options::default()
            },
        )
        .await;
    assert_eq!(third.unwrap().counts.unwrap().retired, 1);
    assert_eq!(desk.names().await, ["丙调委会", "乙调委会"]);
}

#[tokio::test]
async fn bad_rows_are_named_and_keep_everything_out_unless_left_out() {
    let desk = Desk::new().await;
    let text = format!(
        "{HEADER}\n\
         好调委会,人民调解委员会,南京市,鼓楼区,,,,\n\
         ,人民调解委员会,南京市,鼓楼区,,,,\n\
         \n\
         坏一,马戏团,南京市,鼓楼区,,,无电话,\n\
         坏二,人民调解委员会,火星市,,,,,\n\
         好调委会,人民调解委员会,南京市,鼓楼区,,,,\n\
         坏三,人民调解委员会,南京市,鼓楼区,,,,,,多出来\n"
    );
    let file = desk.file("bad.csv", text);
    let (report, heard) = desk.import(&file, Options::default()).await;
    let report = report.unwrap();
    assert_eq!((report.rows, report.bad_rows, report.counts), (6, 5, None));
    let found: Vec<_> = heard
        .bad
        .iter()
        .map(|bad| (bad.row, bad.column.as_str(), bad.value.as_str()))
        .collect();
    assert_eq!(
        found[..4],
        [
            (3, "名称", ""),
            (5, "类型", "马戏团"),
            (5, "电话", "无电话"),
            (6, "市", "火星市")
        ]
    );
    assert!(
        heard.bad[4].reason.contains("has 10 columns"),
        "{:?}",
        heard.bad[4]
    );
    // Told once all rows are known.
    assert!(heard.bad[5].reason.contains("row 2"), "{:?}", heard.bad[5]);
    assert!(desk.names().await.is_empty());
    let (rest, _) = desk
        .import(
            &file,
            Options {
                skip_bad_rows: true,
                ..Options::default()
            },
        )
        .await;
    assert_eq!(rest.unwrap().counts.unwrap().added, 1);
    assert_eq!(desk.names().await, ["好调委会"]);
}

#[tokio::test]
async fn a_dry_run_only_reads() {
    let regions = Regions::bundled();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("none.db");
    let file = folder.path().join("a.csv");
    fs::write(&file, "编号,名称,市,上级\n1,甲,南京市,2\n").unwrap();
    let files = [file];
    let bad_rows = async |store: Option<&dyn Store>| {
        let mut heard = Heard::default();
        let options = Options::default();
        let report = dry_run(store, &regions, &files, options, &mut heard).await;
        let report = report.unwrap();
        assert_eq!((report.rows, report.counts), (1, None));
        report.bad_rows
    };
    // Nothing there: the file is checked alone, and nothing is made.
    assert!(SqliteStore::look(&database).await.unwrap().is_none());
    assert_eq!(bad_rows(None).await, 1);
    assert!(!database.exists());
    // A directory that is there is compared with, and stays as it is.
    let desk = Desk::new().await;
    desk.import_text("编号,名称,市\n2,母,南京市\n")
        .await
        .0
        .unwrap();
    let path = desk.folder.path().join("test.db");
    let store = SqliteStore::look(&path).await.unwrap().unwrap();
    assert_eq!(bad_rows(Some(&store)).await, 0);
    assert_eq!(desk.names().await, ["母"]);
    assert!(store.begin_import().await.is_err(), "opened only to read");
}

#[tokio::test]
async fn encodings_and_formats_give_the_same_rows() {
    let text =
        format!("{HEADER}\n鼓楼区人民调解委员会,人民调解委员会,南京市,鼓楼区,,示例路1号,,\n");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in text.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            sheet
                .write_string(
                    u32::try_from(row).unwrap(),
                    u16::try_from(column).unwrap(),
                    cell,
                )
                .unwrap();
        }
    }
    let xlsx = book.save_to_buffer().unwrap();
    let with_bom = ["\u{feff}\"名称\"", &text["名称".len()..]].concat();
    let mut expected = None;
    for (name, bytes) in [
        ("utf8.csv", text.clone().into_bytes()),
        ("bom.csv", with_bom.into_bytes()),
        ("gb.csv", GB18030.encode(&text).0.into_owned()),
        ("semicolons.csv", text.replace(',', ";").into_bytes()),
        ("sheet.xlsx", xlsx),
    ] {
        let desk = Desk::new().await;
        let (report, heard) = desk
            .import(&desk.file(name, bytes), Options::default())
            .await;
        assert_eq!(
            report.unwrap().counts.map(|counts| counts.added),
            Some(1),
            "{name}: {:?}",
            heard.bad
        );
        let mut row = desk.only().await;
        row.source.title.clear();
        assert_eq!(*expected.get_or_insert_with(|| row.clone()), row, "{name}");
    }
}

#[tokio::test]
async fn what_is_no_table_is_refused_in_one_sentence_and_the_old_directory_stays() {
    let desk = Desk::new().await;
    desk.import_text(&format!(
        "{HEADER}\n旧调委会,人民调解委员会,南京市,鼓楼区,,,,\n"
    ))
    .await
    .0
    .unwrap();
    let version = desk.store.directory_version().await.unwrap();
    let good = format!("{HEADER}\n新调委会,人民调解委员会,南京市,鼓楼区,,地址一,,\n");
    let mixed = [
        good.as_bytes(),
        &GB18030
            .encode("乙调委会,人民调解委员会,南京市,鼓楼区,,地址二,,\n")
            .0,
    ]
    .concat();
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "名称").unwrap();
    let xlsx = book.save_to_buffer().unwrap();
    for (name, bytes, sign) in [
        ("empty.csv", Vec::new(), "is empty"),
        ("photo.csv", vec![0xFF, 0xD8, 0x00, 0x10], "not a table"),
        ("headless.csv", b"a,b\nc,d\n".to_vec(), "has no header"),
        ("mixed.csv", mixed, "mixes encodings"),
        (
            "open.csv",
            good.replace("地址一", "\"地址一").into_bytes(),
            "cut off",
        ),
        (
            "short.csv",
            good.trim_end_matches(",,\n").as_bytes().to_vec(),
            "cut off",
        ),
        ("short.xlsx", xlsx[..xlsx.len() / 2].to_vec(), "cut off"),
        ("old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1".to_vec(), "old Excel"),
    ] {
        let (report, _) = desk
            .import(&desk.file(name, bytes), Options::default())
            .await;
        let message = report.unwrap_err().to_string();
        assert!(
            message.contains(sign) && message.contains(name),
            "{name}: {message}"
        );
        assert_eq!(
            desk.store.directory_version().await.unwrap(),
            version,
            "{name}"
        );
        assert_eq!(desk.names().await, ["旧调委会"], "{name}");
    }
    let missing = desk.folder.path().join("missing.csv");
    assert!(
        desk.import(&missing, Options::default())
            .await
            .0
            .unwrap_err()
            .to_string()
            .contains("cannot be opened")
    );
}

#[tokio::test]
async fn people_s_mediation_is_free_and_nobody_else_is_by_default() {
    let desk = Desk::new().await;
    let text = "名称,类型,收费\n甲人民调解委员会,人民调解委员会,\n乙商事调解中心,商事调解组织,\n丙人民调解委员会,人民调解委员会,收费\n";
    let (_, heard) = desk
        .import(
            &desk.file("fee.csv", text),
            Options {
                skip_bad_rows: true,
                ..Options::default()
            },
        )
        .await;
    assert_eq!(heard.bad.len(), 1);
    assert!(heard.bad[0].reason.contains("free by law"));
    let fees: Vec<_> = desk
        .store
        .directory()
        .await
        .unwrap()
        .1
        .into_iter()
        .map(|row| (row.name, row.fee))
        .collect();
    assert!(fees.contains(&("甲人民调解委员会".into(), Some(Fee::FreeByLaw))));
    assert!(fees.contains(&("乙商事调解中心".into(), None)));
}

#[tokio::test]
async fn what_is_understood_in_part_is_said() {
    let desk = Desk::new().await;
    let text = "名称,市,县区,乡镇街道,纬度,经度,天气\n甲,南京市,鼓楼区,不存在街道,32.0,118.7,晴\n";
    let (report, heard) = desk.import_text(text).await;
    assert_eq!(report.unwrap().bad_rows, 0);
    for sign in ["天气", "filed under its county", "reference system"] {
        assert!(
            heard.notes.iter().any(|note| note.contains(sign)),
            "{sign}: {:?}",
            heard.notes
        );
    }
    let row = desk.only().await;
    assert_eq!(row.region.to_string(), "320106");
    assert_eq!(row.position.unwrap().precision, Precision::County);
}

/// Writes other text into a file once it has been checked.
struct Rewrite<'a> {
    file: &'a Path,
    text: &'a str,
}

impl Progress for Rewrite<'_> {
    fn step(&mut self, _: &Path, writing: bool, _: u64, total: Option<u64>) {
        if !writing && total.is_some() {
            fs::write(self.file, self.text).unwrap();
        }
    }
    fn bad_row(&mut self, _: &BadRow) {}
    fn note(&mut self, _: &Path, _: Option<u32>, _: &str) {}
}

#[tokio::test]
async fn a_file_that_changes_while_it_is_read_changes_nothing_and_leaves_nothing() {
    let desk = Desk::new().await;
    let old = format!("{HEADER}\n旧调委会,人民调解委员会,南京市,鼓楼区,,,,\n");
    desk.import_text(&old).await.0.unwrap();
    let row = |address: &str| format!("新调委会,人民调解委员会,南京市,鼓楼区,,{address},,\n");
    let checked = format!("{HEADER}\n{}", row("甲路"));
    for text in [
        format!("{HEADER}\n{}", row("乙路")),
        format!("{checked}{}", row("甲路")),
        format!("{HEADER}\n"),
        "这不是表".to_owned(),
    ] {
        let file = desk.file("table.csv", &checked);
        let mut progress = Rewrite {
            file: &file,
            text: &text,
        };
        let files = [file.clone()];
        let options = Options::default();
        let report = run(&desk.store, &desk.regions, &files, options, &mut progress).await;
        let message = report.unwrap_err().to_string();
        assert!(message.contains("table.csv"), "{message}");
        assert_eq!(desk.names().await, ["旧调委会"], "{text}");
        assert_eq!(desk.rows_on_disk().await, 1, "{text}");
    }
}

#[tokio::test]
async fn half_a_coordinate_is_a_bad_cell() {
    let desk = Desk::new().await;
    let text = "名称,市,纬度,经度,坐标系\n\
        甲,南京市,32.06,,WGS84\n\
        乙,南京市,,118.79,WGS84\n\
        丙,南京市,,,WGS84\n\
        丁,南京市,32.06,118.79,WGS84\n";
    let (report, heard) = desk.import_text(text).await;
    assert_eq!(report.unwrap().counts, None);
    let found: Vec<_> = heard
        .bad
        .iter()
        .map(|bad| (bad.row, bad.column.as_str(), bad.value.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (2, "纬度", "32.06"),
            (3, "经度", "118.79"),
            (4, "坐标系", "WGS84")
        ]
    );
}

#[tokio::test]
async fn an_exported_directory_reads_back_as_it_was() {
    let desk = Desk::new().await;
    bundled(&desk.store, &desk.regions).await.unwrap();
    let complete = "\
id,name,kind,level,parent,region_code,address,phone,hours,lat,lon,crs,fields,services,fee,tariff_url,license,source_title,source_url,source_date,verified
A-1,南京某商事调解中心,商事调解组织,市级,A-2,320106,中山路1号,025-1;025-12345678,工作日 9:00-12:00 14:00-17:00,32.06,118.78,GCJ02,商事;金融,涉外,收费,https://example.org/t,苏1号,名册,https://example.org,2026-02,2026-03-01
A-2,\"=HYPERLINK(\"\"http://example.org\"\")某某调解工作室\",personal-studio,,,320102,,,预约开放,,,,,,不详,,,名册,,,
";
    desk.import_text(complete).await.0.unwrap();
    let (_, before) = desk.store.directory().await.unwrap();
    let child = before.iter().find(|row| row.parent.is_some()).unwrap();
    assert!(
        before
            .iter()
            .any(|row| row.id == child.parent.as_deref().unwrap())
    );
    let mut written = Vec::new();
    export(&before, &mut written).unwrap();
    let text = String::from_utf8_lossy(&written);
    assert!(text.contains("'=HYPERLINK"), "no program computes it");
    let file = desk.file("exported.csv", &written);
    let replace = Options {
        replace: true,
        ..Options::default()
    };
    let (report, heard) = desk.import(&file, replace).await;
    let counts = report.unwrap().counts.unwrap();
    assert_eq!(heard.notes, Vec::<String>::new());
    assert_eq!((counts.unchanged, counts.updated), (152, 0));
    assert_eq!((counts.added, counts.retired), (0, 0));
}
