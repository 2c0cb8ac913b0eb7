//! Staff work with the commands of the program, on the data that the server serves.

use contract::deadline::DeadlineKind;
use contract::invitation::PartyInvitation;
use contract::report::{Report, ReportView, ReportsView};
use contract::request::RequestView;
use contract::status::Status;
use support::applicant::{another_organization, any_organization, file};
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
    let refused = staff(&["invitation", &number]).unwrap_err();
    assert!(refused.contains("not been invited"), "{refused}");
    let invite = r#"{"move":"invite","summary":"为三个月工资，想请双方坐下来谈"}"#;
    staff(&["move", &number, invite]).unwrap();
    let invitation = staff(&["invitation", &number]).unwrap();
    let invitation: PartyInvitation = serde_json::from_str(&invitation).unwrap();
    assert!(
        invitation.path.starts_with("/invited#FQ-"),
        "{}",
        invitation.path
    );

    let other = another_organization(&server, &organization).await;
    let second = file(&server, &organization, "command-line-2").await.number;
    let propose = format!(
        r#"{{"move":"propose-transfer","organization":"{other}","reason":"outside-area"}}"#
    );
    let view = staff(&["move", &second, &propose]).unwrap();
    let view: RequestView = serde_json::from_str(&view).unwrap();
    assert_eq!(view.status, Status::TransferProposed);
    let refused = staff(&["move", &number, r#"{"move":"dance"}"#]).unwrap_err();
    assert!(refused.contains("no move"), "{refused}");
    let refused = staff(&["open", "FQ-1"]).unwrap_err();
    assert!(refused.contains("no request number"), "{refused}");
}

#[tokio::test]
async fn the_operator_sees_and_settles_reports_from_the_command_line() {
    let server = Server::start();
    let organization = any_organization(&server).await;
    let answer = reqwest::Client::new()
        .post(server.url(&format!("/api/v1/organizations/{organization}/reports")))
        .header("idempotency-key", "report-of-the-command-line")
        .json(&Report {
            subjects: vec!["phone".to_owned()],
            note: "号码空了。".to_owned(),
        })
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), reqwest::StatusCode::NO_CONTENT);
    let listed = |words: &str| serde_json::from_str::<ReportsView>(words).unwrap().reports;
    let all = listed(&server.operator_command(&["reports"]).unwrap());
    assert_eq!(all[0].note.as_deref(), Some("号码空了。"));
    let its = listed(&server.staff_command(&["reports"], &organization).unwrap());
    assert_eq!(its, all);
    let refused = server.staff_command(&["reports"], "nobody").unwrap_err();
    assert!(refused.contains("no organization"), "{refused}");

    let settled = server.operator_command(&["settle", &all[0].id]).unwrap();
    let settled: ReportView = serde_json::from_str(&settled).unwrap();
    assert_eq!(settled.settled.unwrap().by, "operator");
    assert!(listed(&server.operator_command(&["reports"]).unwrap()).is_empty());
    let refused = server.operator_command(&["settle", "none"]).unwrap_err();
    assert!(refused.contains("no such report"), "{refused}");
}

#[tokio::test]
async fn keys_are_changed_while_the_server_runs_and_after_a_crash_all_is_there() {
    let mut server = Server::start();
    let organization = any_organization(&server).await;
    let number = file(&server, &organization, "rotated").await.number;
    let keys = |server: &Server, words: &[&str]| server.command(&[&["keys"], words].concat());
    let open = |server: &Server| {
        let shown = server.staff_command(&["open", &number], &organization);
        serde_json::from_str::<RequestView>(&shown.unwrap()).unwrap()
    };
    let before = open(&server);
    keys(&server, &["rotate"]).unwrap();
    let refused = keys(&server, &["retire", "2"]).unwrap_err();
    assert!(refused.contains("in use"), "{refused}");
    let refused = keys(&server, &["retire", "1"]).unwrap_err();
    assert!(refused.contains("keys reseal"), "{refused}");
    keys(&server, &["reseal"]).unwrap();
    // The server that runs reads what was sealed under a key it did not start with.
    let again = file(&server, &organization, "rotated").await.number;
    assert_eq!(again, number);
    let refused = keys(&server, &["retire", "1"]).unwrap_err();
    assert!(refused.contains("may still store"), "{refused}");
    // As if the key had been in use for long.
    let text = std::fs::read_to_string(server.data_folder().join("keys")).unwrap();
    let (line, time) = text.trim_end().rsplit_once(' ').unwrap();
    assert!(time.ends_with('Z'), "{time}");
    std::fs::write(
        server.data_folder().join("keys"),
        format!("{line} 2026-01-01T00:00:00Z\n"),
    )
    .unwrap();
    keys(&server, &["retire", "1"]).unwrap();
    let refused = keys(&server, &["retire", "1"]).unwrap_err();
    assert!(refused.contains("no data key 1"), "{refused}");
    server.kill();
    server.start_again();
    assert_eq!(open(&server), before);
}

#[tokio::test]
async fn the_operator_holds_and_anonymizes_from_the_command_line() {
    let server = Server::start();
    let organization = any_organization(&server).await;
    let number = file(&server, &organization, "held").await.number;
    let decline = r#"{"move":"decline","reason":"other","next_door":"court"}"#;
    server
        .staff_command(&["move", &number, decline], &organization)
        .unwrap();
    server.command(&["hold", "set", &number]).unwrap();
    server.command(&["hold", "lift", &number]).unwrap();
    server.command(&["anonymize"]).unwrap();
    let shown = server.staff_command(&["open", &number], &organization);
    assert!(shown.is_ok(), "its days are not over: {shown:?}");
    let refused = server.command(&["hold", "set", "FQ-1"]).unwrap_err();
    assert!(refused.contains("no request number"), "{refused}");
}

#[tokio::test]
async fn a_demonstration_fills_an_empty_store_and_no_other() {
    let server = Server::start();
    let told = server.command(&["demo"]).unwrap();
    let signs_in = ["lead", "mediator", "auditor", "centre"];
    assert!(signs_in.iter().all(|login| told.contains(login)), "{told}");
    let accounts = server.command(&["account", "list"]).unwrap();
    let lead = accounts.lines().find(|line| line.starts_with("lead\t"));
    let organization = lead.and_then(|line| line.split('\t').nth(3)).unwrap();
    let queue = server.staff_command(&["queue"], organization).unwrap();
    for status in [
        "submitted",
        "more-needed",
        "inviting",
        "scheduled",
        "closed",
    ] {
        assert!(queue.contains(status), "{queue}");
    }
    let number = queue
        .lines()
        .nth(1)
        .and_then(|line| line.split('\t').next());
    let case = server.staff_command(&["open", number.unwrap()], organization);
    let case: RequestView = serde_json::from_str(&case.unwrap()).unwrap();
    assert!(case.content.story.starts_with("【示例】"));
    assert!(case.content.applicant.name.starts_with("示例"));
    let again = server.command(&["demo"]).unwrap_err();
    assert!(again.contains("only an empty one"), "{again}");
}

#[tokio::test]
async fn accounts_are_made_reset_and_disabled() {
    let server = Server::start();
    let organization = any_organization(&server).await;
    let add = |login: &str, role: &str| {
        let words = ["account", "add", login, "--name", "李四", "--role", role];
        server.command(&[&words[..], &["--organization", &organization]].concat())
    };
    let first = add("Li", "mediator").unwrap();
    assert!(first.trim().len() >= 20, "{first}");
    assert!(
        add("li", "lead")
            .unwrap_err()
            .contains("there is an account")
    );
    assert!(
        add("zhao", "chief")
            .unwrap_err()
            .contains("mediator, lead, centre, auditor")
    );
    assert!(add("a b", "lead").unwrap_err().contains("spaces"));
    let second = server.command(&["account", "reset", "li"]).unwrap();
    assert_ne!(first, second);
    server.command(&["account", "disable", "li"]).unwrap();
    let again = server.command(&["account", "disable", "li"]).unwrap_err();
    assert!(again.contains("disabled already"), "{again}");
    let nobody = server.command(&["account", "reset", "nobody"]).unwrap_err();
    assert!(nobody.contains("no account"), "{nobody}");
    let list = server.command(&["account", "list"]).unwrap();
    assert!(list.contains("li\t李四\tmediator\t"), "{list}");
}
