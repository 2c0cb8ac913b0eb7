//! The bytes of evidence: looked at before they are kept, and kept sealed.

mod inspect;
mod office;
mod picture;
mod shelf;

pub use inspect::inspect;
pub use shelf::{PIECE, Shelf, ShelfError};
