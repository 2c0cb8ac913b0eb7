//! Being told of news by the browser. No browser under test reaches its maker's push service: what would ask it is put
//! in its place, and the rest is real.

use contract::staff::StaffMove;
use serde_json::{Value, json};
use support::applicant::{any_organization, file};
use support::browser::Engine;
use support::page::Page;
use support::push::PushService;
use support::staff::Staff;
use support::world::journey;

use crate::offline::keeps_files;

/// Puts a push service in the place of the browser's own, and this answer in the place of the person's.
const STAND_IN: &str = "const [browser, answer] = arguments;
    const keys = { p256dh: browser.p256dh, auth: browser.auth };
    const begun = { endpoint: browser.endpoint, toJSON: () => ({ endpoint: browser.endpoint, keys }) };
    let now = null;
    window.keyGiven = null;
    PushManager.prototype.getSubscription = async () => now;
    PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
        window.keyGiven = userVisibleOnly && applicationServerKey;
        return now = begun;
    };
    Object.defineProperty(Notification, 'permission', { configurable: true, get: () => answer });
    Notification.requestPermission = async () => answer;";

/// WebKit's browser for tests has no push, as Safari on a phone has none in a tab.
fn has_push() -> bool {
    Engine::chosen() != Engine::WebKit
}

async fn stand_in(page: &Page, push: &PushService, answer: &str) {
    let browser = serde_json::to_value(push.browser("phone")).unwrap();
    page.script(STAND_IN, vec![browser, Value::from(answer)])
        .await;
}

#[test]
fn whoever_wishes_is_told_by_the_browser_until_they_end_it() {
    journey(async |world| {
        if !has_push() {
            return;
        }
        let push = world.push_news().await;
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "push").await;
        page.open_case(&kept).await;
        keeps_files(page).await;
        page.open_case(&kept).await;
        stand_in(page, &push, "granted").await;
        page.press("有新消息时通知我").await;
        page.wait_for_words("没有编号、姓名和事情").await;
        page.press("开启通知").await;
        page.wait_for_words("已开启，有新消息时会通知您").await;
        page.wait_for_words("1 个浏览器会收到通知").await;
        let staff = Staff::of(&world.server, &organization);
        let note = String::new();
        staff.act(&kept.number, &StaffMove::Accept { note }).await;
        let told = page
            .retry("the browser is told", async || push.taken().pop())
            .await;
        assert_eq!(told.browser, "phone");
        let key = page.script("return window.keyGiven", vec![]).await;
        assert_eq!(
            key,
            told.key.as_str(),
            "as whom the browser knows the portal"
        );
        let told = told.words.to_string();
        assert!(!told.contains(&kept.number), "{told}");

        page.press("有新消息时通知我").await;
        page.press("这个浏览器不再通知").await;
        page.wait_for_words("已关掉，不再通知").await;
        page.wait_for_words("让浏览器告诉您").await;
        page.press("给调解员留言").await;
        page.fill("#note", "补充一句。").await;
        page.press("发送留言").await;
        page.wait_for_words("补充一句").await;
        let metrics = reqwest::get(world.server.url("/metrics")).await.unwrap();
        let metrics = metrics.text().await.unwrap();
        assert!(
            metrics.lines().any(|line| line == "notices_waiting 0"),
            "nothing waits to be told: {metrics}"
        );
        assert_eq!(push.taken().len(), 1);
    });
}

#[test]
fn who_does_not_allow_it_learns_what_to_do() {
    journey(async |world| {
        if !has_push() {
            return;
        }
        let push = world.push_news().await;
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "push").await;
        page.open_case(&kept).await;
        page.press("有新消息时通知我").await;
        for (answer, words) in [
            ("denied", "请在浏览器的设置里找到“通知”"),
            ("default", "浏览器问的时候选“允许”"),
        ] {
            stand_in(page, &push, answer).await;
            page.press("开启通知").await;
            page.wait_for_words(words).await;
        }
        assert!(push.asked().is_empty());
    });
}

#[test]
fn where_the_browser_cannot_it_is_not_offered() {
    journey(async |world| {
        let _push = world.push_news().await;
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "push").await;
        page.open("/track").await;
        page.script("delete window.PushManager", vec![]).await;
        page.type_number_and_code(&kept.number, &kept.code).await;
        page.wait_for(".case-top").await;
        page.wait_for("#feedback").await;
        assert!(!page.has("#push").await);
    });
}

/// Runs the worker's file on the page, in which what it asks of the browser is put in place, and tells it of one of its
/// events. Gives what it did.
const IN_WORKER: &str = "const [name, given, open, done] = arguments;
    const did = [];
    window.registration = { showNotification: async (title, how) => { did.push(['show', title, how.body, how.tag]); } };
    const page = path => ({ url: location.origin + path, focus: async () => { did.push(['focus', path]); } });
    window.clients = {
        matchAll: async () => open.map(page),
        openWindow: async path => { did.push(['open', path]); },
    };
    const tell = () => {
        const event = new Event(name);
        event.data = { json: () => given };
        event.notification = { close: () => did.push(['close']) };
        event.waitUntil = work => work.then(() => done(did), error => done(String(error)));
        dispatchEvent(event);
    };
    const worker = document.createElement('script');
    worker.src = '/sw.js';
    worker.onload = tell;
    document.head.append(worker);";

#[test]
fn what_comes_is_shown_and_leads_to_the_case() {
    journey(async |world| {
        let page = &world.page;
        let words = json!({"title": "枫桥", "body": "您的申请有新进展，点开查看。"});
        for (name, open, did) in [
            (
                "push",
                json!([]),
                json!([["show", "枫桥", "您的申请有新进展，点开查看。", "news"]]),
            ),
            (
                "notificationclick",
                json!(["/find", "/track"]),
                json!([["close"], ["focus", "/track"]]),
            ),
            (
                "notificationclick",
                json!(["/find"]),
                json!([["close"], ["open", "/track"]]),
            ),
        ] {
            page.open("/fields").await;
            let arguments = vec![Value::from(name), words.clone(), open];
            assert_eq!(page.answer(IN_WORKER, arguments).await, did);
        }
    });
}
