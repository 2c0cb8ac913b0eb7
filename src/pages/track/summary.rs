//! A case in plain words: what is happening, what to do, what comes next, what has happened.

use browser::due::Clock;
use contract::deadline::{Deadline, DeadlineKind, DeadlineSource};
use contract::organization::OrganizationRef;
use contract::personal::Corrected;
use contract::request::{
    AgreementForm, Appointment, Detail, EndGround, NextDoor, RaisedTo, RequestView, TimelineEntry,
    WithdrawReason,
};
use contract::status::{Actor, Event, Status};

use crate::i18n::{
    Text, agreement_form_name, channel_name, day_words, decline_reason_name, end_ground_name,
    event_name, fill, particular_words, said_of_terms, text, withdraw_reason_name,
};

/// Turns an RFC 3339 time into words.
pub type When = fn(&str) -> String;

/// The answers to "what now, and what must I do?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The status as one sentence.
    pub headline: Text,
    /// What is happening.
    pub now: String,
    /// What the applicant has to do.
    pub todo: Text,
    /// The law behind it, where there is one.
    pub source: Option<Text>,
    /// What comes next, while anything does.
    pub next: Option<Text>,
}

/// Sums up a case.
pub fn summary(view: &RequestView, when: When) -> Summary {
    let organization = [("organization", view.organization.name.as_str())];
    let reason = |name: &str| [("reason", name.to_owned())];
    let said = |headline, now, todo, next| Summary {
        headline,
        now,
        todo,
        source: None,
        next,
    };
    let checks = view.content.visit.is_some();
    // What is said of a dispute, or instead of a health check.
    let either = |dispute: Text, check: Text| if checks { check } else { dispute };
    match view.status {
        Status::Submitted => said(
            Text::HeadSubmitted,
            fill(Text::NowSubmitted, &organization),
            Text::TodoWait,
            Some(either(Text::NextSubmitted, Text::NextVisitSubmitted)),
        ),
        Status::MoreNeeded => said(
            Text::HeadMoreNeeded,
            fill(Text::NowMoreNeeded, &organization),
            Text::TodoMoreNeeded,
            Some(Text::NextMoreNeeded),
        ),
        Status::TransferProposed => {
            let proposed = view.timeline.iter().rev();
            let mut proposed = proposed.filter(|entry| entry.event == Event::ProposeTransfer);
            let proposed = proposed.next();
            let to = proposed.and_then(|entry| entry.detail.transfer_to.as_ref());
            let to = to.map(|to| to.name.as_str()).unwrap_or_default();
            let by_centre = proposed.is_some_and(|entry| entry.actor == Actor::Centre);
            let now = if by_centre {
                Text::NowTransferCentre
            } else {
                Text::NowTransfer
            };
            said(
                Text::HeadTransfer,
                fill(now, &[organization[0], ("to", to)]),
                Text::TodoTransfer,
                Some(Text::NextTransfer),
            )
        }
        Status::Declined => {
            let why = last(view, Event::Decline).and_then(|detail| detail.decline_reason);
            let [(name, why)] = reason(decline_reason_name(why.unwrap_or_default()));
            said(
                Text::HeadDeclined,
                because(Text::NowDeclined, name, &why),
                Text::TodoNextDoor,
                None,
            )
        }
        Status::Accepted => said(
            either(Text::HeadAccepted, Text::HeadVisitAccepted),
            fill(Text::NowAccepted, &organization),
            either(Text::TodoAccepted, Text::TodoVisitAccepted),
            Some(either(Text::NextAccepted, Text::NextVisitAccepted)),
        ),
        Status::Inviting => said(
            Text::HeadInviting,
            fill(Text::NowInviting, &organization),
            Text::TodoAccepted,
            Some(Text::NextInviting),
        ),
        Status::Willing => said(
            Text::HeadWilling,
            text(Text::NowWilling).to_owned(),
            Text::TodoAccepted,
            Some(Text::NextAccepted),
        ),
        Status::Investigating => said(
            Text::HeadInvestigating,
            fill(Text::NowInvestigating, &organization),
            Text::TodoInvestigating,
            Some(Text::NextAccepted),
        ),
        Status::Mediating => said(
            Text::HeadMediating,
            text(Text::NowMediating).to_owned(),
            Text::TodoMediating,
            Some(Text::NextMediating),
        ),
        Status::Confirming => Summary {
            source: Some(Text::TodoConfirmingSource),
            ..said(
                Text::HeadConfirming,
                text(Text::NowConfirming).to_owned(),
                Text::TodoConfirming,
                Some(Text::NextConfirming),
            )
        },
        Status::Performing => {
            let now = if is_unperformed(view) {
                Text::NowUnperformed
            } else {
                Text::NowPerforming
            };
            said(
                Text::HeadPerforming,
                text(now).to_owned(),
                Text::TodoPerforming,
                Some(Text::NextPerforming),
            )
        }
        Status::Performed => said(
            Text::HeadPerformed,
            text(Text::NowPerformed).to_owned(),
            Text::TodoNothing,
            Some(Text::NextPerformed),
        ),
        Status::Scheduled => {
            let now = match appointment(view) {
                Some(appointment) => fill(Text::NowScheduled, &[("time", &when(&appointment.at))]),
                None => text(Text::NowScheduledNoTime).to_owned(),
            };
            said(
                either(Text::HeadScheduled, Text::HeadVisitScheduled),
                now,
                either(Text::TodoScheduled, Text::TodoVisitScheduled),
                Some(either(Text::NextScheduled, Text::NextVisitScheduled)),
            )
        }
        Status::Agreed => {
            let form = last(view, Event::RecordAgreement).and_then(|detail| detail.agreement_form);
            let now = match form {
                Some(AgreementForm::Oral) => Text::NowAgreedOral,
                _ => Text::NowAgreedWritten,
            };
            Summary {
                source: Some(Text::TodoAgreedSource),
                ..said(
                    Text::HeadAgreed,
                    text(now).to_owned(),
                    Text::TodoAgreed,
                    Some(Text::NextAgreed),
                )
            }
        }
        Status::Ended => {
            let ground = ended(view).and_then(|detail| detail.end_ground);
            if ground == Some(EndGround::SettledThemselves) {
                return said(
                    Text::HeadSettled,
                    text(Text::NowSettled).to_owned(),
                    Text::TodoNothing,
                    Some(Text::NextEnded),
                );
            }
            let [(name, why)] = reason(end_ground_name(ground.unwrap_or_default()));
            said(
                Text::HeadEnded,
                because(Text::NowEnded, name, &why),
                Text::TodoNextDoor,
                Some(Text::NextEnded),
            )
        }
        Status::Reported => said(
            Text::HeadVisitReported,
            fill(Text::NowVisitReported, &organization),
            Text::TodoVisitReported,
            Some(Text::NextVisitReported),
        ),
        Status::Withdrawn => said(
            Text::HeadWithdrawn,
            text(Text::NowWithdrawn).to_owned(),
            either(Text::TodoWithdrawn, Text::TodoVisitWithdrawn),
            None,
        ),
        Status::Closed => said(
            either(Text::HeadClosed, Text::HeadVisitClosed),
            fill(either(Text::NowClosed, Text::NowVisitClosed), &organization),
            Text::TodoNothing,
            None,
        ),
        Status::Unknown => said(
            Text::HeadUnknown,
            text(Text::NowUnknown).to_owned(),
            Text::TodoUnknown,
            None,
        ),
    }
}

/// The reason in a sentence; a reason newer than this build is found in the organization's own words.
fn because(key: Text, name: &str, why: &str) -> String {
    if why.is_empty() {
        return text(Text::NowSeeTimeline).to_owned();
    }
    fill(key, &[(name, why)])
}

/// How mediation ended without agreement, if it did: staff ended it, or the other side was not willing.
fn ended(view: &RequestView) -> Option<&Detail> {
    last(view, Event::EndMediation).or_else(|| last(view, Event::RefuseToMediate))
}

fn last(view: &RequestView, event: Event) -> Option<&Detail> {
    view.timeline
        .iter()
        .rev()
        .find(|entry| entry.event == event)
        .map(|entry| &entry.detail)
}

/// The organization that the request is to be handed over to, while the applicant is asked.
pub fn transfer_to(view: &RequestView) -> Option<&OrganizationRef> {
    if view.status != Status::TransferProposed {
        return None;
    }
    last(view, Event::ProposeTransfer)?.transfer_to.as_ref()
}

/// Whether somebody said, and nobody took back, that what was agreed has not been done.
pub fn is_unperformed(view: &RequestView) -> bool {
    let mut said = view.timeline.iter().rev().map(|entry| entry.event);
    let said =
        said.find(|event| matches!(event, Event::ReportPerformed | Event::ReportUnperformed));
    view.status == Status::Performing && said == Some(Event::ReportUnperformed)
}

/// The appointment that holds, while one does.
pub fn appointment(view: &RequestView) -> Option<&Appointment> {
    if view.status != Status::Scheduled {
        return None;
    }
    last(view, Event::Schedule)?.appointment.as_ref()
}

/// What staff asked, while an answer is awaited.
pub fn question(view: &RequestView) -> Option<&str> {
    if view.status != Status::MoreNeeded {
        return None;
    }
    last(view, Event::AskForMore)?.note.as_deref()
}

/// Where the applicant can turn next, once this case leads no further.
pub fn next_door(view: &RequestView) -> Option<NextDoor> {
    match view.status {
        Status::Declined => last(view, Event::Decline)?.next_door,
        Status::Ended | Status::Closed => {
            let detail = ended(view)?;
            let open = detail.end_ground != Some(EndGround::SettledThemselves);
            open.then_some(detail.next_door).flatten()
        }
        Status::Withdrawn => {
            let why = last(view, Event::Withdraw)?.withdraw_reason;
            (why != Some(WithdrawReason::Solved)).then_some(NextDoor::AnotherOrganization)
        }
        _ => None,
    }
}

/// One entry of the timeline in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// What happened.
    pub title: &'static str,
    /// When.
    pub time: String,
    /// The facts that belong to it, one a line.
    pub facts: Vec<String>,
}

/// What has happened, newest first.
pub fn past(view: &RequestView, when: When) -> Vec<Past> {
    view.timeline
        .iter()
        .rev()
        .filter(|entry| entry.event.is_known())
        .map(|entry| Past {
            title: happened(entry),
            time: when(&entry.at),
            facts: facts(&entry.detail, when),
        })
        .collect()
}

fn happened(entry: &TimelineEntry) -> &'static str {
    match (entry.event, entry.actor) {
        (Event::AddNote, Actor::Applicant) => text(Text::TimelineNoteApplicant),
        (Event::AddNote, Actor::Respondent) => text(Text::TimelineNoteRespondent),
        (Event::AddNote, _) => text(Text::TimelineNoteStaff),
        (event, actor) => {
            said_of_terms(event, actor == Actor::Applicant).unwrap_or(event_name(event))
        }
    }
}

fn facts(detail: &Detail, when: When) -> Vec<String> {
    let mut facts = Vec::new();
    let names = [
        detail.decline_reason.map(decline_reason_name),
        detail.end_ground.map(end_ground_name),
        detail.agreement_form.map(agreement_form_name),
        detail.withdraw_reason.map(withdraw_reason_name),
    ];
    facts.extend(names.into_iter().flatten().map(str::to_owned));
    if let Some(Appointment {
        at, channel, place, ..
    }) = &detail.appointment
    {
        facts.push(when(at));
        facts.push(channel_name(*channel).to_owned());
        facts.push(place.clone());
    }
    let named = |words: Text, name: &str| fill(words, &[("name", name)]);
    if let Some(to) = &detail.transfer_to {
        facts.push(named(Text::FactTransferTo, &to.name));
    }
    if let Some(mediator) = &detail.mediator {
        facts.push(named(Text::FactMediator, mediator));
    }
    if let Some(day) = &detail.effective_on {
        facts.push(fill(Text::FactEffective, &[("date", &day_words(day))]));
    }
    if let Some(until) = &detail.until {
        facts.push(fill(Text::FactUntil, &[("date", &day_words(until))]));
    }
    facts.extend(match (detail.raised_to, &detail.centre) {
        (Some(RaisedTo::Lead), _) => Some(text(Text::FactRaisedLead).to_owned()),
        (Some(RaisedTo::Centre), Some(centre)) => Some(named(Text::FactRaisedCentre, centre)),
        (Some(RaisedTo::Centre), None) => Some(text(Text::FactRaisedNowhere).to_owned()),
        _ => None,
    });
    facts.extend(detail.corrected.iter().map(corrected));
    facts.extend(detail.note.clone());
    facts.retain(|fact| !fact.is_empty());
    facts
}

/// What was held and what is held now.
fn corrected(one: &Corrected) -> String {
    let (name, before) = particular_words(&one.what, &one.before);
    let (_, after) = particular_words(&one.what, &one.after);
    let said = |value: String| match value.as_str() {
        "" => text(Text::CheckEmpty).to_owned(),
        _ => value,
    };
    fill(
        Text::CorrectedFact,
        &[
            ("name", name),
            ("before", &said(before)),
            ("after", &said(after)),
        ],
    )
}

/// A deadline in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The days, large.
    pub big: String,
    /// What is due when.
    pub words: String,
    /// Where the deadline comes from; absent when newer than this build.
    pub source: Option<Text>,
    /// What to do about a deadline that has passed.
    pub late: Option<Text>,
}

/// What the clock shows.
pub fn face(deadline: &Deadline, clock: Clock) -> Face {
    use DeadlineKind as K;
    let late = matches!(clock, Clock::Overdue(_));
    let labor = deadline.source == DeadlineSource::LaborMediationLaw;
    let key = match (deadline.kind, late) {
        (K::Mediation, false) if labor => Text::ClockLabor,
        (K::Mediation, true) if labor => Text::ClockLaborLate,
        (K::FirstContact, false) => Text::ClockFirstContact,
        (K::FirstContact, true) => Text::ClockFirstContactLate,
        (K::Confirmation, false) => Text::ClockConfirmation,
        (K::Confirmation, true) => Text::ClockConfirmationLate,
        (K::Mediation, false) => Text::ClockMediation,
        (K::Mediation, true) => Text::ClockMediationLate,
        (K::Unknown, false) => Text::ClockStep,
        (K::Unknown, true) => Text::ClockStepLate,
    };
    Face {
        big: match clock {
            Clock::Left(days) => fill(Text::ClockDays, &[("count", &days.to_string())]),
            Clock::Today => text(Text::ClockToday).to_owned(),
            Clock::Overdue(days) => fill(Text::ClockOverdue, &[("count", &days.to_string())]),
        },
        words: fill(key, &[("date", &day_words(&deadline.due))]),
        source: match deadline.source {
            DeadlineSource::Operator => Some(Text::SourceOperator),
            DeadlineSource::PeoplesMediationRules => Some(Text::SourcePeoples),
            DeadlineSource::LaborMediationLaw => Some(Text::SourceLabor),
            DeadlineSource::NewEmploymentNotice => Some(Text::SourceNewEmployment),
            DeadlineSource::BothSides => Some(Text::SourceBothSides),
            DeadlineSource::PeoplesMediationLaw => Some(Text::SourceConfirmation),
            DeadlineSource::Unknown => None,
        },
        late: match deadline.source {
            _ if !late => None,
            DeadlineSource::LaborMediationLaw => Some(Text::ClockLateLabor),
            // Nobody is late with what people may do or leave.
            DeadlineSource::PeoplesMediationLaw => None,
            _ => Some(Text::ClockLateTodo),
        },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(in crate::pages) mod tests {
    use super::*;
    use contract::kinds::DisputeField;
    use contract::notices::NoticeWish;
    use contract::organization::OrganizationRef;
    use contract::phone::Mobile;
    use contract::region::RegionCode;
    use contract::request::{
        Applicant, ContactChannel, ContactWish, Content, DeclineReason, Respondent,
    };
    use contract::visit::{Manner, Visit};

    fn when(at: &str) -> String {
        ["t:", at].concat()
    }

    fn entry(event: Event, actor: Actor, detail: Detail) -> TimelineEntry {
        TimelineEntry {
            at: "1".into(),
            actor,
            event,
            detail,
        }
    }

    /// A case with this status and past.
    pub(in crate::pages) fn case(status: Status, timeline: Vec<TimelineEntry>) -> RequestView {
        RequestView {
            has_paper: false,
            number: "FQ-2611-7K3MQ-4".into(),
            version: 0,
            assignee: None,
            status,
            submitted_at: "0".into(),
            organization: OrganizationRef {
                id: "o1".into(),
                name: "甲组织".into(),
                phones: Vec::new(),
                address: None,
            },
            content: Content {
                field: DisputeField::Labor,
                topic: None,
                amount_fen: None,
                applicant: Applicant {
                    name: "A".into(),
                    mobile: Mobile::parse("13912345678").unwrap(),
                    region: RegionCode::parse("320106").unwrap(),
                    address: None,
                },
                helper: None,
                respondent: Respondent::default(),
                others: Vec::new(),
                story: "…".into(),
                claims: None,
                answers: Vec::new(),
                claim_items: Vec::new(),
                contact: ContactWish::default(),
                visit: None,
                afraid: false,
                notices: NoticeWish::default(),
            },
            region_name: String::new(),
            evidence: Vec::new(),
            timeline,
            deadline: None,
            mediator: None,
            keeping: contract::personal::Keeping::default(),
            legal_moves: Vec::new(),
            group: None,
            push: None,
        }
    }

    fn deadline(kind: DeadlineKind, source: DeadlineSource) -> Deadline {
        Deadline {
            kind,
            due: "2026-11-26".into(),
            source,
            overdue: false,
        }
    }

    /// A firm asked for a legal health check.
    fn visit() -> Visit {
        Visit {
            firm_name: "甲厂".into(),
            firm_code: None,
            firm_kind: None,
            trade: None,
            staff: None,
            manner: Manner::OnSite,
            focus: Vec::new(),
            adviser: None,
            findings: Vec::new(),
        }
    }

    /// Whether a health check can have this status.
    fn can_be(status: Status) -> bool {
        !matches!(
            status,
            Status::Inviting
                | Status::Willing
                | Status::Investigating
                | Status::Mediating
                | Status::Agreed
                | Status::Confirming
                | Status::Performing
                | Status::Performed
                | Status::Ended
        )
    }

    #[test]
    fn nothing_is_said_of_mediation_in_a_health_check() {
        for status in Status::ALL {
            let mut view = case(*status, Vec::new());
            view.content.visit = Some(visit());
            let said = summary(&view, when);
            let words = [
                text(said.headline),
                &said.now,
                text(said.todo),
                said.next.map(text).unwrap_or_default(),
            ]
            .concat();
            let of_disputes = !can_be(*status);
            assert!(
                of_disputes || !words.contains("调解"),
                "{status:?}: {words}"
            );
        }
    }

    #[test]
    fn every_status_answers_now_and_what_to_do() {
        for status in Status::ALL.iter().copied().chain([Status::Unknown]) {
            let summary = summary(&case(status, Vec::new()), when);
            assert!(!summary.now.contains(['{', '}']), "{status:?}");
            assert!(summary.now.chars().count() > 4, "{status:?}");
            let open = status.is_open();
            assert_eq!(summary.next.is_some(), open, "{status:?}");
        }
    }

    #[test]
    fn the_words_name_the_organization_the_reason_and_the_time() {
        let submitted = summary(&case(Status::Submitted, Vec::new()), when);
        assert!(submitted.now.contains("甲组织"));
        let declined = Detail {
            decline_reason: Some(DeclineReason::OutsideArea),
            next_door: Some(NextDoor::AnotherOrganization),
            ..Detail::default()
        };
        let declined = case(
            Status::Declined,
            vec![entry(Event::Decline, Actor::Staff, declined)],
        );
        assert_eq!(summary(&declined, when).now, "原因：不在这个组织的地区。");
        assert_eq!(next_door(&declined), Some(NextDoor::AnotherOrganization));
    }

    #[test]
    fn only_the_last_appointment_holds() {
        let at = |at: &str| Detail {
            appointment: Some(Appointment {
                at: at.into(),
                channel: ContactChannel::InPerson,
                place: "1 楼".into(),
                minutes: None,
            }),
            ..Detail::default()
        };
        let timeline = vec![
            entry(Event::Schedule, Actor::Staff, at("old")),
            entry(Event::Schedule, Actor::Staff, at("new")),
        ];
        let scheduled = case(Status::Scheduled, timeline.clone());
        assert_eq!(summary(&scheduled, when).now, "时间：t:new。");
        assert_eq!(appointment(&case(Status::Agreed, timeline)), None);
        let past = past(&scheduled, when);
        assert_eq!(past.len(), 2);
        assert_eq!(
            past.first().map(|past| past.facts.clone()),
            Some(vec!["t:new".into(), "当面".into(), "1 楼".into()])
        );
    }

    #[test]
    fn people_who_settled_need_no_next_door() {
        let ended = |ground| {
            let detail = Detail {
                end_ground: Some(ground),
                next_door: Some(NextDoor::Court),
                ..Detail::default()
            };
            case(
                Status::Ended,
                vec![entry(Event::EndMediation, Actor::Staff, detail)],
            )
        };
        let settled = ended(EndGround::SettledThemselves);
        assert_eq!(next_door(&settled), None);
        assert_eq!(summary(&settled, when).headline, Text::HeadSettled);
        let apart = ended(EndGround::TooFarApart);
        assert_eq!(next_door(&apart), Some(NextDoor::Court));
        assert_eq!(summary(&apart, when).now, "原因：双方分歧太大。");
    }

    #[test]
    fn a_question_is_shown_while_it_waits_for_an_answer() {
        let asked = Detail {
            note: Some("合同呢？".into()),
            ..Detail::default()
        };
        let timeline = vec![entry(Event::AskForMore, Actor::Staff, asked)];
        assert_eq!(
            question(&case(Status::MoreNeeded, timeline.clone())),
            Some("合同呢？")
        );
        assert_eq!(question(&case(Status::Submitted, timeline)), None);
    }

    #[test]
    fn notes_say_whose_they_are_and_unknown_events_are_left_out() {
        let timeline = vec![
            entry(Event::AddNote, Actor::Applicant, Detail::default()),
            entry(Event::AddNote, Actor::Staff, Detail::default()),
            entry(Event::Unknown, Actor::Staff, Detail::default()),
        ];
        let past = past(&case(Status::Accepted, timeline), when);
        let titles: Vec<_> = past.iter().map(|past| past.title).collect();
        assert_eq!(titles, ["组织留言", "您留了言"]);
    }

    #[test]
    fn a_correction_says_what_it_was() {
        let corrected = |what: &str, before: &str, after: &str| Corrected {
            what: what.into(),
            before: before.into(),
            after: after.into(),
        };
        let detail = Detail {
            note: Some("是 8 月".into()),
            corrected: vec![
                corrected("mobile", "13912345678", "13987654321"),
                corrected("gender", "", "male"),
            ],
            ..Detail::default()
        };
        let timeline = vec![entry(Event::Correct, Actor::Applicant, detail)];
        let past = past(&case(Status::Accepted, timeline), when);
        let past = past.first().unwrap();
        assert_eq!(past.title, "您更正了资料");
        assert_eq!(
            past.facts,
            [
                "手机号：13912345678，改成13987654321",
                "性别：没有填，改成男",
                "是 8 月"
            ]
        );
    }

    #[test]
    fn the_clock_is_honest() {
        let first = deadline(DeadlineKind::FirstContact, DeadlineSource::Operator);
        let shown = face(&first, Clock::Left(2));
        assert_eq!(shown.big, "2 天");
        assert_eq!(shown.words, "最晚 11 月 26 日给您答复");
        assert_eq!(shown.late, None);
        assert_eq!(face(&first, Clock::Today).big, "今天");
        let late = face(&first, Clock::Overdue(3));
        assert_eq!(late.big, "超 3 天");
        assert_eq!(late.late, Some(Text::ClockLateTodo));
        let labor = deadline(DeadlineKind::Mediation, DeadlineSource::LaborMediationLaw);
        assert_eq!(
            face(&labor, Clock::Overdue(1)).late,
            Some(Text::ClockLateLabor)
        );
        for kind in [
            DeadlineKind::FirstContact,
            DeadlineKind::Mediation,
            DeadlineKind::Unknown,
        ] {
            for source in DeadlineSource::ALL {
                for clock in [Clock::Left(1), Clock::Today, Clock::Overdue(1)] {
                    let face = face(&deadline(kind, *source), clock);
                    assert!(face.source.is_some() && face.words.contains("11 月 26 日"));
                }
            }
        }
    }
}
