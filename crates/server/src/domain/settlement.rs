//! Terms before both sides: put there by staff, answered by each side for itself, and after the agreement what is paid
//! of it. The terms are kept once; who said what of them is on the timeline, so that what was said of others falls away.

use contract::deadline::{Deadline, DeadlineKind};
use contract::desk::AuditAct;
use contract::draft::{Code, Field, Issue};
use contract::request::{AgreementForm, Detail};
use contract::settlement::{
    Agreed, PaperKind, Payment, PaymentReport, Settlement, SettlementView, SideReply, TermsAnswer,
    TermsMark, TermsProposal, TermsReply, by_hand_only, confirmability, next_reminder,
};
use contract::status::{Actor, Event, Matter, Status};
use jiff::civil::Date;

use super::moves::{Case, Step, is_made};
use super::{Cases, Invited, Owner, Refused, Staff, time};
use crate::crypto::{self, Place};
use crate::directory::index;
use crate::store::settlement::{SettlementChange, SettlementRow};
use crate::store::{Change, ChangeOutcome, EntryRow, Mac};
use crate::telemetry::explain;

/// Requests looked at in one go.
const AT_ONCE: u32 = 100;
/// Hours of the day in China at which people are reminded: nobody is woken.
const REMINDING: std::ops::Range<i8> = 9..20;

/// The terms that are before both sides.
pub(super) struct Standing {
    /// As they are kept.
    pub(super) row: SettlementRow,
    /// The terms.
    pub(super) terms: Settlement,
    /// Which they are.
    pub(super) mark: TermsMark,
}

/// What was said of the standing terms.
struct Told {
    applicant: Option<SideReply>,
    other_side: Option<SideReply>,
    /// Who answered terms before these.
    answered_before: Vec<Actor>,
    /// The agreement that was recorded of them.
    agreed: Option<Agreed>,
    payments: Vec<Payment>,
}

impl Told {
    fn of(&self, side: Actor) -> Option<TermsReply> {
        let reply = match side {
            Actor::Applicant => self.applicant.as_ref(),
            Actor::Respondent => self.other_side.as_ref(),
            _ => None,
        };
        reply.map(|said| said.reply)
    }

    fn both_confirmed(&self) -> bool {
        let sides = [Actor::Applicant, Actor::Respondent];
        sides
            .iter()
            .all(|side| self.of(*side) == Some(TermsReply::Confirmed))
    }
}

impl Cases {
    /// Staff put terms before both sides, in the place of those that they saw. The same body under the same key is done
    /// once.
    pub async fn propose_terms(
        &self,
        staff: &Staff,
        number: &str,
        key: &str,
        body: &TermsProposal,
    ) -> Result<SettlementView, Refused> {
        let found = self.request_for(staff, number, AuditAct::MovedCase).await?;
        let once = self.key_of_body(Some(key), body, number)?;
        let attempt = |case: &Case| {
            if is_made(&case.entries, once) {
                return Ok(None);
            }
            // It was given to somebody else meanwhile.
            if !staff.reaches(&case.row) {
                return Err(Refused::NotFound);
            }
            let seen = case
                .standing
                .as_ref()
                .map_or(0, |standing| standing.row.version);
            if seen != body.seen {
                return Err(Refused::TermsChanged);
            }
            let today = time::china_date(self.now());
            let terms = body.terms.parse(today).map_err(Refused::Invalid)?;
            self.proposal(case, terms, seen.saturating_add(1), once)
                .map(Some)
        };
        let case = self.until_made(found, Actor::Staff, attempt).await?;
        self.settlement_view(&case, Actor::Staff)
    }

    fn proposal(
        &self,
        case: &Case,
        terms: Settlement,
        version: u32,
        key: Option<Mac>,
    ) -> Result<Change, Refused> {
        let number = &case.row.number;
        let text = serde_json::to_vec(&terms)?;
        let row = SettlementRow {
            number: number.clone(),
            version,
            sealed: self.keys.seal(place(number), &text)?,
            proposed_at: self.now(),
            remind_on: None,
        };
        let detail = Detail {
            terms: Some(mark(version, &text)),
            ..Detail::default()
        };
        let step = Step {
            key,
            settlement: Some(SettlementChange::Put(row)),
            ..Step::new(Actor::Staff, Event::ProposeTerms, detail)
        };
        self.step(case, step)
    }

    /// The terms of a request of the organization.
    pub async fn staff_settlement(
        &self,
        staff: &Staff,
        number: &str,
    ) -> Result<SettlementView, Refused> {
        let (row, entries) = self.request_for(staff, number, AuditAct::ReadCase).await?;
        let case = self.case(row, entries).await?;
        self.settlement_view(&case, Actor::Staff)
    }

    /// The terms that are before the owner.
    pub async fn owner_settlement(&self, owner: &Owner) -> Result<SettlementView, Refused> {
        let (row, entries) = self.request_of(owner).await?;
        let case = self.case(row, entries).await?;
        self.settlement_view(&case, Actor::Applicant)
    }

    /// The terms that are before the other side.
    pub async fn party_settlement(&self, invited: &Invited) -> Result<SettlementView, Refused> {
        let (case, _) = self.case_of_invited(invited).await?;
        self.settlement_view(&case, Actor::Respondent)
    }

    /// The owner answers the terms that they read. The same body under the same key is one answer.
    pub async fn owner_answers_terms(
        &self,
        owner: &Owner,
        key: &str,
        body: &TermsAnswer,
    ) -> Result<SettlementView, Refused> {
        let (row, entries) = self.request_of(owner).await?;
        let case = self.case(row, entries).await?;
        let once = self.key_of_body(Some(key), body, owner.number.as_str())?;
        self.make_of_terms(case, Actor::Applicant, once, |case| {
            self.answer(case, Actor::Applicant, body)
        })
        .await
    }

    /// The other side answers the terms that they read, likewise.
    pub async fn party_answers_terms(
        &self,
        invited: &Invited,
        key: &str,
        body: &TermsAnswer,
    ) -> Result<SettlementView, Refused> {
        let (case, _) = self.case_of_invited(invited).await?;
        let once = self.key_of_body(Some(key), body, invited.id.as_str())?;
        self.make_of_terms(case, Actor::Respondent, once, |case| {
            self.answer(case, Actor::Respondent, body)
        })
        .await
    }

    /// The owner says that they paid, or whether they were. The same body under the same key is said once.
    pub async fn owner_reports_payment(
        &self,
        owner: &Owner,
        key: &str,
        body: &PaymentReport,
    ) -> Result<SettlementView, Refused> {
        let (row, entries) = self.request_of(owner).await?;
        let case = self.case(row, entries).await?;
        let once = self.key_of_body(Some(key), body, owner.number.as_str())?;
        self.make_of_terms(case, Actor::Applicant, once, |case| {
            self.payment(case, Actor::Applicant, *body)
        })
        .await
    }

    /// The other side says that they paid, or whether they were, likewise.
    pub async fn party_reports_payment(
        &self,
        invited: &Invited,
        key: &str,
        body: &PaymentReport,
    ) -> Result<SettlementView, Refused> {
        let (case, _) = self.case_of_invited(invited).await?;
        let once = self.key_of_body(Some(key), body, invited.id.as_str())?;
        self.make_of_terms(case, Actor::Respondent, once, |case| {
            self.payment(case, Actor::Respondent, *body)
        })
        .await
    }

    /// Makes the step that a side takes about the terms, unless an earlier sending made it or there is nothing to do.
    async fn make_of_terms(
        &self,
        case: Case,
        side: Actor,
        once: Option<Mac>,
        decide: impl Fn(&Case) -> Result<Option<Step>, Refused>,
    ) -> Result<SettlementView, Refused> {
        let attempt = |case: &Case| {
            if is_made(&case.entries, once) {
                return Ok(None);
            }
            let Some(step) = decide(case)? else {
                return Ok(None);
            };
            self.step(case, Step { key: once, ..step }).map(Some)
        };
        let case = self
            .until_made((case.row, case.entries), side, attempt)
            .await?;
        self.settlement_view(&case, side)
    }

    /// What this answer of a side amounts to; nothing when it is what they said last.
    fn answer(
        &self,
        case: &Case,
        side: Actor,
        body: &TermsAnswer,
    ) -> Result<Option<Step>, Refused> {
        let standing = case.standing.as_ref().ok_or(Refused::NoTerms)?;
        if body.version() != standing.row.version {
            return Err(Refused::TermsChanged);
        }
        let event = body.event();
        let row = &case.row;
        if event == Event::ConfirmTerms && by_hand_only(row.field, row.topic, &standing.terms) {
            let by_hand = Issue::new(Field::Terms, Code::NotAChoice);
            return Err(Refused::Invalid(vec![by_hand]));
        }
        let mut detail = body.parse().map_err(Refused::Invalid)?;
        // Whoever wants another change, wants it too.
        let is_new = event == Event::AskForChange
            || self.told(case, standing)?.of(side) != TermsReply::of(event);
        detail.terms = Some(standing.mark.clone());
        Ok(is_new.then(|| Step::new(side, event, detail)))
    }

    /// What a side's word of a payment amounts to; nothing when it is known.
    fn payment(
        &self,
        case: &Case,
        side: Actor,
        body: PaymentReport,
    ) -> Result<Option<Step>, Refused> {
        let standing = case.standing.as_ref().ok_or(Refused::NoTerms)?;
        let legal = case.legal_moves(side);
        if body.says.is_known() && !legal.contains(&body.event()) {
            return Err(Refused::IllegalMove(legal));
        }
        let told = self.told(case, standing)?;
        let payments = told.agreed.map(|_| told.payments).unwrap_or_default();
        let today = time::china_date(self.now());
        let payment = payments
            .iter()
            .find(|payment| payment.mark == body.payment)
            .filter(|payment| payment.may_say(body.says, side, today));
        let Some(payment) = payment else {
            let not_theirs = Issue::new(Field::Payment, Code::NotAChoice);
            return Err(Refused::Invalid(vec![not_theirs]));
        };
        let mut after = payment.clone();
        after.take(body.event());
        let detail = Detail {
            terms: Some(standing.mark.clone()),
            payment: Some(body.payment),
            ..Detail::default()
        };
        Ok((after != *payment).then(|| Step::new(side, body.event(), detail)))
    }

    /// Which terms an agreement is recorded of, if any are before both sides. Not while a side wants them changed.
    pub(super) fn agreed_terms(&self, case: &Case) -> Result<Option<TermsMark>, Refused> {
        let Some(standing) = &case.standing else {
            return Ok(None);
        };
        let told = self.told(case, standing)?;
        let wants_change = |side| told.of(side) == Some(TermsReply::ChangeAsked);
        if wants_change(Actor::Applicant) || wants_change(Actor::Respondent) {
            let not_agreed = Issue::new(Field::Terms, Code::NotAgreed);
            return Err(Refused::Invalid(vec![not_agreed]));
        }
        Ok(Some(standing.mark.clone()))
    }

    /// The terms that are before the sides of a request with this timeline.
    pub(super) async fn standing(
        &self,
        number: &str,
        entries: &[EntryRow],
    ) -> Result<Option<Standing>, Refused> {
        let were_proposed = entries
            .iter()
            .any(|entry| entry.event == Event::ProposeTerms);
        if !were_proposed {
            return Ok(None);
        }
        let Some(row) = self.store.settlement(number).await? else {
            return Ok(None);
        };
        let text = self.keys.open(place(number), &row.sealed)?;
        Ok(Some(Standing {
            terms: serde_json::from_slice(&text)?,
            mark: mark(row.version, &text),
            row,
        }))
    }

    /// What was said of the standing terms. What was said of others is about others.
    fn told(&self, case: &Case, standing: &Standing) -> Result<Told, Refused> {
        let mut told = Told {
            applicant: None,
            other_side: None,
            answered_before: Vec::new(),
            agreed: None,
            payments: standing.terms.payments(),
        };
        for (at, entry) in case.entries.iter().enumerate() {
            let (event, reply) = (entry.event, TermsReply::of(entry.event));
            match event {
                Event::ConfirmationGranted => {
                    if let Some(agreed) = &mut told.agreed {
                        agreed.confirmed = true;
                    }
                    continue;
                }
                // People mediate anew.
                Event::ConfirmationRefused => told.agreed = None,
                Event::RecordAgreement => {}
                _ if reply.is_some() || event.is_of_payment() => {}
                _ => continue,
            }
            let detail = self.open_detail(&case.row.number, at, &entry.detail_sealed)?;
            if detail.terms.as_ref() != Some(&standing.mark) {
                told.answered_before.extend(reply.map(|_| entry.actor));
                continue;
            }
            let said = reply.map(|reply| SideReply {
                reply,
                at: time::wire(entry.at),
            });
            match entry.actor {
                Actor::Applicant => told.applicant = said.or(told.applicant),
                Actor::Respondent => told.other_side = said.or(told.other_side),
                _ => {}
            }
            told.take(event, &detail);
        }
        Ok(told)
    }

    /// The terms as this reader sees them.
    pub(super) fn settlement_view(
        &self,
        case: &Case,
        reader: Actor,
    ) -> Result<SettlementView, Refused> {
        let standing = case.standing.as_ref().ok_or(Refused::NoTerms)?;
        let told = self.told(case, standing)?;
        let row = &case.row;
        let content = self.content(&row.number, &row.content_sealed)?;
        let today = time::china_date(self.now());
        let deadline = self
            .deadline(row)
            .filter(|due| due.kind == DeadlineKind::Confirmation && told.agreed.is_some());
        let by_hand = by_hand_only(row.field, row.topic, &standing.terms);
        let payments = told.agreed.as_ref().map(|_| &told.payments);
        let mut legal_moves = case.legal_moves(reader);
        legal_moves.retain(|event| match event {
            Event::ConfirmTerms => !by_hand,
            Event::AskForChange
            | Event::SignInPerson
            | Event::ProposeTerms
            | Event::RecordAgreement => true,
            event => event.is_of_payment() && payments.is_some_and(|payments| !payments.is_empty()),
        });
        Ok(SettlementView {
            proposed_at: time::wire(standing.row.proposed_at),
            doubts: confirmability(&standing.terms, row.field, row.topic),
            by_hand,
            asked_by: content.applicant.name,
            respondent: content.respondent.name,
            field: row.field,
            organization: index::reference(&case.organization),
            is_peoples: case.organization.kind.is_peoples_mediation(),
            status: row.status,
            payments: payments
                .into_iter()
                .flatten()
                .map(|payment| payment.seen_on(today))
                .collect(),
            papers: self.papers(case, &told, deadline.as_ref(), reader),
            fell_away: told.of(reader).is_none() && told.answered_before.contains(&reader),
            mark: standing.mark.clone(),
            terms: standing.terms.clone(),
            applicant: told.applicant,
            other_side: told.other_side,
            agreed: told.agreed,
            deadline,
            legal_moves,
        })
    }

    /// The papers that this reader can have: staff print what people sign, the sides what they agreed on.
    fn papers(
        &self,
        case: &Case,
        told: &Told,
        deadline: Option<&Deadline>,
        reader: Actor,
    ) -> Vec<PaperKind> {
        if self.press.is_none() {
            return Vec::new();
        }
        let is_peoples = case.organization.kind.is_peoples_mediation();
        let form = told.agreed.as_ref().map(|agreed| agreed.form);
        let is_staff = reader == Actor::Staff;
        let mut papers = PaperKind::ALL.to_vec();
        papers.retain(|paper| match paper {
            PaperKind::Agreement => match form {
                Some(form) => form != AgreementForm::Oral || !is_peoples || is_staff,
                None => is_staff || told.both_confirmed(),
            },
            // The form is one of people's mediation.
            PaperKind::OralRecord => is_peoples && (is_staff || form == Some(AgreementForm::Oral)),
            PaperKind::ConfirmationRequest => deadline.is_some_and(|due| !due.overdue),
            PaperKind::Unknown => false,
        });
        papers
    }

    /// When people are reminded of a payment next, where this step changes that.
    pub(super) fn reminder_after(
        &self,
        case: &Case,
        event: Event,
        status: Status,
        today: Date,
        detail: &Detail,
    ) -> Result<Option<SettlementChange>, Refused> {
        let Some(standing) = &case.standing else {
            return Ok(None);
        };
        let matter = Matter::of(case.row.topic);
        let is_owed = status.next(matter, Event::RemindOfPayment, Actor::Portal);
        // What was to be told today and was not yet is told still.
        let after = match event {
            Event::RecordAgreement | Event::RemindOfPayment => Some(today),
            Event::ReportReceived | Event::ReportMissing | Event::ReportUnperformed => {
                today.yesterday().ok()
            }
            _ if is_owed.is_none() => None,
            _ => return Ok(None),
        };
        let next = match after.filter(|_| is_owed.is_some()) {
            Some(after) => {
                let mut told = self.told(case, standing)?;
                told.take(event, detail);
                let payments = told.agreed.map(|_| told.payments).unwrap_or_default();
                next_reminder(&payments, after)
            }
            None => None,
        };
        Ok((next != standing.row.remind_on).then_some(SettlementChange::Remind(next)))
    }

    /// Reminds people of payments that are due soon or were due; to be called now and then. Says of how many requests;
    /// one that cannot be told of holds up no other.
    pub async fn remind_of_payments(&self) -> Result<u64, Refused> {
        let now = time::china_time(self.now());
        if !REMINDING.contains(&now.hour()) {
            return Ok(0);
        }
        let (mut reminded, mut after) = (0, String::new());
        loop {
            let numbers = self.store.to_remind(now.date(), &after, AT_ONCE).await?;
            for number in &numbers {
                match self.remind(number).await {
                    Ok(is_reminded) => reminded += u64::from(is_reminded),
                    Err(refused) => {
                        tracing::error!(
                            reason = explain(&refused),
                            "could not remind of a payment"
                        );
                    }
                }
            }
            let Some(last) = numbers.last() else {
                return Ok(reminded);
            };
            after.clone_from(last);
        }
    }

    async fn remind(&self, number: &str) -> Result<bool, Refused> {
        let Some((row, entries)) = self.store.request(number).await? else {
            return Ok(false);
        };
        let case = self.case(row, entries).await?;
        let today = time::china_date(self.now());
        let standing = case.standing.as_ref();
        let due = standing.filter(|standing| standing.row.remind_on.is_some_and(|on| on <= today));
        let Some(standing) = due else {
            return Ok(false);
        };
        let detail = Detail {
            terms: Some(standing.mark.clone()),
            ..Detail::default()
        };
        let step = Step::new(Actor::Portal, Event::RemindOfPayment, detail);
        let change = self.step(&case, step)?;
        // Should somebody have acted meanwhile, it is looked at again next time.
        let outcome = self.store.change(change).await?;
        Ok(matches!(outcome, ChangeOutcome::Applied))
    }
}

impl Told {
    /// Takes down what happened to the agreement and its payments.
    fn take(&mut self, event: Event, detail: &Detail) {
        if event == Event::RecordAgreement && detail.terms.is_some() {
            self.agreed = Some(Agreed {
                form: detail.agreement_form.unwrap_or_default(),
                effective_on: detail.effective_on.clone().unwrap_or_default(),
                confirmed: false,
            });
        }
        if let Some(mark) = detail.payment {
            let said_of = self
                .payments
                .iter_mut()
                .filter(|payment| payment.mark == mark);
            said_of.for_each(|payment| payment.take(event));
        }
    }
}

/// Which terms these are: the digits are those of their text as it is kept.
fn mark(version: u32, text: &[u8]) -> TermsMark {
    TermsMark {
        version,
        digest: crypto::digest(text),
    }
}

pub(super) fn place(number: &str) -> Place<'_> {
    Place {
        table: "settlement",
        column: "sealed",
        row: number,
    }
}
