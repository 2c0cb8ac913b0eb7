//! Words of ratings, on their way to everybody: who looks at them first, and what is told of them.

use std::time::Duration;

use axum::http::Method;
use contract::desk::{AuditAct, AuditView, Role};
use contract::open_data::OpenDataView;
use contract::problem::ProblemCode as P;
use contract::rating::{RatingView, WaitingView, WordsVerdict};
use contract::request::RequestView;
use fengqiao::domain::Refused;
use serde_json::{Value, json};

use crate::actors::{Answer, Anybody, Owner};
use crate::app::TestApp;
use crate::course::{CENTRE, with_centre};
use crate::desk::{AtDesk, Person};
use crate::samples::{COMMITTEE, LABOR, draft, key};

const WAITING: &str = "/api/v1/staff/ratings/waiting";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Somebody whose case at the labour organization is over.
async fn over(app: &TestApp, number: u32) -> Owner {
    let owner = app.anybody().files(&key(number), &draft()).await;
    let staff = app.staff(LABOR).await;
    for body in [
        json!({"move": "accept"}),
        json!({"move": "end-mediation", "ground": "too-far-apart", "next_door": "court"}),
    ] {
        staff.make(&owner.number, &body).await.good::<RequestView>();
    }
    owner
}

async fn rates(owner: &Owner, stars: u8, note: &str, may_publish: bool) -> Answer {
    let path = format!("/api/v1/requests/{}/rating", owner.number);
    let body = json!({"stars": stars, "note": note, "may_publish": may_publish});
    let caller = owner.caller().with("content-type", "application/json");
    caller.send(Method::PUT, &path, body.to_string()).await
}

/// Somebody who lets these words be published.
async fn said(app: &TestApp, number: u32, stars: u8, note: &str) -> Owner {
    let owner = over(app, number).await;
    rates(&owner, stars, note, true).await.good::<RatingView>();
    owner
}

async fn at_desk(app: &TestApp, login: &str, role: Role, organization: &str) -> AtDesk {
    let person = Person::of(app, login, role, organization).await;
    person.signs_in().await
}

async fn waiting(reader: &Anybody) -> WaitingView {
    reader.get(WAITING).await.good()
}

async fn decides(one: &AtDesk, id: &str, show: bool) -> Answer {
    let path = format!("{WAITING}/{id}");
    one.writer().post(&path, &json!({ "show": show })).await
}

/// The centre decides on everything that waits.
async fn looks(centre: &AtDesk, show: bool) {
    for words in waiting(&centre.reader).await.words {
        let decided: WordsVerdict = decides(centre, &words.id, show).await.good();
        assert_eq!(decided.show, show);
    }
}

async fn counted(app: &TestApp) -> OpenDataView {
    app.app.refresh_open_data().await.unwrap();
    app.anybody().get("/api/v1/open-data").await.good()
}

#[tokio::test]
async fn the_centre_above_looks_and_never_whoever_was_rated() {
    let app = TestApp::new().await;
    with_centre(&app).await;
    let owner = said(&app, 1, 1, "等了很久，没人理。").await;
    let silent = over(&app, 2).await;
    rates(&silent, 2, "只给你们看。", false)
        .await
        .good::<RatingView>();
    let centre = at_desk(&app, "zhao", Role::Centre, CENTRE).await;
    let seen = waiting(&centre.reader).await;
    let [words] = seen.words.as_slice() else {
        panic!("{seen:?}")
    };
    assert_eq!(
        (&*words.note, &*words.month),
        ("等了很久，没人理。", "2026-11")
    );
    let text = centre.reader.get(WAITING).await.text();
    for secret in [&owner.number, LABOR, "stars", "applicant"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }

    let lead = at_desk(&app, "wang", Role::Lead, LABOR).await;
    let auditor = at_desk(&app, "qian", Role::Auditor, CENTRE).await;
    let leading = at_desk(&app, "sun", Role::Lead, CENTRE).await;
    for one in [&lead, &auditor, &leading] {
        one.reader.get(WAITING).await.is(P::Forbidden);
        decides(one, &words.id, false).await.is(P::Forbidden);
    }
    let program = app.staff(LABOR).await;
    program.caller().get(WAITING).await.is(P::Forbidden);
    let other = at_desk(&app, "li", Role::Centre, COMMITTEE).await;
    assert!(waiting(&other.reader).await.words.is_empty());
    decides(&other, &words.id, true).await.is(P::WordsNotFound);
    // Even as a centre nobody decides on words about themselves.
    let own = at_desk(&app, "zhou", Role::Centre, LABOR).await;
    assert!(waiting(&own.reader).await.words.is_empty());
    decides(&own, &words.id, false).await.is(P::WordsNotFound);

    for _ in 0..2 {
        let decided: WordsVerdict = decides(&centre, &words.id, true).await.good();
        assert!(decided.show);
    }
    decides(&centre, &words.id, false).await.is(P::WordsDecided);
    decides(&centre, "x", true).await.is(P::WordsNotFound);
    assert!(waiting(&centre.reader).await.words.is_empty());
    let log: AuditView = auditor.reader.get("/api/v1/desk/audit").await.good();
    let acts: Vec<_> = log.entries.iter().map(|entry| entry.act).collect();
    for act in [AuditAct::ReadRatings, AuditAct::DecidedWords] {
        assert!(acts.contains(&act), "{acts:?}");
    }
}

#[tokio::test]
async fn words_are_told_as_they_are_once_there_are_five_ratings() {
    let app = TestApp::new().await;
    with_centre(&app).await;
    let centre = at_desk(&app, "zhao", Role::Centre, CENTRE).await;
    let formula = "=HYPERLINK(\"http://example.org\")";
    said(&app, 1, 4, formula).await;
    said(&app, 2, 1, "等了很久，\n没人理。").await;
    for number in 3..=4 {
        let owner = over(&app, number).await;
        rates(&owner, 5, "", false).await.good::<RatingView>();
    }
    looks(&centre, true).await;
    assert!(counted(&app).await.words.is_empty(), "four are few");
    // Nobody has looked at these yet.
    said(&app, 5, 3, "我是张三。").await;
    let view = counted(&app).await;
    let told: Vec<_> = view
        .words
        .iter()
        .map(|one| (&*one.month, one.code.to_string(), one.stars, &*one.words))
        .collect();
    let nanjing = || "320100".to_owned();
    assert_eq!(
        told,
        [
            ("2026-11", nanjing(), 1, "等了很久，\n没人理。"),
            ("2026-11", nanjing(), 4, formula)
        ]
    );
    let text = app.anybody().get("/api/v1/open-data").await.text();
    for secret in [LABOR, "2026-11-2", "张三"] {
        let of_words = text.split_once("\"words\"").unwrap().1;
        assert!(!of_words.contains(secret), "{of_words}");
    }
    let table = app.anybody().get("/api/v1/open-data-words.csv").await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        table.text(),
        "\u{feff}地区代码,地区,月份,星,说的话\r\n\
         320100,南京市,2026-11,1,\"等了很久，\n没人理。\"\r\n\
         320100,南京市,2026-11,4,\"'=HYPERLINK(\"\"http://example.org\"\")\"\r\n"
    );
}

#[tokio::test]
async fn of_words_that_hold_personal_data_it_is_told_how_many() {
    let app = TestApp::new().await;
    with_centre(&app).await;
    let centre = at_desk(&app, "zhao", Role::Centre, CENTRE).await;
    for number in 1..=6 {
        said(&app, number, 2, "我是张三。").await;
        if number != 5 {
            looks(&centre, false).await;
        }
        if number == 5 {
            assert_eq!(counted(&app).await.words_withheld, None, "four are few");
        }
    }
    let view = counted(&app).await;
    assert_eq!((view.words_withheld, view.words.len()), (Some(5), 0));
}

#[tokio::test]
async fn other_words_wait_anew_and_consent_is_taken_back_at_any_time() {
    let app = TestApp::new().await;
    with_centre(&app).await;
    let centre = Person::of(&app, "zhao", Role::Centre, CENTRE).await;
    let desk = centre.signs_in().await;
    let owner = said(&app, 1, 1, "等了很久。").await;
    for number in 2..=6 {
        let other = over(&app, number).await;
        rates(&other, 5, "", false).await.good::<RatingView>();
    }
    let first = waiting(&desk.reader).await.words.remove(0).id;
    // Changed between reading and deciding.
    rates(&owner, 1, "张三等了很久。", true)
        .await
        .good::<RatingView>();
    decides(&desk, &first, true).await.is(P::WordsNotFound);
    let second = waiting(&desk.reader).await.words.remove(0).id;
    assert_ne!(first, second);
    looks(&desk, true).await;
    assert_eq!(counted(&app).await.words.len(), 1);
    // The same again is no change.
    let same: RatingView = rates(&owner, 1, "张三等了很久。", true).await.good();
    assert_eq!(same.is_shown, Some(true));
    assert_eq!(counted(&app).await.words.len(), 1);
    let changed: RatingView = rates(&owner, 1, "我等了很久。", true).await.good();
    assert_eq!(changed.is_shown, None);
    assert!(counted(&app).await.words.is_empty());
    looks(&desk, true).await;
    assert_eq!(counted(&app).await.words[0].words, "我等了很久。");

    app.wait(31 * DAY);
    rates(&owner, 2, "我等了很久。", true)
        .await
        .is(P::RatingNotNow);
    rates(&owner, 1, "", false).await.is(P::RatingNotNow);
    let taken_back: RatingView = rates(&owner, 1, "我等了很久。", false).await.good();
    assert!(!taken_back.may_publish);
    assert!(counted(&app).await.words.is_empty());
    let desk = centre.signs_in().await;
    assert!(waiting(&desk.reader).await.words.is_empty());
    rates(&owner, 1, "我等了很久。", true)
        .await
        .is(P::RatingNotNow);
}

#[tokio::test]
async fn words_are_gone_with_the_case() {
    let app = TestApp::new().await;
    with_centre(&app).await;
    let owner = said(&app, 1, 1, "等了很久。").await;
    let centre = Person::of(&app, "zhao", Role::Centre, CENTRE).await;
    let before = waiting(&centre.signs_in().await.reader).await.words;
    let staff = app.staff(LABOR).await;
    let close = json!({"move": "close"});
    staff.make(&owner.number, &close).await.good::<Value>();
    app.wait(4000 * DAY);
    assert_eq!(app.app.erase_overdue().await.unwrap(), 1);
    let desk = centre.signs_in().await;
    assert!(waiting(&desk.reader).await.words.is_empty());
    decides(&desk, &before[0].id, true)
        .await
        .is(P::WordsNotFound);
}

#[tokio::test]
async fn where_no_centre_is_above_the_operator_decides() {
    let app = TestApp::new().await;
    for (number, note) in [(1, "等了很久。"), (2, "我是张三。"), (3, "很耐心。")] {
        said(&app, number, 2, note).await;
    }
    for number in 4..=5 {
        let owner = over(&app, number).await;
        rates(&owner, 5, "", false).await.good::<RatingView>();
    }
    let operator = app.operator();
    let listed = operator.operators_words().await.unwrap().words;
    let id = |note: &str| &listed.iter().find(|one| one.note == note).unwrap().id;
    let (long, named, patient) = (id("等了很久。"), id("我是张三。"), id("很耐心。"));
    operator.operator_decides(long, true).await.unwrap();
    operator.operator_decides(named, false).await.unwrap();
    let refused = operator.operator_decides(named, true).await;
    let is_decided = matches!(refused, Err(Refused::Feedback(P::WordsDecided)));
    assert!(is_decided, "{refused:?}");
    let told = counted(&app).await.words;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].words, "等了很久。");
    // What a centre decides on is not for the operator; what is shown can be taken off.
    with_centre(&app).await;
    assert!(operator.operators_words().await.unwrap().words.is_empty());
    let refused = operator.operator_decides(patient, false).await;
    let is_gone = matches!(refused, Err(Refused::Feedback(P::WordsNotFound)));
    assert!(is_gone, "{refused:?}");
    let on_show = operator.words_on_show().await.unwrap();
    assert_eq!(on_show[0].id, *long);
    operator.operator_decides(long, false).await.unwrap();
    assert!(counted(&app).await.words.is_empty());
}
