//! Which cases are listed, as the address says it and as the server is asked.

use browser::address::encoded;
use contract::draft::Code;
use contract::kinds::DisputeField;
use contract::number::RequestNumber;
use contract::seeking::FindRequest;
use contract::status::Status;

use crate::i18n::Text;

/// Who works on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Who {
    /// Anybody.
    #[default]
    All,
    /// Whoever looks.
    Mine,
    /// Nobody.
    Free,
}

/// How far they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Something can still happen.
    #[default]
    Open,
    /// They wait for the first answer.
    New,
    /// From acceptance to the end of mediation.
    Mediating,
    /// After an agreement or the end, before they are closed.
    After,
    /// Nothing can happen any more.
    Over,
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who works on them.
    pub who: Who,
    /// How far they are.
    pub state: State,
    /// What they are about.
    pub field: Option<DisputeField>,
    /// Only overdue ones.
    pub late: bool,
    /// Only this one.
    pub number: Option<String>,
}

/// What somebody types to find a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A number, in its usual form.
    Number(String),
    /// Somebody who is in it.
    Person(String),
}

impl Typed {
    /// What was typed; `Err` with what is wrong with it.
    pub fn read(typed: &str) -> Result<Self, Text> {
        let typed = typed.trim();
        if let Some(number) = RequestNumber::parse(typed) {
            return Ok(Self::Number(number.to_string()));
        }
        if typed
            .get(..2)
            .is_some_and(|begin| begin.eq_ignore_ascii_case("FQ"))
        {
            return Err(Text::QueueNumberWrong);
        }
        let who = typed.to_owned();
        let wish = FindRequest { who, after: None };
        match wish.parse() {
            Ok(_) => Ok(Self::Person(wish.who)),
            Err(issue) => Err(match issue.code {
                Code::MobileLength { .. } => Text::QueueSeekDigits,
                Code::TooLong { .. } => Text::QueueSeekLong,
                _ => Text::QueueSeekEmpty,
            }),
        }
    }
}

impl Who {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::All, Self::Mine, Self::Free];

    /// The name in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Mine => "mine",
            Self::Free => "free",
        }
    }
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::New,
        Self::Mediating,
        Self::After,
        Self::Over,
    ];

    /// The name in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::New => "new",
            Self::Mediating => "mediating",
            Self::After => "after",
            Self::Over => "over",
        }
    }

    /// The state with this name.
    pub fn from_name(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.as_str() == name).unwrap_or_default()
    }

    /// Whether cases with this status belong to it.
    fn takes(self, status: Status) -> bool {
        match self {
            Self::Open => status.is_open(),
            Self::New => matches!(
                status,
                Status::Submitted | Status::MoreNeeded | Status::TransferProposed
            ),
            Self::Mediating => status.is_in_mediation(),
            Self::After => {
                status.is_open() && !Self::New.takes(status) && !Self::Mediating.takes(status)
            }
            Self::Over => status.is_known() && !status.is_open(),
        }
    }
}

impl Filter {
    /// What these names and values ask for; what cannot be read is left out.
    pub fn read<'a>(pairs: impl Fn(&str) -> Option<&'a str>) -> Self {
        let get = |name| pairs(name).unwrap_or_default();
        let who = get("who");
        Self {
            who: Who::ALL
                .into_iter()
                .find(|known| known.as_str() == who)
                .unwrap_or_default(),
            state: State::from_name(get("state")),
            field: Some(DisputeField::from_wire(get("field"))).filter(|field| field.is_known()),
            late: get("late") == "true",
            number: RequestNumber::parse(get("number")).map(|number| number.to_string()),
        }
    }

    /// The query string of the address, with its question mark; empty where nothing is asked.
    pub fn address(&self) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                parts.push([name, "=", &encoded(value)].concat());
            }
        };
        add("who", self.who.as_str());
        add("state", self.state.as_str());
        add("field", self.field.map_or("", DisputeField::as_str));
        add("late", if self.late { "true" } else { "" });
        add("number", self.number.as_deref().unwrap_or_default());
        if parts.is_empty() {
            String::new()
        } else {
            ["?", &parts.join("&")].concat()
        }
    }

    /// How the server is asked. A number is looked for among all.
    pub fn question(&self) -> String {
        if let Some(number) = &self.number {
            return ["number=", &encoded(number)].concat();
        }
        let mut parts: Vec<String> = Status::ALL
            .iter()
            .filter(|status| self.state.takes(**status))
            .map(|status| ["status=", status.as_str()].concat())
            .collect();
        if let Some(field) = self.field {
            parts.push(["field=", field.as_str()].concat());
        }
        if self.who != Who::All {
            parts.push(["who=", self.who.as_str()].concat());
        }
        if self.late {
            parts.push("late=true".to_owned());
        }
        parts.join("&")
    }

    /// How many filters besides who narrow the list.
    pub fn narrowed(&self) -> usize {
        usize::from(self.state != State::Open)
            + usize::from(self.field.is_some())
            + usize::from(self.late)
            + usize::from(self.number.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Filter {
        let pairs: Vec<(&str, &str)> = query
            .trim_start_matches('?')
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        Filter::read(|name| {
            let mut found = pairs.iter().filter(|(known, _)| *known == name);
            found.next().map(|(_, value)| *value)
        })
    }

    #[test]
    fn the_address_keeps_what_was_chosen() {
        let chosen = Filter {
            who: Who::Mine,
            state: State::Mediating,
            field: Some(DisputeField::Labor),
            late: true,
            number: None,
        };
        assert_eq!(
            chosen.address(),
            "?who=mine&state=mediating&field=labor&late=true"
        );
        assert_eq!(read(&chosen.address()), chosen);
        assert_eq!(Filter::default().address(), "");
        assert_eq!(
            read("?who=cat&state=moon&field=x&late=1&number=FQ-1"),
            Filter::default()
        );
        assert_eq!(chosen.narrowed(), 3);
    }

    #[test]
    fn every_status_belongs_to_one_state() {
        for status in Status::ALL {
            let states = [State::New, State::Mediating, State::After, State::Over];
            let takers = states.iter().filter(|state| state.takes(*status)).count();
            assert_eq!(takers, 1, "{status:?}");
            assert_eq!(State::Open.takes(*status), !State::Over.takes(*status));
        }
    }

    #[test]
    fn the_server_is_asked_by_status_and_a_number_among_all() {
        let new = Filter {
            state: State::New,
            who: Who::Free,
            ..Filter::default()
        };
        assert_eq!(
            new.question(),
            "status=submitted&status=more-needed&status=transfer-proposed&who=free"
        );
        let number = RequestNumber::new(2026, 11, [1, 2, 3, 4, 5]).to_string();
        let one = Filter {
            number: Some(number.clone()),
            ..new
        };
        assert_eq!(one.question(), ["number=", &number].concat());
        assert_eq!(read(&one.address()), one);
    }
}
