//! Figures for everybody, as they are: how many came, how soon they were answered, how they ended; and what people said.

mod words;

use std::sync::Arc;

use contract::open_data::{
    AreaFigures, Figures, MONTHS, MonthFigures, OpenDataView, Rounded, rate,
};

use crate::api::{self, Load};
use crate::components::{Back, Failure, PageTitle, Waiting, fact_rows};
use crate::i18n::{Text, end_ground_name, fill, full_moment_words, text};
use crate::platform::clock;
use crate::platform::task::spawn_local;
use crate::routes::Route;
use crate::view::prelude::*;

/// Where the table is.
const TABLE: &str = "/api/v1/open-data.csv";

/// The page.
#[component]
pub fn OpenData() -> impl IntoView {
    let data = RwSignal::new(Load::Waiting);
    let ask = move || {
        data.set(Load::Waiting);
        spawn_local(async move {
            data.try_set(api::open_data().await.into());
        });
    };
    ask();
    let months = MONTHS.to_string();
    view! {
        <Back otherwise=Route::Home/>
        <PageTitle words=text(Text::OpenDataTitle).to_owned()/>
        <p class="lead">{fill(Text::OpenDataLead, &[("n", &months)])}</p>
        {move || match data.get() {
            Load::Waiting => view! { <Waiting/> },
            Load::Failed(failure) => {
                view! { <Failure failure on_retry=Callback::new(move |()| ask())/> }
            }
            Load::Ready(view) => shown(view),
        }}
    }
}

fn shown(data: Arc<OpenDataView>) -> View {
    let chosen = RwSignal::new(0_usize);
    let options = data.areas.iter().enumerate();
    let options = options
        .map(|(at, area)| view! { <option value=at.to_string()>{area.name.clone()}</option> })
        .collect_view();
    let time = clock::read(&data.counted_at);
    let time = time
        .map(|time| full_moment_words(&time))
        .unwrap_or_default();
    // Of one area alone there is nothing to choose.
    let choice = (data.areas.len() > 1).then(|| {
        view! {
            <label class="select-field" for="area">
                {text(Text::OpenDataArea)}
                <select
                    id="area"
                    class="select"
                    on:change=move |change| {
                        chosen.set(event_target_value(&change).parse().unwrap_or_default());
                    }
                >
                    {options}
                </select>
            </label>
        }
    });
    let said = words::words(&data);
    view! {
        {choice}
        {move || data.areas.get(chosen.get()).map(area)}
        <p class="muted figures-how">{text(Text::OpenDataHow)}</p>
        <p>
            <a class="text-action" href=TABLE rel="external" download="open-data.csv">
                {text(Text::OpenDataDownload)}
            </a>
        </p>
        {said}
        <p class="muted">{fill(Text::OpenDataCounted, &[("time", &time)])}</p>
    }
}

fn area(area: &AreaFigures) -> View {
    if area.total.received.is_none() {
        return view! { <p class="card">{text(Text::OpenDataNothing)}</p> };
    }
    let rate = rate(area.total.agreed, area.total.ended);
    let rate = rate.map(|rate| {
        view! { <p>{fill(Text::OpenDataRate, &[("n", &rate.to_string())])}</p> }
    });
    let grounds = area
        .total
        .grounds
        .iter()
        .map(|ground| (end_ground_name(ground.ground), told(ground.count)));
    let grounds: Vec<_> = grounds.filter(|(name, _)| !name.is_empty()).collect();
    let grounds = (!grounds.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{text(Text::OpenDataGrounds)}</h2>
                {list(grounds)}
            </section>
        }
    });
    // Nobody looks for months in which nothing happened.
    let months = area
        .months
        .iter()
        .filter(|month| month.figures != Figures::default());
    let months = months.map(month).collect_view();
    view! {
        <section class="section">
            <h2>{text(Text::OpenDataAll)}</h2>
            {list(rows(&area.total))}
            {rate}
        </section>
        {grounds}
        <section class="section">
            <h2>{text(Text::OpenDataMonths)}</h2>
            <table class="figures">
                <thead>
                    <tr>
                        <th scope="col">{text(Text::OpenDataMonth)}</th>
                        <th scope="col">{text(Text::OpenDataReceived)}</th>
                        <th scope="col">{text(Text::OpenDataAccepted)}</th>
                        <th scope="col">{text(Text::OpenDataResult)}</th>
                    </tr>
                </thead>
                <tbody>{months}</tbody>
            </table>
        </section>
    }
}

fn month(month: &MonthFigures) -> View {
    let figures = &month.figures;
    let result = [told(figures.agreed), told(figures.ended)].join(" / ");
    view! {
        <tr>
            <th scope="row">{month.month.clone()}</th>
            <td>{told(figures.received)}</td>
            <td>{told(figures.accepted)}</td>
            <td>{result}</td>
        </tr>
    }
}

/// What is told of all months together.
fn rows(figures: &Figures) -> Vec<(&'static str, String)> {
    let counts = [
        (Text::OpenDataReceived, figures.received),
        (Text::OpenDataAccepted, figures.accepted),
        (Text::OpenDataDeclined, figures.declined),
        (Text::OpenDataWithdrawn, figures.withdrawn),
        (Text::OpenDataAgreed, figures.agreed),
        (Text::OpenDataEnded, figures.ended),
        (Text::OpenDataPerformed, figures.performed),
        (Text::OpenDataUnperformed, figures.unperformed),
        (Text::OpenDataRatings, figures.ratings),
    ];
    let half = figures.half_within_hours.map(|hours| {
        let words = fill(Text::OpenDataHalfWords, &[("n", &hours.to_string())]);
        (text(Text::OpenDataHalf), words)
    });
    let counts = counts.map(|(label, count)| (text(label), told(count)));
    counts.into_iter().chain(half).collect()
}

fn list(rows: Vec<(&'static str, String)>) -> View {
    view! { <dl class="card answers-list figures-list">{fact_rows(rows)}</dl> }
}

/// A count in words.
fn told(count: Rounded) -> String {
    match count {
        Some(count) => count.to_string(),
        None => text(Text::OpenDataFew).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_are_called_few() {
        assert_eq!(told(None), "不足 5");
        assert_eq!(told(Some(115)), "115");
    }

    #[test]
    fn the_wait_is_told_where_it_is_known() {
        let mut figures = Figures::default();
        assert_eq!(rows(&figures).len(), 9);
        figures.half_within_hours = Some(7);
        let last = rows(&figures).pop();
        assert_eq!(last, Some(("第一次答复", "一半在 7 小时内".to_owned())));
    }
}
