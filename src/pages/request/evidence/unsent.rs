//! Sending a request while files are still on their way: the person waits for them or goes without, and knows which.

use crate::components::{Button, Look, Notice, Tone};
use crate::i18n::{Text, fill, text};
use crate::pages::lazy;
use crate::pages::request::form::Form;
use crate::pages::request::sending::{file, send};
use crate::platform::task::spawn_local;
use crate::platform::{focus, page};
use crate::routes::Route;
use crate::state::draft::{Kept, Way};
use crate::view::prelude::*;
use contract::draft::Step;

/// The selector of the question.
const UNSENT: &str = "#unsent";

/// What the person wants done about files that are not there yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hold {
    /// Nothing was asked.
    #[default]
    Free,
    /// That is the question.
    Asking,
    /// The request is sent once they are there.
    Waiting,
}

/// Sends the request if the server has all its files; asks the person if not.
pub fn send_with_files(form: Form) {
    let drafts = form.drafts;
    if drafts.sending.get_untracked() {
        return;
    }
    drafts.sending.set(true);
    spawn_local(async move {
        // Without a network this says nothing, and sending will say why.
        if let Ok(part) = lazy::evidence().await {
            (part.resume)().await;
        }
        drafts.sending.set(false);
        if drafts.kept().with_untracked(Kept::unsent) == 0 {
            file(drafts);
        } else {
            form.hold.try_set(Hold::Asking);
            page::before_paint(|| {
                focus::focus(UNSENT);
            });
        }
    });
}

/// What there is to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ways {
    /// Files that may still arrive.
    wait: bool,
    /// Nothing is there that the person did not want.
    without: bool,
}

fn ways(kept: &Kept) -> Ways {
    let any = |way: Way| kept.files.iter().any(|file| file.way == way);
    Ways {
        wait: any(Way::Open) || any(Way::Leaving),
        without: !any(Way::Leaving),
    }
}

/// The question, or that it waits; nothing while nothing was asked.
pub fn unsent(form: Form) -> View {
    let kept = form.drafts.kept();
    let left = Memo::new(move |_| kept.with(Kept::unsent));
    let ways = Memo::new(move |_| kept.with(ways));
    effect(move || {
        let held = form.hold.get();
        if left.get() == 0 && held != Hold::Free {
            form.hold.set(Hold::Free);
            if held == Hold::Waiting {
                send(form);
            }
        }
    });
    view! {
        {move || match form.hold.get() {
            Hold::Free => View::Nothing,
            held => {
                view! {
                    <div id="unsent" role="alert" tabindex="-1">
                        <Notice tone=Tone::Wrong>
                            {move || question(held, left.get())}
                            <div class="unsent-ways">
                                {move || choices(form, held, ways.get())}
                            </div>
                        </Notice>
                    </div>
                }
            }
        }}
    }
}

fn question(held: Hold, left: usize) -> View {
    let count = |words: Text| fill(words, &[("n", &left.to_string())]);
    if held == Hold::Waiting {
        return view! { <p>{count(Text::UnsentWaiting)}</p> };
    }
    view! {
        <h2>{count(Text::UnsentTitle)}</h2>
        <p>{text(Text::UnsentWords)}</p>
    }
}

fn choices(form: Form, held: Hold, ways: Ways) -> View {
    let wait = Callback::new(move |()| {
        form.hold.set(Hold::Waiting);
        page::before_paint(|| {
            focus::focus(UNSENT);
        });
    });
    let without = Callback::new(move |()| {
        form.hold.set(Hold::Free);
        file(form.drafts);
    });
    let button = |words: Text, on_press: Callback<()>| {
        view! { <Button words=text(words).to_owned() on_press look=Look::Secondary/> }
    };
    view! {
        {(ways.wait && held == Hold::Asking).then(|| button(Text::UnsentWait, wait))}
        {if ways.without {
            button(Text::UnsentWithout, without)
        } else {
            view! { <p>{text(Text::UnsentLeaving)}</p> }
        }}
        <a class="text-action" href=Route::Request(Step::Evidence).to_path()>
            {text(Text::UnsentLook)}
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::draft::Attached;

    #[test]
    fn nobody_waits_for_what_cannot_come_or_sends_what_was_taken_away() {
        let mut kept = Kept::default();
        for (of, wait, without) in [
            (vec![Way::Open, Way::Arrived], true, true),
            (vec![Way::Lost], false, true),
            (vec![Way::Leaving, Way::Lost], true, false),
        ] {
            let file = |way: &Way| Attached {
                way: *way,
                ..Attached::default()
            };
            kept.files = of.iter().map(file).collect();
            assert_eq!(ways(&kept), Ways { wait, without }, "{of:?}");
            assert!(kept.unsent() > 0);
        }
    }
}
