//! The directory changes as a whole or not at all.

use std::sync::Arc;
use std::time::{Duration, Instant};

use fengqiao::store::{ImportCounts, OrganizationRow, Store, SubmitOutcome};

use crate::backend::Backend;
use crate::samples::{complete_organization, organization, request};

async fn import(store: &dyn Store, ids: &[&str], retire_missing: bool) -> ImportCounts {
    let mut import = store.begin_import().await.unwrap();
    let rows: Vec<_> = ids.iter().map(|id| organization(id)).collect();
    import.put(&rows).await.unwrap();
    import.commit(retire_missing).await.unwrap()
}

/// The directory, ordered by id.
async fn directory(store: &dyn Store) -> (i64, Vec<OrganizationRow>) {
    let (version, mut rows) = store.directory().await.unwrap();
    rows.sort_by(|one, other| one.id.cmp(&other.id));
    assert_eq!(store.directory_version().await.unwrap(), version);
    (version, rows)
}

async fn ids(store: &dyn Store) -> Vec<String> {
    let (_, rows) = directory(store).await;
    rows.into_iter().map(|row| row.id).collect()
}

pub(crate) async fn begins_empty(backend: &impl Backend) {
    let store = backend.open().await;
    store.ping().await.unwrap();
    assert_eq!(directory(&*store).await, (0, Vec::new()));
    assert_eq!(store.organization("a").await.unwrap(), None);
}

pub(crate) async fn looking_makes_nothing(backend: &impl Backend) {
    assert!(backend.look().await.is_none());
    assert!(
        backend.look().await.is_none(),
        "the first look made a store"
    );
    let store = backend.open().await;
    import(&*store, &["a"], false).await;
    drop(store);
    // Also when nobody else has it open.
    let seen = backend.look().await.unwrap();
    assert_eq!(ids(&*seen).await, ["a"]);
}

pub(crate) async fn keeps_every_field(backend: &impl Backend) {
    let store = backend.open().await;
    let rows = [complete_organization("a"), organization("b")];
    let mut import = store.begin_import().await.unwrap();
    import.put(&rows).await.unwrap();
    import.commit(false).await.unwrap();
    assert_eq!(directory(&*store).await, (1, rows.to_vec()));
    let found = store.organization("a").await.unwrap();
    assert_eq!(found.as_ref(), Some(&rows[0]));
}

pub(crate) async fn shows_nothing_before_commit(backend: &impl Backend) {
    let store = backend.open().await;
    import(&*store, &["a"], false).await;
    let before = directory(&*store).await;
    let mut second = store.begin_import().await.unwrap();
    let renamed = OrganizationRow {
        name: "新名".to_owned(),
        ..organization("a")
    };
    second.put(std::slice::from_ref(&renamed)).await.unwrap();
    second.put(&[organization("b")]).await.unwrap();
    assert_eq!(directory(&*store).await, before);
    assert_eq!(store.organization("b").await.unwrap(), None);
    assert_eq!(
        store.organization("a").await.unwrap(),
        Some(organization("a"))
    );
    let counts = second.commit(false).await.unwrap();
    let expected = ImportCounts {
        added: 1,
        updated: 1,
        ..ImportCounts::default()
    };
    assert_eq!(counts, expected);
    assert_eq!(
        directory(&*store).await,
        (2, vec![renamed, organization("b")])
    );
}

pub(crate) async fn a_dropped_import_leaves_no_trace(backend: &impl Backend) {
    let store = backend.open().await;
    import(&*store, &["a"], false).await;
    let before = directory(&*store).await;
    let mut dropped = store.begin_import().await.unwrap();
    dropped.put(&[organization("b")]).await.unwrap();
    drop(dropped);
    assert_eq!(directory(&*store).await, before);
    let reopened = backend.open().await;
    assert_eq!(directory(&*reopened).await, before);
    assert_eq!(import(&*reopened, &["b"], false).await.added, 1);
}

pub(crate) async fn importing_again_doubles_nothing(backend: &impl Backend) {
    let store = backend.open().await;
    let first = import(&*store, &["a", "b", "c"], false).await;
    assert_eq!((first.added, first.unchanged), (3, 0));
    let again = import(&*store, &["a", "b", "c"], false).await;
    let expected = ImportCounts {
        unchanged: 3,
        ..ImportCounts::default()
    };
    assert_eq!(again, expected);
    assert_eq!(ids(&*store).await, ["a", "b", "c"]);
    // The same organization in two batches of one import, or twice in one batch, is one organization.
    let mut twice = store.begin_import().await.unwrap();
    let renamed = OrganizationRow {
        name: "新名".to_owned(),
        ..organization("c")
    };
    twice
        .put(&[organization("c"), organization("d"), organization("d")])
        .await
        .unwrap();
    twice.put(std::slice::from_ref(&renamed)).await.unwrap();
    let counts = twice.commit(false).await.unwrap();
    assert_eq!((counts.added, counts.updated, counts.unchanged), (1, 1, 0));
    assert_eq!(store.organization("c").await.unwrap(), Some(renamed));
    assert_eq!(ids(&*store).await, ["a", "b", "c", "d"]);
}

pub(crate) async fn retires_only_when_asked(backend: &impl Backend) {
    let store = backend.open().await;
    import(&*store, &["a", "b"], false).await;
    assert_eq!(import(&*store, &["c"], false).await.retired, 0);
    assert_eq!(ids(&*store).await, ["a", "b", "c"]);
    let counts = import(&*store, &["b"], true).await;
    assert_eq!((counts.unchanged, counts.retired), (1, 2));
    assert_eq!(ids(&*store).await, ["b"]);
    // Requests still find it.
    assert!(store.organization("a").await.unwrap().is_some());
    let counts = import(&*store, &["d"], false).await;
    assert_eq!((counts.added, counts.retired), (1, 0));
    assert_eq!(ids(&*store).await, ["b", "d"]);
    // A retired organization comes back as a new one, under its old id.
    assert_eq!(import(&*store, &["a"], false).await.added, 1);
    assert_eq!(ids(&*store).await, ["a", "b", "d"]);
    assert_eq!(store.directory_version().await.unwrap(), 5);
}

pub(crate) async fn two_imports_at_once_both_count(backend: &impl Backend) {
    let store = backend.open().await;
    let mut one = store.begin_import().await.unwrap();
    let mut other = store.begin_import().await.unwrap();
    one.put(&[organization("a"), organization("b")])
        .await
        .unwrap();
    other
        .put(&[organization("b"), organization("c")])
        .await
        .unwrap();
    let (one, other) = tokio::join!(one.commit(false), other.commit(false));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.added + other.added, 3);
    assert_eq!(one.unchanged + other.unchanged, 1);
    assert_eq!(ids(&*store).await, ["a", "b", "c"]);
    assert_eq!(store.directory_version().await.unwrap(), 2);
}

pub(crate) async fn requests_are_stored_while_an_import_runs(backend: &impl Backend) {
    let store = backend.open().await;
    let mut import = store.begin_import().await.unwrap();
    let importing = Arc::clone(&store);
    let worker = tokio::spawn(async move {
        let _keep = importing;
        for batch in 0..20 {
            let rows: Vec<_> = (0..1000)
                .map(|row| complete_organization(&format!("{batch}-{row}")))
                .collect();
            import.put(&rows).await.unwrap();
        }
        import.commit(true).await.unwrap()
    });
    let (mut stored, mut slowest) = (0, Duration::ZERO);
    while !worker.is_finished() || stored == 0 {
        let begun = Instant::now();
        let outcome = store.submit(request(stored)).await.unwrap();
        assert_eq!(outcome, SubmitOutcome::Stored);
        slowest = slowest.max(begun.elapsed());
        stored += 1;
    }
    assert_eq!(worker.await.unwrap().added, 20_000);
    assert!(
        slowest < Duration::from_secs(2),
        "a request waited {slowest:?}"
    );
}

pub(crate) async fn sweeps_what_was_replaced_or_abandoned(backend: &impl Backend) {
    let store = backend.open().await;
    import(&*store, &["a", "b"], false).await;
    let mut abandoned = store.begin_import().await.unwrap();
    abandoned.put(&[organization("x")]).await.unwrap();
    backend
        .execute("UPDATE directory_import SET touched_at = 0 WHERE version IS NULL")
        .await;
    let mut running = store.begin_import().await.unwrap();
    running.put(&[organization("y")]).await.unwrap();
    import(&*store, &["a", "c"], false).await;
    // Each organization has one row left, and the abandoned one none: anything else breaks a constraint.
    backend
        .execute(
            "CREATE TABLE left_over (id TEXT PRIMARY KEY CHECK (id IN ('a', 'b', 'c', 'y')));
             INSERT INTO left_over SELECT id FROM organization;",
        )
        .await;
    assert!(abandoned.put(&[organization("x")]).await.is_err());
    assert!(abandoned.commit(false).await.is_err());
    running.commit(false).await.unwrap();
    assert_eq!(ids(&*store).await, ["a", "b", "c", "y"]);
}

pub(crate) async fn an_import_that_ends_badly_gives_its_room_back(backend: &impl Backend) {
    let store = backend.open().await;
    import(&*store, &["a"], false).await;
    let before = directory(&*store).await;
    let mut failed = store.begin_import().await.unwrap();
    failed.put(&[organization("a")]).await.unwrap();
    failed.put(&[organization("x")]).await.unwrap();
    failed.abandon().await.unwrap();
    // One that cannot be committed abandons itself.
    let mut given_up = store.begin_import().await.unwrap();
    given_up.put(&[organization("y")]).await.unwrap();
    backend
        .execute("UPDATE directory_import SET touched_at = NULL WHERE version IS NULL")
        .await;
    assert!(given_up.commit(false).await.is_err());
    assert_eq!(directory(&*store).await, before);
    // Only the committed row is left: a second one breaks a constraint.
    backend
        .execute(
            "CREATE TABLE left_over (id TEXT PRIMARY KEY CHECK (id = 'a'));
             INSERT INTO left_over SELECT id FROM organization;
             CREATE TABLE imports_left (id BIGINT PRIMARY KEY CHECK (id = 1));
             INSERT INTO imports_left SELECT id FROM directory_import;",
        )
        .await;
}
