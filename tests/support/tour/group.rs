//! Filing together, from both sides.

use contract::group::GroupMove;

use crate::applicant::file;
use crate::colleagues::{act, join, start_group};
use crate::page::Page;
use crate::world::World;

/// Beginning a group, inviting, and ten members who choose representatives.
pub(super) async fn own(
    world: &World,
    organization: &str,
    look: &mut impl AsyncFnMut(&Page, &str),
) {
    let (page, server) = (&world.page, &world.server);
    page.open("/group").await;
    page.wait_for_words("先用编号和查询码打开您的申请").await;
    look(page, "group-no-case").await;
    let starter = file(server, organization, "group-starter").await;
    page.open_case(&starter).await;
    page.press("邀请同事一起申请").await;
    page.wait_for("#group-consent").await;
    look(page, "group-start").await;
    page.press("开始邀请").await;
    page.wait_for_words("要同意把上面这些给同事看").await;
    look(page, "group-start-wrong").await;
    page.click("#group-consent").await;
    page.press("开始邀请").await;
    page.wait_for(".qr svg").await;
    look(page, "group-started").await;
    page.press("不再让人加入").await;
    page.press("退出一起申请").await;
    page.wait_for("#group-leave-sure").await;
    look(page, "group-sure").await;

    let code = start_group(server, &starter).await;
    for number in 2..=10 {
        let name = format!("同事{number}");
        let member = join(server, organization, &code, &name).await;
        if number > 8 {
            act(server, &member, &GroupMove::ShowName { shown: true }).await;
        }
        // Nobody can stand before there are ten.
        act(
            server,
            &member,
            &GroupMove::Stand {
                stands: number == 10,
            },
        )
        .await;
    }
    page.reload().await;
    page.wait_for("input[id^=group-vote-]").await;
    look(page, "group-ten").await;
    invited(page, &code, look).await;
    act(server, &starter, &GroupMove::Close {}).await;
    page.open_case(&starter).await;
    page.press("看一起申请的情况").await;
    page.wait_for_words("这个组已经不再让人加入").await;
    look(page, "group-closed").await;
}

/// Being invited, with a wrong code and with the right one.
async fn invited(page: &Page, code: &str, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/join").await;
    page.wait_for("#join_code").await;
    look(page, "join").await;
    page.fill("#join_code", "00000-00001").await;
    page.press("打开").await;
    page.wait_for_words("加入码不对").await;
    look(page, "join-mistyped").await;
    page.fill("#join_code", "00000-00000").await;
    page.press("打开").await;
    page.wait_for_words("没有这个加入码").await;
    look(page, "join-unknown").await;
    page.fill("#join_code", code).await;
    page.press("打开").await;
    page.wait_for_title("同事邀请您一起申请").await;
    look(page, "join-invited").await;
    page.press("我也申请").await;
    page.wait_for_words("您在和同事一起申请").await;
    look(page, "request-about-joining").await;
    page.press("清空已填的内容").await;
    page.press("清空").await;
}
