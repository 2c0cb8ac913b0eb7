//! Sealing anew what is sealed under an old key, while servers run: text by text, each only if it has not changed
//! since it was read. Broken off, it goes on where it ended: what is sealed anew is no longer found.

use super::evidence::name_place;
use super::reports::note_place;
use super::{Cases, Refused, content_place, entry_place, entry_row};
use super::{desk, feedback, group, invitation, push, settlement};
use crate::crypto::Place;
use crate::store::personal::{SealedColumn, SealedRow};

/// Texts and pieces read in one go.
const AT_ONCE: u32 = 200;

impl Cases {
    /// Seals anew everything that is sealed under this key, and tells after each lot how much that is so far.
    pub async fn reseal(&self, key: u32, mut told: impl FnMut(u64)) -> Result<u64, Refused> {
        let mut done = 0;
        for column in SealedColumn::ALL {
            let mut after = (String::new(), -1);
            loop {
                let texts = self
                    .store
                    .sealed_under(column, key, (&after.0, after.1), AT_ONCE);
                let texts = texts.await?;
                for text in &texts {
                    done += u64::from(self.reseal_text(column, text).await?);
                }
                let Some(last) = texts.last() else { break };
                after = (last.row.clone(), last.version);
                told(done);
            }
        }
        let mut after = (String::new(), 0);
        loop {
            let pieces = self
                .store
                .pieces_after((&after.0, after.1), AT_ONCE)
                .await?;
            for (id, piece) in &pieces {
                if !self.evidence.shelf.reseal(id, piece, key).await? {
                    continue;
                }
                done += 1;
                // Deleted while it was sealed: then it must not be there again.
                let file = self.store.evidence(id).await?;
                if !file.is_some_and(|(_, kept)| kept.contains(piece)) {
                    let gone = std::slice::from_ref(piece);
                    self.evidence.shelf.remove(id, gone).await?;
                }
            }
            let Some((id, piece)) = pieces.last() else {
                break;
            };
            after = (id.clone(), piece.start);
            told(done);
        }
        Ok(done)
    }

    /// Whether anything is still sealed under this key.
    pub async fn uses_key(&self, key: u32) -> Result<bool, Refused> {
        for column in SealedColumn::ALL {
            let found = self.store.sealed_under(column, key, ("", -1), 1).await?;
            if !found.is_empty() {
                return Ok(true);
            }
        }
        let mut after = (String::new(), 0);
        loop {
            let pieces = self
                .store
                .pieces_after((&after.0, after.1), AT_ONCE)
                .await?;
            for (id, piece) in &pieces {
                if self.evidence.shelf.is_under(id, piece, key).await? {
                    return Ok(true);
                }
            }
            let Some((id, piece)) = pieces.last() else {
                return Ok(false);
            };
            after = (id.clone(), piece.start);
        }
    }

    /// `false` when it changed meanwhile: then it was sealed anew with that.
    async fn reseal_text(&self, column: SealedColumn, text: &SealedRow) -> Result<bool, Refused> {
        let entry = usize::try_from(text.version - 1).unwrap_or_default();
        let entry = entry_row(&text.row, entry);
        let place = place_of(column, &text.row, &entry);
        let sealed = self
            .keys
            .seal(place, &self.keys.open(place, &text.sealed)?)?;
        Ok(self.store.reseal(column, text, &sealed).await?)
    }
}

/// Where the texts of a column are kept: in its row, or in that of the timeline entry.
fn place_of<'a>(column: SealedColumn, row: &'a str, entry: &'a str) -> Place<'a> {
    match column {
        SealedColumn::RequestContent => content_place(row),
        SealedColumn::EntryDetail => entry_place(entry),
        SealedColumn::ReportNote => note_place(row),
        SealedColumn::EvidenceName => name_place(row),
        SealedColumn::GroupShared => group::place(row, "shared"),
        SealedColumn::GroupCode => group::place(row, "code"),
        SealedColumn::Invitation => invitation::place(row),
        SealedColumn::AccountFactor => desk::factor_place(row),
        SealedColumn::Complaint => feedback::complaint_place(row),
        SealedColumn::ComplaintAnswer => feedback::answer_place(row),
        SealedColumn::RatingNote => feedback::rating_place(row),
        SealedColumn::Settlement => settlement::place(row),
        SealedColumn::PushSubscription => push::place(row),
    }
}
