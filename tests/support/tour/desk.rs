//! The desk, full of the demonstration's cases: every page, every case, every form, with a mistake in each.

use std::collections::BTreeSet;

use crate::desk::{Account, Desk};
use crate::page::Page;
use crate::world::World;

/// The password of every account of the demonstration.
const PASSWORD: &str = "fengqiao-demo";
/// Forms that cannot be sent as they open.
const FORMS_WITH_MISTAKES: [&str; 3] = ["留言、写记录", "约时间", "不予受理"];

/// The addresses of the cases that are listed.
const CASES: &str = "return [...document.querySelectorAll('a.entry')].map(entry => entry.pathname)";

fn account(login: &str) -> Account {
    Account {
        login: login.to_owned(),
        password: PASSWORD.to_owned(),
    }
}

/// Everything that each role comes to see. The world's server is another one afterwards.
pub(super) async fn desk(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    world.show_samples();
    let page = &world.page;
    signing_in(page, look).await;
    cases(page, look).await;
    letter_and_terms(page, look).await;
    Desk::at(page).leave().await;
    lead(page, look).await;
    Desk::at(page).leave().await;
    centre(page, look).await;
    Desk::at(page).leave().await;
    auditor(page, look).await;
}

async fn signing_in(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/desk/").await;
    page.wait_for_title("登录工作台").await;
    look(page, "desk-sign-in").await;
    page.press("登录").await;
    page.wait_for_words("请写账号").await;
    look(page, "desk-sign-in-empty").await;
    page.fill("#login", "mediator").await;
    page.fill("#password", "not-the-password").await;
    page.press("登录").await;
    page.wait_for_words("账号或密码不对").await;
    look(page, "desk-sign-in-wrong").await;
    page.fill("#password", PASSWORD).await;
    page.press("登录").await;
    page.wait_for(".entry").await;
    look(page, "desk-queue").await;
}

/// Each case of the list, and each form once.
async fn cases(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    let mut seen = BTreeSet::new();
    for (at, address) in list(page, CASES).await.iter().enumerate() {
        page.open(address).await;
        page.wait_for("#acts").await;
        look(page, &format!("desk-case-{at}")).await;
        let script =
            "return [...document.querySelectorAll('#acts button')].map(each => each.textContent)";
        for name in list(page, script).await {
            if !seen.insert(name.clone()) {
                continue;
            }
            Desk::at(page).begin(&name).await;
            look(page, &format!("desk-form-{}", seen.len())).await;
            if FORMS_WITH_MISTAKES.contains(&&*name) {
                page.press("确定").await;
                page.wait_for("[aria-invalid=true]").await;
                look(page, &format!("desk-form-{}-wrong", seen.len())).await;
            }
            page.press("先不办").await;
            page.wait_for("#acts button").await;
        }
    }
    for name in FORMS_WITH_MISTAKES {
        assert!(seen.contains(name), "no case offers {name}");
    }
}

async fn list(page: &Page, script: &str) -> Vec<String> {
    serde_json::from_value(page.script(script, vec![]).await).expect("a list")
}

/// What is printed for the other side, and the terms: nothing yet, the form, its mistakes.
async fn letter_and_terms(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/desk/?state=mediating").await;
    page.wait_for(".entry").await;
    let (mut letters, mut terms) = (0, 0);
    for address in list(page, CASES).await {
        page.open(&address).await;
        page.wait_for("#acts").await;
        let has_letter = page.has("#acts a[href*='/letter']").await;
        let has_terms = page.has("#acts a[href*='/terms']").await;
        if has_letter && letters == 0 {
            letters += 1;
            page.open(&format!("{address}/letter")).await;
            page.wait_for(".letter").await;
            look(page, "desk-letter").await;
        }
        if has_terms && terms == 0 {
            terms += 1;
            page.open(&format!("{address}/terms")).await;
            page.wait_for("#form-title").await;
            look(page, "desk-terms").await;
            page.press("发给双方看").await;
            page.wait_for_words("请选这一条是什么").await;
            look(page, "desk-terms-wrong").await;
            page.choose("#term_kind-0", "money").await;
            page.press("加一期").await;
            look(page, "desk-terms-parts").await;
        }
    }
    assert_eq!((letters, terms), (1, 1), "letters and terms");
}

async fn lead(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    Desk::open(page, "/figures", &account("lead")).await;
    page.wait_for("[aria-labelledby=figures-course]").await;
    look(page, "desk-figures").await;
    page.open("/desk/complaints").await;
    page.wait_for_title("投诉和评价").await;
    page.wait_for_words("还没有评价").await;
    look(page, "desk-complaints").await;
    page.open("/desk/page").await;
    page.wait_for_words("现在公开的").await;
    look(page, "desk-page").await;
    page.press("改页面").await;
    page.wait_for_words("提出修改").await;
    look(page, "desk-page-form").await;
    page.open("/desk/reports").await;
    page.wait_for_words("没有要处理的报错").await;
    look(page, "desk-reports").await;
    page.open("/desk/colleagues").await;
    page.wait_for_words("能办案的人").await;
    look(page, "desk-colleagues").await;
    page.open("/desk/account").await;
    page.wait_for_title("我的账号").await;
    look(page, "desk-account").await;
    page.open("/desk/moon").await;
    page.wait_for("#main a.button").await;
    look(page, "desk-nowhere").await;
}

async fn centre(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    Desk::open(page, "/", &account("centre")).await;
    page.wait_for_title("上报来的案件").await;
    look(page, "desk-raised").await;
    page.open("/desk/figures").await;
    page.wait_for("[aria-labelledby=figures-course]").await;
    look(page, "desk-figures-centre").await;
}

async fn auditor(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    Desk::open(page, "/", &account("auditor")).await;
    page.wait_for_title("查阅日志").await;
    look(page, "desk-audit").await;
    page.open("/desk/complaints").await;
    page.wait_for_title("这一页不在您的权限里").await;
    look(page, "desk-forbidden").await;
}
