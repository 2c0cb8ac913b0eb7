//! All that is held of a request as one file: for people to read, and the same as JSON for programs.

use contract::request::RequestView;

use super::summary::Past;
use crate::i18n::{Text, event_name, fill, text};
use crate::pages::saved::Page;

/// The file. `time` is when it was made, in words; `json` is the request as the server tells it.
pub fn page(
    view: &RequestView,
    time: &str,
    filed: &[(&str, String)],
    past: Vec<Past>,
    json: &str,
) -> String {
    let title = fill(Text::DataFile, &[("number", &view.number)]);
    let mut page = Page::begin(&title, text(Text::DataFileTitle), "");
    page.raw("<p>");
    page.words(&fill(Text::DataFileLead, &[("time", time)]));
    page.raw("</p><dl>");
    page.row(text(Text::ReceiptNumber), &view.number);
    if let Some(last) = view.timeline.last() {
        page.row(text(Text::DataFileStatus), event_name(last.event));
    }
    page.raw("</dl><h2>");
    page.words(text(Text::CaseContent));
    page.raw("</h2><dl>");
    for (label, words) in filed {
        page.row(label, words);
    }
    page.raw("</dl>");
    if !view.evidence.is_empty() {
        page.raw("<h2>");
        let count = view.evidence.len().to_string();
        page.words(&fill(Text::DataFiles, &[("n", &count)]));
        page.raw("</h2><ul>");
        for file in &view.evidence {
            page.raw("<li>");
            page.words(&file.name);
        }
        page.raw("</ul>");
    }
    page.raw("<h2>");
    page.words(text(Text::CaseTimeline));
    page.raw("</h2><dl>");
    for entry in past {
        let words = [vec![entry.title.to_owned()], entry.facts].concat();
        page.row(&entry.time, &words.join("\n"));
    }
    page.raw("</dl><p>");
    page.words(text(Text::DataFileNext));
    page.raw("</p><script type=\"application/json\">");
    // Nothing in it can end the element: JSON may write the sign as well this way.
    page.raw(&json.replace('<', "\\u003c"));
    page.raw("</script>");
    page.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::track::summary::tests::case;
    use contract::status::Status;

    #[test]
    fn what_people_wrote_is_words_in_the_file_and_data_in_its_json() {
        let hostile = "</script><script>alert(1)</script><b>";
        let mut view = case(Status::Submitted, Vec::new());
        view.content.story = hostile.to_owned();
        let filed = [("事情经过", hostile.to_owned())];
        let past = vec![Past {
            title: "您留了言",
            time: "11 月 26 日".to_owned(),
            facts: vec![hostile.to_owned()],
        }];
        let json = ["{\"story\":\"", hostile, "\"}"].concat();
        let page = page(&view, "12:00", &filed, past, &json);
        assert_eq!(page.matches("<script").count(), 1);
        assert_eq!(page.matches("</script").count(), 1);
        assert!(!page.contains("<b>"));
        assert!(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
        assert!(page.contains("\\u003c/script>\\u003cscript>alert(1)"));
        assert!(page.contains(&view.number));
    }
}
