//! The same organization is never two, however it is written.

use super::*;

impl Desk {
    /// Imports a table whose organizations must all be good ones; what changed.
    async fn takes(&self, text: &str) -> ImportCounts {
        let (report, heard) = self.import_text(text).await;
        assert_eq!(heard.bad, []);
        report.unwrap().counts.unwrap()
    }

    async fn refuses(&self, text: &str) -> Vec<BadRow> {
        let (report, heard) = self.import_text(text).await;
        assert_eq!(report.unwrap().counts, None);
        heard.bad
    }

    /// The ids of the organizations with this name.
    async fn ids(&self, name: &str) -> Vec<String> {
        let rows = self.store.directory().await.unwrap().1;
        let named = rows.into_iter().filter(|row| row.name == name);
        named.map(|row| row.id).collect()
    }
}

fn changes(counts: ImportCounts) -> (u64, u64, u64) {
    (counts.added, counts.updated, counts.unchanged)
}

#[tokio::test]
async fn a_roster_takes_over_what_the_first_start_brought() {
    let desk = Desk::new().await;
    bundled(&desk.store, &desk.regions).await.unwrap();
    let before = desk.ids("泰兴市非诉讼服务分中心(市人社局)").await;
    // Full-width brackets, another kind of quotation marks, blanks, and a county where there was none.
    let roster = "编号,名称,市,县区\n\
        1,泰兴市非诉讼服务分中心（市人社局）,泰州市,泰兴市\n\
        2,颂德里社区「阳光 调解室」,南京市,鼓楼区\n\
        3,南京市法律援助中心,南京市,建邺区\n\
        4,新来的调解中心,南京市,建邺区\n";
    assert_eq!(changes(desk.takes(roster).await), (1, 3, 0));
    assert_eq!(desk.names().await.len(), 151);
    assert_eq!(desk.ids("泰兴市非诉讼服务分中心（市人社局）").await, before);
    assert_eq!(changes(desk.takes(roster).await), (0, 0, 4));
    // From then on the key is enough: names change.
    let renamed = "编号,名称,市,县区\n1,泰兴市人社局非诉讼服务分中心,泰州市,泰兴市\n";
    assert_eq!(changes(desk.takes(renamed).await), (0, 1, 0));
    assert_eq!(desk.ids("泰兴市人社局非诉讼服务分中心").await, before);
    // A file without keys does not make the directory forget them.
    let keyless = "名称,市,县区,电话\n泰兴市人社局非诉讼服务分中心,泰州市,泰兴市,12348\n";
    assert_eq!(changes(desk.takes(keyless).await), (0, 1, 0));
    let again = "编号,名称,市,县区\n1,泰兴市非诉讼服务中心人社分中心,泰州市,泰兴市\n";
    assert_eq!(changes(desk.takes(again).await), (0, 1, 0));
}

#[tokio::test]
async fn an_organization_filed_higher_or_lower_is_the_same() {
    let desk = Desk::new().await;
    desk.takes("名称,市,县区\n荷花池调委会,常州市,钟楼区\n")
        .await;
    let before = desk.ids("荷花池调委会").await;
    for row in [
        "常州市,钟楼区,荷花池街道",
        "常州市,,",
        "常州市,钟楼区,不存在街道",
    ] {
        let text = format!("名称,市,县区,乡镇\n荷花池调委会,{row}\n");
        assert_eq!(changes(desk.takes(&text).await), (0, 1, 0), "{row}");
        assert_eq!(desk.ids("荷花池调委会").await, before, "{row}");
    }
}

#[tokio::test]
async fn organizations_that_share_a_name_stay_apart() {
    let desk = Desk::new().await;
    let townships = "名称,市,县区,乡镇\n\
        司法所,常州市,钟楼区,荷花池街道\n\
        司法所,常州市,钟楼区,西林街道\n";
    assert_eq!(changes(desk.takes(townships).await), (2, 0, 0));
    assert_eq!(changes(desk.takes(townships).await), (0, 0, 2));
    // One of the county's could be either, so it is neither.
    let county = "名称,市,县区\n司法所,常州市,钟楼区\n";
    assert_eq!(changes(desk.takes(county).await), (1, 0, 0));
    assert_eq!(changes(desk.takes(townships).await), (0, 0, 2));
    // Different keys tell organizations apart that have everything else in common.
    let keys = "编号,名称,市,县区\n1,窗口,常州市,钟楼区\n2,窗口,常州市,钟楼区\n";
    assert_eq!(changes(desk.takes(keys).await), (2, 0, 0));
    assert_eq!(changes(desk.takes(keys).await), (0, 0, 2));
}

#[tokio::test]
async fn a_name_that_becomes_free_makes_a_new_organization() {
    let desk = Desk::new().await;
    desk.takes("名称,市\n甲,南京市\n").await;
    desk.takes("编号,名称,市\n1,甲,南京市\n").await;
    let both = "编号,名称,市\n,甲,南京市\n1,乙,南京市\n";
    assert_eq!(changes(desk.takes(both).await), (1, 1, 0));
    assert_eq!(changes(desk.takes(both).await), (0, 0, 2));
    assert_eq!(desk.names().await, ["乙", "甲"]);
}

#[tokio::test]
async fn a_row_that_is_two_organizations_is_refused() {
    let desk = Desk::new().await;
    desk.takes("编号,名称,市\n1,甲,南京市\n2,乙,南京市\n").await;
    let bad = desk.refuses("编号,名称,市\n1,乙,南京市\n").await;
    assert_eq!((bad[0].row, bad[0].value.as_str()), (2, "乙"));
    assert!(bad[0].reason.contains("another"), "{bad:?}");
    // The same organization twice in one file, by key or by name.
    let table = "编号,名称,市\n3,丙,南京市\n3,丁,南京市\n,（丙）,南京市\n,( 丙 ),南京市\n";
    let bad = desk.refuses(table).await;
    let found: Vec<_> = bad
        .iter()
        .map(|bad| (bad.row, bad.reason.clone()))
        .collect();
    assert_eq!(
        found.iter().map(|(row, _)| *row).collect::<Vec<_>>(),
        [3, 5]
    );
    assert!(
        found[0].1.contains("row 2") && found[1].1.contains("row 4"),
        "{found:?}"
    );
    assert_eq!(desk.names().await, ["乙", "甲"]);
}

/// Lets another import finish once the file has been checked.
struct Overtaken(Option<PathBuf>);

impl Progress for Overtaken {
    fn step(&mut self, _: &Path, writing: bool, _: u64, total: Option<u64>) {
        if writing || total.is_none() {
            return;
        }
        let Some(folder) = self.0.take() else { return };
        let other = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let store = SqliteStore::open(&folder.join("test.db")).await.unwrap();
                let import = store.begin_import().await.unwrap();
                import.commit(false).await.unwrap();
            });
        });
        other.join().unwrap();
    }
    fn bad_row(&mut self, _: &BadRow) {}
    fn note(&mut self, _: &Path, _: Option<u32>, _: &str) {}
}

#[tokio::test]
async fn an_import_that_was_overtaken_is_not_mixed_in() {
    let desk = Desk::new().await;
    let files = [desk.file("table.csv", "名称,市\n甲,南京市\n")];
    let mut progress = Overtaken(Some(desk.folder.path().to_owned()));
    let options = Options::default();
    let report = run(&desk.store, &desk.regions, &files, options, &mut progress).await;
    assert!(matches!(report, Err(ImportError::Outdated)));
    assert_eq!(desk.rows_on_disk().await, 0);
    let report = run(&desk.store, &desk.regions, &files, options, &mut progress).await;
    assert_eq!(report.unwrap().counts.unwrap().added, 1);
}
