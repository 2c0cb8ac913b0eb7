//! The pages of the desk beside its cases: figures, complaints and ratings, and the organization's public page.

use contract::complaint::ComplaintDraft;
use contract::desk::{Role, SessionView, SignIn};
use contract::page::{PageText, PageView};
use contract::staff::StaffMove;
use reqwest::Client;
use reqwest::header::SET_COOKIE;
use support::applicant::{any_organization, file, organization};
use support::desk::{Account, Desk};
use support::page::Page;
use support::portal::Kept;
use support::server::Server;
use support::staff::Staff;
use support::world::journey;

/// Complains about a case without a browser.
async fn complain(server: &Server, kept: &Kept, note: &str) {
    let draft = ComplaintDraft {
        grounds: vec!["bias".to_owned()],
        note: note.to_owned(),
        receiver: "organization".to_owned(),
    };
    let answer = Client::new()
        .post(server.url(&format!("/api/v1/requests/{}/complaints", kept.number)))
        .header("authorization", format!("AccessCode {}", kept.code))
        .header("idempotency-key", "complaint-of-the-tests-1")
        .json(&draft)
        .send()
        .await
        .expect("the server answers");
    assert!(answer.status().is_success(), "{}", answer.status());
}

/// Proposes another address for the organization without a browser, as a colleague does meanwhile.
async fn propose_address(server: &Server, account: &Account, address: &str) {
    let client = Client::new();
    let sign_in = SignIn {
        login: account.login.clone(),
        password: account.password.clone(),
        code: String::new(),
    };
    let session = client
        .post(server.url("/api/v1/desk/session"))
        .json(&sign_in)
        .send()
        .await
        .expect("the server answers");
    let cookie = session.headers()[SET_COOKIE].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let token = session
        .json::<SessionView>()
        .await
        .expect("a session")
        .token;
    let path = server.url("/api/v1/desk/page");
    let before = client.get(&path).header("cookie", &cookie).send().await;
    let before: PageView = before.unwrap().json().await.expect("a page");
    let page = PageText {
        address: address.to_owned(),
        ..before.page
    };
    let answer = client
        .put(&path)
        .header("cookie", &cookie)
        .header("desk-token", token)
        .json(&page)
        .send()
        .await
        .expect("the server answers");
    assert!(answer.status().is_success(), "{}", answer.status());
}

/// What is true of every state of these pages: accessible, and nothing too wide, with large type, too.
async fn check(page: &Page, state: &str) {
    page.check(state).await;
    page.double_text().await;
    page.assert_fits(&format!("{state}, text twice as large"))
        .await;
    page.usual_text().await;
}

#[test]
fn a_lead_sees_what_happened_in_a_period_and_takes_it_along() {
    journey(async |world| {
        let page = &world.page;
        let place = any_organization(&world.server).await;
        let kept = file(&world.server, &place, "figures-1").await;
        file(&world.server, &place, "figures-2").await;
        let accept = StaffMove::Accept {
            note: String::new(),
        };
        let staff = Staff::of(&world.server, &place);
        staff.act(&kept.number, &accept).await;
        let lead = world.server.account(&place, Role::Lead);
        Desk::open(page, "/figures", &lead).await;
        page.wait_for_title("统计").await;
        page.wait_for("[aria-labelledby=figures-course]").await;
        // A year, the months in which nothing happened included.
        let rows = "[aria-labelledby=figures-course] tbody tr";
        assert_eq!(page.count(rows).await, 12);
        let last = page.words(&format!("{rows}:last-child")).await.unwrap();
        assert!(last.contains('2'), "{last}");
        page.wait_for_words("1（100%）").await;
        page.wait_for_words("“按时”指在本平台承诺的").await;
        page.wait_for_words("统计日期").await;
        check(page, "figures").await;
        page.press("本月").await;
        page.wait_until(
            "one month is shown",
            "return document.querySelectorAll('[aria-labelledby=figures-course] tbody tr').length === 1",
        )
        .await;
        page.press("自己选月份").await;
        // What ends before it begins is told where it can be mended, and nothing is asked.
        let earlier = "return document.querySelector('#to').options[1].value";
        let earlier = page.script(earlier, vec![]).await;
        page.choose("#to", earlier.as_str().unwrap()).await;
        page.press("看这几个月").await;
        page.wait_for_words("结束的月份在开始的前面").await;
        page.press("下载表格（XLSX）").await;
        // Told to those who listen; for those who look, browsers have their own words.
        page.wait_until(
            "the table is saved",
            "return document.body.textContent.includes('表格已经下载')",
        )
        .await;
    });
}

#[test]
fn figures_are_not_for_a_mediator() {
    journey(async |world| {
        let page = &world.page;
        let place = any_organization(&world.server).await;
        let mediator = world.server.account(&place, Role::Mediator);
        Desk::open(page, "/figures", &mediator).await;
        page.wait_for_title("这一页不在您的权限里").await;
        assert!(!page.has(".nav a[href='/desk/figures']").await);
        assert!(!page.has(".nav a[href='/desk/complaints']").await);
        assert!(page.has(".nav a[href='/desk/page']").await);
    });
}

#[test]
fn a_complaint_is_answered_once_and_the_words_survive_the_session() {
    journey(async |world| {
        let page = &world.page;
        let place = any_organization(&world.server).await;
        let kept = file(&world.server, &place, "desk-complaint").await;
        complain(&world.server, &kept, "只听对方说。").await;
        let lead = world.server.account(&place, Role::Lead);
        let desk = Desk::open(page, "/complaints", &lead).await;
        page.wait_for_title("投诉和评价").await;
        page.wait_for_words("只听对方说。").await;
        page.wait_for_words("还没有评价").await;
        page.press("答复").await;
        page.press("发出答复").await;
        page.wait_for("#complaint-answer-error").await;
        check(page, "answering a complaint").await;
        page.fill("#complaint-answer", "查过了，已经换了调解员。")
            .await;
        // Sessions end with the password that they began with.
        let reset = world.server.command(&["account", "reset", &lead.login]);
        page.press("发出答复").await;
        let lead = Account {
            password: reset.unwrap().trim().to_owned(),
            ..lead
        };
        desk.sign_in(&lead).await;
        page.wait_for_value("#complaint-answer", "查过了，已经换了调解员。")
            .await;
        page.press("发出答复").await;
        page.wait_for_words("已答复").await;
        assert!(!page.has("#complaint-answer").await);
        let staff = Staff::of(&world.server, &place);
        assert!(staff.complaints().await.is_empty());
    });
}

#[test]
fn somebody_who_was_quicker_with_a_complaint_loses_nobodys_words() {
    journey(async |world| {
        let page = &world.page;
        let place = any_organization(&world.server).await;
        let kept = file(&world.server, &place, "desk-complaint-race").await;
        complain(&world.server, &kept, "等了很久。").await;
        let lead = world.server.account(&place, Role::Lead);
        Desk::open(page, "/complaints", &lead).await;
        page.wait_for_words("等了很久。").await;
        page.press("答复").await;
        page.fill("#complaint-answer", "我们核实了。").await;
        let staff = Staff::of(&world.server, &place);
        let number = staff.complaints().await[0].number.clone();
        staff.answer_complaint(&number, "已经答复过了。").await;
        page.press("发出答复").await;
        page.wait_for_words("已经有人答复过").await;
        assert_eq!(
            page.value("#complaint-answer").await.as_deref(),
            Some("我们核实了。")
        );
        page.press("看最新的投诉").await;
        page.wait_for_words("没有要答复的投诉").await;
    });
}

#[test]
fn the_public_page_changes_once_another_one_has_looked() {
    journey(async |world| {
        let page = &world.page;
        let place = any_organization(&world.server).await;
        let mediator = world.server.account(&place, Role::Mediator);
        let lead = world.server.account(&place, Role::Lead);
        Desk::open(page, "/page", &mediator).await;
        page.wait_for_title("本组织页面").await;
        page.press("改页面").await;
        page.fill("#phones", "打总机").await;
        page.fill("#address", "中山路2号三楼").await;
        page.press("提出修改").await;
        page.wait_for("#phones-error").await;
        check(page, "a page with a mistake").await;
        assert_eq!(
            page.value("#address").await.as_deref(),
            Some("中山路2号三楼")
        );
        page.fill("#phones", "025-83000000").await;
        page.press("提出修改").await;
        page.wait_for_words("已经提出，等另一个人看").await;
        page.wait_for_words("这是您提出的，要由别人来决定").await;
        let seen = organization(&world.server, &place).await;
        assert_ne!(seen.address.as_deref(), Some("中山路2号三楼"));
        Desk::at(page).leave().await;
        Desk::open(page, "/page", &lead).await;
        page.wait_for_title("本组织页面").await;
        page.wait_for(".compared").await;
        let compared = page.words(".compared").await.unwrap();
        assert!(compared.contains("中山路2号三楼"), "{compared}");
        // Only what differs.
        assert!(!compared.contains("轮椅"), "{compared}");
        check(page, "a page to decide on").await;
        page.press("公开").await;
        page.wait_for_words("已经公开。").await;
        let seen = organization(&world.server, &place).await;
        assert_eq!(seen.address.as_deref(), Some("中山路2号三楼"));
        page.wait_for_words("以前的修改").await;
    });
}

#[test]
fn nobody_publishes_what_they_have_not_seen() {
    journey(async |world| {
        let page = &world.page;
        let place = any_organization(&world.server).await;
        let mediator = world.server.account(&place, Role::Mediator);
        let lead = world.server.account(&place, Role::Lead);
        propose_address(&world.server, &mediator, "一号楼").await;
        Desk::open(page, "/page", &lead).await;
        page.wait_for_words("一号楼").await;
        propose_address(&world.server, &mediator, "二号楼").await;
        page.press("公开").await;
        page.wait_for_words("您的决定没有生效").await;
        page.wait_for_words("二号楼").await;
        let seen = organization(&world.server, &place).await;
        assert_ne!(seen.address.as_deref(), Some("一号楼"));
        page.press("不公开").await;
        page.wait_for_words("没有公开，公共页面不变").await;
    });
}
