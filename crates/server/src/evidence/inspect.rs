//! What a file is, by its content; and what of it is kept.

use contract::evidence::{EvidenceKind, HEIC};
use contract::problem::ProblemCode;

use super::{office, picture};

/// Readers of PDF look for its beginning in so many bytes, and for its end in as many.
const PDF_EDGE: usize = 1024;
/// The last record of a zip file without its comment.
const ZIP_END: usize = 22;

/// What the file is and what is kept of it, or why it is refused. A picture is drawn anew; everything else is
/// kept as it is, if it is one thing and whole.
pub fn inspect(
    named: EvidenceKind,
    bytes: Vec<u8>,
) -> Result<(EvidenceKind, Vec<u8>), ProblemCode> {
    let found = sniff(&bytes)?;
    if found != Some(named) {
        return Err(ProblemCode::EvidenceMismatch);
    }
    if named.is_picture() {
        return picture::redraw(named, &bytes);
    }
    if is_cut_off(named, &bytes) || is_more_than(named, &bytes) {
        return Err(ProblemCode::EvidenceDamaged);
    }
    Ok((named, bytes))
}

fn sniff(bytes: &[u8]) -> Result<Option<EvidenceKind>, ProblemCode> {
    if bytes.starts_with(b"PK\x03\x04") {
        return office::zipped(bytes);
    }
    if bytes.starts_with(&office::COMPOUND) {
        return office::compound(bytes);
    }
    let Some(found) = infer::get(bytes) else {
        return Ok(None);
    };
    Ok(match found.extension() {
        // Phones record into containers that are also those of films.
        "mp4" | "3gp" => Some(EvidenceKind::M4a),
        heic if HEIC.contains(&heic) => return Err(ProblemCode::EvidenceHeic),
        extension => EvidenceKind::of_name(&format!("file.{extension}")),
    })
}

/// Whether the end is missing, for kinds that tell.
fn is_cut_off(kind: EvidenceKind, bytes: &[u8]) -> bool {
    match kind {
        EvidenceKind::Pdf => !has(end(bytes, PDF_EDGE), b"%%EOF"),
        EvidenceKind::Wav => bytes
            .get(4..8)
            .and_then(|size| size.try_into().ok())
            .is_none_or(|size| bytes.len() as u64 - 8 < u64::from(u32::from_le_bytes(size))),
        _ => false,
    }
}

/// Whether the same bytes are also a file of another kind to programs that look elsewhere in them.
fn is_more_than(kind: EvidenceKind, bytes: &[u8]) -> bool {
    let is_zip = matches!(
        kind,
        EvidenceKind::Docx | EvidenceKind::Xlsx | EvidenceKind::Pptx
    );
    let start = bytes.get(..PDF_EDGE).unwrap_or(bytes);
    (!is_zip && ends_as_zip(bytes)) || (kind != EvidenceKind::Pdf && has(start, b"%PDF-"))
}

/// Zip files are read from their end, whatever they begin with.
fn ends_as_zip(bytes: &[u8]) -> bool {
    let tail = end(bytes, ZIP_END + usize::from(u16::MAX));
    tail.windows(ZIP_END).enumerate().any(|(at, record)| {
        let comment = record
            .last_chunk()
            .map(|size| usize::from(u16::from_le_bytes(*size)));
        record.starts_with(b"PK\x05\x06") && comment == Some(tail.len() - at - ZIP_END)
    })
}

fn end(bytes: &[u8], most: usize) -> &[u8] {
    bytes
        .get(bytes.len().saturating_sub(most)..)
        .unwrap_or(bytes)
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_of_an_iphone_is_told_apart_whatever_it_is_called() {
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
        assert_eq!(is("IMG_1.jpg", heic), Err(ProblemCode::EvidenceHeic));
    }

    const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

    fn is(name: &str, bytes: &[u8]) -> Result<EvidenceKind, ProblemCode> {
        let named = EvidenceKind::of_name(name).unwrap_or_default();
        inspect(named, bytes.to_vec()).map(|(kind, _)| kind)
    }

    #[test]
    fn plain_kinds_are_known_by_their_beginning_and_kept_as_they_are() {
        let mut wav = b"RIFF\x08\x00\x00\x00WAVEfmt ".to_vec();
        for (name, bytes, kind) in [
            ("a.pdf", PDF, EvidenceKind::Pdf),
            (
                "a.amr",
                b"#!AMR\n\x3c\x91\x17\x16\xbe\x66",
                EvidenceKind::Amr,
            ),
            ("a.mp3", b"ID3\x03\0\0\0\0\0\x21", EvidenceKind::Mp3),
            ("a.mp3", &[0xff, 0xfb, 0x90, 0x64, 0], EvidenceKind::Mp3),
            ("a.ogg", b"OggS\0\x02\0\0\0\0\0\0\0\0", EvidenceKind::Ogg),
            ("a.m4a", b"\0\0\0\x20ftypM4A \0\0\0\0", EvidenceKind::M4a),
            ("a.m4a", b"\0\0\0\x20ftypmp42\0\0\0\0", EvidenceKind::M4a),
            ("a.wav", &wav, EvidenceKind::Wav),
        ] {
            let named = EvidenceKind::of_name(name).unwrap_or_default();
            let kept = inspect(named, bytes.to_vec());
            assert_eq!(kept, Ok((kind, bytes.to_vec())), "{name}");
        }
        wav.truncate(13);
        assert_eq!(is("a.wav", &wav), Err(ProblemCode::EvidenceDamaged));
    }

    #[test]
    fn a_name_that_lies_is_refused() {
        for (name, bytes) in [
            ("a.pdf", b"<html><script>alert(1)</script>".as_slice()),
            ("a.jpg", PDF),
            ("a.mp3", b"MZ\x90\0"),
            ("a.docx", PDF),
            ("a.pdf", b""),
            ("a.m4a", b"\0\0\0\x18ftypheic\0\0\0\0"),
        ] {
            assert_eq!(
                is(name, bytes),
                Err(ProblemCode::EvidenceMismatch),
                "{name}"
            );
        }
    }

    #[test]
    fn what_is_cut_off_or_two_things_is_refused() {
        let damaged = Err(ProblemCode::EvidenceDamaged);
        assert_eq!(is("a.pdf", PDF.get(..20).unwrap_or_default()), damaged);
        assert_eq!(is("a.wav", b"RIFF\xff\x00\x00\x00WAVEfmt "), damaged);
        let mut zip_behind = PDF.to_vec();
        zip_behind.extend(b"PK\x05\x06");
        zip_behind.extend([0; 18]);
        assert_eq!(is("a.pdf", &zip_behind), damaged);
        let mut pdf_within = b"ID3\x03\0\0\0\0\0\x21".to_vec();
        pdf_within.extend(PDF);
        assert_eq!(is("a.mp3", &pdf_within), damaged);
    }
}
