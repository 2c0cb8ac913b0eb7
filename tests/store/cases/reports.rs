//! Reports are kept once, listed while they are open, and settled for good.

use fengqiao::store::{NewReportRow, ReportOutcome, Store};

use crate::backend::Backend;
use crate::samples::{at, mac, report};

async fn open(store: &dyn Store, organization: Option<&str>, limit: u32) -> Vec<String> {
    let rows = store.open_reports(organization, limit).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

pub(crate) async fn keeps_a_report_once(backend: &impl Backend) {
    let new = report(1);
    {
        let store = backend.open().await;
        let stored = store.report(new.clone()).await.unwrap();
        assert_eq!(stored, ReportOutcome::Stored);
    }
    let store = backend.open().await;
    let retry = NewReportRow {
        id: "drawn anew".to_owned(),
        reported_at: at(900),
        ..report(1)
    };
    assert_eq!(store.report(retry).await.unwrap(), ReportOutcome::Stored);
    let other = NewReportRow {
        id: "another".to_owned(),
        body_mac: mac(9),
        ..report(1)
    };
    assert_eq!(store.report(other).await.unwrap(), ReportOutcome::KeyReused);
    let rows = store.open_reports(None, 100).await.unwrap();
    let [row] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    assert_eq!((&row.id, &row.organization), (&new.id, &new.organization));
    assert_eq!(
        (&row.subjects, &row.note_sealed),
        (&new.subjects, &new.note_sealed)
    );
    assert_eq!((row.reported_at, &row.settled), (new.reported_at, &None));
}

pub(crate) async fn many_sendings_of_a_report_keep_one(backend: &impl Backend) {
    let store = backend.open().await;
    let tries: Vec<_> = (0..30)
        .map(|number| {
            let store = store.clone();
            let retry = NewReportRow {
                id: report(number).id,
                ..report(1)
            };
            tokio::spawn(async move { store.report(retry).await.unwrap() })
        })
        .collect();
    for one in tries {
        assert_eq!(one.await.unwrap(), ReportOutcome::Stored);
    }
    assert_eq!(open(store.as_ref(), None, 100).await.len(), 1);
}

pub(crate) async fn lists_what_is_open_oldest_first(backend: &impl Backend) {
    let store = backend.open().await;
    for number in [3, 1, 2] {
        store.report(report(number)).await.unwrap();
    }
    let elsewhere = NewReportRow {
        organization: "b".to_owned(),
        note_sealed: None,
        ..report(4)
    };
    store.report(elsewhere).await.unwrap();
    let store = store.as_ref();
    let about_a = ["report-1", "report-2", "report-3"];
    assert_eq!(open(store, Some("a"), 100).await, about_a);
    assert_eq!(open(store, Some("a"), 2).await, about_a[..2]);
    assert_eq!(open(store, Some("b"), 100).await, ["report-4"]);
    assert!(open(store, Some("c"), 100).await.is_empty());
    assert_eq!(open(store, None, 100).await.len(), 4);
    let told = store.open_reports(Some("b"), 1).await.unwrap();
    assert_eq!(told[0].note_sealed, None);
    store
        .settle_report("report-2", None, at(50), "甲")
        .await
        .unwrap();
    assert_eq!(open(store, Some("a"), 100).await, ["report-1", "report-3"]);
}

pub(crate) async fn a_settled_report_loses_its_words_and_stays(backend: &impl Backend) {
    let store = backend.open().await;
    store.report(report(1)).await.unwrap();
    let settled = store.settle_report("report-1", Some("a"), at(50), "甲");
    let settled = settled.await.unwrap().unwrap();
    assert_eq!(settled.settled, Some((at(50), "甲".to_owned())));
    assert_eq!(settled.note_sealed, None);
    assert_eq!(settled.subjects, report(1).subjects);
    // Whoever comes later changes nothing.
    let again = store.settle_report("report-1", Some("a"), at(60), "乙");
    assert_eq!(again.await.unwrap(), Some(settled));
    // A late retry opens it no more.
    let retry = store.report(report(1)).await.unwrap();
    assert_eq!(retry, ReportOutcome::Stored);
    assert!(open(store.as_ref(), None, 100).await.is_empty());
}

pub(crate) async fn only_the_organization_or_the_operator_settles(backend: &impl Backend) {
    let store = backend.open().await;
    store.report(report(1)).await.unwrap();
    for (id, organization) in [("report-1", Some("b")), ("report-9", None)] {
        let nothing = store.settle_report(id, organization, at(50), "甲");
        assert_eq!(nothing.await.unwrap(), None, "{id}");
    }
    assert_eq!(open(store.as_ref(), Some("a"), 100).await, ["report-1"]);
    let settled = store.settle_report("report-1", None, at(50), "operator");
    assert!(settled.await.unwrap().is_some());
}
