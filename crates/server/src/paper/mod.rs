//! The application on paper (人民调解申请书), the papers of an agreement, and the file of a case (卷宗) with all of them: in
//! the order and the words of the official forms, with their type embedded, made from values alone. What people typed is set as it stands; nothing in it can mean anything.

mod case_file;
mod form;
mod layout;
mod pdf;
mod terms;
mod typeface;
mod wording;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use contract::request::{Content, RequestView};
use contract::settlement::{PaperKind, Settlement, TermsMark};
use jiff::civil::{Date, DateTime};
use krilla::error::KrillaError;
use tokio::sync::Semaphore;

use form::Block;
use typeface::Typeface;

pub use case_file::{CaseFile, FileSum, Happened, case_file_name};
pub use wording::{file_name, terms_file_name};

/// Documents made at once.
const AT_ONCE: usize = 2;

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// The font cannot be read.
    #[error("the font {0} cannot be read")]
    NoFont(PathBuf, #[source] std::io::Error),
    /// The file is no font, or lacks what every document needs.
    #[error("{0} is not a font that Chinese can be set in")]
    NotAFont(PathBuf),
    /// The document could not be written.
    #[error("the document could not be written")]
    Unwritten(#[source] KrillaError),
    /// Making it broke off.
    #[error("making the document broke off")]
    BrokeOff,
}

/// What a document is made of.
#[derive(Clone, Debug)]
pub struct Application {
    /// The request.
    pub view: RequestView,
    /// When it was stored, as clocks in China had it.
    pub submitted: DateTime,
    /// Whether it went to a people's mediation committee.
    pub to_committee: bool,
    /// Whether people stand on it by their names alone, and the rest is filled in by hand.
    pub names_only: bool,
}

/// What a paper of an agreement is made of.
#[derive(Clone, Debug)]
pub struct TermsPaper {
    /// Which paper.
    pub kind: PaperKind,
    /// What was sent with the request.
    pub content: Content,
    /// Full name of the applicant's region.
    pub region_name: String,
    /// Whether people stand on it by their names alone, and the rest is filled in by hand.
    pub names_only: bool,
    /// The terms.
    pub terms: Settlement,
    /// Which they are.
    pub mark: TermsMark,
    /// Who mediates.
    pub organization: String,
    /// Whether that is people's mediation.
    pub is_peoples: bool,
    /// The day on which the agreement took effect, once it was recorded.
    pub effective_on: Option<Date>,
}

/// Makes documents, a few at a time. Copies share the turns.
#[derive(Clone)]
pub struct Press {
    typeface: Arc<Typeface>,
    turns: Arc<Semaphore>,
}

impl Press {
    /// Reads the type that documents are set in.
    pub fn open(font: &Path) -> Result<Self, PressError> {
        Ok(Self {
            typeface: Arc::new(Typeface::open(font)?),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// Makes the application as a PDF.
    pub async fn print(&self, application: Application) -> Result<Vec<u8>, PressError> {
        let number = &application.view.number;
        let title = format!("{} {number}", wording::title(application.to_committee));
        let foot = number.clone();
        self.set(title, foot, move |_| vec![form::blocks(&application)])
            .await
    }

    /// Makes a paper of an agreement as a PDF.
    pub async fn print_terms(&self, paper: TermsPaper) -> Result<Vec<u8>, PressError> {
        let foot = wording::terms_mark(&paper.mark);
        let title = words::paper_name(paper.kind, paper.is_peoples).to_owned();
        self.set(title, foot, move |_| vec![terms::blocks(&paper)])
            .await
    }

    /// Makes the file of a case as a PDF: cover, index, and every paper that is there. It is laid out twice, because the
    /// index names pages.
    pub async fn print_case_file(&self, file: CaseFile) -> Result<Vec<u8>, PressError> {
        let foot = file.application.view.number.clone();
        let title = case_file::title(&file);
        self.set(title, foot, move |places| case_file::papers(&file, places))
            .await
    }

    /// Sets papers, with this at the foot of every page: once, and where there are several again, knowing their places.
    async fn set(
        &self,
        title: String,
        foot: String,
        papers: impl Fn(&Places) -> Vec<Vec<Block>> + Send + 'static,
    ) -> Result<Vec<u8>, PressError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let typeface = Arc::clone(&self.typeface);
        // The turn lasts as long as the work, whether anybody still waits for it or not.
        let print = move || {
            let _turn = turn;
            let lay_out = |places: &Places| {
                let setter = typeface.setter().ok_or(PressError::BrokeOff)?;
                Ok(layout::lay_out(setter, &papers(places), &foot))
            };
            let mut sheets = lay_out(&Places::default())?;
            if sheets.starts.len() > 1 {
                sheets = lay_out(&Places {
                    starts: sheets.starts.iter().map(|page| page + 1).collect(),
                    pages: sheets.pages.len(),
                })?;
            }
            pdf::write(&sheets, &typeface.font, &title).map_err(PressError::Unwritten)
        };
        tokio::task::spawn_blocking(print)
            .await
            .map_err(|_| PressError::BrokeOff)?
    }
}

/// Where papers of one document are.
#[derive(Default)]
struct Places {
    /// The page on which each begins, counted from 1; nothing before that is known.
    starts: Vec<usize>,
    /// How many pages there are.
    pages: usize,
}
