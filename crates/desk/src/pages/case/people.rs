//! Who is in the case, and how each can be reached with one tap.

use contract::questions::{Question, Reply};
use contract::request::RequestView;

use crate::i18n::{
    Text, channel_name, contact_time_name, fill, helper_relation_name, respondent_kind_name,
    role_name, text, whom_name,
};
use crate::parts::fact_rows;
use crate::view::prelude::*;

/// A phone number in what people wrote: the first run of at least seven digits.
pub fn phone_in(words: &str) -> Option<String> {
    let mut run = String::new();
    for character in words.chars().chain(['\u{0}']) {
        match character {
            '0'..='9' => run.push(character),
            // Numbers are written in groups.
            '-' | ' ' if !run.is_empty() => {}
            _ if (7..=12).contains(&run.len()) => return Some(run),
            _ => run.clear(),
        }
    }
    None
}

/// All of them.
pub fn people(view: &RequestView) -> View {
    let content = &view.content;
    let wish = &content.contact;
    let list = |names: Vec<&str>| names.join(text(Text::ListComma));
    let applicant = &content.applicant;
    let first = person(
        Text::PersonApplicant,
        &applicant.name,
        Some(applicant.mobile.as_str()),
        vec![
            (Text::PersonRegion, view.region_name.clone()),
            (
                Text::PersonAddress,
                applicant.address.clone().unwrap_or_default(),
            ),
            (
                Text::PersonWish,
                list(wish.channels.iter().map(|one| channel_name(*one)).collect()),
            ),
            (
                Text::PersonTimes,
                list(
                    wish.times
                        .iter()
                        .map(|one| contact_time_name(*one))
                        .collect(),
                ),
            ),
        ],
    );
    let helper = content.helper.as_ref().map(|helper| {
        person(
            Text::PersonHelper,
            &helper.name,
            Some(helper.mobile.as_str()),
            vec![
                (
                    Text::PersonFor,
                    helper_relation_name(helper.relation).to_owned(),
                ),
                (
                    Text::PersonWhom,
                    helper.contact.map_or("", whom_name).to_owned(),
                ),
            ],
        )
    });
    let other = &content.respondent;
    let code = |code: Option<String>| (Text::PersonCode, code.unwrap_or_default());
    let respondent = content.visit.is_none().then(|| {
        let contact = other.contact.clone().unwrap_or_default();
        person(
            Text::PersonRespondent,
            other.name.as_deref().unwrap_or(text(Text::PersonUnknown)),
            phone_in(&contact).as_deref(),
            vec![
                (
                    Text::PersonKind,
                    other.kind.map_or("", respondent_kind_name).to_owned(),
                ),
                code(other.code.as_ref().map(|code| code.as_str().to_owned())),
                (Text::PersonContact, contact),
            ],
        )
    });
    let others = content.others.iter().map(|other| {
        let contact = other.contact.clone().unwrap_or_default();
        person(
            Text::PersonOther,
            &other.name,
            phone_in(&contact).as_deref(),
            vec![
                (Text::PersonRelation, role_name(other.role).to_owned()),
                code(other.code.as_ref().map(|code| code.as_str().to_owned())),
                (Text::PersonContact, contact),
            ],
        )
    });
    // What the other side left themselves counts more than what was said of them.
    let left = view
        .timeline
        .iter()
        .rev()
        .find_map(|entry| entry.detail.party.as_ref());
    let party = left.map(|party| {
        person(
            Text::PersonParty,
            "",
            Some(party.mobile.as_str()),
            vec![(Text::PersonWish, channel_name(party.channel).to_owned())],
        )
    });
    let warning = warning(view).map(|words| {
        view! {
            <p class="asked" role="note">
                {text(words)}
            </p>
        }
    });
    view! {
        <section class="section">
            <h2>{text(Text::CasePeople)}</h2>
            {warning}
            <ul class="people">
                {first}
                {helper}
                {respondent}
                {party}
                {others.collect_view()}
            </ul>
        </section>
    }
}

/// What has to be minded before anybody calls the other side.
fn warning(view: &RequestView) -> Option<Text> {
    let asks = |question: Question| {
        let mut answers = view.content.answers.iter();
        answers.any(|answer| answer.question == question && answer.value == Reply::Yes.as_str())
    };
    if view.content.afraid {
        Some(Text::Afraid)
    } else if asks(Question::AskMeFirst) {
        Some(Text::AskMeFirst)
    } else {
        None
    }
}

fn person(what: Text, name: &str, phone: Option<&str>, facts: Vec<(Text, String)>) -> View {
    let call = phone.map(|phone| {
        let who = if name.is_empty() { text(what) } else { name };
        let words = fill(Text::PersonCall, &[("name", who), ("phone", phone)]);
        view! {
            <a class="call" href=["tel:", phone].concat() aria-label=words>
                <svg class="icon" aria-hidden="true">
                    <use href="#i-phone"></use>
                </svg>
                {phone.to_owned()}
            </a>
        }
    });
    view! {
        <li class="person">
            <div class="person-top">
                <h3>
                    <span class="person-what">{text(what)}</span>
                    " "
                    {name.to_owned()}
                </h3>
                {call}
            </div>
            <dl class="facts">{fact_rows(facts)}</dl>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples::view_in;
    use contract::questions::Answer;
    use contract::status::Status;

    #[test]
    fn a_number_in_a_clue_can_be_called() {
        for (words, phone) in [
            ("电话 137 0000 1111，一般晚上在", Some("13700001111")),
            ("025-83000000 转 8", Some("02583000000")),
            ("在中山路 12 号开店", None),
            ("", None),
            ("抖音号 1234567890123456", None),
        ] {
            assert_eq!(phone_in(words).as_deref(), phone, "{words}");
        }
    }

    #[test]
    fn who_is_afraid_is_minded_before_anything_else() {
        let mut view = view_in(Status::Accepted);
        assert_eq!(warning(&view), None);
        view.content.answers.push(Answer {
            question: Question::AskMeFirst,
            value: "yes".into(),
        });
        assert_eq!(warning(&view), Some(Text::AskMeFirst));
        view.content.afraid = true;
        assert_eq!(warning(&view), Some(Text::Afraid));
    }
}
