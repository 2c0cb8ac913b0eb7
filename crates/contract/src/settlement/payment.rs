//! What is paid by when: who may say that it was, and when people are reminded of it.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Part, Settlement, Term, TermKind, Whom};
use crate::status::{Actor, Event};

/// So many days before a payment is due people are reminded of it.
const REMIND_BEFORE: i64 = 3;
/// So many days after.
const REMIND_AFTER: i64 = 1;

wire_enum! {
    /// What somebody says of a payment.
    Said {
        /// 我已经付了
        Paid = "paid",
        /// 我收到了
        Received = "received",
        /// 我没收到
        Missing = "missing",
    }
}

/// Which payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentMark {
    /// The term, counted from 0.
    pub term: u8,
    /// The instalment of it, counted from 0.
    pub part: u8,
}

/// Body of `POST …/settlement/payments` of either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentReport {
    /// Of which payment.
    pub payment: PaymentMark,
    /// What.
    pub says: Said,
}

impl PaymentReport {
    /// Which event of the status machine this is.
    pub fn event(self) -> Event {
        match self.says {
            Said::Paid => Event::ReportPaid,
            Said::Received => Event::ReportReceived,
            Said::Missing => Event::ReportMissing,
            Said::Unknown => Event::Unknown,
        }
    }
}

/// A payment that was agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Which.
    pub mark: PaymentMark,
    /// Who pays.
    pub from: Option<Whom>,
    /// Who receives it.
    pub to: Option<Whom>,
    /// The sum in fen.
    pub fen: u64,
    /// The last day, if there is one.
    pub due: Option<Date>,
    /// Whether who pays says that they did.
    pub said_paid: bool,
    /// Whether who receives it says that they did, or did not.
    pub received: Option<bool>,
}

/// A payment as people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentView {
    /// Which.
    pub mark: PaymentMark,
    /// Who pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Whom>,
    /// Who receives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Whom>,
    /// The sum in fen.
    pub fen: u64,
    /// The last day, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Whether that has passed, and nobody says that it was received.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
    /// Whether who pays says that they did.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub said_paid: bool,
    /// Whether who receives it says that they did, or did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<bool>,
}

impl Settlement {
    /// Every payment, term by term, before anybody said anything of it.
    pub fn payments(&self) -> Vec<Payment> {
        let terms = (0_u8..).zip(&self.terms);
        let money = terms.filter(|(_, term)| term.kind == TermKind::Money);
        money.flat_map(|(at, term)| term.payments(at)).collect()
    }
}

impl Term {
    fn payments(&self, term: u8) -> Vec<Payment> {
        let payment = |part: u8, fen: u64, due: Option<&str>| Payment {
            mark: PaymentMark { term, part },
            from: self.from,
            to: self.to,
            fen,
            due: due.and_then(|day| day.parse().ok()),
            said_paid: false,
            received: None,
        };
        if self.parts.is_empty() {
            let whole = self.fen.map(|fen| payment(0, fen, self.due.as_deref()));
            return whole.into_iter().collect();
        }
        let parts = (0_u8..).zip(&self.parts);
        parts
            .map(|(at, Part { fen, due })| payment(at, *fen, Some(due)))
            .collect()
    }
}

impl Payment {
    /// Whether this side may say this of it on this day: that it was paid says who pays, whether it came who receives it.
    /// Before its day nobody misses it, unless somebody says that it was paid.
    pub fn may_say(&self, said: Said, side: Actor, today: Date) -> bool {
        let side = match side {
            Actor::Applicant => Whom::Applicant,
            Actor::Respondent => Whom::Respondent,
            _ => return false,
        };
        match said {
            Said::Paid => self.from == Some(side) && self.received != Some(true),
            Said::Received => self.to == Some(side),
            Said::Missing => {
                let was_told = self.said_paid || self.received.is_some();
                let is_time = was_told || self.due.is_none_or(|due| due < today);
                self.to == Some(side) && is_time
            }
            Said::Unknown => false,
        }
    }

    /// Takes down what was said.
    pub fn take(&mut self, event: Event) {
        match event {
            Event::ReportPaid => self.said_paid = true,
            Event::ReportReceived => self.received = Some(true),
            Event::ReportMissing => self.received = Some(false),
            _ => {}
        }
    }

    /// As it looks on this day.
    pub fn seen_on(&self, today: Date) -> PaymentView {
        let is_received = self.received == Some(true);
        PaymentView {
            mark: self.mark,
            from: self.from,
            to: self.to,
            fen: self.fen,
            due: self.due.map(|day| day.to_string()),
            overdue: !is_received && self.due.is_some_and(|due| due < today),
            said_paid: self.said_paid,
            received: self.received,
        }
    }
}

/// The next day after this one on which people are reminded of a payment: before it is due, and after, unless it was
/// received.
pub fn next_reminder(payments: &[Payment], after: Date) -> Option<Date> {
    let open = payments
        .iter()
        .filter(|payment| payment.received != Some(true));
    let due = open.filter_map(|payment| payment.due);
    let days = due.flat_map(|due| {
        let spans = [-REMIND_BEFORE, REMIND_AFTER].map(|days| Span::new().days(days));
        spans.map(|span| due.checked_add(span).ok())
    });
    days.flatten().filter(|day| *day > after).min()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::draft::tests::{TODAY, any_term, draft, wages};
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn payments() -> Vec<Payment> {
        draft(vec![wages()]).parse(TODAY).unwrap().payments()
    }

    #[test]
    fn only_who_receives_it_says_that_it_came() {
        let mut first = payments().remove(0);
        assert_eq!(first.mark, PaymentMark { term: 0, part: 0 });
        let on = |payment: &Payment, side, today| {
            let said = Said::ALL.iter().copied();
            said.filter(|said| payment.may_say(*said, side, today))
                .collect::<Vec<_>>()
        };
        let may = |payment: &Payment, side| on(payment, side, date(2026, 12, 16));
        // On its last day it is not missed yet.
        let in_time = on(&first, Actor::Applicant, date(2026, 12, 15));
        assert_eq!(in_time, [Said::Received]);
        assert_eq!(may(&first, Actor::Respondent), [Said::Paid]);
        assert_eq!(
            may(&first, Actor::Applicant),
            [Said::Received, Said::Missing]
        );
        assert!(may(&first, Actor::Staff).is_empty());
        first.take(Event::ReportPaid);
        assert_eq!((first.said_paid, first.received), (true, None));
        let late = first.seen_on(date(2026, 12, 16));
        assert!(late.overdue && late.said_paid);
        assert!(!first.seen_on(date(2026, 12, 15)).overdue);
        first.take(Event::ReportReceived);
        assert!(!first.seen_on(date(2027, 1, 1)).overdue);
        assert!(may(&first, Actor::Respondent).is_empty());
        // Who was wrong says so.
        first.take(Event::ReportMissing);
        assert_eq!(first.received, Some(false));
    }

    #[test]
    fn people_are_reminded_before_and_after_until_it_came() {
        let mut payments = payments();
        let mut days = Vec::new();
        let mut after = TODAY;
        while let Some(day) = next_reminder(&payments, after) {
            days.push(day);
            after = day;
        }
        assert_eq!(
            days,
            [
                date(2026, 12, 12),
                date(2026, 12, 16),
                date(2027, 1, 12),
                date(2027, 1, 16)
            ]
        );
        payments.first_mut().unwrap().received = Some(true);
        assert_eq!(next_reminder(&payments, TODAY), Some(date(2027, 1, 12)));
    }

    proptest! {
        /// Whatever was agreed: payments are the sums of their terms, each has a name of its own, nobody speaks for both, and
        /// reminders come to an end.
        #[test]
        fn payments_are_what_was_agreed(
            terms in prop::collection::vec(any_term(), 1..4), said in select(Said::ALL), taken in select(Event::ALL),
        ) {
            let Ok(terms) = draft(terms).parse(TODAY) else { return Ok(()) };
            let mut payments = terms.payments();
            let total: u64 = payments.iter().map(|payment| payment.fen).sum();
            let agreed: u64 = terms.terms.iter().filter_map(|term| term.fen).sum();
            prop_assert_eq!(total, agreed);
            prop_assert!(payments.is_sorted_by(|a, b| a.mark < b.mark));
            for payment in &mut payments {
                let both = [Actor::Applicant, Actor::Respondent].iter().all(|side| payment.may_say(said, *side, TODAY));
                prop_assert!(!both);
                payment.take(taken);
            }
            let (mut after, mut days) = (TODAY, 0);
            while let Some(day) = next_reminder(&payments, after) {
                prop_assert!(day > after);
                (after, days) = (day, days + 1);
            }
            prop_assert!(days <= payments.len() * 2);
        }
    }
}
