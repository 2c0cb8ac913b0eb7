//! The program itself: killed under load, every request it acknowledged is there afterwards, once; and staff
//! work with its commands.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop, loudly"
)]

mod commands;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use contract::draft::Draft;
use contract::request::{Receipt, RequestView};
use contract::staff::QueueView;
use reqwest::{Client, StatusCode};
use support::applicant::any_organization;
use support::server::Server;

/// How often the power goes.
const KILLS: usize = 8;
/// Acknowledged submissions between two kills.
const BETWEEN_KILLS: usize = 30;
/// People filing at the same time, each one request after another.
const PEOPLE: usize = 12;

/// No limits: all people of this test have one address.
const UNLIMITED: [&str; 4] = ["--reads-per-minute", "0", "--writes-per-minute", "0"];

/// What a person holds after an acknowledged submission.
#[derive(Clone)]
struct Held {
    key: String,
    story: String,
    receipt: Receipt,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_every_kill_exactly_once() {
    let mut server = Server::start_with(&UNLIMITED);
    let client = Client::builder()
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    let organization = any_organization(&server).await;

    let acknowledged = Arc::new(AtomicUsize::new(0));
    let over = Arc::new(AtomicBool::new(false));
    let people: Vec<_> = (0..PEOPLE)
        .map(|person| {
            let (client, acknowledged, over) =
                (client.clone(), Arc::clone(&acknowledged), Arc::clone(&over));
            let (url, organization) = (server.url("/api/v1/requests"), organization.clone());
            tokio::spawn(async move {
                let mut held = Vec::new();
                while !over.load(Ordering::Relaxed) {
                    let story = format!("第 {person} 个人的第 {} 件事，说来话长。", held.len());
                    let key = format!("crash-test-person-{person:03}-matter-{:05}", held.len());
                    let receipt = file(&client, &url, &key, &draft(&organization, &story)).await;
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                    held.push(Held {
                        key,
                        story,
                        receipt,
                    });
                }
                held
            })
        })
        .collect();

    for round in 1..=KILLS {
        while acknowledged.load(Ordering::Relaxed) < round * BETWEEN_KILLS {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.kill();
        server = tokio::task::spawn_blocking(move || {
            server.start_again();
            server
        })
        .await
        .unwrap();
    }
    over.store(true, Ordering::Relaxed);
    let mut held = Vec::new();
    for person in people {
        held.extend(person.await.unwrap());
    }

    assert!(held.len() >= KILLS * BETWEEN_KILLS);
    let numbers: BTreeSet<_> = held.iter().map(|one| one.receipt.number.clone()).collect();
    assert_eq!(numbers.len(), held.len(), "two requests share a number");
    for one in &held {
        let opened = open(&client, &server, &one.receipt).await;
        assert_eq!(opened.content.story, one.story);
        assert_eq!(
            opened.timeline.len(),
            1,
            "{} was stored more than once",
            one.receipt.number
        );
        let again = file(
            &client,
            &server.url("/api/v1/requests"),
            &one.key,
            &draft(&organization, &one.story),
        )
        .await;
        assert_eq!(again, one.receipt, "a retry gets the same receipt");
    }
    assert_eq!(
        queue(&client, &server, &organization).await,
        numbers,
        "stored and acknowledged are the same"
    );
    assert!(server.shut_down(), "the server ends in order");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_ends_in_order_though_pages_listen() {
    let mut server = Server::start_with(&["--shutdown-seconds", "300"]);
    let client = Client::new();
    let organization = any_organization(&server).await;
    let url = server.url("/api/v1/requests");
    let new = draft(&organization, "工资拖了三个月，等着看有没有消息。");
    let receipt = file(&client, &url, "crash-test-listener", &new).await;
    let code = format!("AccessCode {}", receipt.access_code);
    let listening = client
        .get(format!("{url}/{}/news", receipt.number))
        .header("authorization", code);
    let mut stream = listening.send().await.unwrap();
    assert_eq!(stream.status(), StatusCode::OK);
    assert!(stream.chunk().await.unwrap().is_some());
    let begin = Instant::now();
    let ended = tokio::task::spawn_blocking(move || server.shut_down());
    while stream.chunk().await.unwrap().is_some() {}
    assert!(ended.await.unwrap(), "the server ends in order");
    assert!(begin.elapsed() < Duration::from_secs(60));
}

/// Files until it is acknowledged, as the app does: same key, same body, however often.
async fn file(client: &Client, url: &str, key: &str, draft: &Draft) -> Receipt {
    loop {
        let sent = client
            .post(url)
            .header("idempotency-key", key)
            .json(draft)
            .send()
            .await;
        // No answer, or half of one: the server is down. Ask again.
        let Ok(answer) = sent else {
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
        let status = answer.status();
        let Ok(body) = answer.text().await else {
            continue;
        };
        match status {
            StatusCode::OK | StatusCode::CREATED => return serde_json::from_str(&body).unwrap(),
            StatusCode::SERVICE_UNAVAILABLE => {}
            _ => panic!("unexpected answer {status}: {body}"),
        }
    }
}

async fn open(client: &Client, server: &Server, receipt: &Receipt) -> RequestView {
    let answer = client
        .get(server.url(&format!("/api/v1/requests/{}", receipt.number)))
        .header(
            "authorization",
            format!("AccessCode {}", receipt.access_code),
        )
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.status(),
        StatusCode::OK,
        "{} is lost",
        receipt.number
    );
    answer.json().await.unwrap()
}

/// The numbers of everything the organization has received.
async fn queue(client: &Client, server: &Server, organization: &str) -> BTreeSet<String> {
    let token = server.staff_token(organization);
    let mut seen = BTreeMap::<String, usize>::new();
    let mut after = None;
    loop {
        let query = after
            .map(|number| format!("?after={number}"))
            .unwrap_or_default();
        let page: QueueView = client
            .get(server.url(&format!("/api/v1/staff/requests{query}")))
            .bearer_auth(&token)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        for entry in page.requests {
            *seen.entry(entry.number).or_default() += 1;
        }
        after = page.next_after;
        if after.is_none() {
            break;
        }
    }
    assert!(
        seen.values().all(|times| *times == 1),
        "a page repeats a request"
    );
    seen.into_keys().collect()
}

fn draft(organization: &str, story: &str) -> Draft {
    Draft {
        organization: organization.to_owned(),
        field: "labor".into(),
        name: "试用人".into(),
        mobile: "13900000000".into(),
        region: "320106".into(),
        story: story.to_owned(),
        consent_privacy: true,
        consent_share: true,
        ..Draft::default()
    }
}
