//! Filing a request: once, whatever happens on the way.

use support::portal::STORY;
use support::staff::Staff;
use support::world::journey;

#[test]
fn a_request_is_filed_tracked_and_withdrawn() {
    journey(async |world| {
        let page = &world.page;
        let (kept, organization) = page.file().await;
        page.wait_for(".qr svg").await;
        page.press("看进度").await;
        page.wait_for_title("申请已送到，等组织答复").await;
        page.press("退出").await;
        page.type_number_and_code(&kept.number, &kept.code).await;
        page.wait_for_title("申请已送到，等组织答复").await;
        page.press("撤回申请").await;
        page.click("input[name=reason][value=solved]").await;
        page.press("确定撤回").await;
        page.wait_for_words("这份申请到此为止").await;

        let queue = Staff::of(&world.server, &organization).queue().await;
        assert_eq!(queue.requests.len(), 1);
        assert_eq!(queue.requests[0].number, kept.number);
    });
}

#[test]
fn impatience_sends_once() {
    journey(async |world| {
        let page = &world.page;
        let organization = page.fill_in().await;
        page.agree().await;
        page.script(
            "const button = document.querySelector('#main button[type=submit]');
             for (let i = 0; i < 5; i++) button.click();",
            vec![],
        )
        .await;
        let kept = page.receipt().await;
        let queue = Staff::of(&world.server, &organization).queue().await;
        let numbers: Vec<_> = queue.requests.iter().map(|entry| &entry.number).collect();
        assert_eq!(numbers, [&kept.number]);
    });
}

#[test]
fn without_a_network_everything_is_kept_and_sent_later() {
    journey(async |world| {
        let organization = world.page.fill_in().await;
        world.page.agree().await;
        world.server.kill();
        let page = &world.page;
        page.believe_online(false).await;
        page.go_on().await;
        page.wait_for_words("还没有收到回音，内容都还在").await;
        page.wait_for_words("现在没有网络").await;
        page.press("重试").await;
        page.wait_for_words("还没有收到回音，内容都还在").await;

        world.server.start_again();
        let page = &world.page;
        page.believe_online(true).await;
        page.press("重试").await;
        let kept = page.receipt().await;
        let queue = Staff::of(&world.server, &organization).queue().await;
        assert_eq!(queue.requests.len(), 1);
        assert_eq!(queue.requests[0].number, kept.number);
    });
}

#[test]
fn a_lost_answer_is_asked_for_again_and_counts_once() {
    journey(async |world| {
        let relay = world.relay().await;
        let page = &world.page;
        let organization = page.fill_in().await;
        page.agree().await;
        relay.lose_next_answer();
        page.go_on().await;
        page.wait_for_words("内容都还在").await;
        page.press("重试").await;
        let kept = page.receipt().await;
        let queue = Staff::of(&world.server, &organization).queue().await;
        assert_eq!(queue.requests.len(), 1);
        assert_eq!(queue.requests[0].number, kept.number);
    });
}

#[test]
fn whoever_leaves_while_it_is_sent_finds_the_receipt() {
    journey(async |world| {
        let relay = world.relay().await;
        let page = &world.page;
        let organization = page.fill_in().await;
        page.agree().await;
        let mut held = relay.hold_next_answer();
        page.go_on().await;
        held.reached().await;
        page.click(".logo").await;
        page.wait_for(".door").await;
        held.release();
        page.wait_until(
            "the receipt is kept",
            "return sessionStorage.getItem('fengqiao.receipt') !== null",
        )
        .await;
        let broken = page
            .script("return !document.querySelector('#broken').hidden", vec![])
            .await;
        assert_eq!(broken, false, "the app broke");

        page.open("/request/sent").await;
        let kept = page.receipt().await;
        let queue = Staff::of(&world.server, &organization).queue().await;
        let numbers: Vec<_> = queue.requests.iter().map(|entry| &entry.number).collect();
        assert_eq!(numbers, [&kept.number]);
    });
}

#[test]
fn what_is_wrong_is_said_beside_the_field_and_the_words_stay() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.fill("#mobile", "1391234").await;
        page.go_on().await;
        page.wait_for("#error-summary").await;
        page.wait_until(
            "the summary has the focus",
            "return document.activeElement.id === 'error-summary'",
        )
        .await;
        let words = page.words("#error-summary").await.unwrap();
        assert!(words.contains("手机号要 11 位，现在只有 7 位"), "{words}");
        assert_eq!(page.value("#mobile").await.as_deref(), Some("1391234"));
        page.click("#error-summary a[href='#mobile']").await;
        page.wait_until(
            "the link leads to the field",
            "return document.activeElement.id === 'mobile'",
        )
        .await;
        page.answer_you().await;
    });
}

#[test]
fn a_step_that_was_not_reached_leads_to_the_first_open_one() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.open("/request/check").await;
        page.wait_for_step("you", "怎么联系您？").await;
    });
}

#[test]
fn whichever_version_arrived_its_receipt_is_found() {
    journey(async |world| {
        let relay = world.relay().await;
        let organization = world.page.fill_in().await;
        world.page.agree().await;
        // The first version never arrives.
        world.server.kill();
        world.page.go_on().await;
        world.page.wait_for_words("内容都还在").await;
        world.server.start_again();
        // The second one does, and nobody is told.
        let page = &world.page;
        let second = format!("{STORY}找他要，他说没钱。");
        page.tell(&second).await;
        relay.lose_next_answer();
        page.go_on().await;
        page.wait_for_words("内容都还在").await;
        // The third one is another request under the same key.
        page.tell(&format!("{second}我有工资条。")).await;
        page.go_on().await;
        page.press("取回回执").await;
        let kept = page.receipt().await;

        let queue = Staff::of(&world.server, &organization).queue().await;
        let numbers: Vec<_> = queue.requests.iter().map(|entry| &entry.number).collect();
        assert_eq!(numbers, [&kept.number]);
        page.open_case(&kept).await;
        page.press("您申请的内容").await;
        page.wait_for_words(&second).await;
    });
}
