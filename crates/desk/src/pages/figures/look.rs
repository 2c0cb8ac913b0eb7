//! Which months and which organizations are looked at, as the address says it.

use browser::address::encoded;
use contract::months::{Month, Period};

/// A period that reports are often about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// From January to June.
    FirstHalf,
    /// From July to September.
    ThirdQuarter,
    /// From October to December.
    FourthQuarter,
    /// The month that it is.
    ThisMonth,
    /// That one and those before it, a year in all.
    Twelve,
}

impl Preset {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Twelve,
        Self::ThisMonth,
        Self::FirstHalf,
        Self::ThirdQuarter,
        Self::FourthQuarter,
    ];

    /// Its months: of halves and quarters, the latest that has begun.
    pub fn period(self, now: Month) -> Option<Period> {
        let (first, last) = match self {
            Self::ThisMonth => return Period::new(now, now).ok(),
            Self::Twelve => return Period::new(now.back(11), now).ok(),
            Self::FirstHalf => (1, 6),
            Self::ThirdQuarter => (7, 9),
            Self::FourthQuarter => (10, 12),
        };
        let year = if now.month() < first {
            now.year().saturating_sub(1)
        } else {
            now.year()
        };
        Period::new(Month::new(year, first)?, Month::new(year, last)?).ok()
    }
}

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Which months; nothing where the calendar is broken.
    pub period: Option<Period>,
    /// Only this area.
    pub area: Option<String>,
    /// Only this organization, by its id.
    pub organization: Option<String>,
}

impl Look {
    /// What these names and values ask for; the last twelve months where they name none.
    pub fn read<'a>(pairs: impl Fn(&str) -> Option<&'a str>, now: Option<Month>) -> Self {
        let month = |name| pairs(name).and_then(Month::read);
        let asked = month("from").zip(month("to"));
        let asked = asked.and_then(|(from, to)| Period::new(from, to).ok());
        Self {
            period: asked.or_else(|| Preset::Twelve.period(now?)),
            area: pairs("area").map(str::to_owned),
            organization: pairs("organization").map(str::to_owned),
        }
    }

    /// The query string of the address, with its question mark.
    pub fn address(&self) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, value: &str| {
            parts.push([name, "=", &encoded(value)].concat());
        };
        if let Some(period) = self.period {
            add("from", &period.from.text());
            add("to", &period.to.text());
        }
        if let Some(area) = &self.area {
            add("area", area);
        }
        if let Some(organization) = &self.organization {
            add("organization", organization);
        }
        ["?", &parts.join("&")].concat()
    }

    /// The same months, all organizations.
    pub fn everywhere(&self) -> Self {
        Self {
            period: self.period,
            ..Self::default()
        }
    }

    /// The same months, an area.
    pub fn in_area(&self, area: &str) -> Self {
        Self {
            area: Some(area.to_owned()),
            ..self.everywhere()
        }
    }

    /// The same months, an organization.
    pub fn at(&self, area: &str, organization: &str) -> Self {
        Self {
            organization: Some(organization.to_owned()),
            ..self.in_area(area)
        }
    }

    /// The same organizations, other months.
    pub fn during(&self, period: Period) -> Self {
        Self {
            period: Some(period),
            ..self.clone()
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::read(text).unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period::new(month(from), month(to)).unwrap()
    }

    #[test]
    fn what_reports_are_about_has_begun() {
        for (now, preset, from, to) in [
            ("2026-11", Preset::FirstHalf, "2026-01", "2026-06"),
            ("2026-11", Preset::ThirdQuarter, "2026-07", "2026-09"),
            ("2026-11", Preset::FourthQuarter, "2026-10", "2026-12"),
            ("2027-01", Preset::ThirdQuarter, "2026-07", "2026-09"),
            ("2027-01", Preset::FourthQuarter, "2026-10", "2026-12"),
            ("2027-01", Preset::FirstHalf, "2027-01", "2027-06"),
            ("2027-01", Preset::ThisMonth, "2027-01", "2027-01"),
            ("2027-01", Preset::Twelve, "2026-02", "2027-01"),
        ] {
            assert_eq!(
                preset.period(month(now)),
                Some(period(from, to)),
                "{preset:?}"
            );
        }
    }

    #[test]
    fn what_is_looked_at_is_in_the_address() {
        let look = Look::default()
            .during(period("2026-01", "2026-06"))
            .at("江苏省南京市玄武区", "o1");
        let address = look.address();
        assert!(address.starts_with("?from=2026-01&to=2026-06&area=%E6%B1%9F"));
        let pairs = [
            ("from", "2026-01"),
            ("to", "2026-06"),
            ("area", "江苏省南京市玄武区"),
            ("organization", "o1"),
        ];
        let get = |name: &str| pairs.iter().find(|(of, _)| *of == name).map(|(_, to)| *to);
        assert_eq!(Look::read(get, None), look);
        let other = look.during(period("2026-07", "2026-09"));
        assert_eq!(other.organization.as_deref(), Some("o1"));
        assert_eq!(look.everywhere().area, None);
    }

    #[test]
    fn what_cannot_be_read_is_the_last_twelve_months() {
        let now = Some(month("2026-11"));
        let year = Some(period("2025-12", "2026-11"));
        assert_eq!(Look::read(|_| None, now).period, year);
        let backward = |name: &str| match name {
            "from" => Some("2026-06"),
            "to" => Some("2026-01"),
            _ => None,
        };
        assert_eq!(Look::read(backward, now).period, year);
    }
}
