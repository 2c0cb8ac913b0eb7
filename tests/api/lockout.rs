//! Guessing access codes.

use std::time::Duration;

use contract::number::RequestNumber;
use contract::problem::ProblemCode;

use crate::actors::Owner;
use crate::app::TestApp;
use crate::samples::{draft, key};

fn guess(owner: &Owner) -> Owner {
    Owner {
        code: "0000-0000-0000".to_owned(),
        ..owner.clone()
    }
}

#[tokio::test]
async fn a_number_is_locked_after_five_wrong_codes_and_opens_again() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    for _ in 0..5 {
        guess(&owner).open().await.is(ProblemCode::RequestNotFound);
        app.wait(Duration::from_secs(60));
    }
    let locked = owner.open().await;
    assert_eq!(locked.problem().code, ProblemCode::Locked);
    // The latest wrong code was a minute ago.
    assert_eq!(locked.problem().retry_after, Some(14 * 60));
    assert_eq!(locked.header("retry-after"), "840");
    app.wait(Duration::from_secs(14 * 60));
    owner.sees().await;
}

#[tokio::test]
async fn a_lock_does_not_tell_whether_the_number_exists() {
    let app = TestApp::new().await;
    let real = app.anybody().files(&key(1), &draft()).await;
    let made_up = Owner {
        number: RequestNumber::new(2026, 11, [9; 5]).to_string(),
        ..real.clone()
    };
    let mut answers = Vec::new();
    for owner in [&real, &made_up] {
        let mut told = Vec::new();
        for _ in 0..7 {
            let mut problem = guess(owner).open().await.problem();
            problem.request_id.clear();
            told.push(problem);
        }
        answers.push(told);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][5].code, ProblemCode::Locked);
}

#[tokio::test]
async fn an_address_is_locked_after_twenty_wrong_codes_over_many_numbers() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    for number in 0..20 {
        let made_up = Owner {
            number: RequestNumber::new(2026, 11, [number; 5]).to_string(),
            ..guess(&owner)
        };
        made_up.open().await.is(ProblemCode::RequestNotFound);
    }
    owner.open().await.is(ProblemCode::Locked);
    let elsewhere = Owner {
        caller: app.anybody_at("198.51.100.1"),
        ..owner.clone()
    };
    elsewhere.sees().await;
}

#[tokio::test]
async fn every_door_of_a_request_counts() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let wrong = guess(&owner);
    let reason = serde_json::json!({"reason": "solved"});
    for _ in 0..3 {
        wrong
            .note(&key(2), "猜")
            .await
            .is(ProblemCode::RequestNotFound);
        wrong.withdraw(None, &reason).await;
    }
    wrong.withdraw(None, &reason).await.is(ProblemCode::Locked);
    owner.note(&key(3), "本人").await.is(ProblemCode::Locked);
}
