//! Evidence: files that arrive in pieces, are looked at once they are whole, and belong to a request once it is
//! filed. What is acknowledged is durable; a file goes on where the last acknowledged byte ended, whatever broke.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::desk::AuditAct;
use contract::evidence::{
    BasketView, EvidenceKind, EvidenceView, WAITING_HOURS, check_file, check_room, clean_name,
    name_as,
};
use contract::problem::ProblemCode;
use contract::status::{Actor, Matter};
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt as _};
use jiff::{SignedDuration, Timestamp};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use tokio::sync::Semaphore;

use super::{Cases, Owner, Refused, Staff, time};
use crate::crypto::{self, Place, Purpose, hex};
use crate::evidence::{PIECE, Shelf, ShelfError, inspect};
use crate::store::evidence::{
    AddOutcome, EvidenceRow, FilesOf, Finished, NewEvidenceRow, PieceRow, Room,
};
use crate::store::{Mac, RequestRow};
use crate::telemetry::explain;

/// Files looked at once: each is in memory as a whole, and a picture decoded beside it.
const LOOKING: usize = 2;
/// Files deleted in one go.
const EXPIRED_AT_ONCE: u32 = 100;

/// Where files are kept, and whose turn it is to be looked at.
pub struct Evidence {
    pub(super) shelf: Arc<Shelf>,
    looking: Semaphore,
    /// Finished files with objects beside them that nobody needs any more.
    untidy: Mutex<BTreeSet<String>>,
}

impl Evidence {
    /// Over this shelf.
    pub fn new(shelf: Shelf) -> Self {
        Self {
            shelf: Arc::new(shelf),
            looking: Semaphore::new(LOOKING),
            untidy: Mutex::default(),
        }
    }

    fn is_untidy(&self, id: &str) {
        self.of_untidy().insert(id.to_owned());
    }

    fn take_untidy(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.of_untidy())
    }

    fn of_untidy(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.untidy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file that is to be uploaded.
#[derive(Clone, Copy, Debug)]
pub struct NewUpload<'a> {
    /// What the person calls it; empty when they do not.
    pub name: &'a str,
    /// What the client calls it, unlike any other of the same basket: a beginning that is tried again is found by it.
    pub own_id: Option<&'a str>,
    /// Its bytes.
    pub length: u64,
}

/// How far an upload has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Opaque id.
    pub id: String,
    /// How many bytes are sent.
    pub length: u64,
    /// How many of them are durable.
    pub received: u64,
    /// Until when it waits for the rest, or for its request.
    pub expires_at: Timestamp,
    /// What it turned out to be, once it is whole.
    pub kind: Option<EvidenceKind>,
}

impl From<&EvidenceRow> for Upload {
    fn from(row: &EvidenceRow) -> Self {
        Self {
            id: row.id.clone(),
            length: row.length,
            received: row.received,
            expires_at: row.expires_at,
            kind: row.finished.map(|finished| finished.kind),
        }
    }
}

/// What is said of bytes before they come.
#[derive(Clone, Debug)]
pub struct Announced {
    /// Where they begin.
    pub offset: u64,
    /// What they must come to.
    pub checksum: Option<Checksum>,
    /// How long to wait for the next of them.
    pub patience: Duration,
}

/// A checksum of some bytes.
#[derive(Clone, Debug)]
pub enum Checksum {
    /// SHA-1, which every tus client knows. It guards against accidents only, and is used for nothing else.
    Sha1(Sha1, Vec<u8>),
    /// SHA-256.
    Sha256(Sha256, Vec<u8>),
}

impl Checksum {
    /// Reads `ALGORITHM BASE64`; `None` for an algorithm that is not known.
    pub fn parse(text: &str) -> Option<Self> {
        let (algorithm, sum) = text.split_once(' ')?;
        let sum = STANDARD.decode(sum.trim()).ok()?;
        match algorithm {
            "sha1" => Some(Self::Sha1(Sha1::new(), sum)),
            "sha256" => Some(Self::Sha256(Sha256::new(), sum)),
            _ => None,
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(sum, _) => sum.update(bytes),
            Self::Sha256(sum, _) => sum.update(bytes),
        }
    }

    fn holds(self) -> bool {
        match self {
            Self::Sha1(sum, expected) => sum.finalize().as_slice() == expected,
            Self::Sha256(sum, expected) => sum.finalize().as_slice() == expected,
        }
    }
}

/// A file to be handed out.
pub struct Download {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// How many bytes.
    pub bytes: u64,
    /// The bytes.
    pub pieces: BoxStream<'static, Result<Vec<u8>, ShelfError>>,
}

impl Cases {
    /// Begins an upload into a basket: for a request that is being written, or for the owner's, filed already.
    pub async fn begin_upload(
        &self,
        basket: &str,
        owner: Option<&Owner>,
        new: NewUpload<'_>,
    ) -> Result<Upload, Refused> {
        let NewUpload {
            name,
            own_id,
            length,
        } = new;
        let number = match owner {
            None => None,
            Some(owner) => {
                let (row, _) = self.request_of(owner).await?;
                if !row.status.is_open() {
                    return Err(has_ended(&row));
                }
                Some(row.number)
            }
        };
        let name = clean_name(name);
        check_file(&name, length).map_err(Refused::Evidence)?;
        self.check_waiting(length).await?;
        let id = hex(&crypto::random::<16>()?);
        let at = self.now();
        let expires_at = at
            .checked_add(SignedDuration::from_hours(WAITING_HOURS.into()))
            .unwrap_or(Timestamp::MAX);
        // The answer to an earlier try may be lost.
        let begun_mac = own_id.map(|own_id| {
            let place = number.as_deref().unwrap_or_default();
            let parts = [basket, place, &length.to_string(), own_id].join("\n");
            self.keys.mac(Purpose::Upload, parts.as_bytes())
        });
        let row = NewEvidenceRow {
            basket_mac: self.basket_mac(basket),
            begun_mac,
            number,
            name_sealed: self.keys.seal(name_place(&id), name.as_bytes())?,
            length,
            at,
            expires_at,
            id: id.clone(),
        };
        let fits = |room: Room| check_room(room.files, room.bytes, length).is_ok();
        match (self.store.add_evidence(row, &fits).await?, owner) {
            (AddOutcome::Added, _) => {}
            (AddOutcome::Known(known), _) => return Ok(Upload::from(&*known)),
            (AddOutcome::NoRoom(room), _) => {
                let why = check_room(room.files, room.bytes, length).err();
                return Err(Refused::Evidence(
                    why.unwrap_or(ProblemCode::EvidenceTooMuch),
                ));
            }
            (AddOutcome::Ended, Some(owner)) => {
                // Since it was looked at.
                let (row, _) = self.request_of(owner).await?;
                return Err(has_ended(&row));
            }
            (AddOutcome::Ended, None) => return Err(Refused::NotFound),
        }
        Ok(Upload {
            id,
            length,
            received: 0,
            expires_at,
            kind: None,
        })
    }

    /// Everybody's files that wait share the place that the operator gives them.
    async fn check_waiting(&self, length: u64) -> Result<(), Refused> {
        let Some(most) = self.policy.waiting_bytes else {
            return Ok(());
        };
        if self.store.waiting_bytes().await?.saturating_add(length) <= most {
            return Ok(());
        }
        metrics::counter!("evidence_full_total").increment(1);
        Err(Refused::Evidence(ProblemCode::EvidenceFull))
    }

    /// How far an upload has come. One that is whole but was left alone before it was looked at, is now.
    pub async fn upload(&self, basket: &str, id: &str) -> Result<Upload, Refused> {
        let (row, pieces) = self.upload_of(basket, id).await?;
        self.look_if_whole(row, &pieces).await
    }

    /// Takes bytes of an upload. Of two that come at once for the same place, one is kept. If they break off,
    /// those that came are kept, unless a checksum was announced for all of them.
    pub async fn receive<E>(
        &self,
        basket: &str,
        id: &str,
        announced: Announced,
        mut bytes: impl Stream<Item = Result<impl AsRef<[u8]>, E>> + Unpin,
    ) -> Result<Upload, Refused> {
        let (mut row, mut pieces) = self.upload_of(basket, id).await?;
        if row.received != announced.offset {
            return Err(Refused::Evidence(ProblemCode::UploadOffset));
        }
        let mut intake = Intake::new(self, &row, announced.checksum);
        let whole = loop {
            match tokio::time::timeout(announced.patience, bytes.next()).await {
                Ok(Some(Ok(some))) => intake.take(some.as_ref()).await?,
                Ok(None) => break true,
                Ok(Some(Err(_))) | Err(_) => break false,
            }
        };
        let counted = intake.end(whole).await?;
        if !whole {
            return Err(Refused::Evidence(ProblemCode::TimedOut));
        }
        // They were counted because they follow those that were there.
        row.received += counted.iter().map(|piece| piece.bytes).sum::<u64>();
        pieces.extend(counted);
        self.look_if_whole(row, &pieces).await
    }

    /// Deletes an upload, or a file that no request has yet.
    pub async fn drop_upload(&self, basket: &str, id: &str) -> Result<(), Refused> {
        self.upload_of(basket, id).await?;
        if self.discard(id).await? {
            Ok(())
        } else {
            Err(Refused::Evidence(ProblemCode::EvidenceNotFound))
        }
    }

    /// The files that filing the request will attach.
    pub async fn basket(&self, basket: &str) -> Result<BasketView, Refused> {
        let mac = self.basket_mac(basket);
        let files = self.files(FilesOf::Basket(&mac, self.now())).await?;
        Ok(BasketView { files })
    }

    /// A file of the owner's request.
    pub async fn owner_file(&self, owner: &Owner, id: &str) -> Result<Download, Refused> {
        let (request, _) = self.request_of(owner).await?;
        self.download(&request.number, id).await
    }

    /// A file of a request that the organization has.
    pub async fn staff_file(
        &self,
        staff: &Staff,
        number: &str,
        id: &str,
    ) -> Result<Download, Refused> {
        let (request, _) = self.request_for(staff, number, AuditAct::ReadFile).await?;
        self.download(&request.number, id).await
    }

    /// Deletes what was not finished or not attached in time, and tries again what could not be removed before; to be
    /// called now and then.
    pub async fn sweep_evidence(&self) -> Result<u64, Refused> {
        self.tidy_evidence().await;
        let mut deleted = 0;
        loop {
            let now = self.now();
            let expired = self.store.expired_evidence(now, EXPIRED_AT_ONCE).await?;
            if expired.is_empty() {
                return Ok(deleted);
            }
            let before = deleted;
            for id in expired {
                match self.delete_expired(&id, now).await {
                    Ok(()) => deleted += 1,
                    // The others must not wait for it.
                    Err(refused) => tracing::error!(
                        reason = explain(&refused),
                        "a file that expired was not deleted; it is tried again"
                    ),
                }
            }
            if deleted == before {
                return Ok(deleted);
            }
        }
    }

    /// The objects first: a row that is left finds them again.
    async fn delete_expired(&self, id: &str, now: Timestamp) -> Result<(), Refused> {
        self.evidence.shelf.clear(id, &[]).await?;
        Ok(self.store.forget_evidence(id, now).await?)
    }

    /// Removes the objects beside finished files that could not be removed when those were finished, and keeps in mind
    /// those that still cannot be. The objects of other files go when they are finished or expire.
    async fn tidy_evidence(&self) {
        for id in self.evidence.take_untidy() {
            match self.store.evidence(&id).await {
                Ok(Some((row, pieces))) if row.finished.is_some() => {
                    self.clear_beside(&id, &pieces).await;
                }
                Ok(_) => {}
                Err(_) => self.evidence.is_untidy(&id),
            }
        }
    }

    /// Removes the objects beside these pieces, or has it tried again later.
    async fn clear_beside(&self, id: &str, pieces: &[PieceRow]) {
        if let Err(error) = self.evidence.shelf.clear(id, pieces).await {
            self.evidence.is_untidy(id);
            tracing::warn!(
                reason = explain(&error),
                "the pieces that a file came in were not removed; it is tried again"
            );
        }
    }

    /// Finished files as they are shown.
    pub(super) async fn files(&self, of: FilesOf<'_>) -> Result<Vec<EvidenceView>, Refused> {
        let rows = self.store.finished_evidence(of).await?;
        let views = rows.iter().filter_map(|row| {
            let finished = row.finished?;
            Some(self.name_of(row, finished.kind).map(|name| EvidenceView {
                id: row.id.clone(),
                name,
                kind: finished.kind,
                bytes: finished.bytes,
                at: time::wire(finished.at),
            }))
        });
        views.collect()
    }

    pub(super) fn basket_mac(&self, basket: &str) -> Mac {
        self.keys.mac(Purpose::EvidenceBasket, basket.as_bytes())
    }

    /// Somebody else's upload and one that expired do not exist.
    async fn upload_of(
        &self,
        basket: &str,
        id: &str,
    ) -> Result<(EvidenceRow, Vec<PieceRow>), Refused> {
        let found = self.store.evidence(id).await?;
        let mine = self.basket_mac(basket);
        let now = self.now();
        found
            .filter(|(row, _)| crypto::same(&row.basket_mac, &mine))
            .filter(|(row, _)| !row.is_expired(now))
            .ok_or(Refused::Evidence(ProblemCode::EvidenceNotFound))
    }

    async fn look_if_whole(
        &self,
        row: EvidenceRow,
        pieces: &[PieceRow],
    ) -> Result<Upload, Refused> {
        if row.finished.is_some() || row.received < row.length {
            return Ok(Upload::from(&row));
        }
        let looked = self.look(&row, pieces).await;
        // Somebody else may have looked at it at the same time, and been faster.
        let now = self.store.evidence(&row.id).await?;
        let is_gone = now
            .as_ref()
            .is_none_or(|(row, _)| row.is_expired(self.now()));
        match (now, looked) {
            (Some((row, _)), _) if row.finished.is_some() => Ok(Upload::from(&row)),
            // Somebody has deleted it while it was looked at.
            (_, Err(Refused::Shelf(ShelfError::Missing))) if is_gone => {
                Err(Refused::Evidence(ProblemCode::EvidenceNotFound))
            }
            (_, Err(refused)) => Err(refused),
            _ => Err(Refused::Evidence(ProblemCode::EvidenceNotFound)),
        }
    }

    /// Looks at a whole file and keeps what is to be kept of it, or deletes it and tells why.
    async fn look(&self, row: &EvidenceRow, pieces: &[PieceRow]) -> Result<(), Refused> {
        let shelf = &self.evidence.shelf;
        let _turn = self.evidence.looking.acquire().await;
        let mut bytes = Vec::with_capacity(usize::try_from(row.length).unwrap_or_default());
        for piece in pieces {
            bytes.extend(shelf.get(&row.id, piece).await?);
        }
        let named = EvidenceKind::of_name(&self.typed_name(row)?).unwrap_or_default();
        // A decoder that panics over a file has told that it is damaged.
        let seen = tokio::task::spawn_blocking(move || inspect(named, bytes))
            .await
            .unwrap_or(Err(ProblemCode::EvidenceDamaged));
        let (kind, bytes) = match seen {
            Ok(kept) => kept,
            Err(why) => {
                metrics::counter!("evidence_refused_total", "reason" => why.as_str()).increment(1);
                self.discard(&row.id).await?;
                return Err(Refused::Evidence(why));
            }
        };
        let pieces = shelf.put_all(&row.id, &bytes).await?;
        let finished = Finished {
            kind,
            bytes: bytes.len() as u64,
            at: self.now(),
        };
        let is_mine = self.store.finish_evidence(&row.id, finished, &pieces);
        if !is_mine.await? {
            shelf.remove(&row.id, &pieces).await?;
            return Ok(());
        }
        metrics::counter!("evidence_kept_total", "kind" => kind.as_str()).increment(1);
        // The file as it came is no longer needed.
        self.clear_beside(&row.id, &pieces).await;
        Ok(())
    }

    /// Deletes a file; `false` when it belongs to a request.
    async fn discard(&self, id: &str) -> Result<bool, Refused> {
        let is_loose = self.store.expire_evidence(id).await?;
        if is_loose {
            self.delete_expired(id, self.now()).await?;
        }
        Ok(is_loose)
    }

    pub(super) async fn download(&self, number: &str, id: &str) -> Result<Download, Refused> {
        let nothing = Refused::Evidence(ProblemCode::EvidenceNotFound);
        let found = self.store.evidence(id).await?;
        let found = found.filter(|(row, _)| row.number.as_deref() == Some(number));
        let Some((row, pieces)) = found else {
            return Err(nothing);
        };
        let finished = row.finished.ok_or(nothing)?;
        let shelf = Arc::clone(&self.evidence.shelf);
        let id = row.id.clone();
        let pieces = stream::iter(pieces).then(move |piece| {
            let (shelf, id) = (Arc::clone(&shelf), id.clone());
            async move { shelf.get(&id, &piece).await }
        });
        Ok(Download {
            name: self.name_of(&row, finished.kind)?,
            kind: finished.kind,
            bytes: finished.bytes,
            pieces: pieces.boxed(),
        })
    }

    fn typed_name(&self, row: &EvidenceRow) -> Result<String, Refused> {
        let name = self.keys.open(name_place(&row.id), &row.name_sealed)?;
        Ok(String::from_utf8_lossy(&name).into_owned())
    }

    fn name_of(&self, row: &EvidenceRow, kind: EvidenceKind) -> Result<String, Refused> {
        Ok(name_as(&self.typed_name(row)?, kind))
    }
}

fn has_ended(row: &RequestRow) -> Refused {
    let matter = Matter::of(row.topic);
    Refused::IllegalMove(row.status.legal_events(matter, Actor::Applicant))
}

pub(super) fn name_place(id: &str) -> Place<'_> {
    Place {
        table: "evidence",
        column: "name",
        row: id,
    }
}

/// Bytes on their way to the shelf: a piece in memory, the pieces before it durable.
struct Intake<'a> {
    cases: &'a Cases,
    id: &'a str,
    /// Where the bytes in memory begin.
    start: u64,
    /// What no byte may go beyond.
    length: u64,
    buffer: Vec<u8>,
    checksum: Option<Checksum>,
    /// Pieces that are durable but count only once the checksum holds.
    held: Vec<PieceRow>,
    /// Pieces that count.
    counted: Vec<PieceRow>,
}

impl<'a> Intake<'a> {
    fn new(cases: &'a Cases, row: &'a EvidenceRow, checksum: Option<Checksum>) -> Self {
        Self {
            cases,
            id: &row.id,
            start: row.received,
            length: row.length,
            buffer: Vec::new(),
            checksum,
            held: Vec::new(),
            counted: Vec::new(),
        }
    }

    async fn take(&mut self, mut bytes: &[u8]) -> Result<(), Refused> {
        let end = self.start + (self.buffer.len() + bytes.len()) as u64;
        if end > self.length {
            return Err(Refused::Evidence(ProblemCode::TooLarge));
        }
        if let Some(checksum) = &mut self.checksum {
            checksum.add(bytes);
        }
        while !bytes.is_empty() {
            let room = PIECE - self.buffer.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.buffer.extend_from_slice(now);
            bytes = later;
            if self.buffer.len() == PIECE {
                self.put().await?;
            }
        }
        Ok(())
    }

    /// Makes what is in memory durable.
    async fn put(&mut self) -> Result<(), Refused> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let shelf = &self.cases.evidence.shelf;
        let piece = shelf.put(self.id, self.start, &self.buffer).await?;
        self.start += piece.bytes;
        self.buffer.clear();
        self.held.push(piece);
        if self.checksum.is_none() {
            self.count().await?;
        }
        Ok(())
    }

    /// Counts the pieces that are durable as received.
    async fn count(&mut self) -> Result<(), Refused> {
        if self.held.is_empty() {
            return Ok(());
        }
        let (store, now) = (&self.cases.store, self.cases.now());
        if !store.add_pieces(self.id, &self.held, now).await? {
            self.give_up().await;
            return Err(Refused::Evidence(ProblemCode::UploadOffset));
        }
        self.counted.append(&mut self.held);
        Ok(())
    }

    /// Keeps what came: all of it, or as much as there is without a checksum to hold. Gives the pieces that count.
    async fn end(mut self, whole: bool) -> Result<Vec<PieceRow>, Refused> {
        let fault = match self.checksum.take().map(Checksum::holds) {
            Some(_) if !whole => ProblemCode::TimedOut,
            Some(false) => ProblemCode::ChecksumMismatch,
            _ => {
                self.put().await?;
                self.count().await?;
                return Ok(self.counted);
            }
        };
        self.give_up().await;
        Err(Refused::Evidence(fault))
    }

    /// Removes pieces that certainly do not count. Others that do not, because something broke, go when the file
    /// is finished or expires.
    async fn give_up(&mut self) {
        let shelf = &self.cases.evidence.shelf;
        if let Err(error) = shelf.remove(self.id, &self.held).await {
            tracing::warn!(
                reason = explain(&error),
                "pieces that nobody needs were not removed"
            );
        }
    }
}
