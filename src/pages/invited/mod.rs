//! Being invited to mediate: number and code open it, and it says what this is, that it is voluntary, and what can be
//! answered.

mod answer;
mod shown;
mod words;

use contract::invitation::PartyView;
use contract::problem::ProblemCode;

use crate::api::{self, ApiFailure, Party};
use crate::components::form::{Question, SendBar, TextField, Typing};
use crate::components::{HelpLine, Notice, PageTitle, Tone, Waiting, failure_words};
use crate::i18n::{Text, fill, text, wait_words};
use crate::pages::news::{keep_current, may_change};
use crate::pages::track::typed::{Wrong, read};
use crate::platform::task::spawn_local;
use crate::platform::{focus, history, page};
use crate::routes::Route;
use crate::state::{CaseKey, stores};
use crate::view::prelude::*;

const NUMBER: &str = "number";
const CODE: &str = "code";

/// What is on the screen.
#[derive(Clone)]
enum Stage {
    /// The form for number and code.
    Form,
    /// The invitation is being fetched.
    Opening,
    /// The invitation.
    Open(Box<PartyView>),
}

/// The page's state. Copies share it.
#[derive(Clone, Copy)]
struct Gate {
    stage: RwSignal<Stage>,
    number: RwSignal<String>,
    code: RwSignal<String>,
    wrong: RwSignal<Wrong>,
    /// Why number and code opened nothing.
    refused: RwSignal<Option<ApiFailure>>,
    busy: RwSignal<bool>,
    /// What was just answered.
    done: RwSignal<Option<Text>>,
}

/// The page.
#[component]
pub fn Invited() -> impl IntoView {
    let gate = Gate::new();
    move || match gate.stage.get() {
        Stage::Form => form(gate),
        Stage::Opening => view! {
            <PageTitle words=text(Text::InvitedTitle).to_owned()/>
            <Waiting/>
        },
        Stage::Open(view) => shown::shown(gate, &view),
    }
}

impl Gate {
    fn new() -> Self {
        let gate = Self {
            stage: RwSignal::new(Stage::Form),
            number: RwSignal::new(String::new()),
            code: RwSignal::new(String::new()),
            wrong: RwSignal::new(Wrong::default()),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
            done: RwSignal::new(None),
        };
        if !gate.take_from_address()
            && let Some(invited) = stores().keepsakes.invited()
        {
            gate.stage.set(Stage::Opening);
            gate.fetch(invited);
        }
        history::on_fragment(move || {
            gate.take_from_address();
        });
        keep_current(
            move || gate.shown(),
            Box::new(move || Box::pin(gate.look())),
        );
        gate
    }

    /// Takes number and code in the fragment of the address, and wipes them from there before anything else.
    fn take_from_address(self) -> bool {
        let fragment = history::fragment();
        if fragment.is_empty() {
            return false;
        }
        history::replace_address(&Route::Invited.to_path());
        let invited = CaseKey::parse(&fragment);
        if let Some(invited) = invited.clone() {
            self.stage.set(Stage::Opening);
            self.fetch(invited);
        }
        invited.is_some()
    }

    /// The case on the screen, in which version.
    fn shown(self) -> Option<(Party, u32)> {
        let version = self.stage.try_with(|stage| match stage {
            Stage::Open(view) => Some(view.version),
            _ => None,
        });
        let invited = stores().keepsakes.invited()?;
        Some((Party::Invited(invited), version??))
    }

    /// Shows what is new, while somebody looks and nothing is being filled in. A failure says nothing, unless number and
    /// code open the case no more: they are not tried again and again.
    async fn look(self) {
        let Some(Stage::Open(before)) = self.stage.try_get_untracked() else {
            return;
        };
        let keepsakes = stores().keepsakes;
        let sitting = keepsakes.sitting();
        let Some(invited) = keepsakes.invited() else {
            return;
        };
        if !may_change() {
            return;
        }
        let answer = api::party_view(&invited).await;
        // Somebody may have left, gone on or begun to write meanwhile.
        let is_as_it_was = matches!(
            self.stage.try_get_untracked(),
            Some(Stage::Open(now)) if now == before
        );
        if keepsakes.sitting() != sitting || !is_as_it_was || !may_change() {
            return;
        }
        match answer {
            Ok(view) if view != *before => {
                self.done.set(Some(Text::CaseChanged));
                stores().announcer.say(text(Text::CaseChanged));
                self.put(view);
            }
            Err(failure) if failure.code() == Some(ProblemCode::InvitationNotFound) => {
                self.not_opened(&invited, failure);
            }
            Ok(_) | Err(_) => {}
        }
    }

    fn try_typed(self) {
        match read(&self.number.get_untracked(), &self.code.get_untracked()) {
            Ok(invited) => self.fetch(invited),
            Err(wrong) => {
                self.refused.set(None);
                self.wrong.set(wrong);
                let first = if wrong.number.is_some() { NUMBER } else { CODE };
                focus::focus_field(first);
            }
        }
    }

    fn fetch(self, invited: CaseKey) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        let keepsakes = stores().keepsakes;
        keepsakes.keep_invited(&invited);
        let sitting = keepsakes.sitting();
        spawn_local(async move {
            let answer = api::party_view(&invited).await;
            self.busy.try_set(false);
            if self.stage.is_disposed() || keepsakes.sitting() != sitting {
                return;
            }
            match answer {
                Ok(view) => self.put(view),
                Err(failure) => self.not_opened(&invited, failure),
            }
            page::before_paint(|| {
                focus::focus("#main h1");
            });
        });
    }

    /// Shows the form, with what was tried and why it opened nothing.
    fn not_opened(self, invited: &CaseKey, failure: ApiFailure) {
        if failure.code() == Some(ProblemCode::InvitationNotFound) {
            stores().keepsakes.drop_invited();
        }
        self.number.set(invited.number.as_str().to_owned());
        self.code.set(invited.code.grouped());
        self.refused.set(Some(failure));
        self.stage.set(Stage::Form);
    }

    fn put(self, view: PartyView) {
        self.stage.set(Stage::Open(Box::new(view)));
    }

    /// Shows the case after an answer, and says that it arrived.
    fn answered(self, view: PartyView, done: Text) {
        if self.stage.is_disposed() {
            return;
        }
        self.done.set(Some(done));
        stores().announcer.say(text(done));
        self.put(view);
        page::before_paint(|| {
            focus::focus("#main h1");
        });
    }

    /// Back to the form: somebody else may use this phone next.
    fn leave(self) {
        stores().keepsakes.leave_invited();
        self.number.set(String::new());
        self.code.set(String::new());
        self.done.set(None);
        self.stage.set(Stage::Form);
        page::before_paint(|| {
            focus::focus("#main h1");
        });
    }
}

fn form(gate: Gate) -> View {
    let typing = Typing {
        enterkeyhint: "go",
        ..Typing::WORDS
    };
    let field =
        move |id, label, hint, typed: RwSignal<String>, wrong: fn(Wrong) -> Option<Text>| {
            let question = Question {
                id,
                label: text(label),
                hint: text(hint),
                optional: false,
            };
            let on_input = Callback::new(move |value| {
                typed.set(value);
                gate.wrong.set(Wrong::default());
            });
            let error =
                Signal::derive(move || wrong(gate.wrong.get()).map(|key| text(key).to_owned()));
            let value = typed.get_untracked();
            view! { <TextField question typing value error on_input/> }
        };
    view! {
        <form
            class="steps"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                gate.try_typed();
            }
        >
            <PageTitle words=text(Text::InvitedTitle).to_owned()/>
            <p class="lead">{text(Text::InvitedLead)}</p>
            <div role="alert">
                {move || {
                    gate.refused
                        .get()
                        .map(|failure| {
                            view! {
                                <Notice tone=Tone::Wrong>
                                    <p>{turned_away(&failure)}</p>
                                </Notice>
                            }
                        })
                }}
            </div>
            {field(NUMBER, Text::ReceiptNumber, Text::TrackNumberHint, gate.number, |wrong| wrong.number)}
            {field(CODE, Text::InvitedCode, Text::InvitedCodeHint, gate.code, |wrong| wrong.code)}
            <div class="steps-end">
                <HelpLine/>
            </div>
            <SendBar
                busy=gate.busy
                words=Signal::derive(move || {
                    if gate.busy.get() { Text::Loading } else { Text::InvitedOpen }
                })
            />
        </form>
    }
}

/// Why number and code opened nothing.
fn turned_away(failure: &ApiFailure) -> String {
    match failure {
        ApiFailure::Rejected(problem) => match problem.code {
            ProblemCode::InvitationNotFound | ProblemCode::MalformedParameter => {
                text(Text::InvitedNotFound).to_owned()
            }
            ProblemCode::Locked => {
                let wait = wait_words(problem.retry_after.unwrap_or_default());
                fill(Text::TrackLocked, &[("wait", &wait)])
            }
            _ => failure_words(failure),
        },
        _ => failure_words(failure),
    }
}
