//! Filing a request, one short step at a time. All steps share one view, so that moving between them
//! keeps what is wrong and what is on its way.

mod about;
mod addressee;
mod another;
mod check;
mod contact;
mod evidence;
mod form;
mod keeping;
mod model;
mod notices;
mod other_side;
mod others;
mod questions;
mod sending;
mod story;
mod together;
mod work;
mod you;

use crate::router::use_location;
use crate::view::prelude::*;
use contract::draft::{Draft, Step};
use contract::kinds::DisputeField;
use contract::questions::drop_left_over;

use crate::components::form::{ErrorSummary, SendBar, StepHeader};
use crate::components::{Icon, PageTitle};
use crate::i18n::{Text, fill, step_name, text};
use crate::pages::{current_route, go, go_instead};
use crate::platform::{clock, page};
use crate::routes::Route;
use crate::state::draft::KeepFor;
use crate::state::place::remembered_region;
use crate::state::stores;
use form::Form;
use model::{Entry, entry, is_another, issues, landing, returns_to_check};

pub use evidence::{Part as EvidencePart, more_files};
pub use model::{answers, find_again_path};

/// The page.
#[component]
pub fn Request() -> impl IntoView {
    let form = Form::new();
    sending::take_up_refusals(form);
    let asking = RwSignal::new(None);
    let resumed = RwSignal::new(enter(form, asking));
    addressee::look_up(form);
    evidence::go_on_sending(form);
    let dropped = RwSignal::new(0);
    let route = current_route();
    let kept = form.drafts.kept();
    let step = Memo::new(move |before: Option<&Step>| match route.get() {
        Route::Request(asked) => kept.with_untracked(|kept| landing(asked, &kept.draft)),
        _ => before.copied().unwrap_or(Step::About),
    });
    // What is about the family leaves no trace from here on, the receipt and the case included.
    effect(move || {
        let field = kept.with(|kept| DisputeField::from_wire(&kept.draft.field));
        if field.is_known() {
            stores().doors.set_quiet(field == DisputeField::Family);
        }
    });
    // The address bar never says more than the screen: no unreached step, no link's parameters.
    let search = use_location().search;
    effect(move || {
        let brought = search.with(|search| entry(search).is_some());
        let Route::Request(asked) = route.get() else {
            return;
        };
        if asking.with(Option::is_some) {
            return;
        }
        let shown = step.get();
        if brought || asked != shown {
            go_instead(&Route::Request(shown));
        }
    });
    move || {
        form.drafts.round().track();
        match asking.get() {
            Some(entry) => another::another(form, &entry, asking, resumed),
            None => screen(form, step.get(), resumed, dropped),
        }
    }
}

/// Takes up what the link to this page brings, or has the person asked what it is for. Says whether there is more in
/// the draft than that.
fn enter(form: Form, asking: RwSignal<Option<Entry>>) -> bool {
    let search = use_location().search.get_untracked();
    let Some(entry) = entry(&search) else {
        return false;
    };
    let drafts = form.drafts;
    let moving = drafts.take_moving();
    let is_same = moving || drafts.sending.get_untracked();
    if !is_same
        && drafts
            .kept()
            .with_untracked(|kept| is_another(&entry, kept))
    {
        asking.set(Some(entry));
        return false;
    }
    take_up(form, &entry);
    let first = drafts
        .kept()
        .with_untracked(|kept| Step::first_incomplete(&kept.draft));
    if moving && first == Step::Check {
        // All is said already: it only goes elsewhere.
        page::before_paint(|| go_instead(&Route::Request(Step::Check)));
    }
    drafts.kept().with_untracked(|kept| kept.has_words())
}

/// Turns the draft to what a link brings.
fn take_up(form: Form, entry: &Entry) {
    let card = stores().searches.card(&entry.organization);
    form.drafts.amend(|kept| {
        let organization = if entry.organization.is_empty() {
            kept.draft.organization.clone()
        } else {
            entry.organization.clone()
        };
        kept.aim(&organization, entry.field);
        // Said in the guide; the draft may be about a family without its link saying so.
        let family = [DisputeField::Family, DisputeField::Unknown].contains(&entry.field);
        if family && stores().doors.is_afraid() {
            kept.draft.afraid = true;
        }
        if let Some(topic) = stores().doors.conclusion() {
            kept.suggest(topic);
        }
        if let Some(region) = remembered_region() {
            kept.suggest_region(region);
        }
        if let Some(card) = card {
            kept.organization_name = card.name;
        }
    });
}

/// One step. `resumed` is whether there is more than the person may remember, `dropped` how many answers went
/// with the step before.
fn screen(form: Form, step: Step, resumed: RwSignal<bool>, dropped: RwSignal<usize>) -> View {
    let returning = returns_to_check(&use_location().search.get_untracked());
    let careful = form
        .drafts
        .kept()
        .with_untracked(|kept| kept.draft.is_careful());
    let (title, lead) = heading(step, careful);
    let (at, all) = form
        .drafts
        .kept()
        .with_untracked(|kept| place(step, &kept.draft));
    let questions = match step {
        Step::About => about::about(form),
        Step::You => you::you(form),
        Step::OtherSide => other_side::other_side(form),
        Step::Story => story::story(form),
        Step::Details => view! {
            {questions::questions(form, step, &[])}
            {work::clock(form)}
        },
        Step::Work => work::work(form),
        Step::Sums => work::sums(form),
        Step::Evidence => work::evidence(form),
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
            .with_untracked(|kept| issues(step, &kept.draft, clock::today()));
        if !issues.is_empty() {
            form.show(step, issues);
            return;
        }
        form.settle();
        resumed.set(false);
        dropped.set(0);
        if step == Step::About {
            form.drafts
                .amend(|kept| dropped.set(drop_left_over(&mut kept.draft)));
        }
        let next = form
            .drafts
            .kept()
            .with_untracked(|kept| step.next(&kept.draft));
        let next = match next {
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
            <StepHeader at=at all=all name=step_name(step)/>
            <ErrorSummary mistakes=form.summary(step)/>
            <PageTitle words=text(title).to_owned()/>
            {lead.map(|lead| view! { <p class="lead">{text(lead)}</p> })}
            {move || {
                resumed.get().then(|| view! { <p class="resumed">{text(Text::DraftResumed)}</p> })
            }}
            {move || {
                let count = dropped.get();
                (count > 0)
                    .then(|| {
                        let words = fill(Text::AboutDropped, &[("n", &count.to_string())]);
                        view! { <p class="resumed">{words}</p> }
                    })
            }}
            {questions}
            {keeping::keeping(form)}
            <SendBar
                busy=form.drafts.sending
                words=Signal::derive(move || go_on_words(step, returning, form.drafts.sending.get()))
            />
        </form>
    }
}

fn heading(step: Step, careful: bool) -> (Text, Option<Text>) {
    match step {
        Step::About => (Text::AboutTitle, None),
        Step::You => (Text::YouTitle, Some(Text::YouLead)),
        Step::OtherSide => (Text::OtherSideTitle, Some(Text::OtherSideLead)),
        Step::Story => (Text::StoryTitle, Some(Text::StoryLead)),
        Step::Details => (Text::DetailsTitle, Some(Text::DetailsLead)),
        Step::Work => (Text::WorkTitle, Some(Text::WorkLead)),
        Step::Sums => (Text::SumsTitle, Some(Text::SumsLead)),
        Step::Evidence => (Text::EvidenceTitle, Some(Text::EvidenceLead)),
        // Where a call may not be safe, not to choose is no answer.
        Step::Contact if careful => (Text::ContactTitle, Some(Text::ContactLeadCareful)),
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

/// The step's place on the way, from 1, and how many there are.
fn place(step: Step, draft: &Draft) -> (usize, usize) {
    let path = Step::path(draft);
    let before = path.iter().take_while(|other| **other < step).count();
    (before + 1, path.len())
}

fn saved_words(form: Form) -> &'static str {
    let kept = form.drafts.kept();
    let begun = kept.with(|kept| kept.saved_at > 0.0);
    let in_tab = kept.with(|kept| kept.kept_for() == KeepFor::Tab);
    match (form.drafts.saved().get(), begun) {
        (false, _) => text(Text::DraftNotSaved),
        (true, true) if in_tab => text(Text::DraftSavedTab),
        (true, true) => text(Text::DraftSaved),
        (true, false) => "",
    }
}

/// The step before; from the first one, the organization's page.
fn back(form: Form, step: Step) -> View {
    let previous = form
        .drafts
        .kept()
        .with_untracked(|kept| step.previous(&kept.draft));
    let (words, route) = match previous {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_from_one() {
        let gig = Draft {
            field: "new-employment".into(),
            ..Draft::default()
        };
        assert_eq!(place(Step::About, &gig), (1, 10));
        assert_eq!(place(Step::Check, &gig), (10, 10));
        assert_eq!(place(Step::Check, &Draft::default()), (6, 6));
    }

    #[test]
    fn the_button_says_what_it_does() {
        assert_eq!(go_on_words(Step::You, false, false), Text::StepNext);
        assert_eq!(go_on_words(Step::You, true, false), Text::StepReturn);
        assert_eq!(go_on_words(Step::Check, false, false), Text::Send);
        assert_eq!(go_on_words(Step::Check, false, true), Text::Sending);
    }
}
