//! What stands on the papers of an agreement: 人民调解协议书, 口头协议登记表 and 司法确认申请书, each in the order of its form.
//! What the portal does not know is left for a pen.

use contract::settlement::{PaperKind, Term, TermKind, Whom};
use jiff::civil::Date;
use words::exact_sum as sum;

use super::form::{
    Block, COLUMNS, Role, Row, applicant, cell, first_respondent, is_company, line, name,
    names_only, paragraphs, person, value,
};
use super::{TermsPaper, wording};

/// Lines to write on where nothing is known.
const BLANK: usize = 2;
/// Columns of the table of when, how and where.
const SCHEDULE: [u16; 5] = [2, 6, 4, 7, 5];

/// Everything up to the signature.
pub(super) fn blocks(paper: &TermsPaper) -> Vec<Block> {
    let title = words::paper_name(paper.kind, paper.is_peoples).to_owned();
    let mut blocks = vec![Block::Title(title)];
    match paper.kind {
        PaperKind::ConfirmationRequest => blocks.extend(confirmation(paper)),
        PaperKind::OralRecord => {
            blocks.extend(agreement(paper, wording::AGREED_ORALLY));
            blocks.push(Block::Signature(
                wording::agreed_orally(&day(paper.effective_on)),
                signed(paper, Vec::new()),
            ));
        }
        PaperKind::Agreement | PaperKind::Unknown => {
            blocks.extend(agreement(paper, wording::AGREED));
            let parties = parties_sign(paper);
            let statement = wording::agreed(paper.is_peoples, paper.terms.copies, parties.len());
            blocks.push(Block::Signature(statement, signed(paper, parties)));
        }
    }
    blocks
}

/// What both forms of an agreement say.
fn agreement(paper: &TermsPaper, head: &str) -> Vec<Block> {
    let terms = &paper.terms;
    let mut blocks = vec![
        Block::Words(wording::NUMBER.to_owned()),
        Block::Words([wording::ORGANIZATION, &paper.organization].concat()),
    ];
    blocks.extend(parties(
        paper,
        [wording::OF_APPLICANT, wording::OF_RESPONDENT].map(str::to_owned),
    ));
    for (head, text) in [
        (wording::FACTS, Some(&terms.facts)),
        (wording::DISPUTED, terms.disputed.as_ref()),
        (wording::RESPONSIBILITY, terms.responsibility.as_ref()),
    ] {
        blocks.push(section(head, vec![told(text)]));
    }
    blocks.push(section(head, vec![Row::Items(agreed(paper))]));
    blocks.push(section(wording::PERFORMANCE, schedule(&terms.terms)));
    blocks
}

/// Who agrees: both sides, and whoever else has to do something.
fn parties(paper: &TermsPaper, heads: [String; 2]) -> Vec<Block> {
    let content = names_only(&paper.content, paper.names_only);
    let [region, mobile] = match paper.names_only {
        true => ["", ""],
        false => [&paper.region_name, content.applicant.mobile.as_str()],
    };
    let [first, second] = heads;
    let mut blocks = vec![
        applicant(&first, &content, region, mobile),
        first_respondent(&second, &content),
    ];
    blocks.extend(bound(paper).into_iter().map(|third| {
        let named = [
            third.to_owned(),
            String::new(),
            String::new(),
            String::new(),
        ];
        let rows = vec![
            person(wording::NAME, named),
            line(wording::CONTACT, ""),
            line(wording::PLACE, ""),
        ];
        section(wording::OF_THIRD, rows)
    }));
    blocks
}

/// Others than the two sides who have to do something, each once.
fn bound(paper: &TermsPaper) -> Vec<&str> {
    let terms = paper.terms.terms.iter();
    let theirs = terms.filter(|term| term.from == Some(Whom::Third));
    let mut names: Vec<&str> = Vec::new();
    for third in theirs.filter_map(|term| term.third.as_deref()) {
        if !names.contains(&third) {
            names.push(third);
        }
    }
    names
}

fn parties_sign(paper: &TermsPaper) -> Vec<String> {
    let of_respondent = if is_company(&paper.content) {
        wording::COMPANY_SIGNS
    } else {
        wording::PARTY_SIGNS
    };
    let others = bound(paper).len();
    let mut lines = vec![wording::PARTY_SIGNS.to_owned(), of_respondent.to_owned()];
    lines.extend(std::iter::repeat_n(wording::PARTY_SIGNS.to_owned(), others));
    lines
}

/// Lines for these, then for who mediated, and the day.
fn signed(paper: &TermsPaper, mut lines: Vec<String>) -> Vec<String> {
    let [mediator, seal] = wording::mediator_signs(paper.is_peoples);
    let rest = [mediator, wording::RECORDER_SIGNS, seal, wording::DATE];
    lines.extend(rest.map(str::to_owned));
    lines
}

/// The terms as a numbered list.
fn agreed(paper: &TermsPaper) -> Vec<String> {
    let names = words::Names {
        applicant: &paper.content.applicant.name,
        respondent: paper.content.respondent.name.as_deref().unwrap_or_default(),
    };
    let terms = (1_u32..).zip(&paper.terms.terms);
    terms
        .flat_map(|(number, term)| {
            let sentence = words::term_sentence(term, names);
            let mut lines = paragraphs(&sentence).into_iter();
            let first = format!("{number}. {}", lines.next().unwrap_or_default());
            let mut lines: Vec<String> = std::iter::once(first).chain(lines).collect();
            if let Some(last) = lines.last_mut() {
                wording::end_sentence(last);
            }
            lines
        })
        .collect()
}

/// When, how much, how and where: a line for each instalment.
fn schedule(terms: &[Term]) -> Vec<Row> {
    let heads = [
        wording::TERM,
        wording::BY,
        wording::SUM,
        wording::METHOD,
        wording::WHERE,
    ];
    let head = SCHEDULE.iter().zip(heads);
    let head = head.map(|(columns, head)| cell(Role::ColumnName, *columns, head));
    let mut rows = vec![Row::Cells(head.collect())];
    for (number, term) in (1_u32..).zip(terms) {
        let number = number.to_string();
        let mut row = |due: Option<&str>, fen: Option<u64>| {
            let texts = [
                due.map(written).unwrap_or_default(),
                fen.map(sum).unwrap_or_default(),
                term.method.clone().unwrap_or_default(),
                term.place.clone().unwrap_or_default(),
            ];
            let [first, rest @ ..] = SCHEDULE;
            let cells = rest.iter().zip(texts);
            let cells = cells.map(|(columns, text)| value(*columns, text));
            rows.push(Row::Cells(
                std::iter::once(name(first, &number)).chain(cells).collect(),
            ));
        };
        // What lasts for good has no day.
        let is_dated = !matches!(
            term.kind,
            TermKind::Waive | TermKind::Title | TermKind::Identity
        );
        if term.parts.is_empty() && is_dated {
            row(term.due.as_deref(), term.fen);
        }
        for part in &term.parts {
            row(Some(&part.due), Some(part.fen));
        }
    }
    rows
}

/// Both sides ask a court together.
fn confirmation(paper: &TermsPaper) -> Vec<Block> {
    let day = day(paper.effective_on);
    let heads = [0, 1].map(wording::co_applicant);
    let kind = words::field_official(paper.content.field);
    let mut blocks = parties(paper, heads);
    let count = blocks.len();
    for (at, block) in blocks.iter_mut().enumerate() {
        if let Block::Section { rows, .. } = block {
            // Numbers of people are not kept here.
            let whose = if at == 1 && is_company(&paper.content) {
                wording::REPRESENTATIVE
            } else {
                wording::ID_NUMBER
            };
            rows.push(line(whose, ""));
            rows.push(line(wording::DELIVERY_ADDRESS, ""));
        }
    }
    let asked = wording::confirmation_asked(&day, &paper.organization);
    blocks.push(section(wording::ASKED_FOR, vec![Row::Prose(vec![asked])]));
    let reasons = wording::confirmation_reasons(kind, &paper.organization, &day);
    blocks.push(section(
        wording::REASONS,
        vec![Row::Prose(vec![reasons]), Row::Items(agreed(paper))],
    ));
    let annexes = wording::ANNEXED.map(str::to_owned).to_vec();
    blocks.push(section(wording::ANNEXES, vec![Row::Items(annexes)]));
    let mut lines = vec![wording::APPLICANT_SIGNS.to_owned(); count];
    lines.push(wording::DATE.to_owned());
    blocks.push(Block::Signature(wording::TO_COURT.to_owned(), lines));
    blocks
}

fn section(head: &str, rows: Vec<Row>) -> Block {
    Block::Section {
        head: head.to_owned(),
        rows,
    }
}

/// A text, or room for one.
fn told(text: Option<&String>) -> Row {
    let blank = || vec!["\u{3000}".to_owned(); BLANK];
    Row::Prose(text.map_or_else(blank, |text| paragraphs(text)))
}

/// A day as papers write it.
fn day(day: Option<Date>) -> String {
    let known = day.map(|day| day.strftime(wording::DAY).to_string());
    known.unwrap_or_else(|| wording::NO_DAY.to_owned())
}

fn written(due: &str) -> String {
    match due.parse::<Date>() {
        Ok(day) => day.strftime(wording::DAY).to_string(),
        Err(_) => due.to_owned(),
    }
}

const _: () =
    assert!(SCHEDULE[0] + SCHEDULE[1] + SCHEDULE[2] + SCHEDULE[3] + SCHEDULE[4] == COLUMNS);
