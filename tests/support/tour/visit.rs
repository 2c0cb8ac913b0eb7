//! The request for a legal health check by people who know the law: whom to ask, the form, and what comes of it.

use contract::staff::StaffMove;

use super::look_as_elder;
use crate::page::Page;
use crate::staff::Staff;
use crate::world::World;

/// From the choice of an organization to its report. Needs one that offers it.
pub(super) async fn asked_for(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let relay = world.relay().await;
    let page = &world.page;
    page.open_checked("/health-check/result", "unclear").await;
    page.wait_for_title("自测结果").await;
    page.press("申请法治体检").await;
    let organization = page.first_organization().await;
    look(page, "visit-whom").await;
    page.click(".organization-card .button").await;
    page.wait_for("#firm_name").await;
    look(page, "visit").await;
    look_as_elder(page, "visit", look).await;
    page.fill("#mobile", "139").await;
    page.go_on().await;
    page.wait_for("#error-summary").await;
    look(page, "visit-wrong").await;
    look_as_elder(page, "visit-wrong", look).await;
    page.fill("#firm_name", "某某五金厂").await;
    page.choose_region("#region").await;
    page.fill("#name", "李四").await;
    page.fill("#mobile", "13987654321").await;
    page.click("[name=manner][value=window]").await;
    page.click("#consent_privacy").await;
    page.click("#consent_share").await;
    relay.lose_next_answer();
    page.go_on().await;
    page.wait_for_words("有没有送到，还不知道").await;
    page.wait_for("fieldset:disabled").await;
    look(page, "visit-in-doubt").await;
    page.go_on().await;
    let kept = page.receipt().await;
    look(page, "visit-receipt").await;

    let staff = Staff::of(&world.server, &organization);
    let accept = StaffMove::Accept {
        note: String::new(),
    };
    let report = StaffMove::HandOverReport {
        note: "先和每个人补签劳动合同。".to_owned(),
    };
    let steps = [
        ("case-visit-accepted", accept, "已受理"),
        ("case-visit-reported", report, "体检报告已经出具"),
    ];
    for (state, step, words) in steps {
        staff.act(&kept.number, &step).await;
        page.open_case(&kept).await;
        page.wait_for_words(words).await;
        look(page, state).await;
    }
    world.without_relay();
}
