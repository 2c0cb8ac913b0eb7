//! `POST /api/v1/requests`.

use std::time::Duration;

use axum::http::StatusCode;
use contract::claims::{ClaimKind, total};
use contract::draft::{Code, Draft, Field, Issue, Item, OtherDraft};
use contract::kinds::OrganizationKind;
use contract::problem::ProblemCode;
use contract::questions::Question;
use contract::request::Receipt;

use fengqiao::store::Store;

use crate::app::{Options, TestApp};
use crate::samples::{self, COMMERCIAL, LABOR, draft, key};

#[tokio::test]
async fn a_request_gets_a_receipt() {
    let options = Options {
        numbers: vec![[1, 2, 3, 4, 5]],
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    let answer = app.anybody().file(&key(1), &draft()).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.header("cache-control"), "no-store");
    let receipt: serde_json::Value = answer.good();
    insta::assert_json_snapshot!(receipt);
}

#[tokio::test]
async fn sending_again_changes_nothing_and_answers_the_same() {
    let app = TestApp::new().await;
    let first: Receipt = app.anybody().file(&key(1), &draft()).await.good();
    // Days later, the promise has passed; the receipt is still the same.
    app.wait(Duration::from_secs(5 * 86_400));
    let again = app.anybody_at("198.51.100.1").file(&key(1), &draft()).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.good::<Receipt>(), first);
    let staff = app.staff(LABOR).await;
    assert_eq!(staff.queue("").await.requests.len(), 1);
}

#[tokio::test]
async fn a_receipt_is_told_again_although_the_organization_has_left_the_directory() {
    let app = TestApp::new().await;
    let first: Receipt = app.anybody().file(&key(1), &draft()).await.good();
    let import = app.store.begin_import().await.unwrap();
    import.commit(true).await.unwrap();
    assert!(app.directory.refresh(&*app.store).await.unwrap());
    let again = app.anybody().file(&key(1), &draft()).await;
    assert_eq!(again.good::<Receipt>(), first);
    let fresh = app.anybody().file(&key(2), &draft()).await.problem();
    let gone = Issue::new(Field::Organization, Code::NoSuchOrganization);
    assert_eq!(fresh.issues, [gone]);
}

#[tokio::test]
async fn a_body_that_arbitrates_takes_no_request() {
    let app = TestApp::new().await;
    let mut import = app.store.begin_import().await.unwrap();
    let mut rows = samples::organizations();
    rows.truncate(1);
    rows[0].kind = OrganizationKind::Arbitration;
    import.put(&rows).await.unwrap();
    import.commit(false).await.unwrap();
    assert!(app.directory.refresh(&*app.store).await.unwrap());
    let refused = app.anybody().file(&key(1), &draft()).await.problem();
    let other = Issue::new(Field::Organization, Code::NotAChoice);
    assert_eq!(refused.issues, [other]);
}

#[tokio::test]
async fn many_sendings_at_once_store_one_request() {
    let app = TestApp::new().await;
    let sendings: Vec<_> = (0..8)
        .map(|_| {
            let anybody = app.anybody();
            tokio::spawn(async move { anybody.file(&key(1), &draft()).await })
        })
        .collect();
    let mut receipts = Vec::new();
    for sending in sendings {
        receipts.push(sending.await.unwrap().good::<Receipt>());
    }
    receipts.dedup();
    assert_eq!(receipts.len(), 1);
}

#[tokio::test]
async fn a_key_is_good_for_one_request() {
    let app = TestApp::new().await;
    app.anybody().files(&key(1), &draft()).await;
    let other = Draft {
        name: "李四".to_owned(),
        ..draft()
    };
    let answer = app.anybody().file(&key(1), &other).await;
    answer.is(ProblemCode::IdempotencyKeyReused);
}

#[tokio::test]
async fn a_taken_number_is_drawn_again() {
    let options = Options {
        numbers: vec![[1; 5], [1; 5], [1; 5], [2; 5]],
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    let first = app.anybody().files(&key(1), &draft()).await;
    let second = app.anybody().files(&key(2), &draft()).await;
    assert_ne!(first.number, second.number);
    assert_eq!(
        second.number,
        "FQ-2611-22222-G".replace('G', &second.number[14..])
    );
    second.sees().await;
}

#[tokio::test]
async fn what_is_told_of_health_needs_its_own_consent() {
    let app = TestApp::new().await;
    let mut hurt = Draft {
        topic: "work-injury".to_owned(),
        consent_sensitive: false,
        ..draft()
    };
    let answer = app.anybody().file(&key(1), &hurt).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let issue = Issue::new(Field::ConsentSensitive, Code::NotAgreed);
    assert_eq!(answer.problem().issues, [issue]);
    hurt.consent_sensitive = true;
    let answer = app.anybody().file(&key(1), &hurt).await;
    assert_eq!(answer.status, StatusCode::CREATED);
}

#[tokio::test]
async fn every_issue_is_told_at_once_in_the_order_of_the_form() {
    let app = TestApp::new().await;
    let wrong = Draft {
        organization: "nobody".to_owned(),
        field: "nonsense".to_owned(),
        topic: String::new(),
        name: String::new(),
        mobile: "1234".to_owned(),
        region: "320199".to_owned(),
        story: "短".to_owned(),
        consent_share: false,
        ..draft()
    };
    let answer = app.anybody().file(&key(1), &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let problem = answer.problem();
    assert_eq!(problem.code, ProblemCode::Invalid);
    assert_eq!(
        problem.issues,
        [
            Issue::new(Field::Organization, Code::NoSuchOrganization),
            Issue::new(Field::DisputeField, Code::NotAChoice),
            Issue::new(Field::Name, Code::Missing),
            Issue::new(Field::Mobile, Code::MobileLength { actual: 4 }),
            Issue::new(Field::Region, Code::NotARegion),
            Issue::new(Field::Story, Code::TooShort { min: 10 }),
            Issue::new(Field::ConsentShare, Code::NotAgreed),
        ]
    );
    let empty = app.anybody().file(&key(1), &Draft::default()).await;
    let fields: Vec<Field> = empty
        .problem()
        .issues
        .iter()
        .map(|issue| issue.field)
        .collect();
    insta::assert_debug_snapshot!(fields);
}

#[tokio::test]
async fn a_refused_request_leaves_its_key_free() {
    let app = TestApp::new().await;
    let wrong = Draft {
        name: String::new(),
        ..draft()
    };
    app.anybody()
        .file(&key(1), &wrong)
        .await
        .is(ProblemCode::Invalid);
    app.anybody().files(&key(1), &draft()).await;
}

#[tokio::test]
async fn a_key_must_be_there_and_fit() {
    let app = TestApp::new().await;
    let body = serde_json::to_value(draft()).unwrap();
    let missing = app.anybody().post("/api/v1/requests", &body).await;
    missing.is(ProblemCode::IdempotencyKeyMissing);
    for wrong in ["", "short", &"x".repeat(65), "sixteen chars but spaces"] {
        let answer = app.anybody().file(wrong, &draft()).await;
        answer.is(ProblemCode::IdempotencyKeyMissing);
    }
    for fine in ["0123456789abcdef".to_owned(), "~".repeat(64)] {
        app.anybody().files(&fine, &draft()).await;
    }
}

#[tokio::test]
async fn whoever_helps_gets_a_receipt_that_says_for_whom() {
    let app = TestApp::new().await;
    let helped = Draft {
        helper_relation: "child".to_owned(),
        helper_name: "张小三".to_owned(),
        helper_mobile: "13812345678".to_owned(),
        consent_person: true,
        ..draft()
    };
    let first: Receipt = app.anybody().file(&key(1), &helped).await.good();
    assert_eq!(first.filed_for.as_deref(), Some("张三"));
    let again: Receipt = app.anybody().file(&key(1), &helped).await.good();
    assert_eq!(again, first);
    let own: Receipt = app.anybody().file(&key(2), &draft()).await.good();
    assert_eq!(own.filed_for, None);

    let unasked = Draft {
        consent_person: false,
        ..helped
    };
    let issues = app.anybody().file(&key(3), &unasked).await.problem().issues;
    assert_eq!(issues, [Issue::new(Field::ConsentPerson, Code::NotAgreed)]);
}

#[tokio::test]
async fn whoever_may_charge_is_asked_only_knowingly() {
    let app = TestApp::new().await;
    let unaware = Draft {
        organization: COMMERCIAL.to_owned(),
        field: "commercial".to_owned(),
        topic: String::new(),
        ..draft()
    };
    let issues = app.anybody().file(&key(1), &unaware).await.problem().issues;
    assert_eq!(issues, [Issue::new(Field::ConsentFee, Code::NotAgreed)]);
    let aware = Draft {
        consent_fee: true,
        ..unaware
    };
    app.anybody().files(&key(1), &aware).await;
}

#[tokio::test]
async fn what_belongs_to_the_field_is_read_back_typed() {
    let app = TestApp::new().await;
    let typed = |name: &str, typed: &str| (name.to_owned(), typed.to_owned());
    let asked = Draft {
        answers: [
            typed("since", "2026年8月1日"),
            typed("still-working", "yes"),
            typed("hospital", "not asked in labor disputes"),
        ]
        .into(),
        claim_sums: [typed("claim-wages", "四千")].into(),
        claim_months: [typed("claim-wages", "3 个月")].into(),
        ..draft()
    };
    let content = app
        .anybody()
        .files(&key(1), &asked)
        .await
        .sees()
        .await
        .content;
    let answers: Vec<_> = content
        .answers
        .iter()
        .map(|answer| (answer.question, answer.value.as_str()))
        .collect();
    assert_eq!(
        answers,
        [
            (Question::Since, "2026-08-01"),
            (Question::StillWorking, "yes")
        ]
    );
    assert_eq!(total(&content.claim_items), 1_200_000);

    let wrong = Draft {
        answers: [typed("since", "2030-01-01"), typed("still-working", "?")].into(),
        claim_sums: [typed("claim-deposit", "1e300")].into(),
        others: vec![OtherDraft {
            code: "91350100M000100Y44".to_owned(),
            ..OtherDraft::default()
        }],
        ..draft()
    };
    let issues = app.anybody().file(&key(2), &wrong).await.problem().issues;
    assert_eq!(
        issues,
        [
            Issue::of(Field::OtherName, Item::Row(0), Code::Missing),
            Issue::of(Field::OtherCode, Item::Row(0), Code::CreditCodeMistyped),
            Issue::of(
                Field::Answers,
                Item::Answer(Question::StillWorking),
                Code::NotAChoice
            ),
            Issue::of(
                Field::Answers,
                Item::Answer(Question::Since),
                Code::DayToCome
            ),
            Issue::of(
                Field::ClaimSums,
                Item::Claim(ClaimKind::Deposit),
                Code::NotASum
            ),
        ]
    );
}
