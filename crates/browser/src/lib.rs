//! What the portal's apps share: the views that they are built from, the address, and the calls to the browser that
//! both make. Nothing here panics; what a browser refuses is answered with `None`, `false` or an error.

pub mod address;
pub mod catalogue;
pub mod clock;
pub mod crash;
pub mod download;
pub mod due;
pub mod focus;
pub mod page;
pub mod qr;
pub mod random;
pub mod router;
pub mod task;
pub mod view;
