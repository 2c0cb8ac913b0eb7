//! How answers are read.
//!
//! An answer has points: the question's weight, twice where the answer is the risk, once where it is not known,
//! and none otherwise. Points give a level: 6 red, 3 to 5 orange, 1 and 2 yellow, 0 green. So a grave risk alone
//! is red, a middling one orange, a light one yellow; and what nobody knows is a step below what is known to be
//! wrong, but never green, for somebody has to look.
//!
//! A dimension has the level of its gravest answer. Nothing is summed up or averaged: ten things done well do not
//! make up for a missing contract, a question that does not apply takes no part, and anybody can check the result
//! against a single answer.

use serde::{Deserialize, Serialize};

use super::{Answer, Bank, Part, Question};

/// How many actions are shown first.
pub const TOP: usize = 5;

/// How urgent it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Level {
    /// 绿: nothing found.
    #[default]
    Green,
    /// 黄
    Yellow,
    /// 橙
    Orange,
    /// 红: grave and urgent.
    Red,
}

impl Level {
    /// Every level, the gravest first.
    pub const ALL: [Self; 4] = [Self::Red, Self::Orange, Self::Yellow, Self::Green];

    const fn of(points: u8) -> Self {
        match points {
            0 => Self::Green,
            1..=2 => Self::Yellow,
            3..=5 => Self::Orange,
            _ => Self::Red,
        }
    }
}

/// An answer that calls for something to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding<'a> {
    /// The dimension it belongs to.
    pub part: &'a Part,
    /// What was asked.
    pub question: &'a Question,
    /// What was answered.
    pub answer: Answer,
    /// How urgent it is.
    pub level: Level,
    points: u8,
}

/// What the answers say of one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartReading<'a> {
    /// What was asked.
    pub part: &'a Part,
    /// How urgent it is as a whole.
    pub level: Level,
    /// How many questions apply to the firm.
    pub applying: usize,
    /// What calls for something to be done, in the order of the questions.
    pub findings: Vec<Finding<'a>>,
}

/// What all answers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// Dimension by dimension.
    pub parts: Vec<PartReading<'a>>,
}

impl Bank {
    /// Reads the answers, each found by the id of its question.
    pub fn read(&self, answer: &dyn Fn(&str) -> Answer) -> Reading<'_> {
        let parts = self.parts.iter().map(|part| part.read(answer));
        Reading {
            parts: parts.collect(),
        }
    }
}

impl Part {
    fn read(&self, answer: &dyn Fn(&str) -> Answer) -> PartReading<'_> {
        let all = self.questions.iter().map(|question| {
            let answer = answer(&question.id);
            Finding::new(self, question, answer)
        });
        let all: Vec<Finding<'_>> = all.collect();
        let applies =
            |found: &&Finding<'_>| !matches!(found.answer, Answer::NotApplicable | Answer::Unknown);
        PartReading {
            part: self,
            level: all
                .iter()
                .map(|found| found.level)
                .max()
                .unwrap_or_default(),
            applying: all.iter().filter(applies).count(),
            findings: all.into_iter().filter(|found| found.points > 0).collect(),
        }
    }
}

impl<'a> Finding<'a> {
    fn new(part: &'a Part, question: &'a Question, answer: Answer) -> Self {
        let times = match answer {
            Answer::Unclear => 1,
            Answer::Yes | Answer::No if answer == question.risk => 2,
            _ => 0,
        };
        let points = question.weight.saturating_mul(times);
        Self {
            part,
            question,
            answer,
            level: Level::of(points),
            points,
        }
    }
}

impl<'a> Reading<'a> {
    /// Everything to do, the most urgent first; what is alike stays in the order of the questions.
    pub fn actions(&self) -> Vec<Finding<'a>> {
        let all = self.parts.iter().flat_map(|part| &part.findings);
        let mut all: Vec<Finding<'a>> = all.copied().collect();
        all.sort_by_key(|found| std::cmp::Reverse(found.points));
        all
    }

    /// How many dimensions are at this level.
    pub fn count(&self, level: Level) -> usize {
        let parts = self.parts.iter();
        parts.filter(|part| part.level == level).count()
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::checkup::Dimension;

    const ANSWERS: [Answer; 4] = [
        Answer::Yes,
        Answer::No,
        Answer::Unclear,
        Answer::NotApplicable,
    ];

    fn question(id: &str, weight: u8, risk: Answer) -> Question {
        Question {
            id: id.into(),
            weight,
            risk,
            ..Question::default()
        }
    }

    fn one(weight: u8, risk: Answer) -> Bank {
        bank(&[vec![(weight, risk)]])
    }

    /// Questions are named by the places of their part and of themselves.
    fn bank(parts: &[Vec<(u8, Answer)>]) -> Bank {
        let part = |(at, questions): (usize, &Vec<(u8, Answer)>)| Part {
            dimension: Dimension::ALL.get(at).copied().unwrap_or_default(),
            questions: (0..)
                .zip(questions)
                .map(|(place, (weight, risk))| question(&format!("{at}.{place}"), *weight, *risk))
                .collect(),
            ..Part::default()
        };
        Bank {
            parts: parts.iter().enumerate().map(part).collect(),
            ..Bank::default()
        }
    }

    fn ids(bank: &Bank) -> Vec<String> {
        let questions = bank.parts.iter().flat_map(|part| &part.questions);
        questions.map(|question| question.id.clone()).collect()
    }

    fn given<'a>(answers: &'a [(String, Answer)]) -> impl Fn(&str) -> Answer + 'a {
        |id| {
            let found = answers.iter().find(|(of, _)| of == id);
            found.map_or(Answer::Unknown, |(_, answer)| *answer)
        }
    }

    fn levels(bank: &Bank, answers: &[(String, Answer)]) -> Vec<Level> {
        let reading = bank.read(&given(answers));
        reading.parts.iter().map(|part| part.level).collect()
    }

    /// 0 for what is well or does not apply.
    fn badness(question: &Question, answer: Answer) -> u8 {
        match answer {
            Answer::Unclear => 1,
            _ if answer == question.risk => 2,
            _ => 0,
        }
    }

    #[test]
    fn weight_and_answer_give_the_level() {
        for (weight, answer, level) in [
            (3, Answer::No, Level::Red),
            (2, Answer::No, Level::Orange),
            (1, Answer::No, Level::Yellow),
            (3, Answer::Unclear, Level::Orange),
            (2, Answer::Unclear, Level::Yellow),
            (1, Answer::Unclear, Level::Yellow),
            (3, Answer::Yes, Level::Green),
            (3, Answer::NotApplicable, Level::Green),
            (3, Answer::Unknown, Level::Green),
        ] {
            let bank = one(weight, Answer::No);
            let answers = [("0.0".to_owned(), answer)];
            assert_eq!(levels(&bank, &answers), [level], "{weight} {answer:?}");
        }
        let answers = [("0.0".to_owned(), Answer::Yes)];
        assert_eq!(levels(&one(3, Answer::Yes), &answers), [Level::Red]);
    }

    #[test]
    fn the_most_urgent_comes_first_and_what_is_alike_stays_in_order() {
        let bank = bank(&[
            vec![(1, Answer::No), (3, Answer::No)],
            vec![(2, Answer::No), (3, Answer::No), (2, Answer::No)],
        ]);
        let answers: Vec<_> = ids(&bank)
            .into_iter()
            .map(|id| {
                let unclear = id == "1.2";
                (id, if unclear { Answer::Unclear } else { Answer::No })
            })
            .collect();
        let reading = bank.read(&given(&answers));
        let order: Vec<&str> = reading
            .actions()
            .iter()
            .map(|found| found.question.id.as_str())
            .collect();
        assert_eq!(order, ["0.1", "1.1", "1.0", "0.0", "1.2"]);
        assert_eq!(reading.count(Level::Red), 2);
        assert_eq!(reading.count(Level::Green), 0);
    }

    #[test]
    fn what_is_not_answered_is_asked_first() {
        let bank = bank(&[vec![(1, Answer::No)], vec![(1, Answer::No)]]);
        let mut answers = vec![("0.0".to_owned(), Answer::NotApplicable)];
        assert_eq!(
            bank.first_open(&given(&answers)),
            Some(Dimension::Governance)
        );
        answers.push(("1.0".to_owned(), Answer::Unclear));
        assert_eq!(bank.first_open(&given(&answers)), None);
    }

    fn risk() -> impl Strategy<Value = Answer> {
        prop::sample::select(vec![Answer::Yes, Answer::No])
    }

    fn answered() -> impl Strategy<Value = (Bank, Vec<(String, Answer)>)> {
        let questions = prop::collection::vec((1_u8..=3, risk()), 1..6);
        prop::collection::vec(questions, 1..=10).prop_flat_map(|parts| {
            let bank = bank(&parts);
            let ids = ids(&bank);
            let answer = prop::sample::select(ANSWERS.to_vec());
            let answers = prop::collection::vec(answer, ids.len())
                .prop_map(move |given| ids.iter().cloned().zip(given).collect());
            (Just(bank), answers)
        })
    }

    proptest! {
        #[test]
        fn a_worse_answer_never_lowers_a_level(
            (bank, answers) in answered(),
            at in any::<prop::sample::Index>(),
            other in prop::sample::select(ANSWERS.to_vec()),
        ) {
            let before = levels(&bank, &answers);
            let mut after = answers;
            let place = at.index(after.len());
            let (id, old) = &mut after[place];
            let question = bank.parts.iter().flat_map(|part| &part.questions).find(|q| q.id == *id);
            let question = question.cloned().unwrap_or_default();
            prop_assume!(badness(&question, other) >= badness(&question, *old));
            *old = other;
            for (before, after) in before.iter().zip(levels(&bank, &after)) {
                prop_assert!(after >= *before);
            }
        }

        #[test]
        fn what_does_not_apply_changes_nothing_else(
            (bank, answers) in answered(),
            at in any::<prop::sample::Index>(),
        ) {
            let place = at.index(answers.len());
            let mut without = answers.clone();
            without[place].1 = Answer::NotApplicable;
            let id = answers[place].0.clone();
            let found = |answers: &[(String, Answer)]| -> Vec<(String, Level)> {
                let reading = bank.read(&given(answers));
                let all = reading.actions().into_iter().map(|found| (found.question.id.clone(), found.level));
                all.filter(|(of, _)| *of != id).collect()
            };
            prop_assert_eq!(found(&answers), found(&without));
        }

        #[test]
        fn the_order_of_answering_does_not_matter(
            (bank, answers) in answered(),
            turn in any::<prop::sample::Index>(),
        ) {
            let mut other = answers.clone();
            let middle = turn.index(other.len());
            other.rotate_left(middle);
            prop_assert_eq!(bank.read(&given(&answers)), bank.read(&given(&other)));
        }

        #[test]
        fn all_good_is_green((bank, answers) in answered()) {
            let good: Vec<(String, Answer)> = answers
                .iter()
                .map(|(id, _)| {
                    let mut all = bank.parts.iter().flat_map(|part| &part.questions);
                    let risk = all.find(|q| q.id == *id).map(|q| q.risk);
                    (id.clone(), if risk == Some(Answer::Yes) { Answer::No } else { Answer::Yes })
                })
                .collect();
            let reading = bank.read(&given(&good));
            prop_assert_eq!(reading.count(Level::Green), bank.parts.len());
            prop_assert!(reading.actions().is_empty());
        }
    }
}
