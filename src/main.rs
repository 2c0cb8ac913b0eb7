//! The Fengqiao portal in the browser: finds a mediation organization, files a request and follows it.

#![allow(
    unreachable_pub,
    reason = "a program has no outside: pub means for the other modules"
)]

mod api;
mod app;
mod components;
mod i18n;
mod pages;
mod platform;
mod routes;
mod state;

use browser::{router, view};

fn main() {
    platform::crash::report_panics();
    view::mount(app::app);
    // In the same task, so that nothing is painted in between: the app shows what the shell showed.
    platform::page::remove_shell();
}
