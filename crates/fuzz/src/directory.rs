//! The directory that is searched: the bundled organizations, several times over, each time with other particulars.
//! There are more than the index puts in order one by one, so both of its ways are taken.

use std::sync::{Arc, LazyLock};

use contract::hours::OpeningSpan;
use contract::kinds::{Fee, Language, Service};
use fengqiao::directory::{Directory, Regions};
use fengqiao::import;
use fengqiao::store::sqlite::SqliteStore;
use fengqiao::store::{OrganizationRow, Store};

const COPIES: usize = 6;

/// Built at the first question.
pub(crate) static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    runtime.block_on(build())
});

async fn build() -> Directory {
    let folder = tempfile::tempdir().expect("temporary files can be made");
    let store = SqliteStore::open(&folder.path().join("fengqiao.db"))
        .await
        .expect("a database can be made");
    let regions = Regions::bundled();
    import::bundled(&store, &regions)
        .await
        .expect("the bundled directory can be imported");
    let (_, bundled) = store.directory().await.expect("what was imported is there");
    let mut copies = store.begin_import().await.expect("a second import begins");
    for copy in 1..=COPIES {
        let rows = bundled.iter().enumerate();
        let rows: Vec<_> = rows
            .map(|(number, row)| varied(row, number, copy))
            .collect();
        copies.put(&rows).await.expect("organizations are taken");
    }
    copies.commit(false).await.expect("the import ends");
    let regions = Arc::new(regions);
    Directory::load(&store, regions)
        .await
        .expect("what was imported is read")
}

/// The organization once more, with particulars that follow from the numbers.
fn varied(row: &OrganizationRow, number: usize, copy: usize) -> OrganizationRow {
    let mixed = number * 7 + copy;
    let language = Language::ALL.get(mixed % 11);
    let service = Service::ALL.get(mixed % 5);
    OrganizationRow {
        id: format!("{}-{copy}", row.id),
        name: format!("{}第{copy}分会", row.name),
        position: row.position.filter(|_| !mixed.is_multiple_of(9)),
        hours: hours(mixed),
        fee: [
            None,
            Some(Fee::FreeByLaw),
            Some(Fee::Free),
            Some(Fee::Tariff),
        ]
        .get(mixed % 4)
        .copied()
        .flatten(),
        services: service.into_iter().copied().collect(),
        step_free: [None, Some(true), Some(false)]
            .get(mixed % 3)
            .copied()
            .flatten(),
        languages: language.into_iter().copied().collect(),
        brand: mixed.is_multiple_of(6).then(|| format!("老娘舅{copy}号")),
        ..row.clone()
    }
}

/// Unknown, office hours with a break, evenings, or the weekend alone.
fn hours(mixed: usize) -> Vec<OpeningSpan> {
    let week = |days: std::ops::RangeInclusive<u8>, spans: &[(u16, u16)]| {
        let spans = spans.to_vec();
        days.flat_map(|day| {
            let span = move |(opens, closes)| OpeningSpan { day, opens, closes };
            spans.clone().into_iter().map(span)
        })
        .collect()
    };
    match mixed % 5 {
        0 => Vec::new(),
        1 => week(1..=5, &[(540, 720), (840, 1050)]),
        2 => week(1..=7, &[(600, 1260)]),
        3 => week(6..=7, &[(510, 1020)]),
        _ => week(1..=7, &[(0, 1440)]),
    }
}
