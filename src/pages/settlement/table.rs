//! What lies on the table: fetching the terms, and saying something of them.

use std::sync::Arc;

use contract::draft::{Field, Issue};
use contract::problem::ProblemCode as P;
use contract::settlement::{PaymentReport, SettlementView, TermsAnswer};
use contract::status::Actor;

use crate::api::{self, ApiFailure, Seat};
use crate::components::NotSent;
use crate::i18n::{Text, text};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page, random};
use crate::state::stores;
use crate::view::prelude::*;

/// The id of the words about a failure.
const FAILED: &str = "not-sent";

/// What is on the screen.
#[derive(Clone)]
pub enum Stage {
    /// No case is open.
    NoCase,
    /// There are no terms yet.
    NoTerms,
    /// They are being fetched.
    Opening,
    /// They could not be fetched now.
    Stuck(ApiFailure),
    /// The terms.
    Open(Arc<Open>),
}

/// The terms, and who reads them.
#[derive(Debug, PartialEq, Eq)]
pub struct Open {
    /// Which side.
    pub side: Actor,
    /// What they see.
    pub view: SettlementView,
}

/// What somebody wants to say.
#[derive(Clone, PartialEq, Eq)]
pub enum Wish {
    /// Of the terms.
    Answer(TermsAnswer),
    /// Of a payment.
    Payment(PaymentReport),
}

/// The table. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Table {
    side: Actor,
    stage: RwSignal<Stage>,
    busy: RwSignal<bool>,
    done: RwSignal<Option<Text>>,
    failure: RwSignal<Option<ApiFailure>>,
    /// Whether a change is being written.
    pub writing: RwSignal<bool>,
    /// What is being written. It outlives the terms on the screen being built anew.
    pub note: RwSignal<String>,
    /// What is wrong with it.
    pub issues: RwSignal<Vec<Issue>>,
    /// What was last sent, under which key: the same again has the same key, which makes that harmless.
    last: StoredValue<Option<(Wish, String)>>,
    /// Who was at the phone when the page was opened.
    sitting: u32,
}

impl Table {
    /// The table of the case that this side has open.
    pub fn new(side: Actor) -> Self {
        let table = Self {
            side,
            stage: RwSignal::new(Stage::NoCase),
            busy: RwSignal::new(false),
            done: RwSignal::new(None),
            failure: RwSignal::new(None),
            writing: RwSignal::new(false),
            note: RwSignal::new(String::new()),
            issues: RwSignal::new(Vec::new()),
            last: StoredValue::new(None),
            sitting: stores().keepsakes.sitting(),
        };
        table.open();
        page::on_return(move || spawn_local(table.look()));
        table
    }

    /// What is on the screen.
    pub fn stage(self) -> Stage {
        self.stage.get()
    }

    /// Whether something is being sent.
    pub fn busy(self) -> RwSignal<bool> {
        self.busy
    }

    /// With what the case is opened, if it is.
    pub fn seat(self) -> Option<Seat> {
        let keepsakes = stores().keepsakes;
        match self.side {
            Actor::Respondent => keepsakes.invited().map(Seat::OtherSide),
            _ => keepsakes.case().map(Seat::Applicant),
        }
    }

    /// Fetches the terms.
    pub fn open(self) {
        let Some(seat) = self.seat() else {
            self.stage.set(Stage::NoCase);
            return;
        };
        self.stage.set(Stage::Opening);
        spawn_local(async move {
            let answer = api::settlement(&seat).await;
            if self.is_left() {
                return;
            }
            match answer {
                Ok(view) => self.put(view),
                Err(failure) => self.not_opened(failure),
            }
        });
    }

    /// Shows what is new when somebody comes back and is writing nothing. A failure says nothing.
    async fn look(self) {
        let Some(Stage::Open(before)) = self.stage.try_get_untracked() else {
            return;
        };
        let is_free = move || {
            let is_quiet = |signal: RwSignal<bool>| signal.try_get_untracked() == Some(false);
            is_quiet(self.writing) && is_quiet(self.busy)
        };
        let Some(seat) = self.seat().filter(|_| is_free()) else {
            return;
        };
        let Ok(view) = api::settlement(&seat).await else {
            return;
        };
        if !self.is_left() && is_free() && view != before.view {
            self.tell(Text::CaseChanged);
            self.put(view);
        }
    }

    fn not_opened(self, failure: ApiFailure) {
        let stage = match failure.code() {
            Some(P::TermsNotFound) => Stage::NoTerms,
            Some(P::RequestNotFound | P::RequestErased | P::InvitationNotFound) => Stage::NoCase,
            _ => Stage::Stuck(failure),
        };
        self.stage.try_set(stage);
    }

    /// Asks for a change in the words that were written, if there are any.
    pub fn ask_for_change(self, version: u32) {
        let note = self.note.get_untracked();
        let answer = TermsAnswer::AskForChange { version, note };
        match answer.parse() {
            Ok(_) => self.say(Wish::Answer(answer), Text::TermsChangeDone),
            Err(issues) => {
                self.issues.set(issues);
                page::before_paint(|| {
                    focus::focus_field(Field::Note.as_str());
                });
            }
        }
    }

    /// Says something. However often it is sent, it arrives once.
    pub fn say(self, wish: Wish, done: Text) {
        let Some(seat) = self.seat() else {
            self.stage.set(Stage::NoCase);
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        self.done.set(None);
        let before = self.last.get_value().filter(|(sent, _)| *sent == wish);
        let key = before.map_or_else(random::idempotency_key, |(_, key)| key);
        self.last.set_value(Some((wish.clone(), key.clone())));
        spawn_local(async move {
            let answer = match &wish {
                Wish::Answer(answer) => api::answer_terms(&seat, &key, answer).await,
                Wish::Payment(report) => api::report_payment(&seat, &key, report).await,
            };
            self.busy.try_set(false);
            if self.is_left() {
                return;
            }
            match answer {
                Ok(view) => {
                    // The same said again later is said anew.
                    self.last.try_set_value(None);
                    self.writing.try_set(false);
                    self.note.try_set(String::new());
                    self.tell(done);
                    self.put(view);
                    to("#main h1");
                }
                Err(failure) if is_overtaken(&failure) => {
                    let is_other = failure.code() == Some(P::TermsChanged);
                    self.tell(if is_other {
                        Text::TermsStale
                    } else {
                        Text::CaseChanged
                    });
                    self.open();
                    to("#main h1");
                }
                Err(failure) => {
                    self.failure.try_set(Some(failure));
                    to(&["#", FAILED].concat());
                }
            }
        });
    }

    fn tell(self, words: Text) {
        self.done.try_set(Some(words));
        stores().announcer.say(text(words));
    }

    /// What has just been done, or why it was not.
    pub fn said(self) -> View {
        view! {
            {move || self.done.get().map(|done| view! { <p class="done">{text(done)}</p> })}
            <NotSent failure=self.failure id=FAILED/>
        }
    }

    fn put(self, view: SettlementView) {
        let side = self.side;
        self.stage
            .try_set(Stage::Open(Arc::new(Open { side, view })));
    }

    /// Whether the page is gone, or somebody else sits here now.
    fn is_left(self) -> bool {
        self.stage.is_disposed() || stores().keepsakes.sitting() != self.sitting
    }
}

fn to(selector: &str) {
    let selector = selector.to_owned();
    page::before_paint(move || {
        focus::focus(&selector);
    });
}

/// Whether something else has happened in between.
fn is_overtaken(failure: &ApiFailure) -> bool {
    let code = failure.code();
    matches!(
        code,
        Some(P::TermsChanged | P::TermsNotFound | P::IllegalMove | P::Invalid)
    )
}
