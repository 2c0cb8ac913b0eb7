//! Terms in words: who says what, where a payment stands, what can be done about one that did not come.

use contract::days;
use contract::deadline::Deadline;
use contract::money::yuan_text;
use contract::settlement::{Agreed, PaymentView, Said, SettlementView, Term, TermsReply, Whom};
use contract::status::{Actor, Event, Status};

use crate::i18n::{Names, Text, day_words, fill, full_day_words, text};

/// The two sides by name.
pub fn names(view: &SettlementView) -> Names<'_> {
    Names {
        applicant: &view.asked_by,
        respondent: view.respondent.as_deref().unwrap_or_default(),
    }
}

/// A day with its year: what was agreed may last for years.
pub fn date_words(day: &str) -> String {
    days::read_day(day).map_or_else(|| day_words(day), full_day_words)
}

/// The agreement, in a sentence.
pub fn agreed_words(agreed: &Agreed) -> String {
    if agreed.confirmed {
        return text(Text::TermsCourtConfirmed).to_owned();
    }
    let date = date_words(&agreed.effective_on);
    fill(Text::TermsAgreed, &[("date", &date)])
}

/// What this side says of the terms.
pub fn reply(view: &SettlementView, side: Actor) -> Option<TermsReply> {
    let said = match side {
        Actor::Respondent => view.other_side.as_ref(),
        _ => view.applicant.as_ref(),
    };
    said.map(|said| said.reply)
}

/// Whether both sides have confirmed these terms.
pub fn both_confirmed(view: &SettlementView) -> bool {
    let mut said = [Actor::Applicant, Actor::Respondent]
        .map(|side| reply(view, side))
        .into_iter();
    said.all(|said| said == Some(TermsReply::Confirmed))
}

/// When, how and where a term is done, as far as it says so.
pub fn facts(term: &Term) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    facts.extend(
        term.due
            .as_deref()
            .map(|day| (text(Text::TermsBy), date_words(day))),
    );
    let named = |label: Text, said: &Option<String>| Some((text(label), said.clone()?));
    facts.extend(named(Text::TermsHow, &term.method));
    facts.extend(named(Text::TermsWhere, &term.place));
    facts
}

/// The instalments of a term, each in words.
pub fn parts(term: &Term) -> Vec<(String, String)> {
    let parts = term.parts.iter().enumerate();
    parts
        .map(|(at, part)| {
            let date = date_words(&part.due);
            (
                fill(Text::TermsPart, &[("n", &(at + 1).to_string())]),
                fill(
                    Text::TermsPartWords,
                    &[("sum", &yuan_text(part.fen)), ("date", &date)],
                ),
            )
        })
        .collect()
}

/// What this side can say of a payment that it has not said.
pub fn sayings(payment: &PaymentView, side: Actor, legal: &[Event]) -> Vec<(Said, Text)> {
    let own = match side {
        Actor::Respondent => Whom::Respondent,
        _ => Whom::Applicant,
    };
    let pays = payment.from == Some(own) && payment.received != Some(true);
    let receives = payment.to == Some(own);
    let mut sayings = Vec::new();
    if pays && !payment.said_paid && legal.contains(&Event::ReportPaid) {
        sayings.push((Said::Paid, Text::TermsSayPaid));
    }
    if receives && payment.received != Some(true) && legal.contains(&Event::ReportReceived) {
        sayings.push((Said::Received, Text::TermsSayReceived));
    }
    // Before its day nobody misses it.
    let is_time = payment.overdue || payment.due.is_none() || payment.said_paid;
    let is_missed = payment.received == Some(true) || (payment.received.is_none() && is_time);
    if receives && is_missed && legal.contains(&Event::ReportMissing) {
        sayings.push((Said::Missing, Text::TermsSayMissing));
    }
    sayings
}

/// Whether something was to be paid and did not come.
pub fn is_unpaid(view: &SettlementView) -> bool {
    let mut payments = view.payments.iter();
    payments.any(|payment| payment.overdue || payment.received == Some(false))
}

/// What can be done about that, each with its law.
pub fn ways(view: &SettlementView) -> Vec<(Text, Text)> {
    let confirmed = view.agreed.as_ref().is_some_and(|agreed| agreed.confirmed);
    let about_work = view.field.is_about_work();
    let mut ways = Vec::new();
    if confirmed {
        ways.push((Text::TermsExecution, Text::TermsExecutionSource));
    }
    if about_work {
        ways.push((Text::PerformanceWork, Text::PerformanceWorkSource));
        ways.push((Text::PerformancePayment, Text::PerformancePaymentSource));
    } else if !confirmed {
        ways.push((Text::PerformanceLateWords, Text::PerformanceLateSource));
    }
    ways
}

/// The clock of judicial confirmation, while it matters: not once it was applied for.
pub fn confirmation(view: &SettlementView) -> Option<&Deadline> {
    let deadline = view.deadline.as_ref()?;
    (view.status != Status::Confirming && !deadline.overdue).then_some(deadline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::settlement::PaymentMark;

    fn payment() -> PaymentView {
        PaymentView {
            mark: PaymentMark { term: 0, part: 0 },
            from: Some(Whom::Respondent),
            to: Some(Whom::Applicant),
            fen: 800_000,
            due: Some("2026-12-15".into()),
            overdue: false,
            said_paid: false,
            received: None,
        }
    }

    const LEGAL: [Event; 3] = [
        Event::ReportPaid,
        Event::ReportReceived,
        Event::ReportMissing,
    ];

    #[test]
    fn each_side_is_asked_what_it_can_know() {
        let said = |payment: &PaymentView, side| {
            let sayings = sayings(payment, side, &LEGAL);
            sayings
                .into_iter()
                .map(|(said, _)| said)
                .collect::<Vec<_>>()
        };
        assert_eq!(said(&payment(), Actor::Applicant), [Said::Received]);
        let mut late = payment();
        late.overdue = true;
        assert_eq!(
            said(&late, Actor::Applicant),
            [Said::Received, Said::Missing]
        );
        assert_eq!(said(&payment(), Actor::Respondent), [Said::Paid]);
        let mut known = payment();
        known.received = Some(true);
        assert_eq!(said(&known, Actor::Applicant), [Said::Missing]);
        assert_eq!(said(&known, Actor::Respondent), []);
        assert!(sayings(&payment(), Actor::Applicant, &[]).is_empty());
    }

    #[test]
    fn days_have_their_years() {
        assert_eq!(date_words("2027-01-05"), "2027 年 1 月 5 日");
    }
}
