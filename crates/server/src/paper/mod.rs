//! The application on paper (人民调解申请书): in the order and the words of the official form, with its type embedded,
//! made from values alone. What people typed is set as it stands; nothing in it can mean anything.

mod form;
mod layout;
mod pdf;
mod typeface;
mod wording;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use contract::request::RequestView;
use jiff::civil::DateTime;
use krilla::error::KrillaError;
use tokio::sync::Semaphore;

use typeface::Typeface;

pub use wording::file_name;

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
}

/// Makes documents, a few at a time.
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
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let typeface = Arc::clone(&self.typeface);
        // The turn lasts as long as the work, whether anybody still waits for it or not.
        let print = move || {
            let _turn = turn;
            set(&typeface, &application)
        };
        tokio::task::spawn_blocking(print)
            .await
            .map_err(|_| PressError::BrokeOff)?
    }
}

fn set(typeface: &Typeface, application: &Application) -> Result<Vec<u8>, PressError> {
    let number = &application.view.number;
    let setter = typeface.setter().ok_or(PressError::BrokeOff)?;
    let sheets = layout::lay_out(setter, &form::blocks(application), number);
    let title = format!("{} {number}", wording::title(application.to_committee));
    pdf::write(&sheets, &typeface.font, &title).map_err(PressError::Unwritten)
}
