//! The pages that lead to an organization.

use super::look_as_elder;
use crate::page::Page;
use crate::world::World;

/// Pages that are there for everybody, and what the phone says without a network.
pub(super) async fn pages(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/").await;
    page.wait_for(".door").await;
    look(page, "home").await;
    look_as_elder(page, "home", look).await;
    page.believe_online(false).await;
    page.wait_for(".offline").await;
    look(page, "home-offline").await;
    page.believe_online(true).await;

    page.open("/search?q=qqqqqq").await;
    page.wait_for_title("搜一搜").await;
    page.wait_for_words("没认出").await;
    look(page, "search-nothing").await;
    page.open("/search?q=%E7%8E%84%E6%AD%A6%E5%8C%BA%E5%B7%A5%E8%B5%84")
        .await;
    page.wait_for(".suggestion").await;
    look(page, "search").await;

    for (path, title, state) in [
        ("/fields", "是哪一类的事？", "fields"),
        ("/health-check", "小微企业法治体检", "health-check"),
        ("/privacy", "您的个人信息怎么处理", "privacy"),
        ("/nowhere", "没有这个页面", "not-found"),
        ("/request/sent", "这里没有回执", "receipt-none"),
    ] {
        page.open(path).await;
        page.wait_for_title(title).await;
        look(page, state).await;
    }
}

/// What a search gives, and an organization.
pub(super) async fn results(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("/find?field=labor").await;
    page.wait_for(".organization-card").await;
    look(page, "results").await;
    look_as_elder(page, "results", look).await;
    page.press("选地区").await;
    page.choose_region("#place-city").await;
    page.wait_for_path("/find?field=labor&region=320106").await;
    page.wait_for(".organization-card").await;
    look(page, "results-region").await;
    page.open("/find?kind=personal-studio&service=online-mediation&field=medical")
        .await;
    page.wait_for_words("没有同时符合这些条件的组织").await;
    look(page, "results-empty").await;
    page.open("/find?field=nonsense").await;
    page.wait_for_words("这个链接里有看不懂的内容").await;
    look(page, "results-unreadable-link").await;

    page.open("/find?field=labor").await;
    page.click(".organization-card h2 a").await;
    page.wait_for(".organization-facts").await;
    look(page, "organization").await;
    page.open("/find?field=family").await;
    page.wait_for(".leave-bar").await;
    page.wait_for(".organization-card").await;
    look(page, "results-family").await;
    look_as_elder(page, "results-family", look).await;
    page.click(".organization-card h2 a").await;
    page.wait_for(".leave-bar").await;
    page.wait_for(".organization-facts").await;
    look(page, "organization-family").await;
    for (path, state) in [
        (
            "/find?kind=enterprise-committee",
            "organization-within-unit",
        ),
        ("/find?kind=arbitration", "organization-arbitration"),
    ] {
        page.open(path).await;
        page.wait_for(".card-limits").await;
        look(page, &format!("results-of-{state}")).await;
        page.click(".organization-card h2 a").await;
        page.wait_for(".organization-facts").await;
        look(page, state).await;
    }
    page.open("/organizations/none").await;
    page.wait_for_title("没有找到这个组织").await;
    look(page, "organization-unknown").await;
}

/// Filters, what they leave, and an organization that tells all there is to tell.
pub(super) async fn filters(world: &World, look: &mut impl AsyncFnMut(&Page, &str)) {
    world.add_organizations().await;
    let page = &world.page;
    page.open("/find").await;
    page.wait_for(".organization-card").await;
    page.press("筛选").await;
    page.wait_for(".filters [name=free] .chip-count").await;
    look(page, "filters").await;
    look_as_elder(page, "filters", look).await;
    page.click(".filters [value=weekend]").await;
    page.click(".filters [name=free]").await;
    page.wait_for_path("/find?open=weekend&free=yes").await;
    page.wait_for(".active-filters li + li").await;
    page.wait_for(".organization-card").await;
    look(page, "filters-chosen").await;
    page.press("看结果").await;
    look(page, "results-filtered").await;
    for (path, words, state) in [
        (
            "/find?language=wu&region=320508021",
            "双塔街道没有，已经放宽到姑苏区。",
            "results-widened",
        ),
        (
            "/find?language=wu&near=32.06,118.79",
            "10 公里内没有",
            "results-far",
        ),
    ] {
        page.open(path).await;
        page.wait_for_words(words).await;
        look(page, state).await;
    }
    page.click(".organization-card h2 a").await;
    page.wait_for(".mediators").await;
    page.click(".more-mediators summary").await;
    look(page, "organization-trusted").await;
    look_as_elder(page, "organization-trusted", look).await;
}

/// The map beside the results, and what is said where it does not come. Later states have maps too.
pub(super) async fn maps(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let tiles = world.show_maps().await;
    let relay = world.relay().await;
    let page = &world.page;
    relay.refuse(Some("/leaflet-"));
    page.open("/find?near=32.06,118.79").await;
    page.press("在地图上看").await;
    page.wait_for_words("地图没有打开。").await;
    look(page, "map-failed").await;
    relay.refuse(None);
    page.press("再试一次").await;
    page.wait_for("img.leaflet-tile-loaded").await;
    page.wait_for(".pin").await;
    look(page, "map").await;
    look_as_elder(page, "map", look).await;
    page.press("放大").await;
    page.wait_until(
        "it does not move any more",
        "return !document.querySelector('.leaflet-zoom-anim')",
    )
    .await;
    look(page, "map-near").await;
    tiles.refuse(true);
    page.open("/find?region=320106").await;
    page.press("在地图上看").await;
    page.wait_for_words("地图的图片没有打开。").await;
    look(page, "map-bare").await;
    world.page.move_to(world.server.url(""));
}

/// Each way in which a phone does not tell where it is.
pub(super) async fn places(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    for (code, words, state) in [
        (1, "没有得到定位的许可", "results-position-refused"),
        (
            2,
            "手机现在说不出自己的位置",
            "results-position-unavailable",
        ),
        (3, "还没有定到位置", "results-position-timed-out"),
    ] {
        page.open("/find?field=labor").await;
        page.wait_for(".organization-card").await;
        page.fail_to_locate(code).await;
        page.press("离我最近").await;
        page.wait_for_words(words).await;
        look(page, state).await;
    }
}

/// Without a network: a search and an organization that were seen before, and a search that was not.
pub(super) async fn without_network(world: &mut World, look: &mut impl AsyncFnMut(&Page, &str)) {
    let relay = world.relay().await;
    relay.pass_worker();
    let page = &world.page;
    page.open("/find?field=labor").await;
    page.click(".organization-card h2 a").await;
    page.wait_for(".organization-facts").await;
    page.open("/").await;
    relay.cut(true);
    page.believe_online(false).await;
    page.click(".door[href='/find?field=labor']").await;
    page.wait_for_words("现在没有网络，这是").await;
    look(page, "results-offline").await;
    page.click(".organization-card h2 a").await;
    page.wait_for_words("现在没有网络，这是").await;
    look(page, "organization-offline").await;
    page.believe_online(true).await;
    page.click(".logo").await;
    page.click(".door[href='/find?field=commercial']").await;
    page.wait_for_words("看过的，现在也能看").await;
    look(page, "results-failed").await;
    relay.cut(false);
    page.press("再试一次").await;
    page.wait_for(".organization-card").await;
    world.without_relay();
}
