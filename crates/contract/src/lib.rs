//! What the browser and the server agree on: wire types, validation, the request's status machine,
//! deadlines and geometry. One definition of each rule, used by both sides.
//!
//! No I/O, no clock and no randomness here: callers pass in what the world says.

#[macro_use]
mod wire_enum;

pub mod calendar;
pub mod checkup;
pub mod claims;
pub mod complaint;
pub mod days;
pub mod deadline;
pub mod desk;
pub mod doors;
pub mod draft;
pub mod evidence;
pub mod fold;
pub mod geo;
pub mod group;
pub mod hours;
pub mod identifier;
pub mod invitation;
pub mod kinds;
pub mod money;
pub mod months;
pub mod notices;
pub mod number;
pub mod open_data;
pub mod organization;
pub mod page;
pub mod personal;
pub mod phone;
pub mod portal;
pub mod problem;
pub mod push;
pub mod questions;
pub mod rating;
pub mod record;
pub mod region;
pub mod relation;
pub mod report;
pub mod request;
pub mod seeking;
pub mod settlement;
pub mod slots;
pub mod staff;
pub mod status;
pub mod supervision;
pub mod visit;
