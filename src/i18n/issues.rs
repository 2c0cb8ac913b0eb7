//! What is wrong with a value, and how to mend it: one sentence per issue, whoever found it.

use contract::draft::{Code, Field, Issue, Item};
use contract::notices::NoticeChannel;
use contract::questions::{AnswerKind, Question, Reply};

use super::{Text, claim_name, fill, notice_channel_name, question_name, reply_name, text};

/// The name of a field, as a sentence uses it.
pub fn field_words(field: Field) -> &'static str {
    use Field as F;
    text(match field {
        F::Organization => Text::FieldOrganization,
        F::DisputeField => Text::FieldDisputeField,
        F::Topic => Text::FieldTopic,
        F::Amount => Text::FieldAmount,
        F::Name => Text::FieldName,
        F::Mobile => Text::FieldMobile,
        F::Region => Text::FieldRegion,
        F::Address => Text::FieldAddress,
        F::RespondentKind => Text::FieldRespondentKind,
        F::RespondentName => Text::FieldRespondentName,
        F::RespondentContact => Text::FieldRespondentContact,
        F::RespondentCode | F::OtherCode => Text::FieldRespondentCode,
        F::Others | F::OtherRole => Text::FieldOthers,
        F::OtherName => Text::FieldRespondentName,
        F::OtherContact => Text::FieldRespondentContact,
        F::HelperRelation => Text::FieldHelperRelation,
        F::HelperName => Text::FieldHelperName,
        F::HelperMobile => Text::FieldHelperMobile,
        F::HelperContact => Text::FieldHelperContact,
        F::ConsentPerson => Text::FieldConsentPerson,
        F::ConsentSensitive => Text::FieldConsentSensitive,
        F::ConsentFee => Text::FieldConsentFee,
        F::Answers => Text::FieldOther,
        F::ClaimSums => Text::FieldAmount,
        F::ClaimMonths => Text::FieldClaimMonths,
        F::Story => Text::FieldStory,
        F::Claims => Text::FieldClaims,
        F::ContactChannels => Text::FieldContactChannels,
        F::ContactTimes => Text::FieldContactTimes,
        F::NoticeChannels | F::NoticeTimes | F::NoticePrivate => Text::FieldNotices,
        F::NoticeEmail => Text::NoticesEmail,
        F::ConsentPrivacy => Text::FieldConsentPrivacy,
        F::ConsentShare => Text::FieldConsentShare,
        F::Note => Text::FieldNote,
        F::Reason => Text::FieldReason,
        F::Subjects => Text::FieldSubjects,
        F::Grounds => Text::ComplaintAbout,
        F::Receiver => Text::ComplaintReceiver,
        F::Stars => Text::RatingStars,
        F::FirmName => Text::FirmName,
        F::FirmCode => Text::FirmCode,
        F::FirmKind => Text::FieldFirmKind,
        F::Trade => Text::FirmTrade,
        F::Staff => Text::FirmStaff,
        F::Manner => Text::FieldManner,
        F::Focus => Text::FieldFocus,
        F::Adviser => Text::FieldAdviser,
        F::Urgent => Text::FieldUrgent,
        F::Findings => Text::FieldFindings,
        F::JoinCode => Text::FieldJoinCode,
        // What only staff fill in.
        F::Facts
        | F::Disputed
        | F::Responsibility
        | F::Terms
        | F::TermKind
        | F::TermFrom
        | F::TermTo
        | F::TermThird
        | F::TermWords
        | F::TermAmount
        | F::TermDue
        | F::TermParts
        | F::TermMethod
        | F::TermPlace
        | F::Copies
        | F::Payment
        | F::At
        | F::Place
        | F::Slots
        | F::Minutes
        | F::ChooseBy
        | F::NextDoor
        | F::Mediator
        | F::Until
        | F::EffectiveOn
        | F::PagePhones
        | F::PageStepFree
        | F::PageLanguages
        | F::PageMediators
        | F::PageHours
        | F::PageCases
        | F::Password
        | F::BothAgree
        | F::Who
        | F::Audience
        | F::Summary
        | F::ApplicantAgrees
        | F::Afraid
        | F::EvenIfFiled
        | F::Unknown => Text::FieldOther,
    })
}

/// A particular by its wire name, as a correction names it: what it is, and this value of it in words.
pub fn particular_words(what: &str, value: &str) -> (&'static str, String) {
    let field = Field::from_wire(what);
    if field == Field::NoticeChannels {
        let channels = value.split_whitespace().map(NoticeChannel::from_wire);
        let names: Vec<&str> = channels.map(notice_channel_name).collect();
        return (field_words(field), names.join(text(Text::ListComma)));
    }
    if field.is_known() {
        return (field_words(field), value.to_owned());
    }
    let question = Question::from_wire(what);
    let reply = match question.kind() {
        AnswerKind::One(_) => Reply::from_wire(value),
        _ => Reply::Unknown,
    };
    let words = if reply.is_known() {
        reply_name(reply)
    } else {
        value
    };
    (question_name(question), words.to_owned())
}

/// The name of the value an issue is about.
fn value_words(issue: Issue) -> &'static str {
    match issue.item {
        Item::Answer(question) if question.is_known() => question_name(question),
        Item::Claim(kind) if kind.is_known() => claim_name(kind),
        _ => field_words(issue.field),
    }
}

/// The sentence for an issue. It names its field where the list of issues would not show it otherwise.
pub fn issue_words(issue: Issue) -> String {
    let named = [("field", value_words(issue))];
    let key = match issue.code {
        Code::Missing => match issue.field {
            Field::Organization => Text::IssueMissingOrganization,
            Field::DisputeField => Text::IssueMissingField,
            Field::Name => Text::IssueMissingName,
            Field::Mobile => Text::IssueMissingMobile,
            Field::Region => Text::IssueMissingRegion,
            Field::HelperName => Text::IssueMissingHelperName,
            Field::HelperMobile => Text::IssueMissingHelperMobile,
            Field::OtherName => Text::IssueMissingOtherName,
            Field::ClaimSums => Text::IssueMissingClaimSum,
            Field::NoticeEmail => Text::IssueMissingNoticeEmail,
            Field::NoticeTimes => Text::IssueMissingNoticeTimes,
            Field::Story => Text::IssueMissingStory,
            Field::Note => Text::IssueMissingNote,
            Field::Reason => Text::IssueMissingReason,
            Field::Subjects => Text::IssueMissingSubjects,
            Field::Grounds => Text::IssueMissingGrounds,
            Field::Receiver => Text::IssueMissingReceiver,
            Field::Stars => Text::IssueMissingStars,
            Field::FirmName => Text::IssueMissingFirmName,
            Field::Manner => Text::IssueMissingManner,
            _ => Text::IssueMissing,
        },
        Code::NotAgreed => match issue.field {
            Field::ConsentPrivacy => Text::IssuePrivacy,
            Field::ConsentShare => Text::IssueShare,
            Field::ConsentPerson => Text::IssuePerson,
            Field::ConsentFee => Text::IssueFee,
            Field::ConsentSensitive => Text::IssueSensitive,
            Field::NoticePrivate => Text::IssueNoticePrivate,
            _ => Text::IssueNotAgreed,
        },
        Code::TooShort { min } => {
            return fill(Text::IssueTooShort, &[("min", &min.to_string())]);
        }
        Code::TooLong { max, actual } => {
            let (max, actual) = (max.to_string(), actual.to_string());
            let [field] = named;
            return fill(
                Text::IssueTooLong,
                &[field, ("max", &max), ("actual", &actual)],
            );
        }
        Code::MobileLength { actual } => {
            let key = if actual < 11 {
                Text::IssueMobileShort
            } else {
                Text::IssueMobileLong
            };
            return fill(key, &[("actual", &actual.to_string())]);
        }
        Code::NotPrintable => Text::IssueNotPrintable,
        Code::NotDigits => Text::IssueNotDigits,
        Code::MobilePrefix => Text::IssueMobilePrefix,
        Code::Landline => Text::IssueLandline,
        Code::NotAnEmail => Text::IssueNotAnEmail,
        Code::NotASum => Text::IssueNotASum,
        Code::SumTooLarge { .. } => Text::IssueSumTooLarge,
        Code::NotAChoice => Text::IssueNotAChoice,
        Code::NotARegion => Text::IssueNotARegion,
        Code::NoSuchOrganization => Text::IssueNoSuchOrganization,
        Code::NotAFutureTime => Text::IssueNotAFutureTime,
        Code::NotADay => Text::IssueNotADay,
        Code::DayToCome => Text::IssueDayToCome,
        Code::NotMonths { max } => {
            return fill(Text::IssueNotMonths, &[("max", &max.to_string())]);
        }
        Code::CreditCodeLength { actual } => {
            let actual = actual.to_string();
            return fill(Text::IssueCreditCodeLength, &[("actual", &actual)]);
        }
        Code::CreditCodeMistyped => Text::IssueCreditCodeMistyped,
        Code::TooMany { max } => {
            return fill(Text::IssueTooMany, &[("max", &max.to_string())]);
        }
        Code::NotInOrder => Text::IssueNotInOrder,
        Code::SumsDiffer => Text::IssueSumsDiffer,
        // What only staff can get wrong.
        Code::OutOfHours | Code::AfterTerm | Code::Twice => Text::IssueNotAChoice,
        Code::JoinCodeMistyped => Text::IssueJoinCodeMistyped,
        Code::GroupClosed => Text::IssueGroupClosed,
        Code::GroupElsewhere => Text::IssueGroupElsewhere,
        Code::Unknown => Text::IssueUnknown,
    };
    fill(key, &named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::money::AMOUNT_MAX_YUAN;

    const CODES: [Code; 31] = [
        Code::OutOfHours,
        Code::AfterTerm,
        Code::Twice,
        Code::NotInOrder,
        Code::SumsDiffer,
        Code::JoinCodeMistyped,
        Code::GroupClosed,
        Code::GroupElsewhere,
        Code::Missing,
        Code::NotAgreed,
        Code::TooShort { min: 10 },
        Code::TooLong {
            max: 50,
            actual: 60,
        },
        Code::NotPrintable,
        Code::NotDigits,
        Code::MobileLength { actual: 7 },
        Code::MobileLength { actual: 12 },
        Code::MobilePrefix,
        Code::Landline,
        Code::NotAnEmail,
        Code::NotASum,
        Code::SumTooLarge {
            max: AMOUNT_MAX_YUAN,
        },
        Code::NotAChoice,
        Code::NotARegion,
        Code::NoSuchOrganization,
        Code::NotADay,
        Code::DayToCome,
        Code::NotMonths { max: 600 },
        Code::CreditCodeLength { actual: 17 },
        Code::CreditCodeMistyped,
        Code::TooMany { max: 4 },
        Code::Unknown,
    ];

    #[test]
    fn every_field_and_code_has_a_sentence_without_holes() {
        for field in Field::ALL.iter().copied().chain([Field::Unknown]) {
            for code in CODES {
                let words = issue_words(Issue::new(field, code));
                assert!(words.chars().count() > 4, "{field:?} {code:?}");
                assert!(!words.contains(['{', '}']), "{words}");
            }
        }
    }

    #[test]
    fn says_what_is_wrong_with_this_value() {
        let words = |field, code| issue_words(Issue::new(field, code));
        assert_eq!(
            words(Field::Mobile, Code::MobileLength { actual: 7 }),
            "手机号要 11 位，现在只有 7 位"
        );
        assert_eq!(
            words(
                Field::Name,
                Code::TooLong {
                    max: 50,
                    actual: 60
                }
            ),
            "姓名最多 50 字，现在有 60 字"
        );
        // The words about the largest sum name the limit that the contract sets.
        assert_eq!(AMOUNT_MAX_YUAN, 1_000_000_000);
    }
}
