//! Randomness that cannot be guessed.

/// A new idempotency key of 128 random bits. Empty on a browser without cryptography: the server says so.
pub fn idempotency_key() -> String {
    hex(16).unwrap_or_default()
}

/// A number from 0 to 1 that may be guessed, to spread what would happen everywhere at once.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// Random bytes as lower-case hexadecimal, two characters a byte. `None` on a browser without
/// cryptography.
fn hex(bytes: usize) -> Option<String> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let crypto = web_sys::window()?.crypto().ok()?;
    let mut random = vec![0; bytes];
    crypto.get_random_values_with_u8_array(&mut random).ok()?;
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().map(char::from);
    random
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
