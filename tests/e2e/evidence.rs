//! Evidence: chosen, sent whatever the network does, and read by the staff.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use serde_json::Value;
use support::page::Page;
use support::papers::Papers;
use support::portal::{CHOOSE_FILES, FILE_WAYS, Kept};
use support::staff::Staff;
use support::world::{World, journey};

const MEGABYTE: usize = 1024 * 1024;
/// Pieces of a file.
const PIECE: &str = "PATCH /api/v1/evidence/";

/// From the step with the files to the receipt.
async fn send(page: &Page) -> Kept {
    page.answer_evidence().await;
    page.answer_contact().await;
    page.agree().await;
    page.go_on().await;
    page.receipt().await
}

/// What the staff see of the files of a request: their bytes by their names.
async fn seen(world: &World, organization: &str, kept: &Kept) -> BTreeMap<String, Vec<u8>> {
    let staff = Staff::of(&world.server, organization);
    let mut seen = BTreeMap::new();
    for file in staff.open(&kept.number).await.evidence {
        let bytes = staff.file(&kept.number, &file.id).await;
        assert_eq!(file.bytes, bytes.len() as u64);
        seen.insert(file.name, bytes);
    }
    seen
}

fn names(seen: &BTreeMap<String, Vec<u8>>) -> Vec<&str> {
    seen.keys().map(String::as_str).collect()
}

/// Waits until the phone keeps the bytes of so many files.
async fn keeps_bytes_of(page: &Page, count: u64) {
    let script = "const [done] = arguments;
        const open = indexedDB.open('fengqiao', 1);
        open.onupgradeneeded = () => open.transaction.abort();
        open.onerror = () => done(0);
        open.onsuccess = () => {
            const all = open.result.transaction('files').objectStore('files').getAllKeys();
            all.onsuccess = () => { open.result.close(); done(all.result.length); };
        };";
    page.retry(format_args!("{count} files are kept"), async || {
        (page.answer(script, vec![]).await.as_u64() == Some(count)).then_some(())
    })
    .await;
}

/// Whether there is any file in a folder or below it.
fn holds_files(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            holds_files(&path)
        } else {
            true
        }
    })
}

/// How much of the only file has been sent, in percent.
async fn percent(page: &Page) -> f64 {
    let script = "return document.querySelector('.file progress')?.value ?? -1";
    page.script(script, vec![]).await.as_f64().unwrap_or(-1.0)
}

#[test]
fn several_kinds_arrive_and_one_that_is_refused_keeps_nobody_up() {
    journey(async |world| {
        let page = &world.page;
        let organization = page.come_to_evidence().await;
        let papers = Papers::default();
        let (pdf, contract) = papers.pdf("劳动合同.pdf", MEGABYTE);
        let (recording, sound) = papers.recording("通话.m4a");
        let files = [
            pdf,
            papers.write("空的.pdf", b""),
            papers.write("程序.exe", b"MZ"),
            recording,
            papers.write("改过名.pdf", b"<script>alert(1)</script>"),
            papers.photo("工资条.jpg", 2_600, 1_950),
            papers.screenshot("聊天.png", 400, 1_600),
        ];
        page.choose_files(CHOOSE_FILES, &files).await;
        for name in ["劳动合同.pdf", "通话.m4a", "工资条.jpg", "聊天.png"] {
            page.wait_for_file(name, "传好了").await;
        }
        page.wait_for_file("空的.pdf", "是空的").await;
        page.wait_for_file("程序.exe", "这种文件不收").await;
        page.wait_for_file("改过名.pdf", "对不上").await;
        page.remove_file("程序.exe").await;

        let kept = send(page).await;
        let seen = seen(world, &organization, &kept).await;
        assert_eq!(seen.len(), 4, "{:?}", names(&seen));
        assert!(seen["劳动合同.pdf"] == contract, "other bytes arrived");
        assert!(seen["通话.m4a"] == sound, "other bytes arrived");
        let size = |name: &str| {
            let picture = image::load_from_memory(&seen[name]).expect("a picture");
            (picture.width(), picture.height())
        };
        assert_eq!(size("工资条.jpg"), (2_560, 1_920), "a large photo");
        assert_eq!(size("聊天.png"), (400, 1_600), "a screenshot");

        // The owner has them too.
        let page = &world.page;
        page.open_case(&kept).await;
        page.wait_for_file("劳动合同.pdf", "1 MB").await;
        let script = "window.saved = [];
            HTMLAnchorElement.prototype.click = function () { window.saved.push(this.download); };";
        page.script(script, vec![]).await;
        page.click("button[aria-label='把“劳动合同.pdf”存到手机']")
            .await;
        page.wait_until(
            "the file is saved",
            "return window.saved.includes('劳动合同.pdf')",
        )
        .await;
    });
}

#[test]
fn a_connection_that_breaks_half_way_costs_nothing() {
    journey(async |world| {
        let relay = world.relay().await;
        let page = &world.page;
        let organization = page.come_to_evidence().await;
        let papers = Papers::default();
        let (path, bytes) = papers.pdf("劳动合同.pdf", 3 * MEGABYTE);
        relay.ration(Some((PIECE, 2)));
        page.choose_files(CHOOSE_FILES, &[path]).await;
        page.wait_for_file("劳动合同.pdf", "过一会儿会接着传").await;
        let sent = percent(page).await;
        assert!(sent > 0.0 && sent < 100.0, "{sent}");
        page.believe_online(false).await;
        page.wait_for_file("劳动合同.pdf", "现在没有网络").await;

        // The form goes on meanwhile, and the file by itself as soon as it can.
        page.go_on().await;
        page.wait_for_step("contact", "怎么谈方便？").await;
        relay.ration(None);
        page.believe_online(true).await;
        page.press("上一步").await;
        page.wait_for_file("劳动合同.pdf", "传好了").await;
        let kept = send(page).await;
        let seen = seen(world, &organization, &kept).await;
        assert!(seen["劳动合同.pdf"] == bytes, "other bytes arrived");
    });
}

#[test]
fn a_tab_that_is_reloaded_and_a_server_that_is_started_anew_go_on_half_way() {
    journey(async |world| {
        let relay = world.relay().await;
        let organization = world.page.come_to_evidence().await;
        let papers = Papers::default();
        let (path, bytes) = papers.pdf("劳动合同.pdf", 3 * MEGABYTE);
        relay.ration(Some((PIECE, 1)));
        world.page.choose_files(CHOOSE_FILES, &[path]).await;
        let paused = "过一会儿会接着传";
        world.page.wait_for_file("劳动合同.pdf", paused).await;
        keeps_bytes_of(&world.page, 1).await;
        world.page.reload().await;
        world.page.wait_for_file("劳动合同.pdf", paused).await;
        let sent = percent(&world.page).await;
        assert!(sent > 0.0 && sent < 100.0, "{sent}");
        world.server.kill();
        world.server.start_again();
        // Another one passes, and not from the beginning.
        relay.ration(Some((PIECE, 1)));
        let page = &world.page;
        page.press("现在就传").await;
        page.retry("it has come further", async || {
            (percent(page).await > sent).then_some(())
        })
        .await;
        relay.ration(None);
        page.wait_for_file("劳动合同.pdf", "传好了").await;
        let kept = send(page).await;
        let seen = seen(world, &organization, &kept).await;
        assert!(seen["劳动合同.pdf"] == bytes, "other bytes arrived");
        // Nothing of it is left on the phone.
        keeps_bytes_of(&world.page, 0).await;
    });
}

#[test]
fn a_file_that_was_taken_away_does_not_go_along() {
    journey(async |world| {
        let page = &world.page;
        let organization = page.come_to_evidence().await;
        let papers = Papers::default();
        let files: Vec<PathBuf> = ["甲.pdf", "乙.pdf"]
            .iter()
            .map(|name| papers.pdf(name, 1_000).0)
            .collect();
        page.choose_files(CHOOSE_FILES, &files).await;
        page.wait_for_file("甲.pdf", "传好了").await;
        page.wait_for_file("乙.pdf", "传好了").await;
        page.remove_file("甲.pdf").await;
        page.wait_until(
            "the focus is where more can be chosen",
            "return document.activeElement.id === 'choose-files'",
        )
        .await;
        let kept = send(page).await;
        let seen = seen(world, &organization, &kept).await;
        assert_eq!(names(&seen), ["乙.pdf"]);
    });
}

#[test]
fn the_files_of_a_draft_that_is_thrown_away_leave_the_server() {
    journey(async |world| {
        let page = &world.page;
        page.come_to_evidence().await;
        let papers = Papers::default();
        page.choose_files(CHOOSE_FILES, &[papers.pdf("甲.pdf", 1_000).0])
            .await;
        page.wait_for_file("甲.pdf", "传好了").await;
        let stored = world.server.data_folder().join("evidence");
        assert!(holds_files(&stored), "the file is on the server");
        page.press("清空已填的内容").await;
        page.press("清空").await;
        page.retry("the server has no file", async || {
            (!holds_files(&stored)).then_some(())
        })
        .await;
    });
}

#[test]
fn who_does_not_want_to_wait_sends_without() {
    journey(async |world| {
        let relay = world.relay().await;
        let page = &world.page;
        let organization = page.come_to_evidence().await;
        let papers = Papers::default();
        page.choose_files(CHOOSE_FILES, &[papers.pdf("甲.pdf", 1_000).0])
            .await;
        page.wait_for_file("甲.pdf", "传好了").await;
        relay.ration(Some((PIECE, 0)));
        page.choose_files(CHOOSE_FILES, &[papers.pdf("乙.pdf", 1_000).0])
            .await;
        page.wait_for_file("乙.pdf", "过一会儿会接着传").await;
        page.answer_evidence().await;
        page.answer_contact().await;
        page.agree().await;
        page.go_on().await;
        page.wait_for_words("还有 1 个文件没有传好").await;
        page.press("等传好就发送").await;
        page.wait_for_words("正在等文件传好").await;
        page.press("不等了，现在发送").await;
        let kept = page.receipt().await;
        let seen = seen(world, &organization, &kept).await;
        assert_eq!(names(&seen), ["甲.pdf"]);
    });
}

#[test]
fn who_waits_sends_with_everything() {
    journey(async |world| {
        let relay = world.relay().await;
        let page = &world.page;
        let organization = page.come_to_evidence().await;
        let papers = Papers::default();
        relay.ration(Some((PIECE, 0)));
        page.choose_files(CHOOSE_FILES, &[papers.pdf("甲.pdf", 1_000).0])
            .await;
        page.wait_for_file("甲.pdf", "过一会儿会接着传").await;
        page.answer_evidence().await;
        page.answer_contact().await;
        page.agree().await;
        page.go_on().await;
        page.press("等传好就发送").await;
        page.wait_for_words("正在等文件传好").await;
        relay.ration(None);
        let kept = page.receipt().await;
        assert_eq!(seen(world, &organization, &kept).await.len(), 1);
    });
}

#[test]
fn more_is_handed_in_while_the_case_is_open() {
    journey(async |world| {
        let page = &world.page;
        let (kept, organization) = page.file().await;
        page.open_case(&kept).await;
        page.press("补交照片、文件").await;
        let papers = Papers::default();
        let files = ["甲.pdf", "乙.pdf"].map(|name| papers.pdf(name, 1_000).0);
        page.choose_files(CHOOSE_FILES, &files).await;
        page.wait_for_words("材料已交到").await;
        page.wait_for_file("甲.pdf", "存到手机").await;
        page.wait_for_file("乙.pdf", "存到手机").await;
        let seen = seen(world, &organization, &kept).await;
        assert_eq!(names(&seen), ["乙.pdf", "甲.pdf"]);
    });
}

#[test]
fn files_about_the_family_are_not_kept_on_the_phone() {
    journey(async |world| {
        let relay = world.relay().await;
        let page = &world.page;
        let organization = page.find_labor_organization().await;
        page.open(&format!(
            "/request/about?organization={organization}&field=family"
        ))
        .await;
        page.wait_for_step("about", "是什么事？").await;
        page.answer_about().await;
        page.answer_you().await;
        page.answer_other_side().await;
        page.answer_story().await;
        page.go_on().await;
        page.wait_for(FILE_WAYS).await;
        let papers = Papers::default();
        relay.ration(Some((PIECE, 0)));
        let file = papers.pdf("甲.pdf", 1_000).0;
        page.choose_files(CHOOSE_FILES, std::slice::from_ref(&file))
            .await;
        page.wait_for_words("先勾选同意").await;
        assert!(!page.has(".file").await, "nothing leaves the phone before");
        page.agree_to_uploads().await;
        page.choose_files(CHOOSE_FILES, &[file]).await;
        page.wait_for_file("甲.pdf", "过一会儿会接着传").await;
        keeps_bytes_of(page, 0).await;
        let left = page
            .script("return JSON.stringify(localStorage)", vec![])
            .await;
        assert!(!left.as_str().unwrap().contains("张三"), "{left}");
        // It says so, instead of losing it silently.
        page.reload().await;
        page.wait_for_file("甲.pdf", "请再选一次").await;
    });
}

#[test]
fn files_can_be_chosen_and_taken_away_with_the_keyboard_alone() {
    journey(async |world| {
        let page = &world.page;
        page.come_to_evidence().await;
        let papers = Papers::default();
        page.tab_to("#take-photo").await;
        page.tab_to(CHOOSE_FILES).await;
        page.choose_files(CHOOSE_FILES, &[papers.pdf("甲.pdf", 1_000).0])
            .await;
        page.wait_for_file("甲.pdf", "传好了").await;
        page.wait_until(
            "it is said",
            "return document.body.textContent.includes('“甲.pdf”传好了')",
        )
        .await;
        page.tab_to("button[aria-label='去掉“甲.pdf”']").await;
        page.key(Key::Enter).await;
        page.wait_until(
            "it is gone, and the focus is where more can be chosen",
            "return !document.querySelector('.file') && document.activeElement.id === 'choose-files'",
        )
        .await;
        // Nothing of evidence is in the browser's caches.
        let script = "const [done] = arguments;
            const look = async () => {
                const found = [];
                for (const name of await caches.keys())
                    for (const asked of await (await caches.open(name)).keys())
                        if (asked.url.includes('/api/')) found.push(asked.url);
                return found;
            };
            look().then(done, error => done([String(error)]));";
        assert_eq!(page.answer(script, vec![]).await, Value::Array(Vec::new()));
    });
}
