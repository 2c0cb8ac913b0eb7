//! The terms of an agreement, as whoever writes them reads of them.

use contract::draft::{Code, Field, Issue, Item};
use contract::settlement::{COPIES_MAX, TermKind, Whom};

use super::{Names, Text, fill, text};
use crate::pages::terms::Ask;

/// What a question about a term is called.
pub fn ask_name(ask: Ask, kind: TermKind) -> &'static str {
    text(match ask {
        Ask::Kind => Text::TermKindAsk,
        Ask::From if kind == TermKind::Money => Text::TermPayer,
        Ask::From => Text::TermFrom,
        Ask::To if kind == TermKind::Money => Text::TermReceiver,
        Ask::To => Text::TermTo,
        Ask::Third => Text::TermThird,
        Ask::Words if kind == TermKind::Money => Text::TermReason,
        Ask::Words => Text::TermWords,
        Ask::Amount => Text::TermAmount,
        Ask::Parts => Text::TermParts,
        Ask::Due => Text::TermDue,
        Ask::Method if kind == TermKind::Money => Text::TermPayMethod,
        Ask::Method => Text::TermMethod,
        Ask::Place => Text::TermPlace,
    })
}

/// A side of the table by what it is and who it is.
pub fn side_name(whom: Whom, names: Names<'_>) -> String {
    let (side, name) = match whom {
        Whom::Applicant => (Text::ActorApplicant, names.applicant),
        Whom::Respondent => (Text::ActorRespondent, names.respondent),
        Whom::Third | Whom::Unknown => (Text::TermSomebody, ""),
    };
    match name {
        "" => text(side).to_owned(),
        name => fill(Text::TermsSide, &[("side", text(side)), ("name", name)]),
    }
}

/// What is wrong with terms, and how to mend it.
pub fn terms_issue_words(issue: Issue) -> String {
    use Field as F;
    let key = match (issue.code, issue.field) {
        (Code::Missing, F::Facts) => Text::TermsNoFacts,
        (Code::Missing, F::Terms) => Text::TermsNoTerm,
        (Code::Missing, F::TermKind) => Text::TermNoKind,
        (Code::Missing, F::TermThird) => Text::TermNoThird,
        (Code::Missing, F::TermWords) => Text::TermNoWords,
        (Code::Missing, F::TermParts) => Text::TermNoPart,
        (Code::NotAChoice, F::TermTo) => Text::TermSamePerson,
        (Code::NotAChoice, F::Copies) => {
            return fill(Text::TermsCopiesRange, &[("max", &COPIES_MAX.to_string())]);
        }
        (Code::NotAChoice, F::TermDue) => Text::TermDueInParts,
        (Code::NotASum, _) => Text::TermNotASum,
        (Code::SumTooLarge { .. }, _) => Text::TermSumTooLarge,
        (Code::NotAFutureTime, _) => Text::TermPast,
        (Code::NotADay, _) => Text::TermNotADay,
        (Code::NotInOrder, _) => Text::TermNotInOrder,
        (Code::SumsDiffer, _) => Text::TermSumsDiffer,
        (Code::TooMany { max }, F::TermParts) => {
            return fill(Text::TermTooManyParts, &[("max", &max.to_string())]);
        }
        (Code::TooMany { max }, _) => {
            return fill(Text::TermsTooMany, &[("max", &max.to_string())]);
        }
        (Code::TooLong { max, actual }, _) => {
            let (max, actual) = (max.to_string(), actual.to_string());
            return fill(Text::TermTooLong, &[("max", &max), ("actual", &actual)]);
        }
        (Code::NotPrintable, _) => Text::TermNotPrintable,
        _ => Text::TermLookAgain,
    };
    text(key).to_owned()
}

/// The same in a list, where it has to say which term it is about.
pub fn listed_issue_words(issue: Issue) -> String {
    let words = terms_issue_words(issue);
    match issue.item {
        Item::Row(at) => {
            let n = (u16::from(at) + 1).to_string();
            fill(Text::TermIssue, &[("n", &n), ("words", &words)])
        }
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_term_says_which_and_what_to_do() {
        let issue = |field, at, code| listed_issue_words(Issue::of(field, Item::Row(at), code));
        assert_eq!(
            issue(Field::TermParts, 1, Code::SumsDiffer),
            "第 2 条：各期加起来和总数不一样，改总数，或者改各期"
        );
        assert_eq!(
            issue(Field::TermTo, 0, Code::NotAChoice),
            "第 1 条：同一个人不能又做又收，请改一个"
        );
        assert_eq!(
            listed_issue_words(Issue::new(Field::Copies, Code::NotAChoice)),
            "份数请写 1 到 20 的数字"
        );
    }

    #[test]
    fn a_side_is_named_where_its_name_is_known() {
        let names = Names {
            applicant: "张三",
            respondent: "",
        };
        assert_eq!(side_name(Whom::Applicant, names), "申请人（张三）");
        assert_eq!(side_name(Whom::Respondent, names), "对方");
    }
}
