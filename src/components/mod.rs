//! Widgets that any page may use. They know words and markup, and nothing of addresses or the server's
//! resources.

mod button;
mod failure;
mod footer;
pub mod form;
mod header;
mod help_line;
mod icon;
mod live_region;
mod notice;
mod page_title;
mod region_picker;
mod waiting;

pub use button::{Button, ButtonLink, Look};
pub use failure::{Failure, failure_words};
pub use footer::Footer;
pub use header::{Header, SkipLink};
pub use help_line::HelpLine;
pub use icon::Icon;
pub use live_region::LiveRegion;
pub use notice::{Notice, Tone};
pub use page_title::PageTitle;
pub use region_picker::RegionPicker;
pub use waiting::Waiting;
