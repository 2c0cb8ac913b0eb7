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
        /// 不予受理
        Declined = "declined",
        /// 已受理
        Accepted = "accepted",
        /// 已约定调解时间
        Scheduled = "scheduled",
        /// 达成协议
        Agreed = "agreed",
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
        /// Staff do not accept the request, with a reason and the next door.
        Decline = "decline",
        /// Staff accept the request (受理登记).
        Accept = "accept",
        /// Staff set or move the time to sit down together.
        Schedule = "schedule",
        /// Agreement reached, written or oral.
        RecordAgreement = "record-agreement",
        /// Mediation ends without agreement.
        EndMediation = "end-mediation",
        /// The report of a legal health check is handed over.
        HandOverReport = "hand-over-report",
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
    const fn moves(self) -> &'static [Move] {
        match self {
            Self::Dispute => &[
                (S::Accepted, E::RecordAgreement, A::Staff, S::Agreed),
                (S::Accepted, E::EndMediation, A::Staff, S::Ended),
                (S::Scheduled, E::RecordAgreement, A::Staff, S::Agreed),
                (S::Scheduled, E::EndMediation, A::Staff, S::Ended),
                (S::Agreed, E::Close, A::Staff, S::Closed),
                (S::Ended, E::Close, A::Staff, S::Closed),
            ],
            // The firm acts on the report, and a return visit may follow, before it is closed.
            Self::HealthCheck => &[
                (S::Accepted, E::HandOverReport, A::Staff, S::Reported),
                (S::Scheduled, E::HandOverReport, A::Staff, S::Reported),
                (S::Reported, E::Close, A::Staff, S::Closed),
            ],
        }
    }
}

/// A permitted move: from, event, actor, to.
type Move = (Status, Event, Actor, Status);

/// What may happen in every procedure.
const SHARED: &[Move] = &[
    (S::Submitted, E::AskForMore, A::Staff, S::MoreNeeded),
    (S::Submitted, E::Accept, A::Staff, S::Accepted),
    (S::Submitted, E::Decline, A::Staff, S::Declined),
    (S::Submitted, E::Withdraw, A::Applicant, S::Withdrawn),
    (S::MoreNeeded, E::Answer, A::Applicant, S::Submitted),
    (S::MoreNeeded, E::Accept, A::Staff, S::Accepted),
    (S::MoreNeeded, E::Decline, A::Staff, S::Declined),
    (S::MoreNeeded, E::Withdraw, A::Applicant, S::Withdrawn),
    (S::Accepted, E::Schedule, A::Staff, S::Scheduled),
    (S::Accepted, E::Withdraw, A::Applicant, S::Withdrawn),
    (S::Scheduled, E::Schedule, A::Staff, S::Scheduled),
    (S::Scheduled, E::Withdraw, A::Applicant, S::Withdrawn),
];

impl Event {
    /// What staff can answer a new request with: the earliest of these is the organization's first answer.
    pub const ANSWERS: [Self; 3] = [E::AskForMore, E::Decline, E::Accept];
}

impl Status {
    /// While somebody works on it.
    pub const UNDER_WAY: [Self; 4] = [S::Submitted, S::MoreNeeded, S::Accepted, S::Scheduled];

    /// The status after the event in this procedure; `None` when this actor may not do that now.
    pub fn next(self, matter: Matter, event: Event, actor: Actor) -> Option<Status> {
        if event == E::AddNote {
            return (self.is_open() && actor.is_known()).then_some(self);
        }
        if event == E::Correct {
            return (self.is_open() && actor == A::Applicant).then_some(self);
        }
        SHARED
            .iter()
            .chain(matter.moves())
            .find(|(from, on, by, _)| (*from, *on, *by) == (self, event, actor))
            .map(|(.., to)| *to)
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
            (E::Accept, A::Staff, S::Accepted),
            (E::Schedule, A::Staff, S::Scheduled),
            (E::AddNote, A::Applicant, S::Scheduled),
            (E::Schedule, A::Staff, S::Scheduled),
            (E::RecordAgreement, A::Staff, S::Agreed),
            (E::Close, A::Staff, S::Closed),
        ];
        let end = lived(Matter::Dispute, &life);
        for actor in [A::Staff, A::Applicant] {
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
            for event in [E::RecordAgreement, E::EndMediation] {
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
