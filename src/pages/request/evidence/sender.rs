//! Sends files in the background, one after the other, whatever page is shown: it goes on where the connection broke,
//! where the tab was closed and where the server was started anew.
//!
//! What has to outlive the page is in the draft; the bytes are on the phone's shelf and, while the tab lives, here.
//! Files for a request that was filed are in no draft: they go while its case is open.

use std::cell::{Cell, RefCell};

use web_sys::Blob;

use super::list::refusal_words;
use crate::api::{self, Announced};
use crate::i18n::{Text, fill};
use crate::platform::task::{Nap, spawn_local};
use crate::platform::{clock, files, lock, network, random, shelf};
use crate::state::draft::{Attached, KeepFor, Kept, Way};
use crate::state::upload::{Ask, Stage, Told, Upload};
use crate::state::{CaseKey, stores};
use crate::view::prelude::*;

/// A file of the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The phone's name for it.
    pub id: String,
    /// How it stands.
    pub upload: ArcRwSignal<Upload>,
}

/// Whose files are on their way.
#[derive(Clone, Debug, Default, PartialEq)]
enum Of {
    /// Nobody's.
    #[default]
    Nobody,
    /// The draft's that has this key.
    Draft(String),
    /// Those of the case that this opens; with the secret of the basket they go into.
    Case(CaseKey, String),
}

impl Of {
    /// The secret of the basket.
    fn key(&self) -> &str {
        match self {
            Self::Nobody => "",
            Self::Draft(key) | Self::Case(_, key) => key,
        }
    }

    fn is_draft(&self) -> bool {
        matches!(self, Self::Draft(_))
    }
}

/// The files of the draft or the case that is open.
struct Desk {
    of: RefCell<Of>,
    /// Told that files are with the case.
    arrived: Cell<Option<Callback<()>>>,
    rows: ArcRwSignal<Vec<Row>>,
    files: RefCell<Vec<(String, Blob)>>,
    running: Cell<bool>,
    /// Whether this tab is the one that sends.
    sends: Cell<bool>,
    nap: RefCell<Option<Nap>>,
    listening: Cell<bool>,
}

thread_local! {
    // Not a context: files are sent while no page about them is shown.
    static DESK: Desk = Desk {
        of: RefCell::default(),
        arrived: Cell::new(None),
        rows: ArcRwSignal::new(Vec::new()),
        files: RefCell::default(),
        running: Cell::new(false),
        sends: Cell::new(false),
        nap: RefCell::default(),
        listening: Cell::new(false),
    };
}

/// The files of the draft or the case that was taken up last.
pub fn rows() -> ArcRwSignal<Vec<Row>> {
    DESK.with(|desk| desk.rows.clone())
}

/// Takes up the files of the case that this opens; tells `arrived` when there are more with it.
pub fn take_up_case(case: &CaseKey, arrived: Callback<()>) {
    DESK.with(|desk| {
        desk.arrived.set(Some(arrived));
        let is_same = matches!(&*desk.of.borrow(), Of::Case(known, _) if known == case);
        if !is_same {
            desk.of
                .replace(Of::Case(case.clone(), random::idempotency_key()));
            desk.files.borrow_mut().clear();
            desk.rows.set(Vec::new());
        }
    });
}

/// Asks which of the files the server still has, and begins to send the others.
pub async fn resume() {
    take_up();
    confirm().await;
    start();
}

/// Adds files, all at once.
pub fn add(more: &[Row]) {
    DESK.with(|desk| desk.rows.update(|rows| rows.extend_from_slice(more)));
}

/// Puts a file that was prepared on its way. Unless the draft is to leave nothing on the phone, its bytes are kept
/// there until the request is filed: the server forgets them earlier than the draft.
pub async fn send(row: &Row, file: Blob) {
    let drafts = stores().drafts;
    let (name, bytes) = row
        .upload
        .with_untracked(|upload| (upload.name.clone(), upload.bytes));
    let of_draft = DESK.with(|desk| {
        let mut files = desk.files.borrow_mut();
        files.push((row.id.clone(), file.clone()));
        desk.of.borrow().is_draft()
    });
    if of_draft {
        let attached = Attached {
            id: row.id.clone(),
            name,
            bytes,
            ..Attached::default()
        };
        drafts.change(|kept| kept.files.push(attached));
    }
    row.upload.update(|upload| upload.stage = Stage::Waiting);
    start();
    if !of_draft {
        return;
    }
    let on_phone = drafts
        .kept()
        .with_untracked(|kept| kept.kept_for() != KeepFor::Tab);
    if on_phone && let Some(bytes) = files::bytes(&file, 0, bytes).await {
        shelf::put(&row.id, &bytes).await;
    }
}

/// Takes a file away: from the draft, from the phone and from the server.
pub fn remove(row: &Row) {
    let begun = row
        .upload
        .with_untracked(|upload| !upload.is_settled() || !upload.remote.is_empty());
    row.upload.update(|upload| upload.stage = Stage::Leaving);
    persist(row);
    if begun {
        hurry();
    } else {
        gone(row);
    }
}

/// Tries again now.
pub fn hurry() {
    DESK.with(|desk| {
        if let Some(nap) = &*desk.nap.borrow() {
            nap.end();
        }
    });
    start();
}

/// Lays out the files of the draft that is open, if that is another one now, or if another tab may have sent some.
pub fn take_up() {
    let kept = stores().drafts.kept();
    let of = Of::Draft(kept.with_untracked(|kept| kept.key.clone()));
    DESK.with(|desk| {
        if *desk.of.borrow() != of {
            desk.of.replace(of);
            desk.files.borrow_mut().clear();
            desk.rows.set(Vec::new());
        } else if desk.sends.get() {
            return;
        }
        let known = desk.rows.get_untracked();
        let rows = kept.with_untracked(|kept| laid_out(&known, &kept.files));
        if rows != known {
            desk.rows.set(rows);
        }
        if !desk.listening.replace(true) {
            network::on_change(|online| {
                if online {
                    hurry();
                }
            });
        }
    });
}

/// The files of the draft, and those that are not in it yet or never will be. What is known of them here stays as far
/// as the draft says the same.
fn laid_out(known: &[Row], files: &[Attached]) -> Vec<Row> {
    let of_file = files.iter().map(|file| {
        let same = known.iter().find(|row| {
            let says = |upload: &Upload| {
                way(upload.stage) == Some(file.way) && upload.remote == file.remote
            };
            row.id == file.id && row.upload.with_untracked(says)
        });
        same.cloned().unwrap_or_else(|| row_of(file))
    });
    let outside = known.iter().filter(|row| {
        let stage = row.upload.with_untracked(|upload| upload.stage);
        way(stage).is_none()
    });
    of_file.chain(outside.cloned()).collect()
}

fn row_of(file: &Attached) -> Row {
    let stage = match file.way {
        Way::Open => Stage::Waiting,
        Way::Arrived => Stage::Kept,
        Way::Leaving => Stage::Leaving,
        Way::Lost => Stage::Lost,
    };
    let upload = Upload::again(file.name.clone(), file.bytes, file.remote.clone(), stage);
    Row {
        id: file.id.clone(),
        upload: ArcRwSignal::new(upload),
    }
}

/// Files that the server has deleted meanwhile are sent once more.
async fn confirm() {
    let key = DESK.with(|desk| desk.of.borrow().key().to_owned());
    let rows = DESK.with(|desk| desk.rows.get_untracked());
    let is_kept = |row: &&Row| {
        row.upload
            .with_untracked(|upload| upload.stage == Stage::Kept)
    };
    let kept: Vec<&Row> = rows.iter().filter(is_kept).collect();
    // What may have been filed is in no basket any more.
    let in_doubt = |kept: &Kept| !kept.in_doubt.is_empty();
    if kept.is_empty() || stores().drafts.kept().with_untracked(in_doubt) {
        return;
    }
    // Without an answer the last word stands.
    let Ok(basket) = api::basket(&key).await else {
        return;
    };
    for row in kept {
        let is_there = row
            .upload
            .with_untracked(|upload| basket.files.iter().any(|file| file.id == upload.remote));
        if !is_there {
            row.upload.update(Upload::forget_remote);
            persist(row);
        }
    }
}

fn start() {
    let running = DESK.with(|desk| desk.running.replace(true));
    if !running {
        spawn_local(run());
    }
}

async fn run() {
    // Two tabs that send the same file would both send all of it.
    let turn = lock::turn("fengqiao-files").await;
    if DESK.with(|desk| desk.of.borrow().is_draft()) {
        stores().drafts.catch_up();
        take_up();
    }
    DESK.with(|desk| desk.sends.set(true));
    while let Some(row) = next_row() {
        let pause = row.upload.with_untracked(|upload| upload.pause);
        if pause > 0 {
            let nap = Nap::new(pause * 1_000);
            DESK.with(|desk| desk.nap.replace(Some(nap.clone())));
            nap.over().await;
            row.upload.update(|upload| upload.pause = 0);
            continue;
        }
        if let Some(ask) = row.upload.with_untracked(Upload::next) {
            let told = exchange(&row, ask).await;
            take(&row, told);
        }
    }
    drop(turn);
    DESK.with(|desk| {
        desk.sends.set(false);
        desk.running.set(false);
        if desk.of.borrow().is_draft() {
            return;
        }
        // The case shows them from now on.
        let is_kept = |row: &Row| {
            row.upload
                .with_untracked(|upload| upload.stage == Stage::Kept)
        };
        let any = desk.rows.with_untracked(|rows| rows.iter().any(is_kept));
        if any {
            desk.rows.update(|rows| rows.retain(|row| !is_kept(row)));
            if let Some(arrived) = desk.arrived.get() {
                arrived.run(());
            }
        }
    });
}

/// What is to be deleted comes first, then the rest in its order. None once the draft or the case is gone or put aside.
fn next_row() -> Option<Row> {
    DESK.with(|desk| {
        let is_open = match &*desk.of.borrow() {
            Of::Nobody => false,
            Of::Draft(key) => stores().drafts.is_open(key),
            Of::Case(case, _) => stores().keepsakes.case().as_ref() == Some(case),
        };
        if !is_open {
            return None;
        }
        let rows = desk.rows.get_untracked();
        let leaves = |row: &&Row| {
            row.upload
                .with_untracked(|upload| upload.stage == Stage::Leaving)
        };
        let goes_on = |row: &&Row| row.upload.with_untracked(|upload| upload.next().is_some());
        let next = rows
            .iter()
            .find(leaves)
            .or_else(|| rows.iter().find(goes_on));
        next.cloned()
    })
}

/// Asks the server. `None` when the phone does not have the file any more.
async fn exchange(row: &Row, ask: Ask) -> Option<Told> {
    let of = DESK.with(|desk| desk.of.borrow().clone());
    let key = of.key();
    let (name, bytes, remote) = row
        .upload
        .with_untracked(|upload| (upload.name.clone(), upload.bytes, upload.remote.clone()));
    let told = match ask {
        Ask::Begin => {
            file_of(&row.id).await?;
            let file = Announced {
                id: &row.id,
                name: &name,
                bytes,
            };
            let case = match &of {
                Of::Case(case, _) => Some(case),
                _ => None,
            };
            api::begin_upload(key, case, file)
                .await
                .map(|(remote, sent)| Told::Begun(remote, sent))
        }
        Ask::HowFar => api::uploaded(key, &remote).await.map(Told::Has),
        Ask::Take { from, to } => {
            let file = file_of(&row.id).await?;
            let piece = files::bytes(&file, from, to).await?;
            let began = clock::now_ms();
            let sent = api::send_piece(key, &remote, from, piece).await;
            sent.map(|sent| Told::Took(sent, clock::now_ms() - began))
        }
        // It has never begun.
        Ask::Delete if remote.is_empty() => Ok(Told::Deleted),
        Ask::Delete => api::drop_upload(key, &remote).await.map(|()| Told::Deleted),
    };
    Some(told.unwrap_or_else(Told::Failed))
}

async fn file_of(id: &str) -> Option<Blob> {
    let here = DESK.with(|desk| {
        let files = desk.files.borrow();
        let found = files.iter().find(|(known, _)| known == id);
        found.map(|(_, file)| file.clone())
    });
    if here.is_some() {
        return here;
    }
    let file = shelf::get(id).await?;
    DESK.with(|desk| {
        let mut files = desk.files.borrow_mut();
        files.push((id.to_owned(), file.clone()));
    });
    Some(file)
}

/// Takes up an answer, in the draft too, and says what people who listen have to know.
fn take(row: &Row, told: Option<Told>) {
    let before = row.upload.with_untracked(|upload| upload.stage);
    row.upload.update(|upload| match told {
        Some(told) => upload.told(told),
        None => upload.stage = Stage::Lost,
    });
    let (now, is_gone) = row.upload.with_untracked(|upload| {
        let is_gone = upload.stage == Stage::Leaving && upload.remote.is_empty();
        (upload.stage, is_gone)
    });
    if is_gone {
        gone(row);
        return;
    }
    persist(row);
    if before == now {
        return;
    }
    let said = match now {
        Stage::Kept => Text::EvidenceKeptOf,
        Stage::Paused => Text::EvidencePausedOf,
        Stage::Refused(_) => Text::EvidenceRefusedOf,
        _ => return,
    };
    say(row, said);
}

/// Tells people who listen how a file stands.
pub fn say(row: &Row, words: Text) {
    let words = row.upload.with_untracked(|upload| {
        let why = match upload.stage {
            Stage::Refused(code) => refusal_words(code),
            _ => String::new(),
        };
        fill(words, &[("name", &upload.name), ("why", &why)])
    });
    stores().announcer.say(words);
}

fn gone(row: &Row) {
    DESK.with(|desk| {
        desk.rows
            .update(|rows| rows.retain(|other| other.id != row.id));
    });
    forget(&row.id);
    say(row, Text::EvidenceGoneOf);
}

/// Forgets a file that is not to be sent, here and on the phone.
fn forget(id: &str) {
    let drafts = stores().drafts;
    let is_known = |kept: &Kept| kept.files.iter().any(|file| file.id == id);
    if drafts.kept().with_untracked(is_known) {
        drafts.amend(|kept| kept.files.retain(|file| file.id != id));
    }
    DESK.with(|desk| desk.files.borrow_mut().retain(|(known, _)| known != id));
    let id = id.to_owned();
    spawn_local(async move { shelf::remove(&id).await });
}

/// How the draft says that a file stands. It says nothing of one that is not in it yet, nor of one that is refused: only
/// the page says why, and the request goes without it.
fn way(stage: Stage) -> Option<Way> {
    match stage {
        Stage::Preparing | Stage::Refused(_) => None,
        Stage::Waiting | Stage::Sending | Stage::Paused => Some(Way::Open),
        Stage::Kept => Some(Way::Arrived),
        Stage::Lost => Some(Way::Lost),
        Stage::Leaving => Some(Way::Leaving),
    }
}

/// Writes into the draft what has to outlive the page.
fn persist(row: &Row) {
    let (remote, stage) = row
        .upload
        .with_untracked(|upload| (upload.remote.clone(), upload.stage));
    let Some(way) = way(stage) else {
        if stage != Stage::Preparing {
            forget(&row.id);
        }
        return;
    };
    let drafts = stores().drafts;
    let differs = drafts.kept().with_untracked(|kept| {
        let known = kept.files.iter().find(|file| file.id == row.id);
        known.is_some_and(|file| file.way != way || file.remote != remote)
    });
    if differs {
        drafts.amend(|kept| {
            for file in &mut kept.files {
                if file.id == row.id {
                    file.way = way;
                    file.remote.clone_from(&remote);
                }
            }
        });
    }
}
