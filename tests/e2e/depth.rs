//! The request in depth: what belongs to one kind of dispute, several respondents, somebody who helps.

use support::portal::STORY;
use support::staff::Staff;
use support::world::journey;

#[test]
fn a_platform_worker_tells_facts_and_names_everybody() {
    journey(async |world| {
        let page = &world.page;
        let organization = page.begin_gig().await;
        page.answer_you().await;
        page.fill("#respondent_name", "某某站点").await;
        page.press("再加一方").await;
        page.choose("#other-1", "platform").await;
        page.fill("#other-1-name", "某某平台").await;
        page.press("再加一方").await;
        page.fill("#other-2-name", "写错的一方").await;
        page.click("fieldset:has(#other-2-name) button").await;
        page.wait_until(
            "the focus goes to what adds one",
            "return document.activeElement.id === 'add-other' && !document.querySelector('#other-2')",
        )
        .await;
        page.go_on().await;
        page.wait_for_step("what-happened", "发生了什么？").await;
        page.answer_story().await;
        page.choose("#occupation", "delivery").await;
        page.click("input[name=still-working][value=yes]").await;
        page.wait_for_words("不受一年的限制").await;
        page.go_on().await;
        page.wait_for_step("work", "平时怎么干活？").await;
        page.say_how_work_goes().await;
        page.go_on().await;
        page.wait_for_step("sums", "要多少钱？").await;
        page.fill("#claim-fines", "三百元").await;
        page.answer_sums_and("一共要 12300 元").await;
        page.answer_evidence().await;
        page.answer_contact().await;
        for words in [
            "某某平台",
            "外卖、网约配送",
            "每月 4000 元，3 个月",
            "12300",
        ] {
            page.wait_for_words(words).await;
        }
        page.agree().await;
        page.go_on().await;
        let kept = page.receipt().await;
        let queue = Staff::of(&world.server, &organization).queue().await;
        assert_eq!(queue.requests.len(), 1);
        page.open_case(&kept).await;
        page.press("您申请的内容").await;
        page.wait_for_words("外卖、网约配送").await;
    });
}

#[test]
fn another_field_takes_only_its_answers_along_and_says_so() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.answer_you().await;
        page.answer_other_side().await;
        page.answer_story().await;
        page.answer_details().await;

        page.open("/request/about").await;
        page.wait_for_step("about", "是什么事？").await;
        page.press("换一类").await;
        page.click("input[name=field][value=neighbours]").await;
        page.wait_for_words("原来写的 1 项不再需要").await;
        // Changed back, nothing was lost.
        page.click("input[name=field][value=labor]").await;
        page.wait_until(
            "nothing is said of it",
            "return !document.body.textContent.includes('不再需要')",
        )
        .await;
        page.click("input[name=field][value=neighbours]").await;
        page.go_on().await;
        page.wait_for_words("和原来那一类有关的 1 项已经去掉").await;
        page.open("/request/details").await;
        page.wait_for_step("details", "再问几句").await;
        assert_eq!(page.value("#tried").await.as_deref(), Some("找过老板两次"));
        page.open("/request/what-happened").await;
        page.wait_for_step("what-happened", "发生了什么？").await;
        assert_eq!(page.value("#story").await.as_deref(), Some(STORY));
    });
}

#[test]
fn a_child_files_for_a_parent_and_the_receipt_says_so() {
    journey(async |world| {
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.click("input[name=helper_relation][value=child]").await;
        page.fill("#helper_name", "张小三").await;
        page.fill("#helper_mobile", "13812345678").await;
        page.fill("#name", "张三").await;
        page.go_on().await;
        page.wait_for_words("本人知道并且同意，才能帮忙申请").await;
        page.click("#consent_person").await;
        page.answer_you().await;
        page.answer_other_side().await;
        page.answer_story().await;
        page.answer_details().await;
        page.answer_sums().await;
        page.answer_evidence().await;
        page.answer_contact().await;
        page.wait_for_words("张小三 13812345678").await;
        page.agree().await;
        page.go_on().await;
        page.receipt().await;
        page.wait_for_words("为谁申请").await;
    });
}
