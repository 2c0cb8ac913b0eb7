//! The status machine against a table written down from the procedure itself: stages, exits and who may take them.

use contract::status::{Actor, Event, Matter, Status};
use proptest::prelude::*;
use proptest::sample::select;

/// Moves of a dispute: from, what happens, who does it, to. One line for each; `调解期间` stands for every stage from
/// acceptance to the end of mediation.
const DISPUTE: &str = "
submitted          ask-for-more           staff       more-needed
submitted          propose-transfer       staff       transfer-proposed
submitted          accept                 staff       accepted
submitted          decline                staff       declined
submitted          propose-transfer       centre      transfer-proposed
submitted          escalate               portal      submitted
submitted          withdraw               applicant   withdrawn
more-needed        answer                 applicant   submitted
more-needed        propose-transfer       staff       transfer-proposed
more-needed        accept                 staff       accepted
more-needed        decline                staff       declined
more-needed        withdraw               applicant   withdrawn
transfer-proposed  agree-to-transfer      applicant   submitted
transfer-proposed  refuse-transfer        applicant   submitted
transfer-proposed  withdraw               applicant   withdrawn
调解期间           assign                 staff       -
调解期间           extend-term            staff       -
调解期间           report-risk            staff       -
调解期间           escalate               portal      -
调解期间           end-mediation          staff       ended
调解期间           withdraw               applicant   withdrawn
accepted           invite                 staff       inviting
accepted           agree-to-mediate       staff       willing
accepted           investigate            staff       investigating
accepted           schedule               staff       scheduled
accepted           begin-mediation        staff       mediating
accepted           record-agreement       staff       agreed
inviting           invite                 staff       inviting
inviting           agree-to-mediate       staff       willing
inviting           agree-to-mediate       respondent  willing
inviting           ask-for-time           respondent  inviting
inviting           refuse-to-mediate      respondent  ended
willing            refuse-to-mediate      respondent  ended
willing            investigate            staff       investigating
willing            schedule               staff       scheduled
willing            begin-mediation        staff       mediating
willing            record-agreement       staff       agreed
investigating      refuse-to-mediate      respondent  ended
investigating      investigate            staff       investigating
investigating      schedule               staff       scheduled
investigating      begin-mediation        staff       mediating
investigating      record-agreement       staff       agreed
scheduled          refuse-to-mediate      respondent  ended
scheduled          investigate            staff       investigating
scheduled          schedule               staff       scheduled
scheduled          begin-mediation        staff       mediating
scheduled          record-agreement       staff       agreed
mediating          refuse-to-mediate      respondent  ended
mediating          investigate            staff       investigating
mediating          schedule               staff       scheduled
mediating          begin-mediation        staff       mediating
mediating          record-agreement       staff       agreed
agreed             apply-for-confirmation staff       confirming
agreed             begin-performance      staff       performing
agreed             report-performed       staff       performed
agreed             report-performed       applicant   performed
agreed             report-unperformed     staff       performing
agreed             report-unperformed     applicant   performing
agreed             record-return-visit    staff       agreed
agreed             close                  staff       closed
confirming         confirmation-granted   staff       performing
confirming         confirmation-refused   staff       mediating
confirming         confirmation-withdrawn staff       agreed
performing         apply-for-confirmation staff       confirming
performing         report-performed       staff       performed
performing         report-performed       applicant   performed
performing         report-unperformed     staff       performing
performing         report-unperformed     applicant   performing
performing         record-return-visit    staff       performing
performing         close                  staff       closed
performed          report-unperformed     staff       performing
performed          report-unperformed     applicant   performing
performed          record-return-visit    staff       performed
performed          close                  staff       closed
ended              record-return-visit    staff       ended
ended              close                  staff       closed
accepted           propose-terms          staff       accepted
accepted           confirm-terms          applicant   accepted
accepted           confirm-terms          respondent  accepted
accepted           ask-for-change         applicant   accepted
accepted           ask-for-change         respondent  accepted
accepted           sign-in-person         applicant   accepted
accepted           sign-in-person         respondent  accepted
willing            propose-terms          staff       willing
willing            confirm-terms          applicant   willing
willing            confirm-terms          respondent  willing
willing            ask-for-change         applicant   willing
willing            ask-for-change         respondent  willing
willing            sign-in-person         applicant   willing
willing            sign-in-person         respondent  willing
investigating      propose-terms          staff       investigating
investigating      confirm-terms          applicant   investigating
investigating      confirm-terms          respondent  investigating
investigating      ask-for-change         applicant   investigating
investigating      ask-for-change         respondent  investigating
investigating      sign-in-person         applicant   investigating
investigating      sign-in-person         respondent  investigating
scheduled          propose-terms          staff       scheduled
scheduled          confirm-terms          applicant   scheduled
scheduled          confirm-terms          respondent  scheduled
scheduled          ask-for-change         applicant   scheduled
scheduled          ask-for-change         respondent  scheduled
scheduled          sign-in-person         applicant   scheduled
scheduled          sign-in-person         respondent  scheduled
mediating          propose-terms          staff       mediating
mediating          confirm-terms          applicant   mediating
mediating          confirm-terms          respondent  mediating
mediating          ask-for-change         applicant   mediating
mediating          ask-for-change         respondent  mediating
mediating          sign-in-person         applicant   mediating
mediating          sign-in-person         respondent  mediating
agreed             report-paid            applicant   agreed
agreed             report-paid            respondent  agreed
agreed             report-received        applicant   agreed
agreed             report-received        respondent  agreed
agreed             report-missing         applicant   agreed
agreed             report-missing         respondent  agreed
agreed             remind-of-payment      portal      agreed
confirming         report-paid            applicant   confirming
confirming         report-paid            respondent  confirming
confirming         report-received        applicant   confirming
confirming         report-received        respondent  confirming
confirming         report-missing         applicant   confirming
confirming         report-missing         respondent  confirming
confirming         remind-of-payment      portal      confirming
performing         report-paid            applicant   performing
performing         report-paid            respondent  performing
performing         report-received        applicant   performing
performing         report-received        respondent  performing
performing         report-missing         applicant   performing
performing         report-missing         respondent  performing
performing         remind-of-payment      portal      performing
accepted           offer-slots            staff       accepted
accepted           choose-slots           applicant   accepted
accepted           schedule               portal      scheduled
willing            offer-slots            staff       willing
willing            choose-slots           applicant   willing
willing            choose-slots           respondent  willing
willing            schedule               portal      scheduled
investigating      offer-slots            staff       investigating
investigating      choose-slots           applicant   investigating
investigating      choose-slots           respondent  investigating
investigating      schedule               portal      scheduled
scheduled          offer-slots            staff       scheduled
scheduled          choose-slots           applicant   scheduled
scheduled          choose-slots           respondent  scheduled
scheduled          schedule               portal      scheduled
mediating          offer-slots            staff       mediating
mediating          choose-slots           applicant   mediating
mediating          choose-slots           respondent  mediating
mediating          schedule               portal      scheduled
";

/// Moves of a legal health check.
const HEALTH_CHECK: &str = "
submitted          ask-for-more           staff       more-needed
submitted          propose-transfer       staff       transfer-proposed
submitted          accept                 staff       accepted
submitted          decline                staff       declined
submitted          propose-transfer       centre      transfer-proposed
submitted          escalate               portal      submitted
submitted          withdraw               applicant   withdrawn
more-needed        answer                 applicant   submitted
more-needed        propose-transfer       staff       transfer-proposed
more-needed        accept                 staff       accepted
more-needed        decline                staff       declined
more-needed        withdraw               applicant   withdrawn
transfer-proposed  agree-to-transfer      applicant   submitted
transfer-proposed  refuse-transfer        applicant   submitted
transfer-proposed  withdraw               applicant   withdrawn
accepted           assign                 staff       accepted
accepted           schedule               staff       scheduled
accepted           hand-over-report       staff       reported
accepted           withdraw               applicant   withdrawn
scheduled          assign                 staff       scheduled
scheduled          schedule               staff       scheduled
scheduled          hand-over-report       staff       reported
scheduled          withdraw               applicant   withdrawn
accepted           offer-slots            staff       accepted
accepted           choose-slots           applicant   accepted
accepted           schedule               portal      scheduled
scheduled          offer-slots            staff       scheduled
scheduled          choose-slots           applicant   scheduled
scheduled          schedule               portal      scheduled
reported           record-return-visit    staff       reported
reported           close                  staff       closed
";

/// Stages from acceptance to the end of mediation.
const IN_MEDIATION: [&str; 6] = [
    "accepted",
    "inviting",
    "willing",
    "investigating",
    "scheduled",
    "mediating",
];

/// Statuses in which nothing can happen any more.
const FINISHED: [&str; 4] = ["declined", "withdrawn", "closed", "unknown"];

/// Statuses in which the other side can write.
const WITH_OTHER_SIDE: [&str; 9] = [
    "inviting",
    "willing",
    "investigating",
    "scheduled",
    "mediating",
    "agreed",
    "confirming",
    "performing",
    "performed",
];

/// Where the table leads.
fn table(matter: Matter, from: Status, event: Event, actor: Actor) -> Option<Status> {
    let name = from.as_str();
    let finished = FINISHED.contains(&name);
    match (event, actor) {
        (Event::AddNote, Actor::Applicant | Actor::Staff) => return (!finished).then_some(from),
        (Event::AddNote, Actor::Respondent) => {
            return WITH_OTHER_SIDE.contains(&name).then_some(from);
        }
        (Event::Correct, Actor::Applicant) => return (!finished).then_some(from),
        _ => {}
    }
    let lines = match matter {
        Matter::Dispute => DISPUTE,
        Matter::HealthCheck => HEALTH_CHECK,
    };
    lines.lines().find_map(|line| {
        let mut cells = line.split_whitespace();
        let here = cells.next()?;
        let fits = here == name || here == "调解期间" && IN_MEDIATION.contains(&name);
        let (on, by, to) = (cells.next()?, cells.next()?, cells.next()?);
        (fits && on == event.as_str() && by == actor.as_str()).then(|| match to {
            "-" => from,
            to => Status::from_wire(to),
        })
    })
}

#[test]
fn the_machine_is_the_table() {
    for matter in Matter::ALL {
        for from in Status::ALL.iter().copied().chain([Status::Unknown]) {
            for event in Event::ALL.iter().copied().chain([Event::Unknown]) {
                for actor in Actor::ALL.iter().copied().chain([Actor::Unknown]) {
                    assert_eq!(
                        from.next(matter, event, actor),
                        table(matter, from, event, actor),
                        "{matter:?}: {from:?} {event:?} by {actor:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_line_of_the_table_names_what_there_is() {
    for line in DISPUTE.lines().chain(HEALTH_CHECK.lines()) {
        let cells: Vec<_> = line.split_whitespace().collect();
        let [from, event, actor, to] = cells[..] else {
            assert!(line.is_empty(), "{line}");
            continue;
        };
        assert!(
            from == "调解期间" || Status::from_wire(from).is_known(),
            "{line}"
        );
        assert!(to == "-" || Status::from_wire(to).is_known(), "{line}");
        assert!(Event::from_wire(event).is_known(), "{line}");
        assert!(Actor::from_wire(actor).is_known(), "{line}");
    }
}

/// Everything that may happen next.
fn choices(matter: Matter, status: Status) -> Vec<(Event, Actor)> {
    let by = |actor: &Actor| {
        let actor = *actor;
        let events = status.legal_events(matter, actor);
        events.into_iter().map(move |event| (event, actor))
    };
    Actor::ALL.iter().flat_map(by).collect()
}

/// Whether this case can still come to an end.
fn can_finish(matter: Matter, from: Status) -> bool {
    let mut reached = vec![from];
    let mut at = 0;
    while let Some(status) = reached.get(at).copied() {
        for (event, actor) in choices(matter, status) {
            let next = status.next(matter, event, actor);
            reached.extend(next.filter(|next| !reached.contains(next)));
        }
        at += 1;
    }
    reached.iter().any(|status| !status.is_open())
}

proptest! {
    /// However a case goes, it never goes back before its acceptance, nothing follows its end, and it can always end.
    #[test]
    fn every_life_can_end(
        matter in select(&Matter::ALL[..]), turns in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
    ) {
        let mut status = Status::Submitted;
        let mut was_accepted = false;
        for turn in turns {
            let choices = choices(matter, status);
            if choices.is_empty() {
                break;
            }
            let (event, actor) = *turn.get(&choices);
            let next = status.next(matter, event, actor);
            prop_assert_eq!(next, table(matter, status, event, actor));
            status = next.unwrap_or_default();
            was_accepted |= event == Event::Accept;
            let is_new = matches!(
                status,
                Status::Submitted | Status::MoreNeeded | Status::TransferProposed | Status::Declined
            );
            prop_assert!(!(was_accepted && is_new), "{:?}", status);
            prop_assert!(can_finish(matter, status), "{:?}", status);
        }
        if !status.is_open() {
            prop_assert!(choices(matter, status).is_empty());
        }
    }
}
