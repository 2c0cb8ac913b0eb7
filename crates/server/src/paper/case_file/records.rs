//! The papers that are made from what happened: registration, records, the list of evidence, the course of the case, the
//! closing report.

use contract::request::Detail;
use contract::status::{Actor, Event};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::wording;
use super::words_of_papers as papers;
use super::{CaseFile, Happened, Item, day, is_peoples};
use crate::paper::form::{
    Block, COLUMNS, Role, Row, applicant, cell, first_respondent, line, name, names_only, pair,
    paragraphs, value,
};

/// Columns of the course of a case.
const COURSE: [u16; 4] = [5, 4, 6, 9];
/// Columns of the list of files.
const FILES: [u16; 5] = [2, 9, 3, 5, 5];

/// Digits of a sum that stand together.
const GROUP: usize = 16;

/// What ends the work on a case, or brings it to its aim.
const ENDS: [Event; 5] = [
    Event::RecordAgreement,
    Event::EndMediation,
    Event::RefuseToMediate,
    Event::Withdraw,
    Event::Decline,
];

/// What the case came to.
pub(super) fn result(file: &CaseFile) -> String {
    let Some(last) = file.last(&ENDS) else {
        return wording::NOT_OVER.to_owned();
    };
    let refused = file.last(&[Event::ConfirmationRefused]);
    // After that people mediate anew.
    if refused.is_some_and(|refused| refused.at > last.at) {
        return wording::NOT_OVER.to_owned();
    }
    let detail = &last.detail;
    let ground = detail.end_ground.map(words::end_ground_name);
    let reason = detail.decline_reason.map(words::decline_reason_name);
    match (last.event, ground.or(reason)) {
        (Event::RecordAgreement, _) => wording::agreed(detail.agreement_form),
        (event, Some(why)) if !why.is_empty() => [wording::event(event), "：", why].concat(),
        (event, _) => wording::event(event).to_owned(),
    }
}

/// The day on which this happened last; empty when it did not.
pub(super) fn day_of(file: &CaseFile, event: Event) -> String {
    let last = file.last(&[event]);
    last.map(|entry| day(entry.at.date())).unwrap_or_default()
}

/// 受理登记表: once the case was accepted.
pub(super) fn registration(file: &CaseFile) -> Option<Vec<Block>> {
    let accepted = file.last(&[Event::Accept])?;
    let note = accepted.detail.note.clone().unwrap_or_default();
    let mut blocks = vec![
        Block::Title(wording::registration(is_peoples(file)).to_owned()),
        Block::Words(wording_line(wording::ACCEPTED_ON, &day(accepted.at.date()))),
    ];
    blocks.extend(parties(file));
    blocks.push(matter(file, vec![line(wording::REMARKS, note)]));
    blocks.push(Block::Signature(
        wording::REGISTERED.to_owned(),
        signed([
            wording::PARTY_SIGNS,
            wording::REGISTRAR_SIGNS,
            wording::SEAL,
            papers::DATE,
        ]),
    ));
    Some(blocks)
}

/// 结案报告表: once the case was closed.
pub(super) fn closing(file: &CaseFile) -> Option<Vec<Block>> {
    let closed = file.last(&[Event::Close])?;
    let view = &file.application.view;
    let mediator = view.mediator.clone().unwrap_or_default();
    let facts = vec![
        pair(
            (wording::ACCEPTED_ON, day_of(file, Event::Accept)),
            (wording::CLOSED_ON, day(closed.at.date())),
        ),
        pair(
            (wording::ORGANIZATION, view.organization.name.clone()),
            (wording::HANDLER, mediator),
        ),
    ];
    let note = closed.detail.note.clone().unwrap_or_default();
    let mut blocks = vec![
        Block::Title(wording::record(Item::Closing).to_owned()),
        Block::Words(wording_line(wording::FILE_NUMBER, "")),
        Block::Table(facts),
    ];
    blocks.extend(parties(file));
    blocks.push(matter(
        file,
        vec![
            line(wording::RESULT, result(file)),
            line(wording::REMARKS, note),
        ],
    ));
    blocks.push(Block::Signature(
        wording::CLOSED.to_owned(),
        signed([wording::HANDLER_SIGNS, wording::SEAL, papers::DATE]),
    ));
    Some(blocks)
}

fn wording_line(label: &str, words: &str) -> String {
    [label, "：", words].concat()
}

fn signed<const N: usize>(lines: [&str; N]) -> Vec<String> {
    lines.map(str::to_owned).to_vec()
}

fn parties(file: &CaseFile) -> [Block; 2] {
    let view = &file.application.view;
    let hides = file.application.names_only;
    let content = names_only(&view.content, hides);
    let [region, mobile] = match hides {
        true => ["", ""],
        false => [&view.region_name, content.applicant.mobile.as_str()],
    };
    [
        applicant(papers::APPLICANT, &content, region, mobile),
        first_respondent(papers::RESPONDENT, &content),
    ]
}

/// What it is about, and these lines.
fn matter(file: &CaseFile, more: Vec<Row>) -> Block {
    let content = &file.application.view.content;
    let kind = words::field_official(content.field).to_owned();
    let mut rows = vec![
        pair(
            (papers::KIND, kind),
            (wording::SOURCE, wording::SOURCE_APPLIED.to_owned()),
        ),
        Row::Prose(paragraphs(&content.story)),
    ];
    rows.extend(more);
    Block::Section {
        head: wording::FACTS.to_owned(),
        rows,
    }
}

/// Everything of one kind that happened, each with its words; nothing where nothing did.
pub(super) fn record(file: &CaseFile, item: Item) -> Option<Vec<Block>> {
    let entries = file.entries();
    let entries = entries.filter(|entry| Item::of(entry.event) == Some(item));
    let sections: Vec<Block> = entries.map(|entry| one(file, entry)).collect();
    if sections.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Title(wording::record(item).to_owned())];
    blocks.extend(sections);
    Some(blocks)
}

fn one(file: &CaseFile, entry: &Happened) -> Block {
    let moment = entry.at.strftime(papers::MOMENT).to_string();
    let mut rows = vec![line(wording::BY_WHOM, wording::actor(entry.actor))];
    let facts = facts(&entry.detail).into_iter();
    rows.extend(facts.map(|(label, words)| line(label, words)));
    if let Some(note) = note(file, entry) {
        let paragraphs = paragraphs(note);
        match paragraphs.as_slice() {
            [short] => rows.push(line(wording::FACT_WORDS, short.as_str())),
            _ => rows.push(Row::Prose(paragraphs)),
        }
    }
    Block::Section {
        head: [&moment, "　", wording::event(entry.event)].concat(),
        rows,
    }
}

/// The words of an entry, as far as they belong into the file: where somebody is afraid, not what passed between the
/// organization and one side alone, whatever it was about.
fn note<'a>(file: &CaseFile, entry: &'a Happened) -> Option<&'a str> {
    let is_of_a_side = matches!(entry.actor, Actor::Applicant | Actor::Respondent);
    let is_to_a_side = matches!(
        entry.event,
        Event::AddNote | Event::AskForMore | Event::OfferSlots
    );
    let is_aside = is_of_a_side || is_to_a_side;
    let is_shown = !(file.application.names_only && is_aside);
    entry.detail.note.as_deref().filter(|_| is_shown)
}

/// What is known of an entry beside its words. What was corrected and how a side is reached stays out.
fn facts(detail: &Detail) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let mut add = |label, words: String| {
        if !words.is_empty() {
            facts.push((label, words));
        }
    };
    if let Some(mediator) = &detail.mediator {
        add(wording::FACT_MEDIATOR, mediator.clone());
    }
    if let Some(meeting) = &detail.appointment {
        add(wording::FACT_MEETING, moment(&meeting.at));
        let how = [wording::channel(meeting.channel), meeting.place.trim()];
        let how: Vec<&str> = how.into_iter().filter(|part| !part.is_empty()).collect();
        add(wording::FACT_HOW, how.join(papers::SEMICOLON));
    }
    for (label, value) in [
        (wording::FACT_UNTIL, &detail.until),
        (wording::FACT_EFFECTIVE, &detail.effective_on),
    ] {
        add(label, value.as_deref().map(written).unwrap_or_default());
    }
    let form = detail.agreement_form.map(words::agreement_form_name);
    add(wording::FACT_FORM, form.unwrap_or_default().to_owned());
    for reason in [
        detail.decline_reason.map(words::decline_reason_name),
        detail.end_ground.map(words::end_ground_name),
        detail.withdraw_reason.map(words::withdraw_reason_name),
    ] {
        add(wording::FACT_REASON, reason.unwrap_or_default().to_owned());
    }
    let next = detail.next_door.map(wording::next_door);
    add(wording::FACT_NEXT, next.unwrap_or_default().to_owned());
    if let Some(to) = &detail.transfer_to {
        add(wording::FACT_TRANSFER, to.name.clone());
    }
    let raised = detail.raised_to.map(wording::raised_to);
    let centre = detail.centre.clone();
    let raised = centre.or_else(|| raised.map(str::to_owned));
    add(wording::FACT_RAISED, raised.unwrap_or_default());
    if let Some(terms) = &detail.terms {
        add(wording::FACT_TERMS, papers::terms_mark(terms));
    }
    if let Some(payment) = detail.payment {
        let words = wording::payment(payment.term, payment.part);
        add(wording::FACT_PAYMENT, words);
    }
    facts
}

/// A moment of the wire, as clocks in China have it.
fn moment(wire: &str) -> String {
    let china = Offset::constant(8);
    match wire.parse::<Timestamp>() {
        Ok(at) => china.to_datetime(at).strftime(papers::MOMENT).to_string(),
        Err(_) => wire.to_owned(),
    }
}

fn written(wire: &str) -> String {
    wire.parse::<Date>().map_or_else(|_| wire.to_owned(), day)
}

/// 办理过程: all that happened, in a line each; the words of what has a record of its own stand there.
pub(super) fn course(file: &CaseFile) -> Vec<Block> {
    let heads = [
        wording::TIME,
        wording::BY_WHOM,
        wording::MATTER,
        wording::WORDS,
    ];
    let heads = COURSE.iter().zip(heads);
    let heads = heads.map(|(columns, head)| cell(Role::ColumnName, *columns, head));
    let mut rows = vec![Row::Cells(heads.collect())];
    for entry in file.entries() {
        let mut parts: Vec<String> = Vec::new();
        if Item::of(entry.event).is_none() {
            let facts = facts(&entry.detail).into_iter();
            parts.extend(facts.map(|(label, words)| wording_line(label, &words)));
            parts.extend(note(file, entry).map(str::to_owned));
        }
        let [first, second, third, fourth] = COURSE;
        rows.push(Row::Cells(vec![
            value(first, entry.at.strftime(SHORT).to_string()),
            value(second, wording::actor(entry.actor)),
            value(third, wording::event(entry.event)),
            value(fourth, parts.join(papers::SEMICOLON)),
        ]));
    }
    vec![
        Block::Title(wording::record(Item::Course).to_owned()),
        Block::Table(rows),
    ]
}

/// A moment where there is little room.
const SHORT: &str = "%Y-%m-%d %H:%M";

/// 证据材料目录: every file with its sum, by which the files beside can be checked.
pub(super) fn evidence(file: &CaseFile) -> Option<Vec<Block>> {
    if file.files.is_empty() {
        return None;
    }
    let heads = [
        papers::FILE_NUMBER,
        wording::FILE_NAME,
        papers::FILE_KIND,
        wording::FILE_BYTES,
        wording::FILE_PLACE,
    ];
    let heads = FILES.iter().zip(heads);
    let heads = heads.map(|(columns, head)| cell(Role::ColumnName, *columns, head));
    let mut rows = vec![Row::Cells(heads.collect())];
    for (number, one) in (1_u32..).zip(&file.files) {
        let [first, second, third, fourth, fifth] = FILES;
        rows.push(Row::Cells(vec![
            name(first, &number.to_string()),
            value(second, one.name.clone()),
            value(third, papers::file(one.kind)),
            value(fourth, one.bytes.to_string()),
            value(fifth, one.place.clone()),
        ]));
        rows.push(Row::Cells(vec![
            name(4, wording::FILE_SUM),
            value(COLUMNS - 4, in_groups(&one.sum)),
        ]));
    }
    Some(vec![
        Block::Title(wording::record(Item::Evidence).to_owned()),
        Block::Table(rows),
    ])
}

/// Digits in groups, for people to compare.
fn in_groups(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / GROUP);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % GROUP == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

const _: () = assert!(COURSE[0] + COURSE[1] + COURSE[2] + COURSE[3] == COLUMNS);
const _: () = assert!(FILES[0] + FILES[1] + FILES[2] + FILES[3] + FILES[4] == COLUMNS);
