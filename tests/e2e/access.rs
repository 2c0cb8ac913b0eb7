//! For everybody: no accessibility fault in any state, everything by keyboard, text at twice its size.

use fantoccini::key::Key;
use serde_json::Value;
use support::browser::Colours;
use support::page::Page;
use support::portal::{MORE_QUESTIONS, STORY};
use support::tour::{tour, tour_desk};
use support::world::journey;

#[test]
fn no_state_has_an_accessibility_fault_in_light_or_dark() {
    journey(async |world| tour(world, accessible).await);
}

#[test]
fn every_state_can_be_read_at_twice_the_text_size() {
    journey(async |world| tour(world, readable).await);
}

#[test]
fn no_state_has_an_accessibility_fault_at_the_desk() {
    journey(async |world| tour_desk(world, accessible).await);
}

#[test]
fn every_state_can_be_read_at_twice_the_text_size_at_the_desk() {
    journey(async |world| tour_desk(world, readable).await);
}

async fn accessible(page: &Page, state: &str) {
    page.check(state).await;
    page.prefer(Colours::Dark).await;
    page.wait_until(
        "the colours are dark",
        "return matchMedia('(prefers-color-scheme: dark)').matches",
    )
    .await;
    page.assert_accessible(&format!("{state} in the dark"))
        .await;
    page.prefer(Colours::Light).await;
}

async fn readable(page: &Page, state: &str) {
    page.double_text().await;
    page.assert_fits(state).await;
    page.assert_controls_can_be_pressed(state).await;
    page.usual_text().await;
}

#[test]
fn a_request_can_be_filed_with_the_keyboard_alone() {
    journey(async |world| {
        let page = &world.page;
        page.open("/").await;
        page.tab_to(".door[href='/find?field=labor']").await;
        page.key(Key::Enter).await;
        page.wait_for(".organization-card").await;
        page.tab_to(".organization-card a.button").await;
        page.key(Key::Enter).await;
        page.wait_for_step("about", "是什么事？").await;
        page.tab_to("#main button[type=submit]").await;
        page.key(Key::Enter).await;

        page.wait_for_step("you", "怎么联系您？").await;
        page.tab_to("#name").await;
        page.keys("张三").await;
        page.key(Key::Tab).await;
        page.keys("13912345678").await;
        pick_first(page, "#region").await;
        pick_first(page, "#region-county").await;
        press_submit(page).await;

        page.wait_for_step("other-side", "对方是谁？").await;
        press_submit(page).await;
        page.wait_for_step("what-happened", "发生了什么？").await;
        page.tab_to("#story").await;
        page.keys(STORY).await;
        press_submit(page).await;
        for (step, title) in MORE_QUESTIONS {
            page.wait_for_step(step, title).await;
            press_submit(page).await;
        }
        page.wait_for_step("contact", "怎么谈方便？").await;
        page.tab_to("#contact_channels").await;
        page.keys(" ").await;
        press_submit(page).await;

        page.wait_for_step("check", "核对一遍，再发送").await;
        page.tab_to("#consent_privacy").await;
        page.keys(" ").await;
        page.tab_to("#consent_share").await;
        page.keys(" ").await;
        press_submit(page).await;
        page.receipt().await;
    });
}

#[test]
fn a_request_can_be_followed_and_withdrawn_with_the_keyboard_alone() {
    journey(async |world| {
        let page = &world.page;
        page.file().await;
        page.tab_to(".receipt-track a").await;
        page.key(Key::Enter).await;
        page.wait_for_title("申请已送到，等组织答复").await;

        page.tab_to(".steps-bottom button").await;
        page.key(Key::Enter).await;
        page.wait_until(
            "the note can be written",
            "return document.activeElement.id === 'note'",
        )
        .await;
        page.keys("还有一份工资条。").await;
        page.tab_to(".move button[type=submit]").await;
        page.key(Key::Enter).await;
        page.wait_for_words("留言已发出").await;

        page.tab_to(".withdraw button").await;
        page.key(Key::Enter).await;
        page.wait_until(
            "the first reason has the focus",
            "return document.activeElement.id === 'reason'",
        )
        .await;
        page.keys(" ").await;
        page.tab_to(".withdraw button[type=submit]").await;
        page.key(Key::Enter).await;
        page.wait_for_title("您撤回了申请").await;
        page.wait_for_words("还有一份工资条。").await;
    });
}

#[test]
fn the_skip_link_skips() {
    journey(async |world| {
        let page = &world.page;
        page.open("/find?field=labor").await;
        page.wait_for(".organization-card").await;
        page.tab_to(".skip-link").await;
        page.key(Key::Enter).await;
        page.wait_until(
            "the main part has the focus",
            "return document.activeElement.id === 'main'",
        )
        .await;
    });
}

async fn press_submit(page: &Page) {
    page.tab_to("#main button[type=submit]").await;
    page.key(Key::Enter).await;
}

/// Chooses the first real option of a list with the arrow key, as soon as there are options.
async fn pick_first(page: &Page, css: &str) {
    page.wait_until(
        "the list has options",
        &format!("return !document.querySelector('{css}').disabled && document.querySelector('{css}').options.length > 1"),
    )
    .await;
    page.tab_to(css).await;
    page.key(Key::Down).await;
    page.retry(format_args!("{css} has a choice"), async || {
        let chosen = page
            .script("return document.activeElement.selectedIndex > 0", vec![])
            .await;
        (chosen == Value::Bool(true)).then_some(())
    })
    .await;
}
