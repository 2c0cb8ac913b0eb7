//! How long what was typed stays on this phone, the other requests that lie there, and throwing this one away.

use super::form::Form;
use crate::components::form::{Choice, Choices, ChoicesKind, ClearTyped, Question};
use crate::i18n::{Text, fill, text};
use crate::pages::go_instead;
use crate::routes::Route;
use crate::state::draft::{KeepFor, Kept};
use crate::view::prelude::*;
use contract::draft::Step;
use contract::evidence::WAITING_HOURS;
use contract::kinds::DisputeField;

/// The end of every step.
pub fn keeping(form: Form) -> View {
    let kept = form.drafts.kept();
    let words = Memo::new(move |_| kept.with(kept_words));
    let clear = Callback::new(move |()| {
        form.settle();
        form.drafts.start_over();
        go_instead(&Route::Request(Step::About));
    });
    let is_family = Memo::new(move |_| kept.with(is_family));
    view! {
        {move || (!is_family.get()).then(|| choice(form))}
        {others(form)}
        <ClearTyped on_clear=clear kept=words/>
    }
}

fn choice(form: Form) -> View {
    const NAME: &str = "keep";
    let chosen = form
        .drafts
        .kept()
        .with_untracked(|kept| kept.keep.as_str().to_owned());
    let choices = KeepFor::ALL.map(|keep| Choice {
        value: keep.as_str(),
        label: keep_label(keep),
        note: "",
    });
    let question = Question {
        id: NAME,
        label: text(Text::KeepQuestion),
        hint: text(Text::KeepHint),
        optional: false,
    };
    let on_change = Callback::new(move |(name, ticked): (&'static str, bool)| {
        if ticked {
            form.drafts
                .change(|kept| kept.keep = KeepFor::from_name(name));
        }
    });
    view! {
        <details class="sent particulars">
            <summary>{text(Text::KeepTitle)}</summary>
            <Choices
                question
                kind=ChoicesKind::One
                choices=choices.to_vec()
                chosen=vec![chosen]
                error=Signal::derive(|| None)
                on_change
            />
        </details>
    }
}

/// The way to the other requests on this phone, where there are any.
fn others(form: Form) -> Option<View> {
    let others = form.drafts.unfinished();
    let others = others
        .iter()
        .filter(|kept| !form.drafts.is_open(&kept.key))
        .count();
    (others > 0).then(|| {
        let words = fill(Text::DraftsLink, &[("n", &others.to_string())]);
        view! {
            <p class="drafts-link">
                <a class="text-action" href=Route::Drafts.to_path()>{words}</a>
            </p>
        }
    })
}

fn is_family(kept: &Kept) -> bool {
    DisputeField::from_wire(&kept.draft.field) == DisputeField::Family
}

fn kept_words(kept: &Kept) -> String {
    let words = match kept.kept_for() {
        KeepFor::Tab if is_family(kept) => text(Text::KeptFamily).to_owned(),
        KeepFor::Tab => text(Text::KeptTab).to_owned(),
        keep => fill(Text::KeptDays, &[("n", &keep.days().to_string())]),
    };
    if kept.files.is_empty() {
        return words;
    }
    let files = fill(Text::KeptFiles, &[("hours", &WAITING_HOURS.to_string())]);
    [words, files].concat()
}

const fn keep_label(keep: KeepFor) -> &'static str {
    match keep {
        KeepFor::Tab => Text::KeepTab.words(),
        KeepFor::Day => Text::KeepOneDay.words(),
        KeepFor::Week => Text::KeepWeek.words(),
        KeepFor::Month => Text::KeepMonth.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_long_it_really_is_kept() {
        let mut kept = Kept::new("key".into());
        assert!(kept_words(&kept).contains("1 天不动就自动删除"));
        for keep in KeepFor::ALL {
            kept.keep = keep;
            if keep != KeepFor::Tab {
                let days = [keep.days().to_string().as_str(), " 天"].concat();
                assert_eq!(keep_label(keep), days);
                assert!(kept_words(&kept).contains(&days), "{keep:?}");
            }
        }
        kept.draft.field = "family".into();
        assert!(kept_words(&kept).contains("关掉就没有了"));
    }
}
