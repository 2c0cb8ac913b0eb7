//! Representatives: from how many members on, what they may do, who is willing and who is approved of.

use contract::group::{Candidate, GroupMove, MemberPart};

use super::model::{approving, too_few_words};
use super::room::Room;
use crate::components::form::{Consent, Question};
use crate::i18n::{Text, fill, text};
use crate::view::prelude::*;

const STAND: &str = "group-stand";

/// The section.
pub fn representatives(room: Room, part: &MemberPart) -> View {
    let shown = match (&part.candidates, too_few_words(part)) {
        (Some(candidates), _) => vote(room, part.stands, candidates),
        (None, words) => view! { <p>{words.unwrap_or_default()}</p> },
    };
    view! {
        <section class="section group-part">
            <h2>{text(Text::GroupRepresentatives)}</h2>
            {shown}
            <p class="source">{text(Text::GroupLaw)}</p>
        </section>
    }
}

fn vote(room: Room, stands: bool, candidates: &[Candidate]) -> View {
    let question = Question {
        id: STAND,
        ..Question::default()
    };
    let on_change = Callback::new(move |stands| {
        let done = if stands {
            Text::GroupStands
        } else {
            Text::GroupStandsNot
        };
        room.act(GroupMove::Stand { stands }, done, ["#", STAND].concat());
    });
    view! {
        <p>{text(Text::GroupMandate)}</p>
        <p>{text(Text::GroupRule)}</p>
        {ballot(room, candidates)}
        <Consent
            question
            words=text(Text::GroupStand).to_owned()
            note=text(Text::GroupStandNote)
            ticked=stands
            on_change
        />
    }
}

/// Everybody who is willing, to be ticked.
fn ballot(room: Room, candidates: &[Candidate]) -> View {
    if candidates.is_empty() {
        return view! { <p class="muted">{text(Text::GroupCandidatesNone)}</p> };
    }
    let approved: Vec<String> = candidates
        .iter()
        .filter(|candidate| candidate.is_approved)
        .map(|candidate| candidate.seat.clone())
        .collect();
    let rows = candidates
        .iter()
        .map(|candidate| row(room, candidate.clone(), approved.clone()))
        .collect_view();
    view! {
        <fieldset class="field">
            <legend class="field-label">{text(Text::GroupCandidates)}</legend>
            <p class="field-hint">{text(Text::GroupCandidatesHint)}</p>
            <div class="choices">{rows}</div>
        </fieldset>
    }
}

fn row(room: Room, candidate: Candidate, approved: Vec<String>) -> View {
    let Candidate {
        seat,
        name,
        approvals,
        is_chosen,
        is_approved,
    } = candidate;
    let count = if is_chosen {
        Text::GroupChosen
    } else {
        Text::GroupApprovals
    };
    let count = fill(count, &[("n", &approvals.to_string())]);
    let id = ["group-vote-", &seat].concat();
    let again = ["#", &id].concat();
    view! {
        <label class="choice">
            <input
                type="checkbox"
                id=id
                prop:checked=is_approved
                on:change=move |event| {
                    let seats = approving(&approved, &seat, event_target_checked(&event));
                    room.act(GroupMove::Approve { seats }, Text::GroupVoted, again.clone());
                }
            />
            <span>{name} <small>{count}</small></span>
        </label>
    }
}
