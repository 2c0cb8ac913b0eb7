//! The home page: four doors and the ways around them. `public/index.html` shows the same words in the
//! same markup before the app is there, so that the app takes over without a jump.

use crate::view::prelude::*;
use contract::kinds::DisputeField;
use contract::organization::SearchQuery;

use crate::components::{HelpLine, Icon, PageTitle};
use crate::i18n::{Text, field_examples, field_name, fill, text};
use crate::routes::{Route, find_path};
use crate::state::stores;

/// The rows below the doors: words and where they lead.
const ROWS: [(Text, Route); 3] = [
    (Text::HomeSomethingElse, Route::Which),
    (Text::HealthCheckTitle, Route::HealthCheck),
    (Text::TrackTitle, Route::Track),
];

/// What is behind a door: the search or, in family matters, the guide, which asks first whether one is safe.
pub(super) fn door_path(field: DisputeField) -> String {
    if field == DisputeField::Family {
        return [&Route::Which.to_path(), "#", field.as_str()].concat();
    }
    find_path(&SearchQuery {
        field: Some(field),
        ..SearchQuery::default()
    })
}

/// The page.
#[component]
pub fn Home() -> View {
    let door = |field: DisputeField| {
        view! {
            <li>
                <a class="door" href=door_path(field)>
                    <b>{field_name(field)}</b>
                    <span>{field_examples(field)}</span>
                </a>
            </li>
        }
    };
    let row = |(words, route): (Text, Route)| {
        view! {
            <li>
                <a class="row" href=route.to_path()>
                    {text(words)}
                    <Icon name="next"/>
                </a>
            </li>
        }
    };
    // Last, where nothing moves when it comes.
    let unfinished = stores().drafts.unfinished().len();
    let drafts = (unfinished > 0).then(|| {
        let words = fill(Text::DraftsLink, &[("n", &unfinished.to_string())]);
        view! {
            <p class="drafts-link">
                <a class="text-action" href=Route::Drafts.to_path()>{words}</a>
            </p>
        }
    });
    view! {
        <div class="home wide">
            <div class="home-words">
                <PageTitle words=text(Text::HomeTitle).to_owned()/>
                <p class="lead">{text(Text::HomeLead)}</p>
                <a class="search-link" href=Route::Search.to_path()>
                    <Icon name="search"/>
                    {text(Text::HomeSearch)}
                </a>
            </div>
            <ul class="doors">{DisputeField::DOORS.map(door).collect_view()}</ul>
            <ul class="rows">{ROWS.map(row).collect_view()}</ul>
            <HelpLine/>
            {drafts}
        </div>
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const SHELL: &str = include_str!("../../../public/index.html");

    fn between<'a>(whole: &'a str, from: &str, to: &str) -> &'a str {
        whole.split_once(from).unwrap().1.split_once(to).unwrap().0
    }

    /// The words of a piece of markup, in their order.
    fn words(markup: &str) -> Vec<&str> {
        markup
            .split('>')
            .filter_map(|piece| piece.split('<').next())
            .map(str::trim)
            .filter(|words| !words.is_empty())
            .collect()
    }

    fn links(markup: &str) -> Vec<&str> {
        markup
            .split("<a ")
            .skip(1)
            .map(|link| between(link, "href=\"", "\""))
            .collect()
    }

    #[test]
    fn the_shell_says_what_the_home_page_says() {
        let shell = between(SHELL, "<!--home-->", "<!--/home-->");
        let doors = DisputeField::DOORS;
        let mut expected = [Text::HomeTitle, Text::HomeLead, Text::HomeSearch]
            .map(text)
            .to_vec();
        expected.extend(
            doors
                .iter()
                .flat_map(|f| [field_name(*f), field_examples(*f)]),
        );
        expected.extend(ROWS.iter().map(|(words, _)| text(*words)));
        expected.extend([
            text(Text::HelpLineBefore),
            text(Text::HelpLine),
            text(Text::HelpLineAfter),
        ]);
        assert_eq!(words(shell), expected);

        let mut expected = vec![Route::Search.to_path()];
        expected.extend(doors.into_iter().map(door_path));
        expected.extend(ROWS.iter().map(|(_, route)| route.to_path()));
        expected.push("tel:12348".to_owned());
        assert_eq!(links(shell), expected);
    }

    #[test]
    fn the_shell_has_the_frame_of_the_app() {
        let frame = between(SHELL, "<div id=\"shell\">", "<!--home-->");
        let expected = [Text::SkipToMain, Text::ProductName, Text::ElderMode].map(text);
        assert_eq!(words(frame), expected);
        assert_eq!(
            between(SHELL, "<title>", "</title>"),
            text(Text::ProductTitle)
        );
        assert_eq!(
            between(SHELL, "name=\"description\" content=\"", "\""),
            text(Text::HomeLead)
        );
        let foot = between(SHELL, "<footer class=\"footer\">", "</footer>");
        let links = [Text::PrivacyLink, Text::OpenDataTitle].map(text);
        assert_eq!(words(foot), links);
        let opening = between(SHELL, "<div class=\"opening\">", "</div>");
        assert_eq!(words(opening).first(), Some(&text(Text::Loading)));
    }
}
