//! Being told of news by the browser. What asks the browser and the server for it comes in a file of its own, once it is
//! wanted.

mod shown;

use contract::push::PushView;
use contract::request::RequestView;

use crate::i18n::{Text, fill, text};
use crate::pages::later::{self, Draw, Words};
use crate::pages::lazy;
use crate::platform::push;
use crate::state::CaseKey;
use crate::view::prelude::*;

/// What the part is drawn from.
pub struct Case {
    key: CaseKey,
    push: PushView,
    /// Called with the case as it is then, and with what was done.
    done: Callback<(RequestView, Text)>,
}

/// What only this needs; it comes in a file of its own.
#[derive(Clone, Copy)]
pub struct Part {
    /// Draws what there is to begin and to end.
    draw: Draw<Case>,
}

impl Part {
    /// All of it.
    pub const ALL: Self = Self { draw: shown::shown };
}

/// How many browsers are told, in words; nothing without any.
pub fn devices(view: &RequestView) -> Option<String> {
    let devices = view.push.as_ref()?.devices;
    (devices > 0).then(|| fill(Text::PushDevices, &[("n", &devices.to_string())]))
}

/// The place on the page of a case. `None` where there is nothing to end and this browser cannot begin.
pub fn place(
    key: CaseKey,
    view: &RequestView,
    done: Callback<(RequestView, Text)>,
) -> Option<View> {
    let push = view.push.clone()?;
    let may_begin = push.key.is_some() && push::is_possible();
    if push.devices == 0 && !may_begin {
        return None;
    }
    let words = Words {
        id: "push",
        title: Text::PushTitle,
        lead: devices(view).unwrap_or_else(|| text(Text::PushLead).to_owned()),
        open: Text::PushOpen,
    };
    let case = Case { key, push, done };
    Some(later::place(words, case, || async {
        lazy::push().await.map(|part| part.draw)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::track::summary::tests::case;
    use contract::status::Status;

    #[test]
    fn only_browsers_that_are_told_are_spoken_of() {
        let told = |push| {
            let view = RequestView {
                push,
                ..case(Status::Submitted, Vec::new())
            };
            devices(&view)
        };
        let push = |devices| {
            Some(PushView {
                key: Some("key".to_owned()),
                devices,
            })
        };
        assert_eq!(told(None), None);
        assert_eq!(told(push(0)), None);
        assert!(told(push(2)).is_some_and(|words| words.starts_with("2 个")));
    }
}
