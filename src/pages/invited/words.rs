//! The case in the words of who was invited to it.

use contract::invitation::PartyView;
use contract::request::TimelineEntry;
use contract::status::{Actor, Event, Status};

use crate::i18n::{Text, event_name, fill, said_of_terms, text};

/// The headline, what to say under it, and the law behind that, where there is one. `until` is the last day to answer,
/// `time` that of the appointment, both in words.
pub fn headline(view: &PartyView, until: &str, time: &str) -> (String, String, Option<Text>) {
    let plain = |head: Text, lead: Text| (text(head).to_owned(), text(lead).to_owned(), None);
    match view.status {
        Status::Inviting => (
            fill(Text::InvitedHeadWaiting, &[("name", &view.asked_by)]),
            fill(
                Text::InvitedLeadWaiting,
                &[("organization", &view.organization.name), ("date", until)],
            ),
            None,
        ),
        Status::Accepted | Status::Willing => {
            plain(Text::InvitedHeadWilling, Text::InvitedLeadWilling)
        }
        Status::Scheduled => (
            text(Text::HeadScheduled).to_owned(),
            fill(Text::NowScheduled, &[("time", time)]),
            None,
        ),
        Status::Investigating | Status::Mediating => {
            plain(Text::InvitedHeadOn, Text::InvitedLeadOn)
        }
        Status::Agreed | Status::Confirming | Status::Performing | Status::Performed => {
            plain(Text::InvitedHeadAgreed, Text::InvitedLeadAgreed)
        }
        Status::Ended if refused(view) => plain(Text::InvitedHeadRefused, Text::InvitedLeadRefused),
        Status::Ended => (
            text(Text::InvitedHeadEnded).to_owned(),
            text(Text::InvitedLeadEnded).to_owned(),
            Some(Text::InvitedEndedSource),
        ),
        _ => plain(Text::InvitedHeadOver, Text::InvitedLeadOver),
    }
}

/// Whether mediation ended because the reader did not want it.
fn refused(view: &PartyView) -> bool {
    let last = view.timeline.iter().rev();
    let mut last = last.filter(|entry| entry.event != Event::AddNote);
    last.next()
        .is_some_and(|entry| entry.event == Event::RefuseToMediate)
}

/// An entry of the timeline, as its title. `None` for what is newer than this build.
pub fn happened(entry: &TimelineEntry) -> Option<&'static str> {
    let words = match (entry.event, entry.actor) {
        (Event::Unknown, _) => return None,
        (Event::Invite, _) => Text::InvitedCame,
        (Event::AgreeToMediate, _) => Text::InvitedYouAgreed,
        (Event::RefuseToMediate, _) => Text::InvitedYouRefused,
        (Event::AskForTime, _) => Text::InvitedYouAsked,
        (Event::AddNote, Actor::Respondent) => Text::InvitedYouWrote,
        (Event::AddNote, _) => Text::InvitedWrote,
        (Event::Withdraw, _) => Text::InvitedWithdrawn,
        (event, actor) => {
            let said = said_of_terms(event, actor == Actor::Respondent);
            return Some(said.unwrap_or(event_name(event)));
        }
    };
    Some(text(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::kinds::DisputeField;
    use contract::organization::OrganizationRef;
    use contract::request::Detail;

    fn view(status: Status, timeline: Vec<TimelineEntry>) -> PartyView {
        PartyView {
            number: "FQ-2611-7K3MQ-4".into(),
            version: 1,
            organization: OrganizationRef {
                id: "o1".into(),
                name: "甲组织".into(),
                phones: Vec::new(),
                address: None,
            },
            free_by_law: true,
            asked_by: "张三".into(),
            field: DisputeField::Labor,
            summary: "…".into(),
            status,
            open_until: None,
            mediator: None,
            appointment: None,
            deadline: None,
            timeline,
            legal_moves: Vec::new(),
        }
    }

    fn entry(event: Event, actor: Actor) -> TimelineEntry {
        TimelineEntry {
            at: "1".into(),
            actor,
            event,
            detail: Detail::default(),
        }
    }

    #[test]
    fn every_status_has_a_headline() {
        for status in Status::ALL.iter().copied().chain([Status::Unknown]) {
            let (head, lead, _) = headline(&view(status, Vec::new()), "12 月 1 日", "周二");
            for words in [head, lead] {
                assert!(
                    !words.is_empty() && !words.contains(['{', '}']),
                    "{status:?}"
                );
            }
        }
    }

    #[test]
    fn who_refused_is_told_so_and_nobody_else() {
        let refusal = entry(Event::RefuseToMediate, Actor::Respondent);
        let ended = entry(Event::EndMediation, Actor::Staff);
        let head = |timeline| headline(&view(Status::Ended, timeline), "", "").0;
        assert_eq!(head(vec![refusal]), text(Text::InvitedHeadRefused));
        assert_eq!(head(vec![ended]), text(Text::InvitedHeadEnded));
    }

    #[test]
    fn what_the_reader_did_is_theirs() {
        let title = |event, actor| happened(&entry(event, actor));
        assert_eq!(
            title(Event::AgreeToMediate, Actor::Staff),
            Some("您同意调解")
        );
        assert_eq!(title(Event::AddNote, Actor::Staff), Some("组织给您留言"));
        assert_eq!(title(Event::Schedule, Actor::Staff), Some("约定了时间"));
        assert_eq!(title(Event::Unknown, Actor::Staff), None);
        let confirmed = |actor| title(Event::ConfirmTerms, actor);
        assert_eq!(confirmed(Actor::Respondent), Some("您确认了协议条款"));
        assert_eq!(confirmed(Actor::Applicant), Some("对方确认了协议条款"));
    }
}
