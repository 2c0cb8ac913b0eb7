//! Telling that what is said of an organization is wrong: what, and in words what would be right. Nobody is
//! asked who they are.

mod model;

use contract::draft::{Field, Issue};
use contract::report::{REPORT_NOTE_MAX, Report as Body, ReportSubject};

use crate::api::{self, ApiFailure};
use crate::components::form::{
    Choice, Choices, ChoicesKind, ERROR_SUMMARY, ErrorSummary, Question, SendBar, TextArea,
    error_words, mistakes,
};
use crate::components::{Back, ButtonLink, NotSent, PageTitle};
use crate::i18n::{Text, report_subject_name, text};
use crate::pages::{current_route, tab_title};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page, random};
use crate::routes::{Route, organization_path};
use crate::state::{address_field, stores};
use crate::view::prelude::*;

/// The selector of the words about a failure.
const FAILED: &str = "#not-sent";

/// The report being written. Copies share the same state.
#[derive(Clone, Copy)]
struct Form {
    body: RwSignal<Body>,
    /// What is wrong, kept up to date while the person mends it.
    issues: RwSignal<Vec<Issue>>,
    /// What was wrong when it was last to be sent.
    summary: RwSignal<Vec<Issue>>,
    /// Another body is another report.
    key: StoredValue<String>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<ApiFailure>>,
    sent: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        Self {
            body: RwSignal::new(Body::default()),
            issues: RwSignal::new(Vec::new()),
            summary: RwSignal::new(Vec::new()),
            key: StoredValue::new(random::idempotency_key()),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            sent: RwSignal::new(false),
        }
    }

    fn change(self, change: impl FnOnce(&mut Body)) {
        self.body.update(change);
        self.key.set_value(random::idempotency_key());
        self.issues.update(|issues| {
            *issues = self.body.with_untracked(|body| model::left(issues, body));
        });
    }

    fn error(self, field: Field) -> Signal<Option<String>> {
        Signal::derive(move || self.issues.with(|issues| error_words(issues, field)))
    }

    fn send(self, organization: String) {
        if self.busy.get_untracked() {
            return;
        }
        let body = self.body.get_untracked();
        if let Err(issues) = body.parse() {
            self.mend(issues);
            return;
        }
        self.summary.set(Vec::new());
        self.failure.set(None);
        self.busy.set(true);
        let key = self.key.get_value();
        spawn_local(async move {
            let answer = api::report(&organization, &key, &body).await;
            // The person may have left the page meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => {
                    self.sent.set(true);
                    page::before_paint(|| {
                        page::set_title(&tab_title(text(Text::ReportSentTitle)));
                        focus::focus("#main h1");
                    });
                }
                Err(ApiFailure::Rejected(problem)) if !problem.issues.is_empty() => {
                    self.mend(problem.issues);
                }
                Err(failure) => {
                    self.failure.set(Some(failure));
                    // The button is in sight from anywhere on the page; the words must be too.
                    page::before_paint(|| {
                        focus::focus(FAILED);
                    });
                }
            }
        });
    }

    fn mend(self, issues: Vec<Issue>) {
        self.failure.set(None);
        self.summary.set(issues.clone());
        self.issues.set(issues);
        page::before_paint(|| {
            focus::focus(ERROR_SUMMARY);
        });
    }
}

/// The page.
#[component]
pub fn Report() -> impl IntoView {
    let route = current_route();
    let id = Memo::new(move |before: Option<&String>| match route.get() {
        Route::Report(id) => id,
        // On the way to another page.
        _ => before.cloned().unwrap_or_default(),
    });
    move || {
        let id = id.get();
        let form = Form::new();
        let name = name(&id);
        view! {
            {move || {
                if form.sent.get() {
                    sent(&id)
                } else {
                    questions(form, id.clone(), name)
                }
            }}
        }
    }
}

/// The organization's name, as soon as it is known. The form can do without it.
fn name(id: &str) -> Signal<String> {
    let seen = stores().searches.card(id).map(|card| card.name);
    let name = RwSignal::new(seen.unwrap_or_default());
    if name.with_untracked(String::is_empty) {
        let id = id.to_owned();
        spawn_local(async move {
            if let Ok(answer) = api::organization(&id).await {
                name.try_set(answer.value.card.name);
            }
        });
    }
    name.into()
}

fn questions(form: Form, id: String, name: Signal<String>) -> View {
    let summary = Signal::derive(move || form.summary.with(|issues| mistakes(issues)));
    let otherwise = organization_path(&id, untrack(address_field));
    view! {
        <form
            class="steps"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                form.send(id.clone());
            }
        >
            <ErrorSummary mistakes=summary/>
            <Back otherwise=otherwise/>
            <PageTitle words=text(Text::ReportTitle).to_owned()/>
            <p class="lead">{name}</p>
            {subjects(form)}
            {note(form)}
            <div class="steps-end">
                <p class="muted">{text(Text::ReportNext)}</p>
                <NotSent failure=form.failure id="not-sent"/>
            </div>
            <SendBar
                busy=form.busy
                words=Signal::derive(move || if form.busy.get() { Text::Sending } else { Text::ReportSend })
            />
        </form>
    }
}

fn subjects(form: Form) -> View {
    let question = Question {
        id: Field::Subjects.as_str(),
        label: text(Text::ReportSubjects),
        hint: text(Text::ReportSubjectsHint),
        optional: false,
    };
    let choice = |subject: &ReportSubject| Choice {
        value: subject.as_str(),
        label: report_subject_name(*subject),
        note: "",
    };
    let on_change = Callback::new(move |(subject, ticked): (&'static str, bool)| {
        form.change(|body| model::tick(body, subject, ticked));
    });
    view! {
        <Choices
            question
            kind=ChoicesKind::Several
            choices=ReportSubject::ALL.iter().map(choice).collect()
            chosen=form.body.with_untracked(|body| body.subjects.clone())
            error=form.error(Field::Subjects)
            on_change
        />
    }
}

fn note(form: Form) -> View {
    let question = Question {
        id: Field::Note.as_str(),
        label: text(Text::ReportNote),
        hint: text(Text::ReportNoteHint),
        optional: true,
    };
    view! {
        <TextArea
            question
            rows="3"
            max=REPORT_NOTE_MAX
            value=form.body.with_untracked(|body| body.note.clone())
            error=form.error(Field::Note)
            on_input=Callback::new(move |note| form.change(|body| body.note = note))
        />
    }
}

fn sent(id: &str) -> View {
    view! {
        <PageTitle words=text(Text::ReportSentTitle).to_owned()/>
        <p class="lead">{text(Text::ReportSent)}</p>
        <ButtonLink
            href=organization_path(id, untrack(address_field))
            words=text(Text::ReportBack)
        />
    }
}
