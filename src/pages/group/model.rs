//! What the pages about a group decide, apart from how they look.

use contract::group::{MemberPart, REPRESENTED_FROM, Shared};
use contract::number::JoinCode;
use contract::problem::ProblemCode;
use contract::request::{OtherSide, Respondent};

use crate::api::ApiFailure;
use crate::components::failure_words;
use crate::i18n::{Text, fill, role_name, text, wait_words};
use crate::platform::history;
use crate::routes::Route;

/// Everybody on the other side, each with what is known of them.
pub fn against(shared: &Shared) -> Vec<String> {
    let Respondent { name, code, .. } = &shared.respondent;
    let code = code.as_ref().map(|code| code.as_str());
    let first = match (name.as_deref(), code) {
        (Some(name), Some(code)) => [name, " ", code].concat(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => text(Text::GroupAgainstUnknown).to_owned(),
    };
    let other = |other: &OtherSide| {
        let role = if other.role.is_known() {
            [role_name(other.role), " "].concat()
        } else {
            String::new()
        };
        let code = other
            .code
            .as_ref()
            .map(|code| [" ", code.as_str()].concat());
        [role, other.name.clone(), code.unwrap_or_default()].concat()
    };
    std::iter::once(first)
        .chain(shared.others.iter().map(other))
        .collect()
}

/// How many there are, in words.
pub fn members_words(members: u32) -> String {
    if members <= 1 {
        text(Text::GroupMembersOne).to_owned()
    } else {
        fill(Text::GroupMembers, &[("n", &members.to_string())])
    }
}

/// How many are needed before they choose representatives; `None` once there are enough.
pub fn too_few_words(part: &MemberPart) -> Option<String> {
    part.candidates.is_none().then(|| {
        let (least, n) = (REPRESENTED_FROM.to_string(), part.members.to_string());
        fill(Text::GroupTooFew, &[("least", &least), ("n", &n)])
    })
}

/// The seats that are approved of once this one is, or no longer.
pub fn approving(approved: &[String], seat: &str, is_approved: bool) -> Vec<String> {
    let mut seats: Vec<String> = approved
        .iter()
        .filter(|other| *other != seat)
        .cloned()
        .collect();
    if is_approved {
        seats.push(seat.to_owned());
    }
    seats
}

/// The address that invites: the code is in the fragment, which browsers never send.
pub fn invitation_link(code: &str) -> String {
    let symbols =
        JoinCode::parse(code).map_or_else(|| code.to_owned(), |code| code.symbols().to_owned());
    [&history::origin(), &Route::Join.to_path(), "#", &symbols].concat()
}

/// Why a code invites to nothing, and what else can be done.
pub fn turned_away(failure: &ApiFailure) -> (String, Option<Text>) {
    let key = match failure.code() {
        Some(ProblemCode::GroupNotFound) => Text::JoinNotFound,
        Some(ProblemCode::GroupClosed) => {
            return (
                text(Text::JoinClosed).to_owned(),
                Some(Text::JoinClosedMore),
            );
        }
        Some(ProblemCode::Locked) => {
            let seconds = match failure {
                ApiFailure::Rejected(problem) => problem.retry_after.unwrap_or_default(),
                _ => 0,
            };
            let words = fill(Text::TrackLocked, &[("wait", &wait_words(seconds))]);
            return (words, Some(Text::JoinClosedMore));
        }
        _ => return (failure_words(failure), None),
    };
    (text(key).to_owned(), None)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use contract::identifier::CreditCode;
    use contract::kinds::DisputeField;
    use contract::problem::Problem;
    use contract::request::OtherRole;

    #[test]
    fn everybody_on_the_other_side_is_named() {
        let mut shared = Shared {
            field: DisputeField::NewEmployment,
            respondent: Respondent::default(),
            others: Vec::new(),
            story: None,
        };
        assert_eq!(against(&shared), [text(Text::GroupAgainstUnknown)]);
        shared.respondent.name = Some("某站点".into());
        shared.respondent.code = CreditCode::parse("914403001922038216").ok();
        shared.others = vec![OtherSide {
            role: OtherRole::Platform,
            name: "某平台".into(),
            code: None,
            contact: None,
        }];
        let named = against(&shared);
        assert_eq!(named.first().unwrap(), "某站点 914403001922038216");
        assert!(named.last().unwrap().ends_with(" 某平台"));
    }

    #[test]
    fn a_vote_adds_and_takes_away_one_seat() {
        let before = ["a".to_owned(), "b".to_owned()];
        assert_eq!(approving(&before, "c", true), ["a", "b", "c"]);
        assert_eq!(approving(&before, "b", true), ["a", "b"]);
        assert_eq!(approving(&before, "a", false), ["b"]);
    }

    #[test]
    fn too_few_are_told_how_many_are_missing() {
        let mut part = MemberPart {
            members: 3,
            is_starter: false,
            shows_name: false,
            stands: false,
            names: Vec::new(),
            candidates: None,
        };
        let words = too_few_words(&part).unwrap();
        assert!(words.contains("10") && words.contains('3'), "{words}");
        part.candidates = Some(Vec::new());
        assert_eq!(too_few_words(&part), None);
        assert_ne!(members_words(1), members_words(2));
    }

    #[test]
    fn every_way_of_being_turned_away_has_its_words() {
        let rejected = |code: ProblemCode| {
            ApiFailure::Rejected(Box::new(Problem {
                kind: "about:blank".into(),
                title: String::new(),
                status: code.http_status(),
                code,
                request_id: String::new(),
                issues: Vec::new(),
                legal_moves: Vec::new(),
                retry_after: Some(900),
                filed_on: None,
                since: Vec::new(),
            }))
        };
        let words = |code| turned_away(&rejected(code)).0;
        assert_ne!(
            words(ProblemCode::GroupNotFound),
            words(ProblemCode::GroupClosed)
        );
        assert!(words(ProblemCode::Locked).contains("15 分钟"));
        assert_eq!(turned_away(&ApiFailure::Offline).1, None);
    }
}
