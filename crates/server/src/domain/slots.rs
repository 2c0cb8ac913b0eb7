//! Choosing a time together: staff offer a few, each side says which suit it, and the earliest that suits all is set at
//! once. What is offered and chosen is on the timeline and nowhere else.

use contract::days::read_day;
use contract::deadline::DeadlineKind;
use contract::draft::{Code, Field, Issue};
use contract::request::{Appointment, Detail, RequestView};
use contract::slots::{SlotAnswer, SlotOffer, Standing, untimely};
use contract::status::{Actor, Event, Matter, Status};
use jiff::civil::Date;

use super::moves::{Case, Step, is_made};
use super::{Cases, Owner, Refused, time};
use crate::store::{Change, EntryRow, Mac, RequestRow};

impl Cases {
    /// The owner says which of the times that they read of suit. The same body under the same key is one answer.
    pub async fn owner_chooses_slots(
        &self,
        owner: &Owner,
        key: &str,
        body: &SlotAnswer,
    ) -> Result<RequestView, Refused> {
        let (row, entries) = self.request_of(owner).await?;
        let case = self.case(row, entries).await?;
        let once = self.key_of_body(Some(key), body, owner.number.as_str())?;
        let case = self.choose(case, Actor::Applicant, once, body).await?;
        self.view(&case, Actor::Applicant).await
    }

    /// Writes down what a side chose, and the time that all can, where there is one now. Gives the case as it is then.
    pub(super) async fn choose(
        &self,
        case: Case,
        side: Actor,
        once: Option<Mac>,
        body: &SlotAnswer,
    ) -> Result<Case, Refused> {
        let attempt = |case: &Case| {
            if is_made(&case.entries, once) {
                return Ok(None);
            }
            self.choice(case, side, once, body)
        };
        self.until_made((case.row, case.entries), side, attempt)
            .await
    }

    /// The change that this choice makes; none when it is what they said last.
    fn choice(
        &self,
        case: &Case,
        side: Actor,
        key: Option<Mac>,
        body: &SlotAnswer,
    ) -> Result<Option<Change>, Refused> {
        let today = time::china_date(self.now());
        let matter = Matter::of(case.row.topic);
        let next = case.row.status.next(matter, Event::ChooseSlots, side);
        next.ok_or_else(|| Refused::IllegalMove(case.legal_moves(side)))?;
        let standing = case.slots.as_ref();
        let standing = standing.filter(|standing| {
            standing.offer.number == body.offer && standing.is_open_to(side, today)
        });
        let standing = standing.ok_or(Refused::SlotsChanged)?;
        let detail = body.parse().map_err(Refused::Invalid)?;
        let chosen = detail.choice.as_ref();
        let is_there = |at: &u8| usize::from(*at) < standing.offer.slots.len();
        if !chosen.is_some_and(|choice| choice.slots.iter().all(is_there)) {
            let unknown = Issue::new(Field::Slots, Code::NotAChoice);
            return Err(Refused::Invalid(vec![unknown]));
        }
        if detail.note.is_none() && standing.of_side(side) == chosen {
            return Ok(None);
        }
        let after = Standing::after(Some(standing.clone()), Event::ChooseSlots, side, &detail);
        let step = Step {
            key,
            sets: after.as_ref().and_then(Standing::agreed).cloned(),
            ..Step::new(side, Event::ChooseSlots, detail)
        };
        self.step(case, step).map(Some)
    }

    /// Everything wrong with the days and hours of an offer.
    pub(super) fn untimely(
        &self,
        row: &RequestRow,
        slots: &[Appointment],
        choose_by: &str,
    ) -> Vec<Issue> {
        let timing = |slot: &Appointment| {
            let begins = time::china_time(time::parse(&slot.at)?);
            Some((begins, slot.minutes.unwrap_or_default()))
        };
        let slots: Vec<_> = slots.iter().map(timing).collect();
        let last_day = row.due.filter(|due| due.kind == DeadlineKind::Mediation);
        let now = time::china_time(self.now());
        untimely(&slots, read_day(choose_by), now, last_day.map(|due| due.on))
    }

    /// The offer as it is kept: numbered, the earliest time first, with who is asked. The other side is, once they were
    /// invited and are willing: nobody else of them has a page to choose on. Who is afraid of them agrees before.
    pub(super) fn offered(
        &self,
        case: &Case,
        offer: SlotOffer,
        applicant_agrees: bool,
    ) -> Result<SlotOffer, Refused> {
        let happened = |event: Event| case.entries.iter().filter(move |one| one.event == event);
        let matter = Matter::of(case.row.topic);
        let is_willing = case
            .row
            .status
            .next(matter, Event::ChooseSlots, Actor::Respondent);
        let other_side = is_willing.is_some() && happened(Event::Invite).next().is_some();
        let content = self.content(&case.row.number, &case.row.content_sealed)?;
        if content.afraid && other_side && !applicant_agrees {
            let issue = Issue::new(Field::ApplicantAgrees, Code::NotAgreed);
            return Err(Refused::Invalid(vec![issue]));
        }
        let mut slots = offer.slots;
        for slot in &mut slots {
            if let Some(at) = time::parse(&slot.at) {
                slot.at = time::wire(at);
            }
        }
        slots.sort_by(|one, other| one.at.cmp(&other.at));
        let choose_by = read_day(&offer.choose_by).map(|day| day.to_string());
        let before = u32::try_from(happened(Event::OfferSlots).count()).unwrap_or(u32::MAX);
        Ok(SlotOffer {
            number: before.saturating_add(1),
            slots,
            choose_by: choose_by.unwrap_or_default(),
            other_side,
        })
    }

    /// The offer that is open after these entries.
    pub(super) fn slots(
        &self,
        number: &str,
        entries: &[EntryRow],
    ) -> Result<Option<Standing>, Refused> {
        let last = entries
            .iter()
            .rposition(|entry| entry.event == Event::OfferSlots);
        let Some(last) = last else { return Ok(None) };
        let mut standing = None;
        for (at, entry) in entries.iter().enumerate().skip(last) {
            // Nothing else holds anything about it.
            let detail = match entry.event {
                Event::OfferSlots | Event::ChooseSlots => {
                    self.open_detail(number, at, &entry.detail_sealed)?
                }
                _ => Detail::default(),
            };
            standing = Standing::after(standing, entry.event, entry.actor, &detail);
        }
        Ok(standing)
    }

    /// From which day on staff have to see to the times that they offered, once this has happened and led to this
    /// status.
    pub(super) fn slots_after(&self, case: &Case, step: &Step, status: Status) -> Option<Date> {
        let standing = case.slots.clone();
        let standing = Standing::after(standing, step.event, step.actor, &step.detail)?;
        let matter = Matter::of(case.row.topic);
        let goes_on = status.next(matter, Event::OfferSlots, Actor::Staff);
        let goes_on = goes_on.is_some() && step.sets.is_none();
        goes_on
            .then(|| standing.look_on(time::china_date(self.now())))
            .flatten()
    }
}
