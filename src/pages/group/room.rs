//! The group on the screen: fetching it, and doing something about it.

use std::pin::Pin;
use std::sync::Arc;

use contract::group::{GroupMove, GroupPart, StartGroup};
use contract::problem::ProblemCode;

use crate::api::{self, ApiFailure};
use crate::components::NotSent;
use crate::i18n::{Text, text};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page};
use crate::state::{CaseKey, stores};
use crate::view::prelude::*;

/// The selector of the words about a failure.
const FAILED: &str = "#not-sent";

/// What is on the screen.
#[derive(Clone, Debug)]
pub enum Stage {
    /// No request is open.
    NoCase,
    /// It is being fetched.
    Opening,
    /// It could not be fetched now.
    Stuck(ApiFailure),
    /// The group, or what one would share.
    Open(Arc<GroupPart>),
}

/// The group on the screen. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Room {
    stage: RwSignal<Stage>,
    busy: RwSignal<bool>,
    /// What has just been done.
    done: RwSignal<Option<Text>>,
    failure: RwSignal<Option<ApiFailure>>,
    /// Who was at the phone when the page was opened.
    sitting: u32,
}

impl Room {
    /// The room of the request that is open.
    pub fn new() -> Self {
        let room = Self {
            stage: RwSignal::new(Stage::NoCase),
            busy: RwSignal::new(false),
            done: RwSignal::new(None),
            failure: RwSignal::new(None),
            sitting: stores().keepsakes.sitting(),
        };
        room.open();
        room
    }

    /// What is on the screen.
    pub fn stage(self) -> Signal<Stage> {
        self.stage.into()
    }

    /// Whether something is being done.
    pub fn busy(self) -> RwSignal<bool> {
        self.busy
    }

    /// Fetches the group.
    pub fn open(self) {
        let Some(case) = stores().keepsakes.case() else {
            self.stage.set(Stage::NoCase);
            return;
        };
        self.stage.set(Stage::Opening);
        spawn_local(async move {
            let answer = api::group(&case).await;
            if self.is_left() {
                return;
            }
            match answer {
                Ok(part) => self.put(part),
                Err(failure) if failure.code() == Some(ProblemCode::RequestNotFound) => {
                    stores().keepsakes.drop_case(&case);
                    self.stage.try_set(Stage::NoCase);
                }
                Err(failure) => {
                    self.stage.try_set(Stage::Stuck(failure));
                }
            }
        });
    }

    /// Starts a group.
    pub fn start(self, start: StartGroup) {
        self.ask(Text::GroupStarted, "#main h1".to_owned(), move |case| {
            Box::pin(async move { api::start_group(&case, start).await })
        });
    }

    /// Does something about the group. Afterwards the focus is on what the selector names, if that is still
    /// there.
    pub fn act(self, wish: GroupMove, done: Text, then: impl Into<String>) {
        self.ask(done, then.into(), move |case| {
            Box::pin(async move { api::group_move(&case, &wish).await })
        });
    }

    fn ask(
        self,
        done: Text,
        then: String,
        send: impl FnOnce(CaseKey) -> Pin<Box<dyn Future<Output = Result<GroupPart, ApiFailure>>>>,
    ) {
        let Some(case) = stores().keepsakes.case() else {
            self.stage.set(Stage::NoCase);
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        self.done.set(None);
        let sent = send(case);
        spawn_local(async move {
            let answer = sent.await;
            self.busy.try_set(false);
            if self.is_left() {
                return;
            }
            match answer {
                Ok(part) => {
                    self.done.try_set(Some(done));
                    stores().announcer.say(text(done));
                    self.put(part);
                    focus_then(then);
                }
                Err(failure) if is_overtaken(&failure) => {
                    self.done.try_set(Some(Text::CaseChanged));
                    stores().announcer.say(text(Text::CaseChanged));
                    self.open();
                }
                Err(failure) => {
                    self.failure.try_set(Some(failure));
                    // What is ticked is again what the server knows.
                    if let Some(stage) = self.stage.try_get_untracked() {
                        self.stage.set(stage);
                    }
                    focus_then(FAILED.to_owned());
                }
            }
        });
    }

    /// What has just been done, or why it was not.
    pub fn said(self) -> View {
        view! {
            {move || self.done.get().map(|done| view! { <p class="done">{text(done)}</p> })}
            <NotSent failure=self.failure id="not-sent"/>
        }
    }

    fn put(self, part: GroupPart) {
        self.stage.try_set(Stage::Open(Arc::new(part)));
    }

    /// Whether the page is gone, or somebody else sits here now.
    fn is_left(self) -> bool {
        self.stage.is_disposed() || stores().keepsakes.sitting() != self.sitting
    }
}

fn focus_then(selector: String) {
    page::before_paint(move || {
        if !focus::focus(&selector) {
            focus::focus("#main h1");
        }
    });
}

/// Whether something else has happened in between.
fn is_overtaken(failure: &ApiFailure) -> bool {
    matches!(
        failure.code(),
        Some(ProblemCode::GroupNotNow | ProblemCode::GroupNotFound | ProblemCode::RequestNotFound)
    )
}
