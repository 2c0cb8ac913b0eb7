//! Figures for everybody: true, and of nobody.

use contract::open_data::{Figures, OpenDataView};
use contract::request::EndGround;
use serde_json::json;

use crate::app::TestApp;
use crate::samples::{LABOR, draft, key};

async fn counted(app: &TestApp) -> OpenDataView {
    app.app.refresh_open_data().await.unwrap();
    app.anybody().get("/api/v1/open-data").await.good()
}

#[tokio::test]
async fn nothing_is_told_of_nothing() {
    let app = TestApp::new().await;
    let view = counted(&app).await;
    let names: Vec<_> = view.areas.iter().map(|area| area.name.as_str()).collect();
    assert_eq!(names, ["江苏省"]);
    let months = &view.areas[0].months;
    assert_eq!((months.len(), months[0].month.as_str()), (12, "2026-11"));
    assert_eq!(months[11].month, "2025-12");
    assert_eq!(months[0].figures, Figures::default());
}

#[tokio::test]
async fn a_few_are_not_told_apart_and_many_are_counted_in_fives() {
    let app = TestApp::new().await;
    let staff = app.staff(LABOR).await;
    for number in 1..=11 {
        let owner = app.anybody().files(&key(number), &draft()).await;
        if number > 4 {
            let accept = json!({"move": "accept"});
            staff
                .make(&owner.number, &accept)
                .await
                .good::<serde_json::Value>();
        }
        let end = match number {
            5..=10 => {
                json!({"move": "end-mediation", "ground": "too-far-apart", "next_door": "court"})
            }
            11 => json!({"move": "record-agreement", "form": "written"}),
            _ => continue,
        };
        staff
            .make(&owner.number, &end)
            .await
            .good::<serde_json::Value>();
    }
    let view = counted(&app).await;
    let names: Vec<_> = view.areas.iter().map(|area| area.name.as_str()).collect();
    assert_eq!(names, ["江苏省", "南京市"]);
    for area in &view.areas {
        for figures in [&area.total, &area.months[0].figures] {
            assert_eq!(figures.received, Some(10));
            assert_eq!(figures.accepted, Some(5));
            assert_eq!(figures.declined, None, "none is like a few");
            assert_eq!(figures.agreed, None, "one is few");
            assert_eq!(figures.ended, Some(5));
            assert_eq!(figures.half_within_hours, None, "of seven answers");
            let ground = figures.grounds[0];
            assert_eq!(
                (ground.ground, ground.count),
                (EndGround::TooFarApart, Some(5))
            );
        }
        assert_eq!(area.months[1].figures, Figures::default());
    }
    let table = app.anybody().get("/api/v1/open-data.csv").await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    let table = table.text();
    let nanjing = "\r\n320100,南京市,2026-11,10,5,<5,<5,<5,5,<5,<5,<5,\r\n";
    assert!(table.contains(nanjing), "{table}");
    assert_eq!(table.lines().count(), 1 + 2 * 12);
}
