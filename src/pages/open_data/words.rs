//! What people said of how their case was handled, as they wrote it.

use contract::open_data::{OpenDataView, PublicWords, WORDS_MOST};
use contract::record::RECORD_LEAST;

use super::told;
use crate::i18n::{Text, fill, month_words, text};
use crate::view::prelude::*;

/// Where the table is.
const TABLE: &str = "/api/v1/open-data-words.csv";

/// The section.
pub(super) fn words(data: &OpenDataView) -> View {
    let (most, least) = (WORDS_MOST.to_string(), RECORD_LEAST.to_string());
    let how = fill(
        Text::OpenDataWordsHow,
        &[("most", &most), ("least", &least)],
    );
    let shown = if data.words.is_empty() {
        let none = fill(Text::OpenDataWordsNone, &[("least", &least)]);
        view! { <p class="card">{none}</p> }
    } else {
        let rows = data.words.iter().map(|one| {
            view! {
                <li class="card">
                    <p class="said">{one.words.clone()}</p>
                    <p class="muted">{whence(data, one)}</p>
                </li>
            }
        });
        let rows = rows.collect_view();
        view! {
            <ul class="cards">{rows}</ul>
            <p>
                <a
                    class="text-action"
                    href=TABLE
                    rel="external"
                    download="open-data-words.csv"
                >
                    {text(Text::OpenDataWordsDownload)}
                </a>
            </p>
        }
    };
    let withheld = told(data.words_withheld);
    view! {
        <section class="section public-words">
            <h2>{text(Text::OpenDataWords)}</h2>
            <p class="muted">{how}</p>
            {shown}
            <p class="muted">{fill(Text::OpenDataWordsWithheld, &[("n", &withheld)])}</p>
        </section>
    }
}

/// How many stars came with them, when and where from.
fn whence(data: &OpenDataView, words: &PublicWords) -> String {
    let area = data.areas.iter().find(|area| area.code == words.code);
    let area = area.map(|area| area.name.as_str()).unwrap_or_default();
    let stars = fill(Text::Stars, &[("n", &words.stars.to_string())]);
    let parts = [&*stars, &*month_words(&words.month), area];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use contract::open_data::{AreaFigures, Figures};
    use contract::region::RegionCode;

    #[test]
    fn stars_are_said_in_words_with_month_and_area() {
        let code = RegionCode::parse("320100").unwrap();
        let words = PublicWords {
            month: "2026-09".to_owned(),
            code,
            stars: 2,
            words: "等了很久。".to_owned(),
        };
        let mut data = OpenDataView {
            areas: vec![AreaFigures {
                code,
                name: "南京市".to_owned(),
                total: Figures::default(),
                months: Vec::new(),
            }],
            ..OpenDataView::default()
        };
        assert_eq!(whence(&data, &words), "2 星 · 2026 年 9 月 · 南京市");
        data.areas.clear();
        assert_eq!(whence(&data, &words), "2 星 · 2026 年 9 月");
    }
}
