//! The times that people can choose from: who chose which, and what there is to do.

use browser::clock;
use contract::request::RequestView;
use contract::slots::{Progress, Standing};
use contract::status::{Actor, Event};

use crate::i18n::{Text, channel_name, day_words, fill, text, when};
use crate::view::prelude::*;

/// The offer that is open, while one is.
pub fn slots(view: &RequestView) -> View {
    // Where no time can be offered any more, none is open either.
    let standing = Standing::of(&view.timeline);
    let standing = standing.filter(|_| view.legal_moves.contains(&Event::OfferSlots));
    let Some((standing, today)) = standing.zip(clock::today()) else {
        return View::Nothing;
    };
    let rows = (0..).zip(&standing.offer.slots).map(|(at, slot)| {
        let words = [
            when(&slot.at),
            channel_name(slot.channel).to_owned(),
            slot.place.clone(),
        ];
        let who = who_can(&standing, at).map(|who| view! { <span class="tag">{who}</span> });
        view! { <li>{words.join(" · ")} " " {who}</li> }
    });
    let words = stands(&standing, standing.progress(today));
    let rows = rows.collect_view();
    view! {
        <section class="section">
            <h2>{text(Text::SlotsTitle)}</h2>
            <p class="asked">{words}</p>
            <ul class="bullets">{rows}</ul>
            {standing
                .offer
                .other_side
                .then(|| view! { <p class="muted">{text(Text::SlotsSecret)}</p> })}
        </section>
    }
}

/// Whom this time suits; nobody yet.
fn who_can(standing: &Standing, at: u8) -> Option<&'static str> {
    let can = |side| {
        let choice = standing.of_side(side);
        choice.is_some_and(|choice| choice.slots.contains(&at))
    };
    match (can(Actor::Applicant), can(Actor::Respondent)) {
        (true, true) => Some(text(Text::SlotBoth)),
        (true, false) => Some(text(Text::SlotApplicant)),
        (false, true) => Some(text(Text::SlotRespondent)),
        (false, false) => None,
    }
}

/// How it stands, and what to do.
fn stands(standing: &Standing, progress: Progress) -> String {
    let date = day_words(&standing.offer.choose_by);
    let is_missing = |side| standing.asks(side) && standing.of_side(side).is_none();
    let missing = (is_missing(Actor::Applicant), is_missing(Actor::Respondent));
    let key = match (progress, missing) {
        (Progress::NoneSuits, _) => Text::SlotsNoneSuits,
        (Progress::NoneMeets, _) => Text::SlotsNoneMeets,
        (Progress::Late, _) => Text::SlotsLate,
        (Progress::Waiting, (true, true)) => Text::SlotsWaitBoth,
        (Progress::Waiting, (_, true)) => Text::SlotsWaitRespondent,
        (Progress::Waiting, _) => Text::SlotsWaitApplicant,
    };
    fill(key, &[("date", &date)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::slots::{SlotChoice, SlotOffer};

    fn standing(applicant: Option<&[u8]>, other: Option<&[u8]>) -> Standing {
        let choice = |slots: Option<&[u8]>| {
            slots.map(|slots| SlotChoice {
                offer: 1,
                slots: slots.into(),
            })
        };
        Standing {
            offer: SlotOffer {
                number: 1,
                slots: Vec::new(),
                choose_by: "2026-11-30".into(),
                other_side: true,
            },
            applicant: choice(applicant),
            other_side: choice(other),
        }
    }

    #[test]
    fn says_whom_a_time_suits() {
        let both = standing(Some(&[0, 1]), Some(&[1]));
        assert_eq!(who_can(&both, 0), Some("申请人方便"));
        assert_eq!(who_can(&both, 1), Some("双方都方便"));
        assert_eq!(who_can(&both, 2), None);
    }

    #[test]
    fn says_whom_it_waits_for_and_what_to_do() {
        let words = |standing: Standing, progress| stands(&standing, progress);
        let waiting = words(standing(Some(&[0]), None), Progress::Waiting);
        assert!(waiting.contains("等对方选") && waiting.contains("11 月 30 日"));
        let apart = words(standing(Some(&[0]), Some(&[1])), Progress::NoneMeets);
        assert!(apart.contains("再给几个时间"));
    }
}
