//! The file of a case (卷宗): a cover, the index (卷内目录) with the pages, then every paper that the index names and the
//! portal holds, in its order. What the portal does not hold is said not to be there. What was written down for the
//! organization alone is no part of it.

mod records;
mod wording;

use contract::request::{Detail, is_internal};
use contract::status::{Actor, Event};
use jiff::civil::{Date, DateTime};

use super::form::{self, Block, COLUMNS, Role, Row, cell, line, name, value};
use super::{Application, Places, TermsPaper, terms};
use crate::paper::wording as words_of_papers;

pub use wording::case_file_name;

/// What the file of a case is made of.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The application. The timeline in its view is not looked at.
    pub application: Application,
    /// What has happened, oldest first.
    pub timeline: Vec<Happened>,
    /// The agreement in its form, once one was recorded of terms.
    pub agreement: Option<TermsPaper>,
    /// The application to a court, once both sides made it.
    pub confirmation: Option<TermsPaper>,
    /// The files that go with it.
    pub files: Vec<FileSum>,
    /// The day on which this is made, in China.
    pub made_on: Date,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Happened {
    /// When, as clocks in China had it.
    pub at: DateTime,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
    /// The facts that belong to it.
    pub detail: Detail,
}

/// A file of the case as it lies beside the papers.
#[derive(Clone, Debug)]
pub struct FileSum {
    /// What it was called when it was sent.
    pub name: String,
    /// What it is.
    pub kind: contract::evidence::EvidenceKind,
    /// How many bytes it has.
    pub bytes: u64,
    /// What it is called beside the papers.
    pub place: String,
    /// Its SHA-256 in hexadecimal digits.
    pub sum: String,
}

/// The papers of a file, as the index of mediation files names them (人民调解文书格式), with what the portal adds: who was
/// asked, the course of the case, and the closing report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Application,
    Registration,
    RightsNotice,
    Identity,
    Authority,
    Invitation,
    Investigation,
    Mediation,
    Agreement,
    ConfirmationRequest,
    Confirmation,
    Performance,
    Receipts,
    ReturnVisit,
    Evidence,
    Course,
    Closing,
}

impl Item {
    /// In the order of the index.
    const ALL: [Self; 17] = [
        Self::Application,
        Self::Registration,
        Self::RightsNotice,
        Self::Identity,
        Self::Authority,
        Self::Invitation,
        Self::Investigation,
        Self::Mediation,
        Self::Agreement,
        Self::ConfirmationRequest,
        Self::Confirmation,
        Self::Performance,
        Self::Receipts,
        Self::ReturnVisit,
        Self::Evidence,
        Self::Course,
        Self::Closing,
    ];

    /// The record that something that happened stands in with all its words, if it has one.
    fn of(event: Event) -> Option<Self> {
        use Event as E;
        match event {
            E::Invite | E::AgreeToMediate | E::RefuseToMediate | E::AskForTime => {
                Some(Self::Invitation)
            }
            E::Investigate => Some(Self::Investigation),
            E::Assign
            | E::Schedule
            | E::BeginMediation
            | E::ExtendTerm
            | E::ProposeTerms
            | E::ConfirmTerms
            | E::AskForChange
            | E::SignInPerson
            | E::RecordAgreement
            | E::EndMediation => Some(Self::Mediation),
            E::ApplyForConfirmation
            | E::ConfirmationGranted
            | E::ConfirmationRefused
            | E::ConfirmationWithdrawn => Some(Self::Confirmation),
            E::BeginPerformance
            | E::ReportPerformed
            | E::ReportUnperformed
            | E::ReportPaid
            | E::ReportReceived
            | E::ReportMissing => Some(Self::Performance),
            E::RecordReturnVisit => Some(Self::ReturnVisit),
            _ => None,
        }
    }
}

impl CaseFile {
    /// What happened that is for the file.
    fn entries(&self) -> impl Iterator<Item = &Happened> {
        let all = self.timeline.iter();
        all.filter(|entry| !is_internal(entry.event, &entry.detail))
    }

    /// The latest of these that happened.
    fn last(&self, events: &[Event]) -> Option<&Happened> {
        self.entries()
            .filter(|entry| events.contains(&entry.event))
            .last()
    }

    /// A paper of the index; `None` when the portal does not hold it.
    fn paper(&self, item: Item) -> Option<Vec<Block>> {
        match item {
            Item::Application => Some(form::blocks(&self.application)),
            Item::Registration => records::registration(self),
            // On paper, or looked at and given back, and never here.
            Item::RightsNotice | Item::Identity | Item::Authority | Item::Receipts => None,
            Item::Agreement => self.agreement.as_ref().map(terms::blocks),
            Item::ConfirmationRequest => self.confirmation.as_ref().map(terms::blocks),
            Item::Invitation
            | Item::Investigation
            | Item::Mediation
            | Item::Confirmation
            | Item::Performance
            | Item::ReturnVisit => records::record(self, item),
            Item::Evidence => records::evidence(self),
            Item::Course => Some(records::course(self)),
            Item::Closing => records::closing(self),
        }
    }
}

/// What the document is called.
pub(super) fn title(file: &CaseFile) -> String {
    let number = &file.application.view.number;
    format!("{} {number}", wording::title(is_peoples(file)))
}

/// Cover, index and papers, each to begin a page.
pub(super) fn papers(file: &CaseFile, places: &Places) -> Vec<Vec<Block>> {
    let found = Item::ALL.map(|item| (item, file.paper(item)));
    let is_there: Vec<(Item, bool)> = found
        .iter()
        .map(|(item, paper)| (*item, paper.is_some()))
        .collect();
    let mut papers = vec![cover(file, places), index(file, &is_there, places)];
    papers.extend(found.into_iter().filter_map(|(_, paper)| paper));
    papers
}

fn is_peoples(file: &CaseFile) -> bool {
    file.application.to_committee
}

fn cover(file: &CaseFile, places: &Places) -> Vec<Block> {
    let view = &file.application.view;
    let content = &view.content;
    let pages = match places.pages {
        0 => String::new(),
        pages => wording::pages(pages),
    };
    let others = content.others.iter().map(|other| other.name.clone());
    let against: Vec<String> = content
        .respondent
        .name
        .iter()
        .cloned()
        .chain(others)
        .collect();
    let rows = vec![
        line(wording::PORTAL_NUMBER, view.number.clone()),
        line(wording::FILE_NUMBER, ""),
        line(words_of_papers::KIND, words::field_official(content.field)),
        line(words_of_papers::APPLICANT, content.applicant.name.clone()),
        line(
            words_of_papers::RESPONDENT,
            against.join(words_of_papers::COMMA),
        ),
        line(wording::MEDIATOR, view.mediator.clone().unwrap_or_default()),
        line(wording::APPLIED_ON, day(file.application.submitted.date())),
        line(wording::ACCEPTED_ON, records::day_of(file, Event::Accept)),
        line(wording::RESULT, records::result(file)),
        line(wording::CLOSED_ON, records::day_of(file, Event::Close)),
        line(wording::PAGES, pages),
        line(wording::KEPT_FOR, ""),
        line(wording::MADE_BY, ""),
        line(wording::MADE_ON, day(file.made_on)),
    ];
    let mut blocks = vec![
        Block::Cover(view.organization.name.clone()),
        Block::Title(wording::title(is_peoples(file)).to_owned()),
        Block::Table(rows),
        Block::Note(wording::ABOUT.to_owned()),
    ];
    blocks.extend(
        file.application
            .names_only
            .then(|| Block::Note(wording::NAMES_ONLY.to_owned())),
    );
    blocks
}

/// Columns of the index.
const INDEX: [u16; 4] = [3, 10, 8, 3];

/// Every paper that belongs into a file, with its page, or that it is not there.
fn index(file: &CaseFile, is_there: &[(Item, bool)], places: &Places) -> Vec<Block> {
    let heads = INDEX.iter().zip(wording::INDEX_HEADS);
    let heads = heads.map(|(columns, head)| cell(Role::ColumnName, *columns, head));
    let mut rows = vec![Row::Cells(heads.collect())];
    // Cover and index come first.
    let mut starts = places.starts.iter().skip(2);
    for (number, (item, is_there)) in (1_u32..).zip(is_there) {
        let page = match is_there {
            true => starts.next().map(usize::to_string).unwrap_or_default(),
            false => wording::ABSENT.to_owned(),
        };
        let [first, second, third, fourth] = INDEX;
        rows.push(Row::Cells(vec![
            name(first, &number.to_string()),
            value(second, wording::item(*item, file)),
            value(third, wording::remark(*item, *is_there)),
            value(fourth, page),
        ]));
    }
    vec![
        Block::Title(wording::INDEX_TITLE.to_owned()),
        Block::Table(rows),
        Block::Note(wording::INDEX_NOTE.to_owned()),
    ]
}

fn day(day: Date) -> String {
    day.strftime(words_of_papers::DAY).to_string()
}

const _: () = assert!(INDEX[0] + INDEX[1] + INDEX[2] + INDEX[3] == COLUMNS);

#[cfg(test)]
mod tests;
