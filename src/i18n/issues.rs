//! What is wrong with a value, and how to mend it: one sentence per issue, whoever found it.

use contract::draft::{Code, Field, Issue};

use super::{Text, fill, text};

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
        F::Story => Text::FieldStory,
        F::Claims => Text::FieldClaims,
        F::ContactChannels => Text::FieldContactChannels,
        F::ContactTimes => Text::FieldContactTimes,
        F::ConsentPrivacy => Text::FieldConsentPrivacy,
        F::ConsentShare => Text::FieldConsentShare,
        F::Note => Text::FieldNote,
        F::Reason => Text::FieldReason,
        F::At | F::Place | F::NextDoor | F::Unknown => Text::FieldOther,
    })
}

/// The sentence for an issue. It names its field where the list of issues would not show it otherwise.
pub fn issue_words(issue: Issue) -> String {
    let named = [("field", field_words(issue.field))];
    let key = match issue.code {
        Code::Missing => match issue.field {
            Field::Organization => Text::IssueMissingOrganization,
            Field::DisputeField => Text::IssueMissingField,
            Field::Name => Text::IssueMissingName,
            Field::Mobile => Text::IssueMissingMobile,
            Field::Region => Text::IssueMissingRegion,
            Field::Story => Text::IssueMissingStory,
            Field::Note => Text::IssueMissingNote,
            Field::Reason => Text::IssueMissingReason,
            _ => Text::IssueMissing,
        },
        Code::NotAgreed => match issue.field {
            Field::ConsentPrivacy => Text::IssuePrivacy,
            Field::ConsentShare => Text::IssueShare,
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
        Code::NotASum => Text::IssueNotASum,
        Code::SumTooLarge { .. } => Text::IssueSumTooLarge,
        Code::NotAChoice => Text::IssueNotAChoice,
        Code::NotARegion => Text::IssueNotARegion,
        Code::NoSuchOrganization => Text::IssueNoSuchOrganization,
        Code::NotAFutureTime => Text::IssueNotAFutureTime,
        Code::Unknown => Text::IssueUnknown,
    };
    fill(key, &named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::draft::AMOUNT_MAX_YUAN;

    const CODES: [Code; 15] = [
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
        Code::NotASum,
        Code::SumTooLarge {
            max: AMOUNT_MAX_YUAN,
        },
        Code::NotAChoice,
        Code::NotARegion,
        Code::NoSuchOrganization,
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
