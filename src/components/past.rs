//! Says that what is shown is not from now.

use crate::api::{ApiFailure, Past};
use crate::components::{Button, Look, Notice};
use crate::i18n::{Text, fill, moment_words, text};
use crate::view::prelude::*;

/// Which time it is from and why, and the way to ask again. Nothing where it is from now.
#[component]
pub fn PastNotice(
    /// The other time.
    past: RwSignal<Option<Past>>,
    /// Asks again.
    on_retry: Callback<()>,
) -> View {
    view! {
        <div role="status">
            {move || {
                past.get()
                    .map(|past| {
                        view! {
                            <Notice>
                                <p>{words(&past)}</p>
                                <Button
                                    words=text(Text::Retry).to_owned()
                                    on_press=on_retry
                                    look=Look::Secondary
                                />
                            </Notice>
                        }
                    })
            }}
        </div>
    }
}

fn words(past: &Past) -> String {
    let key = match past.failure {
        ApiFailure::Offline => Text::PastOffline,
        _ => Text::PastUnanswered,
    };
    let time = past.given.as_ref().map(moment_words).unwrap_or_default();
    fill(key, &[("time", &time)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::ChinaTime;

    #[test]
    fn the_time_and_the_reason_are_told() {
        let past = |failure| Past {
            given: Some(ChinaTime {
                year: 2026,
                month: 11,
                day: 25,
                weekday: 3,
                hour: 14,
                minute: 5,
            }),
            failure,
        };
        assert_eq!(
            words(&past(ApiFailure::Offline)),
            "现在没有网络，这是 11 月 25 日 14:05 的内容。"
        );
        assert_eq!(
            words(&past(ApiFailure::TimedOut)),
            "服务暂时没有回应，这是 11 月 25 日 14:05 的内容。"
        );
    }
}
