//! "Which door?": the shape of the guide that leads a person from plain questions to the body that fits,
//! and how answers are followed through it. The guide itself is content (`public/doors/<language>/`): one
//! file per topic, and `topics.json` with what all topics share; [`check`] tells what is wrong with them.

mod check;
mod reading;

pub(crate) use check::check_words;
pub use check::{Fault, LEGAL_SOURCES, LegalSource, Tag, check, check_start, same_shape};

use serde::{Deserialize, Serialize};

use crate::kinds::{DisputeField, Topic};

/// The most questions on any way through the guide, the one about the topic included.
pub const MOST_QUESTIONS: usize = 6;
/// The fewest, unless an answer says that something is urgent.
pub const FEWEST_QUESTIONS: usize = 3;

/// `topics.json`: the first question, and what the topics share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// Which topic? Its answers lead to topics.
    pub question: Question,
    /// The ways that several topics lead to.
    pub ways: Vec<Way>,
    /// The titles of the rules of law that statements name.
    pub sources: Vec<Source>,
}

/// `<topic>.json`: the questions of one topic and where they lead. The first question is asked first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    /// The field of its organizations and requests.
    pub field: DisputeField,
    /// What is asked.
    pub questions: Vec<Question>,
    /// Where answers end.
    pub leaves: Vec<Leaf>,
    /// The ways that only this topic leads to.
    #[serde(default)]
    pub ways: Vec<Way>,
}

/// One question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Unique among the questions and leaves of its file.
    pub id: String,
    /// The question.
    pub ask: String,
    /// What helps to answer it; empty when nothing does.
    #[serde(default)]
    pub hint: String,
    /// What can be answered.
    pub answers: Vec<Answer>,
}

/// One answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The answer.
    pub words: String,
    /// Examples or a limit; empty when there are none.
    #[serde(default)]
    pub note: String,
    /// The question or leaf it leads to; of the first question: the topic.
    pub to: String,
    /// What it says of the dispute, for the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// Other ways that this answer opens, whatever follows.
    #[serde(default)]
    pub others: Vec<String>,
    /// Whether nothing on this phone may tell that it was given.
    #[serde(default)]
    pub quiet: bool,
}

/// Where the answers end: what is recommended, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// Unique among the questions and leaves of its file.
    pub id: String,
    /// Id of the recommended way.
    pub way: String,
    /// Why this one.
    pub why: Vec<Statement>,
    /// Ids of the other ways, in the order in which they should be thought of.
    pub others: Vec<String>,
    /// Whether somebody's safety comes before everything else.
    #[serde(default)]
    pub urgent: bool,
}

/// A way to settle the matter: a kind of body, a procedure, a telephone line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// Unique in its file and in `topics.json`.
    pub id: String,
    /// Its name, as signs at the door say it.
    pub name: String,
    /// What it does, and when it fits.
    pub about: Vec<Statement>,
    /// What it costs.
    #[serde(default)]
    pub cost: Vec<Statement>,
    /// How long it takes.
    #[serde(default)]
    pub time: Vec<Statement>,
    /// What it cannot do.
    #[serde(default)]
    pub cannot: Vec<Statement>,
    /// What to do to go this way.
    pub next: String,
    /// What finds its organizations besides the field, as a query string; empty when the directory has none.
    #[serde(default)]
    pub find: String,
    /// The number to call; empty when there is none for the whole province.
    #[serde(default)]
    pub call: String,
}

/// One thing that is said of the law or of practice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// A sentence or two.
    pub say: String,
    /// What it rests on: the key of a [`Source`], then a space and the article where one is known.
    #[serde(default)]
    pub by: Vec<String>,
}

/// A rule of law that statements name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its key in [`LEGAL_SOURCES`].
    pub key: String,
    /// Its title, as people are told it.
    pub title: String,
}

/// Where answers have led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop<'a> {
    /// The next question.
    Question(&'a Question),
    /// The end.
    Leaf(&'a Leaf),
}

/// A way through a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk<'a> {
    /// What was asked and answered.
    pub answered: Vec<(&'a Question, &'a Answer)>,
    /// Where that led.
    pub stop: Stop<'a>,
}

impl Tree {
    /// Follows answers, each by its place among the answers of its question; `None` when there is no such
    /// way.
    pub fn walk(&self, picks: &[usize]) -> Option<Walk<'_>> {
        let mut stop = Stop::Question(self.questions.first()?);
        let mut answered = Vec::new();
        for pick in picks {
            let Stop::Question(question) = stop else {
                return None;
            };
            let answer = question.answers.get(*pick)?;
            answered.push((question, answer));
            stop = self.stop(&answer.to)?;
        }
        Some(Walk { answered, stop })
    }

    /// The question or leaf with this id.
    pub fn stop(&self, id: &str) -> Option<Stop<'_>> {
        let question = self.questions.iter().find(|question| question.id == id);
        let leaf = || self.leaves.iter().find(|leaf| leaf.id == id);
        question
            .map(Stop::Question)
            .or_else(|| leaf().map(Stop::Leaf))
    }

    /// How many questions there may still be from this one on, itself included.
    pub fn most_left(&self, question: &Question) -> usize {
        self.most_left_within(question, MOST_QUESTIONS)
    }

    fn most_left_within(&self, question: &Question, limit: usize) -> usize {
        let Some(limit) = limit.checked_sub(1) else {
            return 0;
        };
        let after = question
            .answers
            .iter()
            .map(|answer| match self.stop(&answer.to) {
                Some(Stop::Question(next)) => self.most_left_within(next, limit),
                _ => 0,
            });
        after.max().unwrap_or(0) + 1
    }
}

impl Start {
    /// The way with this id, of the tree or of all.
    pub fn way<'a>(&'a self, tree: &'a Tree, id: &str) -> Option<&'a Way> {
        tree.ways.iter().chain(&self.ways).find(|way| way.id == id)
    }

    /// What a statement rests on, in words.
    pub fn source_words(&self, by: &str) -> String {
        source_words(&self.sources, by)
    }
}

/// What a statement rests on, in words.
pub fn source_words(sources: &[Source], by: &str) -> String {
    let (key, article) = by.split_once(' ').unwrap_or((by, ""));
    let source = sources.iter().find(|source| source.key == key);
    let title = source.map_or("", |source| &source.title);
    [title, " ", article].concat().trim().to_owned()
}

impl Walk<'_> {
    /// What the answers say of the dispute.
    pub fn topic(&self) -> Option<Topic> {
        self.answered
            .iter()
            .rev()
            .find_map(|(_, answer)| answer.topic)
    }

    /// The ids of the ways besides the one recommended; those that answers opened come last.
    pub fn others<'a>(&'a self, leaf: &'a Leaf) -> Vec<&'a str> {
        let mut others: Vec<&str> = Vec::new();
        let opened = self.answered.iter().flat_map(|(_, answer)| &answer.others);
        for id in leaf.others.iter().chain(opened) {
            if *id != leaf.way && !others.contains(&id.as_str()) {
                others.push(id);
            }
        }
        others
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        serde_json::from_str(
            r#"{
              "field": "labor",
              "questions": [
                { "id": "a", "ask": "?", "answers": [
                  { "words": "1", "to": "b", "topic": "wages", "others": ["court", "order"] },
                  { "words": "2", "to": "x" }
                ] },
                { "id": "b", "ask": "?", "answers": [{ "words": "3", "to": "x", "others": ["people"] }] }
              ],
              "leaves": [{ "id": "x", "way": "people", "why": [], "others": ["line", "court"] }]
            }"#,
        )
        .unwrap()
    }

    #[test]
    fn answers_lead_from_question_to_leaf() {
        let tree = tree();
        let Stop::Question(first) = tree.walk(&[]).unwrap().stop else {
            unreachable!()
        };
        assert_eq!((first.id.as_str(), tree.most_left(first)), ("a", 2));
        let walk = tree.walk(&[0, 0]).unwrap();
        assert_eq!(walk.topic(), Some(Topic::Wages));
        let Stop::Leaf(leaf) = walk.stop else {
            unreachable!()
        };
        // Each once, and never what is recommended anyway.
        assert_eq!(walk.others(leaf), ["line", "court", "order"]);
    }

    #[test]
    fn answers_that_cannot_be_are_no_way() {
        for picks in [&[2][..], &[0, 1], &[1, 0], &[0, 0, 0]] {
            assert_eq!(tree().walk(picks), None, "{picks:?}");
        }
        assert_eq!(Tree::default().walk(&[]), None);
    }

    #[test]
    fn a_source_is_told_by_title_and_article() {
        let start = Start {
            sources: vec![Source {
                key: "PML".into(),
                title: "人民调解法".into(),
            }],
            ..Start::default()
        };
        assert_eq!(start.source_words("PML 第四条"), "人民调解法 第四条");
        assert_eq!(start.source_words("PML"), "人民调解法");
    }
}
