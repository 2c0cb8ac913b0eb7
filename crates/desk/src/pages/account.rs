//! One's own account: the password, the second factor, and the way out.

use browser::task;
use contract::desk::{PASSWORD_MIN, PasswordChange, SecondFactorOffer};
use contract::problem::ProblemCode;

use crate::api::{self, Failure};
use crate::i18n::{Text, failure_words, fill, password_words, post_name, text};
use crate::parts::{Asked, Button, Look, NotDone, PageTitle, TextField, Typing, drawn, fact_rows};
use crate::session;
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// The page.
#[component]
pub fn Account() -> View {
    let facts = session::me().map(|me| {
        fact_rows(vec![
            (Text::AccountName, me.name),
            (Text::AccountLogin, me.login),
            (Text::AccountRole, post_name(me.role).to_owned()),
            (Text::AccountOrganization, me.organization.name),
        ])
    });
    view! {
        <div class="narrow">
            <PageTitle words=text(Text::AccountTitle).to_owned()/>
            <dl class="facts card">{facts}</dl>
            <Password/>
            <Factor/>
            <Leave/>
        </div>
    }
}

/// What came of something, said where it was asked.
fn done_line(done: RwSignal<Option<Text>>) -> View {
    view! {
        <p class="done" role="status">
            {move || done.get().map(text)}
        </p>
    }
}

#[component]
fn Password() -> View {
    const CURRENT: &str = "current-password";
    const NEW: &str = "new-password";
    let [current, new] = [(); 2].map(|()| RwSignal::new(String::new()));
    let wrong = RwSignal::new(None::<(&'static str, String)>);
    let failure = RwSignal::new(None::<String>);
    let done = RwSignal::new(None::<Text>);
    let busy = RwSignal::new(false);
    let login = session::me().map(|me| me.login).unwrap_or_default();
    let point = move |id: &'static str, words: String| {
        wrong.try_set(Some((id, words)));
        focus_soon(["#", id].concat());
    };
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        let change = PasswordChange {
            current: current.get_untracked(),
            new: new.get_untracked(),
        };
        wrong.set(None);
        failure.set(None);
        done.set(None);
        if change.current.is_empty() {
            return point(CURRENT, text(Text::PasswordNoCurrent).to_owned());
        }
        if let Some(issue) = change.issues().first() {
            return point(NEW, password_words(issue.code));
        }
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::change_password(&change).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    current.try_set(String::new());
                    new.try_set(String::new());
                    done.try_set(Some(Text::PasswordDone));
                }
                Err(why) if why.code() == Some(ProblemCode::SignInFailed) => {
                    point(CURRENT, text(Text::PasswordWrong).to_owned());
                }
                Err(why) => match why.issues().first() {
                    Some(issue) => point(NEW, password_words(issue.code)),
                    None => {
                        failure.try_set(Some(failure_words(&why)));
                        focus_soon("#password-not-done");
                    }
                },
            }
        });
    };
    let error = move |id: &'static str| {
        Signal::derive(move || {
            wrong
                .get()
                .filter(|(at, _)| *at == id)
                .map(|(_, words)| words)
        })
    };
    let hint = fill(Text::PasswordHint, &[("min", &PASSWORD_MIN.to_string())]);
    view! {
        <section class="section">
            <h2>{text(Text::PasswordTitle)}</h2>
            <form
                class="card"
                method="post"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                // For password managers: whose password this is.
                <input
                    class="visually-hidden"
                    type="text"
                    name="username"
                    autocomplete="username"
                    aria-hidden="true"
                    tabindex="-1"
                    readonly
                    value=login
                />
                <TextField
                    asked=Asked::new(CURRENT, text(Text::PasswordCurrent))
                    typing=Typing::PASSWORD
                    value=current
                    error=error(CURRENT)
                    on_input=Callback::new(move |typed| current.set(typed))
                />
                <TextField
                    asked=Asked::new(NEW, text(Text::PasswordNew)).hinted(hint)
                    typing=Typing::NEW_PASSWORD
                    value=new
                    error=error(NEW)
                    on_input=Callback::new(move |typed| new.set(typed))
                />
                <NotDone words=failure id="password-not-done"/>
                {done_line(done)}
                <button
                    type="submit"
                    class="button"
                    aria-disabled=move || busy.get().then_some("true")
                >
                    {text(Text::PasswordSend)}
                </button>
            </form>
        </section>
    }
}

/// How far switching the second factor on or off has come.
#[derive(Clone)]
enum Step {
    /// As it is.
    Still,
    /// To be switched on: the secret was offered.
    On(SecondFactorOffer),
    /// To be switched off.
    Off,
}

#[component]
fn Factor() -> View {
    const CODE: &str = "code";
    let has = RwSignal::new(session::me().is_some_and(|me| me.has_second_factor));
    let step = RwSignal::new(Step::Still);
    let code = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<String>);
    let done = RwSignal::new(None::<Text>);
    let busy = RwSignal::new(false);
    let stumble = move |why: Failure| {
        if why.code() == Some(ProblemCode::SecondFactorNeeded) {
            wrong.try_set(Some(text(Text::FactorWrong).to_owned()));
            focus_soon(["#", CODE].concat());
        } else {
            failure.try_set(Some(failure_words(&why)));
            focus_soon("#factor-not-done");
        }
    };
    let start = Callback::new(move |()| {
        failure.set(None);
        done.set(None);
        code.set(String::new());
        if has.get_untracked() {
            step.set(Step::Off);
            focus_soon(["#", CODE].concat());
            return;
        }
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::offer_second_factor().await;
            busy.try_set(false);
            match answer {
                Ok(offer) => {
                    step.try_set(Step::On(offer));
                    focus_soon("#factor-scan");
                }
                Err(why) => stumble(why),
            }
        });
    });
    let prove = Callback::new(move |on: bool| {
        let digits: String = code
            .get_untracked()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        wrong.set(None);
        failure.set(None);
        if digits.is_empty() {
            wrong.set(Some(text(Text::SignInNoCode).to_owned()));
            focus_soon(["#", CODE].concat());
            return;
        }
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::prove_second_factor(digits, on).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    let words = if on {
                        Text::FactorDoneOn
                    } else {
                        Text::FactorDoneOff
                    };
                    has.try_set(on);
                    session::has_second_factor(on);
                    step.try_set(Step::Still);
                    done.try_set(Some(words));
                    focus_soon("#factor-title");
                }
                Err(why) => stumble(why),
            }
        });
    });
    let stop = Callback::new(move |()| {
        step.set(Step::Still);
        wrong.set(None);
        focus_soon("#factor-title");
    });
    let digits = move |label: Text, send: Text, on: bool| {
        view! {
            <TextField
                asked=Asked::new(CODE, text(label))
                typing=Typing::DIGITS
                value=code
                error=wrong
                on_input=Callback::new(move |typed| code.set(typed))
            />
            <div class="actions">
                <Button
                    words=text(send).to_owned()
                    on_press=Callback::new(move |()| prove.run(on))
                    look=Look::Primary
                    busy=busy
                />
                <Button words=text(Text::FormLater).to_owned() on_press=stop look=Look::Quiet/>
            </div>
        }
    };
    view! {
        <section class="section">
            <h2 id="factor-title" tabindex="-1">
                {text(Text::FactorTitle)}
            </h2>
            <div class="card">
                <p>{move || text(if has.get() { Text::FactorOn } else { Text::FactorOff })}</p>
                {done_line(done)}
                <NotDone words=failure id="factor-not-done"/>
                {move || match step.get() {
                    Step::Still => {
                        let words = if has.get() { Text::FactorStop } else { Text::FactorStart };
                        view! {
                            <Button words=text(words).to_owned() on_press=start busy=busy/>
                        }
                    }
                    Step::On(offer) => {
                        view! {
                            <p id="factor-scan" tabindex="-1">
                                {text(Text::FactorScan)}
                            </p>
                            {drawn(&offer.uri, text(Text::FactorQr), "")}
                            <p>
                                {text(Text::FactorSecret)} " "
                                <b class="secret">{offer.secret}</b>
                            </p>
                            {digits(Text::FactorProve, Text::FactorSend, true)}
                        }
                    }
                    Step::Off => digits(Text::FactorProveOff, Text::FactorSendOff, false),
                }}
            </div>
        </section>
    }
}

#[component]
fn Leave() -> View {
    let failure = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let leave = Callback::new(move |everywhere: bool| {
        busy.set(true);
        failure.set(None);
        task::spawn_local(async move {
            let answer = if everywhere {
                api::sign_out_everywhere().await
            } else {
                api::sign_out().await
            };
            busy.try_set(false);
            match answer {
                Ok(()) => session::left(),
                // It had ended by itself.
                Err(Failure::SignedOut) => {}
                Err(why) => {
                    failure.try_set(Some(failure_words(&why)));
                    desk().say(failure_words(&why));
                    focus_soon("#leave-not-done");
                }
            }
        });
    });
    view! {
        <section class="section">
            <h2>{text(Text::LeaveTitle)}</h2>
            <NotDone words=failure id="leave-not-done"/>
            <div class="actions">
                <Button
                    words=text(Text::LeaveHere).to_owned()
                    on_press=Callback::new(move |()| leave.run(false))
                    busy=busy
                />
                <Button
                    words=text(Text::LeaveEverywhere).to_owned()
                    on_press=Callback::new(move |()| leave.run(true))
                    busy=busy
                />
            </div>
            <p class="muted">{text(Text::LeaveEverywhereHint)}</p>
        </section>
    }
}
