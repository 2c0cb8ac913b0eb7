//! How fast the server answers and what it needs: search in 20,000 and 200,000 organizations, filing and
//! following requests. Loopback, a fixed number of connections, the release build.

use std::time::{Duration, Instant};

use contract::request::Receipt;
use serde_json::json;
use support::server::Server;

use crate::directory::Made;
use crate::load::{self, NO_LIMITS, Request, run};
use crate::table::Table;

/// Measures it all.
pub(crate) fn measure(table: &mut Table) {
    for organizations in [20_000, 200_000] {
        search(organizations, table);
    }
    requests(table);
}

fn search(organizations: usize, table: &mut Table) {
    let made = Made::new();
    let mut import = Duration::ZERO;
    let server = Server::prepare(&NO_LIMITS, |data| {
        let file =
            tempfile::NamedTempFile::with_suffix(".csv").expect("temporary files can be made");
        made.write(file.path(), organizations);
        let start = Instant::now();
        Server::import(data, file.path());
        import = start.elapsed();
    });
    table.import(organizations, import);
    let measured = run(&server, |number| Request::get(made.search(number)));
    table.requests(
        &format!("search, {organizations} organizations"),
        &measured,
        50.0,
    );
    table.memory(
        &format!("search, {organizations} organizations"),
        server.peak_memory(),
    );
}

fn requests(table: &mut Table) {
    let server = Server::start_with(&NO_LIMITS);
    let organization = first_organization(&server);
    let body = json!({
        "organization": organization,
        "field": "labor",
        "name": "张三",
        "mobile": "13912345678",
        "region": "320106",
        "story": support::portal::STORY,
        "consent_privacy": true,
        "consent_share": true,
    })
    .to_string();
    let measured = run(&server, |number| {
        Request::post("/api/v1/requests", &body).with("Idempotency-Key", &format!("{number:032x}"))
    });
    table.requests("submit", &measured, 250.0);

    let receipts: Vec<Receipt> = (0..200)
        .map(|number| {
            let request = Request::post("/api/v1/requests", &body)
                .with("Idempotency-Key", &format!("track{number:027x}"));
            serde_json::from_slice(&load::once(&server, request)).expect("a receipt")
        })
        .collect();
    let measured = run(&server, |number| {
        let receipt = &receipts[number % receipts.len()];
        Request::get(format!("/api/v1/requests/{}", receipt.number)).with(
            "Authorization",
            &format!("AccessCode {}", receipt.access_code),
        )
    });
    table.requests("track", &measured, 50.0);
    table.memory("submit and track", server.peak_memory());
}

pub(crate) fn first_organization(server: &Server) -> String {
    let answer = load::once(
        server,
        Request::get("/api/v1/organizations?field=labor".to_owned()),
    );
    let answer: contract::organization::SearchView =
        serde_json::from_slice(&answer).expect("a list of organizations");
    answer.organizations[0].id.clone()
}
