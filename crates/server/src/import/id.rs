//! Public ids: short, without look-alikes, and the same for the same organization.

use contract::region::RegionCode;
use sha2::{Digest as _, Sha256};

/// Symbols of a public id: no look-alikes, all lower case.
const SYMBOLS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 12;

/// Marks a key that is a public id already, as exported files have them.
pub(super) const PUBLIC_ID: &str = "fengqiao:";

/// The id that an operator's own key gives.
pub(super) fn of_key(key: &str) -> String {
    key.strip_prefix(PUBLIC_ID)
        .filter(|id| id.len() == LENGTH && id.bytes().all(|byte| SYMBOLS.contains(&byte)))
        .map_or_else(|| text(hash(&["key", key])), ToOwned::to_owned)
}

/// The id that a place and a folded name give; `nth` tells organizations apart that have both in common.
pub(super) fn of_name(region: RegionCode, folded: u64, nth: u32) -> String {
    let (region, name, nth) = (region.to_string(), folded.to_string(), nth.to_string());
    text(hash(&["name", &region, &name, &nth]))
}

/// A name in 64 bits: among a million names, two are mixed up with a chance below one in ten million.
pub(super) fn of_folded(name: &str) -> u64 {
    hash(&[name])
}

fn hash(parts: &[&str]) -> u64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let bytes: [u8; 32] = hasher.finalize().into();
    bytes
        .iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// 60 bits of a hash as symbols.
fn text(hash: u64) -> String {
    (0..LENGTH)
        .filter_map(|at| {
            let symbol = SYMBOLS.get(usize::try_from(hash >> (5 * at) & 31).ok()?)?;
            Some(char::from(*symbol))
        })
        .collect()
}
