//! The request's status machine: the one list of what may follow what, and who may do it.

use Actor as A;
use Event as E;
use Status as S;

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
        /// The applicant takes the request back.
        Withdraw = "withdraw",
        /// The case is closed and filed.
        Close = "close",
        /// Either side adds a note; the status stays.
        AddNote = "add-note",
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

/// Every permitted move: from, event, actor, to.
const MOVES: &[(Status, Event, Actor, Status)] = &[
    (S::Submitted, E::AskForMore, A::Staff, S::MoreNeeded),
    (S::Submitted, E::Accept, A::Staff, S::Accepted),
    (S::Submitted, E::Decline, A::Staff, S::Declined),
    (S::Submitted, E::Withdraw, A::Applicant, S::Withdrawn),
    (S::MoreNeeded, E::Answer, A::Applicant, S::Submitted),
    (S::MoreNeeded, E::Accept, A::Staff, S::Accepted),
    (S::MoreNeeded, E::Decline, A::Staff, S::Declined),
    (S::MoreNeeded, E::Withdraw, A::Applicant, S::Withdrawn),
    (S::Accepted, E::Schedule, A::Staff, S::Scheduled),
    (S::Accepted, E::RecordAgreement, A::Staff, S::Agreed),
    (S::Accepted, E::EndMediation, A::Staff, S::Ended),
    (S::Accepted, E::Withdraw, A::Applicant, S::Withdrawn),
    (S::Scheduled, E::Schedule, A::Staff, S::Scheduled),
    (S::Scheduled, E::RecordAgreement, A::Staff, S::Agreed),
    (S::Scheduled, E::EndMediation, A::Staff, S::Ended),
    (S::Scheduled, E::Withdraw, A::Applicant, S::Withdrawn),
    (S::Agreed, E::Close, A::Staff, S::Closed),
    (S::Ended, E::Close, A::Staff, S::Closed),
];

impl Status {
    /// The status after the event; `None` when this actor may not do that now.
    pub fn next(self, event: Event, actor: Actor) -> Option<Status> {
        if event == E::AddNote {
            return (self.is_open() && actor.is_known()).then_some(self);
        }
        MOVES
            .iter()
            .find(|(from, on, by, _)| (*from, *on, *by) == (self, event, actor))
            .map(|(.., to)| *to)
    }

    /// What this actor may do now, in the order of [`Event::ALL`].
    pub fn legal_events(self, actor: Actor) -> Vec<Event> {
        Event::ALL
            .iter()
            .copied()
            .filter(|event| self.next(*event, actor).is_some())
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
        let mut status = S::Submitted;
        for (event, actor, expected) in life {
            assert_eq!(
                status.next(event, actor),
                Some(expected),
                "{status:?} {event:?}"
            );
            status = expected;
        }
        assert!(
            status.legal_events(A::Staff).is_empty()
                && status.legal_events(A::Applicant).is_empty()
        );
    }

    #[test]
    fn only_the_applicant_withdraws_and_only_staff_decide() {
        for status in Status::ALL {
            assert_eq!(status.next(E::Withdraw, A::Staff), None);
            for event in [
                E::Accept,
                E::Decline,
                E::Schedule,
                E::RecordAgreement,
                E::EndMediation,
                E::Close,
            ] {
                assert_eq!(status.next(event, A::Applicant), None);
            }
        }
    }

    #[test]
    fn every_status_can_be_reached_from_submission() {
        let mut reached = vec![S::Submitted];
        let mut at = 0;
        while let Some(status) = reached.get(at).copied() {
            for actor in Actor::ALL {
                for event in status.legal_events(*actor) {
                    let next = status.next(event, *actor).unwrap_or_default();
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
        ) {
            prop_assert_eq!(status.legal_events(actor).contains(&event), status.next(event, actor).is_some());
        }

        #[test]
        fn a_finished_case_stays_finished(event in select(Event::ALL), actor in select(Actor::ALL)) {
            for status in [S::Declined, S::Withdrawn, S::Closed, S::Unknown] {
                prop_assert_eq!(status.next(event, actor), None);
            }
        }
    }
}
