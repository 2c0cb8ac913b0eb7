//! Signing in to the desk through the identity provider of one's employer, which is another site.

use contract::desk::Role;
use support::applicant::any_organization;
use support::desk::Desk;
use support::page::Page;
use support::provider::IdentityProvider;
use support::world::journey;

const WAY: &str = "用单位统一账号登录";

/// Says at the provider who one is, and that it may be told.
async fn sign_in_there(page: &Page, login: &str) {
    page.press(WAY).await;
    page.wait_until("the provider asks", "return document.title === 'login'")
        .await;
    page.fill("#login", login).await;
    page.click("#go").await;
    page.wait_until("it may be told", "return document.title === 'consent'")
        .await;
    page.click("#go").await;
}

#[test]
fn one_comes_back_from_the_provider_to_the_page_one_wanted() {
    journey(async |world| {
        let (_provider, settings) = world.sign_in_elsewhere();
        let organization = any_organization(&world.server).await;
        let account = world.server.account(&organization, Role::Lead);
        let subject = IdentityProvider::subject(&account.login);
        let link = ["account", "link", &account.login, "--subject", &subject];
        let settings: Vec<_> = settings.iter().map(String::as_str).collect();
        let linked = world.server.command(&[&link, settings.as_slice()].concat());
        linked.expect("the account can be linked");
        let page = &world.page;
        page.open("/desk/audit").await;
        page.wait_for_title("登录工作台").await;
        sign_in_there(page, &account.login).await;
        page.wait_for_title("查阅日志").await;
        assert_eq!(page.path().await, "/desk/audit");
        // The log says so, beside the account's name to sign in with.
        let first = page.words(".audit li").await.unwrap();
        assert!(
            first.contains(&account.login) && first.contains(WAY),
            "{first}"
        );
        // The session holds when the page is loaded again, and ends like any other.
        page.reload().await;
        page.wait_for_title("查阅日志").await;
        page.open("/desk/account").await;
        page.press("退出登录").await;
        page.wait_for_title("登录工作台").await;
    });
}

#[test]
fn who_has_no_account_is_told_and_can_use_a_password() {
    journey(async |world| {
        let (_provider, _) = world.sign_in_elsewhere();
        let organization = any_organization(&world.server).await;
        let account = world.server.account(&organization, Role::Lead);
        let page = &world.page;
        page.open("/desk/account").await;
        page.wait_for_title("登录工作台").await;
        sign_in_there(page, "nobody").await;
        page.wait_for_words("还没有连上工作台的账号").await;
        assert_eq!(page.path().await, "/desk/account");
        let desk = Desk::at(page);
        desk.sign_in(&account).await;
        page.wait_for_title("我的账号").await;
    });
}
