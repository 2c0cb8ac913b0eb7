//! How organizations answer, on their pages.

use std::time::Duration;

use contract::organization::OrganizationView;
use contract::record::{RECORD_DAYS, RECORD_LEAST, TrackRecord};
use contract::request::RequestView;
use serde_json::json;

use crate::app::TestApp;
use crate::samples::{COMMITTEE, LABOR, draft, key};

const HOUR: Duration = Duration::from_secs(60 * 60);

async fn record(app: &TestApp, organization: &str) -> Option<TrackRecord> {
    let path = format!("/api/v1/organizations/{organization}");
    let view: OrganizationView = app.anybody().get(&path).await.good();
    view.record
}

/// Files a request and lets the organization answer it so much later.
async fn answered_after(app: &TestApp, number: u32, wait: Duration) {
    let owner = app.anybody().files(&key(number), &draft()).await;
    app.wait(wait);
    let staff = app.staff(LABOR).await;
    let moved = staff.make(&owner.number, &json!({"move": "accept"})).await;
    moved.good::<RequestView>();
}

#[tokio::test]
async fn a_page_tells_how_soon_an_organization_answers_once_there_is_enough_to_tell() {
    let app = TestApp::new().await;
    for number in 1..RECORD_LEAST {
        answered_after(&app, number, HOUR * number).await;
    }
    app.app.refresh_records().await.unwrap();
    assert_eq!(record(&app, LABOR).await, None);

    answered_after(&app, RECORD_LEAST, HOUR * RECORD_LEAST).await;
    // Nothing is counted while somebody waits for a page.
    assert_eq!(record(&app, LABOR).await, None);
    app.app.refresh_records().await.unwrap();
    let told = TrackRecord {
        answered: RECORD_LEAST,
        half_within_hours: 3,
    };
    assert_eq!(record(&app, LABOR).await, Some(told));
    assert_eq!(record(&app, COMMITTEE).await, None);

    // Who looks again and again does not see the next one.
    answered_after(&app, RECORD_LEAST + 1, HOUR).await;
    app.app.refresh_records().await.unwrap();
    let next = record(&app, LABOR).await.map(|record| record.answered);
    assert_eq!(next, Some(RECORD_LEAST));

    // What is long past is forgotten.
    app.wait(HOUR * 24 * RECORD_DAYS);
    app.app.refresh_records().await.unwrap();
    assert_eq!(record(&app, LABOR).await, None);
}

#[tokio::test]
async fn a_browsers_copy_of_a_page_is_good_until_its_record_changes() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/organizations/{LABOR}");
    let others = format!("/api/v1/organizations/{COMMITTEE}");
    let tag = |answer: crate::actors::Answer| answer.header("etag").to_owned();
    let asking = app
        .anybody()
        .with("if-none-match", tag(app.anybody().get(&path).await));
    assert_eq!(asking.get(&path).await.status, 304);
    for number in 1..=RECORD_LEAST {
        answered_after(&app, number, HOUR).await;
    }
    app.app.refresh_records().await.unwrap();
    let fresh = asking.get(&path).await;
    assert!(fresh.good::<OrganizationView>().record.is_some());
    let asking_again = app.anybody().with("if-none-match", tag(fresh));
    assert_eq!(asking_again.get(&path).await.status, 304);
    // Other answers do not depend on it.
    assert_eq!(asking.get(&others).await.status, 304);
    let search = "/api/v1/organizations?field=labor";
    assert_eq!(asking.get(search).await.status, 304);
}

#[tokio::test]
async fn a_page_goes_on_telling_what_was_counted_while_the_store_is_down() {
    let app = TestApp::new().await;
    for number in 1..=RECORD_LEAST {
        answered_after(&app, number, HOUR).await;
    }
    app.app.refresh_records().await.unwrap();
    app.store.set_down(true);
    assert!(app.app.refresh_records().await.is_err());
    assert!(record(&app, LABOR).await.is_some());
}
