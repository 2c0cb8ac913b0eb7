//! Addresses: text as part of one, and where this page came from.

/// Percent-encodes everything that is not an unreserved character of RFC 3986.
pub fn encoded(words: &str) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let mut link = String::with_capacity(words.len() * 3);
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            link.push(char::from(byte));
        } else {
            link.push('%');
            for digit in [byte >> 4, byte & 15] {
                link.extend(DIGITS.get(usize::from(digit)));
            }
        }
    }
    link
}

/// The scheme and host that this page came from, e.g. `https://example.org`.
pub fn origin() -> String {
    web_sys::window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default()
}
