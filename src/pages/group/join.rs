//! Being invited: the code from the address, a kept one or a typed one, what it leads to, and the way in.

use contract::draft::{Draft, Step};
use contract::group::Invitation;
use contract::number::JoinCode;

use super::model::turned_away;
use super::shared::{facts, story};
use crate::api::{self, ApiFailure};
use crate::components::form::{Question, SendBar, TextField, Typing};
use crate::components::{Button, ButtonLink, HelpLine, Look, Notice, PageTitle, Tone, Waiting};
use crate::i18n::{Text, fill, text};
use crate::pages::go;
use crate::platform::task::spawn_local;
use crate::platform::{focus, history, page};
use crate::routes::Route;
use crate::state::stores;
use crate::view::prelude::*;

const CODE: &str = "join_code";

/// What is on the screen.
#[derive(Clone, Debug)]
enum Stage {
    /// The form for the code.
    Form,
    /// The invitation is being fetched.
    Opening,
    /// What the code leads to.
    Invited(JoinCode, Box<Invitation>),
}

/// The page's state. Copies share it.
#[derive(Clone, Copy)]
struct Gate {
    stage: RwSignal<Stage>,
    typed: RwSignal<String>,
    error: RwSignal<Option<String>>,
    /// Why the last code led nowhere.
    refused: RwSignal<Option<ApiFailure>>,
    busy: RwSignal<bool>,
}

/// The page.
#[component]
pub fn Join() -> impl IntoView {
    let gate = Gate::new();
    move || match gate.stage.get() {
        Stage::Form => form(gate),
        Stage::Opening => view! {
            <PageTitle words=text(Text::GroupTitle).to_owned()/>
            <Waiting/>
        },
        Stage::Invited(code, invitation) => invited(gate, code, &invitation),
    }
}

impl Gate {
    fn new() -> Self {
        let gate = Self {
            stage: RwSignal::new(Stage::Form),
            typed: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
        };
        if !gate.take_from_address()
            && let Some(code) = stores().keepsakes.invitation()
        {
            gate.stage.set(Stage::Opening);
            gate.fetch(code);
        }
        history::on_fragment(move || {
            gate.take_from_address();
        });
        gate
    }

    /// Takes the code in the fragment of the address, and wipes it from there before anything else.
    fn take_from_address(self) -> bool {
        let fragment = history::fragment();
        if fragment.is_empty() {
            return false;
        }
        history::replace_address(&Route::Join.to_path());
        let code = JoinCode::parse(&fragment);
        if let Some(code) = code.clone() {
            self.stage.set(Stage::Opening);
            self.fetch(code);
        }
        code.is_some()
    }

    fn try_typed(self) {
        let typed = self.typed.get_untracked();
        match JoinCode::parse(&typed) {
            Some(code) => self.fetch(code),
            None => {
                let words = if typed.trim().is_empty() {
                    Text::JoinMissing
                } else {
                    Text::IssueJoinCodeMistyped
                };
                self.error.set(Some(text(words).to_owned()));
                self.refused.set(None);
                focus::focus_field(CODE);
            }
        }
    }

    fn fetch(self, code: JoinCode) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        let keepsakes = stores().keepsakes;
        keepsakes.keep_invitation(&code);
        let sitting = keepsakes.sitting();
        spawn_local(async move {
            let answer = api::invitation(&code).await;
            self.busy.try_set(false);
            if self.stage.is_disposed() || keepsakes.sitting() != sitting {
                return;
            }
            match answer {
                Ok(invitation) => self.stage.set(Stage::Invited(code, Box::new(invitation))),
                Err(failure) => {
                    if failure.code().is_some() {
                        keepsakes.drop_invitation();
                    }
                    self.typed.set(code.grouped());
                    self.refused.set(Some(failure));
                    self.stage.set(Stage::Form);
                }
            }
            page::before_paint(|| {
                focus::focus("#main h1");
            });
        });
    }

    /// Back to the form, for another code.
    fn ask_again(self) {
        stores().keepsakes.drop_invitation();
        self.typed.set(String::new());
        self.stage.set(Stage::Form);
        page::before_paint(|| {
            focus::focus("#main h1");
        });
    }
}

fn form(gate: Gate) -> View {
    let question = Question {
        id: CODE,
        label: text(Text::GroupCode),
        hint: text(Text::JoinCodeHint),
        optional: false,
    };
    let typing = Typing {
        enterkeyhint: "go",
        ..Typing::WORDS
    };
    let on_input = Callback::new(move |typed| {
        gate.typed.set(typed);
        gate.error.set(None);
    });
    view! {
        <form
            class="steps"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                gate.try_typed();
            }
        >
            <PageTitle words=text(Text::GroupTitle).to_owned()/>
            <p class="lead">{text(Text::JoinLead)}</p>
            {move || refused(gate)}
            <TextField
                question
                typing
                value=gate.typed.get_untracked()
                error=gate.error.into()
                on_input
            />
            <div class="steps-end">
                <HelpLine/>
            </div>
            <SendBar
                busy=gate.busy
                words=Signal::derive(move || {
                    if gate.busy.get() { Text::Loading } else { Text::JoinOpen }
                })
            />
        </form>
    }
}

/// Why the last code led nowhere, and what else to do.
fn refused(gate: Gate) -> Option<View> {
    let (words, more) = turned_away(&gate.refused.get()?);
    let alone = more.map(|more| {
        view! {
            <p>{text(more)}</p>
            <ButtonLink
                href=Route::Home.to_path()
                words=text(Text::JoinAlone)
                look=Look::Secondary
            />
        }
    });
    Some(view! {
        <div role="alert">
            <Notice tone=Tone::Wrong>
                <p>{words}</p>
                {alone}
            </Notice>
        </div>
    })
}

/// What the code leads to: what this is, how many there are, what others will see.
fn invited(gate: Gate, code: JoinCode, invitation: &Invitation) -> View {
    let count = fill(Text::JoinCount, &[("n", &invitation.members.to_string())]);
    view! {
        <PageTitle words=text(Text::JoinInvited).to_owned()/>
        <p class="lead">{count}</p>
        {facts(&invitation.shared, &invitation.organization)}
        {story(Text::GroupStory, invitation.shared.story.as_deref())}
        <Notice>
            <p>{text(Text::JoinVoluntary)}</p>
            <p>{text(Text::JoinOwn)}</p>
            <p>{text(Text::JoinTogether)}</p>
        </Notice>
        <p>
            <Button
                words=text(Text::JoinAnother).to_owned()
                on_press=Callback::new(move |()| gate.ask_again())
                look=Look::Quiet
            />
        </p>
        {ways_in(code, invitation.clone())}
    }
}

/// The way to the form: with the draft that is in progress or with one beside it, as the person says.
fn ways_in(code: JoinCode, invitation: Invitation) -> View {
    let drafts = stores().drafts;
    let begin = Callback::new(move |()| {
        drafts.amend(|kept| kept.join(&code, &invitation));
        stores().keepsakes.drop_invitation();
        go(&Route::Request(Step::About));
    });
    let in_progress = drafts.kept().with_untracked(|kept| kept.has_words());
    if !in_progress {
        return view! {
            <div class="steps-bottom">
                <button type="button" class="button button-wide" on:click=move |_| begin.run(())>
                    {text(Text::JoinStart)}
                </button>
            </div>
        };
    }
    let anew = Callback::new(move |()| {
        drafts.begin(Draft::default(), "");
        begin.run(());
    });
    view! {
        <section class="section">
            <p>{text(Text::JoinResumed)}</p>
            <div class="actions">
                <Button words=text(Text::JoinContinue).to_owned() on_press=begin/>
                <Button
                    words=text(Text::AnotherNew).to_owned()
                    on_press=anew
                    look=Look::Secondary
                />
            </div>
        </section>
    }
}
