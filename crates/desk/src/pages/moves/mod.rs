//! What staff can do about a case: which moves there are now, which of them is likely to be next, what each asks, and
//! what comes of the answers.

mod build;
mod field;
mod form;
mod slots;

pub use build::{Context, Fault, YES, build};
pub use form::MoveForm;

use contract::days::Day;
use contract::desk::SessionView;
use contract::request::RequestView;
use contract::slots::{Progress, Standing};
use contract::status::{Event, Matter, Status};

/// Something to do about a case: a move, or a note of a certain kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Accept the request.
    Accept,
    /// Ask the applicant for more.
    AskForMore,
    /// Take the case oneself.
    Take,
    /// Say who works on it.
    Assign,
    /// Invite the other side.
    Invite,
    /// Record that the other side is willing.
    AgreeToMediate,
    /// Look into the facts.
    Investigate,
    /// Offer times to choose from.
    OfferSlots,
    /// Set a time.
    Schedule,
    /// Begin mediation.
    BeginMediation,
    /// Record an agreement.
    RecordAgreement,
    /// Record that a court was asked.
    ApplyForConfirmation,
    /// Record what the court said.
    RecordConfirmation,
    /// Record that what was agreed is being done.
    BeginPerformance,
    /// Record that it was done.
    ReportPerformed,
    /// Record that it was not.
    ReportUnperformed,
    /// Hand over the report of a health check.
    HandOverReport,
    /// Record a call.
    Call,
    /// Write a note.
    Note,
    /// Record a return visit.
    RecordReturnVisit,
    /// Go on for longer.
    ExtendTerm,
    /// Record that the police were told.
    ReportRisk,
    /// Propose another organization.
    ProposeTransfer,
    /// Do not accept.
    Decline,
    /// End mediation without agreement.
    EndMediation,
    /// Close the case.
    Close,
}

/// What a form asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Whom was called.
    Whom,
    /// What came of it.
    Came,
    /// Another organization.
    Organization,
    /// Why, or what became of it.
    Reason,
    /// Where to turn next.
    NextDoor,
    /// Which colleague.
    Mediator,
    /// What the other side is told.
    Summary,
    /// That the applicant agrees.
    Agrees,
    /// When.
    At,
    /// How.
    Channel,
    /// Where.
    Place,
    /// Times to choose from.
    Slots,
    /// For how long.
    Minutes,
    /// The last day to choose.
    ChooseBy,
    /// The new last day.
    Until,
    /// That both sides agree.
    BothAgree,
    /// Since when it binds.
    EffectiveOn,
    /// Who reads it.
    Audience,
    /// Words.
    Note,
}

/// The moves there are, by what they are good for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The likely next one.
    pub next: Option<Act>,
    /// Others that move the case on.
    pub on: Vec<Act>,
    /// What keeps it as it is.
    pub beside: Vec<Act>,
    /// What ends it, or gives it away.
    pub end: Vec<Act>,
}

impl Act {
    /// All of them, as people should see them.
    pub const ALL: [Self; 26] = [
        Self::Accept,
        Self::AskForMore,
        Self::Take,
        Self::Assign,
        Self::Invite,
        Self::AgreeToMediate,
        Self::Investigate,
        Self::OfferSlots,
        Self::Schedule,
        Self::BeginMediation,
        Self::RecordAgreement,
        Self::ApplyForConfirmation,
        Self::RecordConfirmation,
        Self::BeginPerformance,
        Self::ReportPerformed,
        Self::ReportUnperformed,
        Self::HandOverReport,
        Self::Call,
        Self::Note,
        Self::RecordReturnVisit,
        Self::ExtendTerm,
        Self::ReportRisk,
        Self::ProposeTransfer,
        Self::Decline,
        Self::EndMediation,
        Self::Close,
    ];

    /// Which of these events must be allowed for it: any of them.
    const fn events(self) -> &'static [Event] {
        use Event as E;
        match self {
            Self::Accept => &[E::Accept],
            Self::AskForMore => &[E::AskForMore],
            Self::Take | Self::Assign => &[E::Assign],
            Self::Invite => &[E::Invite],
            Self::AgreeToMediate => &[E::AgreeToMediate],
            Self::Investigate => &[E::Investigate],
            Self::OfferSlots => &[E::OfferSlots],
            Self::Schedule => &[E::Schedule],
            Self::BeginMediation => &[E::BeginMediation],
            Self::RecordAgreement => &[E::RecordAgreement],
            Self::ApplyForConfirmation => &[E::ApplyForConfirmation],
            Self::RecordConfirmation => &[
                E::ConfirmationGranted,
                E::ConfirmationRefused,
                E::ConfirmationWithdrawn,
            ],
            Self::BeginPerformance => &[E::BeginPerformance],
            Self::ReportPerformed => &[E::ReportPerformed],
            Self::ReportUnperformed => &[E::ReportUnperformed],
            Self::HandOverReport => &[E::HandOverReport],
            Self::Call | Self::Note => &[E::AddNote],
            Self::RecordReturnVisit => &[E::RecordReturnVisit],
            Self::ExtendTerm => &[E::ExtendTerm],
            Self::ReportRisk => &[E::ReportRisk],
            Self::ProposeTransfer => &[E::ProposeTransfer],
            Self::Decline => &[E::Decline],
            Self::EndMediation => &[E::EndMediation],
            Self::Close => &[E::Close],
        }
    }

    /// Whether there is this move now, for this person.
    pub fn is_possible(self, view: &RequestView, me: &SessionView) -> bool {
        let is_legal = self
            .events()
            .iter()
            .any(|event| view.legal_moves.contains(event));
        let is_mine = view.assignee.as_deref() == Some(&me.account);
        is_legal
            && match self {
                Self::Take => me.role.reads_cases() && !is_mine,
                Self::Assign => me.role.assigns(),
                _ => true,
            }
    }

    /// What its form asks, in this order.
    pub fn asks(self, view: &RequestView) -> Vec<Key> {
        use Key as K;
        match self {
            Self::Call => vec![K::Whom, K::Came, K::Note],
            Self::Note => vec![K::Audience, K::Note],
            Self::ProposeTransfer => vec![K::Organization, K::Reason, K::Note],
            Self::Decline | Self::EndMediation => vec![K::Reason, K::NextDoor, K::Note],
            Self::Assign => vec![K::Mediator, K::Note],
            Self::Invite if view.content.afraid => vec![K::Agrees, K::Summary, K::Note],
            Self::Invite => vec![K::Summary, K::Note],
            Self::OfferSlots if view.content.afraid => {
                vec![K::Agrees, K::Slots, K::ChooseBy, K::Note]
            }
            Self::OfferSlots => vec![K::Slots, K::ChooseBy, K::Note],
            Self::Schedule => vec![K::At, K::Channel, K::Place, K::Note],
            Self::ExtendTerm => vec![K::Until, K::BothAgree, K::Note],
            Self::RecordAgreement => vec![K::Reason, K::EffectiveOn, K::Note],
            Self::RecordConfirmation => vec![K::Reason, K::Note],
            _ => vec![K::Note],
        }
    }

    /// Whether it cannot be sent without words.
    pub const fn needs_words(self) -> bool {
        matches!(
            self,
            Self::AskForMore | Self::RecordReturnVisit | Self::ReportRisk | Self::Note
        )
    }

    /// Whether only the organization reads the words.
    pub const fn is_internal(self) -> bool {
        matches!(
            self,
            Self::Call | Self::RecordReturnVisit | Self::ReportRisk
        )
    }
}

/// The moves that this person has now. `today` is the day in China.
pub fn choices(view: &RequestView, me: &SessionView, today: Option<Day>) -> Choices {
    let next = next(view, me, today);
    let mut choices = Choices {
        next,
        ..Choices::default()
    };
    let others = Act::ALL
        .into_iter()
        .filter(|act| Some(*act) != next && act.is_possible(view, me));
    for act in others {
        match act {
            Act::ProposeTransfer | Act::Decline | Act::EndMediation | Act::Close => {
                choices.end.push(act);
            }
            Act::Call
            | Act::Note
            | Act::RecordReturnVisit
            | Act::ExtendTerm
            | Act::ReportRisk
            | Act::Take
            | Act::Assign => choices.beside.push(act),
            _ => choices.on.push(act),
        }
    }
    choices
}

/// What is likely to be next; nothing while somebody else has to act.
fn next(view: &RequestView, me: &SessionView, today: Option<Day>) -> Option<Act> {
    let is_check = Matter::of(view.content.topic) == Matter::HealthCheck;
    let taken = view.mediator.is_some() || view.assignee.is_some();
    let likely: &[Act] = match view.status {
        Status::Submitted => &[Act::Accept],
        Status::Accepted if !taken && me.role.assigns() => &[Act::Assign],
        Status::Accepted if !taken => &[Act::Take],
        Status::Accepted if is_check => &[Act::Schedule],
        Status::Accepted => &[Act::Invite],
        Status::Willing | Status::Investigating if is_choosing(view, today) => &[],
        Status::Willing | Status::Investigating => &[Act::OfferSlots],
        Status::Scheduled if is_check => &[Act::HandOverReport],
        Status::Scheduled => &[Act::BeginMediation],
        Status::Mediating => &[Act::RecordAgreement],
        Status::Confirming => &[Act::RecordConfirmation],
        Status::Agreed => &[Act::ApplyForConfirmation],
        Status::Performing => &[Act::ReportPerformed],
        Status::Performed | Status::Ended | Status::Reported => {
            if visited(view) {
                &[Act::Close]
            } else {
                &[Act::RecordReturnVisit, Act::Close]
            }
        }
        _ => &[],
    };
    let mut likely = likely.iter().copied();
    likely.find(|act| act.is_possible(view, me))
}

/// Whether people still choose from the times that they were offered.
fn is_choosing(view: &RequestView, today: Option<Day>) -> bool {
    let standing = Standing::of(&view.timeline);
    let progress = standing
        .zip(today)
        .map(|(standing, today)| standing.progress(today));
    progress == Some(Progress::Waiting)
}

fn visited(view: &RequestView) -> bool {
    let mut happened = view.timeline.iter();
    happened.any(|entry| entry.event == Event::RecordReturnVisit)
}

impl Key {
    /// The id of its control, which is that of the field where issues name it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Whom => "whom",
            Self::Came => "came",
            Self::Organization => "organization",
            Self::Reason => "reason",
            Self::NextDoor => "next_door",
            Self::Mediator => "mediator",
            Self::Summary => "summary",
            Self::Agrees => "applicant_agrees",
            Self::At => "at",
            Self::Channel => "contact_channels",
            Self::Place => "place",
            Self::Slots => "slots",
            Self::Minutes => "minutes",
            Self::ChooseBy => "choose_by",
            Self::Until => "until",
            Self::BothAgree => "both_agree",
            Self::EffectiveOn => "effective_on",
            Self::Audience => "audience",
            Self::Note => "note",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples::{me, view_in};
    use contract::days::read_day;
    use contract::desk::Role;
    use contract::request::{Detail, TimelineEntry};
    use contract::slots::SlotOffer;
    use contract::status::Actor;

    fn all(choices: &Choices) -> Vec<Act> {
        let lists = [&choices.on, &choices.beside, &choices.end];
        choices
            .next
            .into_iter()
            .chain(lists.into_iter().flatten().copied())
            .collect()
    }

    #[test]
    fn every_legal_move_of_staff_has_a_button_and_only_one() {
        for status in Status::ALL {
            let view = view_in(*status);
            let shown = all(&choices(&view, &me(Role::Lead), None));
            // Terms are written on a page of their own.
            let legal = view.legal_moves.iter();
            for event in legal.filter(|event| **event != Event::ProposeTerms) {
                let is_shown = shown.iter().any(|act| act.events().contains(event));
                assert!(is_shown, "{status:?} {event:?}");
            }
            for act in &shown {
                assert_eq!(shown.iter().filter(|other| *other == act).count(), 1);
            }
            assert!(view.legal_moves.is_empty() || !shown.is_empty());
        }
    }

    #[test]
    fn the_next_move_follows_the_case() {
        let lead = me(Role::Lead);
        let mediator = me(Role::Mediator);
        let next = |status, me: &SessionView| choices(&view_in(status), me, None).next;
        assert_eq!(next(Status::Submitted, &mediator), Some(Act::Accept));
        assert_eq!(next(Status::Accepted, &mediator), Some(Act::Take));
        assert_eq!(next(Status::Accepted, &lead), Some(Act::Assign));
        // The applicant or the other side has to act.
        assert_eq!(next(Status::TransferProposed, &lead), None);
        assert_eq!(next(Status::Inviting, &lead), None);
        assert_eq!(next(Status::Ended, &lead), Some(Act::RecordReturnVisit));
        assert_eq!(next(Status::Closed, &lead), None);
        let mut mine = view_in(Status::Accepted);
        mine.assignee = Some(mediator.account.clone());
        assert_eq!(choices(&mine, &mediator, None).next, Some(Act::Invite));
        assert!(!all(&choices(&mine, &mediator, None)).contains(&Act::Take));
        assert!(!all(&choices(&mine, &mediator, None)).contains(&Act::Assign));
    }

    #[test]
    fn nobody_is_hurried_while_people_choose_a_time() {
        let lead = me(Role::Lead);
        let mut view = view_in(Status::Willing);
        let next = |view: &RequestView, today| choices(view, &lead, read_day(today)).next;
        assert_eq!(next(&view, "2026-11-30"), Some(Act::OfferSlots));
        view.timeline.push(TimelineEntry {
            at: "2026-11-27T02:00:00Z".into(),
            actor: Actor::Staff,
            event: Event::OfferSlots,
            detail: Detail {
                offer: Some(SlotOffer {
                    number: 1,
                    slots: Vec::new(),
                    choose_by: "2026-11-30".into(),
                    other_side: true,
                }),
                ..Detail::default()
            },
        });
        assert_eq!(next(&view, "2026-11-30"), None);
        assert_eq!(next(&view, "2026-12-01"), Some(Act::OfferSlots));
    }

    #[test]
    fn who_is_afraid_is_asked_before_the_other_side_is() {
        let mut view = view_in(Status::Accepted);
        assert!(!Act::Invite.asks(&view).contains(&Key::Agrees));
        view.content.afraid = true;
        assert_eq!(Act::Invite.asks(&view).first(), Some(&Key::Agrees));
    }

    #[test]
    fn nothing_is_possible_that_the_status_machine_does_not_allow() {
        for status in Status::ALL {
            let view = view_in(*status);
            for act in all(&choices(&view, &me(Role::Lead), None)) {
                let allowed = act
                    .events()
                    .iter()
                    .any(|event| status.next(Matter::Dispute, *event, Actor::Staff).is_some());
                assert!(allowed, "{status:?} {act:?}");
            }
        }
    }
}
