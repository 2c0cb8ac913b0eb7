//! The sections of a WebAssembly file.

use anyhow::{Context, Result, bail};

/// The magic number and the version.
const HEAD: usize = 8;
/// The kind of a section that browsers do not read.
const CUSTOM: u8 = 0;

/// The file without what the linker noted for cutting it (`split::LINK_FLAG`), which an app in one piece carries for
/// nothing. Both apps are compiled with the same flags, so that what they share is compiled once.
pub(super) fn without_relocations(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut bare = wasm.get(..HEAD).context("no WebAssembly")?.to_vec();
    let mut rest = wasm.get(HEAD..).unwrap_or_default();
    while let Some((kind, after)) = rest.split_first() {
        let (length, body) = number(after)?;
        let Some((body, next)) = body.split_at_checked(length) else {
            bail!("a section of the WebAssembly ends too early");
        };
        let whole = rest.len() - next.len();
        if *kind != CUSTOM || !is_note(body)? {
            bare.extend(rest.iter().take(whole));
        }
        rest = next;
    }
    Ok(bare)
}

/// Whether a custom section is one of the linker's notes, by its name.
fn is_note(body: &[u8]) -> Result<bool> {
    let (length, body) = number(body)?;
    let name = body.get(..length).context("a section has no name")?;
    Ok(name == b"linking" || name.starts_with(b"reloc."))
}

/// A number in LEB128, and what follows it.
fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0usize;
    for (place, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Ok((value, bytes.get(place + 1..).unwrap_or_default()));
        }
    }
    bail!("a number in the WebAssembly cannot be read")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn section(kind: u8, body: &[u8]) -> Vec<u8> {
        let mut section = vec![kind, u8::try_from(body.len()).unwrap()];
        section.extend(body);
        section
    }

    #[test]
    fn only_the_notes_of_the_linker_go() {
        let head = *b"\0asm\x01\0\0\0";
        let code = section(10, &[1, 2, 3]);
        let kept = section(CUSTOM, b"\x09producers...");
        let linking = section(CUSTOM, b"\x07linking\x02");
        let reloc = section(CUSTOM, b"\x0areloc.CODE\x0a");
        let whole = [&head[..], &code, &linking, &kept, &reloc].concat();
        let bare = [&head[..], &code, &kept].concat();
        assert_eq!(without_relocations(&whole).unwrap(), bare);
        assert!(without_relocations(b"\0asm").is_err());
        let cut_off = whole.get(..whole.len() - 1).unwrap();
        assert!(without_relocations(cut_off).is_err());
    }
}
