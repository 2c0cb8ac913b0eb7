//! What somebody means who types into the search box: a place, a kind of dispute or of organization, several
//! of these in a row, or an organization by its name. In Chinese, in pinyin or by initials, with a wrong
//! character or two.
//!
//! Places and words are compared one by one, which does not grow with the directory; names come from an
//! index of neighbouring sounds (see [`names`]).

use std::collections::HashSet;

use contract::organization::{SUGGESTIONS_MAX, Suggestion, SuggestionsView};
use contract::region::RegionCode;

use super::{Index, Regions};

mod lexicon;
mod names;
mod sound;

pub(super) use lexicon::Lexicon;
pub(super) use names::{Fit, Names};

use lexicon::{Meaning, Parsed};

/// Longest text that is looked at, in characters: more is no search.
const TEXT_MAX: usize = 40;
/// Most readings of several words in a row, e.g. of 鼓楼 in Nanjing and in Xuzhou.
const COMBINED_MAX: usize = 3;
/// Most places and words.
const WORDS_MAX: usize = 5;

/// What a text may mean, the likeliest first. Organizations in the region looked in come before others.
pub(super) fn suggest(
    text: &str,
    within: Option<RegionCode>,
    lexicon: &Lexicon,
    index: &Index,
    regions: &Regions,
) -> SuggestionsView {
    let text: String = sound::plain(text).chars().take(TEXT_MAX).collect();
    let parsed = lexicon.parse(&text, regions);
    let mut meanings = combined(&parsed);
    meanings.truncate(COMBINED_MAX);
    let words = lexicon.find(&text);
    meanings.extend(
        words
            .into_iter()
            .take(WORDS_MAX.saturating_sub(meanings.len())),
    );
    let mut seen = HashSet::new();
    let mut suggestions: Vec<Suggestion> = meanings
        .into_iter()
        .filter(|(_, meaning)| seen.insert(*meaning))
        .map(|(words, meaning)| suggestion(words, meaning, regions))
        .collect();
    let left = SUGGESTIONS_MAX.saturating_sub(suggestions.len());
    let within = parsed.regions.first().copied().or(within);
    let mut named = index.named(&text, within, left);
    if named.is_empty() && !parsed.regions.is_empty() {
        named = index.named(&parsed.rest, within, left);
    }
    if suggestions.is_empty() && named.is_empty() {
        suggestions.extend(
            within_sentence(&parsed).map(|(words, meaning)| suggestion(words, meaning, regions)),
        );
    }
    suggestions.extend(named.into_iter().map(|row| Suggestion {
        words: row.name,
        organization: Some(row.id),
        region: regions.get(row.region).cloned(),
        ..Suggestion::default()
    }));
    SuggestionsView { suggestions }
}

/// Several words in a row that leave nothing unexplained, e.g. 玄武区物业: one search for all of them.
fn combined(parsed: &Parsed) -> Vec<(String, Meaning)> {
    let meaning = parsed.meaning;
    let says_what = meaning != Meaning::default();
    if !parsed.rest.is_empty() || !says_what || parsed.regions.is_empty() {
        return Vec::new();
    }
    let regions = parsed.regions.iter();
    regions
        .map(|region| {
            let region = Some(*region);
            (parsed.words.clone(), Meaning { region, ..meaning })
        })
        .collect()
}

/// The words that were understood in a sentence that as a whole means nothing here, e.g. 漏水 in 楼上漏水泡了天花板.
fn within_sentence(parsed: &Parsed) -> Option<(String, Meaning)> {
    let region = parsed.regions.first().copied();
    (parsed.meaning != Meaning::default()).then(|| {
        (
            parsed.words.clone(),
            Meaning {
                region,
                ..parsed.meaning
            },
        )
    })
}

fn suggestion(words: String, meaning: Meaning, regions: &Regions) -> Suggestion {
    Suggestion {
        words,
        organization: None,
        field: meaning.field,
        kind: meaning.kind,
        service: meaning.service,
        region: meaning.region.and_then(|code| regions.get(code)).cloned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use std::sync::LazyLock;

    use contract::kinds::{DisputeField, OrganizationKind};

    use super::super::index::samples::{self, organization};
    use super::*;
    use crate::store::OrganizationRow;

    fn index() -> Index {
        let named = |id: usize, region: &str, name: &str| OrganizationRow {
            name: name.to_owned(),
            ..organization(id, region)
        };
        let brand = Some("老娘舅".to_owned());
        samples::index(&[
            named(1, "320106", "鼓楼区婚姻家庭纠纷人民调解委员会"),
            named(2, "320102", "玄武区顺丰快递人民调解委员会"),
            named(3, "320583", "昆山市顺丰快递人民调解委员会"),
            OrganizationRow {
                brand,
                ..named(4, "320581", "常熟市虞山街道调解工作室")
            },
        ])
    }

    /// The words suggested, and what they mean.
    fn suggested(text: &str, within: Option<&str>) -> Vec<Suggestion> {
        static REGIONS: LazyLock<Regions> = LazyLock::new(Regions::bundled);
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&REGIONS));
        static INDEX: LazyLock<Index> = LazyLock::new(index);
        let within = within.and_then(RegionCode::parse);
        suggest(text, within, &LEXICON, &INDEX, &REGIONS).suggestions
    }

    fn region(suggestion: &Suggestion) -> String {
        let code = suggestion.region.as_ref().map(|region| region.code);
        code.map(|code| code.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_place_is_found_however_it_is_written() {
        for text in [
            "昆山",
            "昆山市",
            "kunshan",
            "kunsh",
            "KunShan",
            "ks",
            "昆善",
        ] {
            let found = suggested(text, None);
            assert!(
                found.iter().any(|found| region(found) == "320583"),
                "{text}: {found:?}"
            );
        }
        // A wrong character, in Chinese and in pinyin.
        for (text, code) in [
            ("连云巷市", "320700"),
            ("lianyungamg", "320700"),
            ("沭杨县", "321322"),
        ] {
            let found = suggested(text, None);
            assert!(
                found.iter().any(|found| region(found) == code),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn words_of_a_dispute_lead_to_its_field() {
        for (text, field) in [
            ("拖欠工资", DisputeField::Labor),
            ("tuoqiangongzi", DisputeField::Labor),
            ("tqgz", DisputeField::Labor),
            ("拖钱工资", DisputeField::Labor),
            ("物业漏水", DisputeField::Property),
            ("离婚", DisputeField::Family),
            ("外卖", DisputeField::NewEmployment),
            ("隔壁水管漏水天花板坏了", DisputeField::Neighbours),
            ("老板欠我三周工资不给", DisputeField::Labor),
            ("骑手欠薪怎么办啊", DisputeField::NewEmployment),
            ("老公打我", DisputeField::Family),
            ("家暴", DisputeField::Family),
            ("医生开错药了", DisputeField::Medical),
        ] {
            let found = suggested(text, None);
            assert_eq!(
                found.first().and_then(|found| found.field),
                Some(field),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn several_words_in_a_row_are_one_search() {
        let found = suggested("玄武区 拖欠工资", None);
        assert_eq!(
            (found[0].field, region(&found[0])),
            (Some(DisputeField::Labor), "320102".to_owned())
        );
        // Two cities have a Gulou: the one that is named, else both.
        let found = suggested("徐州鼓楼物业", None);
        assert_eq!(
            (found[0].field, region(&found[0])),
            (Some(DisputeField::Property), "320302".to_owned())
        );
        let found = suggested("鼓楼区物业", None);
        let codes: Vec<String> = found.iter().take(2).map(region).collect();
        assert_eq!(codes, ["320106", "320302"]);
        // In pinyin too, and then what is meant is shown.
        for text in [
            "徐州鼓楼拖钱工资",
            "xuzhouguloutuoqiangongzi",
            "Xuzhou gulou tuoqian gongzi",
        ] {
            let found = suggested(text, None);
            assert_eq!(
                (found[0].field, region(&found[0]), found[0].words.as_str()),
                (Some(DisputeField::Labor), "320302".to_owned(), "拖欠工资"),
                "{text}"
            );
        }
        for (text, code, field) in [
            // 玄武湖 is a place too, and 山阳 sounds like 赡养.
            ("xuanwuhunyin", "320102", DisputeField::Family),
            ("suzhoushanyang", "320500", DisputeField::Family),
        ] {
            let found = suggested(text, None);
            assert_eq!(
                (found[0].field, region(&found[0]).as_str()),
                (Some(field), code),
                "{text}"
            );
        }
        let found = suggested("苏州劳动争议仲裁院", None);
        assert_eq!(
            (found[0].field, found[0].kind),
            (None, Some(OrganizationKind::Arbitration))
        );
        let found = suggested("suzhoulihun", None);
        assert_eq!(
            (found[0].field, region(&found[0])),
            (Some(DisputeField::Family), "320500".to_owned())
        );
        let found = suggested("南京商事调解组织", None);
        let first = &found[0];
        assert_eq!(first.kind, Some(OrganizationKind::CommercialOrganization));
        assert_eq!(region(first), "320100");
    }

    #[test]
    fn an_organization_is_found_by_name_and_brand() {
        let ids = |text: &str, within: Option<&str>| -> Vec<String> {
            let found = suggested(text, within);
            found
                .into_iter()
                .filter_map(|found| found.organization)
                .collect()
        };
        assert_eq!(ids("顺丰", None), ["0002", "0003"]);
        assert_eq!(ids("顺丰", Some("320500")), ["0003", "0002"]);
        assert_eq!(
            ids("昆山顺丰", None).first().map(String::as_str),
            Some("0003")
        );
        assert_eq!(
            ids("kunshanshunfeng", None).first().map(String::as_str),
            Some("0003")
        );
        assert_eq!(ids("shunfeng", None), ["0002", "0003"]);
        assert_eq!(ids("老娘舅", None), ["0004"]);
        assert_eq!(ids("laoniangj", None), ["0004"]);
        assert_eq!(ids("顺风快弟", None), ["0002", "0003"]);
        assert_eq!(ids("虞山接道", None), ["0004"]);
    }

    #[test]
    fn nothing_means_nothing() {
        for text in [
            "",
            " ",
            "？",
            "调解委员会啊",
            "zzzzzz",
            "\u{1f600}",
            &"长".repeat(5000),
        ] {
            let found = suggested(text, None);
            assert!(
                found.iter().all(|found| found.organization.is_none()),
                "{text}: {found:?}"
            );
        }
        assert!(suggested("", None).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_an_answer(text in ".{0,60}") {
            proptest::prop_assert!(suggested(&text, Some("320106")).len() <= SUGGESTIONS_MAX);
        }
    }
}
