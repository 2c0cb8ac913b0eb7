//! A firm asks for a check by people who know the law: one page, filled in with what the report has already.

use std::sync::Arc;

use contract::checkup::{Bank, Dimension};
use contract::draft::{Code, Field, Issue};
use contract::problem::ProblemCode;
use contract::region::RegionCode;
use contract::request::{ContactTime, Receipt};
use contract::visit::{Adviser, FIELDS, FirmKind, Manner, Staff, URGENT_MAX, VisitDraft};

use super::part::clear;
use super::start::{instead, offering};
use super::visit_model::{self as model, IN_DOUBT, KEY, ORGANIZATION_NAME, TICKED, kept_name};
use crate::api::{self, ApiFailure};
use crate::components::form::{
    Choice, Choices, ChoicesKind, ClearTyped, Consent, ERROR_SUMMARY, ErrorSummary, FieldError,
    Question, RegionField, SendBar, TextArea, TextField, Typing, error_words, mistakes,
};
use crate::components::{Back, HelpLine, NotSent, Notice, PageTitle, Results, Tone, Want};
use crate::i18n::{
    Text, adviser_name, contact_time_name, dimension_name, field_words, fill, firm_kind_name,
    manner_name, staff_name, text,
};
use crate::pages::{go_instead, tab_title};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page, random};
use crate::router::use_location;
use crate::routes::{CheckupScreen, Route, find_path};
use crate::state::checkup::Kept;
use crate::state::{Checkup, Search, stores};
use crate::view::prelude::*;

/// Under which the report keeps where the firm is.
const PLACE: &str = "firm-place";
/// The selector of the words about a failure.
const FAILED: &str = "#not-sent";

/// The form. Copies share the same state.
#[derive(Clone, Copy)]
struct Form {
    checkup: Checkup,
    bank: StoredValue<Arc<Bank>>,
    /// What is wrong, kept up to date while the person mends it.
    issues: RwSignal<Vec<Issue>>,
    /// What was wrong when it was last to be sent.
    summary: RwSignal<Vec<Issue>>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<ApiFailure>>,
}

/// The screen.
pub fn visit(checkup: Checkup, bank: &Arc<Bank>) -> View {
    page::after_paint(|| page::set_title(&tab_title(text(Text::VisitAsk))));
    let form = Form {
        checkup,
        bank: StoredValue::new(Arc::clone(bank)),
        issues: RwSignal::new(Vec::new()),
        summary: RwSignal::new(Vec::new()),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    // The link brings the organization; the address bar does not keep it.
    let search = use_location().search;
    effect(move || {
        let brought = search.with(|search| model::organization(search).map(str::to_owned));
        if let Some(id) = brought {
            form.address_to(&id);
            go_instead(&Route::Checkup(CheckupScreen::Visit));
        }
    });
    let kept = checkup.kept();
    let addressed =
        Memo::new(move |_| kept.with(|kept| !kept.text(kept_name(Field::Organization)).is_empty()));
    let shown = move || {
        if addressed.get() {
            questions(form)
        } else {
            organizations()
        }
    };
    shown.into_view()
}

/// Nobody was chosen yet: who offers it.
fn organizations() -> View {
    let search = Search::new(Memo::new(|_| offering()));
    view! {
        <Back otherwise=Route::HealthCheck/>
        <PageTitle words=text(Text::VisitAsk).to_owned()/>
        <p class="lead">{text(Text::VisitChoose)}</p>
        <Results search want=Want::HealthCheck empty=instead/>
        <HelpLine/>
    }
}

fn questions(form: Form) -> View {
    let summary = Signal::derive(move || form.summary.with(|issues| mistakes(issues)));
    let in_doubt = form.in_doubt();
    view! {
        <form
            class="steps"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                form.send();
            }
        >
            <div class="steps-top">
                <Back otherwise=Route::HealthCheck/>
            </div>
            <ErrorSummary mistakes=summary/>
            <PageTitle words=text(Text::VisitAsk).to_owned()/>
            <p class="lead">{text(Text::VisitLead)}</p>
            {addressee(form)}
            <fieldset class="held-together" prop:disabled=move || in_doubt.get()>
                <legend class="visually-hidden">{text(Text::VisitAsk)}</legend>
                <h2>{text(Text::VisitFirm)}</h2>
                {form.line(Field::FirmName, Text::FirmName, Text::VisitFirmNameHint, false, Typing::WORDS)}
                {form.line(Field::FirmCode, Text::FirmCode, Text::VisitFirmCodeHint, true, Typing::WORDS)}
                {form.one(Field::FirmKind, Text::VisitKind, true, choices(FirmKind::ALL, FirmKind::as_str, firm_kind_name))}
                {form.line(Field::Trade, Text::FirmTrade, Text::VisitTradeHint, true, Typing::WORDS)}
                {region(form)}
                {form.one(Field::Staff, Text::FirmStaff, true, choices(Staff::ALL, Staff::as_str, staff_name))}
                <h2>{text(Text::VisitContact)}</h2>
                {form.line(Field::Name, Text::FirmContact, Text::VisitNameHint, false, Typing::NAME)}
                {form.line(Field::Mobile, Text::FieldMobile, Text::VisitMobileHint, false, Typing::MOBILE)}
                {form.one(Field::Manner, Text::VisitManner, false, choices(Manner::ALL, Manner::as_str, manner_name))}
                {form.several(Field::ContactTimes, Text::VisitTimes, choices(ContactTime::ALL, ContactTime::as_str, contact_time_name))}
                <h2>{text(Text::VisitAbout)}</h2>
                {form.several(Field::Focus, Text::VisitFocus, choices(Dimension::ALL, Dimension::as_str, dimension_name))}
                {form.one(Field::Adviser, Text::VisitAdviser, true, choices(Adviser::ALL, Adviser::as_str, adviser_name))}
                {urgent(form)}
                {consents(form)}
            </fieldset>
            <div class="steps-end">
                {move || {
                    in_doubt
                        .get()
                        .then(|| {
                            view! {
                                <Notice tone=Tone::Wrong>
                                    <p>{text(Text::VisitInDoubt)}</p>
                                </Notice>
                            }
                        })
                }}
                <NotSent failure=form.failure id="not-sent"/>
                <p class="muted">{text(Text::VisitNext)}</p>
            </div>
            <ClearTyped on_clear=clear(form.checkup)/>
            <SendBar
                busy=form.busy
                words=Signal::derive(move || if form.busy.get() { Text::Sending } else { Text::Send })
            />
        </form>
    }
}

fn organization_name(kept: &Kept) -> String {
    match kept.text(ORGANIZATION_NAME) {
        "" => text(Text::ThisOrganization).to_owned(),
        name => name.to_owned(),
    }
}

/// The organization, by name, and the way to another one.
fn addressee(form: Form) -> View {
    let kept = form.checkup.kept();
    let name = move || kept.with(organization_name);
    let error = form.error(Field::Organization);
    let question = form.question(Field::Organization, Text::AboutTo, None, false);
    view! {
        <div class="addressee" class:field-wrong=move || error.with(Option::is_some)>
            <p class="addressee-label">{text(Text::AboutTo)}</p>
            <p class="addressee-name">{name}</p>
            <a class="text-action" id=question.id href=find_path(&offering())>
                {text(Text::AboutAnother)}
            </a>
            <FieldError question error/>
        </div>
    }
}

fn region(form: Form) -> View {
    let field = Field::Region;
    let kept = form.checkup.kept();
    let chosen =
        Memo::new(move |_| kept.with(|kept| RegionCode::parse(kept.text(kept_name(field)))));
    // The report names the region where the form has its code.
    let name = move |name: String| {
        if kept.with_untracked(|kept| kept.text(PLACE) != name) {
            form.checkup.set(PLACE, name);
        }
    };
    view! {
        <RegionField
            question=form.question(field, Text::FirmPlace, Some(Text::VisitRegionHint), false)
            chosen
            error=form.error(field)
            on_change=Callback::new(move |code| form.set(field, code))
            on_name=Callback::new(name)
        />
    }
}

fn urgent(form: Form) -> View {
    let field = Field::Urgent;
    view! {
        <TextArea
            question=form.question(field, Text::VisitUrgent, Some(Text::VisitUrgentHint), true)
            rows="3"
            max=URGENT_MAX
            value=form.typed(field)
            error=form.error(field)
            on_input=Callback::new(move |typed| form.set(field, typed))
        />
    }
}

fn consents(form: Form) -> View {
    let kept = form.checkup.kept();
    let finished = form
        .bank
        .with_value(|bank| kept.with_untracked(|kept| !model::findings(kept, bank).is_empty()));
    let name = kept.with_untracked(organization_name);
    let share = fill(Text::VisitShare, &[("organization", &name)]);
    view! {
        <fieldset class="field consents">
            <legend class="field-label">{text(Text::ConsentQuestion)}</legend>
            {finished.then(|| form.consent(Field::Findings, text(Text::VisitFindings).to_owned()))}
            {form.consent(Field::ConsentPrivacy, text(Text::ConsentPrivacy).to_owned())}
            <p class="consent-more">
                <a href=Route::Privacy.to_path()>{text(Text::ConsentPrivacyMore)}</a>
            </p>
            {form.consent(Field::ConsentShare, share)}
        </fieldset>
    }
}

fn choices<T: Copy>(
    all: &[T],
    value: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<Choice> {
    let choice = |one: &T| Choice {
        value: value(*one),
        label: label(*one),
        note: "",
    };
    all.iter().map(choice).collect()
}

impl Form {
    fn question(self, field: Field, label: Text, hint: Option<Text>, optional: bool) -> Question {
        Question {
            id: field.as_str(),
            label: text(label),
            hint: hint.map(text).unwrap_or_default(),
            optional,
        }
    }

    fn typed(self, field: Field) -> String {
        let kept = self.checkup.kept();
        kept.with_untracked(|kept| kept.text(kept_name(field)).to_owned())
    }

    fn error(self, field: Field) -> Signal<Option<String>> {
        let issues = self.issues;
        Signal::derive(move || issues.with(|issues| error_words(issues, field)))
    }

    /// Whether it was sent and nobody knows what became of it. Until that is known nothing in it changes, so that
    /// it can be sent again as it was: then it counts once.
    fn in_doubt(self) -> Signal<bool> {
        let kept = self.checkup.kept();
        Signal::derive(move || kept.with(|kept| kept.text(IN_DOUBT) == TICKED))
    }

    fn set(self, field: Field, value: String) {
        self.checkup.set(kept_name(field), value);
        let kept = self.checkup.kept();
        let for_report = kept.with_untracked(|kept| model::for_report(field, kept));
        if let Some((name, words)) = for_report {
            self.checkup.set(name, words);
        }
        self.issues.update(|issues| {
            *issues = self.with_draft(|draft| model::left(issues, draft));
        });
    }

    fn with_draft<T>(self, read: impl FnOnce(&VisitDraft) -> T) -> T {
        let kept = self.checkup.kept();
        let draft = self
            .bank
            .with_value(|bank| kept.with_untracked(|kept| model::draft(kept, bank)));
        read(&draft)
    }

    /// Takes the organization that a link brings. Another one is asked for consent anew.
    fn address_to(self, id: &str) {
        if self.typed(Field::Organization) != id && !untrack(move || self.in_doubt().get()) {
            self.set(Field::Organization, id.to_owned());
            self.set(Field::ConsentShare, String::new());
            let name = stores().searches.card(id).map(|card| card.name);
            self.checkup
                .set(ORGANIZATION_NAME, name.unwrap_or_default());
        }
        let id = self.typed(Field::Organization);
        spawn_local(async move {
            match api::addressee(&id).await {
                Ok(view) if self.typed(Field::Organization) == id => {
                    self.checkup.set(ORGANIZATION_NAME, view.card.name);
                }
                Err(failure) if failure.code() == Some(ProblemCode::OrganizationNotFound) => {
                    let gone = Issue::new(Field::Organization, Code::NoSuchOrganization);
                    self.issues.try_update(|issues| issues.push(gone));
                }
                _ => {}
            }
        });
    }

    fn line(self, field: Field, label: Text, hint: Text, optional: bool, typing: Typing) -> View {
        view! {
            <TextField
                question=self.question(field, label, Some(hint), optional)
                typing
                value=self.typed(field)
                error=self.error(field)
                on_input=Callback::new(move |typed| self.set(field, typed))
            />
        }
    }

    fn one(self, field: Field, label: Text, optional: bool, choices: Vec<Choice>) -> View {
        view! {
            <Choices
                question=self.question(field, label, None, optional)
                kind=ChoicesKind::One
                choices
                chosen=vec![self.typed(field)]
                error=self.error(field)
                on_change=Callback::new(move |(value, ticked): (&'static str, bool)| {
                    if ticked {
                        self.set(field, value.to_owned());
                    }
                })
            />
        }
    }

    fn several(self, field: Field, label: Text, choices: Vec<Choice>) -> View {
        let kept = self.checkup.kept();
        view! {
            <Choices
                question=self.question(field, label, None, true)
                kind=ChoicesKind::Several
                choices
                chosen=kept.with_untracked(|kept| model::chosen(kept, field))
                error=self.error(field)
                on_change=Callback::new(move |(value, ticked): (&'static str, bool)| {
                    let all = kept.with_untracked(|kept| model::tick(kept, field, value, ticked));
                    self.set(field, all);
                })
            />
        }
    }

    fn consent(self, field: Field, words: String) -> View {
        let question = Question {
            id: field.as_str(),
            label: field_words(field),
            ..Question::default()
        };
        view! {
            <Consent
                question
                words
                ticked=self.typed(field) == TICKED
                error=self.error(field)
                on_change=Callback::new(move |ticked: bool| {
                    self.set(field, if ticked { TICKED } else { "" }.to_owned());
                })
            />
        }
    }

    fn send(self) {
        if self.busy.get_untracked() {
            return;
        }
        let draft = self.with_draft(Clone::clone);
        if let Err(issues) = draft.parse() {
            self.mend(issues);
            return;
        }
        self.summary.set(Vec::new());
        self.failure.set(None);
        self.busy.set(true);
        let kept = self.checkup.kept();
        let mut key = kept.with_untracked(|kept| kept.text(KEY).to_owned());
        if key.is_empty() {
            key = random::idempotency_key();
            self.checkup.set(KEY, key.clone());
        }
        let first_try = !untrack(move || self.in_doubt().get());
        self.checkup.set(IN_DOUBT, TICKED.to_owned());
        spawn_local(async move {
            let answer = api::ask_for_visit(&draft, &key).await;
            // The person may have left the page meanwhile.
            let here = self.busy.try_set(false).is_none();
            match answer {
                Ok(receipt) => self.sent(receipt),
                Err(failure) => {
                    // What arrived before is answered with its receipt, whatever is wrong with it by now.
                    let invalid = failure.code() == Some(ProblemCode::Invalid);
                    if invalid || failure.was_not_stored(first_try) {
                        self.checkup.set(IN_DOUBT, String::new());
                    }
                    if here {
                        self.refused(failure);
                    }
                }
            }
        });
    }

    /// The receipt is shown wherever the person is by now: the code is in it and nowhere else.
    fn sent(self, receipt: Receipt) {
        stores().keepsakes.keep_receipt(receipt);
        // Answers and particulars stay for the report; what belongs to this one request goes.
        for name in [KEY, IN_DOUBT, ORGANIZATION_NAME]
            .into_iter()
            .chain(FIELDS.map(kept_name))
            .filter(|name| name.starts_with("visit-"))
        {
            self.checkup.set(name, String::new());
        }
        go_instead(&Route::Sent);
    }

    fn refused(self, failure: ApiFailure) {
        match failure {
            ApiFailure::Rejected(problem) if !problem.issues.is_empty() => {
                self.mend(problem.issues);
            }
            failure => {
                self.failure.set(Some(failure));
                // The button is in sight from anywhere on the page; the words must be too.
                page::before_paint(|| {
                    focus::focus(FAILED);
                });
            }
        }
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
