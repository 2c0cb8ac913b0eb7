//! Where to turn next when a case leads no further: one door with a reason, and a person to ask.

use crate::router::{NavigateOptions, navigate};
use crate::view::prelude::*;
use contract::draft::Draft;
use contract::kinds::Service;
use contract::organization::SearchQuery;
use contract::request::{Content, NextDoor};

use crate::components::{Button, ButtonLink, Look};
use crate::i18n::{Text, text};
use crate::pages::find_again_path;
use crate::routes::find_path;
use crate::state::stores;

/// One door: what it is, why, on what ground, and what to press.
struct Door {
    title: Text,
    words: Text,
    source: Option<Text>,
    press: Press,
}

/// What to press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Press {
    /// Begin a request with the same content.
    Again,
    /// Call this number.
    Call(&'static str, Text),
    /// Nothing: it is a place to go to.
    Nothing,
}

fn door(next: NextDoor) -> Door {
    let (title, words, source, press) = match next {
        NextDoor::AnotherOrganization => (
            Text::DoorAnother,
            Text::DoorAnotherWords,
            None,
            Press::Again,
        ),
        NextDoor::LaborArbitration => (
            Text::DoorArbitration,
            Text::DoorArbitrationWords,
            Some(Text::DoorArbitrationSource),
            Press::Nothing,
        ),
        NextDoor::Court => (
            Text::DoorCourt,
            Text::DoorCourtWords,
            Some(Text::DoorCourtSource),
            Press::Nothing,
        ),
        NextDoor::Authority => (
            Text::DoorAuthority,
            Text::DoorAuthorityWords,
            None,
            Press::Nothing,
        ),
        NextDoor::Police => (
            Text::DoorPolice,
            Text::DoorPoliceWords,
            None,
            Press::Call("tel:110", Text::CallPolice),
        ),
        NextDoor::LegalServiceLine | NextDoor::Unknown => (
            Text::DoorLine,
            Text::DoorLineWords,
            None,
            Press::Call("tel:12348", Text::DoorCall),
        ),
    };
    Door {
        title,
        words,
        source,
        press,
    }
}

/// The door that was named, and the phone line that knows the others.
pub fn doors(next: NextDoor, content: &Content, region_name: &str) -> View {
    let line = NextDoor::LegalServiceLine;
    // A firm that looks for a check looks for another organization that offers it.
    if content.visit.is_some() && next == NextDoor::AnotherOrganization {
        return other_checks();
    }
    let shown = [
        Some(next),
        (next != line && next.is_known()).then_some(line),
    ];
    let shown = shown
        .into_iter()
        .flatten()
        .map(|next| open(door(next), content, region_name))
        .collect_view();
    view! {
        <section class="section">
            <h2>{text(Text::DoorsTitle)}</h2>
            {shown}
        </section>
    }
}

fn other_checks() -> View {
    let offering = find_path(&SearchQuery {
        service: Some(Service::LegalHealthCheck),
        ..SearchQuery::default()
    });
    view! {
        <section class="section">
            <h2>{text(Text::DoorsTitle)}</h2>
            <div class="card door-card">
                <h3>{text(Text::VisitOthers)}</h3>
                <p>{text(Text::VisitOthersWords)}</p>
                <ButtonLink href=offering words=text(Text::VisitOthers) look=Look::Secondary/>
            </div>
        </section>
    }
}

fn open(door: Door, content: &Content, region_name: &str) -> View {
    let press = match door.press {
        Press::Again => again(content.clone(), region_name.to_owned()),
        Press::Call(href, words) => {
            view! { <ButtonLink href words=text(words) look=Look::Secondary/> }
        }
        Press::Nothing => View::Nothing,
    };
    view! {
        <div class="card door-card">
            <h3>{text(door.title)}</h3>
            <p>{text(door.words)}</p>
            {door.source.map(|source| view! { <p class="source">{text(source)}</p> })}
            {press}
        </div>
    }
}

/// Takes everything that was told to another organization, so that nobody tells a story twice. A draft that is in
/// progress stays beside it.
fn again(content: Content, region_name: String) -> View {
    let press = Callback::new(move |()| {
        let draft = Draft::again(&content);
        let path = find_again_path(&draft);
        stores().drafts.begin(draft, &region_name);
        navigate(&path, NavigateOptions::default());
    });
    view! { <Button words=text(Text::DoorAnotherButton).to_owned() on_press=press/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_door_says_where_it_leads() {
        for next in NextDoor::ALL.iter().copied().chain([NextDoor::Unknown]) {
            let door = door(next);
            assert_ne!(door.title, door.words, "{next:?}");
        }
        assert_eq!(door(NextDoor::AnotherOrganization).press, Press::Again);
        assert_eq!(
            door(NextDoor::Police).press,
            Press::Call("tel:110", Text::CallPolice)
        );
    }
}
