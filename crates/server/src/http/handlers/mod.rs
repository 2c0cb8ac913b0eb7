//! One file per resource: read the request, call the use case, answer.

pub(crate) mod desk;
pub(crate) mod evidence;
pub(crate) mod feedback;
pub(crate) mod groups;
pub(crate) mod invitations;
pub(crate) mod news;
pub(crate) mod oidc;
pub(crate) mod open_data;
pub(crate) mod operations;
pub(crate) mod organizations;
pub(crate) mod page;
pub(crate) mod paper;
pub(crate) mod portal;
pub(crate) mod push;
pub(crate) mod regions;
pub(crate) mod reports;
pub(crate) mod requests;
pub(crate) mod review;
pub(crate) mod settlement;
pub(crate) mod staff;
pub(crate) mod supervision;
