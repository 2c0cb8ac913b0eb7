//! The case on the desk: opening it, keeping it current, putting it away.

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::number::RequestNumber;
use contract::problem::ProblemCode;
use contract::request::RequestView;

use crate::api::{self, ApiFailure, Party};
use crate::components::failure_words;
use crate::i18n::{Text, fill, text, wait_words};
use crate::pages::news::{keep_current, may_change};
use crate::platform::{focus, history, page};
use crate::routes::Route;
use crate::state::{CaseKey, stores};

/// What is on the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The form for number and code.
    Form,
    /// A case is being opened with a key that is already here.
    Opening,
    /// It could not be opened now, but the key may be right.
    Stuck(ApiFailure),
    /// The case.
    Open(Box<RequestView>),
    /// Number and code are right, but what people wrote was erased.
    Erased(RequestNumber),
}

/// The case on the desk. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Desk {
    stage: RwSignal<Stage>,
    /// Whether number and code are being tried.
    pub trying: RwSignal<bool>,
    /// Why number and code did not open a case.
    pub refused: RwSignal<Option<ApiFailure>>,
    /// What has just been done.
    pub done: RwSignal<Option<Text>>,
    /// Why the open case could not be brought up to date.
    pub trouble: RwSignal<Option<String>>,
    /// What is being written to the organization. It outlives the case on the screen being built anew.
    pub note: RwSignal<String>,
}

impl Desk {
    /// A desk with the case whose key is in the address or was kept by the tab; else an empty one.
    pub fn new() -> Self {
        let desk = Self {
            stage: RwSignal::new(Stage::Form),
            trying: RwSignal::new(false),
            refused: RwSignal::new(None),
            done: RwSignal::new(None),
            trouble: RwSignal::new(None),
            note: RwSignal::new(String::new()),
        };
        if !desk.take_from_address()
            && let Some(case) = stores().keepsakes.case()
        {
            desk.open(case);
        }
        history::on_fragment(move || {
            desk.take_from_address();
        });
        keep_current(
            move || desk.shown(),
            Box::new(move || Box::pin(desk.look())),
        );
        desk
    }

    /// What is on the screen.
    pub fn stage(self) -> Signal<Stage> {
        self.stage.into()
    }

    /// Opens the case whose key is in the fragment of the address, and wipes it from there before
    /// anything else.
    fn take_from_address(self) -> bool {
        let fragment = history::fragment();
        if fragment.is_empty() {
            return false;
        }
        history::replace_address(&Route::Track.to_path());
        let case = CaseKey::parse(&fragment);
        if let Some(case) = case.clone() {
            self.open(case);
        }
        case.is_some()
    }

    /// Opens a case with a key that did not come from the form.
    pub fn open(self, case: CaseKey) {
        self.stage.set(Stage::Opening);
        self.fetch(case);
    }

    /// Tries what was typed; the form stays until the case is there.
    pub fn try_typed(self, case: CaseKey) {
        if !self.trying.get_untracked() {
            self.fetch(case);
        }
    }

    /// Asks anew for the case that is open.
    pub fn refresh(self) {
        if let Some(case) = stores().keepsakes.case() {
            self.fetch(case);
        }
    }

    /// The case on the screen, in which version.
    fn shown(self) -> Option<(Party, u32)> {
        let version = self.stage.try_with(|stage| match stage {
            Stage::Open(view) => Some(view.version),
            _ => None,
        });
        let case = stores().keepsakes.case()?;
        Some((Party::Owner(case), version??))
    }

    /// Shows what is new, while somebody looks and nothing is being filled in. A failure says nothing: what is on the
    /// screen stays.
    async fn look(self) {
        let Some(Stage::Open(before)) = self.stage.try_get_untracked() else {
            return;
        };
        let keepsakes = stores().keepsakes;
        let sitting = keepsakes.sitting();
        let Some(case) = keepsakes.case() else {
            return;
        };
        if !may_change() {
            return;
        }
        let Ok(view) = api::open(&case).await else {
            return;
        };
        // Somebody may have left, gone on or begun to write meanwhile.
        let is_as_it_was = self
            .stage
            .try_get_untracked()
            .is_some_and(|stage| stage == Stage::Open(before.clone()));
        if keepsakes.sitting() == sitting && is_as_it_was && may_change() && view != *before {
            self.trouble.set(None);
            self.done.set(Some(Text::CaseChanged));
            stores().announcer.say(text(Text::CaseChanged));
            self.stage.set(Stage::Open(Box::new(view)));
        }
    }

    fn fetch(self, case: CaseKey) {
        self.trying.set(true);
        self.refused.set(None);
        self.trouble.set(None);
        let keepsakes = stores().keepsakes;
        let sitting = keepsakes.sitting();
        spawn_local(async move {
            let answer = api::open(&case).await;
            self.trying.try_set(false);
            // Whoever has left must not find the case open again.
            if keepsakes.sitting() != sitting {
                return;
            }
            match answer {
                Ok(view) => {
                    keepsakes.keep_case(case);
                    self.put(view);
                }
                Err(failure) => self.not_opened(case, failure),
            }
        });
    }

    fn not_opened(self, case: CaseKey, failure: ApiFailure) {
        if failure.code() == Some(ProblemCode::RequestErased) {
            self.erased(case);
            return;
        }
        let keepsakes = stores().keepsakes;
        let wrong = is_wrong_key(&failure);
        if wrong {
            keepsakes.drop_case(&case);
        }
        let Some(stage) = self.stage.try_get_untracked() else {
            return;
        };
        match stage {
            Stage::Form => {
                self.refused.set(Some(failure));
            }
            _ if wrong => {
                self.stage.set(Stage::Form);
                self.refused.set(Some(failure));
            }
            // What is on the screen is worth more than nothing, and so is what is being written on it.
            Stage::Open(_) => {
                self.trouble.set(Some(failure_words(&failure)));
            }
            Stage::Opening | Stage::Stuck(_) | Stage::Erased(_) => {
                keepsakes.keep_case(case);
                self.stage.set(Stage::Stuck(failure));
            }
        }
    }

    /// Shows a case, or its newer state.
    fn put(self, view: RequestView) {
        // The page may be gone by now, and the focus is somewhere else.
        if self.stage.is_disposed() {
            return;
        }
        self.stage.set(Stage::Open(Box::new(view)));
        page::before_paint(|| {
            focus::focus("#main h1");
        });
    }

    /// Shows that nothing is left of a case, and keeps nothing of it either.
    pub fn erased(self, case: CaseKey) {
        stores().keepsakes.leave();
        self.done.try_set(None);
        self.trouble.try_set(None);
        self.note.try_set(String::new());
        if self.stage.is_disposed() {
            return;
        }
        self.stage.set(Stage::Erased(case.number));
        page::before_paint(|| {
            focus::focus("#main h1");
        });
    }

    /// Shows the state after a move and says that it is done.
    pub fn moved(self, view: RequestView, done: Text) {
        self.trouble.try_set(None);
        self.done.try_set(Some(done));
        stores().announcer.say(text(done));
        self.put(view);
    }

    /// Puts everything away: the next person at this phone finds nothing.
    pub fn leave(self) {
        stores().keepsakes.leave();
        self.done.set(None);
        self.refused.set(None);
        self.trouble.set(None);
        self.note.set(String::new());
        self.stage.set(Stage::Form);
        stores().announcer.say(text(Text::CaseLeft));
        page::before_paint(|| {
            focus::focus("#main h1");
        });
    }

    /// After a move that was refused. Says whether that was all there is to say about it.
    pub fn overtaken(self, case: CaseKey, failure: &ApiFailure) -> bool {
        match failure.code() {
            Some(ProblemCode::RequestErased) => {
                self.erased(case);
                true
            }
            Some(
                ProblemCode::IllegalMove | ProblemCode::MustBeKept | ProblemCode::SlotsChanged,
            ) => {
                self.done.try_set(Some(Text::CaseChanged));
                stores().announcer.say(text(Text::CaseChanged));
                self.fetch(case);
                true
            }
            _ if is_wrong_key(failure) => {
                self.not_opened(case, failure.clone());
                true
            }
            _ => false,
        }
    }
}

/// Whether number and code are certainly not those of a request. A lock says nothing about them: somebody
/// else may have tried.
fn is_wrong_key(failure: &ApiFailure) -> bool {
    matches!(
        failure.code(),
        Some(ProblemCode::RequestNotFound | ProblemCode::MalformedParameter)
    )
}

/// The words for number and code that open nothing, with what else can be done. Whether the number
/// exists is never told. `None` for failures that say nothing about them.
pub fn turned_away(failure: &ApiFailure) -> Option<(String, Option<Text>)> {
    let ApiFailure::Rejected(problem) = failure else {
        return None;
    };
    match problem.code {
        ProblemCode::RequestNotFound | ProblemCode::MalformedParameter => {
            Some((text(Text::TrackNotFound).to_owned(), None))
        }
        ProblemCode::Locked => {
            let wait = wait_words(problem.retry_after.unwrap_or_default());
            Some((
                fill(Text::TrackLocked, &[("wait", &wait)]),
                Some(Text::TrackLockedMore),
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::problem::Problem;

    fn rejected(code: ProblemCode, retry_after: Option<u32>) -> ApiFailure {
        ApiFailure::Rejected(Box::new(Problem {
            kind: "about:blank".into(),
            title: String::new(),
            status: code.http_status(),
            code,
            request_id: String::new(),
            issues: Vec::new(),
            legal_moves: Vec::new(),
            retry_after,
            filed_on: None,
            since: Vec::new(),
        }))
    }

    #[test]
    fn a_lock_says_how_long_and_what_else_to_do() {
        let words = turned_away(&rejected(ProblemCode::Locked, Some(900)));
        assert!(words.as_ref().is_some_and(|(words, more)| {
            words.contains("15 分钟") && *more == Some(Text::TrackLockedMore)
        }));
    }

    #[test]
    fn only_the_server_can_turn_somebody_away() {
        assert!(turned_away(&rejected(ProblemCode::RequestNotFound, None)).is_some());
        for failure in [
            ApiFailure::Offline,
            ApiFailure::TimedOut,
            rejected(ProblemCode::StorageUnavailable, None),
        ] {
            assert_eq!(turned_away(&failure), None, "{failure:?}");
        }
    }

    #[test]
    fn a_lock_takes_nobodys_key_away() {
        assert!(is_wrong_key(&rejected(ProblemCode::RequestNotFound, None)));
        assert!(!is_wrong_key(&rejected(ProblemCode::Locked, Some(900))));
        assert!(failure_words(&rejected(ProblemCode::Locked, Some(900))).contains("15 分钟"));
        assert!(!is_wrong_key(&ApiFailure::Offline));
    }
}
