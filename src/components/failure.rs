//! Words and a next step for an answer that did not come.

use crate::view::prelude::*;
use contract::problem::ProblemCode;

use crate::api::ApiFailure;
use crate::components::{Button, HelpLine, Look, Notice, Tone};
use crate::i18n::{Text, fill, text, wait_words};
use crate::platform::history;

/// What to tell the person.
pub fn failure_words(failure: &ApiFailure) -> String {
    let words = match failure {
        ApiFailure::Offline => Text::FailureOffline,
        ApiFailure::TimedOut => Text::FailureTimedOut,
        ApiFailure::Outdated => Text::FailureOutdated,
        ApiFailure::Rejected(problem) => match problem.code {
            ProblemCode::Locked => {
                let wait = wait_words(problem.retry_after.unwrap_or_default());
                return fill(Text::FailureLocked, &[("wait", &wait)]);
            }
            ProblemCode::TooManyRequests => Text::FailureBusy,
            ProblemCode::TimedOut => Text::FailureTimedOut,
            ProblemCode::RegionNotFound => Text::FailureRegion,
            ProblemCode::OrganizationNotFound => Text::OrganizationUnknown,
            _ => Text::FailureUnreadable,
        },
        ApiFailure::Unreadable => Text::FailureUnreadable,
    };
    text(words).to_owned()
}

/// The failure, a way on, and the phone line.
#[component]
pub fn Failure(
    /// What went wrong.
    failure: ApiFailure,
    /// Tries again.
    on_retry: Callback<()>,
) -> View {
    let way = match &failure {
        // Asking the same again would get the same answer.
        _ if failure.code() == Some(ProblemCode::RegionNotFound) => None,
        ApiFailure::Outdated => Some((Text::SendReload, Callback::new(|()| history::reload()))),
        _ => Some((Text::Retry, on_retry)),
    };
    view! {
        <div role="alert">
            <Notice tone=Tone::Wrong>
                <p>{failure_words(&failure)}</p>
                {way
                    .map(|(words, on_press)| {
                        view! {
                            <Button
                                words=text(words).to_owned()
                                on_press=on_press
                                look=Look::Secondary
                            />
                        }
                    })}
            </Notice>
        </div>
        <HelpLine/>
    }
}

/// What was written did not arrive; nothing while it did. The button that sends it tries again.
#[component]
pub fn NotSent(
    /// What went wrong.
    #[prop(into)]
    failure: Signal<Option<ApiFailure>>,
    /// Its id, where the focus comes to it.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    move || {
        failure.get().map(|failure| {
            view! {
                <div role="alert" id=id tabindex="-1">
                    <Notice tone=Tone::Wrong>
                        <h2>{text(Text::MoveNotSent)}</h2>
                        <p>{failure_words(&failure)}</p>
                    </Notice>
                </div>
            }
        })
    }
}
