//! Signing in. It stands in the place of any page, so that one is back at once; the digits of a second factor are asked
//! for when the server says so. Where the operator has an identity provider, a link leads there; who comes back without
//! being in is told why.

use browser::address::encoded;
use browser::router::{self, NavigateOptions};
use browser::{focus, page, task};
use contract::desk::{self, OidcFailure, SignInWays};
use contract::problem::ProblemCode;

use crate::api::{self, Failure};
use crate::i18n::{Text, failure_words, oidc_words, text};
use crate::parts::{Asked, PageTitle, TextField, Typing, Waiting};
use crate::session::{self, Session, Why};
use crate::state::{desk as shared, focus_soon};
use crate::view::prelude::*;

const LOGIN: &str = "login";
const PASSWORD: &str = "password";
const CODE: &str = "code";
const OIDC: &str = "/api/v1/desk/oidc/start?to=";

/// What is wrong with what was typed, by the id of its control.
type Wrong = Option<(&'static str, Text)>;

/// What is missing.
fn missing(typed: &desk::SignIn, asks_code: bool) -> Wrong {
    if typed.login.trim().is_empty() {
        Some((LOGIN, Text::SignInNoLogin))
    } else if typed.password.is_empty() {
        Some((PASSWORD, Text::SignInNoPassword))
    } else if asks_code && typed.code.is_empty() {
        Some((CODE, Text::SignInNoCode))
    } else {
        None
    }
}

/// Where to put the focus and what to say after a refusal, and whether the digits are asked for from now on.
fn refused(failure: &Failure, sent_code: bool) -> (Wrong, bool) {
    match failure.code() {
        Some(ProblemCode::SignInFailed) => (Some((PASSWORD, Text::SignInFailed)), false),
        Some(ProblemCode::SecondFactorNeeded) if sent_code => {
            (Some((CODE, Text::SignInWrongCode)), true)
        }
        Some(ProblemCode::SecondFactorNeeded) => (None, true),
        _ => (None, false),
    }
}

/// Where the identity provider is asked, to be back on this page of the desk then.
fn oidc_address(page: &str) -> String {
    [OIDC, &encoded(page)].concat()
}

/// The page.
#[component]
pub fn SignIn() -> View {
    let lead = shared().session.with_untracked(|session| match session {
        Session::Out(Why::Ended) => Text::SignInEnded,
        Session::Out(Why::Left) => Text::SignInLeft,
        _ => Text::SignInLead,
    });
    // What was typed before the session ended is in this page alone: the provider is gone to beside it.
    let beside = lead == Text::SignInEnded;
    if beside {
        page::on_return(|| {
            task::spawn_local(async {
                if let Ok(signed) = api::session().await {
                    session::entered(signed);
                }
            });
        });
    }
    let ways = RwSignal::new(None::<SignInWays>);
    task::spawn_local(async move {
        // Whoever cannot be asked cannot lead elsewhere either.
        let found = api::sign_in_ways().await.unwrap_or(SignInWays {
            password: true,
            oidc: false,
        });
        ways.try_set(Some(found));
    });
    let location = router::use_location();
    let here = location.pathname.get_untracked();
    let came_back = location
        .query
        .with_untracked(|query| query.get_str("oidc").map(OidcFailure::from_wire));
    if came_back.is_some() {
        // Said once, and not again when the page is loaded again.
        router::navigate(
            &here,
            NavigateOptions {
                replace: true,
                scroll: false,
            },
        );
    }
    view! {
        <div class="narrow sign-in">
            <PageTitle words=text(Text::SignInTitle).to_owned()/>
            {match came_back {
                Some(why) => {
                    view! {
                        <div role="alert">
                            <div class="notice notice-wrong">
                                <p>{oidc_words(why)}</p>
                            </div>
                        </div>
                    }
                }
                None => view! { <p class="lead">{text(lead)}</p> },
            }}
            {move || match ways.get() {
                None => view! { <Waiting/> },
                Some(ways) => {
                    view! {
                        {ways.oidc.then(|| oidc_link(oidc_address(&here), beside, ways.password))}
                        {ways.password.then(|| view! { <PasswordForm/> })}
                    }
                }
            }}
            <p class="muted">
                <a href="/" rel="external">
                    {text(Text::SignInPublic)}
                </a>
            </p>
        </div>
    }
}

/// The way to the identity provider, in this page or beside it; and that there is another one.
fn oidc_link(href: String, beside: bool, or_password: bool) -> View {
    view! {
        <a
            class="button button-wide"
            href=href
            rel="external"
            target=beside.then_some("_blank")
        >
            {text(Text::SignInOidc)}
        </a>
        {beside.then(|| view! { <p class="muted">{text(Text::SignInBeside)}</p> })}
        {or_password.then(|| view! { <p class="muted">{text(Text::SignInOr)}</p> })}
    }
}

/// The form.
#[component]
fn PasswordForm() -> View {
    let [login, password, code] = [(); 3].map(|()| RwSignal::new(String::new()));
    let asks_code = RwSignal::new(false);
    let wrong = RwSignal::new(None::<(&'static str, Text)>);
    let failure = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        let typed = desk::SignIn {
            login: login.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            code: code
                .get_untracked()
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect(),
        };
        failure.set(None);
        let gap = missing(&typed, asks_code.get_untracked());
        wrong.set(gap);
        if let Some((id, _)) = gap {
            focus::focus_field(id);
            return;
        }
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::sign_in(&typed).await;
            busy.try_set(false);
            match answer {
                Ok(signed) => session::entered(signed),
                Err(why) => {
                    let (what, asks) = refused(&why, !typed.code.is_empty());
                    wrong.try_set(what);
                    if asks {
                        asks_code.try_set(true);
                        focus_soon(["#", CODE].concat());
                    } else if let Some((id, _)) = what {
                        focus_soon(["#", id].concat());
                    } else {
                        failure.try_set(Some(failure_words(&why)));
                    }
                }
            }
        });
    };
    let error = move |id: &'static str| {
        Signal::derive(move || {
            let (at, words) = wrong.get()?;
            (at == id).then(|| text(words).to_owned())
        })
    };
    let field = move |id, label, typing, value: RwSignal<String>| {
        view! {
            <TextField
                asked=Asked::new(id, text(label))
                typing=typing
                value=value
                error=error(id)
                on_input=Callback::new(move |typed| value.set(typed))
            />
        }
    };
    view! {
        <form
            method="post"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            {field(LOGIN, Text::SignInLogin, Typing::LOGIN, login)}
            {field(PASSWORD, Text::SignInPassword, Typing::PASSWORD, password)}
            {move || {
                asks_code
                    .get()
                    .then(|| {
                        let asked = Asked::new(CODE, text(Text::SignInCode))
                            .hinted(text(Text::SignInCodeHint));
                        view! {
                            <p class="asks-code" role="status">
                                {text(Text::SignInNeedsCode)}
                            </p>
                            <TextField
                                asked=asked
                                typing=Typing::DIGITS
                                value=code
                                error=error(CODE)
                                on_input=Callback::new(move |typed| code.set(typed))
                            />
                        }
                    })
            }}
            <div role="alert">
                {move || {
                    failure
                        .get()
                        .map(|words| {
                            view! {
                                <div class="notice notice-wrong">
                                    <p>{words}</p>
                                </div>
                            }
                        })
                }}
            </div>
            <button
                type="submit"
                class="button button-wide"
                aria-disabled=move || busy.get().then_some("true")
            >
                {move || text(if busy.get() { Text::SignInBusy } else { Text::SignInSend })}
            </button>
        </form>
        <p class="muted">{text(Text::SignInForgot)}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::problem::Problem;

    fn typed(login: &str, password: &str, code: &str) -> desk::SignIn {
        desk::SignIn {
            login: login.into(),
            password: password.into(),
            code: code.into(),
        }
    }

    fn refusal(code: ProblemCode) -> Failure {
        Failure::Refused(Box::new(Problem {
            kind: "about:blank".into(),
            title: String::new(),
            status: code.http_status(),
            code,
            request_id: String::new(),
            issues: Vec::new(),
            legal_moves: Vec::new(),
            retry_after: Some(60),
            filed_on: None,
            since: Vec::new(),
        }))
    }

    #[test]
    fn the_way_to_the_provider_leads_back_to_this_page() {
        assert_eq!(
            oidc_address("/desk/cases/FQ-2611-7K3MQ-4"),
            "/api/v1/desk/oidc/start?to=%2Fdesk%2Fcases%2FFQ-2611-7K3MQ-4"
        );
    }

    #[test]
    fn the_first_gap_is_told_and_digits_only_when_asked_for() {
        let at = |typed: desk::SignIn, asks| missing(&typed, asks).map(|(id, _)| id);
        assert_eq!(at(typed(" ", "", ""), true), Some(LOGIN));
        assert_eq!(at(typed("wang", "", ""), true), Some(PASSWORD));
        assert_eq!(at(typed("wang", "secret", ""), true), Some(CODE));
        assert_eq!(at(typed("wang", "secret", ""), false), None);
    }

    #[test]
    fn digits_are_asked_for_when_the_server_wants_them_and_then_said_to_be_wrong() {
        let needed = refusal(ProblemCode::SecondFactorNeeded);
        assert_eq!(refused(&needed, false), (None, true));
        let (wrong, asks) = refused(&needed, true);
        assert_eq!(wrong.map(|(id, _)| id), Some(CODE));
        assert!(asks);
        let (wrong, asks) = refused(&refusal(ProblemCode::SignInFailed), false);
        assert_eq!(wrong.map(|(id, _)| id), Some(PASSWORD));
        assert!(!asks);
        // A lock is told in a sentence of its own, with how long it lasts.
        let locked = refusal(ProblemCode::Locked);
        assert_eq!(refused(&locked, false), (None, false));
        assert_eq!(
            failure_words(&locked),
            "多次输错，为了安全先锁住了。请等 1 分钟再试。"
        );
    }
}
