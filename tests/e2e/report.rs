//! How an organization answers, and telling that what is said of it is wrong.

use contract::report::ReportSubject;
use fantoccini::key::Key;
use support::staff::Staff;
use support::world::journey;

#[test]
fn what_an_organization_answered_is_said_on_its_page() {
    journey(async |world| {
        let organization = world.let_an_organization_answer().await;
        let page = &world.page;
        page.open(&format!("/organizations/{organization}")).await;
        page.wait_for_words("近一年在本平台答复了至少 5 件申请，一半在 1 小时内得到第一次答复。")
            .await;
        page.find_labor_organization().await;
        page.click(".organization-card h2 a").await;
        page.wait_for_words("这些信息从哪里来").await;
        let told = page
            .script(
                "return document.body.textContent.includes('近一年')",
                vec![],
            )
            .await;
        assert_eq!(told, false, "nothing is said of what is not known");
    });
}

#[test]
fn a_wrong_entry_is_reported_once_and_kept_while_there_is_no_network() {
    journey(async |world| {
        let page = &world.page;
        let organization = page.find_labor_organization().await;
        page.click(".organization-card h2 a").await;
        page.press("这里的信息有误？告诉我们").await;
        page.wait_for_path(&format!("/organizations/{organization}/report"))
            .await;
        page.wait_for_title("哪里不对？").await;
        page.wait_for("#main form").await;

        // Nothing chosen yet.
        page.go_on().await;
        page.wait_until(
            "the summary has the focus",
            "return document.activeElement.id === 'error-summary'",
        )
        .await;
        page.click("[name=subjects][value=phone]").await;
        page.click("[name=subjects][value=hours]").await;
        page.fill("#note", "号码空了，周末也开门。").await;
        assert!(!page.has(".field-error").await);

        // Without a network.
        world.server.kill();
        let page = &world.page;
        page.believe_online(false).await;
        page.go_on().await;
        page.wait_for_words("没有发出去，写的内容还在").await;
        page.wait_until(
            "the words have the focus",
            "return document.activeElement.id === 'not-sent'",
        )
        .await;
        let note = page.value("#note").await;
        assert_eq!(note.as_deref(), Some("号码空了，周末也开门。"));
        page.wait_until(
            "what was chosen is still chosen",
            "return document.querySelectorAll('[name=subjects]:checked').length === 2",
        )
        .await;

        // With one again, impatiently.
        world.server.start_again();
        let page = &world.page;
        page.believe_online(true).await;
        page.script(
            "const button = document.querySelector('#main button[type=submit]');
             for (let i = 0; i < 5; i++) button.click();",
            vec![],
        )
        .await;
        page.wait_for_title("收到了，谢谢您").await;
        page.wait_until(
            "the headline has the focus",
            "return document.activeElement === document.querySelector('#main h1')",
        )
        .await;

        let reports = Staff::of(&world.server, &organization).reports().await;
        assert_eq!(reports.len(), 1);
        assert_eq!(
            reports[0].subjects,
            [ReportSubject::Phone, ReportSubject::Hours]
        );
        assert_eq!(reports[0].note.as_deref(), Some("号码空了，周末也开门。"));
        assert!(!world.server.log().contains("号码空了"));
        let page = &world.page;
        page.press("回到这家组织").await;
        page.wait_for(".organization-facts").await;
    });
}

#[test]
fn a_wrong_entry_can_be_reported_with_the_keyboard_alone() {
    journey(async |world| {
        let page = &world.page;
        let organization = page.find_labor_organization().await;
        page.open(&format!("/organizations/{organization}")).await;
        page.wait_for(".organization-facts").await;
        page.tab_to("a[href$='/report']").await;
        page.key(Key::Enter).await;
        page.wait_for_title("哪里不对？").await;
        page.wait_for("#main form").await;
        page.tab_to("#subjects").await;
        page.keys(" ").await;
        page.tab_to("#note").await;
        page.keys("号码空了").await;
        page.tab_to("#main button[type=submit]").await;
        page.key(Key::Enter).await;
        page.wait_for_title("收到了，谢谢您").await;
        let reports = Staff::of(&world.server, &organization).reports().await;
        assert_eq!(reports[0].note.as_deref(), Some("号码空了"));
    });
}
