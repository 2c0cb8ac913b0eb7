//! Which encoding a text file is in: UTF-8 or GB18030, decided strictly over the whole file.

use std::io::Read;

use encoding_rs::GB18030;

/// An encoding in which tables arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Gb18030,
}

/// What a first look at a text file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) encoding: Encoding,
    /// Whether the last line ends with a line break.
    pub(super) ends_with_newline: bool,
}

/// Fewer bytes beyond ASCII than this may read as UTF-8 by chance.
const TELLING_BYTES: usize = 6;

/// Reads a whole text, in bounded memory, and says what it is, or why it is no text of one encoding.
pub(super) fn look(mut from: impl Read) -> Result<Look, String> {
    let mut look = Lines::default();
    let mut gb18030 = GB18030.new_decoder_without_bom_handling();
    let mut gb18030_fits = true;
    let mut decoded = [0u8; 1 << 12];
    let mut chunk = [0u8; 1 << 16];
    let mut quotes = 0u64;
    let mut last_byte = None;
    loop {
        let length = from
            .read(&mut chunk)
            .map_err(|error| format!("cannot be read: {error}"))?;
        let bytes = chunk.get(..length).unwrap_or_default();
        if bytes.contains(&0) {
            return Err("is not a table: it holds binary data. Give a CSV or XLSX file".into());
        }
        look.take(bytes);
        quotes += bytes.iter().filter(|byte| **byte == b'"').count() as u64;
        let end = length == 0;
        let mut rest = bytes;
        while gb18030_fits {
            let (result, read, _) =
                gb18030.decode_to_utf8_without_replacement(rest, &mut decoded, end);
            rest = rest.get(read..).unwrap_or_default();
            match result {
                encoding_rs::DecoderResult::InputEmpty => break,
                encoding_rs::DecoderResult::OutputFull => {}
                encoding_rs::DecoderResult::Malformed(..) => gb18030_fits = false,
            }
        }
        if end {
            break;
        }
        last_byte = bytes.last().copied();
    }
    look.end_line();
    let Some(last_byte) = last_byte else {
        return Err("is empty".into());
    };
    let encoding = match (look.other_lines, look.utf8_lines, gb18030_fits) {
        (0, _, _) => Encoding::Utf8,
        (_, 0, true) => Encoding::Gb18030,
        _ => {
            return Err(
                "mixes encodings or is damaged: it is neither UTF-8 nor GB18030 throughout. \
                        Save it again in one encoding, best as UTF-8"
                    .into(),
            );
        }
    };
    if quotes % 2 == 1 {
        return Err("looks cut off: a quotation mark is opened and never closed".into());
    }
    Ok(Look {
        encoding,
        ends_with_newline: last_byte == b'\n',
    })
}

/// Sorts lines beyond ASCII into those that are UTF-8 and those that are not. GB18030 text hardly ever
/// passes for UTF-8, while UTF-8 text often passes for GB18030: so lines of both kinds mean a mixture.
#[derive(Default)]
struct Lines {
    line: Vec<u8>,
    utf8_lines: u64,
    other_lines: u64,
}

/// A line longer than this is judged in pieces; longer lines do not occur in tables of organizations.
const LINE_MAX: usize = 1 << 20;

impl Lines {
    fn take(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") || self.line.len() > LINE_MAX {
                self.end_line();
            }
        }
    }

    fn end_line(&mut self) {
        let beyond_ascii = self.line.iter().filter(|byte| !byte.is_ascii()).count();
        match std::str::from_utf8(&self.line) {
            Err(_) => self.other_lines += 1,
            Ok(_) if beyond_ascii >= TELLING_BYTES => self.utf8_lines += 1,
            Ok(_) => {}
        }
        self.line.clear();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const TEXT: &str = "名称,地址\n鼓楼区人民调解委员会,幕府南路208号\n";

    fn gb18030(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn tells_the_encodings_apart() {
        assert_eq!(look(TEXT.as_bytes()).unwrap().encoding, Encoding::Utf8);
        assert_eq!(
            look(gb18030(TEXT).as_slice()).unwrap().encoding,
            Encoding::Gb18030
        );
        assert_eq!(
            look(b"name\nx\n".as_slice()).unwrap().encoding,
            Encoding::Utf8
        );
        let long = TEXT.repeat(5000);
        assert_eq!(look(long.as_bytes()).unwrap().encoding, Encoding::Utf8);
        assert_eq!(
            look(gb18030(&long).as_slice()).unwrap().encoding,
            Encoding::Gb18030
        );
    }

    #[test]
    fn refuses_what_is_neither() {
        let mixed = [TEXT.as_bytes(), &gb18030(TEXT)].concat();
        assert!(
            look(mixed.as_slice())
                .unwrap_err()
                .contains("mixes encodings")
        );
        assert!(
            look([b'a', 0xff, 0xff, b'\n'].as_slice())
                .unwrap_err()
                .contains("mixes encodings")
        );
        assert!(look(b"".as_slice()).unwrap_err().contains("empty"));
        assert!(look(b"\x00\x01".as_slice()).unwrap_err().contains("binary"));
        assert!(
            look(b"name\n\"open\n".as_slice())
                .unwrap_err()
                .contains("cut off")
        );
    }

    #[test]
    fn sees_how_the_file_ends() {
        assert!(look(b"a\nb\n".as_slice()).unwrap().ends_with_newline);
        assert!(!look(b"a\nb".as_slice()).unwrap().ends_with_newline);
    }
}
