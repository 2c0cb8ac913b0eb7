//! Sends the request, once however often it is tried, and says what to do when it did not arrive.

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::draft::{Code, Draft, Field, Issue, Step};
use contract::evidence::WAITING_HOURS;
use contract::problem::ProblemCode;
use contract::request::Receipt;

use super::evidence::send_with_files;
use super::form::Form;
use super::model::every_issue;
use crate::api::{self, ApiFailure};
use crate::components::{Button, ButtonLink, HelpLine, Look, Notice, Tone};
use crate::i18n::{Text, day_words, fill, text, wait_words};
use crate::pages::{go, go_instead};
use crate::platform::{clock, focus, history, page};
use crate::router::use_location;
use crate::routes::Route;
use crate::state::{Drafts, filer_key, stores};

/// The selector of the words about a failure.
const FAILED: &str = "#not-sent";

/// Sends what was typed, or shows what has to be mended first.
pub fn send(form: Form) {
    let (issues, has_files) = form.drafts.kept().with_untracked(|kept| {
        let issues = every_issue(&kept.draft, clock::today());
        (issues, !kept.files.is_empty())
    });
    if !issues.is_empty() {
        mend(form.drafts, issues);
    } else if has_files {
        send_with_files(form);
    } else {
        file(form.drafts);
    }
}

/// Sends what was typed, with the files that the server has.
pub fn file(drafts: Drafts) {
    let draft = drafts.kept().with_untracked(|kept| kept.draft.clone());
    deliver(drafts, draft, Aim::File);
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
        let (key, files) = drafts
            .kept()
            .with_untracked(|kept| (kept.key.clone(), kept.arrived()));
        // Where somebody is afraid, nothing stays on the phone that a later request could be compared by.
        let filer = (!draft.is_careful()).then(filer_key);
        let answer = api::submit(&draft, &key, files, filer.as_deref()).await;
        drafts.sending.set(false);
        match answer {
            Ok(receipt) => arrived(drafts, &key, receipt),
            // Another one was opened meanwhile; this one knows that it is in doubt.
            Err(_) if !drafts.is_open(&key) => {}
            Err(failure) => {
                if failure.code() == Some(ProblemCode::EvidenceMissing) {
                    // Nothing at all is stored under its key: what went before did not arrive either.
                    drafts.amend(|kept| kept.in_doubt.clear());
                }
                if failure.was_not_stored(first_try) {
                    drafts.amend(|kept| kept.settle(&draft));
                }
                refused(drafts, failure, aim);
            }
        }
    });
}

fn arrived(drafts: Drafts, key: &str, receipt: Receipt) {
    stores().keepsakes.keep_receipt(receipt);
    drafts.erase(key);
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
    issues.iter().map(Issue::step).min()
}

fn at_check() -> bool {
    let path = use_location().pathname.get_untracked();
    Route::from_path(&path) == Route::Request(Step::Check)
}

/// What to do about a request that did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Send again: it counts once.
    Retry,
    /// Upload the files once more, and send with them.
    Upload,
    /// Load the page anew.
    Reload,
    /// Fetch the receipt of what did arrive.
    Recover,
    /// Shorten the account.
    Shorten,
    /// File it all the same, or look at the one before.
    Decide,
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
        ApiFailure::Offline => return advice(Text::SendInDoubt, Text::SendOffline, Way::Retry),
        ApiFailure::TimedOut => return advice(Text::SendInDoubt, Text::SendTimedOut, Way::Retry),
        ApiFailure::Unreadable => return advice(Text::SendInDoubt, Text::SendBroken, Way::Retry),
        ApiFailure::Outdated => return advice(Text::SendNotSent, Text::SendOutdated, Way::Reload),
        ApiFailure::Rejected(problem) => problem,
    };
    match problem.code {
        P::StorageUnavailable => advice(Text::SendInDoubt, Text::SendStorage, Way::Retry),
        P::TimedOut => advice(Text::SendInDoubt, Text::SendTimedOut, Way::Retry),
        P::TooManyRequests | P::Locked => match problem.retry_after {
            Some(seconds) => Advice {
                title: Text::SendNotSent,
                words: fill(Text::SendBusyFor, &[("wait", &wait_words(seconds))]),
                way: Way::Retry,
            },
            None => advice(Text::SendNotSent, Text::SendBusy, Way::Retry),
        },
        P::TooLarge => advice(Text::SendNotSent, Text::SendTooLarge, Way::Shorten),
        P::EvidenceMissing => Advice {
            title: Text::SendFilesGone,
            words: fill(
                Text::SendFilesGoneMore,
                &[("hours", &WAITING_HOURS.to_string())],
            ),
            way: Way::Upload,
        },
        P::LikelyDuplicate => Advice {
            title: Text::SendLikely,
            words: match &problem.filed_on {
                Some(day) => fill(Text::SendLikelyOn, &[("date", &day_words(day))]),
                None => text(Text::SendLikelyBefore).to_owned(),
            },
            way: Way::Decide,
        },
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
            let tone = if way == Way::Decide {
                Tone::Calm
            } else {
                Tone::Wrong
            };
            view! {
                <div role="alert" id="not-sent" tabindex="-1">
                    <Notice tone=tone>
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
        Way::Upload => (Text::SendFilesAgain, Callback::new(move |()| send(form))),
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
        Way::Decide => {
            let before = Route::Track.to_path();
            let press = Callback::new(move |()| {
                form.drafts
                    .change(|kept| kept.set_tick(Field::EvenIfFiled, true));
                send(form);
            });
            return view! {
                <Button
                    words=text(Text::SendLikelyAnyway).to_owned()
                    on_press=press
                    look=Look::Secondary
                />
                <ButtonLink href=before words=text(Text::SendLikelyLook) look=Look::Secondary/>
            };
        }
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
            filed_on: Some("2026-11-05".into()),
            since: Vec::new(),
        }))
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
        let likely = advice(&rejected(ProblemCode::LikelyDuplicate), false);
        assert_eq!(likely.way, Way::Decide);
        assert!(likely.words.contains("11 月 5 日"), "{}", likely.words);
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
        for code in ProblemCode::ALL {
            let failure = rejected(*code);
            let says_so = advice(&failure, true).title == Text::SendNotSent;
            assert!(!says_so || failure.was_not_stored(true), "{code:?}");
        }
        for failure in [ApiFailure::Offline, ApiFailure::TimedOut] {
            assert_eq!(advice(&failure, false).title, Text::SendInDoubt);
        }
    }
}
