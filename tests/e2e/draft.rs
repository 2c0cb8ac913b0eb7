//! What was typed survives, for as long as the person wants and no longer.

use serde_json::json;
use support::page::Page;
use support::portal::{STORY, organization_in};
use support::world::journey;

/// All that the phone keeps beyond the tab.
async fn on_phone(page: &Page) -> String {
    let kept = page
        .script("return JSON.stringify(localStorage)", vec![])
        .await;
    kept.as_str().unwrap().to_owned()
}

/// Puts a draft on the phone as an app of another time has left it.
async fn leave_draft(page: &Page, name: &str, entries: &[(&str, &str)]) {
    let now = page.script("return String(Date.now())", vec![]).await;
    let stored = [("saved_at", now.as_str().unwrap())]
        .iter()
        .chain(entries)
        .map(|(name, value)| format!("{name}\u{1f}{value}\u{1e}"))
        .collect::<String>();
    page.script(
        "localStorage.setItem(arguments[0], arguments[1])",
        vec![json!(name), json!(stored)],
    )
    .await;
}

/// Goes to the form of the second organization on the list.
async fn begin_with_the_second(page: &Page) -> String {
    page.open("/find?field=labor").await;
    let link = page
        .wait_for("li:nth-child(2) .organization-card a.button")
        .await;
    let href = link.attr("href").await.unwrap().unwrap();
    // Some drivers tell the whole address of a link.
    let organization = organization_in(&href);
    page.open(&format!(
        "/request/about?organization={organization}&field=labor"
    ))
    .await;
    organization
}

#[test]
fn a_reload_keeps_the_draft() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.answer_you().await;
        page.answer_other_side().await;
        page.fill("#story", STORY).await;
        page.reload().await;
        page.wait_for_step("what-happened", "发生了什么？").await;
        assert_eq!(page.value("#story").await.as_deref(), Some(STORY));
        page.open("/request/you").await;
        page.wait_for_step("you", "怎么联系您？").await;
        assert_eq!(page.value("#name").await.as_deref(), Some("张三"));
    });
}

#[test]
fn a_killed_tab_keeps_the_draft() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.answer_you().await;
        page.answer_other_side().await;
        page.fill("#story", STORY).await;

        let client = page.client();
        let old = client.window().await.expect("a tab");
        let new = client.new_window(true).await.expect("another tab");
        client.switch_to_window(old).await.expect("the first tab");
        client.close_window().await.expect("it closes");
        client
            .switch_to_window(new.handle)
            .await
            .expect("the other tab");
        page.open("/request/what-happened").await;
        page.wait_for_step("what-happened", "发生了什么？").await;
        assert_eq!(page.value("#story").await.as_deref(), Some(STORY));
    });
}

#[test]
fn two_tabs_with_one_draft_show_the_same() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.fill("#name", "张三").await;
        let client = page.client();
        let old = client.window().await.expect("a tab");
        let new = client.new_window(true).await.expect("another tab");
        let (first, second) = (old, new.handle);
        client
            .switch_to_window(second.clone())
            .await
            .expect("the other tab");
        page.open("/request/you").await;
        page.wait_for_step("you", "怎么联系您？").await;
        assert_eq!(page.value("#name").await.as_deref(), Some("张三"));
        page.fill("#name", "张三丰").await;
        client
            .switch_to_window(first.clone())
            .await
            .expect("the first tab");
        page.wait_for_value("#name", "张三丰").await;
        page.fill("#mobile", "13912345678").await;
        client
            .switch_to_window(second)
            .await
            .expect("the other tab");
        page.wait_for_value("#mobile", "13912345678").await;
        assert_eq!(page.value("#name").await.as_deref(), Some("张三丰"));
        // What one throws away does not come back from the other.
        page.script("localStorage.clear()", vec![]).await;
        client.switch_to_window(first).await.expect("the first tab");
        page.wait_until(
            "it is gone here too",
            "return document.querySelector('#name')?.value !== '张三丰'",
        )
        .await;
        let left = page
            .script("return JSON.stringify(localStorage)", vec![])
            .await;
        assert!(!left.as_str().unwrap().contains("张三丰"), "{left}");
    });
}

#[test]
fn nothing_is_left_after_sending() {
    journey(async |world| {
        let page = &world.page;
        page.file().await;
        let left = page
            .script(
                "return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)",
                vec![],
            )
            .await;
        let left = left.as_str().unwrap();
        assert!(
            !left.contains(STORY) && !left.contains("13912345678"),
            "{left}"
        );
    });
}

#[test]
fn several_lie_side_by_side_and_a_link_never_replaces_one() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.answer_you().await;
        page.answer_other_side().await;
        page.fill("#story", STORY).await;

        // Another organization: which request is meant is asked, also after a reload.
        begin_with_the_second(page).await;
        page.wait_for_title("您还有一份没写完的申请").await;
        page.reload().await;
        page.wait_for_title("您还有一份没写完的申请").await;
        page.press("另写一份新的，那一份留着").await;
        page.wait_for_step("about", "是什么事？").await;
        page.answer_about().await;
        assert_eq!(page.value("#name").await.as_deref(), Some(""));
        page.fill("#name", "李四").await;
        page.press("没写完的申请（1）").await;
        page.wait_for_title("没写完的申请").await;
        assert_eq!(page.count(".draft").await, 2);
        let list = page.words("#main").await.unwrap();
        for private in ["张三", "李四", "某某餐厅", STORY] {
            assert!(!list.contains(private), "{list}");
        }

        // The older one, where it was left.
        page.click(".draft:nth-of-type(2) .button").await;
        page.wait_for_step("check", "核对一遍，再发送").await;
        page.wait_for_words(STORY).await;
        page.open("/").await;
        page.press("没写完的申请（2）").await;
        page.wait_for_title("没写完的申请").await;
        page.click(".draft .button-quiet").await;
        page.press("删掉").await;
        page.wait_until(
            "one is left",
            "return document.querySelectorAll('.draft').length === 1",
        )
        .await;
        assert!(!on_phone(page).await.contains("李四"));
        page.press("接着写").await;
        page.wait_for_words(STORY).await;
    });
}

#[test]
fn another_organization_can_take_the_place_of_the_first() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.answer_you().await;
        let second = begin_with_the_second(page).await;
        page.wait_for_title("您还有一份没写完的申请").await;
        page.click(".another .button-secondary").await;
        page.wait_for_step("about", "是什么事？").await;
        page.wait_for_words("填过的内容都还在").await;
        let kept = on_phone(page).await;
        assert!(kept.contains(&second) && kept.contains("张三"), "{kept}");

        // Whoever looks for another one from the form is not asked.
        page.press("换一家").await;
        page.click(".organization-card a.button").await;
        page.wait_for_step("about", "是什么事？").await;
        assert!(!page.has(".another").await);
    });
}

#[test]
fn all_of_them_are_thrown_away_at_once() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.fill("#name", "张三").await;
        begin_with_the_second(page).await;
        page.press("另写一份新的，那一份留着").await;
        page.wait_for_step("about", "是什么事？").await;
        page.answer_about().await;
        page.fill("#name", "李四").await;
        page.open("/drafts").await;
        page.press("全部删掉").await;
        page.press("不删").await;
        page.wait_until(
            "the focus comes back",
            "return document.activeElement.id === 'erase-all'",
        )
        .await;
        page.press("全部删掉").await;
        page.press("删掉").await;
        page.wait_for_words("这里没有没写完的申请").await;
        let left = on_phone(page).await;
        assert!(!left.contains("张三") && !left.contains("李四"), "{left}");
        page.open("/request/you").await;
        page.wait_for_step("about", "是什么事？").await;
    });
}

#[test]
fn the_person_says_how_long_it_is_kept() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.fill("#name", "张三").await;
        assert!(on_phone(page).await.contains("张三"));
        page.press("改一改在这部手机上留多久").await;
        page.click("input[name=keep][value=month]").await;
        page.wait_for_words("30 天不动就自动删除").await;
        page.click("input[name=keep][value=tab]").await;
        page.wait_for_words("关掉就没有了").await;
        // It leaves the phone at once, and lives on in the tab.
        let left = on_phone(page).await;
        assert!(!left.contains("张三"), "{left}");
        page.reload().await;
        page.wait_for_step("you", "怎么联系您？").await;
        assert_eq!(page.value("#name").await.as_deref(), Some("张三"));
    });
}

#[test]
fn what_is_about_the_family_goes_with_the_tab() {
    journey(async |world| {
        let page = &world.page;
        let organization = page.find_labor_organization().await;
        page.open(&format!(
            "/request/about?organization={organization}&field=family"
        ))
        .await;
        page.wait_for_step("about", "是什么事？").await;
        page.answer_about().await;
        page.fill("#name", "张三").await;
        let left = on_phone(page).await;
        assert!(!left.contains("张三") && !left.contains("family"), "{left}");
        page.reload().await;
        page.wait_for_step("you", "怎么联系您？").await;
        assert_eq!(page.value("#name").await.as_deref(), Some("张三"));
        page.wait_for_words("家里的事，内容只在这个页面里").await;
        page.open("/drafts").await;
        page.wait_for(".draft").await;
        let list = page.words("#main").await.unwrap();
        assert!(!list.contains("家庭"), "{list}");
    });
}

#[test]
fn a_draft_of_an_older_app_is_opened_and_one_whose_time_is_over_is_not() {
    journey(async |world| {
        let page = &world.page;
        page.open("/privacy").await;
        let older = [
            ("key", "0123456789abcdef0123456789abcdef"),
            ("field", "labor"),
            ("organization", "gone"),
            ("name", "张三"),
            ("story", STORY),
        ];
        leave_draft(page, "fengqiao.draft", &older).await;
        page.open("/request/you").await;
        page.wait_for_step("you", "怎么联系您？").await;
        assert_eq!(page.value("#name").await.as_deref(), Some("张三"));
        assert!(!on_phone(page).await.contains("\"fengqiao.draft\""));
        page.open("/drafts").await;
        page.wait_for(".draft").await;

        let over = [
            ("key", "fedcba9876543210fedcba9876543210"),
            ("keep", "week"),
            ("saved_at", "1700000000000"),
            ("name", "李四"),
        ];
        let name = "fengqiao.draft fedcba9876543210fedcba9876543210";
        leave_draft(page, name, &over).await;
        page.reload().await;
        page.wait_for(".draft").await;
        assert_eq!(page.count(".draft").await, 1);
        assert!(!on_phone(page).await.contains("李四"));
    });
}
