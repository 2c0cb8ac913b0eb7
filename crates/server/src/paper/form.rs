//! What stands on the paper, in the order of the official form: the parties with their particulars, the facts, what is
//! asked for, what there is to show, the signature.

use contract::claims::{self, Claim};
use contract::kinds::Topic;
use contract::questions::{Answer, AnswerKind, PARTICULARS, Question, Reply};
use contract::request::{Applicant, Content, Helper, OtherSide, Respondent, RespondentKind};
use jiff::civil::Date;
use words::exact_sum as sum;

use super::{Application, wording};

/// How many columns the grid of every table has.
pub(super) const COLUMNS: u16 = 24;
/// Columns of what a line is named by.
const NAME: u16 = 5;
/// Columns of a value where a line holds two.
const HALF: u16 = 7;
/// Longest answer, in characters, that shares its line with another.
const SHORT: usize = 14;

/// A part of the paper.
pub(super) enum Block {
    /// The name of the form.
    Title(String),
    /// A line or a paragraph across the page.
    Words(String),
    /// A table with a head.
    Section {
        /// What it is about.
        head: String,
        /// Its lines.
        rows: Vec<Row>,
    },
    /// A statement and the lines to sign it on, on one page.
    Signature(String, Vec<String>),
    /// Small print.
    Note(String),
    /// What stands above the title of a cover.
    Cover(String),
    /// A table without a head.
    Table(Vec<Row>),
}

/// A line of a table.
pub(super) enum Row {
    /// Cells side by side, [`COLUMNS`] wide together.
    Cells(Vec<Cell>),
    /// Paragraphs, each begun two characters in.
    Prose(Vec<String>),
    /// Items of a list.
    Items(Vec<String>),
}

/// A cell.
pub(super) struct Cell {
    /// What it is for.
    pub role: Role,
    /// How many columns it takes.
    pub columns: u16,
    /// What stands in it; empty to be filled in by hand.
    pub text: String,
}

/// What a cell is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Names what follows on its line.
    RowName,
    /// Names what stands below it.
    ColumnName,
    /// Says it.
    Value,
}

/// Everything up to the signature.
pub(super) fn blocks(application: &Application) -> Vec<Block> {
    let view = &application.view;
    let content = &names_only(&view.content, application.names_only);
    let [region, mobile] = match application.names_only {
        true => ["", ""],
        false => [&view.region_name, content.applicant.mobile.as_str()],
    };
    let submitted = application.submitted.strftime(wording::MOMENT);
    let mut blocks = vec![
        Block::Title(wording::title(application.to_committee).to_owned()),
        Block::Words(wording::filed(&view.number, &submitted.to_string())),
        Block::Words([wording::TO, &view.organization.name].concat()),
        applicant(wording::APPLICANT, content, region, mobile),
    ];
    let is_reachable = !application.names_only;
    blocks.extend(content.helper.as_ref().map(|one| helper(one, is_reachable)));
    let head = if content.others.is_empty() {
        wording::RESPONDENT.to_owned()
    } else {
        wording::respondent(0)
    };
    blocks.push(first_respondent(&head, content));
    let others = content.others.iter().enumerate();
    blocks.extend(others.map(|(at, other)| further_respondent(at + 1, other)));
    blocks.push(dispute(content));
    blocks.push(asked_for(content));
    blocks.extend(to_show(application));
    let mut signature = vec![wording::APPLICANT_SIGNS.to_owned()];
    let helped = content.helper.is_some();
    signature.extend(helped.then(|| wording::HELPER_SIGNS.to_owned()));
    signature.push(wording::DATE.to_owned());
    let statement = wording::statement(application.to_committee);
    blocks.push(Block::Signature(statement.to_owned(), signature));
    blocks
}

pub(super) fn cell(role: Role, columns: u16, text: impl Into<String>) -> Cell {
    Cell {
        role,
        columns,
        text: text.into(),
    }
}

pub(super) fn name(columns: u16, text: &str) -> Cell {
    cell(Role::RowName, columns, text)
}

pub(super) fn value(columns: u16, text: impl Into<String>) -> Cell {
    cell(Role::Value, columns, text)
}

/// A line that says one thing.
pub(super) fn line(label: &str, text: impl Into<String>) -> Row {
    Row::Cells(vec![name(NAME, label), value(COLUMNS - NAME, text)])
}

/// A line that says two things.
pub(super) fn pair(left: (&str, String), right: (&str, String)) -> Row {
    Row::Cells(vec![
        name(NAME, left.0),
        value(HALF, left.1),
        name(NAME, right.0),
        value(HALF, right.1),
    ])
}

/// A person's first line.
pub(super) fn person(label: &str, [named, gender, ethnic_group, age]: [String; 4]) -> Row {
    Row::Cells(vec![
        name(NAME, label),
        value(5, named),
        name(2, wording::GENDER),
        value(2, gender),
        name(2, wording::ETHNIC_GROUP),
        value(3, ethnic_group),
        name(2, wording::AGE),
        value(3, age),
    ])
}

/// Who asked, as far as it may stand there.
pub(super) fn applicant(head: &str, content: &Content, region_name: &str, mobile: &str) -> Block {
    let Applicant { name, address, .. } = &content.applicant;
    let said = |question| answer(content, question).unwrap_or_default();
    let region = region_name.replace(' ', "");
    let home = [&region, address.as_deref().unwrap_or_default()].concat();
    let mut rows = vec![
        person(
            wording::NAME,
            [
                name.clone(),
                said(Question::Gender),
                said(Question::EthnicGroup),
                said(Question::Age),
            ],
        ),
        pair(
            (wording::PROFESSION, said(Question::Profession)),
            (wording::CONTACT, mobile.to_owned()),
        ),
        line(
            wording::PLACE,
            together(wording::SEMICOLON, &[said(Question::Workplace), home]),
        ),
    ];
    let of_company = [
        (wording::COMPANY, Question::OwnCompany),
        (wording::CREDIT_CODE, Question::OwnCode),
    ];
    rows.extend(
        of_company
            .into_iter()
            .filter_map(|(label, question)| Some(line(label, answer(content, question)?))),
    );
    Block::Section {
        head: head.to_owned(),
        rows,
    }
}

/// Without what leads to the people in it, where they stand on paper by their names alone: that is filled in by hand.
pub(super) fn names_only(content: &Content, names_only: bool) -> Content {
    let mut content = content.clone();
    if names_only {
        let is_kept = |question: Question| is_fact(question) || question.asks_what_is_at_hand();
        content.answers.retain(|answer| is_kept(answer.question));
        content.applicant.address = None;
        content.respondent.contact = None;
        for other in &mut content.others {
            other.contact = None;
        }
    }
    content
}

fn helper(helper: &Helper, is_reachable: bool) -> Block {
    let mobile = Some(helper.mobile.as_str()).filter(|_| is_reachable);
    let relation = wording::helper(helper.relation).to_owned();
    Block::Section {
        head: wording::HELPER.to_owned(),
        rows: vec![
            pair(
                (wording::NAME, helper.name.clone()),
                (wording::CONTACT, mobile.unwrap_or_default().to_owned()),
            ),
            line(wording::HELPER_IS, relation),
        ],
    }
}

/// The other side, as far as it is known.
pub(super) fn first_respondent(head: &str, content: &Content) -> Block {
    let Respondent {
        name,
        code,
        contact,
        ..
    } = &content.respondent;
    let named = name.clone().unwrap_or_default();
    let is_company = is_company(content);
    let mut rows = if is_company {
        vec![line(wording::NAME_OF_COMPANY, named)]
    } else {
        // As the official form has them: what is not known is filled in by hand.
        vec![
            person(
                wording::NAME,
                [named, String::new(), String::new(), String::new()],
            ),
            line(wording::PROFESSION, ""),
        ]
    };
    rows.extend(
        code.as_ref()
            .map(|code| line(wording::CREDIT_CODE, code.as_str())),
    );
    rows.push(line(wording::CONTACT, contact.clone().unwrap_or_default()));
    rows.push(line(wording::PLACE, ""));
    Block::Section {
        head: head.to_owned(),
        rows,
    }
}

/// Whether the other side is none of flesh and blood.
pub(super) fn is_company(content: &Content) -> bool {
    let Respondent { kind, code, .. } = &content.respondent;
    *kind == Some(RespondentKind::Company) || code.is_some()
}

fn further_respondent(number: usize, other: &OtherSide) -> Block {
    let mut rows = vec![line(wording::NAME_OF_ANY, other.name.clone())];
    let role = words::role_name(other.role);
    rows.extend((!role.is_empty()).then(|| line(wording::ROLE, role)));
    rows.extend(
        other
            .code
            .as_ref()
            .map(|code| line(wording::CREDIT_CODE, code.as_str())),
    );
    rows.push(line(
        wording::CONTACT,
        other.contact.clone().unwrap_or_default(),
    ));
    rows.push(line(wording::PLACE, ""));
    Block::Section {
        head: wording::respondent(number),
        rows,
    }
}

fn dispute(content: &Content) -> Block {
    let topic = content.topic.filter(|topic| *topic != Topic::Else);
    let topic = topic.map(words::topic_name).unwrap_or_default().to_owned();
    let field = words::field_official(content.field).to_owned();
    let kind = together(wording::SEMICOLON, &[field, topic]);
    let amount = content.amount_fen.map(sum);
    let mut rows = vec![match amount {
        Some(sum) => pair(
            (wording::KIND, kind),
            (wording::AMOUNT, wording::yuan(&sum)),
        ),
        None => line(wording::KIND, kind),
    }];
    rows.push(Row::Prose(paragraphs(&content.story)));
    rows.extend(told(content));
    Block::Section {
        head: wording::DISPUTE.to_owned(),
        rows,
    }
}

/// Further facts, short ones two on a line.
fn told(content: &Content) -> Vec<Row> {
    let mut facts = content
        .answers
        .iter()
        .filter(|answer| is_fact(answer.question))
        .map(|answer| (words::question_name(answer.question), said(answer)))
        .filter(|(label, text)| !label.is_empty() && !text.is_empty())
        .peekable();
    let is_short = |text: &str| text.chars().count() <= SHORT;
    let mut rows = Vec::new();
    while let Some((label, text)) = facts.next() {
        let next = facts.next_if(|(_, next)| is_short(&text) && is_short(next));
        rows.push(match next {
            Some(next) => pair((label, text), next),
            None => line(label, text),
        });
    }
    rows
}

/// Whether an answer belongs to the facts. The wish to be asked before the other side is approached does not: the
/// other side may be shown this paper.
fn is_fact(question: Question) -> bool {
    let is_elsewhere = PARTICULARS.contains(&question) || question.asks_what_is_at_hand();
    !is_elsewhere
        && !matches!(
            question,
            Question::OwnCompany | Question::OwnCode | Question::AskMeFirst
        )
}

fn asked_for(content: &Content) -> Block {
    let mut rows = Vec::new();
    let wishes = numbered(paragraphs(content.claims.as_deref().unwrap_or_default()));
    if !wishes.is_empty() {
        rows.push(Row::Items(wishes));
    }
    if !content.claim_items.is_empty() {
        rows.push(Row::Cells(vec![
            cell(Role::ColumnName, 9, wording::CLAIM),
            cell(Role::ColumnName, 5, wording::A_MONTH),
            cell(Role::ColumnName, 4, wording::MONTHS),
            cell(Role::ColumnName, 6, wording::SUM),
        ]));
        rows.extend(content.claim_items.iter().map(claim));
        rows.push(Row::Cells(vec![
            name(18, wording::TOTAL),
            value(6, sum(claims::total(&content.claim_items))),
        ]));
    }
    if rows.is_empty() {
        rows.push(Row::Items(vec![wording::NO_CLAIMS.to_owned()]));
    }
    Block::Section {
        head: wording::CLAIMS.to_owned(),
        rows,
    }
}

fn claim(claim: &Claim) -> Row {
    let [a_month, months] = match claim.months {
        Some(months) => [sum(claim.fen), months.to_string()],
        None => [String::new(), String::new()],
    };
    Row::Cells(vec![
        name(9, words::claim_name(claim.kind)),
        value(5, a_month),
        value(4, months),
        value(6, sum(claim.total())),
    ])
}

/// Files and what else there is; nothing where there is neither.
fn to_show(application: &Application) -> Option<Block> {
    let view = &application.view;
    let mut rows = Vec::new();
    if !view.evidence.is_empty() {
        rows.push(Row::Cells(vec![
            cell(Role::ColumnName, 3, wording::FILE_NUMBER),
            cell(Role::ColumnName, 17, wording::FILE),
            cell(Role::ColumnName, 4, wording::FILE_KIND),
        ]));
        rows.extend(
            view.evidence
                .iter()
                .zip(1..)
                .map(|(file, number): (_, u32)| {
                    Row::Cells(vec![
                        name(3, &number.to_string()),
                        value(17, file.name.clone()),
                        value(4, wording::file(file.kind)),
                    ])
                }),
        );
    }
    for (reply, label) in [
        (Reply::Have, wording::AT_HAND),
        (Reply::TheyHold, wording::THEY_HOLD),
    ] {
        let answers = view.content.answers.iter();
        let these: Vec<&str> = answers
            .filter(|answer| answer.question.asks_what_is_at_hand())
            .filter(|answer| Reply::from_wire(&answer.value) == reply)
            .map(|answer| words::question_name(answer.question))
            .collect();
        if !these.is_empty() {
            rows.push(line(label, these.join(wording::COMMA)));
        }
    }
    (!rows.is_empty()).then(|| Block::Section {
        head: wording::EVIDENCE.to_owned(),
        rows,
    })
}

/// The answer to a question in words, if there is one.
fn answer(content: &Content, question: Question) -> Option<String> {
    let answer = content
        .answers
        .iter()
        .find(|answer| answer.question == question)?;
    Some(said(answer)).filter(|text| !text.is_empty())
}

fn said(answer: &Answer) -> String {
    let value = &answer.value;
    match answer.question.kind() {
        AnswerKind::One(_) => words::reply_name(Reply::from_wire(value)).to_owned(),
        AnswerKind::Sum => wording::yuan(value),
        AnswerKind::Day => match value.parse::<Date>() {
            Ok(day) => day.strftime(wording::DAY).to_string(),
            Err(_) => value.clone(),
        },
        AnswerKind::Words | AnswerKind::CreditCode => value.clone(),
    }
}

fn together(between: &str, parts: &[String]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(between)
}

/// The paragraphs of a text, without empty ones.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Numbers items, as the form wants it, unless whoever wrote them did so.
fn numbered(items: Vec<String>) -> Vec<String> {
    if items.iter().any(|item| has_number(item)) {
        return items;
    }
    let items = items.into_iter().zip(1..);
    items
        .map(|(item, number): (_, u32)| format!("{number}. {item}"))
        .collect()
}

/// `1、`, `（二）`, `③`.
fn has_number(item: &str) -> bool {
    let bare = item.trim_start_matches(['(', '（']);
    let rest =
        bare.trim_start_matches(|c: char| c.is_numeric() || "一二三四五六七八九十".contains(c));
    let ends = rest.starts_with(['、', '.', '．', ')', '）', ':', '：']);
    item.starts_with('①') || (rest.len() < bare.len() && ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_numbered_once() {
        let items = |text: &str| numbered(paragraphs(text));
        assert_eq!(items("付工资\r\n\n 道歉 "), ["1. 付工资", "2. 道歉"]);
        assert_eq!(items("3000 元工资"), ["1. 3000 元工资"]);
        assert_eq!(items("1、付工资\n2、道歉"), ["1、付工资", "2、道歉"]);
        assert_eq!(
            items("（一）付工资\n（二）道歉"),
            ["（一）付工资", "（二）道歉"]
        );
        assert!(items(" \n").is_empty());
    }
}
