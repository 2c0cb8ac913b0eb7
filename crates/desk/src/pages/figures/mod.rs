//! What happened in a period, in figures: for a report, and to see where something is wrong. Going closer asks the server
//! for nothing.

mod look;
mod model;

use browser::router::{NavigateOptions, navigate, use_location};
use browser::{clock, download, page, task};
use contract::months::{Month, Period, PeriodFault};
use contract::supervision::{Counts, FiguresView, MONTHS_MOST};

pub use self::look::Preset;

use self::look::Look;
use crate::api::{self, Failure};
use crate::i18n::{
    Text, failure_words, fill, full_day_words, month_words, period_words, preset_words, text,
};
use crate::parts::{
    Asked, Button, Choice, Column, Empty, Failed, Line, NotDone, PageTitle, Select, Waiting, bars,
};
use crate::routes::Route;
use crate::session;
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// How far back months are offered, besides the one that it is.
const BACK: u32 = 47;

/// What was counted.
#[derive(Clone)]
enum Counted {
    Waiting,
    Ready(FiguresView),
    Failed(Failure),
}

fn this_month() -> Option<Month> {
    let now = clock::now();
    Month::new(now.year, now.month)
}

fn address(look: &Look) -> String {
    [Route::Figures.to_path(), look.address()].concat()
}

/// The page.
#[component]
pub fn Figures() -> View {
    let query = use_location().query;
    let look = Memo::new(move |_| {
        query.with(|pairs| Look::read(|name| pairs.get_str(name), this_month()))
    });
    let period = Memo::new(move |_| look.with(|look| look.period));
    let counted = RwSignal::new(Counted::Waiting);
    let days = RwSignal::new(None::<u8>);
    let asked = StoredValue::new(0u32);
    let load = Callback::new(move |()| {
        let Some(period) = period.get_untracked() else {
            return;
        };
        // Only the latest question's answer counts.
        asked.update_value(|turn| *turn = turn.wrapping_add(1));
        let turn = asked.get_value();
        counted.set(Counted::Waiting);
        task::spawn_local(async move {
            let answer = api::figures(period).await;
            if asked.try_get_value() != Some(turn) {
                return;
            }
            counted.set(match answer {
                Ok(view) => {
                    desk().say(period_words(period));
                    Counted::Ready(view)
                }
                Err(failure) => Counted::Failed(failure),
            });
        });
    });
    effect(move || {
        period.with(|_| ());
        load.run(());
    });
    // Without it, what is promised is told without its number.
    task::spawn_local(async move {
        if let Ok(portal) = api::portal().await {
            days.try_set(Some(portal.first_contact_working_days));
        }
    });
    let place =
        Memo::new(move |_| look.with(|look| (look.area.clone(), look.organization.clone())));
    let mut first = true;
    effect(move || {
        // Read, not only followed: what nobody reads is not computed, and never changes.
        place.with(|_| ());
        if !std::mem::replace(&mut first, false) {
            focus_soon("#figures-of");
        }
    });
    let whose = session::me().map(|me| me.organization.name);
    view! {
        <div class="figures-page">
            <p class="print-only">{whose}</p>
            <PageTitle words=text(Text::FiguresTitle).to_owned()/>
            <p class="lead">{move || period.get().map(period_words)}</p>
            <div class="no-print">
                {presets(look)}
                <OwnMonths look=look/>
            </div>
            {move || match counted.get() {
                Counted::Waiting => view! { <Waiting/> },
                Counted::Failed(failure) => view! { <Failed failure=failure on_retry=load/> },
                Counted::Ready(view) if view.organizations.is_empty() => {
                    view! { <Empty title=Text::FiguresEmpty body=Text::FiguresEmptyBody/> }
                }
                Counted::Ready(view) => view! { <Shown view=view look=look/> },
            }}
            {move || match counted.get() {
                Counted::Ready(view) => view! { <Explained at=view.counted_at days=days/> },
                _ => View::Nothing,
            }}
        </div>
    }
}

/// The periods that reports are often about.
fn presets(look: Memo<Look>) -> View {
    let links = Preset::ALL
        .into_iter()
        .filter_map(|preset| {
            let period = preset.period(this_month()?)?;
            let href = move || address(&look.with(|look| look.during(period)));
            let is_here = move || look.with(|look| look.period == Some(period));
            Some(view! {
                <li>
                    <a
                        class="chip"
                        href=href
                        aria-current=move || is_here().then_some("true")
                    >
                        {preset_words(preset, period)}
                    </a>
                </li>
            })
        })
        .collect_view();
    view! {
        <nav aria-label=text(Text::FiguresPresets)>
            <ul class="chips">{links}</ul>
        </nav>
    }
}

/// Months that one chooses oneself.
#[component]
fn OwnMonths(
    /// What is looked at.
    look: Memo<Look>,
) -> View {
    const FROM: &str = "from";
    const TO: &str = "to";
    let [from, to] = [(); 2].map(|()| RwSignal::new(String::new()));
    let wrong = RwSignal::new(None::<PeriodFault>);
    effect(move || {
        if let Some(period) = look.with(|look| look.period) {
            from.set(period.from.text());
            to.set(period.to.text());
            wrong.set(None);
        }
    });
    let show = Callback::new(move |()| {
        let chosen = [from, to].map(|month| Month::read(&month.get_untracked()));
        let [Some(from), Some(to)] = chosen else {
            return;
        };
        match Period::new(from, to) {
            Ok(period) => {
                wrong.set(None);
                let look = look.with_untracked(|look| look.during(period));
                let options = NavigateOptions {
                    scroll: false,
                    ..NavigateOptions::default()
                };
                navigate(&address(&look), options);
            }
            Err(fault) => {
                wrong.set(Some(fault));
                browser::focus::focus_field(TO);
            }
        }
    });
    let error = Signal::derive(move || {
        wrong.get().map(|fault| match fault {
            PeriodFault::Backward => text(Text::FiguresBackward).to_owned(),
            PeriodFault::TooLong => {
                fill(Text::FiguresTooLong, &[("max", &MONTHS_MOST.to_string())])
            }
        })
    });
    let choices = move || -> Vec<Choice> {
        offered(look.with(|look| look.period), this_month())
            .into_iter()
            .map(|month| Choice::new(month.text(), month_words(month)))
            .collect()
    };
    view! {
        <details class="own-months">
            <summary>{text(Text::FiguresOwn)}</summary>
            <div class="filters-pair">
                {move || {
                    view! {
                        <Select
                            asked=Asked::new(FROM, text(Text::FiguresFrom))
                            choices=choices()
                            value=from
                            on_choose=Callback::new(move |month| from.set(month))
                        />
                        <Select
                            asked=Asked::new(TO, text(Text::FiguresTo))
                            choices=choices()
                            value=to
                            error=error
                            on_choose=Callback::new(move |month| to.set(month))
                        />
                    }
                }}
            </div>
            <Button words=text(Text::FiguresShow).to_owned() on_press=show/>
        </details>
    }
}

/// The months to choose from, the latest first: some years back, and what is looked at now.
fn offered(period: Option<Period>, now: Option<Month>) -> Vec<Month> {
    let (Some(period), Some(now)) = (period, now) else {
        return Vec::new();
    };
    let last = period.to.max(now);
    let first = period.from.min(now.back(BACK));
    let back = (0..).map(|back| last.back(back));
    back.take_while(|month| *month > first)
        .chain([first])
        .collect()
}

#[component]
fn Shown(
    /// What was counted.
    view: FiguresView,
    /// What of it is looked at.
    look: Memo<Look>,
) -> View {
    view! {
        {move || {
            let look = model::possible(&view, &look.get());
            let shown = model::within(&view, &look);
            let closer = model::closer(&view, &look)
                .map(|(of, lines)| {
                    let columns = [
                        Column(Text::FiguresReceived),
                        Column(Text::FiguresAgreed),
                        Column(Text::FiguresInTimeShare),
                    ];
                    table("figures-closer", Text::FiguresCloser, of, &columns, lines)
                });
            let total = shown.total();
            view! {
                {way(&view, &look)}
                <Tools period=look.period/>
                {tallies(&total)}
                {closer}
                {charts(&shown, &total, look.period)}
            }
        }}
    }
}

/// What is looked at, and the way back from there.
fn way(view: &FiguresView, look: &Look) -> View {
    let mut way = model::way(view, look);
    let here = way.pop().map(|step| step.name);
    let back = way
        .into_iter()
        .map(|step| {
            view! {
                <li>
                    <a href=address(&step.look)>{step.name}</a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let back = (!back.is_empty()).then(|| {
        view! {
            <nav class="way no-print" aria-label=text(Text::FiguresWay)>
                <ol>{back}</ol>
            </nav>
        }
    });
    view! {
        {back}
        <h2 id="figures-of" tabindex="-1">
            {here}
        </h2>
    }
}

/// Taking the figures along.
#[component]
fn Tools(
    /// Which months.
    period: Option<Period>,
) -> View {
    let failure = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let stumble = move |words: String| {
        failure.try_set(Some(words));
        focus_soon("#figures-not-saved");
    };
    let save = Callback::new(move |()| {
        let Some(period) = period else { return };
        failure.set(None);
        if !download::is_possible() {
            return stumble(text(Text::FiguresNoFiles).to_owned());
        }
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::workbook(period).await;
            busy.try_set(false);
            match answer {
                Ok(book) => {
                    let (from, to) = (period.from.text(), period.to.text());
                    let name = fill(Text::FiguresFile, &[("from", &from), ("to", &to)]);
                    if download::save_file(&name, &book) {
                        desk().say(text(Text::FiguresSaved));
                    } else {
                        stumble(text(Text::FiguresNoFiles).to_owned());
                    }
                }
                Err(why) => stumble(failure_words(&why)),
            }
        });
    });
    let words = Signal::derive(move || {
        text(if busy.get() {
            Text::FiguresSaving
        } else {
            Text::FiguresSave
        })
        .to_owned()
    });
    view! {
        <div class="no-print">
            <div class="figures-tools">
                <Button words=words on_press=save busy=busy/>
                <Button
                    words=text(Text::FiguresPrint).to_owned()
                    on_press=Callback::new(|()| page::print())
                />
            </div>
            <NotDone words=failure id="figures-not-saved"/>
        </div>
    }
}

fn tallies(total: &Counts) -> View {
    let rows = model::tallies(total)
        .into_iter()
        .map(|(name, words)| {
            view! {
                <div>
                    <dt>{text(name)}</dt>
                    <dd>{words}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <dl class="tallies">{rows}</dl>
        {model::agreed_words(total).map(|words| view! { <p class="muted">{words}</p> })}
    }
}

/// A table of counts under its headline; nothing where there is none to show.
fn table(id: &'static str, title: Text, of: Text, columns: &[Column], lines: Vec<Line>) -> View {
    if lines.is_empty() {
        return View::Nothing;
    }
    view! {
        <section class="section figures-part">
            <h3 id=id>{text(title)}</h3>
            {bars(id, of, columns, lines)}
        </section>
    }
}

fn charts(shown: &FiguresView, total: &Counts, period: Option<Period>) -> View {
    let now = this_month();
    let months = period.map(|period| model::months(shown, period, now));
    let months = months.unwrap_or_default();
    let course = [
        Column(Text::FiguresReceived),
        Column(Text::FiguresAgreed),
        Column(Text::FiguresEnded),
    ];
    let answers = [
        Column(Text::FiguresAnswered),
        Column(Text::FiguresInTime),
        Column(Text::FiguresInTimeShare),
    ];
    let shares = [Column(Text::FiguresCount), Column(Text::FiguresShare)];
    view! {
        {table(
            "figures-course",
            Text::FiguresCourse,
            Text::FiguresMonth,
            &course,
            model::course(&months),
        )}
        {table(
            "figures-answers",
            Text::FiguresAnswers,
            Text::FiguresMonth,
            &answers,
            model::answers(&months),
        )}
        {table(
            "figures-waits",
            Text::FiguresWaits,
            Text::FiguresWait,
            &shares,
            model::waits(total),
        )}
        {table(
            "figures-stars",
            Text::FiguresStars,
            Text::RatingsStars,
            &shares,
            model::stars(total),
        )}
        {table(
            "figures-grounds",
            Text::FiguresGrounds,
            Text::FiguresGround,
            &shares,
            model::grounds(total),
        )}
        {table(
            "figures-fields",
            Text::FiguresFields,
            Text::FiguresField,
            &shares,
            model::fields(total),
        )}
    }
}

/// When it was counted, and what the words mean.
#[component]
fn Explained(
    /// When it was counted.
    at: String,
    /// The promise for the first answer, in working days.
    days: RwSignal<Option<u8>>,
) -> View {
    let day = clock::read(&at).map_or(at, |time| full_day_words(&time));
    view! {
        <section class="section figures-notes">
            <h2>{text(Text::FiguresNotes)}</h2>
            <p>{fill(Text::FiguresCounted, &[("day", &day)])}</p>
            <p>
                {move || match days.get() {
                    Some(days) => fill(Text::FiguresPromise, &[("days", &days.to_string())]),
                    None => text(Text::FiguresPromiseOnly).to_owned(),
                }}
            </p>
            <p>{text(Text::FiguresMoved)}</p>
        </section>
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn months_are_offered_back_from_the_latest_and_with_what_is_looked_at() {
        let month = |text| Month::read(text).unwrap();
        let period = |from, to| Period::new(month(from), month(to)).ok();
        let now = Some(month("2026-11"));
        let offered_now = offered(period("2026-10", "2026-12"), now);
        assert_eq!(offered_now.first(), Some(&month("2026-12")));
        assert_eq!(offered_now.last(), Some(&month("2022-12")));
        assert_eq!(offered_now.len(), 49);
        let long_ago = offered(period("2020-01", "2020-02"), now);
        assert_eq!(long_ago.last(), Some(&month("2020-01")));
        assert!(offered(None, now).is_empty());
    }
}
