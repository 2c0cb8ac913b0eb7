//! What is held of people: they see it, take it along, correct it and have it deleted; and it is nowhere else.

use std::fs;

use contract::staff::StaffMove;
use support::applicant::{any_organization, file};
use support::page::Page;
use support::staff::Staff;
use support::world::journey;

use crate::offline::{EVERYTHING_KEPT, keeps_files};

/// Keeps the text of files that the page hands out.
pub(crate) const CATCH_FILES: &str = "window.files = [];
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = blob => { blob.text().then(text => window.files.push(text)); return make(blob); };";

#[test]
fn what_is_held_is_taken_along_corrected_and_deleted() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "held").await;
        page.open_case(&kept).await;
        page.press("更正资料").await;
        page.fill("#mobile", "1391234567").await;
        page.press("发送更正").await;
        page.wait_for_words("手机号要 11 位").await;
        page.fill("#mobile", "139 8765 4321").await;
        page.choose("#region-county", "320102").await;
        page.press("申请书上的其他栏，可不填").await;
        page.click("input[name=gender][value=male]").await;
        page.fill("#age", "41").await;
        page.fill("#correct-note", "是九月的工资。").await;
        page.press("发送更正").await;
        page.wait_for_words("更正已收到").await;
        page.wait_for_words("鼓楼区，改成").await;
        page.wait_for_words("手机号：13912345678，改成13987654321")
            .await;
        page.wait_for_words("是九月的工资。").await;
        page.wait_for_words("先撤回申请").await;
        assert!(
            !page.has("#erase").await,
            "what is worked on is not deleted"
        );

        page.script(CATCH_FILES, vec![]).await;
        page.press("下载全部资料").await;
        page.wait_until("the file is made", "return window.files.length === 1")
            .await;
        let text = page.script("return window.files[0]", vec![]).await;
        let text = text.as_str().unwrap();
        for part in [
            "张三",
            "13987654321",
            "是九月的工资。",
            &kept.number,
            "\"timeline\"",
        ] {
            assert!(text.contains(part), "{part} is not in the file");
        }
        assert!(!text.contains(&kept.code));

        page.press("撤回申请").await;
        page.click("input[name=reason][value=mistake]").await;
        page.press("确定撤回").await;
        page.wait_for_title("您撤回了申请").await;
        page.press("删除我的资料").await;
        page.press("先不删").await;
        page.press("删除我的资料").await;
        page.press("确定删除").await;
        page.wait_for_title("资料已删除").await;
        let left =
            "return Object.keys(sessionStorage).filter(key => /case|receipt/.test(key)).length";
        assert_eq!(page.script(left, vec![]).await, 0);

        // Number and code are still answered.
        page.reload().await;
        page.type_number_and_code(&kept.number, &kept.code).await;
        page.wait_for_title("资料已删除").await;
        page.wait_for_words("里面没有您的姓名和电话").await;
    });
}

#[test]
fn what_is_held_by_law_is_not_deleted_and_says_so() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "by-law").await;
        let decline = StaffMove::Decline {
            reason: contract::request::DeclineReason::Other,
            next_door: contract::request::NextDoor::Court,
            note: String::new(),
        };
        Staff::of(&world.server, &organization)
            .act(&kept.number, &decline)
            .await;
        page.open_case(&kept).await;
        page.wait_for("#erase").await;
        // Meanwhile somebody must hold it.
        world
            .server
            .command(&["hold", "set", &kept.number])
            .unwrap();
        page.press("删除我的资料").await;
        page.press("确定删除").await;
        page.wait_for_words("依照法律，这份资料现在要留着").await;
        assert!(!page.has("#erase").await);
        world
            .server
            .command(&["hold", "lift", &kept.number])
            .unwrap();
        page.press("刷新").await;
        page.wait_for("#erase").await;
    });
}

#[test]
fn nothing_of_people_is_in_an_address_a_log_a_measurement_or_on_the_phone() {
    const MARKS: [&str; 7] = [
        "标记姓名",
        "13987654321",
        "标记地址",
        "标记对方",
        "标记经过",
        "标记诉求",
        "标记补充",
    ];
    journey(async |world| {
        let relay = world.relay().await;
        relay.pass_worker();
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.fill("#name", "标记姓名").await;
        page.fill("#mobile", "13987654321").await;
        page.fill("#address", "标记地址").await;
        page.choose_region("#region").await;
        page.go_on().await;
        page.wait_for_step("other-side", "对方是谁？").await;
        page.fill("#respondent_name", "标记对方").await;
        page.go_on().await;
        page.wait_for_step("what-happened", "发生了什么？").await;
        page.fill("#story", "标记经过，说来话长，一言难尽。").await;
        page.fill("#claims", "标记诉求").await;
        page.go_on().await;
        page.wait_for_step("details", "再问几句").await;
        page.answer_details().await;
        page.answer_sums().await;
        page.answer_evidence().await;
        page.answer_contact().await;
        page.agree().await;
        page.go_on().await;
        let kept = page.receipt().await;
        page.press("看进度").await;
        page.press("给调解员留言").await;
        page.fill("#note", "标记补充").await;
        page.press("发送留言").await;
        page.wait_for_words("留言已发出").await;
        page.press("更正资料").await;
        page.fill("#address", "标记地址在别处").await;
        page.press("发送更正").await;
        page.wait_for_words("更正已收到").await;
        keeps_files(page).await;

        let code = kept.code.replace('-', "");
        let secrets = || MARKS.iter().copied().chain([kept.code.as_str(), &code]);
        let left = page.answer(EVERYTHING_KEPT, vec![]).await;
        let left = left.as_str().unwrap().to_owned();
        let history = "const [done] = arguments; done([location.href, document.referrer,
            JSON.stringify(history.state), document.cookie, document.title].join(' '))";
        let address = page.answer(history, vec![]).await;
        let address = address.as_str().unwrap().to_owned();
        let log = world.server.log();
        assert!(log.contains("/api/v1/requests"), "the log is the right one");
        let measured = reqwest::get(world.server.url("/metrics")).await.unwrap();
        let measured = measured.text().await.unwrap();
        let heads = relay.heads();
        assert!(heads.len() > 20);
        let lines = |wanted: fn(&str) -> bool| -> String {
            heads
                .iter()
                .flat_map(|head| head.lines())
                .filter(|line| wanted(&line.to_ascii_lowercase()))
                .collect()
        };
        let addresses = lines(|line| line.contains(" http/1.1"));
        let referrers = lines(|line| line.starts_with("referer:"));
        assert!(addresses.contains("/corrections"));
        let bytes = database(&world.server.data_folder());
        for secret in secrets() {
            let encoded: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
            for (place, text) in [
                ("the phone", &left),
                ("the address bar", &address),
                ("the log", &log),
                ("the measurements", &measured),
                ("an address", &addresses),
                ("a referrer", &referrers),
            ] {
                assert!(!text.contains(secret), "{secret} is in {place}");
                assert!(!text.contains(&encoded), "{secret} is in {place}");
            }
            let plain = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!plain, "{secret} is in the database as it is");
        }
        assert!(!log.contains(&kept.number) && !measured.contains(&kept.number));
    });
}

/// The bytes of the database and what belongs to it.
fn database(data: &std::path::Path) -> Vec<u8> {
    let files = fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = files.filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("fengqiao.db")
    });
    let bytes: Vec<u8> = files.flat_map(|path| fs::read(path).unwrap()).collect();
    assert!(!bytes.is_empty());
    bytes
}

#[test]
fn hostile_words_are_words_on_every_page() {
    const HOSTILE: &str = "<img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>'; DROP TABLE request; -- =1+1 {{7*7}} \u{202e}abc\u{202c}";
    journey(async |world| {
        let page = &world.page;
        let organization = page.fill_in().await;
        page.tell(HOSTILE).await;
        page.click("a[href='/request/you?return=check']").await;
        page.wait_for_step("you", "怎么联系您？").await;
        page.fill("#name", "<b onmouseover=alert(1)>张三</b>").await;
        page.fill("#address", HOSTILE.get(..80).unwrap()).await;
        page.go_on().await;
        page.wait_for_step("check", "核对一遍，再发送").await;
        is_inert(page, HOSTILE).await;
        page.agree().await;
        page.go_on().await;
        let kept = page.receipt().await;
        is_inert(page, &kept.number).await;
        let ask = StaffMove::AskForMore {
            note: HOSTILE.to_owned(),
        };
        Staff::of(&world.server, &organization)
            .act(&kept.number, &ask)
            .await;
        page.press("看进度").await;
        page.wait_for_title("组织有话要问您").await;
        page.press("您申请的内容").await;
        is_inert(page, HOSTILE).await;
        page.fill("#note", HOSTILE).await;
        page.press("发送回答").await;
        page.wait_for_words("回答已发出").await;
        is_inert(page, HOSTILE).await;
        page.script(CATCH_FILES, vec![]).await;
        page.press("下载全部资料").await;
        page.wait_until("the file is made", "return window.files.length === 1")
            .await;
        // The file is opened as people open it, and reads them as words too.
        let elements = "const page = new DOMParser().parseFromString(window.files[0], 'text/html');
            return page.querySelectorAll('img, b, script:not([type=\"application/json\"])').length";
        assert_eq!(page.script(elements, vec![]).await, 0);
        let data = "const page = new DOMParser().parseFromString(window.files[0], 'text/html');
            return JSON.parse(page.querySelector('script').textContent).content.story";
        assert_eq!(page.script(data, vec![]).await, HOSTILE);
    });
}

/// The words are shown as they are, and nothing of them became a part of the page.
async fn is_inert(page: &Page, words: &str) {
    let shown = "return document.querySelector('#main').textContent.includes(arguments[0])";
    page.retry("the words are shown", async || {
        let found = page.script(shown, vec![words.into()]).await;
        (found == true).then_some(())
    })
    .await;
    let parts = "return document.querySelectorAll('#main :is(img, script, b[onmouseover])').length";
    assert_eq!(page.script(parts, vec![]).await, 0);
    let ran = "return window.pwned === undefined";
    assert_eq!(page.script(ran, vec![]).await, true);
}
