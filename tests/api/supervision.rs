//! Figures for those who lead an organization or watch over several.

use std::io::Cursor;
use std::time::Duration;

use axum::http::Method;
use calamine::{Data, Reader as _, Xlsx};
use contract::desk::Role;
use contract::draft::Draft;
use contract::kinds::DisputeField;
use contract::problem::ProblemCode as P;
use contract::request::{EndGround, RequestView};
use contract::supervision::{FiguresView, FirstWait};
use serde_json::json;

use crate::app::TestApp;
use crate::course::{CENTRE, with_centre};
use crate::desk::Person;
use crate::samples::{COMMITTEE, LABOR, draft, key};

const FIGURES: &str = "/api/v1/desk/figures?from=2026-11&to=2026-12";

/// Two requests to the labour organization, of which one is answered in time and ends, and one to the committee.
async fn some_happened(app: &TestApp) {
    let staff = app.staff(LABOR).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let first = owner.number.clone();
    app.anybody().files(&key(2), &draft()).await;
    let there = Draft {
        organization: COMMITTEE.to_owned(),
        field: "neighbours".to_owned(),
        topic: String::new(),
        ..draft()
    };
    app.anybody().files(&key(3), &there).await;
    for body in [
        json!({"move": "accept"}),
        json!({"move": "end-mediation", "ground": "unwilling", "next_door": "court"}),
    ] {
        staff.make(&first, &body).await.good::<RequestView>();
    }
    let path = format!("/api/v1/requests/{first}/rating");
    let rating = json!({"stars": 2, "note": "", "may_publish": false}).to_string();
    let caller = owner.caller().with("content-type", "application/json");
    let rated = caller.send(Method::PUT, &path, rating).await;
    assert!(rated.status.is_success(), "{}", rated.text());
}

#[tokio::test]
async fn what_happened_is_counted_for_those_who_are_answerable() {
    let app = TestApp::new().await;
    some_happened(&app).await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let view: FiguresView = lead.reader.get(FIGURES).await.good();
    let names: Vec<_> = view
        .organizations
        .iter()
        .map(|one| one.organization.id.as_str())
        .collect();
    assert_eq!(names, [LABOR]);
    let total = view.total();
    assert_eq!(
        (
            total.received,
            total.accepted,
            total.ended,
            total.answered,
            total.in_time,
            total.raised
        ),
        (2, 1, 1, 1, 1, 0)
    );
    assert_eq!(total.grounds, [(EndGround::Unwilling, 1)]);
    assert_eq!(total.fields, [(DisputeField::Labor, 2)]);
    assert_eq!(total.waits, [(FirstWait::FourHours, 1)]);
    assert_eq!(total.stars, [(2, 1)]);
    // The other one is answered late.
    app.wait(Duration::from_secs(4 * 24 * 3600));
    app.app.raise_overdue().await.unwrap();
    let staff = app.staff(LABOR).await;
    let waiting = staff.queue("?status=submitted").await.requests[0]
        .number
        .clone();
    staff
        .make(&waiting, &json!({"move": "accept"}))
        .await
        .good::<RequestView>();
    let lead = Person::of(&app, "zhou", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let view: FiguresView = lead.reader.get(FIGURES).await.good();
    let total = view.total();
    assert_eq!((total.answered, total.in_time, total.raised), (2, 1, 1));
    let waits = [(FirstWait::FourHours, 1), (FirstWait::Longer, 1)];
    assert_eq!(total.waits, waits);
    let earlier = "/api/v1/desk/figures?from=2026-09&to=2026-10";
    let view: FiguresView = lead.reader.get(earlier).await.good();
    assert!(view.organizations.is_empty());
    for wrong in [
        "",
        "?from=2026-11",
        "?from=2026-12&to=2026-11",
        "?from=2020-01&to=2026-11",
        "?from=x&to=y",
    ] {
        let path = format!("/api/v1/desk/figures{wrong}");
        lead.reader.get(&path).await.is(P::MalformedParameter);
    }
}

#[tokio::test]
async fn a_centre_sees_what_is_below_it_and_nobody_more_than_their_own() {
    let app = TestApp::new().await;
    with_centre(&app).await;
    some_happened(&app).await;
    let centre = Person::of(&app, "centre", Role::Centre, CENTRE)
        .await
        .signs_in()
        .await;
    let view: FiguresView = centre.reader.get(FIGURES).await.good();
    // The committee is in another county.
    let names: Vec<_> = view
        .organizations
        .iter()
        .map(|one| one.organization.id.as_str())
        .collect();
    assert_eq!(names, [LABOR]);
    assert_eq!(view.total().received, 2);
    // A centre's role at an organization that is none shows that organization.
    for (login, role, own) in [
        ("sun", Role::Centre, COMMITTEE),
        ("qian", Role::Auditor, COMMITTEE),
        ("li", Role::Lead, COMMITTEE),
    ] {
        let one = Person::of(&app, login, role, own).await.signs_in().await;
        let view: FiguresView = one.reader.get(FIGURES).await.good();
        let names: Vec<_> = view
            .organizations
            .iter()
            .map(|one| one.organization.id.as_str())
            .collect();
        assert_eq!(names, [own], "{login}");
    }
    let mediator = Person::of(&app, "zhao", Role::Mediator, LABOR)
        .await
        .signs_in()
        .await;
    mediator.reader.get(FIGURES).await.is(P::Forbidden);
    app.anybody().get(FIGURES).await.is(P::Unauthorized);
}

#[tokio::test]
async fn the_workbook_holds_the_same_figures() {
    let app = TestApp::new().await;
    with_centre(&app).await;
    some_happened(&app).await;
    let centre = Person::of(&app, "centre", Role::Centre, CENTRE)
        .await
        .signs_in()
        .await;
    let path = FIGURES.replace("figures?", "figures.xlsx?");
    let answer = centre.reader.get(&path).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    assert!(
        answer
            .header("content-disposition")
            .contains("figures_2026-11_2026-12.xlsx")
    );
    assert_eq!(rates(answer.body), ("2".to_owned(), "100".to_owned()));
    let there = Person::of(&app, "sun", Role::Lead, COMMITTEE).await;
    let answer = there.signs_in().await.reader.get(&path).await;
    let none_was_answered = ("1".to_owned(), "—".to_owned());
    assert_eq!(rates(answer.body), none_was_answered);
}

/// How many requests came and how many of a hundred were answered in time, in the sum of all organizations.
fn rates(workbook: Vec<u8>) -> (String, String) {
    let mut book = Xlsx::new(Cursor::new(workbook)).unwrap();
    assert_eq!(
        book.sheet_names(),
        [
            "各组织",
            "各月",
            "结束原因",
            "首次答复用时",
            "评价",
            "纠纷类型"
        ]
    );
    let sheet = book.worksheet_range("各组织").unwrap();
    let rows: Vec<Vec<String>> = sheet
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect();
    assert_eq!(rows[1][..4], ["地区", "组织", "收到申请", "受理"]);
    let total = rows.iter().find(|row| row[1] == "合计").unwrap();
    (total[2].clone(), total[12].clone())
}
