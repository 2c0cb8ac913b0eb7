//! Choosing another organization: those that take such disputes, or by name.

use browser::task;
use contract::kinds::DisputeField;
use contract::region::RegionCode;

use crate::api;
use crate::i18n::{Text, failure_words, fill, text};
use crate::parts::{Asked, Choice, Choices, TextField};
use crate::view::prelude::*;

/// How many are listed: more would not help to choose.
const LISTED: usize = 8;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Found {
    organizations: Vec<Choice>,
    /// By name, and not by what they take.
    is_named: bool,
    failure: Option<String>,
}

/// The choice, without the organization that has the case.
#[component]
pub fn PlaceField(
    /// What is asked.
    asked: Asked,
    /// What the dispute is about.
    field: DisputeField,
    /// Where the applicant is, if that may be known.
    region: Option<RegionCode>,
    /// Who has the case.
    except: String,
    /// What is wrong.
    error: Signal<Option<String>>,
    /// Told of every choice.
    on_choose: Callback<String>,
) -> View {
    let found = RwSignal::new(Found::default());
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(Choice::new("", ""));
    let turn = StoredValue::new(0u32);
    let except = StoredValue::new(except);
    let look = Callback::new(move |words: String| {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let asked = turn.get_value();
        let name = words.trim().to_owned();
        task::spawn_local(async move {
            let is_named = !name.is_empty();
            let answer = if is_named {
                named(&name).await
            } else {
                near(field, region).await
            };
            if turn.try_get_value() != Some(asked) {
                return;
            }
            let (mut organizations, failure) = match answer {
                Ok(found) => (found, None),
                Err(why) => (Vec::new(), Some(failure_words(&why))),
            };
            except.with_value(|except| organizations.retain(|one| one.value != *except));
            organizations.truncate(LISTED);
            found.set(Found {
                organizations,
                is_named,
                failure,
            });
        });
    });
    look.run(String::new());
    let choose = Callback::new(move |id: String| {
        let one = found.with_untracked(|found| {
            let mut all = found.organizations.iter();
            all.find(|one| one.value == id).cloned()
        });
        if let Some(one) = one {
            chosen.set(one);
        }
        on_choose.run(id);
    });
    let value = Signal::derive(move || chosen.with(|one| one.value.clone()));
    let named = move || {
        chosen.with(|one| match one.label.as_str() {
            "" => String::new(),
            name => fill(Text::PlaceChosen, &[("name", name)]),
        })
    };
    view! {
        <div class="place">
            <TextField
                asked=Asked {
                    optional: true,
                    ..Asked::new("place-search", text(Text::PlaceSearch))
                        .hinted(text(Text::PlaceSearchHint))
                }
                value=typed
                on_input=Callback::new(move |words: String| {
                    typed.set(words.clone());
                    look.run(words);
                })
            />
            <p class="muted" role="status">
                {move || {
                    found
                        .with(|found| {
                            let count = found.organizations.len();
                            match (&found.failure, found.is_named) {
                                (Some(words), _) => words.clone(),
                                (None, true) if count == 0 => text(Text::PlaceNone).to_owned(),
                                (None, true) => {
                                    fill(Text::PlaceFound, &[("count", &count.to_string())])
                                }
                                (None, false) => text(Text::PlaceNear).to_owned(),
                            }
                        })
                }}
            </p>
            {move || {
                let organizations = found.with(|found| found.organizations.clone());
                view! {
                    <Choices
                        asked=asked.clone()
                        choices=organizations
                        value=value
                        error=error
                        on_choose=choose
                    />
                }
            }}
            <p class="place-chosen" role="status">
                {named}
            </p>
        </div>
    }
}

async fn near(
    field: DisputeField,
    region: Option<RegionCode>,
) -> Result<Vec<Choice>, api::Failure> {
    let found = api::organizations(field, region).await?.organizations;
    Ok(found
        .into_iter()
        .map(|one| Choice::new(one.id, one.name))
        .collect())
}

async fn named(words: &str) -> Result<Vec<Choice>, api::Failure> {
    let found = api::suggestions(words).await?.suggestions;
    Ok(found
        .into_iter()
        .filter_map(|one| Some(Choice::new(one.organization?, one.words)))
        .collect())
}
