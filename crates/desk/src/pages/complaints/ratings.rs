//! How people rated, without whose it is.

use browser::task;
use contract::months::Month;
use contract::rating::{STARS_MAX, StaffRatingView};

use crate::api::{self, Failure};
use crate::i18n::{Text, fill, month_words, stars_words, text};
use crate::parts::{Column, Failed, Line, Share, Waiting, bars};
use crate::view::prelude::*;

/// The section.
#[component]
pub fn Ratings() -> View {
    let found = RwSignal::new(None::<Result<Vec<StaffRatingView>, Failure>>);
    let load = Callback::new(move |()| {
        found.set(None);
        task::spawn_local(async move {
            let answer = api::ratings().await;
            found.try_set(Some(answer.map(|view| view.ratings)));
        });
    });
    load.run(());
    view! {
        <section class="section">
            <h2 id="ratings">{text(Text::RatingsTitle)}</h2>
            {move || match found.get() {
                None => view! { <Waiting/> },
                Some(Err(failure)) => view! { <Failed failure=failure on_retry=load/> },
                Some(Ok(ratings)) if ratings.is_empty() => {
                    view! { <p class="muted">{text(Text::RatingsEmpty)}</p> }
                }
                Some(Ok(ratings)) => shown(ratings),
            }}
        </section>
    }
}

fn shown(ratings: Vec<StaffRatingView>) -> View {
    let columns = [Column(Text::RatingsCount), Column(Text::FiguresShare)];
    let lines = spread(&ratings);
    let count = fill(Text::RatingsLead, &[("count", &ratings.len().to_string())]);
    let rows = ratings
        .into_iter()
        // Stars alone are in the table.
        .filter_map(|one| {
            let note = one.note.clone()?;
            Some(row(&one, note))
        })
        .collect::<Vec<_>>();
    let said = (!rows.is_empty()).then(|| {
        view! {
            <h3 class="ratings-said">{text(Text::RatingsSaid)}</h3>
            <ul class="cards">{rows}</ul>
        }
    });
    view! {
        <p class="muted">{count}</p>
        {bars("ratings", Text::RatingsStars, &columns, lines)}
        {said}
    }
}

/// How many gave how much, the most stars first.
fn spread(ratings: &[StaffRatingView]) -> Vec<Line> {
    let counts: Vec<_> = (1..=STARS_MAX)
        .rev()
        .map(|stars| {
            let given = ratings.iter().filter(|one| one.stars == stars);
            (stars, u32::try_from(given.count()).unwrap_or(u32::MAX))
        })
        .collect();
    let all = counts.iter().map(|(_, count)| count).sum();
    let most = counts.iter().map(|(_, count)| *count).max();
    let line = |(stars, count): (u8, u32)| Line {
        name: stars_words(stars),
        href: None,
        shares: vec![
            Share::count(count, most.unwrap_or_default()),
            Share::percent(count, all),
        ],
    };
    counts.into_iter().map(line).collect()
}

fn row(one: &StaffRatingView, note: String) -> View {
    let month = Month::read(&one.month).map_or_else(|| one.month.clone(), month_words);
    let open = if one.may_publish {
        Text::RatingOpen
    } else {
        Text::RatingInside
    };
    view! {
        <li class="card">
            <p class="entry-top">
                <b>{stars_words(one.stars)}</b>
                <span class="tag">{text(open)}</span>
            </p>
            <p class="told">{note}</p>
            <p class="muted">{month}</p>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_stars_has_its_line() {
        let rating = |stars| StaffRatingView {
            month: "2026-11".into(),
            stars,
            note: None,
            may_publish: false,
        };
        let lines = spread(&[rating(5), rating(5), rating(1), rating(4)]);
        let told: Vec<_> = lines
            .iter()
            .map(|line| {
                let shares: Vec<_> = line.shares.iter().map(Share::words).collect();
                (&*line.name, shares)
            })
            .collect();
        assert_eq!(told.len(), 5);
        assert_eq!(told.first(), Some(&("5 星", vec!["2", "50%"])));
        assert_eq!(told.last(), Some(&("1 星", vec!["1", "25%"])));
        assert_eq!(told.get(2), Some(&("3 星", vec!["0", "0%"])));
    }
}
