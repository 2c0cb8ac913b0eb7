//! The finished page: one file that paints without asking for a second one.

use anyhow::{Context, Result};

/// What only the home page shows is between these marks in `public/index.html`.
const HOME: (&str, &str) = ("<!--home-->", "<!--/home-->");

/// The page and the style sheets that are now part of it.
pub(crate) struct Inlined {
    /// The page with one `<style>` in place of its style sheet links.
    pub html: String,
    /// Paths of the sheets, as the page named them.
    pub sheets: Vec<String>,
}

/// Puts all linked style sheets, in their order, into one `<style>` where the first link was.
pub(crate) fn inline_styles(html: &str, read: impl Fn(&str) -> Result<String>) -> Result<Inlined> {
    let mut rest = html;
    let mut page = String::with_capacity(html.len());
    let mut position = None;
    let mut css = String::new();
    let mut sheets = Vec::new();
    while let Some((before, tag, after)) = next_sheet(rest) {
        page.push_str(before);
        position.get_or_insert(page.len());
        let path = attribute(tag, "href").context("a style sheet link has no href")?;
        css.push_str(&shorten_css(&read(path)?));
        sheets.push(path.to_owned());
        rest = after;
    }
    page.push_str(rest);
    if let Some(position) = position {
        page.insert_str(position, &format!("<style>{css}</style>"));
    }
    Ok(Inlined { html: page, sheets })
}

fn next_sheet(html: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let start = from + html.get(from..)?.find("<link")?;
        let end = start + html.get(start..)?.find('>')? + 1;
        let tag = html.get(start..end)?;
        if attribute(tag, "rel") == Some("stylesheet") {
            return Some((html.get(..start)?, tag, html.get(end..)?));
        }
        from = end;
    }
}

/// The value of a tag's attribute that is written with double quotes.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    Some(value.split_once('"')?.0)
}

/// Every file of ours that a page loads by itself, named from the folder of the app.
pub(crate) fn named_files(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .flat_map(|tag| {
            ["src", "href", "data-js", "data-wasm", "data-preload"]
                .into_iter()
                .filter_map(move |name| attribute(tag, name))
        })
        .filter_map(|path| path.strip_prefix('/'))
        .map(|path| path.split(['#', '?']).next().unwrap_or(path))
}

/// The page for all other addresses: the same without what only the home page shows.
pub(crate) fn without_home(html: &str) -> Result<String> {
    let (before, inside) = html
        .split_once(HOME.0)
        .with_context(|| format!("index.html has no {} mark", HOME.0))?;
    let (_, after) = inside
        .split_once(HOME.1)
        .with_context(|| format!("index.html has no {} mark", HOME.1))?;
    Ok(format!("{before}{after}"))
}

/// Drops comments, indentation and empty lines. Line ends stay: between words they are spaces.
pub(crate) fn shorten_html(html: &str) -> String {
    let mut bare = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        bare.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let lines: Vec<&str> = bare
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// Drops comments and the white space that means nothing. Quoted text stays as it is.
pub(crate) fn shorten_css(css: &str) -> String {
    let mut short = String::with_capacity(css.len());
    let mut characters = css.chars().peekable();
    let mut quote = None;
    while let Some(character) = characters.next() {
        if let Some(mark) = quote {
            short.push(character);
            if character == '\\' {
                short.extend(characters.next());
            } else if character == mark {
                quote = None;
            }
        } else if character == '/' && characters.peek() == Some(&'*') {
            characters.next();
            let mut last = ' ';
            for inside in characters.by_ref() {
                if last == '*' && inside == '/' {
                    break;
                }
                last = inside;
            }
        } else if character.is_ascii_whitespace() {
            let follows_word = !short.ends_with([' ', '{', '}', ';', ',', ':', '>']);
            if follows_word && !short.is_empty() {
                short.push(' ');
            }
        } else {
            if matches!(character, '{' | '}' | ';' | ',' | '>') && short.ends_with(' ') {
                short.pop();
            }
            if character == '}' && short.ends_with(';') {
                short.pop();
            }
            if matches!(character, '"' | '\'') {
                quote = Some(character);
            }
            short.push(character);
        }
    }
    short
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn sheets_become_one_style_in_their_order() {
        let html = r#"<head><link rel="icon" href="/i.svg"/><link rel="stylesheet" href="/a.css"/><title>x</title><link rel="stylesheet" href="/b.css"/></head>"#;
        let page = inline_styles(html, |path| Ok(format!("{} {{ }}", &path[1..2]))).unwrap();
        assert_eq!(
            page.html,
            r#"<head><link rel="icon" href="/i.svg"/><style>a{}b{}</style><title>x</title></head>"#
        );
        assert_eq!(page.sheets, ["/a.css", "/b.css"]);
    }

    #[test]
    fn css_loses_only_what_means_nothing() {
        let css = "/* a; */ :root { --gap : 4px ; }\n.a > .b :is(p, q) {\n  content: \" /* kept ; */ \\\" \";\n  width: calc(1px + 2px);\n}\n";
        assert_eq!(
            shorten_css(css),
            ":root{--gap :4px}.a>.b :is(p,q){content:\" /* kept ; */ \\\" \";width:calc(1px + 2px)}"
        );
    }

    #[test]
    fn home_part_is_cut_out() {
        let html = "<main><!--home--><h1>x</h1><!--/home--></main>";
        assert_eq!(without_home(html).unwrap(), "<main></main>");
        assert!(without_home("<main></main>").is_err());
    }

    #[test]
    fn html_keeps_words_apart() {
        assert_eq!(
            shorten_html("<p>\n   a\n\n <!-- why -->\n b</p>\n"),
            "<p>\na\nb</p>"
        );
    }
}
