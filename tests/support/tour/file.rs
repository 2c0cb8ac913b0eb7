//! The request, from its first question to its receipt.

use super::look_as_elder;
use crate::page::Page;
use crate::world::World;

/// Every step, some with mistakes.
pub(super) async fn steps(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.begin().await;
    look(page, "request-about").await;
    page.answer_about().await;
    look(page, "request-you").await;
    page.fill("#mobile", "1391234").await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "request-you-wrong").await;
    look_as_elder(page, "request-you-wrong", look).await;
    page.press("清空已填的内容").await;
    page.wait_for_words("清空后找不回来，确定吗？").await;
    look(page, "request-clear").await;
    page.press("不清空").await;
    page.answer_you().await;
    look(page, "request-other-side").await;
    page.answer_other_side().await;
    look(page, "request-story").await;
    page.answer_story().await;
    look(page, "request-contact").await;
    page.answer_contact().await;
    look(page, "request-check").await;
    look_as_elder(page, "request-check", look).await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "request-check-wrong").await;
    page.agree().await;
}

/// The filled form sent in vain, then sent.
pub(super) async fn sending(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    world.server.kill();
    world.page.go_on().await;
    world.page.wait_for_words("内容都还在").await;
    look(&world.page, "request-not-sent").await;
    world.server.start_again();
    world.page.press("重试").await;
    world.page.receipt().await;
    look(&world.page, "receipt").await;
    look_as_elder(&world.page, "receipt", look).await;
}

/// Disputes in a family begin with safety.
pub(super) async fn family(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/request/about?organization=none&field=family")
        .await;
    page.wait_for_title("是什么事？").await;
    page.wait_for_words("先顾安全").await;
    look(page, "request-family").await;
}
