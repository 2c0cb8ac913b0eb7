//! Making the machine ready: each part says what is missing and why it is needed, installs it the
//! ordinary way, falls back where that is not possible, and costs nothing the second time.

mod apt;
pub(crate) mod browsers;
pub(crate) mod node;
pub(crate) mod postgres;
pub(crate) mod tools;
pub(crate) mod wasm;
