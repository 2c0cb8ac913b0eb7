//! Widgets that any page may use.

mod back;
mod button;
mod facts;
mod failure;
mod footer;
pub mod form;
mod header;
mod help_line;
mod icon;
mod leave;
mod live_region;
mod notice;
mod organization_card;
mod organization_contact;
mod page_title;
mod paper;
mod past;
mod region_picker;
mod results;
mod sure;
mod terms_link;
mod waiting;

pub use back::Back;
pub use button::{Button, ButtonLink, Look};
pub use facts::fact_rows;
pub use failure::{Failure, NotSent, failure_words};
pub use footer::Footer;
pub use header::{Header, SkipLink};
pub use help_line::HelpLine;
pub use icon::Icon;
pub use leave::Leave;
pub use live_region::LiveRegion;
pub use notice::{Notice, Tone};
pub use organization_card::{Tags, Want, limits, organization_card, tags};
pub use organization_contact::OrganizationContact;
pub use page_title::PageTitle;
pub use paper::Paper;
pub use past::PastNotice;
pub use region_picker::RegionPicker;
#[cfg(test)]
pub(crate) use results::tests::found;
pub use results::{Results, in_order};
pub use sure::{Sure, SureWords};
pub use terms_link::terms_link;
pub use waiting::Waiting;
