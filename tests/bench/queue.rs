//! How fast a desk works with a queue of 100,000 cases: listing, filtering, looking one up, moving one.
//!
//! Three hundred cases are filed; the others are copies of one of them in the database, whose words nobody can open:
//! listing opens none.

use contract::number::{NUMBER_SYMBOLS, RequestNumber, SYMBOLS};
use contract::request::Receipt;
use contract::staff::QueueView;
use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use support::server::Server;

use crate::load::{NO_LIMITS, Request, once, run};
use crate::service::first_organization;
use crate::table::Table;

const CASES: usize = 100_000;
const REAL: usize = 300;
/// The slowest in a hundred, in milliseconds.
const READ_LIMIT: f64 = 50.0;
const MOVE_LIMIT: f64 = 250.0;

/// Measures it all.
pub(crate) fn measure(table: &mut Table) {
    let server = Server::start_with(&NO_LIMITS);
    let organization = first_organization(&server);
    let receipts = file(&server, &organization, REAL);
    let numbers: Vec<String> = receipts.into_iter().map(|receipt| receipt.number).collect();
    fill(&server, &numbers[0]);
    let token = server.staff_token(&organization);
    let bearer = format!("Bearer {token}");
    let get = |path: String| Request::get(path).with("Authorization", &bearer);
    let listed = |query: &str| -> QueueView {
        let answer = once(&server, get(format!("/api/v1/staff/requests{query}")));
        serde_json::from_slice(&answer).expect("a page of the queue")
    };
    let deep = listed("?status=closed").next_after.expect("there is more");
    for (name, query) in [
        ("first page", String::new()),
        ("what is late", "?late=true".to_owned()),
        ("nobody's", "?who=free".to_owned()),
        ("one status in twenty", "?status=mediating".to_owned()),
        ("a status that nothing has", "?status=confirming".to_owned()),
        (
            "a page in the midst of what has ended",
            format!("?after={deep}"),
        ),
        ("one by its number", format!("?number={}", numbers[7])),
    ] {
        let path = format!("/api/v1/staff/requests{query}");
        let measured = run(&server, |_| get(path.clone()));
        table.requests(&format!("queue of {CASES}, {name}"), &measured, READ_LIMIT);
    }
    let note = json!({"move": "add-note", "note": "打过电话，没有人接。", "audience": "internal"});
    let note = note.to_string();
    let measured = run(&server, |turn| {
        let number = &numbers[turn % numbers.len()];
        Request::post(&format!("/api/v1/staff/requests/{number}/moves"), &note)
            .with("Authorization", &bearer)
    });
    table.requests(&format!("queue of {CASES}, a move"), &measured, MOVE_LIMIT);
    table.memory("queue and moves", server.peak_memory());
}

/// Files so many.
pub(crate) fn file(server: &Server, organization: &str, many: usize) -> Vec<Receipt> {
    let body = json!({
        "organization": organization,
        "field": "labor",
        "name": "张三",
        "mobile": "13912345678",
        "region": "320106",
        "story": support::portal::STORY,
        "consent_privacy": true,
        "consent_share": true,
    });
    let body = body.to_string();
    (0..many)
        .map(|number| {
            let request = Request::post("/api/v1/requests", &body)
                .with("Idempotency-Key", &format!("queue{number:027x}"));
            serde_json::from_slice(&once(server, request)).expect("a receipt")
        })
        .collect()
}

/// Copies a case until there are enough: one in five is open, in several statuses and with other days. What is late was
/// raised already, so that nothing else is done meanwhile.
fn fill(server: &Server, number: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be made");
    let path = server.data_folder().join("fengqiao.db");
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(path);
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await
            .expect("the database opens");
        let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await.expect("its turn");
        for at in 0..CASES {
            let (status, due) = match at % 20 {
                0 => ("submitted", Some("first-contact")),
                1 => ("mediating", Some("mediation")),
                2 => ("accepted", Some("mediation")),
                3 => ("performing", None),
                _ => ("closed", None),
            };
            let day = format!("2026-{:02}-{:02}", 1 + at % 12, 1 + at % 28);
            let copy = made_up(at);
            sqlx::query(
                "INSERT INTO request (number, organization, status, field, topic, submitted_at, version, content_sealed,
                                      code_mac, key_mac, body_mac, due_kind, due_on, due_source, raised, ended_at)
                 SELECT ?2, organization, ?3, field, topic, submitted_at - ?4 * 1000000000, version, content_sealed,
                        code_mac, CAST(?2 AS BLOB), body_mac, ?5, ?6, due_source, 2, CASE ?7 WHEN 1 THEN submitted_at END
                 FROM request WHERE number = ?1",
            )
            .bind(number)
            .bind(&copy)
            .bind(status)
            .bind(i64::try_from(at).expect("few"))
            .bind(due.unwrap_or_default())
            .bind(due.map(|_| day))
            .bind(i64::from(status == "closed"))
            .execute(&mut *transaction)
            .await
            .expect("a copy is stored");
        }
        transaction.commit().await.expect("all copies are stored");
    });
}

/// A number that nothing else has: October of another year.
fn made_up(at: usize) -> String {
    let mut symbols = [0_u8; NUMBER_SYMBOLS];
    let mut rest = at;
    for symbol in &mut symbols {
        *symbol = u8::try_from(rest % SYMBOLS.len()).expect("a symbol");
        rest /= SYMBOLS.len();
    }
    RequestNumber::new(2025, 10, symbols).to_string()
}
