//! What becomes of a file that was chosen before it is sent: photos are made smaller, and what cannot be taken is
//! refused beside its name, the others untouched.

use contract::evidence::{EvidenceKind, HEIC, check_file, check_room, clean_name, name_as};
use contract::problem::ProblemCode;
use web_sys::Blob;

use super::sender::{Row, add, rows, say, send};
use crate::i18n::Text;
use crate::platform::task::spawn_local;
use crate::platform::{files, picture, random};
use crate::state::upload::{Stage, Upload};
use crate::view::prelude::*;

/// The longer side of a photo that is made smaller, in pixels: a page of writing on it can be read.
const LONGER_SIDE: u32 = 2_560;

/// Takes up files that were chosen together.
pub fn take(chosen: Vec<(String, Blob)>) {
    let chosen: Vec<(Row, Blob)> = chosen
        .into_iter()
        .map(|(name, file)| {
            let mut upload = Upload::new(clean_name(&name), files::size(&file));
            upload.stage = Stage::Preparing;
            let row = Row {
                id: random::idempotency_key(),
                upload: ArcRwSignal::new(upload),
            };
            (row, file)
        })
        .collect();
    let more: Vec<Row> = chosen.iter().map(|(row, _)| row.clone()).collect();
    add(&more);
    spawn_local(async move {
        for (row, file) in chosen {
            prepare(&row, file).await;
        }
    });
}

async fn prepare(row: &Row, file: Blob) {
    let name = row.upload.with_untracked(|upload| upload.name.clone());
    let (name, file) = smaller(name, file).await;
    // It may have been taken away meanwhile, or the whole draft.
    let is_wanted = row
        .upload
        .with_untracked(|upload| upload.stage == Stage::Preparing)
        && rows().with_untracked(|rows| rows.iter().any(|other| other.id == row.id));
    if !is_wanted {
        return;
    }
    let bytes = files::size(&file);
    row.upload.update(|upload| {
        upload.name = name.clone();
        upload.bytes = bytes;
    });
    match check(&name, bytes) {
        Ok(()) => send(row, file).await,
        Err(code) => {
            row.upload
                .update(|upload| upload.stage = Stage::Refused(code));
            say(row, Text::EvidenceRefusedOf);
        }
    }
}

/// Whether a file is taken beside those that are there.
fn check(name: &str, bytes: u64) -> Result<(), ProblemCode> {
    check_file(name, bytes)?;
    let (mut count, mut sum) = (0, 0);
    for row in rows().get_untracked() {
        let (stage, bytes) = row
            .upload
            .with_untracked(|upload| (upload.stage, upload.bytes));
        if !matches!(stage, Stage::Preparing | Stage::Refused(_) | Stage::Leaving) {
            count += 1;
            sum += bytes;
        }
    }
    check_room(count, sum, bytes)
}

/// A photo in the size in which everything on it can still be seen, where that saves bytes; every other file as it is.
async fn smaller(name: String, file: Blob) -> (String, Blob) {
    let is_phone_photo = is_phone_photo(&name);
    if !is_phone_photo && EvidenceKind::of_name(&name) != Some(EvidenceKind::Jpeg) {
        return (name, file);
    }
    let size = |width, height| fit(width, height).or(is_phone_photo.then_some((width, height)));
    match picture::redraw(&file, size).await {
        Some(drawn) if is_phone_photo || files::size(&drawn) < files::size(&file) => {
            (name_as(&name, EvidenceKind::Jpeg), drawn)
        }
        _ => (name, file),
    }
}

fn is_phone_photo(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| {
        HEIC.iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// The size in which a photo is sent; none for one that is small enough, and none for a long strip, such as a chat,
/// whose writing would not survive.
fn fit(width: u32, height: u32) -> Option<(u32, u32)> {
    let (longer, shorter) = (width.max(height), width.min(height));
    let is_strip = longer > shorter.saturating_mul(2);
    if longer <= LONGER_SIDE || is_strip {
        return None;
    }
    let scaled = u64::from(shorter) * u64::from(LONGER_SIDE);
    let scaled = u32::try_from(scaled / u64::from(longer)).ok()?.max(1);
    Some(if width >= height {
        (LONGER_SIDE, scaled)
    } else {
        (scaled, LONGER_SIDE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_large_photos_are_made_smaller_and_never_strips() {
        for (photo, sent) in [
            ((4_000, 3_000), Some((2_560, 1_920))),
            ((3_000, 4_000), Some((1_920, 2_560))),
            ((9_000, 9_000), Some((2_560, 2_560))),
            ((2_560, 1_920), None),
            ((1_080, 20_000), None),
            ((0, 0), None),
            ((u32::MAX, u32::MAX), Some((2_560, 2_560))),
        ] {
            let (width, height) = photo;
            assert_eq!(fit(width, height), sent, "{photo:?}");
        }
    }

    #[test]
    fn photos_of_phones_are_known_by_name() {
        assert!(is_phone_photo("IMG_1.HEIC"));
        assert!(!is_phone_photo("IMG_1.jpg"));
        assert!(!is_phone_photo("heic"));
    }
}
