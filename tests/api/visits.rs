//! `POST /api/v1/health-checks`, and what becomes of such a request.

use axum::http::StatusCode;
use contract::draft::{Code, Field, Issue};
use contract::kinds::Topic;
use contract::problem::ProblemCode;
use contract::request::Receipt;
use contract::status::{Event, Status};
use contract::visit::{Manner, VisitDraft};
use serde_json::{Value, json};

use crate::actors::{Answer, Anybody};
use crate::app::TestApp;
use crate::samples::{COMMITTEE, LABOR, key};

fn visit() -> VisitDraft {
    VisitDraft {
        organization: COMMITTEE.to_owned(),
        firm_name: "某某五金厂（个体）".to_owned(),
        firm_kind: "sole-trader".to_owned(),
        region: "320102".to_owned(),
        name: "李四".to_owned(),
        mobile: "13987654321".to_owned(),
        manner: "on-site".to_owned(),
        focus: vec!["tax".to_owned()],
        urgent: "有一笔货款收不回来".to_owned(),
        consent_privacy: true,
        consent_share: true,
        ..VisitDraft::default()
    }
}

async fn ask(caller: &Anybody, key: &str, body: &Value) -> Answer {
    let caller = caller.with("idempotency-key", key);
    caller.post("/api/v1/health-checks", body).await
}

async fn asked(caller: &Anybody, key: &str, draft: &VisitDraft) -> Answer {
    ask(caller, key, &serde_json::to_value(draft).unwrap()).await
}

#[tokio::test]
async fn a_firm_asks_and_is_followed_to_the_report() {
    let app = TestApp::new().await;
    let caller = app.anybody();
    let receipt: Receipt = asked(&caller, &key(1), &visit()).await.good();
    let owner = caller.owner_of(&receipt);
    let staff = app.staff(COMMITTEE).await;
    let queue = staff.queue("").await.requests;
    assert_eq!(queue.len(), 1);
    assert_eq!(queue[0].topic, Some(Topic::LegalHealthCheck));

    let agree = json!({"move": "record-agreement", "form": "written"});
    for (step, status) in [
        (json!({"move": "accept"}), Status::Accepted),
        (json!({"move": "hand-over-report"}), Status::Reported),
        (json!({"move": "close"}), Status::Closed),
    ] {
        // Nothing of mediation, at any time.
        let refused = staff.make(&owner.number, &agree).await.problem();
        assert_eq!(refused.code, ProblemCode::IllegalMove);
        assert!(!refused.legal_moves.contains(&Event::RecordAgreement));
        assert_eq!(
            staff.make(&owner.number, &step).await.status,
            StatusCode::OK
        );
        let view = owner.sees().await;
        assert_eq!(view.status, status);
        // The law sets no term for it.
        assert_eq!(view.deadline, None);
    }
    let content = owner.sees().await.content;
    assert_eq!(content.story, "有一笔货款收不回来");
    assert_eq!(
        content.visit.map(|visit| visit.manner),
        Some(Manner::OnSite)
    );
}

#[tokio::test]
async fn sending_again_changes_nothing_and_answers_the_same() {
    let app = TestApp::new().await;
    let first: Receipt = asked(&app.anybody(), &key(1), &visit()).await.good();
    let again = asked(&app.anybody(), &key(1), &visit()).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.good::<Receipt>(), first);
    let other = VisitDraft {
        urgent: String::new(),
        ..visit()
    };
    let reused = asked(&app.anybody(), &key(1), &other).await;
    reused.is(ProblemCode::IdempotencyKeyReused);
    assert_eq!(app.staff(COMMITTEE).await.queue("").await.requests.len(), 1);
}

#[tokio::test]
async fn everything_wrong_is_said_at_once_in_the_order_of_the_form() {
    let app = TestApp::new().await;
    let wrong = VisitDraft {
        // It does not offer the check.
        organization: LABOR.to_owned(),
        firm_name: String::new(),
        region: "320199".to_owned(),
        manner: "by-post".to_owned(),
        ..visit()
    };
    let refused = asked(&app.anybody(), &key(1), &wrong).await.problem();
    let issues = [
        Issue::new(Field::Organization, Code::NotAChoice),
        Issue::new(Field::FirmName, Code::Missing),
        Issue::new(Field::Region, Code::NotARegion),
        Issue::new(Field::Manner, Code::NotAChoice),
    ];
    assert_eq!(refused.issues, issues);
}

#[tokio::test]
async fn what_is_no_form_is_refused_and_not_a_fault_of_ours() {
    let app = TestApp::new().await;
    for body in [
        json!({"firm_name": 3}),
        json!({"findings": [{"dimension": "tax", "level": "blue"}]}),
        json!({"findings": [{"dimension": "tax"}]}),
        json!({"odd": true}),
        json!([]),
    ] {
        let answer = ask(&app.anybody(), &key(1), &body).await;
        assert!(answer.status.is_client_error(), "{body}");
        answer.problem();
    }
}
