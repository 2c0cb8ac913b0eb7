//! Cases are found by who is in them: by whoever may open them, and nobody else.

use contract::desk::{AuditAct, AuditView, Role};
use contract::draft::{Code, Draft, Field, Issue};
use contract::problem::ProblemCode;
use contract::request::RequestView;
use contract::staff::QueueView;
use serde_json::json;

use crate::actors::{Answer, Staff};
use crate::app::TestApp;
use crate::desk::Person;
use crate::samples::{COMMITTEE, LABOR, draft, key};

const FIND: &str = "/api/v1/staff/requests/find";

async fn ask(staff: &Staff, who: &str) -> Answer {
    staff.caller().post(FIND, &json!({"who": who})).await
}

async fn find(staff: &Staff, who: &str) -> Vec<String> {
    numbers(&ask(staff, who).await.good())
}

fn numbers(view: &QueueView) -> Vec<String> {
    let entries = view.requests.iter();
    entries.map(|entry| entry.number.clone()).collect()
}

#[tokio::test]
async fn a_case_is_found_by_names_and_numbers_in_it() {
    let app = TestApp::new().await;
    let caller = app.anybody();
    let owner = caller.files(&key(1), &draft()).await;
    let other = Draft {
        name: "李四".to_owned(),
        mobile: "13812340000".to_owned(),
        ..draft()
    };
    let other = caller.files(&key(2), &other).await;
    let staff = app.staff(LABOR).await;
    for who in ["张三", "张 三", "13912345678", "139-1234-5678", "5678"] {
        assert_eq!(find(&staff, who).await, [owner.number.as_str()], "{who}");
    }
    // Filed in the same second, they stand in the order of their numbers.
    let mut both = [owner.number.as_str(), other.number.as_str()];
    both.sort_unstable();
    assert_eq!(find(&staff, "某某有限公司").await, both);
    for who in ["张", "王五", "13912345679", "0001"] {
        assert!(find(&staff, who).await.is_empty(), "{who}");
    }
    let issues = |code| [Issue::new(Field::Who, code)];
    assert_eq!(
        ask(&staff, " ").await.problem().issues,
        issues(Code::Missing)
    );
    let short = Code::MobileLength { actual: 3 };
    assert_eq!(ask(&staff, "139").await.problem().issues, issues(short));
    let elsewhere = app.staff(COMMITTEE).await;
    assert!(find(&elsewhere, "张三").await.is_empty());
}

#[tokio::test]
async fn it_is_found_by_what_is_true_now_and_where_it_is_now() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let corrected = json!({"name": "章三", "mobile": "13912345678", "region": "320106"});
    owner
        .correct(&key(2), &corrected)
        .await
        .good::<RequestView>();
    assert!(find(&staff, "张三").await.is_empty());
    assert_eq!(find(&staff, "章三").await, [owner.number.as_str()]);

    let propose =
        json!({"move": "propose-transfer", "organization": COMMITTEE, "reason": "outside-field"});
    staff
        .make(&owner.number, &propose)
        .await
        .good::<RequestView>();
    owner
        .answers_transfer(&key(3), true, COMMITTEE)
        .await
        .good::<RequestView>();
    let next = app.staff(COMMITTEE).await;
    assert!(find(&staff, "章三").await.is_empty());
    assert_eq!(find(&next, "章三").await, [owner.number.as_str()]);

    owner
        .withdraw(Some(&key(4)), &json!({"reason": "solved"}))
        .await
        .good::<RequestView>();
    let erased = owner.erase().await;
    assert!(erased.status.is_success(), "{}", erased.text());
    assert!(find(&next, "章三").await.is_empty());
}

#[tokio::test]
async fn a_mediator_finds_what_is_theirs_or_nobodys_and_that_they_looked_is_written_down() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    let one = Person::of(&app, "one", Role::Mediator, LABOR).await;
    let (one, two) = (
        one.signs_in().await,
        Person::of(&app, "two", Role::Mediator, LABOR)
            .await
            .signs_in()
            .await,
    );
    let auditor = Person::of(&app, "auditor", Role::Auditor, LABOR)
        .await
        .signs_in()
        .await;
    let wish = json!({"who": "张三"});
    for person in [&one, &two] {
        let view: QueueView = person.writer().post(FIND, &wish).await.good();
        assert_eq!(numbers(&view), [owner.number.as_str()]);
    }
    for step in [
        json!({"move": "accept"}),
        json!({"move": "assign", "mediator": "one", "account": one.account()}),
    ] {
        staff.make(&owner.number, &step).await.good::<RequestView>();
    }
    let view: QueueView = one.writer().post(FIND, &wish).await.good();
    assert_eq!(numbers(&view), [owner.number.as_str()]);
    let view: QueueView = two.writer().post(FIND, &wish).await.good();
    assert!(view.requests.is_empty());
    auditor
        .writer()
        .post(FIND, &wish)
        .await
        .is(ProblemCode::Forbidden);
    let log = auditor.reader.get("/api/v1/desk/audit").await;
    assert!(!log.text().contains("张三"));
    let log: AuditView = log.good();
    let looked = log
        .entries
        .iter()
        .filter(|entry| entry.act == AuditAct::SoughtPerson);
    assert_eq!(looked.count(), 4);
}

#[tokio::test]
async fn what_was_stored_before_is_marked_once() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let staff = app.staff(LABOR).await;
    // As an older version left it.
    let url = format!("sqlite://{}", app.database().display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("DELETE FROM mark")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    assert!(find(&staff, "张三").await.is_empty());
    assert_eq!(app.command().mark_older().await.unwrap(), 1);
    assert_eq!(find(&staff, "张三").await, [owner.number.as_str()]);
    assert_eq!(app.command().mark_older().await.unwrap(), 0);
}
