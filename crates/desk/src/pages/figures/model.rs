//! From the figures to what is shown: of all organizations, an area or one of them, month by month, and the way closer.

use contract::kinds::DisputeField;
use contract::months::{Month, Period};
use contract::request::EndGround;
use contract::supervision::{Counts, FiguresView, OrganizationCounts, percent};

use super::look::Look;
use crate::i18n::{
    Text, end_ground_name, field_name, fill, first_wait_name, month_words, stars_words, text,
};
use crate::parts::{Line, Share};
use crate::routes::Route;

/// A step on the way from all organizations to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub name: String,
    /// What is looked at there.
    pub look: Look,
}

/// What can be looked at of what is asked for: where nothing happened in these months, there is nothing, and what is
/// around it is shown instead.
pub fn possible(view: &FiguresView, look: &Look) -> Look {
    let all = &view.organizations;
    let organization = look.organization.clone();
    let area = look.area.clone();
    Look {
        period: look.period,
        area: area.filter(|area| all.iter().any(|one| one.area == *area)),
        organization: organization.filter(|id| all.iter().any(|one| one.organization.id == *id)),
    }
}

/// What of the figures is looked at.
pub fn within(view: &FiguresView, look: &Look) -> FiguresView {
    let is_within = |one: &&OrganizationCounts| match (&look.organization, &look.area) {
        (Some(id), _) => one.organization.id == *id,
        (None, Some(area)) => one.area == *area,
        (None, None) => true,
    };
    let organizations = view.organizations.iter().filter(is_within);
    FiguresView {
        organizations: organizations.cloned().collect(),
        ..view.clone()
    }
}

/// The areas, each once, as they are sorted.
fn areas(view: &FiguresView) -> Vec<&str> {
    let mut areas: Vec<&str> = view.organizations.iter().map(|one| &*one.area).collect();
    areas.dedup();
    areas
}

fn area_words(area: &str) -> String {
    match area {
        "" => text(Text::FiguresNoArea).to_owned(),
        area => area.to_owned(),
    }
}

/// The way from all organizations to what is looked at, the last step being that. A level with one choice is none.
pub fn way(view: &FiguresView, look: &Look) -> Vec<Step> {
    let mut way = Vec::new();
    let all = &view.organizations;
    let one = all
        .iter()
        .find(|one| look.organization.as_ref() == Some(&one.organization.id));
    if let [only] = all.as_slice() {
        way.push(Step {
            name: only.organization.name.clone(),
            look: look.everywhere(),
        });
        return way;
    }
    way.push(Step {
        name: fill(Text::FiguresAll, &[("count", &all.len().to_string())]),
        look: look.everywhere(),
    });
    let area = one.map_or(look.area.as_deref(), |one| Some(&*one.area));
    if let Some(area) = area.filter(|_| areas(view).len() > 1) {
        way.push(Step {
            name: area_words(area),
            look: look.in_area(area),
        });
    }
    if let Some(one) = one {
        way.push(Step {
            name: one.organization.name.clone(),
            look: look.at(&one.area, &one.organization.id),
        });
    }
    way
}

/// What the next level is called, and its rows with the way there; nothing at a single organization.
pub fn closer(view: &FiguresView, look: &Look) -> Option<(Text, Vec<Line>)> {
    let shown = within(view, look);
    if look.organization.is_some() || view.organizations.len() < 2 {
        return None;
    }
    let areas = areas(&shown);
    let (of, parts): (Text, Vec<(String, Look, Counts)>) = if areas.len() > 1 {
        let parts = areas.into_iter().map(|area| {
            let look = look.in_area(area);
            let total = within(&shown, &look).total();
            (area_words(area), look, total)
        });
        (Text::FiguresArea, parts.collect())
    } else {
        let parts = shown.organizations.iter().map(|one| {
            let organization = &one.organization;
            let look = look.at(&one.area, &organization.id);
            let total = within(&shown, &look).total();
            (organization.name.clone(), look, total)
        });
        (Text::FiguresOrganization, parts.collect())
    };
    let most = parts
        .iter()
        .map(|(_, _, total)| total.received.max(total.agreed))
        .max()
        .unwrap_or_default();
    let lines = parts.into_iter().map(|(name, look, total)| Line {
        name,
        href: Some([Route::Figures.to_path(), look.address()].concat()),
        shares: vec![
            Share::count(total.received, most),
            Share::count(total.agreed, most),
            Share::percent(total.in_time, total.answered),
        ],
    });
    Some((of, lines.collect()))
}

/// Every month that has begun by `now`, with what happened in it: one in which nothing did is shown, too.
pub fn months(shown: &FiguresView, period: Period, now: Option<Month>) -> Vec<(Month, Counts)> {
    let happened = shown.by_month();
    let counts = |month: Month| {
        let name = month.text();
        let found = happened.iter().find(|one| one.month == name);
        found.map(|one| one.counts.clone()).unwrap_or_default()
    };
    period
        .months()
        .into_iter()
        .filter(|month| now.is_none_or(|now| *month <= now))
        .map(|month| (month, counts(month)))
        .collect()
}

/// What came and what became of it, by month.
pub fn course(months: &[(Month, Counts)]) -> Vec<Line> {
    let most = months
        .iter()
        .map(|(_, counts)| counts.received.max(counts.agreed).max(counts.ended))
        .max()
        .unwrap_or_default();
    let line = |(month, counts): &(Month, Counts)| Line {
        name: month_words(*month),
        href: None,
        shares: vec![
            Share::count(counts.received, most),
            Share::count(counts.agreed, most),
            Share::count(counts.ended, most),
        ],
    };
    months.iter().map(line).collect()
}

/// First answers and how many of them were in time, by month.
pub fn answers(months: &[(Month, Counts)]) -> Vec<Line> {
    let most = months.iter().map(|(_, counts)| counts.answered).max();
    let most = most.unwrap_or_default();
    let line = |(month, counts): &(Month, Counts)| Line {
        name: month_words(*month),
        href: None,
        shares: vec![
            Share::count(counts.answered, most),
            Share::count(counts.in_time, most),
            Share::percent(counts.in_time, counts.answered),
        ],
    };
    months.iter().map(line).collect()
}

/// How long first answers took, the quickest first.
pub fn waits(total: &Counts) -> Vec<Line> {
    let named = total.waits.iter();
    spread(named.map(|(wait, count)| (first_wait_name(*wait).to_owned(), *count)))
}

/// How people rated, the most stars first.
pub fn stars(total: &Counts) -> Vec<Line> {
    let named = total.stars.iter().rev();
    spread(named.map(|(stars, count)| (stars_words(*stars), *count)))
}

/// Counts in the order they come in, each with its share.
fn spread(counts: impl Iterator<Item = (String, u32)>) -> Vec<Line> {
    let counts: Vec<_> = counts.collect();
    let all = counts.iter().map(|(_, count)| count).sum();
    let most = counts.iter().map(|(_, count)| *count).max();
    let most = most.unwrap_or_default();
    let line = |(name, count)| Line {
        name,
        href: None,
        shares: vec![Share::count(count, most), Share::percent(count, all)],
    };
    counts.into_iter().map(line).collect()
}

/// Why cases ended without an agreement, the most frequent first.
pub fn grounds(total: &Counts) -> Vec<Line> {
    ranked(&total.grounds, |ground: EndGround| end_ground_name(ground))
}

/// What cases were about, the most frequent first.
pub fn fields(total: &Counts) -> Vec<Line> {
    ranked(&total.fields, |field: DisputeField| field_name(field))
}

fn ranked<T: Copy>(counts: &[(T, u32)], name: fn(T) -> &'static str) -> Vec<Line> {
    let mut counts = counts.to_vec();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named = counts.into_iter().map(|(what, count)| {
        // What is newer than this build has no name.
        let name = match name(what) {
            "" => text(Text::FiguresOther),
            name => name,
        };
        (name.to_owned(), count)
    });
    spread(named)
}

/// Everything together, in words.
pub fn tallies(total: &Counts) -> Vec<(Text, String)> {
    let counts = [
        (Text::FiguresReceived, total.received),
        (Text::FiguresAccepted, total.accepted),
        (Text::FiguresDeclined, total.declined),
        (Text::FiguresWithdrawn, total.withdrawn),
        (Text::FiguresAgreed, total.agreed),
        (Text::FiguresEnded, total.ended),
        (Text::FiguresPerformed, total.performed),
        (Text::FiguresUnperformed, total.unperformed),
        (Text::FiguresAnswered, total.answered),
        (Text::FiguresInTime, total.in_time),
        (Text::FiguresRaised, total.raised),
    ];
    let tally = |(name, count): (Text, u32)| {
        let share = (name == Text::FiguresInTime).then(|| percent(count, total.answered));
        let words = match share.flatten() {
            Some(share) => {
                let (count, share) = (count.to_string(), share.to_string());
                fill(Text::FiguresCountOf, &[("count", &count), ("n", &share)])
            }
            None => count.to_string(),
        };
        (name, words)
    };
    counts.into_iter().map(tally).collect()
}

/// How many of those that came to an end did so with an agreement, in a sentence.
pub fn agreed_words(total: &Counts) -> Option<String> {
    let share = percent(total.agreed, total.agreed.saturating_add(total.ended))?;
    Some(fill(Text::FiguresRate, &[("n", &share.to_string())]))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use contract::organization::OrganizationRef;
    use contract::supervision::MonthCounts;

    fn at(id: &str, area: &str, months: &[(&str, u32, u32)]) -> OrganizationCounts {
        let month = |(month, received, agreed): &(&str, u32, u32)| MonthCounts {
            month: (*month).to_owned(),
            counts: Counts {
                received: *received,
                agreed: *agreed,
                answered: *received,
                in_time: 1,
                ..Counts::default()
            },
        };
        OrganizationCounts {
            organization: OrganizationRef {
                id: id.to_owned(),
                name: ["组织", id].concat(),
                phones: Vec::new(),
                address: None,
            },
            area: area.to_owned(),
            months: months.iter().map(month).collect(),
        }
    }

    fn view(organizations: Vec<OrganizationCounts>) -> FiguresView {
        FiguresView {
            from: "2026-01".into(),
            to: "2026-06".into(),
            counted_at: "2026-03-05T01:00:00Z".into(),
            organizations,
        }
    }

    fn three() -> FiguresView {
        view(vec![
            at("a", "东区", &[("2026-01", 4, 1)]),
            at("b", "东区", &[("2026-01", 2, 0), ("2026-03", 2, 2)]),
            at("c", "西区", &[("2026-03", 10, 3)]),
        ])
    }

    fn names(lines: &[Line]) -> Vec<&str> {
        lines.iter().map(|line| &*line.name).collect()
    }

    fn words(line: &Line) -> Vec<&str> {
        line.shares.iter().map(Share::words).collect()
    }

    #[test]
    fn one_goes_from_areas_to_organizations_to_one() {
        let (view, look) = (three(), Look::default());
        let (of, lines) = closer(&view, &look).unwrap();
        assert_eq!(
            (of, names(&lines)),
            (Text::FiguresArea, vec!["东区", "西区"])
        );
        assert_eq!(words(&lines[0]), ["8", "3", "38%"]);
        let east = look.in_area("东区");
        let (of, lines) = closer(&view, &east).unwrap();
        assert_eq!(
            (of, names(&lines)),
            (Text::FiguresOrganization, vec!["组织a", "组织b"])
        );
        let one = look.at("东区", "b");
        assert_eq!(closer(&view, &one), None);
        assert_eq!(within(&view, &one).total().received, 4);
        let way: Vec<_> = way(&view, &one).into_iter().map(|step| step.name).collect();
        assert_eq!(way, ["全部组织（3 家）", "东区", "组织b"]);
    }

    #[test]
    fn waits_and_stars_are_told_in_their_order() {
        let mut total = Counts::default();
        total.add_wait(30, 1);
        total.add_wait(2, 3);
        total.add_stars(1, 1);
        total.add_stars(5, 1);
        let waits = waits(&total);
        assert_eq!(names(&waits), ["4 小时以内", "1 到 2 天"]);
        assert_eq!(words(&waits[0]), ["3", "75%"]);
        let stars = stars(&total);
        assert_eq!(names(&stars), ["5 星", "1 星"]);
        assert_eq!(words(&stars[1]), ["1", "50%"]);
    }

    #[test]
    fn where_nothing_happened_one_sees_what_is_around_it() {
        let view = three();
        let gone = Look::default().at("东区", "z");
        assert_eq!(possible(&view, &gone), Look::default().in_area("东区"));
        let gone = Look::default().at("北区", "z");
        assert_eq!(possible(&view, &gone), Look::default());
        let there = Look::default().at("西区", "c");
        assert_eq!(possible(&view, &there), there);
    }

    #[test]
    fn who_has_one_organization_has_nothing_to_choose() {
        let view = view(vec![at("a", "东区", &[("2026-01", 4, 1)])]);
        assert_eq!(closer(&view, &Look::default()), None);
        let way: Vec<_> = way(&view, &Look::default());
        assert_eq!(way.len(), 1);
        assert_eq!(way[0].name, "组织a");
    }

    #[test]
    fn several_of_one_area_are_listed_at_once() {
        let view = view(vec![
            at("a", "", &[("2026-01", 4, 1)]),
            at("b", "", &[("2026-01", 4, 1)]),
        ]);
        let (of, lines) = closer(&view, &Look::default()).unwrap();
        assert_eq!((of, lines.len()), (Text::FiguresOrganization, 2));
        assert_eq!(way(&view, &Look::default().in_area("")).len(), 1);
    }

    #[test]
    fn a_month_in_which_nothing_happened_is_shown_and_one_to_come_is_not() {
        let month = |text| Month::read(text).unwrap();
        let period = Period::new(month("2026-01"), month("2026-06")).unwrap();
        let months = months(&three(), period, Some(month("2026-03")));
        let lines = course(&months);
        assert_eq!(
            names(&lines),
            ["2026 年 1 月", "2026 年 2 月", "2026 年 3 月"]
        );
        assert_eq!(words(&lines[1]), ["0", "0", "0"]);
        assert_eq!(words(&lines[2]), ["12", "5", "0"]);
        assert_eq!(words(&answers(&months)[1]), ["0", "0", "—"]);
    }

    #[test]
    fn what_is_most_frequent_stands_first() {
        let mut total = Counts::default();
        total.add_ground(EndGround::Unwilling, 1);
        total.add_ground(EndGround::TooFarApart, 3);
        let lines = grounds(&total);
        assert_eq!(
            names(&lines),
            [
                end_ground_name(EndGround::TooFarApart),
                end_ground_name(EndGround::Unwilling)
            ]
        );
        assert_eq!(words(&lines[0]), ["3", "75%"]);
        assert!(fields(&total).is_empty());
    }

    #[test]
    fn in_time_is_told_as_a_share_of_the_answers() {
        let total = three().total();
        let told = |total: &Counts| {
            let found = tallies(total)
                .into_iter()
                .find(|(name, _)| *name == Text::FiguresInTime);
            found.unwrap().1
        };
        assert_eq!(told(&total), "4（22%）");
        assert_eq!(told(&Counts::default()), "0");
        assert_eq!(agreed_words(&Counts::default()), None);
    }
}
