//! The terms of an agreement: written by whoever mediates, read and answered by each side, printed, and paid.

mod form;
mod model;
mod shown;
mod term;

pub use model::{Ask, are_there};

use std::sync::Arc;

use browser::task;
use contract::request::RequestView;
use contract::settlement::SettlementView;
use contract::status::Event;

use self::form::TermsForm;
use self::shown::standing;
use super::case::beside_list;
use crate::api::{self, Failure};
use crate::i18n::{Names, Text, fill, text};
use crate::parts::{Button, Failed, Look, PageTitle, Waiting};
use crate::routes::Route;
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// The case's number.
    pub number: StoredValue<String>,
    /// The case, once it is here.
    pub case: RwSignal<Option<Arc<RequestView>>>,
    /// The terms that are before both sides, where there are any.
    pub standing: RwSignal<Option<Arc<SettlementView>>>,
    /// Whether terms are being written.
    pub writing: RwSignal<bool>,
    /// What was just done, in words.
    pub done: RwSignal<Option<String>>,
}

impl Sheet {
    fn new(number: String) -> Self {
        Self {
            number: StoredValue::new(number),
            case: RwSignal::new(None),
            standing: RwSignal::new(None),
            writing: RwSignal::new(false),
            done: RwSignal::new(None),
        }
    }

    /// Reads the case and its terms again. What is being written stays.
    pub async fn look(self) -> Result<(), Failure> {
        let number = self.number.try_get_value().unwrap_or_default();
        let case = api::open(&number).await?;
        let standing = api::settlement(&number).await?;
        self.case.try_set(Some(Arc::new(case)));
        self.standing.try_set(standing.map(Arc::new));
        Ok(())
    }

    /// Whether terms can be put before both sides now; followed.
    pub fn can_write(self) -> bool {
        self.case.with(|case| {
            let legal = case.as_deref().map(|case| &case.legal_moves);
            legal.is_some_and(|legal| legal.contains(&Event::ProposeTerms))
        })
    }

    /// The version that is before both sides now, 0 where none is; followed.
    pub fn version(self) -> u32 {
        self.standing
            .with(|standing| standing.as_deref().map_or(0, |view| view.mark.version))
    }

    /// Whether an agreement was recorded of them; followed.
    fn is_agreed(self) -> bool {
        self.standing.with(|standing| {
            let standing = standing.as_deref();
            standing.is_some_and(|view| view.agreed.is_some())
        })
    }

    /// Whether terms were begun and not sent; followed.
    pub fn is_begun(self) -> bool {
        let number = self.number;
        desk().drafts.with(|drafts| {
            let is_touched = |number: &String| {
                let draft = drafts.terms(number);
                draft.is_some_and(|draft| draft.is_touched)
            };
            number.with_value(is_touched)
        })
    }

    /// Opens the form: with what was begun, or else with the terms that there are.
    pub fn write(self) {
        let number = self.number.get_value();
        let standing = self.standing.get_untracked();
        desk().drafts.update(|drafts| {
            let draft = drafts.edit_terms(&number);
            if draft.is_touched {
                return;
            }
            (draft.seen, draft.typed) = match standing.as_deref() {
                Some(view) => (view.mark.version, model::typed(&view.terms)),
                None => (0, model::blank()),
            };
        });
        self.done.set(None);
        self.writing.set(true);
    }

    /// Says what was done, and puts the focus on it.
    pub fn tell(self, words: String) {
        desk().say(words.clone());
        self.done.try_set(Some(words));
        focus_soon("#done");
    }
}

/// The two sides of a case by name.
pub fn names(case: &RequestView) -> Names<'_> {
    Names {
        applicant: &case.content.applicant.name,
        respondent: case.content.respondent.name.as_deref().unwrap_or_default(),
    }
}

/// The page. `query` is the list's, to go back to.
#[component]
pub fn Terms(
    /// The case's number.
    number: String,
    /// The query string of the list.
    query: String,
) -> View {
    let back = beside_list(&Route::Case(number.clone()), &query);
    let words = fill(Text::CaseNumber, &[("number", &number)]);
    let sheet = Sheet::new(number);
    let failed = RwSignal::new(None::<Failure>);
    let load = Callback::new(move |()| {
        failed.set(None);
        task::spawn_local(async move {
            match sheet.look().await {
                Ok(()) => begin(sheet),
                Err(failure) => {
                    failed.try_set(Some(failure));
                }
            }
        });
    });
    load.run(());
    let is_here = Memo::new(move |_| sheet.case.with(Option::is_some));
    view! {
        <div class="terms-page">
            <a class="back" href=back>
                <svg class="icon" aria-hidden="true">
                    <use href="#i-back"></use>
                </svg>
                {text(Text::BackToCase)}
            </a>
            <p class="case-number muted">{words}</p>
            <PageTitle words=text(Text::TermsTitle).to_owned()/>
            {move || {
                if is_here.get() {
                    view! { <Here sheet=sheet/> }
                } else if let Some(failure) = failed.get() {
                    view! { <Failed failure=failure on_retry=load/> }
                } else {
                    view! { <Waiting/> }
                }
            }}
        </div>
    }
}

/// Signed in again, one is back with what was written; where there are no terms, one has come to write them.
fn begin(sheet: Sheet) {
    if sheet.writing.is_disposed() {
        return;
    }
    let (begun, can, none) = untrack(move || {
        let none = sheet.standing.with(Option::is_none);
        (sheet.is_begun(), sheet.can_write(), none)
    });
    if begun || (can && none) {
        sheet.write();
    }
}

#[component]
fn Here(
    /// What the parts share.
    sheet: Sheet,
) -> View {
    let has_terms = Memo::new(move |_| sheet.version() > 0);
    let form = move || {
        if sheet.writing.get() {
            view! { <TermsForm sheet=sheet/> }
        } else {
            ways(sheet)
        }
    };
    let beside = move || {
        let case = sheet.case.get()?;
        let view = sheet.standing.get()?;
        Some(standing(&case, &view))
    };
    view! {
        {move || {
            (!sheet.is_agreed()).then(|| view! { <p class="lead">{text(Text::TermsLead)}</p> })
        }}
        <p class="done" id="done" tabindex="-1">
            {sheet.done}
        </p>
        <div class="terms-sides" class:terms-two=move || sheet.writing.get() && has_terms.get()>
            <div>{form}</div>
            <div>{beside}</div>
        </div>
    }
}

/// What can be done while nothing is being written.
fn ways(sheet: Sheet) -> View {
    let write = Callback::new(move |()| {
        sheet.write();
        focus_soon("#form-title");
    });
    let drop = Callback::new(move |()| {
        let number = sheet.number.get_value();
        desk().drafts.update(|drafts| drafts.forget_terms(&number));
        sheet.tell(text(Text::TermsDropped).to_owned());
    });
    let shown = move || {
        let (begun, version) = (sheet.is_begun(), sheet.version());
        if !begun && !sheet.can_write() {
            // What was agreed is not to be changed: nothing is missing.
            if sheet.is_agreed() {
                return View::Nothing;
            }
            let words = if version == 0 {
                Text::TermsNone
            } else {
                Text::TermsNotNow
            };
            return view! { <p class="muted">{text(words)}</p> };
        }
        let words = match (begun, version) {
            (true, _) => Text::TermsGoOn,
            (false, 0) => Text::TermsWrite,
            (false, _) => Text::TermsRewrite,
        };
        let drop = begun.then(|| {
            view! {
                <Button words=text(Text::TermsDrop).to_owned() on_press=drop look=Look::Quiet/>
            }
        });
        view! {
            <div class="actions">
                <Button words=text(words).to_owned() on_press=write id="write-terms"/>
                {drop}
            </div>
        }
    };
    view! { {shown} }
}
