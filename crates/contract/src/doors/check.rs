//! What can be wrong with the guide's content. Tests run this over every file; the app trusts the files.

use std::collections::BTreeSet;

use super::reading::{AVERAGE_SENTENCE, LONGEST_SENTENCE, OFFICIALESE, sentences};
use super::{
    FEWEST_QUESTIONS, Leaf, MOST_QUESTIONS, Question, Source, Start, Statement, Stop, Tree, Way,
};
use crate::kinds::{DisputeField, Topic};
use crate::organization::SearchQuery;

/// How a rule is known. What nobody could confirm is in neither class and may not be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Its text was read.
    Confirmed,
    /// A report of it was read.
    Secondary,
}

/// A rule of law that statements may rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegalSource {
    /// Its short name in the content.
    pub key: &'static str,
    /// Its official title.
    pub title: &'static str,
    /// How it is known.
    pub tag: Tag,
}

/// Everything that the guide and the health check may rest on.
pub const LEGAL_SOURCES: [LegalSource; 25] = {
    use Tag::{Confirmed, Secondary};
    const fn known(key: &'static str, title: &'static str, tag: Tag) -> LegalSource {
        LegalSource { key, title, tag }
    }
    [
        known("PML", "人民调解法", Confirmed),
        known("R75", "人民调解工作若干规定", Secondary),
        known("LDMA", "劳动争议调解仲裁法", Confirmed),
        known(
            "LDI",
            "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）",
            Confirmed,
        ),
        known(
            "RS4",
            "关于加强新就业形态劳动纠纷一站式调解工作的通知（人社厅发〔2024〕4号）",
            Secondary,
        ),
        known(
            "RS56",
            "关于维护新就业形态劳动者劳动保障权益的指导意见（人社部发〔2021〕56号）",
            Secondary,
        ),
        known(
            "JSINJ",
            "关于扩大新就业形态人员职业伤害保障试点工作的通知（苏人社发〔2025〕31号）",
            Secondary,
        ),
        known(
            "LS12",
            "关于确立劳动关系有关事项的通知（劳社部发〔2005〕12号）",
            Secondary,
        ),
        known("CMR", "商事调解条例", Secondary),
        known("CPL", "民事诉讼法", Confirmed),
        known("CPLI", "最高人民法院关于适用民事诉讼法的解释", Confirmed),
        known(
            "LIM",
            "最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定",
            Confirmed,
        ),
        known("OMR", "人民法院在线调解规则", Confirmed),
        known("INV", "最高人民法院关于人民法院特邀调解的规定", Confirmed),
        known(
            "S1",
            "关于充分发挥人民调解基础性作用 推进诉源治理的意见（司发〔2023〕1号）",
            Secondary,
        ),
        known(
            "JSADM",
            "江苏省行政调解办法（苏政发〔2019〕28号）",
            Secondary,
        ),
        known("SMEP", "保障中小企业款项支付条例", Confirmed),
        known("DVL", "反家庭暴力法", Confirmed),
        known("PETR", "信访工作条例", Confirmed),
        known(
            "JC11",
            "最高人民法院关于人民调解协议司法确认程序的若干规定",
            Confirmed,
        ),
        known("COL", "公司法（2023 年修订）", Confirmed),
        known("LCL", "劳动合同法", Confirmed),
        known("SIL", "社会保险法", Confirmed),
        known("PIPL", "个人信息保护法", Confirmed),
        known(
            "RDHC",
            "如东县《小微企业法治体检操作指引》（2025 年）的做法",
            Secondary,
        ),
    ]
};

/// Words that turn a sentence into a statement of law, which has to say what it rests on.
const RULE_WORDS: [&str; 20] = [
    "免费",
    "不收",
    "收费",
    "工作日",
    "小时",
    "个月",
    " 天",
    "一年",
    "裁定",
    "生效",
    "时效",
    "司法确认",
    "仲裁时",
    "支付令",
    "保护令",
    "不能调解",
    "和合同一样",
    "随时",
    "必须",
    "保密",
];

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Two questions, leaves or ways have this id.
    Duplicate(String),
    /// An answer leads to this id, which is nowhere.
    DeadEnd(String),
    /// This question can be asked twice on one way.
    Cycle(String),
    /// No way leads to this question or leaf.
    Unreachable(String),
    /// Nothing recommends or lists this way.
    UnusedWay(String),
    /// A leaf or an answer names this way, which is nowhere.
    UnknownWay(String),
    /// A way to this leaf has too few questions or too many, the one about the topic included.
    Length(String, usize),
    /// A question with this id has fewer than two answers.
    NoChoice(String),
    /// Something that people are shown here is empty.
    Empty(String),
    /// A way that is recommended does not say what it costs, how long it takes or what it cannot do.
    Untold(String),
    /// A leaf has nothing beside the way it recommends.
    NoOtherWay(String),
    /// A way with a search that this portal does not understand.
    Search(String),
    /// An answer with a topic that the field does not have, or a tree without a field.
    Topic(String),
    /// A statement of law that rests on nothing.
    NoSource(String),
    /// A source that is not in [`LEGAL_SOURCES`], or has no title in `topics.json`.
    UnknownSource(String),
    /// A sentence that is too long.
    LongSentence(String),
    /// Sentences are too long on average: this many characters.
    LongAverage(usize),
    /// A word that nobody says.
    Officialese(String),
    /// This id is in one language and not in the other.
    OtherLanguage(String),
}

/// What is wrong with one topic's file.
pub fn check(start: &Start, tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    duplicates(&ids(tree), &mut faults);
    let ways: Vec<&str> = start
        .ways
        .iter()
        .chain(&tree.ways)
        .map(|w| &*w.id)
        .collect();
    duplicates(&ways, &mut faults);
    if !tree.field.is_known() {
        faults.push(Fault::Topic("field".to_owned()));
    }
    let mut seen = BTreeSet::new();
    match tree.questions.first() {
        Some(first) => follow(tree, first, &mut Vec::new(), &mut seen, &mut faults),
        None => faults.push(Fault::Empty("questions".to_owned())),
    }
    for id in ids(tree) {
        if !seen.contains(id) {
            faults.push(Fault::Unreachable(id.to_owned()));
        }
    }
    let mut named = BTreeSet::new();
    for question in &tree.questions {
        check_question(tree.field, question, &mut named, &mut faults);
    }
    for leaf in &tree.leaves {
        check_leaf(start, tree, leaf, &mut named, &mut faults);
    }
    for id in &named {
        if start.way(tree, id).is_none() {
            faults.push(Fault::UnknownWay((*id).to_owned()));
        }
    }
    for way in &tree.ways {
        if !named.contains(way.id.as_str()) {
            faults.push(Fault::UnusedWay(way.id.clone()));
        }
        check_way(way, &mut faults);
    }
    let (alone, statements) = words(&tree.questions, &tree.leaves, &tree.ways);
    faults.extend(check_words(&start.sources, &alone, &statements));
    faults
}

/// What is wrong with `topics.json`.
pub fn check_start(start: &Start) -> Vec<Fault> {
    let mut faults = Vec::new();
    let topics: Vec<&str> = start.question.answers.iter().map(|a| &*a.to).collect();
    duplicates(&topics, &mut faults);
    check_question(
        DisputeField::Unknown,
        &start.question,
        &mut BTreeSet::new(),
        &mut faults,
    );
    for way in &start.ways {
        check_way(way, &mut faults);
    }
    for source in &start.sources {
        let known = LEGAL_SOURCES.iter().any(|known| known.key == source.key);
        if !known || source.title.trim().is_empty() {
            faults.push(Fault::UnknownSource(source.key.clone()));
        }
    }
    let questions = std::slice::from_ref(&start.question);
    let (alone, statements) = words(questions, &[], &start.ways);
    faults.extend(check_words(&start.sources, &alone, &statements));
    faults
}

/// What one language of a topic has and another does not: answers are remembered by their place, and a
/// link must lead to the same place in each.
pub fn same_shape(one: &Tree, other: &Tree) -> Vec<Fault> {
    let shape = |tree: &Tree| -> BTreeSet<String> {
        let answers = tree.questions.iter().flat_map(|question| {
            question
                .answers
                .iter()
                .enumerate()
                .map(move |(at, answer)| format!("{}.{at} to {}", question.id, answer.to))
        });
        let ways = tree.ways.iter().map(|way| way.id.clone());
        let ids = ids(tree).into_iter().map(str::to_owned);
        ids.chain(ways).chain(answers).collect()
    };
    let (one, other) = (shape(one), shape(other));
    one.symmetric_difference(&other)
        .map(|id| Fault::OtherLanguage(id.clone()))
        .collect()
}

fn ids(tree: &Tree) -> Vec<&str> {
    let questions = tree.questions.iter().map(|question| &*question.id);
    let leaves = tree.leaves.iter().map(|leaf| &*leaf.id);
    questions.chain(leaves).collect()
}

fn duplicates(ids: &[&str], faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(*id) {
            faults.push(Fault::Duplicate((*id).to_owned()));
        }
    }
}

/// Goes every way from a question on; `behind` are the questions before it.
fn follow<'a>(
    tree: &'a Tree,
    question: &'a Question,
    behind: &mut Vec<&'a str>,
    seen: &mut BTreeSet<&'a str>,
    faults: &mut Vec<Fault>,
) {
    if behind.contains(&question.id.as_str()) {
        push_once(faults, Fault::Cycle(question.id.clone()));
        return;
    }
    seen.insert(&question.id);
    behind.push(&question.id);
    // The question about the topic came before all of these.
    let asked = behind.len() + 1;
    for answer in &question.answers {
        match tree.stop(&answer.to) {
            Some(Stop::Question(next)) => follow(tree, next, behind, seen, faults),
            Some(Stop::Leaf(leaf)) => {
                seen.insert(&leaf.id);
                let enough = leaf.urgent || asked >= FEWEST_QUESTIONS;
                if !enough || asked > MOST_QUESTIONS {
                    push_once(faults, Fault::Length(leaf.id.clone(), asked));
                }
            }
            None => push_once(faults, Fault::DeadEnd(answer.to.clone())),
        }
    }
    behind.pop();
}

fn push_once(faults: &mut Vec<Fault>, fault: Fault) {
    if !faults.contains(&fault) {
        faults.push(fault);
    }
}

fn check_question<'a>(
    field: DisputeField,
    question: &'a Question,
    named: &mut BTreeSet<&'a str>,
    faults: &mut Vec<Fault>,
) {
    if question.answers.len() < 2 {
        faults.push(Fault::NoChoice(question.id.clone()));
    }
    if question.ask.trim().is_empty() {
        faults.push(Fault::Empty(question.id.clone()));
    }
    for answer in &question.answers {
        named.extend(answer.others.iter().map(String::as_str));
        if answer.words.trim().is_empty() {
            faults.push(Fault::Empty(question.id.clone()));
        }
        let told = |topic| topic != Topic::Else && field.topics().contains(&topic);
        if answer.topic.is_some_and(|topic| !told(topic)) {
            faults.push(Fault::Topic(question.id.clone()));
        }
    }
}

fn check_leaf<'a>(
    start: &Start,
    tree: &Tree,
    leaf: &'a Leaf,
    named: &mut BTreeSet<&'a str>,
    faults: &mut Vec<Fault>,
) {
    named.insert(&leaf.way);
    named.extend(leaf.others.iter().map(String::as_str));
    if leaf.why.is_empty() {
        faults.push(Fault::Empty(leaf.id.clone()));
    }
    if !leaf.others.iter().any(|other| *other != leaf.way) {
        faults.push(Fault::NoOtherWay(leaf.id.clone()));
    }
    // In danger nobody asks for a tariff.
    let told = |way: &Way| {
        leaf.urgent || !(way.cost.is_empty() || way.time.is_empty() || way.cannot.is_empty())
    };
    if start.way(tree, &leaf.way).is_some_and(|way| !told(way)) {
        faults.push(Fault::Untold(leaf.way.clone()));
    }
}

fn check_way(way: &Way, faults: &mut Vec<Fault>) {
    if way.about.is_empty() || way.name.trim().is_empty() || way.next.trim().is_empty() {
        faults.push(Fault::Empty(way.id.clone()));
    }
    let pairs = way.find.split('&').filter_map(|pair| pair.split_once('='));
    let understood = SearchQuery::from_pairs(pairs).is_ok_and(|query| {
        query.to_query_string() == way.find && query.field.is_none() && query.place.is_none()
    });
    if !understood || !way.call.bytes().all(|byte| byte.is_ascii_digit()) {
        faults.push(Fault::Search(way.id.clone()));
    }
}

/// Everything that people read: words alone, and statements.
fn words<'a>(
    questions: &'a [Question],
    leaves: &'a [Leaf],
    ways: &'a [Way],
) -> (Vec<&'a str>, Vec<&'a Statement>) {
    let mut alone: Vec<&str> = Vec::new();
    for question in questions {
        alone.extend([&*question.ask, &*question.hint]);
        for answer in &question.answers {
            alone.extend([&*answer.words, &*answer.note]);
        }
    }
    for way in ways {
        alone.extend([&*way.name, &*way.next]);
    }
    let of_ways = ways.iter().flat_map(|way| {
        let parts = [&way.about, &way.cost, &way.time, &way.cannot];
        parts.into_iter().flatten()
    });
    let statements = leaves.iter().flat_map(|leaf| &leaf.why).chain(of_ways);
    (alone, statements.collect())
}

/// What is wrong with words alone and with statements, which rest on these sources.
pub(crate) fn check_words(
    sources: &[Source],
    alone: &[&str],
    statements: &[&Statement],
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for statement in statements {
        let say = &statement.say;
        if say.trim().is_empty() {
            faults.push(Fault::Empty("say".to_owned()));
        }
        if statement.by.is_empty() && RULE_WORDS.iter().any(|word| say.contains(word)) {
            faults.push(Fault::NoSource(say.clone()));
        }
        for by in &statement.by {
            let key = by.split(' ').next().unwrap_or_default();
            let allowed = LEGAL_SOURCES.iter().any(|source| source.key == key);
            let titled = sources.iter().any(|source| source.key == key);
            if !allowed || !titled {
                faults.push(Fault::UnknownSource(by.clone()));
            }
        }
    }
    let (mut count, mut length) = (0, 0);
    let said = statements.iter().map(|statement| &*statement.say);
    for text in alone.iter().copied().chain(said) {
        if let Some(word) = OFFICIALESE.iter().find(|word| text.contains(*word)) {
            faults.push(Fault::Officialese(format!("{word}: {text}")));
        }
        for sentence in sentences(text) {
            let characters = sentence.chars().count();
            count += 1;
            length += characters;
            if characters > LONGEST_SENTENCE {
                faults.push(Fault::LongSentence(sentence.to_owned()));
            }
        }
    }
    let average = length / count.max(1);
    if average >= AVERAGE_SENTENCE {
        faults.push(Fault::LongAverage(average));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doors::Answer;

    fn say(say: &str, by: &[&str]) -> Statement {
        Statement {
            say: say.into(),
            by: by.iter().map(|by| (*by).to_owned()).collect(),
        }
    }

    fn answer(to: &str) -> Answer {
        Answer {
            words: "是".into(),
            to: to.into(),
            ..Answer::default()
        }
    }

    fn question(id: &str, to: [&str; 2]) -> Question {
        Question {
            id: id.into(),
            ask: "是吗？".into(),
            answers: to.map(answer).to_vec(),
            ..Question::default()
        }
    }

    fn leaf(id: &str) -> Leaf {
        Leaf {
            id: id.into(),
            way: "people".into(),
            why: vec![say("很近。", &[])],
            others: vec!["court".into()],
            urgent: false,
        }
    }

    fn way(id: &str) -> Way {
        Way {
            id: id.into(),
            name: "调解".into(),
            about: vec![say("能谈。", &[])],
            cost: vec![say("不收钱。", &["PML 第四条"])],
            time: vec![say("很快。", &[])],
            cannot: vec![say("不判。", &[])],
            next: "去问。".into(),
            ..Way::default()
        }
    }

    fn start() -> Start {
        Start {
            question: question("topic", ["labor", "family"]),
            ways: vec![way("people"), way("court")],
            sources: vec![Source {
                key: "PML".into(),
                title: "人民调解法".into(),
            }],
        }
    }

    /// Two questions; either answer of the second ends.
    fn tree() -> Tree {
        Tree {
            field: DisputeField::Labor,
            questions: vec![question("a", ["b", "b"]), question("b", ["x", "y"])],
            leaves: vec![leaf("x"), leaf("y")],
            ways: Vec::new(),
        }
    }

    fn faults(break_it: impl FnOnce(&mut Tree)) -> Vec<Fault> {
        let mut tree = tree();
        break_it(&mut tree);
        check(&start(), &tree)
    }

    fn at<T>(list: &mut [T], place: usize) -> &mut T {
        list.get_mut(place).unwrap_or_else(|| unreachable!())
    }

    #[test]
    fn a_whole_tree_has_no_fault() {
        assert_eq!(faults(|_| ()), []);
        assert_eq!(check_start(&start()), []);
    }

    #[test]
    fn ways_that_lead_nowhere_are_found() {
        let faults = faults(|tree| {
            at(&mut at(&mut tree.questions, 1).answers, 1).to = "z".into();
        });
        assert_eq!(
            faults,
            [Fault::DeadEnd("z".into()), Fault::Unreachable("y".into())]
        );
    }

    #[test]
    fn circles_and_equal_ids_are_found() {
        let circle = faults(|tree| at(&mut at(&mut tree.questions, 1).answers, 1).to = "a".into());
        assert!(circle.contains(&Fault::Cycle("a".into())), "{circle:?}");
        let twins = faults(|tree| at(&mut tree.leaves, 0).id = "b".into());
        assert!(twins.contains(&Fault::Duplicate("b".into())), "{twins:?}");
    }

    #[test]
    fn every_way_has_three_to_six_questions_unless_it_is_urgent() {
        let short = |urgent| {
            faults(|tree| {
                at(&mut at(&mut tree.questions, 0).answers, 0).to = "x".into();
                at(&mut tree.leaves, 0).urgent = urgent;
            })
        };
        assert_eq!(short(false), [Fault::Length("x".into(), 2)]);
        assert_eq!(short(true), []);
        let long = faults(|tree| {
            tree.questions = (0..6)
                .map(|place| {
                    let next = format!("q{}", place + 1);
                    let next = if place == 5 { "x" } else { &next };
                    question(&format!("q{place}"), [next, "y"])
                })
                .collect();
        });
        assert!(long.contains(&Fault::Length("x".into(), 7)), "{long:?}");
        assert!(long.contains(&Fault::Length("y".into(), 2)), "{long:?}");
    }

    #[test]
    fn a_leaf_says_all_that_helps_to_decide() {
        let alone = faults(|tree| at(&mut tree.leaves, 0).others.clear());
        assert_eq!(alone, [Fault::NoOtherWay("x".into())]);
        let unknown = faults(|tree| at(&mut tree.leaves, 0).way = "nobody".into());
        assert_eq!(unknown, [Fault::UnknownWay("nobody".into())]);
        let untold = faults(|tree| {
            tree.ways.push(Way {
                cost: Vec::new(),
                ..way("own")
            });
            at(&mut tree.leaves, 0).way = "own".into();
        });
        assert_eq!(untold, [Fault::Untold("own".into())]);
        let unused = faults(|tree| tree.ways.push(way("own")));
        assert_eq!(unused, [Fault::UnusedWay("own".into())]);
        let silent = faults(|tree| at(&mut tree.leaves, 0).why.clear());
        assert_eq!(silent, [Fault::Empty("x".into())]);
    }

    #[test]
    fn searches_and_topics_are_those_of_the_portal() {
        let search = |find: &str| {
            faults(|tree| {
                let find = find.to_owned();
                tree.ways.push(Way { find, ..way("own") });
                at(&mut tree.leaves, 0).way = "own".into();
            })
        };
        assert_eq!(search("kind=labor-organization"), []);
        for odd in ["kind=nobody", "field=labor", "region=320100", "x=1"] {
            assert_eq!(search(odd), [Fault::Search("own".into())], "{odd}");
        }
        let topic = |topic| {
            faults(|tree| at(&mut at(&mut tree.questions, 0).answers, 0).topic = Some(topic))
        };
        assert_eq!(topic(Topic::Wages), []);
        assert_eq!(topic(Topic::Marriage), [Fault::Topic("a".into())]);
        assert_eq!(topic(Topic::Else), [Fault::Topic("a".into())]);
    }

    #[test]
    fn the_law_is_named_and_known() {
        let why =
            |statement: Statement| faults(|tree| at(&mut tree.leaves, 0).why = vec![statement]);
        let bare = say("一般一个月里谈完。", &[]);
        assert_eq!(why(bare.clone()), [Fault::NoSource(bare.say)]);
        assert_eq!(why(say("不收钱。", &["PML 第四条"])), []);
        for key in ["RUMOUR", "R75 第三十三条"] {
            // The one is not allowed at all, the other has no title here.
            let unknown = why(say("不收钱。", &[key]));
            assert_eq!(unknown, [Fault::UnknownSource(key.into())]);
        }
    }

    #[test]
    fn words_are_plain() {
        let ask = |words: &str| faults(|tree| at(&mut tree.questions, 0).ask = words.to_owned());
        let office = ask("当事人是谁？");
        assert!(
            matches!(office.as_slice(), [Fault::Officialese(_)]),
            "{office:?}"
        );
        let long = "很".repeat(41);
        assert_eq!(ask(&long), [Fault::LongSentence(long.clone())]);
        let average = faults(|tree| {
            for question in &mut tree.questions {
                question.ask = "长".repeat(40);
                for answer in &mut question.answers {
                    answer.words = "长".repeat(40);
                }
            }
        });
        assert!(
            matches!(average.as_slice(), [Fault::LongAverage(_)]),
            "{average:?}"
        );
        assert_eq!(ask(" "), [Fault::Empty("a".into())]);
    }

    #[test]
    fn languages_have_the_same_shape() {
        let mut other = tree();
        assert_eq!(same_shape(&tree(), &other), []);
        at(&mut other.leaves, 0).id = "z".into();
        assert_eq!(same_shape(&tree(), &other).len(), 2);
    }
}
