//! The request's status machine: the one list of what may follow what, and who may do it.

use Actor as A;
use Event as E;
use Status as S;

use crate::kinds::Topic;

wire_enum! {
    /// Where a request stands, in the procedure's own words.
    Status {
        /// 已提交，待受理
        Submitted = "submitted",
        /// 需补充材料
        MoreNeeded = "more-needed",
        /// 拟转办，等申请人同意
        TransferProposed = "transfer-proposed",
        /// 不予受理
        Declined = "declined",
        /// 已受理
        Accepted = "accepted",
        /// 征询对方意愿
        Inviting = "inviting",
        /// 对方同意调解
        Willing = "willing",
        /// 调查核实
        Investigating = "investigating",
        /// 已约定调解时间
        Scheduled = "scheduled",
        /// 调解中
        Mediating = "mediating",
        /// 达成协议
        Agreed = "agreed",
        /// 司法确认申请中
        Confirming = "confirming",
        /// 履行中
        Performing = "performing",
        /// 已履行
        Performed = "performed",
        /// 终止调解
        Ended = "ended",
        /// 已出具体检报告
        Reported = "reported",
        /// 申请人撤回
        Withdrawn = "withdrawn",
        /// 结案
        Closed = "closed",
    }
}

wire_enum! {
    /// Something that happens to a request.
    Event {
        /// The request arrives and gets its number.
        Submit = "submit",
        /// Staff ask the applicant for more.
        AskForMore = "ask-for-more",
        /// The applicant answers what was asked.
        Answer = "answer",
        /// Staff propose to hand the request over to another organization (转办).
        ProposeTransfer = "propose-transfer",
        /// The applicant agrees: the request is the other organization's now.
        AgreeToTransfer = "agree-to-transfer",
        /// The applicant does not agree: the request stays where it is.
        RefuseTransfer = "refuse-transfer",
        /// Staff do not accept the request, with a reason and the next door.
        Decline = "decline",
        /// Staff accept the request (受理登记).
        Accept = "accept",
        /// Staff name the mediator, or another one (指派、更换调解员).
        Assign = "assign",
        /// Staff ask the other side whether they are willing (征询对方意愿).
        Invite = "invite",
        /// The other side is willing.
        AgreeToMediate = "agree-to-mediate",
        /// The other side is not willing, or not any more.
        RefuseToMediate = "refuse-to-mediate",
        /// The other side asks for time, or to be met otherwise; the status stays.
        AskForTime = "ask-for-time",
        /// Staff look into the facts (调查核实).
        Investigate = "investigate",
        /// Staff set or move the time to sit down together.
        Schedule = "schedule",
        /// Staff offer times to choose from, in the place of those before; the status stays.
        OfferSlots = "offer-slots",
        /// A side says which of them suit; the status stays.
        ChooseSlots = "choose-slots",
        /// Mediation itself begins (调解中).
        BeginMediation = "begin-mediation",
        /// Both sides agree to go on past the term (延长期限); the status stays.
        ExtendTerm = "extend-term",
        /// Staff put terms before both sides, in the place of those before; the status stays.
        ProposeTerms = "propose-terms",
        /// A side confirms the terms; the status stays.
        ConfirmTerms = "confirm-terms",
        /// A side asks for a change of the terms; the status stays.
        AskForChange = "ask-for-change",
        /// A side signs the terms at the meeting; the status stays.
        SignInPerson = "sign-in-person",
        /// Agreement reached, written or oral.
        RecordAgreement = "record-agreement",
        /// Mediation ends without agreement.
        EndMediation = "end-mediation",
        /// Both sides have asked a court to confirm the agreement (申请司法确认).
        ApplyForConfirmation = "apply-for-confirmation",
        /// The court confirmed it (确认有效).
        ConfirmationGranted = "confirmation-granted",
        /// The court did not (驳回): people may mediate anew or go to court (民事诉讼法第二百零六条).
        ConfirmationRefused = "confirmation-refused",
        /// The application was taken back (撤回).
        ConfirmationWithdrawn = "confirmation-withdrawn",
        /// What was agreed is being done, in parts or later (履行中).
        BeginPerformance = "begin-performance",
        /// What was agreed has been done (已履行).
        ReportPerformed = "report-performed",
        /// What was agreed has not been done (未履行).
        ReportUnperformed = "report-unperformed",
        /// Who pays says that a payment was made; the status stays.
        ReportPaid = "report-paid",
        /// Who receives it says that it came; the status stays.
        ReportReceived = "report-received",
        /// Who receives it says that it did not; the status stays.
        ReportMissing = "report-missing",
        /// People are reminded of a payment; the status stays.
        RemindOfPayment = "remind-of-payment",
        /// The report of a legal health check is handed over.
        HandOverReport = "hand-over-report",
        /// Staff asked afterwards how it went (回访); the status stays.
        RecordReturnVisit = "record-return-visit",
        /// Staff told the police that the quarrel may get worse (出现激化风险，报告公安); the status stays.
        ReportRisk = "report-risk",
        /// A step is overdue and is raised to who stands above; the status stays.
        Escalate = "escalate",
        /// The applicant takes the request back.
        Withdraw = "withdraw",
        /// The case is closed and filed.
        Close = "close",
        /// Either side adds a note; the status stays.
        AddNote = "add-note",
        /// The applicant corrects what is held of them; the status stays.
        Correct = "correct",
    }
}

wire_enum! {
    /// Who acts.
    Actor {
        /// 申请人
        Applicant = "applicant",
        /// 调解组织工作人员
        Staff = "staff",
        /// 对方当事人
        Respondent = "respondent",
        /// 上级非诉讼服务中心
        Centre = "centre",
        /// 平台，按期限自动办理
        Portal = "portal",
    }
}

/// Which procedure a request takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// 调解纠纷
    Dispute,
    /// 法治体检
    HealthCheck,
}

impl Matter {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Dispute, Self::HealthCheck];

    /// The procedure for this topic.
    pub fn of(topic: Option<Topic>) -> Self {
        match topic {
            Some(Topic::LegalHealthCheck) => Self::HealthCheck,
            _ => Self::Dispute,
        }
    }

    /// What may happen in this procedure only.
    const fn rules(self) -> &'static [Rule] {
        match self {
            Self::Dispute => DISPUTE,
            Self::HealthCheck => HEALTH_CHECK,
        }
    }
}

/// From acceptance to the end of mediation.
const IN_MEDIATION: [Status; 6] = [
    S::Accepted,
    S::Inviting,
    S::Willing,
    S::Investigating,
    S::Scheduled,
    S::Mediating,
];

/// The same once the other side has been asked.
const WITH_OTHER_SIDE: [Status; 5] = [
    S::Inviting,
    S::Willing,
    S::Investigating,
    S::Scheduled,
    S::Mediating,
];

/// The same while nobody waits for the other side's answer. Small disputes go straight on from here: nothing in the
/// law asks for more steps.
const AT_WORK: [Status; 5] = [
    S::Accepted,
    S::Willing,
    S::Investigating,
    S::Scheduled,
    S::Mediating,
];

/// The same once the other side is willing.
const TOGETHER: [Status; 4] = [S::Willing, S::Investigating, S::Scheduled, S::Mediating];

/// An agreement binds that has not been performed yet.
const BOUND: [Status; 2] = [S::Agreed, S::Performing];

/// An agreement is there, and not all of it has been done as far as anybody knows.
const OWED: [Status; 3] = [S::Agreed, S::Confirming, S::Performing];

/// What may happen: from where, what, by whom, and to where. `None` leaves the status as it is.
struct Rule {
    from: &'static [Status],
    on: Event,
    by: Actor,
    to: Option<Status>,
}

const fn rule(from: &'static [Status], on: Event, by: Actor, to: Option<Status>) -> Rule {
    Rule { from, on, by, to }
}

/// What may happen in every procedure.
#[rustfmt::skip]
const SHARED: &[Rule] = &[
    rule(&[S::Submitted], E::AskForMore, A::Staff, Some(S::MoreNeeded)),
    rule(&[S::MoreNeeded], E::Answer, A::Applicant, Some(S::Submitted)),
    rule(&[S::Submitted, S::MoreNeeded], E::ProposeTransfer, A::Staff, Some(S::TransferProposed)),
    rule(&[S::Submitted], E::ProposeTransfer, A::Centre, Some(S::TransferProposed)),
    rule(&[S::TransferProposed], E::AgreeToTransfer, A::Applicant, Some(S::Submitted)),
    rule(&[S::TransferProposed], E::RefuseTransfer, A::Applicant, Some(S::Submitted)),
    rule(&[S::Submitted, S::MoreNeeded], E::Accept, A::Staff, Some(S::Accepted)),
    rule(&[S::Submitted, S::MoreNeeded], E::Decline, A::Staff, Some(S::Declined)),
    rule(&[S::Submitted], E::Escalate, A::Portal, None),
    rule(&[S::Submitted, S::MoreNeeded, S::TransferProposed], E::Withdraw, A::Applicant, Some(S::Withdrawn)),
];

/// What may happen in a dispute only.
#[rustfmt::skip]
const DISPUTE: &[Rule] = &[
    rule(&IN_MEDIATION, E::Assign, A::Staff, None),
    rule(&[S::Accepted, S::Inviting], E::Invite, A::Staff, Some(S::Inviting)),
    // People who are asked by phone or across a table tell the mediator.
    rule(&[S::Accepted, S::Inviting], E::AgreeToMediate, A::Staff, Some(S::Willing)),
    rule(&[S::Inviting], E::AgreeToMediate, A::Respondent, Some(S::Willing)),
    rule(&[S::Inviting], E::AskForTime, A::Respondent, None),
    // Who does not want to may stop it at any time (人民调解法第十七条, 第二十三条).
    rule(&WITH_OTHER_SIDE, E::RefuseToMediate, A::Respondent, Some(S::Ended)),
    rule(&AT_WORK, E::Investigate, A::Staff, Some(S::Investigating)),
    rule(&AT_WORK, E::Schedule, A::Staff, Some(S::Scheduled)),
    rule(&AT_WORK, E::OfferSlots, A::Staff, None),
    rule(&AT_WORK, E::ChooseSlots, A::Applicant, None),
    // Who has not been asked yet whether they are willing is not asked for a time.
    rule(&TOGETHER, E::ChooseSlots, A::Respondent, None),
    // A time that suits everybody who was asked.
    rule(&AT_WORK, E::Schedule, A::Portal, Some(S::Scheduled)),
    rule(&AT_WORK, E::BeginMediation, A::Staff, Some(S::Mediating)),
    rule(&IN_MEDIATION, E::ExtendTerm, A::Staff, None),
    rule(&AT_WORK, E::ProposeTerms, A::Staff, None),
    rule(&AT_WORK, E::ConfirmTerms, A::Applicant, None),
    rule(&AT_WORK, E::ConfirmTerms, A::Respondent, None),
    rule(&AT_WORK, E::AskForChange, A::Applicant, None),
    rule(&AT_WORK, E::AskForChange, A::Respondent, None),
    rule(&AT_WORK, E::SignInPerson, A::Applicant, None),
    rule(&AT_WORK, E::SignInPerson, A::Respondent, None),
    rule(&AT_WORK, E::RecordAgreement, A::Staff, Some(S::Agreed)),
    rule(&IN_MEDIATION, E::EndMediation, A::Staff, Some(S::Ended)),
    rule(&IN_MEDIATION, E::Withdraw, A::Applicant, Some(S::Withdrawn)),
    rule(&IN_MEDIATION, E::ReportRisk, A::Staff, None),
    rule(&IN_MEDIATION, E::Escalate, A::Portal, None),
    rule(&BOUND, E::ApplyForConfirmation, A::Staff, Some(S::Confirming)),
    rule(&[S::Confirming], E::ConfirmationGranted, A::Staff, Some(S::Performing)),
    rule(&[S::Confirming], E::ConfirmationRefused, A::Staff, Some(S::Mediating)),
    rule(&[S::Confirming], E::ConfirmationWithdrawn, A::Staff, Some(S::Agreed)),
    rule(&[S::Agreed], E::BeginPerformance, A::Staff, Some(S::Performing)),
    rule(&BOUND, E::ReportPerformed, A::Staff, Some(S::Performed)),
    rule(&BOUND, E::ReportPerformed, A::Applicant, Some(S::Performed)),
    rule(&[S::Agreed, S::Performing, S::Performed], E::ReportUnperformed, A::Staff, Some(S::Performing)),
    rule(&[S::Agreed, S::Performing, S::Performed], E::ReportUnperformed, A::Applicant, Some(S::Performing)),
    rule(&OWED, E::ReportPaid, A::Applicant, None),
    rule(&OWED, E::ReportPaid, A::Respondent, None),
    rule(&OWED, E::ReportReceived, A::Applicant, None),
    rule(&OWED, E::ReportReceived, A::Respondent, None),
    rule(&OWED, E::ReportMissing, A::Applicant, None),
    rule(&OWED, E::ReportMissing, A::Respondent, None),
    rule(&OWED, E::RemindOfPayment, A::Portal, None),
    rule(&[S::Agreed, S::Performing, S::Performed, S::Ended], E::RecordReturnVisit, A::Staff, None),
    rule(&[S::Agreed, S::Performing, S::Performed, S::Ended], E::Close, A::Staff, Some(S::Closed)),
];

/// What may happen in a health check only. The firm acts on the report, and a return visit may follow, before it is
/// closed.
#[rustfmt::skip]
const HEALTH_CHECK: &[Rule] = &[
    rule(&[S::Accepted, S::Scheduled], E::Assign, A::Staff, None),
    rule(&[S::Accepted, S::Scheduled], E::Schedule, A::Staff, Some(S::Scheduled)),
    rule(&[S::Accepted, S::Scheduled], E::OfferSlots, A::Staff, None),
    rule(&[S::Accepted, S::Scheduled], E::ChooseSlots, A::Applicant, None),
    rule(&[S::Accepted, S::Scheduled], E::Schedule, A::Portal, Some(S::Scheduled)),
    rule(&[S::Accepted, S::Scheduled], E::HandOverReport, A::Staff, Some(S::Reported)),
    rule(&[S::Accepted, S::Scheduled], E::Withdraw, A::Applicant, Some(S::Withdrawn)),
    rule(&[S::Reported], E::RecordReturnVisit, A::Staff, None),
    rule(&[S::Reported], E::Close, A::Staff, Some(S::Closed)),
];

impl Event {
    /// What staff can answer a new request with: the earliest of these is the organization's first answer.
    pub const ANSWERS: [Self; 4] = [E::AskForMore, E::ProposeTransfer, E::Decline, E::Accept];

    /// Whether a side does it about terms that were put before them: without any, nobody can.
    pub fn needs_terms(self) -> bool {
        matches!(self, E::ConfirmTerms | E::AskForChange | E::SignInPerson) || self.is_of_payment()
    }

    /// Whether it is said of a payment.
    pub fn is_of_payment(self) -> bool {
        matches!(self, E::ReportPaid | E::ReportReceived | E::ReportMissing)
    }
}

impl Status {
    /// While somebody works on it.
    pub const UNDER_WAY: [Self; 9] = [
        S::Submitted,
        S::MoreNeeded,
        S::TransferProposed,
        S::Accepted,
        S::Inviting,
        S::Willing,
        S::Investigating,
        S::Scheduled,
        S::Mediating,
    ];

    /// The status after the event in this procedure; `None` when this actor may not do that now.
    pub fn next(self, matter: Matter, event: Event, actor: Actor) -> Option<Status> {
        match event {
            E::AddNote => match actor {
                A::Applicant | A::Staff => self.is_open().then_some(self),
                A::Respondent => self.is_with_other_side().then_some(self),
                A::Centre | A::Portal | A::Unknown => None,
            },
            E::Correct => (self.is_open() && actor == A::Applicant).then_some(self),
            _ => SHARED
                .iter()
                .chain(matter.rules())
                .find(|rule| rule.on == event && rule.by == actor && rule.from.contains(&self))
                .map(|rule| rule.to.unwrap_or(self)),
        }
    }

    /// What this actor may do now in this procedure, in the order of [`Event::ALL`].
    pub fn legal_events(self, matter: Matter, actor: Actor) -> Vec<Event> {
        Event::ALL
            .iter()
            .copied()
            .filter(|event| self.next(matter, *event, actor).is_some())
            .collect()
    }

    /// Whether anything can still happen.
    pub fn is_open(self) -> bool {
        !matches!(self, S::Declined | S::Withdrawn | S::Closed | S::Unknown)
    }

    /// From acceptance to the end of mediation.
    pub fn is_in_mediation(self) -> bool {
        IN_MEDIATION.contains(&self)
    }

    /// While the other side, once asked, has a part in it.
    pub fn is_with_other_side(self) -> bool {
        WITH_OTHER_SIDE.contains(&self)
            || matches!(
                self,
                S::Agreed | S::Confirming | S::Performing | S::Performed
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    #[test]
    fn a_new_request_is_answered_by_every_move_of_staff_but_a_note() {
        for matter in Matter::ALL {
            let mut moves = S::Submitted.legal_events(matter, A::Staff);
            moves.retain(|event| *event != E::AddNote);
            assert_eq!(moves, E::ANSWERS);
        }
    }

    /// Goes from submission through these events and says where it ends.
    fn lived(matter: Matter, life: &[(Event, Actor, Status)]) -> Status {
        let mut status = S::Submitted;
        for (event, actor, expected) in life {
            let next = status.next(matter, *event, *actor);
            assert_eq!(next, Some(*expected), "{status:?} {event:?}");
            status = *expected;
        }
        status
    }

    #[test]
    fn a_case_runs_its_life() {
        let life = [
            (E::AskForMore, A::Staff, S::MoreNeeded),
            (E::Answer, A::Applicant, S::Submitted),
            (E::Escalate, A::Portal, S::Submitted),
            (E::Accept, A::Staff, S::Accepted),
            (E::Assign, A::Staff, S::Accepted),
            (E::Invite, A::Staff, S::Inviting),
            (E::AskForTime, A::Respondent, S::Inviting),
            (E::AgreeToMediate, A::Respondent, S::Willing),
            (E::Investigate, A::Staff, S::Investigating),
            (E::Schedule, A::Staff, S::Scheduled),
            (E::AddNote, A::Applicant, S::Scheduled),
            (E::Schedule, A::Staff, S::Scheduled),
            (E::BeginMediation, A::Staff, S::Mediating),
            (E::ExtendTerm, A::Staff, S::Mediating),
            (E::RecordAgreement, A::Staff, S::Agreed),
            (E::ApplyForConfirmation, A::Staff, S::Confirming),
            (E::ConfirmationGranted, A::Staff, S::Performing),
            (E::ReportUnperformed, A::Applicant, S::Performing),
            (E::ReportPerformed, A::Applicant, S::Performed),
            (E::RecordReturnVisit, A::Staff, S::Performed),
            (E::Close, A::Staff, S::Closed),
        ];
        let end = lived(Matter::Dispute, &life);
        for actor in Actor::ALL.iter().copied() {
            assert!(end.legal_events(Matter::Dispute, actor).is_empty());
        }
    }

    #[test]
    fn a_health_check_ends_with_a_report_and_never_with_an_agreement() {
        let life = [
            (E::Accept, A::Staff, S::Accepted),
            (E::Schedule, A::Staff, S::Scheduled),
            (E::HandOverReport, A::Staff, S::Reported),
            (E::AddNote, A::Applicant, S::Reported),
            (E::Close, A::Staff, S::Closed),
        ];
        lived(Matter::HealthCheck, &life);
        for status in Status::ALL {
            for event in [E::Invite, E::RecordAgreement, E::EndMediation] {
                assert_eq!(status.next(Matter::HealthCheck, event, A::Staff), None);
            }
            let report = status.next(Matter::Dispute, E::HandOverReport, A::Staff);
            assert_eq!(report, None);
        }
    }

    #[test]
    fn only_the_applicant_withdraws_and_only_staff_decide() {
        for (status, matter) in Status::ALL
            .iter()
            .flat_map(|status| Matter::ALL.map(|matter| (status, matter)))
        {
            assert_eq!(status.next(matter, E::Withdraw, A::Staff), None);
            assert_eq!(status.next(matter, E::Correct, A::Staff), None);
            for event in [
                E::Accept,
                E::Decline,
                E::Schedule,
                E::RecordAgreement,
                E::EndMediation,
                E::HandOverReport,
                E::Close,
            ] {
                assert_eq!(status.next(matter, event, A::Applicant), None);
            }
        }
    }

    #[test]
    fn every_status_can_be_reached_from_submission() {
        let mut reached = vec![S::Submitted];
        let mut at = 0;
        while let Some(status) = reached.get(at).copied() {
            for (matter, actor) in Matter::ALL
                .iter()
                .flat_map(|matter| Actor::ALL.iter().map(move |actor| (*matter, *actor)))
            {
                for event in status.legal_events(matter, actor) {
                    let next = status.next(matter, event, actor).unwrap_or_default();
                    if !reached.contains(&next) {
                        reached.push(next);
                    }
                }
            }
            at += 1;
        }
        assert_eq!(reached.len(), Status::ALL.len());
    }

    proptest! {
        #[test]
        fn what_is_listed_as_legal_is_legal_and_nothing_else(
            status in select(Status::ALL), event in select(Event::ALL), actor in select(Actor::ALL),
            matter in select(&Matter::ALL[..]),
        ) {
            let listed = status.legal_events(matter, actor).contains(&event);
            prop_assert_eq!(listed, status.next(matter, event, actor).is_some());
        }

        #[test]
        fn a_finished_case_stays_finished(
            event in select(Event::ALL), actor in select(Actor::ALL), matter in select(&Matter::ALL[..]),
        ) {
            for status in [S::Declined, S::Withdrawn, S::Closed, S::Unknown] {
                prop_assert_eq!(status.next(matter, event, actor), None);
            }
        }
    }
}
