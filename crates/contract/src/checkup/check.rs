//! What can be wrong with the questions. Tests run this over every language; the app trusts the files.

use std::collections::BTreeSet;

use super::{Answer, Bank, Dimension, Helper, Question};
use crate::doors::{self, Statement};
use crate::organization::SearchQuery;

/// The most questions on one screen.
const MOST_IN_PART: usize = 6;
/// The most questions at all: at ten seconds each they take about eight minutes.
const MOST: usize = 50;

/// Something wrong with the questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not every dimension has its questions, in the order of the list.
    Dimensions,
    /// So many questions are too many, or too few, here.
    Length(String, usize),
    /// Two questions or helpers have this id.
    Duplicate(String),
    /// Something that people are shown here is empty.
    Empty(String),
    /// A weight other than 1 to 3, or a risk that is neither yes nor no.
    Scale(String),
    /// A helper that nobody names, that is nowhere, or that is not found in exactly one way.
    Helper(String),
    /// Something wrong with the words.
    Words(doors::Fault),
    /// This is in one language and not in the other.
    OtherLanguage(String),
}

/// What is wrong with the questions of one language.
pub fn check(bank: &Bank) -> Vec<Fault> {
    let mut faults = Vec::new();
    let dimensions: Vec<Dimension> = bank.parts.iter().map(|part| part.dimension).collect();
    if dimensions != Dimension::ALL {
        faults.push(Fault::Dimensions);
    }
    for part in &bank.parts {
        let count = part.questions.len();
        if !(1..=MOST_IN_PART).contains(&count) {
            faults.push(Fault::Length(part.name.clone(), count));
        }
        if part.name.trim().is_empty() {
            faults.push(Fault::Empty(part.dimension.as_str().to_owned()));
        }
    }
    let questions: Vec<&Question> = questions(bank).collect();
    if questions.len() > MOST {
        faults.push(Fault::Length("questions".to_owned(), questions.len()));
    }
    duplicates(questions.iter().map(|question| &*question.id), &mut faults);
    duplicates(bank.helpers.iter().map(|helper| &*helper.id), &mut faults);
    for question in &questions {
        check_question(bank, question, &mut faults);
    }
    for helper in &bank.helpers {
        let named = |question: &&Question| question.help.contains(&helper.id);
        if !questions.iter().any(named) || !can_be_found(helper) {
            faults.push(Fault::Helper(helper.id.clone()));
        }
    }
    let mut alone: Vec<&str> = Vec::new();
    for part in &bank.parts {
        alone.extend([&*part.name, &*part.about]);
    }
    for question in &questions {
        let Question {
            ask,
            hint,
            act,
            loss,
            how,
            ..
        } = question;
        alone.extend([ask, hint, act, loss, how].map(|text| text.as_str()));
    }
    let statements: Vec<&Statement> = questions.iter().flat_map(|q| &q.why).collect();
    let words = doors::check_words(&bank.sources, &alone, &statements);
    faults.extend(words.into_iter().map(Fault::Words));
    faults
}

/// What one language has and another does not: answers are kept by the ids of their questions.
pub fn same_shape(one: &Bank, other: &Bank) -> Vec<Fault> {
    let shape = |bank: &Bank| -> BTreeSet<String> {
        let scale = |q: &Question| format!("{} {} {}", q.id, q.weight, q.risk.as_str());
        questions(bank).map(scale).collect()
    };
    let (one, other) = (shape(one), shape(other));
    one.symmetric_difference(&other)
        .map(|id| Fault::OtherLanguage(id.clone()))
        .collect()
}

fn questions(bank: &Bank) -> impl Iterator<Item = &Question> {
    bank.parts.iter().flat_map(|part| &part.questions)
}

fn duplicates<'a>(ids: impl Iterator<Item = &'a str>, faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            faults.push(Fault::Duplicate(id.to_owned()));
        }
    }
}

fn check_question(bank: &Bank, question: &Question, faults: &mut Vec<Fault>) {
    let Question {
        id,
        ask,
        act,
        loss,
        how,
        ..
    } = question;
    let empty = [id, ask, act, loss, how]
        .iter()
        .any(|text| text.trim().is_empty());
    if empty || question.why.is_empty() || question.help.is_empty() {
        faults.push(Fault::Empty(id.clone()));
    }
    let is_risk = matches!(question.risk, Answer::Yes | Answer::No);
    if !(1..=3).contains(&question.weight) || !is_risk {
        faults.push(Fault::Scale(id.clone()));
    }
    for helper in &question.help {
        if bank.helper(helper).is_none() {
            faults.push(Fault::Helper(helper.clone()));
        }
    }
}

fn can_be_found(helper: &Helper) -> bool {
    let ways = [&helper.find, &helper.which, &helper.call];
    let pairs = helper
        .find
        .split('&')
        .filter_map(|pair| pair.split_once('='));
    let understood = SearchQuery::from_pairs(pairs)
        .is_ok_and(|query| query.to_query_string() == helper.find && query.place.is_none());
    let digits = helper.call.bytes().all(|byte| byte.is_ascii_digit());
    let once = ways.iter().filter(|way| !way.is_empty()).count() == 1;
    once && understood && digits && !helper.words.trim().is_empty()
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::checkup::Part;

    fn good() -> Bank {
        let part = |dimension: &Dimension| Part {
            dimension: *dimension,
            name: "合同".into(),
            questions: vec![Question {
                id: dimension.as_str().into(),
                ask: "有吗？".into(),
                weight: 2,
                risk: Answer::No,
                act: "补上".into(),
                why: vec![Statement {
                    say: "口头说的说不清。".into(),
                    by: Vec::new(),
                }],
                loss: "说不清。".into(),
                how: "写下来。".into(),
                help: vec!["line".into()],
                ..Question::default()
            }],
            ..Part::default()
        };
        Bank {
            parts: Dimension::ALL.iter().map(part).collect(),
            helpers: vec![Helper {
                id: "line".into(),
                words: "打 12348".into(),
                call: "12348".into(),
                ..Helper::default()
            }],
            sources: Vec::new(),
        }
    }

    /// What is found once the first question, or anything else, is changed.
    fn after(change: impl FnOnce(&mut Bank, &mut Question)) -> Vec<Fault> {
        let mut bank = good();
        let mut question = bank.parts[0].questions.remove(0);
        change(&mut bank, &mut question);
        bank.parts[0].questions.insert(0, question);
        check(&bank)
    }

    #[test]
    fn nothing_is_wrong_with_good_questions() {
        assert_eq!(check(&good()), []);
        assert_eq!(same_shape(&good(), &good()), []);
    }

    #[test]
    fn every_fault_is_found() {
        let id = || "awareness".to_owned();
        assert_eq!(after(|_, q| q.weight = 4), [Fault::Scale(id())]);
        assert_eq!(after(|_, q| q.risk = Answer::Unclear), [Fault::Scale(id())]);
        assert_eq!(after(|_, q| q.how.clear()), [Fault::Empty(id())]);
        assert_eq!(after(|_, q| q.why.clear()), [Fault::Empty(id())]);
        let nowhere = || vec!["line".to_owned(), "nowhere".to_owned()];
        assert_eq!(
            after(|_, q| q.help = nowhere()),
            [Fault::Helper("nowhere".into())]
        );
        assert_eq!(
            after(|bank, _| bank.helpers[0].find = "kind=moon".into()),
            [Fault::Helper("line".into())]
        );
        assert_eq!(
            after(|_, q| q.id = "tax".into()),
            [Fault::Duplicate("tax".into())]
        );
        assert_eq!(after(|bank, _| bank.parts.swap(1, 2)), [Fault::Dimensions]);
        let long = doors::Fault::Officialese("逾期: 逾期怎么办？".into());
        assert_eq!(
            after(|_, q| q.ask = "逾期怎么办？".into()),
            [Fault::Words(long)]
        );
        let crowd = |bank: &mut Bank, _: &mut Question| {
            let question = bank.parts[1].questions[0].clone();
            let more = (0..6).map(|at| Question {
                id: at.to_string(),
                ..question.clone()
            });
            bank.parts[1].questions.extend(more);
        };
        assert_eq!(after(crowd), [Fault::Length("合同".into(), 7)]);
    }

    #[test]
    fn languages_ask_the_same() {
        let mut other = good();
        other.parts[0].questions[0].weight = 1;
        assert_eq!(
            same_shape(&good(), &other),
            ["awareness 1 no", "awareness 2 no"].map(|id| Fault::OtherLanguage(id.into()))
        );
    }
}
