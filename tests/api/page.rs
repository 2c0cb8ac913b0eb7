//! An organization's public page: one proposes, another one publishes.

use axum::http::Method;
use contract::desk::Role;
use contract::draft::Field;
use contract::organization::OrganizationView;
use contract::page::{PageText, PageView};
use contract::problem::ProblemCode as P;
use serde_json::json;

use crate::actors::Answer;
use crate::app::TestApp;
use crate::desk::{AtDesk, Person};
use crate::samples::{COMMITTEE, LABOR};

const PAGE: &str = "/api/v1/desk/page";

async fn propose(desk: &AtDesk, page: &PageText) -> Answer {
    let writer = desk.writer().with("content-type", "application/json");
    let body = serde_json::to_string(page).unwrap();
    writer.send(Method::PUT, PAGE, body).await
}

async fn decide(desk: &AtDesk, id: &str, publish: bool) -> Answer {
    let body = json!({"id": id, "publish": publish});
    desk.writer()
        .post("/api/v1/desk/page/decision", &body)
        .await
}

async fn public(app: &TestApp) -> OrganizationView {
    let path = format!("/api/v1/organizations/{LABOR}");
    app.anybody().get(&path).await.good()
}

#[tokio::test]
async fn a_page_changes_once_a_second_one_has_looked() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let li = Person::of(&app, "li", Role::Mediator, LABOR)
        .await
        .signs_in()
        .await;
    let zhao = Person::of(&app, "zhao", Role::Mediator, LABOR)
        .await
        .signs_in()
        .await;
    let before: PageView = li.reader.get(PAGE).await.good();
    assert_eq!(before.page.address, "中山路1号");
    assert!(before.proposal.is_none() && before.decided.is_empty());
    let page = PageText {
        address: "中山路2号三楼".to_owned(),
        hours: "周一至周五 8:30-17:30".to_owned(),
        step_free: "有".to_owned(),
        languages: "吴语；手语".to_owned(),
        mediators: "张三（一级，全国模范人民调解员）；李四".to_owned(),
        cases: "讨薪案 https://example.org/1；加班费案".to_owned(),
        ..before.page.clone()
    };
    let proposed: PageView = propose(&li, &page).await.good();
    let proposal = proposed.proposal.unwrap();
    assert!(!proposal.may_decide, "not on one's own");
    assert_eq!(public(&app).await.address.as_deref(), Some("中山路1号"));
    decide(&li, &proposal.id, true).await.is(P::Forbidden);
    decide(&zhao, &proposal.id, true).await.is(P::Forbidden);
    // The same once more is the same proposal.
    let again: PageView = propose(&li, &page).await.good();
    assert_eq!(again.proposal.unwrap().id, proposal.id);
    let published: PageView = decide(&lead, &proposal.id, true).await.good();
    assert_eq!(published.page, proposal.page);
    assert!(published.proposal.is_none());
    assert_eq!(
        (
            published.decided[0].by.as_str(),
            published.decided[0].decided_by.as_str(),
            published.decided[0].published
        ),
        ("li", "wang", true)
    );
    let seen = public(&app).await;
    assert_eq!(seen.address.as_deref(), Some("中山路2号三楼"));
    assert_eq!(seen.mediators.len(), 2);
    assert_eq!(seen.source.verified.as_deref(), Some("2026-11-23"));
    decide(&lead, &proposal.id, true).await.is(P::Outdated);
}

#[tokio::test]
async fn what_is_proposed_last_waits_and_what_is_refused_is_kept_as_such() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let li = Person::of(&app, "li", Role::Mediator, LABOR)
        .await
        .signs_in()
        .await;
    let page = |address: &str| PageText {
        address: address.to_owned(),
        ..PageText::default()
    };
    let first: PageView = propose(&li, &page("一号")).await.good();
    let second: PageView = propose(&lead, &page("二号")).await.good();
    decide(&lead, &first.proposal.unwrap().id, true)
        .await
        .is(P::Outdated);
    let waiting = second.proposal.unwrap();
    decide(&lead, &waiting.id, true).await.is(P::Forbidden);
    let refused: PageView = decide(&li, &waiting.id, false).await.good();
    assert!(!refused.decided[0].published);
    assert_eq!(public(&app).await.address.as_deref(), Some("中山路1号"));
}

#[tokio::test]
async fn only_its_own_people_change_a_page_and_only_what_can_be_read() {
    let app = TestApp::new().await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let bad = PageText {
        phones: "打总机".to_owned(),
        step_free: "也许".to_owned(),
        mediators: "张三（一级".to_owned(),
        address: "长".repeat(301),
        ..PageText::default()
    };
    let issues = propose(&lead, &bad).await.problem().issues;
    let fields: Vec<_> = issues.iter().map(|issue| issue.field).collect();
    for field in [
        Field::Address,
        Field::PagePhones,
        Field::PageStepFree,
        Field::PageMediators,
    ] {
        assert!(fields.contains(&field), "{fields:?}");
    }
    let there = Person::of(&app, "sun", Role::Lead, COMMITTEE)
        .await
        .signs_in()
        .await;
    let mine: PageView = propose(&lead, &PageText::default()).await.good();
    decide(&there, &mine.proposal.unwrap().id, true)
        .await
        .is(P::Outdated);
    let auditor = Person::of(&app, "qian", Role::Auditor, LABOR)
        .await
        .signs_in()
        .await;
    auditor.reader.get(PAGE).await.is(P::Forbidden);
    propose(&auditor, &PageText::default())
        .await
        .is(P::Forbidden);
    // A program has no eyes.
    let program = app
        .staff(LABOR)
        .await
        .caller()
        .with("content-type", "application/json");
    let body = serde_json::to_string(&PageText::default()).unwrap();
    program.send(Method::PUT, PAGE, body).await.is(P::Forbidden);
}

#[tokio::test]
async fn who_wrote_looking_at_something_else_is_told() {
    let app = TestApp::new().await;
    let li = Person::of(&app, "li", Role::Mediator, LABOR)
        .await
        .signs_in()
        .await;
    let lead = Person::of(&app, "wang", Role::Lead, LABOR)
        .await
        .signs_in()
        .await;
    let send = async |desk: &AtDesk, seen: &PageView, address: &str| {
        let page = PageText {
            address: address.to_owned(),
            ..seen.page.clone()
        };
        let writer = desk
            .writer()
            .with("content-type", "application/json")
            .with("if-match", format!("\"{}\"", seen.version));
        let body = serde_json::to_string(&page).unwrap();
        writer.send(Method::PUT, PAGE, body).await
    };
    let seen: PageView = li.reader.get(PAGE).await.good();
    let first: PageView = send(&li, &seen, "中山路2号").await.good();
    assert_ne!(first.version, seen.version);
    // The same sending again is no conflict with itself.
    send(&li, &seen, "中山路2号").await.good::<PageView>();
    send(&lead, &seen, "中山路3号").await.is(P::Outdated);
    let waits: PageView = lead.reader.get(PAGE).await.good();
    let id = waits.proposal.as_ref().unwrap().id.clone();
    assert_eq!(waits.proposal.as_ref().unwrap().page.address, "中山路2号");
    decide(&lead, &id, true).await.good::<PageView>();
    send(&lead, &waits, "中山路3号").await.is(P::Outdated);
    let now: PageView = lead.reader.get(PAGE).await.good();
    send(&lead, &now, "中山路3号").await.good::<PageView>();
}
