//! Words to begin with, filled in from the case and always edited before they are sent. Records keep to the fields of
//! the forms (人民调解文书格式); what the other side is to read says nothing that the applicant wrote.

use contract::desk::SessionView;
use contract::kinds::Topic;
use contract::request::{Audience, RequestView};

use super::{Text, field_official, fill, topic_name};
use crate::pages::moves::{Act, Key};

/// Words to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What it is called.
    pub name: Text,
    /// Which answer it fills in.
    pub key: Key,
    /// The words.
    pub words: String,
    /// Another answer that goes with it.
    pub with: Option<(Key, &'static str)>,
}

/// The templates of a move of this case. `today` is in words.
pub fn templates(act: Act, view: &RequestView, me: &SessionView, today: &str) -> Vec<Template> {
    let content = &view.content;
    let respondent = content.respondent.name.as_deref().unwrap_or_default();
    let mediator = view.mediator.as_deref().unwrap_or(&me.name);
    let phone = view.organization.phones.first().map_or("", String::as_str);
    let matter = match content.topic {
        Some(topic) if !matches!(topic, Topic::Else | Topic::Unknown) => topic_name(topic),
        _ => field_official(content.field),
    };
    let values = [
        ("name", content.applicant.name.as_str()),
        ("respondent", respondent),
        ("organization", &view.organization.name),
        ("phone", phone),
        ("mediator", mediator),
        ("me", &me.name),
        ("matter", matter),
        ("number", &view.number),
        ("today", today),
        (
            "place",
            view.organization.address.as_deref().unwrap_or_default(),
        ),
    ];
    let make = |name, key, words: Text| Template {
        name,
        key,
        words: fill(words, &values),
        with: None,
    };
    let inside = |name, words: Text| Template {
        with: Some((Key::Audience, Audience::Internal.as_str())),
        ..make(name, Key::Note, words)
    };
    match act {
        Act::Accept => vec![make(
            Text::TemplateFirstCall,
            Key::Note,
            Text::TemplateFirstCallWords,
        )],
        Act::AskForMore => vec![
            make(Text::TemplateMore, Key::Note, Text::TemplateMoreWords),
            make(
                Text::TemplateMoreOther,
                Key::Note,
                Text::TemplateMoreOtherWords,
            ),
        ],
        Act::Invite => vec![make(
            Text::TemplateInvite,
            Key::Summary,
            Text::TemplateInviteWords,
        )],
        Act::Schedule => vec![make(
            Text::TemplateMeeting,
            Key::Note,
            Text::TemplateMeetingWords,
        )],
        Act::Note => vec![
            inside(Text::TemplateMediation, Text::TemplateMediationWords),
            inside(
                Text::TemplateInvestigation,
                Text::TemplateInvestigationWords,
            ),
        ],
        Act::RecordReturnVisit => {
            vec![make(
                Text::TemplateVisit,
                Key::Note,
                Text::TemplateVisitWords,
            )]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::pages::samples::{me, view_in};
    use contract::desk::Role;
    use contract::invitation::SUMMARY_MAX;
    use contract::request::NOTE_MAX;
    use contract::status::Status;

    fn all() -> Vec<Template> {
        let view = view_in(Status::Mediating);
        let me = me(Role::Mediator);
        Act::ALL
            .iter()
            .flat_map(|act| templates(*act, &view, &me, "2026 年 11 月 27 日"))
            .collect()
    }

    #[test]
    fn templates_are_filled_and_leave_room_to_write() {
        assert!(!all().is_empty());
        for template in all() {
            assert!(!template.words.contains(['{', '}']), "{}", template.words);
            let max = if template.key == Key::Summary {
                SUMMARY_MAX
            } else {
                NOTE_MAX
            };
            let length = template.words.chars().count();
            assert!(length * 2 < usize::from(max), "{length}");
        }
    }

    #[test]
    fn the_other_side_is_not_told_what_the_applicant_wrote() {
        let view = view_in(Status::Accepted);
        let made = templates(Act::Invite, &view, &me(Role::Lead), "");
        let invite = made.first().unwrap();
        assert!(invite.words.contains("张三"));
        assert!(!invite.words.contains(&view.content.story));
        assert!(
            !invite
                .words
                .contains(view.content.applicant.mobile.as_str())
        );
    }

    #[test]
    fn records_stay_inside_the_organization() {
        let view = view_in(Status::Mediating);
        for template in templates(Act::Note, &view, &me(Role::Lead), "") {
            assert_eq!(template.with, Some((Key::Audience, "internal")));
        }
    }
}
