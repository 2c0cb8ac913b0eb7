//! Staff work with the commands of the program, on the data that the server serves.

use contract::deadline::DeadlineKind;
use contract::request::RequestView;
use contract::status::Status;
use support::applicant::{any_organization, file};
use support::server::Server;

#[tokio::test]
async fn staff_work_from_the_command_line() {
    let server = Server::start();
    let organization = any_organization(&server).await;
    let number = file(&server, &organization, "command-line").await.number;
    let staff = |words: &[&str]| server.staff_command(words, &organization);

    let queue = staff(&["queue"]).unwrap();
    let line = queue.lines().nth(1).expect("one request is in the queue");
    assert!(
        line.starts_with(&number) && line.contains("submitted"),
        "{queue}"
    );

    let view: RequestView = serde_json::from_str(&staff(&["open", &number]).unwrap()).unwrap();
    assert_eq!(view.status, Status::Submitted);
    assert_eq!(view.deadline.unwrap().kind, DeadlineKind::FirstContact);

    let accept = ["move", &number, r#"{"move":"accept"}"#];
    let view: RequestView = serde_json::from_str(&staff(&accept).unwrap()).unwrap();
    assert_eq!(view.status, Status::Accepted);
    let refused = staff(&accept).unwrap_err();
    assert!(
        refused.contains("schedule"),
        "it names what is possible: {refused}"
    );
    let refused = staff(&["move", &number, r#"{"move":"dance"}"#]).unwrap_err();
    assert!(refused.contains("no move"), "{refused}");
    let refused = staff(&["open", "FQ-1"]).unwrap_err();
    assert!(refused.contains("no request number"), "{refused}");
}
