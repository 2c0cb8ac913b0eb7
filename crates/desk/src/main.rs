//! The desk: where the people at an organization read, answer and move on what reaches them. An app of its own, served
//! below `/desk/`; nothing of it is in the public one.

#![allow(
    unreachable_pub,
    reason = "a program has no outside: pub means for the other modules"
)]

mod api;
mod app;
mod drafts;
mod i18n;
mod pages;
mod parts;
mod routes;
mod session;
mod state;

use browser::view;

fn main() {
    browser::crash::report_panics();
    view::mount(app::app);
    // In the same task, so that nothing is painted in between.
    browser::page::remove_shell();
}
