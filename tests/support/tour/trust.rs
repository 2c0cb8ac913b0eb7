//! How an organization answers, and telling that what is said of it is wrong.

use super::look_as_elder;
use crate::page::Page;
use crate::world::World;

/// An organization that has answered requests.
pub(super) async fn record(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let organization = world.let_an_organization_answer().await;
    let page = &world.page;
    page.open(&format!("/organizations/{organization}")).await;
    page.wait_for_words("近一年在本平台答复了至少 5 件申请")
        .await;
    look(page, "organization-record").await;
    look_as_elder(page, "organization-record", look).await;
}

/// A report: begun, with mistakes, sent in vain, sent.
pub(super) async fn report(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let page = &world.page;
    page.press("这里的信息有误？告诉我们").await;
    page.wait_for_title("哪里不对？").await;
    page.wait_for("#main form").await;
    look(page, "report").await;
    look_as_elder(page, "report", look).await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "report-wrong").await;
    page.click("[name=subjects][value=phone]").await;
    page.fill("#note", "号码空了，现在打 12348。").await;
    world.server.kill();
    world.page.go_on().await;
    world.page.wait_for_words("写的内容还在").await;
    look(&world.page, "report-not-sent").await;
    world.server.start_again();
    world.page.go_on().await;
    world.page.wait_for_title("收到了，谢谢您").await;
    look(&world.page, "report-sent").await;
}

/// What is told to everybody, once there is something to tell.
pub(super) async fn figures(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/open-data").await;
    page.wait_for(".figures").await;
    look(page, "open-data").await;
    look_as_elder(page, "open-data", look).await;
}
