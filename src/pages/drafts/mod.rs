//! The requests on this phone that are not finished: going on with one, and throwing them away.

use contract::draft::Step;
use contract::kinds::DisputeField;

use crate::components::{Back, Button, ButtonLink, Look, PageTitle, Sure, SureWords, fact_rows};
use crate::i18n::{Text, draft_name, fill, moment_words, text};
use crate::pages::go;
use crate::platform::{clock, focus, page};
use crate::routes::Route;
use crate::state::draft::{KeepFor, Kept};
use crate::state::stores;
use crate::view::prelude::*;

const ONE: SureWords = SureWords {
    ask: Text::DraftsErase,
    sure: Text::DraftsEraseSure,
    yes: Text::DraftsEraseYes,
    no: Text::DraftsEraseNo,
};
const ALL: SureWords = SureWords {
    ask: Text::DraftsEraseAll,
    ..ONE
};

/// The page.
#[component]
pub fn Drafts() -> View {
    let drafts = stores().drafts;
    let all = RwSignal::new(drafts.unfinished());
    let erased = move || {
        all.set(drafts.unfinished());
        stores().announcer.say(text(Text::DraftsErased));
        page::before_paint(|| {
            focus::focus("#main h1");
        });
    };
    let erase_all = Callback::new(move |()| {
        drafts.erase_all();
        erased();
    });
    let entry = move |kept: &Kept| {
        let key = kept.key.clone();
        let erase = Callback::new(move |()| {
            drafts.discard(&key);
            erased();
        });
        draft(kept, erase)
    };
    view! {
        <Back otherwise=Route::Home/>
        <PageTitle words=text(Text::DraftsTitle).to_owned()/>
        {move || {
            let all = all.get();
            if all.is_empty() {
                return view! {
                    <p class="lead">{text(Text::DraftsNone)}</p>
                    <ButtonLink
                        href=Route::Home.to_path()
                        words=text(Text::Home)
                        look=Look::Secondary
                    />
                };
            }
            view! {
                <p class="lead">{text(Text::DraftsLead)}</p>
                {all.iter().map(entry).collect_view()}
                {(all.len() > 1)
                    .then(|| {
                        view! {
                            <div class="section">
                                <Sure words=ALL id="erase-all" on_yes=erase_all/>
                            </div>
                        }
                    })}
            }
        }}
    }
}

fn draft(kept: &Kept, erase: Callback<()>) -> View {
    let drafts = stores().drafts;
    let name = draft_name(DisputeField::from_wire(&kept.draft.field));
    let changed = moment_words(&clock::at(kept.saved_at));
    let about = [name, &changed].join(" ");
    let over = match kept.kept_for() {
        KeepFor::Tab => text(Text::DraftsOverTab).to_owned(),
        _ => moment_words(&clock::at(kept.over_at())),
    };
    let files = kept.files.len();
    let files = (files > 0).then(|| {
        let count = fill(Text::DraftsFilesCount, &[("n", &files.to_string())]);
        (Text::DraftsFiles, count)
    });
    let rows = [(Text::DraftsChanged, changed), (Text::DraftsOver, over)]
        .into_iter()
        .chain(files)
        .map(|(label, words)| (text(label), words))
        .collect();
    let (key, step) = (kept.key.clone(), Step::first_incomplete(&kept.draft));
    let id = ["erase-", &kept.key].concat();
    let go_on = Callback::new(move |()| {
        drafts.open(&key);
        go(&Route::Request(step));
    });
    view! {
        <section class="card draft">
            <h2>{name}</h2>
            <dl class="answers-list">{fact_rows(rows)}</dl>
            <div class="actions">
                <Button words=text(Text::DraftsGoOn).to_owned() on_press=go_on/>
            </div>
            <Sure words=ONE id about=about on_yes=erase/>
        </section>
    }
}
