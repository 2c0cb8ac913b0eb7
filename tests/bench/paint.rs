//! How soon results are on the screen once their answer has arrived, and whether typing ever waits: Chromium as a
//! phone whose processor is 4 times slower, the release app, the bundled directory.
//!
//! "On the screen" is when the frame that shows the first card of the list is presented, by Element Timing: frames
//! are presented after style, layout, painting and rastering, of which a callback in the page sees the end of none.
//! All cards that fit on a phone's screen come in that frame. Those below it follow a few at a time; when the last of
//! them is there is told as well.

use std::time::Duration;

use contract::organization::SearchView;
use serde::Deserialize;
use serde_json::json;
use support::browser::{Browser, Engine, PHONE};
use support::page::Page;
use support::relay::Relay;
use support::server::Server;

use crate::load::{Request, once};
use crate::table::Table;

/// How many times slower than this machine.
const SLOWDOWN: f64 = 4.0;
const REPETITIONS: usize = 20;
/// Cards in the answer: more than the pages that most people ask for.
const CARDS: usize = 50;
/// How long an answer is on its way, as on a mobile network: by then the results page itself has been shown.
const WAY: Duration = Duration::from_millis(300);
/// From the answer's last byte to the frame, in milliseconds.
const PAINT_LIMIT: f64 = 100.0;
/// From a key to the next frame, in milliseconds.
const KEY_LIMIT: f64 = 100.0;
/// The longest that anything may keep keys waiting, in milliseconds.
const TASK_LIMIT: f64 = 50.0;
/// Below this Event Timing tells nothing, in milliseconds.
const EVENT_LEAST: f64 = 16.0;
const TYPED: [&str; 4] = [
    "gulouquwuyeloushui",
    "tuoqiangongzi",
    "renmintiaojieweiyuanhui",
    "suzhoulihun",
];

/// Measures both.
pub(crate) fn measure(table: &mut Table) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    runtime.block_on(async {
        let server = Server::start();
        let relay = Relay::start(server.address()).await;
        let browser = Browser::start(Engine::Chromium, PHONE).await;
        let page = Page::new(browser, relay.url(""));
        results(&server, &relay, &page, table).await;
        typing(&page, table).await;
        page.close().await;
    });
}

/// From the home page to the results, as somebody who has just opened the portal: nothing is compiled in advance.
async fn results(server: &Server, relay: &Relay, page: &Page, table: &mut Table) {
    relay.answer("/api/v1/organizations?", cards(server), WAY);
    let (mut first, mut all) = (Vec::new(), Vec::new());
    for _ in 0..REPETITIONS {
        page.slow_down(1.0).await;
        page.open("/").await;
        page.slow_down(SLOWDOWN).await;
        page.script(WATCH_RESULTS, vec![json!(CARDS)]).await;
        page.click(".door[href='/find?field=labor']").await;
        for (name, times) in [("shown", &mut first), ("whole", &mut all)] {
            let time = page
                .retry("the cards are on the screen", async || {
                    page.script("return window[arguments[0]] ?? null", vec![json!(name)])
                        .await
                        .as_f64()
                })
                .await;
            times.push(time);
        }
    }
    println!(
        "\n{CARDS} cards, {SLOWDOWN} times slower, {REPETITIONS} times, from the answer to the screen"
    );
    for (name, share) in [("  median", 0.5), ("  p95", 0.95)] {
        table.at_most(name, share_of(&mut first, share), PAINT_LIMIT, "ms");
    }
    let whole = share_of(&mut all, 0.5);
    println!("  all {CARDS} in the page, median: {whole:.0} ms");
}

/// The time that this share of them did not exceed.
fn share_of(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share).round() as usize]
}

/// The answer to a search, with more cards than a page of it has.
fn cards(server: &Server) -> String {
    let mut pages = (0..CARDS)
        .step_by(contract::organization::PAGE_SIZE)
        .map(|offset| {
            let path = format!("/api/v1/organizations?near=32.06,118.79&offset={offset}");
            let answer = once(server, Request::get(path));
            serde_json::from_slice::<SearchView>(&answer).expect("a page of organizations")
        });
    let mut all = pages.next().expect("the first page");
    all.organizations
        .extend(pages.flat_map(|page| page.organizations));
    all.organizations.truncate(CARDS);
    assert_eq!(all.organizations.len(), CARDS);
    serde_json::to_string(&all).expect("what was read can be written")
}

const WATCH_RESULTS: &str = "
    const [cards] = arguments;
    const answered = () => performance.getEntriesByType('resource')
        .find(entry => entry.name.includes('/api/v1/organizations?')).responseEnd;
    new MutationObserver((_, watch) => {
        const names = document.querySelectorAll('.organization-card h2');
        names[0]?.setAttribute('elementtiming', 'first card');
        if (names.length < cards) return;
        watch.disconnect();
        requestAnimationFrame(now => { window.whole = now - answered(); });
    }).observe(document.body, { childList: true, subtree: true });
    new PerformanceObserver(list => {
        const frame = list.getEntries().find(entry => entry.identifier === 'first card');
        if (frame) window.shown = frame.renderTime - answered();
    }).observe({ type: 'element', buffered: true });";

/// What the browser tells about a text that was typed.
#[derive(Deserialize)]
struct Typed {
    /// Keys that reached the page.
    keys: usize,
    /// From each key to the next frame, where that took long enough to be told.
    events: Vec<f64>,
    /// Tasks of more than 50 ms.
    tasks: Vec<f64>,
}

/// Into the search box, key by key at the pace of a quick thumb, while suggestions come in.
async fn typing(page: &Page, table: &mut Table) {
    let (mut keys, mut slowest, mut longest) = (0, EVENT_LEAST, 0.0_f64);
    for text in TYPED {
        page.slow_down(1.0).await;
        page.open("/search").await;
        page.click("#search").await;
        page.slow_down(SLOWDOWN).await;
        page.script(WATCH_KEYS, vec![]).await;
        page.type_steadily(text).await;
        page.wait_for(".suggestion").await;
        let told = page.answer(TELL_KEYS, vec![]).await;
        let told: Typed = serde_json::from_value(told).expect("what the script tells");
        assert_eq!(told.keys, text.len(), "every key reaches the page");
        keys += told.keys;
        slowest = told.events.into_iter().fold(slowest, f64::max);
        longest = told.tasks.into_iter().fold(longest, f64::max);
    }
    println!("\n{keys} keys into the search box, {SLOWDOWN} times slower");
    table.at_most("  slowest key, to the next frame", slowest, KEY_LIMIT, "ms");
    table.at_most(
        "  longest task of more than 50 ms",
        longest,
        TASK_LIMIT,
        "ms",
    );
}

const WATCH_KEYS: &str = "
    window.typed = { keys: 0, events: [], tasks: [] };
    addEventListener('keydown', () => { typed.keys += 1; }, true);
    window.watches = [
        [{ type: 'event', durationThreshold: 16 }, typed.events],
        [{ type: 'longtask' }, typed.tasks],
    ].map(([wanted, durations]) => {
        const note = entries => durations.push(...entries.map(entry => entry.duration));
        const watch = new PerformanceObserver(list => note(list.getEntries()));
        watch.observe(wanted);
        return () => note(watch.takeRecords());
    });";

/// Two frames and a task later, what the last key caused is told.
const TELL_KEYS: &str = "
    const [done] = arguments;
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
        for (const take of watches) take();
        done(typed);
    })));";
