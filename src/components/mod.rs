//! Widgets that any page may use.

mod back;
mod button;
mod failure;
mod footer;
pub mod form;
mod header;
mod help_line;
mod icon;
mod live_region;
mod notice;
mod organization_card;
mod organization_contact;
mod page_title;
mod region_picker;
mod results;
mod waiting;

pub use back::Back;
pub use button::{Button, ButtonLink, Look};
pub use failure::{Failure, failure_words};
pub use footer::Footer;
pub use header::{Header, SkipLink};
pub use help_line::HelpLine;
pub use icon::Icon;
pub use live_region::LiveRegion;
pub use notice::{Notice, Tone};
pub use organization_card::{Tags, organization_card, tags};
pub use organization_contact::OrganizationContact;
pub use page_title::PageTitle;
pub use region_picker::RegionPicker;
pub use results::Results;
#[cfg(test)]
pub(crate) use results::tests::found;
pub use waiting::Waiting;
