//! What is ticked of the times that are offered, and how they read.

use contract::request::Appointment;
use contract::slots::{SlotAnswer, SlotChoice, SlotOffer};

use crate::i18n::{Text, appointment_words, channel_name, length_words, text};
use crate::platform::clock;

/// What is ticked: times, or that none suits, or nothing yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    slots: Vec<u8>,
    none: bool,
}

impl Ticked {
    /// What was chosen before.
    pub fn before(choice: Option<&SlotChoice>) -> Self {
        choice.map_or_else(Self::default, |choice| Self {
            slots: choice.slots.clone(),
            none: choice.slots.is_empty(),
        })
    }

    /// Ticks or unticks a time. Where one suits, it is not so that none does.
    pub fn tick(&mut self, at: u8, on: bool) {
        self.slots.retain(|other| *other != at);
        if on {
            self.slots.push(at);
            self.none = false;
        }
    }

    /// Says that none suits, or takes that back.
    pub fn tick_none(&mut self, on: bool) {
        self.none = on;
        if on {
            self.slots.clear();
        }
    }

    /// Whether this time is ticked.
    pub fn has(&self, at: u8) -> bool {
        self.slots.contains(&at)
    }

    /// Whether it is said that none suits.
    pub fn is_none(&self) -> bool {
        self.none
    }

    /// Whether nothing is said yet.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty() && !self.none
    }

    /// What is sent. Why none suits is asked only where none does.
    pub fn answer(&self, offer: &SlotOffer, note: &str) -> SlotAnswer {
        SlotAnswer {
            offer: offer.number,
            slots: self.slots.clone(),
            note: if self.none {
                note.trim().to_owned()
            } else {
                String::new()
            },
        }
    }
}

/// The day and the hour of a time, large.
pub fn time_words(slot: &Appointment) -> String {
    clock::read(&slot.at)
        .map(|time| appointment_words(&time))
        .unwrap_or_default()
}

/// For how long, how and where.
pub fn place_words(slot: &Appointment) -> String {
    let parts = [
        length_words(slot),
        channel_name(slot.channel).to_owned(),
        slot.place.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(text(Text::SlotDot))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::request::ContactChannel;

    fn offer() -> SlotOffer {
        SlotOffer {
            number: 3,
            slots: Vec::new(),
            choose_by: "2026-11-30".into(),
            other_side: true,
        }
    }

    #[test]
    fn a_time_suits_or_none_does() {
        let mut ticked = Ticked::default();
        assert!(ticked.is_empty());
        ticked.tick(1, true);
        ticked.tick(0, true);
        ticked.tick(1, true);
        assert_eq!(ticked.answer(&offer(), "说明").slots, [0, 1]);
        assert_eq!(ticked.answer(&offer(), "说明").note, "");
        ticked.tick_none(true);
        assert!(ticked.is_none() && !ticked.has(0));
        let answer = ticked.answer(&offer(), " 周末可以 ");
        assert_eq!((answer.offer, answer.slots.len()), (3, 0));
        assert_eq!(answer.note, "周末可以");
        ticked.tick(0, true);
        assert!(!ticked.is_none());
        ticked.tick(0, false);
        assert!(ticked.is_empty());
    }

    #[test]
    fn what_was_chosen_is_ticked_again() {
        let choice = |slots: &[u8]| SlotChoice {
            offer: 3,
            slots: slots.into(),
        };
        assert!(Ticked::before(None).is_empty());
        assert!(Ticked::before(Some(&choice(&[1]))).has(1));
        assert!(Ticked::before(Some(&choice(&[]))).is_none());
    }

    #[test]
    fn a_time_says_for_how_long_how_and_where() {
        let slot = Appointment {
            at: "2026-12-01T09:30:00+08:00".into(),
            channel: ContactChannel::InPerson,
            place: "中山路 1 号".into(),
            minutes: Some(60),
        };
        assert_eq!(place_words(&slot), "约 60 分钟 · 当面 · 中山路 1 号");
    }
}
