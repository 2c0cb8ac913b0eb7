//! Counts as a table with a bar below each: the number says it, the bar lets the eye compare.

use contract::supervision::percent;

use crate::i18n::{Text, fill, text};
use crate::view::prelude::*;

/// A count, or a share, with how long its bar is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    words: String,
    /// Of a hundred.
    length: u32,
}

impl Share {
    /// A count beside others of which the largest is `most`.
    pub fn count(count: u32, most: u32) -> Self {
        let length = percent(count, most).unwrap_or_default();
        Self {
            words: count.to_string(),
            // A few of very many are still seen.
            length: if count > 0 { length.max(1) } else { 0 },
        }
    }

    /// So many of these; of none there is no share.
    pub fn percent(part: u32, of: u32) -> Self {
        match percent(part, of) {
            Some(share) => Self {
                words: fill(Text::Percent, &[("n", &share.to_string())]),
                length: share.min(100),
            },
            None => Self {
                words: text(Text::NoShare).to_owned(),
                length: 0,
            },
        }
    }

    /// What it says.
    #[cfg(test)]
    pub fn words(&self) -> &str {
        &self.words
    }
}

/// A column of counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column(pub Text);

/// A row of counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Of what.
    pub name: String,
    /// Where that is shown closer, if it is.
    pub href: Option<String>,
    /// As many as there are columns.
    pub shares: Vec<Share>,
}

/// The table. `id` is that of the headline that names it.
pub fn bars(id: &'static str, of: Text, columns: &[Column], lines: Vec<Line>) -> View {
    let heads = columns
        .iter()
        .map(|Column(name)| {
            view! {
                <th scope="col" role="columnheader">
                    {text(*name)}
                </th>
            }
        })
        .collect_view();
    let rows = lines.into_iter().map(row).collect_view();
    // The roles say what the elements say: where large type leaves no room for columns, a style takes that away.
    view! {
        <div class="bars-frame">
            <table class="bars" role="table" aria-labelledby=id>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">
                            {text(of)}
                        </th>
                        {heads}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

fn row(Line { name, href, shares }: Line) -> View {
    let name = match href {
        Some(href) => view! { <a href=href>{name}</a> },
        None => view! { {name} },
    };
    let cells = shares
        .into_iter()
        .map(|Share { words, length }| {
            let bar = ["M0 0h", &length.to_string(), "v8H0z"].concat();
            view! {
                <td role="cell">
                    {words}
                    <svg
                        class="share"
                        viewBox="0 0 100 8"
                        preserveAspectRatio="none"
                        aria-hidden="true"
                    >
                        <path class="share-whole" d="M0 0h100v8H0z"></path>
                        <path d=bar></path>
                    </svg>
                </td>
            }
        })
        .collect_view();
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                {name}
            </th>
            {cells}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_what_they_stand_for() {
        assert_eq!(Share::count(5, 10).length, 50);
        assert_eq!(Share::count(1, 100_000).length, 1);
        assert_eq!(Share::count(0, 10).length, 0);
        assert_eq!(Share::count(0, 0).words(), "0");
    }

    #[test]
    fn of_none_there_is_no_share() {
        assert_eq!(Share::percent(0, 0).words(), "—");
        assert_eq!(Share::percent(5, 6).words(), "83%");
        assert_eq!(Share::percent(0, 6).words(), "0%");
    }
}
