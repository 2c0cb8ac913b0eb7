//! Writing another page. What was typed stays through errors and the end of a session.

use browser::task;
use contract::page::{PageText, PageView};
use contract::problem::ProblemCode;

use super::part::{Part, faults};
use super::{DRAFT, Room, base, differences};
use crate::api::{self, Failure};
use crate::drafts::Drafts;
use crate::i18n::{
    Text, failure_words, part_fault_words, part_hint, part_name, step_free_choices, text,
};
use crate::parts::{
    Asked, Button, Choices, ErrorList, Look, Mistake, NotDone, TextArea, TextField,
};
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// The page that this amounts to: what was typed, and else what a change begins with.
fn written(drafts: &Drafts, view: &PageView) -> PageText {
    let mut page = base(view).clone();
    for part in Part::ALL {
        if let Some(words) = drafts.words(DRAFT, part.id()) {
            part.put(&mut page, words.trim().to_owned());
        }
    }
    page
}

/// The form.
#[component]
pub fn PageForm(
    /// What the parts of the page share.
    room: Room,
) -> View {
    let drafts = desk().drafts;
    let wrong = RwSignal::new(Vec::<Part>::new());
    let failure = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let was_begun = drafts.with_untracked(|drafts| drafts.has_words(DRAFT));
    let stumble = move |words: String| {
        failure.try_set(Some(words));
        focus_soon("#page-not-sent");
    };
    let close = move || {
        drafts.update(|drafts| drafts.forget_words(DRAFT));
        room.open.try_set(false);
    };
    let send = Callback::new(move |()| {
        let Some(view) = room.now() else { return };
        let page = drafts.with_untracked(|drafts| written(drafts, &view));
        wrong.set(Vec::new());
        failure.set(None);
        room.done.set(None);
        if differences(base(&view), &page).is_empty() {
            return stumble(text(Text::PageUnchanged).to_owned());
        }
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::propose_page(&page, view.version).await;
            busy.try_set(false);
            match answer {
                Ok(view) => {
                    close();
                    room.finish(view, Text::PageDoneProposed);
                }
                Err(why) if why.code() == Some(ProblemCode::Outdated) => {
                    // What was typed stays; what it is written over is there anew.
                    room.load(move |_| stumble(text(Text::PageFormOutdated).to_owned()));
                }
                Err(why) => {
                    let parts = bad_parts(&why);
                    if parts.is_empty() {
                        stumble(failure_words(&why));
                    } else {
                        wrong.try_set(parts);
                        focus_soon("#mistakes");
                    }
                }
            }
        });
    });
    let stop = Callback::new(move |()| {
        close();
        focus_soon("#main h1");
    });
    let mistakes = Signal::derive(move || {
        let mistake = |part: Part| Mistake {
            id: part.id().to_owned(),
            words: part_fault_words(part).to_owned(),
        };
        wrong.get().into_iter().map(mistake).collect()
    });
    let fields = Part::ALL
        .into_iter()
        .map(|part| field(part, room, wrong))
        .collect_view();
    let words = Signal::derive(move || {
        text(if busy.get() {
            Text::FormBusy
        } else {
            Text::PageSend
        })
        .to_owned()
    });
    view! {
        <section class="section card move">
            <h2 id="page-form" tabindex="-1">
                {text(Text::PageForm)}
            </h2>
            <p class="field-hint">{text(Text::PageFormHint)}</p>
            {was_begun.then(|| view! { <p class="resumed">{text(Text::FormKept)}</p> })}
            <ErrorList mistakes=mistakes/>
            {fields}
            <NotDone words=failure id="page-not-sent"/>
            <div class="actions">
                <Button words=words on_press=send look=Look::Primary busy=busy/>
                <Button words=text(Text::PageStop).to_owned() on_press=stop look=Look::Quiet/>
            </div>
        </section>
    }
}

fn bad_parts(why: &Failure) -> Vec<Part> {
    let faults = faults(why.issues()).into_iter();
    faults.map(|(part, _)| part).collect()
}

fn field(part: Part, room: Room, wrong: RwSignal<Vec<Part>>) -> View {
    let drafts = desk().drafts;
    let value = Signal::derive(move || {
        let typed = drafts.with(|drafts| drafts.words(DRAFT, part.id()).map(str::to_owned));
        typed.unwrap_or_else(|| {
            room.view.with(|view| {
                let words = view.as_deref().map(|view| part.of(base(view)).to_owned());
                words.unwrap_or_default()
            })
        })
    });
    let error = Signal::derive(move || {
        let is_wrong = wrong.with(|wrong| wrong.contains(&part));
        is_wrong.then(|| part_fault_words(part).to_owned())
    });
    let type_in = Callback::new(move |words: String| {
        drafts.update(|drafts| drafts.set_words(DRAFT, part.id(), words));
    });
    let asked = Asked {
        optional: true,
        ..Asked::new(part.id(), part_name(part)).hinted(part_hint(part))
    };
    match part {
        Part::StepFree => view! {
            <Choices
                asked=asked
                choices=step_free_choices()
                value=value
                error=error
                on_choose=type_in
            />
        },
        // Lists, which may be long.
        Part::Mediators | Part::Cases => view! {
            <TextArea asked=asked rows="3" value=value error=error on_input=type_in/>
        },
        _ => view! { <TextField asked=asked value=value error=error on_input=type_in/> },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_goes_before_what_was_there() {
        let view = PageView {
            page: PageText {
                address: "中山路1号".into(),
                phones: "025-83000000".into(),
                ..PageText::default()
            },
            version: 1,
            proposal: None,
            decided: Vec::new(),
        };
        let mut drafts = Drafts::default();
        assert_eq!(written(&drafts, &view), view.page);
        drafts.set_words(DRAFT, Part::Phones.id(), String::new());
        drafts.set_words(DRAFT, Part::Hours.id(), " 周一 9:00-17:00 ".into());
        let page = written(&drafts, &view);
        assert_eq!(page.address, "中山路1号");
        assert_eq!(page.phones, "");
        assert_eq!(page.hours, "周一 9:00-17:00");
    }
}
