//! A first reading of how a platform worker is tied to whom, from facts that workers know. It is no finding: the
//! mediator looks at everything.

use crate::draft::Draft;
use crate::questions::{Question as Q, Reply as R, reply};

/// The three forms of 人社部发〔2021〕56号.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// 符合确立劳动关系情形
    Employment,
    /// 不完全符合确立劳动关系情形，但企业对劳动者进行劳动管理
    Managed,
    /// 个人依托平台自主开展经营活动、从事自由职业等
    Independent,
}

/// Facts needed before anything is said.
const ENOUGH: usize = 3;

/// The reading; `None` while too little is known. Each fact speaks for being managed or against it.
pub fn first_reading(draft: &Draft) -> Option<Relation> {
    let managed_if = [
        (Q::SetsShifts, R::Yes),
        (Q::MayRefuse, R::No),
        (Q::Fined, R::Yes),
        (Q::Uniform, R::Yes),
        (Q::OnePlatform, R::Yes),
    ];
    let known: Vec<bool> = managed_if
        .into_iter()
        .map(|(question, managed)| (reply(&draft.answers, question), managed))
        .filter(|(told, _)| matches!(told, R::Yes | R::No))
        .map(|(told, managed)| told == managed)
        .collect();
    let signs = known.iter().filter(|managed| **managed).count();
    if known.len() < ENOUGH {
        return None;
    }
    // Who sets the hours and whether work may be refused weigh most: without both, it is no employment.
    let told_when = reply(&draft.answers, Q::SetsShifts) == R::Yes;
    let told_what = reply(&draft.answers, Q::MayRefuse) == R::No;
    Some(match signs {
        0 => Relation::Independent,
        _ if told_when && told_what && signs >= ENOUGH => Relation::Employment,
        _ => Relation::Managed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(facts: &[(Q, R)]) -> Option<Relation> {
        let mut draft = Draft::default();
        for (question, reply) in facts {
            let (question, reply) = (question.as_str(), reply.as_str());
            draft.answers.insert(question.into(), reply.into());
        }
        first_reading(&draft)
    }

    #[test]
    fn nothing_is_said_before_three_facts_are_known() {
        assert_eq!(told(&[]), None);
        let few = [
            (Q::SetsShifts, R::Yes),
            (Q::Fined, R::Yes),
            (Q::Uniform, R::Unsure),
        ];
        assert_eq!(told(&few), None);
    }

    #[test]
    fn facts_lead_to_one_of_three_forms() {
        let (when, what, fined) = (
            (Q::SetsShifts, R::Yes),
            (Q::MayRefuse, R::No),
            (Q::Fined, R::Yes),
        );
        assert_eq!(told(&[when, what, fined]), Some(Relation::Employment));
        assert_eq!(
            told(&[when, (Q::MayRefuse, R::Yes), fined]),
            Some(Relation::Managed)
        );
        let free = [
            (Q::SetsShifts, R::No),
            (Q::MayRefuse, R::Yes),
            (Q::Fined, R::No),
        ];
        assert_eq!(told(&free), Some(Relation::Independent));
    }
}
