//! A button that throws something away, after one more question.

use crate::components::{Button, Look};
use crate::i18n::{Text, fill, text};
use crate::platform::{focus, page};
use crate::view::prelude::*;

/// What is said around throwing something away.
#[derive(Clone, Copy, Debug)]
pub struct SureWords {
    /// What the button does.
    pub ask: Text,
    /// The question.
    pub sure: Text,
    /// Yes.
    pub yes: Text,
    /// No.
    pub no: Text,
}

/// The button; pressed, it becomes the question.
#[component]
pub fn Sure(
    /// Its words.
    words: SureWords,
    /// Its id, unique on the page.
    #[prop(into)]
    id: String,
    /// What it is about, where several are on a page: told to those who listen.
    #[prop(optional)]
    about: Option<String>,
    /// Throws it away.
    on_yes: Callback<()>,
) -> View {
    let asking = RwSignal::new(false);
    let question = [&id, "-sure"].concat();
    let [to_button, to_question] = [&id, &question].map(|id| ["#", id].concat());
    let turn = move |to: bool, focused: String| {
        asking.set(to);
        page::before_paint(move || {
            focus::focus(&focused);
        });
    };
    let ask = Callback::new(move |()| turn(true, to_question.clone()));
    let keep = Callback::new(move |()| turn(false, to_button.clone()));
    view! {
        {move || {
            if asking.get() {
                view! {
                    <p id=question.clone() tabindex="-1">{text(words.sure)}</p>
                    <div class="actions">
                        <Button
                            words=text(words.yes).to_owned()
                            on_press=on_yes
                            look=Look::Secondary
                        />
                        <Button words=text(words.no).to_owned() on_press=keep look=Look::Quiet/>
                    </div>
                }
            } else {
                let name = about
                    .as_deref()
                    .map(|about| [text(words.ask), &fill(Text::CardAbout, &[("name", about)])].concat());
                view! {
                    <button
                        type="button"
                        id=id.clone()
                        class="button button-quiet"
                        aria-label=name
                        on:click=move |_| ask.run(())
                    >
                        {text(words.ask)}
                    </button>
                }
            }
        }}
    }
}
