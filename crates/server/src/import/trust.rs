//! What lets people trust an organization: its mediators, its published cases, its doorstep. The same words
//! are written by an export and read by an import.

use contract::organization::{Mediator, PublishedCase};

use super::row::web_address;

/// Longest list and longest part of one, in entries and characters: a page shows all of it.
const ENTRIES_MAX: usize = 60;
const PART_MAX: usize = 80;

/// Whether a wheelchair reaches it.
pub(super) fn step_free(cell: &str) -> Option<bool> {
    match cell {
        "有" | "是" | "yes" | "true" => Some(true),
        "无" | "没有" | "否" | "no" | "false" => Some(false),
        _ => None,
    }
}

/// The words of [`step_free`].
pub(super) fn step_free_words(step_free: bool) -> &'static str {
    if step_free { "有" } else { "无" }
}

/// `姓名（等级，荣誉，荣誉）；姓名`: what is in brackets is a grade when it ends like one, else an honour.
pub(super) fn mediators(cell: &str) -> Option<Vec<Mediator>> {
    entries(cell)?.into_iter().map(mediator).collect()
}

fn mediator(entry: &str) -> Option<Mediator> {
    let (name, rest) = entry.split_once(['（', '(']).unwrap_or((entry, ""));
    let inside = rest.strip_suffix(['）', ')']);
    if inside.is_none() && !rest.is_empty() {
        return None;
    }
    let (grades, honours): (Vec<&str>, Vec<&str>) = inside
        .unwrap_or_default()
        .split(['，', ',', '、'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .partition(|part| part.ends_with('级') || part.ends_with("级调解员"));
    let name = name.trim();
    let fits = |part: &&str| (1..=PART_MAX).contains(&part.chars().count());
    let sound = [name].iter().chain(&grades).chain(&honours).all(fits) && grades.len() < 2;
    sound.then(|| Mediator {
        name: name.to_owned(),
        grade: grades.first().map(|grade| (*grade).to_owned()),
        honours: honours.into_iter().map(str::to_owned).collect(),
    })
}

/// The words of [`mediators`].
pub(super) fn mediators_words(mediators: &[Mediator]) -> String {
    let words = mediators.iter().map(|mediator| {
        let inside: Vec<&str> = mediator
            .grade
            .iter()
            .chain(&mediator.honours)
            .map(String::as_str)
            .collect();
        if inside.is_empty() {
            mediator.name.clone()
        } else {
            format!("{}（{}）", mediator.name, inside.join("，"))
        }
    });
    words.collect::<Vec<_>>().join("；")
}

/// `标题 网址；标题`.
pub(super) fn cases(cell: &str) -> Option<Vec<PublishedCase>> {
    let case = |entry: &str| {
        let (title, url) = match entry.rsplit_once(char::is_whitespace) {
            Some((title, url)) if url.contains("://") => (title.trim(), Some(web_address(url)?)),
            _ => (entry, None),
        };
        let sound = (1..=PART_MAX).contains(&title.chars().count()) && !title.contains("://");
        sound.then(|| PublishedCase {
            title: title.to_owned(),
            url,
        })
    };
    entries(cell)?.into_iter().map(case).collect()
}

/// The words of [`cases`].
pub(super) fn cases_words(cases: &[PublishedCase]) -> String {
    let words = cases.iter().map(|case| match &case.url {
        Some(url) => format!("{} {url}", case.title),
        None => case.title.clone(),
    });
    words.collect::<Vec<_>>().join("；")
}

fn entries(cell: &str) -> Option<Vec<&str>> {
    let entries: Vec<&str> = cell
        .split(['；', ';', '\n'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .collect();
    let sound = entries.len() <= ENTRIES_MAX
        && !entries.iter().any(|entry| entry.contains(char::is_control));
    sound.then_some(entries)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn mediators_read_back() {
        let words = "张三（一级，全国模范人民调解员）；李四；王五（市级金牌调解员）";
        let read = mediators(words).unwrap();
        let shown: Vec<_> = read
            .iter()
            .map(|m| (m.name.as_str(), m.grade.as_deref(), m.honours.len()))
            .collect();
        assert_eq!(
            shown,
            [
                ("张三", Some("一级"), 1),
                ("李四", None, 0),
                ("王五", None, 1)
            ]
        );
        assert_eq!(mediators_words(&read), words);
        for bad in ["张三（一级", "（一级）", "张三（一级，二级）"] {
            assert_eq!(mediators(bad), None, "{bad}");
        }
    }

    #[test]
    fn cases_read_back() {
        let words = "一起欠薪案 https://example.org/1；楼上漏水";
        let read = cases(words).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(cases_words(&read), words);
        assert_eq!(cases("https://example.org/1"), None);
        assert_eq!(cases("漏水 ftp://example.org"), None);
    }

    #[test]
    fn the_doorstep_reads_back() {
        for step in [true, false] {
            assert_eq!(step_free(step_free_words(step)), Some(step));
        }
        assert_eq!(step_free("一部分"), None);
    }
}
