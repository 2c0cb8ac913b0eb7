//! Complaining about how a case is handled, and rating it, on the page of the case.

use contract::desk::Role;
use contract::request::{EndGround, NextDoor};
use contract::staff::StaffMove;
use contract::status::Actor;
use support::applicant::{any_organization, file, organization_named};
use support::desk::Desk;
use support::page::Page;
use support::staff::Staff;
use support::world::journey;

use crate::personal::CATCH_FILES;

async fn open(page: &Page) {
    page.press("打开评价和投诉").await;
}

/// Fills in a complaint that the organization itself is to answer.
async fn complain(page: &Page, note: &str) {
    page.press("我要投诉").await;
    page.wait_for("#complaint-note").await;
    page.click("[name=complaint-grounds][value=forcing]").await;
    page.fill("#complaint-note", note).await;
    // Where nobody is above there is nothing to choose.
    if page.has("[name=complaint-receiver]").await {
        page.click("[name=complaint-receiver][value=organization]")
            .await;
    }
    page.press("提交投诉").await;
    page.wait_for_words("投诉已经收到").await;
}

#[test]
fn a_complaint_and_its_answer_are_on_the_page_of_the_case() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "complaint").await;
        page.open_case(&kept).await;
        open(page).await;
        page.press("我要投诉").await;
        page.wait_for("#complaint-note").await;
        page.press("提交投诉").await;
        page.wait_for("#complaint-grounds-error").await;
        page.wait_for("#complaint-note-error").await;
        page.wait_for_words("不是法律规定的期限").await;
        page.press("先不投诉").await;
        complain(page, "调解员说不签就别走。").await;
        page.wait_for_words("等答复，最晚").await;
        let staff = Staff::of(&world.server, &organization);
        let waiting = staff.complaints().await;
        assert_eq!(waiting.len(), 1);
        let one = &waiting[0];
        page.wait_for_words(&one.number).await;
        assert_eq!((&one.request, one.by), (&kept.number, Actor::Applicant));
        staff
            .answer_complaint(&one.number, "已经换了调解员，向您道歉。")
            .await;
        page.reload().await;
        open(page).await;
        page.wait_for_words("已经换了调解员，向您道歉。").await;
        page.wait_for_words("已答复").await;
        // It is the person's own, and goes along.
        page.script(CATCH_FILES, vec![]).await;
        page.press("下载全部资料").await;
        page.wait_until("the file is made", "return window.files.length === 1")
            .await;
        let text = page.script("return window.files[0]", vec![]).await;
        let text = text.as_str().unwrap();
        for part in [
            "调解员说不签就别走。",
            "已经换了调解员，向您道歉。",
            &one.number,
        ] {
            assert!(text.contains(part), "{part} is not in the file");
        }
    });
}

#[test]
fn who_wishes_rates_and_changes_it_and_lets_the_words_be_published() {
    journey(async |world| {
        let page = &world.page;
        let named = async |name| organization_named(&world.server, name).await;
        let organization = named("无锡市快递行业劳动争议调解中心").await;
        let kept = file(&world.server, &organization, "rating").await;
        let staff = Staff::of(&world.server, &organization);
        page.open_case(&kept).await;
        open(page).await;
        page.wait_for_words("我要投诉").await;
        assert!(!page.has("#rate").await, "nothing to rate yet");
        let accept = StaffMove::Accept {
            note: String::new(),
        };
        let end = StaffMove::EndMediation {
            ground: EndGround::TooFarApart,
            next_door: NextDoor::LaborArbitration,
            note: String::new(),
        };
        for step in [accept, end] {
            staff.act(&kept.number, &step).await;
        }
        page.open_case(&kept).await;
        page.wait_for_title("调解结束，没有谈成").await;
        open(page).await;
        page.press("打个分").await;
        page.wait_for("#rating-note").await;
        let chosen = "document.querySelectorAll('[name=stars]:checked').length";
        let chosen = page.script(&format!("return {chosen}"), vec![]).await;
        assert_eq!(chosen, 0, "nothing is chosen beforehand");
        page.press("提交评价").await;
        page.wait_for("#stars-error").await;
        page.click("[name=stars][value='2']").await;
        page.fill("#rating-note", "等了很久。").await;
        page.press("提交评价").await;
        page.wait_for_words("您打了 2 分").await;
        page.press("改评价").await;
        page.wait_for("#rating-note").await;
        page.click("[name=stars][value='4']").await;
        page.press("提交评价").await;
        page.wait_for_words("您打了 4 分").await;
        page.wait_for_words("等了很久。").await;
        assert!(!page.words("#main").await.unwrap().contains("同意公开"));
        page.press("改评价").await;
        page.tick("#rating-publish").await;
        page.press("提交评价").await;
        page.wait_for_words("您同意公开这些话").await;
        page.check("words that may be published").await;
        // Somebody who was not rated looks first.
        let above = named("无锡市非诉讼服务中心").await;
        let centre = world.server.account(&above, Role::Centre);
        Desk::open(page, "/complaints", &centre).await;
        page.wait_for_words("等您看的评价").await;
        page.wait_for_words("等了很久。").await;
        page.check("words that wait").await;
        page.press("公开").await;
        page.wait_for_words("没有等您看的评价").await;
        page.open_case(&kept).await;
        open(page).await;
        page.press("不同意公开了").await;
        page.wait_for_words("已经收回").await;
        page.wait_until(
            "the consent is gone",
            "return !document.querySelector('#main').textContent.includes('您同意公开')",
        )
        .await;
        page.open("/open-data").await;
        page.wait_for_words("大家怎么说").await;
        page.wait_for_words("现在还没有能公布的话").await;
    });
}

#[test]
fn the_other_side_complains_too() {
    journey(async |world| {
        let page = &world.page;
        let organization = any_organization(&world.server).await;
        let kept = file(&world.server, &organization, "other-side").await;
        let staff = Staff::of(&world.server, &organization);
        let invitation = staff.invite(&kept.number).await;
        page.open(&invitation.path).await;
        page.wait_for_title("张三想请您坐下来谈").await;
        open(page).await;
        complain(page, "没听我说就定了。").await;
        let waiting = staff.complaints().await;
        assert_eq!(waiting[0].by, Actor::Respondent);
        // The applicant learns nothing of it.
        page.open_case(&kept).await;
        open(page).await;
        page.wait_for_words("我要投诉").await;
        assert!(!page.words("#main").await.unwrap().contains("TS-"));
    });
}
