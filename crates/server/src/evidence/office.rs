//! Office documents: what is inside says what they are. Nothing is unpacked; the table of contents is enough.

use std::io::Cursor;

use contract::evidence::EvidenceKind;
use contract::problem::ProblemCode;
use zip::ZipArchive;

/// How documents of older programs begin.
pub(super) const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The last record of a zip file that has no comment.
const END: usize = 22;
/// Most parts of a document. Each picture in it is one.
const PARTS_MAX: usize = 5000;
/// Most bytes of the table of contents.
const TABLE_MAX: u32 = 2 * 1024 * 1024;
/// Most bytes of all parts once they are unpacked.
const UNPACKED_MAX: u64 = 400 * 1024 * 1024;

/// The kind of a zip file; `None` when it is no document, or one that carries a program.
pub(super) fn zipped(bytes: &[u8]) -> Result<Option<EvidenceKind>, ProblemCode> {
    check_end(bytes)?;
    let damaged = |_| ProblemCode::EvidenceDamaged;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.offset() != 0 {
        return Err(ProblemCode::EvidenceDamaged);
    }
    let mut unpacked = 0_u64;
    let mut kind = None;
    let mut has_program = false;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(damaged)?;
        unpacked = unpacked.saturating_add(part.size());
        let name = String::from_utf8_lossy(part.name_raw());
        has_program |= name.ends_with("vbaProject.bin");
        kind = kind.or(match name.as_ref() {
            "word/document.xml" => Some(EvidenceKind::Docx),
            "xl/workbook.xml" => Some(EvidenceKind::Xlsx),
            "ppt/presentation.xml" => Some(EvidenceKind::Pptx),
            _ => None,
        });
    }
    if unpacked > UNPACKED_MAX {
        return Err(ProblemCode::EvidenceBomb);
    }
    Ok(kind.filter(|_| !has_program))
}

/// Whether the file ends with its table of contents, as programs write it, and how large that says it is: it is
/// held in memory as a whole.
fn check_end(bytes: &[u8]) -> Result<(), ProblemCode> {
    let end = bytes
        .last_chunk::<END>()
        .filter(|end| end.starts_with(b"PK\x05\x06"))
        .ok_or(ProblemCode::EvidenceDamaged)?;
    let [.., p0, p1, t0, t1, t2, t3, _, _, _, _, _, _] = *end;
    let parts = usize::from(u16::from_le_bytes([p0, p1]));
    let table = u32::from_le_bytes([t0, t1, t2, t3]);
    if parts > PARTS_MAX || table > TABLE_MAX {
        return Err(ProblemCode::EvidenceBomb);
    }
    Ok(())
}

/// The kind of a document of older programs; `None` when it is none of them.
pub(super) fn compound(bytes: &[u8]) -> Result<Option<EvidenceKind>, ProblemCode> {
    let file =
        cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| ProblemCode::EvidenceDamaged)?;
    let kinds = [
        ("/WordDocument", EvidenceKind::Doc),
        ("/Workbook", EvidenceKind::Xls),
        ("/Book", EvidenceKind::Xls),
        ("/PowerPoint Document", EvidenceKind::Ppt),
    ];
    let found = kinds.iter().find(|(part, _)| file.is_stream(part));
    Ok(found.map(|(_, kind)| *kind))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zip_of(names: &[&str]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for name in names {
            zip.start_file(*name, stored).unwrap();
            zip.write_all(b"<xml/>").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_document_is_known_by_its_main_part() {
        for (part, kind) in [
            ("word/document.xml", Some(EvidenceKind::Docx)),
            ("xl/workbook.xml", Some(EvidenceKind::Xlsx)),
            ("ppt/presentation.xml", Some(EvidenceKind::Pptx)),
            ("classes.dex", None),
        ] {
            let bytes = zip_of(&["[Content_Types].xml", part]);
            assert_eq!(zipped(&bytes), Ok(kind), "{part}");
        }
        let with_program = zip_of(&["word/document.xml", "word/vbaProject.bin"]);
        assert_eq!(zipped(&with_program), Ok(None));
        assert_eq!(zipped(&zip_of(&[])), Ok(None));
    }

    #[test]
    fn whatever_stands_before_or_behind_is_refused() {
        let whole = zip_of(&["word/document.xml"]);
        let before = [b"PK\x03\x04 something else".as_slice(), &whole].concat();
        let behind = [&whole, b"<script>".as_slice()].concat();
        let cut = whole.get(..whole.len() / 2).unwrap();
        for bytes in [&before, &behind, cut, b"PK\x03\x04".as_slice()] {
            assert_eq!(zipped(bytes), Err(ProblemCode::EvidenceDamaged));
        }
    }

    #[test]
    fn a_bomb_is_known_without_unpacking_it() {
        // The table of contents says that the part has 4 GB once it is unpacked.
        let mut bomb = zip_of(&["word/document.xml"]);
        let table = bomb.windows(4).rposition(|at| at == b"PK\x01\x02").unwrap();
        bomb.get_mut(table + 24..table + 28)
            .unwrap()
            .copy_from_slice(&[0xfe, 0xff, 0xff, 0xff]);
        assert_eq!(zipped(&bomb), Err(ProblemCode::EvidenceBomb));

        let names: Vec<String> = (0..=PARTS_MAX).map(|at| format!("word/{at}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(zipped(&zip_of(&names)), Err(ProblemCode::EvidenceBomb));
    }

    #[test]
    fn older_documents_are_known_by_their_main_stream() {
        for (stream, kind) in [
            ("/WordDocument", Some(EvidenceKind::Doc)),
            ("/Workbook", Some(EvidenceKind::Xls)),
            ("/PowerPoint Document", Some(EvidenceKind::Ppt)),
            ("/EncryptedPackage", None),
        ] {
            let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
            file.create_stream(stream).unwrap();
            file.flush().unwrap();
            assert_eq!(compound(file.into_inner().get_ref()), Ok(kind), "{stream}");
        }
        assert_eq!(compound(&COMPOUND), Err(ProblemCode::EvidenceDamaged));
    }
}
