//! Words and a next step for an answer that did not come.

use crate::view::prelude::*;
use contract::problem::ProblemCode;

use crate::api::ApiFailure;
use crate::components::{Button, HelpLine, Look, Notice, Tone};
use crate::i18n::{Text, text};

/// What to tell the person.
pub fn failure_words(failure: &ApiFailure) -> &'static str {
    text(match failure {
        ApiFailure::Offline => Text::FailureOffline,
        ApiFailure::TimedOut => Text::FailureTimedOut,
        ApiFailure::Outdated => Text::FailureOutdated,
        ApiFailure::Rejected(problem) => match problem.code {
            ProblemCode::TooManyRequests => Text::FailureBusy,
            ProblemCode::TimedOut => Text::FailureTimedOut,
            _ => Text::FailureUnreadable,
        },
        ApiFailure::Unreadable => Text::FailureUnreadable,
    })
}

/// The failure, a way to try again, and the phone line.
#[component]
pub fn Failure(
    /// What went wrong.
    failure: ApiFailure,
    /// Tries again.
    on_retry: Callback<()>,
) -> View {
    view! {
        <div role="alert">
            <Notice tone=Tone::Wrong>
                <p>{failure_words(&failure)}</p>
                <Button
                    words=text(Text::Retry).to_owned()
                    on_press=on_retry
                    look=Look::Secondary
                />
            </Notice>
        </div>
        <HelpLine/>
    }
}
