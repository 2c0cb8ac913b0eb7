//! What is held of the request: to be read, taken along, corrected and deleted by its owner.

use crate::platform::task::spawn_local;
use crate::view::prelude::*;
use contract::draft::{Code, Draft, Field, Issue, Item, Step};
use contract::notices::NoticeChannel;
use contract::number::RequestNumber;
use contract::personal::{Correction, KeptBecause};
use contract::questions::{Question as Asked, asked_on};
use contract::region::RegionCode;
use contract::request::{NOTE_MAX, RequestView};
use contract::status::Event;

use super::case::entry_time;
use super::desk::Desk;
use super::export::Shown;
use super::filed;
use super::moves::{Sending, submit, unfold};
use super::summary::past;
use crate::api;
use crate::components::form::{
    AskedField, Choice, Choices, ChoicesKind, Question, RegionField, TextArea, TextField, Typing,
};
use crate::components::{Button, ButtonLink, HelpLine, Look, PageTitle, fact_rows};
use crate::i18n::{Text, date_words, field_words, fill, issue_words, notice_channel_name, text};
use crate::pages::lazy;
use crate::platform::{clock as time, download, focus, page, random};
use crate::routes::Route;
use crate::state::stores;

/// Ids of the buttons that begin a correction and a deletion.
const CORRECT: &str = "correct";
const ERASE: &str = "erase";
/// Id of what a deletion says of itself.
const ERASING: &str = "erasing";
/// Id of the words of a correction.
const NOTE: &str = "correct-note";

/// All that is held, and what can be done about it.
pub fn section(desk: Desk, view: &RequestView) -> View {
    let said = RwSignal::new(None);
    let save = {
        let view = view.clone();
        Callback::new(move |()| take_along(view.clone(), said))
    };
    view! {
        <section class="section data">
            <h2>{text(Text::DataTitle)}</h2>
            <p>{text(Text::DataLead)}</p>
            {sent(view)}
            <div class="data-tools no-print">
                <Button
                    words=text(Text::DataSave).to_owned()
                    on_press=save
                    look=Look::Secondary
                />
                <div role="status">
                    {move || said.get().map(|said| view! { <p class="done">{text(said)}</p> })}
                </div>
                {correct(desk, view)}
                {erase(desk, view)}
            </div>
        </section>
    }
}

/// What was sent, folded away.
fn sent(view: &RequestView) -> View {
    let rows = fact_rows(filed::rows(view));
    view! {
        <details class="sent">
            <summary>{text(Text::CaseContent)}</summary>
            <dl class="answers-list">{rows}</dl>
        </details>
    }
}

/// Saves all of it as one file, and what was said beside it: the terms, complaints, a rating.
fn take_along(view: RequestView, said: RwSignal<Option<Text>>) {
    let Some(case) = stores().keepsakes.case() else {
        return;
    };
    said.set(None);
    let sitting = stores().keepsakes.sitting();
    spawn_local(async move {
        let shown = Shown {
            filed: filed::rows(&view),
            past: past(&view, entry_time),
            view,
        };
        let page = match lazy::export().await {
            Ok(part) => (part.page)(case, shown).await,
            Err(_) => None,
        };
        // Somebody else may sit here by now.
        if stores().keepsakes.sitting() != sitting {
            return;
        }
        said.try_set(Some(match page {
            None => Text::DataNotFetched,
            Some((name, page)) if download::save(&name, "text/html;charset=utf-8", &page) => {
                Text::DataSaved
            }
            Some(_) => Text::DataNotSaved,
        }));
    });
}

/// What the correction's form holds: each particular as it is now, and what was typed instead.
#[derive(Clone, Copy)]
struct Typed {
    what: What,
    was: StoredValue<String>,
    now: RwSignal<String>,
}

/// What can be corrected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// What every request has.
    Named(Field),
    /// One of the further columns of the official form.
    Asked(Asked),
}

impl What {
    fn is_wrong(self, issue: &Issue) -> bool {
        match self {
            Self::Named(field) => issue.field == field,
            Self::Asked(asked) => issue.is_beside(Field::Answers, Item::Answer(asked)),
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Named(field) => field.as_str(),
            Self::Asked(asked) => asked.as_str(),
        }
    }
}

impl Typed {
    fn new(what: What, was: String) -> Self {
        Self {
            what,
            now: RwSignal::new(was.clone()),
            was: StoredValue::new(was),
        }
    }

    fn changed(self) -> Option<String> {
        let now = self.now.get_untracked();
        self.was.with_value(|was| *was != now).then_some(now)
    }
}

/// The applicant's own particulars, and the helper's, where somebody helped.
fn particulars(view: &RequestView) -> Vec<Typed> {
    let content = &view.content;
    let applicant = &content.applicant;
    let own = [
        (Field::Name, applicant.name.clone()),
        (Field::Mobile, applicant.mobile.as_str().to_owned()),
        (Field::Region, applicant.region.to_string()),
        (
            Field::Address,
            applicant.address.clone().unwrap_or_default(),
        ),
    ];
    let helper = content.helper.iter().flat_map(|helper| {
        [
            (Field::HelperName, helper.name.clone()),
            (Field::HelperMobile, helper.mobile.as_str().to_owned()),
        ]
    });
    let named = own.into_iter().chain(helper);
    let named = named.map(|(field, was)| Typed::new(What::Named(field), was));
    // A firm that asks for a check is asked nothing of the kind.
    let asked = content
        .visit
        .is_none()
        .then(|| asked_on(Step::You, &Draft::again(content)));
    let asked = asked.into_iter().flatten().map(|asked| {
        let mut answers = content.answers.iter();
        let answer = answers.find(|answer| answer.question == asked);
        let was = answer.map(|answer| answer.value.clone());
        Typed::new(What::Asked(asked), was.unwrap_or_default())
    });
    named.chain(asked).collect()
}

/// The further columns of the official form, folded away while nothing is wrong with them.
fn further(asked: Vec<Typed>, wrong: RwSignal<Vec<Issue>>) -> View {
    let is_open =
        move || wrong.with(|wrong| wrong.iter().any(|issue| issue.field == Field::Answers));
    let asked = asked.into_iter().map(|typed| input(typed, wrong));
    view! {
        <details class="sent particulars" open=is_open>
            <summary>{text(Text::YouMoreTitle)}</summary>
            <div class="questions">{asked.collect_view()}</div>
        </details>
    }
}

/// What is wrong with one of them, in words.
fn error(what: What, wrong: RwSignal<Vec<Issue>>) -> Signal<Option<String>> {
    Signal::derive(move || {
        wrong.with(|wrong| {
            let issue = wrong.iter().find(|issue| what.is_wrong(issue));
            issue.copied().map(issue_words)
        })
    })
}

/// How one of them is corrected.
fn input(typed: Typed, wrong: RwSignal<Vec<Issue>>) -> View {
    let error = error(typed.what, wrong);
    let on_input = Callback::new(move |value| {
        typed.now.set(value);
        wrong.update(|wrong| wrong.retain(|issue| !typed.what.is_wrong(issue)));
    });
    let value = typed.now.get_untracked();
    let field = match typed.what {
        What::Asked(asked) => return view! { <AskedField asked value error on_answer=on_input/> },
        What::Named(field) => field,
    };
    let question = Question {
        id: field.as_str(),
        label: field_words(field),
        hint: if field == Field::NoticeEmail {
            text(Text::NoticesEmailHint)
        } else {
            ""
        },
        optional: field == Field::Address,
    };
    if field == Field::Region {
        let chosen = Memo::new(move |_| typed.now.with(|code| RegionCode::parse(code)));
        let on_name = Callback::new(|_| ());
        return view! { <RegionField question chosen error on_change=on_input on_name/> };
    }
    // Whoever looks at the request may not be the one whose name the browser knows.
    let plain = Typing {
        autocomplete: "off",
        ..Typing::WORDS
    };
    let typing = match field {
        Field::NoticeEmail => Typing {
            inputmode: "email",
            ..plain
        },
        Field::Mobile | Field::HelperMobile => Typing {
            inputmode: "tel",
            ..plain
        },
        _ => plain,
    };
    view! { <TextField question typing value error on_input/> }
}

/// A quiet button that becomes the form of a correction, while corrections are taken.
fn correct(desk: Desk, view: &RequestView) -> Option<View> {
    if !view.legal_moves.contains(&Event::Correct) {
        return None;
    }
    let view = StoredValue::new(view.clone());
    Some(unfold(
        CORRECT,
        Text::CorrectOpen,
        Field::Name.as_str(),
        move |asking| view.with_value(|view| correct_form(desk, view, asking)),
    ))
}

/// The ways of being told of news: those there are, and those chosen before. Where somebody is afraid, those can only be
/// given up here: of a new one nobody has said that it is safe.
fn told_by(
    view: &RequestView,
    chosen: RwSignal<Vec<String>>,
    email: Typed,
    wrong: RwSignal<Vec<Issue>>,
) -> View {
    let content = &view.content;
    let (careful, before) = (content.afraid, content.notices.channels.clone());
    let portal = stores().portal;
    let question = Question {
        id: Field::NoticeChannels.as_str(),
        label: text(Text::NoticesQuestion),
        hint: text(if careful {
            Text::CorrectNoticesCareful
        } else {
            Text::NoticesHint
        }),
        optional: true,
    };
    let on_change = Callback::new(move |(name, ticked): (&'static str, bool)| {
        chosen.update(|chosen| {
            chosen.retain(|other| other != name);
            if ticked {
                chosen.push(name.to_owned());
            }
        });
        wrong.update(|wrong| wrong.retain(|issue| issue.field != Field::NoticeChannels));
    });
    let by_mail = Memo::new(move |_| {
        let mail = NoticeChannel::Email.as_str();
        !careful && chosen.with(|chosen| chosen.iter().any(|name| name == mail))
    });
    let channels = move || {
        let mut offered = NoticeChannel::IN_REQUEST.to_vec();
        offered.retain(|channel| before.contains(channel) || (portal.offers(*channel) && !careful));
        let choices = offered.iter().map(|channel| Choice {
            value: channel.as_str(),
            label: notice_channel_name(*channel),
            note: "",
        });
        let choices: Vec<Choice> = choices.collect();
        (!choices.is_empty()).then(|| {
            view! {
                <Choices
                    question
                    kind=ChoicesKind::Several
                    choices
                    chosen=chosen.get_untracked()
                    error=error(What::Named(Field::NoticeChannels), wrong)
                    on_change
                />
            }
        })
    };
    view! {
        {channels}
        {move || by_mail.get().then(|| input(email, wrong))}
    }
}

fn correct_form(desk: Desk, view: &RequestView, asking: RwSignal<bool>) -> View {
    let sending = Sending::new(desk);
    let fields = particulars(view);
    let note = RwSignal::new(String::new());
    let wrong = RwSignal::new(Vec::<Issue>::new());
    let key = StoredValue::new(random::idempotency_key());
    let content = StoredValue::new(view.content.clone());
    let notices = &view.content.notices;
    let channels: Vec<String> = notices
        .channels
        .iter()
        .map(|channel| channel.as_str().to_owned())
        .collect();
    let chosen = RwSignal::new(channels.clone());
    let channels = StoredValue::new(channels);
    let email = notices.email.as_ref();
    let email = email.map(|email| email.as_str().to_owned());
    let email = Typed::new(What::Named(Field::NoticeEmail), email.unwrap_or_default());
    let told_by = told_by(view, chosen, email, wrong);
    let read = {
        let fields = fields.clone();
        move || {
            let now = chosen.get_untracked();
            let mut correction = Correction {
                note: note.get_untracked(),
                notice_email: email.changed(),
                notice_channels: channels.with_value(|was| *was != now).then_some(now),
                ..Correction::default()
            };
            for typed in &fields {
                let Some(now) = typed.changed() else {
                    continue;
                };
                let place = match typed.what {
                    What::Asked(asked) => {
                        correction
                            .particulars
                            .insert(asked.as_str().to_owned(), now);
                        continue;
                    }
                    What::Named(Field::Name) => &mut correction.name,
                    What::Named(Field::Mobile) => &mut correction.mobile,
                    What::Named(Field::Region) => &mut correction.region,
                    What::Named(Field::Address) => &mut correction.address,
                    What::Named(Field::HelperName) => &mut correction.helper_name,
                    What::Named(_) => &mut correction.helper_mobile,
                };
                *place = Some(now);
            }
            correction
        }
    };
    let notices = [Field::NoticeChannels, Field::NoticeEmail].map(What::Named);
    let ids: Vec<What> = fields
        .iter()
        .map(|typed| typed.what)
        .chain(notices)
        .collect();
    let send = move || {
        let correction = read();
        let checked = content.with_value(|content| correction.apply(content));
        if let Err(issues) = checked {
            let noted = issues.iter().find(|issue| issue.field == Field::Note);
            sending.error.set(noted.map(|issue| note_words(*issue)));
            let mut ids = ids.iter();
            let first = ids.find(|what| issues.iter().any(|issue| what.is_wrong(issue)));
            focus::focus_field(first.map_or(NOTE, |what| what.id()));
            wrong.set(issues);
            return;
        }
        let Some(case) = stores().keepsakes.case() else {
            return;
        };
        if !sending.begin() {
            return;
        }
        spawn_local(async move {
            let key = key.try_get_value().unwrap_or_default();
            let answer = api::correct(&case, &key, &correction).await;
            sending.finish(case, answer, Text::CorrectDone);
        });
    };
    let is_asked = |typed: &Typed| matches!(typed.what, What::Asked(_));
    let (asked, named): (Vec<_>, Vec<_>) = fields.into_iter().partition(is_asked);
    let named = named.into_iter().map(|typed| input(typed, wrong));
    let named = named.collect_view();
    let asked = (!asked.is_empty()).then(|| further(asked, wrong));
    let question = Question {
        id: NOTE,
        label: text(Text::CorrectNote),
        hint: text(Text::CorrectNoteHint),
        optional: true,
    };
    let on_note = Callback::new(move |value| {
        note.set(value);
        sending.error.set(None);
    });
    view! {
        <form
            class="move"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <p>{text(Text::CorrectLead)}</p>
            {named}
            {asked}
            {told_by}
            <TextArea
                question
                rows="3"
                max=NOTE_MAX
                value=String::new()
                error=sending.error.into()
                on_input=on_note
            />
            {sending.failed()}
            {submit(Text::CorrectSend, sending.busy)}
            {back(Text::CorrectNo, asking, CORRECT)}
        </form>
    }
}

/// Nothing to correct is no mistake in the words.
fn note_words(issue: Issue) -> String {
    match issue.code {
        Code::Missing => text(Text::CorrectNothing).to_owned(),
        _ => issue_words(issue),
    }
}

/// The way back from a form to the button that opened it.
fn back(words: Text, asking: RwSignal<bool>, button: &'static str) -> View {
    let on_press = Callback::new(move |()| {
        asking.set(false);
        page::before_paint(move || {
            focus::focus(&["#", button].concat());
        });
    });
    view! { <Button words=text(words).to_owned() on_press look=Look::Quiet/> }
}

/// Until when it is kept; and the way to have it deleted, or why there is none now.
fn erase(desk: Desk, view: &RequestView) -> View {
    let until = view.keeping.until.as_deref().and_then(time::read);
    let until = until.map(|day| date_words(&day)).unwrap_or_default();
    let dated = |key| fill(key, &[("date", &until)]);
    let why = match view.keeping.because {
        None => return erasable(desk, (!until.is_empty()).then(|| dated(Text::EraseUntil))),
        Some(KeptBecause::Hold) => text(Text::EraseHold).to_owned(),
        Some(KeptBecause::Archive) => dated(Text::EraseArchive),
        Some(_) if view.legal_moves.contains(&Event::Withdraw) => {
            text(Text::EraseProcedure).to_owned()
        }
        Some(_) => text(Text::EraseNotClosed).to_owned(),
    };
    // Whom nobody can reach cannot be told anything.
    let complain = stores().portal.view().with(|portal| {
        match portal.as_ref().and_then(|portal| portal.contact.as_ref()) {
            Some(contact) => fill(Text::EraseComplainTo, &[("contact", contact)]),
            None => text(Text::EraseComplain).to_owned(),
        }
    });
    view! {
        <p>{why}</p>
        <p>{complain}</p>
        <p class="source">{text(Text::EraseSource)}</p>
    }
}

fn erasable(desk: Desk, until: Option<String>) -> View {
    view! {
        {until.map(|until| view! { <p>{until}</p> })}
        {unfold(ERASE, Text::EraseOpen, ERASING, move |asking| erase_form(desk, asking))}
    }
}

fn erase_form(desk: Desk, asking: RwSignal<bool>) -> View {
    let sending = Sending::new(desk);
    let send = move || {
        let Some(case) = stores().keepsakes.case() else {
            return;
        };
        if !sending.begin() {
            return;
        }
        spawn_local(async move {
            let answer = api::erase(&case).await;
            if sending.answered(case.clone(), answer).is_some() {
                desk.erased(case);
            }
        });
    };
    view! {
        <form
            class="move"
            id=ERASING
            tabindex="-1"
            aria-label=text(Text::EraseOpen)
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <p>{text(Text::EraseWhat)}</p>
            <p>{text(Text::EraseStays)}</p>
            {sending.failed()}
            {submit(Text::EraseSend, sending.busy)}
            {back(Text::EraseNo, asking, ERASE)}
        </form>
    }
}

/// Nothing is left to be shown.
pub fn erased(number: &RequestNumber) -> View {
    view! {
        <p class="muted">{fill(Text::CaseNumber, &[("number", number.as_str())])}</p>
        <PageTitle words=text(Text::ErasedTitle).to_owned()/>
        <p class="lead">{text(Text::ErasedWords)}</p>
        <p>{text(Text::EraseStays)}</p>
        <p>{text(Text::ErasedNext)}</p>
        <ButtonLink
            href=Route::Home.to_path()
            words=text(Text::Home)
            look=Look::Secondary
        />
        <HelpLine/>
    }
}
