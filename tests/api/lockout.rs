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
async fn a_number_is_locked_after_five_wrong_codes_and_opens_when_told() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    for _ in 0..5 {
        guess(&owner).open().await.is(ProblemCode::RequestNotFound);
        app.wait(Duration::from_secs(60));
    }
    let locked = owner.open().await;
    assert_eq!(locked.problem().code, ProblemCode::Locked);
    // The first of the five was five minutes ago; once it is fifteen minutes old, only four count.
    assert_eq!(locked.problem().retry_after, Some(10 * 60));
    assert_eq!(locked.header("retry-after"), "600");
    app.wait(Duration::from_secs(10 * 60 - 1));
    let still = owner.open().await.problem();
    assert_eq!(
        (still.code, still.retry_after),
        (ProblemCode::Locked, Some(1))
    );
    app.wait(Duration::from_secs(1));
    owner.sees().await;
    // Four still count: the next wrong one locks again.
    guess(&owner).open().await.is(ProblemCode::RequestNotFound);
    let again = owner.open().await.problem();
    assert_eq!(
        (again.code, again.retry_after),
        (ProblemCode::Locked, Some(60))
    );
}

#[tokio::test]
async fn the_right_code_locks_nobody_out() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    for _ in 0..4 {
        guess(&owner).open().await.is(ProblemCode::RequestNotFound);
    }
    let opened: Vec<_> = (0..10)
        .map(|_| {
            let owner = owner.clone();
            tokio::spawn(async move { owner.open().await })
        })
        .collect();
    for answer in opened {
        assert_eq!(answer.await.unwrap().status, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_at_once_are_no_more_than_guesses_in_a_row() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let guesses: Vec<_> = (0..30)
        .map(|caller| {
            let guess = Owner {
                caller: app.anybody_at(&format!("198.51.100.{caller}")),
                ..guess(&owner)
            };
            tokio::spawn(async move { guess.open().await.problem().code })
        })
        .collect();
    let mut told = Vec::new();
    for guess in guesses {
        told.push(guess.await.unwrap());
    }
    let heard = told
        .iter()
        .filter(|code| **code == ProblemCode::RequestNotFound);
    assert_eq!(heard.count(), 5, "{told:?}");
}

#[tokio::test]
async fn hanging_up_does_not_undo_a_guess() {
    let app = TestApp::new().await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let guess = guess(&owner);
    for _ in 0..5 {
        tokio::select! {
            biased;
            _ = guess.open() => panic!("answered before it could hang up"),
            () = std::future::ready(()) => {}
        }
    }
    let locked = async {
        while owner.open().await.status == 200 {
            tokio::task::yield_now().await;
        }
        owner.open().await.is(ProblemCode::Locked);
    };
    let patience = Duration::from_secs(20);
    tokio::time::timeout(patience, locked).await.unwrap();
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
