//! The legal health check that a small firm does by itself: the shape of its questions and how answers are read.
//! The questions are content (`public/checkup/<language>.json`); [`check`] tells what is wrong with them.

mod check;
mod reading;

pub use check::{Fault, check, same_shape};
pub use reading::{Finding, Level, PartReading, Reading, TOP};

use serde::{Deserialize, Serialize};

use crate::doors::{Source, Statement};

wire_enum! {
    /// What is looked at, in the order of the questions and of the report.
    Dimension {
        /// 法律风险意识
        Awareness = "awareness",
        /// 公司治理
        Governance = "governance",
        /// 合同管理
        Contracts = "contracts",
        /// 劳动用工
        Labor = "labor",
        /// 知识产权
        IntellectualProperty = "intellectual-property",
        /// 税务
        Tax = "tax",
        /// 数据与个人信息
        Data = "data",
        /// 融资与担保
        Finance = "finance",
        /// 行业合规
        Compliance = "compliance",
        /// 纠纷
        Disputes = "disputes",
    }
}

wire_enum! {
    /// What can be answered to every question.
    Answer {
        /// 是
        Yes = "yes",
        /// 否
        No = "no",
        /// 不清楚
        Unclear = "unclear",
        /// 不适用
        NotApplicable = "not-applicable",
    }
}

/// All questions, and what they share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    /// One for each [`Dimension`], in its order.
    pub parts: Vec<Part>,
    /// Who can help.
    pub helpers: Vec<Helper>,
    /// The titles of the rules that statements name.
    pub sources: Vec<Source>,
}

/// The questions about one dimension.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which one.
    pub dimension: Dimension,
    /// Its name.
    pub name: String,
    /// What it is about; empty where the name says it all.
    #[serde(default)]
    pub about: String,
    /// What is asked.
    pub questions: Vec<Question>,
}

/// One question, and what follows from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Unique among all questions. Answers are kept under it.
    pub id: String,
    /// The question.
    pub ask: String,
    /// What helps to answer it; empty when nothing does.
    #[serde(default)]
    pub hint: String,
    /// How much hangs on it: 1 little, 3 the firm itself.
    pub weight: u8,
    /// The answer that is a risk: yes or no.
    pub risk: Answer,
    /// What to do, in a few words.
    pub act: String,
    /// Why it matters.
    pub why: Vec<Statement>,
    /// What happens if nothing is done.
    pub loss: String,
    /// How to do it.
    pub how: String,
    /// The ids of who can help, the best first.
    pub help: Vec<String>,
}

/// Somebody who can help: found in the directory, in the guide or by telephone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helper {
    /// Unique among the helpers.
    pub id: String,
    /// What a link to it says.
    pub words: String,
    /// The search that finds it, as a query string; empty when the directory has none.
    #[serde(default)]
    pub find: String,
    /// The topic of the guide that leads to it; empty when none does.
    #[serde(default)]
    pub which: String,
    /// The number to call; empty when there is none for the whole province.
    #[serde(default)]
    pub call: String,
}

impl Bank {
    /// The questions about this dimension.
    pub fn part(&self, dimension: Dimension) -> Option<&Part> {
        self.parts.iter().find(|part| part.dimension == dimension)
    }

    /// Who has this id.
    pub fn helper(&self, id: &str) -> Option<&Helper> {
        self.helpers.iter().find(|helper| helper.id == id)
    }

    /// The first dimension with a question that has no answer.
    pub fn first_open(&self, answer: &dyn Fn(&str) -> Answer) -> Option<Dimension> {
        let open = |part: &&Part| part.open(answer).next().is_some();
        self.parts.iter().find(open).map(|part| part.dimension)
    }
}

impl Part {
    /// The questions without an answer.
    pub fn open<'a>(
        &'a self,
        answer: &'a dyn Fn(&str) -> Answer,
    ) -> impl Iterator<Item = &'a Question> {
        let open = move |question: &&Question| !answer(&question.id).is_known();
        self.questions.iter().filter(open)
    }
}
