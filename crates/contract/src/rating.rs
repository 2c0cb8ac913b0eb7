//! What a side thinks of how its case was handled, once mediation is over; and all that a side has to say about that.

use serde::{Deserialize, Serialize};

use crate::complaint::{ComplaintView, ReceiverView};
use crate::draft::{Checker, Code, Field, Issue};
use crate::status::Status;

/// The most that can be given; the least is one.
pub const STARS_MAX: u8 = 5;
/// Longest words with it, in characters.
pub const RATING_NOTE_MAX: u16 = 500;
/// For how many days it can be changed.
pub const RATING_DAYS: u8 = 30;

/// Whether a case that stands there can be rated: it came to something, or to its end.
pub fn may_rate(status: Status) -> bool {
    use Status as S;
    matches!(
        status,
        S::Agreed
            | S::Confirming
            | S::Performing
            | S::Performed
            | S::Ended
            | S::Reported
            | S::Closed
    )
}

/// Body of `PUT /api/v1/requests/{number}/rating` and of `PUT /api/v1/invitations/{id}/rating`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RatingDraft {
    /// One to five; 0 while nothing is chosen.
    pub stars: u8,
    /// In words; optional.
    pub note: String,
    /// The words may be published, without a name.
    pub may_publish: bool,
}

/// A rating that follows every rule. Only [`RatingDraft::parse`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewRating {
    /// One to five.
    pub stars: u8,
    /// In words, if given.
    pub note: Option<String>,
    /// Whether there are words that may be published.
    pub may_publish: bool,
}

impl RatingDraft {
    /// The rating this amounts to, or every issue in it, in the order of the form.
    pub fn parse(&self) -> Result<NewRating, Vec<Issue>> {
        let mut check = Checker::default();
        match self.stars {
            0 => check.fail(Field::Stars, Code::Missing),
            1..=STARS_MAX => {}
            _ => check.fail(Field::Stars, Code::NotAChoice),
        }
        let note = check.optional(Field::Note, &self.note, RATING_NOTE_MAX);
        if check.issues.is_empty() {
            Ok(NewRating {
                stars: self.stars,
                may_publish: self.may_publish && note.is_some(),
                note,
            })
        } else {
            Err(check.issues)
        }
    }
}

/// A rating as whoever gave it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RatingView {
    /// One to five.
    pub stars: u8,
    /// In words, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the words may be published.
    pub may_publish: bool,
    /// Whether they are: absent while nobody has looked; `false` because they hold personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_shown: Option<bool>,
    /// The last day on which it can be changed, `YYYY-MM-DD`, China Standard Time.
    pub change_until: String,
}

/// `GET /api/v1/requests/{number}/feedback` and `GET /api/v1/invitations/{id}/feedback`: what a side has said about how its
/// case was handled, and what it can say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedbackView {
    /// Its complaints, oldest first.
    pub complaints: Vec<ComplaintView>,
    /// To whom it can complain; nobody once it has complained often enough.
    pub receivers: Vec<ReceiverView>,
    /// In how many working days the operator promises an answer.
    pub answer_days: u8,
    /// Its rating, once it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingView>,
    /// Whether it can rate now, or change its rating.
    pub may_rate: bool,
}

/// A rating as the staff of the organization see it: of whom it is, is not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffRatingView {
    /// The month in China, `YYYY-MM`.
    pub month: String,
    /// One to five.
    pub stars: u8,
    /// In words, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the words may be published.
    pub may_publish: bool,
}

/// `GET /api/v1/staff/ratings`: the latest of the token's organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffRatingsView {
    /// At most a hundred.
    pub ratings: Vec<StaffRatingView>,
}

/// Words that wait until somebody who was not rated has looked whether they hold personal data. How many stars came with
/// them, and for whom, is not told: it is no ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingWordsView {
    /// Opaque; other words have another one.
    pub id: String,
    /// The month in China in which they were given, `YYYY-MM`.
    pub month: String,
    /// The words.
    pub note: String,
}

/// `GET /api/v1/staff/ratings/waiting`: words in ratings of the organizations below a centre, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingView {
    /// At most a hundred.
    pub words: Vec<WaitingWordsView>,
    /// Whether more wait.
    pub has_more: bool,
}

/// Body and answer of `POST /api/v1/staff/ratings/waiting/{id}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WordsVerdict {
    /// Whether everybody sees the words. If not, it is because they hold personal data: there is no other ground.
    pub show: bool,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn draft(stars: u8, note: &str, may_publish: bool) -> RatingDraft {
        RatingDraft {
            stars,
            note: note.to_owned(),
            may_publish,
        }
    }

    #[test]
    fn stars_are_chosen_and_words_are_not_needed() {
        let issue = |code| Err(vec![Issue::new(Field::Stars, code)]);
        assert_eq!(draft(0, "还行", false).parse(), issue(Code::Missing));
        assert_eq!(draft(6, "", false).parse(), issue(Code::NotAChoice));
        for stars in 1..=STARS_MAX {
            assert_eq!(draft(stars, " ", false).parse().unwrap().stars, stars);
        }
    }

    #[test]
    fn only_words_are_published_and_only_with_consent() {
        assert!(!draft(5, "", true).parse().unwrap().may_publish);
        assert!(!draft(5, "很耐心", false).parse().unwrap().may_publish);
        assert!(draft(5, "很耐心", true).parse().unwrap().may_publish);
    }

    #[test]
    fn what_is_not_over_and_what_came_to_nothing_is_not_rated() {
        let rated = Status::ALL.iter().filter(|status| may_rate(**status));
        let rated: Vec<_> = rated.map(|status| status.as_str()).collect();
        assert_eq!(
            rated,
            [
                "agreed",
                "confirming",
                "performing",
                "performed",
                "ended",
                "reported",
                "closed"
            ]
        );
    }
}
