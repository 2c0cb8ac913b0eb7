//! The guide: questions, where they lead, and a guide that does not arrive.

use super::look_as_elder;
use crate::page::Page;
use crate::world::World;

/// The first question, one of a topic, and where they lead.
pub(super) async fn ways(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/which").await;
    page.wait_for_title("是什么事？").await;
    look(page, "which-topic").await;
    look_as_elder(page, "which-topic", look).await;
    page.answer_with("上班的事", "主要是哪件事？").await;
    page.answer_with("欠工资", "您给谁干活？").await;
    look(page, "which-question").await;
    page.answer_with("公司、工厂", "您还在那里干吗？").await;
    page.answer_with("还在干", "单位愿意坐下来谈吗？").await;
    page.answer_with("愿意", "劳动争议调解组织").await;
    look(page, "which-labor").await;
    look_as_elder(page, "which-labor", look).await;
    page.press("这些话的依据").await;
    page.wait_for(".which-sources[open] li").await;
    look(page, "which-sources").await;
    page.click(".which-fold summary").await;
    page.wait_for(".which-fold[open] .door-card").await;
    look(page, "which-others").await;
    page.open("/privacy").await;
    page.open("/which#commercial.0.0.0").await;
    page.wait_for_title("中小企业款项支付投诉").await;
    look(page, "which-owed").await;
}

/// Questions that leave no trace.
pub(super) async fn family(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/privacy").await;
    page.open("/which").await;
    page.answer_with("家里的事", "您现在安全吗？").await;
    look(page, "which-family").await;
    look_as_elder(page, "which-family", look).await;
    page.answer_with("不安全", "先打 110 报警").await;
    look(page, "which-family-danger").await;
    page.press("上一题").await;
    page.answer_with("安全，没有", "主要是哪件事？").await;
    page.answer_with("老人谁来养", "家里人愿意坐下来谈吗？")
        .await;
    page.answer_with("愿意", "家事调解工作室").await;
    look(page, "which-family-way").await;
}

/// A topic whose questions do not arrive.
pub(super) async fn without_server(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let relay = world.relay().await;
    relay.refuse(Some("/medical.json"));
    world.page.open("/which").await;
    world.page.wait_for_title("是什么事？").await;
    world.page.choose_answer("看病").await;
    world.page.wait_for_words("服务暂时没有回应").await;
    look(&world.page, "which-failed").await;
    relay.refuse(None);
    world.page.press("再试一次").await;
    world.page.wait_for_title("主要是哪件事？").await;
    world.without_relay();
}
