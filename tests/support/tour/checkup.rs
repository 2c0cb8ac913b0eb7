//! The health check that a firm does by itself: questions, result, report, and questions that do not arrive.

use super::look_as_elder;
use crate::page::Page;
use crate::world::World;

/// Every screen, with and without answers.
pub(super) async fn screens(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/health-check/labor").await;
    page.wait_for_title("法律风险意识").await;
    look(page, "checkup-part").await;
    look_as_elder(page, "checkup-part", look).await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "checkup-missing").await;
    page.answer_part("unclear").await;
    page.go_on().await;
    page.wait_for_title("公司治理").await;
    look(page, "checkup-part-about").await;
    page.press("清空已填的内容").await;
    page.wait_for("#clear-draft-sure").await;
    look(page, "checkup-clear").await;
    page.open("/health-check").await;
    page.wait_for_words("接着上次的做").await;
    look(page, "checkup-begun").await;

    page.open_checked("/health-check/result", "yes").await;
    page.wait_for_title("自测结果").await;
    look(page, "checkup-result").await;
    page.open_checked("/health-check/result", "not-applicable")
        .await;
    page.wait_for_words("没有发现要改的地方").await;
    look(page, "checkup-result-nothing").await;
    page.open_checked("/health-check/result", "no").await;
    page.wait_for_title("自测结果").await;
    look_as_elder(page, "checkup-result", look).await;
    page.click(".checkup-later summary").await;
    page.wait_for(".checkup-later[open] .checkup-action").await;
    look(page, "checkup-result-later").await;
    page.press("打印报告").await;
    page.wait_for_title("自测报告").await;
    page.fill("#firm-name", "某某五金厂").await;
    look(page, "checkup-report").await;
    look_as_elder(page, "checkup-report", look).await;
    page.press("清空已填的内容").await;
    page.press("清空").await;
    page.wait_for_title("小微企业法治体检").await;
}

/// Questions that do not arrive.
pub(super) async fn without_server(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let relay = world.relay().await;
    relay.refuse(Some("/checkup/"));
    world.page.open("/health-check/awareness").await;
    world.page.wait_for_words("服务暂时没有回应").await;
    look(&world.page, "checkup-failed").await;
    relay.refuse(None);
    world.page.press("再试一次").await;
    world.page.wait_for_title("法律风险意识").await;
    world.without_relay();
}
