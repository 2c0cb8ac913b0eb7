//! What statuses, events and people are called at the desk, where the same thing is seen from the other side of the
//! table than the applicant's.

use browser::due::Clock;
use contract::deadline::{Deadline, DeadlineKind, DeadlineSource};
use contract::desk::{AuditAct, Role};
use contract::request::{
    Audience, ConfirmationOutcome, Detail, NextDoor, RaisedTo, RequestView, TimelineEntry,
    is_internal,
};
use contract::status::{Actor, Event, Status};

use super::{
    Text, agreement_form_name, channel_name, day_words, decline_reason_name, end_ground_name, fill,
    text, when, withdraw_reason_name,
};
use crate::pages::moves::Act;

/// Where a case stands, in a word.
pub fn status_name(status: Status) -> &'static str {
    text(match status {
        Status::Submitted => Text::StatusSubmitted,
        Status::MoreNeeded => Text::StatusMoreNeeded,
        Status::TransferProposed => Text::StatusTransferProposed,
        Status::Declined => Text::StatusDeclined,
        Status::Accepted => Text::StatusAccepted,
        Status::Inviting => Text::StatusInviting,
        Status::Willing => Text::StatusWilling,
        Status::Investigating => Text::StatusInvestigating,
        Status::Scheduled => Text::StatusScheduled,
        Status::Mediating => Text::StatusMediating,
        Status::Agreed => Text::StatusAgreed,
        Status::Confirming => Text::StatusConfirming,
        Status::Performing => Text::StatusPerforming,
        Status::Performed => Text::StatusPerformed,
        Status::Ended => Text::StatusEnded,
        Status::Reported => Text::StatusReported,
        Status::Withdrawn => Text::StatusWithdrawn,
        Status::Closed => Text::StatusClosed,
        Status::Unknown => Text::StatusUnknown,
    })
}

/// What is now, as a headline.
pub fn headline(view: &RequestView) -> &'static str {
    text(match view.status {
        Status::Submitted => Text::HeadSubmitted,
        Status::MoreNeeded => Text::HeadMoreNeeded,
        Status::TransferProposed => Text::HeadTransferProposed,
        Status::Declined => Text::HeadDeclined,
        Status::Accepted if view.mediator.is_none() => Text::HeadAcceptedFree,
        Status::Accepted if view.content.visit.is_some() => Text::HeadAcceptedVisit,
        Status::Accepted => Text::HeadAccepted,
        Status::Inviting => Text::HeadInviting,
        Status::Willing => Text::HeadWilling,
        Status::Investigating => Text::HeadInvestigating,
        Status::Scheduled => Text::HeadScheduled,
        Status::Mediating => Text::HeadMediating,
        Status::Agreed => Text::HeadAgreed,
        Status::Confirming => Text::HeadConfirming,
        Status::Performing => Text::HeadPerforming,
        Status::Performed => Text::HeadPerformed,
        Status::Ended => Text::HeadEnded,
        Status::Reported => Text::HeadReported,
        Status::Withdrawn => Text::HeadWithdrawn,
        Status::Closed => Text::HeadClosed,
        Status::Unknown => Text::HeadUnknown,
    })
}

/// What a move is called: on its button and above its form.
pub fn act_name(act: Act) -> &'static str {
    text(match act {
        Act::Accept => Text::ActAccept,
        Act::AskForMore => Text::ActAskForMore,
        Act::Take => Text::ActTake,
        Act::Assign => Text::ActAssign,
        Act::Invite => Text::ActInvite,
        Act::AgreeToMediate => Text::ActAgreeToMediate,
        Act::Investigate => Text::ActInvestigate,
        Act::OfferSlots => Text::ActOfferSlots,
        Act::Schedule => Text::ActSchedule,
        Act::BeginMediation => Text::ActBeginMediation,
        Act::RecordAgreement => Text::ActRecordAgreement,
        Act::ApplyForConfirmation => Text::ActApplyForConfirmation,
        Act::RecordConfirmation => Text::ActRecordConfirmation,
        Act::BeginPerformance => Text::ActBeginPerformance,
        Act::ReportPerformed => Text::ActReportPerformed,
        Act::ReportUnperformed => Text::ActReportUnperformed,
        Act::HandOverReport => Text::ActHandOverReport,
        Act::Call => Text::ActCall,
        Act::Note => Text::ActNote,
        Act::RecordReturnVisit => Text::ActRecordReturnVisit,
        Act::ExtendTerm => Text::ActExtendTerm,
        Act::ReportRisk => Text::ActReportRisk,
        Act::ProposeTransfer => Text::ActProposeTransfer,
        Act::Decline => Text::ActDecline,
        Act::EndMediation => Text::ActEndMediation,
        Act::Close => Text::ActClose,
    })
}

/// What is to be known before a move is made; nothing where its name says all.
pub fn act_hint(act: Act) -> Option<&'static str> {
    Some(text(match act {
        Act::Accept => Text::HintAccept,
        Act::AskForMore => Text::HintAskForMore,
        Act::Take => Text::HintTake,
        Act::Invite => Text::HintInvite,
        Act::AgreeToMediate => Text::HintAgreeToMediate,
        Act::OfferSlots => Text::HintOfferSlots,
        Act::RecordAgreement => Text::HintRecordAgreement,
        Act::Call => Text::HintCall,
        Act::RecordReturnVisit => Text::HintRecordReturnVisit,
        Act::ExtendTerm => Text::HintExtendTerm,
        Act::ReportRisk => Text::HintReportRisk,
        Act::ProposeTransfer => Text::HintProposeTransfer,
        Act::Decline => Text::HintDecline,
        Act::EndMediation => Text::HintEndMediation,
        Act::Close => Text::HintClose,
        _ => return None,
    }))
}

/// Something that happened.
pub fn happened(event: Event) -> &'static str {
    text(match event {
        Event::Submit => Text::EventSubmit,
        Event::AskForMore => Text::EventAskForMore,
        Event::Answer => Text::EventAnswer,
        Event::ProposeTransfer => Text::EventProposeTransfer,
        Event::AgreeToTransfer => Text::EventAgreeToTransfer,
        Event::RefuseTransfer => Text::EventRefuseTransfer,
        Event::Decline => Text::EventDecline,
        Event::Accept => Text::EventAccept,
        Event::Assign => Text::EventAssign,
        Event::Invite => Text::EventInvite,
        Event::AgreeToMediate => Text::EventAgreeToMediate,
        Event::RefuseToMediate => Text::EventRefuseToMediate,
        Event::AskForTime => Text::EventAskForTime,
        Event::Investigate => Text::EventInvestigate,
        Event::Schedule => Text::EventSchedule,
        Event::OfferSlots => Text::EventOfferSlots,
        Event::ChooseSlots => Text::EventChooseSlots,
        Event::BeginMediation => Text::EventBeginMediation,
        Event::ExtendTerm => Text::EventExtendTerm,
        Event::RecordAgreement => Text::EventRecordAgreement,
        Event::EndMediation => Text::EventEndMediation,
        Event::ApplyForConfirmation => Text::EventApplyForConfirmation,
        Event::ConfirmationGranted => Text::EventConfirmationGranted,
        Event::ConfirmationRefused => Text::EventConfirmationRefused,
        Event::ConfirmationWithdrawn => Text::EventConfirmationWithdrawn,
        Event::BeginPerformance => Text::EventBeginPerformance,
        Event::ReportPerformed => Text::EventReportPerformed,
        Event::ReportUnperformed => Text::EventReportUnperformed,
        Event::HandOverReport => Text::EventHandOverReport,
        Event::RecordReturnVisit => Text::EventRecordReturnVisit,
        Event::ReportRisk => Text::EventReportRisk,
        Event::Escalate => Text::EventEscalate,
        Event::Withdraw => Text::EventWithdraw,
        Event::Close => Text::EventClose,
        Event::AddNote => Text::EventAddNote,
        Event::Correct => Text::EventCorrect,
        Event::ProposeTerms => Text::EventProposeTerms,
        Event::ConfirmTerms => Text::EventConfirmTerms,
        Event::AskForChange => Text::EventAskForChange,
        Event::SignInPerson => Text::EventSignInPerson,
        Event::ReportPaid => Text::EventReportPaid,
        Event::ReportReceived => Text::EventReportReceived,
        Event::ReportMissing => Text::EventReportMissing,
        Event::RemindOfPayment => Text::EventRemindOfPayment,
        Event::Unknown => Text::EventUnknown,
    })
}

/// Who acted.
pub fn actor_name(actor: Actor) -> &'static str {
    text(match actor {
        Actor::Applicant => Text::ActorApplicant,
        Actor::Staff => Text::ActorStaff,
        Actor::Respondent => Text::ActorRespondent,
        Actor::Centre => Text::ActorCentre,
        Actor::Portal => Text::ActorPortal,
        Actor::Unknown => Text::ActorUnknown,
    })
}

/// Whether only the organization reads of this: what the contract says, and what people said on a return visit, which one
/// side may have said of the other.
pub fn is_kept_inside(entry: &TimelineEntry) -> bool {
    is_internal(entry.event, &entry.detail) || entry.event == Event::RecordReturnVisit
}

/// Whom a note is for.
pub fn audience_name(audience: Audience) -> &'static str {
    text(match audience {
        Audience::Applicant => Text::AudienceApplicant,
        Audience::Respondent => Text::AudienceRespondent,
        Audience::Both => Text::AudienceBoth,
        Audience::Internal => Text::AudienceInternal,
        Audience::Unknown => Text::ActorUnknown,
    })
}

/// Where the applicant can turn next.
pub fn next_door_name(door: NextDoor) -> &'static str {
    text(match door {
        NextDoor::AnotherOrganization => Text::DoorAnother,
        NextDoor::LaborArbitration => Text::DoorArbitration,
        NextDoor::Court => Text::DoorCourt,
        NextDoor::Authority => Text::DoorAuthority,
        NextDoor::Police => Text::DoorPolice,
        NextDoor::LegalServiceLine => Text::DoorLine,
        NextDoor::Unknown => Text::ActorUnknown,
    })
}

/// What became of asking a court.
pub fn outcome_name(outcome: ConfirmationOutcome) -> &'static str {
    text(match outcome {
        ConfirmationOutcome::Confirmed => Text::OutcomeConfirmed,
        ConfirmationOutcome::Refused => Text::OutcomeRefused,
        ConfirmationOutcome::Withdrawn => Text::OutcomeWithdrawn,
        ConfirmationOutcome::Unknown => Text::ActorUnknown,
    })
}

/// What somebody is there for.
pub fn post_name(role: Role) -> &'static str {
    text(match role {
        Role::Mediator => Text::RoleMediator,
        Role::Lead => Text::RoleLead,
        Role::Centre => Text::RoleCentre,
        Role::Auditor => Text::RoleAuditor,
        Role::Unknown => Text::ActorUnknown,
    })
}

/// How good somebody found it.
pub fn stars_words(stars: u8) -> String {
    fill(Text::Stars, &[("n", &stars.to_string())])
}

/// What somebody did that touches people's data.
pub fn audit_name(act: AuditAct) -> &'static str {
    text(match act {
        AuditAct::SignedIn => Text::AuditSignedIn,
        AuditAct::ReadCase => Text::AuditReadCase,
        AuditAct::SoughtPerson => Text::AuditSoughtPerson,
        AuditAct::ReadFile => Text::AuditReadFile,
        AuditAct::TookPaper => Text::AuditTookPaper,
        AuditAct::ReadGroup => Text::AuditReadGroup,
        AuditAct::ReadInvitation => Text::AuditReadInvitation,
        AuditAct::ReadReports => Text::AuditReadReports,
        AuditAct::ReadRatings => Text::AuditReadRatings,
        AuditAct::SettledReport => Text::AuditSettledReport,
        AuditAct::ReadComplaints => Text::AuditReadComplaints,
        AuditAct::MovedCase => Text::AuditMovedCase,
        AuditAct::TookCaseFile => Text::AuditTookCaseFile,
        AuditAct::SignedInWithCode => Text::AuditSignedInWithCode,
        AuditAct::SignedInOidc => Text::AuditSignedInOidc,
        AuditAct::SignInFailed => Text::AuditSignInFailed,
        AuditAct::SecondFactorFailed => Text::AuditFactorFailed,
        AuditAct::LockedOut => Text::AuditLockedOut,
        AuditAct::SignedOut => Text::AuditSignedOut,
        AuditAct::SignedOutEverywhere => Text::AuditSignedOutAll,
        AuditAct::ChangedPassword => Text::AuditChangedPassword,
        AuditAct::FactorOn => Text::AuditFactorOn,
        AuditAct::FactorOff => Text::AuditFactorOff,
        AuditAct::AccountAdded => Text::AuditAccountAdded,
        AuditAct::AccountReset => Text::AuditAccountReset,
        AuditAct::AccountDisabled => Text::AuditAccountDisabled,
        AuditAct::AccountLinked => Text::AuditAccountLinked,
        AuditAct::AccountUnlinked => Text::AuditAccountUnlinked,
        AuditAct::DecidedWords => Text::AuditDecidedWords,
        AuditAct::Unknown => Text::EventUnknown,
    })
}

/// The facts of an entry of the timeline besides its words, each as a short sentence.
pub fn facts(detail: &Detail) -> Vec<String> {
    let mut facts = Vec::new();
    let mut add = |key: Text, value: String| {
        if !value.is_empty() {
            facts.push(fill(key, &[("value", &value)]));
        }
    };
    if let Some(reason) = detail.decline_reason {
        add(Text::FactReason, decline_reason_name(reason).to_owned());
    }
    if let Some(ground) = detail.end_ground {
        add(Text::FactReason, end_ground_name(ground).to_owned());
    }
    if let Some(reason) = detail.withdraw_reason {
        add(Text::FactReason, withdraw_reason_name(reason).to_owned());
    }
    if let Some(door) = detail.next_door {
        add(Text::FactNextDoor, next_door_name(door).to_owned());
    }
    if let Some(form) = detail.agreement_form {
        add(Text::FactForm, agreement_form_name(form).to_owned());
    }
    if let Some(day) = &detail.effective_on {
        add(Text::FactEffective, day_words(day));
    }
    if let Some(day) = &detail.until {
        add(Text::FactUntil, day_words(day));
    }
    if let Some(name) = &detail.mediator {
        add(Text::FactMediator, name.clone());
    }
    if let Some(organization) = &detail.transfer_to {
        add(Text::FactTo, organization.name.clone());
    }
    if let Some(meeting) = &detail.appointment {
        let channel = channel_name(meeting.channel);
        add(
            Text::FactMeeting,
            [&when(&meeting.at), " ", channel, " ", &meeting.place].concat(),
        );
    }
    if let Some(party) = &detail.party {
        let channel = channel_name(party.channel);
        add(
            Text::FactParty,
            [party.mobile.as_str(), " ", channel].concat(),
        );
    }
    match (detail.raised_to, &detail.centre) {
        (Some(RaisedTo::Centre), Some(centre)) => add(Text::FactRaised, centre.clone()),
        (Some(_), _) => add(Text::FactRaised, text(Text::RoleLead).to_owned()),
        (None, _) => {}
    }
    facts
}

/// A deadline as the desk says it: the days, what is due, and the rule behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The days, short.
    pub big: String,
    /// What is due when.
    pub words: String,
    /// Which rule; absent when newer than this build.
    pub source: Option<&'static str>,
    /// Whether to hurry.
    pub is_pressing: bool,
}

/// What the clock of a deadline shows.
pub fn face(deadline: &Deadline, clock: Clock) -> Face {
    let key = match deadline.kind {
        DeadlineKind::FirstContact => Text::DueFirstContact,
        DeadlineKind::Mediation => Text::DueMediation,
        DeadlineKind::Confirmation => Text::DueConfirmation,
        DeadlineKind::Unknown => Text::DueStep,
    };
    let source = match deadline.source {
        DeadlineSource::Operator => Some(Text::SourceOperator),
        DeadlineSource::PeoplesMediationRules => Some(Text::SourcePeoples),
        DeadlineSource::LaborMediationLaw => Some(Text::SourceLabor),
        DeadlineSource::NewEmploymentNotice => Some(Text::SourceNewEmployment),
        DeadlineSource::BothSides => Some(Text::SourceBothSides),
        DeadlineSource::PeoplesMediationLaw => Some(Text::SourceConfirmation),
        DeadlineSource::Unknown => None,
    };
    Face {
        big: match clock {
            Clock::Left(days) => fill(Text::ClockLeft, &[("count", &days.to_string())]),
            Clock::Today => text(Text::ClockToday).to_owned(),
            Clock::Overdue(days) => fill(Text::ClockOverdue, &[("count", &days.to_string())]),
        },
        words: fill(key, &[("date", &day_words(&deadline.due))]),
        source: source.map(text),
        // Nobody here is late with what the parties may do or leave.
        is_pressing: deadline.kind.binds_organization()
            && matches!(clock, Clock::Today | Clock::Overdue(_) | Clock::Left(1)),
    }
}

/// Whom a call was to, by the name of the choice; empty where nothing was chosen.
pub fn call_whom(choice: &str) -> &'static str {
    match choice {
        "applicant" => text(Text::WhomApplicant),
        "helper" => text(Text::WhomHelper),
        "respondent" => text(Text::WhomRespondent),
        "other" => text(Text::WhomOther),
        _ => "",
    }
}

/// What came of a call, by the name of the choice; empty where nothing was chosen.
pub fn call_came(choice: &str) -> &'static str {
    match choice {
        "reached" => text(Text::CameReached),
        "missed" => text(Text::CameMissed),
        "again" => text(Text::CameAgain),
        _ => "",
    }
}

/// A call as a note.
pub fn call_words(whom: &str, came: &str, note: &str) -> String {
    let first = fill(Text::CallWords, &[("whom", whom), ("came", came)]);
    if note.is_empty() {
        first
    } else {
        [&first, "\n", note].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_known_has_a_name_of_its_own() {
        let mut seen: Vec<&str> = Status::ALL
            .iter()
            .map(|status| status_name(*status))
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), Status::ALL.len());
        for event in Event::ALL {
            assert_ne!(happened(*event), happened(Event::Unknown), "{event:?}");
        }
        for act in Act::ALL {
            assert!(!act_name(act).is_empty());
        }
    }

    #[test]
    fn only_what_binds_the_organization_presses() {
        let deadline = |kind| Deadline {
            kind,
            due: "2026-11-30".into(),
            source: DeadlineSource::Operator,
            overdue: true,
        };
        let late = face(&deadline(DeadlineKind::FirstContact), Clock::Overdue(2));
        assert!(late.is_pressing);
        assert_eq!(late.big, "超 2 天");
        assert_eq!(late.words, "11 月 30 日前要答复");
        assert!(!face(&deadline(DeadlineKind::Confirmation), Clock::Overdue(2)).is_pressing);
        assert!(!face(&deadline(DeadlineKind::Mediation), Clock::Left(2)).is_pressing);
    }

    #[test]
    fn what_was_said_on_a_return_visit_stays_inside() {
        let entry = |event, audience| TimelineEntry {
            at: String::new(),
            actor: Actor::Staff,
            event,
            detail: Detail {
                audience,
                ..Detail::default()
            },
        };
        assert!(is_kept_inside(&entry(Event::RecordReturnVisit, None)));
        assert!(is_kept_inside(&entry(Event::ReportRisk, None)));
        assert!(is_kept_inside(&entry(
            Event::AddNote,
            Some(Audience::Internal)
        )));
        assert!(!is_kept_inside(&entry(
            Event::AddNote,
            Some(Audience::Both)
        )));
    }
}
