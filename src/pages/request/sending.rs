//! Sends the request, once however often it is tried, and says what to do when it did not arrive.

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::draft::{Code, Draft, Field, Issue, Step};
use contract::problem::ProblemCode;
use contract::request::Receipt;

use super::form::{Form, go, go_instead};
use crate::api::{self, ApiFailure};
use crate::components::{Button, HelpLine, Look, Notice, Tone};
use crate::i18n::{Text, fill, text, wait_words};
use crate::platform::{focus, history, page};
use crate::router::use_location;
use crate::routes::Route;
use crate::state::{CaseKey, Drafts, stores};

/// The selector of the words about a failure.
const FAILED: &str = "#not-sent";

/// Sends what was typed, or shows what has to be mended first.
pub fn send(form: Form) {
    let draft = form.drafts.kept().with_untracked(|kept| kept.draft.clone());
    match draft.parse() {
        Ok(_) => deliver(form.drafts, draft, Aim::File),
        Err(issues) => mend(form.drafts, issues),
    }
}

/// Fetches the receipt of what was sent before the last changes, the latest first.
fn recover(drafts: Drafts) {
    let sent = drafts
        .kept()
        .with_untracked(|kept| kept.in_doubt.last().cloned());
    if let Some(sent) = sent {
        deliver(drafts, sent, Aim::Recover);
    }
}

/// Why something is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    /// It shall arrive.
    File,
    /// It may have arrived: its receipt is wanted.
    Recover,
}

/// The person may leave the form before the answer is here, so nothing in here belongs to the page.
fn deliver(drafts: Drafts, draft: Draft, aim: Aim) {
    if drafts.sending.get_untracked() {
        return;
    }
    drafts.sending.set(true);
    drafts.failure.set(None);
    // Until the answer is here, the server may or may not have stored exactly this.
    let mut first_try = false;
    drafts.amend(|kept| first_try = kept.doubt(&draft));
    spawn_local(async move {
        let key = drafts.kept().with_untracked(|kept| kept.key.clone());
        let answer = api::submit(&draft, &key).await;
        drafts.sending.set(false);
        match answer {
            Ok(receipt) => arrived(drafts, receipt),
            Err(failure) => {
                if not_stored(&failure, first_try) {
                    drafts.amend(|kept| kept.settle(&draft));
                }
                refused(drafts, failure, aim);
            }
        }
    });
}

fn arrived(drafts: Drafts, receipt: Receipt) {
    let keepsakes = stores().keepsakes;
    let joined = [&receipt.number, ".", &receipt.access_code].concat();
    if let Some(case) = CaseKey::parse(&joined) {
        keepsakes.keep_case(case);
    }
    keepsakes.keep_receipt(receipt);
    drafts.forget();
    // Wherever the person is by now: the code is shown this once.
    if at_check() {
        go_instead(&Route::Sent);
    } else {
        go(&Route::Sent);
    }
}

fn refused(drafts: Drafts, failure: ApiFailure, aim: Aim) {
    let in_doubt = drafts
        .kept()
        .with_untracked(|kept| !kept.in_doubt.is_empty());
    match failure {
        ApiFailure::Rejected(problem) if problem.code == ProblemCode::Invalid => {
            mend(drafts, problem.issues);
        }
        ApiFailure::Rejected(problem) if problem.code == ProblemCode::OrganizationNotFound => {
            let gone = Issue::new(Field::Organization, Code::NoSuchOrganization);
            mend(drafts, vec![gone]);
        }
        ApiFailure::Rejected(problem)
            if problem.code == ProblemCode::IdempotencyKeyReused
                && aim == Aim::Recover
                && in_doubt =>
        {
            recover(drafts);
        }
        failure => {
            drafts.failure.set(Some(failure));
            if !at_check() {
                go(&Route::Request(Step::Check));
            }
            // The button is in sight from anywhere on the page; the words must be too.
            page::before_paint(|| {
                focus::focus(FAILED);
            });
        }
    }
}

/// Shows issues on the first step that has one, whoever found them.
fn mend(drafts: Drafts, issues: Vec<Issue>) {
    let Some(step) = first_step(&issues) else {
        drafts.failure.set(Some(ApiFailure::Unreadable));
        return;
    };
    drafts.refused.set(issues);
    if step != Step::Check || !at_check() {
        go(&Route::Request(step));
    }
}

/// Takes up what the server wants mended, once the form is there.
pub fn take_up_refusals(form: Form) {
    let refused = form.drafts.refused;
    effect(move || {
        let issues = refused.get();
        if let Some(step) = first_step(&issues) {
            refused.set(Vec::new());
            form.show(step, issues);
        }
    });
}

fn first_step(issues: &[Issue]) -> Option<Step> {
    issues.iter().map(|issue| Step::of(issue.field)).min()
}

fn at_check() -> bool {
    let path = use_location().pathname.get_untracked();
    Route::from_path(&path) == Route::Request(Step::Check)
}

/// Whether the server certainly did not store what was sent. A refusal tells nothing about an earlier try
/// of the same, unless another one is stored in its place.
fn not_stored(failure: &ApiFailure, first_try: bool) -> bool {
    use ProblemCode as P;
    match failure.code() {
        Some(P::IdempotencyKeyReused) => true,
        Some(P::Internal | P::StorageUnavailable | P::TimedOut | P::Unknown) | None => false,
        Some(_) => first_try,
    }
}

/// What to do about a request that did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Send again: it counts once.
    Retry,
    /// Load the page anew.
    Reload,
    /// Fetch the receipt of what did arrive.
    Recover,
    /// Shorten the account.
    Shorten,
    /// Ask a person.
    Ask,
}

/// The words for a failure and the way on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Advice {
    title: Text,
    words: String,
    way: Way,
}

fn advice(failure: &ApiFailure, in_doubt: bool) -> Advice {
    use ProblemCode as P;
    let advice = |title: Text, words: Text, way: Way| Advice {
        title,
        words: text(words).to_owned(),
        way,
    };
    let problem = match failure {
        ApiFailure::Offline => return advice(Text::SendNotSent, Text::SendOffline, Way::Retry),
        ApiFailure::TimedOut => return advice(Text::SendInDoubt, Text::SendTimedOut, Way::Retry),
        ApiFailure::Unreadable => return advice(Text::SendInDoubt, Text::SendBroken, Way::Retry),
        ApiFailure::Outdated => return advice(Text::SendNotSent, Text::SendOutdated, Way::Reload),
        ApiFailure::Rejected(problem) => problem,
    };
    match problem.code {
        P::StorageUnavailable => advice(Text::SendNotSent, Text::SendStorage, Way::Retry),
        P::TimedOut => advice(Text::SendNotSent, Text::SendTimedOut, Way::Retry),
        P::TooManyRequests => match problem.retry_after {
            Some(seconds) => Advice {
                title: Text::SendNotSent,
                words: fill(Text::SendBusyFor, &[("wait", &wait_words(seconds))]),
                way: Way::Retry,
            },
            None => advice(Text::SendNotSent, Text::SendBusy, Way::Retry),
        },
        P::TooLarge => advice(Text::SendNotSent, Text::SendTooLarge, Way::Shorten),
        P::IdempotencyKeyReused if in_doubt => {
            advice(Text::SendReused, Text::SendReusedMore, Way::Recover)
        }
        P::IdempotencyKeyReused | P::IdempotencyKeyMissing => {
            advice(Text::SendNotSent, Text::SendCannot, Way::Ask)
        }
        _ => advice(Text::SendInDoubt, Text::SendBroken, Way::Retry),
    }
}

/// Why the request did not arrive, and the way on.
#[component]
pub fn Failed(
    /// The request.
    form: Form,
) -> impl IntoView {
    move || {
        form.drafts.failure.get().map(|failure| {
            let in_doubt = form
                .drafts
                .kept()
                .with_untracked(|kept| !kept.in_doubt.is_empty());
            let Advice { title, words, way } = advice(&failure, in_doubt);
            view! {
                <div role="alert" id="not-sent" tabindex="-1">
                    <Notice tone=Tone::Wrong>
                        <h2>{text(title)}</h2>
                        <p>{words}</p>
                        {way_on(form, way)}
                    </Notice>
                </div>
            }
        })
    }
}

fn way_on(form: Form, way: Way) -> View {
    let (words, press): (Text, Callback<()>) = match way {
        Way::Retry => (Text::SendRetry, Callback::new(move |()| send(form))),
        Way::Reload => (Text::SendReload, Callback::new(|()| history::reload())),
        Way::Recover => (
            Text::SendRecover,
            Callback::new(move |()| recover(form.drafts)),
        ),
        Way::Shorten => (
            Text::CheckChange,
            Callback::new(move |()| go(&Route::Request(Step::Story))),
        ),
        Way::Ask => return view! { <HelpLine/> },
    };
    view! { <Button words=text(words).to_owned() on_press=press look=Look::Secondary/> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::problem::Problem;

    fn rejected(code: ProblemCode) -> ApiFailure {
        ApiFailure::Rejected(Box::new(Problem {
            kind: "about:blank".into(),
            title: String::new(),
            status: code.http_status(),
            code,
            request_id: String::new(),
            issues: Vec::new(),
            legal_moves: Vec::new(),
            retry_after: Some(90),
        }))
    }

    #[test]
    fn only_a_clear_no_says_that_this_was_not_stored() {
        for failure in [
            ApiFailure::Offline,
            ApiFailure::TimedOut,
            ApiFailure::Unreadable,
            ApiFailure::Outdated,
            rejected(ProblemCode::Internal),
        ] {
            assert!(!not_stored(&failure, true), "{failure:?}");
        }
        for code in [ProblemCode::Invalid, ProblemCode::TooManyRequests] {
            assert!(not_stored(&rejected(code), true));
            assert!(
                !not_stored(&rejected(code), false),
                "an earlier try may have arrived"
            );
        }
        // Another draft has the key, so this one has not.
        assert!(not_stored(
            &rejected(ProblemCode::IdempotencyKeyReused),
            false
        ));
    }

    #[test]
    fn every_failure_has_words_and_a_way_on() {
        let way = |failure: &ApiFailure| advice(failure, true).way;
        assert_eq!(way(&ApiFailure::Offline), Way::Retry);
        assert_eq!(way(&ApiFailure::TimedOut), Way::Retry);
        assert_eq!(way(&ApiFailure::Outdated), Way::Reload);
        assert_eq!(
            way(&rejected(ProblemCode::IdempotencyKeyReused)),
            Way::Recover
        );
        assert_eq!(
            advice(&rejected(ProblemCode::IdempotencyKeyReused), false).way,
            Way::Ask
        );
        assert!(
            advice(&rejected(ProblemCode::TooManyRequests), false)
                .words
                .contains("2 分钟")
        );
        for code in ProblemCode::ALL {
            let words = advice(&rejected(*code), true).words;
            assert!(!words.is_empty() && !words.contains('{'), "{code:?}");
        }
    }

    #[test]
    fn what_certainly_did_not_arrive_is_said_so() {
        assert_eq!(advice(&ApiFailure::Offline, false).title, Text::SendNotSent);
        assert_eq!(
            advice(&rejected(ProblemCode::StorageUnavailable), false).title,
            Text::SendNotSent
        );
        assert_eq!(
            advice(&ApiFailure::TimedOut, false).title,
            Text::SendInDoubt
        );
    }
}
