//! Choosing a time together: staff offer a few, each side says which suit it, and the earliest that suits everybody who
//! was asked is the meeting. Neither side learns what the other chose.

use std::ops::{Range, RangeInclusive};

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use crate::draft::{Checker, Code, Field, Issue, Item};
use crate::request::{Appointment, Detail, NOTE_MAX, TimelineEntry};
use crate::staff::PLACE_MAX;
use crate::status::{Actor, Event};

/// Fewest and most times in an offer. One alone is no choice.
pub const SLOTS: RangeInclusive<u16> = 2..=5;
/// How long people may sit together, in minutes.
pub const MINUTES: RangeInclusive<u16> = 15..=240;
/// Hours of the day in China within which people meet, from the beginning to the end.
pub const HOURS: Range<i8> = 8..21;

/// Times that staff offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlotOffer {
    /// Which offer of the case it is, counted from 1. A choice names the one it was made from.
    pub number: u32,
    /// The times, the earliest first.
    pub slots: Vec<Appointment>,
    /// The last day to choose, `YYYY-MM-DD`, China Standard Time.
    pub choose_by: String,
    /// Whether the other side is asked as well.
    #[serde(default)]
    pub other_side: bool,
}

/// What a side chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlotChoice {
    /// From which offer.
    pub offer: u32,
    /// Which of its times suit, by their place, counted from 0. None: no time suits.
    #[serde(default)]
    pub slots: Vec<u8>,
}

/// Body of `POST /api/v1/requests/{number}/slots`: which times suit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlotAnswer {
    /// The number of the offer that was read.
    pub offer: u32,
    /// Which of its times suit, by their place, counted from 0. None: no time suits.
    #[serde(default)]
    pub slots: Vec<u8>,
    /// In words for the mediator; optional.
    #[serde(default)]
    pub note: String,
}

impl SlotAnswer {
    /// The timeline facts of this answer, or every issue in it. Whether there are such times is for the caller, who has
    /// the offer.
    pub fn parse(&self) -> Result<Detail, Vec<Issue>> {
        let mut check = Checker::default();
        let note = check.optional(Field::Note, &self.note, NOTE_MAX);
        if !check.issues.is_empty() {
            return Err(check.issues);
        }
        let mut slots = self.slots.clone();
        slots.sort_unstable();
        slots.dedup();
        Ok(Detail {
            choice: Some(SlotChoice {
                offer: self.offer,
                slots,
            }),
            note,
            ..Detail::default()
        })
    }
}

/// The times of an offer as staff typed them, or every issue in them. Whether they can be on those days is asked of
/// [`untimely`].
pub fn parse_slots(typed: Vec<Appointment>) -> Result<Vec<Appointment>, Vec<Issue>> {
    let mut check = Checker::default();
    let count = u16::try_from(typed.len()).unwrap_or(u16::MAX);
    if count < *SLOTS.start() {
        check.fail(Field::Slots, Code::Missing);
    }
    if count > *SLOTS.end() {
        check.fail(Field::Slots, Code::TooMany { max: *SLOTS.end() });
        return Err(check.issues);
    }
    let mut slots = Vec::new();
    for (row, slot) in (0..).map(Item::Row).zip(typed) {
        if !slot.channel.is_known() {
            check.fail_at(Field::ContactChannels, row, Code::NotAChoice);
        }
        if slot
            .minutes
            .is_none_or(|minutes| !MINUTES.contains(&minutes))
        {
            check.fail_at(Field::Minutes, row, Code::NotAChoice);
        }
        if slot.place.trim().is_empty() {
            check.fail_at(Field::Place, row, Code::Missing);
        }
        if let Some(place) = check.entry(Field::Place, row, &slot.place, PLACE_MAX) {
            slots.push(Appointment { place, ..slot });
        }
    }
    match check.issues.is_empty() {
        true => Ok(slots),
        false => Err(check.issues),
    }
}

/// When a time that is offered begins, as clocks in China show it, and how many minutes it takes. `None` where it could
/// not be read.
pub type Timing = Option<(DateTime, u16)>;

/// What is wrong with the days and hours of an offer: each time is to come, at an hour at which people meet, no later
/// than the last day for mediation, and none is there twice; and one can still choose before the first of them.
pub fn untimely(
    slots: &[Timing],
    choose_by: Option<Date>,
    now: DateTime,
    last_day: Option<Date>,
) -> Vec<Issue> {
    let mut check = Checker::default();
    for (at, slot) in (0..=u8::MAX).zip(slots) {
        let code = match *slot {
            None => Some(Code::NotAFutureTime),
            Some((begins, _)) if begins <= now => Some(Code::NotAFutureTime),
            Some((begins, minutes)) if !is_office_hour(begins, minutes) => Some(Code::OutOfHours),
            Some((begins, _)) if last_day.is_some_and(|last| begins.date() > last) => {
                Some(Code::AfterTerm)
            }
            Some((begins, _)) => {
                let mut before = slots.iter().take(usize::from(at)).flatten();
                let is_twice = before.any(|(other, _)| *other == begins);
                is_twice.then_some(Code::Twice)
            }
        };
        if let Some(code) = code {
            check.fail_at(Field::At, Item::Row(at), code);
        }
    }
    let first = slots.iter().flatten().map(|(begins, _)| begins.date());
    match choose_by {
        None => check.fail(Field::ChooseBy, Code::NotADay),
        Some(day) if day < now.date() => check.fail(Field::ChooseBy, Code::NotAFutureTime),
        Some(day) if first.min().is_some_and(|first| first <= day) => {
            check.fail(Field::ChooseBy, Code::NotInOrder);
        }
        Some(_) => {}
    }
    check.issues
}

/// Whether all of it is at an hour at which people meet.
fn is_office_hour(begins: DateTime, minutes: u16) -> bool {
    let minute = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    let ends = minute(begins.time()) + i32::from(minutes);
    HOURS.contains(&begins.hour()) && ends <= i32::from(HOURS.end) * 60
}

/// The offer that is open, with what was chosen from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The offer.
    pub offer: SlotOffer,
    /// What the applicant chose last.
    pub applicant: Option<SlotChoice>,
    /// What the other side chose last.
    pub other_side: Option<SlotChoice>,
}

/// How far choosing has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Somebody who was asked has not chosen yet.
    Waiting,
    /// Somebody says that no time suits.
    NoneSuits,
    /// All have chosen, and no time suits all.
    NoneMeets,
    /// The last day to choose is over.
    Late,
}

impl Standing {
    /// The offer that is open after all of this.
    pub fn of(timeline: &[TimelineEntry]) -> Option<Self> {
        let entries = timeline.iter();
        entries.fold(None, |standing, entry| {
            Self::after(standing, entry.event, entry.actor, &entry.detail)
        })
    }

    /// The offer that is open once this has happened. A time that is set settles it; whom it asks changes once the other
    /// side is invited; what was agreed needs no meeting.
    pub fn after(
        standing: Option<Self>,
        event: Event,
        actor: Actor,
        detail: &Detail,
    ) -> Option<Self> {
        match event {
            Event::OfferSlots => detail.offer.clone().map(|offer| Self {
                offer,
                applicant: None,
                other_side: None,
            }),
            Event::ChooseSlots => {
                let mut standing = standing?;
                let choice = detail.choice.clone();
                let choice = choice.filter(|choice| choice.offer == standing.offer.number);
                match actor {
                    Actor::Applicant => standing.applicant = choice.or(standing.applicant),
                    Actor::Respondent => standing.other_side = choice.or(standing.other_side),
                    _ => {}
                }
                Some(standing)
            }
            Event::Schedule | Event::Invite | Event::RecordAgreement => None,
            _ => standing,
        }
    }

    /// Whether this side is asked.
    pub fn asks(&self, side: Actor) -> bool {
        match side {
            Actor::Applicant => true,
            Actor::Respondent => self.offer.other_side,
            _ => false,
        }
    }

    /// What this side chose last.
    pub fn of_side(&self, side: Actor) -> Option<&SlotChoice> {
        match side {
            Actor::Applicant => self.applicant.as_ref(),
            Actor::Respondent => self.other_side.as_ref(),
            _ => None,
        }
    }

    /// Whether this side can choose on this day.
    pub fn is_open_to(&self, side: Actor, today: Date) -> bool {
        self.asks(side) && !self.is_over(today)
    }

    /// Whether this side was asked, and on this day it is too late to choose.
    pub fn is_over_for(&self, side: Actor, today: Date) -> bool {
        self.asks(side) && self.is_over(today)
    }

    /// The earliest time that suits everybody who was asked.
    pub fn agreed(&self) -> Option<&Appointment> {
        let suits = |at: u8| {
            self.asked()
                .all(|choice| choice.is_some_and(|choice| choice.slots.contains(&at)))
        };
        let mut slots = (0..).zip(&self.offer.slots);
        slots.find_map(|(at, slot)| suits(at).then_some(slot))
    }

    /// How far it has come on this day, while no time is agreed on.
    pub fn progress(&self, today: Date) -> Progress {
        let says_none =
            |choice: Option<&SlotChoice>| choice.is_some_and(|one| one.slots.is_empty());
        if self.asked().any(says_none) {
            Progress::NoneSuits
        } else if self.asked().all(|choice| choice.is_some()) {
            Progress::NoneMeets
        } else if self.is_over(today) {
            Progress::Late
        } else {
            Progress::Waiting
        }
    }

    /// From which day on staff have to see to it: today where nothing can come of it, else once it is too late to choose.
    pub fn look_on(&self, today: Date) -> Option<Date> {
        match self.progress(today) {
            Progress::Waiting => self.last_day()?.tomorrow().ok(),
            _ => Some(today),
        }
    }

    /// What those who were asked chose.
    fn asked(&self) -> impl Iterator<Item = Option<&SlotChoice>> {
        let sides = [Actor::Applicant, Actor::Respondent].into_iter();
        sides
            .filter(|side| self.asks(*side))
            .map(|side| self.of_side(side))
    }

    fn is_over(&self, today: Date) -> bool {
        self.last_day().is_none_or(|last| last < today)
    }

    fn last_day(&self) -> Option<Date> {
        crate::days::read_day(&self.offer.choose_by)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::request::ContactChannel;
    use jiff::civil::date;
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    const TODAY: Date = date(2026, 11, 27);

    fn slot(at: &str) -> Appointment {
        Appointment {
            at: at.into(),
            channel: ContactChannel::InPerson,
            place: "调解室".into(),
            minutes: Some(60),
        }
    }

    fn standing(other_side: bool) -> Standing {
        let slots =
            ["30T09:00", "30T14:00"].map(|at| slot(&["2026-11-", at, ":00+08:00"].concat()));
        Standing {
            offer: SlotOffer {
                number: 1,
                slots: slots.into(),
                choose_by: "2026-11-28".into(),
                other_side,
            },
            applicant: None,
            other_side: None,
        }
    }

    fn chosen(slots: &[u8]) -> Option<SlotChoice> {
        Some(SlotChoice {
            offer: 1,
            slots: slots.into(),
        })
    }

    #[test]
    fn the_earliest_time_that_suits_all_is_agreed_on() {
        let mut alone = standing(false);
        assert_eq!(alone.progress(TODAY), Progress::Waiting);
        alone.applicant = chosen(&[0, 1]);
        assert_eq!(alone.agreed(), alone.offer.slots.first());
        let mut both = standing(true);
        both.applicant = chosen(&[0, 1]);
        assert_eq!(both.agreed(), None);
        assert_eq!(both.progress(TODAY), Progress::Waiting);
        both.other_side = chosen(&[1]);
        assert_eq!(both.agreed(), both.offer.slots.get(1));
    }

    #[test]
    fn staff_see_to_what_leads_nowhere() {
        let look = |applicant, other_side, today| {
            let offer = Standing {
                applicant,
                other_side,
                ..standing(true)
            };
            (offer.progress(today), offer.look_on(today))
        };
        let later = date(2026, 11, 29);
        let asked = (Progress::Waiting, Some(later));
        assert_eq!(look(chosen(&[0]), None, TODAY), asked);
        assert_eq!(
            look(None, chosen(&[]), TODAY),
            (Progress::NoneSuits, Some(TODAY))
        );
        let apart = (Progress::NoneMeets, Some(TODAY));
        assert_eq!(look(chosen(&[0]), chosen(&[1]), TODAY), apart);
        assert_eq!(
            look(chosen(&[0]), None, later),
            (Progress::Late, Some(later))
        );
    }

    #[test]
    fn an_offer_is_open_until_a_time_is_set_or_the_day_is_over() {
        let offer = standing(true);
        for (side, day, open) in [
            (Actor::Applicant, date(2026, 11, 28), true),
            (Actor::Respondent, date(2026, 11, 28), true),
            (Actor::Applicant, date(2026, 11, 29), false),
            (Actor::Staff, TODAY, false),
        ] {
            assert_eq!(offer.is_open_to(side, day), open, "{side:?} {day}");
            let over = !open && side != Actor::Staff;
            assert_eq!(offer.is_over_for(side, day), over, "{side:?} {day}");
        }
        assert!(!standing(false).is_open_to(Actor::Respondent, TODAY));
        assert!(!standing(false).is_over_for(Actor::Respondent, date(2026, 12, 9)));
        let after = |event| {
            let detail = Detail::default();
            Standing::after(Some(standing(true)), event, Actor::Staff, &detail)
        };
        for event in [Event::Schedule, Event::Invite, Event::RecordAgreement] {
            assert_eq!(after(event), None, "{event:?}");
        }
        assert_eq!(after(Event::AddNote), Some(standing(true)));
    }

    #[test]
    fn a_choice_from_another_offer_is_none() {
        let detail = Detail {
            choice: Some(SlotChoice {
                offer: 2,
                slots: vec![0],
            }),
            ..Detail::default()
        };
        let before = Some(standing(true));
        let after = Standing::after(
            before.clone(),
            Event::ChooseSlots,
            Actor::Applicant,
            &detail,
        );
        assert_eq!(after, before);
    }

    #[test]
    fn times_are_two_to_five_with_a_way_and_a_place() {
        let codes = |typed: Vec<Appointment>| {
            let issues = parse_slots(typed).unwrap_err();
            let of = |issue: &Issue| (issue.field, issue.item, issue.code);
            issues.iter().map(of).collect::<Vec<_>>()
        };
        assert!(parse_slots(vec![slot("a"), slot("b")]).is_ok());
        let few = [(Field::Slots, Item::Whole, Code::Missing)];
        assert_eq!(codes(vec![slot("a")]), few);
        let many = [(Field::Slots, Item::Whole, Code::TooMany { max: 5 })];
        assert_eq!(codes(vec![slot("a"); 6]), many);
        let bare = Appointment {
            channel: ContactChannel::Unknown,
            place: " ".into(),
            minutes: Some(5),
            ..slot("b")
        };
        let row = Item::Row(1);
        let wrong = [
            (Field::ContactChannels, row, Code::NotAChoice),
            (Field::Minutes, row, Code::NotAChoice),
            (Field::Place, row, Code::Missing),
        ];
        assert_eq!(codes(vec![slot("a"), bare]), wrong);
    }

    #[test]
    fn times_are_to_come_in_the_term_at_office_hours_and_once() {
        let now = TODAY.at(10, 0, 0, 0);
        let at = |day: i8, hour: i8| Some((date(2026, 12, day).at(hour, 0, 0, 0), 60));
        let wrong = |slots: &[Timing], choose_by| {
            let issues = untimely(slots, choose_by, now, Some(date(2026, 12, 10)));
            let of = |issue: &Issue| (issue.field, issue.item, issue.code);
            issues.iter().map(of).collect::<Vec<_>>()
        };
        let by = Some(date(2026, 11, 30));
        assert_eq!(wrong(&[at(1, 8), at(1, 20), at(10, 9)], by), []);
        let slots = [
            at(1, 9),
            None,
            Some((TODAY.at(10, 0, 0, 0), 60)),
            at(2, 7),
            Some((date(2026, 12, 2).at(20, 30, 0, 0), 60)),
            at(11, 9),
            at(1, 9),
        ];
        let codes = wrong(&slots, Some(date(2026, 11, 26)));
        let expected = [
            (Field::At, Item::Row(1), Code::NotAFutureTime),
            (Field::At, Item::Row(2), Code::NotAFutureTime),
            (Field::At, Item::Row(3), Code::OutOfHours),
            (Field::At, Item::Row(4), Code::OutOfHours),
            (Field::At, Item::Row(5), Code::AfterTerm),
            (Field::At, Item::Row(6), Code::Twice),
            (Field::ChooseBy, Item::Whole, Code::NotAFutureTime),
        ];
        assert_eq!(codes, expected);
        let choose = |code| vec![(Field::ChooseBy, Item::Whole, code)];
        let pair = [at(1, 9), at(2, 9)];
        assert_eq!(
            wrong(&pair, Some(date(2026, 12, 1))),
            choose(Code::NotInOrder)
        );
        assert_eq!(wrong(&pair, None), choose(Code::NotADay));
    }

    proptest! {
        /// Whatever is chosen: what is agreed on suits everybody who was asked, and nothing earlier does.
        #[test]
        fn what_is_agreed_suits_all(
            other_side in any::<bool>(),
            applicant in option::of(subsequence(vec![0_u8, 1], 0..=2)),
            other in option::of(subsequence(vec![0_u8, 1], 0..=2)),
        ) {
            let offer = Standing {
                applicant: applicant.as_deref().and_then(chosen),
                other_side: other.as_deref().and_then(chosen),
                ..standing(other_side)
            };
            let suits = |at: u8| {
                let theirs = |slots: &Option<Vec<u8>>| slots.as_ref().is_some_and(|slots| slots.contains(&at));
                theirs(&applicant) && (!other_side || theirs(&other))
            };
            let first = [0_u8, 1].into_iter().find(|at| suits(*at));
            let expected = first.and_then(|at| offer.offer.slots.get(usize::from(at)));
            prop_assert_eq!(offer.agreed(), expected);
        }

        /// An answer is read as it was meant, however it is put.
        #[test]
        fn places_are_in_order_and_once(slots in prop::collection::vec(0..5_u8, 0..9)) {
            let answer = SlotAnswer { offer: 1, slots: slots.clone(), note: String::new() };
            let choice = answer.parse().unwrap().choice.unwrap();
            prop_assert!(choice.slots.is_sorted_by(|one, next| one < next));
            prop_assert!(slots.iter().all(|slot| choice.slots.contains(slot)));
        }
    }
}
