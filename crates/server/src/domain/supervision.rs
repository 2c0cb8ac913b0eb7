//! Figures for those who lead an organization or watch over several.
//!
//! They are counted when they are asked for: the work grows with what happened in the months asked for, at all
//! organizations. Few people ask, and they are served one after the other, so that nobody else waits for the database.

use std::collections::{BTreeMap, HashMap};

use contract::days::day;
use contract::deadline::first_contact_due;
use contract::desk::Role;
use contract::months::{self, Month};
use contract::request::EndGround;
use contract::status::Event;
use contract::supervision::{Counts, FiguresView, MonthCounts, OrganizationCounts};
use jiff::civil::Date;
use tokio::sync::Semaphore;

use super::{Cases, Refused, Staff, time};
use crate::directory::index;
use crate::store::OrganizationRow;

/// Who may count now.
static COUNTING: Semaphore = Semaphore::const_new(1);

/// What is counted.
const COUNTED: [Event; 10] = [
    Event::Submit,
    Event::Accept,
    Event::Decline,
    Event::Withdraw,
    Event::RecordAgreement,
    Event::EndMediation,
    Event::RefuseToMediate,
    Event::ReportPerformed,
    Event::ReportUnperformed,
    Event::Escalate,
];

/// Months to look at: the first days of the first and the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    from: Date,
    to: Date,
}

impl Period {
    /// The period from one month to another, written `YYYY-MM`, both included.
    pub fn read(from: &str, to: &str) -> Option<Self> {
        let months = months::Period::new(Month::read(from)?, Month::read(to)?).ok()?;
        Some(Self {
            from: first_day(months.from)?,
            to: first_day(months.to)?,
        })
    }

    fn has(self, month: &str) -> bool {
        (time::month(self.from).as_str()..=time::month(self.to).as_str()).contains(&month)
    }
}

impl Cases {
    /// What happened in a period at the organizations within the reach of these staff.
    pub async fn figures(&self, staff: &Staff, period: Period) -> Result<FiguresView, Refused> {
        if !staff.role.sees_figures() {
            return Err(Refused::Forbidden);
        }
        // Nobody closes it.
        let _turn = COUNTING.acquire().await.map_err(|_| Refused::Busy)?;
        let since = time::china_midnight(period.from);
        let mut sums: BTreeMap<String, BTreeMap<String, Counts>> = BTreeMap::new();
        let mut of = |organization: String, month: String, add: &dyn Fn(&mut Counts)| {
            if period.has(&month) {
                add(sums
                    .entry(organization)
                    .or_default()
                    .entry(month)
                    .or_default());
            }
        };
        for row in self.store.tallies(since, &COUNTED).await? {
            of(row.organization, row.month, &|counts| {
                add(counts, row.event, row.ground, row.count);
            });
        }
        for row in self.store.intake(since).await? {
            of(row.organization, row.month, &|counts| {
                counts.add_field(row.field, row.count);
            });
        }
        for row in self.store.waits(since).await? {
            of(row.organization, row.month, &|counts| {
                counts.add_wait(row.hours, row.count);
            });
        }
        for row in self.store.rating_counts(since).await? {
            of(row.organization, row.month, &|counts| {
                counts.add_stars(row.stars, row.count);
            });
        }
        let days = self.policy.first_contact_days;
        for row in self.store.answers(since).await? {
            let is_in_time = row.answered_on <= first_contact_due(row.received_on, days).on;
            of(row.organization, time::month(row.answered_on), &|counts| {
                counts.answered += row.count;
                counts.in_time += if is_in_time { row.count } else { 0 };
            });
        }
        let mut reach = Reach::new(self, staff);
        let mut organizations = Vec::new();
        for (id, months) in sums {
            let organization = self.organization(&id).await?;
            if !reach.has(&organization) {
                continue;
            }
            let region = self.directory.regions().get(organization.region);
            organizations.push(OrganizationCounts {
                organization: index::reference(&organization),
                area: region
                    .map(|region| region.full_name.clone())
                    .unwrap_or_default(),
                months: months
                    .into_iter()
                    .map(|(month, counts)| MonthCounts { month, counts })
                    .collect(),
            });
        }
        organizations.sort_by(|one, other| {
            let key = |counts: &OrganizationCounts| {
                (counts.area.clone(), counts.organization.name.clone())
            };
            key(one).cmp(&key(other))
        });
        Ok(FiguresView {
            from: time::month(period.from),
            to: time::month(period.to),
            counted_at: time::wire(self.now()),
            organizations,
        })
    }
}

fn add(counts: &mut Counts, event: Event, ground: Option<EndGround>, count: u32) {
    match event {
        Event::Submit => counts.received += count,
        Event::Accept => counts.accepted += count,
        Event::Decline => counts.declined += count,
        Event::Withdraw => counts.withdrawn += count,
        Event::RecordAgreement => counts.agreed += count,
        Event::EndMediation | Event::RefuseToMediate => {
            counts.ended += count;
            if let Some(ground) = ground {
                counts.add_ground(ground, count);
            }
        }
        Event::ReportPerformed => counts.performed += count,
        Event::ReportUnperformed => counts.unperformed += count,
        Event::Escalate => counts.raised += count,
        _ => {}
    }
}

/// Which organizations somebody sees figures of: their own; a centre's people, those below it, too.
struct Reach<'a> {
    cases: &'a Cases,
    staff: &'a Staff,
    /// What was found of centres on the way up.
    below: HashMap<String, bool>,
}

impl<'a> Reach<'a> {
    fn new(cases: &'a Cases, staff: &'a Staff) -> Self {
        Self {
            cases,
            staff,
            below: HashMap::new(),
        }
    }

    fn has(&mut self, organization: &OrganizationRow) -> bool {
        if organization.id == self.staff.organization {
            return true;
        }
        if self.staff.role != Role::Centre {
            return false;
        }
        let directory = &self.cases.directory;
        let mut way = Vec::new();
        let mut next = directory.centre_above(organization);
        let is_below = loop {
            let Some(centre) = next else { break false };
            if centre.id == self.staff.organization {
                break true;
            }
            if let Some(known) = self.below.get(&centre.id) {
                break *known;
            }
            // A directory may say that two belong to each other.
            if way.contains(&centre.id) {
                break false;
            }
            next = directory.centre_above(&centre);
            way.push(centre.id);
        };
        self.below.extend(way.into_iter().map(|id| (id, is_below)));
        is_below
    }
}

fn first_day(month: Month) -> Option<Date> {
    day(month.year(), month.month(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_whole_months_forward_and_not_too_many() {
        for (from, to, is_one) in [
            ("2026-01", "2026-06", true),
            ("2026-10", "2026-10", true),
            ("2025-01", "2026-12", true),
            ("2025-01", "2027-01", false),
            ("2026-06", "2026-01", false),
            ("2026-13", "2026-13", false),
            ("2026-1", "2026-2", false),
            ("2026-01-", "2026-02", false),
            ("", "", false),
        ] {
            assert_eq!(Period::read(from, to).is_some(), is_one, "{from} {to}");
        }
    }
}
