//! Everything that has to be mended on this screen, at its top.

use crate::view::prelude::*;
use contract::draft::{Field, Issue};

use crate::i18n::{Text, fill, issue_words, text};
use crate::platform::focus;

/// The selector of the summary, for moving the focus to it.
pub const ERROR_SUMMARY: &str = "#error-summary";

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The id of the control.
    pub id: &'static str,
    /// What is wrong, and how to mend it.
    pub words: String,
}

/// Issues as the summary lists them, for a form whose controls are named like their fields.
pub fn mistakes(issues: &[Issue]) -> Vec<Mistake> {
    issues
        .iter()
        .map(|issue| Mistake {
            id: issue.field.as_str(),
            words: issue_words(*issue),
        })
        .collect()
}

/// What is wrong with one field, in words.
pub fn error_words(issues: &[Issue], field: Field) -> Option<String> {
    let issue = issues.iter().find(|issue| issue.field == field)?;
    Some(issue_words(*issue))
}

/// The list of mistakes; nothing while there are none. The page moves the focus here when sending on
/// fails. Its links bring the question into view and put the focus on its control.
#[component]
pub fn ErrorSummary(
    /// What to mend, in the order of the form.
    #[prop(into)]
    mistakes: Signal<Vec<Mistake>>,
) -> impl IntoView {
    move || {
        let mistakes = mistakes.get();
        (!mistakes.is_empty()).then(|| {
            let title = match mistakes.len() {
                1 => text(Text::ErrorSummaryOne).to_owned(),
                count => fill(Text::ErrorSummaryMany, &[("count", &count.to_string())]),
            };
            let links = mistakes
                .into_iter()
                .map(|Mistake { id, words }| {
                    // External: the router must not take the jump for a change of page.
                    view! {
                        <li>
                            <a
                                href=["#", id].concat()
                                rel="external"
                                on:click=move |event| {
                                    event.prevent_default();
                                    focus::focus_field(id);
                                }
                            >
                                {words}
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <div class="error-summary" id="error-summary" tabindex="-1">
                    <div role="alert">
                        <h2>{title}</h2>
                        <ul>{links}</ul>
                    </div>
                </div>
            }
        })
    }
}
