//! What is wrong with an answer, and why the server did not do what was asked.

use contract::desk::OidcFailure;
use contract::draft::Code;
use contract::problem::ProblemCode;

use super::{Text, fill, text, wait_words};
use crate::api::Failure;
use crate::pages::moves::{Fault, Key};

/// What a question of a form is called.
pub fn key_name(key: Key) -> &'static str {
    text(match key {
        Key::Whom => Text::AskWhom,
        Key::Came => Text::AskCame,
        Key::Organization => Text::AskOrganization,
        Key::Reason => Text::AskReason,
        Key::NextDoor => Text::AskNextDoor,
        Key::Mediator => Text::AskMediator,
        Key::Summary => Text::AskSummary,
        Key::Agrees => Text::AskAgrees,
        Key::At => Text::AskAt,
        Key::Channel => Text::AskChannel,
        Key::Place => Text::AskPlace,
        Key::Slots => Text::AskSlots,
        Key::Minutes => Text::AskMinutes,
        Key::ChooseBy => Text::AskChooseBy,
        Key::Until => Text::AskUntil,
        Key::BothAgree => Text::AskBothAgree,
        Key::EffectiveOn => Text::AskEffectiveOn,
        Key::Audience => Text::AskAudience,
        Key::Note => Text::AskNote,
    })
}

/// What is wrong, and how to mend it; of which row, where there are several.
pub fn fault_words(fault: Fault) -> String {
    let words = plain_fault_words(fault);
    match fault.row {
        Some(row) => {
            let number = (u16::from(row) + 1).to_string();
            fill(Text::FaultRow, &[("n", &number), ("words", &words)])
        }
        None => words,
    }
}

fn plain_fault_words(fault: Fault) -> String {
    let named = [("name", key_name(fault.key))];
    match fault.code {
        Code::Missing if fault.key == Key::Slots => text(Text::FaultSlots).to_owned(),
        Code::Missing if fault.key == Key::At => text(Text::FaultNoTime).to_owned(),
        Code::Missing if matches!(fault.key, Key::Note | Key::Summary | Key::Place) => {
            fill(Text::FaultNoWords, &named)
        }
        Code::Missing | Code::NotAChoice | Code::NoSuchOrganization => {
            fill(Text::FaultNoChoice, &named)
        }
        Code::NotAgreed if fault.key == Key::Agrees => text(Text::FaultNotAgreed).to_owned(),
        Code::NotAgreed if fault.key == Key::BothAgree => text(Text::FaultNotBoth).to_owned(),
        // An agreement is not recorded while a side wants its terms changed.
        Code::NotAgreed => text(Text::FaultTermsOpen).to_owned(),
        Code::TooLong { max, actual } => {
            let (max, actual) = (max.to_string(), actual.to_string());
            let [name] = named;
            fill(
                Text::FaultTooLong,
                &[name, ("max", &max), ("actual", &actual)],
            )
        }
        Code::NotAFutureTime => text(Text::FaultPast).to_owned(),
        Code::NotADay => fill(Text::FaultNoDay, &named),
        Code::DayToCome => text(Text::FaultToCome).to_owned(),
        Code::NotInOrder => text(Text::FaultChooseBy).to_owned(),
        Code::OutOfHours => text(Text::FaultHours).to_owned(),
        Code::AfterTerm => text(Text::FaultTerm).to_owned(),
        Code::Twice => text(Text::FaultTwice).to_owned(),
        Code::NotPrintable => fill(Text::FaultNotPrintable, &named),
        _ => fill(Text::FaultOther, &named),
    }
}

/// What is wrong with a new password.
pub fn password_words(code: Code) -> String {
    match code {
        Code::TooShort { min } => fill(Text::PasswordShort, &[("min", &min.to_string())]),
        Code::TooLong { max, .. } => fill(Text::PasswordLong, &[("max", &max.to_string())]),
        _ => text(Text::PasswordSame).to_owned(),
    }
}

/// What is wrong with the answer to a complaint.
pub fn answer_fault_words(code: Code) -> String {
    let named = ("name", text(Text::ComplaintWords));
    match code {
        Code::Missing => text(Text::ComplaintNoWords).to_owned(),
        Code::TooLong { max, actual } => {
            let (max, actual) = (max.to_string(), actual.to_string());
            fill(
                Text::FaultTooLong,
                &[named, ("max", &max), ("actual", &actual)],
            )
        }
        Code::NotPrintable => fill(Text::FaultNotPrintable, &[named]),
        _ => fill(Text::FaultOther, &[named]),
    }
}

/// Why a complaint was not answered, and what to do about it.
pub fn complaint_failure_words(failure: &Failure) -> String {
    let key = match failure.code() {
        Some(ProblemCode::Forbidden) => Text::ComplaintForbidden,
        Some(ProblemCode::ComplaintAnswered) => Text::ComplaintTaken,
        Some(ProblemCode::ComplaintNotFound) => Text::ComplaintGone,
        _ => return failure_words(failure),
    };
    text(key).to_owned()
}

/// Why somebody who came back from the identity provider is not in, and what to do about it.
pub fn oidc_words(why: OidcFailure) -> &'static str {
    text(match why {
        OidcFailure::Expired => Text::OidcExpired,
        OidcFailure::Declined => Text::OidcDeclined,
        OidcFailure::Unreachable => Text::OidcUnreachable,
        OidcFailure::Untrusted => Text::OidcUntrusted,
        OidcFailure::NoAccount => Text::OidcNoAccount,
        OidcFailure::Disabled => Text::OidcDisabled,
        OidcFailure::Locked => Text::OidcLocked,
        OidcFailure::Unavailable | OidcFailure::Unknown => Text::OidcUnavailable,
    })
}

/// Why it was not decided on words, and what to do about it.
pub fn words_failure_words(failure: &Failure) -> String {
    let key = match failure.code() {
        Some(ProblemCode::WordsNotFound) => Text::WordsGone,
        Some(ProblemCode::WordsDecided) => Text::WordsTaken,
        _ => return failure_words(failure),
    };
    text(key).to_owned()
}

/// Why there is no answer, and what to do about it.
pub fn failure_words(failure: &Failure) -> String {
    let key = match failure {
        Failure::Offline => Text::FailureOffline,
        Failure::TimedOut => Text::FailureTimedOut,
        Failure::Unreadable => Text::FailureUnreadable,
        Failure::Outdated => Text::FailureOld,
        Failure::SignedOut => Text::FailureSignedOut,
        Failure::Refused(problem) => match problem.code {
            ProblemCode::Locked => {
                let wait = wait_words(problem.retry_after.unwrap_or_default());
                return fill(Text::FailureLocked, &[("wait", &wait)]);
            }
            ProblemCode::Forbidden => Text::FailureForbidden,
            ProblemCode::RequestNotFound => Text::FailureNoCase,
            ProblemCode::RequestErased => Text::FailureErased,
            ProblemCode::InvitationNotFound => Text::FailureNoInvitation,
            ProblemCode::TermsChanged => Text::FailureTermsChanged,
            ProblemCode::PaperUnavailable => Text::TermsNoPapers,
            ProblemCode::IllegalMove => Text::FailureIllegal,
            ProblemCode::TooManyRequests => Text::FailureBusy,
            ProblemCode::TimedOut => Text::FailureTimedOut,
            ProblemCode::NotFound | ProblemCode::UnexpectedShape => Text::FailureOld,
            _ => Text::FailureUnreadable,
        },
    };
    text(key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_of_this_answer() {
        let words = |key, code| fault_words(Fault::new(key, code));
        assert_eq!(words(Key::Note, Code::Missing), "请写几句：要写的话");
        assert_eq!(
            words(
                Key::Note,
                Code::TooLong {
                    max: 2000,
                    actual: 2100
                }
            ),
            "要写的话最多 2000 字，现在有 2100 字"
        );
        assert_eq!(
            words(Key::At, Code::NotAFutureTime),
            "这个时间已经过了，请另选时间"
        );
        assert!(words(Key::Until, Code::Unknown).contains("延长到哪一天"));
        let second = Fault {
            row: Some(1),
            ..Fault::new(Key::At, Code::Twice)
        };
        assert_eq!(fault_words(second), "第 2 个：和前面的时间一样");
    }

    #[test]
    fn who_may_not_answer_a_complaint_is_told_why() {
        let failure = |code: ProblemCode| {
            Failure::Refused(Box::new(contract::problem::Problem {
                kind: "about:blank".into(),
                title: String::new(),
                status: code.http_status(),
                code,
                request_id: String::new(),
                issues: Vec::new(),
                legal_moves: Vec::new(),
                retry_after: None,
                filed_on: None,
                since: Vec::new(),
            }))
        };
        let words = |code| complaint_failure_words(&failure(code));
        assert!(words(ProblemCode::Forbidden).contains("您是"));
        assert!(words(ProblemCode::ComplaintAnswered).contains("已经有人答复"));
        assert_eq!(
            complaint_failure_words(&Failure::Offline),
            failure_words(&Failure::Offline)
        );
    }
}
