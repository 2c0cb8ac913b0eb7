//! Sends the request, once however often it is tried, and says what to do when it did not arrive.

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::draft::{Code, Draft, Field, Issue, Step};
use contract::problem::ProblemCode;

use super::form::Form;
use crate::api::{self, ApiFailure};
use crate::components::{Button, HelpLine, Look, Notice, Tone};
use crate::i18n::{Text, fill, text, wait_words};
use crate::platform::{focus, history, page};
use crate::routes::Route;
use crate::state::{CaseKey, stores};

/// The selector of the words about a failure.
const FAILED: &str = "#not-sent";

/// Sends what was typed, or shows what has to be mended first.
pub fn send(form: Form) {
    let draft = form.drafts.kept().with_untracked(|kept| kept.draft.clone());
    match draft.parse() {
        Ok(_) => deliver(form, draft),
        Err(issues) => mend(form, issues),
    }
}

/// Fetches the receipt of what was sent before the last changes.
fn recover(form: Form) {
    let sent = form
        .drafts
        .kept()
        .with_untracked(|kept| kept.in_doubt.clone());
    if let Some(sent) = sent {
        deliver(form, *sent);
    }
}

fn deliver(form: Form, draft: Draft) {
    if form.sending.get_untracked() {
        return;
    }
    form.sending.set(true);
    form.failure.set(None);
    // Until the answer is here, the server may or may not have stored exactly this.
    form.drafts.change(|kept| {
        kept.in_doubt.get_or_insert_with(|| Box::new(draft.clone()));
    });
    spawn_local(async move {
        let key = form.drafts.kept().with_untracked(|kept| kept.key.clone());
        let answer = api::submit(&draft, &key).await;
        form.sending.try_set(false);
        match answer {
            Ok(receipt) => {
                let keepsakes = stores().keepsakes;
                let joined = [&receipt.number, ".", &receipt.access_code].concat();
                if let Some(case) = CaseKey::parse(&joined) {
                    keepsakes.keep_case(case);
                }
                keepsakes.keep_receipt(receipt);
                form.drafts.forget();
                form.go_instead(&Route::Sent);
            }
            Err(failure) => refused(form, failure),
        }
    });
}

fn refused(form: Form, failure: ApiFailure) {
    if settled(&failure) {
        form.drafts.change(|kept| kept.in_doubt = None);
    }
    match failure {
        ApiFailure::Rejected(problem) if problem.code == ProblemCode::Invalid => {
            mend(form, problem.issues);
        }
        ApiFailure::Rejected(problem) if problem.code == ProblemCode::OrganizationNotFound => {
            let gone = Issue::new(Field::Organization, Code::NoSuchOrganization);
            mend(form, vec![gone]);
        }
        failure => {
            form.failure.try_set(Some(failure));
            // The button is in sight from anywhere on the page; the words must be too.
            page::before_paint(|| {
                focus::focus(FAILED);
            });
        }
    }
}

/// Shows issues on the first step that has one, whoever found them.
fn mend(form: Form, issues: Vec<Issue>) {
    let Some(step) = issues.iter().map(|issue| Step::of(issue.field)).min() else {
        form.failure.try_set(Some(ApiFailure::Unreadable));
        return;
    };
    if step != Step::Check {
        form.go(&Route::Request(step));
    }
    form.show(step, issues);
}

/// Whether the server certainly stored nothing under this key.
fn settled(failure: &ApiFailure) -> bool {
    use ProblemCode as P;
    match failure.code() {
        Some(code) => !matches!(
            code,
            P::IdempotencyKeyReused
                | P::Internal
                | P::StorageUnavailable
                | P::TimedOut
                | P::Unknown
        ),
        None => false,
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
        form.failure.get().map(|failure| {
            let in_doubt = form
                .drafts
                .kept()
                .with_untracked(|kept| kept.in_doubt.is_some());
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
        Way::Recover => (Text::SendRecover, Callback::new(move |()| recover(form))),
        Way::Shorten => (
            Text::CheckChange,
            Callback::new(move |()| form.go(&Route::Request(Step::Story))),
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
    fn only_a_clear_no_settles_that_nothing_was_stored() {
        for failure in [
            ApiFailure::Offline,
            ApiFailure::TimedOut,
            ApiFailure::Unreadable,
            ApiFailure::Outdated,
            rejected(ProblemCode::Internal),
            rejected(ProblemCode::IdempotencyKeyReused),
        ] {
            assert!(!settled(&failure), "{failure:?}");
        }
        assert!(settled(&rejected(ProblemCode::Invalid)));
        assert!(settled(&rejected(ProblemCode::TooManyRequests)));
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
