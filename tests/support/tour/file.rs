//! The request, from its first question to its receipt.

use super::look_as_elder;
use crate::page::Page;
use crate::papers::Papers;
use crate::portal::CHOOSE_FILES;
use crate::portal::Kept;
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
    page.click("input[name=respondent_kind][value=company]")
        .await;
    page.fill("#respondent_code", "9144").await;
    page.press("再加一方").await;
    page.wait_for("#other-1-name").await;
    page.fill("#other-1-contact", "店里").await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "request-other-side-wrong").await;
    look_as_elder(page, "request-other-side-wrong", look).await;
    page.fill("#respondent_code", "914403001922038216").await;
    page.press("去掉这一方").await;
    page.answer_other_side().await;
    look(page, "request-story").await;
    page.answer_story().await;
    page.wait_for("#tried").await;
    look(page, "request-details").await;
    look_as_elder(page, "request-details", look).await;
    page.answer_details().await;
    page.fill("#claim-deposit", "-1").await;
    page.fill("#months-wages", "3").await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "request-sums-wrong").await;
    look_as_elder(page, "request-sums-wrong", look).await;
    page.fill("#claim-deposit", "500").await;
    page.answer_sums_and("一共要 12500 元").await;
    look(page, "request-evidence").await;
    look_as_elder(page, "request-evidence", look).await;
    let papers = Papers::default();
    let files = [
        papers
            .pdf("劳动合同（2026年3月签的那一份，有公章）.pdf", 2_000)
            .0,
        papers.write("程序.exe", b"MZ"),
    ];
    page.choose_files(CHOOSE_FILES, &files).await;
    page.wait_for_words("先勾选同意").await;
    look(page, "request-evidence-not-agreed").await;
    page.agree_to_uploads().await;
    page.choose_files(CHOOSE_FILES, &files).await;
    page.wait_for_words("传好了").await;
    page.wait_for_words("这种文件不收").await;
    look(page, "request-evidence-sent").await;
    look_as_elder(page, "request-evidence-sent", look).await;
    page.press("改一改在这部手机上留多久").await;
    look(page, "request-keep").await;
    page.answer_evidence().await;
    look(page, "request-contact").await;
    page.answer_contact().await;
    look(page, "request-check").await;
    look_as_elder(page, "request-check", look).await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "request-check-wrong").await;
    page.agree().await;
}

/// Files that cannot be sent now: how they wait, and what can be done about it. Then the drafts on this phone.
pub(super) async fn waiting(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let relay = world.relay().await;
    let page = &world.page;
    page.come_to_evidence().await;
    relay.ration(Some(("PATCH /api/v1/evidence/", 1)));
    let papers = Papers::default();
    let files = ["甲.pdf", "乙.pdf"].map(|name| papers.pdf(name, 1_000_000).0);
    page.choose_files(CHOOSE_FILES, &files).await;
    page.wait_for_words("过一会儿会接着传").await;
    look(page, "request-evidence-paused").await;
    look_as_elder(page, "request-evidence-paused", look).await;
    page.answer_evidence().await;
    page.answer_contact().await;
    page.agree().await;
    page.go_on().await;
    page.wait_for_words("还有 2 个文件没有传好").await;
    look(page, "request-unsent").await;
    look_as_elder(page, "request-unsent", look).await;
    page.press("等传好就发送").await;
    page.wait_for_words("正在等文件传好").await;
    look(page, "request-unsent-waiting").await;
    page.open("/request/about?organization=none&field=property")
        .await;
    page.wait_for_title("您还有一份没写完的申请").await;
    look(page, "request-another").await;
    look_as_elder(page, "request-another", look).await;
    page.press("另写一份新的，那一份留着").await;
    page.wait_for_title("是什么事？").await;
    look(page, "request-beside").await;
    page.fill("#amount", "1").await;
    page.go_on().await;
    page.wait_for_step("you", "怎么联系您？").await;
    page.fill("#name", "李四").await;
    page.open("/").await;
    page.wait_for(".drafts-link").await;
    look(page, "home-drafts").await;
    page.click(".drafts-link a").await;
    page.wait_for(".draft").await;
    look(page, "drafts").await;
    look_as_elder(page, "drafts", look).await;
    page.press("全部删掉").await;
    page.wait_for_words("删掉后找不回来").await;
    look(page, "drafts-sure").await;
    page.press("删掉").await;
    page.wait_for_words("这里没有没写完的申请").await;
    look(page, "drafts-none").await;
    relay.ration(None);
    world.without_relay();
}

/// What platform workers are asked, and somebody who helps.
pub(super) async fn gig(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.begin_gig().await;
    page.click("input[name=helper_relation][value=child]").await;
    page.wait_for("#helper_name").await;
    page.press("申请书上的其他栏，可不填").await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "request-helper-wrong").await;
    look_as_elder(page, "request-helper-wrong", look).await;
    page.click("input[name=helper_relation][value='']").await;
    page.answer_you().await;
    page.go_on().await;
    page.wait_for_step("what-happened", "发生了什么？").await;
    page.answer_story().await;
    look(page, "request-details-gig").await;
    page.go_on().await;
    page.wait_for_step("work", "平时怎么干活？").await;
    page.say_how_work_goes().await;
    look(page, "request-work").await;
    look_as_elder(page, "request-work", look).await;
    page.press("清空已填的内容").await;
    page.press("清空").await;
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

/// The same filed again: likely a duplicate, and sent all the same. Gives the receipt and the organization's id.
pub(super) async fn again(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) -> (Kept, String) {
    let organization = page.fill_in().await;
    page.agree().await;
    page.go_on().await;
    page.wait_for_words("可能重复了，还没有发出去").await;
    look(page, "request-likely").await;
    look_as_elder(page, "request-likely", look).await;
    page.press("仍要提交").await;
    (page.receipt().await, organization)
}

/// Disputes in a family begin with safety; who is afraid is told of news only when that is safe.
pub(super) async fn family(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let _mail = world.send_mail().await;
    // The browser keeps what the operator said before for a minute; not at another address.
    let _relay = world.relay().await;
    let page = &world.page;
    let organization = page.find_labor_organization().await;
    page.open(&format!(
        "/request/about?organization={organization}&field=family"
    ))
    .await;
    page.wait_for_title("是什么事？").await;
    page.wait_for_words("先顾安全").await;
    page.click("#afraid").await;
    look(page, "request-family").await;
    page.answer_family().await;
    page.wait_for("#notice_channels").await;
    look(page, "request-contact-afraid").await;
    page.choose_mail("zhang").await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "request-contact-wrong").await;
    look_as_elder(page, "request-contact-wrong", look).await;
    page.click("input[name=notice_channels][value=email]").await;
    page.go_on().await;
    page.wait_for_words("什么都不发给您").await;
    look(page, "request-check-afraid").await;
    world.without_relay();
}
