//! QR codes as one SVG path, drawn on the phone: the code they carry goes nowhere else.

use qrcodegen::{QrCode, QrCodeEcc};

/// White modules around the code, as the standard asks.
const QUIET: i32 = 4;

/// A QR code to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Side length in modules, quiet zone included.
    pub side: i32,
    /// The dark modules as the `d` of one path, one rectangle per horizontal run.
    pub path: String,
}

/// Encodes the text; `None` when it is too long for any QR code.
pub fn qr(text: &str) -> Option<Qr> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let from = x;
            while x < size && code.get_module(x, y) {
                x += 1;
            }
            if x > from {
                push_run(&mut path, from + QUIET, y + QUIET, x - from);
            }
            x += 1;
        }
    }
    Some(Qr {
        side: size + 2 * QUIET,
        path,
    })
}

fn push_run(path: &mut String, x: i32, y: i32, length: i32) {
    for (command, number) in [("M", x), (" ", y), ("h", length), ("v1h-", length)] {
        path.push_str(command);
        path.push_str(&number.to_string());
    }
    path.push('z');
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Paints the path back and compares module by module.
    #[test]
    fn the_path_draws_exactly_the_dark_modules() {
        let text = "https://example.org/track#FQ-2611-7K3MQ-4.ABCD2345EFGH";
        let drawn = qr(text).unwrap();
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        assert_eq!(drawn.side, code.size() + 8);
        let mut dark = Vec::new();
        for run in drawn.path.split_terminator('z') {
            let (at, rest) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (length, back) = rest.split_once("v1h-").unwrap();
            assert_eq!(length, back);
            let (x, y, length): (i32, i32, i32) = (
                x.parse().unwrap(),
                y.parse().unwrap(),
                length.parse().unwrap(),
            );
            dark.extend((x..x + length).map(|x| (x - QUIET, y - QUIET)));
        }
        for y in 0..code.size() {
            for x in 0..code.size() {
                assert_eq!(dark.contains(&(x, y)), code.get_module(x, y), "{x},{y}");
            }
        }
    }

    #[test]
    fn what_cannot_be_encoded_is_not_drawn() {
        assert_eq!(qr(&"长".repeat(4000)), None);
    }
}
