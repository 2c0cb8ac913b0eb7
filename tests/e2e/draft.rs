//! What was typed survives.

use support::portal::STORY;
use support::world::journey;

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
