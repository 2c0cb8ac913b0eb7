//! Filing a request, one short step at a time. All steps share one view, so that moving between them
//! keeps what is wrong and what is on its way.

mod about;
mod check;
mod contact;
mod form;
mod model;
mod other_side;
mod sending;
mod story;
mod you;

use crate::router::use_location;
use crate::view::prelude::*;
use contract::draft::Step;

use crate::components::form::{ErrorSummary, StepHeader};
use crate::components::{Button, Icon, Look, PageTitle};
use crate::i18n::{Text, step_name, text};
use crate::pages::current_route;
use crate::platform::{focus, page};
use crate::routes::Route;
use crate::state::stores;
use form::Form;
use form::{go, go_instead};
use model::{entry, landing, returns_to_check};

pub use model::{answers, find_again_path};

/// The page.
#[component]
pub fn Request() -> impl IntoView {
    let form = Form::new();
    sending::take_up_refusals(form);
    let resumed = RwSignal::new(enter(form));
    let route = current_route();
    let kept = form.drafts.kept();
    let step = Memo::new(move |before: Option<&Step>| match route.get() {
        Route::Request(asked) => kept.with_untracked(|kept| landing(asked, &kept.draft)),
        _ => before.copied().unwrap_or(Step::About),
    });
    // The address bar never says more than the screen: no unreached step, no link's parameters.
    let search = use_location().search;
    effect(move || {
        let brought = search.with(|search| entry(search).is_some());
        let Route::Request(asked) = route.get() else {
            return;
        };
        let shown = step.get();
        if brought || asked != shown {
            go_instead(&Route::Request(shown));
        }
    });
    move || {
        form.drafts.round().track();
        screen(form, step.get(), resumed)
    }
}

/// Takes up what the link to this page brings. Says whether there is more in the draft than that.
fn enter(form: Form) -> bool {
    let search = use_location().search.get_untracked();
    let Some(entry) = entry(&search) else {
        return false;
    };
    let card = stores().searches.card(&entry.organization);
    form.drafts.amend(|kept| {
        kept.aim(&entry.organization, entry.field);
        if let Some(topic) = stores().doors.conclusion() {
            kept.suggest(topic);
        }
        if let Some(card) = card {
            kept.organization_name = card.name;
        }
    });
    form.drafts.kept().with_untracked(|kept| kept.has_words())
}

/// One step.
fn screen(form: Form, step: Step, resumed: RwSignal<bool>) -> View {
    let returning = returns_to_check(&use_location().search.get_untracked());
    let (title, lead) = heading(step);
    let questions = match step {
        Step::About => about::about(form),
        Step::You => you::you(form),
        Step::OtherSide => other_side::other_side(form),
        Step::Story => story::story(form),
        Step::Contact => contact::contact(form),
        Step::Check => check::check(form),
    };
    let go_on = move || {
        if step == Step::Check {
            form.settle();
            sending::send(form);
            return;
        }
        let issues = form
            .drafts
            .kept()
            .with_untracked(|kept| step.issues(&kept.draft));
        if !issues.is_empty() {
            form.show(step, issues);
            return;
        }
        form.settle();
        resumed.set(false);
        let next = match step.next() {
            Some(next) if !returning => next,
            _ => Step::Check,
        };
        go(&Route::Request(next));
    };
    view! {
        <form
            class="steps"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                go_on();
            }
        >
            <div class="steps-top">
                {back(form, step)} <p class="saved">{move || saved_words(form)}</p>
            </div>
            <StepHeader at=place(step) all=Step::ALL.len() name=step_name(step)/>
            <ErrorSummary mistakes=form.summary(step)/>
            <PageTitle words=text(title).to_owned()/>
            {lead.map(|lead| view! { <p class="lead">{text(lead)}</p> })}
            {move || {
                resumed.get().then(|| view! { <p class="resumed">{text(Text::DraftResumed)}</p> })
            }}
            {questions}
            <ClearDraft form/>
            <div class="steps-bottom">
                <button
                    type="submit"
                    class="button button-wide"
                    aria-disabled=move || form.drafts.sending.get().then_some("true")
                >
                    {move || text(go_on_words(step, returning, form.drafts.sending.get()))}
                </button>
            </div>
        </form>
    }
}

fn heading(step: Step) -> (Text, Option<Text>) {
    match step {
        Step::About => (Text::AboutTitle, None),
        Step::You => (Text::YouTitle, Some(Text::YouLead)),
        Step::OtherSide => (Text::OtherSideTitle, Some(Text::OtherSideLead)),
        Step::Story => (Text::StoryTitle, Some(Text::StoryLead)),
        Step::Contact => (Text::ContactTitle, Some(Text::ContactLead)),
        Step::Check => (Text::CheckTitle, None),
    }
}

fn go_on_words(step: Step, returning: bool, sending: bool) -> Text {
    match (step, returning) {
        (Step::Check, _) if sending => Text::Sending,
        (Step::Check, _) => Text::Send,
        (_, true) => Text::StepReturn,
        (_, false) => Text::StepNext,
    }
}

fn place(step: Step) -> usize {
    Step::ALL.iter().take_while(|other| **other < step).count() + 1
}

fn saved_words(form: Form) -> &'static str {
    let begun = form.drafts.kept().with(|kept| kept.saved_at > 0.0);
    match (form.drafts.saved().get(), begun) {
        (false, _) => text(Text::DraftNotSaved),
        (true, true) => text(Text::DraftSaved),
        (true, false) => "",
    }
}

/// The step before; from the first one, the organization's page.
fn back(form: Form, step: Step) -> View {
    let (words, route) = match step.previous() {
        Some(previous) => (Text::StepBack, Route::Request(previous)),
        None => {
            let organization = form
                .drafts
                .kept()
                .with_untracked(|kept| kept.draft.organization.clone());
            let route = if organization.is_empty() {
                Route::Find
            } else {
                Route::Organization(organization)
            };
            (Text::Back, route)
        }
    };
    view! {
        <a class="back" href=route.to_path()>
            <Icon name="back"/>
            {text(words)}
        </a>
    }
}

/// Wipes the draft after one more question, for people on somebody else's phone.
#[component]
fn ClearDraft(form: Form) -> View {
    let asking = RwSignal::new(false);
    let turn = move |to: bool, focused: &'static str| {
        asking.set(to);
        page::before_paint(move || {
            focus::focus(focused);
        });
    };
    let ask = Callback::new(move |()| turn(true, "#clear-sure"));
    let keep = Callback::new(move |()| turn(false, "#clear-draft"));
    let clear = Callback::new(move |()| {
        form.settle();
        form.drafts.start_over();
        stores().announcer.say(text(Text::DraftCleared));
        go_instead(&Route::Request(Step::About));
    });
    view! {
        <div class="steps-end clear-draft">
            <p class="muted">{text(Text::DraftShared)}</p>
            {move || {
                if asking.get() {
                    view! {
                        <p id="clear-sure" tabindex="-1">{text(Text::DraftClearSure)}</p>
                        <div class="actions">
                            <Button
                                words=text(Text::DraftClearYes).to_owned()
                                on_press=clear
                                look=Look::Secondary
                            />
                            <Button
                                words=text(Text::DraftClearNo).to_owned()
                                on_press=keep
                                look=Look::Quiet
                            />
                        </div>
                    }
                } else {
                    view! {
                        <Button
                            words=text(Text::DraftClear).to_owned()
                            id="clear-draft"
                            on_press=ask
                            look=Look::Quiet
                        />
                    }
                }
            }}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_from_one() {
        assert_eq!(place(Step::About), 1);
        assert_eq!(place(Step::Check), Step::ALL.len());
    }

    #[test]
    fn the_button_says_what_it_does() {
        assert_eq!(go_on_words(Step::You, false, false), Text::StepNext);
        assert_eq!(go_on_words(Step::You, true, false), Text::StepReturn);
        assert_eq!(go_on_words(Step::Check, false, false), Text::Send);
        assert_eq!(go_on_words(Step::Check, false, true), Text::Sending);
    }
}
