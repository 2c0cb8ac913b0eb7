//! What every store must do.

pub(crate) mod clock;
pub(crate) mod desk;
pub(crate) mod evidence;
pub(crate) mod feedback;
pub(crate) mod figures;
pub(crate) mod groups;
pub(crate) mod guards;
pub(crate) mod imports;
pub(crate) mod invitations;
pub(crate) mod keys;
pub(crate) mod likeness;
pub(crate) mod notices;
pub(crate) mod pages;
pub(crate) mod personal;
pub(crate) mod pushes;
pub(crate) mod records;
pub(crate) mod reports;
pub(crate) mod requests;
pub(crate) mod seeking;
pub(crate) mod settlements;
