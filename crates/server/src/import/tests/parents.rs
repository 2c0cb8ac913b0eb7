//! What a row says it belongs to is found, or said not to be.

use super::*;

/// Each organization and its parent, by name.
async fn family(desk: &Desk) -> Vec<(String, Option<String>)> {
    let rows = desk.store.directory().await.unwrap().1;
    let name = |id: &str| rows.iter().find(|row| row.id == id).unwrap().name.clone();
    let mut family: Vec<_> = rows
        .iter()
        .map(|row| (row.name.clone(), row.parent.as_deref().map(name)))
        .collect();
    family.sort();
    family
}

fn child_of(child: &str, parent: &str) -> (String, Option<String>) {
    (child.to_owned(), Some(parent.to_owned()))
}

#[tokio::test]
async fn a_parent_is_named_by_key_or_by_name_here_or_in_the_directory() {
    let desk = Desk::new().await;
    let first = "编号,名称,市,上级机构\n\
        1,女（一）,南京市,2\n\
        2,母,南京市,祖母\n\
        ,祖母,南京市,\n";
    desk.import_text(first).await.0.unwrap().counts.unwrap();
    let expected = [child_of("女（一）", "母"), child_of("母", "祖母")];
    assert_eq!(family(&desk).await[..2], expected);
    let later = "名称,市,上级\n孙女,南京市,女(一)\n外孙,南京市,2\n";
    desk.import_text(later).await.0.unwrap().counts.unwrap();
    let family = family(&desk).await;
    for expected in [child_of("孙女", "女（一）"), child_of("外孙", "母")] {
        assert!(family.contains(&expected), "{family:?}");
    }
}

#[tokio::test]
async fn a_parent_that_is_nobody_or_not_one_is_a_bad_cell() {
    let desk = Desk::new().await;
    let text = "编号,名称,市,上级机构\n\
        1,甲,南京市,A9\n\
        2,乙,南京市,司法所\n\
        3,丙,南京市,丙\n\
        4,丁,南京市,乙\n\
        5,戊,南京市,4\n\
        6,司法所,无锡市,\n\
        7,司法所,苏州市,\n\
        8,己,南京市,6\n";
    let file = desk.file("table.csv", text);
    let skip = Options {
        skip_bad_rows: true,
        ..Options::default()
    };
    let (report, heard) = desk.import(&file, skip).await;
    assert_eq!(report.unwrap().counts.unwrap().added, 3);
    let found: Vec<_> = heard
        .bad
        .iter()
        .map(|bad| (bad.row, bad.column.as_str(), bad.value.as_str()))
        .collect();
    let expected = [(2, "A9"), (3, "司法所"), (4, "丙"), (5, "乙"), (6, "4")];
    assert_eq!(found, expected.map(|(row, value)| (row, "上级机构", value)));
    for (bad, sign) in heard.bad.iter().zip([
        "neither the key",
        "several",
        "itself",
        "own row is bad",
        "own row is bad",
    ]) {
        assert!(bad.reason.contains(sign), "{bad:?}");
    }
    assert!(family(&desk).await.contains(&child_of("己", "司法所")));
}

#[tokio::test]
async fn what_leaves_the_directory_is_nobody_s_parent() {
    let desk = Desk::new().await;
    desk.import_text("编号,名称,市\n1,母,南京市\n")
        .await
        .0
        .unwrap();
    let file = desk.file("whole.csv", "编号,名称,市,上级\n2,女,南京市,1\n");
    let replace = Options {
        replace: true,
        ..Options::default()
    };
    let (report, heard) = desk.import(&file, replace).await;
    assert_eq!((report.unwrap().counts, heard.bad[0].row), (None, 2));
    let (report, _) = desk.import(&file, Options::default()).await;
    assert_eq!(report.unwrap().counts.unwrap().added, 1);
    assert!(family(&desk).await.contains(&child_of("女", "母")));
}
