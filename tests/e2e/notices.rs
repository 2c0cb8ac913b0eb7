//! Being told of news, and being asked before the same is filed twice.

use fantoccini::key::Key;
use support::server::Server;
use support::staff::Staff;
use support::world::journey;

/// How much news waits to be told, as the server counts it.
async fn waiting(server: &Server) -> String {
    let answer = reqwest::get(server.url("/metrics")).await.unwrap();
    let text = answer.text().await.unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with("notices_waiting "));
    line.expect("the news is counted").to_owned()
}

#[test]
fn whoever_chooses_mail_is_told_by_mail() {
    journey(async |world| {
        let mail = world.send_mail().await;
        let page = &world.page;
        page.begin().await;
        page.answer_about().await;
        page.answer_you().await;
        page.answer_other_side().await;
        page.answer_story().await;
        page.answer_details().await;
        page.answer_sums().await;
        page.answer_evidence().await;
        // Nothing is chosen beforehand, and only what there is can be.
        page.wait_for("#notice_channels").await;
        assert!(!page.has("input[name=notice_channels]:checked").await);
        assert!(!page.has("input[name=notice_channels][value=sms]").await);
        assert!(!page.has("#notice_email").await);
        page.choose_mail("zhang.san@example").await;
        page.go_on().await;
        page.wait_for_words("邮箱地址请写完整").await;
        assert_eq!(
            page.value("#notice_email").await.as_deref(),
            Some("zhang.san@example")
        );
        page.fill("#notice_email", "zhang.san@example.com").await;
        page.answer_contact().await;
        page.wait_for_words("发邮件到 zhang.san@example.com").await;
        page.agree().await;
        page.go_on().await;
        let kept = page.receipt().await;
        let told = page
            .retry("the mail is there", async || mail.taken().pop())
            .await;
        assert_eq!(told.to, ["zhang.san@example.com"]);
        assert!(told.text().contains(&kept.number), "{}", told.text());
        assert!(!told.text().contains(&kept.code));

        // Elsewhere from now on, and then no more.
        page.open_case(&kept).await;
        page.press("更正资料").await;
        page.wait_for("input[name=notice_channels][value=email]:checked")
            .await;
        page.fill("#notice_email", "li.si").await;
        page.press("发送更正").await;
        page.wait_for("#notice_email-error").await;
        page.fill("#notice_email", "li.si@example.com").await;
        page.press("发送更正").await;
        page.wait_for_words("改成li.si@example.com").await;
        page.press("更正资料").await;
        page.click("input[name=notice_channels][value=email]").await;
        page.press("发送更正").await;
        page.wait_for_words("有新消息时：发邮件，改成没有填").await;
        page.press("给调解员留言").await;
        page.fill("#note", "补充一句。").await;
        page.press("发送留言").await;
        page.wait_for_words("补充一句").await;
        assert!(waiting(&world.server).await.ends_with(" 0"));
        assert_eq!(mail.taken().len(), 1, "nobody is told any more");
    });
}

#[test]
fn whoever_is_afraid_is_told_nothing_unless_it_is_safe() {
    journey(async |world| {
        let mail = world.send_mail().await;
        let page = &world.page;
        page.open("/which").await;
        page.answer_with("家里的事", "您现在安全吗？").await;
        page.answer_with("不安全", "先打 110 报警").await;
        // What was said in the guide goes along within the app, and nowhere else.
        page.click(".logo").await;
        page.click(".search-link").await;
        page.wait_for("#search:focus").await;
        page.keys("xuanwu").await;
        page.wait_for_words("南京市 玄武区").await;
        page.key(Key::Down).await;
        page.wait_for("#search[aria-activedescendant=suggestions-0]")
            .await;
        page.key(Key::Enter).await;
        page.wait_for_path("/find?region=320102").await;
        page.wait_for(".organization-card").await;
        page.click(".organization-card a.button").await;
        page.wait_for_step("about", "是什么事？").await;
        page.click("input[name=field][value=family]").await;
        page.wait_for("#afraid:checked").await;
        page.answer_family().await;
        page.wait_for_words("不选就什么都不发").await;
        page.choose_mail("zhang.san@example.com").await;
        page.go_on().await;
        page.wait_for_words("请选什么时候发安全").await;
        page.wait_for_words("只有您自己看得到才能发").await;
        page.click("input[name=notice_times][value=weekend]").await;
        page.click("#notice_private").await;
        page.go_on().await;
        page.wait_for_step("check", "核对一遍，再发送").await;
        page.wait_for_words("只在这些时候发：周六周日，9 点到 17 点")
            .await;
        page.click("a[href='/request/contact?return=check']").await;
        page.wait_for_step("contact", "怎么谈方便？").await;
        page.click("input[name=notice_channels][value=email]").await;
        page.go_on().await;
        page.wait_for_words("什么都不发给您").await;
        page.agree().await;
        page.go_on().await;
        page.receipt().await;
        assert_eq!(waiting(&world.server).await, "notices_waiting 0");
        assert!(mail.taken().is_empty());
        let left = page
            .script("return JSON.stringify(localStorage)", vec![])
            .await;
        let left = left.as_str().unwrap();
        assert!(
            !left.contains("afraid") && !left.contains("filer"),
            "{left}"
        );
    });
}

#[test]
fn who_files_the_same_again_decides() {
    journey(async |world| {
        let page = &world.page;
        let (first, _) = page.file().await;
        let organization = page.fill_in().await;
        page.agree().await;
        page.go_on().await;
        page.wait_for_words("可能重复了，还没有发出去").await;
        page.wait_until(
            "the words have the focus",
            "return document.activeElement.id === 'not-sent'",
        )
        .await;
        let staff = Staff::of(&world.server, &organization);
        assert_eq!(staff.queue().await.requests.len(), 1);
        page.press("查看以前的申请").await;
        page.wait_for_title("申请已送到，等组织答复").await;
        page.back().await;
        page.wait_for_step("check", "核对一遍，再发送").await;
        page.wait_for_words("可能重复了，还没有发出去").await;
        page.press("仍要提交").await;
        let second = page.receipt().await;
        assert_ne!(first.number, second.number);
        assert_eq!(staff.queue().await.requests.len(), 2);
    });
}
