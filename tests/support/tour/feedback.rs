//! What people say about how their case was handled.

use contract::request::{EndGround, NextDoor};
use contract::staff::StaffMove;

use super::look_as_elder;
use crate::applicant::file;
use crate::page::Page;
use crate::staff::Staff;
use crate::world::World;

/// A complaint and a rating: the forms, with mistakes, and what becomes of them.
pub(super) async fn said(
    world: &World,
    organization: &str,
    look: &mut impl AsyncFnMut(&Page, &str),
) {
    let page = &world.page;
    let kept = file(&world.server, organization, "feedback").await;
    let staff = Staff::of(&world.server, organization);
    let note = String::new;
    let end = StaffMove::EndMediation {
        ground: EndGround::TooFarApart,
        next_door: NextDoor::LaborArbitration,
        note: note(),
    };
    for step in [StaffMove::Accept { note: note() }, end] {
        staff.act(&kept.number, &step).await;
    }
    page.open_case(&kept).await;
    page.press("打开评价和投诉").await;
    page.wait_for("#rate").await;
    look(page, "feedback").await;
    page.press("我要投诉").await;
    page.wait_for("#complaint-note").await;
    look(page, "complaint").await;
    look_as_elder(page, "complaint", look).await;
    page.press("提交投诉").await;
    page.wait_for("#complaint-note-error").await;
    look(page, "complaint-wrong").await;
    page.click("[name=complaint-grounds][value=bias]").await;
    page.fill("#complaint-note", "调解员不让我把话说完，说不签就别走。")
        .await;
    if page.has("[name=complaint-receiver]").await {
        page.click("[name=complaint-receiver][value=organization]")
            .await;
    }
    page.press("提交投诉").await;
    page.wait_for_words("投诉已经收到").await;
    look(page, "complaint-sent").await;
    page.press("打个分").await;
    page.wait_for("#rating-note").await;
    look(page, "rating").await;
    page.press("提交评价").await;
    page.wait_for("#stars-error").await;
    look(page, "rating-wrong").await;
    page.click("[name=stars][value='4']").await;
    page.fill("#rating-note", "很耐心，就是等得久了点。").await;
    page.tick("#rating-publish").await;
    page.press("提交评价").await;
    page.wait_for_words("您打了 4 分").await;
    look(page, "rating-given").await;
    let waiting = staff.complaints().await;
    for one in waiting.iter().filter(|one| one.request == kept.number) {
        staff
            .answer_complaint(&one.number, "已经换了调解员，向您道歉。")
            .await;
    }
    page.open_case(&kept).await;
    page.press("打开评价和投诉").await;
    page.wait_for_words("已经换了调解员").await;
    look(page, "complaint-answered").await;
}
