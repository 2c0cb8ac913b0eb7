//! Without a network: what was seen can still be read, with its time. Nothing personal is kept for it.

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::browser::Engine;
use support::page::Page;
use support::portal::STORY;
use support::server::copy_app;
use support::world::journey;

#[test]
fn what_was_seen_opens_without_a_network_and_says_when_it_is_from() {
    journey(async |world| {
        let relay = world.relay().await;
        relay.pass_worker();
        let page = &world.page;
        page.open("/find?field=labor").await;
        page.click(".organization-card h2 a").await;
        page.wait_for(".organization-facts").await;
        let name = page.words("#main h1").await;
        keeps_files(page).await;

        relay.cut(true);
        // As a person reloads: Firefox's driver would go past what is kept.
        let reload =
            "delete document.documentElement.dataset.app; setTimeout(() => location.reload())";
        page.script(reload, vec![]).await;
        page.wait_for_app().await;
        page.wait_for_words("服务暂时没有回应，这是").await;
        assert_eq!(page.words("#main h1").await, name);
        page.wait_for(".organization-facts").await;
        page.open("/find?field=labor").await;
        page.wait_for_words("服务暂时没有回应，这是").await;
        page.wait_for(".organization-card").await;
        // The guide and pages that were never opened.
        page.open("/which#labor").await;
        page.wait_for_title("主要是哪件事？").await;
        page.open("/health-check").await;
        page.wait_for(".numbered").await;

        // What was not seen leads to what was.
        page.open("/find?field=traffic").await;
        page.wait_for_words("服务暂时没有回应。").await;
        page.press("劳动争议调解").await;
        page.wait_for(".organization-card").await;

        relay.cut(false);
        page.press("再试一次").await;
        page.wait_until(
            "what is shown is from now",
            "return !document.body.innerText.includes('没有回应') && !!document.querySelector('.organization-card')",
        )
        .await;
    });
}

#[test]
fn an_open_page_says_that_the_network_is_gone_and_shows_what_was_seen() {
    journey(async |world| {
        let relay = world.relay().await;
        relay.pass_worker();
        let page = &world.page;
        page.open("/find?field=labor").await;
        page.wait_for(".organization-card").await;
        page.open("/").await;
        relay.cut(true);
        page.believe_online(false).await;
        page.click(".door[href='/find?field=labor']").await;
        page.wait_for_words("现在没有网络，这是").await;
        page.wait_for(".organization-card").await;
        assert_eq!(page.count("#main [role=alert] .notice").await, 0);
    });
}

#[test]
fn nothing_of_a_request_is_kept_for_reading_without_a_network() {
    journey(async |world| {
        let page = &world.page;
        let (kept, _) = page.file().await;
        page.open_case(&kept).await;
        keeps_files(page).await;
        let left = page.answer(EVERYTHING_KEPT, vec![]).await;
        let left = left.as_str().expect("a text");
        assert!(left.contains("fengqiao.kept"), "nothing was looked at");
        let code = kept.code.replace('-', "");
        for word in [STORY, "13912345678", &kept.number, &code] {
            assert!(!left.contains(word), "{word} is kept");
        }
    });
}

#[test]
fn what_was_looked_at_goes_with_a_cleared_draft_and_on_request() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.tick("input[name=topic][value=wages]").await;
        assert!(looked_at(page).await > 0);
        page.press("清空已填的内容").await;
        page.press("清空").await;
        page.retry("nothing is kept", async || {
            (looked_at(page).await == 0).then_some(())
        })
        .await;

        page.find_labor_organization().await;
        assert!(looked_at(page).await > 0);
        page.open("/privacy").await;
        page.press("清掉看过的内容").await;
        page.wait_for_words("看过的内容已清掉").await;
        assert_eq!(looked_at(page).await, 0);
    });
}

#[test]
fn who_leaves_leaves_no_file_and_no_result_behind() {
    journey(async |world| {
        let page = &world.page;
        page.open("/find?field=labor").await;
        page.wait_for(".organization-card").await;
        let before = looked_at(page).await;
        assert!(before > 0);
        keeps_files(page).await;
        // What is about the family is not kept in the first place, neither by the portal nor by the browser.
        page.open("/find?field=family").await;
        page.click(".organization-card h2 a").await;
        page.wait_for(".organization-facts").await;
        assert_eq!(looked_at(page).await, before, "what was looked at is kept");
        // WebKit asks the network even for what is wanted from its cache alone.
        if page.engine() != Engine::WebKit {
            assert!(browser_keeps(page, "/api/v1/portal").await);
            assert!(!browser_keeps(page, "/api/v1/organizations").await);
        }
        page.leave().await;
        assert_nothing_left(page).await;
    });
}

#[test]
fn who_leaves_before_the_files_are_there_leaves_none_behind() {
    journey(async |world| {
        let page = &world.page;
        page.open("/find?field=family").await;
        let begun = "const [done] = arguments;
            navigator.serviceWorker.getRegistration().then(it => done(!!it), () => done(false));";
        page.retry("the files are on their way", async || {
            (page.answer(begun, vec![]).await == Value::Bool(true)).then_some(())
        })
        .await;
        page.leave().await;
        assert_nothing_left(page).await;
    });
}

#[test]
fn who_leaves_a_page_that_no_worker_serves_leaves_no_file_behind() {
    journey(async |world| {
        let page = &world.page;
        page.open("/find?field=family").await;
        keeps_files(page).await;
        // As after a reload that goes past everything kept.
        page.script(
            "Object.defineProperty(navigator.serviceWorker, 'controller', { value: null })",
            vec![],
        )
        .await;
        page.leave().await;
        assert_nothing_left(page).await;
    });
}

#[test]
fn no_position_is_kept_and_nothing_longer_than_its_days() {
    journey(async |world| {
        let page = &world.page;
        page.open("/find?near=32.06,118.79").await;
        page.click(".organization-card h2 a").await;
        page.wait_for(".organization-facts").await;
        assert_eq!(looked_at(page).await, 1, "the organization alone is kept");
        let old = "localStorage['fengqiao.kept 2020-11-25T06:05:00.000Z /api/v1/organizations/o1'] = '{}'";
        page.script(old, vec![]).await;
        assert_eq!(looked_at(page).await, 2);
        page.open("/").await;
        assert_eq!(looked_at(page).await, 1, "what is too old is still there");
    });
}

#[test]
fn an_answer_on_its_way_is_not_kept_once_all_was_cleared() {
    journey(async |world| {
        let page = &world.page;
        page.open("/").await;
        page.script(
            "const ask = window.fetch;
            const gate = new Promise(open => { window.release = open });
            window.fetch = async (asked, ...how) => {
                const answer = await ask(asked, ...how);
                if (!answer.url.includes('/organizations?')) return answer;
                await gate;
                const read = answer.json.bind(answer);
                answer.json = async () => {
                    const value = await read();
                    // By then the app has done with it what it does.
                    setTimeout(() => { window.passed = true });
                    return value;
                };
                return answer;
            };",
            vec![],
        )
        .await;
        page.click(".door[href='/find?field=labor']").await;
        page.wait_for(".find").await;
        page.click(".footer a[href='/privacy']").await;
        page.press("清掉看过的内容").await;
        page.script("window.release()", vec![]).await;
        page.wait_until("the answer is there", "return window.passed === true")
            .await;
        assert_eq!(looked_at(page).await, 0);
    });
}

#[test]
fn an_answer_that_cannot_be_read_takes_no_place_of_one_that_can() {
    journey(async |world| {
        let page = &world.page;
        page.open("/find?field=labor").await;
        page.wait_for(".organization-card").await;
        let kept = looked_at(page).await;
        page.open("/").await;
        page.script(
            "const ask = window.fetch;
            window.fetch = async (...asked) => {
                const answer = await ask(...asked);
                return answer.url.includes('/organizations?') ? Response.json({ odd: true }) : answer;
            };",
            vec![],
        )
        .await;
        page.click(".door[href='/find?field=labor']").await;
        page.wait_for_words("服务暂时没有回应，这是").await;
        page.wait_for(".organization-card").await;
        assert_eq!(looked_at(page).await, kept);
    });
}

#[test]
fn a_kept_page_may_load_what_the_server_says_now() {
    journey(async |world| {
        world.page.open("/").await;
        keeps_files(&world.page).await;
        assert!(!kept_policy(&world.page).await.contains("http:"));
        let _tiles = world.show_maps().await;
        let page = &world.page;
        page.open("/").await;
        page.retry("the kept page has the new policy", async || {
            kept_policy(page).await.contains("http:").then_some(())
        })
        .await;
    });
}

/// The content security policy of the home page as it is kept.
async fn kept_policy(page: &Page) -> String {
    let policy = "const [done] = arguments;
        caches.match('/index.html', { ignoreVary: true })
            .then(kept => done(kept.headers.get('content-security-policy')), error => done(String(error)));";
    let policy = page.answer(policy, vec![]).await;
    policy.as_str().expect("a text").to_owned()
}

/// Nothing at all is kept any more, and nothing will be.
async fn assert_nothing_left(page: &Page) {
    // Not a page of the app, which would keep its files again.
    page.open_shell("/robots.txt").await;
    let registered = "const [done] = arguments;
        navigator.serviceWorker.getRegistrations().then(all => done(all.length), error => done(String(error)));";
    page.retry("nothing is kept", async || {
        let left = page.answer(EVERYTHING_KEPT, vec![]).await;
        let workers = page.answer(registered, vec![]).await;
        (left == "" && workers == 0).then_some(())
    })
    .await;
}

/// Whether the browser has one of the answers under this path that this page has asked for in its own cache.
async fn browser_keeps(page: &Page, path: &str) -> bool {
    let script = "const [path, done] = arguments;
        const asked = performance.getEntriesByType('resource').map(part => part.name)
            .filter(name => new URL(name).pathname.startsWith(path));
        const look = name => fetch(name, { cache: 'only-if-cached', mode: 'same-origin' })
            .then(answer => answer.ok, () => false);
        Promise.all(asked.map(look)).then(found => done([asked.length, found.some(Boolean)]));";
    let found = page.answer(script, vec![Value::from(path)]).await;
    assert!(
        found[0].as_u64() > Some(0),
        "nothing under {path} was asked for"
    );
    found[1] == Value::Bool(true)
}

#[test]
fn an_open_tab_keeps_its_build_and_the_next_one_has_the_new() {
    journey(async |world| {
        let newer = tempfile::tempdir().unwrap();
        another_build(newer.path());
        world.page.open("/").await;
        keeps_files(&world.page).await;
        let older = script_of(&world.page).await;
        // The files of the build before are nowhere but on the phone.
        world.server.serve(newer.path());
        let page = &world.page;
        let update = "const [done] = arguments;
            navigator.serviceWorker.getRegistration()
                .then(it => it.update())
                .then(it => done(!!it.waiting), () => done(false));";
        page.retry("the new build waits", async || {
            (page.answer(update, vec![]).await == Value::Bool(true)).then_some(())
        })
        .await;
        page.click(".row[href='/health-check']").await;
        page.wait_for(".numbered").await;
        assert_eq!(script_of(page).await, older);

        // A browser puts the new worker to work a moment after the last page has gone: an opening may be quicker than
        // that, and is then still the old worker's.
        let caches = "const [done] = arguments; caches.keys().then(names => done(names.length), () => done(0));";
        page.retry("only the new build is kept", async || {
            page.client().goto("about:blank").await.unwrap();
            page.open("/").await;
            assert_ne!(script_of(page).await, older);
            (page.answer(caches, vec![]).await == 1).then_some(())
        })
        .await;
        keeps_files(page).await;
    });
}

/// The script of the app on this page.
async fn script_of(page: &Page) -> Value {
    page.script(
        "return document.querySelector('script[data-js]').dataset.js",
        vec![],
    )
    .await
}

/// The built app once more, with other names for its files: to browsers, another build.
fn another_build(folder: &Path) {
    copy_app(folder);
    let files = || {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().path())
    };
    let names = files().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
    let hashes: Vec<String> = names
        .filter_map(|name| Some(name.rsplit_once('-')?.1.split_once('.')?.0.to_owned()))
        .collect();
    let renamed = |text: &str| {
        let other = |text: String, hash: &String| {
            text.replace(hash, &hash.chars().rev().collect::<String>())
        };
        hashes.iter().fold(text.to_owned(), other)
    };
    for path in files().filter(|path| path.is_file()).collect::<Vec<_>>() {
        if let Ok(text) = fs::read_to_string(&path) {
            fs::write(
                &path,
                renamed(&text).replace("\"fengqiao-", "\"fengqiao-newer-"),
            )
            .unwrap();
        }
        fs::rename(&path, renamed(path.to_str().unwrap())).unwrap();
    }
}

/// Every address and every text that the browser keeps for the portal.
pub(super) const EVERYTHING_KEPT: &str = "const [done] = arguments;
    const read = async () => {
        const all = [...Object.entries(localStorage), ...Object.entries(sessionStorage)]
            .filter(([key]) => key !== 'fengqiao.case' && key !== 'fengqiao.receipt').flat();
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const asked of await cache.keys())
                all.push(asked.url, await (await cache.match(asked)).text());
        }
        return all.join(' ');
    };
    read().then(done, error => done(String(error)));";

/// Waits until the service worker has every file of the app.
pub(super) async fn keeps_files(page: &Page) {
    let script = r"const [done] = arguments;
        const look = async () => {
            if (!navigator.serviceWorker.controller) return false;
            const worker = await (await fetch('/sw.js')).text();
            const files = [...worker.matchAll(/ = (\[.*\]);/g)].flatMap(([, list]) => JSON.parse(list));
            const kept = await Promise.all(files.map(file => caches.match(file, { ignoreVary: true })));
            return files.length > 10 && kept.every(Boolean);
        };
        look().then(done, () => done(false));";
    page.retry("the files are kept", async || {
        (page.answer(script, vec![]).await == Value::Bool(true)).then_some(())
    })
    .await;
}

/// How many answers are kept of what was looked at.
async fn looked_at(page: &Page) -> u64 {
    let script = "return Object.keys(localStorage).filter(key => key.includes('/api/v1/organizations')).length";
    page.script(script, vec![])
        .await
        .as_u64()
        .expect("a number")
}
