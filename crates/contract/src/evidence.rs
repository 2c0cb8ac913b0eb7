//! Evidence: files that belong to a request. What is taken, how much of it, and what is told of a file.
//!
//! A file is uploaded in pieces (tus 1.0) into a *basket*: a secret that the applicant's device makes with its
//! draft. Filing the request with the same secret attaches what the basket holds.

use serde::{Deserialize, Serialize};

use crate::problem::ProblemCode;

/// Most files of one request.
pub const FILES_MAX: u32 = 20;
/// Most bytes of one file.
pub const FILE_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// Most bytes of all files of one request.
pub const REQUEST_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// Longest name of a file, in characters, its extension included.
pub const FILE_NAME_MAX: usize = 100;
/// For how many hours a file waits to be finished and for its request to be filed.
pub const WAITING_HOURS: u32 = 24;
/// How iPhones name photos in a form that few programs read. It is refused with words of its own, because the phone
/// makes a JPEG of it when asked.
pub const HEIC: [&str; 3] = ["heic", "heif", "hif"];
/// The header with the secret of the basket: 16 to 64 visible ASCII characters, like an idempotency key.
pub const BASKET_HEADER: &str = "Evidence-Key";
/// The header with the number of files that a request is filed with. With fewer it is not stored: some have expired
/// since whoever files it looked.
pub const COUNT_HEADER: &str = "Evidence-Count";

wire_enum! {
    /// Kinds of file that are taken. What a file is decides its content, and its name must agree.
    EvidenceKind {
        /// A photo.
        Jpeg = "jpeg",
        /// A screenshot.
        Png = "png",
        /// A picture from the web. It is kept as [`EvidenceKind::Jpeg`].
        Webp = "webp",
        /// A document as it is printed.
        Pdf = "pdf",
        /// A text document.
        Docx = "docx",
        /// A table.
        Xlsx = "xlsx",
        /// Slides.
        Pptx = "pptx",
        /// A text document of older programs.
        Doc = "doc",
        /// A table of older programs.
        Xls = "xls",
        /// Slides of older programs.
        Ppt = "ppt",
        /// A recording of most phones.
        M4a = "m4a",
        /// A recording.
        Mp3 = "mp3",
        /// A recording of older phones.
        Amr = "amr",
        /// A recording that is not compressed.
        Wav = "wav",
        /// A voice message of some programs.
        Ogg = "ogg",
    }
}

impl EvidenceKind {
    /// The kind that a name says the file is, by its extension.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let extension = extension.trim_end().to_ascii_lowercase();
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.extensions().contains(&extension.as_str()))
    }

    /// What names of this kind end in, the usual one first.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Doc => &["doc"],
            Self::Xls => &["xls"],
            Self::Ppt => &["ppt"],
            Self::M4a => &["m4a"],
            Self::Mp3 => &["mp3"],
            Self::Amr => &["amr"],
            Self::Wav => &["wav"],
            Self::Ogg => &["ogg", "oga", "opus"],
            Self::Unknown => &[],
        }
    }

    /// The `Content-Type` it is handed out with.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::Doc => "application/msword",
            Self::Xls => "application/vnd.ms-excel",
            Self::Ppt => "application/vnd.ms-powerpoint",
            Self::M4a => "audio/mp4",
            Self::Mp3 => "audio/mpeg",
            Self::Amr => "audio/amr",
            Self::Wav => "audio/wav",
            Self::Ogg => "audio/ogg",
            Self::Unknown => "application/octet-stream",
        }
    }

    /// Whether it is a picture. Pictures are drawn anew, so that nothing but the picture is kept.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

/// What can be said of a file before a byte of it is sent: its kind by its name, or why it is not taken.
pub fn check_file(name: &str, bytes: u64) -> Result<EvidenceKind, ProblemCode> {
    if bytes == 0 {
        return Err(ProblemCode::EvidenceEmpty);
    }
    if bytes > FILE_BYTES_MAX {
        return Err(ProblemCode::TooLarge);
    }
    EvidenceKind::of_name(name).ok_or_else(|| {
        let extension = name
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension.trim_end());
        let is_heic = HEIC.iter().any(|heic| extension.eq_ignore_ascii_case(heic));
        if is_heic {
            ProblemCode::EvidenceHeic
        } else {
            ProblemCode::EvidenceKind
        }
    })
}

/// Whether one more file of this size fits beside the files that are there.
pub fn check_room(files: u32, bytes: u64, more: u64) -> Result<(), ProblemCode> {
    if files >= FILES_MAX {
        return Err(ProblemCode::EvidenceTooMany);
    }
    if bytes.saturating_add(more) > REQUEST_BYTES_MAX {
        return Err(ProblemCode::EvidenceTooMuch);
    }
    Ok(())
}

/// A file's name as it is kept: without folders, without characters that are not seen or turn the writing
/// direction, and no longer than [`FILE_NAME_MAX`]; the extension stays.
pub fn clean_name(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|c| is_shown(*c)).collect();
    let shown = shown.trim().trim_start_matches('.');
    let (stem, extension) = match shown.rsplit_once('.') {
        Some((stem, extension)) if EvidenceKind::of_name(shown).is_some() => (stem, extension),
        _ => (shown, ""),
    };
    let room = FILE_NAME_MAX.saturating_sub(extension.len() + 1);
    let stem: String = stem.trim_end().chars().take(room).collect();
    let stem = if stem.is_empty() { "file" } else { &stem };
    if extension.is_empty() {
        stem.to_owned()
    } else {
        format!("{stem}.{extension}")
    }
}

/// A name of a file of this kind: the extension agrees with what the file is.
pub fn name_as(name: &str, kind: EvidenceKind) -> String {
    if EvidenceKind::of_name(name) == Some(kind) {
        return name.to_owned();
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match kind.extensions().first() {
        Some(extension) => format!("{stem}.{extension}"),
        None => name.to_owned(),
    }
}

/// Neither a control character nor one of those that are not seen, or that hide what a name ends in.
pub fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{ffff}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// A finished file, as whoever may read the request sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidenceView {
    /// Opaque.
    pub id: String,
    /// Its name. Personal data: encrypted at rest, never logged.
    pub name: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// How large it is. A picture that was drawn anew has another size than the one that was sent.
    pub bytes: u64,
    /// When it was there as a whole, RFC 3339.
    pub at: String,
}

/// `GET /api/v1/evidence` with the basket's secret: the files that filing the request will attach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BasketView {
    /// Finished files, oldest first.
    pub files: Vec<EvidenceView>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_says_its_kind_in_any_case() {
        for (name, kind) in [
            ("照片.JPG", Some(EvidenceKind::Jpeg)),
            ("a.b.jpeg", Some(EvidenceKind::Jpeg)),
            ("合同.docx", Some(EvidenceKind::Docx)),
            ("voice.m4a ", Some(EvidenceKind::M4a)),
            ("page.html", None),
            ("photo.heic", None),
            ("jpg", None),
            ("", None),
        ] {
            assert_eq!(EvidenceKind::of_name(name), kind, "{name}");
        }
    }

    #[test]
    fn every_kind_is_named_and_typed_differently() {
        for kind in EvidenceKind::ALL {
            for extension in kind.extensions() {
                assert_eq!(
                    EvidenceKind::of_name(&format!("a.{extension}")),
                    Some(*kind)
                );
            }
            let alike = EvidenceKind::ALL
                .iter()
                .filter(|other| other.media_type() == kind.media_type());
            assert_eq!(alike.count(), 1, "{kind:?}");
        }
    }

    #[test]
    fn limits_hold_to_the_byte() {
        let check = |bytes| check_file("a.pdf", bytes);
        assert_eq!(check(0), Err(ProblemCode::EvidenceEmpty));
        assert_eq!(check(1), Ok(EvidenceKind::Pdf));
        assert_eq!(check(FILE_BYTES_MAX), Ok(EvidenceKind::Pdf));
        assert_eq!(check(FILE_BYTES_MAX + 1), Err(ProblemCode::TooLarge));
        assert_eq!(check_file("a.exe", 1), Err(ProblemCode::EvidenceKind));
        assert_eq!(check_file("IMG_1.HEIC", 1), Err(ProblemCode::EvidenceHeic));
        assert_eq!(check_file("heic", 1), Err(ProblemCode::EvidenceKind));

        assert_eq!(check_room(FILES_MAX - 1, REQUEST_BYTES_MAX - 1, 1), Ok(()));
        let many = Err(ProblemCode::EvidenceTooMany);
        assert_eq!(check_room(FILES_MAX, 0, 1), many);
        let much = Err(ProblemCode::EvidenceTooMuch);
        assert_eq!(check_room(0, REQUEST_BYTES_MAX, 1), much);
        assert_eq!(check_room(0, u64::MAX, u64::MAX), much);
    }

    #[test]
    fn names_lose_folders_and_what_is_not_seen() {
        let long = "字".repeat(300);
        let short = format!("{}.pdf", "字".repeat(FILE_NAME_MAX - 4));
        for (typed, kept) in [
            ("工资条.jpg", "工资条.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\张三\\欠条.pdf", "欠条.pdf"),
            ("a\u{0}b\r\n.png", "ab.png"),
            ("gpj.\u{202e}exe.pdf", "gpj.exe.pdf"),
            (".pdf", "pdf"),
            ("  ", "file"),
            ("..", "file"),
            ("聊天 记录.pdf", "聊天 记录.pdf"),
            (&format!("{long}.pdf"), &short),
        ] {
            assert_eq!(clean_name(typed), kept);
        }
    }

    #[test]
    fn a_name_follows_what_the_file_became() {
        assert_eq!(name_as("图.webp", EvidenceKind::Jpeg), "图.jpg");
        assert_eq!(name_as("图.JPEG", EvidenceKind::Jpeg), "图.JPEG");
        assert_eq!(name_as("file", EvidenceKind::Pdf), "file.pdf");
    }

    proptest! {
        #[test]
        fn a_kept_name_stays_as_it_is(typed in "\\PC{0,150}|.{0,40}(\\.[a-zA-Z]{1,5})?") {
            let kept = clean_name(&typed);
            prop_assert!(!kept.is_empty() && kept.chars().count() <= FILE_NAME_MAX);
            prop_assert!(kept.chars().all(is_shown) && !kept.contains(['/', '\\']));
            prop_assert_eq!(clean_name(&kept), kept);
        }
    }
}
