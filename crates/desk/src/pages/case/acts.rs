//! What can be done now: the likely next move first and at thumb's reach, the others by what they are good for; pressed,
//! a move becomes its form.

use std::sync::Arc;

use browser::clock;
use contract::request::{RequestView, WhomToContact};
use contract::status::{Event, Status};

use super::{Room, letter_address, terms_address};
use crate::i18n::{Text, act_name, text};
use crate::pages::moves::{Act, Choices, MoveForm, choices};
use crate::pages::terms::are_there;
use crate::parts::{Button, Look};
use crate::session;
use crate::state::focus_soon;
use crate::view::prelude::*;

/// The moves, or the form of one.
#[component]
pub fn Acts(
    /// What the parts of the page share.
    room: Room,
) -> View {
    let act = room.act;
    view! {
        <section class="acts" id="acts" aria-label=text(Text::CaseMoves)>
            {move || match act.get() {
                Some(act) => view! { <MoveForm room=room act=act/> },
                None => view! { {move || buttons(room)} },
            }}
        </section>
    }
}

fn buttons(room: Room) -> Option<View> {
    let view: Arc<_> = room.view.get()?;
    let choices = choices(&view, &session::me()?, clock::today());
    let Choices {
        next,
        on,
        beside,
        end,
    } = choices;
    if next.is_none() && on.is_empty() && beside.is_empty() && end.is_empty() {
        return Some(view! { <p class="muted">{text(Text::CaseOver)}</p> });
    }
    let open = Callback::new(move |act| {
        room.done.set(None);
        room.act.set(Some(act));
        focus_soon("#form-title");
    });
    let bar = next.map(|act| {
        view! {
            <div class="act-bar">
                <Button
                    words=act_name(act).to_owned()
                    on_press=Callback::new(move |()| open.run(act))
                    look=Look::Primary
                />
                {call(&view)}
            </div>
        }
    });
    // What there is to do while the other side is asked: to let them know.
    let letter = (next.is_none() && view.status == Status::Inviting).then(|| {
        view! {
            <div class="act-bar">
                <a class="button" href=letter_address(&view.number, &room.query.get_value())>
                    {text(Text::PaperLetter)}
                </a>
                {call(&view)}
            </div>
        }
    });
    let waits = next
        .is_none()
        .then(|| view! { <p class="muted">{text(Text::CaseWaits)}</p> });
    let terms = terms(room, &view);
    Some(view! {
        {waits}
        {bar}
        {letter}
        {list(Text::MovesOn, on, terms, open)}
        {list(Text::MovesBeside, beside, None, open)}
        {list(Text::MovesEnd, end, None, open)}
    })
}

/// Calls whoever is to be called about the case.
fn call(view: &RequestView) -> View {
    let content = &view.content;
    let helper = content.helper.as_ref();
    let helper = helper.filter(|helper| helper.contact == Some(WhomToContact::Helper));
    let (mobile, words) = match helper {
        Some(helper) => (&helper.mobile, Text::CallHelper),
        None => (&content.applicant.mobile, Text::CallApplicant),
    };
    view! {
        <a class="button button-secondary" href=["tel:", mobile.as_str()].concat()>
            {text(words)}
        </a>
    }
}

/// The way to the terms, which are written on a page of their own.
fn terms(room: Room, view: &RequestView) -> Option<View> {
    if !view.legal_moves.contains(&Event::ProposeTerms) {
        return None;
    }
    let words = if are_there(view) {
        Text::TermsRewrite
    } else {
        Text::TermsWrite
    };
    let href = terms_address(&view.number, &room.query.get_value());
    Some(view! {
        <li>
            <a class="button button-secondary" href=href>
                {text(words)}
            </a>
        </li>
    })
}

/// Moves of one sort, and a way to what is no form here, where there is one.
fn list(title: Text, acts: Vec<Act>, way: Option<View>, open: Callback<Act>) -> Option<View> {
    if acts.is_empty() && way.is_none() {
        return None;
    }
    let buttons = acts
        .into_iter()
        .map(|act| {
            view! {
                <li>
                    <Button
                        words=act_name(act).to_owned()
                        on_press=Callback::new(move |()| open.run(act))
                    />
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <div class="act-list">
            <h2>{text(title)}</h2>
            <ul>
                {buttons}
                {way}
            </ul>
        </div>
    })
}
