//! Figures for everybody and what people said, from what is stored.

use std::collections::BTreeMap;

use contract::open_data::{
    AreaFigures, Figures, GroundCount, MONTHS, MonthFigures, OpenDataView, RatingCounts, rounded,
    rounded_hours, told_words,
};
use contract::region::RegionCode;
use contract::request::EndGround;
use contract::status::Event;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::{Cases, Refused, time};

/// How mediation ends without an agreement.
const ENDS: [Event; 2] = [Event::EndMediation, Event::RefuseToMediate];

/// What is counted.
const COUNTED: [Event; 9] = [
    Event::Submit,
    Event::Accept,
    Event::Decline,
    Event::Withdraw,
    Event::RecordAgreement,
    Event::EndMediation,
    Event::RefuseToMediate,
    Event::ReportPerformed,
    Event::ReportUnperformed,
];

/// What is added up for an area and a month.
#[derive(Clone, Debug, Default)]
struct Sum {
    events: BTreeMap<Event, u32>,
    grounds: BTreeMap<EndGround, u32>,
    /// How many first answers came within so many hours.
    waits: BTreeMap<u32, u32>,
    ratings: u32,
}

impl Sum {
    fn add(&mut self, other: &Self) {
        let merge = |to: &mut BTreeMap<_, u32>, from: &BTreeMap<_, u32>| {
            for (hours, count) in from {
                *to.entry(*hours).or_default() += count;
            }
        };
        merge(&mut self.waits, &other.waits);
        self.ratings += other.ratings;
        for (event, count) in &other.events {
            *self.events.entry(*event).or_default() += count;
        }
        for (ground, count) in &other.grounds {
            *self.grounds.entry(*ground).or_default() += count;
        }
    }

    fn count(&self, events: &[Event]) -> u32 {
        let counts = events.iter().filter_map(|event| self.events.get(event));
        counts.sum()
    }

    /// Half of the first answers came within so many hours, as it is told.
    fn half_within_hours(&self) -> Option<u32> {
        let all: u32 = self.waits.values().sum();
        let mut seen = 0;
        let half = self.waits.iter().find_map(|(hours, count)| {
            seen += count;
            (seen >= all.div_ceil(2)).then_some(*hours)
        });
        rounded_hours(all, half?)
    }

    fn figures(&self) -> Figures {
        let told = |events: &[Event]| rounded(self.count(events));
        let ended = told(&ENDS);
        // Of a few it is not told why, either.
        let grounds = EndGround::ALL.iter().filter_map(|ground| {
            ended?;
            let count = *self.grounds.get(ground)?;
            Some(GroundCount {
                ground: *ground,
                count: rounded(count),
            })
        });
        Figures {
            received: told(&[Event::Submit]),
            accepted: told(&[Event::Accept]),
            declined: told(&[Event::Decline]),
            withdrawn: told(&[Event::Withdraw]),
            agreed: told(&[Event::RecordAgreement]),
            ended,
            performed: told(&[Event::ReportPerformed]),
            unperformed: told(&[Event::ReportUnperformed]),
            ratings: rounded(self.ratings),
            half_within_hours: self.half_within_hours(),
            grounds: grounds.collect(),
        }
    }
}

impl Cases {
    /// Counts the figures for everybody. To be called now and then.
    pub async fn count_open_data(&self) -> Result<OpenDataView, Refused> {
        let now = self.now();
        let months = months(time::china_date(now));
        let Some(first) = months.last() else {
            return Ok(OpenDataView::default());
        };
        let since = time::china_midnight(*first);
        let mut areas: BTreeMap<RegionCode, BTreeMap<String, Sum>> = BTreeMap::new();
        let mut add = |region: RegionCode, month: &str, sum: &Sum| {
            for area in [Some(RegionCode::JIANGSU), city(region)]
                .into_iter()
                .flatten()
            {
                let months = areas.entry(area).or_default();
                months.entry(month.to_owned()).or_default().add(sum);
            }
        };
        for row in self.store.tallies(since, &COUNTED).await? {
            let region = self.organization(&row.organization).await?.region;
            let mut sum = Sum::default();
            sum.events.insert(row.event, row.count);
            if let Some(ground) = row.ground {
                sum.grounds.insert(ground, row.count);
            }
            add(region, &row.month, &sum);
        }
        for row in self.store.waits(since).await? {
            let region = self.organization(&row.organization).await?.region;
            let mut sum = Sum::default();
            sum.waits.insert(row.hours, row.count);
            add(region, &row.month, &sum);
        }
        let mut ratings = RatingCounts::new();
        for row in self.store.rating_counts(since).await? {
            let region = self.organization(&row.organization).await?.region;
            let place = (row.month.clone(), city(region));
            *ratings.entry(place).or_default() += row.count;
            let sum = Sum {
                ratings: row.count,
                ..Sum::default()
            };
            add(region, &row.month, &sum);
        }
        let words = told_words(self.said_words(since).await?, &ratings);
        let withheld = self.store.withheld_words(since).await?;
        areas.entry(RegionCode::JIANGSU).or_default();
        let regions = self.directory.regions();
        let area = |(code, sums): (RegionCode, BTreeMap<String, Sum>)| {
            let mut total = Sum::default();
            sums.values().for_each(|sum| total.add(sum));
            let months = months.iter().map(|month| {
                let month = time::month(*month);
                let sum = sums.get(&month).cloned().unwrap_or_default();
                MonthFigures {
                    month,
                    figures: sum.figures(),
                }
            });
            AreaFigures {
                code,
                name: regions
                    .get(code)
                    .map(|region| region.name.clone())
                    .unwrap_or_default(),
                total: total.figures(),
                months: months.collect(),
            }
        };
        Ok(OpenDataView {
            counted_at: time::wire(now),
            // In the order of their codes: the province comes first.
            areas: areas.into_iter().map(area).collect(),
            words,
            words_withheld: rounded(withheld),
        })
    }
}

/// The city that a region lies in; `None` for what is for the whole province.
pub(super) fn city(region: RegionCode) -> Option<RegionCode> {
    let above = std::iter::successors(Some(region), |code| code.parent());
    let mut above = above.filter(|code| code.parent() == Some(RegionCode::JIANGSU));
    above.next()
}

/// The first days of the months that are shown, the latest first.
fn months(today: Date) -> Vec<Date> {
    let this = date(today.year(), today.month(), 1);
    let back = |by: usize| {
        let by = i32::try_from(by).unwrap_or_default();
        this.checked_sub(by.months()).ok()
    };
    (0..MONTHS).filter_map(back).collect()
}
