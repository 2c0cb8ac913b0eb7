//! Pages whose code is fetched when they are opened.

use support::world::journey;

const UNANSWERED: &str = "服务暂时没有回应";

#[test]
fn a_page_whose_code_does_not_come_says_so_and_can_be_tried_again() {
    journey(async |world| {
        let relay = world.relay().await;
        let page = &world.page;
        page.open("/").await;
        relay.refuse_app(true);
        page.click("a[href='/track']").await;
        page.wait_for_words(UNANSWERED).await;
        assert!(page.has("main a[href='tel:12348']").await);
        relay.refuse_app(false);
        page.press("再试一次").await;
        page.wait_for("#main form").await;
        page.wait_until(
            "the headline has the focus",
            "return document.activeElement === document.querySelector('#main h1')",
        )
        .await;
    });
}

#[test]
fn a_page_whose_code_is_gone_leads_to_the_new_app() {
    journey(async |world| {
        let relay = world.relay().await;
        let page = &world.page;
        page.open("/").await;
        relay.refuse_app(true);
        page.click("a[href='/health-check']").await;
        page.wait_for_words(UNANSWERED).await;
        page.press("再试一次").await;
        page.wait_for_words("这个页面已经更新").await;
        relay.refuse_app(false);
        page.press("刷新页面").await;
        page.wait_for("main .numbered").await;
    });
}
